//! The checked project: what every later stage is told. Names have been resolved, types agree, and nothing
//! here can still be misspelt.

use super::file::{Encoding, RequiredBlock, SheetFormat, SourceKind, Status, YearKind};
use super::units::{MassUnit, Unit};
use crate::value::{Amount, Day, Term};
use indexmap::IndexMap;

/// A whole project.
#[derive(Debug, Clone)]
pub struct Project {
    /// Who publishes, and since when they count.
    pub program: Program,
    /// Statements that are true from a day on.
    pub facts: Vec<Fact>,
    /// Lists of codes by name.
    pub codes: IndexMap<String, CodeList>,
    /// Bands by name.
    pub bands: IndexMap<String, Bands>,
    /// Where records come from, by name.
    pub sources: IndexMap<String, Source>,
    /// Who must not be exposed.
    pub privacy: Privacy,
    /// The figures by name.
    pub figures: IndexMap<String, FigureDef>,
    /// The sheets in order.
    pub sheets: Vec<Sheet>,
}

/// The program whose results are published.
#[derive(Debug, Clone)]
pub struct Program {
    /// Its full name.
    pub name: String,
    /// Its short name; the full one when it has none.
    pub short: String,
    /// The issuing office.
    pub office: String,
    /// The first day that counts.
    pub start: Day,
    /// The day up to which events count, unless the command line says another.
    pub as_of: Option<Day>,
    /// The month with which a fiscal year starts, 1 to 12.
    pub fiscal_year_starts: i8,
    /// BCP 47 tag of the sheets' language.
    pub language: String,
    /// Provisional or final.
    pub status: Status,
    /// Words to find the sheets by.
    pub keywords: Vec<String>,
    /// The theme file, relative to the project file.
    pub theme: String,
    /// The templates' folder, relative to the project file.
    pub templates: String,
    /// The fonts' folder, relative to the project file.
    pub fonts: String,
}

/// A statement that is true from a day on.
#[derive(Debug, Clone)]
pub struct Fact {
    /// The name by which templates call it.
    pub name: String,
    /// Its words; more than one is printed as a list.
    pub value: Vec<String>,
    /// Whether it was written as a list.
    pub is_list: bool,
    /// The day from which it is true; from the start when `None`.
    pub since: Option<Day>,
}

/// A closed list of codes, in the order in which they are printed.
#[derive(Debug, Clone)]
pub struct CodeList {
    /// The codes with their names in words.
    pub names: IndexMap<String, String>,
    /// Every accepted spelling, folded, with the code that it stands for.
    pub spellings: IndexMap<String, String>,
}

/// Bands of terms or numbers that meet without overlap: below the first edge, from each edge to the next, and
/// from the last edge up.
#[derive(Debug, Clone)]
pub struct Bands {
    /// The edges in rising order.
    pub edges: Edges,
    /// One name more than there are edges.
    pub names: Vec<String>,
}

/// The edges of bands.
#[derive(Debug, Clone)]
pub enum Edges {
    /// Of prison terms.
    Terms(Vec<Term>),
    /// Of numbers, money or quantities.
    Amounts(Vec<Amount>),
}

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
    },
    /// A prison term; `from` holds the header names of its parts in this order.
    Term(TermParts),
    /// Yes or no.
    Flag {
        /// Texts that mean yes.
        yes: Vec<String>,
        /// Texts that mean no.
        no: Vec<String>,
    },
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
}

/// All conditions must hold.
pub type Filter = Vec<Condition>;

/// A condition on one column.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The column.
    pub column: String,
    /// What must hold.
    pub test: Test,
    /// The date column from which the state holds; before that day the row is as if it were not in it.
    pub since: Option<String>,
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
    /// A flag.
    Flag(bool),
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

/// Who must not be exposed.
#[derive(Debug, Clone)]
pub struct Privacy {
    /// Counts of persons from 1 to one less than this are withheld where a breakdown asks for it.
    pub smallest_cell: u32,
    /// Rules by which rows are left out.
    pub exclude: Vec<Exclusion>,
}

/// A rule by which rows are left out.
#[derive(Debug, Clone)]
pub struct Exclusion {
    /// The source it applies to.
    pub source: String,
    /// What is said of it inside the office.
    pub reason: String,
    /// The rows it leaves out.
    pub filter: Filter,
    /// The date column that ends the exclusion for a row.
    pub until: Option<String>,
}

/// The definition of a figure.
#[derive(Debug, Clone)]
pub struct FigureDef {
    /// Its name.
    pub name: String,
    /// Its name in words: "Arrests".
    pub title: String,
    /// The source of its records.
    pub source: String,
    /// What is measured.
    pub measure: Measure,
    /// What one of its value is.
    pub unit: Unit,
    /// What one of the things behind it is: "arrests", "items".
    pub counts: String,
    /// Which records are in it.
    pub filter: Filter,
    /// The date column that places a record in a period; a figure without one has no windows but "to date".
    pub on: Option<String>,
    /// How several rows of a key become one before anything is counted.
    pub reduce: Option<Reduction>,
    /// How it may be claimed, the first that holds.
    pub claims: Vec<Claim>,
    /// Its breakdowns.
    pub by: Vec<Breakdown>,
    /// Digits after the point when it is printed.
    pub decimals: u8,
}

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// Rows.
    Rows,
    /// Distinct values of these columns together.
    Distinct(Vec<String>),
    /// The sum of a column.
    Sum(String),
    /// The mean of a column; missing values are not in it.
    Mean(String),
    /// The median of a column; the mean of the middle two of an even number.
    Median(String),
    /// The largest value of a column.
    Largest(String),
    /// The smallest value of a column.
    Smallest(String),
}

impl Measure {
    /// The column that is measured, if one is.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Rows | Self::Distinct(_) => None,
            Self::Sum(column)
            | Self::Mean(column)
            | Self::Median(column)
            | Self::Largest(column)
            | Self::Smallest(column) => Some(column),
        }
    }
}

/// One row stands for all rows of a key: the one with the largest or smallest value of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reduction {
    /// The key.
    pub per: Vec<String>,
    /// The column that chooses the row.
    pub column: String,
    /// The largest when true, else the smallest.
    pub largest: bool,
}

/// A way in which a figure may be claimed.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// More than, or at least.
    pub kind: ClaimKind,
    /// Claims are made in multiples of this.
    pub step: Amount,
    /// Printed in units of this: million.
    pub say: Option<Scale>,
    /// Printed instead of the number: "hundreds of thousands of dollars".
    pub words: Option<String>,
}

/// The kinds of claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimKind {
    /// Strictly more than the number.
    MoreThan,
    /// The number or more.
    AtLeast,
}

/// A word for a power of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// 1,000.
    Thousand,
    /// 1,000,000.
    Million,
    /// 1,000,000,000.
    Billion,
}

impl Scale {
    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Thousand => "thousand",
            Self::Million => "million",
            Self::Billion => "billion",
        }
    }

    /// How many zeros it has.
    #[must_use]
    pub const fn zeros(self) -> u8 {
        match self {
            Self::Thousand => 3,
            Self::Million => 6,
            Self::Billion => 9,
        }
    }
}

/// A breakdown of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// What it is broken down by.
    pub dimension: Dimension,
    /// Whether small counts are withheld.
    pub protect: bool,
}

/// What a figure is broken down by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// A column of codes, texts or flags.
    Column(String),
    /// A column cut into bands.
    Bands {
        /// The column.
        column: String,
        /// The bands' name.
        bands: String,
    },
    /// The calendar year of the figure's date.
    Year,
    /// The fiscal year of the figure's date.
    FiscalYear,
    /// The month of the figure's date.
    Month,
}

impl Dimension {
    /// The name by which templates and marks call it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Column(column) => column,
            Self::Bands { bands, .. } => bands,
            Self::Year => "year",
            Self::FiscalYear => "fiscal_year",
            Self::Month => "month",
        }
    }
}

/// A sheet to make.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its name, also of its files.
    pub name: String,
    /// The template's file name in the templates folder.
    pub template: String,
    /// The formats to make.
    pub formats: Vec<SheetFormat>,
    /// The document's title; the program's name when there is none.
    pub title: String,
    /// What the document is, in a sentence.
    pub subject: String,
    /// Blocks that it may not lack.
    pub requires: Vec<RequiredBlock>,
    /// Whether the figures are attached to its PDF.
    pub attach: bool,
}

/// A unit of mass or of things, as a figure or quantity column names it.
#[must_use]
pub fn unit_named(text: &str) -> Unit {
    MassUnit::named(text).map_or_else(|| Unit::Count(text.to_owned()), Unit::Mass)
}
