//! The points of lines → where their values stand: above or below their points, one above the other where points lie
//! too close for that, and at the ends of lines beside them with the lines' names.

use super::super::LINE;
use super::{FILLED, Labels, Own, length_of};

/// A point below this many thousandths of the plot has no room for a label below it.
const LOWEST: u32 = 120;
/// The part of a line chart's height that is plot, in thousandths; see `layout`.
const LINES_PLOT: u32 = 700;

/// Where the value of a point of a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// Below the point.
    Below,
    /// Above the point, moved further up by so many thousandths of the chart's height.
    Above(u32),
}

impl Labels<'_> {
    /// Above or below its point; the last point of a line has its name beside it.
    pub(super) fn beside_line(&self, at: usize, place: usize) -> Option<Own> {
        if self.data.len() > 1 && self.last_place(at) == Some(place) {
            return Some(Own { position: "r", named: true, up: self.up(at, place), ..Own::default() });
        }
        let stand = self.beside_points(place);
        let (_, stand) = stand.into_iter().find(|(series, _)| *series == at)?;
        match stand {
            Stand::Below => Some(Own { position: "b", ..Own::default() }),
            Stand::Above(0) => None,
            Stand::Above(up) => Some(Own { position: "t", up, ..Own::default() }),
        }
    }

    /// Where the values of a period stand, the lowest point first. The highest has its value above it, the lowest below
    /// where there is room, one between where there is more room. The values of points that lie too close for that
    /// stand one above the other over the highest of them.
    fn beside_points(&self, place: usize) -> Vec<(usize, Stand)> {
        let line = self.size.down(LINE) * 1000 / LINES_PLOT;
        let height = |series: usize| self.share(series, place) * FILLED / 1000;
        let is_there = |series: &usize| self.datum(*series, place).is_some_and(|datum| datum.number.is_some());
        let named = |series: &usize| self.data.len() > 1 && self.last_place(*series) == Some(place);
        let mut order: Vec<usize> = (0..self.data.len()).filter(|s| is_there(s) && !named(s)).collect();
        order.sort_by_key(|series| (height(*series), std::cmp::Reverse(*series)));
        let mut below = Vec::new();
        let mut stacks: Vec<Vec<usize>> = Vec::new();
        // What lies below is taken up to here, and by a stack that may still grow or not.
        let (mut taken, mut open) = (0, false);
        for (at, series) in order.iter().enumerate() {
            let own = height(*series);
            let lower = at.checked_sub(1).and_then(|at| order.get(at)).map(|other| own - height(*other));
            let upper = order.get(at + 1).map(|other| height(*other) - own);
            let under = match (lower, upper) {
                (_, None) => false,
                (None, Some(_)) => self.share(*series, place) >= LOWEST,
                (Some(lower), Some(upper)) => lower >= upper && own >= taken + line * 3 / 2,
            };
            if under {
                below.push((*series, Stand::Below));
                (taken, open) = (own, false);
                continue;
            }
            match stacks.last_mut().filter(|_| open && own < taken + line / 2) {
                Some(stack) => stack.push(*series),
                None => stacks.push(vec![*series]),
            }
            (taken, open) = (own + line * length_of(stacks.last().map_or(0, Vec::len)), true);
        }
        let stacked = stacks.iter().flat_map(|stack| {
            let top = stack.last().map_or(0, |series| height(*series));
            stack.iter().zip(0..).map(move |(series, row)| {
                let up = (top - height(*series) + row * line) * LINES_PLOT / 1000;
                (*series, Stand::Above(up))
            })
        });
        below.into_iter().chain(stacked).collect()
    }

    /// How far a name at the end of its line gives way upwards to those below it.
    fn up(&self, at: usize, place: usize) -> u32 {
        let named: Vec<usize> = (0..self.data.len()).filter(|series| self.last_place(*series) == Some(place)).collect();
        let height = |series: usize| self.share(series, place) * LINES_PLOT / 1000 * FILLED / 1000;
        let mut order = named;
        order.sort_by_key(|series| (height(*series), std::cmp::Reverse(*series)));
        let mut least = 0;
        for series in order {
            let own = height(series).max(least);
            if series == at {
                return own - height(series);
            }
            least = own + self.size.down(LINE);
        }
        0
    }

    fn last_place(&self, series: usize) -> Option<usize> {
        self.data.get(series)?.points.iter().rposition(|datum| datum.number.is_some())
    }
}
