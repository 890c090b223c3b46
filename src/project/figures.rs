//! Raw figure keys → [`FigureDef`]s: columns exist and have the right type, units fit, breakdowns are possible.

use super::breakdowns::check_breakdown;
use super::checker::{Checker, amount_of};
use super::claims::check_claims;
use super::file::{OneOrMany, RawFigure, RawQuantile, RawTake};
use super::filter::{Scope, check_filter};
use super::locate::Step;
use super::model::{Bands, CodeList, ColumnKind, FigureDef, Measure, QuantityUnit, Reduction, Source, Take};
use super::units::{Unit, unit_named};
use crate::value::{Ratio, nearest};
use indexmap::{IndexMap, IndexSet};

type Codes = IndexMap<String, CodeList>;

/// Checks a figure.
pub(super) fn check_figure(
    c: &mut Checker<'_>,
    name: &str,
    mut raw: RawFigure,
    sources: &IndexMap<String, Source>,
    codes: &Codes,
    bands: &IndexMap<String, Bands>,
) -> Option<FigureDef> {
    let path = [Step::Key("figures"), Step::Key(name)];
    let at = |key| [path[0], path[1], Step::Key(key)];
    if !c.known(&at("source"), "source", &raw.source, sources.keys().map(String::as_str)) {
        return None;
    }
    let source = sources.get(&raw.source)?;
    let scope = Scope::new(source, codes);
    let measure = check_measure(c, &path, &mut raw, scope)?;
    let unit = check_unit(c, &path, &raw, &measure, source)?;
    let filter = check_filter(c, &at("where"), &raw.filter, scope);
    if let Some(on) = &raw.on {
        scope.date_column(c, &at("on"), on);
    }
    let reduce = check_reduction(c, &path, &raw.per, raw.take, &measure, scope);
    let mut by = Vec::new();
    let counts = measure.column().is_none();
    for (index, breakdown) in raw.by.iter().enumerate() {
        let at = [path[0], path[1], Step::Key("by"), Step::Index(index)];
        by.extend(check_breakdown(c, &at, breakdown, raw.on.is_some(), counts, scope, bands));
    }
    let default_decimals = match &unit {
        Unit::Count(_) | Unit::Money(_) => 0,
        Unit::Mass(_) | Unit::Months | Unit::Share | Unit::Per(_) => 1,
    };
    let decimals = raw.decimals.unwrap_or(default_decimals);
    if decimals > 12 {
        c.report(&at("decimals"), format!("{decimals} digits after the point are too many"), "write at most 12");
    }
    Some(FigureDef {
        name: name.to_owned(),
        counts: raw.counts.unwrap_or_else(|| raw.title.to_lowercase()),
        title: raw.title,
        source: raw.source,
        measure,
        unit,
        filter,
        on: raw.on,
        reduce,
        claims: check_claims(c, name, raw.claim),
        by,
        decimals: decimals.min(12),
        may_fall: raw.may_fall,
    })
}

fn check_measure(c: &mut Checker<'_>, path: &[Step<'_>; 2], raw: &mut RawFigure, scope: Scope<'_>) -> Option<Measure> {
    let mut measures = Vec::new();
    measures.extend(raw.distinct.take().map(|columns| ("distinct", Measure::Distinct(columns.items))));
    measures.extend(raw.sum.take().map(|column| ("sum", Measure::Sum(column))));
    measures.extend(raw.mean.take().map(|column| ("mean", Measure::Mean(column))));
    measures.extend(raw.median.take().map(|column| ("median", Measure::Median(column))));
    measures.extend(raw.largest.take().map(|column| ("largest", Measure::Largest(column))));
    measures.extend(raw.smallest.take().map(|column| ("smallest", Measure::Smallest(column))));
    if let Some(quantile) = raw.quantile.take() {
        measures.push(("quantile", check_quantile(c, path, quantile)?));
    }
    if measures.len() > 1 {
        let names: Vec<&str> = measures.iter().map(|(key, _)| *key).collect();
        c.report(path, format!("a figure measures one thing, not {}", names.join(" and ")), "make two figures");
        return None;
    }
    let Some((key, measure)) = measures.pop() else { return Some(Measure::Rows) };
    let at = [path[0], path[1], Step::Key(key)];
    if let Measure::Distinct(columns) = &measure {
        let known = columns.iter().filter(|column| scope.column(c, &at, column).is_some()).count();
        if columns.is_empty() {
            c.report(&at, "`distinct` names no column", "");
        }
        return (known == columns.len() && known > 0).then_some(measure);
    }
    let column = scope.column(c, &at, measure.column()?)?;
    let fits = match (&measure, &column.kind) {
        (_, ColumnKind::Number(_) | ColumnKind::Money(_) | ColumnKind::Quantity { .. }) => true,
        (Measure::Sum(_), ColumnKind::Term(_)) => false,
        (_, ColumnKind::Term(_)) => true,
        _ => false,
    };
    if !fits {
        let what = format!("the {key} of the column \"{}\" cannot be taken", column.name);
        c.report(&at, what, "it takes a number, money or quantity column, or but for a sum a term");
        return None;
    }
    Some(measure)
}

fn check_quantile(c: &mut Checker<'_>, path: &[Step<'_>; 2], raw: RawQuantile) -> Option<Measure> {
    let part = amount_of(&raw.at).and_then(|part| Ratio::from_amount(part).ok());
    match part.filter(|at| at.numerator() > 0 && at.numerator() < at.denominator()) {
        Some(at) => Some(Measure::Quantile { column: raw.column, at }),
        None => {
            let what = format!("{} is not a part between 0 and 1", raw.at);
            c.report(&[path[0], path[1], Step::Key("quantile")], what, "write it in quotes: at = \"0.9\"");
            None
        }
    }
}

fn check_unit(
    c: &mut Checker<'_>,
    path: &[Step<'_>; 2],
    raw: &RawFigure,
    measure: &Measure,
    source: &Source,
) -> Option<Unit> {
    let counted = |c: &mut Checker<'_>| {
        if raw.counts.is_none() {
            c.report(path, "the figure does not say what it counts", "for example counts = \"arrests\"");
        }
        raw.counts.clone().map(Unit::Count)
    };
    let given = raw.unit.as_deref().map(unit_named);
    let at = [path[0], path[1], Step::Key("unit")];
    let Some(column) = measure.column().and_then(|name| source.columns.get(name)) else {
        if given.is_some() {
            c.report(&at, "a count has no unit", "say what it counts in `counts`");
        }
        return counted(c);
    };
    match (&column.kind, given) {
        (ColumnKind::Money(format), None) => {
            Some(Unit::Money(format.currency.clone().unwrap_or_else(|| "$".to_owned())))
        }
        (ColumnKind::Term(_), None) => Some(Unit::Months),
        (ColumnKind::Number(_), None) => counted(c),
        (ColumnKind::Quantity { unit: QuantityUnit::Fixed(unit), .. }, None) => Some(unit.clone()),
        (ColumnKind::Quantity { unit: QuantityUnit::Column(_), .. }, None) => {
            c.report(path, "the figure does not say its unit", "for example unit = \"kg\"");
            None
        }
        (ColumnKind::Quantity { unit, .. }, Some(given)) => {
            check_convertible(c, &at, unit, &given);
            Some(given)
        }
        // The numbers have no unit to convert from, so its name is taken as it stands.
        (ColumnKind::Number(_), Some(_)) => raw.unit.clone().map(|name| Unit::Count(name.trim().to_owned())),
        (_, Some(_)) => {
            let what =
                format!("the column \"{}\" is neither a number nor a quantity and has its own unit", column.name);
            c.report(&at, what, "leave out `unit`");
            None
        }
        (_, None) => None,
    }
}

/// A fixed unit must convert to the figure's; a unit from a column must be one of those that it can hold.
fn check_convertible(c: &mut Checker<'_>, at: &[Step<'_>], unit: &QuantityUnit, given: &Unit) {
    match (unit, given) {
        (QuantityUnit::Fixed(Unit::Mass(_)), Unit::Mass(_)) | (QuantityUnit::Column(_), Unit::Mass(_)) => {}
        (QuantityUnit::Fixed(own), _) if own == given => {}
        (QuantityUnit::Fixed(own), _) => {
            c.report(at, format!("{own} cannot be given in {given}"), "");
        }
        (QuantityUnit::Column(spellings), _) if spellings.values().any(|u| u == given) => {}
        (QuantityUnit::Column(spellings), _) => {
            let masses = ["kg", "g", "lb", "oz", "mg"].map(str::to_owned);
            let names: IndexSet<String> = spellings.values().map(ToString::to_string).chain(masses).collect();
            let near = nearest(&given.to_string(), names.iter().map(String::as_str));
            c.report(at, format!("unknown unit \"{given}\""), near);
        }
    }
}

fn check_reduction(
    c: &mut Checker<'_>,
    path: &[Step<'_>; 2],
    per: &OneOrMany,
    take: Option<RawTake>,
    measure: &Measure,
    scope: Scope<'_>,
) -> Option<Reduction> {
    let at = |key| [path[0], path[1], Step::Key(key)];
    for column in &per.items {
        scope.column(c, &at("per"), column);
    }
    let chosen = take.as_ref().map(|take| (&take.largest, &take.smallest, &take.sum));
    let (column, take) = match (per.items.is_empty(), chosen) {
        (true, None) => return None,
        (false, Some((Some(column), None, None))) => (column.clone(), Take::Largest),
        (false, Some((None, Some(column), None))) => (column.clone(), Take::Smallest),
        (false, Some((None, None, Some(column)))) => (column.clone(), Take::Sum),
        _ => {
            let todo = "for example per = \"participant_id\", take = { largest = \"sentence\" }";
            c.report(path, "`per` names a key, and `take` which row of it stands for all; they go together", todo);
            return None;
        }
    };
    let definition = scope.column(c, &at("take"), &column)?;
    let mixed = matches!(definition.kind, ColumnKind::Quantity { unit: QuantityUnit::Column(_), .. });
    if mixed || matches!(definition.kind, ColumnKind::Text | ColumnKind::Code { .. } | ColumnKind::Flag { .. }) {
        c.report(&at("take"), format!("the column \"{column}\" has no largest or smallest value"), "");
    }
    if take == Take::Sum && measure.column() != Some(column.as_str()) {
        let todo = format!("for example mean = \"{column}\", per = \"case\", take = {{ sum = \"{column}\" }}");
        c.report(&at("take"), "a sum for each key is the thing that is measured, and nothing else", todo);
        return None;
    }
    if take == Take::Sum && matches!(definition.kind, ColumnKind::Term(_) | ColumnKind::Date { .. }) {
        c.report(&at("take"), format!("the column \"{column}\" cannot be summed"), "");
        return None;
    }
    Some(Reduction { per: per.items.clone(), column, take })
}
