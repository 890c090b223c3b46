//! `[[restatements]]` → [`Restatement`]s whose figures exist and are counted. Whether as much is withdrawn as they say
//! is known only when an edition is held against the one before.

use super::checker::Checker;
use super::file::RawRestatement;
use super::locate::Step;
use super::model::{FigureDef, Measure, Restatement};
use indexmap::IndexMap;

/// Checks all restatements.
pub(super) fn check_restatements(
    c: &mut Checker<'_>,
    raw: Vec<RawRestatement>,
    figures: &IndexMap<String, FigureDef>,
) -> Vec<Restatement> {
    raw.into_iter().enumerate().filter_map(|(index, raw)| check_one(c, index, raw, figures)).collect()
}

fn check_one(
    c: &mut Checker<'_>,
    index: usize,
    raw: RawRestatement,
    figures: &IndexMap<String, FigureDef>,
) -> Option<Restatement> {
    let list = [Step::Key("restatements"), Step::Index(index)];
    let at = |key| [list[0], list[1], Step::Key(key)];
    for (key, text) in [("reason", &raw.reason), ("who", &raw.who)] {
        if text.trim().is_empty() {
            c.report(&at(key), format!("`{key}` is blank"), "a decision has a reason and a name");
        }
    }
    if raw.figure.items.is_empty() {
        c.report(&at("figure"), "the restatement names no figure", "name the figure that no longer counts something");
    }
    for name in &raw.figure.items {
        c.known(&at("figure"), "figure", name, figures.keys().map(String::as_str));
        if figures.get(name).is_some_and(|figure| matches!(figure.measure, Measure::Derived(_))) {
            let what = format!("\"{name}\" is worked out from other figures and counts nothing itself");
            c.report(&at("figure"), what, "name the figures behind it");
        }
    }
    let withdrawn = u64::try_from(raw.withdrawn).ok().filter(|count| *count > 0);
    if withdrawn.is_none() {
        let todo = "write how many of what the figure counts are withdrawn, as the refused build says";
        c.report(&at("withdrawn"), format!("{} is no number of withdrawals", raw.withdrawn), todo);
    }
    Some(Restatement {
        place: c.place(&list),
        edition: c.day(&at("edition"), raw.edition)?,
        figures: raw.figure.items,
        withdrawn: withdrawn?,
        kind: raw.kind,
        reason: raw.reason.trim().to_owned(),
        who: raw.who,
    })
}
