//! A Word file that staff edited and the printed figures of an edition → the same file with those figures: in the
//! content controls, in the charts with the workbooks behind them, and in the descriptions that repeat them. Every
//! word outside a control stays as it was edited.

mod charts;
mod controls;
mod properties;
mod rows;

use super::controls::short_tag;
use super::foreign::Foreign;
use super::xml::Element;
use crate::document::LABEL;
use crate::document::model::Form;
use crate::render::RenderError;
use crate::value::Day;
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// The printed figures of an edition, as [`crate::document::printed`] gives them or an edition's folder keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The day up to which events count.
    pub as_of: Day,
    /// The digest of the figures.
    pub digest: String,
    /// Every printed text by the tag of its mark.
    pub texts: IndexMap<String, String>,
}

/// Something that is another than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The control's tag, or the chart.
    pub what: String,
    /// As it was printed.
    pub before: String,
    /// As it is printed now.
    pub after: String,
}

/// A refreshed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refreshed {
    /// The file.
    pub bytes: Vec<u8>,
    /// What changed, in the order of the sheet.
    pub changes: Vec<Change>,
    /// What a person should look at.
    pub warnings: Vec<String>,
    /// How many figures stand in controls, changed or not.
    pub figures: usize,
    /// How many charts were refreshed.
    pub charts: usize,
}

/// Why a file could not be refreshed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefreshError {
    /// The file itself.
    #[error(transparent)]
    File(#[from] RenderError),
    /// Figures of the sheet that the edition does not have; nothing was changed, so that no sheet mixes two editions.
    #[error("{} figures of the sheet are not in that edition", .0.len())]
    Missing(Vec<String>),
}

impl Printed {
    /// The texts by the tag that a content control bears, which may be a shortened one.
    fn by_control(&self) -> BTreeMap<String, &str> {
        self.texts.iter().map(|(tag, text)| (short_tag(tag), text.as_str())).collect()
    }

    /// The slices of a breakdown in their order: code, name and printed value. `of` is "convictions/to-date/year".
    pub(super) fn slices(&self, of: &str) -> Vec<(String, String, String)> {
        let start = format!("{of}=");
        let slice = |(tag, name): (&String, &String)| {
            let code = tag.strip_prefix(&start)?.strip_suffix(LABEL)?;
            let text = self.texts.get(&format!("{start}{code}/exact"))?;
            Some((code.to_owned(), name.clone(), text.clone()))
        };
        self.texts.iter().filter_map(slice).collect()
    }
}

/// Whether a tag is one of ours.
pub(super) fn is_mark(tag: &str) -> bool {
    let form = tag.rsplit('/').next().unwrap_or_default();
    let named = tag.matches('/').count() >= 2 && Form::ALL.iter().any(|(_, name)| *name == form);
    let shortened = tag.rsplit_once('~').is_some_and(|(start, digest)| {
        start.contains('/') && digest.len() == 12 && digest.bytes().all(|b| b.is_ascii_hexdigit())
    });
    named || shortened
}

/// Refreshes a file; with `flatten` the controls themselves are taken away, their text stays.
///
/// # Errors
/// [`RefreshError`] for what is no Word file, and for figures that the edition does not have.
pub fn refresh(bytes: &[u8], printed: &Printed, flatten: bool) -> Result<Refreshed, RefreshError> {
    let mut file = Foreign::open(bytes)?;
    let texts = printed.by_control();
    let mut run = controls::Run::new(&texts);
    let mut rows = rows::Rows::default();
    let mut trees: Vec<(String, Element)> = Vec::new();
    for name in file.text_parts()? {
        let Some(mut tree) = file.tree(&name)? else { continue };
        rows.rebuild(&mut tree, printed);
        run.refresh(&mut tree);
        trees.push((name, tree));
    }
    let mut charts = charts::Charts::new(&file, printed, &run)?;
    if let Some((_, body)) = trees.iter_mut().find(|(name, _)| name == file.main()) {
        run.descriptions(body);
        charts.refresh(&mut file, body)?;
    }
    let mut missing = run.missing.clone();
    missing.append(&mut charts.missing);
    if !missing.is_empty() {
        return Err(RefreshError::Missing(missing));
    }
    let touched: Vec<bool> =
        trees.iter().map(|(name, tree)| file.tree(name).ok().flatten().as_ref() != Some(tree)).collect();
    for ((name, mut tree), touched) in trees.into_iter().zip(touched) {
        let flat = flatten && controls::flatten(&mut tree);
        if touched || flat {
            file.put_tree(&name, &tree)?;
        }
    }
    properties::refresh(&mut file, printed, &run, flatten)?;
    let (mut changes, mut warnings) = (run.changes, run.warnings);
    changes.append(&mut rows.changes);
    warnings.append(&mut rows.warnings);
    changes.append(&mut charts.changes);
    warnings.append(&mut charts.warnings);
    Ok(Refreshed { bytes: file.write()?, changes, warnings, figures: run.figures, charts: charts.refreshed })
}

/// Removes the content controls of a sheet that has none to keep: the paragraph for press releases.
pub(super) fn flatten(root: &mut Element) {
    controls::flatten(root);
}
