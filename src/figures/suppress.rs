//! Which cells are withheld, decided once over the whole edition: small counts of persons where a breakdown asks for
//! it, and as many further cells as it takes that nobody can work a withheld count out of everything else that is
//! shown. For each withheld count the range that is open to an attacker contains 1 to one less than the smallest cell,
//! as far as the program's own totals, which are no small cells, leave room for it.

use super::bounds::{Known, Region};
use super::cells::{Cell, CellKey, Computed, FigureCells};
use super::relations::{CellId, Relation, adds_up, is_part_of, relations, same_days};
use crate::project::Measure;
use crate::value::{AmountError, Ratio};
use std::collections::{BTreeMap, BTreeSet};

/// The most withheld counts that hang together and are still solved for exactly, which takes a second or so.
const MOST: usize = 150;

/// How far suppression goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// Small cells and all that would give them away.
    Full,
    /// Small cells alone: what the attack of the tests must be able to break.
    SmallCellsOnly,
}

/// The cells to withhold.
pub(super) fn withheld(computed: &Computed, smallest: u32, protection: Protection) -> BTreeSet<CellId> {
    let mut work = Work {
        computed,
        smallest: i128::from(smallest),
        relations: relations(computed),
        withheld: BTreeSet::new(),
        whole: BTreeSet::new(),
    };
    work.withhold_small();
    if protection == Protection::Full {
        work.complement();
        work.withhold_statistics();
    }
    work.withhold_derived();
    work.withheld
}

pub(super) struct Work<'a> {
    computed: &'a Computed,
    smallest: i128,
    relations: Vec<Relation>,
    withheld: BTreeSet<CellId>,
    /// Cells of breakdowns of which nothing is shown, so that even a zero is unknown.
    whole: BTreeSet<CellId>,
}

impl<'a> Work<'a> {
    /// The same for cells that were never published, of which even the zeros are unknown.
    pub(super) const fn of_unseen(
        computed: &'a Computed,
        smallest: u32,
        relations: Vec<Relation>,
        hidden: BTreeSet<CellId>,
    ) -> Self {
        Self { computed, smallest: smallest as i128, relations, withheld: hidden, whole: BTreeSet::new() }
    }

    /// Every hidden count that can be worked out too closely; all of a crowd that is too large to be solved.
    pub(super) fn all_exposed(mut self) -> BTreeSet<CellId> {
        self.whole = self.withheld.clone();
        let mut found = BTreeSet::new();
        for component in self.components() {
            let unknown: Vec<&CellId> = component.iter().collect();
            let region = if unknown.len() > MOST { None } else { self.region(&[], &unknown).ok() };
            for (index, id) in unknown.iter().enumerate() {
                let safe = region.as_ref().map(|region| self.is_safe(region, index, id));
                if !matches!(safe, Some(Ok(true))) {
                    found.insert((*id).clone());
                }
            }
        }
        found
    }

    fn cell(&self, id: &CellId) -> Option<&Cell> {
        self.computed.figures.get_index(id.0).and_then(|(_, figure)| figure.cells.get(&id.1))
    }

    fn things(&self, id: &CellId) -> i128 {
        self.cell(id).map_or(0, |cell| i128::from(cell.things))
    }

    /// The cells of all breakdowns that ask for protection, by breakdown; a slice of time that has the days of a
    /// window is a total of the program and no small cell.
    fn protected(&self) -> Vec<Vec<CellId>> {
        let mut groups = Vec::new();
        for (index, figure) in self.computed.figures.values().enumerate() {
            let is_total = |key: &CellKey| match key.slice.as_slice() {
                [(dimension, code)] => same_days(self.computed.calendar, dimension, code).is_some(),
                _ => false,
            };
            let one = figure.breakdowns.iter().filter(|b| b.protect).map(|b| b.keys());
            let two = figure.crossings.iter().filter(|x| x.rows.protect).map(|x| x.keys());
            groups.extend(
                one.chain(two).map(|keys| {
                    keys.into_iter().filter(|key| !is_total(key)).map(|key| (index, key)).collect::<Vec<_>>()
                }),
            );
        }
        groups
    }

    fn withhold_small(&mut self) {
        for id in self.protected().into_iter().flatten() {
            if (1..self.smallest).contains(&self.things(&id)) {
                self.withheld.insert(id);
            }
        }
    }

    /// Withholds further cells, the smallest that help first, until nothing is exposed or nothing is left to withhold.
    fn complement(&mut self) {
        let groups = self.protected();
        let candidates: BTreeSet<CellId> = groups
            .iter()
            .flatten()
            .filter(|id| self.things(id) > 0 && self.figure(id.0).is_some_and(|f| adds_up(&f.definition)))
            .cloned()
            .collect();
        self.withhold_crowds(&groups);
        // A cell that is safe stays safe when more are withheld, so each is looked at until it is settled.
        let mut settled = BTreeSet::new();
        while let Some(id) = self.exposed(&groups, &mut settled) {
            let next = self.partner(&id, &candidates);
            let group = self.linked_group(&groups, &id);
            match (next, group) {
                (Some(partner), _) => {
                    self.withheld.insert(partner);
                }
                (None, Some(group)) => {
                    // Too few persons in all: even which cells are empty would tell.
                    self.withheld.extend(group.iter().cloned());
                    self.whole.extend(group.iter().cloned());
                }
                (None, None) => {
                    settled.insert(id);
                }
            }
        }
    }

    /// Breakdowns with more small cells than can be solved exactly are not shown at all.
    fn withhold_crowds(&mut self, groups: &[Vec<CellId>]) {
        for crowd in self.components().into_iter().filter(|part| part.len() > MOST) {
            for group in groups.iter().filter(|group| group.iter().any(|id| crowd.contains(id))) {
                self.withheld.extend(group.iter().cloned());
                self.whole.extend(group.iter().cloned());
            }
        }
    }

    /// A breakdown that is not withheld as a whole yet: the cell's own, or else one that hangs together with it, whose
    /// printed zeros may say more than they should.
    fn linked_group<'g>(&self, groups: &'g [Vec<CellId>], id: &CellId) -> Option<&'g Vec<CellId>> {
        let linked = self.components().into_iter().find(|part| part.contains(id)).unwrap_or_default();
        let open = || groups.iter().filter(|group| group.iter().any(|cell| !self.whole.contains(cell)));
        let own = open().find(|group| group.contains(id));
        own.or_else(|| open().find(|group| group.iter().any(|cell| linked.contains(cell))))
    }

    fn figure(&self, index: usize) -> Option<&FigureCells> {
        self.computed.figures.get_index(index).map(|(_, figure)| figure)
    }

    /// The smallest shown cell that stands in a relation with an exposed one, or with one that is linked to it.
    fn partner(&self, exposed: &CellId, candidates: &BTreeSet<CellId>) -> Option<CellId> {
        let mut reached: BTreeSet<&CellId> = BTreeSet::from([exposed]);
        loop {
            let touching = |relation: &&Relation| relation.cells().any(|id| reached.contains(id));
            let near: BTreeSet<&CellId> = self.relations.iter().filter(touching).flat_map(Relation::cells).collect();
            let open = near.iter().filter(|id| candidates.contains(**id) && !self.withheld.contains(**id));
            if let Some(best) = open.min_by_key(|id| (self.things(id), **id)) {
                return Some((*best).clone());
            }
            let hidden = near.into_iter().filter(|id| self.withheld.contains(*id));
            let before = reached.len();
            reached.extend(hidden);
            if reached.len() == before {
                return None;
            }
        }
    }

    /// A withheld count that can be worked out too closely, if there is one; those that cannot are settled.
    fn exposed(&self, groups: &[Vec<CellId>], settled: &mut BTreeSet<CellId>) -> Option<CellId> {
        for component in self.components().into_iter().filter(|part| part.len() <= MOST) {
            let unknown: Vec<&CellId> = component.iter().collect();
            if unknown.iter().all(|id| settled.contains(*id)) {
                continue;
            }
            let region = self.region(groups, &unknown);
            for (index, id) in unknown.iter().enumerate() {
                let safe = || region.as_ref().map_or(Ok(false), |region| self.is_safe(region, index, id));
                if !settled.contains(*id) && !safe().unwrap_or(false) {
                    return Some((*id).clone());
                }
                settled.insert((*id).clone());
            }
        }
        None
    }

    /// Whether the range of a withheld count contains 1 to `smallest` − 1. One more is asked for at its upper end, so
    /// that knowing why a further cell was withheld tells nothing either.
    fn is_safe(&self, region: &Region, index: usize, id: &CellId) -> Result<bool, AmountError> {
        let floor = self.floor(id);
        let (least, greatest) = region.range(index)?;
        let (one, most) = (Ratio::new(1, 1)?, Ratio::new(self.smallest - floor, 1)?);
        Ok(least.plus(Ratio::new(floor, 1)?)? <= one && greatest.is_none_or(|greatest| greatest >= most))
    }

    /// The least that a withheld count can be: zeros are printed, unless nothing of the breakdown is.
    fn floor(&self, id: &CellId) -> i128 {
        i128::from(!self.whole.contains(id))
    }

    /// The withheld cells that hang together through relations.
    fn components(&self) -> Vec<BTreeSet<CellId>> {
        let counts = |id: &&CellId| self.figure(id.0).is_some_and(|f| adds_up(&f.definition));
        let mut parts: Vec<BTreeSet<CellId>> =
            self.withheld.iter().filter(counts).map(|id| BTreeSet::from([id.clone()])).collect();
        for relation in &self.relations {
            let mut joined = BTreeSet::new();
            parts.retain(|part| {
                let touched = relation.cells().any(|id| part.contains(id));
                if touched {
                    joined.extend(part.iter().cloned());
                }
                !touched
            });
            if !joined.is_empty() {
                parts.push(joined);
            }
        }
        parts
    }

    /// What is known of the withheld counts of a component, each taken less its floor.
    fn region(&self, groups: &[Vec<CellId>], unknown: &[&CellId]) -> Result<Region, AmountError> {
        let place: BTreeMap<&CellId, usize> = unknown.iter().enumerate().map(|(i, id)| (*id, i)).collect();
        let mut known = Vec::new();
        for relation in &self.relations {
            if relation.cells().any(|id| place.contains_key(id)) {
                self.know(relation, &place, &mut known);
            }
        }
        for group in groups {
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
        let shown = group.iter().filter(|id| !self.withheld.contains(*id)).map(|id| self.things(id));
        let Some(most) = shown.filter(|things| *things > 0).min() else { return };
        let hidden = || group.iter().filter(|id| self.withheld.contains(*id));
        if hidden().all(|id| self.things(id) <= most) {
            let bound = |id: &CellId| Some(Known { terms: vec![(*place.get(id)?, 1)], at_most: true, value: most - 1 });
            known.extend(hidden().filter_map(bound));
        }
    }

    /// A statistic needs enough persons, and where a count of persons that it is taken from is withheld, it would tell
    /// that there are enough.
    fn withhold_statistics(&mut self) {
        let mut more = Vec::new();
        for (index, figure) in self.computed.figures.values().enumerate() {
            if adds_up(&figure.definition) || matches!(figure.definition.measure, Measure::Derived(_)) {
                continue;
            }
            let wholes = self.computed.figures.values().enumerate().filter(|(_, whole)| is_part_of(figure, whole));
            let wholes: Vec<usize> = wholes.map(|(whole, _)| whole).collect();
            let with_persons = figure.cells.iter().filter(|(key, cell)| !key.slice.is_empty() && cell.things > 0);
            for (key, _) in with_persons {
                if wholes.iter().any(|whole| self.withheld.contains(&(*whole, key.clone()))) {
                    more.push((index, key.clone()));
                }
            }
        }
        self.withheld.extend(more);
    }

    /// What is worked out from a withheld cell would give it away.
    fn withhold_derived(&mut self) {
        let figures = &self.computed.figures;
        let mut more = Vec::new();
        for (index, figure) in figures.values().enumerate() {
            let Measure::Derived(from) = &figure.definition.measure else { continue };
            let sources = [&from.of, &from.with].map(|name| figures.get_index_of(name));
            let hidden =
                |key: &CellKey| sources.iter().flatten().any(|source| self.withheld.contains(&(*source, key.clone())));
            more.extend(figure.cells.keys().filter(|key| hidden(key)).map(|key| (index, key.clone())));
        }
        self.withheld.extend(more);
    }
}

impl Relation {
    fn cells(&self) -> impl Iterator<Item = &CellId> {
        self.parts.iter().chain([&self.whole])
    }
}
