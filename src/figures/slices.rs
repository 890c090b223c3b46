//! A dimension → its slices in printing order, and the slice of each row.

use super::cells::{BreakdownSlices, Slice};
use super::window::{Calendar, Window};
use crate::project::{Breakdown, ColumnKind, Dimension, Edges, FigureDef, Project};
use crate::records::{Column, Table};
use crate::value::Day;
use std::collections::BTreeMap;

/// The rows of each slice, in printing order.
pub(super) struct Sliced {
    pub(super) breakdown: BreakdownSlices,
    pub(super) rows: Vec<Vec<u32>>,
}

/// Cuts rows into the slices of a breakdown.
pub(super) fn cut(
    project: &Project,
    figure: &FigureDef,
    breakdown: &Breakdown,
    table: &Table,
    rows: &[u32],
    calendar: Calendar,
) -> Sliced {
    let mut known = listed_slices(project, figure, &breakdown.dimension, calendar);
    let mut found: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for &row in rows {
        found.entry(code_of(project, figure, &breakdown.dimension, table, row, calendar)).or_default().push(row);
    }
    let mut parts = Vec::new();
    for slice in &known {
        parts.push(found.remove(&slice.code).unwrap_or_default());
    }
    // What the list does not name comes last, in alphabetical order, and rows without a value after that.
    let blank = found.remove("");
    for (code, rows) in found {
        known.push(Slice { label: code.clone(), code });
        parts.push(rows);
    }
    if let Some(rows) = blank {
        known.push(Slice { code: String::new(), label: "Not recorded".to_owned() });
        parts.push(rows);
    }
    let breakdown =
        BreakdownSlices { dimension: breakdown.dimension.name().to_owned(), protect: breakdown.protect, slices: known };
    Sliced { breakdown, rows: parts }
}

/// The slices that exist whether or not a row is in them.
fn listed_slices(project: &Project, figure: &FigureDef, dimension: &Dimension, calendar: Calendar) -> Vec<Slice> {
    let same = |text: String| Slice { code: text.clone(), label: text };
    match dimension {
        Dimension::Column(name) => {
            let column = project.sources.get(&figure.source).and_then(|s| s.columns.get(name));
            match column.map(|c| &c.kind) {
                Some(ColumnKind::Code { list: Some(list), .. }) => {
                    let names = project.codes.get(list).into_iter().flat_map(|l| &l.names);
                    names.map(|(code, label)| Slice { code: code.clone(), label: label.clone() }).collect()
                }
                Some(ColumnKind::Flag { .. }) => vec![same("Yes".to_owned()), same("No".to_owned())],
                _ => Vec::new(),
            }
        }
        Dimension::Bands { bands, .. } => {
            project.bands.get(bands).into_iter().flat_map(|b| b.names.iter().cloned()).map(same).collect()
        }
        Dimension::Year | Dimension::FiscalYear => {
            let wanted = |w: &Window| {
                matches!(
                    (w, dimension),
                    (Window::Year(_), Dimension::Year) | (Window::FiscalYear(_), Dimension::FiscalYear)
                )
            };
            let years = calendar.windows().into_iter().filter(wanted);
            years.map(|w| Slice { code: w.to_string(), label: calendar.year_label(w) }).collect()
        }
        Dimension::Month => months(calendar),
    }
}

fn months(calendar: Calendar) -> Vec<Slice> {
    let mut list = Vec::new();
    let mut day = calendar.start.first_of_month();
    while day <= calendar.as_of {
        list.push(Slice { code: month_code(day), label: day.month_and_year() });
        let (year, month) = if day.month() == 12 { (day.year() + 1, 1) } else { (day.year(), day.month() + 1) };
        let Some(next) = Day::new(year, month, 1) else { break };
        day = next;
    }
    list
}

fn month_code(day: Day) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The code of a row's slice; empty when it has none.
fn code_of(
    project: &Project,
    figure: &FigureDef,
    dimension: &Dimension,
    table: &Table,
    row: u32,
    calendar: Calendar,
) -> String {
    let row = row as usize;
    let day = || figure.on.as_deref().and_then(|name| table.column(name)).and_then(|c| c.day(row));
    match dimension {
        Dimension::Column(name) => match table.column(name) {
            Some(Column::Flag(flags)) => match flags.get(row).copied().flatten() {
                Some(true) => "Yes".to_owned(),
                Some(false) => "No".to_owned(),
                None => String::new(),
            },
            Some(column) => column.text(row).unwrap_or_default().to_owned(),
            None => String::new(),
        },
        Dimension::Bands { column, bands } => {
            let bands = project.bands.get(bands);
            let index = bands.and_then(|b| band_of(&b.edges, table.column(column)?, row));
            index.and_then(|i| bands?.names.get(i).cloned()).unwrap_or_default()
        }
        Dimension::Year => day().map_or_else(String::new, |d| d.year().to_string()),
        Dimension::FiscalYear => day()
            .map_or_else(String::new, |d| Window::FiscalYear(d.fiscal_year(calendar.fiscal_year_starts)).to_string()),
        Dimension::Month => day().map_or_else(String::new, month_code),
    }
}

/// The index of a value's band: how many edges it has reached.
fn band_of(edges: &Edges, column: &Column, row: usize) -> Option<usize> {
    match edges {
        Edges::Terms(edges) => column.term(row).map(|term| edges.iter().filter(|edge| **edge <= term).count()),
        Edges::Amounts(edges) => column.number(row).map(|n| edges.iter().filter(|edge| **edge <= n).count()),
    }
}
