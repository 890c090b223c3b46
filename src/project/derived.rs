//! `share`, `ratio` and `difference` → figures worked out from two others. Units must fit: a share and a difference
//! are of figures in one unit, so that there is no share of defendants in cases.

use super::checker::Checker;
use super::claims::check_claims;
use super::file::RawFigure;
use super::locate::Step;
use super::model::{Breakdown, Derivation, DerivedKind, FigureDef, Measure};
use super::units::Unit;
use indexmap::IndexMap;

/// Whether a raw figure is worked out from others.
pub(super) const fn is_derived(raw: &RawFigure) -> bool {
    raw.share.is_some() || raw.ratio.is_some() || raw.difference.is_some()
}

/// Checks a derived figure against the figures that it names.
pub(super) fn check_derived(
    c: &mut Checker<'_>,
    name: &str,
    raw: RawFigure,
    figures: &IndexMap<String, FigureDef>,
) -> Option<FigureDef> {
    let path = [Step::Key("figures"), Step::Key(name)];
    let (key, derivation) = derivation(c, &path, &raw)?;
    let at = [path[0], path[1], Step::Key(key)];
    let names: Vec<&str> = figures.keys().map(String::as_str).collect();
    for other in [&derivation.of, &derivation.with] {
        c.known(&at, "figure", other, names.iter().copied());
    }
    let (of, with) = (figures.get(&derivation.of)?, figures.get(&derivation.with)?);
    if matches!(of.measure, Measure::Derived(_)) || matches!(with.measure, Measure::Derived(_)) {
        c.report(&at, "a figure is worked out from figures that are measured", "name the figures behind it");
        return None;
    }
    let unit = check_units(c, &at, derivation.kind, of, with)?;
    let shared = |breakdown: &&Breakdown| {
        with.by.iter().any(|b| b.dimension == breakdown.dimension && b.across == breakdown.across)
    };
    Some(FigureDef {
        name: name.to_owned(),
        title: raw.title,
        source: of.source.clone(),
        counts: raw.counts.unwrap_or_else(|| of.counts.clone()),
        decimals: raw.decimals.unwrap_or_else(|| default_decimals(derivation.kind, of)).min(12),
        measure: Measure::Derived(derivation),
        unit,
        filter: Vec::new(),
        on: of.on.clone().filter(|_| with.on.is_some()),
        reduce: None,
        claims: check_claims(c, name, raw.claim),
        by: of.by.iter().filter(shared).cloned().collect(),
        may_fall: true,
    })
}

fn derivation(c: &mut Checker<'_>, path: &[Step<'_>; 2], raw: &RawFigure) -> Option<(&'static str, Derivation)> {
    let make = |kind, of: &str, with: &str| Derivation { kind, of: of.to_owned(), with: with.to_owned() };
    let made = match (&raw.share, &raw.ratio, &raw.difference) {
        (Some(share), None, None) => Some(("share", make(DerivedKind::Share, &share.of, &share.whole))),
        (None, Some(ratio), None) => Some(("ratio", make(DerivedKind::Ratio, &ratio.of, &ratio.per))),
        (None, None, Some(less)) => Some(("difference", make(DerivedKind::Difference, &less.of, &less.less))),
        _ => None,
    };
    let own =
        raw.may_fall || !raw.source.is_empty() || !raw.filter.is_empty() || raw.on.is_some() || !raw.by.is_empty();
    let measured = raw.distinct.is_some() || raw.sum.is_some() || raw.mean.is_some() || raw.median.is_some();
    if made.is_none() || own || measured || raw.take.is_some() || raw.unit.is_some() {
        let todo = "give it a title, one of `share`, `ratio` and `difference`, and at most counts, claim and decimals";
        c.report(path, "a figure that is worked out from others takes its records and breakdowns from them", todo);
        return None;
    }
    made
}

fn check_units(
    c: &mut Checker<'_>,
    at: &[Step<'_>],
    kind: DerivedKind,
    of: &FigureDef,
    with: &FigureDef,
) -> Option<Unit> {
    let same = of.unit == with.unit;
    match kind {
        DerivedKind::Ratio => Some(Unit::Per(format!("{} per {}", of.unit, with.unit))),
        DerivedKind::Share if same => Some(Unit::Share),
        DerivedKind::Difference if same => Some(of.unit.clone()),
        DerivedKind::Share | DerivedKind::Difference => {
            let noun = if kind == DerivedKind::Share { "share" } else { "difference" };
            let what = format!(
                "a {noun} needs one unit: \"{}\" is in {}, \"{}\" in {}",
                of.name, of.unit, with.name, with.unit
            );
            c.report(at, what, "name figures that count the same things, or make a ratio");
            None
        }
    }
}

const fn default_decimals(kind: DerivedKind, of: &FigureDef) -> u8 {
    match kind {
        DerivedKind::Share | DerivedKind::Ratio => 1,
        DerivedKind::Difference => of.decimals,
    }
}
