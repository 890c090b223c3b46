//! Why a run ended without its result, in the terms of the exit codes.

use super::report::SourceReport;
use crate::records::{FileLine, Reconciliation, Records, Refusal, RejectedRow, SourceRecords, Warning};
use crate::render::RenderError;
use crate::value::{Place, Problem};
use std::io;

/// Why a run ended without its result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A person must decide or mend something, or something is awaited.
    #[error("refused: {} to mend", .0.problems.len() + .0.awaited.len())]
    Refused(Box<Refused>),
    /// The command line asks for something that does not exist.
    #[error("{0}")]
    Usage(String),
    /// A file could not be read or written.
    #[error("{0}")]
    Io(String),
}

/// Everything that keeps an edition from being built, and what is known all the same.
#[derive(Debug, Default)]
pub struct Refused {
    /// Everything that is wrong.
    pub problems: Vec<Problem>,
    /// Exports that are missing or too old, or another run that is writing; a later run may succeed.
    pub awaited: Vec<Problem>,
    /// The rejected rows behind some of the problems.
    pub rejects: Vec<RejectedRow>,
    /// Where all rejected rows are listed, if any are.
    pub listing: Option<String>,
    /// What looks odd and stops nothing.
    pub warnings: Vec<Warning>,
    /// The files that could be read, by source.
    pub sources: Vec<SourceReport>,
}

impl Refused {
    /// A refusal of records that could all be read.
    pub(super) fn of_records(problems: Vec<Problem>, records: &Records) -> Self {
        let of = |source: &SourceRecords| source.warnings.clone();
        let warnings = records.warnings.iter().cloned().chain(records.sources.values().flat_map(of));
        let source = |(name, source): (&String, &SourceRecords)| SourceReport::new(name, &source.reconciliation);
        Self {
            problems,
            warnings: warnings.collect(),
            sources: records.sources.iter().map(source).collect(),
            ..Self::default()
        }
    }

    /// Whether nothing is wrong but that something is awaited.
    #[must_use]
    pub const fn only_waits(&self) -> bool {
        self.problems.is_empty() && !self.awaited.is_empty()
    }

    /// The exit code: 4 when something is awaited and nothing else is wrong, otherwise 1.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        if self.only_waits() { 4 } else { 1 }
    }
}

impl Error {
    /// A refusal without rows.
    pub(super) fn refused(problems: Vec<Problem>) -> Self {
        Self::Refused(Box::new(Refused { problems, ..Refused::default() }))
    }

    /// The exit code: 1 refused, 2 usage, 3 could not read or write, 4 try again.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Refused(refused) => refused.exit_code(),
            Self::Usage(_) => 2,
            Self::Io(_) => 3,
        }
    }
}

impl From<Vec<Problem>> for Error {
    fn from(problems: Vec<Problem>) -> Self {
        Self::refused(problems)
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::refused(vec![problem])
    }
}

impl From<Box<Refusal>> for Error {
    fn from(refusal: Box<Refusal>) -> Self {
        let source = |(name, files): (String, Vec<FileLine>)| SourceReport::new(&name, &Reconciliation { files });
        Self::Refused(Box::new(Refused {
            problems: refusal.problems,
            awaited: refusal.awaited,
            rejects: refusal.rejects,
            listing: None,
            warnings: refusal.warnings,
            sources: refusal.files.into_iter().map(source).collect(),
        }))
    }
}

impl From<io::Error> for Error {
    /// A folder that another run holds will be free again; anything else must be looked at.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::WouldBlock {
            let awaited = vec![Problem::new(Place::default(), error.to_string(), "wait for it to end")];
            return Self::Refused(Box::new(Refused { awaited, ..Refused::default() }));
        }
        Self::Io(error.to_string())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Io(error.to_string())
    }
}

impl Error {
    /// A sheet that could not be rendered.
    pub(super) fn render(sheet: &str, error: &RenderError) -> Self {
        Self::refused(vec![Problem::new(Place::file(sheet), error.to_string(), error.advice())])
    }
}
