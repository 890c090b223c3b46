//! Statistics over persons: a mean, median, quantile, extreme or sum is shown over `smallest_cell` persons or none at
//! all, totals too, and no difference of shown periods singles out fewer.

use super::cells::{CellKey, Computed, FigureCells, Span};
use super::relations::CellId;
use super::slices::period_of;
use super::window::Calendar;
use crate::value::{Day, Period};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The cells of statistics that are over too few persons.
pub(super) fn scarce(computed: &Computed, smallest: u64) -> BTreeSet<CellId> {
    let of_persons = computed.figures.values().enumerate().filter(|(_, figure)| figure.of_persons);
    let few = |(index, figure): (usize, &FigureCells)| {
        let keys = figure.cells.iter().filter(|(_, cell)| (1..smallest).contains(&cell.things)).map(|(key, _)| key);
        keys.map(|key| (index, key.clone())).collect::<Vec<_>>()
    };
    of_persons.flat_map(few).collect()
}

/// The cells of sums and means that must be withheld so that nobody learns the sum over too few persons as a
/// difference of periods. `hidden` are withheld already.
pub(super) fn differences(computed: &Computed, smallest: u64, hidden: &BTreeSet<CellId>) -> BTreeSet<CellId> {
    let mut found = BTreeSet::new();
    for (index, figure) in computed.figures.values().enumerate().filter(|(_, figure)| !figure.spans.is_empty()) {
        let mut shown = Shown::new(figure, computed.calendar, |key| hidden.contains(&(index, key.clone())));
        while let Some(span) = figure.spans.iter().find(|span| shown.tells(span, smallest)) {
            let Some(weakest) = shown.weakest(span) else { break };
            found.extend(shown.hide(weakest).into_iter().map(|key| (index, key)));
        }
        // A table by years would tell the year again.
        let dated = |key: &&CellKey| key.slice.len() == 2 && days(key, computed.calendar).is_some();
        if !shown.hidden.is_empty() {
            found.extend(figure.cells.keys().filter(dated).map(|key| (index, key.clone())));
        }
    }
    found
}

/// The shown periods of a figure, as a graph: its nodes are the ends of days at which one begins or ends, and each shown
/// period is an edge. What lies between two nodes can be worked out when a path leads from one to the other.
struct Shown {
    periods: BTreeMap<(Day, Day), (Vec<CellKey>, u64)>,
    hidden: BTreeSet<(Day, Day)>,
}

impl Shown {
    fn new(figure: &FigureCells, calendar: Calendar, is_hidden: impl Fn(&CellKey) -> bool) -> Self {
        let mut shown = Self { periods: BTreeMap::new(), hidden: BTreeSet::new() };
        for (key, cell) in &figure.cells {
            let period = if key.slice.is_empty() { calendar.period(key.window) } else { days(key, calendar) };
            let Some(period) = period.filter(|_| key.slice.len() < 2) else { continue };
            let edge = (period.from.before(), period.to);
            let entry = shown.periods.entry(edge).or_insert((Vec::new(), cell.things));
            entry.0.push(key.clone());
            if is_hidden(key) {
                shown.hidden.insert(edge);
            }
        }
        shown
    }

    /// Whether shown periods tell of a span with too few persons.
    fn tells(&self, span: &Span, smallest: u64) -> bool {
        (1..smallest).contains(&span.things) && self.path(span.after, span.to).is_some()
    }

    /// The period with the fewest persons on the shortest path between the ends of a span.
    fn weakest(&self, span: &Span) -> Option<(Day, Day)> {
        let path = self.path(span.after, span.to)?;
        let things = |edge: &(Day, Day)| self.periods.get(edge).map_or(0, |(_, things)| *things);
        path.into_iter().filter(|edge| things(edge) > 0).min_by_key(|edge| (things(edge), *edge))
    }

    fn path(&self, from: Day, to: Day) -> Option<Vec<(Day, Day)>> {
        let mut came_by: BTreeMap<Day, (Day, (Day, Day))> = BTreeMap::new();
        let mut open = VecDeque::from([from]);
        while let Some(at) = open.pop_front() {
            for edge in self.periods.keys().filter(|edge| !self.hidden.contains(edge)) {
                let next = if edge.0 == at { edge.1 } else { edge.0 };
                if (edge.0 == at || edge.1 == at) && next != from && !came_by.contains_key(&next) {
                    came_by.insert(next, (at, *edge));
                    open.push_back(next);
                }
            }
        }
        let mut path = Vec::new();
        let mut at = to;
        while at != from {
            let (before, edge) = came_by.get(&at)?;
            path.push(*edge);
            at = *before;
        }
        Some(path)
    }

    fn hide(&mut self, edge: (Day, Day)) -> Vec<CellKey> {
        self.hidden.insert(edge);
        self.periods.get(&edge).map(|(keys, _)| keys.clone()).unwrap_or_default()
    }
}

/// The days of a slice of time, alone or in a table.
fn days(key: &CellKey, calendar: Calendar) -> Option<Period> {
    let dated = key.slice.iter().find_map(|(dimension, code)| period_of(dimension, code, calendar))?;
    dated.overlap(calendar.to_date())
}

/// Where a count of persons that a statistic is taken from is withheld, the statistic would tell that there are enough,
/// and so would its own slices.
pub(super) fn telling(computed: &Computed, tells: &[(CellId, CellId)], hidden: &BTreeSet<CellId>) -> BTreeSet<CellId> {
    let mut more = BTreeSet::new();
    for (statistic, _) in tells.iter().filter(|(_, whole)| hidden.contains(whole)) {
        let Some((_, figure)) = computed.figures.get_index(statistic.0) else { continue };
        let within = figure
            .cells
            .iter()
            .filter(|(key, cell)| cell.things > 0 && statistic.1.slice.iter().all(|s| key.slice.contains(s)));
        more.extend(within.map(|(key, _)| (statistic.0, key.clone())));
    }
    more
}
