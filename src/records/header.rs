//! The header line of an export → where each declared column stands in it. Names are compared with case and
//! blanks folded and by the listed aliases, and never guessed.

use crate::project::{ColumnDef, Source, fold};
use crate::value::{Place, Problem, nearest};
use std::collections::HashMap;

/// For each declared column, in the source's order, the field index of each of its parts. A part of a term that
/// an office does not export is `None`.
pub(super) type Layout = Vec<Vec<Option<usize>>>;

/// Finds every column of the source in a header, or says which are missing.
pub(super) fn lay_out(
    file: &str,
    line: u64,
    header: &csv::StringRecord,
    source: &Source,
) -> Result<Layout, Vec<Problem>> {
    let mut found: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, name) in header.iter().enumerate() {
        found.entry(fold(name)).or_default().push(index);
    }
    if let Some(problem) = wrong_delimiter(file, line, header, source.delimiter) {
        return Err(vec![problem]);
    }
    let mut problems = Vec::new();
    let mut layout = Layout::new();
    for column in source.columns.values() {
        let parts: Vec<Option<usize>> = column
            .from
            .iter()
            .map(|aliases| match find(&found, aliases) {
                Found::Once(index) => Some(index),
                Found::Not => None,
                Found::Often(indexes) => {
                    let columns: Vec<String> = indexes.iter().map(|i| (i + 1).to_string()).collect();
                    let what = format!(
                        "the header has the column \"{}\" more than once, in the fields {}",
                        column.name,
                        columns.join(" and ")
                    );
                    problems.push(Problem::new(Place::at(file, line, 0), what, "delete or rename one of them"));
                    None
                }
            })
            .collect();
        layout.push(parts);
    }
    if problems.is_empty() {
        let missing = source.columns.values().zip(&layout).filter(|(column, parts)| !suffices(column, parts));
        let missing: Vec<_> = missing.collect();
        let found_any = layout.iter().flatten().any(Option::is_some);
        if !missing.is_empty() && !found_any && !is_like_header(header, source) {
            return Err(vec![no_header(file, line, source)]);
        }
        problems.extend(missing.iter().map(|(column, parts)| missing_column((file, line), header, column, parts)));
    }
    if problems.is_empty() { Ok(layout) } else { Err(problems) }
}

enum Found {
    Not,
    Once(usize),
    Often(Vec<usize>),
}

fn find(found: &HashMap<String, Vec<usize>>, aliases: &[String]) -> Found {
    let mut indexes: Vec<usize> =
        aliases.iter().filter_map(|alias| found.get(&fold(alias))).flatten().copied().collect();
    indexes.sort_unstable();
    indexes.dedup();
    match indexes.as_slice() {
        [] => Found::Not,
        [index] => Found::Once(*index),
        _ => Found::Often(indexes),
    }
}

/// A term may lack some of its parts in an export, but not all; every other column needs all of its parts.
fn suffices(column: &ColumnDef, parts: &[Option<usize>]) -> bool {
    use crate::project::{ColumnKind, TermParts};
    match &column.kind {
        ColumnKind::Term(TermParts::Columns { .. }) => parts.iter().any(Option::is_some),
        _ => parts.iter().all(Option::is_some),
    }
}

fn missing_column(
    (file, line): (&str, u64),
    header: &csv::StringRecord,
    column: &ColumnDef,
    parts: &[Option<usize>],
) -> Problem {
    let lacking = column.from.iter().zip(parts).find(|(_, part)| part.is_none()).map(|(aliases, _)| aliases);
    let wanted = lacking.map_or_else(|| column.name.clone(), |aliases| aliases.join("\" or \""));
    let what = format!("the header has no column \"{wanted}\", which \"{}\" is read from", column.name);
    let names = lacking.map(Vec::as_slice).unwrap_or_default();
    let near = names.iter().find_map(|name| near_name(&nearest(name, header.iter())));
    let todo = match near {
        Some(near) => format!("in the file the nearest name is \"{near}\"; add the file's spelling to `from`"),
        None => {
            let list = nearest(names.first().map_or("", String::as_str), header.iter());
            format!("in the file {list}; add the file's spelling to `from`")
        }
    };
    Problem::new(Place::at(file, line, 0), what, todo)
}

/// The names under which a source's columns are looked for.
fn wanted_names(source: &Source) -> impl Iterator<Item = &str> {
    source.columns.values().flat_map(|column| &column.from).flatten().map(String::as_str)
}

/// Whether a line has a name that is spelled almost like one of a source's columns.
fn is_like_header(header: &csv::StringRecord, source: &Source) -> bool {
    wanted_names(source).any(|name| near_name(&nearest(name, header.iter())).is_some())
}

/// A line with none of the columns may be a record, and what it says belongs on no screen.
fn no_header(file: &str, line: u64, source: &Source) -> Problem {
    let wanted: Vec<&str> = wanted_names(source).take(24).collect();
    let what = "the line has none of the source's columns; what it says is not shown, since it may be a record";
    let todo = format!(
        "if the header is on another line, say so in skip_lines; if it has other names, add them to `from`; looked for \
         were: {}",
        wanted.join(", ")
    );
    Problem::new(Place::at(file, line, 0), what, todo)
}

/// The name that an advice of [`nearest`] proposes; a list of all names proposes none.
pub(super) fn near_name(advice: &str) -> Option<String> {
    advice.strip_prefix("did you mean \"").and_then(|rest| rest.strip_suffix("\"?")).map(str::to_owned)
}

/// A header that is one field only because it was split at the wrong sign.
pub(super) fn wrong_delimiter(file: &str, line: u64, header: &csv::StringRecord, delimiter: u8) -> Option<Problem> {
    let only = header.get(0).filter(|_| header.len() == 1)?;
    let other = [';', '\t', '|', ','].into_iter().find(|sign| only.contains(*sign))?;
    let shown = if other == '\t' { "\\t".to_owned() } else { other.to_string() };
    let what = format!("the header is a single column when split at \"{}\"", char::from(delimiter));
    let todo = format!("write delimiter = \"{shown}\" for this source, or export it with commas");
    Some(Problem::new(Place::at(file, line, 0), what, todo))
}
