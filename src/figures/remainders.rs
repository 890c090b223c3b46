//! What sums over persons tell of a few of them: all fines less those of followers are the fines of the others, and a
//! withheld district's fines are the total less the other districts'. Amounts add up exactly even where persons do not,
//! as one with two fines is in two slices.

use super::cells::{Cell, CellId, Computed, FigureCells};
use super::populations::parts_of_sums;
use super::relations::Relation;
use super::same_things::exclude;
use crate::project::Measure;
use std::collections::{BTreeMap, BTreeSet};

/// A sum or mean over persons, and others that are parts of it and of which none holds what another does; the rest is
/// over too few.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Remainder {
    /// The parts, the one over the fewest persons first.
    pub(super) parts: Vec<CellId>,
    pub(super) whole: CellId,
}

impl Remainder {
    /// Its cells, the parts first.
    pub(super) fn cells(&self) -> impl Iterator<Item = &CellId> {
        self.parts.iter().chain([&self.whole])
    }
}

/// The most parts of one sum that are tried together in all ways.
const MOST_PARTS: usize = 12;

/// All of them, those of the largest wholes first.
pub(super) fn remainders(computed: &Computed, smallest: u64) -> Vec<Remainder> {
    let things = |id: &CellId| computed.cell(id).map_or(0, |cell| cell.things);
    let mut of_whole: BTreeMap<CellId, Vec<CellId>> = BTreeMap::new();
    for (part, whole) in parts_of_sums(computed).into_iter().filter(|(part, _)| things(part) > 0) {
        of_whole.entry(whole).or_default().push(part);
    }
    let mut found = Vec::new();
    for (whole, all) in of_whole {
        // Several parts are tried where they are the same period and slice as the whole.
        let alike = all.iter().filter(|part| part.1 == whole.1).take(MOST_PARTS).cloned().collect::<Vec<_>>();
        let mut sets: Vec<Vec<CellId>> = all.into_iter().map(|part| vec![part]).collect();
        sets.extend(apart(computed, &alike));
        let few = sets.into_iter().filter(|parts| leaves_few(computed, parts, &whole, smallest));
        found.extend(few.map(|mut parts| {
            parts.sort_by_key(|id| (things(id), id.clone()));
            Remainder { parts, whole: whole.clone() }
        }));
    }
    found.sort_by_key(|remainder| (u64::MAX - things(&remainder.whole), remainder.clone()));
    found
}

/// Every choice of two cells or more of which no record is in two.
fn apart(computed: &Computed, cells: &[CellId]) -> Vec<Vec<CellId>> {
    let figure = |id: &CellId| computed.figure_at(id.0).map(|figure| &figure.definition);
    let are_apart = |one: &CellId, two: &CellId| figure(one).zip(figure(two)).is_some_and(|(a, b)| exclude(a, b));
    let mut sets: Vec<Vec<CellId>> = Vec::new();
    for cell in cells {
        let fits = |set: &&Vec<CellId>| set.iter().all(|other| are_apart(other, cell));
        let more: Vec<Vec<CellId>> =
            sets.iter().filter(fits).map(|set| set.iter().chain([cell]).cloned().collect()).collect();
        sets.extend(more);
        sets.push(vec![cell.clone()]);
    }
    sets.retain(|set| set.len() > 1);
    sets
}

/// Whether a whole less its parts is over too few. Where one person may have several rows, he can be in both, so that
/// more rows are some persons', and how many is not known.
fn leaves_few(computed: &Computed, parts: &[CellId], whole: &CellId, smallest: u64) -> bool {
    let Some((figure, all)) = computed.figure_at(whole.0).zip(computed.cell(whole)) else { return false };
    let sum = |of: fn(&Cell) -> u64| parts.iter().filter_map(|id| computed.cell(id)).map(of).sum::<u64>();
    let rest = all.things.saturating_sub(sum(|cell| cell.things));
    rest < smallest && if figure.definition.reduce.is_some() { all.rows > sum(|cell| cell.rows) } else { rest > 0 }
}

/// Whether a figure adds amounts of persons.
pub(super) const fn adds_amounts(figure: &FigureCells) -> bool {
    figure.of_persons && matches!(figure.definition.measure, Measure::Sum(_) | Measure::Mean(_))
}

/// The hidden sums over persons that the others of a relation give away, each with that relation: one number is
/// missing, or those that are missing beside it follow from other relations.
pub(super) fn given_away<'r>(
    computed: &Computed,
    all: impl Iterator<Item = &'r Relation>,
    hidden: &BTreeSet<CellId>,
) -> Vec<(CellId, &'r Relation)> {
    let adds = |index: usize| computed.figure_at(index).is_some_and(adds_amounts);
    let own =
        |relation: &Relation| adds(relation.whole.0) && relation.parts.iter().all(|part| part.0 == relation.whole.0);
    // Of an empty cell nothing is missing; a whole that no edition shows is.
    let is_missing = |id: &CellId| computed.cell(id).is_none_or(|cell| cell.things > 0 && hidden.contains(id));
    let mut open: Vec<(&Relation, BTreeSet<&CellId>)> =
        all.filter(|relation| own(relation)).map(|r| (r, r.cells().filter(|id| is_missing(id)).collect())).collect();
    let mut found = Vec::new();
    while let Some(at) = open.iter().position(|(_, missing)| missing.len() == 1) {
        let (relation, missing) = open.swap_remove(at);
        let Some(id) = missing.into_iter().next() else { continue };
        open.iter_mut().for_each(|(_, others)| others.retain(|other| *other != id));
        if computed.cell(id).is_some() {
            found.push((id.clone(), relation));
        }
    }
    found
}
