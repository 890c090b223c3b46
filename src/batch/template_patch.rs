//! Words that staff changed in a copy → a patch of the templates, so that the template, and with it the PDF, can
//! follow. Only what stands in the templates word for word can be found there; figures and facts are never touched.

use super::{Error, Options, Verified, load};
use crate::edition::verify::FindingKind;
use similar::{Algorithm, DiffTag, TextDiff, capture_diff_slices};

/// A patch, and what could not be brought into it.
#[derive(Debug, Clone, Default)]
pub struct TemplatePatch {
    /// A unified diff of the templates.
    pub diff: String,
    /// Changes that stand in no template word for word, or in more than one place.
    pub left: Vec<String>,
}

/// Most words around a change by which its place is found.
const AROUND: usize = 6;

/// Makes the patch for what was found in copies.
///
/// # Errors
/// Templates that cannot be read.
pub fn template_patch(options: &Options, copies: &[Verified]) -> Result<TemplatePatch, Error> {
    let files = texts(options, copies)?;
    let mut edited = files.clone();
    let mut patch = TemplatePatch::default();
    for finding in copies.iter().flat_map(|copy| &copy.findings) {
        match finding.kind {
            FindingKind::Changed => {
                for change in changes(&finding.published, &finding.found) {
                    if !apply(&mut edited, &change) {
                        patch.left.push(change.shown());
                    }
                }
            }
            FindingKind::Added => patch.left.push(format!("{}: added \"{}\"", finding.place, finding.found)),
            FindingKind::Removed => patch.left.push(format!("{}: removed \"{}\"", finding.place, finding.published)),
            _ => {}
        }
    }
    for ((name, before), (_, after)) in files.iter().zip(&edited).filter(|(old, new)| old.1 != new.1) {
        let diff = TextDiff::from_lines(before, after);
        patch.diff.push_str(&diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string());
    }
    Ok(patch)
}

/// The templates of these sheets, and the parts of all templates, by path.
fn texts(options: &Options, copies: &[Verified]) -> Result<Vec<(String, String)>, Error> {
    let mut loaded = load::project(options)?;
    let templates = load::templates(options, &mut loaded)?;
    let folder = loaded.project.program.templates.clone();
    let is_of = |template: &str| {
        let mut sheets = loaded.project.sheets.iter().filter(|sheet| sheet.template == template);
        sheets.any(|sheet| copies.iter().any(|copy| copy.sheet.starts_with(&format!("{}-", sheet.name))))
    };
    let sheets = templates
        .sheets
        .into_iter()
        .filter(|(name, _)| is_of(name))
        .map(|(name, text)| (format!("{folder}/{name}"), text));
    let partials = templates.partials.into_values().map(|(name, text)| (format!("{folder}/{name}"), text));
    Ok(sheets.chain(partials).collect())
}

/// A run of words that became another, with the words around it.
struct Change {
    before: Vec<String>,
    old: Vec<String>,
    new: Vec<String>,
    after: Vec<String>,
}

impl Change {
    fn shown(&self) -> String {
        format!("\"{}\" became \"{}\"", self.old.join(" "), self.new.join(" "))
    }
}

fn changes(old: &str, new: &str) -> Vec<Change> {
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (words(old), words(new));
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    ops.iter()
        .filter(|op| op.tag() != DiffTag::Equal)
        .map(|op| {
            let (from, to) = (op.old_range().start, op.old_range().end);
            Change {
                before: old[from.saturating_sub(AROUND)..from].to_vec(),
                old: old[op.old_range()].to_vec(),
                new: new[op.new_range()].to_vec(),
                after: old[to..old.len().min(to + AROUND)].to_vec(),
            }
        })
        .collect()
}

/// Makes a change in the one place of the templates where it fits; the fewer words around it agree, the less it is
/// trusted, and a change with nothing around it fits nowhere.
fn apply(files: &mut [(String, String)], change: &Change) -> bool {
    for around in (1..=2 * AROUND).rev() {
        for before in (0..=around.min(change.before.len())).rev() {
            let after = around - before;
            if after > change.after.len() {
                continue;
            }
            let lead = &change.before[change.before.len() - before..];
            let tail = &change.after[..after];
            let joined = |middle: &[String]| [lead, middle, tail].concat().join(" ");
            let (old, new) = (joined(&change.old), joined(&change.new));
            let places: usize = files.iter().map(|(_, text)| text.matches(old.as_str()).count()).sum();
            if places == 1 && old != new {
                files.iter_mut().for_each(|(_, text)| *text = text.replacen(old.as_str(), &new, 1));
                return true;
            }
        }
    }
    false
}

impl std::fmt::Display for TemplatePatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.diff)?;
        self.left.iter().try_for_each(|change| writeln!(f, "# in no template, or in several: {change}"))
    }
}
