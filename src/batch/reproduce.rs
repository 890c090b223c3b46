//! A published revision → the same revision again, from the archive alone, and what came of it. The project, its
//! templates and its exports may have moved on; none of them is looked at.

use super::editions::find_revision;
use super::manifest::{Manifest, tool};
use super::revision::as_published;
use super::runs::{Outcome, noted};
use super::shelf::Kept;
use super::{AsOf, Error, Options, Progress, count, load, made, manifest, store};
use crate::edition::{OutputFile, Revision, Store, archived};
use crate::value::sha256;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// How a reproduction compares with what was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "answer")]
pub enum Reproduction {
    /// Every byte is the same.
    SameBytes {
        /// The revision.
        revision: String,
        /// How many files were compared.
        files: usize,
    },
    /// Every figure is the same; the tool has changed since, and with it how some files are written.
    SameFigures {
        /// The revision.
        revision: String,
        /// The tool that published it.
        then: String,
        /// This tool.
        now: String,
        /// The files that are written otherwise.
        files: Vec<String>,
    },
    /// It cannot be reproduced.
    Different {
        /// The revision.
        revision: String,
        /// The tool that published it.
        then: String,
        /// This tool.
        now: String,
        /// The files that differ.
        files: Vec<String>,
        /// The lines of the data file that differ: then, and now.
        figures: Vec<(String, String)>,
    },
}

impl Reproduction {
    /// 0 when the figures are proved to be the same, else 1.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::SameBytes { .. } | Self::SameFigures { .. } => 0,
            Self::Different { .. } => 1,
        }
    }
}

/// Reproduces a revision, named as `2024-12-31`, `2024-12` or `2024-12/r1`.
///
/// # Errors
/// A revision that there is not; a store that is damaged; archived files from which nothing can be built.
pub fn reproduce(options: &Options, name: &str, progress: &dyn Progress) -> Result<Reproduction, Error> {
    let outcome = |found: &Reproduction| Outcome::named(name, found.exit_code());
    noted(options, "reproduce", outcome, || reproduced(options, name, progress))
}

fn reproduced(options: &Options, name: &str, progress: &dyn Progress) -> Result<Reproduction, Error> {
    let store = store(options);
    let revision = find_revision(&store, name)?;
    let path = revision.folder.join("internal").join(manifest::FILE);
    let manifest = Manifest::parse(&path, &revision.manifest()?)?;
    let then = revision.public_files()?;
    progress.step("reading the archive");
    let now = again(&store, &revision, &manifest, progress)?;
    Ok(compare(&revision, &then, &now))
}

/// The files of `public/`, made again from the archive.
fn again(
    store: &Store,
    revision: &Revision,
    manifest: &Manifest,
    progress: &dyn Progress,
) -> Result<Vec<OutputFile>, Error> {
    let kept = manifest.made_from.iter().map(|used| Ok((used.clone(), archived(store, &used.sha256)?)));
    let options = Options {
        project: PathBuf::from(load::PROJECT_FILE),
        as_of: AsOf::Day(manifest.as_of),
        published: manifest.published,
        mark: manifest.mark.clone(),
        archived: Some(Arc::new(Kept(kept.collect::<Result<_, Error>>()?))),
        ..Options::default()
    };
    let mut counted = count(&options, progress)?;
    let templates = load::templates(&options, &mut counted.loaded)?;
    as_published(&mut counted, &revision.publication);
    progress.step("making the sheets");
    Ok(made::make(&counted, &templates, &options)?.into_parts().0)
}

fn compare(revision: &Revision, then: &[(String, Vec<u8>)], now: &[OutputFile]) -> Reproduction {
    let now: BTreeMap<&str, &[u8]> = now.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())).collect();
    let old: BTreeMap<&str, &[u8]> = then.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let mut files: Vec<String> = old.keys().chain(now.keys()).map(|name| (*name).to_owned()).collect();
    files.sort();
    files.dedup();
    let count = files.len();
    files.retain(|name| old.get(name.as_str()) != now.get(name.as_str()));
    let name = revision.name();
    if files.is_empty() {
        return Reproduction::SameBytes { revision: name, files: count };
    }
    let (then, tool) = (revision.publication.tool.clone(), tool());
    let data = now.iter().find(|(name, _)| name.starts_with("figures-") && name.ends_with(".csv"));
    let same_figures = data.is_some_and(|(_, bytes)| sha256(bytes) == revision.publication.figures);
    if same_figures && then != tool {
        return Reproduction::SameFigures { revision: name, then, now: tool, files };
    }
    let lines = data.map(|(name, bytes)| differing(old.get(name).copied().unwrap_or_default(), bytes));
    Reproduction::Different { revision: name, then, now: tool, files, figures: lines.unwrap_or_default() }
}

/// The lines that are in one of two texts only, side by side as they come.
fn differing(then: &[u8], now: &[u8]) -> Vec<(String, String)> {
    let (then, now) = (String::from_utf8_lossy(then), String::from_utf8_lossy(now));
    let (then, now): (Vec<&str>, Vec<&str>) = (then.lines().collect(), now.lines().collect());
    let gone: Vec<&str> = then.iter().filter(|line| !now.contains(line)).copied().collect();
    let come: Vec<&str> = now.iter().filter(|line| !then.contains(line)).copied().collect();
    let at = |list: &[&str], index: usize| list.get(index).map_or_else(String::new, |line| (*line).to_owned());
    (0..gone.len().max(come.len())).map(|index| (at(&gone, index), at(&come, index))).collect()
}
