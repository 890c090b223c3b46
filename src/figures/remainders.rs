//! What sums over persons tell of a few of them: all fines less those of followers are the fines of the others, and a
//! withheld district's fines are the total less the other districts'. Amounts add up exactly even where persons do not, as
//! one with two fines is in two slices.

use super::cells::{Cell, Computed, FigureCells};
use super::populations::parts_of_sums;
use super::relations::{CellId, Relation};
use crate::project::Measure;
use std::collections::BTreeSet;

/// A sum or mean over persons, and one of which it is a part; the rest is over too few.
pub(super) type Remainder = (CellId, CellId);

/// All such pairs, the largest wholes first.
pub(super) fn remainders(computed: &Computed, smallest: u64) -> Vec<Remainder> {
    let cell = |id: &CellId| computed.figures.get_index(id.0).and_then(|(_, figure)| figure.cells.get(&id.1));
    let keyed = |id: &CellId| computed.figures.get_index(id.0).is_some_and(|(_, f)| f.definition.reduce.is_some());
    let mut pairs = parts_of_sums(computed);
    pairs.retain(|(part, whole)| {
        let both = cell(part).zip(cell(whole));
        both.is_some_and(|(small, large)| leaves_few(small, large, keyed(whole), smallest))
    });
    pairs.sort_by_key(|(part, whole)| (cell(whole).map(|cell| u64::MAX - cell.things), part.clone(), whole.clone()));
    pairs
}

/// Whether a whole less its part is over too few. Where one person may have several rows, he can be in both, so that more
/// rows are some persons', and how many is not known.
fn leaves_few(part: &Cell, whole: &Cell, keyed: bool, smallest: u64) -> bool {
    let rest = whole.things.saturating_sub(part.things);
    part.things > 0 && rest < smallest && if keyed { whole.rows > part.rows } else { rest > 0 }
}

/// Whether a figure adds amounts of persons.
pub(super) const fn adds_amounts(figure: &FigureCells) -> bool {
    figure.of_persons && matches!(figure.definition.measure, Measure::Sum(_) | Measure::Mean(_))
}

/// The hidden sums over persons that the others of a relation give away, each with that relation: one number is missing,
/// or those that are missing beside it follow from other relations.
pub(super) fn given_away<'r>(
    computed: &Computed,
    all: impl Iterator<Item = &'r Relation>,
    hidden: &BTreeSet<CellId>,
) -> Vec<(CellId, &'r Relation)> {
    let cell = |id: &CellId| computed.figures.get_index(id.0).and_then(|(_, figure)| figure.cells.get(&id.1));
    let adds = |index: usize| computed.figures.get_index(index).is_some_and(|(_, figure)| adds_amounts(figure));
    let own =
        |relation: &Relation| adds(relation.whole.0) && relation.parts.iter().all(|part| part.0 == relation.whole.0);
    // Of an empty cell nothing is missing; a whole that no edition shows is.
    let is_missing = |id: &CellId| cell(id).is_none_or(|cell| cell.things > 0 && hidden.contains(id));
    let mut open: Vec<(&Relation, BTreeSet<&CellId>)> =
        all.filter(|relation| own(relation)).map(|r| (r, r.cells().filter(|id| is_missing(id)).collect())).collect();
    let mut found = Vec::new();
    while let Some(at) = open.iter().position(|(_, missing)| missing.len() == 1) {
        let (relation, missing) = open.swap_remove(at);
        let Some(id) = missing.into_iter().next() else { continue };
        open.iter_mut().for_each(|(_, others)| others.retain(|other| *other != id));
        if cell(id).is_some() {
            found.push((id.clone(), relation));
        }
    }
    found
}
