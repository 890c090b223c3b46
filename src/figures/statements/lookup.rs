//! A figure, its slices and some days → its value there: from the cell that has just these days, or from cells that add
//! up to them.

use crate::figures::cells::{CellKey, Value};
use crate::figures::release::{ReleasedFigure, Shown};
use crate::figures::slices::period_of;
use crate::figures::window::{Calendar, Window};
use crate::project::{Dimension, FigureDef, Measure};
use crate::value::{AmountError, Period, Ratio};

/// What a figure says of some days.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Found {
    /// This value; with the cell, where it is one cell.
    Value(Ratio, Option<CellKey>),
    /// It is withheld.
    Withheld,
    /// It is rounded to the nearest five, so that nothing exact can be said of it.
    Rounded,
    /// The figure has no value there.
    Nothing,
}

type Slices = [(String, String)];

/// The value of a figure in some slices and days; without days to date.
///
/// # Errors
/// [`AmountError::Overflow`] when a sum does not fit.
pub(super) fn look_up(
    figure: &ReleasedFigure,
    calendar: Calendar,
    slices: &Slices,
    days: Option<Period>,
) -> Result<Found, AmountError> {
    let days = days.unwrap_or_else(|| calendar.to_date());
    let mut withheld = false;
    for key in keys_of(figure, calendar, slices, days) {
        match figure.cell(&key) {
            Ok(Shown::Value(_)) if figure.rounded.contains(&key) => return Ok(Found::Rounded),
            Ok(Shown::Value(Value::Number(value))) => return Ok(Found::Value(value, Some(key))),
            Ok(Shown::Withheld) => withheld = true,
            _ => {}
        }
    }
    let sum = if withheld { None } else { added(figure, calendar, slices, days)? };
    Ok(match sum {
        Some(sum) => Found::Value(sum, None),
        None if withheld => Found::Withheld,
        None => Found::Nothing,
    })
}

/// The cells that have just these days, the windows first.
fn keys_of(figure: &ReleasedFigure, calendar: Calendar, slices: &Slices, days: Period) -> Vec<CellKey> {
    let windows = calendar.windows().into_iter().filter(|window| calendar.period(*window) == Some(days));
    let in_windows = windows.filter_map(|window| figure.key(calendar, window, slices).ok());
    let spans = spans(figure, calendar).into_iter().filter(|(_, _, span)| *span == days);
    let in_spans = spans.filter_map(|(dimension, code, _)| dated_key(figure, calendar, slices, &dimension, &code));
    in_windows.chain(in_spans).collect()
}

/// The key of slices within a span of time.
fn dated_key(
    figure: &ReleasedFigure,
    calendar: Calendar,
    slices: &Slices,
    dimension: &str,
    code: &str,
) -> Option<CellKey> {
    let mut all = slices.to_vec();
    all.push((dimension.to_owned(), code.to_owned()));
    figure.key(calendar, Window::ToDate, &all).ok()
}

/// The slices of time by which a figure is broken down, with their days in the program's time.
fn spans(figure: &ReleasedFigure, calendar: Calendar) -> Vec<(String, String, Period)> {
    let dated = figure.all_slices().filter_map(|(breakdown, slice)| {
        let days = period_of(&breakdown.dimension, &slice.code, calendar)?.overlap(calendar.to_date())?;
        Some((breakdown.dimension.clone(), slice.code.clone(), days))
    });
    let mut all: Vec<_> = dated.collect();
    all.dedup();
    all
}

/// The sum of spans that follow each other and fill the days, where counts of different spans may be added.
fn added(
    figure: &ReleasedFigure,
    calendar: Calendar,
    slices: &Slices,
    days: Period,
) -> Result<Option<Ratio>, AmountError> {
    if !adds_over_time(&figure.definition) {
        return Ok(None);
    }
    let mut parts = spans(figure, calendar);
    let years = calendar.windows().into_iter().filter_map(|window| {
        let (dimension, code) = calendar.dated_slice(window).filter(|_| window != Window::Month)?;
        Some((dimension, code, calendar.period(window)?))
    });
    parts.extend(years.filter(|_| slices.is_empty()));
    for dimension in Dimension::SPANS {
        let mut inside: Vec<_> =
            parts.iter().filter(|(own, _, span)| own == dimension.name() && within(*span, days)).collect();
        inside.sort_by_key(|(_, _, span)| span.from);
        inside.dedup();
        let follow = inside.windows(2).all(|pair| matches!(pair, [a, b] if a.2.to == b.2.from.before()));
        let fills = inside.first().is_some_and(|first| first.2.from == days.from)
            && inside.last().is_some_and(|last| last.2.to == days.to);
        if follow && fills {
            return sum(figure, calendar, slices, &inside);
        }
    }
    Ok(None)
}

fn sum(
    figure: &ReleasedFigure,
    calendar: Calendar,
    slices: &Slices,
    parts: &[&(String, String, Period)],
) -> Result<Option<Ratio>, AmountError> {
    let mut total = Ratio::ZERO;
    for (_, _, days) in parts {
        let exact = |key: CellKey| figure.exact(&key).ok()?.filter(|_| !figure.rounded.contains(&key));
        let value = keys_of(figure, calendar, slices, *days).into_iter().find_map(exact);
        let Some(value) = value else { return Ok(None) };
        total = total.plus(value)?;
    }
    Ok(Some(total))
}

fn within(inner: Period, outer: Period) -> bool {
    outer.from <= inner.from && inner.to <= outer.to
}

/// Whether counts of different spans may be added: a person can be in two of them, a row or a thing that is told apart
/// by the date cannot.
fn adds_over_time(figure: &FigureDef) -> bool {
    let by_date = |columns: &[String]| figure.on.as_ref().is_some_and(|on| columns.contains(on));
    figure.on.is_some()
        && figure.reduce.is_none()
        && match &figure.measure {
            Measure::Rows | Measure::Sum(_) => true,
            Measure::Distinct(columns) => by_date(columns),
            _ => false,
        }
}
