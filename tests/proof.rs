//! The parity proof: it passes what the renderers make, and catches what a faulty renderer would.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/docx_files.rs"]
mod docx_files;
mod support;

use factsheet::document::model::{Block, Document, Inline};
use factsheet::edition::{prove_docx, prove_pdf};
use factsheet::render::docx;
use factsheet::render::pdf::PdfRenderer;
use lopdf::{Dictionary, Object};

fn pdf(document: &Document) -> Vec<u8> {
    PdfRenderer::new(&support::theme(), &support::fonts()).unwrap().render(document, &[]).unwrap()
}

fn word(document: &Document) -> Vec<u8> {
    docx::render(document, &support::theme()).unwrap()
}

#[test]
fn what_the_renderers_make_is_proved() {
    let document = support::look();
    assert_eq!(prove_pdf(&document, &pdf(&document)), [""; 0]);
    assert_eq!(prove_docx(&document, &word(&document)), [""; 0]);
}

/// Renders a document with a fault in it and holds it against the sound one: what a faulty renderer would make.
fn caught(fault: impl Fn(&mut Document), words: &str) {
    let sound = support::look();
    let mut faulty = sound.clone();
    fault(&mut faulty);
    assert_ne!(sound, faulty, "the fault changes nothing");
    let said = prove_pdf(&sound, &pdf(&faulty)).join("\n");
    assert!(said.contains(words), "the PDF's proof says: {said}");
    let said = prove_docx(&sound, &word(&faulty)).join("\n");
    assert!(said.contains(words), "the Word file's proof says: {said}");
}

fn tables(document: &mut Document) -> Vec<&mut factsheet::document::model::Table> {
    document.blocks.iter_mut().filter_map(|b| if let Block::Table(table) = b { Some(table) } else { None }).collect()
}

#[test]
fn a_dropped_row_and_swapped_cells_are_caught() {
    caught(|d| drop(tables(d)[0].rows.remove(2)), "table");
    caught(|d| tables(d)[0].rows[1].cells.swap(0, 1), "table");
    caught(|d| tables(d)[1].rows.swap(0, 1), "table");
}

#[test]
fn a_changed_digit_is_caught() {
    let change = |d: &mut Document| {
        let cell = &mut tables(d)[0].rows[0].cells[0][0];
        if let Inline::Value { text, .. } = cell {
            "16".clone_into(text);
        }
    };
    caught(change, "table");
    let tile = |d: &mut Document| {
        for block in &mut d.blocks {
            if let Block::Tiles(tiles) = block
                && let Inline::Value { text, .. } = &mut tiles[0].figure[0]
            {
                "354".clone_into(text);
            }
        }
    };
    caught(tile, "345");
}

#[test]
fn a_lost_heading_and_swapped_alternative_texts_are_caught() {
    let lose = |d: &mut Document| {
        let at = d.blocks.iter().rposition(|b| matches!(b, Block::Heading { level: 2, .. })).unwrap();
        d.blocks.remove(at);
    };
    caught(lose, "heading");
    let swap = |d: &mut Document| {
        let mut alts = Vec::new();
        for block in &mut d.blocks {
            if let Block::Columns(columns) = block {
                for block in columns.iter_mut().flatten() {
                    if let Block::Chart(chart) = block {
                        alts.push(&mut chart.alt);
                    }
                }
            }
        }
        let [first, second, ..] = alts.as_mut_slice() else { panic!("the sheet has two charts") };
        std::mem::swap(*first, *second);
    };
    caught(swap, "alternative text");
}

#[test]
fn tables_in_another_order_a_lost_sentence_and_another_digest_are_caught_in_word() {
    let document = support::look();
    let proved = |change: &dyn Fn(&mut Document)| {
        let mut other = document.clone();
        change(&mut other);
        prove_docx(&document, &word(&other)).join("\n")
    };
    let exchange = |d: &mut Document| {
        let places: Vec<usize> =
            d.blocks.iter().enumerate().filter(|(_, b)| matches!(b, Block::Table(_))).map(|(at, _)| at).collect();
        d.blocks.swap(places[0], places[1]);
    };
    assert!(proved(&exchange).contains("table"), "{}", proved(&exchange));
    let lose = |d: &mut Document| d.blocks.retain(|block| !matches!(block, Block::Callout(_)));
    assert!(proved(&lose).contains("does not say, where the document does"), "{}", proved(&lose));
    let other = |d: &mut Document| d.meta.figures_digest = "5".repeat(64);
    assert!(proved(&other).contains("figures' digest"), "{}", proved(&other));
}

#[test]
fn a_file_that_is_none_is_no_proof() {
    let document = support::look();
    assert_eq!(prove_pdf(&document, b"%PDF-1.7").len(), 1);
    assert_eq!(prove_docx(&document, b"PK").len(), 1);
}

/// What lies between two marks, the marks included, in the order of the text.
fn pieces<'t>(text: &'t str, from: &str, to: &str) -> Vec<&'t str> {
    let starts = text.match_indices(from).map(|(at, _)| at);
    starts.map(|at| &text[at..at + text[at..].find(to).unwrap() + to.len()]).collect()
}

#[test]
fn bytes_of_a_finished_word_file_that_lost_a_row_or_have_cells_swapped_are_caught() {
    let document = support::look();
    let sound = word(&document);
    let body = docx_files::part(&sound, "word/document.xml");
    // The last table of the sheet; tiles are tables too, and stand before it.
    let table = *pieces(&body, "<w:tbl>", "</w:tbl>").last().unwrap();
    let row = *pieces(table, "<w:tr>", "</w:tr>").last().unwrap();
    let cells = pieces(row, "<w:tc>", "</w:tc>");
    let (first, second) = (cells[1], cells[2]);
    assert_ne!(first, second);
    let dropped = table.replace(row, "");
    let swapped = table.replace(&format!("{first}{second}"), &format!("{second}{first}"));
    for faulty in [dropped, swapped] {
        assert_ne!(faulty, table, "nothing was changed");
        let bytes = docx_files::with_part(&sound, "word/document.xml", &body.replace(table, &faulty));
        let said = prove_docx(&document, &bytes).join("\n");
        assert!(said.contains("lacks the table"), "the proof says: {said}");
    }
    assert_eq!(prove_docx(&document, &docx_files::with_part(&sound, "word/document.xml", &body)), [""; 0]);
}

/// Changes what lies below the first structure element of a role that has at least three elements below it.
fn spoiled(sound: &[u8], role: &str, change: impl Fn(&mut Vec<Object>)) -> Vec<u8> {
    let mut file = lopdf::Document::load_mem(sound).unwrap();
    let is_role =
        |element: &Dictionary| element.get(b"S").and_then(Object::as_name).is_ok_and(|s| s == role.as_bytes());
    let elements = file.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
    let below = elements
        .filter(|element| is_role(element))
        .find_map(|element| element.get_mut(b"K").and_then(Object::as_array_mut).ok().filter(|below| below.len() > 2));
    change(below.unwrap_or_else(|| panic!("no {role} has three elements")));
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn bytes_of_a_finished_pdf_that_lost_a_row_or_have_cells_swapped_are_caught() {
    let document = support::look();
    let sound = pdf(&document);
    let caught = |bytes: &[u8]| {
        let said = prove_pdf(&document, bytes).join("\n");
        assert!(said.contains("table"), "the proof says: {said}");
    };
    caught(&spoiled(&sound, "TBody", |rows| drop(rows.pop())));
    caught(&spoiled(&sound, "TBody", |rows| rows.swap(0, 1)));
    caught(&spoiled(&sound, "TR", |cells| cells.swap(1, 2)));
    // The file is sound when it is only saved again.
    assert_eq!(prove_pdf(&document, &spoiled(&sound, "TR", |_| ())), [""; 0]);
}
