//! Records that an earlier export or edition knew and that are gone now, or went back to an earlier revision. Each
//! is named, and stops the build until a person has said why.

use super::fate::{Fates, later};
use super::ledger::{LedgerRecord, SourceLedger};
use super::matcher::Matcher;
use super::offices::{Judge, OfficeFile, Offices};
use super::parse::Cell;
use super::table::Table;
use super::warnings::Warnings;
use crate::project::ColumnKind;
use crate::value::{Amount, Day, Moment, Place, Problem};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Withdrawals {
    pub(super) unexplained: Vec<Unexplained>,
    pub(super) warnings: Warnings,
}

/// A record that is gone or went back, and of which no `[[withdrawn]]` says why. It stops an edition, unless a figure
/// that counted it is restated.
#[derive(Debug, Clone)]
pub struct Unexplained {
    /// The values of the source's key columns.
    pub key: Vec<String>,
    /// What is said of it.
    pub problem: Problem,
}

/// A record that is gone or went back.
struct Gone {
    /// The file that should have it.
    file: String,
    /// What became of it, in words.
    what: String,
}

/// Finds the withdrawn records of a source.
pub(super) fn withdrawals(judge: &Judge<'_>, table: &Table, fates: &Fates<'_>, offices: &Offices) -> Withdrawals {
    let mut found = Withdrawals::default();
    let search = Search { judge, table, fates, offices };
    let mut gone: BTreeMap<Vec<String>, Gone> = BTreeMap::new();
    for current in offices.in_force() {
        if let Some(file) = offices.predecessor(&current.office) {
            search.in_replaced_file(file, &current.name, &mut gone);
        }
        search.rows_of_replaced(current, &mut found.warnings);
    }
    for (day, ledger) in judge.past.of(&judge.source.name) {
        if ledger.key == judge.source.key && ledger.latest_by == judge.source.latest_by {
            search.in_ledger(day, ledger, &mut gone);
        } else {
            let what =
                format!("the key or latest_by has changed since the edition of {day}: nothing was compared with it");
            found.warnings.say(what, Place::file(&judge.source.name));
        }
        search.rows_of_keyless(day, ledger, &mut found.warnings);
    }
    explain(judge, gone, &mut found);
    found
}

struct Search<'a> {
    judge: &'a Judge<'a>,
    table: &'a Table,
    fates: &'a Fates<'a>,
    offices: &'a Offices,
}

impl Search<'_> {
    /// What an older snapshot in the input knew and the newer one does not.
    fn in_replaced_file(&self, file: usize, current: &str, gone: &mut BTreeMap<Vec<String>, Gone>) {
        let source = self.judge.source;
        let mut last: HashMap<u32, usize> = HashMap::new();
        for (row, &record) in self.fates.keys.ids.iter().enumerate() {
            if self.table.origins.get(row).is_some_and(|origin| origin.0 as usize == file) {
                let holder = last.entry(record).or_insert(row);
                if later(source, self.table, row, *holder) == Ordering::Greater {
                    *holder = row;
                }
            }
        }
        let deleted = source.deleted.as_ref().map(|filter| Matcher::new(filter, self.table, self.judge.as_of));
        let mut rows: Vec<(u32, usize)> = last.into_iter().collect();
        rows.sort_unstable();
        for (record, row) in rows {
            let place = self.table.place(row);
            let what = match self.fates.standing(record) {
                None if deleted.as_ref().is_some_and(|matcher| matcher.matches(row)) => continue,
                None => format!("it is in {place} and no longer here"),
                Some(now) if later(source, self.table, row, now) == Ordering::Greater => {
                    format!("its revision in {place} is gone, and an earlier one stands here")
                }
                Some(_) => continue,
            };
            gone.entry(self.fates.keys.spelled(row)).or_insert(Gone { file: current.to_owned(), what });
        }
    }

    /// Rows of older snapshots that the newest one lacks. Files that are parts of a whole look like that when they are
    /// called snapshots, and all but one of them are left out. With a key the records that are gone are named too, so
    /// only a file of which nothing recurs is told.
    fn rows_of_replaced(&self, current: &OfficeFile, warnings: &mut Warnings) {
        if self.offices.predecessor(&current.office).is_none() {
            return;
        }
        let file_of = |row: usize| self.table.origins.get(row).map_or(usize::MAX, |origin| origin.0 as usize);
        let is_current = |row: &usize| self.offices.files.get(file_of(*row)).is_some_and(|f| f.name == current.name);
        let standing: HashSet<u64> = (0..self.table.len()).filter(is_current).map(|row| self.content(row)).collect();
        for (index, old) in self.offices.files.iter().enumerate() {
            if !old.replaced || old.office != current.office {
                continue;
            }
            let rows: Vec<usize> = (0..self.table.len()).filter(|row| file_of(*row) == index).collect();
            let gone = rows.iter().filter(|row| !standing.contains(&self.content(**row))).count();
            if gone == 0 || (!self.judge.source.key.is_empty() && gone < rows.len()) {
                continue;
            }
            let what = format!(
                "{gone} of the {} rows of the snapshot {} are not in {}, which replaces it, and are not counted; if the files \
                 are parts of a whole, write kind = \"changes\"",
                rows.len(),
                old.name,
                current.name
            );
            warnings.say(what, Place::file(&old.name));
        }
    }

    /// What tells a row of one snapshot in the next: its key, or all of it but the day of the export.
    fn content(&self, row: usize) -> u64 {
        let source = self.judge.source;
        let tells = |name: &str| match source.key.as_slice() {
            [] => source.recorded_on.as_deref() != Some(name),
            key => key.iter().any(|column| column == name),
        };
        let mut hasher = DefaultHasher::new();
        self.table.columns.iter().filter(|(name, _)| tells(name)).for_each(|(_, c)| c.key(row).hash(&mut hasher));
        hasher.finish()
    }

    /// What an edition knew and the exports do not.
    fn in_ledger(&self, day: Day, ledger: &SourceLedger, gone: &mut BTreeMap<Vec<String>, Gone>) {
        for record in &ledger.records {
            let Some(file) = self.offices.current(&record.office) else { continue };
            let now = self.find(record).and_then(|id| self.fates.standing(id));
            let what = match now {
                None => format!("the edition of {day} has it, and it is no longer here"),
                Some(row) if self.went_back(record, row) => {
                    format!("the edition of {day} has a later revision of it than stands here")
                }
                Some(_) => continue,
            };
            gone.entry(record.key.clone()).or_insert(Gone { file: file.name.clone(), what });
        }
    }

    fn find(&self, record: &LedgerRecord) -> Option<u32> {
        let cells: Option<Vec<Cell>> =
            self.judge.source.key.iter().zip(&record.key).map(|(name, text)| self.cell(name, text)).collect();
        self.fates.keys.find(&cells?)
    }

    fn went_back(&self, record: &LedgerRecord, row: usize) -> bool {
        let columns = self.judge.source.latest_by.iter().zip(&record.latest);
        let orders = columns.map(|(name, text)| match self.cell(name, text) {
            // The ledger keeps days without their times, so only another day tells.
            Some(Cell::Day(moment)) => self.table.column(name).and_then(|c| c.day(row)).cmp(&Some(moment.day)),
            Some(cell) => self.table.compare_cell(name, row, &cell),
            None => Ordering::Equal,
        });
        orders.into_iter().find(|order| *order != Ordering::Equal) == Some(Ordering::Less)
    }

    /// A value of the ledger in the type of its column.
    fn cell(&self, column: &str, text: &str) -> Option<Cell> {
        if text.is_empty() {
            return Some(Cell::Missing);
        }
        match &self.judge.source.columns.get(column)?.kind {
            ColumnKind::Text | ColumnKind::Code { .. } => Some(Cell::Text(text.to_owned())),
            ColumnKind::Date { .. } => Day::parse(text).map(|day| Cell::Day(Moment { day, time: 0 })),
            ColumnKind::Number(_) | ColumnKind::Money(_) | ColumnKind::Quantity { .. } => {
                Amount::parse(text).ok().map(Cell::Number)
            }
            ColumnKind::Term(_) => text.parse().ok().map(|parts| Cell::Term(crate::value::Term::from_parts(parts))),
            ColumnKind::Flag { .. } => Some(Cell::Flag(text == "Y")),
        }
    }

    /// Without a key no record can be named, but an export that has become shorter can be told.
    fn rows_of_keyless(&self, day: Day, ledger: &SourceLedger, warnings: &mut Warnings) {
        if !self.judge.source.key.is_empty() {
            return;
        }
        let rows = |office: &str| {
            let name = &self.offices.current(office)?.name;
            let file = self.table.files.iter().position(|file| file == name)?;
            Some(self.table.origins.iter().filter(|origin| origin.0 as usize == file).count() as u64)
        };
        for old in &ledger.files {
            let (Some(now), Some(file)) = (rows(&old.office), self.offices.current(&old.office)) else { continue };
            if now < old.rows {
                let what = format!("the export has {now} rows, and {} for the edition of {day}", old.rows);
                warnings.say(what, Place::file(&file.name));
            }
        }
    }
}

/// Takes out what a person has explained; the rest are problems.
fn explain(judge: &Judge<'_>, mut gone: BTreeMap<Vec<String>, Gone>, found: &mut Withdrawals) {
    let entries = judge.project.decisions.withdrawn.iter();
    for entry in entries.filter(|entry| entry.decision.holds(&judge.source.name, judge.as_of)) {
        let key = entry.key.join(", ");
        let what = match gone.remove(&entry.key) {
            Some(_) => format!("the record {key} is withdrawn: {} ({})", entry.decision.reason, entry.decision.who),
            None => format!("the record {key} is not among those that are gone, or was gone from the last build too"),
        };
        found.warnings.say(what, entry.decision.place.clone());
    }
    for (key, Gone { file, what }) in gone {
        let quoted: Vec<String> = key.iter().map(|part| format!("{part:?}")).collect();
        let todo = format!(
            "ask the office; if it is right, write [[withdrawn]] with edition = {}, source = \"{}\", key = [{}], reason and who",
            judge.as_of,
            judge.source.name,
            quoted.join(", ")
        );
        let what = format!("the record {} is withdrawn: {what}", key.join(", "));
        found.unexplained.push(Unexplained { key, problem: Problem::new(Place::file(file), what, todo) });
    }
}
