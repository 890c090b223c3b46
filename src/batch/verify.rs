//! `verify`: copies of sheets, wherever they have been → of which edition and revision they are, and whether they still
//! say what was published.

use super::{Error, Options, store};
use crate::document::edition_name;
use crate::edition::verify::{Copy, Finding, FindingKind, Original, compare, required_in};
use crate::edition::{KeptFigures, Store, kept_figures, sha256};
use crate::project::SheetFormat;
use crate::value::{Day, nearest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What to verify.
#[derive(Debug, Clone, Default)]
pub struct VerifyOptions {
    /// The project, beside which the editions lie.
    pub project: Options,
    /// The copies.
    pub files: Vec<PathBuf>,
    /// The edition that they are presented as: "2024-12", "2024-12-31", or a folder.
    pub edition: Option<String>,
    /// Whether changed words fail, too.
    pub strict: bool,
}

/// What was found in a copy.
#[derive(Debug, Clone, Serialize)]
pub struct Verified {
    /// The copy.
    pub file: String,
    /// The as-of date of its edition.
    pub edition: Day,
    /// The revision; `None` for a working edition.
    pub revision: Option<u32>,
    /// The published file that it was held against.
    pub sheet: String,
    /// Whether it is that file, byte for byte.
    pub untouched: bool,
    /// How the edition was found: by its bytes, its digest or its words.
    pub found_by: &'static str,
    /// What differs.
    pub findings: Vec<Finding>,
    /// Whether it may be given out.
    pub passed: bool,
}

/// An edition that a copy may be of.
struct Candidate {
    folder: PathBuf,
    as_of: Day,
    revision: Option<u32>,
    /// The digest of its printed figures.
    figures: String,
    /// The digests of its public files by name.
    files: BTreeMap<String, String>,
}

/// Verifies copies, each on its own.
///
/// # Errors
/// A copy or an edition that cannot be read; no edition at all.
pub fn verify(options: &VerifyOptions) -> Result<Vec<Verified>, Error> {
    let candidates = candidates(&store(&options.project))?;
    if candidates.is_empty() {
        return Err(Error::Usage("there is no edition to verify against; build or publish one first".to_owned()));
    }
    let presented = options.edition.as_deref().map(|name| named(name, &candidates)).transpose()?;
    options.files.iter().map(|file| verify_one(file, &candidates, presented, options.strict)).collect()
}

/// All editions, published revisions before working editions, the latest first.
fn candidates(store: &Store) -> Result<Vec<Candidate>, Error> {
    let mut found = Vec::new();
    for edition in store.editions()?.into_iter().rev() {
        for revision in store.revisions(edition)?.into_iter().rev() {
            found.push(Candidate {
                folder: revision.folder,
                as_of: edition,
                revision: Some(revision.publication.revision),
                figures: revision.publication.figures,
                files: revision.publication.public,
            });
        }
    }
    for edition in store.working_editions()?.into_iter().rev() {
        found.push(working(store.working(edition), edition)?);
    }
    Ok(found)
}

/// The part of a manifest that tells an edition's files.
#[derive(Deserialize)]
struct Manifest {
    figures: String,
    written: BTreeMap<String, String>,
}

fn working(folder: PathBuf, as_of: Day) -> Result<Candidate, Error> {
    let path = folder.join("internal").join("manifest.json");
    let failed = |error: String| Error::Io(format!("{}: {error}", path.display()));
    let bytes = fs::read(&path).map_err(|error| failed(error.to_string()))?;
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|error| failed(error.to_string()))?;
    let public = |(name, digest): (String, String)| Some((name.strip_prefix("public/")?.to_owned(), digest));
    let files = manifest.written.into_iter().filter_map(public).collect();
    Ok(Candidate { folder, as_of, revision: None, figures: manifest.figures, files })
}

/// The as-of date of the edition that a person names.
fn named(name: &str, candidates: &[Candidate]) -> Result<Day, Error> {
    let is_it = |candidate: &&Candidate| {
        let day = candidate.as_of.to_string();
        day == name || edition_name(candidate.as_of) == name || same_folder(&candidate.folder, Path::new(name))
    };
    candidates.iter().find(is_it).map(|candidate| candidate.as_of).ok_or_else(|| {
        let names: Vec<String> = candidates.iter().map(|candidate| edition_name(candidate.as_of)).collect();
        let near = nearest(name, names.iter().map(String::as_str));
        Error::Usage(format!("there is no edition \"{name}\"; {near}"))
    })
}

fn same_folder(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn verify_one(path: &Path, candidates: &[Candidate], presented: Option<Day>, strict: bool) -> Result<Verified, Error> {
    let file = super::load::shown(path);
    let bytes = fs::read(path).map_err(|error| Error::Io(format!("{file}: {error}")))?;
    let digest = sha256(&bytes);
    let same = |candidate: &Candidate| {
        let named = candidate.files.iter().find(|(_, other)| **other == digest);
        named.map(|(name, _)| name.clone())
    };
    let exact = candidates.iter().find_map(|candidate| Some((candidate, same(candidate)?)));
    let (candidate, sheet, found_by, mut findings) = match exact {
        Some((candidate, sheet)) => (candidate, sheet, "bytes", Vec::new()),
        None => {
            let copy = Copy::read(&bytes).map_err(|error| Error::Io(format!("{file}: {error}")))?;
            let (candidate, sheet, original, found_by) = closest(&copy, candidates, &file)?;
            let findings = differences(&copy, candidate, &sheet, &original)?;
            (candidate, sheet, found_by, findings)
        }
    };
    findings.splice(0..0, presented_as(path, candidate, presented, candidates));
    let passed = !findings.iter().any(|finding| finding.kind.fails() || strict);
    Ok(Verified {
        file,
        edition: candidate.as_of,
        revision: candidate.revision,
        sheet,
        untouched: found_by == "bytes",
        found_by,
        findings,
        passed,
    })
}

/// The published sheet that a copy comes closest to: among the editions whose figures it carries, else among all.
fn closest<'c>(
    copy: &Copy,
    candidates: &'c [Candidate],
    file: &str,
) -> Result<(&'c Candidate, String, Copy, &'static str), Error> {
    let carried: Vec<&Candidate> =
        candidates.iter().filter(|c| !copy.figures.is_empty() && c.figures == copy.figures).collect();
    let (among, found_by) =
        if carried.is_empty() { (candidates.iter().collect(), "words") } else { (carried, "digest") };
    let mut best: Option<(usize, &Candidate, String, Copy)> = None;
    for candidate in among {
        for name in candidate.files.keys().filter(|name| format_of(name) == Some(copy.format)) {
            let path = candidate.folder.join("public").join(name);
            let bytes = fs::read(&path).map_err(|error| Error::Io(format!("{}: {error}", path.display())))?;
            let Ok(original) = Copy::read(&bytes) else { continue };
            let alike = copy.alikeness(&original);
            if best.as_ref().is_none_or(|(other, ..)| alike > *other) {
                best = Some((alike, candidate, name.clone(), original));
            }
        }
    }
    match best {
        Some((alike, candidate, name, original)) if alike >= LEAST_ALIKE => Ok((candidate, name, original, found_by)),
        _ => Err(Error::Usage(format!("{file} is no copy of a sheet of any edition here"))),
    }
}

/// Of a hundred words a copy has at least so many in common with what it is a copy of.
const LEAST_ALIKE: usize = 30;

fn format_of(name: &str) -> Option<SheetFormat> {
    let formats = [SheetFormat::Pdf, SheetFormat::Docx, SheetFormat::Txt];
    let of = |format: &SheetFormat| name.ends_with(&format!(".{}", format.extension()));
    formats.into_iter().find(of).filter(|_| name != "summary.txt")
}

fn differences(copy: &Copy, candidate: &Candidate, sheet: &str, original: &Copy) -> Result<Vec<Finding>, Error> {
    let kept = figures_of(candidate)?;
    let required = required_in(&candidate.folder.join("internal")).map_err(Error::Io)?;
    let stem = sheet.rsplit_once('.').map_or(sheet, |(stem, _)| stem);
    let name = stem.strip_suffix(&format!("-{}", edition_name(candidate.as_of))).unwrap_or(stem);
    let required = required.get(name).map_or(&[][..], Vec::as_slice);
    Ok(compare(copy, &Original { copy: original, printed: &kept.printed, figures: &kept.released, required }))
}

fn figures_of(candidate: &Candidate) -> Result<KeptFigures, Error> {
    let name = format!("figures-{}.json", edition_name(candidate.as_of));
    let path = candidate.folder.join("public").join(name);
    let failed = |error: String| Error::Io(format!("{}: {error}", path.display()));
    kept_figures(&fs::read(&path).map_err(|error| failed(error.to_string()))?).map_err(failed)
}

/// Whether a copy is the edition that its name, or the person, says, and whether a later revision of it is out.
fn presented_as(path: &Path, own: &Candidate, presented: Option<Day>, candidates: &[Candidate]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |kind, found: &str, why: String| {
        let (found, published) = (found.to_owned(), edition_name(own.as_of));
        findings.push(Finding { kind, place: String::new(), found, published, why });
    };
    if let Some(day) = presented.filter(|day| *day != own.as_of) {
        let why = format!("its figures are those of {}, not of {}", own.as_of.long(), day.long());
        say(FindingKind::Edition, &edition_name(day), why);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if let Some(said) = edition_in(&name).filter(|said| presented.is_none() && *said != edition_name(own.as_of)) {
        let why = format!("its name says {said}, and its figures are those of {}", own.as_of.long());
        say(FindingKind::Edition, &said, why);
    }
    let later = candidates.iter().filter(|c| c.as_of == own.as_of).filter_map(|c| c.revision).max();
    if let Some((own, later)) = own.revision.zip(later).filter(|(own, later)| own < later) {
        say(FindingKind::Superseded, &format!("r{own}"), format!("r{later} of this edition has been published since"));
    }
    findings
}

/// The edition that a file's name carries: "2024-12" or "2024-12-04".
fn edition_in(name: &str) -> Option<String> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let starts = name.char_indices().map(|(at, _)| at);
    starts.into_iter().find_map(|at| {
        let long = name.get(at..at + 10).filter(|text| Day::parse(text).is_some());
        let short = || name.get(at..at + 7).filter(|text| Day::parse(&format!("{text}-01")).is_some());
        let found = long.or_else(short)?;
        let before = name[..at].chars().next_back().is_none_or(|c| !c.is_ascii_digit());
        let after = name[at + found.len()..].chars().next().is_none_or(|c| !digits(&c.to_string()));
        (before && after).then(|| Day::parse(found).map_or_else(|| found.to_owned(), edition_name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_carries_its_edition() {
        let found = |name| edition_in(name);
        assert_eq!(found("sheet-2024-12.pdf").as_deref(), Some("2024-12"));
        assert_eq!(found("Copy of sheet-2023-12-04 (2).docx").as_deref(), Some("2023-12-04"));
        assert_eq!(found("sheet-2024-12-31.pdf").as_deref(), Some("2024-12"));
        assert_eq!(found("sheet-2024-13.pdf"), None);
        assert_eq!(found("Übersicht.docx"), None);
    }
}
