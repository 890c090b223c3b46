//! The Word renderer, judged by reading the finished files: with the program's own reader, and part by part.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

#[path = "support/docx_files.rs"]
mod docx_files;
#[path = "support/docx_sheets.rs"]
mod docx_sheets;
mod support;

use docx_files::{part, with_part};
use docx_sheets::*;
use factsheet::document::model::*;
use factsheet::render::docx::read::{ReadError, read};
use factsheet::render::docx::{control_tag, render};
use std::collections::BTreeSet;
use support::{chart, look, meta, sliced, text, theme, value};

/// Every value that the document prints outside charts, with its tag, in order.
fn values(document: &Document) -> Vec<(String, String)> {
    fn of_inlines(inlines: &[Inline], found: &mut Vec<(String, String)>) {
        for inline in inlines {
            match inline {
                Inline::Value { text, mark } => found.push((control_tag(mark), text.clone())),
                Inline::Strong(inner)
                | Inline::Emphasis(inner)
                | Inline::Link { text: inner, .. }
                | Inline::Language { text: inner, .. } => of_inlines(inner, found),
                Inline::Text(_) | Inline::Break | Inline::NoteRef(_) => {}
            }
        }
    }
    fn of_blocks(blocks: &[Block], found: &mut Vec<(String, String)>) {
        for block in blocks {
            match block {
                Block::Masthead(m) => {
                    [&m.eyebrow, &m.title, &m.subtitle].into_iter().chain(&m.aside).for_each(|i| of_inlines(i, found));
                }
                Block::Lead(i) | Block::Paragraph(i) | Block::Callout(i) | Block::Contact(i) => of_inlines(i, found),
                Block::Heading { text, .. } => of_inlines(text, found),
                Block::List { items, .. } => items.iter().for_each(|item| of_blocks(item, found)),
                Block::Columns(parts) => parts.iter().for_each(|part| of_blocks(part, found)),
                Block::Tiles(tiles) => {
                    tiles.iter().for_each(|t| of_inlines(&t.label, found));
                    for t in tiles {
                        [&t.qualifier, &t.figure, &t.detail].into_iter().for_each(|i| of_inlines(i, found));
                    }
                }
                Block::Chart(c) => [&c.title, &c.description, &c.source].into_iter().for_each(|i| of_inlines(i, found)),
                Block::Table(t) => {
                    [&t.title, &t.description].into_iter().for_each(|i| of_inlines(i, found));
                    t.columns.iter().for_each(|c| of_inlines(&c.label, found));
                    for row in &t.rows {
                        std::iter::once(&row.header).chain(&row.cells).for_each(|i| of_inlines(i, found));
                    }
                    of_inlines(&t.source, found);
                }
                Block::Notes(notes) => notes.iter().for_each(|n| of_inlines(&n.text, found)),
            }
        }
    }
    let mut found = Vec::new();
    of_blocks(&document.blocks, &mut found);
    found
}

#[test]
fn properties_and_language_are_those_of_the_document() {
    let (bytes, reading) = look_read();
    let meta = meta();
    assert_eq!(reading.title, meta.title);
    assert_eq!(reading.subject, meta.subject);
    assert_eq!(reading.author, meta.author);
    assert_eq!(reading.keywords, "human smuggling, fact sheet");
    assert_eq!(reading.created, "2025-01-08T00:00:00Z");
    assert_eq!(reading.language, "en-US");
    assert_eq!(reading.properties["factsheet-edition"], "2024-12-31");
    assert_eq!(reading.properties["factsheet-figures-digest"], "0".repeat(64));
    assert!(bytes.len() < 60_000, "{} bytes", bytes.len());
    let unpublished = Document { meta: Meta { published: None, ..meta }, ..look() };
    assert_eq!(read(&render(&unpublished, &theme()).unwrap()).unwrap().created, "2024-12-31T00:00:00Z");
}

#[test]
fn headings_are_an_outline_with_one_first_level_and_no_jump() {
    let (bytes, reading) = look_read();
    let expected: Vec<(u8, &str)> = vec![
        (1, "Joint Task Force Alpha"),
        (2, "Results"),
        (2, "Convictions by year"),
        (2, "Results by district"),
        (2, "Indictments and extraditions"),
        (2, "Seizures"),
        (2, "Who we are"),
        (3, "Prosecutors"),
        (3, "Criminal Division"),
        (3, "Law enforcement"),
        (2, "Work against corruption"),
        (3, "Notes"),
    ];
    assert_eq!(reading.headings.iter().map(|(level, text)| (*level, text.as_str())).collect::<Vec<_>>(), expected);
    assert_eq!(part(&bytes, "word/document.xml").matches("<w:pStyle w:val=\"Heading1\"/>").count(), 1);
}

#[test]
fn every_printed_value_is_in_a_locked_control_of_its_own() {
    let (_, reading) = look_read();
    let found: Vec<_> = reading.controls.iter().map(|c| (c.tag.clone(), c.text.clone())).collect();
    assert_eq!(found, values(&look()));
    assert_eq!(found.len(), 68);
    assert!(reading.controls.iter().all(|control| control.locked));
    let ids: BTreeSet<_> = reading.controls.iter().map(|control| &control.id).collect();
    assert_eq!(ids.len(), reading.controls.len());
}

#[test]
fn a_value_printed_twice_and_in_every_place_keeps_its_control() {
    let one = || value("arrests", "348", Form::Exact);
    let linked = Inline::Link {
        url: "https://justice.gov/a b".to_owned(),
        text: vec![one(), Inline::Text(" arrests".to_owned())],
    };
    let long = sliced(&"very-long-figure-name-".repeat(4), "7", &[("district", "AZ")], Form::Exact);
    let document = sheet(vec![
        Block::Heading { level: 2, text: vec![one(), Inline::Text(" arrests".to_owned())] },
        Block::Paragraph(vec![
            one(),
            Inline::Text(" and ".to_owned()),
            Inline::Emphasis(vec![Inline::Strong(vec![one()])]),
            linked,
            long,
        ]),
        Block::Callout(vec![one()]),
    ]);
    let bytes = judged("controls", &document);
    let reading = read(&bytes).unwrap();
    assert_eq!(reading.controls.iter().map(|c| (c.tag.clone(), c.text.clone())).collect::<Vec<_>>(), values(&document));
    assert!(reading.controls.iter().all(|control| control.tag.chars().count() <= 64));
    assert_eq!(reading.controls.iter().map(|c| &c.id).collect::<BTreeSet<_>>().len(), 6);
    assert!(part(&bytes, "word/_rels/document.xml.rels").contains("https://justice.gov/a%20b"));
    assert!(reading.paragraphs.contains(&"348 and 348348 arrests7".to_owned()));
}

#[test]
fn a_control_is_known_by_what_another_program_has_left_of_its_name() {
    let document = sheet(vec![Block::Paragraph(vec![value("arrests", "348", Form::Exact)])]);
    let bytes = render(&document, &theme()).unwrap();
    let tag = "arrests/to-date/exact";
    for kept in ["w:tag", "w:alias", "w:docPart"] {
        let mut body = part(&bytes, "word/document.xml");
        for name in ["w:tag", "w:alias", "w:docPart"].into_iter().filter(|name| *name != kept) {
            body = body.replace(&format!("<{name} w:val=\"{tag}\"/>"), "");
        }
        assert_eq!(body.matches(tag).count(), 1);
        let reading = read(&with_part(&bytes, "word/document.xml", &body)).unwrap();
        assert_eq!((reading.controls[0].tag.as_str(), reading.controls[0].text.as_str()), (tag, "348"));
    }
}

#[test]
fn what_is_no_word_file_is_said_to_be_none() {
    assert!(matches!(read(b"not a zip"), Err(ReadError::NotAPackage(_))));
    let bytes = render(&look(), &theme()).unwrap();
    let broken = with_part(&bytes, "word/document.xml", "<w:document><w:body></w:document>");
    assert!(matches!(read(&broken), Err(ReadError::BadPart { part, .. }) if part == "word/document.xml"));
    let empty = zip::ZipWriter::new(std::io::Cursor::new(Vec::new())).finish().unwrap().into_inner();
    assert_eq!(read(&empty), Err(ReadError::MissingPart("word/document.xml".to_owned())));
    for length in (0..bytes.len()).step_by(997) {
        assert!(read(&bytes[..length]).is_err());
    }
}

#[test]
fn tables_have_a_flagged_head_a_caption_and_a_description() {
    let (_, reading) = look_read();
    let [tiles, districts, seizures] = reading.tables.as_slice() else { panic!("{} tables", reading.tables.len()) };
    assert!(reading.tables.iter().all(|table| table.head_rows == 1));
    assert_eq!(tiles.caption, "arrests, U.S. convictions, defendants sentenced, cash seized");
    assert!(tiles.description.starts_with("more than 345 arrests since June 2021; more than 295 U.S. convictions"));
    assert_eq!(tiles.rows[0], ["arrests", "U.S. convictions", "defendants sentenced", "cash seized"]);
    assert_eq!(tiles.rows[1][3], "more than\n$1 million\nin 62 seizures");
    assert_eq!(
        (districts.caption.as_str(), districts.description.as_str()),
        ("Results by district", "Table districts: one row per district.")
    );
    assert_eq!(
        (seizures.caption.as_str(), seizures.description.as_str()),
        ("Seizures", "Table seizures: one row per district.")
    );
    assert_eq!(districts.rows[6], ["All districts", "348", "298", "243", "30", "96"]);
    assert_eq!(seizures.rows[1], ["Cash", "62", "[z]", "$1,284,310", "$902,155"]);
}

#[test]
fn charts_are_told_apart_and_say_what_the_document_says() {
    let (_, reading) = look_read();
    let drawn: Vec<_> = reading.drawings.iter().map(|d| (d.name.as_str(), d.alt.as_str())).collect();
    assert_eq!(
        drawn,
        [
            ("convictions-by-year", "Bar chart convictions-by-year: 4 bars."),
            ("sentences", "Bar chart sentences: 4 bars."),
            ("places", "Bar chart places: 4 bars."),
        ]
    );
    let ids: BTreeSet<_> = reading.drawings.iter().map(|drawing| &drawing.id).collect();
    assert_eq!(ids.len(), 3);
    let points = |name: &str| {
        reading.charts[name].points.iter().map(|(l, v)| (l.clone(), v.clone().unwrap())).collect::<Vec<_>>()
    };
    let owned =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
    assert_eq!(
        points("sentences"),
        owned(&[
            ("Under 1 year", "41"),
            ("1 to under 2 years", "58"),
            ("2 to under 5 years", "48"),
            ("5 years or more", "96")
        ])
    );
    assert_eq!(
        points("places"),
        owned(&[("United States", "267"), ("Guatemala", "37"), ("Mexico", "26"), ("Honduras", "18")])
    );
    assert_eq!(reading.charts["places"].series, "Convictions");
}

#[test]
fn a_charts_workbook_cache_and_labels_are_one_and_a_gap_says_so() {
    let mut bars = chart(
        "values",
        ChartKind::Bars,
        "Values",
        "As appraised",
        &[("Cash", 1_284_310), ("Land", 2_410_000), ("Cars", 0), ("Arms", 5)],
    );
    let set = |point: &mut Point, amount: Option<&str>, printed: &str| {
        point.value = amount.map(|text| factsheet::value::Amount::parse(text).unwrap());
        point.text = text(printed);
    };
    set(&mut bars.points[0], Some("1284310.50"), "$1,284,310.50");
    set(&mut bars.points[1], Some("2410000"), "$2.4 million");
    set(&mut bars.points[2], None, "[c]");
    let bytes = judged("chart", &sheet(vec![Block::Chart(bars)]));
    let reading = read(&bytes).unwrap();
    let chart = &reading.charts["values"];
    let expected = [("Cash", Some("1284310.5")), ("Land", Some("2410000")), ("Cars [c]", None), ("Arms", Some("5"))];
    let found: Vec<_> = chart.points.iter().map(|(label, number)| (label.as_str(), number.as_deref())).collect();
    assert_eq!(found, expected);
    let cells = part(&chart.workbook, "xl/worksheets/sheet1.xml");
    for (cell, number) in [("B2", "1284310.5"), ("B3", "2410000"), ("B5", "5")] {
        assert!(
            cells
                .split(&format!("<c r=\"{cell}\""))
                .nth(1)
                .unwrap()
                .split("</c>")
                .next()
                .unwrap()
                .ends_with(&format!("<v>{number}</v>")),
            "{cells}"
        );
    }
    assert!(!cells.contains("r=\"B4\""));
    assert!(part(&chart.workbook, "xl/sharedStrings.xml").contains("Cars [c]"));
    let xml = part(&bytes, "word/charts/chart1.xml");
    assert!(xml.contains("<a:t>$2.4 million</a:t>"), "a value that no format prints is a label of its own");
    assert!(xml.contains("&quot;$&quot;#,##0.00"));
}

#[test]
fn the_same_document_gives_the_same_bytes_in_any_thread() {
    let (document, theme) = (look(), theme());
    let first = render(&document, &theme).unwrap();
    assert_eq!(render(&document, &theme).unwrap(), first);
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| (0..5).map(|_| render(&document, &theme).unwrap()).collect::<Vec<_>>()))
            .collect();
        for run in runs {
            assert!(run.join().unwrap().iter().all(|bytes| *bytes == first));
        }
    });
}

/// Run by the test below in a process of its own; on its own it has nothing to do.
#[test]
fn write_where_another_process_reads() {
    if let Some(path) = std::env::var_os("FACTSHEET_TEST_OUT") {
        std::fs::write(path, render(&look(), &theme()).unwrap()).unwrap();
    }
}

#[test]
fn the_same_document_gives_the_same_bytes_in_another_process() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("look.docx");
    let run = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "write_where_another_process_reads"])
        .env("FACTSHEET_TEST_OUT", &path)
        .output()
        .unwrap();
    assert!(run.status.success());
    assert_eq!(std::fs::read(path).unwrap(), render(&look(), &theme()).unwrap());
}
