//! What an attacker can work out of an edition: he knows every cell that is shown and how all cells hang together, and
//! solves for those that are not.

use super::bounds::{Known, Region};
use super::cells::{CellId, Computed};
use super::relations::{Relation, adds_up};
use crate::value::{AmountError, Ratio};
use std::collections::{BTreeMap, BTreeSet};

/// The most withheld counts that hang together and are still solved for exactly, which takes a second or so.
pub(super) const MOST: usize = 150;

/// What is hidden of an edition, and how it hangs together with what is shown.
pub(super) struct State<'a> {
    pub(super) computed: &'a Computed,
    smallest: i128,
    relations: Vec<Relation>,
    /// The relations of each cell.
    touching: BTreeMap<CellId, Vec<usize>>,
    /// The cells of each breakdown that asks for protection.
    pub(super) groups: Vec<Vec<CellId>>,
    pub(super) protected: BTreeSet<CellId>,
    /// Cells that are not shown.
    pub(super) hidden: BTreeSet<CellId>,
    /// Those of them that belong to something of which nothing is shown, so that even a zero is unknown.
    pub(super) whole: BTreeSet<CellId>,
    /// Cells that stand for a sum of unseen ones, with how many: what is known of them is known of the sum.
    sums: BTreeMap<CellId, usize>,
}

/// What is known of a count: the least and the most that it can be, and of how many unseen cells it is the sum.
#[derive(PartialEq, Eq)]
pub(super) struct Range {
    least: Ratio,
    greatest: Option<Ratio>,
    cells: usize,
}

/// A hidden count that can be worked out too closely.
pub(super) struct Exposed {
    pub(super) id: CellId,
    /// What is shown says that it is more than one.
    pub(super) too_high: bool,
    /// What is known of it, where that can be worked out.
    range: Option<Range>,
}

/// How the range of a hidden count is too close.
struct Breach {
    too_high: bool,
    range: Range,
}

impl<'a> State<'a> {
    /// `unseen` are cells that nobody was shown.
    pub(super) fn new(
        computed: &'a Computed,
        smallest: u32,
        relations: Vec<Relation>,
        groups: Vec<Vec<CellId>>,
        unseen: BTreeSet<CellId>,
    ) -> Self {
        let protected = groups.iter().flatten().cloned().collect();
        let whole = unseen.clone();
        let (smallest, hidden, sums) = (i128::from(smallest), unseen, BTreeMap::new());
        let mut state =
            Self { computed, smallest, relations, touching: BTreeMap::new(), groups, protected, hidden, whole, sums };
        state.merge();
        for (index, relation) in state.relations.iter().enumerate() {
            relation.cells().for_each(|id| state.touching.entry(id.clone()).or_default().push(index));
        }
        state
    }

    /// Makes unseen cells of a relation that stand in no other one: of several numbers that nobody knows, only the sum
    /// matters. A cell that asks for protection and is not empty stands for them, if there is one.
    fn merge(&mut self) {
        let mut uses: BTreeMap<CellId, usize> = BTreeMap::new();
        for id in self.relations.iter().flat_map(Relation::cells).filter(|id| self.hidden.contains(*id)) {
            *uses.entry(id.clone()).or_default() += 1;
        }
        let mut relations = std::mem::take(&mut self.relations);
        for relation in relations.iter_mut().filter(|relation| relation.exact) {
            let alone: Vec<&CellId> = relation.parts.iter().filter(|id| uses.get(*id) == Some(&1)).collect();
            let rank = |id: &&CellId| (!self.protected.contains(*id), self.things(id) == 0);
            let Some(first) = alone.iter().copied().min_by_key(rank).filter(|_| alone.len() > 1).cloned() else {
                continue;
            };
            self.sums.insert(first.clone(), alone.len());
            relation.parts.retain(|id| *id == first || uses.get(id) != Some(&1));
        }
        self.relations = relations;
    }

    /// How many things are behind a cell; none behind one that is not in the edition at all.
    pub(super) fn things(&self, id: &CellId) -> i128 {
        self.computed.cell(id).map_or(0, |cell| i128::from(cell.things))
    }

    fn is_count(&self, id: &CellId) -> bool {
        self.computed.figure_at(id.0).is_some_and(|figure| adds_up(&figure.definition))
    }

    /// All relations.
    pub(super) fn relations(&self) -> impl Iterator<Item = &Relation> {
        self.relations.iter()
    }

    /// The relations of a cell.
    pub(super) fn relations_of(&self, id: &CellId) -> impl Iterator<Item = &Relation> {
        self.touching.get(id).into_iter().flatten().filter_map(|index| self.relations.get(*index))
    }

    /// The hidden counts that hang together through relations, each crowd once.
    pub(super) fn components(&self) -> Vec<BTreeSet<CellId>> {
        let mut left: BTreeSet<&CellId> = self.hidden.iter().filter(|id| self.is_count(id)).collect();
        let mut parts = Vec::new();
        while let Some(first) = left.pop_first() {
            let (mut part, mut open) = (BTreeSet::from([first.clone()]), vec![first]);
            while let Some(id) = open.pop() {
                for next in self.relations_of(id).flat_map(Relation::cells) {
                    if left.remove(next) {
                        part.insert(next.clone());
                        open.push(next);
                    }
                }
            }
            parts.push(part);
        }
        parts
    }

    /// A protected count that is hidden and can be worked out too closely, if there is one. Those that cannot are
    /// settled: a cell that is safe stays safe when more is hidden.
    pub(super) fn exposed(&self, settled: &mut BTreeSet<CellId>) -> Option<Exposed> {
        let of_interest =
            |id: &CellId, settled: &BTreeSet<CellId>| self.protected.contains(id) && !settled.contains(id);
        for component in self.components().into_iter().filter(|part| part.len() <= MOST) {
            if !component.iter().any(|id| of_interest(id, settled)) {
                continue;
            }
            let unknown: Vec<&CellId> = component.iter().collect();
            let region = self.region(&unknown);
            for (index, id) in unknown.iter().enumerate().filter(|(_, id)| self.protected.contains(**id)) {
                let range = || region.as_ref().ok().and_then(|region| self.breach(region, index, id).ok());
                match if settled.contains(*id) { Some(None) } else { range() } {
                    Some(None) => drop(settled.insert((*id).clone())),
                    Some(Some(Breach { too_high, range })) => {
                        return Some(Exposed { id: (*id).clone(), too_high, range: Some(range) });
                    }
                    None => return Some(Exposed { id: (*id).clone(), too_high: false, range: None }),
                }
            }
        }
        None
    }

    /// Every protected count that can be worked out too closely, with what is known of it; `None` when a crowd is too
    /// large to be solved.
    pub(super) fn all_exposed(&self) -> Option<BTreeMap<CellId, Option<Range>>> {
        if self.components().iter().any(|part| part.len() > MOST) {
            return None;
        }
        let (mut settled, mut found) = (BTreeSet::new(), BTreeMap::new());
        while let Some(exposed) = self.exposed(&mut settled) {
            settled.insert(exposed.id.clone());
            found.insert(exposed.id, exposed.range);
        }
        Some(found)
    }

    /// Whether the range of a hidden count fails to contain 1 to `smallest` − 1, and if so at its lower end. One more
    /// is asked for at its upper end, so that knowing why a further cell was withheld tells nothing either. That a sum
    /// of several is high says of none of them that it is; that it is small says so of all.
    fn breach(&self, region: &Region, index: usize, id: &CellId) -> Result<Option<Breach>, AmountError> {
        let floor = Ratio::new(self.floor(id), 1)?;
        let (least, greatest) = region.range(index)?;
        let least = least.plus(floor)?;
        let greatest = greatest.map(|greatest| greatest.plus(floor)).transpose()?;
        let cells = self.sums.get(id).copied().unwrap_or(1);
        let too_high = cells == 1 && least > Ratio::new(1, 1)?;
        let most = Ratio::new(self.smallest, 1)?;
        let too_low = greatest.is_some_and(|greatest| greatest < most);
        Ok((too_high || too_low).then_some(Breach { too_high, range: Range { least, greatest, cells } }))
    }

    /// The least that a hidden count can be: zeros are printed, unless nothing of the breakdown is.
    fn floor(&self, id: &CellId) -> i128 {
        i128::from(!self.whole.contains(id))
    }

    /// What is known of the hidden counts of a component, each taken less its floor.
    fn region(&self, unknown: &[&CellId]) -> Result<Region, AmountError> {
        let place: BTreeMap<&CellId, usize> = unknown.iter().enumerate().map(|(i, id)| (*id, i)).collect();
        let mut known = Vec::new();
        let near: BTreeSet<usize> = unknown.iter().filter_map(|id| self.touching.get(*id)).flatten().copied().collect();
        for relation in near.into_iter().filter_map(|index| self.relations.get(index)) {
            self.know(relation, &place, &mut known);
        }
        for group in &self.groups {
            self.know_order(group, &place, &mut known);
        }
        Region::new(unknown.len(), &known)
    }

    fn know(&self, relation: &Relation, place: &BTreeMap<&CellId, usize>, known: &mut Vec<Known>) {
        let side = |parts: &[CellId], at_most: bool, turn: i128| {
            let (mut terms, mut value) = (Vec::new(), 0);
            for (id, weight) in parts.iter().map(|id| (id, 1)).chain([(&relation.whole, -1)]) {
                match place.get(id) {
                    Some(index) => {
                        terms.push((*index, turn * weight));
                        value -= turn * weight * self.floor(id);
                    }
                    None => value -= turn * weight * self.things(id),
                }
            }
            Known { terms, at_most, value }
        };
        if relation.exact {
            known.push(side(&relation.parts, false, 1));
            return;
        }
        known.extend(relation.parts.iter().map(|part| side(std::slice::from_ref(part), true, 1)));
        if relation.parts.len() > 1 {
            known.push(side(&relation.parts, true, -1));
        }
    }

    /// Cells are withheld from the smallest up, so a withheld one is not above the smallest that is shown.
    fn know_order(&self, group: &[CellId], place: &BTreeMap<&CellId, usize>, known: &mut Vec<Known>) {
        let shown = group.iter().filter(|id| !self.hidden.contains(*id)).map(|id| self.things(id));
        let Some(most) = shown.filter(|things| *things > 0).min() else { return };
        let hidden = || group.iter().filter(|id| self.hidden.contains(*id));
        if hidden().all(|id| self.things(id) <= most) {
            let bound = |id: &CellId| {
                Some(Known { terms: vec![(*place.get(id)?, 1)], at_most: true, value: most - self.floor(id) })
            };
            known.extend(hidden().filter_map(bound));
        }
    }
}
