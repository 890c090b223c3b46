//! Counts that are rounded to the nearest five, so that who came in since an earlier edition cannot be told from the
//! difference. Suppression has been decided on the exact counts before.

use super::cells::{BreakdownSlices, Cell, CellId, CellKey, Computed, Crossing, Value};
use super::derived::value_of;
use super::relations::{Relation, Relations, protected_groups, relations};
use crate::project::{Derivation, Measure};
use crate::value::Ratio;
use std::collections::BTreeSet;

/// Every rounded cell, with what is worked out from one. A count that some figure tells under another name, or by what
/// it leaves of the total, is rounded there too, and with it the rest of that figure, which would add up to it.
pub(super) fn rounded(computed: &Computed) -> BTreeSet<CellId> {
    let mut cells: BTreeSet<CellId> = BTreeSet::new();
    for (index, figure) in computed.figures.values().enumerate() {
        let of_time: BTreeSet<CellKey> = protected_groups(figure, computed.calendar).into_iter().flatten().collect();
        let one = figure.breakdowns.iter().filter(|b| b.rounded).flat_map(BreakdownSlices::keys);
        let two = figure.crossings.iter().filter(|x| x.rows.rounded).flat_map(Crossing::keys);
        cells.extend(one.chain(two).filter(|key| of_time.contains(key)).map(|key| (index, key)));
    }
    if cells.is_empty() {
        return cells;
    }
    for index in told_again(computed, &cells) {
        let keys = computed.figure_at(index).into_iter().flat_map(|figure| figure.cells.keys());
        cells.extend(keys.map(|key| (index, key.clone())));
    }
    for (index, figure) in computed.figures.values().enumerate() {
        let Measure::Derived(from) = &figure.definition.measure else { continue };
        let sources = [&from.of, &from.with].map(|name| computed.figures.get_index_of(name));
        let touched =
            |key: &&CellKey| sources.iter().flatten().any(|source| cells.contains(&(*source, (*key).clone())));
        let keys: Vec<CellId> = figure.cells.keys().filter(touched).map(|key| (index, key.clone())).collect();
        cells.extend(keys);
    }
    cells
}

/// The figures that count what a rounded cell counts, or all slices but some: less the total they would tell it
/// exactly.
fn told_again(computed: &Computed, cells: &BTreeSet<CellId>) -> BTreeSet<usize> {
    let Relations { all, twins, all_but_some, .. } = relations(computed);
    let twins = twins.into_iter().filter(|(own, _)| cells.contains(own)).map(|(_, other)| other.0);
    let of_rounded = |relation: &&Relation| relation.parts.iter().any(|part| cells.contains(part));
    let unions = all.iter().filter(|relation| relation.exact && all_but_some.contains(&relation.whole));
    let unions = unions.filter(of_rounded).map(|relation| relation.whole.0);
    twins.chain(unions).collect()
}

/// The value that is shown of a rounded cell: the nearest five of a count, and what is worked out from such. `None` for
/// a share that would be more than the whole.
pub(super) fn shown(computed: &Computed, rounded: &BTreeSet<CellId>, id: &CellId, cell: &Cell) -> Option<Value> {
    let Some(Measure::Derived(from)) = computed.figure_at(id.0).map(|figure| &figure.definition.measure) else {
        return nearest_five(cell.value);
    };
    let value =
        value_of(from.kind, source(computed, rounded, &from.of, id)?, source(computed, rounded, &from.with, id)?);
    value.ok().filter(|value| !is_too_much(from, *value))
}

fn source(computed: &Computed, rounded: &BTreeSet<CellId>, name: &str, id: &CellId) -> Option<Value> {
    let index = computed.figures.get_index_of(name)?;
    let value = computed.figures.get(name)?.cells.get(&id.1)?.value;
    if rounded.contains(&(index, id.1.clone())) { nearest_five(value) } else { Some(value) }
}

fn is_too_much(from: &Derivation, value: Value) -> bool {
    let share = from.kind == crate::project::DerivedKind::Share;
    share && matches!(value, Value::Number(number) if number.numerator() > number.denominator())
}

/// The nearest multiple of five; counts have no middle between two.
fn nearest_five(value: Value) -> Option<Value> {
    let Value::Number(number) = value else { return Some(value) };
    let fives = number.over(Ratio::new(5, 1).ok()?).ok()?.rounded(0).ok()?;
    Ratio::from_amount(fives).ok()?.times(Ratio::new(5, 1).ok()?).ok().map(Value::Number)
}
