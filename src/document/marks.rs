//! Figures and edition → everything that can be printed of them, by its mark's tag: the form in which an edition
//! hands its printed figures on, so that a sheet that staff edited can be refreshed and checked without the records.

use super::context::{Edition, edition_name, late, late_texts, through};
use super::helpers::mark;
use super::model::{Form, Mark};
use crate::figures::{CellKey, Released, ReleasedFigure};
use indexmap::IndexMap;

/// What ends the tag of a slice's name: `convictions/to-date/year=2021/label` → "2021 (from June)".
pub const LABEL: &str = "/label";

/// Every printed text by tag; the slices of a breakdown in the order in which they are printed.
#[must_use]
pub fn printed(figures: &Released, edition: &Edition) -> IndexMap<String, String> {
    let mut texts = IndexMap::new();
    for (which, words) in edition_words(figures, edition) {
        texts.insert(Mark::edition(&which).tag(), words);
    }
    for figure in figures.figures.values() {
        for breakdown in &figure.breakdowns {
            for slice in &breakdown.slices {
                let key = CellKey::slice(&breakdown.dimension, &slice.code);
                texts.insert(label_tag(figure, &key), slice.label.clone());
                cell_texts(figure, &key, &mut texts);
            }
        }
        // The heads of a table of two dimensions, whose slices may have no figures of their own.
        for heads in figure.crossings.iter().flat_map(|crossing| [&crossing.rows, &crossing.columns]) {
            for slice in &heads.slices {
                let tag = label_tag(figure, &CellKey::slice(&heads.dimension, &slice.code));
                texts.entry(tag).or_insert_with(|| slice.label.clone());
            }
        }
        for key in figure.cells.keys() {
            cell_texts(figure, key, &mut texts);
        }
    }
    texts
}

/// The tag of a slice's name.
fn label_tag(figure: &ReleasedFigure, key: &CellKey) -> String {
    let exact = mark(figure, key, Form::Exact).tag();
    format!("{}{LABEL}", exact.strip_suffix("/exact").unwrap_or(&exact))
}

/// The words that change with the edition, by what they say.
fn edition_words(figures: &Released, edition: &Edition) -> Vec<(String, String)> {
    let mut words = vec![
        ("name".to_owned(), edition.words()),
        ("number".to_owned(), edition_name(edition.as_of)),
        ("as-of".to_owned(), edition.as_of.long()),
        ("status".to_owned(), edition.status_words()),
    ];
    words.extend(edition.published.map(|day| ("published".to_owned(), day.long())));
    let known = edition.received.iter().filter_map(|(source, day)| Some((through(source), (*day)?.long())));
    words.extend(known);
    words.extend(late_texts(edition).map(|(figure, text)| (late(figure), text)));
    for window in figures.calendar.windows() {
        words.extend(figures.calendar.period(window).map(|period| (window.to_string(), period.words())));
    }
    words
}

/// A cell in every form that is true of it.
fn cell_texts(figure: &ReleasedFigure, key: &CellKey, texts: &mut IndexMap<String, String>) {
    let mut put = |form: Form, text: String| drop(texts.insert(mark(figure, key, form).tag(), text));
    for (form, unit) in [(Form::Exact, false), (Form::Measured, true)] {
        if let Ok(text) = figure.text(key, unit) {
            put(form, text);
        }
    }
    if let Ok(claim) = figure.claim(key) {
        put(Form::Claim, claim.whole());
        put(Form::ClaimAmount, claim.amount);
        put(Form::Qualifier, claim.qualifier);
    }
    if let Ok(claim) = figure.claim_in_digits(key) {
        put(Form::Digits, claim.amount);
        put(Form::DigitsQualifier, claim.qualifier);
    }
}
