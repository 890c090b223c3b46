//! Texts that conditions name and that no row has. On a closed code list the project's check finds a misspelt code; on
//! an open list or a column of texts only the records can tell, and a figure that finds nothing would be published as
//! 0.

use super::identity::identifying;
use crate::project::{ColumnKind, Condition, Project, Source, Test, fold};
use crate::records::{Column, Records, Warning, is_personal};
use crate::value::nearest;

/// Warns of each text of a figure's or a privacy rule's conditions that no row of the source has.
#[must_use]
pub fn unmet_conditions(project: &Project, records: &Records) -> Vec<Warning> {
    let figures = project
        .figures
        .values()
        .map(|figure| (format!("the figure \"{}\"", figure.name), figure.source.as_str(), figure.filter.as_slice()));
    let rules =
        project.privacy.exclude.iter().map(|rule| {
            (format!("the privacy rule \"{}\"", rule.reason), rule.source.as_str(), rule.filter.as_slice())
        });
    let mut warnings = Vec::new();
    for (whose, source, filter) in rules.chain(figures) {
        for condition in filter {
            let unmet = unmet(project, records, source, condition);
            warnings.extend(unmet.into_iter().map(|(text, near)| Warning {
                place: condition.place.clone(),
                what: format!("{whose} asks for \"{text}\" in \"{}\", which no row has{near}", condition.column),
                rows: 0,
            }));
        }
    }
    warnings.extend(project.sources.values().flat_map(|source| misspelt_deletion(records, source)));
    warnings
}

/// A code by which rows say that they are deleted, when rows have it in another spelling only. That nothing was deleted
/// is normal, so nothing else is told.
fn misspelt_deletion(records: &Records, source: &Source) -> Vec<Warning> {
    let table = records.sources.get(&source.name).map(|records| &records.table);
    let mut warnings = Vec::new();
    for condition in source.deleted.iter().flatten() {
        let Test::Is(texts) = &condition.test else { continue };
        let column = table.and_then(|table| table.column(&condition.column));
        let Some(Column::Text { words, .. }) = column else { continue };
        for text in texts.iter().filter(|text| !words.contains(text.as_str())) {
            let Some(other) = words.iter().find(|word| fold(word) == fold(text)) else { continue };
            let what = format!(
                "deleted rows of the source \"{}\" say \"{text}\" in \"{}\", which no row does; did you mean \"{other}\"?",
                source.name, condition.column
            );
            warnings.push(Warning { place: condition.place.clone(), what, rows: 0 });
        }
    }
    warnings
}

/// The texts of a condition that no row has, each with the nearest text that a row has.
fn unmet(project: &Project, records: &Records, source: &str, condition: &Condition) -> Vec<(String, String)> {
    let (texts, by_start) = match &condition.test {
        Test::Is(texts) | Test::Not(texts) => (texts, false),
        Test::Starts(texts) => (texts, true),
        Test::Flag(_) | Test::NotFlag(_) | Test::Missing(_) | Test::Compare(..) => return Vec::new(),
    };
    let column = records.sources.get(source).and_then(|records| records.table.column(&condition.column));
    let Some(Column::Text { words, .. }) = column.filter(|_| has_rows(records, source)) else { return Vec::new() };
    let definition = project.sources.get(source).and_then(|source| source.columns.get(&condition.column));
    // That a code of a list has no row is nothing odd: nobody was acquitted this year.
    let listed = |text: &str| match definition.map(|column| &column.kind) {
        Some(ColumnKind::Code { list: Some(list), .. }) => {
            project.codes.get(list).is_some_and(|list| list.names.contains_key(text))
        }
        _ => false,
    };
    let met = |text: &str| {
        if by_start { words.iter().any(|word| fold(word).starts_with(text)) } else { words.contains(text) }
    };
    let personal = definition.is_none_or(|column| is_personal(&column.name) || is_personal_header(&column.from));
    let shown: Vec<&str> = if personal { Vec::new() } else { codes_among(words.iter().map(String::as_str)) };
    let unmet = texts.iter().filter(|text| !listed(text) && !met(text));
    unmet.map(|text| (text.clone(), advice(text, &shown, by_start))).collect()
}

fn has_rows(records: &Records, source: &str) -> bool {
    records.sources.get(source).is_some_and(|records| !records.table.is_empty())
}

fn is_personal_header(from: &[Vec<String>]) -> bool {
    from.iter().flatten().any(|header| is_personal(header))
}

/// A column of more different texts than this does not hold codes.
const MOST_CODES: usize = 60;
/// A longer text is no code.
const LONGEST_CODE: usize = 40;

/// The texts of a column that may be quoted: none when one of them could say who somebody is.
fn codes_among<'w>(words: impl ExactSizeIterator<Item = &'w str>) -> Vec<&'w str> {
    if words.len() > MOST_CODES {
        return Vec::new();
    }
    let words: Vec<&str> = words.collect();
    let harmless = words.iter().all(|word| word.chars().count() <= LONGEST_CODE && identifying(word).is_none());
    if harmless { words } else { Vec::new() }
}

fn advice(text: &str, words: &[&str], by_start: bool) -> String {
    if by_start {
        let start = |word: &str| word.chars().take(text.chars().count()).collect::<String>();
        let near = words.iter().find(|word| nearest(text, [start(word).as_str()]).starts_with("did you mean"));
        return near.map_or_else(String::new, |word| format!("; did you mean \"{word}\"?"));
    }
    let near = nearest(text, words.iter().copied());
    // A list of all texts is only for codes, and those are short.
    let short = words.iter().all(|word| !word.contains(' ') && word.chars().count() <= 12);
    let is_told = near.starts_with("did you mean") || (short && !near.is_empty());
    if is_told { format!("; {near}") } else { String::new() }
}
