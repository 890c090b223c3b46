//! How a figure came about: what was counted and what was not, from which files. Receipts stay inside the
//! office; they hold counts and digests, never keys of records.

use crate::project::{Comparison, Condition, DerivedKind, FigureDef, Measure, Operand, Take, Test, Unit};
use crate::records::SourceRecords;
use serde::Serialize;

/// What became of the rows in scope.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct RowCounts {
    /// Rows in scope of the source.
    pub in_scope: u64,
    /// Rows counted to date.
    pub counted: u64,
    /// Rows that the figure's conditions leave out.
    pub other: u64,
    /// Rows without the date that would place them.
    pub undated: u64,
    /// Rows before the program's start.
    pub before: u64,
    /// Rows after the as-of date.
    pub after: u64,
    /// Rows that lack a part of the key that is counted.
    pub keyless: u64,
}

/// A file behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileDigest {
    /// Its name.
    pub file: String,
    /// Its SHA-256.
    pub digest: String,
}

/// The receipt of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// The figure.
    pub figure: String,
    /// What it is, in words.
    pub definition: String,
    /// What became of the rows.
    pub rows: RowCounts,
    /// The files.
    pub files: Vec<FileDigest>,
}

impl Receipt {
    pub(super) fn new(figure: &FigureDef, source: &SourceRecords, rows: RowCounts) -> Self {
        let files = source.reconciliation.files.iter();
        Self {
            figure: figure.name.clone(),
            definition: definition(figure),
            rows,
            files: files.map(|f| FileDigest { file: f.file.clone(), digest: f.digest.clone() }).collect(),
        }
    }

    /// The receipt of a figure that is worked out from others: it rests on their files, and has no rows of its own.
    pub(super) fn derived(figure: &FigureDef, from: &[&Self]) -> Self {
        let mut files: Vec<FileDigest> = from.iter().flat_map(|receipt| receipt.files.iter().cloned()).collect();
        files.dedup();
        Self { figure: figure.name.clone(), definition: definition(figure), rows: RowCounts::default(), files }
    }
}

/// The definition in words: what is measured of which source, under which conditions, and what places it in time.
pub(super) fn definition(figure: &FigureDef) -> String {
    let what = match &figure.measure {
        Measure::Rows => "the number of rows".to_owned(),
        Measure::Distinct(columns) => {
            let columns = columns.join(" with ");
            format!("the number of different values of {columns} in {}", figure.source)
        }
        Measure::Sum(column) => format!("the sum of {column}"),
        Measure::Mean(column) => format!("the mean of {column}"),
        Measure::Median(column) => format!("the median of {column}"),
        Measure::Largest(column) => format!("the largest {column}"),
        Measure::Smallest(column) => format!("the smallest {column}"),
        Measure::Quantile { column, at } => format!("the {at} quantile of {column}"),
        Measure::Derived(from) => match from.kind {
            DerivedKind::Share => return format!("{} as a share of {}", from.of, from.with),
            DerivedKind::Ratio => return format!("{} for each of {}", from.of, from.with),
            DerivedKind::Difference => return format!("{} less {}", from.of, from.with),
        },
    };
    let mut words =
        if matches!(figure.measure, Measure::Distinct(_)) { what } else { format!("{what} of {}", figure.source) };
    if let Some(reduction) = &figure.reduce {
        let which = match reduction.take {
            Take::Largest => "the largest",
            Take::Smallest => "the smallest",
            Take::Sum => "the sum of",
        };
        words.push_str(&format!(", one value per {} ({which} {})", reduction.per.join(" and "), reduction.column));
    }
    let conditions: Vec<String> = figure.filter.iter().map(condition).collect();
    if !conditions.is_empty() {
        words.push_str(&format!(", where {}", conditions.join(" and ")));
    }
    if let Some(on) = &figure.on {
        words.push_str(&format!(", placed by {on}"));
    }
    if figure.unit != Unit::Count(String::new()) {
        words.push_str(&format!(", in {}", figure.unit));
    }
    words
}

pub(super) fn condition(condition: &Condition) -> String {
    let column = &condition.column;
    let test = match &condition.test {
        Test::Is(codes) => format!("{column} is {}", codes.join(" or ")),
        Test::Not(codes) => format!("{column} is not {}", codes.join(" or ")),
        Test::Starts(starts) => format!("{column} begins with \"{}\"", starts.join("\" or \"")),
        Test::Flag(true) => format!("{column} is yes"),
        Test::Flag(false) => format!("{column} is no"),
        Test::NotFlag(true) => format!("{column} is not yes"),
        Test::NotFlag(false) => format!("{column} is not no"),
        Test::Missing(true) => format!("{column} is missing"),
        Test::Missing(false) => format!("{column} is not missing"),
        Test::Compare(comparison, operand) => {
            format!("{column} is {} {}", comparison_words(*comparison), said(*operand))
        }
    };
    match &condition.since {
        Some(since) => format!("{test} (as of {since})"),
        None => test,
    }
}

const fn comparison_words(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "exactly",
        Comparison::AtLeast => "at least",
        Comparison::MoreThan => "more than",
        Comparison::AtMost => "at most",
        Comparison::Under => "under",
    }
}

fn said(operand: Operand) -> String {
    match operand {
        Operand::Amount(amount) => amount.grouped(),
        Operand::Day(day) => day.to_string(),
        Operand::Term(term) => term.months().map_or_else(|| "life".to_owned(), |months| format!("{months} months")),
    }
}
