//! What a sheet may hold, in Word: odd content, lists, columns, long tables, marks, passages in other languages, and
//! what Word cannot hold.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

#[path = "support/docx_files.rs"]
mod docx_files;
#[path = "support/docx_sheets.rs"]
mod docx_sheets;
mod support;

use docx_files::part;
use docx_sheets::*;
use factsheet::document::model::*;
use factsheet::render::RenderError;
use factsheet::render::docx::read::read;
use factsheet::render::docx::render;
use factsheet::render::theme::Paper;
use support::{chart, look, meta, strong, table, text, theme};

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
