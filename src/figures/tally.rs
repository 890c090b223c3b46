//! What an edition counted, one thing after another: kept with it, so that the next edition can tell what it counts
//! anew and what it no longer counts. A tally holds keys of records and stays inside the office.

use super::cells::{CellKey, Value};
use super::compute::rows_behind;
use super::measure::Gauge;
use super::receipt::definition;
use super::window::Window;
use crate::project::{FigureDef, Measure, Project};
use crate::records::{Records, SourceRecords, Table};
use crate::value::{Day, Ratio, file_name};
use indexmap::IndexMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an edition counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// The edition's as-of date.
    pub as_of: Day,
    /// The figures that count things with a key, by name.
    pub figures: IndexMap<String, FigureTally>,
}

/// What a figure counted from the program's start to the as-of date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureTally {
    /// Its definition in words.
    pub definition: String,
    /// The names of the files in which the things stood.
    pub files: Vec<String>,
    /// The things, by rising key.
    pub things: Vec<Thing>,
}

/// One thing that a figure counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "ThingEntry", into = "ThingEntry")]
pub struct Thing {
    /// Its key: the columns that the figure counts or reduces by, else the key of its record.
    pub key: Vec<String>,
    /// The first day on which it happened; `None` for a figure without a date.
    pub day: Option<Day>,
    /// The keys of the records behind it; none where that is its own key.
    pub records: Vec<Vec<String>>,
    /// The file of the first of them, as an index into the figure's files.
    pub file: u32,
    /// What it adds to a sum, in the figure's unit.
    pub value: Option<Ratio>,
}

/// A thing in a tally's file: without field names, because there are many.
type ThingEntry = (Vec<String>, Option<Day>, Vec<Vec<String>>, u32, Option<String>);

impl From<ThingEntry> for Thing {
    fn from((key, day, records, file, value): ThingEntry) -> Self {
        Self { key, day, records, file, value: value.and_then(|text| Ratio::parse(&text)) }
    }
}

impl From<Thing> for ThingEntry {
    fn from(thing: Thing) -> Self {
        (thing.key, thing.day, thing.records, thing.file, thing.value.map(|value| value.to_string()))
    }
}

impl FigureTally {
    /// The things that another tally does not have; both are in order.
    pub(super) fn without<'t>(&'t self, other: &'t Self) -> impl Iterator<Item = &'t Thing> {
        let has = |thing: &Thing| other.things.binary_search_by(|own| own.key.cmp(&thing.key)).is_ok();
        self.things.iter().filter(move |thing| !has(thing))
    }
}

impl Thing {
    /// The keys of the records behind it.
    pub(super) fn record_keys(&self) -> &[Vec<String>] {
        if self.records.is_empty() { std::slice::from_ref(&self.key) } else { &self.records }
    }
}

/// Tallies every figure that is measured and whose things have a key.
#[must_use]
pub fn tally(project: &Project, records: &Records, as_of: Day) -> Tally {
    let figures: Vec<_> = project
        .figures
        .par_values()
        .filter_map(|figure| {
            let source = records.sources.get(&figure.source)?;
            let key = thing_columns(project, figure)?;
            let tally = FigureWork { project, records, figure, source }.tally(key, as_of);
            Some((figure.name.clone(), tally))
        })
        .collect();
    Tally { as_of, figures: figures.into_iter().collect() }
}

/// The columns that tell the things of a figure apart; `None` for a figure without such.
fn thing_columns<'p>(project: &'p Project, figure: &'p FigureDef) -> Option<&'p [String]> {
    let columns = match (&figure.measure, &figure.reduce) {
        (Measure::Derived(_), _) => return None,
        (Measure::Distinct(columns), _) => columns,
        (_, Some(reduction)) => &reduction.per,
        (_, None) => &project.sources.get(&figure.source)?.key,
    };
    (!columns.is_empty()).then_some(columns)
}

struct FigureWork<'a> {
    project: &'a Project,
    records: &'a Records,
    figure: &'a FigureDef,
    source: &'a SourceRecords,
}

impl FigureWork<'_> {
    fn tally(&self, key: &[String], as_of: Day) -> FigureTally {
        let table = &self.source.table;
        let total = CellKey::total(Window::ToDate);
        let mut things: BTreeMap<Vec<String>, Vec<u32>> = BTreeMap::new();
        for row in rows_behind(self.project, self.records, as_of, self.figure, &total) {
            things.entry(spelled(table, key, row)).or_default().push(row);
        }
        let mut files: IndexMap<String, u32> = IndexMap::new();
        let things = things.into_iter().map(|(key, rows)| self.thing(key, &rows, &mut files)).collect();
        FigureTally { definition: definition(self.figure), files: files.into_keys().collect(), things }
    }

    fn thing(&self, key: Vec<String>, rows: &[u32], files: &mut IndexMap<String, u32>) -> Thing {
        let table = &self.source.table;
        let place = table.place(rows.first().copied().unwrap_or_default() as usize);
        let name = file_name(&place.file).to_owned();
        let next = u32::try_from(files.len()).unwrap_or(u32::MAX);
        let file = *files.entry(name).or_insert(next);
        let source_key = self.project.sources.get(&self.figure.source).map_or(&[][..], |source| &source.key);
        let mut records: Vec<Vec<String>> = rows.iter().map(|row| spelled(table, source_key, *row)).collect();
        records.dedup();
        if source_key.is_empty() || records.iter().all(|record| *record == key) {
            records.clear();
        }
        let date = self.figure.on.as_deref().and_then(|name| table.column(name));
        let day = date.and_then(|column| rows.iter().filter_map(|row| column.day(*row as usize)).min());
        Thing { key, day, records, file, value: self.value(rows) }
    }

    /// What the rows add to a sum.
    fn value(&self, rows: &[u32]) -> Option<Ratio> {
        if !matches!(self.figure.measure, Measure::Sum(_)) {
            return None;
        }
        let gauge = Gauge { figure: self.figure, table: &self.source.table, things: None };
        match gauge.measure(rows).ok()?.value {
            Value::Number(number) => Some(number),
            Value::Life | Value::Nothing => None,
        }
    }
}

/// The values of some columns in a row, each in its one spelling.
pub(super) fn spelled(table: &Table, names: &[String], row: u32) -> Vec<String> {
    names.iter().filter_map(|name| table.column(name)).map(|column| column.spelled(row as usize)).collect()
}
