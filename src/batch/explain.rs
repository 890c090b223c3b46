//! `explain`: how a figure came about, for those inside the office; and the test of a draft text's statements.

use super::runs::{Outcome, noted};
use super::{Counted, Error, Options, Progress, count, store};
use crate::edition::{row_keys_csv, write_private};
use crate::figures::{
    CellKey, LookupError, ReleasedFigure, RowCounts, Statement, Window, rows_behind, test_statements,
};
use crate::project::Measure;
use serde::Serialize;
use std::fs;
use std::path::Path;

/// How a figure came about.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// Its name in words.
    pub title: String,
    /// The definition in words.
    pub definition: String,
    /// Which cell, in words; empty for the total.
    pub slice: String,
    /// The value as the edition shows it.
    pub value: String,
    /// The claim that the edition makes of it, or why it makes none.
    pub claim: String,
    /// The figures that it is worked out from, by title, with their values there; such a figure has no rows of its own.
    pub worked_out_from: Vec<(String, String)>,
    /// How many rows are behind the cell; `None` where that would tell what the edition withholds.
    pub counted: Option<usize>,
    /// What became of the rows in scope of the source.
    pub rows: RowCounts,
    /// The files with their digests.
    pub files: Vec<(String, String)>,
}

/// Explains a figure or one slice of it, and writes the keys of the counted rows where the caller asks for it.
///
/// # Errors
/// An unknown name, whatever keeps the figures from being computed, or a file that cannot be written.
pub fn explain(
    options: &Options,
    figure: &str,
    by: &[(String, String)],
    rows_to: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Explanation, Error> {
    noted(options, "explain", |_| Outcome::default(), || explained(options, figure, by, rows_to, progress))
}

fn explained(
    options: &Options,
    figure: &str,
    by: &[(String, String)],
    rows_to: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Explanation, Error> {
    let counted = count(options, progress)?;
    let (figure, key) = named_cell(&counted, figure, Window::ToDate, by)?;
    let project = &counted.loaded.project;
    let rows = rows_behind(project, &counted.records, counted.edition.as_of, &figure.definition, &key);
    if let (Some(path), Some(source)) = (rows_to, counted.records.sources.get(&figure.definition.source)) {
        let keys = project.sources.get(&figure.definition.source).map(|s| s.key.as_slice()).unwrap_or_default();
        let csv = row_keys_csv(&source.table, keys, &rows)?;
        refuse_in_editions(options, path)?;
        write_private(path, &csv, true)?;
    }
    let value = figure.text(&key, true).map_err(usage)?;
    let withheld = value == "[c]" || figure.rounded.contains(&key);
    Ok(Explanation {
        title: figure.definition.title.clone(),
        definition: figure.receipt.definition.clone(),
        slice: key.slice.iter().map(|(by, code)| format!("{by} {code}")).collect::<Vec<_>>().join(", "),
        claim: figure.claim(&key).map_or_else(|error| error.to_string(), |claim| claim.whole()),
        worked_out_from: parts(&counted, figure, &key),
        counted: Some(rows.len()).filter(|_| !withheld),
        value,
        rows: figure.receipt.rows,
        files: figure.receipt.files.iter().map(|f| (f.file.clone(), f.digest.clone())).collect(),
    })
}

/// Keys of records identify persons, and never go where editions lie, of which a part may be mailed.
fn refuse_in_editions(options: &Options, path: &Path) -> Result<(), Error> {
    let store = store(options);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let Ok(folder) = folder.canonicalize() else { return Ok(()) };
    let editions = [store.out.clone(), store.root.join("published"), store.archive()];
    if editions.iter().filter_map(|own| own.canonicalize().ok()).any(|own| folder.starts_with(own)) {
        let what = format!("{}: the keys of records never go into a folder of editions; name another", path.display());
        return Err(Error::Usage(what));
    }
    Ok(())
}

/// What a derived figure is worked out from, as the edition shows it.
fn parts(counted: &Counted, figure: &ReleasedFigure, key: &CellKey) -> Vec<(String, String)> {
    let Measure::Derived(made) = &figure.definition.measure else { return Vec::new() };
    let parts = [&made.of, &made.with].into_iter().filter_map(|name| counted.figures.figures.get(name));
    parts.map(|part| (part.definition.title.clone(), part.text(key, true).unwrap_or_else(|_| part.none()))).collect()
}

/// Tests the statements of a text, such as a draft press release, against the figures.
///
/// # Errors
/// A file that cannot be read, or whatever keeps the figures from being computed.
pub fn test_text(options: &Options, file: &Path, progress: &dyn Progress) -> Result<Vec<Statement>, Error> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|error| Error::Io(format!("{name}: {error}")))?;
    let counted = count(options, progress)?;
    Ok(test_statements(&counted.figures, &name, &text))
}

/// The figure and cell of that name.
pub(super) fn named_cell<'c>(
    counted: &'c Counted,
    figure: &str,
    window: Window,
    slices: &[(String, String)],
) -> Result<(&'c ReleasedFigure, CellKey), Error> {
    let figure = counted.figures.figure(figure).map_err(usage)?;
    let key = figure.key(counted.figures.calendar, window, slices).map_err(usage)?;
    figure.cell(&key).map_err(usage)?;
    Ok((figure, key))
}

/// A name on the command line that does not exist.
#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
pub(super) fn usage(error: LookupError) -> Error {
    Error::Usage(error.to_string())
}
