//! The exports of a run: found by the sources' patterns, and each read once, with its digest. A file that changes
//! while it is read is an error, because nobody could say afterwards what had been counted.

use super::load::{Loaded, PROJECT_FILE, shown};
use super::{Error, Options, digest};
use crate::records::InputFile;
use crate::value::{Place, Problem};
use indexmap::IndexMap;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Reads the exports of all sources. A pattern is relative to the project file; with another input folder its
/// leading `input/` stands for that folder.
pub(super) fn read(options: &Options, loaded: &mut Loaded) -> Result<IndexMap<String, Vec<InputFile>>, Error> {
    let mut inputs = IndexMap::new();
    for source in loaded.project.sources.values() {
        if let Some(archived) = loaded.shelf.archived_exports(&source.name) {
            inputs.insert(source.name.clone(), archived);
            continue;
        }
        let mut paths = BTreeSet::new();
        for pattern in &source.files {
            paths.extend(matching(options, loaded, pattern)?);
        }
        let files = paths.iter().map(|path| read_once(path)).collect::<Result<Vec<_>, _>>()?;
        for (path, file) in paths.iter().zip(&files) {
            loaded.shelf.note_export(&source.name, &loaded.folder, path, &file.digest);
        }
        inputs.insert(source.name.clone(), files);
    }
    Ok(inputs)
}

/// Reads a file, and makes sure that it was the same before and after.
pub(super) fn read_once(path: &Path) -> Result<InputFile, Error> {
    let failed = |error: std::io::Error| Error::Io(format!("{}: {error}", shown(path)));
    let mut file = File::open(path).map_err(failed)?;
    let before = file.metadata().map_err(failed)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(failed)?;
    let after = fs::metadata(path).map_err(failed)?;
    let same_time = before.modified().ok() == after.modified().ok();
    if !same_time || before.len() != after.len() || before.len() != bytes.len() as u64 {
        return Err(Error::Io(format!("{}: the file changed while it was read; run again", shown(path))));
    }
    Ok(InputFile { name: shown(path), digest: digest(&bytes), bytes })
}

/// How a project file would name an export: under `input/`, whatever folder it lies in now.
pub(super) fn pattern_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!("input/{}", glob::Pattern::escape(&name))
}

fn matching(options: &Options, loaded: &Loaded, pattern: &str) -> Result<Vec<PathBuf>, Error> {
    let (root, pattern) = match &options.input {
        Some(folder) if !folder.is_dir() => {
            return Err(Error::Io(format!("{}: there is no such folder", shown(folder))));
        }
        Some(folder) => (folder, pattern.strip_prefix("input/").unwrap_or(pattern)),
        None => (&loaded.folder, pattern),
    };
    let (folders, name) = pattern.rsplit_once('/').unwrap_or((".", pattern));
    let unreadable = |error: glob::PatternError| {
        let what = format!("the file pattern \"{pattern}\" cannot be read: {error}");
        Error::from(Problem::new(Place::file(PROJECT_FILE), what, ""))
    };
    let name = glob::Pattern::new(name).map_err(unreadable)?;
    // Without wildcards the folder is taken as it is, also when its path is not valid Unicode.
    if !folders.contains(['*', '?', '[']) {
        let folder = if folders == "." { root.clone() } else { root.join(folders) };
        return if folder.is_dir() { files_like(&folder, &name) } else { Ok(Vec::new()) };
    }
    let escaped = glob::Pattern::escape(&root.to_string_lossy());
    let folders = glob::glob(&format!("{escaped}/{folders}")).map_err(unreadable)?;
    let mut found = Vec::new();
    for folder in folders {
        let folder = folder.map_err(|error| Error::Io(error.to_string()))?;
        if folder.is_dir() {
            found.extend(files_like(&folder, &name)?);
        }
    }
    Ok(found)
}

/// The files of a folder whose name fits; also those whose name is not valid Unicode, which must not be passed over.
fn files_like(folder: &Path, name: &glob::Pattern) -> Result<Vec<PathBuf>, Error> {
    let failed = |error: std::io::Error| Error::Io(format!("{}: {error}", shown(folder)));
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let fits = path.file_name().is_some_and(|file| name.matches(&file.to_string_lossy()));
        if fits && path.is_file() {
            found.push(path);
        }
    }
    Ok(found)
}
