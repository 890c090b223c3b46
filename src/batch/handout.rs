//! A published revision → copies for others: its public files for whoever asks for an edition, and everything behind
//! it for an auditor.

use super::editions::find_revision;
use super::manifest::{self, Manifest};
use super::runs::{Outcome, noted};
use super::{Error, Options, load, store};
use crate::edition::{Revision, copy_out};
use crate::value::{nearest, sha256};
use serde::Serialize;
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

/// What was handed out.
#[derive(Debug, Clone, Serialize)]
pub struct Handout {
    /// The revision.
    pub revision: String,
    /// The folder that was made.
    pub folder: String,
    /// The files in it.
    pub files: Vec<String>,
}

/// Hands out the published bytes of an edition.
///
/// # Errors
/// An edition that there is not, a store that is damaged, a folder that is in the way.
pub fn get(options: &Options, name: &str, out: Option<&Path>) -> Result<Handout, Error> {
    noted(options, "get", |_| Outcome::named(name, 0), || public_files(options, name, out))
}

fn public_files(options: &Options, name: &str, out: Option<&Path>) -> Result<Handout, Error> {
    let revision = find_revision(&store(options), name)?;
    let named = format!("{}-r{}", revision.publication.edition, revision.publication.revision);
    let folder = out.map_or_else(|| PathBuf::from(named), Path::to_owned);
    let files = revision.public_files()?;
    hand_out(&revision, &folder, files, false)
}

/// Hands out what an auditor asks for: everything of the revision, or what concerns one figure.
///
/// # Errors
/// As [`get`]; a figure that there is not.
pub fn support(options: &Options, name: &str, figure: Option<&str>, out: &Path) -> Result<Handout, Error> {
    noted(options, "support", |_| Outcome::named(name, 0), || everything_behind(options, name, figure, out))
}

fn everything_behind(options: &Options, name: &str, figure: Option<&str>, out: &Path) -> Result<Handout, Error> {
    let revision = find_revision(&store(options), name)?;
    let mut files: Vec<(String, Vec<u8>)> =
        revision.public_files()?.into_iter().map(|(name, bytes)| (format!("public/{name}"), bytes)).collect();
    let manifest_bytes = revision.manifest()?;
    let manifest = Manifest::parse(&revision.folder, &manifest_bytes)?;
    files.push((manifest::FILE.to_owned(), manifest_bytes));
    files.push(("publication.json".to_owned(), revision.internal_file("publication.json")?));
    files.push(("quality.md".to_owned(), internal(&revision, &manifest, "quality.md")?));
    let receipts = internal(&revision, &manifest, "receipts.json")?;
    match figure {
        Some(figure) => files.push((format!("receipt-{figure}.json"), receipt(&receipts, figure)?)),
        None => files.push(("receipts.json".to_owned(), receipts)),
    }
    files.push(("README.md".to_owned(), readme(&revision, figure).into_bytes()));
    hand_out(&revision, out, files, true)
}

/// An internal file, held against the manifest.
fn internal(revision: &Revision, manifest: &Manifest, name: &str) -> Result<Vec<u8>, Error> {
    let bytes = revision.internal_file(name)?;
    if manifest.written.get(&format!("internal/{name}")) == Some(&sha256(&bytes)) {
        return Ok(bytes);
    }
    let path = revision.folder.join("internal").join(name);
    Err(Error::Io(format!("{}: these are not the bytes that were published", load::shown(&path))))
}

fn hand_out(
    revision: &Revision,
    folder: &Path,
    files: Vec<(String, Vec<u8>)>,
    private: bool,
) -> Result<Handout, Error> {
    copy_out(folder, &files, private)?;
    let files = files.into_iter().map(|(name, _)| name).collect();
    Ok(Handout { revision: revision.name(), folder: load::shown(folder), files })
}

/// The receipt of one figure, with its definition.
fn receipt(receipts: &[u8], figure: &str) -> Result<Vec<u8>, Error> {
    let all: Vec<Json> = serde_json::from_slice(receipts)?;
    let name = |receipt: &Json| receipt["figure"].as_str().unwrap_or_default().to_owned();
    let Some(found) = all.iter().find(|receipt| name(receipt) == figure) else {
        let names: Vec<String> = all.iter().map(name).collect();
        let near = nearest(figure, names.iter().map(String::as_str));
        return Err(Error::Usage(format!("that edition has no figure \"{figure}\"; {near}")));
    };
    let mut bytes = serde_json::to_vec_pretty(found)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn readme(revision: &Revision, figure: Option<&str>) -> String {
    let publication = &revision.publication;
    let receipts = match figure {
        Some(figure) => format!("- `receipt-{figure}.json`: how the figure `{figure}` came about"),
        None => "- `receipts.json`: how each figure came about".to_owned(),
    };
    format!(
        "# Support for the edition {edition}, revision {number}\n\n\
         Internal: not for publication. The files outside `public/` describe the office's records.\n\n\
         - `public/`: the published files, byte for byte\n\
         {receipts}: definition, rows, files and their digests\n\
         - `quality.md`: how every row of every export was accounted for\n\
         - `manifest.json`: the digest (SHA-256) of everything that went in and came out\n\
         - `publication.json`: when and as what it was published, and who approved it\n\n\
         Published with {tool}. To make it again from the archive: `factsheet reproduce {edition}/r{number}`.\n",
        edition = publication.edition,
        number = publication.revision,
        tool = publication.tool,
    )
}
