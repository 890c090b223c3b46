//! The columns of a table in compact form: codes as `u32` into a dictionary, days as day numbers, numbers as one
//! `i128` mantissa with the column's scale.

use super::parse::Cell;
use crate::project::{ColumnKind, QuantityUnit, Unit};
use crate::value::{Amount, AmountError, Day, Term};
use indexmap::IndexSet;
use std::cmp::Ordering;

/// The code of a missing text.
pub const MISSING_CODE: u32 = u32::MAX;
/// The number of a missing day.
pub const MISSING_DAY: i32 = i32::MIN;
/// The parts of a missing term.
pub const MISSING_TERM: i64 = i64::MIN;

const MISSING_NUMBER: i128 = i128::MIN;

/// A column.
#[derive(Debug, Clone)]
pub enum Column {
    /// Texts and codes: indexes into a dictionary, [`MISSING_CODE`] for none.
    Text {
        /// One entry per row.
        codes: Vec<u32>,
        /// The dictionary, in the order of first appearance.
        words: IndexSet<String>,
    },
    /// Day numbers, [`MISSING_DAY`] for none.
    Day(Vec<i32>),
    /// Plain numbers and money.
    Number(Numbers),
    /// Numbers with a unit: an index into `units`.
    Quantity {
        /// The numbers, in the row's own unit.
        numbers: Numbers,
        /// One entry per row; any value where the number is missing.
        unit: Vec<u32>,
        /// The units.
        units: IndexSet<UnitKey>,
    },
    /// Parts of a month, [`MISSING_TERM`] for none.
    Term(Vec<i64>),
    /// `Some` flag or none.
    Flag(Vec<Option<bool>>),
}

/// A unit as a dictionary entry.
pub type UnitKey = HashedUnit;

/// A [`Unit`] that can be a dictionary entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum HashedUnit {
    /// A unit of mass.
    Mass(crate::project::MassUnit),
    /// Anything else, by its name.
    Named(String),
}

impl HashedUnit {
    fn of(unit: Unit) -> Self {
        match unit {
            Unit::Mass(mass) => Self::Mass(mass),
            Unit::Count(name) | Unit::Money(name) => Self::Named(name),
            Unit::Months | Unit::Share | Unit::Per(_) => Self::Named(unit.to_string()),
        }
    }

    /// Its name or symbol.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Mass(mass) => mass.symbol(),
            Self::Named(name) => name,
        }
    }
}

/// Exact numbers with one scale for all: `mantissa / 10^scale`.
#[derive(Debug, Clone, Default)]
pub struct Numbers {
    scale: u8,
    mantissas: Vec<i128>,
}

impl Numbers {
    /// The number of a row, if it has one.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Amount> {
        let mantissa = *self.mantissas.get(row)?;
        if mantissa == MISSING_NUMBER { None } else { Amount::new(mantissa, self.scale).ok() }
    }

    fn push(&mut self, amount: Option<Amount>) -> Result<(), AmountError> {
        let Some(amount) = amount else {
            self.mantissas.push(MISSING_NUMBER);
            return Ok(());
        };
        if amount.scale() > self.scale {
            self.widen(amount.scale())?;
        }
        self.mantissas.push(amount.rescaled(self.scale)?.mantissa());
        Ok(())
    }

    /// Gives all numbers a longer scale; they are left as they are when one of them would not fit.
    fn widen(&mut self, scale: u8) -> Result<(), AmountError> {
        let wider: Result<Vec<i128>, AmountError> =
            self.mantissas
                .iter()
                .map(|&m| {
                    if m == MISSING_NUMBER {
                        Ok(m)
                    } else {
                        Ok(Amount::new(m, self.scale)?.rescaled(scale)?.mantissa())
                    }
                })
                .collect();
        self.mantissas = wider?;
        self.scale = scale;
        Ok(())
    }

    fn append(&mut self, other: &Self) -> Result<(), AmountError> {
        (0..other.mantissas.len()).try_for_each(|row| self.push(other.get(row)))
    }
}

impl Column {
    pub(super) fn new(kind: &ColumnKind) -> Self {
        match kind {
            ColumnKind::Text | ColumnKind::Code { .. } => Self::Text { codes: Vec::new(), words: IndexSet::new() },
            ColumnKind::Date { .. } => Self::Day(Vec::new()),
            ColumnKind::Number(_) | ColumnKind::Money(_) => Self::Number(Numbers::default()),
            ColumnKind::Quantity { unit, .. } => {
                let units = match unit {
                    QuantityUnit::Fixed(unit) => std::iter::once(HashedUnit::of(unit.clone())).collect(),
                    QuantityUnit::Column(_) => IndexSet::new(),
                };
                Self::Quantity { numbers: Numbers::default(), unit: Vec::new(), units }
            }
            ColumnKind::Term(_) => Self::Term(Vec::new()),
            ColumnKind::Flag { .. } => Self::Flag(Vec::new()),
        }
    }

    /// Adds a cell; the caller has parsed it by this column's own type, so a cell of another type is taken as
    /// missing.
    pub(super) fn push(&mut self, cell: Cell) -> Result<(), AmountError> {
        match (self, cell) {
            (Self::Text { codes, words }, Cell::Text(text)) => {
                let code = words.get_index_of(&text).unwrap_or_else(|| words.insert_full(text).0);
                codes.push(u32::try_from(code).unwrap_or(MISSING_CODE));
            }
            (Self::Text { codes, .. }, _) => codes.push(MISSING_CODE),
            (Self::Day(days), Cell::Day(moment)) => days.push(moment.day.number()),
            (Self::Day(days), _) => days.push(MISSING_DAY),
            (Self::Number(numbers), Cell::Number(amount)) => numbers.push(Some(amount))?,
            (Self::Number(numbers), _) => numbers.push(None)?,
            (Self::Quantity { numbers, unit, units }, Cell::Quantity(amount, of)) => {
                numbers.push(Some(amount))?;
                let index = units.insert_full(HashedUnit::of(of)).0;
                unit.push(u32::try_from(index).unwrap_or(0));
            }
            (Self::Quantity { numbers, unit, .. }, _) => {
                numbers.push(None)?;
                unit.push(0);
            }
            (Self::Term(terms), Cell::Term(term)) => terms.push(term.parts()),
            (Self::Term(terms), _) => terms.push(MISSING_TERM),
            (Self::Flag(flags), Cell::Flag(flag)) => flags.push(Some(flag)),
            (Self::Flag(flags), _) => flags.push(None),
        }
        Ok(())
    }

    /// Takes the last rows away again.
    pub(super) fn truncate(&mut self, rows: usize) {
        match self {
            Self::Text { codes, .. } => codes.truncate(rows),
            Self::Day(days) => days.truncate(rows),
            Self::Number(numbers) => numbers.mantissas.truncate(rows),
            Self::Quantity { numbers, unit, .. } => {
                numbers.mantissas.truncate(rows);
                unit.truncate(rows);
            }
            Self::Term(terms) => terms.truncate(rows),
            Self::Flag(flags) => flags.truncate(rows),
        }
    }

    pub(super) fn append(&mut self, other: &Self) -> Result<(), AmountError> {
        match (self, other) {
            (Self::Text { codes, words }, Self::Text { codes: more, words: others }) => {
                let map: Vec<u32> = others
                    .iter()
                    .map(|word| u32::try_from(words.insert_full(word.clone()).0).unwrap_or(MISSING_CODE))
                    .collect();
                codes.extend(more.iter().map(|&c| map.get(c as usize).copied().unwrap_or(MISSING_CODE)));
            }
            (Self::Day(days), Self::Day(more)) => days.extend(more),
            (Self::Number(numbers), Self::Number(more)) => numbers.append(more)?,
            (Self::Quantity { numbers, unit, units }, Self::Quantity { numbers: more, unit: of, units: others }) => {
                numbers.append(more)?;
                let map: Vec<u32> =
                    others.iter().map(|u| u32::try_from(units.insert_full(u.clone()).0).unwrap_or(0)).collect();
                unit.extend(of.iter().map(|&u| map.get(u as usize).copied().unwrap_or(0)));
            }
            (Self::Term(terms), Self::Term(more)) => terms.extend(more),
            (Self::Flag(flags), Self::Flag(more)) => flags.extend(more),
            _ => {}
        }
        Ok(())
    }

    /// Whether a row has no value.
    #[must_use]
    pub fn is_missing(&self, row: usize) -> bool {
        self.key(row)
            == match self {
                Self::Text { .. } | Self::Flag(_) => -1,
                Self::Day(_) => i128::from(MISSING_DAY),
                Self::Number(_) | Self::Quantity { .. } => MISSING_NUMBER,
                Self::Term(_) => i128::from(MISSING_TERM),
            }
    }

    /// A row's value in its one spelling, as [`Cell::spelled`] has it.
    #[must_use]
    pub fn spelled(&self, row: usize) -> String {
        let cell = match self {
            _ if self.is_missing(row) => Cell::Missing,
            Self::Text { .. } => return self.text(row).unwrap_or_default().to_owned(),
            Self::Day(_) => return self.day(row).map_or_else(String::new, |day| day.to_string()),
            Self::Number(_) | Self::Quantity { .. } => self.number(row).map_or(Cell::Missing, Cell::Number),
            Self::Term(_) => self.term(row).map_or(Cell::Missing, Cell::Term),
            Self::Flag(flags) => flags.get(row).copied().flatten().map_or(Cell::Missing, Cell::Flag),
        };
        cell.spelled()
    }

    /// The text of a row; `None` where it is missing or the column holds no texts.
    #[must_use]
    pub fn text(&self, row: usize) -> Option<&str> {
        let Self::Text { codes, words } = self else { return None };
        words.get_index(*codes.get(row)? as usize).map(String::as_str)
    }

    /// The day of a row.
    #[must_use]
    pub fn day(&self, row: usize) -> Option<Day> {
        let Self::Day(days) = self else { return None };
        days.get(row).copied().filter(|&d| d != MISSING_DAY).and_then(Day::from_number)
    }

    /// The term of a row.
    #[must_use]
    pub fn term(&self, row: usize) -> Option<Term> {
        let Self::Term(terms) = self else { return None };
        terms.get(row).copied().filter(|&t| t != MISSING_TERM).map(Term::from_parts)
    }

    /// The number of a row, in the row's own unit where the column holds quantities.
    #[must_use]
    pub fn number(&self, row: usize) -> Option<Amount> {
        match self {
            Self::Number(numbers) | Self::Quantity { numbers, .. } => numbers.get(row),
            _ => None,
        }
    }

    /// The cell of a row as text, for lists of rows; empty where it is missing.
    #[must_use]
    pub fn shown(&self, row: usize) -> String {
        match self {
            Self::Text { .. } => self.text(row).unwrap_or_default().to_owned(),
            Self::Day(_) => self.day(row).map(|day| day.to_string()).unwrap_or_default(),
            Self::Number(_) | Self::Quantity { .. } => self.number(row).map(|n| n.to_string()).unwrap_or_default(),
            Self::Term(_) => match self.term(row).map(|term| term.months()) {
                Some(Some(months)) => months.to_string(),
                Some(None) => "life".to_owned(),
                None => String::new(),
            },
            Self::Flag(flags) => match flags.get(row).copied().flatten() {
                Some(true) => "yes".to_owned(),
                Some(false) => "no".to_owned(),
                None => String::new(),
            },
        }
    }

    /// A value by which rows are told apart and put in order: equal keys mean equal cells. Missing comes first.
    /// Texts are keyed by dictionary index, so their keys order nothing; see [`Self::compare`].
    #[must_use]
    pub fn key(&self, row: usize) -> i128 {
        match self {
            Self::Text { codes, .. } => {
                codes.get(row).map_or(-1, |&c| if c == MISSING_CODE { -1 } else { i128::from(c) })
            }
            Self::Day(days) => days.get(row).map_or(i128::MIN, |&d| i128::from(d)),
            Self::Number(numbers) => numbers.mantissas.get(row).copied().unwrap_or(MISSING_NUMBER),
            Self::Quantity { numbers, .. } => numbers.mantissas.get(row).copied().unwrap_or(MISSING_NUMBER),
            Self::Term(terms) => terms.get(row).map_or(i128::MIN, |&t| i128::from(t)),
            Self::Flag(flags) => flags.get(row).copied().flatten().map_or(-1, i128::from),
        }
    }

    /// The key of a cell that may not be in the column; `None` when the column has no such value.
    pub(super) fn key_of(&self, cell: &Cell) -> Option<i128> {
        match (self, cell) {
            (Self::Text { words, .. }, Cell::Text(text)) => {
                words.get_index_of(text).and_then(|code| i128::try_from(code).ok())
            }
            (Self::Day(_), Cell::Day(moment)) => Some(i128::from(moment.day.number())),
            (Self::Number(numbers) | Self::Quantity { numbers, .. }, Cell::Number(n) | Cell::Quantity(n, _)) => {
                let plain = n.trimmed();
                if plain.scale() > numbers.scale {
                    None
                } else {
                    plain.rescaled(numbers.scale).ok().map(Amount::mantissa)
                }
            }
            (Self::Term(_), Cell::Term(term)) => Some(i128::from(term.parts())),
            (Self::Flag(_), Cell::Flag(flag)) => Some(i128::from(*flag)),
            _ => None,
        }
    }

    /// Whether two rows have the same value, unit included.
    #[must_use]
    pub fn agrees(&self, a: usize, b: usize) -> bool {
        let unit = |row: usize| match self {
            Self::Quantity { unit, .. } => unit.get(row),
            _ => None,
        };
        self.key(a) == self.key(b) && unit(a) == unit(b)
    }

    /// The order of two rows by this column: missing first, texts by their characters, all else by value.
    #[must_use]
    pub fn compare(&self, a: usize, b: usize) -> Ordering {
        match self {
            Self::Text { .. } => self.text(a).cmp(&self.text(b)),
            _ => self.key(a).cmp(&self.key(b)),
        }
    }
}
