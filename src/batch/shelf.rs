//! Where the files of a run come from, and what was taken: the project's folders, or for a reproduction the archive
//! of what a published revision was made of. Every file that is taken is noted with its role and digest, so that the
//! manifest can name it and the archive can keep it.

use super::Error;
use super::load::shown;
use crate::records::InputFile;
use crate::value::sha256;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a file is to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Role {
    /// The project file.
    Project,
    /// The theme.
    Theme,
    /// The seal of the theme.
    Seal,
    /// A font.
    Font,
    /// A template, or a Word file that is one.
    Template,
    /// A part of templates.
    Partial,
    /// An export.
    Export,
    /// What earlier editions had counted.
    Past,
}

/// A file that a run was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Used {
    /// What it is.
    pub role: Role,
    /// The source of an export; empty for other files.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Its path below the project's folder, or its name where it lies elsewhere.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// The files of a published revision, from the archive.
#[derive(Debug, Clone, Default)]
pub struct Kept(pub(super) Vec<(Used, Vec<u8>)>);

impl Kept {
    fn of(&self, role: Role) -> impl Iterator<Item = &(Used, Vec<u8>)> {
        self.0.iter().filter(move |(used, _)| used.role == role)
    }
}

/// Where the bytes of a used file can be had again.
#[derive(Debug)]
enum Content {
    At(PathBuf),
    Bytes(Vec<u8>),
}

/// The files of a run.
#[derive(Debug)]
pub(super) struct Shelf {
    kept: Option<Arc<Kept>>,
    used: Vec<(Used, Content)>,
}

impl Shelf {
    pub(super) const fn new(kept: Option<Arc<Kept>>) -> Self {
        Self { kept, used: Vec::new() }
    }

    /// Whether the files come from the archive.
    pub(super) const fn is_archived(&self) -> bool {
        self.kept.is_some()
    }

    /// A file that there is one of.
    pub(super) fn one(&mut self, role: Role, name: &str, path: &Path) -> Result<Vec<u8>, Error> {
        let bytes = match &self.kept {
            Some(kept) => {
                let mut files = kept.of(role).filter(|(used, _)| role != Role::Template || used.path == name);
                files.next().map(|(_, bytes)| bytes.clone()).ok_or_else(|| missing(name))?
            }
            None => read(path)?,
        };
        self.note(role, "", name, sha256(&bytes), Content::At(path.to_owned()));
        Ok(bytes)
    }

    /// The files of a folder for which `wanted` holds, by file name; `prefix` is how the manifest calls the folder.
    pub(super) fn folder(
        &mut self,
        role: Role,
        folder: &Path,
        prefix: &str,
        wanted: fn(&Path) -> bool,
    ) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let file_name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut found = Vec::new();
        if let Some(kept) = &self.kept {
            let files = kept.of(role).filter(|(used, _)| wanted(Path::new(&used.path)));
            found.extend(files.map(|(used, bytes)| (folder.join(file_name(Path::new(&used.path))), bytes.clone())));
        } else {
            for path in files_in(folder)?.into_iter().filter(|path| wanted(path)) {
                let bytes = read(&path)?;
                found.push((path, bytes));
            }
        }
        let mut named = Vec::new();
        for (path, bytes) in found {
            let name = file_name(&path);
            self.note(role, "", &format!("{prefix}/{name}"), sha256(&bytes), Content::At(path));
            named.push((name, bytes));
        }
        Ok(named)
    }

    /// The archived exports of a source; nothing when the exports are those of the project.
    pub(super) fn archived_exports(&self, source: &str) -> Option<Vec<InputFile>> {
        let own = self.kept.as_ref()?.of(Role::Export).filter(|(used, _)| used.source == source);
        let file = |(used, bytes): &(Used, Vec<u8>)| InputFile {
            name: used.path.clone(),
            digest: used.sha256.clone(),
            bytes: bytes.clone(),
        };
        Some(own.map(file).collect())
    }

    /// Notes an export that was read.
    pub(super) fn note_export(&mut self, source: &str, project: &Path, path: &Path, digest: &str) {
        let outside = || PathBuf::from(path.file_name().unwrap_or_default());
        let name = path.strip_prefix(project).map_or_else(|_| outside(), Path::to_owned);
        self.note(Role::Export, source, &shown(&name), digest.to_owned(), Content::At(path.to_owned()));
    }

    /// What earlier editions had counted: read now, or as it was then.
    pub(super) fn past<T, F>(&mut self, read: F) -> Result<T, Error>
    where
        T: Serialize + for<'a> Deserialize<'a>,
        F: FnOnce() -> Result<T, Error>,
    {
        let past = match &self.kept {
            Some(kept) => {
                let (_, bytes) = kept.of(Role::Past).next().ok_or_else(|| missing(PAST))?;
                serde_json::from_slice(bytes)?
            }
            None => read()?,
        };
        let bytes = serde_json::to_vec(&past)?;
        self.note(Role::Past, "", PAST, sha256(&bytes), Content::Bytes(bytes));
        Ok(past)
    }

    fn note(&mut self, role: Role, source: &str, path: &str, sha256: String, content: Content) {
        let used = Used { role, source: source.to_owned(), path: path.to_owned(), sha256 };
        self.used.push((used, content));
    }

    /// What the run was made from.
    pub(super) fn used(&self) -> Vec<Used> {
        self.used.iter().map(|(used, _)| used.clone()).collect()
    }

    /// Hands every file that was used to `keep`, with its digest.
    pub(super) fn hand_over(&self, mut keep: impl FnMut(&str, &[u8]) -> Result<(), Error>) -> Result<(), Error> {
        for (used, content) in &self.used {
            match content {
                Content::Bytes(bytes) => keep(&used.sha256, bytes)?,
                Content::At(path) => {
                    let bytes = read(path)?;
                    if sha256(&bytes) != used.sha256 {
                        return Err(Error::Io(format!("{}: the file changed during the run; run again", shown(path))));
                    }
                    keep(&used.sha256, &bytes)?;
                }
            }
        }
        Ok(())
    }
}

/// How the manifest calls what earlier editions had counted.
const PAST: &str = "past";

fn missing(name: &str) -> Error {
    Error::Io(format!("the archive holds no {name} for this revision"))
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::Io(format!("{}: {error}", shown(path))))
}

/// The files of a folder, by name.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |error: std::io::Error| Error::Io(format!("{}: {error}", shown(folder)));
    let entries = fs::read_dir(folder).map_err(failed)?;
    let mut paths = entries.map(|entry| entry.map(|e| e.path())).collect::<Result<Vec<_>, _>>().map_err(failed)?;
    paths.retain(|path| path.is_file());
    paths.sort();
    Ok(paths)
}
