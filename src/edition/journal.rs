//! Files that only grow, a line of JSON for each event: the log of runs, the answers that were given and the voices of
//! approvals. A line is written in one piece; one that a crash has cut short is closed before the next, and is passed
//! over by the reader. Any other line that does not read is told: what it said may have protected somebody.

use super::folder::{restrict, with_path};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Adds a line.
///
/// # Errors
/// Any failure of the file system, with the path.
pub fn append(path: &Path, entry: &impl Serialize) -> io::Result<()> {
    let failed = |e: io::Error| with_path(&e, path);
    if let Some(folder) = path.parent() {
        // What is logged describes records of persons, and is its owner's only.
        if !folder.is_dir() {
            fs::create_dir_all(folder).map_err(failed)?;
            restrict(folder)?;
        }
    }
    let mut file = File::options().create(true).append(true).read(true).open(path).map_err(failed)?;
    let mut line = serde_json::to_vec(entry)?;
    line.push(b'\n');
    if !ends_a_line(&mut file).map_err(failed)? {
        line.insert(0, b'\n');
    }
    file.write_all(&line).and_then(|()| file.sync_all()).map_err(failed)
}

fn ends_a_line(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == [b'\n'])
}

/// All lines, the oldest first; none when there is no such file.
///
/// # Errors
/// A file that cannot be read, with its path; a line that is none, with its number.
pub fn entries<T: DeserializeOwned>(path: &Path) -> io::Result<Vec<T>> {
    match fs::read_to_string(path) {
        Ok(text) => text.lines().enumerate().filter_map(|(at, line)| entry(path, at + 1, line)).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(with_path(&error, path)),
    }
}

/// A line's entry; none where the line was cut short.
fn entry<T: DeserializeOwned>(path: &Path, number: usize, line: &str) -> Option<io::Result<T>> {
    match serde_json::from_str(line) {
        Ok(entry) => Some(Ok(entry)),
        // What is asked of the type may fail before the end of the line is missed.
        Err(_) if serde_json::from_str::<IgnoredAny>(line).is_err_and(|error| error.is_eof()) => None,
        Err(error) => {
            let what = format!("{}:{number}: the line does not read: {error}", path.display());
            Some(Err(io::Error::new(io::ErrorKind::InvalidData, what)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_was_cut_short_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs/log.jsonl");
        assert_eq!(entries::<u32>(&path).unwrap(), [0; 0]);
        append(&path, &1).unwrap();
        fs::write(&path, fs::read_to_string(&path).unwrap() + "{\"cut").unwrap();
        append(&path, &2).unwrap();
        assert_eq!(entries::<u32>(&path).unwrap(), [1, 2]);
    }

    #[test]
    fn a_line_that_somebody_changed_is_told_with_its_number() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answers.jsonl");
        fs::write(&path, "1\ntwo\n").unwrap();
        assert!(entries::<u32>(&path).unwrap_err().to_string().contains("answers.jsonl:2: the line does not read"));
    }
}
