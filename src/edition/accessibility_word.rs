//! Finished Word files, read back → what the coordinator needs to know of them: title, language, headings, alternative
//! texts and table heads, and what is missing. A file made from the office's own template may lack what this tool would
//! never leave out, so a lack is told and is no reason to refuse it.

use crate::render::docx::read::{DrawingRead, ReadError, Reading, TableRead, read};
use serde_json::{Value as Json, json};

/// What is missing in a Word file for those who cannot see it, a sentence each.
#[must_use]
pub fn word_findings(reading: &Reading) -> Vec<String> {
    let mut found = Vec::new();
    for (what, value) in [("title", &reading.title), ("language", &reading.language)] {
        if value.trim().is_empty() {
            found.push(format!("the file has no {what}"));
        }
    }
    let silent = |drawing: &&DrawingRead| drawing.alt.trim().is_empty() && !drawing.decorative;
    found.extend(reading.drawings.iter().filter(silent).map(|drawing| {
        let name = &drawing.name;
        format!("the picture \"{name}\" has no alternative text and is not marked as decoration")
    }));
    let headless = reading.tables.iter().filter(|table| table.head_rows == 0);
    found.extend(headless.map(|table| format!("the table that begins with \"{}\" has no header row", first(table))));
    let levels: Vec<u8> = reading.headings.iter().map(|heading| heading.0).collect();
    if levels.is_empty() {
        found.push("the file has no heading".to_owned());
    }
    let skips = levels.windows(2).filter(|pair| pair[1] > pair[0] + 1);
    found.extend(skips.map(|pair| format!("a heading of level {} follows one of level {}", pair[1], pair[0])));
    found
}

fn first(table: &TableRead) -> String {
    table.rows.first().map(|row| row.join(" | ")).unwrap_or_default()
}

/// The Word files of an edition as data, for the report.
///
/// # Errors
/// A file that cannot be read back.
pub fn word_accessibility(files: &[(&str, &[u8])]) -> Result<Json, ReadError> {
    let one = |(name, bytes): &(&str, &[u8])| Ok(file(name, &read(bytes)?));
    files.iter().map(one).collect::<Result<Vec<Json>, ReadError>>().map(Json::from)
}

fn file(name: &str, reading: &Reading) -> Json {
    let drawings = reading.drawings.iter().filter(|drawing| !drawing.decorative);
    let tables = reading.tables.iter().map(|table| {
        json!({
            "caption": table.caption,
            "summary": table.description,
            "header_rows": table.head_rows,
            "column_heads": table.rows.first(),
        })
    });
    json!({
        "file": name,
        "title": reading.title,
        "language": reading.language,
        "headings": reading.headings.iter().map(|(level, text)| format!("H{level}: {text}")).collect::<Vec<_>>(),
        "alternative_texts": drawings.map(|drawing| &drawing.alt).collect::<Vec<_>>(),
        "tables": tables.collect::<Vec<_>>(),
        "missing": word_findings(reading),
    })
}
