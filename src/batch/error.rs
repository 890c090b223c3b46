//! Why a run ended without its result, in the terms of the exit codes.

use crate::records::{Refusal, RejectedRow};
use crate::render::RenderError;
use crate::value::{Place, Problem};
use std::io;

/// Why a run ended without its result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A person must decide or mend something.
    #[error("refused: {} to mend", .problems.len())]
    Refused {
        /// Everything that is wrong.
        problems: Vec<Problem>,
        /// The rejected rows behind some of it.
        rejects: Vec<RejectedRow>,
    },
    /// An export is missing or too old, or another run is writing; a later run may succeed.
    #[error("something is awaited")]
    Awaited(Vec<Problem>),
    /// The command line asks for something that does not exist.
    #[error("{0}")]
    Usage(String),
    /// A file could not be read or written.
    #[error("{0}")]
    Io(String),
}

impl Error {
    /// A refusal without rows.
    pub(super) const fn refused(problems: Vec<Problem>) -> Self {
        Self::Refused { problems, rejects: Vec::new() }
    }

    /// The exit code: 1 refused, 2 usage, 3 could not read or write, 4 try again.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Refused { .. } => 1,
            Self::Usage(_) => 2,
            Self::Io(_) => 3,
            Self::Awaited(_) => 4,
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

impl From<Refusal> for Error {
    /// Something that a person must mend comes before something that may come by itself.
    fn from(refusal: Refusal) -> Self {
        if refusal.problems.is_empty() {
            return Self::Awaited(refusal.awaited);
        }
        let mut problems = refusal.problems;
        problems.extend(refusal.awaited);
        Self::Refused { problems, rejects: refusal.rejects }
    }
}

impl From<io::Error> for Error {
    /// A folder that another run holds will be free again; anything else must be looked at.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::WouldBlock {
            let todo = "wait for it to end";
            return Self::Awaited(vec![Problem::new(Place::default(), error.to_string(), todo)]);
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
        Self::refused(vec![Problem::new(Place::file(sheet), error.to_string(), "")])
    }
}
