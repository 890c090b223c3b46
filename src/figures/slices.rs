//! A dimension → its slices in printing order, and the slice of each row.

use super::cells::{BreakdownSlices, Slice};
use super::window::{Calendar, Window};
use crate::project::{ColumnKind, Dimension, Edges, FigureDef, Project, Protect, Test};
use crate::records::{Column, Table};
use crate::value::{Day, Period, YearStart};
use std::collections::BTreeMap;

/// The rows of each slice, in printing order.
pub(super) struct Sliced {
    pub(super) breakdown: BreakdownSlices,
    pub(super) rows: Vec<Vec<u32>>,
}

/// The code of the slice that takes what an open code list does not name.
pub(super) const OTHER: &str = "(other)";

/// What rows are cut by.
#[derive(Clone, Copy)]
pub(super) struct Knife<'a> {
    pub(super) project: &'a Project,
    pub(super) figure: &'a FigureDef,
    pub(super) table: &'a Table,
    pub(super) calendar: Calendar,
}

impl Knife<'_> {
    /// Cuts rows into the slices of a dimension.
    pub(super) fn cut(&self, dimension: &Dimension, guard: Protect, rows: &[u32]) -> Sliced {
        let mut known = listed_slices(self.project, self.figure, dimension, self.calendar);
        let listed = is_listed(self.project, self.figure, dimension);
        let mut found: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for &row in rows {
            let code = code_of(self.project, self.figure, dimension, self.table, row, self.calendar);
            let unlisted = listed && !code.is_empty() && !known.iter().any(|slice| slice.code == code);
            found.entry(if unlisted { OTHER.to_owned() } else { code }).or_default().push(row);
        }
        let mut parts = Vec::new();
        for slice in &known {
            parts.push(found.remove(&slice.code).unwrap_or_default());
        }
        // Where there is no list, texts stand in alphabetical order; rows without a value come last.
        let blank = found.remove("");
        for (code, rows) in found {
            let label = if code == OTHER { "Other".to_owned() } else { code.clone() };
            known.push(Slice { label, code });
            parts.push(rows);
        }
        if let Some(rows) = blank {
            known.push(Slice { code: String::new(), label: "Not recorded".to_owned() });
            parts.push(rows);
        }
        let breakdown = BreakdownSlices {
            dimension: dimension.name().to_owned(),
            protect: guard > Protect::Nothing,
            rounded: guard == Protect::OverTime,
            slices: known,
        };
        Sliced { breakdown, rows: parts }
    }

    /// The rows of every pair of slices, row by row.
    pub(super) fn cross(&self, down: &Sliced, across: &Sliced) -> Vec<Vec<u32>> {
        let mut column_of = vec![usize::MAX; self.table.len()];
        for (column, rows) in across.rows.iter().enumerate() {
            for &row in rows {
                if let Some(own) = column_of.get_mut(row as usize) {
                    *own = column;
                }
            }
        }
        let mut cells = Vec::new();
        for rows in &down.rows {
            let mut line = vec![Vec::new(); across.rows.len()];
            for &row in rows {
                let column = column_of.get(row as usize).copied().unwrap_or(usize::MAX);
                if let Some(cell) = line.get_mut(column) {
                    cell.push(row);
                }
            }
            cells.extend(line);
        }
        cells
    }
}

/// Whether a dimension is a column of codes that a list names.
fn is_listed(project: &Project, figure: &FigureDef, dimension: &Dimension) -> bool {
    let Dimension::Column(name) = dimension else { return false };
    let column = project.sources.get(&figure.source).and_then(|s| s.columns.get(name));
    matches!(column.map(|c| &c.kind), Some(ColumnKind::Code { list: Some(_), .. }))
}

/// Whether a figure's own conditions leave room for a code: one that they rule out has no slice, since its zero would
/// say that there was none of it.
fn admits(figure: &FigureDef, column: &str, code: &str) -> bool {
    let own = figure.filter.iter().filter(|condition| condition.column == column && condition.since.is_none());
    own.into_iter().all(|condition| match &condition.test {
        Test::Is(codes) => codes.iter().any(|c| c == code),
        Test::Not(codes) => !codes.iter().any(|c| c == code),
        _ => true,
    })
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
                    names
                        .filter(|(code, _)| admits(figure, name, code))
                        .map(|(code, label)| Slice { code: code.clone(), label: label.clone() })
                        .collect()
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
        Dimension::Month => spans(calendar, |day| Slice { code: month_code(day), label: day.month_and_year() }),
        Dimension::Quarter => spans(calendar, |day| quarter(day, YearStart::JANUARY)),
        Dimension::FiscalQuarter => spans(calendar, |day| quarter(day, calendar.fiscal_year_starts)),
    }
}

/// The slices of the spans of the program's time; `make` is asked for its first day, for the first of each month
/// and for its last day, and a slice that is the same as the one before is one span.
fn spans(calendar: Calendar, make: impl Fn(Day) -> Slice) -> Vec<Slice> {
    let mut list: Vec<Slice> = Vec::new();
    let mut day = Some(calendar.start);
    while let Some(now) = day.filter(|now| *now < calendar.as_of) {
        list.push(make(now));
        day = months_after(now.first_of_month(), 1);
    }
    list.push(make(calendar.as_of));
    list.dedup();
    list
}

/// The quarter of a day in years that begin on a day.
fn quarter(day: Day, start: YearStart) -> Slice {
    let number = start.months_into(day) / 3 + 1;
    let calendar_year = start == YearStart::JANUARY;
    let year = if calendar_year { day.year().to_string() } else { format!("FY{}", day.fiscal_year(start)) };
    Slice { code: format!("{year}-Q{number}"), label: format!("Q{number} {year}") }
}

fn month_code(day: Day) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The days of a slice of time, by its code: `2024`, `FY2024`, `2024-Q1`, `FY2024-Q1`, `2024-03`.
pub(super) fn period_of(dimension: &str, code: &str, calendar: Calendar) -> Option<Period> {
    let (year, part) = code.rsplit_once('-').map_or((code, ""), |(year, part)| (year, part));
    match dimension {
        "year" | "fiscal_year" => match Window::named(code)? {
            Window::Year(year) => Period::year(year),
            Window::FiscalYear(year) => Period::fiscal_year(year, calendar.fiscal_year_starts),
            Window::ToDate | Window::Month | Window::MonthAYearBefore => None,
        },
        "month" => Day::parse(&format!("{code}-01")).map(|from| Period { from, to: from.last_of_month() }),
        "quarter" | "fiscal_quarter" => {
            let whole = match Window::named(year)? {
                Window::Year(year) => Period::year(year)?,
                Window::FiscalYear(year) => Period::fiscal_year(year, calendar.fiscal_year_starts)?,
                Window::ToDate | Window::Month | Window::MonthAYearBefore => return None,
            };
            let number: i8 = part.strip_prefix('Q')?.parse().ok()?;
            let from = months_after(whole.from, (number - 1) * 3)?;
            Some(Period { from, to: months_after(from, 3)?.before() })
        }
        _ => None,
    }
}

/// The same day so many months later, 0 to 12.
fn months_after(day: Day, months: i8) -> Option<Day> {
    let month = day.month() - 1 + months;
    Day::new(day.year() + i16::from(month / 12), month % 12 + 1, day.day_of_month())
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
        Dimension::Quarter => day().map_or_else(String::new, |d| quarter(d, YearStart::JANUARY).code),
        Dimension::FiscalQuarter => day().map_or_else(String::new, |d| quarter(d, calendar.fiscal_year_starts).code),
    }
}

/// The index of a value's band: how many edges it has reached.
fn band_of(edges: &Edges, column: &Column, row: usize) -> Option<usize> {
    match edges {
        Edges::Terms(edges) => column.term(row).map(|term| edges.iter().filter(|edge| **edge <= term).count()),
        Edges::Amounts(edges) => column.number(row).map(|n| edges.iter().filter(|edge| **edge <= n).count()),
    }
}
