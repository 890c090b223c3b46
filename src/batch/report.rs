//! What a run tells: what it read, counted and wrote.

use crate::edition::EditionFiles;
use crate::figures::{CellKey, Released, Window};
use crate::records::{FileLine, Records};
use serde::Serialize;
use std::path::Path;

/// Told of each step as it begins.
pub trait Progress: Sync {
    /// A step begins.
    fn step(&self, what: &str);
}

/// The report of a finished build.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// What became of the rows of each source.
    pub sources: Vec<SourceReport>,
    /// Each figure to date: title and printed value.
    pub figures: Vec<(String, String)>,
    /// The edition's folder.
    pub folder: String,
    /// The files in it.
    pub files: Vec<WrittenFile>,
    /// What a person should look at before the edition goes out.
    pub warnings: Vec<String>,
}

/// What became of the rows of a source.
#[derive(Debug, Clone, Serialize)]
pub struct SourceReport {
    /// The source.
    pub source: String,
    /// How many files it has.
    pub files: usize,
    /// Rows read.
    pub rows: u64,
    /// Rows that figures may count.
    pub in_scope: u64,
    /// Rows whose place was taken by a later one, duplicates among them.
    pub superseded: u64,
    /// Rows of deleted records.
    pub deleted: u64,
    /// Rows that a privacy rule leaves out.
    pub excluded: u64,
}

/// A written file.
#[derive(Debug, Clone, Serialize)]
pub struct WrittenFile {
    /// Its path in the edition's folder.
    pub name: String,
    /// Its size in bytes.
    pub bytes: usize,
}

impl Report {
    pub(super) fn new(records: &Records, figures: &Released, folder: &Path, files: &EditionFiles) -> Self {
        let written = |folder: &'static str| {
            move |file: &crate::edition::OutputFile| WrittenFile {
                name: format!("{folder}/{}", file.name),
                bytes: file.bytes.len(),
            }
        };
        Self {
            sources: records
                .sources
                .iter()
                .map(|(name, s)| source(name, &s.reconciliation.total(), s.reconciliation.files.len()))
                .collect(),
            figures: to_date(figures),
            folder: folder.strip_prefix(".").unwrap_or(folder).display().to_string(),
            files: files
                .public
                .iter()
                .map(written("public"))
                .chain(files.internal.iter().map(written("internal")))
                .collect(),
            warnings: Vec::new(),
        }
    }
}

fn source(name: &str, total: &FileLine, files: usize) -> SourceReport {
    SourceReport {
        source: name.to_owned(),
        files,
        rows: total.rows,
        in_scope: total.in_scope,
        superseded: total.superseded + total.duplicate,
        deleted: total.deleted,
        excluded: total.excluded,
    }
}

fn to_date(figures: &Released) -> Vec<(String, String)> {
    let total = CellKey::total(Window::ToDate);
    let printed =
        figures.figures.values().map(|f| (f.definition.title.clone(), f.text(&total, true).unwrap_or_default()));
    printed.collect()
}
