//! `rejects.csv` beside the editions: the rows that keep the next one from being built. It is no part of an edition,
//! is readable by its owner only, and is taken away by the next run that has no rejected rows.

use super::quality::rejects_csv;
use crate::records::RejectedRow;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const FILE: &str = "rejects.csv";

/// Writes the rejected rows into a folder of editions and returns the file's path; without any, takes an old file
/// away and returns nothing.
///
/// # Errors
/// Any failure of the file system, with the path.
pub fn leave_rejects(out: &Path, rejects: &[RejectedRow]) -> io::Result<Option<PathBuf>> {
    let path = out.join(FILE);
    let failed = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    if rejects.is_empty() {
        return match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
            _ => Ok(None),
        };
    }
    fs::create_dir_all(out).map_err(failed)?;
    let bytes = rejects_csv(rejects).map_err(|problem| failed(io::Error::other(problem.to_string())))?;
    let mut file = tempfile::Builder::new().prefix(".rejects-").tempfile_in(out).map_err(failed)?;
    file.write_all(&bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    file.persist(&path).map_err(|error| failed(error.error))?;
    Ok(Some(path))
}
