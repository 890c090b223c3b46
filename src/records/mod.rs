//! Export bytes → valid records in compact columns, the rows that were rejected, and a reconciliation in
//! which every row of every file stands exactly once.
//!
//! Files are read independently of each other ([`read`], [`row`]), put together into one table per source
//! ([`table`]), and every row is given its fate ([`fate`]): superseded, deleted, excluded or in scope. What an
//! earlier edition knew is held against them ([`withdrawn`]). Nothing here knows of figures; a figure asks a
//! [`Matcher`] which rows it wants.

mod acceptance;
mod column;
mod corrections;
mod dates;
mod decode;
mod fate;
mod header;
mod inspect;
mod keys;
mod ledger;
mod lines;
mod matcher;
mod numbers;
mod offices;
mod parse;
mod parts;
mod quotes;
mod read;
mod reconcile;
mod row;
mod source;
mod table;
mod warnings;
mod withdrawn;

pub use column::{Column, MISSING_CODE, MISSING_DAY, MISSING_TERM, Numbers, UnitKey};
pub use inspect::{Inspection, SeenColumn, inspect, is_personal};
pub use ledger::{Ledger, LedgerFile, LedgerRecord, Past, SourceLedger};
pub use matcher::Matcher;
pub use reconcile::{FileLine, Reconciliation};
pub use row::{Fault, RejectedRow};
pub use table::Table;
pub use warnings::Warning;
pub use withdrawn::Unexplained;

use crate::project::Project;
use crate::value::{Day, Problem};
use indexmap::IndexMap;
use rayon::prelude::*;
use source::read_source;

/// An export as it was read: its name, bytes and digest.
#[derive(Debug, Clone)]
pub struct InputFile {
    /// The file's name as messages and receipts call it.
    pub name: String,
    /// The whole file.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, in hexadecimal.
    pub digest: String,
}

/// The records of one source as of a day.
#[derive(Debug)]
pub struct SourceRecords {
    /// All valid rows, in the order of file name and line.
    pub table: Table,
    /// The rows that figures may count, rising.
    pub in_scope: Vec<u32>,
    /// The rows that stand for their records, deleted ones not among them: those in scope and those that a privacy
    /// rule leaves out.
    pub standing: Vec<u32>,
    /// The files, with what became of their rows.
    pub reconciliation: Reconciliation,
    /// Rejected rows that a person has accepted as left out.
    pub left_out: Vec<RejectedRow>,
    /// Records that an earlier edition or export knew and that are gone, without a decision that says why. Whoever
    /// counts the records decides what becomes of them.
    pub unexplained: Vec<Unexplained>,
    /// What looks odd and stops nothing.
    pub warnings: Vec<Warning>,
}

/// The records of all sources, by source name.
#[derive(Debug)]
pub struct Records {
    /// One entry for each source of the project, in its order.
    pub sources: IndexMap<String, SourceRecords>,
    /// What looks odd in the project file and stops nothing.
    pub warnings: Vec<Warning>,
}

/// Why records could not be had.
#[derive(Debug, Default)]
pub struct Refusal {
    /// What is wrong with files or rows; a person must mend it.
    pub problems: Vec<Problem>,
    /// The rejected rows behind some of the problems, whole, so that they can be sent back.
    pub rejects: Vec<RejectedRow>,
    /// Exports that are missing or too old; a later run may succeed without anybody mending anything.
    pub awaited: Vec<Problem>,
    /// What looks odd and stops nothing.
    pub warnings: Vec<Warning>,
    /// For each source the files that could be read; what became of their valid rows is not counted.
    pub files: IndexMap<String, Vec<FileLine>>,
}

impl Refusal {
    /// Whether there is nothing to refuse.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty() && self.awaited.is_empty()
    }

    fn extend(&mut self, other: Self) {
        self.problems.extend(other.problems);
        self.rejects.extend(other.rejects);
        self.awaited.extend(other.awaited);
        self.warnings.extend(other.warnings);
        self.files.extend(other.files);
    }
}

/// Reads the exports of all sources as of a day, and holds them against what earlier editions were made of. Files
/// of a source are sorted by name first, so that the order in which they were found changes nothing.
///
/// # Errors
/// A [`Refusal`] with everything that is wrong in all files and sources.
pub fn read(
    project: &Project,
    inputs: IndexMap<String, Vec<InputFile>>,
    past: &Past,
    as_of: Day,
) -> Result<Records, Box<Refusal>> {
    read_known_by(project, inputs, past, as_of, None)
}

/// The same with only the rows that were known on a day, by the sources' `recorded_on`; a source without it counts
/// whole.
///
/// # Errors
/// As [`read`].
pub fn read_known_by(
    project: &Project,
    mut inputs: IndexMap<String, Vec<InputFile>>,
    past: &Past,
    as_of: Day,
    known_by: Option<Day>,
) -> Result<Records, Box<Refusal>> {
    let inputs: Vec<_> = project
        .sources
        .values()
        .map(|source| (source, inputs.shift_remove(&source.name).unwrap_or_default()))
        .collect();
    let read: Vec<_> = inputs
        .into_par_iter()
        .map(|(source, files)| (source, read_source(project, source, files, past, as_of, known_by)))
        .collect();
    let warnings: Vec<Warning> = other_editions(project, as_of).into_iter().collect();
    let mut records = Records { sources: IndexMap::new(), warnings: warnings.clone() };
    let mut refusal = Refusal { warnings, ..Refusal::default() };
    for (source, result) in read {
        match result {
            Ok(read) => {
                records.sources.insert(source.name.clone(), read);
            }
            Err(refused) => refusal.extend(*refused),
        }
    }
    if refusal.is_empty() {
        return Ok(records);
    }
    for (name, source) in records.sources {
        refusal.problems.extend(source.unexplained.into_iter().map(|record| record.problem));
        refusal.warnings.extend(source.warnings);
        refusal.files.insert(name, source.reconciliation.files);
    }
    Err(Box::new(refusal))
}

/// What is said of decisions that are for another edition: nothing of them is applied.
fn other_editions(project: &Project, as_of: Day) -> Option<Warning> {
    let others = project.decisions.all().filter(|decision| decision.edition != as_of);
    let count = others.clone().count();
    let place = others.min_by_key(|decision| decision.place.line)?.place.clone();
    let (noun, verb) = if count == 1 { ("decision", "is") } else { ("decisions", "are") };
    let what = format!("{count} {noun} about rows {verb} for another edition and not applied to that of {as_of}");
    Some(Warning { place, what, rows: 0 })
}
