//! `table` blocks: breakdowns of figures, one figure by two dimensions, or rows that the template lists → a [`Table`]
//! with the values in their place.

use super::alt::table_alt;
use super::markdown::Composer;
use super::model::{Align, Block, Column, Inlines, Row, Table};
use super::notes::words;
use crate::figures::{BreakdownSlices, CellKey, LookupError, ReleasedFigure, Slice, Window};
use crate::value::Problem;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableFence {
    id: String,
    head: String,
    by: Option<String>,
    across: Option<String>,
    figure: Option<String>,
    #[serde(default)]
    unit: bool,
    #[serde(default)]
    mixed: bool,
    #[serde(default)]
    only: Vec<String>,
    total: Option<String>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    source: String,
    alt: Option<String>,
    empty: Option<String>,
    #[serde(default)]
    column: Vec<ColumnFence>,
    #[serde(default)]
    row: Vec<RowFence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnFence {
    head: String,
    figure: Option<String>,
    #[serde(default)]
    unit: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowFence {
    head: String,
    cells: Vec<String>,
    #[serde(default)]
    total: bool,
}

impl Composer<'_> {
    pub(super) fn table(&self, fence: &TableFence) -> Result<Block, Vec<Problem>> {
        if let (Some(by), Some(across)) = (&fence.by, &fence.across) {
            return self.crossed_table(fence, by, across);
        }
        if fence.column.is_empty() {
            return Err(vec![self.problem(format!("the table \"{}\" has no columns", fence.id), "")]);
        }
        let rows = match (&fence.by, fence.row.is_empty()) {
            (Some(by), true) => self.breakdown_rows(fence, by)?,
            (Some(_), false) => {
                let what = format!("the table \"{}\" has rows of its own and a breakdown", fence.id);
                return Err(vec![self.problem(what, "keep `by` or `[[row]]`")]);
            }
            (None, _) => self.listed_rows(fence)?,
        };
        let mut columns = vec![Column { label: self.inlines(&fence.head), align: Align::Left }];
        columns.extend(fence.column.iter().map(|c| Column { label: self.inlines(&c.head), align: Align::Right }));
        Ok(self.finished(fence, columns, rows))
    }

    fn finished(&self, fence: &TableFence, columns: Vec<Column>, rows: Vec<Row>) -> Block {
        if rows.is_empty() {
            return self.nothing(fence.empty.as_deref());
        }
        let description = self.inlines(&fence.description);
        let alt = match &fence.alt {
            Some(text) => words(&self.inlines(text)),
            None => table_alt(&words(&description), &columns, rows.len()),
        };
        let source = self.with_legend(&fence.source, rows.iter().flat_map(|r| &r.cells).map(Vec::as_slice));
        let title = self.inlines(&fence.title);
        Block::Table(Table { id: fence.id.clone(), title, description, columns, rows, source, alt })
    }

    /// A table of one figure by two dimensions; `total` adds the row of the columns' own totals.
    fn crossed_table(&self, fence: &TableFence, by: &str, across: &str) -> Result<Block, Vec<Problem>> {
        let refuse = |e: LookupError| vec![self.lookup_problem(&e)];
        let (Some(name), true, true) = (&fence.figure, fence.column.is_empty(), fence.row.is_empty()) else {
            let what = format!("the table \"{}\" has `across` and columns or rows of its own", fence.id);
            return Err(vec![self.problem(what, "with `across` it takes `figure`, `by` and no [[column]] or [[row]]")]);
        };
        let figure = self.figures.figure(name).map_err(refuse)?;
        let crossing = figure.crossing(by, across).map_err(refuse)?;
        let mut columns = vec![Column { label: self.inlines(&fence.head), align: Align::Left }];
        let head = |slice: &Slice| Column { label: self.tokens.inlines(&slice.label), align: Align::Right };
        columns.extend(crossing.columns.slices.iter().map(head));
        let mut rows = Vec::new();
        let mut any = false;
        for slice in self.chosen(&crossing.rows, &fence.only)? {
            let mut cells = Vec::new();
            for column in &crossing.columns.slices {
                let key = CellKey::crossed(by, &slice.code, across, &column.code);
                any |= figure.any(&key).map_err(refuse)?;
                cells.push(self.cell(figure, &key, fence.unit)?);
            }
            rows.push(Row { header: self.tokens.inlines(&slice.label), cells, total: false });
        }
        if let Some(total) = &fence.total {
            let cell = |column: &Slice| self.cell(figure, &column_total(figure, across, &column.code), fence.unit);
            let cells = crossing.columns.slices.iter().map(cell).collect::<Result<Vec<_>, _>>()?;
            rows.push(Row { header: self.inlines(total), cells, total: true });
        }
        Ok(self.finished(fence, columns, if any { rows } else { Vec::new() }))
    }

    /// One row for each slice of the breakdown; none at all when every figure in it is zero.
    fn breakdown_rows(&self, fence: &TableFence, by: &str) -> Result<Vec<Row>, Vec<Problem>> {
        let refuse = |e: LookupError| vec![self.lookup_problem(&e)];
        let mut figures = Vec::new();
        for column in &fence.column {
            let Some(name) = &column.figure else {
                let what = format!(
                    "the column \"{}\" of the table \"{}\" names no figure",
                    self.tokens.plain(&column.head),
                    fence.id
                );
                return Err(vec![self.problem(what, "write figure = \"…\"")]);
            };
            figures.push((self.figures.figure(name).map_err(refuse)?, column.unit));
        }
        let Some((first, _)) = figures.first() else { return Ok(Vec::new()) };
        if let Some((other, _)) = figures.iter().find(|(f, _)| f.unit() != first.unit()).filter(|_| !fence.mixed) {
            let what = format!(
                "the columns of the table \"{}\" count different things: \"{}\" is in {}, \"{}\" in {}",
                fence.id,
                first.definition.name,
                first.unit(),
                other.definition.name,
                other.unit()
            );
            return Err(vec![
                self.problem(what, "name the units in the heads and write mixed = true, or split the table"),
            ]);
        }
        let mut keys: Vec<(Inlines, CellKey, bool)> = Vec::new();
        let all = united(
            &figures.iter().map(|(figure, _)| figure.breakdown(by)).collect::<Result<Vec<_>, _>>().map_err(refuse)?,
        );
        for slice in self.chosen(&all, &fence.only)? {
            keys.push((self.tokens.inlines(&slice.label), CellKey::slice(by, &slice.code), false));
        }
        if let Some(total) = &fence.total {
            keys.push((self.inlines(total), CellKey::total(Window::ToDate), true));
        }
        let mut rows = Vec::new();
        let mut any = false;
        for (header, key, total) in keys {
            let mut cells = Vec::new();
            for (figure, unit) in &figures {
                if figure.cells.contains_key(&key) {
                    any |= figure.any(&key).map_err(refuse)?;
                    cells.push(self.cell(figure, &key, *unit)?);
                } else {
                    cells.push(self.inlines(&figure.none()));
                }
            }
            rows.push(Row { header, cells, total });
        }
        Ok(if any { rows } else { Vec::new() })
    }

    fn listed_rows(&self, fence: &TableFence) -> Result<Vec<Row>, Vec<Problem>> {
        let mut rows = Vec::new();
        for row in &fence.row {
            if row.cells.len() != fence.column.len() {
                let what = format!(
                    "the row \"{}\" of the table \"{}\" has {} cells for {} columns",
                    self.tokens.plain(&row.head),
                    fence.id,
                    row.cells.len(),
                    fence.column.len()
                );
                return Err(vec![self.problem(what, "")]);
            }
            let cells = row.cells.iter().map(|cell| self.inlines(cell)).collect();
            rows.push(Row { header: self.inlines(&row.head), cells, total: row.total });
        }
        Ok(rows)
    }
}

/// The slices of several figures' breakdowns by one dimension: a value that only one of them has is a row too.
fn united(breakdowns: &[&BreakdownSlices]) -> BreakdownSlices {
    let mut all = breakdowns.first().map_or_else(BreakdownSlices::default, |first| (*first).clone());
    for slice in breakdowns.iter().flat_map(|breakdown| &breakdown.slices) {
        if !all.slices.iter().any(|known| known.code == slice.code) {
            all.slices.push(slice.clone());
        }
    }
    all
}

/// The total of a column: the figure's own breakdown by that dimension, or the window that has the same days.
fn column_total(figure: &ReleasedFigure, across: &str, code: &str) -> CellKey {
    match (figure.breakdown(across), Window::named(code)) {
        (Err(_), Some(window)) => CellKey::total(window),
        _ => CellKey::slice(across, code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_only_one_figure_has_is_a_row_too() {
        let breakdown = |codes: &[&str]| BreakdownSlices {
            rounded: false,
            slices: codes.iter().map(|c| Slice { code: (*c).to_owned(), label: (*c).to_owned() }).collect(),
            ..BreakdownSlices::default()
        };
        let all = united(&[&breakdown(&["Alpha"]), &breakdown(&["Alpha", "Belize", ""])]);
        assert_eq!(all.slices.iter().map(|s| s.code.as_str()).collect::<Vec<_>>(), ["Alpha", "Belize", ""]);
    }
}
