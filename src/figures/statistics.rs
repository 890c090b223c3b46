//! Statistics over persons: a mean, median, quantile, extreme or sum is shown over `smallest_cell` persons or none at
//! all, totals too; and no difference of shown periods singles out fewer, of a sum or mean anywhere, of a protected
//! count within a slice of a table by time.

use super::cells::{CellId, CellKey, Computed, FigureCells, Span};
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

/// The cells that must be withheld so that nobody learns the sum over too few persons, or their number, as a difference
/// of periods. `hidden` are withheld already, `parts` of them because the rest of another sum would be over too few; of
/// what was `told` nothing can be withheld any more.
pub(super) fn differences(
    computed: &Computed,
    smallest: u64,
    hidden: &BTreeSet<CellId>,
    told: &BTreeSet<CellId>,
    parts: &BTreeSet<CellId>,
) -> BTreeSet<CellId> {
    let mut found = BTreeSet::new();
    for (index, figure) in computed.figures.values().enumerate().filter(|(_, figure)| !figure.spans.is_empty()) {
        let mut graphs = graphs(index, figure, computed.calendar, hidden);
        let few = figure.spans.iter().filter(|span| span.is_few(smallest)).cloned();
        let parts = parts.iter().filter(|id| id.0 == index).filter_map(|id| span_of(&id.1, computed.calendar));
        for span in few.chain(parts) {
            let Some(shown) = graphs.get_mut(&span.slice) else { continue };
            while let Some(weakest) = shown.weakest(&span, |key| told.contains(&(index, key.clone()))) {
                found.extend(shown.hide(weakest).into_iter().map(|key| (index, key)));
            }
        }
        // A table by years would tell the year again.
        let dated = |key: &&CellKey| key.slice.len() == 2 && is_dated(key, computed.calendar);
        if graphs.get(&Vec::new()).is_some_and(|total| !total.hidden.is_empty()) {
            found.extend(figure.cells.keys().filter(dated).map(|key| (index, key.clone())));
        }
    }
    found
}

/// The spans with too few persons that shown periods tell, by the places of the figure and of the span in it.
pub(super) fn told_spans(computed: &Computed, smallest: u64, hidden: &BTreeSet<CellId>) -> BTreeSet<(usize, usize)> {
    let mut told = BTreeSet::new();
    for (index, figure) in computed.figures.values().enumerate().filter(|(_, figure)| !figure.spans.is_empty()) {
        let graphs = graphs(index, figure, computed.calendar, hidden);
        let shown = |span: &Span| graphs.get(&span.slice).is_some_and(|shown| shown.path(span).is_some());
        let tells = |span: &Span| span.is_few(smallest) && shown(span);
        told.extend(figure.spans.iter().enumerate().filter(|(_, span)| tells(span)).map(|(span, _)| (index, span)));
    }
    told
}

/// The shown periods of one slice of a figure, as a graph: its nodes are the ends of days at which one begins or ends,
/// and each shown period is an edge. What lies between two nodes can be worked out when a path leads from one to the
/// other.
#[derive(Default)]
struct Shown {
    periods: BTreeMap<(Day, Day), (Vec<CellKey>, u64)>,
    hidden: BTreeSet<(Day, Day)>,
}

/// The periods of a figure's total and of each slice that is not of time.
fn graphs(
    index: usize,
    figure: &FigureCells,
    calendar: Calendar,
    hidden: &BTreeSet<CellId>,
) -> BTreeMap<Vec<(String, String)>, Shown> {
    let mut graphs: BTreeMap<Vec<(String, String)>, Shown> = BTreeMap::new();
    for (key, cell) in &figure.cells {
        let Some((slice, period)) = placed(key, calendar) else { continue };
        let edge = (period.from.before(), period.to);
        graphs.entry(slice).or_default().periods.entry(edge).or_insert((Vec::new(), cell.things)).0.push(key.clone());
    }
    for shown in graphs.values_mut() {
        // A year that is shown as a period is shown, whether or not it is shown as a slice.
        let gone = |keys: &[CellKey]| keys.iter().all(|key| hidden.contains(&(index, key.clone())));
        let gone = shown.periods.iter().filter(|(_, (keys, _))| gone(keys)).map(|(edge, _)| *edge);
        shown.hidden = gone.collect();
    }
    graphs
}

/// The slices of a cell that are not of time, and its days.
fn placed(key: &CellKey, calendar: Calendar) -> Option<(Vec<(String, String)>, Period)> {
    let (mut slices, mut period) = (Vec::new(), calendar.period(key.window)?);
    for slice in &key.slice {
        match period_of(&slice.0, &slice.1, calendar) {
            Some(days) => period = period.overlap(days)?,
            None => slices.push(slice.clone()),
        }
    }
    Some((slices, period))
}

/// The span of a cell.
fn span_of(key: &CellKey, calendar: Calendar) -> Option<Span> {
    let (slice, period) = placed(key, calendar)?;
    Some(Span { slice, after: period.from.before(), to: period.to, things: 0 })
}

fn is_dated(key: &CellKey, calendar: Calendar) -> bool {
    key.slice.iter().any(|(dimension, code)| period_of(dimension, code, calendar).is_some())
}

impl Shown {
    /// The period with the fewest persons on the shortest path between the ends of a span, of those that may be hidden.
    fn weakest(&self, span: &Span, is_told: impl Fn(&CellKey) -> bool) -> Option<(Day, Day)> {
        let path = self.path(span)?;
        let things = |edge: &(Day, Day)| self.periods.get(edge).map_or(0, |(_, things)| *things);
        let open = |edge: &(Day, Day)| {
            things(edge) > 0 && self.periods.get(edge).is_some_and(|(keys, _)| !keys.iter().any(&is_told))
        };
        path.into_iter().filter(open).min_by_key(|edge| (things(edge), *edge))
    }

    /// The shortest way over shown periods from one end of a span to the other.
    fn path(&self, span: &Span) -> Option<Vec<(Day, Day)>> {
        let (from, to) = (span.after, span.to);
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

/// Where a count of persons that a statistic is taken from is withheld, the statistic would tell that there are enough,
/// and so would its own slices.
pub(super) fn telling(computed: &Computed, tells: &[(CellId, CellId)], hidden: &BTreeSet<CellId>) -> BTreeSet<CellId> {
    let mut more = BTreeSet::new();
    for (statistic, _) in tells.iter().filter(|(_, whole)| hidden.contains(whole)) {
        let Some(figure) = computed.figure_at(statistic.0) else { continue };
        let within = figure
            .cells
            .iter()
            .filter(|(key, cell)| cell.things > 0 && statistic.1.slice.iter().all(|s| key.slice.contains(s)));
        more.extend(within.map(|(key, _)| (statistic.0, key.clone())));
    }
    more
}
