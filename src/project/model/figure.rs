//! The checked figures: what is counted, how it may be claimed and how it is broken down.

use super::Filter;
use crate::project::units::Unit;
use crate::value::{Amount, Ratio};

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
    /// Whether it falls in normal life, so that what it no longer counts needs no reason.
    pub may_fall: bool,
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
    /// The value that a part of all values does not exceed: at 9/10 the ninetieth percentile.
    Quantile {
        /// The column.
        column: String,
        /// The part, more than 0 and less than 1.
        at: Ratio,
    },
    /// Worked out from two other figures, window by window and slice by slice.
    Derived(Derivation),
}

/// A figure that is worked out from two others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivation {
    /// How.
    pub kind: DerivedKind,
    /// The figure above the line, or from which is taken.
    pub of: String,
    /// The figure below the line, or that is taken away.
    pub with: String,
}

/// The ways to work a figure out from two others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DerivedKind {
    /// A part of a whole, in the same unit; printed in percent.
    Share,
    /// So much of one for each of the other.
    Ratio,
    /// One less the other, in the same unit.
    Difference,
}

impl Measure {
    /// The column that is measured, if one is.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Rows | Self::Distinct(_) | Self::Derived(_) => None,
            Self::Quantile { column, .. }
            | Self::Sum(column)
            | Self::Mean(column)
            | Self::Median(column)
            | Self::Largest(column)
            | Self::Smallest(column) => Some(column),
        }
    }
}

/// All rows of a key become one before anything is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reduction {
    /// The key.
    pub per: Vec<String>,
    /// The column that decides.
    pub column: String,
    /// How it decides.
    pub take: Take,
}

/// What stands for all rows of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    /// The row with the largest value.
    Largest,
    /// The row with the smallest value.
    Smallest,
    /// The sum of all values.
    Sum,
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
    /// Fixed words are true only of a value below this.
    pub below: Option<Amount>,
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
    /// What each slice is broken down by in turn, for a table of two dimensions.
    pub across: Option<Dimension>,
    /// How its counts are protected.
    pub protect: Protect,
}

/// How the counts of a breakdown are protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protect {
    /// Not at all: they are totals of the program, or of no persons.
    Nothing,
    /// Small ones are withheld.
    SmallCells,
    /// Small ones are withheld, and what changed since an earlier edition is hidden too.
    OverTime,
}

impl Breakdown {
    /// The protection that it has in a figure: its own, or that of another breakdown of which it is a finer one. A
    /// table by district and year adds up to the districts, and would tell them.
    #[must_use]
    pub fn protection(&self, figure: &FigureDef) -> Protect {
        let own: Vec<&Dimension> = self.dimensions().collect();
        let finer = |other: &Self| {
            let mut coarse = other.dimensions().filter(|dimension| !dimension.is_time()).peekable();
            coarse.peek().is_some() && coarse.all(|dimension| own.contains(&dimension))
        };
        let over_time = figure.by.iter().any(|other| other.protect == Protect::OverTime && finer(other));
        if over_time { Protect::OverTime } else { self.protect }
    }

    /// Its one or two dimensions.
    pub fn dimensions(&self) -> impl Iterator<Item = &Dimension> {
        [Some(&self.dimension), self.across.as_ref()].into_iter().flatten()
    }
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
    /// The calendar quarter of the figure's date.
    Quarter,
    /// The quarter of the fiscal year of the figure's date.
    FiscalQuarter,
    /// The month of the figure's date.
    Month,
}

impl Dimension {
    /// The spans of a figure's date, each finer than the one before or as fine.
    pub const SPANS: [Self; 5] = [Self::Year, Self::FiscalYear, Self::Quarter, Self::FiscalQuarter, Self::Month];

    /// The span of time that a name means.
    #[must_use]
    pub fn span(name: &str) -> Option<Self> {
        Self::SPANS.into_iter().find(|span| span.name() == name)
    }

    /// Whether its slices are of time.
    #[must_use]
    pub const fn is_time(&self) -> bool {
        !matches!(self, Self::Column(_) | Self::Bands { .. })
    }

    /// The name by which templates and marks call it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Column(column) => column,
            Self::Bands { bands, .. } => bands,
            Self::Year => "year",
            Self::FiscalYear => "fiscal_year",
            Self::Quarter => "quarter",
            Self::FiscalQuarter => "fiscal_quarter",
            Self::Month => "month",
        }
    }
}
