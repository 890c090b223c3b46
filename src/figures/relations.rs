//! How the counts of an edition hang together, as anyone can know who reads the definitions: slices add up to totals,
//! cells of a table to its margins, and a figure with more conditions is a part of the one with fewer.

use super::cells::{BreakdownSlices, CellKey, Computed, Crossing, FigureCells};
use super::slices::period_of;
use super::window::{Calendar, Window};
use crate::project::{Condition, FigureDef, Measure, Test};
use std::collections::BTreeSet;

/// A cell of the edition: the figure's place and the cell's key.
pub(super) type CellId = (usize, CellKey);

/// A relation between cells.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    /// The cells that are added.
    pub(super) parts: Vec<CellId>,
    /// What they make.
    pub(super) whole: CellId,
    /// They make it exactly; else each is a part of it and together they are no less.
    pub(super) exact: bool,
}

/// Whether the counts behind a figure's slices add up in the way in which an attacker would add them.
pub(super) const fn adds_up(figure: &FigureDef) -> bool {
    matches!(figure.measure, Measure::Rows | Measure::Distinct(_) | Measure::Sum(_) | Measure::Mean(_))
}

/// All relations of an edition in which a cell that asks for protection takes part.
pub(super) fn relations(computed: &Computed) -> Vec<Relation> {
    let mut all = Vec::new();
    for (index, figure) in computed.figures.values().enumerate().filter(|(_, f)| adds_up(&f.definition)) {
        let sums = Sums { index, figure, calendar: computed.calendar };
        for breakdown in figure.breakdowns.iter().filter(|b| b.protect) {
            sums.of_breakdown(breakdown, &mut all);
        }
        for crossing in figure.crossings.iter().filter(|x| x.rows.protect) {
            sums.of_crossing(crossing, &mut all);
        }
    }
    parts_of_each_other(computed, &mut all);
    all
}

struct Sums<'a> {
    index: usize,
    figure: &'a FigureCells,
    calendar: Calendar,
}

impl Sums<'_> {
    /// The slices add up to the total; slices of time also to each year that they fill.
    fn of_breakdown(&self, breakdown: &BreakdownSlices, all: &mut Vec<Relation>) {
        self.push(breakdown.keys(), CellKey::total(Window::ToDate), all);
        let is_dated = |code: &str| period_of(&breakdown.dimension, code, self.calendar).is_some();
        if !breakdown.slices.iter().any(|slice| is_dated(&slice.code)) {
            return;
        }
        for window in self.calendar.windows() {
            let Some(whole) = self.calendar.period(window) else { continue };
            let inside = |code: &str| {
                period_of(&breakdown.dimension, code, self.calendar)
                    .and_then(|period| period.overlap(self.calendar.to_date()))
                    .filter(|period| period.from >= whole.from && period.to <= whole.to)
            };
            let parts: Vec<_> = breakdown.slices.iter().filter_map(|s| Some((s, inside(&s.code)?))).collect();
            let fills = parts.first().is_some_and(|(_, p)| p.from == whole.from)
                && parts.last().is_some_and(|(_, p)| p.to == whole.to);
            if fills {
                let keys = parts.iter().map(|(slice, _)| CellKey::slice(&breakdown.dimension, &slice.code));
                self.push(keys.collect(), CellKey::total(window), all);
            }
        }
    }

    /// The cells of each row add up to the row's own slice where the edition shows it, and of each column likewise.
    fn of_crossing(&self, crossing: &Crossing, all: &mut Vec<Relation>) {
        let (rows, columns) = (&crossing.rows, &crossing.columns);
        let key = |row: &str, column: &str| CellKey::crossed(&rows.dimension, row, &columns.dimension, column);
        self.push(crossing.keys(), CellKey::total(Window::ToDate), all);
        for row in &rows.slices {
            let cells = columns.slices.iter().map(|column| key(&row.code, &column.code)).collect();
            self.push(cells, self.margin(&rows.dimension, &row.code), all);
        }
        for column in &columns.slices {
            let cells = rows.slices.iter().map(|row| key(&row.code, &column.code)).collect();
            self.push(cells, self.margin(&columns.dimension, &column.code), all);
        }
    }

    /// The cell that shows a slice's total: the breakdown by that dimension, or a window with the same days.
    fn margin(&self, dimension: &str, code: &str) -> CellKey {
        let slice = CellKey::slice(dimension, code);
        let window = same_days(self.calendar, dimension, code).map(CellKey::total);
        if self.figure.cells.contains_key(&slice) { slice } else { window.unwrap_or(slice) }
    }

    fn push(&self, parts: Vec<CellKey>, whole: CellKey, all: &mut Vec<Relation>) {
        let Some(total) = self.figure.cells.get(&whole) else { return };
        let sum: u64 = parts.iter().filter_map(|key| self.figure.cells.get(key)).map(|cell| cell.things).sum();
        let parts = parts.into_iter().map(|key| (self.index, key)).collect();
        all.push(Relation { parts, whole: (self.index, whole), exact: sum == total.things });
    }
}

/// The window that has the same days as a slice of time: what it counts is a total of the whole program.
pub(super) fn same_days(calendar: Calendar, dimension: &str, code: &str) -> Option<Window> {
    let slice = period_of(dimension, code, calendar)?.overlap(calendar.to_date())?;
    calendar.windows().into_iter().find(|window| calendar.period(*window) == Some(slice))
}

/// Each cell of a part is a part of the whole's cell of the same slice.
fn parts_of_each_other(computed: &Computed, all: &mut Vec<Relation>) {
    for (part, small) in computed.figures.values().enumerate() {
        for (whole, large) in computed.figures.values().enumerate() {
            if part == whole || !adds_up(&small.definition) || !is_part_of(small, large) {
                continue;
            }
            let shared: BTreeSet<&CellKey> = small.cells.keys().filter(|key| large.cells.contains_key(key)).collect();
            let cells = shared.into_iter().filter(|key| !key.slice.is_empty());
            let relation = |key: &CellKey| Relation {
                parts: vec![(part, key.clone())],
                whole: (whole, key.clone()),
                exact: false,
            };
            all.extend(cells.map(relation));
        }
    }
}

/// Whether everything that one figure counts the other counts too: the same things under no fewer conditions. Two
/// figures that are placed by different dates are taken for such when no slice speaks against it, as a reader would.
pub(super) fn is_part_of(small: &FigureCells, large: &FigureCells) -> bool {
    let (part, whole) = (&small.definition, &large.definition);
    // There are no more persons than rows, so a count of rows bounds a count of persons too.
    let rows = matches!(whole.measure, Measure::Rows);
    let same_things =
        part.source == whole.source && counted(part).is_some() && (rows || counted(part) == counted(whole));
    let narrower = whole.filter.iter().all(|condition| part.filter.iter().any(|own| implies(own, condition)));
    let no_more = || {
        let shared = small.cells.iter().filter_map(|(key, cell)| Some((cell, large.cells.get(key)?)));
        shared.clone().count() > 0 && shared.into_iter().all(|(cell, other)| cell.things <= other.things)
    };
    same_things && narrower && adds_up(whole) && (part.on == whole.on || no_more())
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

/// Whether a row that meets one condition meets the other.
fn implies(own: &Condition, other: &Condition) -> bool {
    let narrower = match (&own.test, &other.test) {
        (Test::Is(few), Test::Is(many)) => few.iter().all(|code| many.contains(code)),
        (one, two) => one == two,
    };
    own.column == other.column && own.since == other.since && narrower
}
