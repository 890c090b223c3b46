//! The PDF renderer under strain: what it does with content nobody wished for, and that it does the same thing
//! every time.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]
#![allow(clippy::disallowed_methods, reason = "a test may measure how long it takes")]

#[path = "support/pdf_boxes.rs"]
mod pdf_boxes;
#[path = "support/pdf_files.rs"]
mod pdf_files;
mod support;

use factsheet::document::model::*;
use factsheet::render::pdf::{PdfRenderer, read};
use factsheet::render::theme::{Paper, Theme};
use factsheet::render::{FontFile, RenderError};
use support::sheet;

const LETTER: (f32, f32) = (612.0, 792.0);

fn renderer() -> PdfRenderer {
    PdfRenderer::new(&support::theme(), &support::fonts()).unwrap()
}

/// Renders, leaves the file for the judges, and checks what must hold for every file.
fn render(name: &str, document: &Document) -> (Vec<u8>, read::Sheet) {
    let bytes = renderer().render(document, &[]).unwrap();
    pdf_files::keep(name, &bytes);
    pdf_boxes::assert_clear(&bytes, LETTER, support::theme().page.margin);
    let sheet = read::read(&bytes).unwrap();
    (bytes, sheet)
}

fn rows(count: usize) -> Vec<String> {
    (1..=count).map(|n| format!("District number {n}")).collect()
}

fn long_table(count: usize) -> Table {
    let names = rows(count);
    let cells: Vec<(&str, &[&str])> =
        names.iter().map(|name| (name.as_str(), &["61", "52", "1,284,310"][..])).collect();
    support::table("long", &["District", "Arrests", "Convictions", "Value"], &cells, true)
}

/// The text of each row header, in reading order.
fn row_heads(sheet: &read::Sheet) -> Vec<String> {
    let heads = sheet.root.walk().into_iter().filter(|node| node.scope.as_deref() == Some("Row"));
    heads.map(|node| node.text.clone()).collect()
}

#[test]
fn the_look_fills_two_pages_and_is_small() {
    let (bytes, sheet) = render("look", &support::look());
    assert_eq!(sheet.pages, 2);
    assert!(bytes.len() < 100_000, "{} bytes", bytes.len());
    for page in 0..2 {
        let on_page = pdf_boxes::boxes(&bytes).into_iter().filter(|run| run.page == page && run.foot > 45.0);
        let lowest = on_page.map(|run| run.foot).fold(f32::MAX, f32::min);
        assert!(lowest < 62.0, "page {page} ends {lowest} points above the paper's foot");
    }
}

#[test]
fn the_same_sheet_is_the_same_bytes_in_every_thread() {
    let renderer = renderer();
    let look = support::look();
    let first = renderer.render(&look, &[]).unwrap();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| renderer.render(&look, &[]).unwrap())).collect();
        for thread in threads {
            assert!(thread.join().unwrap() == first);
        }
    });
    assert!(self::renderer().render(&look, &[]).unwrap() == first);
}

#[test]
fn a_character_that_no_face_has_is_an_error_with_its_passage() {
    let paragraph = Block::Paragraph(support::text("The district of 日本 is not in the fonts."));
    let error = renderer().render(&sheet(vec![paragraph]), &[]).unwrap_err();
    let RenderError::MissingGlyph { character, passage } = &error else { panic!("{error}") };
    assert_eq!(*character, '日');
    assert!(passage.contains("district of 日本"), "{passage}");
}

#[test]
fn a_character_of_the_other_family_is_taken_from_there() {
    let blocks = vec![
        Block::Heading { level: 2, text: support::text("Ŧ is only in the sans") },
        Block::Paragraph(support::text("₿ is only in the serif, and U+2011 is a non\u{2011}breaking hyphen")),
        Block::Paragraph(support::text("what cannot be seen is not missed: one\u{200b}two\u{2060}three\u{a0}four")),
    ];
    let (_, sheet) = render("fallback", &sheet(blocks));
    let said: Vec<String> = sheet.root.children.iter().skip(4).map(|node| node.text.clone()).collect();
    assert_eq!(said[0], "Ŧ is only in the sans");
    assert_eq!(said[1], "₿ is only in the serif, and U+2011 is a non\u{2011}breaking hyphen");
    let seen: String = said[2].chars().filter(|c| !matches!(c, '\u{200b}' | '\u{2060}')).collect();
    assert_eq!(seen, "what cannot be seen is not missed: onetwothree four");
}

#[test]
fn a_family_that_is_not_there_is_an_error() {
    let mut theme = support::theme();
    theme.fonts.sans = "Comic Sans".to_owned();
    let error = PdfRenderer::new(&theme, &support::fonts()).err().unwrap();
    assert_eq!(error, RenderError::MissingFace { family: "Comic Sans".to_owned(), style: "regular".to_owned() });
    let mut fonts = support::fonts();
    fonts.retain(|font| !font.name.contains("Serif4-It"));
    let error = PdfRenderer::new(&support::theme(), &fonts).err().unwrap();
    assert_eq!(error, RenderError::MissingFace { family: "Source Serif 4".to_owned(), style: "italic".to_owned() });
    fonts.push(FontFile { name: "broken.ttf".to_owned(), bytes: b"no font".to_vec().into() });
    let error = PdfRenderer::new(&support::theme(), &fonts).err().unwrap();
    assert!(matches!(error, RenderError::BadFont { file, .. } if file == "broken.ttf"));
}

#[test]
fn a_table_of_forty_rows_goes_over_the_page_and_loses_none() {
    let (_, sheet) = render("rows-40", &sheet(vec![Block::Table(long_table(40))]));
    assert_eq!(sheet.pages, 2);
    assert_eq!(row_heads(&sheet), rows(40));
}

#[test]
fn a_table_of_two_hundred_rows_goes_over_pages_and_loses_none() {
    let (_, sheet) = render("rows-200", &sheet(vec![Block::Table(long_table(200))]));
    assert!((5..=7).contains(&sheet.pages), "{} pages", sheet.pages);
    assert_eq!(row_heads(&sheet), rows(200));
}

#[test]
fn a_word_of_five_thousand_letters_is_broken_inside_its_cell() {
    let word = "Donaudampfschifffahrt".repeat(250);
    let mut table = long_table(6);
    table.rows[2].header = support::text(&word[..5000]);
    table.rows[3].cells[1] = support::text(&"x".repeat(400));
    let paragraph = Block::Paragraph(support::text(&word[..5000]));
    let (_, sheet) = render("long-word", &sheet(vec![paragraph, Block::Table(table)]));
    assert_eq!(row_heads(&sheet)[2], word[..5000]);
}

#[test]
fn names_of_three_hundred_characters_wrap_everywhere() {
    let name = format!("{} End", "Joint Task Force of the Southern District ".repeat(7));
    let long = || support::text(name.trim());
    let tile = Tile {
        qualifier: support::text("more than"),
        figure: support::text("$1,234,567,890,123"),
        label: long(),
        detail: long(),
    };
    let mut table = long_table(4);
    table.title = long();
    table.columns[2].label = long();
    table.rows[1].header = long();
    let mut chart = support::chart("long", ChartKind::Bars, &name, &name, &[(&name, 3), ("b", 5)]);
    chart.source = long();
    let columns = Chart { kind: ChartKind::Columns, id: "long-2".to_owned(), ..chart.clone() };
    let mut document = sheet(vec![
        Block::Lead(long()),
        Block::Tiles(vec![tile.clone(), tile.clone(), tile]),
        Block::Heading { level: 2, text: long() },
        Block::Heading { level: 3, text: long() },
        Block::List { start: None, items: vec![vec![Block::Paragraph(long())]] },
        Block::Table(table),
        Block::Columns(vec![vec![Block::Chart(chart)], vec![Block::Chart(columns)]]),
        Block::Callout(long()),
        Block::Notes(vec![Note { number: 1, text: long() }, Note { number: 2, text: long() }]),
        Block::Contact(long()),
    ]);
    document.blocks[0] =
        Block::Masthead(Masthead { eyebrow: long(), title: long(), subtitle: long(), aside: vec![long(), long()] });
    for shortened in [&mut document.meta.running_head, &mut document.meta.footer, &mut document.meta.edition] {
        *shortened = name.to_uppercase();
    }
    render("long-names", &document);
}

#[test]
fn columns_taller_than_a_page_go_on_over_it() {
    let paragraph = Block::Paragraph(support::text(&"Words that go on and on. ".repeat(12)));
    let tall: Vec<Block> = std::iter::repeat_n(paragraph.clone(), 30).collect();
    let notes = (1..=60).map(|number| Note { number, text: support::text(&"Words that go on. ".repeat(12)) }).collect();
    let blocks = vec![Block::Columns(vec![tall, vec![paragraph]]), Block::Notes(notes)];
    let (_, sheet) = render("tall-columns", &sheet(blocks));
    assert_eq!(
        sheet
            .root
            .walk()
            .iter()
            .filter(|node| node.text.starts_with("Words that go on and on.") && node.role == "P")
            .count(),
        31
    );
}

#[test]
fn a_sheet_a_little_too_long_is_drawn_together_to_two_pages() {
    let mut document = support::look();
    for block in &mut document.blocks {
        if let Block::Table(table) = block {
            let more = table.rows[0].clone();
            table.rows.insert(1, more);
        }
    }
    let (_, sheet) = render("look-longer", &document);
    assert_eq!(sheet.pages, 2);
}

#[test]
fn every_kind_of_block_stands_beside_every_other() {
    let months = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];
    let months: Vec<(&str, i128)> =
        months.iter().zip([3, 9, 4, 12, 8, 0, 17, 22, 6, 14, 11, 19]).map(|(m, n)| (*m, n)).collect();
    let tile = |printed: &str, label: &str| Tile {
        qualifier: vec![],
        figure: support::text(printed),
        label: support::text(label),
        detail: support::text("in fiscal year 2024"),
    };
    let heading = |level, words: &str| Block::Heading { level, text: support::text(words) };
    let words = |words: &str| Block::Paragraph(support::text(words));
    let mut textual = support::table(
        "cases",
        &["Case", "Court", "What happened"],
        &[
            (
                "United States v. Example",
                &[
                    "District of Arizona",
                    "Sentenced to 120 months for conspiracy to bring people to the United States unlawfully, after a trial of four weeks.",
                ],
            ),
            (
                "United States v. Sample and others",
                &[
                    "Southern District of California",
                    "Three defendants pleaded guilty; property worth $1.2 million was forfeited.",
                ],
            ),
            ("United States v. Third", &["District of Arizona", "Dismissed."]),
        ],
        false,
    );
    for column in &mut textual.columns {
        column.align = Align::Left;
    }
    let small = support::table(
        "small",
        &["Place", "2023", "2024"],
        &[("Guatemala", &["31", "37"]), ("Mexico", &["20", "26"]), ("Honduras", &["9", "18"])],
        false,
    );
    let item = |text: &str| vec![words(text)];
    let document = sheet(vec![
        words(
            "A sheet of one district, in which every kind of block stands once, with little text and much air around it where that is wanted.",
        ),
        Block::Tiles(vec![
            tile("61", "arrests"),
            tile("52", "convictions"),
            tile("44", "defendants sentenced"),
            tile("$902,155", "forfeited"),
            tile("3", "extraditions"),
            tile("27", "months, median term"),
        ]),
        heading(2, "Arrests by month"),
        Block::Chart(Chart {
            source: support::text("Source: case outcome exports."),
            ..support::chart("months", ChartKind::Columns, "Arrests", "Persons arrested in 2024, by month", &months)
        }),
        heading(2, "Cases"),
        heading(3, "Closed in December"),
        Block::Table(textual),
        Block::Columns(vec![
            vec![heading(3, "By place"), Block::Table(small)],
            vec![
                heading(3, "What was done"),
                Block::List {
                    start: Some(1),
                    items: vec![
                        item("Indictments were returned."),
                        item("Requests were made to three countries, one of which has not answered yet."),
                        item("Property was seized."),
                    ],
                },
            ],
            vec![Block::Chart(support::chart(
                "terms",
                ChartKind::Bars,
                "Terms",
                "44 defendants sentenced",
                &[("Under 1 year", 12), ("1 to under 5 years", 20), ("5 years or more", 12)],
            ))],
        ]),
        Block::Callout(support::text(
            "An indictment is merely an allegation. All defendants are presumed innocent until proven guilty in a court of law.",
        )),
        Block::Contact(support::text("Office of Public Affairs, 202-555-0100")),
    ]);
    render("gallery", &document);
}

#[test]
fn a_chart_taller_than_a_page_is_refused_with_advice() {
    let names = rows(100);
    let bars: Vec<(&str, i128)> = names.iter().map(|name| (name.as_str(), 3)).collect();
    let chart = Block::Chart(support::chart("tall", ChartKind::Bars, "Tall", "", &bars));
    let error = renderer().render(&sheet(vec![chart]), &[]).unwrap_err();
    assert!(error.to_string().contains("table"), "{error}");
}

#[test]
fn a_note_that_is_not_there_is_an_error() {
    let paragraph = Block::Paragraph(vec![Inline::Text("See".to_owned()), Inline::NoteRef(7)]);
    let error = renderer().render(&sheet(vec![paragraph]), &[]).unwrap_err();
    assert!(error.to_string().contains("note 7"), "{error}");
}

#[test]
fn what_a_reader_needs_to_hear_is_never_left_out_silently() {
    let mut chart = support::chart("mute", ChartKind::Bars, "Mute", "", &[("a", 1)]);
    chart.alt = " ".to_owned();
    let error = renderer().render(&sheet(vec![Block::Chart(chart)]), &[]).unwrap_err();
    assert!(error.to_string().contains("\"mute\" has no alternative text"), "{error}");
    let mut untitled = sheet(vec![]);
    untitled.meta.title.clear();
    let error = renderer().render(&untitled, &[]).unwrap_err();
    assert!(error.to_string().contains("no title"), "{error}");
}

#[test]
fn a_sheet_without_content_is_a_page_all_the_same() {
    let empty = Document { blocks: vec![], ..sheet(vec![]) };
    assert_eq!(read::read(&renderer().render(&empty, &[]).unwrap()).unwrap().pages, 1);
}

#[test]
fn the_look_stands_on_a4_too() {
    let mut theme: Theme = support::theme();
    theme.page.size = Paper::A4;
    let bytes = PdfRenderer::new(&theme, &support::fonts()).unwrap().render(&support::look(), &[]).unwrap();
    pdf_files::keep("a4", &bytes);
    pdf_boxes::assert_clear(&bytes, Paper::A4.points(), theme.page.margin);
    assert_eq!(read::read(&bytes).unwrap().pages, 2);
}
