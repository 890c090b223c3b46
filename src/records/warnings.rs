//! What looks odd and stops nothing: each kind of oddity of a column is told once, with how often and where first.

use super::column::Column;
use super::table::Table;
use crate::project::{ColumnKind, Project, Source};
use crate::value::{Day, Place};
use std::collections::BTreeMap;

/// Something odd that does not stop a build.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Warning {
    /// Where it was met first.
    pub place: Place,
    /// What it is, as a sentence without its full stop.
    pub what: String,
    /// How many rows have it; 0 when it is not about rows.
    pub rows: u64,
}

impl Warning {
    /// " (3 rows)", or nothing when it is not about rows.
    #[must_use]
    pub fn times(&self) -> String {
        match self.rows {
            0 => String::new(),
            1 => " (1 row)".to_owned(),
            rows => format!(" ({rows} rows)"),
        }
    }
}

/// Collects warnings; the same words make one warning.
#[derive(Debug, Clone, Default)]
pub(super) struct Warnings {
    met: BTreeMap<String, (Place, u64)>,
}

impl Warnings {
    /// Notes an oddity of a row.
    pub(super) fn row(&mut self, what: String, place: impl FnOnce() -> Place) {
        let (_, rows) = self.met.entry(what).or_insert_with(|| (place(), 0));
        *rows += 1;
    }

    /// Notes an oddity that is not about single rows.
    pub(super) fn say(&mut self, what: String, place: Place) {
        self.met.entry(what).or_insert((place, 0));
    }

    /// Adds those of a file that comes later.
    pub(super) fn extend(&mut self, later: Self) {
        for (what, (place, rows)) in later.met {
            self.met.entry(what).or_insert((place, 0)).1 += rows;
        }
    }

    /// All of them in the order of their places.
    pub(super) fn list(self) -> Vec<Warning> {
        let warnings = self.met.into_iter().map(|(what, (place, rows))| Warning { place, what, rows });
        let mut list: Vec<Warning> = warnings.collect();
        list.sort_by(|a, b| (&a.place, &a.what).cmp(&(&b.place, &b.what)));
        list
    }
}

/// How many different codes outside a list are named one by one.
const MOST_CODES: usize = 20;

/// The oddities of the rows that figures may count.
pub(super) fn of_rows(project: &Project, source: &Source, table: &Table, in_scope: &[u32], as_of: Day) -> Warnings {
    let mut warnings = Warnings::default();
    for (name, column) in &table.columns {
        match column {
            Column::Day(_) if places_figures(project, source, name) => {
                odd_days(&mut warnings, project, (name, column), table, in_scope, as_of);
            }
            Column::Text { .. } => odd_texts(&mut warnings, project, source, (name, column), table, in_scope),
            _ => {}
        }
    }
    warnings
}

/// Whether a figure is placed in time by this column.
fn places_figures(project: &Project, source: &Source, column: &str) -> bool {
    project.figures.values().any(|figure| figure.source == source.name && figure.on.as_deref() == Some(column))
}

fn odd_days(
    warnings: &mut Warnings,
    project: &Project,
    (name, column): (&str, &Column),
    table: &Table,
    in_scope: &[u32],
    as_of: Day,
) {
    let start = project.program.start;
    for &row in in_scope {
        let Some(day) = column.day(row as usize) else { continue };
        let place = || table.place(row as usize);
        if day > as_of {
            warnings.row(format!("{name} is after the as-of date, {as_of}; such events are not counted"), place);
        } else if day < start {
            warnings.row(format!("{name} is before the program's start, {start}; such events are not counted"), place);
        }
    }
}

fn odd_texts(
    warnings: &mut Warnings,
    project: &Project,
    source: &Source,
    (name, column): (&str, &Column),
    table: &Table,
    in_scope: &[u32],
) {
    let Column::Text { codes, words } = column else { return };
    let list = source.columns.get(name).and_then(|def| match &def.kind {
        ColumnKind::Code { list: Some(list), open: true } => project.codes.get(list).map(|known| (list, known)),
        _ => None,
    });
    let mut unknown = 0;
    let what_is_odd = words.iter().map(|word| match list {
        Some((list, known)) if !known.names.contains_key(word) => {
            unknown += 1;
            let shown = if unknown > MOST_CODES { "further codes are".to_owned() } else { format!("\"{word}\" is") };
            Some(format!("{name}: {shown} not in the code list \"{list}\", which is open"))
        }
        _ if is_damaged(word) => {
            Some(format!("{name}: text that was damaged by a wrong encoding, such as \"Ã©\" for \"é\""))
        }
        _ => None,
    });
    let what_is_odd: Vec<Option<String>> = what_is_odd.collect();
    if what_is_odd.iter().all(Option::is_none) {
        return;
    }
    for &row in in_scope {
        let code = codes.get(row as usize).map_or(usize::MAX, |&code| code as usize);
        if let Some(what) = what_is_odd.get(code).and_then(Clone::clone) {
            warnings.row(what, || table.place(row as usize));
        }
    }
}

/// Whether a text is UTF-8 that was read as Windows-1252 on its way (`Ã©`, `â€™`), or has lost a character.
pub(super) fn is_damaged(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    text.contains('\u{fffd}')
        || text.chars().zip(text.chars().skip(1)).any(|pair| match pair {
            // The first byte of a two-byte character, and a byte that may follow it, as Windows-1252 shows them.
            ('Â' | 'Ã', next) => is_trail(next),
            ('â', '€' | '„' | '\u{80}') => true,
            _ => false,
        })
}

fn is_trail(c: char) -> bool {
    const HIGH: &str = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
    ('\u{80}'..='\u{bf}').contains(&c) || HIGH.contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_text_is_told_from_text_with_accents() {
        for damaged in ["ZoÃ«", "CafÃ© ", "donâ€™t", "8 U.S.C. Â§ 1324", "Zo\u{fffd}"] {
            assert!(is_damaged(damaged), "{damaged}");
        }
        for good in ["Zoë", "São Paulo", "Ângela", "plain", "§ 1324", "CAFÉ", "pâté", "BRÂNCUȘI"] {
            assert!(!is_damaged(good), "{good}");
        }
    }
}
