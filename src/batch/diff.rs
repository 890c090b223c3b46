//! `diff`: two editions → the figures, breakdowns and words that changed from one to the other, and how each figure
//! follows from what it was.

use super::held::Held;
use super::runs::{Outcome, noted};
use super::{Error, Options, store};
use crate::document::edition_name;
use crate::edition::verify::{Copy, Finding, changed_words};
use crate::figures::{Account, CellKey, Released, ReleasedFigure, accounts};
use crate::value::{Day, Place, Problem};
use serde::Serialize;
use std::collections::BTreeSet;

/// What changed from one edition to another.
#[derive(Debug, Clone, Serialize)]
pub struct Difference {
    /// The first edition.
    pub from: EditionNamed,
    /// The second.
    pub to: EditionNamed,
    /// The printed values that differ.
    pub figures: Vec<ChangedValue>,
    /// How the figures follow from those of the first, by key; internal.
    pub accounting: Vec<Account>,
    /// The words that differ, sheet by sheet.
    pub sheets: Vec<ChangedSheet>,
}

/// An edition as it is named.
#[derive(Debug, Clone, Serialize)]
pub struct EditionNamed {
    /// Its as-of date.
    pub as_of: Day,
    /// Its revision; `None` for a working edition.
    pub revision: Option<u32>,
}

/// A printed value that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedValue {
    /// The figure.
    pub figure: String,
    /// The period.
    pub period: String,
    /// The slice in words; empty for a total.
    pub slice: String,
    /// As it was; empty where there was none.
    pub before: String,
    /// As it is; empty where there is none.
    pub now: String,
}

/// A sheet whose words differ.
#[derive(Debug, Clone, Serialize)]
pub struct ChangedSheet {
    /// Its name.
    pub sheet: String,
    /// The parts that differ.
    pub parts: Vec<Finding>,
}

/// Compares two editions, each by its name or folder.
///
/// # Errors
/// An edition that is not there or cannot be read.
pub fn diff(options: &Options, from: &str, to: &str) -> Result<Difference, Error> {
    noted(options, "diff", |_| Outcome::default(), || difference(options, from, to))
}

fn difference(options: &Options, from: &str, to: &str) -> Result<Difference, Error> {
    let all = Held::all(&store(options))?;
    let (from, to) = (Held::named(&all, from)?, Held::named(&all, to)?);
    let accounting = accounts(&from.tally()?, &to.tally()?)
        .map_err(|error| Problem::new(Place::default(), format!("the accounting cannot be made: {error}"), ""))?;
    Ok(Difference {
        from: EditionNamed { as_of: from.as_of, revision: from.revision },
        to: EditionNamed { as_of: to.as_of, revision: to.revision },
        figures: changed_values(&from.figures()?.released, &to.figures()?.released),
        accounting,
        sheets: changed_sheets(from, to)?,
    })
}

fn changed_values(before: &Released, now: &Released) -> Vec<ChangedValue> {
    let names: BTreeSet<&String> = before.figures.keys().chain(now.figures.keys()).collect();
    let order = |name: &String| now.figures.get_index_of(name).unwrap_or(usize::MAX);
    let mut names: Vec<&String> = names.into_iter().collect();
    names.sort_by_key(|name| order(name));
    let mut changed = Vec::new();
    for name in names {
        let (old, new) = (before.figures.get(name), now.figures.get(name));
        let cells = |figure: Option<&ReleasedFigure>| {
            figure.into_iter().flat_map(|f| f.cells.keys().cloned()).collect::<Vec<_>>()
        };
        let mut keys = cells(new);
        keys.extend(cells(old).into_iter().filter(|key| new.is_none_or(|f| !f.cells.contains_key(key))));
        for key in keys {
            let text = |figure: Option<&ReleasedFigure>| {
                figure.filter(|f| f.cells.contains_key(&key)).and_then(|f| f.text(&key, true).ok()).unwrap_or_default()
            };
            let (before, now) = (text(old), text(new));
            if before != now {
                let slice = new.or(old).map(|figure| slice_words(figure, &key)).unwrap_or_default();
                changed.push(ChangedValue { figure: name.clone(), period: key.window.to_string(), slice, before, now });
            }
        }
    }
    changed
}

fn slice_words(figure: &ReleasedFigure, key: &CellKey) -> String {
    let crossed = figure.crossings.iter().flat_map(|x| [&x.rows, &x.columns]);
    let breakdowns: Vec<_> = figure.breakdowns.iter().chain(crossed).collect();
    let label = |(dimension, code): &(String, String)| {
        let slices = breakdowns.iter().filter(|b| b.dimension == *dimension).flat_map(|b| &b.slices);
        slices
            .filter(|slice| slice.code == *code)
            .map(|slice| slice.label.clone())
            .next()
            .unwrap_or_else(|| code.clone())
    };
    key.slice.iter().map(label).collect::<Vec<_>>().join(" × ")
}

/// The sheets that both editions have, in the first of their formats that reads as text.
fn changed_sheets(from: &Held, to: &Held) -> Result<Vec<ChangedSheet>, Error> {
    let mut sheets = Vec::new();
    let mut seen = BTreeSet::new();
    for extension in ["txt", "docx", "pdf"] {
        for name in to.files.keys() {
            let ending = format!("-{}.{extension}", edition_name(to.as_of));
            let Some(sheet) = name.strip_suffix(&ending) else { continue };
            let old = format!("{sheet}-{}.{extension}", edition_name(from.as_of));
            if !from.files.contains_key(&old) || !seen.insert(sheet.to_owned()) {
                continue;
            }
            let read = |held: &Held, name: &str| {
                Copy::read(&held.read("public", name)?).map_err(|error| Error::Io(format!("{name}: {error}")))
            };
            let parts = changed_words(&read(to, name)?, &read(from, &old)?);
            if !parts.is_empty() {
                sheets.push(ChangedSheet { sheet: sheet.to_owned(), parts });
            }
        }
    }
    Ok(sheets)
}
