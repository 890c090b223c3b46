//! The editions that a store holds, published and working ones alike → what is needed to compare with them.

use super::Error;
use super::editions::is_named;
use super::manifest::Manifest;
use crate::document::edition_name;
use crate::edition::{KeptFigures, Store, kept_figures};
use crate::figures::Tally;
use crate::value::{Day, nearest};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// An edition that is there.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) folder: PathBuf,
    pub(super) as_of: Day,
    /// The revision; `None` for a working edition.
    pub(super) revision: Option<u32>,
    /// The digest of its printed figures.
    pub(super) digest: String,
    /// The digests of its public files by name.
    pub(super) files: BTreeMap<String, String>,
    /// Whether people have to approve it before it is published, so that its sheets are drafts.
    pub(super) awaits_approval: bool,
}

impl Held {
    /// All editions of a store: published revisions before working editions, the latest first.
    pub(super) fn all(store: &Store) -> Result<Vec<Self>, Error> {
        let mut found = Vec::new();
        for edition in store.editions()?.into_iter().rev() {
            for revision in store.revisions(edition)?.into_iter().rev() {
                found.push(Self {
                    folder: revision.folder,
                    as_of: edition,
                    revision: Some(revision.publication.revision),
                    digest: revision.publication.figures,
                    files: revision.publication.public,
                    awaits_approval: false,
                });
            }
        }
        for edition in store.working_editions()?.into_iter().rev() {
            found.push(Self::working(store.working(edition))?);
        }
        Ok(found)
    }

    fn working(folder: PathBuf) -> Result<Self, Error> {
        let manifest = Manifest::read(&folder)?;
        let public = |(name, digest): (String, String)| Some((name.strip_prefix("public/")?.to_owned(), digest));
        Ok(Self {
            folder,
            as_of: manifest.as_of,
            revision: None,
            digest: manifest.figures,
            files: manifest.written.into_iter().filter_map(public).collect(),
            awaits_approval: manifest.approval.is_some(),
        })
    }

    /// The edition that a person names: `2024-12`, `2024-12-31`, either with `/r1`, or its folder. A published edition
    /// comes before the working one of the same day.
    pub(super) fn named<'h>(all: &'h [Self], name: &str) -> Result<&'h Self, Error> {
        let (edition, number) = name.split_once("/r").map_or((name, None), |(edition, number)| (edition, Some(number)));
        let is_day = |held: &&Self| is_named(held.as_of, edition);
        let is_revision =
            |held: &&Self| number.is_none_or(|number| held.revision.map(|r| r.to_string()).as_deref() == Some(number));
        let by_name = all.iter().find(|held| is_day(held) && is_revision(held));
        by_name.or_else(|| all.iter().find(|held| same_folder(&held.folder, Path::new(name)))).ok_or_else(|| {
            let mut names: Vec<String> = all.iter().map(Self::name).collect();
            names.dedup();
            let near = nearest(name, names.iter().map(String::as_str));
            Error::Usage(format!("there is no edition \"{name}\"; {near}"))
        })
    }

    /// "2024-12/r1", or "2024-12" for a working edition.
    pub(super) fn name(&self) -> String {
        let name = edition_name(self.as_of);
        self.revision.map_or_else(|| name.clone(), |revision| format!("{name}/r{revision}"))
    }

    /// A file of it.
    pub(super) fn read(&self, folder: &str, name: &str) -> Result<Vec<u8>, Error> {
        let path = self.folder.join(folder).join(name);
        fs::read(&path).map_err(|error| Error::Io(format!("{}: {error}", path.display())))
    }

    /// Its figures as they were published.
    pub(super) fn figures(&self) -> Result<KeptFigures, Error> {
        let name = format!("figures-{}.json", edition_name(self.as_of));
        let failed =
            |error: String| Error::Io(format!("{}: {error}", self.folder.join("public").join(&name).display()));
        kept_figures(&self.read("public", &name)?).map_err(failed)
    }

    /// What it counted, one thing after another.
    pub(super) fn tally(&self) -> Result<Tally, Error> {
        let failed = |error: serde_json::Error| Error::Io(format!("{}: counted.json: {error}", self.folder.display()));
        serde_json::from_slice(&self.read("internal", "counted.json")?).map_err(failed)
    }
}

fn same_folder(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
