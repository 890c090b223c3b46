//! Answers between editions: cells that were never published, released one by one. An answer may be given when no count
//! that was safe before can be worked out more closely with it than the rule allows.

use super::cells::{CellKey, Computed};
use super::relations::{CellId, adds_up, is_part_of, relations};
use super::release::{Released, Shown, as_shown};
use super::suppress::Work;
use std::collections::BTreeSet;

/// What may be shown with some answers beside a published edition: everything that it shows, and the cells that were
/// asked for. `computed` holds the same figures with the breakdowns that the questions need.
///
/// `None` when the answers could expose persons.
#[must_use]
pub fn release_answers(
    computed: Computed,
    smallest: u32,
    published: &Released,
    asked: &[(String, CellKey)],
) -> Option<Released> {
    let wanted = |(name, key): &(String, CellKey)| Some((computed.figures.get_index_of(name)?, key.clone()));
    let asked: BTreeSet<CellId> = asked.iter().map(wanted).collect::<Option<_>>()?;
    let before = hidden_cells(&computed, published);
    let after: BTreeSet<CellId> = before.difference(&asked).cloned().collect();
    let told = asked.iter().filter(|id| before.contains(*id));
    if told.clone().any(|id| is_small(&computed, smallest, id) || was_withheld(&computed, published, id)) {
        return None;
    }
    let without = exposed(&computed, smallest, before.clone());
    let mut with = exposed(&computed, smallest, after.clone());
    // A count that is large enough was never withheld, only not asked for.
    with.retain(|id| is_small(&computed, smallest, id) || was_withheld(&computed, published, id));
    if !with.is_subset(&without) || told.clone().any(|id| tells_of_a_count(&computed, published, id)) {
        return None;
    }
    Some(as_shown(computed, &after))
}

/// The cells of protected breakdowns that nobody has seen.
fn hidden_cells(computed: &Computed, published: &Released) -> BTreeSet<CellId> {
    let mut hidden = BTreeSet::new();
    for (index, (name, figure)) in computed.figures.iter().enumerate() {
        let seen = published.figures.get(name);
        for key in figure.cells.keys() {
            let shown = seen.and_then(|f| f.cells.get(key)).is_some_and(|shown| *shown != Shown::Withheld);
            if !key.slice.is_empty() && !shown {
                hidden.insert((index, key.clone()));
            }
        }
    }
    hidden
}

/// The hidden counts that can be worked out too closely.
fn exposed(computed: &Computed, smallest: u32, hidden: BTreeSet<CellId>) -> BTreeSet<CellId> {
    let work = Work::of_unseen(computed, smallest, relations(computed), hidden);
    work.all_exposed()
}

fn is_small(computed: &Computed, smallest: u32, id: &CellId) -> bool {
    let cell = computed.figures.get_index(id.0).and_then(|(_, figure)| figure.cells.get(&id.1));
    let protected = computed.figures.get_index(id.0).is_some_and(|(_, figure)| {
        figure.breakdowns.iter().any(|b| b.protect && b.keys().contains(&id.1))
            || figure.crossings.iter().any(|x| x.rows.protect && x.keys().contains(&id.1))
    });
    protected && cell.is_none_or(|cell| (1..u64::from(smallest)).contains(&cell.things))
}

fn was_withheld(computed: &Computed, published: &Released, id: &CellId) -> bool {
    let name = computed.figures.get_index(id.0).map(|(name, _)| name);
    let figure = name.and_then(|name| published.figures.get(name));
    figure.and_then(|figure| figure.cells.get(&id.1)) == Some(&Shown::Withheld)
}

/// A statistic tells that there are persons enough in the count behind it; not where that count is withheld.
fn tells_of_a_count(computed: &Computed, published: &Released, id: &CellId) -> bool {
    let Some((_, figure)) = computed.figures.get_index(id.0).filter(|(_, f)| !adds_up(&f.definition)) else {
        return false;
    };
    let wholes = computed.figures.values().enumerate().filter(|(_, whole)| is_part_of(figure, whole));
    wholes.into_iter().any(|(whole, _)| was_withheld(computed, published, &(whole, id.1.clone())))
}
