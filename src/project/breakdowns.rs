//! `by = ["district", ["district", "year"]]` → [`Breakdown`]s: a column of codes, texts or flags, a column cut
//! into bands, or a span of the figure's date; one of them, or two for a table.

use super::checker::Checker;
use super::file::RawBreakdown;
use super::filter::Scope;
use super::locate::Step;
use super::model::{Bands, Breakdown, ColumnDef, ColumnKind, Dimension, Edges};
use indexmap::IndexMap;

/// Checks a breakdown.
pub(super) fn check_breakdown(
    c: &mut Checker<'_>,
    path: &[Step<'_>],
    raw: &RawBreakdown,
    has_date: bool,
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
    let mut dimensions = dimensions.into_iter();
    match (dimensions.next(), dimensions.next(), dimensions.next()) {
        (Some(dimension), across, None) if across.as_ref() != Some(&dimension) => {
            Some(Breakdown { dimension, across, protect: raw.protect })
        }
        _ => {
            c.report(path, "a breakdown has one dimension, or two that differ", "for example [\"district\", \"year\"]");
            None
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
    if let Some(dated) = dated(name) {
        if !has_date {
            c.report(path, format!("a breakdown by {name} needs the figure's date"), "name it in `on`");
        }
        return has_date.then_some(dated);
    }
    let column = scope.dimension(c, path, name, SPANS.each_ref().map(|span| span.name()))?;
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

/// The span of the figure's date that a name means.
fn dated(name: &str) -> Option<Dimension> {
    SPANS.into_iter().find(|span| span.name() == name)
}

/// The spans of a figure's date.
const SPANS: [Dimension; 5] =
    [Dimension::Year, Dimension::FiscalYear, Dimension::Quarter, Dimension::FiscalQuarter, Dimension::Month];

fn bands_fit(column: &ColumnDef, bands: &Bands) -> bool {
    match &bands.edges {
        Edges::Terms(_) => matches!(column.kind, ColumnKind::Term(_)),
        Edges::Amounts(_) => column.kind.is_number_of_one_unit(),
    }
}
