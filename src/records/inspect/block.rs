//! What was seen → a `[sources]` block that reads the file as it is.

use super::column::{SeenColumn, snake};
use super::dialect::Dialect;
use crate::project::{Encoding, fold};

/// Writes the block.
pub(super) fn write(
    files: &str,
    encoding: Encoding,
    dialect: &Dialect,
    missing: &[String],
    columns: &[SeenColumn],
) -> String {
    let stem = files.rsplit('/').next().unwrap_or_default();
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let source = Some(snake(stem.trim_end_matches(|c: char| !c.is_alphabetic()))).filter(|name| !name.is_empty());
    let source = source.unwrap_or_else(|| "source".to_owned());
    let mut text = format!("[sources.{source}]\nfiles = {}\n", quoted(files));
    text.push_str("kind = \"snapshot\" # or \"changes\", when each export holds only what changed\n");
    if dialect.delimiter != b',' {
        text.push_str(&format!("delimiter = {}\n", quoted(&char::from(dialect.delimiter).to_string())));
    }
    if encoding == Encoding::Windows1252 {
        text.push_str("encoding = \"windows-1252\"\n");
    }
    if dialect.skip_lines > 0 {
        text.push_str(&format!("skip_lines = {}\n", dialect.skip_lines));
    }
    if !missing.is_empty() {
        let words: Vec<String> = missing.iter().map(|word| quoted(word)).collect();
        text.push_str(&format!("missing = [{}]\n", words.join(", ")));
    }
    text.push_str("# key = [\"…\"]: the columns that make a record's identity, with latest_by = [\"…\"]\n");
    text.push_str(&format!("\n[sources.{source}.columns]\n"));
    let mut names: Vec<String> = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let header = fold(&column.header);
        if header.is_empty() || columns.iter().filter(|other| fold(&other.header) == header).count() > 1 {
            text.push_str(&format!("# column {} has no name of its own and is left out\n", index + 1));
            continue;
        }
        let mut name = if column.name.is_empty() { format!("column_{}", index + 1) } else { column.name.clone() };
        if names.contains(&name) {
            name.push_str(&format!("_{}", index + 1));
        }
        let from = if fold(&name) == header { String::new() } else { format!(", from = {}", quoted(&column.header)) };
        let kind = column.fits.first().map_or("type = \"text\"", String::as_str);
        text.push_str(&format!("{name} = {{ {kind}{from} }}\n"));
        names.push(name);
    }
    text
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
