//! The exports of a run: found by the sources' patterns, and each read once, with its digest. A file that changes
//! while it is read is an error, because nobody could say afterwards what had been counted.

use super::load::{Loaded, PROJECT_FILE, shown};
use super::{Error, Options};
use crate::records::{InputFile, Refusal};
use crate::value::{Place, Problem, nearest, sha256};
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

/// Tells of each source that has no file what lies where its files are looked for: the pattern may be misspelt.
pub(super) fn say_what_lies_there(options: &Options, loaded: &Loaded, mut refusal: Box<Refusal>) -> Box<Refusal> {
    for problem in &mut refusal.awaited {
        let Some(source) = loaded.project.sources.get(&problem.place.file) else { continue };
        if refusal.files.get(&source.name).is_some_and(|files| !files.is_empty()) {
            continue;
        }
        for pattern in &source.files {
            problem.todo.push_str(&format!("; {}", what_lies_there(options, loaded, pattern)));
        }
    }
    refusal
}

fn what_lies_there(options: &Options, loaded: &Loaded, pattern: &str) -> String {
    let (root, pattern) = looked_for(options, loaded, pattern);
    let (folders, name) = pattern.rsplit_once('/').unwrap_or((".", pattern));
    let folder = if folders == "." { root.to_owned() } else { root.join(folders) };
    let Ok(entries) = fs::read_dir(&folder) else { return format!("there is no folder {}", shown(&folder)) };
    let files = entries.filter_map(Result::ok).filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let shown = match shown(&folder) {
        here if here.is_empty() => "the project's folder".to_owned(),
        there => there,
    };
    if names.is_empty() {
        return format!("there are no files in {shown}");
    }
    format!("in {shown}, {}", nearest(name, names.iter().map(String::as_str)))
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
    Ok(InputFile { name: shown(path), digest: sha256(&bytes), bytes })
}

/// How a project file would name an export: under `input/`, whatever folder it lies in now.
pub(super) fn pattern_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!("input/{}", glob::Pattern::escape(&name))
}

/// The folder that a pattern is relative to, and the pattern in it.
fn looked_for<'a>(options: &'a Options, loaded: &'a Loaded, pattern: &'a str) -> (&'a Path, &'a str) {
    match &options.input {
        Some(folder) => (folder, pattern.strip_prefix("input/").unwrap_or(pattern)),
        None => (&loaded.folder, pattern),
    }
}

fn matching(options: &Options, loaded: &Loaded, pattern: &str) -> Result<Vec<PathBuf>, Error> {
    if let Some(folder) = options.input.as_ref().filter(|folder| !folder.is_dir()) {
        return Err(Error::Io(format!("{}: there is no such folder", shown(folder))));
    }
    let (root, pattern) = looked_for(options, loaded, pattern);
    let (folders, name) = pattern.rsplit_once('/').unwrap_or((".", pattern));
    let unreadable = |error: glob::PatternError| {
        let what = format!("the file pattern \"{pattern}\" cannot be read: {error}");
        Error::from(Problem::new(Place::file(PROJECT_FILE), what, ""))
    };
    let name = glob::Pattern::new(name).map_err(unreadable)?;
    // Without wildcards the folder is taken as it is, also when its path is not valid Unicode.
    if !folders.contains(['*', '?', '[']) {
        let folder = if folders == "." { root.to_owned() } else { root.join(folders) };
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
