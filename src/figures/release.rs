//! What may be shown of the computed figures, and how it is looked up: suppression is decided once for an edition and
//! before any template is filled, and every output takes its values from the result.

use super::cells::{BreakdownSlices, Cell, CellId, CellKey, Computed, Crossing, Slice, Value};
use super::print::{WITHHELD, print};
use super::receipt::Receipt;
use super::rounding::{rounded, shown};
use super::suppress::{Beside, Protection, withheld};
use super::window::{Calendar, Window};
use crate::project::{FigureDef, Measure, Privacy, Unit};
use crate::value::{AmountError, Ratio, nearest};
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};

/// What is shown of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Its value.
    Value(Value),
    /// Nothing, to protect persons.
    Withheld,
}

/// A figure as it may be shown.
#[derive(Debug, Clone)]
pub struct ReleasedFigure {
    /// Its definition.
    pub definition: FigureDef,
    /// What is shown of its cells.
    pub cells: BTreeMap<CellKey, Shown>,
    /// Cells that are rounded to the nearest five, and what is worked out from such.
    pub rounded: BTreeSet<CellKey>,
    /// Its breakdowns.
    pub breakdowns: Vec<BreakdownSlices>,
    /// Its breakdowns by two dimensions.
    pub crossings: Vec<Crossing>,
    /// How it came about; for the internal folder only.
    pub receipt: Receipt,
}

/// All figures as they may be shown.
#[derive(Debug, Clone)]
pub struct Released {
    /// What windows are relative to.
    pub calendar: Calendar,
    /// What the program and its office are called; a text may name them.
    pub program: Vec<String>,
    /// The figures by name.
    pub figures: IndexMap<String, ReleasedFigure>,
}

/// Why a printed figure could not be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// No such figure, window, dimension or code.
    #[error("unknown {what} \"{name}\"; {advice}")]
    Unknown {
        /// What kind of name it is.
        what: &'static str,
        /// The name.
        name: String,
        /// The nearest right one.
        advice: String,
    },
    /// The figure cannot be claimed truthfully.
    #[error("\"{figure}\" cannot be claimed: its value is {value}, and {why}")]
    Claim {
        /// The figure.
        figure: String,
        /// Its printed value.
        value: String,
        /// What could be said instead.
        why: String,
    },
    /// A number that does not fit.
    #[error("\"{figure}\" cannot be printed: {error}")]
    Amount {
        /// The figure.
        figure: String,
        /// What is wrong.
        error: AmountError,
    },
}

/// Decides what may be shown.
#[must_use]
pub fn release(computed: Computed, privacy: &Privacy) -> Released {
    release_with(computed, privacy, Protection::Full)
}

/// The same with less protection, so that a test can show what the full one is for.
#[must_use]
pub fn release_with(computed: Computed, privacy: &Privacy, protection: Protection) -> Released {
    let hidden = withheld(&computed, privacy.smallest_cell, protection, Beside::default());
    as_shown(computed, &hidden)
}

/// Computed figures without the hidden cells.
pub(super) fn as_shown(computed: Computed, hidden: &BTreeSet<CellId>) -> Released {
    let rounded = rounded(&computed);
    let show = |index: usize, (key, cell): (&CellKey, &Cell)| {
        let id = (index, key.clone());
        let value = if rounded.contains(&id) { shown(&computed, &rounded, &id, cell) } else { Some(cell.value) };
        let value = value.filter(|_| !hidden.contains(&id));
        (id.1, value.map_or(Shown::Withheld, Shown::Value))
    };
    let all = computed.figures.values().enumerate();
    let shown: Vec<_> =
        all.map(|(index, figure)| figure.cells.iter().map(|cell| show(index, cell)).collect()).collect();
    let figures = computed.figures.into_iter().zip(shown).enumerate().map(|(index, ((name, figure), cells))| {
        let own = rounded.iter().filter(|id| id.0 == index);
        let released = ReleasedFigure {
            cells,
            rounded: own.map(|id| id.1.clone()).collect(),
            definition: figure.definition,
            breakdowns: figure.breakdowns,
            crossings: figure.crossings,
            receipt: figure.receipt,
        };
        (name, released)
    });
    let figures = figures.collect();
    Released { calendar: computed.calendar, program: computed.program, figures }
}

impl Released {
    /// The figures and breakdowns of which every value is withheld: nobody can read such a table, and a person should
    /// know before it is published.
    #[must_use]
    pub fn withheld_whole(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (name, figure) in &self.figures {
            let one = figure.breakdowns.iter().map(|b| (b.dimension.clone(), b.keys()));
            let two =
                figure.crossings.iter().map(|x| (format!("{} × {}", x.rows.dimension, x.columns.dimension), x.keys()));
            let hidden = |keys: &[CellKey]| keys.iter().all(|key| figure.cells.get(key) == Some(&Shown::Withheld));
            let whole = one.chain(two).filter(|(_, keys)| keys.len() > 1 && hidden(keys));
            found.extend(whole.map(|(dimension, _)| (name.clone(), dimension)));
        }
        found
    }

    /// The figure of that name.
    ///
    /// # Errors
    /// [`LookupError::Unknown`] with the nearest name.
    pub fn figure(&self, name: &str) -> Result<&ReleasedFigure, LookupError> {
        self.figures.get(name).ok_or_else(|| unknown("figure", name, self.figures.keys().map(String::as_str)))
    }
}

fn unknown<'a>(what: &'static str, name: &str, names: impl IntoIterator<Item = &'a str>) -> LookupError {
    LookupError::Unknown { what, name: name.to_owned(), advice: nearest(name, names) }
}

fn unknown_code(breakdown: &BreakdownSlices, code: &str) -> LookupError {
    unknown("code", code, breakdown.slices.iter().map(|s| s.code.as_str()))
}

impl ReleasedFigure {
    /// What is shown of a cell.
    ///
    /// # Errors
    /// [`LookupError::Unknown`] with the nearest window, dimension or code.
    pub fn cell(&self, key: &CellKey) -> Result<Shown, LookupError> {
        if let Some(shown) = self.cells.get(key) {
            return Ok(*shown);
        }
        match key.slice.as_slice() {
            [] => {
                let windows: Vec<String> =
                    self.cells.keys().filter(|k| k.slice.is_empty()).map(|k| k.window.to_string()).collect();
                Err(unknown("period", &key.window.to_string(), windows.iter().map(String::as_str)))
            }
            [(dimension, code)] => Err(unknown_code(self.breakdown(dimension)?, code)),
            [(down, row), (across, column), ..] => {
                let crossing = self.crossing(down, across)?;
                let is_row = crossing.rows.slices.iter().any(|slice| slice.code == *row);
                let (breakdown, code) = if is_row { (&crossing.columns, column) } else { (&crossing.rows, row) };
                Err(unknown_code(breakdown, code))
            }
        }
    }

    /// The key of a cell that a person asked for by period and slices, in whatever order: a period beside a slice is
    /// looked up in the figure's breakdown by both.
    ///
    /// # Errors
    /// [`LookupError::Unknown`] when the figure is not broken down that way.
    pub fn key(&self, calendar: Calendar, window: Window, slices: &[(String, String)]) -> Result<CellKey, LookupError> {
        let mut slice = slices.to_vec();
        if let ([_], Some(part)) = (slices, calendar.dated_slice(window)) {
            slice.push(part);
        } else if !slices.is_empty() && window != Window::ToDate {
            return Err(unknown("period of a breakdown", &window.to_string(), ["to-date", "month", "2024", "FY2024"]));
        }
        match slice.as_slice() {
            [] => return Ok(CellKey::total(window)),
            [(dimension, _)] => {
                self.breakdown(dimension)?;
            }
            [(a, _), (b, _)] if self.crossing(a, b).is_err() && self.crossing(b, a).is_ok() => slice.reverse(),
            [(a, _), (b, _)] => {
                self.crossing(a, b)?;
            }
            _ => return Err(unknown("breakdown by three", "dimensions", [])),
        }
        Ok(CellKey { window: Window::ToDate, slice })
    }

    /// Every slice by which it is broken down, with its breakdown; one of two dimensions comes with each of them.
    pub(super) fn all_slices(&self) -> impl Iterator<Item = (&BreakdownSlices, &Slice)> {
        let crossed = self.crossings.iter().flat_map(|crossing| [&crossing.rows, &crossing.columns]);
        let breakdowns = self.breakdowns.iter().chain(crossed);
        breakdowns.flat_map(|breakdown| breakdown.slices.iter().map(move |slice| (breakdown, slice)))
    }

    /// The name in words of a slice; its code where the figure has no such slice.
    #[must_use]
    pub fn label(&self, dimension: &str, code: &str) -> String {
        let own = self.all_slices().find(|(breakdown, slice)| breakdown.dimension == dimension && slice.code == code);
        own.map_or(code, |(_, slice)| &slice.label).to_owned()
    }

    /// The breakdown by two dimensions.
    ///
    /// # Errors
    /// [`LookupError::Unknown`] with those that there are.
    pub fn crossing(&self, down: &str, across: &str) -> Result<&Crossing, LookupError> {
        let name = |crossing: &Crossing| format!("{} × {}", crossing.rows.dimension, crossing.columns.dimension);
        let found = self.crossings.iter().find(|x| x.rows.dimension == down && x.columns.dimension == across);
        found.ok_or_else(|| {
            let names: Vec<String> = self.crossings.iter().map(name).collect();
            unknown("breakdown", &format!("{down} × {across}"), names.iter().map(String::as_str))
        })
    }

    /// The breakdown by a dimension.
    ///
    /// # Errors
    /// [`LookupError::Unknown`] with the nearest dimension.
    pub fn breakdown(&self, dimension: &str) -> Result<&BreakdownSlices, LookupError> {
        let names = self.breakdowns.iter().map(|b| b.dimension.as_str());
        self.breakdowns.iter().find(|b| b.dimension == dimension).ok_or_else(|| unknown("breakdown", dimension, names))
    }

    /// The printed text of a cell, or the marker that stands for it.
    ///
    /// # Errors
    /// As [`Self::cell`], or when the number does not fit.
    pub fn text(&self, key: &CellKey, unit: bool) -> Result<String, LookupError> {
        match self.cell(key)? {
            Shown::Withheld => Ok(WITHHELD.to_owned()),
            Shown::Value(value) => print(&self.definition, value, unit).map_err(|e| self.amount_error(e)),
        }
    }

    /// What is printed of a slice in which the figure has no row at all: nought, or that there is no value.
    #[must_use]
    pub fn none(&self) -> String {
        let value = match self.definition.measure {
            Measure::Rows | Measure::Distinct(_) | Measure::Sum(_) => Value::Number(Ratio::ZERO),
            _ => Value::Nothing,
        };
        print(&self.definition, value, false).unwrap_or_default()
    }

    /// Whether a cell is shown and more than nothing.
    ///
    /// # Errors
    /// As [`Self::cell`].
    pub fn any(&self, key: &CellKey) -> Result<bool, LookupError> {
        Ok(match self.cell(key)? {
            Shown::Withheld | Shown::Value(Value::Life) => true,
            Shown::Value(Value::Nothing) => false,
            Shown::Value(Value::Number(number)) => number.numerator() > 0,
        })
    }

    pub(super) fn amount_error(&self, error: AmountError) -> LookupError {
        LookupError::Amount { figure: self.definition.name.clone(), error }
    }

    /// The exact value of a cell as a decimal, or as a fraction where no decimal equals it; `None` where nothing
    /// is shown.
    ///
    /// # Errors
    /// As [`Self::cell`].
    pub fn exact(&self, key: &CellKey) -> Result<Option<Ratio>, LookupError> {
        Ok(match self.cell(key)? {
            Shown::Value(Value::Number(number)) => Some(number),
            Shown::Value(Value::Life | Value::Nothing) | Shown::Withheld => None,
        })
    }

    /// The name of the unit, for data files: "arrests", "$", "kg", "months".
    #[must_use]
    pub const fn unit(&self) -> &Unit {
        &self.definition.unit
    }
}
