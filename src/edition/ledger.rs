//! What an edition was made of, on disk: `internal/ledger.json` has its records, `internal/counted.json` what each
//! figure counted. Both are read again when the next edition is built, so that what disappears is seen.

use super::folder::{OutputFile, with_path};
use super::store::Store;
use crate::figures::{Accounting, Tally};
use crate::project::Project;
use crate::records::{Ledger, Past, Records, SourceLedger};
use crate::value::{Day, sha256};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const LEDGER: &str = "ledger.json";
const COUNTED: &str = "counted.json";

/// What earlier runs left.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Earlier {
    /// What the exports are held against.
    pub records: Past,
    /// The edition before this one.
    pub previous: Option<Previous>,
}

/// The edition that an edition follows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Previous {
    /// Its as-of date.
    pub as_of: Day,
    /// The digest of its manifest, so that it can be told which it was.
    pub manifest: String,
    /// What it counted; none for an edition of a tool that did not write that down.
    pub tally: Option<Tally>,
}

/// The ledger of an edition as a file for its `internal/` folder.
///
/// # Errors
/// Never in practice: a ledger holds nothing that JSON cannot.
pub fn ledger_file(project: &Project, records: &Records, as_of: Day) -> Result<OutputFile, serde_json::Error> {
    let known = project.sources.values().filter_map(|source| Some((source, records.sources.get(&source.name)?)));
    let sources = known.map(|(source, records)| (source.name.clone(), SourceLedger::of(source, records)));
    let mut bytes = serde_json::to_vec(&Ledger { as_of, sources: sources.collect() })?;
    bytes.push(b'\n');
    Ok(OutputFile { name: LEDGER.to_owned(), bytes })
}

/// The tally of an edition, and how its figures follow from those of the edition before, as files for its `internal/`
/// folder.
///
/// # Errors
/// Never in practice: both hold nothing that JSON cannot.
pub fn accounting_files(tally: &Tally, accounting: &Accounting) -> Result<[OutputFile; 2], serde_json::Error> {
    let ended = |mut bytes: Vec<u8>| {
        bytes.push(b'\n');
        bytes
    };
    let counted = ended(serde_json::to_vec(tally)?);
    let accounting = ended(serde_json::to_vec_pretty(accounting)?);
    Ok([
        OutputFile { name: COUNTED.to_owned(), bytes: counted },
        OutputFile { name: "accounting.json".to_owned(), bytes: accounting },
    ])
}

/// What earlier runs left that matters for an edition: its own working edition, and the edition before it, which is
/// the one in `previous`, else the latest published one, else the latest working one.
///
/// # Errors
/// A file that cannot be read, with its path: without it nobody would see what is gone.
pub fn earlier(store: &Store, as_of: Day, previous: Option<&Path>) -> io::Result<Earlier> {
    let same = store.working(as_of).join("internal").join(LEDGER);
    let same = if same.is_file() { Some(read(&same)?) } else { None };
    let folder = match previous {
        Some(folder) => Some(folder.to_owned()),
        None => match store.latest_before(as_of)? {
            Some(revision) => Some(revision.folder),
            None => working_before(store, as_of)?,
        },
    };
    let Some(internal) = folder.map(|folder| folder.join("internal")) else {
        return Ok(Earlier { records: Past { same, earlier: None }, previous: None });
    };
    let ledger: Ledger = read(&internal.join(LEDGER))?;
    if ledger.as_of >= as_of {
        let what = format!("{}: this edition is of {}, which is not before {as_of}", internal.display(), ledger.as_of);
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    let counted = internal.join(COUNTED);
    let tally = if counted.is_file() { Some(read(&counted)?) } else { None };
    let manifest = internal.join(super::folder::MANIFEST);
    let manifest = fs::read(&manifest).map_err(|error| with_path(&error, &manifest))?;
    let previous = Previous { as_of: ledger.as_of, manifest: sha256(&manifest), tally };
    Ok(Earlier { records: Past { same, earlier: Some(ledger) }, previous: Some(previous) })
}

/// The folder of the latest working edition before a day.
fn working_before(store: &Store, as_of: Day) -> io::Result<Option<PathBuf>> {
    let editions = store.working_editions()?.into_iter().filter(|day| *day < as_of);
    let mut folders = editions.map(|day| store.working(day));
    Ok(folders.rfind(|folder| folder.join("internal").join(LEDGER).is_file()))
}

fn read<T: DeserializeOwned>(path: &Path) -> io::Result<T> {
    let bytes = fs::read(path).map_err(|error| with_path(&error, path))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let what = format!("{}: it cannot be read: {error}; build that edition again", path.display());
        io::Error::new(io::ErrorKind::InvalidData, what)
    })
}
