//! How the counts of a figure hang together, as anyone can know who reads the definitions: slices add up to totals,
//! cells of a table to its margins, months to years. How figures hang together is told in [`super::populations`].

use super::cells::{BreakdownSlices, CellId, CellKey, Computed, Crossing, FigureCells};
use super::populations::{Kind, Union, links, unions};
use super::slices::period_of;
use super::window::{Calendar, Window};
use crate::project::{FigureDef, Measure};
use crate::value::Period;
use std::collections::BTreeSet;

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

impl Relation {
    /// All its cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = &CellId> {
        self.parts.iter().chain([&self.whole])
    }
}

/// Whether the counts behind a figure's slices add up in the way in which an attacker would add them.
pub(super) const fn adds_up(figure: &FigureDef) -> bool {
    matches!(figure.measure, Measure::Rows | Measure::Distinct(_) | Measure::Sum(_) | Measure::Mean(_))
}

/// How an edition's cells hang together.
pub(super) struct Relations {
    /// All relations in which a cell that asks for protection takes part.
    pub(super) all: Vec<Relation>,
    /// Cells of two figures that count the same under two names.
    pub(super) twins: Vec<(CellId, CellId)>,
    /// Cells that are made of some slices of another figure, but not of all: what is left of the total is told by them.
    pub(super) all_but_some: BTreeSet<CellId>,
    /// Statistics, each with a count of persons that it is taken from.
    pub(super) statistics: Vec<(CellId, CellId)>,
}

/// All relations of an edition in which a cell that asks for protection takes part.
pub(super) fn relations(computed: &Computed) -> Relations {
    let mut all = Vec::new();
    for (index, figure) in computed.figures.values().enumerate().filter(|(_, f)| adds_up(&f.definition)) {
        let sums = Sums { index, figure, calendar: computed.calendar };
        // A table that is shown whole tells the margins of one that is not.
        let any = figure.breakdowns.iter().chain(figure.crossings.iter().map(|x| &x.rows)).any(|b| b.protect);
        for breakdown in figure.breakdowns.iter().filter(|_| any) {
            sums.of_breakdown(breakdown, &mut all);
        }
        for crossing in figure.crossings.iter().filter(|_| any) {
            sums.of_crossing(crossing, &mut all);
            sums.of_finer_time(crossing, &mut all);
        }
    }
    let (mut twins, mut statistics) = (Vec::new(), Vec::new());
    for link in links(computed) {
        match link.kind {
            Kind::Statistic => statistics.push((link.part, link.whole)),
            Kind::Part => all.push(Relation { parts: vec![link.part], whole: link.whole, exact: false }),
            Kind::Same => {
                twins.push((link.part.clone(), link.whole.clone()));
                all.push(Relation { parts: vec![link.part], whole: link.whole, exact: true });
            }
        }
    }
    let mut all_but_some = BTreeSet::new();
    for Union { parts, whole, is_total } in unions(computed) {
        if !is_total {
            all_but_some.insert(whole.clone());
        }
        all.push(Relation { parts, whole, exact: true });
    }
    Relations { all, twins, all_but_some, statistics }
}

/// The cells of all breakdowns of a figure that ask for protection, by breakdown; a slice of time that has the days of
/// a window is a total of the program and no small cell.
pub(super) fn protected_groups(figure: &FigureCells, calendar: Calendar) -> Vec<Vec<CellKey>> {
    let is_total = |key: &CellKey| match key.slice.as_slice() {
        [(dimension, code)] => same_days(calendar, dimension, code).is_some(),
        _ => false,
    };
    let one = figure.breakdowns.iter().filter(|b| b.protect).map(BreakdownSlices::keys);
    let two = figure.crossings.iter().filter(|x| x.rows.protect).map(Crossing::keys);
    one.chain(two).map(|keys| keys.into_iter().filter(|key| !is_total(key)).collect()).collect()
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
            if let Some(codes) = self.filling(breakdown, whole) {
                let keys = codes.into_iter().map(|code| CellKey::slice(&breakdown.dimension, code));
                self.push(keys.collect(), CellKey::total(window), all);
            }
        }
    }

    /// The slices of time that fill a period without a gap, if they do.
    fn filling<'b>(&self, breakdown: &'b BreakdownSlices, whole: Period) -> Option<Vec<&'b str>> {
        let inside = |code: &str| {
            let period = period_of(&breakdown.dimension, code, self.calendar)?.overlap(self.calendar.to_date());
            period.filter(|period| period.from >= whole.from && period.to <= whole.to)
        };
        let parts = breakdown.slices.iter().filter_map(|s| Some((s.code.as_str(), inside(&s.code)?)));
        let parts: Vec<(&str, Period)> = parts.collect();
        let fills = parts.first()?.1.from == whole.from && parts.last()?.1.to == whole.to;
        fills.then(|| parts.into_iter().map(|(code, _)| code).collect())
    }

    /// A table by months and one by years, both with the same rows: in each row the months add up to the years.
    fn of_finer_time(&self, fine: &Crossing, all: &mut Vec<Relation>) {
        for coarse in self.figure.crossings.iter().filter(|other| *other != fine) {
            for (kept, finer) in [(&fine.rows, &fine.columns), (&fine.columns, &fine.rows)] {
                let turned = coarse.columns.dimension == kept.dimension;
                let longer = if turned { &coarse.rows } else { &coarse.columns };
                if !turned && coarse.rows.dimension != kept.dimension {
                    continue;
                }
                for long in &longer.slices {
                    let period = period_of(&longer.dimension, &long.code, self.calendar);
                    let period = period.and_then(|period| period.overlap(self.calendar.to_date()));
                    let Some(codes) = period.and_then(|period| self.filling(finer, period)) else { continue };
                    for row in &kept.slices {
                        let key =
                            |code: &str| self.crossed(fine, (&kept.dimension, &row.code), (&finer.dimension, code));
                        let parts = codes.iter().map(|code| key(code)).collect();
                        let whole = self.crossed(coarse, (&kept.dimension, &row.code), (&longer.dimension, &long.code));
                        self.push(parts, whole, all);
                    }
                }
            }
        }
    }

    /// The key of a table's cell, with its slices in the table's order.
    fn crossed(&self, table: &Crossing, one: (&str, &str), two: (&str, &str)) -> CellKey {
        let (first, second) = if table.rows.dimension == one.0 { (one, two) } else { (two, one) };
        CellKey::crossed(first.0, first.1, second.0, second.1)
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

    /// Adds a relation with its whole. A whole that nobody shows still ties two tables together that both add up to it.
    fn push(&self, parts: Vec<CellKey>, whole: CellKey, all: &mut Vec<Relation>) {
        let exact = match self.figure.cells.get(&whole) {
            Some(total) => self.sum(&parts) == total.things,
            None => {
                let sums: BTreeSet<u64> = self.tables_of(&whole).map(|keys| self.sum(&keys)).collect();
                if self.tables_of(&whole).count() < 2 {
                    return;
                }
                sums.len() == 1
            }
        };
        let parts = parts.into_iter().map(|key| (self.index, key)).collect();
        all.push(Relation { parts, whole: (self.index, whole), exact });
    }

    fn sum(&self, parts: &[CellKey]) -> u64 {
        parts.iter().filter_map(|key| self.figure.cells.get(key)).map(|cell| cell.things).sum()
    }

    /// The cells of every table in a slice.
    fn tables_of(&self, slice: &CellKey) -> impl Iterator<Item = Vec<CellKey>> {
        let within =
            |keys: Vec<CellKey>| keys.into_iter().filter(|key| slice.slice.iter().all(|s| key.slice.contains(s)));
        let tables = self.figure.crossings.iter().map(move |table| within(table.keys()).collect::<Vec<_>>());
        tables.filter(|keys| !keys.is_empty())
    }
}

/// The window that has the same days as a slice of time: what it counts is a total of the whole program.
pub(super) fn same_days(calendar: Calendar, dimension: &str, code: &str) -> Option<Window> {
    let slice = period_of(dimension, code, calendar)?.overlap(calendar.to_date())?;
    calendar.windows().into_iter().find(|window| calendar.period(*window) == Some(slice))
}
