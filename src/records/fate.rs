//! Every valid row → its one fate. Rows of a key are put in order by the source's `latest_by`; the latest
//! stands, the others are superseded; a latest row that says "deleted" takes its record away; what a privacy
//! rule excludes as of the day is out.

use super::column::Column;
use super::keys::RowKeys;
use super::matcher::Matcher;
use super::offices::{Judge, Offices};
use super::table::Table;
use crate::project::Source;
use crate::value::{Day, Problem};
use std::cmp::Ordering;
use std::collections::HashSet;

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
    /// It became known after the day of which it is asked what was known.
    Later,
}

/// The fates of a source's rows, and its records.
#[derive(Debug)]
pub(super) struct Fates<'t> {
    pub(super) rows: Vec<Fate>,
    pub(super) keys: RowKeys<'t>,
    /// For each record the row that stands for it, if a file that counts has one.
    pub(super) latest: Vec<Option<u32>>,
}

impl Fates<'_> {
    /// The rows with one of these fates, rising.
    pub(super) fn with(&self, wanted: &[Fate]) -> Vec<u32> {
        let rows = self.rows.iter().enumerate().filter(|(_, fate)| wanted.contains(fate));
        rows.filter_map(|(row, _)| u32::try_from(row).ok()).collect()
    }

    /// The row that stands for a record.
    pub(super) fn standing(&self, record: u32) -> Option<usize> {
        self.latest.get(record as usize).copied().flatten().map(|row| row as usize)
    }
}

/// Decides the fate of every row as it is known on a day, or now. Whoever is protected now is protected then too: what
/// was known of a matter before it was sealed is not brought to light again, also when it has been expunged since.
pub(super) fn decide<'t>(judge: &Judge<'_>, table: &'t Table, offices: &Offices) -> Result<Fates<'t>, Vec<Problem>> {
    let now = decide_by(judge, table, offices, None)?;
    let Some(known_by) = judge.known_by else { return Ok(now) };
    let mut then = decide_by(judge, table, offices, Some(known_by))?;
    let record = |row: usize| now.keys.ids.get(row).copied();
    let open: HashSet<u32> = now.with(&[Fate::InScope]).iter().filter_map(|row| record(*row as usize)).collect();
    let mut hidden = HashSet::new();
    for excluded in exclusions(judge, table) {
        hidden.extend((0..table.len()).filter(|row| excluded(*row)).filter_map(record).filter(|id| !open.contains(id)));
    }
    let ids = std::mem::take(&mut then.keys.ids);
    mark(&mut then.rows, Fate::Excluded, |row| ids.get(row).is_some_and(|id| hidden.contains(id)));
    then.keys.ids = ids;
    Ok(then)
}

fn decide_by<'t>(
    judge: &Judge<'_>,
    table: &'t Table,
    offices: &Offices,
    known_by: Option<Day>,
) -> Result<Fates<'t>, Vec<Problem>> {
    let (source, as_of) = (judge.source, judge.as_of);
    let mut rows = vec![Fate::InScope; table.len()];
    for (fate, (file, _)) in rows.iter_mut().zip(&table.origins) {
        match offices.files.get(*file as usize) {
            Some(file) if file.copy => *fate = Fate::Duplicate,
            Some(file) if file.replaced => *fate = Fate::Superseded,
            _ => {}
        }
    }
    let recorded = source.recorded_on.as_deref().and_then(|name| table.column(name));
    if let (Some(day), Some(recorded)) = (known_by, recorded) {
        mark(&mut rows, Fate::Later, |row| recorded.day(row).is_some_and(|own| own > day));
    }
    let keys = RowKeys::new(table, &source.key);
    let mut fates = Fates { rows, latest: vec![None; keys.count], keys };
    let problems = supersede(source, table, &mut fates);
    if !problems.is_empty() {
        return Err(problems);
    }
    if let Some(deleted) = &source.deleted {
        let matcher = Matcher::new(deleted, table, as_of);
        mark(&mut fates.rows, Fate::Deleted, |row| matcher.matches(row));
    }
    for excluded in exclusions(judge, table) {
        mark(&mut fates.rows, Fate::Excluded, excluded);
    }
    Ok(fates)
}

/// For each privacy rule of the source whether it leaves a row out as of the day.
fn exclusions<'t>(
    judge: &Judge<'t>,
    table: &'t Table,
) -> impl Iterator<Item = impl Fn(usize) -> bool + use<'t>> + use<'t> {
    let (source, as_of) = (judge.source, judge.as_of);
    let own = judge.project.privacy.exclude.iter().filter(move |rule| rule.source == source.name);
    own.map(move |rule| {
        let matcher = Matcher::new(&rule.filter, table, as_of);
        let until = rule.until.as_deref().and_then(|name| table.column(name));
        let over = move |row| until.and_then(|column: &Column| column.day(row)).is_some_and(|day| day <= as_of);
        move |row| matcher.matches(row) && !over(row)
    })
}

fn mark(fates: &mut [Fate], to: Fate, applies: impl Fn(usize) -> bool) {
    for (row, fate) in fates.iter_mut().enumerate() {
        if *fate == Fate::InScope && applies(row) {
            *fate = to;
        }
    }
}

/// Marks all rows of a key but the latest. Two latest rows of a key of which neither is later are the same row
/// twice, or a contradiction that a person must resolve. The latest is found first, so that the order of the rows
/// changes nothing.
fn supersede(source: &Source, table: &Table, fates: &mut Fates<'_>) -> Vec<Problem> {
    let Fates { rows, keys, latest } = fates;
    for (row, &record) in keys.ids.iter().enumerate().filter(|(row, _)| rows[*row] == Fate::InScope) {
        let holder = &mut latest[record as usize];
        if holder.is_none_or(|other| later(source, table, row, other as usize) == Ordering::Greater) {
            *holder = u32::try_from(row).ok();
        }
    }
    let mut problems = Vec::new();
    for (row, &record) in keys.ids.iter().enumerate() {
        let Some(standing) = latest[record as usize].map(|standing| standing as usize) else { continue };
        if rows[row] != Fate::InScope || row == standing {
            continue;
        }
        match later(source, table, row, standing) {
            Ordering::Equal if same(table, row, standing) => rows[row] = Fate::Duplicate,
            Ordering::Equal => problems.push(contradiction(source, table, row, standing)),
            Ordering::Less | Ordering::Greater => rows[row] = Fate::Superseded,
        }
    }
    problems
}

/// Which of two rows of a record is the later one.
pub(super) fn later(source: &Source, table: &Table, row: usize, other: usize) -> Ordering {
    let orders = source.latest_by.iter().map(|name| table.compare(name, row, other));
    orders.into_iter().find(|order| *order != Ordering::Equal).unwrap_or(Ordering::Equal)
}

fn same(table: &Table, a: usize, b: usize) -> bool {
    table.columns.values().all(|column| column.agrees(a, b))
}

fn contradiction(source: &Source, table: &Table, row: usize, other: usize) -> Problem {
    let differing = table.columns.iter().find(|(_, column)| !column.agrees(row, other));
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
