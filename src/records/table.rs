//! Typed cells → compact columns: codes as `u32` into a dictionary, days as day numbers, numbers as one `i128`
//! mantissa with the column's scale. Only declared columns are kept.

use super::parse::Cell;
use crate::project::{ColumnKind, QuantityUnit, Source, Unit};
use crate::value::{Amount, AmountError, Day, Place, Problem, Term};
use indexmap::{IndexMap, IndexSet};

/// The code of a missing text.
pub const MISSING_CODE: u32 = u32::MAX;
/// The number of a missing day.
pub const MISSING_DAY: i32 = i32::MIN;
/// The parts of a missing term.
pub const MISSING_TERM: i64 = i64::MIN;

const MISSING_NUMBER: i128 = i128::MIN;

/// Rows of a source in columns.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The columns by name; all of the same length.
    pub columns: IndexMap<String, Column>,
    /// The file names.
    pub files: Vec<String>,
    /// For each row the file (index into `files`) and the line, from 1.
    pub origins: Vec<(u32, u32)>,
}

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
    fn new(kind: &ColumnKind) -> Self {
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
    fn push(&mut self, cell: Cell) -> Result<(), AmountError> {
        match (self, cell) {
            (Self::Text { codes, words }, Cell::Text(text)) => {
                let code = words.get_index_of(&text).unwrap_or_else(|| words.insert_full(text).0);
                codes.push(u32::try_from(code).unwrap_or(MISSING_CODE));
            }
            (Self::Text { codes, .. }, _) => codes.push(MISSING_CODE),
            (Self::Day(days), Cell::Day(day)) => days.push(day.number()),
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

    fn append(&mut self, other: &Self) -> Result<(), AmountError> {
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

    /// The order of two rows by this column: missing first, texts by their characters, all else by value.
    #[must_use]
    pub fn compare(&self, a: usize, b: usize) -> std::cmp::Ordering {
        match self {
            Self::Text { .. } => self.text(a).cmp(&self.text(b)),
            _ => self.key(a).cmp(&self.key(b)),
        }
    }
}

impl Table {
    pub(super) fn new(source: &Source, file: &str) -> Self {
        Self {
            columns: source.columns.iter().map(|(name, def)| (name.clone(), Column::new(&def.kind))).collect(),
            files: vec![file.to_owned()],
            origins: Vec::new(),
        }
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.origins.len()
    }

    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.origins.is_empty()
    }

    /// Adds a row of cells in the order of the columns.
    pub(super) fn push(&mut self, cells: Vec<Cell>, line: u32) -> Result<(), AmountError> {
        for (column, cell) in self.columns.values_mut().zip(cells) {
            column.push(cell)?;
        }
        self.origins.push((0, line));
        Ok(())
    }

    /// Puts the tables of a source's files together, in their order.
    pub(super) fn join<'t>(source: &Source, tables: impl Iterator<Item = &'t Self>) -> Result<Self, Vec<Problem>> {
        let mut whole = Self { files: Vec::new(), ..Self::new(source, "") };
        for table in tables {
            let file = u32::try_from(whole.files.len()).unwrap_or(u32::MAX);
            for ((name, column), more) in whole.columns.iter_mut().zip(table.columns.values()) {
                column.append(more).map_err(|error| {
                    let name = format!("the column \"{name}\" cannot be held beside the other files': {error}");
                    vec![Problem::new(Place::file(table.files.join("")), name, "")]
                })?;
            }
            whole.files.extend(table.files.iter().cloned());
            whole.origins.extend(table.origins.iter().map(|&(_, line)| (file, line)));
        }
        Ok(whole)
    }

    /// The file and line of a row.
    #[must_use]
    pub fn place(&self, row: usize) -> Place {
        let (file, line) = self.origins.get(row).copied().unwrap_or_default();
        Place::at(self.files.get(file as usize).cloned().unwrap_or_default(), u64::from(line), 0)
    }

    /// A column by name. The project's check has seen to it that every name which is asked for exists.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.get(name)
    }
}
