//! The ledger of an edition on disk: `internal/ledger.json`. It is read again when another edition is built in the
//! same folder, so that what disappears from the exports is seen.

use super::folder::OutputFile;
use crate::project::Project;
use crate::records::{Ledger, Past, Records, SourceLedger};
use crate::value::Day;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const FILE: &str = "ledger.json";

/// The ledger of an edition as a file for its `internal/` folder.
///
/// # Errors
/// Never in practice: a ledger holds nothing that JSON cannot.
pub fn ledger_file(project: &Project, records: &Records, as_of: Day) -> Result<OutputFile, serde_json::Error> {
    let known = project.sources.values().filter_map(|source| Some((source, records.sources.get(&source.name)?)));
    let sources = known.map(|(source, records)| (source.name.clone(), SourceLedger::of(source, records)));
    let mut bytes = serde_json::to_vec(&Ledger { as_of, sources: sources.collect() })?;
    bytes.push(b'\n');
    Ok(OutputFile { name: FILE.to_owned(), bytes })
}

/// The ledgers under a folder of editions that matter for an edition: its own, and the latest one before it.
///
/// # Errors
/// A ledger that cannot be read, with its path: without it nobody would see what is gone.
pub fn past(out: &Path, as_of: Day) -> io::Result<Past> {
    let mut past = Past::default();
    let mut earlier: Option<(Day, PathBuf)> = None;
    let entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(past),
        Err(error) => return Err(with_path(&error, out)),
    };
    for entry in entries {
        let path = entry.map_err(|error| with_path(&error, out))?.path();
        let day = path.file_name().and_then(|name| name.to_str()).and_then(Day::parse);
        let ledger = path.join("internal").join(FILE);
        let Some(day) = day.filter(|_| ledger.is_file()) else { continue };
        if day == as_of {
            past.same = Some(read(&ledger)?);
        } else if day < as_of && earlier.as_ref().is_none_or(|(other, _)| *other < day) {
            earlier = Some((day, ledger));
        }
    }
    past.earlier = earlier.map(|(_, ledger)| read(&ledger)).transpose()?;
    Ok(past)
}

fn read(path: &Path) -> io::Result<Ledger> {
    let bytes = fs::read(path).map_err(|error| with_path(&error, path))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let what =
            format!("{}: the ledger of the edition cannot be read: {error}; build that edition again", path.display());
        io::Error::new(io::ErrorKind::InvalidData, what)
    })
}

fn with_path(error: &io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
