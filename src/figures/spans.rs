//! How many things are behind every span of time that can be worked out as a difference: a year less a fiscal year
//! leaves a quarter, and the sum over that quarter's persons is told by the two.

use super::cells::{BreakdownSlices, Span};
use super::keys::{Keys, NO_KEY};
use super::slices::period_of;
use super::window::Calendar;
use crate::records::Column;
use crate::value::{Day, Period};
use std::collections::BTreeSet;

/// The days of every window and slice of time.
pub(super) fn shown_periods(calendar: Calendar, breakdowns: &[BreakdownSlices]) -> Vec<Period> {
    let windows = calendar.windows().into_iter().filter_map(|window| calendar.period(window));
    let slices = breakdowns.iter().flat_map(|b| b.slices.iter().map(move |slice| (&b.dimension, &slice.code)));
    let slices =
        slices.filter_map(|(dimension, code)| period_of(dimension, code, calendar)?.overlap(calendar.to_date()));
    windows.chain(slices).collect()
}

/// Counts the things with a value between any two days at which a shown period begins or ends.
pub(super) fn spans(
    periods: &[Period],
    date: &Column,
    value: &Column,
    things: Option<&Keys>,
    rows: &[u32],
) -> Vec<Span> {
    let edges: BTreeSet<Day> = periods.iter().flat_map(|period| [period.from.before(), period.to]).collect();
    let edges: Vec<Day> = edges.into_iter().collect();
    let mut between: Vec<Vec<u32>> = vec![Vec::new(); edges.len()];
    for &row in rows.iter().filter(|row| !value.is_missing(**row as usize)) {
        let place = date.day(row as usize).map(|day| edges.partition_point(|edge| *edge < day));
        if let Some(rows) = place.and_then(|place| between.get_mut(place)) {
            rows.push(row);
        }
    }
    let mut spans = Vec::new();
    for (first, after) in edges.iter().enumerate() {
        let mut seen = vec![false; things.map_or(0, |keys| keys.count as usize)];
        let mut count = 0;
        for (last, to) in edges.iter().enumerate().skip(first + 1) {
            for &row in &between[last] {
                count += u64::from(is_new(things, row, &mut seen));
            }
            spans.push(Span { after: *after, to: *to, things: count });
        }
    }
    spans
}

/// Whether a row is of a thing that was not seen yet; without keys each row is one.
fn is_new(things: Option<&Keys>, row: u32, seen: &mut [bool]) -> bool {
    let Some(keys) = things else { return true };
    let id = keys.ids.get(row as usize).copied().unwrap_or(NO_KEY);
    seen.get_mut(id as usize).is_some_and(|seen| !std::mem::replace(seen, true))
}
