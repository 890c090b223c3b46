//! Typed cells → a source's rows in columns. Only declared columns are kept, and for each row its file and line.

use super::column::Column;
use super::parse::Cell;
use crate::project::{ColumnKind, Source};
use crate::value::{AmountError, Place, Problem};
use indexmap::IndexMap;
use std::cmp::Ordering;

/// Rows of a source in columns.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The columns by name; all of the same length.
    pub columns: IndexMap<String, Column>,
    /// The file names.
    pub files: Vec<String>,
    /// For each row the file (index into `files`) and the line, from 1.
    pub origins: Vec<(u32, u32)>,
    /// For the date columns that tell the later of two rows: nanoseconds since midnight, 0 for none.
    times: IndexMap<String, Vec<i64>>,
    /// Fingerprints of the rows as they stand in their files, when the source has no key to tell rows apart.
    fingerprints: Option<Vec<u64>>,
}

impl Table {
    pub(super) fn new(source: &Source, file: &str) -> Self {
        Self {
            columns: source.columns.iter().map(|(name, def)| (name.clone(), Column::new(&def.kind))).collect(),
            files: vec![file.to_owned()],
            origins: Vec::new(),
            times: source
                .latest_by
                .iter()
                .filter(|name| source.columns.get(*name).is_some_and(|c| matches!(c.kind, ColumnKind::Date { .. })))
                .map(|name| (name.clone(), Vec::new()))
                .collect(),
            fingerprints: source.key.is_empty().then(Vec::new),
        }
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.origins.len()
    }

    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.origins.is_empty()
    }

    /// Adds a row of cells in the order of the columns.
    ///
    /// # Errors
    /// A number that does not fit beside the others; the row is then not added.
    pub(super) fn push(
        &mut self,
        cells: Vec<Cell>,
        line: u32,
        fingerprint: impl Fn() -> u64,
    ) -> Result<(), AmountError> {
        for (name, times) in &mut self.times {
            let cell = self.columns.get_index_of(name).and_then(|index| cells.get(index));
            times.push(if let Some(Cell::Day(moment)) = cell { moment.time } else { 0 });
        }
        let rows = self.len();
        let pushed = self.columns.values_mut().zip(cells).try_for_each(|(column, cell)| column.push(cell));
        if pushed.is_err() {
            self.columns.values_mut().for_each(|column| column.truncate(rows));
            self.times.values_mut().for_each(|times| times.truncate(rows));
            return pushed;
        }
        self.origins.push((0, line));
        if let Some(fingerprints) = &mut self.fingerprints {
            fingerprints.push(fingerprint());
        }
        Ok(())
    }

    /// The order of two rows by a column, down to the time of day where the column tells the later of two rows.
    #[must_use]
    pub(super) fn compare(&self, name: &str, a: usize, b: usize) -> Ordering {
        let Some(column) = self.columns.get(name) else { return Ordering::Equal };
        let time = |row: usize| self.times.get(name).and_then(|times| times.get(row)).copied();
        column.compare(a, b).then_with(|| time(a).cmp(&time(b)))
    }

    /// The order of a row's value and a cell, likewise.
    pub(super) fn compare_cell(&self, name: &str, row: usize, cell: &Cell) -> Ordering {
        let Some(column) = self.columns.get(name) else { return Ordering::Equal };
        match cell {
            Cell::Day(moment) => {
                let time = self.times.get(name).and_then(|times| times.get(row)).copied();
                column.day(row).cmp(&Some(moment.day)).then_with(|| time.unwrap_or(0).cmp(&moment.time))
            }
            Cell::Text(text) => column.text(row).cmp(&Some(text)),
            Cell::Number(amount) | Cell::Quantity(amount, _) => column.number(row).cmp(&Some(*amount)),
            Cell::Term(term) => column.term(row).cmp(&Some(*term)),
            Cell::Flag(flag) => column.key(row).cmp(&i128::from(*flag)),
            Cell::Missing => Ordering::Greater,
        }
    }

    /// The fingerprints of the rows, when the source has no key.
    pub(super) fn fingerprints(&self) -> Option<&[u64]> {
        self.fingerprints.as_deref()
    }

    /// Puts the tables of a source's files together, in their order.
    pub(super) fn join<'t>(source: &Source, tables: impl Iterator<Item = &'t Self>) -> Result<Self, Vec<Problem>> {
        let mut whole = Self { files: Vec::new(), ..Self::new(source, "") };
        for table in tables {
            let file = u32::try_from(whole.files.len()).unwrap_or(u32::MAX);
            for ((name, column), more) in whole.columns.iter_mut().zip(table.columns.values()) {
                column.append(more).map_err(|error| {
                    let name = format!("the column \"{name}\" cannot be held beside the other files': {error}");
                    vec![Problem::new(Place::file(table.files.join("")), name, "")]
                })?;
            }
            for ((_, times), more) in whole.times.iter_mut().zip(table.times.values()) {
                times.extend(more);
            }
            if let (Some(fingerprints), Some(more)) = (&mut whole.fingerprints, &table.fingerprints) {
                fingerprints.extend(more);
            }
            whole.files.extend(table.files.iter().cloned());
            whole.origins.extend(table.origins.iter().map(|&(_, line)| (file, line)));
        }
        Ok(whole)
    }

    /// The file and line of a row.
    #[must_use]
    pub fn place(&self, row: usize) -> Place {
        let (file, line) = self.origins.get(row).copied().unwrap_or_default();
        Place::at(self.files.get(file as usize).cloned().unwrap_or_default(), u64::from(line), 0)
    }

    /// A column by name. The project's check has seen to it that every name which is asked for exists.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.get(name)
    }
}
