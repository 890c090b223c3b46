//! Notes as footnotes of Word, where the sheet asks for them: counted by Word, in the same order as in the PDF.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod desk;
mod support;
#[path = "support/docx_files.rs"]
mod word;

use desk::Desk;
use factsheet::document::model::*;
use factsheet::edition::prove_docx;
use factsheet::render::docx::read::{Reading, read};
use factsheet::render::docx::refresh::{Printed, refresh};
use factsheet::render::docx::render;
use support::{look, meta, text, theme, value};
use word::{names, part, with_part};

fn judged(name: &str, document: &Document) -> (Vec<u8>, Reading) {
    let bytes = render(document, &theme()).unwrap();
    assert_eq!(prove_docx(document, &bytes), [""; 0]);
    let folder = support::root().join("target/judged");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.docx")), &bytes).unwrap();
    let reading = read(&bytes).unwrap();
    (bytes, reading)
}

/// A sheet with these blocks, a heading and notes with a figure and a link.
fn sheet(mut blocks: Vec<Block>) -> Document {
    let masthead = Masthead { eyebrow: vec![], title: text("Alpha"), subtitle: text("Sheet"), aside: vec![] };
    blocks.insert(0, Block::Masthead(masthead));
    blocks.push(Block::Heading { level: 2, text: text("Notes") });
    let link = Inline::Link { url: "https://www.justice.gov/".to_owned(), text: text("the office") };
    blocks.push(Block::Notes(vec![
        Note {
            number: 1,
            text: vec![value("arrests", "348", Form::Exact), Inline::Text(" in all; see ".to_owned()), link],
        },
        Note { number: 2, text: text("Counted by day.") },
    ]));
    Document { meta: Meta { footnotes: true, ..meta() }, blocks }
}

fn said(words: &str, numbers: &[u32]) -> Vec<Inline> {
    text(words).into_iter().chain(numbers.iter().map(|number| Inline::NoteRef(*number))).collect()
}

#[test]
fn notes_are_footnotes_that_word_counts_and_a_second_reference_repeats_the_number() {
    let document = sheet(vec![
        Block::Heading { level: 2, text: said("Results", &[1]) },
        Block::Paragraph(said("Arrests", &[2, 1])),
    ]);
    let (bytes, reading) = judged("footnotes", &document);
    assert_eq!(reading.notes, ["348 in all; see the office", "Counted by day."]);
    assert_eq!(reading.headings, [(1, "Alpha".to_owned()), (2, "Results".to_owned())], "the heading of the notes goes");
    assert_eq!(
        reading.controls.last().map(|c| (c.tag.as_str(), c.text.as_str())),
        Some(("arrests/to-date/exact", "348"))
    );
    let body = part(&bytes, "word/document.xml");
    let place = |words: &str| body.find(words).unwrap_or_else(|| panic!("no {words} in {body}"));
    assert!(place("<w:footnoteReference w:id=\"1\"/>") < place("<w:footnoteReference w:id=\"2\"/>"));
    assert_eq!(body.matches("<w:footnoteReference ").count(), 2);
    assert!(body.contains("<w:fldSimple w:instr=\" NOTEREF note_1 \\h \">"), "{body}");
    assert!(body.contains("<w:bookmarkStart w:id=\"1\" w:name=\"note_1\"/>"));
    let notes = part(&bytes, "word/footnotes.xml");
    assert_eq!(notes.matches("<w:footnoteRef/>").count(), 2);
    assert!(part(&bytes, "word/_rels/footnotes.xml.rels").contains("https://www.justice.gov/"));
    assert!(part(&bytes, "word/settings.xml").contains("<w:footnotePr><w:footnote w:id=\"-1\"/>"));
    let without = Document { meta: meta(), ..document.clone() };
    let plain = render(&without, &theme()).unwrap();
    assert!(!names(&plain).contains(&"word/footnotes.xml".to_owned()));
    assert_eq!(render(&document, &theme()).unwrap(), bytes, "the same bytes");
}

#[test]
fn numbers_are_written_out_where_word_would_count_otherwise() {
    // In Word the labels of tiles stand above their figures, in the PDF below them.
    let tile = Tile {
        qualifier: said("more than", &[1]),
        figure: text("345"),
        label: said("arrests", &[2]),
        detail: text("since June 2021"),
    };
    let (bytes, reading) = judged("footnotes-tiles", &sheet(vec![Block::Tiles(vec![tile])]));
    let body = part(&bytes, "word/document.xml");
    assert_eq!(body.matches("w:customMarkFollows=\"1\"").count(), 2);
    assert!(body.contains("<w:footnoteReference w:customMarkFollows=\"1\" w:id=\"2\"/><w:t>2</w:t>"), "{body}");
    assert_eq!(reading.notes[1], "Counted by day.");
    assert!(!part(&bytes, "word/footnotes.xml").contains("w:footnoteRef/"));
}

#[test]
fn the_look_has_its_notes_as_footnotes_and_a_lost_one_is_caught() {
    let document = Document { meta: Meta { footnotes: true, ..meta() }, ..look() };
    let (bytes, reading) = judged("look-footnotes", &document);
    assert_eq!(reading.notes.len(), 4);
    let notes = part(&bytes, "word/footnotes.xml").replace("A seizure is not", "A seizure is");
    let forged = with_part(&bytes, "word/footnotes.xml", &notes);
    let wrong = prove_docx(&document, &forged);
    assert!(wrong.len() == 1 && wrong[0].contains("footnote 4"), "{wrong:?}");
}

#[test]
fn a_note_that_only_notes_refer_to_is_refused() {
    let mut document = sheet(vec![Block::Paragraph(said("Arrests", &[1]))]);
    if let Some(Block::Notes(notes)) = document.blocks.last_mut() {
        notes[0].text.push(Inline::NoteRef(2));
    }
    let error = render(&document, &theme()).unwrap_err().to_string();
    assert!(error.contains("only notes refer to note 2"), "{error}");
}

#[test]
fn a_figure_in_a_footnote_is_refreshed_and_flattened() {
    let (bytes, _) = judged("footnotes-figure", &sheet(vec![Block::Paragraph(said("Arrests", &[1, 2]))]));
    let texts =
        [("arrests/to-date/exact", "401"), ("@edition/name/words", "June 2025"), ("@edition/number/words", "2025-06")];
    let texts = texts.map(|(tag, text)| (tag.to_owned(), text.to_owned())).into_iter().collect();
    let printed = Printed { as_of: meta().as_of, digest: String::new(), texts };
    let done = refresh(&bytes, &printed, true).unwrap();
    let reading = read(&done.bytes).unwrap();
    assert_eq!(reading.notes[0], "401 in all; see the office");
    assert!(reading.controls.is_empty() && !part(&done.bytes, "word/footnotes.xml").contains("w:sdt"));
}

#[test]
fn a_sheets_key_asks_for_footnotes() {
    let mut desk = Desk::new();
    desk.formats = r#"["docx", "txt"]"#.to_owned();
    desk.more = "footnotes = true".to_owned();
    desk.rows("1,A,2024-01-02,\"£1,000\",Smith\n");
    desk.build().unwrap_or_else(|error| panic!("{error}: {:#?}", desk.check().problems));
    let reading = read(&desk.edition_bytes("public/sheet-2024-12.docx")).unwrap();
    assert_eq!(reading.notes, ["Cases count rows."]);
    assert!(!reading.headings.iter().any(|(_, words)| words == "Notes"));
    assert!(desk.edition("public/sheet-2024-12.txt").contains("Cases count rows."));
}
