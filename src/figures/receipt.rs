//! How a figure came about: what was counted and what was not, from which files. Receipts stay inside the
//! office; they hold counts and digests, never keys of records.

use crate::project::{DerivedKind, FigureDef, Measure, Take};
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
fn definition(figure: &FigureDef) -> String {
    let what = match &figure.measure {
        Measure::Rows => "rows".to_owned(),
        Measure::Distinct(columns) => format!("distinct {}", columns.join(" and ")),
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
    let mut words = format!("{what} of {}", figure.source);
    if let Some(reduction) = &figure.reduce {
        let which = match reduction.take {
            Take::Largest => "the largest",
            Take::Smallest => "the smallest",
            Take::Sum => "the sum of",
        };
        words.push_str(&format!(", one value per {} ({which} {})", reduction.per.join(" and "), reduction.column));
    }
    if !figure.filter.is_empty() {
        let columns: Vec<&str> = figure.filter.iter().map(|c| c.column.as_str()).collect();
        words.push_str(&format!(", with conditions on {}", columns.join(" and ")));
    }
    if let Some(on) = &figure.on {
        words.push_str(&format!(", placed by {on}"));
    }
    words.push_str(&format!(", in {}", figure.unit));
    words
}
