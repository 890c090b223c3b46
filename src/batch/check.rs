//! What a check tells: whether an edition could be built, and everything that is in the way.

use super::report::{SourceReport, warnings};
use super::{Counted, Refused};
use crate::records::Warning;
use crate::value::{Day, Problem};
use serde::Serialize;

/// The result of a check.
#[derive(Debug, Serialize)]
pub struct CheckReport {
    /// The as-of date of the edition, when it could be read.
    pub as_of: Option<Day>,
    /// Whether it could be built.
    pub ready: bool,
    /// What a person must mend.
    pub problems: Vec<Problem>,
    /// Exports that are missing or too old.
    pub awaited: Vec<Problem>,
    /// What looks odd and stops nothing.
    pub warnings: Vec<Warning>,
    /// Each source with its files, their offices and newest rows.
    pub sources: Vec<SourceReport>,
    /// Where all rejected rows are listed, if any are.
    pub rejects: Option<String>,
    /// The exit code.
    #[serde(skip)]
    pub exit_code: u8,
}

impl CheckReport {
    pub(super) fn ready(counted: &Counted) -> Self {
        Self {
            as_of: Some(counted.edition.as_of),
            ready: true,
            problems: Vec::new(),
            awaited: Vec::new(),
            warnings: warnings(&counted.records),
            sources: SourceReport::all(&counted.records),
            rejects: None,
            exit_code: 0,
        }
    }

    pub(super) fn refused(as_of: Option<Day>, refused: Refused) -> Self {
        Self {
            as_of,
            ready: false,
            exit_code: refused.exit_code(),
            problems: refused.problems,
            awaited: refused.awaited,
            warnings: refused.warnings,
            sources: refused.sources,
            rejects: refused.listing,
        }
    }
}
