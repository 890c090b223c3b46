//! Two figures → whether one counts what the other counts, as anyone can tell from their definitions.

use super::cells::FigureCells;
use super::implies::{all_imply, excludes, implies};
use super::relations::adds_up;
use crate::project::{FigureDef, Measure};

/// Whether everything that one figure counts the other counts too: the same things under no fewer conditions. Two
/// figures that are placed by different dates are taken for such when no slice speaks against it, as a reader would.
pub(super) fn is_part_of(small: &FigureCells, large: &FigureCells) -> bool {
    let (part, whole) = (&small.definition, &large.definition);
    let narrower = whole.filter.iter().all(|condition| all_imply(&part.filter, condition));
    let no_more = || {
        let shared = small.cells.iter().filter_map(|(key, cell)| Some((cell, large.cells.get(key)?)));
        shared.clone().count() > 0 && shared.into_iter().all(|(cell, other)| cell.things <= other.things)
    };
    counts_the_same(part, whole) && narrower && adds_up(whole) && (part.on == whole.on || no_more())
}

/// Whether what the part counts is counted by the whole too. There are no more persons than rows, so a count of rows
/// bounds a count of persons; and a sum's things are those with a value.
pub(super) fn counts_the_same(part: &FigureDef, whole: &FigureDef) -> bool {
    let rows = matches!(whole.measure, Measure::Rows) && whole.reduce.is_none();
    let same = counted(part).is_some() && (rows || counted(part) == counted(whole));
    let valued = whole.measure.column().is_none_or(|column| part.measure.column() == Some(column));
    part.source == whole.source && same && valued
}

/// Whether no record can meet the conditions of both figures.
pub(super) fn exclude(one: &FigureDef, two: &FigureDef) -> bool {
    one.filter.iter().any(|own| two.filter.iter().any(|other| excludes(own, other)))
}

/// Whether two figures have the same conditions.
pub(super) fn same_filter(one: &FigureDef, two: &FigureDef) -> bool {
    let narrower = |own: &FigureDef, other: &FigureDef| {
        other.filter.iter().all(|condition| own.filter.iter().any(|c| implies(c, condition)))
    };
    narrower(one, two) && narrower(two, one)
}

/// The columns whose distinct values are the things behind a figure; none where rows are counted.
fn counted(figure: &FigureDef) -> Option<&[String]> {
    match (&figure.measure, &figure.reduce) {
        (Measure::Distinct(columns), _) => Some(columns),
        (Measure::Derived(_), _) => None,
        (_, Some(reduction)) => Some(&reduction.per),
        (_, None) => Some(&[]),
    }
}
