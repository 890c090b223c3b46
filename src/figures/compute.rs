//! Every figure of a project → its cells. A figure's rows are selected once (its filter, its date, its period);
//! windows and slices are cuts of that selection.

use super::cells::{BreakdownSlices, CellKey, Computed, Crossing, FigureCells, Slice};
use super::derived::derive;
use super::identity::identifying;
use super::keys::{Keys, NO_KEY};
use super::meaning::meanings;
use super::measure::{Gauge, MeasureError};
use super::receipt::{Receipt, RowCounts};
use super::slices::Knife;
use super::spans::Timeline;
use super::window::{Calendar, Window};
use crate::project::{Dimension, FigureDef, Measure, Project, Protect, Reduction, Take};
use crate::records::{Column, Matcher, Records, SourceRecords, Table};
use crate::value::{Day, Place, Problem};
use indexmap::IndexMap;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Computes all figures as of a day.
///
/// # Errors
/// One problem for each figure that has no exact value: quantities that cannot be added, or too many digits.
pub fn compute(project: &Project, records: &Records, as_of: Day) -> Result<Computed, Vec<Problem>> {
    let calendar = Calendar::new(&project.program, as_of);
    let computed: Vec<_> = project
        .figures
        .par_values()
        .filter(|figure| !matches!(figure.measure, Measure::Derived(_)))
        .map(|figure| {
            let source = records.sources.get(&figure.source);
            let source = source
                .ok_or_else(|| vec![Problem::new(Place::default(), format!("no records for {}", figure.name), "")])?;
            FigureWork { project, figure, source, calendar }.run()
        })
        .collect();
    let mut figures = IndexMap::new();
    let mut problems = Vec::new();
    for result in computed {
        match result {
            Ok(cells) => {
                figures.insert(cells.definition.name.clone(), cells);
            }
            Err(own) => problems.extend(own),
        }
    }
    if problems.is_empty() {
        problems = derive(project, &mut figures);
    }
    let named = &project.program;
    let program = vec![named.name.clone(), named.short.clone(), named.office.clone()];
    if problems.is_empty() { Ok(Computed { calendar, program, figures }) } else { Err(problems) }
}

/// The rows behind a cell of a measured figure, rising; none for a figure that is worked out from others.
#[must_use]
pub fn rows_behind(project: &Project, records: &Records, as_of: Day, figure: &FigureDef, key: &CellKey) -> Vec<u32> {
    let calendar = Calendar::new(&project.program, as_of);
    let Some(source) = records.sources.get(&figure.source) else { return Vec::new() };
    if matches!(figure.measure, Measure::Derived(_)) {
        return Vec::new();
    }
    let work = FigureWork { project, figure, source, calendar };
    let (things, reduce) = work.keys();
    let (selected, _) = work.select(things.as_ref());
    if key.slice.is_empty() {
        return work.in_window(&selected, key.window, reduce.as_ref());
    }
    let knife = Knife { project, figure, table: &source.table, calendar };
    let known = figure.by.iter().flat_map(|by| [Some(&by.dimension), by.across.as_ref()]).flatten();
    let dimensions: Vec<&Dimension> =
        key.slice.iter().filter_map(|(name, _)| known.clone().find(|d| d.name() == name)).collect();
    if dimensions.len() != key.slice.len() {
        return Vec::new();
    }
    let mut rows = work.standing_for_slices(&dimensions, &selected, reduce.as_ref(), &knife);
    for (dimension, (_, code)) in dimensions.into_iter().zip(&key.slice) {
        let cut = knife.cut(dimension, Protect::Nothing, &rows);
        let slices = cut.breakdown.slices.iter().zip(cut.rows);
        rows = slices.filter(|(slice, _)| slice.code == *code).flat_map(|(_, rows)| rows).collect();
    }
    rows
}

/// The keys by which a figure's rows are reduced.
type Reducing<'a> = (&'a Reduction, Keys);

struct FigureWork<'a> {
    project: &'a Project,
    figure: &'a FigureDef,
    source: &'a SourceRecords,
    calendar: Calendar,
}

impl FigureWork<'_> {
    fn run(&self) -> Result<FigureCells, Vec<Problem>> {
        let table = &self.source.table;
        let (things, reduce) = self.keys();
        let (selected, counts) = self.select(things.as_ref());
        let gauge = Gauge { figure: self.figure, table, things: things.as_ref() };
        let mut cells = BTreeMap::new();
        for window in self.windows() {
            let rows = self.in_window(&selected, window, reduce.as_ref());
            cells.insert(CellKey::total(window), gauge.measure(&rows).map_err(|e| vec![self.problem(e)])?);
        }
        let knife = Knife { project: self.project, figure: self.figure, table, calendar: self.calendar };
        let of_persons = self.figure.measure.column().is_some() && self.project.is_of_persons(&self.figure.source);
        let (mut breakdowns, mut crossings, mut means) = (Vec::new(), Vec::new(), Vec::new());
        for breakdown in &self.figure.by {
            let dimensions: Vec<&Dimension> = std::iter::once(&breakdown.dimension).chain(&breakdown.across).collect();
            let standing = self.standing_for_slices(&dimensions, &selected, reduce.as_ref(), &knife);
            let least = if of_persons { Protect::SmallCells } else { Protect::Nothing };
            let guard = breakdown.protection(self.figure).max(least);
            let down = knife.cut(&breakdown.dimension, guard, &standing);
            means.extend(meanings(self.project, self.figure, &breakdown.dimension, &down.breakdown));
            let (keys, rows) = match &breakdown.across {
                None => (down.breakdown.keys(), down.rows.clone()),
                Some(across) => {
                    let dimension = across;
                    let across = knife.cut(dimension, guard, &standing);
                    means.extend(meanings(self.project, self.figure, dimension, &across.breakdown));
                    let rows = knife.cross(&down, &across);
                    let crossing = Crossing { rows: down.breakdown.clone(), columns: across.breakdown };
                    let keys = crossing.keys();
                    crossings.push(crossing);
                    (keys, rows)
                }
            };
            for (key, rows) in keys.into_iter().zip(&rows) {
                cells.insert(key, gauge.measure(rows).map_err(|e| vec![self.problem(e)])?);
            }
            if breakdown.across.is_none() {
                breakdowns.push(down.breakdown);
            }
        }
        let slices = breakdowns.iter().chain(crossings.iter().flat_map(|x| [&x.rows, &x.columns]));
        let identities: Vec<Problem> = slices.flat_map(|breakdown| self.identities(breakdown)).collect();
        if !identities.is_empty() {
            return Err(identities);
        }
        let receipt = Receipt::new(self.figure, self.source, counts);
        let definition = self.figure.clone();
        let timeline = Timeline { knife, things: things.as_ref(), selected: &selected, of_persons };
        let spans = timeline.spans(&breakdowns, &crossings);
        Ok(FigureCells { definition, cells, breakdowns, crossings, receipt, of_persons, meanings: means, spans })
    }

    /// Labels that come from the records themselves must not identify a person; every output takes them from here.
    fn identities(&self, breakdown: &BreakdownSlices) -> Vec<Problem> {
        let table = &self.source.table;
        let Some(column @ Column::Text { words, .. }) = table.column(&breakdown.dimension) else { return Vec::new() };
        let of_records = breakdown.slices.iter().filter(|slice| words.contains(&slice.label));
        let found = of_records.filter_map(|slice| Some((slice, identifying(&slice.label)?)));
        let problem = |(slice, what): (&Slice, &str)| {
            let row = (0..table.len()).find(|row| column.text(*row) == Some(&slice.label));
            let what = format!("the column \"{}\" holds what looks like {what}", breakdown.dimension);
            let todo =
                format!("\"{}\" would print it; correct the row, or give the column a code list", self.figure.name);
            Problem::new(table.place(row.unwrap_or(0)), what, todo)
        };
        found.map(problem).collect()
    }

    fn windows(&self) -> Vec<Window> {
        if self.figure.on.is_some() { self.calendar.windows() } else { vec![Window::ToDate] }
    }

    /// The rows that the figure counts to date, with the reasons for the others.
    fn select(&self, things: Option<&Keys>) -> (Vec<u32>, RowCounts) {
        let table = &self.source.table;
        let matcher = Matcher::new(&self.figure.filter, table, self.calendar.as_of);
        let date = self.figure.on.as_deref().and_then(|name| table.column(name));
        let mut counts = RowCounts { in_scope: self.source.in_scope.len() as u64, ..RowCounts::default() };
        let mut selected = Vec::new();
        for &row in &self.source.in_scope {
            let at = row as usize;
            let day = date.map(|column| column.day(at));
            match day {
                _ if !matcher.matches(at) => counts.other += 1,
                Some(None) => counts.undated += 1,
                Some(Some(day)) if day < self.calendar.start => counts.before += 1,
                Some(Some(day)) if day > self.calendar.as_of => counts.after += 1,
                _ if things.is_some_and(|keys| keys.ids.get(at) == Some(&NO_KEY)) => counts.keyless += 1,
                _ => selected.push(row),
            }
        }
        counts.counted = selected.len() as u64;
        (selected, counts)
    }

    /// The keys that are counted, and those by which rows are reduced.
    fn keys(&self) -> (Option<Keys>, Option<Reducing<'_>>) {
        let table = &self.source.table;
        let things = match (&self.figure.measure, &self.figure.reduce) {
            (Measure::Distinct(columns), _) => Some(Keys::new(table, columns)),
            (_, Some(reduction)) => Some(Keys::new(table, &reduction.per)),
            _ => None,
        };
        (things, self.figure.reduce.as_ref().map(|r| (r, Keys::new(table, &r.per))))
    }

    /// The selected rows that slices are made of. Where one row stands for each key, it does so within each slice of
    /// time, as it does within each period: the same year says the same in a table as in a sentence.
    fn standing_for_slices(
        &self,
        dimensions: &[&Dimension],
        selected: &[u32],
        reduce: Option<&Reducing<'_>>,
        knife: &Knife<'_>,
    ) -> Vec<u32> {
        let Some((reduction, keys)) = reduce.filter(|(reduction, _)| reduction.take != Take::Sum) else {
            return selected.to_vec();
        };
        let dated: Vec<_> = dimensions
            .iter()
            .filter(|d| d.is_time())
            .map(|dimension| knife.cut(dimension, Protect::Nothing, selected))
            .collect();
        let groups = match dated.as_slice() {
            [] => vec![selected.to_vec()],
            [one] => one.rows.clone(),
            [down, across, ..] => knife.cross(down, across),
        };
        let mut rows: Vec<u32> =
            groups.iter().flat_map(|rows| reduced(&self.source.table, reduction, keys, rows)).collect();
        rows.sort_unstable();
        rows
    }

    /// The selected rows of a window, reduced to one for each key where the figure asks for it.
    fn in_window(&self, selected: &[u32], window: Window, reduce: Option<&Reducing<'_>>) -> Vec<u32> {
        let rows = self.dated_in(selected, window);
        match reduce {
            Some((reduction, keys)) if reduction.take != Take::Sum => {
                reduced(&self.source.table, reduction, keys, &rows)
            }
            _ => rows,
        }
    }

    fn dated_in(&self, selected: &[u32], window: Window) -> Vec<u32> {
        let date = self.figure.on.as_deref().and_then(|name| self.source.table.column(name));
        match (window, date, self.calendar.period(window)) {
            (Window::ToDate, ..) => selected.to_vec(),
            (_, Some(column), Some(period)) => {
                let inside = |row: &u32| column.day(*row as usize).is_some_and(|day| period.contains(day));
                selected.iter().copied().filter(inside).collect()
            }
            _ => Vec::new(),
        }
    }

    fn problem(&self, error: MeasureError) -> Problem {
        match error {
            MeasureError::Amount(error) => Problem::new(
                Place::default(),
                format!("the figure \"{}\" cannot be computed: {error}", self.figure.name),
                "",
            ),
            MeasureError::Unit { row, unit } => {
                let what = format!(
                    "the figure \"{}\" is in {}, and this row's quantity is in \"{unit}\"",
                    self.figure.name, self.figure.unit
                );
                let todo = "narrow the figure's `where` to rows of one kind of unit";
                Problem::new(self.source.table.place(row as usize), what, todo)
            }
        }
    }
}

/// The row that stands for each key: the one with the largest (or smallest) value. Of equal rows the choice must not
/// depend on the order of files, so the remaining columns decide.
fn reduced(table: &Table, reduction: &Reduction, keys: &Keys, rows: &[u32]) -> Vec<u32> {
    let Some(column) = table.column(&reduction.column) else { return Vec::new() };
    let mut best: Vec<u32> = vec![NO_KEY; keys.count as usize];
    for &row in rows {
        let Some(key) = keys.ids.get(row as usize).filter(|key| **key != NO_KEY) else { continue };
        let Some(holder) = best.get_mut(*key as usize) else { continue };
        if *holder == NO_KEY || beats(table, column, reduction.take == Take::Largest, row, *holder) {
            *holder = row;
        }
    }
    let mut chosen: Vec<u32> = best.into_iter().filter(|row| *row != NO_KEY).collect();
    chosen.sort_unstable();
    chosen
}

fn beats(table: &Table, column: &Column, largest: bool, row: u32, holder: u32) -> bool {
    let (row, holder) = (row as usize, holder as usize);
    let absent = |row| column.is_missing(row);
    // A row without a value stands for its key only where no row has one.
    if absent(row) != absent(holder) {
        return absent(holder);
    }
    let order = column.compare(row, holder);
    match if largest { order } else { order.reverse() } {
        Ordering::Greater => true,
        Ordering::Less => false,
        Ordering::Equal => {
            let rest = table.columns.values().map(|c| c.compare(row, holder)).find(|o| *o != Ordering::Equal);
            rest == Some(Ordering::Less)
        }
    }
}
