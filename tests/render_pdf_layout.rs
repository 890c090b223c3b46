//! What stands where on a page of the PDF: heads and feet with long names and marks, numbers of lists and notes, narrow
//! tables and tiles, and what is refused because it fits nowhere.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]
#![allow(clippy::float_arithmetic, reason = "positions on a page are floats")]

#[path = "support/pdf_boxes.rs"]
mod pdf_boxes;
#[path = "support/pdf_files.rs"]
mod pdf_files;
mod support;

use factsheet::document::model::*;
use factsheet::render::RenderError;
use factsheet::render::pdf::{PdfRenderer, read};
use factsheet::render::theme::Theme;
use support::sheet;

const LETTER: (f32, f32) = (612.0, 792.0);
const LONG_MARK: &str = "CONTROLLED UNCLASSIFIED INFORMATION // LAW ENFORCEMENT ONLY";
const LONG_NAME: &str =
    "Organized Crime Drug Enforcement Task Forces and High Intensity Drug Trafficking Areas Program";

fn p(words: &str) -> Block {
    Block::Paragraph(support::text(words))
}

fn rendered(theme: &Theme, document: &Document) -> Result<Vec<u8>, RenderError> {
    PdfRenderer::new(theme, &support::fonts()).unwrap().render(document, &[])
}

/// Renders, keeps the file for the judges, and checks that nothing covers anything else.
fn clear(name: &str, theme: &Theme, document: &Document) -> Vec<u8> {
    let bytes = rendered(theme, document).unwrap();
    pdf_files::keep(name, &bytes);
    pdf_boxes::assert_clear(&bytes, LETTER, theme.page.margin);
    bytes
}

fn refused(theme: &Theme, blocks: Vec<Block>) -> String {
    rendered(theme, &sheet(blocks)).unwrap_err().to_string()
}

/// The default theme with other sizes and another margin.
fn theme_of(body: f32, small: f32, margin: f32) -> Theme {
    let mut theme = support::theme();
    (theme.sizes.body, theme.sizes.small, theme.page.margin) = (body, small, margin);
    theme
}

/// The runs of glyphs of a page in the order in which they are drawn, one a line.
fn drawn(bytes: &[u8], page: u32) -> Vec<String> {
    let file = lopdf::Document::load_mem(bytes).unwrap();
    file.extract_text(&[page]).unwrap().lines().map(|line| line.trim().to_owned()).collect()
}

/// The text of each tag with that role.
fn texts(bytes: &[u8], role: &str) -> Vec<String> {
    let root = read::read(bytes).unwrap().root;
    root.walk().into_iter().filter(|node| node.role == role).map(|node| node.text.clone()).collect()
}

fn over_two_pages() -> Document {
    let mut document = sheet((0..50).map(|number| p(&format!("Paragraph {number}"))).collect());
    (document.meta.running_head, document.meta.footer) =
        (LONG_NAME.to_owned(), format!("{LONG_NAME} · Edition 2024-12"));
    document
}

#[test]
fn a_mark_stands_whole_and_clear_beside_a_long_name() {
    for (name, mark, margin) in
        [("mark-short", "CUI", 46.8), ("mark-long", LONG_MARK, 46.8), ("mark-narrow", LONG_MARK, 144.0)]
    {
        let mut document = over_two_pages();
        document.meta.mark = Some(mark.to_owned());
        let bytes = clear(name, &theme_of(9.2, 8.6, margin), &document);
        for page in 1..=2 {
            let text = drawn(&bytes, page).join(" ");
            assert_eq!(text.matches(mark).count(), 2, "{name}, page {page}: {text}");
        }
    }
}

#[test]
fn an_ordinary_mark_costs_no_line() {
    let lowest = |document: &Document| {
        let feet = pdf_boxes::boxes(&rendered(&support::theme(), document).unwrap()).into_iter();
        feet.filter(|run| run.page == 1 && run.foot > 45.0).map(|run| run.foot).fold(f32::MAX, f32::min)
    };
    let (plain, mut marked) = (support::look(), support::look());
    marked.meta.mark = Some("CUI".to_owned());
    assert!((lowest(&plain) - lowest(&marked)).abs() < 0.1);
    assert_eq!(read::read(&rendered(&support::theme(), &marked).unwrap()).unwrap().pages, 2);
}

#[test]
fn a_mark_that_fits_on_no_page_is_refused() {
    let mut document = over_two_pages();
    document.meta.mark = Some("X".repeat(60));
    let error = rendered(&theme_of(12.0, 8.6, 144.0), &document).unwrap_err().to_string();
    assert!(error.contains("the mark \"XXX") && error.contains("shorten it"), "{error}");
}

/// Upper edges of the filled rectangles on a page that are at least so wide and at most so high.
fn rules(bytes: &[u8], page: usize) -> Vec<(f32, f32)> {
    let file = lopdf::Document::load_mem(bytes).unwrap();
    let id = file.page_iter().nth(page).unwrap();
    let content = lopdf::content::Content::decode(&file.get_page_content(id)).unwrap();
    let rectangles = content.operations.iter().filter(|operation| operation.operator == "re");
    let numbers = rectangles.map(|operation| operation.operands.iter().map(|n| n.as_float().unwrap()).collect());
    let rules = numbers.filter(|numbers: &Vec<f32>| numbers[2] > 200.0 && numbers[3] < 2.0);
    rules.map(|numbers| (numbers[1], numbers[1] + numbers[3])).collect()
}

#[test]
fn heads_and_feet_are_as_high_as_their_type_is_large() {
    for (body, small) in [(9.2, 8.5), (14.0, 14.0), (9.2, 20.0), (24.0, 24.0)] {
        let mut document = over_two_pages();
        document.meta.mark = Some("DRAFT".to_owned());
        let bytes = clear(&format!("small-{small}"), &theme_of(body, small, 46.8), &document);
        let rules = rules(&bytes, 1);
        assert_eq!(rules.len(), 2);
        for run in pdf_boxes::boxes(&bytes).into_iter().filter(|run| run.page == 1) {
            for (foot, top) in &rules {
                assert!(run.top < *foot || run.foot > *top, "small = {small}: a rule strikes {run:?}");
            }
        }
    }
}

#[test]
fn numbers_of_lists_and_notes_keep_their_full_stop() {
    let items = (0..120).map(|number| vec![p(&format!("Item {number}"))]).collect();
    let notes = (1..=20).map(|number| Note { number, text: support::text("Words.") }).collect();
    let blocks = vec![Block::List { start: Some(1), items }, Block::Notes(notes)];
    for (name, theme) in [("numbers", support::theme()), ("numbers-large", theme_of(14.0, 13.0, 46.8))] {
        let bytes = clear(name, &theme, &sheet(blocks.clone()));
        let wanted: Vec<String> = (1..=120).chain(1..=20).map(|number| format!("{number}.")).collect();
        let labels: Vec<String> = texts(&bytes, "Lbl").iter().map(|label| label.trim().to_owned()).collect();
        assert_eq!(labels, wanted);
    }
}

#[test]
fn notes_that_fit_on_a_page_stand_in_one_band() {
    let notes =
        |count| (1..=count).map(|number| Note { number, text: support::text(&"Some words. ".repeat(14)) }).collect();
    // How often the pen goes up: once from the left side to the right.
    let steps_up = |bytes: &[u8]| {
        let runs: Vec<_> =
            pdf_boxes::boxes(bytes).into_iter().filter(|run| run.foot > 60.0 && run.top < 740.0).collect();
        runs.windows(2).filter(|pair| pair[1].page == pair[0].page && pair[1].foot > pair[0].foot + 30.0).count()
    };
    let bytes = clear("notes-one-band", &support::theme(), &sheet(vec![p("Words."), Block::Notes(notes(20))]));
    assert_eq!((read::read(&bytes).unwrap().pages, steps_up(&bytes)), (1, 1));
    // A page that has begun is filled with a band of its own.
    let filler = || (0..18).map(|number| p(&format!("Paragraph {number}")));
    let document = sheet(filler().chain([Block::Notes(notes(30))]).collect());
    let bytes = clear("notes-bands", &support::theme(), &document);
    assert_eq!(read::read(&bytes).unwrap().pages, 2);
    let first = pdf_boxes::boxes(&bytes).into_iter().filter(|run| run.page == 0 && run.foot > 45.0);
    assert!(first.map(|run| run.foot).fold(f32::MAX, f32::min) < 250.0);
}

#[test]
fn heads_and_figures_of_narrow_tables_are_not_broken() {
    let row = "A row head with a great many words that asks for nearly all of the width of the table. ".repeat(4);
    let heads = ["Place", "Col 0", "Col 1", "Col 2"];
    let wide = support::table("wide", &heads, &[(&row, &["1", "2", "3"]), ("Other", &["4", "5", "6"])], false);
    let years = ["Place", "2020", "2021", "2022", "2023", "2024"];
    let cells: &[&str] = &["6", "15", "12", "15", "6"];
    let narrow = support::table("narrow", &years, &[("Alpha", cells), ("Gamma", cells)], false);
    let columns = vec![vec![Block::Table(narrow.clone())], vec![p("Words.")], vec![p("Words.")]];
    let bytes = clear("narrow-tables", &support::theme(), &sheet(vec![Block::Table(wide), Block::Columns(columns)]));
    let drawn = drawn(&bytes, 1);
    for word in years.iter().chain(&["Gamma"]) {
        assert!(drawn.iter().any(|run| run == word), "{word} is broken: {drawn:?}");
    }
    for number in 0..3 {
        let number = format!("{number}");
        let whole = |pair: &[String]| pair[0] == format!("Col {number}") || (pair[0] == "Col" && pair[1] == number);
        assert!(drawn.windows(2).any(whole), "Col {number} is broken: {drawn:?}");
    }
    // Where a figure would be broken all the same, the table is refused.
    let large = support::table("large", &years, &[("Alpha", &["1,234,567"; 5])], false);
    let columns = vec![vec![Block::Table(large)], vec![p("Words.")], vec![p("Words.")]];
    let error = refused(&support::theme(), vec![Block::Columns(columns)]);
    assert!(error.contains("the table \"large\"") && error.contains("fewer columns"), "{error}");
}

#[test]
fn a_word_of_the_title_is_not_broken_beside_the_edition() {
    let title = "Organized Crime Drug Enforcement Task Forces";
    let masthead = Masthead {
        eyebrow: support::text("Office"),
        title: support::text(title),
        subtitle: support::text("for a test"),
        aside: vec![support::text("December 2024"), support::text(&"Corrected since the first revision. ".repeat(4))],
    };
    let document = Document { blocks: vec![Block::Masthead(masthead), p("Words.")], ..sheet(vec![]) };
    let bytes = clear("title-narrow", &theme_of(9.2, 8.6, 144.0), &document);
    let drawn = drawn(&bytes, 1);
    for word in title.split(' ') {
        assert!(drawn.iter().any(|run| run.split(' ').any(|part| part == word)), "{word} is broken: {drawn:?}");
    }
}

fn tile(figure: &str) -> Tile {
    Tile {
        qualifier: support::text("more than"),
        figure: vec![support::value("f", figure, Form::Exact)],
        label: support::text("seized"),
        detail: Vec::new(),
    }
}

#[test]
fn a_figure_of_a_tile_is_never_broken() {
    let tiles = Block::Tiles(["345", "$1 million", "58", "113"].map(tile).to_vec());
    let mut theme = theme_of(9.2, 8.6, 144.0);
    theme.sizes.figure = 34.0;
    let bytes = clear("tiles-narrow", &theme, &sheet(vec![tiles]));
    let drawn = drawn(&bytes, 1);
    assert!(drawn.iter().any(|run| run == "$1 million"), "{drawn:?}");
    theme.sizes.figure = 72.0;
    let error = refused(&theme, vec![Block::Tiles(vec![tile("$1,234,567,890,123")])]);
    assert!(error.contains("the figure \"$1,234,567,890,123\" of a tile"), "{error}");
}

#[test]
fn what_is_taller_than_a_page_is_named() {
    let names: Vec<String> = (1..=60).map(|month| format!("Month {month}")).collect();
    let bars: Vec<(&str, i128)> = names.iter().map(|name| (name.as_str(), 3)).collect();
    let chart = support::chart("by-month", ChartKind::Bars, "Arrests by month", "", &bars);
    let error = refused(&support::theme(), vec![p("Words."), Block::Chart(chart)]);
    assert!(error.contains("the chart \"by-month\" is"), "{error}");
    let callout = Block::Callout(support::text(&"Presumed innocent until proven guilty. ".repeat(300)));
    let error = refused(&support::theme(), vec![p("Words."), callout]);
    assert!(error.contains("begins with \"Presumed innocent until proven guilty."), "{error}");
}

#[test]
fn german_words_in_a_narrow_column_are_divided_at_hyphens() {
    let words = "Rechtsschutzversicherungsgesellschaften veröffentlichen Geschwindigkeitsbeschränkungen";
    let passage = |tag: &str| {
        let german = Inline::Language { tag: tag.to_owned(), text: support::text(words) };
        let columns = [vec![Block::Paragraph(vec![german])], vec![p("Words.")], vec![p("Words.")]];
        rendered(&theme_of(12.0, 8.6, 46.8), &sheet(vec![Block::Columns(columns.to_vec())])).unwrap()
    };
    let ends_in_hyphen = |bytes: &[u8]| drawn(bytes, 1).iter().any(|run| run.ends_with('\u{ad}') || run.ends_with('-'));
    assert!(ends_in_hyphen(&passage("de")), "{:?}", drawn(&passage("de"), 1));
    assert!(!ends_in_hyphen(&passage("tlh")));
}
