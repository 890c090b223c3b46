//! What was seen → a `[sources]` block that reads the file as it is.

use super::column::{SeenColumn, snake};
use super::dialect::Dialect;
use crate::project::{Encoding, MassUnit, fold};

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
    text.push_str(&quantities(columns));
    text
}

/// Columns of numbers beside a column of units, proposed as quantities: whether they are is for a person to say.
fn quantities(columns: &[SeenColumn]) -> String {
    let named = |column: &SeenColumn, words: &[&str]| column.name.split('_').any(|word| words.contains(&word));
    let is_number = |column: &&SeenColumn| column.fits.first().is_some_and(|kind| kind.contains("\"number\""));
    let mut text = String::new();
    for (index, unit) in columns.iter().enumerate() {
        let texts = !unit.values.is_empty() && unit.values.iter().all(|(v, _)| v.chars().any(char::is_alphabetic));
        if !named(unit, &["unit", "units", "uom", "measure", "unidad"]) || !texts {
            continue;
        }
        let (before, after) = columns.split_at(index);
        let numbers = || before.iter().rev().chain(after.iter().skip(1)).filter(is_number);
        let amounts = ["quantity", "qty", "weight", "amount", "net", "gross", "cantidad", "peso"];
        let Some(amount) = numbers().find(|column| named(column, &amounts)).or_else(|| numbers().next()) else {
            continue;
        };
        let spelled = unit.values.iter().map(|(value, _)| value).filter(|value| MassUnit::named(value).is_none());
        let units: Vec<String> =
            spelled.map(|value| format!("{} = [{}]", quoted(&fold(value)), quoted(value))).collect();
        let units = if units.is_empty() { String::new() } else { format!(", units = {{ {} }}", units.join(", ")) };
        text.push_str(&format!(
            "# if {} is the unit of {}: {} = {{ type = \"quantity\", from = {}, unit_from = {}{units} }}\n",
            unit.name,
            amount.name,
            amount.name,
            quoted(&amount.header),
            quoted(&unit.header)
        ));
    }
    text
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
