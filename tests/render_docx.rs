//! The Word renderer, judged by reading the finished files: with the program's own reader, and part by part.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

mod support;

use factsheet::document::model::*;
use factsheet::render::RenderError;
use factsheet::render::docx::read::{ReadError, Reading, read};
use factsheet::render::docx::{control_tag, render};
use factsheet::render::theme::{Paper, Theme};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use support::{chart, look, meta, sliced, strong, table, text, theme, value};

/// Renders, and leaves the file for the judges.
fn judged(name: &str, document: &Document) -> Vec<u8> {
    judged_in(name, document, &theme())
}

fn judged_in(name: &str, document: &Document, theme: &Theme) -> Vec<u8> {
    let bytes = render(document, theme).unwrap();
    let folder = support::root().join("target/judged");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.docx")), &bytes).unwrap();
    bytes
}

fn sheet(blocks: Vec<Block>) -> Document {
    let masthead = Block::Masthead(Masthead {
        eyebrow: text("Office"),
        title: text("Joint Task Force Alpha"),
        subtitle: text("Fact sheet"),
        aside: vec![text("December 2024"), text("Figures as of December 31, 2024")],
    });
    Document { meta: meta(), blocks: std::iter::once(masthead).chain(blocks).collect() }
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap_or_else(|_| panic!("no part {name}")).read_to_string(&mut text).unwrap();
    text
}

/// The same file with another text in one of its parts.
fn with_part(bytes: &[u8], name: &str, text: &str) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let file = from.by_index_raw(index).unwrap();
        if file.name().unwrap() == name {
            to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            to.write_all(text.as_bytes()).unwrap();
        } else {
            to.raw_copy_file(file).unwrap();
        }
    }
    to.finish().unwrap().into_inner()
}

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

fn look_read() -> (Vec<u8>, Reading) {
    let bytes = judged("look", &look());
    let reading = read(&bytes).unwrap();
    (bytes, reading)
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

#[test]
fn empty_and_odd_content_still_makes_a_file_that_opens() {
    let nothing = || Tile { qualifier: vec![], figure: vec![], label: vec![], detail: vec![] };
    let masthead = Masthead { eyebrow: vec![], title: text("T"), subtitle: vec![], aside: vec![] };
    let odd = "<&>\"' ¿Qué? العربية \u{1F600} \u{A0}\u{200B} ]]> {{x}} %s &amp; é\u{301}".to_owned() + &"w".repeat(300);
    let document = Document {
        meta: Meta { title: odd.clone(), keywords: vec![odd.clone()], language: "es".to_owned(), ..meta() },
        blocks: vec![
            Block::Masthead(masthead),
            Block::Lead(vec![]),
            Block::Tiles(vec![]),
            Block::Tiles(vec![nothing(), nothing()]),
            Block::List {
                start: Some(1),
                items: vec![vec![], vec![Block::List { start: None, items: vec![vec![Block::Paragraph(text(&odd))]] }]],
            },
            Block::Columns(vec![vec![], vec![Block::Columns(vec![vec![Block::Callout(text(&odd))], vec![]])], vec![]]),
            Block::Columns(vec![]),
            Block::Table(Table { alt: odd.clone(), ..table(&odd, &[&odd, "B"], &[(&odd, &[&odd])], false) }),
            Block::Chart(Chart {
                alt: odd.clone(),
                series: odd.clone(),
                ..chart("odd", ChartKind::Columns, &odd, &odd, &[(&odd, -5), ("0", 0)])
            }),
            Block::Notes(vec![]),
            Block::Contact(vec![Inline::Link { url: "mailto:a b@c.gov".to_owned(), text: vec![] }]),
        ],
    };
    let reading = read(&judged("odd", &document)).unwrap();
    assert_eq!(reading.title, odd);
    assert_eq!(reading.drawings[0].alt, odd);
    assert_eq!(reading.charts["odd"].points[0], (odd.clone(), Some("-5".to_owned())));
    assert_eq!(reading.tables.last().unwrap().rows[1], [odd.clone(), odd]);
    let empty = read(&judged("empty", &Document { meta: meta(), blocks: vec![] })).unwrap();
    assert!(empty.paragraphs.is_empty());
}

#[test]
fn references_lead_to_their_notes() {
    let (bytes, reading) = look_read();
    let body = part(&bytes, "word/document.xml");
    for number in 1..=4 {
        assert_eq!(body.matches(&format!("w:anchor=\"note_{number}\"")).count(), 1);
        assert_eq!(body.matches(&format!("w:name=\"note_{number}\"")).count(), 1);
    }
    assert!(reading.paragraphs.iter().any(|text| text.starts_with("“More than” means")));
}

#[test]
fn all_inlines_and_lists_have_a_place() {
    let item = |words: &str| vec![Block::Paragraph(text(words))];
    let inner = Block::List { start: Some(1), items: vec![item("one"), item("two")] };
    let document = sheet(vec![
        Block::Heading { level: 2, text: text("Lists & <signs>") },
        Block::List {
            start: None,
            items: vec![
                vec![Block::Paragraph(text("outer")), inner.clone(), Block::Paragraph(text("more"))],
                item("next"),
            ],
        },
        inner,
        Block::Paragraph(vec![
            strong("bold"),
            Inline::Break,
            Inline::Emphasis(text("stressed")),
            Inline::Link { url: "https://www.justice.gov/".to_owned(), text: vec![strong("link"), Inline::NoteRef(1)] },
            Inline::NoteRef(1),
            Inline::NoteRef(9),
        ]),
        Block::Columns(vec![item("left"), vec![Block::Table(table("t", &["A", "B"], &[("x", &["1"])], false))]]),
        Block::Notes(vec![Note { number: 1, text: text("A note.") }]),
    ]);
    let reading = read(&judged("inlines", &document)).unwrap();
    assert_eq!(reading.headings[1].1, "Lists & <signs>");
    assert!(reading.paragraphs.contains(&"bold stressedlink".to_owned()), "{:?}", reading.paragraphs);
    assert_eq!(reading.tables.len(), 1);
}

#[test]
fn a_list_counts_from_its_own_first_number_and_has_room_for_its_last() {
    let list = |start, nested: Option<Block>| {
        let item = |at: usize| std::iter::once(Block::Paragraph(text(&format!("item {at}")))).chain(nested.clone());
        Block::List { start: Some(start), items: (0..12).map(|at| item(at).collect()).collect() }
    };
    let inner = Block::List { start: Some(7), items: vec![vec![Block::Paragraph(text("inner"))]] };
    let notes = (1..=3).map(|at| Note { number: 98 + at, text: text(&format!("A note {at}.")) }).collect();
    let blocks = vec![list(1, None), Block::Paragraph(text("Between.")), list(995, Some(inner)), Block::Notes(notes)];
    let bytes = judged("numbered", &sheet(blocks));
    let (body, numbers) = (part(&bytes, "word/document.xml"), part(&bytes, "word/numbering.xml"));
    for start in [995, 7, 99] {
        assert_eq!(
            numbers.matches(&format!("<w:startOverride w:val=\"{start}\"/>")).count(),
            if start == 7 { 12 } else { 1 }
        );
    }
    let number = |paragraph: &str, name: &str| -> i32 {
        let at = paragraph.split(&format!("{name}=\"")).nth(1).unwrap_or("0\"");
        at.split('"').next().unwrap().parse().unwrap()
    };
    let indents = |words: &str| {
        let paragraphs = body.split("</w:p>").filter(|paragraph| paragraph.contains(words));
        paragraphs.map(|p| (number(p, "w:left"), number(p, "w:hanging"))).collect::<Vec<_>>()
    };
    let items = indents(">item ");
    // Of ten-point type a digit is at most 110 twips wide; numbers of two and of four digits need as much room.
    assert!(
        items[..12].iter().all(|indent| *indent == items[0] && indent.1 >= 270 && indent.0 == indent.1),
        "{items:?}"
    );
    assert!(items[12..].iter().all(|indent| *indent == items[12] && indent.1 >= 470), "{items:?}");
    let inner = indents(">inner");
    assert!(inner.iter().all(|indent| indent.0 - indent.1 == items[12].0), "below the text of its item: {inner:?}");
    assert!(indents(">A note ").iter().all(|indent| indent.1 > 320), "{:?}", indents(">A note "));
}

#[test]
fn columns_after_columns_and_text_between_them() {
    let column = |words: &str| {
        vec![Block::Heading { level: 3, text: text(words) }, Block::Paragraph(text("Words in a column."))]
    };
    let bars = |id: &str| vec![Block::Chart(chart(id, ChartKind::Bars, "Bars", "", &[("x", 1), ("y", 2)]))];
    let document = sheet(vec![
        Block::Lead(text("The opening.")),
        Block::Heading { level: 2, text: text("Columns") },
        Block::Columns(vec![column("One"), column("Two"), column("Three")]),
        Block::Columns(vec![bars("a"), bars("b")]),
        Block::Paragraph(text("Text below the charts.")),
        Block::Columns(vec![column("Left"), column("Right")]),
        Block::Columns(vec![column("Alone")]),
    ]);
    let mut document = document;
    if let Block::Masthead(masthead) = &mut document.blocks[0] {
        masthead.title = text("Joint Task Force Alpha: Southern District of California");
    }
    let reading = read(&judged("columns", &document)).unwrap();
    assert_eq!(reading.headings.iter().filter(|(level, _)| *level == 3).count(), 6);
    assert_eq!(reading.charts.len(), 2);
}

#[test]
fn a_long_table_many_tiles_and_no_masthead() {
    let names: Vec<String> = (1..=80).map(|n| format!("District {n}")).collect();
    let rows: Vec<(&str, &[&str])> =
        names.iter().map(|name| (name.as_str(), &["1,234", "56", "7"] as &[&str])).collect();
    let tile = |figure: &str| Tile {
        qualifier: vec![],
        figure: text(figure),
        label: text("arrests"),
        detail: text("since 2021"),
    };
    let document = Document {
        meta: meta(),
        blocks: vec![
            Block::Tiles(["1", "22", "333", "4,444", "$5 million"].map(tile).to_vec()),
            Block::Tiles(vec![tile("6")]),
            Block::Table(table("long", &["District", "Arrests", "Convictions", "Sentenced"], &rows, true)),
        ],
    };
    let reading = read(&judged("long", &document)).unwrap();
    assert_eq!(reading.tables.iter().map(|table| table.rows.len()).collect::<Vec<_>>(), [2, 2, 2, 81]);
}

#[test]
fn paper_and_margins_follow_the_theme() {
    let mut theme = theme();
    theme.page.size = Paper::A4;
    theme.page.margin = 72.0;
    let bytes = judged_in("a4", &look(), &theme);
    assert!(part(&bytes, "word/document.xml").contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"));
    assert!(part(&bytes, "word/document.xml").contains("w:left=\"1440\""));
}

#[test]
fn what_word_cannot_hold_is_refused() {
    let refused = |blocks: Vec<Block>, why: &str| {
        let Err(RenderError::Content(what)) = render(&sheet(blocks), &theme()) else { panic!("not refused: {why}") };
        assert!(what.contains(why), "{what}");
    };
    for sign in ["\u{0}", "\u{1B}", "\u{FFFF}"] {
        refused(vec![Block::Paragraph(text(&format!("a{sign}b")))], "control character");
    }
    let one = || chart("c", ChartKind::Bars, "", "", &[("x", 1)]);
    refused(vec![Block::Chart(Chart { alt: "a\u{1}".to_owned(), ..one() })], "U+0001");
    refused(vec![Block::Chart(one()), Block::Columns(vec![vec![Block::Chart(one())]])], "two blocks have the id \"c\"");
    refused(vec![Block::Chart(Chart { points: vec![], ..one() })], "no points");
    let mut short = table("t", &["A", "B", "C"], &[("x", &["1", "2"])], false);
    short.rows[0].cells.pop();
    refused(vec![Block::Table(short)], "more or fewer cells");
    let note = || Note { number: 1, text: text("a") };
    refused(vec![Block::Notes(vec![note(), note()])], "two notes have the number 1");
    let mut long = one();
    long.points[0].value = factsheet::value::Amount::parse("12345678901234567890").ok();
    refused(vec![Block::Chart(long)], "more digits");
}

#[test]
fn a_long_mark_or_name_leaves_each_a_line_of_its_own() {
    let name = "Organized Crime Drug Enforcement Task Forces and High Intensity Drug Trafficking Areas Program";
    let long = "CONTROLLED UNCLASSIFIED INFORMATION // LAW ENFORCEMENT ONLY";
    let named = Meta { running_head: name.to_owned(), footer: format!("{name} · Edition 2024-12"), ..meta() };
    for (file, mark) in [("mark-long", long), ("mark-long-name", "CUI")] {
        let document = Document { meta: Meta { mark: Some(mark.to_owned()), ..named.clone() }, ..look() };
        let bytes = judged(file, &document);
        for part_name in ["word/header2.xml", "word/footer1.xml", "word/footer2.xml"] {
            let text = part(&bytes, part_name);
            let paragraphs: Vec<&str> =
                text.split_inclusive("</w:p>").filter(|part| part.ends_with("</w:p>")).collect();
            let own = paragraphs.iter().find(|paragraph| paragraph.contains("\"PageMark\"")).unwrap();
            assert!(paragraphs.len() == 2 && own.contains(mark) && !own.contains("<w:tab/>"), "{part_name}: {text}");
        }
    }
    let short = Document { meta: Meta { mark: Some("CUI".to_owned()), ..meta() }, ..look() };
    assert!(!part(&judged("mark-short", &short), "word/footer2.xml").contains("PageMark"));
}

#[test]
fn a_mark_stands_on_every_page_and_first_in_the_text() {
    let document = Document { meta: Meta { mark: Some("CUI".to_owned()), ..meta() }, ..look() };
    let bytes = judged("marked", &document);
    let first = |document: &Document| read(&render(document, &theme()).unwrap()).unwrap().paragraphs[0].clone();
    // It begins the masthead's first line, so that it takes no room; without one it has a line of its own.
    assert_eq!(first(&document), format!("CUI · {}", first(&look())));
    let mut bare = document;
    if let Block::Masthead(masthead) = &mut bare.blocks[0] {
        masthead.eyebrow.clear();
    }
    assert_eq!(first(&bare), "CUI");
    for name in ["word/header2.xml", "word/footer1.xml", "word/footer2.xml"] {
        assert!(part(&bytes, name).contains(">CUI<"), "{name}");
    }
    assert!(!part(&render(&look(), &theme()).unwrap(), "word/header2.xml").contains("CUI"));
}

#[test]
fn a_passage_has_its_language_and_keeps_its_emphasis() {
    let passage = || Inline::Language { tag: "es".to_owned(), text: text("Fuerza de Tarea") };
    let block =
        Block::Paragraph(vec![Inline::Text("Known as ".to_owned()), passage(), Inline::Strong(vec![passage()])]);
    let bytes = judged("passages", &sheet(vec![block]));
    let body = part(&bytes, "word/document.xml");
    assert_eq!(body.matches("<w:lang w:val=\"es\"/>").count(), 2);
    assert!(body.contains("<w:rStyle w:val=\"Strong\"/>") && !body.contains("passage-"), "{body}");
    assert!(read(&bytes).unwrap().paragraphs.iter().any(|words| words.starts_with("Known as Fuerza de Tarea")));
}

#[test]
fn a_passage_that_runs_from_right_to_left_says_so() {
    let passage = Inline::Language { tag: "he".to_owned(), text: text("\u{5db}\u{5d4}\u{5df}") };
    let block = Block::Paragraph(vec![Inline::Text("Known as ".to_owned()), Inline::Strong(vec![passage])]);
    let body = part(&judged("right-to-left", &sheet(vec![block])), "word/document.xml");
    let run = "<w:rPr><w:rStyle w:val=\"Strong\"/><w:rtl/><w:lang w:bidi=\"he\"/></w:rPr>";
    assert!(body.contains(run) && !body.contains("w:val=\"he\""), "{body}");
}
