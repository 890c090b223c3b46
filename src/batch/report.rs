//! What a run tells: what it read, counted and wrote.

use crate::edition::EditionFiles;
use crate::figures::{CellKey, Released, Window};
use crate::records::{FileLine, Reconciliation, Records, Warning};
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
    /// What looks odd and stops nothing.
    pub warnings: Vec<Warning>,
    /// Each figure to date: title and printed value.
    pub figures: Vec<(String, String)>,
    /// The edition's folder.
    pub folder: String,
    /// The files in it.
    pub files: Vec<WrittenFile>,
}

/// What became of the rows of a source.
#[derive(Debug, Clone, Serialize)]
pub struct SourceReport {
    /// The source.
    pub source: String,
    /// All files together.
    pub total: FileLine,
    /// Each file.
    pub files: Vec<FileLine>,
}

impl SourceReport {
    pub(super) fn new(name: &str, reconciliation: &Reconciliation) -> Self {
        Self { source: name.to_owned(), total: reconciliation.total(), files: reconciliation.files.clone() }
    }

    pub(super) fn all(records: &Records) -> Vec<Self> {
        records.sources.iter().map(|(name, source)| Self::new(name, &source.reconciliation)).collect()
    }
}

/// The warnings of the project file and of all sources.
pub(super) fn warnings(records: &Records) -> Vec<Warning> {
    let of_sources = records.sources.values().flat_map(|source| &source.warnings);
    records.warnings.iter().chain(of_sources).cloned().collect()
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
            sources: SourceReport::all(records),
            warnings: warnings(records),
            figures: to_date(figures),
            folder: folder.strip_prefix(".").unwrap_or(folder).display().to_string(),
            files: files
                .public
                .iter()
                .map(written("public"))
                .chain(files.internal.iter().map(written("internal")))
                .collect(),
        }
    }
}

fn to_date(figures: &Released) -> Vec<(String, String)> {
    let total = CellKey::total(Window::ToDate);
    let printed =
        figures.figures.values().map(|f| (f.definition.title.clone(), f.text(&total, true).unwrap_or_default()));
    printed.collect()
}
