//! `verify`: copies of sheets, wherever they have been → of which edition and revision they are, and whether they still
//! say what was published.

use super::held::Held;
use super::runs::{Outcome, noted};
use super::{Error, Options, store};
use crate::document::edition_name;
use crate::edition::verify::{Copy, Finding, FindingKind, Original, compare, required_in};
use crate::project::SheetFormat;
use crate::value::{Day, sha256};
use serde::Serialize;
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

/// Verifies copies, each on its own.
///
/// # Errors
/// A copy or an edition that cannot be read; no edition at all.
pub fn verify(options: &VerifyOptions) -> Result<Vec<Verified>, Error> {
    let exit = |found: &Vec<Verified>| u8::from(found.iter().any(|copy| !copy.passed));
    let outcome = |found: &Vec<Verified>| Outcome { exit: exit(found), ..Outcome::default() };
    noted(&options.project, "verify", outcome, || verified(options))
}

fn verified(options: &VerifyOptions) -> Result<Vec<Verified>, Error> {
    let candidates = Held::all(&store(&options.project))?;
    if candidates.is_empty() {
        return Err(Error::Usage("there is no edition to verify against; build or publish one first".to_owned()));
    }
    let presented = options.edition.as_deref().map(|name| Held::named(&candidates, name)).transpose()?;
    let presented = presented.map(|edition| edition.as_of);
    options.files.iter().map(|file| verify_one(file, &candidates, presented, options.strict)).collect()
}

fn verify_one(path: &Path, candidates: &[Held], presented: Option<Day>, strict: bool) -> Result<Verified, Error> {
    let file = super::load::shown(path);
    let bytes = fs::read(path).map_err(|error| Error::Io(format!("{file}: {error}")))?;
    let digest = sha256(&bytes);
    let same = |candidate: &Held| {
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
    candidates: &'c [Held],
    file: &str,
) -> Result<(&'c Held, String, Copy, &'static str), Error> {
    let carried: Vec<&Held> =
        candidates.iter().filter(|c| !copy.figures.is_empty() && c.digest == copy.figures).collect();
    let (among, found_by) =
        if carried.is_empty() { (candidates.iter().collect(), "words") } else { (carried, "digest") };
    let mut best: Option<(usize, &Held, String, Copy)> = None;
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

fn differences(copy: &Copy, candidate: &Held, sheet: &str, original: &Copy) -> Result<Vec<Finding>, Error> {
    let kept = candidate.figures()?;
    let required = required_in(&candidate.folder.join("internal")).map_err(Error::Io)?;
    let stem = sheet.rsplit_once('.').map_or(sheet, |(stem, _)| stem);
    let name = stem.strip_suffix(&format!("-{}", edition_name(candidate.as_of))).unwrap_or(stem);
    let required = required.get(name).map_or(&[][..], Vec::as_slice);
    Ok(compare(copy, &Original { copy: original, printed: &kept.printed, figures: &kept.released, required }))
}

/// Whether a copy is the edition that its name, or the person, says, and whether a later revision of it is out.
fn presented_as(path: &Path, own: &Held, presented: Option<Day>, candidates: &[Held]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |kind, found: &str, why: String| {
        let (found, published) = (found.to_owned(), edition_name(own.as_of));
        findings.push(Finding { kind, place: String::new(), found, published, why });
    };
    if let Some(day) = presented.filter(|day| *day != own.as_of) {
        let why = format!("its figures are those of {}, not of {}", own.as_of.long(), day.long());
        say(FindingKind::Edition, &edition_name(day), why);
    }
    if own.awaits_approval {
        say(FindingKind::Unpublished, "", "it is a sheet of a working edition that has not been published".to_owned());
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
