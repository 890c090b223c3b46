//! The checked sources: where records come from, what their columns hold, and the conditions that pick rows.

use crate::project::file::{Encoding, SourceKind, YearKind};
use crate::project::units::Unit;
use crate::value::{Amount, Day, Place, Term};
use indexmap::IndexMap;

/// Where records come from.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// What it is in words, for notes and receipts.
    pub title: String,
    /// File patterns, relative to the project file.
    pub files: Vec<String>,
    /// Snapshots or changes.
    pub kind: SourceKind,
    /// Flags that a privacy rule looks at: a row that leaves one blank is rejected, because it might be one of those
    /// that the rule protects.
    pub guards: Vec<String>,
    /// The column whose one value says whose export a file is.
    pub one_per: Option<String>,
    /// The column that says when a row became known.
    pub recorded_on: Option<String>,
    /// The columns that make a record's identity; empty when each row is a record of its own.
    pub key: Vec<String>,
    /// The columns by which the later of two rows of a key is known.
    pub latest_by: Vec<String>,
    /// How a row says that its record is deleted.
    pub deleted: Option<Filter>,
    /// Texts that mean "missing".
    pub missing: Vec<String>,
    /// The column separator.
    pub delimiter: u8,
    /// The encoding.
    pub encoding: Encoding,
    /// Lines above the header.
    pub skip_lines: u32,
    /// Lines below the last record, blank ones not counted.
    pub skip_last_lines: u32,
    /// The columns by name.
    pub columns: IndexMap<String, ColumnDef>,
}

/// A column of a source.
#[derive(Debug, Clone)]
pub struct ColumnDef {
    /// Its name.
    pub name: String,
    /// The header names under which exports have it; for a joined date one list entry per part.
    pub from: Vec<Vec<String>>,
    /// Its type.
    pub kind: ColumnKind,
    /// Texts that mean "missing" in it, beside those of the source.
    pub missing: Vec<String>,
    /// Texts (folded) that mean a life sentence in a number of a term.
    pub life_is: Vec<String>,
}

/// The type of a column.
#[derive(Debug, Clone)]
pub enum ColumnKind {
    /// Any text.
    Text,
    /// A code: of a list, or any text when there is none.
    Code {
        /// The list's name.
        list: Option<String>,
        /// Whether codes outside the list are kept (with a warning) instead of rejected.
        open: bool,
    },
    /// A date.
    Date {
        /// The `strptime` formats, tried in order.
        formats: Vec<String>,
        /// What its year means.
        year: YearKind,
        /// The century of years that are written with two digits, such as 2000.
        century: Option<i16>,
    },
    /// A plain number.
    Number(NumberFormat),
    /// An amount of money.
    Money(NumberFormat),
    /// An amount with a unit.
    Quantity {
        /// How the number is written.
        format: NumberFormat,
        /// Its unit.
        unit: QuantityUnit,
        /// What an amount is whose unit is blank, where the project says so.
        blank_unit: Option<BlankUnit>,
    },
    /// A prison term; `from` holds the header names of its parts in this order.
    Term(TermParts),
    /// Yes or no.
    Flag {
        /// Texts that mean yes.
        yes: Vec<String>,
        /// Texts that mean no.
        no: Vec<String>,
        /// What a blank means, where the project says so.
        blank: Option<bool>,
    },
}

impl ColumnKind {
    /// Whether its values are numbers that can be compared with each other as they stand.
    #[must_use]
    pub const fn is_number_of_one_unit(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Money(_) | Self::Quantity { unit: QuantityUnit::Fixed(_), .. })
    }
}

/// How numbers are written in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFormat {
    /// A sign that may stand before the number.
    pub currency: Option<String>,
    /// The sign between groups of three digits.
    pub grouping: Option<char>,
    /// The decimal sign.
    pub decimal: char,
    /// Whether `(12.50)` is minus 12.50.
    pub parentheses: bool,
}

/// Where a quantity's unit stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuantityUnit {
    /// The same for the whole column.
    Fixed(Unit),
    /// In a column of its own: the second part of `from`. Spellings (folded) with the unit they mean.
    Column(IndexMap<String, Unit>),
}

/// What an amount is whose unit is blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlankUnit {
    /// An amount in this unit.
    Unit(Unit),
    /// As if it were missing.
    Missing,
}

/// Which parts a term has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermParts {
    /// Columns of whole years, months and days and a life flag, each present or not, in this order in `from`.
    Columns {
        /// What each part of `from` is.
        parts: Vec<TermPart>,
    },
    /// A number and a unit in two columns: `from[0]` and `from[1]`. Spellings (folded) with their meaning.
    ValueAndUnit(IndexMap<String, TermPart>),
}

/// A part of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermPart {
    /// Years.
    Years,
    /// Months.
    Months,
    /// Days.
    Days,
    /// A life sentence.
    Life,
    /// No term that could be measured: what is written so is taken as missing.
    None,
}

/// All conditions must hold.
pub type Filter = Vec<Condition>;

/// A condition on one column.
#[derive(Debug, Clone)]
pub struct Condition {
    /// The column.
    pub column: String,
    /// What must hold.
    pub test: Test,
    /// The date column from which the state holds; before that day the row is as if it were not in it.
    pub since: Option<String>,
    /// Where it stands in the project file.
    pub place: Place,
}

impl PartialEq for Condition {
    /// Two conditions are one when they ask the same, wherever they stand.
    fn eq(&self, other: &Self) -> bool {
        (&self.column, &self.test, &self.since) == (&other.column, &other.test, &other.since)
    }
}

/// What a condition asks of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// One of these texts or codes.
    Is(Vec<String>),
    /// None of these; a missing value is none of them.
    Not(Vec<String>),
    /// Begins with one of these; case does not matter.
    Starts(Vec<String>),
    /// A flag that says so; a missing one says nothing.
    Flag(bool),
    /// A flag that does not say so; a missing one does not.
    NotFlag(bool),
    /// Missing, or not.
    Missing(bool),
    /// Compared with a value of the column's type.
    Compare(Comparison, Operand),
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Equal.
    Equal,
    /// At least.
    AtLeast,
    /// Strictly more.
    MoreThan,
    /// At most.
    AtMost,
    /// Strictly less.
    Under,
}

/// What a value is compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Operand {
    /// A number, money or quantity in the column's unit.
    Amount(Amount),
    /// A term.
    Term(Term),
    /// A day.
    Day(Day),
}
