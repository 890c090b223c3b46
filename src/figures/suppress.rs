//! Which cells are withheld, decided once over the whole edition: small counts of persons where a breakdown asks for
//! it, statistics over too few, and as many further cells as it takes that nobody can work a withheld count or sum out
//! of everything else that is shown. For each withheld count the range that is open to an attacker contains 1 to one
//! less than the smallest cell, as far as the program's own totals, which are no small cells, leave room for it.

use super::cells::{CellId, CellKey, Computed};
use super::exposure::{Exposed, MOST, Range, State};
use super::relations::{Relation, Relations, adds_up, protected_groups, relations};
use super::remainders::{given_away, remainders};
use super::statistics::{differences, scarce, telling};
use crate::project::Measure;
use std::collections::{BTreeMap, BTreeSet};

/// How far suppression goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// Small cells and all that would give them away.
    Full,
    /// Small cells alone: what the attack of the tests must be able to break.
    SmallCellsOnly,
}

/// What was told beside the edition: cells of further breakdowns, of which the others stay unseen.
#[derive(Debug, Clone, Default)]
pub(super) struct Beside {
    /// Cells that were told; to withhold them later helps nobody.
    pub(super) told: BTreeSet<CellId>,
    /// Cells of breakdowns that the edition does not declare; only those that were told are known.
    pub(super) extra: BTreeSet<CellId>,
}

/// The cells to withhold.
pub(super) fn withheld(computed: &Computed, smallest: u32, protection: Protection, beside: Beside) -> BTreeSet<CellId> {
    let mut work = Work::new(computed, smallest, beside);
    work.withhold_small(smallest);
    if protection == Protection::Full {
        let parts = work.withhold_parts(smallest);
        for id in differences(computed, u64::from(smallest), &work.state.hidden, &work.told, &parts) {
            work.withhold(id);
        }
        work.complement();
        while work.withhold_sums(&parts) {
            work.complement();
        }
        let more = telling(computed, &work.statistics, &work.state.hidden);
        work.state.hidden.extend(more);
    }
    work.withhold_derived();
    work.state.hidden
}

/// What an attacker can work out with `hidden` cells that he was never shown: the protected ones that are too close,
/// with what he knows of them. `None` when too many hang together to be solved.
pub(super) fn exposed(
    computed: &Computed,
    smallest: u32,
    all: &[Relation],
    hidden: BTreeSet<CellId>,
) -> Option<BTreeMap<CellId, Option<Range>>> {
    let mut unseen = hidden;
    unseen.extend(nobody_shows(computed, all));
    let mut state = State::new(computed, smallest, all.to_vec(), groups(computed, &BTreeSet::new()), unseen);
    // That they are not shown says nothing of their size.
    state.groups.clear();
    state.all_exposed()
}

struct Work<'a> {
    state: State<'a>,
    /// For each cell those that count the same under other names.
    twins: BTreeMap<CellId, Vec<CellId>>,
    statistics: Vec<(CellId, CellId)>,
    /// Cells that were told outside.
    told: BTreeSet<CellId>,
    /// Cells that may be withheld: protected ones, and those that count a part of a protected one.
    candidates: BTreeSet<CellId>,
    /// Cells that count a part of a protected one, or the same under another name, or all of its breakdown but some.
    parts: BTreeSet<CellId>,
}

impl<'a> Work<'a> {
    fn new(computed: &'a Computed, smallest: u32, beside: Beside) -> Self {
        let Relations { all, twins: pairs, all_but_some, statistics } = relations(computed);
        let Beside { told, extra } = beside;
        let mut unseen: BTreeSet<CellId> = extra.difference(&told).cloned().collect();
        unseen.extend(nobody_shows(computed, &all));
        let mut twins: BTreeMap<CellId, Vec<CellId>> = BTreeMap::new();
        for (one, two) in pairs {
            twins.entry(one).or_default().push(two);
        }
        let across =
            all.iter().filter(|relation| matches!(relation.parts.as_slice(), [part] if part.0 != relation.whole.0));
        let parts = across.flat_map(|relation| relation.parts.iter().cloned()).chain(all_but_some).collect();
        let state = State::new(computed, smallest, all, groups(computed, &extra), unseen);
        let open = |id: &&CellId| !extra.contains(*id) && !told.contains(*id) && state.things(id) > 0;
        let adding = |id: &&CellId| computed.figure_at(id.0).is_some_and(|f| adds_up(&f.definition));
        let candidates = state.protected.iter().chain(&parts).filter(open).filter(adding).cloned().collect();
        Self { state, twins, statistics, told, candidates, parts }
    }

    fn withhold_small(&mut self, smallest: u32) {
        let few = 1..i128::from(smallest);
        let small: Vec<CellId> =
            self.state.protected.iter().filter(|id| few.contains(&self.state.things(id))).cloned().collect();
        let scarce = scarce(self.state.computed, u64::from(smallest));
        self.state.hidden.extend(scarce);
        small.into_iter().for_each(|id| self.withhold(id));
    }

    /// Withholds of the sums that leave too few persons of another sum the one over the fewest, or the next where it
    /// was told. Gives those that were withheld.
    fn withhold_parts(&mut self, smallest: u32) -> BTreeSet<CellId> {
        let mut gone = BTreeSet::new();
        for remainder in remainders(self.state.computed, u64::from(smallest)) {
            if remainder.cells().any(|id| self.state.hidden.contains(id)) {
                continue;
            }
            if let Some(id) = remainder.cells().find(|id| !self.told.contains(*id)).cloned() {
                self.withhold(id.clone());
                gone.insert(id);
            }
        }
        gone
    }

    /// Withholds the smallest further cell of each relation that gives a withheld sum away; whether there was any.
    fn withhold_sums(&mut self, parts: &BTreeSet<CellId>) -> bool {
        let of_interest = |id: &CellId| self.state.protected.contains(id) || parts.contains(id);
        let found = given_away(self.state.computed, self.state.relations(), &self.state.hidden);
        let partner = |relation: &Relation| {
            relation.cells().filter(|id| self.is_open(id)).min_by_key(|id| (self.state.things(id), *id)).cloned()
        };
        let found = found.into_iter().filter(|(id, _)| of_interest(id));
        let partners: BTreeSet<CellId> = found.filter_map(|(_, relation)| partner(relation)).collect();
        let any = !partners.is_empty();
        partners.into_iter().for_each(|id| self.withhold(id));
        any
    }

    /// Withholds a cell and what would tell it: the same count under another name, and where that is a total or a slice
    /// that no one protects, everything of its figure.
    fn withhold(&mut self, id: CellId) {
        let mut open = vec![id];
        let mut gone: BTreeSet<usize> = BTreeSet::new();
        while let Some(id) = open.pop() {
            open.extend(
                self.twins.get(&id).into_iter().flatten().filter(|twin| !self.state.hidden.contains(*twin)).cloned(),
            );
            if self.parts.contains(&id) && !self.state.protected.contains(&id) && gone.insert(id.0) {
                let all = self.all_of(id.0);
                open.extend(all.iter().filter(|cell| !self.state.hidden.contains(*cell)).cloned());
                self.state.whole.extend(all);
            }
            self.state.hidden.insert(id);
        }
    }

    fn all_of(&self, figure: usize) -> Vec<CellId> {
        let cells = self.state.computed.figure_at(figure).map(|figure| figure.cells.keys());
        cells.into_iter().flatten().map(|key| (figure, key.clone())).collect()
    }

    fn withhold_whole(&mut self, group: &[CellId]) {
        group.iter().cloned().for_each(|id| self.withhold(id));
        self.state.whole.extend(group.iter().cloned());
    }

    /// Withholds further cells, the smallest that help first, until nothing is exposed or nothing is left to withhold.
    fn complement(&mut self) {
        let mut settled = BTreeSet::new();
        loop {
            self.withhold_crowds();
            let Some(exposed) = self.state.exposed(&mut settled) else { return };
            let telling = if exposed.too_high { self.telling_part(&exposed) } else { None };
            if let Some(partner) = telling.or_else(|| self.partner(&exposed.id)) {
                self.withhold(partner);
            } else if let Some(group) = self.linked_group(&exposed.id) {
                // Too few persons in all: even which cells are empty would tell.
                self.withhold_whole(&group);
            } else {
                settled.insert(exposed.id);
            }
        }
    }

    /// Breakdowns with more hidden cells than can be solved exactly are not shown at all, nor is anything that tells of
    /// a part of them.
    fn withhold_crowds(&mut self) {
        let mut done: BTreeSet<CellId> = BTreeSet::new();
        while let Some(crowd) =
            self.state.components().into_iter().find(|part| part.len() > MOST && !part.is_subset(&done))
        {
            let groups: Vec<Vec<CellId>> =
                self.state.groups.iter().filter(|group| group.iter().any(|id| crowd.contains(id))).cloned().collect();
            groups.iter().for_each(|group| self.withhold_whole(group));
            let near = crowd.iter().flat_map(|id| self.state.relations_of(id)).flat_map(Relation::cells);
            let near: BTreeSet<CellId> = near.filter(|id| self.is_open(id)).cloned().collect();
            near.into_iter().for_each(|id| self.withhold(id));
            done.extend(crowd);
        }
    }

    /// Whether a cell is shown and may be withheld.
    fn is_open(&self, id: &CellId) -> bool {
        self.candidates.contains(id) && !self.state.hidden.contains(id)
    }

    /// A shown count of some of what an exposed cell counts: it says that the cell is no less.
    fn telling_part(&self, exposed: &Exposed) -> Option<CellId> {
        let (mut open, mut seen) = (vec![exposed.id.clone()], BTreeSet::new());
        while let Some(id) = open.pop() {
            let within = self.state.relations_of(&id).filter(|relation| relation.whole == id && !relation.exact);
            for part in within.flat_map(|relation| &relation.parts) {
                if self.is_open(part) && self.state.things(part) > 1 {
                    return Some(part.clone());
                }
                if self.state.hidden.contains(part) && seen.insert(part.clone()) {
                    open.push(part.clone());
                }
            }
        }
        None
    }

    /// The smallest shown cell that stands in a relation with an exposed one, or with one that is linked to it; one
    /// that takes a whole figure with it comes last.
    fn partner(&self, exposed: &CellId) -> Option<CellId> {
        let mut reached: BTreeSet<CellId> = BTreeSet::from([exposed.clone()]);
        loop {
            let near: BTreeSet<&CellId> =
                reached.iter().flat_map(|id| self.state.relations_of(id)).flat_map(Relation::cells).collect();
            let open = near.iter().filter(|id| self.is_open(id));
            if let Some(best) = open.min_by_key(|id| (self.takes_a_figure(id), self.state.things(id), **id)) {
                return Some((*best).clone());
            }
            let hidden: Vec<CellId> = near.into_iter().filter(|id| self.state.hidden.contains(*id)).cloned().collect();
            let before = reached.len();
            reached.extend(hidden);
            if reached.len() == before {
                return None;
            }
        }
    }

    /// Whether withholding a cell would withhold all of some figure.
    fn takes_a_figure(&self, id: &CellId) -> bool {
        let unprotected = |id: &CellId| !self.state.protected.contains(id);
        unprotected(id) || self.twins.get(id).is_some_and(|twins| twins.iter().any(unprotected))
    }

    /// A breakdown that is not withheld as a whole yet: the cell's own, or else one that hangs together with it, whose
    /// printed zeros may say more than they should.
    fn linked_group(&self, id: &CellId) -> Option<Vec<CellId>> {
        let linked = self.state.components().into_iter().find(|part| part.contains(id)).unwrap_or_default();
        let open =
            || self.state.groups.iter().filter(|group| group.iter().any(|cell| !self.state.whole.contains(cell)));
        let own = open().find(|group| group.contains(id));
        own.or_else(|| open().find(|group| group.iter().any(|cell| linked.contains(cell)))).cloned()
    }

    /// What is worked out from a withheld cell would give it away.
    fn withhold_derived(&mut self) {
        let figures = &self.state.computed.figures;
        let mut more = Vec::new();
        for (index, figure) in figures.values().enumerate() {
            let Measure::Derived(from) = &figure.definition.measure else { continue };
            let sources = [&from.of, &from.with].map(|name| figures.get_index_of(name));
            let hidden = |key: &CellKey| {
                sources.iter().flatten().any(|source| self.state.hidden.contains(&(*source, key.clone())))
            };
            more.extend(figure.cells.keys().filter(|key| hidden(key)).map(|key| (index, key.clone())));
        }
        self.state.hidden.extend(more);
    }
}

/// The protected cells of each breakdown, but for those of breakdowns that no edition declares.
fn groups(computed: &Computed, extra: &BTreeSet<CellId>) -> Vec<Vec<CellId>> {
    let mut all = Vec::new();
    for (index, figure) in computed.figures.values().enumerate() {
        for group in protected_groups(figure, computed.calendar) {
            let ids = group.into_iter().map(|key| (index, key)).filter(|id| !extra.contains(id));
            all.push(ids.collect::<Vec<_>>());
        }
    }
    all
}

/// The wholes of relations that no edition shows.
fn nobody_shows(computed: &Computed, all: &[Relation]) -> Vec<CellId> {
    all.iter().map(|relation| &relation.whole).filter(|id| computed.cell(id).is_none()).cloned().collect()
}
