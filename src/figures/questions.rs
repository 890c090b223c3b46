//! Answers between editions: cells that were never published, released one by one. An answer may be given when with it
//! no small count is known more closely than before, beyond what the rule allows, and no sum over too few persons; and
//! an edition that is built after an answer withholds what the answer would give away.

use super::cells::{CellId, CellKey, Computed};
use super::relations::{Relation, Relations, relations};
use super::release::{Released, Shown, as_shown};
use super::remainders::{Remainder, given_away, remainders};
use super::statistics::told_spans;
use super::suppress::{Beside, Protection, exposed, withheld};
use crate::project::Privacy;
use std::collections::BTreeSet;

/// What may be shown with some answers beside a published edition: everything that it shows, and the cells that were
/// asked for. `computed` holds the same figures with the breakdowns that the questions need.
///
/// `None` when the answers could expose persons, or when too many cells hang together to tell.
#[must_use]
pub fn release_answers(
    computed: Computed,
    privacy: &Privacy,
    published: &Released,
    asked: &[(String, CellKey)],
) -> Option<Released> {
    let asked = ids(&computed, asked)?;
    let smallest = privacy.smallest_cell;
    let before = hidden_cells(&computed, published);
    let told: BTreeSet<CellId> = asked.intersection(&before).cloned().collect();
    let after: BTreeSet<CellId> = before.difference(&asked).cloned().collect();
    if !told.is_empty() {
        let Relations { all, statistics, .. } = relations(&computed);
        // A statistic tells that there are persons enough in the count behind it; not where that count is withheld.
        let tells_of_a_count = |(statistic, whole): &(CellId, CellId)| {
            told.contains(statistic) && was_withheld(&computed, published, whole)
        };
        let refused = |id: &CellId| is_small(&computed, smallest, id) || was_withheld(&computed, published, id);
        if told.iter().any(refused) || statistics.iter().any(tells_of_a_count) {
            return None;
        }
        // A count that is large enough was never withheld, only not asked for.
        let mut with = exposed(&computed, smallest, &all, after.clone())?;
        with.retain(|id, _| refused(id));
        let without = exposed(&computed, smallest, &all, before.clone()).unwrap_or_default();
        // What could be worked out before, as closely as now, is not told by the answer.
        if with.iter().any(|(id, range)| range.is_none() || without.get(id) != Some(range)) {
            return None;
        }
        let sums = |hidden: &BTreeSet<CellId>| told_sums(&computed, u64::from(smallest), &all, hidden, refused);
        if !sums(&after).is_subset(&sums(&before)) {
            return None;
        }
    }
    Some(as_shown(computed, &after))
}

/// A way in which sums over persons tell one over too few.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    /// As a difference of periods: the span, by its place.
    Span(usize, usize),
    /// As the rest of a sum of which another is a part.
    Rest(Remainder),
    /// As what the others leave of a total.
    Slice(CellId),
}

fn told_sums(
    computed: &Computed,
    smallest: u64,
    all: &[Relation],
    hidden: &BTreeSet<CellId>,
    is_secret: impl Fn(&CellId) -> bool,
) -> BTreeSet<Told> {
    let spans = told_spans(computed, smallest, hidden).into_iter().map(|(figure, span)| Told::Span(figure, span));
    let rests = remainders(computed, smallest).into_iter();
    let rests = rests.filter(|rest| !rest.cells().any(|id| hidden.contains(id))).map(Told::Rest);
    let slices = given_away(computed, all.iter(), hidden).into_iter().map(|(id, _)| id);
    spans.chain(rests).chain(slices.filter(is_secret).map(Told::Slice)).collect()
}

/// What an edition may show when answers have been given as of its date. `with_questions` holds the same figures with
/// the breakdowns that the questions needed, which are not published.
#[must_use]
pub fn release_after_answers(
    computed: Computed,
    with_questions: &Computed,
    answered: &[(String, CellKey)],
    privacy: &Privacy,
) -> Released {
    let told = ids(with_questions, answered).unwrap_or_default();
    let mut extra = BTreeSet::new();
    for (index, (name, figure)) in with_questions.figures.iter().enumerate() {
        let declared = computed.figures.get(name);
        let own = figure.cells.keys().filter(|key| declared.is_none_or(|figure| !figure.cells.contains_key(*key)));
        extra.extend(own.map(|key| (index, key.clone())));
    }
    let hidden = withheld(with_questions, privacy.smallest_cell, Protection::Full, Beside { told, extra });
    as_shown(computed, &hidden)
}

fn ids(computed: &Computed, cells: &[(String, CellKey)]) -> Option<BTreeSet<CellId>> {
    cells.iter().map(|(name, key)| Some((computed.figures.get_index_of(name)?, key.clone()))).collect()
}

/// The cells that nobody has seen.
fn hidden_cells(computed: &Computed, published: &Released) -> BTreeSet<CellId> {
    let mut hidden = BTreeSet::new();
    for (index, (name, figure)) in computed.figures.iter().enumerate() {
        let seen = published.figures.get(name);
        for key in figure.cells.keys() {
            let shown = seen.and_then(|f| f.cells.get(key)).is_some_and(|shown| *shown != Shown::Withheld);
            if !shown {
                hidden.insert((index, key.clone()));
            }
        }
    }
    hidden
}

/// Whether a cell that asks for protection, or a statistic over persons, is of too few.
fn is_small(computed: &Computed, smallest: u32, id: &CellId) -> bool {
    let Some(figure) = computed.figure_at(id.0) else { return false };
    let protected = figure.of_persons
        || figure.breakdowns.iter().any(|b| b.protect && b.keys().contains(&id.1))
        || figure.crossings.iter().any(|x| x.rows.protect && x.keys().contains(&id.1));
    protected && figure.cells.get(&id.1).is_none_or(|cell| (1..u64::from(smallest)).contains(&cell.things))
}

fn was_withheld(computed: &Computed, published: &Released, id: &CellId) -> bool {
    let name = computed.figures.get_index(id.0).map(|(name, _)| name);
    let figure = name.and_then(|name| published.figures.get(name));
    figure.and_then(|figure| figure.cells.get(&id.1)) == Some(&Shown::Withheld)
}
