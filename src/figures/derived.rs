//! Figures worked out from two others → their cells: a share, a ratio or a difference, window by window and slice
//! by slice, exactly.

use super::cells::{Cell, CellKey, FigureCells, Value};
use super::receipt::Receipt;
use crate::project::{Derivation, DerivedKind, FigureDef, Measure, Project};
use crate::value::{AmountError, Place, Problem, Ratio};
use indexmap::IndexMap;

/// Adds every derived figure to the measured ones, in the project's order.
pub(super) fn derive(project: &Project, figures: &mut IndexMap<String, FigureCells>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for definition in project.figures.values() {
        let Measure::Derived(derivation) = &definition.measure else { continue };
        let (Some(of), Some(with)) = (figures.get(&derivation.of), figures.get(&derivation.with)) else { continue };
        match work_out(definition, derivation, of, with) {
            Ok(cells) => {
                figures.insert(definition.name.clone(), cells);
            }
            Err(problem) => problems.push(problem),
        }
    }
    figures.sort_by_cached_key(|name, _| project.figures.get_index_of(name));
    problems
}

fn work_out(
    definition: &FigureDef,
    derivation: &Derivation,
    of: &FigureCells,
    with: &FigureCells,
) -> Result<FigureCells, Problem> {
    let refuse = |what: String, todo: &str| {
        Problem::new(Place::default(), format!("the figure \"{}\" {what}", definition.name), todo)
    };
    let declared = |dimension: &str, across: Option<&str>| {
        definition.by.iter().any(|b| b.dimension.name() == dimension && b.across.as_ref().map(|a| a.name()) == across)
    };
    let wanted = |key: &CellKey| match key.slice.as_slice() {
        [] => definition.on.is_some() || key.window == super::Window::ToDate,
        [(dimension, _)] => declared(dimension, None),
        [(down, _), (across, _), ..] => declared(down, Some(across)),
    };
    let mut cells = std::collections::BTreeMap::new();
    for (key, above) in of.cells.iter().filter(|(key, _)| wanted(key)) {
        let below = with.cells.get(key).copied().unwrap_or(Cell { value: Value::Nothing, rows: 0, things: 0 });
        let value = value_of(derivation.kind, above.value, below.value)
            .map_err(|error| refuse(format!("cannot be computed: {error}"), ""))?;
        if let (DerivedKind::Share, Value::Number(share)) = (derivation.kind, value)
            && share.numerator() > share.denominator()
        {
            let what = format!("is more than the whole: \"{}\" is no part of \"{}\"", derivation.of, derivation.with);
            return Err(refuse(what, "make it a ratio, or name the whole"));
        }
        cells.insert(key.clone(), Cell { value, rows: above.rows, things: above.things });
    }
    let breakdowns = of.breakdowns.iter().filter(|b| declared(&b.dimension, None)).cloned().collect();
    let crossings =
        of.crossings.iter().filter(|x| declared(&x.rows.dimension, Some(&x.columns.dimension))).cloned().collect();
    let receipt = Receipt::derived(definition, &[&of.receipt, &with.receipt]);
    let (meanings, spans) = (Vec::new(), Vec::new());
    let definition = definition.clone();
    Ok(FigureCells { definition, cells, breakdowns, crossings, receipt, of_persons: false, meanings, spans })
}

/// Nothing for each of nothing is no number, and neither is anything that is worked out from a life sentence.
pub(super) fn value_of(kind: DerivedKind, above: Value, below: Value) -> Result<Value, AmountError> {
    let (Value::Number(above), Value::Number(below)) = (above, below) else { return Ok(Value::Nothing) };
    Ok(match kind {
        DerivedKind::Difference => {
            let minus = below.times(Ratio::new(-1, 1)?)?;
            Value::Number(above.plus(minus)?)
        }
        DerivedKind::Share | DerivedKind::Ratio if below.numerator() == 0 => Value::Nothing,
        DerivedKind::Share | DerivedKind::Ratio => Value::Number(above.over(below)?),
    })
}
