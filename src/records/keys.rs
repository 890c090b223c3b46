//! The key columns of a table → one small number per row, exact: each column refines the number that the columns
//! before it gave. Keys of other origin (a rejected row, an earlier edition) are looked up the same way.

use super::column::Column;
use super::parse::Cell;
use super::table::Table;
use std::collections::HashMap;

/// The records of a table by key.
#[derive(Debug, Default)]
pub(super) struct RowKeys<'t> {
    columns: Vec<&'t Column>,
    /// For each column: the number so far and the column's value → the next number.
    steps: Vec<HashMap<(u32, i128), u32>>,
    /// For each row the number of its record; empty when the source has no key.
    pub(super) ids: Vec<u32>,
    /// How many records there are.
    pub(super) count: usize,
}

impl<'t> RowKeys<'t> {
    pub(super) fn new(table: &'t Table, names: &[String]) -> Self {
        let columns: Vec<&Column> = names.iter().filter_map(|name| table.column(name)).collect();
        if columns.is_empty() {
            return Self::default();
        }
        let mut ids = vec![0; table.len()];
        let mut steps = Vec::with_capacity(columns.len());
        let mut count = 0;
        for column in &columns {
            let mut step: HashMap<(u32, i128), u32> = HashMap::with_capacity(count);
            for (row, id) in ids.iter_mut().enumerate() {
                let next = u32::try_from(step.len()).unwrap_or(u32::MAX);
                *id = *step.entry((*id, column.key(row))).or_insert(next);
            }
            count = step.len();
            steps.push(step);
        }
        Self { columns, steps, ids, count }
    }

    /// The number of the record with these key cells, if the table has one.
    pub(super) fn find(&self, cells: &[Cell]) -> Option<u32> {
        if self.columns.is_empty() || cells.len() != self.columns.len() {
            return None;
        }
        let mut id = 0;
        for ((column, step), cell) in self.columns.iter().zip(&self.steps).zip(cells) {
            id = *step.get(&(id, column.key_of(cell)?))?;
        }
        Some(id)
    }

    /// The key of a row as it is printed.
    pub(super) fn spelled(&self, row: usize) -> Vec<String> {
        self.columns.iter().map(|column| column.spelled(row)).collect()
    }
}
