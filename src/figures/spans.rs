//! How many things are behind every span of time that can be worked out as a difference: a year less a fiscal year
//! leaves a quarter, and the sum over that quarter's persons is told by the two; within each slice of a table too.

use super::cells::{BreakdownSlices, Crossing, Span};
use super::keys::{Keys, NO_KEY};
use super::slices::{Knife, period_of};
use super::window::Calendar;
use crate::project::{Dimension, Measure, Protect};
use crate::value::{Day, Period};
use std::collections::BTreeSet;

/// The selected rows of a figure, of which spans are counted.
pub(super) struct Timeline<'a> {
    pub(super) knife: Knife<'a>,
    pub(super) things: Option<&'a Keys>,
    pub(super) selected: &'a [u32],
    /// The figure is a statistic over persons.
    pub(super) of_persons: bool,
}

impl Timeline<'_> {
    /// The spans that differences of shown periods could single out: of a sum or mean over persons all that there are,
    /// of a protected count those within a slice, since totals of the program are no small cells.
    pub(super) fn spans(&self, breakdowns: &[BreakdownSlices], crossings: &[Crossing]) -> Vec<Span> {
        let adds = matches!(self.knife.figure.measure, Measure::Sum(_) | Measure::Mean(_));
        let counts = self.knife.figure.measure.column().is_none();
        let mut spans = Vec::new();
        if self.of_persons && adds {
            let crossed = crossings.iter().flat_map(|crossing| [&crossing.rows, &crossing.columns]);
            let periods = shown_periods(self.knife.calendar, breakdowns.iter().chain(crossed));
            spans.extend(self.between(&[], &periods, self.selected));
        }
        for (dimension, times) in self.tables_by_time(crossings) {
            // A count's slices of one kind add up, which suppression knows; years less fiscal years are no cells.
            if !(self.of_persons && adds || counts && times.len() > 1) {
                continue;
            }
            let periods = shown_periods(self.knife.calendar, times.into_iter());
            let cut = self.knife.cut(dimension, Protect::Nothing, self.selected);
            for (slice, rows) in cut.breakdown.slices.iter().zip(&cut.rows) {
                let slice = [(dimension.name().to_owned(), slice.code.clone())];
                spans.extend(self.between(&slice, &periods, rows));
            }
        }
        spans
    }

    /// The dimensions that protected tables cross with time, each with the slices of time.
    fn tables_by_time<'c>(&self, crossings: &'c [Crossing]) -> Vec<(&Dimension, Vec<&'c BreakdownSlices>)> {
        let mut found: Vec<(&Dimension, Vec<&BreakdownSlices>)> = Vec::new();
        let crossed = self.knife.figure.by.iter().filter_map(|by| Some((&by.dimension, by.across.as_ref()?)));
        for ((down, across), crossing) in crossed.zip(crossings).filter(|(_, crossing)| crossing.rows.protect) {
            let (lasting, times) = match (down.is_time(), across.is_time()) {
                (false, true) => (down, &crossing.columns),
                (true, false) => (across, &crossing.rows),
                _ => continue,
            };
            match found.iter_mut().find(|(dimension, _)| *dimension == lasting) {
                Some((_, all)) => all.push(times),
                None => found.push((lasting, vec![times])),
            }
        }
        found
    }

    /// Counts the things with a value in a slice between any two days at which a shown period begins or ends.
    fn between(&self, slice: &[(String, String)], periods: &[Period], rows: &[u32]) -> Vec<Span> {
        let figure = self.knife.figure;
        let column = |name: Option<&str>| name.and_then(|name| self.knife.table.column(name));
        let Some(date) = column(figure.on.as_deref()) else { return Vec::new() };
        let value = column(figure.measure.column());
        let edges: BTreeSet<Day> = periods.iter().flat_map(|period| [period.from.before(), period.to]).collect();
        let edges: Vec<Day> = edges.into_iter().collect();
        let mut between: Vec<Vec<u32>> = vec![Vec::new(); edges.len()];
        for &row in rows.iter().filter(|row| value.is_none_or(|value| !value.is_missing(**row as usize))) {
            let place = date.day(row as usize).map(|day| edges.partition_point(|edge| *edge < day));
            if let Some(rows) = place.and_then(|place| between.get_mut(place)) {
                rows.push(row);
            }
        }
        let mut spans = Vec::new();
        for (first, after) in edges.iter().enumerate() {
            let mut seen = vec![false; self.things.map_or(0, |keys| keys.count as usize)];
            let mut things = 0;
            for (to, rows) in edges.iter().zip(&between).skip(first + 1) {
                things += rows.iter().map(|row| u64::from(is_new(self.things, *row, &mut seen))).sum::<u64>();
                spans.push(Span { slice: slice.to_vec(), after: *after, to: *to, things });
            }
        }
        spans
    }
}

/// The days of every window and slice of time.
fn shown_periods<'a>(calendar: Calendar, breakdowns: impl Iterator<Item = &'a BreakdownSlices>) -> Vec<Period> {
    let windows = calendar.windows().into_iter().filter_map(|window| calendar.period(window));
    let slices = breakdowns.flat_map(|b| b.slices.iter().map(move |slice| (&b.dimension, &slice.code)));
    let slices =
        slices.filter_map(|(dimension, code)| period_of(dimension, code, calendar)?.overlap(calendar.to_date()));
    windows.chain(slices).collect()
}

/// Whether a row is of a thing that was not seen yet; without keys each row is one.
fn is_new(things: Option<&Keys>, row: u32, seen: &mut [bool]) -> bool {
    let Some(keys) = things else { return true };
    let id = keys.ids.get(row as usize).copied().unwrap_or(NO_KEY);
    seen.get_mut(id as usize).is_some_and(|seen| !std::mem::replace(seen, true))
}
