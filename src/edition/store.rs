//! The folders of a store → what has been published in them. A *store* holds `out/` (working editions), `published/`
//! (revisions that never change), `archive/` (what they were made of) and `runs/` (what was done). This file only
//! reads: an earlier edition is an input of the next one.

use super::approval::Voice;
use super::folder::with_path;
use crate::project::Status;
use crate::value::{Day, sha256};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The record of a revision in its internal folder.
pub(super) const PUBLICATION: &str = "publication.json";

/// Where editions lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// The folder of all others; the project's own unless the command line says another.
    pub root: PathBuf,
    /// The folder of working editions; `out/` in the store unless the command line says another.
    pub out: PathBuf,
}

/// What is written down of a revision when it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The as-of date, which names the edition.
    pub edition: Day,
    /// From 1.
    pub revision: u32,
    /// The day of publication, where one was given.
    pub published: Option<Day>,
    /// What a revision corrects, as it is printed on the sheets.
    pub correction: Option<String>,
    /// Provisional or final.
    pub status: Status,
    /// Tool and version.
    pub tool: String,
    /// The digest of the printed figures.
    pub figures: String,
    /// The digest of the manifest.
    pub manifest: String,
    /// The digest of every file of `public/`, by name.
    pub public: BTreeMap<String, String>,
    /// Who approved it, where the project asks for approval.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<Voice>,
}

/// A published revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its folder, with `public/` and `internal/` as in a working edition.
    pub folder: PathBuf,
    /// Its record.
    pub publication: Publication,
}

impl Store {
    /// The store of a folder, with working editions in `out`, or in the store itself.
    #[must_use]
    pub fn new(root: PathBuf, out: Option<PathBuf>) -> Self {
        let out = out.unwrap_or_else(|| root.join("out"));
        Self { root, out }
    }

    /// The folder of a working edition.
    #[must_use]
    pub fn working(&self, edition: Day) -> PathBuf {
        self.out.join(edition.to_string())
    }

    /// The folder of an edition's revisions.
    #[must_use]
    pub fn published(&self, edition: Day) -> PathBuf {
        self.root.join("published").join(edition.to_string())
    }

    /// The folder of what published editions were made of.
    #[must_use]
    pub fn archive(&self) -> PathBuf {
        self.root.join("archive")
    }

    /// The folder of logs.
    #[must_use]
    pub fn runs(&self) -> PathBuf {
        self.root.join("runs")
    }

    /// The published editions, the earliest first.
    ///
    /// # Errors
    /// A folder that cannot be read, with its path.
    pub fn editions(&self) -> io::Result<Vec<Day>> {
        days_in(&self.root.join("published"))
    }

    /// The working editions, whole or not, the earliest first.
    ///
    /// # Errors
    /// A folder that cannot be read, with its path.
    pub fn working_days(&self) -> io::Result<Vec<Day>> {
        days_in(&self.out)
    }

    /// The working editions that are whole, the earliest first.
    ///
    /// # Errors
    /// A folder that cannot be read, with its path.
    pub fn working_editions(&self) -> io::Result<Vec<Day>> {
        let mut days = self.working_days()?;
        days.retain(|day| self.working(*day).join("internal").join(super::folder::MANIFEST).is_file());
        Ok(days)
    }

    /// The revisions of an edition, the first first; none when it was never published.
    ///
    /// # Errors
    /// A revision that is missing among the others or whose record cannot be read, with its path.
    pub fn revisions(&self, edition: Day) -> io::Result<Vec<Revision>> {
        let folder = self.published(edition);
        let mut numbers: Vec<u32> =
            names_in(&folder)?.iter().filter_map(|name| name.strip_prefix('r')?.parse().ok()).collect();
        numbers.sort_unstable();
        let mut revisions = Vec::new();
        for (expected, number) in (1..).zip(numbers) {
            if number != expected {
                return Err(damaged(&folder.join(format!("r{expected}")), "the revision is missing"));
            }
            revisions.push(Revision::read(folder.join(format!("r{number}")), edition, number)?);
        }
        Ok(revisions)
    }

    /// The latest revision of an edition.
    ///
    /// # Errors
    /// As [`Store::revisions`].
    pub fn latest(&self, edition: Day) -> io::Result<Option<Revision>> {
        Ok(self.revisions(edition)?.pop())
    }

    /// The latest revision of the latest edition before this day; a later edition is never looked at.
    ///
    /// # Errors
    /// As [`Store::revisions`].
    pub fn latest_before(&self, as_of: Day) -> io::Result<Option<Revision>> {
        for edition in self.editions()?.into_iter().rev().filter(|edition| *edition < as_of) {
            if let Some(revision) = self.latest(edition)? {
                return Ok(Some(revision));
            }
        }
        Ok(None)
    }
}

impl Revision {
    fn read(folder: PathBuf, edition: Day, number: u32) -> io::Result<Self> {
        let path = folder.join("internal").join(PUBLICATION);
        let bytes = fs::read(&path).map_err(|error| with_path(&error, &path))?;
        let publication: Publication = serde_json::from_slice(&bytes)
            .map_err(|error| damaged(&path, &format!("the record of the revision cannot be read: {error}")))?;
        if (publication.edition, publication.revision) != (edition, number) {
            let what =
                format!("this is the record of {} r{}, in another place", publication.edition, publication.revision);
            return Err(damaged(&path, &what));
        }
        Ok(Self { folder, publication })
    }

    /// "2024-12-31 r2".
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} r{}", self.publication.edition, self.publication.revision)
    }

    /// The files of `public/` by name, each held against the digest that was written down.
    ///
    /// # Errors
    /// A file that is missing, was added or is not what was published, with its path.
    pub fn public_files(&self) -> io::Result<Vec<(String, Vec<u8>)>> {
        let folder = self.folder.join("public");
        if let Some(stray) = names_in(&folder)?.into_iter().find(|name| !self.publication.public.contains_key(name)) {
            return Err(damaged(&folder.join(stray), "this file was not published"));
        }
        let read = |(name, digest): (&String, &String)| Ok((name.clone(), read_whole(&folder.join(name), digest)?));
        self.publication.public.iter().map(read).collect()
    }

    /// The manifest, held against the digest that was written down.
    ///
    /// # Errors
    /// As [`Revision::public_files`].
    pub fn manifest(&self) -> io::Result<Vec<u8>> {
        read_whole(&self.folder.join("internal").join(super::folder::MANIFEST), &self.publication.manifest)
    }

    /// A file of the internal folder.
    ///
    /// # Errors
    /// A file that cannot be read, with its path.
    pub fn internal_file(&self, name: &str) -> io::Result<Vec<u8>> {
        let path = self.folder.join("internal").join(name);
        fs::read(&path).map_err(|error| with_path(&error, &path))
    }
}

/// Reads a file that must have this digest.
pub(super) fn read_whole(path: &Path, digest: &str) -> io::Result<Vec<u8>> {
    let bytes = fs::read(path).map_err(|error| with_path(&error, path))?;
    if sha256(&bytes) == digest {
        return Ok(bytes);
    }
    Err(damaged(path, "these are not the bytes that were published"))
}

/// The days that name a folder's entries, the earliest first.
fn days_in(folder: &Path) -> io::Result<Vec<Day>> {
    let mut days: Vec<Day> = names_in(folder)?.iter().filter_map(|name| Day::parse(name)).collect();
    days.sort();
    Ok(days)
}

/// The names in a folder, without hidden ones; none when there is no such folder.
fn names_in(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(with_path(&error, folder)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(|error| with_path(&error, folder))?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

pub(super) fn damaged(path: &Path, what: &str) -> io::Error {
    let what = format!("{}: {what}; put the folder back from a copy", path.display());
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    /// Puts a revision with one file into a store.
    fn put(store: &Store, edition: &str, revision: u32) {
        let folder = store.published(day(edition)).join(format!("r{revision}"));
        let publication = Publication {
            edition: day(edition),
            revision,
            published: None,
            correction: None,
            status: Status::Final,
            tool: "factsheet 0".to_owned(),
            figures: String::new(),
            manifest: sha256(b"{}"),
            public: [("sheet.txt".to_owned(), sha256(b"sheet"))].into(),
            approvals: Vec::new(),
        };
        fs::create_dir_all(folder.join("public")).unwrap();
        fs::create_dir_all(folder.join("internal")).unwrap();
        fs::write(folder.join("public/sheet.txt"), "sheet").unwrap();
        fs::write(folder.join("internal/manifest.json"), "{}").unwrap();
        fs::write(folder.join("internal/publication.json"), serde_json::to_vec(&publication).unwrap()).unwrap();
    }

    #[test]
    fn the_previous_edition_is_the_latest_revision_before_the_day() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned(), None);
        assert_eq!(store.latest_before(day("2024-12-31")).unwrap(), None);
        for (edition, revision) in [("2024-10-31", 1), ("2024-11-30", 1), ("2024-11-30", 2), ("2024-12-31", 1)] {
            put(&store, edition, revision);
        }
        let found = store.latest_before(day("2024-12-31")).unwrap().unwrap();
        assert_eq!(found.name(), "2024-11-30 r2");
        assert_eq!(found.public_files().unwrap(), [("sheet.txt".to_owned(), b"sheet".to_vec())]);
        assert_eq!(store.latest(day("2024-12-31")).unwrap().unwrap().name(), "2024-12-31 r1");
        assert_eq!(store.latest_before(day("2024-10-31")).unwrap(), None);
    }

    #[test]
    fn damage_is_told_with_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned(), None);
        let edition = day("2024-12-31");
        put(&store, "2024-12-31", 1);
        put(&store, "2024-12-31", 2);
        let revision = store.latest(edition).unwrap().unwrap();
        let says = |result: io::Result<()>, words: &str| {
            let message = result.unwrap_err().to_string();
            assert!(message.contains(words) && message.contains("r2"), "{message}");
        };
        fs::write(revision.folder.join("public/sheet.txt"), "shoot").unwrap();
        says(revision.public_files().map(drop), "not the bytes that were published");
        fs::write(revision.folder.join("public/stray.txt"), "").unwrap();
        says(revision.public_files().map(drop), "stray.txt: this file was not published");
        fs::write(revision.folder.join("internal/manifest.json"), "").unwrap();
        says(revision.manifest().map(drop), "manifest.json");
        fs::write(revision.folder.join("internal/publication.json"), "{").unwrap();
        says(store.revisions(edition).map(drop), "cannot be read");
        put(&store, "2024-12-31", 3);
        fs::remove_dir_all(&revision.folder).unwrap();
        says(store.revisions(edition).map(drop), "the revision is missing");
    }
}
