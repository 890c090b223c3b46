//! Every valid row → its one fate. Rows of a key are put in order by the source's `latest_by`; the latest
//! stands, the others are superseded; a latest row that says "deleted" takes its record away; what a privacy
//! rule excludes as of the day is out.

use super::matcher::Matcher;
use super::snapshot::Offices;
use super::table::{Column, Table};
use crate::project::{Project, Source};
use crate::value::{Day, Problem};
use std::cmp::Ordering;
use std::collections::HashMap;

/// What became of a valid row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Figures may count it.
    InScope,
    /// A later row of its key, or a newer snapshot, took its place.
    Superseded,
    /// The same row stands elsewhere.
    Duplicate,
    /// Its record was deleted.
    Deleted,
    /// A privacy rule leaves it out.
    Excluded,
}

/// Decides the fate of every row.
pub(super) fn decide(
    project: &Project,
    source: &Source,
    table: &Table,
    offices: &Offices,
    as_of: Day,
) -> Result<Vec<Fate>, Vec<Problem>> {
    let mut fates = vec![Fate::InScope; table.len()];
    for (fate, (file, _)) in fates.iter_mut().zip(&table.origins) {
        if offices.files.get(*file as usize).is_some_and(|f| f.replaced) {
            *fate = Fate::Superseded;
        }
    }
    let problems = supersede(source, table, &mut fates);
    if !problems.is_empty() {
        return Err(problems);
    }
    if let Some(deleted) = &source.deleted {
        let matcher = Matcher::new(deleted, table, as_of);
        mark(&mut fates, Fate::Deleted, |row| matcher.matches(row));
    }
    for rule in project.privacy.exclude.iter().filter(|rule| rule.source == source.name) {
        let matcher = Matcher::new(&rule.filter, table, as_of);
        let until = rule.until.as_deref().and_then(|name| table.column(name));
        let over = |row| until.and_then(|column: &Column| column.day(row)).is_some_and(|day| day <= as_of);
        mark(&mut fates, Fate::Excluded, |row| matcher.matches(row) && !over(row));
    }
    Ok(fates)
}

/// The rows that figures may count.
pub(super) fn in_scope(fates: &[Fate]) -> Vec<u32> {
    let rows = fates.iter().enumerate().filter(|(_, fate)| **fate == Fate::InScope);
    rows.filter_map(|(row, _)| u32::try_from(row).ok()).collect()
}

fn mark(fates: &mut [Fate], to: Fate, applies: impl Fn(usize) -> bool) {
    for (row, fate) in fates.iter_mut().enumerate() {
        if *fate == Fate::InScope && applies(row) {
            *fate = to;
        }
    }
}

/// Marks all rows of a key but the latest. Two rows of a key of which neither is later are the same row twice,
/// or a contradiction that a person must resolve.
fn supersede(source: &Source, table: &Table, fates: &mut [Fate]) -> Vec<Problem> {
    let columns = |names: &[String]| names.iter().filter_map(|name| table.column(name)).collect::<Vec<_>>();
    let (key, order) = (columns(&source.key), columns(&source.latest_by));
    if key.is_empty() {
        return Vec::new();
    }
    let mut latest: HashMap<Vec<i128>, usize> = HashMap::with_capacity(fates.len());
    let mut problems = Vec::new();
    for row in 0..fates.len() {
        if fates[row] != Fate::InScope {
            continue;
        }
        let identity: Vec<i128> = key.iter().map(|column| column.key(row)).collect();
        let Some(&other) = latest.get(&identity) else {
            latest.insert(identity, row);
            continue;
        };
        let later = order.iter().map(|c| c.compare(row, other)).find(|o| *o != Ordering::Equal);
        match later {
            Some(Ordering::Greater) => {
                fates[other] = Fate::Superseded;
                latest.insert(identity, row);
            }
            Some(_) => fates[row] = Fate::Superseded,
            None if same(table, row, other) => fates[row] = Fate::Duplicate,
            None => problems.push(contradiction(source, table, row, other)),
        }
    }
    problems
}

fn same(table: &Table, a: usize, b: usize) -> bool {
    table.columns.values().all(|column| column.key(a) == column.key(b))
}

fn contradiction(source: &Source, table: &Table, row: usize, other: usize) -> Problem {
    let differing = table.columns.iter().find(|(_, column)| column.key(row) != column.key(other));
    let name = differing.map_or("", |(name, _)| name);
    let what = format!(
        "the row has the same key ({}) as {}, differs from it in \"{name}\", and neither is the later one",
        source.key.join(", "),
        table.place(other)
    );
    let todo = match source.latest_by.as_slice() {
        [] => {
            "name the columns that tell the later row in latest_by, or add to the key what tells them apart".to_owned()
        }
        columns => format!("they agree in {}; correct one of them", columns.join(" and ")),
    };
    Problem::new(table.place(row), what, todo)
}
