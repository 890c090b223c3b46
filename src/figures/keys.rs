//! Columns that make a key → one small number per row, so that counting distinct keys is a walk over an array.

use crate::records::{Column, Table};
use std::collections::HashMap;

/// For each row the number of its key, or [`NO_KEY`].
#[derive(Debug, Clone)]
pub(super) struct Keys {
    pub(super) ids: Vec<u32>,
    pub(super) count: u32,
}

/// The key of a row that lacks a part of it.
pub(super) const NO_KEY: u32 = u32::MAX;

impl Keys {
    /// Numbers the keys of a table.
    pub(super) fn new(table: &Table, names: &[String]) -> Self {
        let columns: Vec<&Column> = names.iter().filter_map(|name| table.column(name)).collect();
        let mut known: HashMap<Vec<i128>, u32> = HashMap::new();
        let mut ids = Vec::with_capacity(table.len());
        for row in 0..table.len() {
            if columns.iter().any(|column| column.is_missing(row)) {
                ids.push(NO_KEY);
                continue;
            }
            let key: Vec<i128> = columns.iter().map(|column| column.key(row)).collect();
            let next = u32::try_from(known.len()).unwrap_or(NO_KEY);
            ids.push(*known.entry(key).or_insert(next));
        }
        Self { ids, count: u32::try_from(known.len()).unwrap_or(NO_KEY) }
    }

    /// How many different keys the rows have.
    pub(super) fn distinct(&self, rows: impl Iterator<Item = u32>) -> u64 {
        let mut seen = vec![false; self.count as usize];
        let mut count = 0;
        for row in rows {
            let id = self.ids.get(row as usize).copied().unwrap_or(NO_KEY);
            if let Some(seen) = seen.get_mut(id as usize).filter(|seen| !**seen) {
                *seen = true;
                count += 1;
            }
        }
        count
    }
}
