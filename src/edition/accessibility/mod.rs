//! Finished PDFs, read back → what the coordinator who certifies them needs: the conformance that is claimed, the
//! checks that were run, what a screen reader will say and in which order, and what a person still has to look at.

mod checks;
mod markdown;

pub use markdown::accessibility_markdown;

use crate::document::model::Document;
use crate::render::RenderError;
use crate::render::pdf::read::{self, Node};
use crate::render::theme::{LEAST_CONTRAST, Theme};
use checks::checks;
use serde_json::{Value as Json, json};

/// A finished PDF with the document that it was made from.
#[derive(Debug, Clone, Copy)]
pub struct Finished<'a> {
    /// The file's name.
    pub file: &'a str,
    /// Its document.
    pub document: &'a Document,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// What every PDF claims to be.
const CLAIMED: [&str; 2] = ["PDF/UA-1 (ISO 14289-1:2014)", "PDF/A-3a (ISO 19005-3:2012)"];

/// What no program can judge.
const BY_A_PERSON: [&str; 6] = [
    "The reading order makes sense when it is heard from the first to the last line.",
    "Each alternative text says what the chart shows to those who see it.",
    "No meaning is carried by colour alone.",
    "Headings say what stands below them.",
    "The words of each link tell where it leads.",
    "The Word files pass the accessibility checker of Word.",
];

/// The report of an edition as data.
///
/// # Errors
/// [`RenderError::Content`] for a file that cannot be read back as a tagged PDF.
pub fn accessibility_json(edition: &str, theme: &Theme, files: &[Finished<'_>]) -> Result<Json, RenderError> {
    let sheets = files.iter().map(|file| sheet(file, theme)).collect::<Result<Vec<_>, _>>()?;
    let contrast = theme.contrasts().into_iter().map(|contrast| {
        json!({
            "what": contrast.what,
            "text": format!("#{}", contrast.text.hex()),
            "ground": format!("#{}", contrast.ground.hex()),
            "ratio": contrast.ratio(),
            "required": "4.5 : 1",
            "result": result(contrast.hundredths >= LEAST_CONTRAST),
        })
    });
    Ok(json!({
        "edition": edition,
        "claimed": CLAIMED,
        "sheets": sheets,
        "contrast": contrast.collect::<Vec<_>>(),
        "manual_checks": BY_A_PERSON,
    }))
}

/// What the checks of a report found, one sentence each; nothing for an edition that may be published.
#[must_use]
pub fn accessibility_faults(report: &Json) -> Vec<String> {
    let list = |value: &Json, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let mut faults = Vec::new();
    for sheet in list(report, "sheets") {
        for check in list(&sheet, "checks") {
            let found = list(&check, "found").into_iter();
            faults.extend(found.map(|found| format!("{}: {}", words(&sheet["file"]), words(&found))));
        }
    }
    faults
}

fn result(passed: bool) -> &'static str {
    if passed { "passed" } else { "failed" }
}

fn sheet(file: &Finished<'_>, theme: &Theme) -> Result<Json, RenderError> {
    let said = read::read(file.bytes)?;
    let all = said.root.walk();
    let of_role = |role: &str| all.iter().copied().filter(|node| node.role == role).collect::<Vec<_>>();
    let checks = checks(file, &said, theme)?
        .into_iter()
        .map(|check| json!({ "check": check.what, "result": result(check.found.is_empty()), "found": check.found }));
    let checks: Vec<Json> = checks.collect();
    let mut order = Vec::new();
    reading_order(&said.root, &mut order);
    let figures = of_role("Figure").into_iter().map(|node| json!(node.alt));
    let links = all.iter().filter_map(|node| node.link.as_ref().map(|url| json!({ "words": node.text, "to": url })));
    let passages =
        all.iter().filter_map(|node| node.lang.as_ref().map(|l| json!({ "language": l, "text": node.text })));
    Ok(json!({
        "file": file.file,
        "title": said.title,
        "language": said.language,
        "pages": said.pages,
        "checks": checks,
        "reading_order": order,
        "alternative_texts": figures.collect::<Vec<_>>(),
        "tables": of_role("Table").into_iter().map(table).collect::<Vec<_>>(),
        "links": links.collect::<Vec<_>>(),
        "passages_in_other_languages": passages.collect::<Vec<_>>(),
    }))
}

fn table(node: &Node) -> Json {
    let heads = |scope: &str| {
        let cells = node.walk().into_iter().filter(|cell| cell.scope.as_deref() == Some(scope));
        cells.map(|cell| cell.text.clone()).collect::<Vec<_>>()
    };
    let caption = node.children.iter().find(|child| child.role == "Caption").map(|caption| caption.text.clone());
    json!({ "caption": caption, "summary": node.alt, "column_heads": heads("Column"), "row_heads": heads("Row") })
}

/// What is heard, one entry for each block, list item, row and figure.
fn reading_order(node: &Node, order: &mut Vec<String>) {
    match node.role.as_str() {
        "Document" | "Div" | "L" | "Table" | "THead" | "TBody" => {
            node.children.iter().for_each(|child| reading_order(child, order));
        }
        "TR" => {
            let cells: Vec<&str> = node.children.iter().map(|cell| cell.text.as_str()).collect();
            order.push(format!("Row: {}", cells.join(" | ")));
        }
        "Figure" => order.push(format!("Figure: {}", node.alt.as_deref().unwrap_or_default())),
        role => order.push(format!("{role}: {}", node.text)),
    }
}

fn words(value: &Json) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
