//! `by = ["district", ["district", "year"]]` → [`Breakdown`]s: a column of codes, texts or flags, a column cut
//! into bands, or a span of the figure's date; one of them, or two for a table.

use super::checker::Checker;
use super::file::RawBreakdown;
use super::filter::Scope;
use super::locate::Step;
use super::model::{Bands, Breakdown, ColumnDef, ColumnKind, Dimension, Edges, FigureDef, Protect};
use indexmap::IndexMap;

/// The protection from being compared with earlier editions, as it is written.
const OVER_TIME: &str = "over time";

/// Checks a breakdown of a figure that has a date or not, and that counts or takes a statistic.
pub(super) fn check_breakdown(
    c: &mut Checker<'_>,
    path: &[Step<'_>],
    raw: &RawBreakdown,
    has_date: bool,
    counts: bool,
    scope: Scope<'_>,
    bands: &IndexMap<String, Bands>,
) -> Option<Breakdown> {
    let mut dimensions = Vec::new();
    for name in &raw.by {
        dimensions.push(check_dimension(c, path, name, raw.bands.as_deref(), has_date, scope, bands)?);
    }
    let banded = dimensions.iter().any(|d| matches!(d, Dimension::Bands { .. }));
    if raw.bands.is_some() && !banded {
        c.report(path, "neither periods nor codes are cut into bands", "leave out `bands`");
        return None;
    }
    let protect = check_protect(c, path, &raw.protect, counts)?;
    let mut dimensions = dimensions.into_iter();
    match (dimensions.next(), dimensions.next(), dimensions.next()) {
        (Some(dimension), across, None) if across.as_ref() != Some(&dimension) => {
            Some(Breakdown { dimension, across, protect })
        }
        _ => {
            c.report(path, "a breakdown has one dimension, or two that differ", "for example [\"district\", \"year\"]");
            None
        }
    }
}

/// `true`, `false` or "over time".
fn check_protect(c: &mut Checker<'_>, path: &[Step<'_>], raw: &toml::Value, counts: bool) -> Option<Protect> {
    match raw {
        toml::Value::Boolean(false) => Some(Protect::Nothing),
        toml::Value::Boolean(true) => Some(Protect::SmallCells),
        toml::Value::String(words) if words == OVER_TIME && counts => Some(Protect::OverTime),
        toml::Value::String(words) if words == OVER_TIME => {
            let todo = "write protect = true: a statistic over persons that is rounded would still tell who came in";
            c.report(path, "only counts can be protected over time", todo);
            None
        }
        toml::Value::String(words) => {
            c.known(path, "protection", words, [OVER_TIME]);
            None
        }
        other => {
            c.report(path, format!("{other} is no protection"), "write protect = true, or protect = \"over time\"");
            None
        }
    }
}

/// Protects every breakdown that holds what another breakdown of the source protects: a table by race and year adds up
/// to the races, and so does the same breakdown of another figure of the same persons. Nobody must write it twice.
pub(super) fn spread_protection(figures: &mut IndexMap<String, FigureDef>) {
    let mut protected: Vec<(String, Vec<Dimension>, Protect)> = Vec::new();
    for figure in figures.values() {
        for breakdown in figure.by.iter().filter(|breakdown| breakdown.protect > Protect::Nothing) {
            let all: Vec<Dimension> = breakdown.dimensions().cloned().collect();
            let lasting: Vec<Dimension> = all.iter().filter(|dimension| !dimension.is_time()).cloned().collect();
            let core = if lasting.is_empty() { all } else { lasting };
            protected.push((figure.source.clone(), core, breakdown.protect));
        }
    }
    for figure in figures.values_mut() {
        let most = if figure.measure.column().is_some() { Protect::SmallCells } else { Protect::OverTime };
        for breakdown in figure.by.iter_mut().filter(|breakdown| breakdown.protect == Protect::Nothing) {
            let holds =
                |core: &[Dimension]| core.iter().all(|dimension| breakdown.dimensions().any(|own| own == dimension));
            let others = protected.iter().filter(|(source, core, _)| *source == figure.source && holds(core));
            let inherited = others.map(|(_, _, protect)| *protect).max().unwrap_or(Protect::Nothing);
            breakdown.protect = inherited.min(most);
        }
    }
}

fn check_dimension(
    c: &mut Checker<'_>,
    path: &[Step<'_>],
    name: &str,
    band_name: Option<&str>,
    has_date: bool,
    scope: Scope<'_>,
    bands: &IndexMap<String, Bands>,
) -> Option<Dimension> {
    if let Some(dated) = Dimension::span(name) {
        if !has_date {
            c.report(path, format!("a breakdown by {name} needs the figure's date"), "name it in `on`");
        }
        return has_date.then_some(dated);
    }
    let column = scope.dimension(c, path, name, Dimension::SPANS.each_ref().map(|span| span.name()))?;
    if matches!(column.kind, ColumnKind::Text | ColumnKind::Code { .. } | ColumnKind::Flag { .. }) {
        return Some(Dimension::Column(name.to_owned()));
    }
    let Some(band_name) = band_name else {
        let todo = if matches!(column.kind, ColumnKind::Date { .. }) {
            "name the date in `on`, and break down by year, fiscal_year, quarter, fiscal_quarter or month"
        } else {
            "name bands for it, as { by, bands }, or break down by a code, text or flag"
        };
        c.report(path, format!("the column \"{name}\" has too many values for a breakdown"), todo);
        return None;
    };
    c.known(path, "bands", band_name, bands.keys().map(String::as_str));
    if !bands_fit(column, bands.get(band_name)?) {
        c.report(path, format!("the bands \"{band_name}\" do not fit the column \"{name}\""), "");
        return None;
    }
    Some(Dimension::Bands { column: name.to_owned(), bands: band_name.to_owned() })
}

fn bands_fit(column: &ColumnDef, bands: &Bands) -> bool {
    match &bands.edges {
        Edges::Terms(_) => matches!(column.kind, ColumnKind::Term(_)),
        Edges::Amounts(_) => column.kind.is_number_of_one_unit(),
    }
}
