//! What people decided about single rows, records and exports. Each decision has a reason and a name, and holds
//! for one edition only: next month the same thing must be decided again, or mended at its origin.

use crate::project::file::RestatementKind;
use crate::value::{Day, Place};

/// All decisions of a project file, for whatever edition.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    /// Fields that are read as something else.
    pub corrections: Vec<Correction>,
    /// Rejected rows that are left out.
    pub accepted: Vec<Acceptance>,
    /// Records that are gone from the exports, rightly.
    pub withdrawn: Vec<Withdrawal>,
    /// Offices whose export is an old one, rightly.
    pub unchanged: Vec<Unchanged>,
    /// Figures that rightly no longer count what an earlier edition counted.
    pub restatements: Vec<Restatement>,
}

impl Decisions {
    /// What all decisions have in common, in the order of their kinds.
    pub fn all(&self) -> impl Iterator<Item = &Decision> + Clone {
        let corrections = self.corrections.iter().map(|c| &c.decision);
        let accepted = self.accepted.iter().map(|a| &a.decision);
        let withdrawn = self.withdrawn.iter().map(|w| &w.decision);
        corrections.chain(accepted).chain(withdrawn).chain(self.unchanged.iter().map(|u| &u.decision))
    }
}

/// What all decisions have in common.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Where it stands in the project file.
    pub place: Place,
    /// The as-of date of the edition that it is for.
    pub edition: Day,
    /// The source that it is about.
    pub source: String,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub who: String,
}

impl Decision {
    /// Whether it is about this source in this edition.
    #[must_use]
    pub fn holds(&self, source: &str, as_of: Day) -> bool {
        self.edition == as_of && self.source == source
    }
}

/// A field that is read as something else.
#[derive(Debug, Clone)]
pub struct Correction {
    /// Its edition, source, reason and author.
    pub decision: Decision,
    /// The row or record.
    pub row: RowName,
    /// The source's column.
    pub column: String,
    /// Which of the column's parts (its place in `from`).
    pub part: usize,
    /// The field as it stands in the export.
    pub was: String,
    /// The field as it is read.
    pub is: String,
}

/// How a decision names a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowName {
    /// All rows of a record, by the values of the source's key columns.
    Key(Vec<String>),
    /// One row, by its digest.
    Digest(String),
}

/// A rejected row that is left out.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// Its edition, source, reason and author.
    pub decision: Decision,
    /// The row's digest.
    pub row: String,
}

/// A record that is gone from the exports, or went back to an earlier revision, rightly.
#[derive(Debug, Clone)]
pub struct Withdrawal {
    /// Its edition, source, reason and author.
    pub decision: Decision,
    /// The values of the source's key columns.
    pub key: Vec<String>,
}

/// An office whose export is as old as it looks, rightly.
#[derive(Debug, Clone)]
pub struct Unchanged {
    /// Its edition, source, reason and author.
    pub decision: Decision,
    /// The office's code; empty when the source has no offices.
    pub office: String,
}

/// Figures that rightly no longer count what the edition before counted.
#[derive(Debug, Clone)]
pub struct Restatement {
    /// Where it stands in the project file.
    pub place: Place,
    /// The as-of date of the edition that it is for.
    pub edition: Day,
    /// The figures.
    pub figures: Vec<String>,
    /// How many of what each of them counts are withdrawn.
    pub withdrawn: u64,
    /// Whether the reason may be printed.
    pub kind: RestatementKind,
    /// Why, in a sentence to print.
    pub reason: String,
    /// Who decided.
    pub who: String,
}
