//! Export bytes → valid records in compact columns, the rows that were rejected, and a reconciliation in
//! which every row of every file stands exactly once.
//!
//! Files are read independently of each other ([`read`]), put together into one table per source
//! ([`table`]), and every row is given its fate ([`fate`]): superseded, deleted, excluded or in scope. Nothing
//! here knows of figures; a figure asks a [`Matcher`] which rows it wants.

mod decode;
mod fate;
mod header;
mod matcher;
mod parse;
mod quotes;
mod read;
mod reconcile;
mod snapshot;
mod table;

pub use matcher::Matcher;
pub use read::RejectedRow;
pub use reconcile::{FileLine, Reconciliation};
pub use table::{Column, MISSING_CODE, MISSING_DAY, MISSING_TERM, Numbers, Table, UnitKey};

use crate::project::{Project, Source};
use crate::value::{Day, Problem};
use indexmap::IndexMap;
use rayon::prelude::*;

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
    /// The files, with what became of their rows.
    pub reconciliation: Reconciliation,
}

/// The records of all sources, by source name.
#[derive(Debug)]
pub struct Records {
    /// One entry for each source of the project, in its order.
    pub sources: IndexMap<String, SourceRecords>,
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
}

/// Reads the exports of all sources as of a day. Files of a source are sorted by name first, so that the order
/// in which they were found changes nothing.
///
/// # Errors
/// A [`Refusal`] with everything that is wrong in all files and sources.
pub fn read(project: &Project, mut inputs: IndexMap<String, Vec<InputFile>>, as_of: Day) -> Result<Records, Refusal> {
    let mut records = Records { sources: IndexMap::new() };
    let mut refusal = Refusal::default();
    for source in project.sources.values() {
        let files = inputs.shift_remove(&source.name).unwrap_or_default();
        match read_source(project, source, files, as_of) {
            Ok(read) => {
                records.sources.insert(source.name.clone(), read);
            }
            Err(refused) => {
                refusal.problems.extend(refused.problems);
                refusal.rejects.extend(refused.rejects);
                refusal.awaited.extend(refused.awaited);
            }
        }
    }
    if refusal.problems.is_empty() && refusal.awaited.is_empty() { Ok(records) } else { Err(refusal) }
}

fn read_source(
    project: &Project,
    source: &Source,
    mut files: Vec<InputFile>,
    as_of: Day,
) -> Result<SourceRecords, Refusal> {
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let read: Vec<_> = files.par_iter().map(|file| read::read_file(project, source, file)).collect();
    let mut refusal = Refusal::default();
    let mut tables = Vec::new();
    for file in read {
        match file {
            Ok(rows) => {
                refusal.problems.extend(rows.rejects.iter().map(|reject| reject.problem.clone()));
                refusal.rejects.extend(rows.rejects.iter().cloned());
                tables.push(rows);
            }
            Err(problems) => refusal.problems.extend(problems),
        }
    }
    if !refusal.problems.is_empty() {
        return Err(refusal);
    }
    let offices = snapshot::offices(project, source, &tables, as_of)?;
    let table = Table::join(source, tables.iter().map(|rows| &rows.table)).map_err(as_refusal)?;
    let fates = fate::decide(project, source, &table, &offices, as_of).map_err(as_refusal)?;
    let reconciliation = reconcile::reconcile(source, &files, &tables, &table, &fates, &offices).map_err(as_refusal)?;
    Ok(SourceRecords { in_scope: fate::in_scope(&fates), table, reconciliation })
}

fn as_refusal(problems: Vec<Problem>) -> Refusal {
    Refusal { problems, ..Refusal::default() }
}
