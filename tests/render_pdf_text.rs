//! Text in the PDF: divided words, figures that stay with their units, names written from right to left, passages in
//! other languages, and characters that cannot be read by everybody.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

#[path = "support/pdf_boxes.rs"]
mod pdf_boxes;
#[path = "support/pdf_files.rs"]
mod pdf_files;
#[path = "support/pdf_tree.rs"]
mod pdf_tree;
mod support;

use factsheet::document::model::*;
use factsheet::render::RenderError;
use factsheet::render::pdf::{PdfRenderer, read};
use std::process::Command;
use support::sheet;

fn rendered(document: &Document) -> Result<Vec<u8>, RenderError> {
    PdfRenderer::new(&support::theme(), &support::fonts()).unwrap().render(document, &[])
}

/// Renders, keeps the file for the judges, and compares its tree with the document's.
fn sound(name: &str, document: &Document) -> Vec<u8> {
    let bytes = rendered(document).unwrap();
    pdf_files::keep(name, &bytes);
    pdf_boxes::assert_clear(&bytes, (612.0, 792.0), support::theme().page.margin);
    let (said, wanted) = (read::read(&bytes).unwrap().root, pdf_tree::wanted(document));
    for (said, wanted) in said.walk().iter().zip(wanted.walk()).skip(1) {
        assert_eq!((&said.role, &said.text), (&wanted.role, &wanted.text));
    }
    assert!(said == wanted, "the structures differ");
    bytes
}

/// What `pdftotext` reads, blanks folded; `None` where it is not installed.
fn extracted(bytes: &[u8], how: &str) -> Option<String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let output = Command::new("pdftotext").args([how, "-enc", "UTF-8"]).arg(file.path()).arg("-").output().ok()?;
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn p(words: &str) -> Block {
    Block::Paragraph(support::text(words))
}

/// Where the lowest line of the page's text stands.
fn lowest(bytes: &[u8]) -> f32 {
    let text = pdf_boxes::boxes(bytes).into_iter().map(|run| run.foot).filter(|foot| *foot > 60.0);
    text.fold(f32::MAX, f32::min)
}

const LONG: &str = "Internationalization responsibilities notwithstanding, the extraterritorial jurisdiction of transcontinental counternarcotics investigations disproportionately characterizes interdepartmental telecommunications.";

#[test]
fn words_are_divided_in_narrow_columns_and_read_whole() {
    let column = || vec![p(LONG)];
    let table = Table {
        columns: support::table("t", &["A", "B"], &[], false)
            .columns
            .into_iter()
            .map(|column| Column { align: Align::Left, ..column })
            .collect(),
        ..support::table("t", &["Responsibilities", "Numbers"], &[(LONG, &["12"])], false)
    };
    let narrow = sheet(vec![Block::Columns(vec![column(), column(), vec![Block::Table(table)]])]);
    let bytes = sound("hyphens", &narrow);
    // Without patterns the same words take more lines.
    let unknown = |document: &Document| Document {
        meta: Meta { language: "tlh".to_owned(), ..document.meta.clone() },
        ..document.clone()
    };
    assert!(lowest(&bytes) > lowest(&rendered(&unknown(&narrow)).unwrap()) + 10.0);
    if let Some(text) = extracted(&bytes, "-nopgbrk") {
        for word in LONG.split(' ').filter(|word| word.len() > 3) {
            assert_eq!(text.split(' ').filter(|found| *found == word).count(), 3, "{word}: {text}");
        }
    }
    // Wide text is never divided.
    let wide = sheet(vec![p(LONG), p(LONG)]);
    assert_eq!(lowest(&rendered(&wide).unwrap()), lowest(&rendered(&unknown(&wide)).unwrap()));
}

#[test]
fn a_figure_is_never_broken_from_its_unit_and_reads_with_a_plain_blank() {
    let mut inlines = Vec::new();
    for number in 0..120 {
        inlines.push(Inline::Text(format!("{}seized ", "x".repeat(number % 7))));
        inlines.push(support::value("ammunition", "14,260 rounds", Form::Exact));
        inlines.push(Inline::Text(" and ".to_owned()));
    }
    inlines.push(Inline::Text("no more.".to_owned()));
    let bytes = sound("units", &sheet(vec![Block::Paragraph(inlines)]));
    let root = read::read(&bytes).unwrap().root;
    assert_eq!(root.text.matches("14,260 rounds").count(), 120);
    if let Some(text) = extracted(&bytes, "-layout") {
        assert_eq!(text.matches("14,260 rounds").count(), 120);
    }
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let page = file.page_iter().next().unwrap();
    assert!(!file.extract_text(&[1]).is_ok_and(|text| text.contains('\u{a0}')), "{page:?}");
}

const HEBREW: &str = "משה כהן";
const ARABIC: &str = "محمد بن علي";

#[test]
fn names_from_right_to_left_are_read_as_they_are_written() {
    let cells: &[&str] = &[ARABIC, "12"];
    let document = sheet(vec![
        p(&format!("The defendants {HEBREW} and {ARABIC} (ages 31 and 42) were arrested.")),
        p(HEBREW),
        Block::Table(support::table("names", &["Name", "Alias", "Count"], &[(HEBREW, cells), ("Latin", cells)], false)),
    ]);
    let bytes = sound("right-to-left", &document);
    for how in ["-layout", "-nopgbrk"] {
        let Some(text) = extracted(&bytes, how) else { continue };
        // The marks that say which way text runs are no words.
        let text: String = text.chars().filter(|c| !matches!(c, '\u{202a}'..='\u{202e}')).collect();
        for name in [HEBREW, ARABIC] {
            assert!(text.contains(name), "{how} does not read {name}: {text}");
        }
    }
}

#[test]
fn a_passage_in_another_language_says_so() {
    let passage = |tag: &str, words: &str| Inline::Language { tag: tag.to_owned(), text: support::text(words) };
    let document = sheet(vec![Block::Paragraph(vec![
        Inline::Text("Known as ".to_owned()),
        passage("es", "Fuerza de Tarea Conjunta Alfa"),
        Inline::Text(" in Mexico and ".to_owned()),
        Inline::Strong(vec![passage("pt-BR", "Força-Tarefa")]),
        Inline::Text(" in Brazil.".to_owned()),
    ])]);
    let bytes = sound("passages", &document);
    let root = read::read(&bytes).unwrap().root;
    let spans: Vec<_> = root.walk().into_iter().filter_map(|n| Some((n.lang.clone()?, n.text.clone()))).collect();
    assert_eq!(spans[0], ("es".to_owned(), "Fuerza de Tarea Conjunta Alfa".to_owned()));
    assert_eq!(spans[1], ("pt-BR".to_owned(), "Força-Tarefa".to_owned()));
    assert_eq!(spans.len(), 2);
}

#[test]
fn characters_that_only_a_font_knows_are_refused() {
    for odd in ['\u{e000}', '\u{f8ff}', '\u{f0000}', '👨', '日'] {
        let error = rendered(&sheet(vec![p(&format!("in the district of {odd}"))])).unwrap_err();
        let RenderError::MissingGlyph { character, passage } = &error else { panic!("{error}") };
        assert_eq!(*character, odd);
        assert!(passage.contains("district of"), "{passage}");
    }
}
