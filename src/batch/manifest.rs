//! What an edition was made of and what it holds, by digest: `internal/manifest.json`. It is read again to approve an
//! edition, to publish approved bytes, and to reproduce a revision.

use super::shelf::Used;
use super::{Counted, Error};
use crate::edition::{EditionFiles, OutputFile, Roles, seal};
use crate::project::Status;
use crate::value::{Day, sha256};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;

/// The manifest's name in the internal folder.
pub(super) const FILE: &str = "manifest.json";

/// The manifest of an edition.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Tool and version.
    pub(super) tool: String,
    /// The as-of date.
    pub(super) as_of: Day,
    /// From 1.
    pub(super) revision: u32,
    pub(super) published: Option<Day>,
    pub(super) correction: Option<String>,
    pub(super) status: Status,
    /// The mark that the run was given in place of the project's.
    pub(super) mark: Option<String>,
    /// Digest of the printed figures.
    pub(super) figures: String,
    /// The edition before, which this one was held against.
    pub(super) previous: Option<Before>,
    /// Who has to approve the edition before it is published.
    pub(super) approval: Option<Roles>,
    /// Every file that was read.
    pub(super) made_from: Vec<Used>,
    /// The digest of every file that was written, by its path in the edition's folder.
    pub(super) written: IndexMap<String, String>,
}

/// The edition before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Before {
    /// Its as-of date.
    as_of: Day,
    /// The digest of its manifest.
    manifest: String,
}

/// The tool as manifests call it.
pub(super) fn tool() -> String {
    format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
}

impl Manifest {
    /// The manifest of finished files.
    pub(super) fn of(counted: &Counted, files: &EditionFiles) -> Self {
        let edition = &counted.edition;
        let digests = |folder: &'static str, files: &[OutputFile]| {
            let entry = |file: &OutputFile| (format!("{folder}/{}", file.name), sha256(&file.bytes));
            files.iter().map(entry).collect::<Vec<_>>()
        };
        let written = [("public", &files.public), ("internal", &files.internal), ("internal/clean", &files.clean)];
        Self {
            tool: tool(),
            as_of: edition.as_of,
            revision: edition.revision,
            published: edition.published,
            correction: edition.correction.clone(),
            status: edition.status,
            mark: edition.mark.clone(),
            figures: edition.figures_digest.clone(),
            previous: counted.books.previous.clone().map(|(as_of, manifest)| Before { as_of, manifest }),
            approval: counted.loaded.project.approval.clone().map(|approval| Roles {
                roles: approval.roles,
                one_person_several_roles: approval.one_person_several_roles,
            }),
            made_from: counted.loaded.shelf.used(),
            written: written.into_iter().flat_map(|(folder, files)| digests(folder, files)).collect(),
        }
    }

    /// The manifest as it is written.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The manifest of an edition's folder.
    pub(super) fn read(edition: &Path) -> Result<Self, Error> {
        let path = edition.join("internal").join(FILE);
        let bytes = fs::read(&path).map_err(|error| Error::Io(format!("{}: {error}", path.display())))?;
        Self::parse(&path, &bytes)
    }

    /// A manifest that was read from a path.
    pub(super) fn parse(path: &Path, bytes: &[u8]) -> Result<Self, Error> {
        serde_json::from_slice(bytes).map_err(|error| {
            Error::Io(format!("{}: the manifest cannot be read: {error}; build the edition again", path.display()))
        })
    }

    /// The digest that approvals are bound to: of the drafts, the clean sheets and the roles.
    pub(super) fn seal(&self, roles: &Roles) -> String {
        let sheets =
            self.written.iter().filter(|(path, _)| path.starts_with("public/") || path.starts_with("internal/clean/"));
        seal(roles, sheets.map(|(path, digest)| (path.as_str(), digest.as_str())))
    }

    /// Files of a folder that are not what this manifest says, or are not named in it.
    pub(super) fn strays(&self, files: &EditionFiles) -> Vec<String> {
        let folders = [("public", &files.public), ("internal", &files.internal), ("internal/clean", &files.clean)];
        let all = folders.into_iter().flat_map(|(folder, files)| {
            files.iter().map(move |file| (format!("{folder}/{}", file.name), sha256(&file.bytes)))
        });
        let found: IndexMap<String, String> = all.filter(|(path, _)| path != "internal/manifest.json").collect();
        let mut strays: Vec<String> = found
            .iter()
            .filter(|(path, digest)| self.written.get(*path) != Some(digest))
            .map(|(p, _)| p.clone())
            .collect();
        strays.extend(self.written.keys().filter(|path| !found.contains_key(*path)).cloned());
        strays
    }
}
