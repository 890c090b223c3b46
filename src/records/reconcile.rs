//! Rows read = in scope + superseded + duplicate + deleted + excluded + rejected, for each file and each
//! source; when it does not add up, the run fails.

use super::InputFile;
use super::fate::Fate;
use super::offices::Offices;
use super::read::FileRows;
use super::table::Table;
use crate::project::Source;
use crate::value::{Day, Place, Problem};

/// What became of the rows of a source.
#[derive(Debug, Clone, Default)]
pub struct Reconciliation {
    /// One line per file, in the order of their names.
    pub files: Vec<FileLine>,
}

/// What became of the rows of a file.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct FileLine {
    /// The file's name.
    pub file: String,
    /// Its digest.
    pub digest: String,
    /// Whose export it is; empty when the source has no offices.
    pub office: String,
    /// The newest day on which a row of it became known.
    pub newest: Option<Day>,
    /// Whether a newer snapshot of its office counts instead, or it is another file once more.
    pub replaced: bool,
    /// Lines without a value, which are not rows.
    pub blank: u64,
    /// Rows below the header.
    pub rows: u64,
    /// Rows that figures may count.
    pub in_scope: u64,
    /// Rows whose place was taken.
    pub superseded: u64,
    /// Rows that stand elsewhere too.
    pub duplicate: u64,
    /// Rows of deleted records.
    pub deleted: u64,
    /// Rows that a privacy rule leaves out. Internal: never printed on a sheet.
    pub excluded: u64,
    /// Rows that became known after the day of which it is asked what was known.
    pub later: u64,
    /// Rows that could not be read.
    pub rejected: u64,
}

impl FileLine {
    /// Adds another line's counts to this one's.
    pub fn add(&mut self, other: &Self) {
        self.blank += other.blank;
        self.rows += other.rows;
        self.in_scope += other.in_scope;
        self.superseded += other.superseded;
        self.duplicate += other.duplicate;
        self.deleted += other.deleted;
        self.excluded += other.excluded;
        self.later += other.later;
        self.rejected += other.rejected;
    }

    /// Whether every row stands exactly once.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        let superseded = self.superseded + self.duplicate + self.deleted;
        self.rows == self.in_scope + superseded + self.excluded + self.later + self.rejected
    }
}

impl Reconciliation {
    /// The sum of all files.
    #[must_use]
    pub fn total(&self) -> FileLine {
        let mut total = FileLine::default();
        self.files.iter().for_each(|line| total.add(line));
        total
    }
}

/// The lines of a source's files before the fates of their valid rows are known.
pub(super) fn lines(inputs: &[InputFile], files: &[FileRows], offices: &Offices) -> Vec<FileLine> {
    let read = inputs.iter().zip(files).zip(&offices.files);
    read.map(|((input, file), office)| FileLine {
        file: input.name.clone(),
        digest: input.digest.clone(),
        office: office.office.clone(),
        newest: office.newest,
        replaced: office.replaced || office.copy,
        blank: file.blank,
        rows: file.rows,
        rejected: file.rejects.len() as u64,
        ..FileLine::default()
    })
    .collect()
}

/// Draws up the reconciliation of a source.
pub(super) fn reconcile(
    source: &Source,
    mut lines: Vec<FileLine>,
    table: &Table,
    fates: &[Fate],
) -> Result<Reconciliation, Vec<Problem>> {
    for (fate, (file, _)) in fates.iter().zip(&table.origins) {
        let Some(line) = lines.get_mut(*file as usize) else { continue };
        match fate {
            Fate::InScope => line.in_scope += 1,
            Fate::Superseded => line.superseded += 1,
            Fate::Duplicate => line.duplicate += 1,
            Fate::Deleted => line.deleted += 1,
            Fate::Excluded => line.excluded += 1,
            Fate::Later => line.later += 1,
        }
    }
    let wrong: Vec<Problem> = lines
        .iter()
        .filter(|line| !line.adds_up())
        .map(|line| {
            let what = format!("the rows of source \"{}\" do not add up: {line:?}", source.name);
            Problem::new(Place::file(&line.file), what, "this is a fault of the program; please report it")
        })
        .collect();
    if wrong.is_empty() { Ok(Reconciliation { files: lines }) } else { Err(wrong) }
}
