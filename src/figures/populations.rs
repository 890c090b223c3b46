//! Cells of different figures that count the same records under two names, or records of which one has a part: "arrests
//! by role, leaders" is the total of "arrests of leaders", and "five years or more" is a band of all sentences. Anyone
//! who reads the definitions can know it, so suppression must.

use super::cells::{CellId, CellKey, Computed, FigureCells};
use super::implies::{all_imply, excludes};
use super::relations::{adds_up, protected_groups};
use super::remainders::adds_amounts;
use super::same_things::{counts_the_same, is_part_of, same_filter};
use super::slices::period_of;
use super::window::{Calendar, Window};
use crate::project::{Comparison, Condition, Measure, Reduction, Take, Test};
use crate::value::Period;
use std::collections::BTreeSet;

/// A cell that is a part of another figure's cell.
pub(super) struct Link {
    pub(super) part: CellId,
    pub(super) whole: CellId,
    pub(super) kind: Kind,
}

/// How a part lies in a whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is a count of some of what the whole counts.
    Part,
    /// It is the whole under another name.
    Same,
    /// It is a statistic of some of what the whole counts: where it is shown, there are enough.
    Statistic,
}

/// All links of which at least one end is protected, each as close as can be: a part of a slice is not linked with
/// the total of that slice once more.
pub(super) fn links(computed: &Computed) -> Vec<Link> {
    let sides: Vec<Side<'_>> = (0..computed.figures.len()).filter_map(|index| Side::new(computed, index)).collect();
    let mut links = Vec::new();
    for part in &sides {
        for whole in sides.iter().filter(|whole| whole.index != part.index && adds_up(&whole.figure.definition)) {
            let Some(inside) = Inside::new(part, whole) else {
                links.extend(of_other_dates(part, whole));
                continue;
            };
            // What a sum is over is no count that is printed, so a statistic tells nothing of it.
            if !adds_up(&part.figure.definition) && whole.figure.definition.measure.column().is_some() {
                continue;
            }
            let back = Inside::new(whole, part);
            let mut found = Vec::new();
            for (small, large) in inside.pairs() {
                let same = back.as_ref().is_some_and(|back| back.holds(large, small));
                if part.cells[small].agrees(&whole.cells[large], same) {
                    found.push((small, large, same));
                }
            }
            let closest = found.iter().filter(|link| !is_implied(part, whole, **link, &found));
            links.extend(
                closest.filter(|(small, large, _)| part.cells[*small].protected || whole.cells[*large].protected).map(
                    |&(small, large, same)| Link {
                        part: part.id(small),
                        whole: whole.id(large),
                        kind: part.kind(same),
                    },
                ),
            );
        }
    }
    links
}

/// The cells of sums and means over persons that are a part of another figure's, each with that one.
pub(super) fn parts_of_sums(computed: &Computed) -> Vec<(CellId, CellId)> {
    let all = (0..computed.figures.len()).filter_map(|index| Side::new(computed, index));
    let sides: Vec<Side<'_>> = all.filter(|side| adds_amounts(side.figure)).collect();
    let mut pairs = Vec::new();
    for part in &sides {
        for whole in sides.iter().filter(|whole| whole.index != part.index) {
            match Inside::new(part, whole) {
                Some(inside) => {
                    pairs.extend(inside.pairs().map(|(small, large)| (part.id(small), whole.id(large))));
                }
                None => pairs.extend(over_the_whole_time(part, whole)),
            }
        }
    }
    pairs
}

/// Cells to date of figures that are placed by different dates, or one by none, when no slice speaks against it.
fn over_the_whole_time(part: &Side<'_>, whole: &Side<'_>) -> Vec<(CellId, CellId)> {
    let (small, large) = (part.figure, whole.figure);
    if !is_part_of(small, large) {
        return Vec::new();
    }
    let total = part.cells.iter().find(|cell| *cell.key == CellKey::total(Window::ToDate));
    let to_date = |cell: &&Population<'_>| total.is_some_and(|total| cell.period == total.period);
    let shared = part.cells.iter().filter(to_date).filter(|cell| large.cells.contains_key(cell.key));
    shared.map(|cell| ((part.index, cell.key.clone()), (whole.index, cell.key.clone()))).collect()
}

/// A cell of one figure that is made of some slices of another: "elsewhere than in B" is all districts but one.
pub(super) struct Union {
    pub(super) parts: Vec<CellId>,
    pub(super) whole: CellId,
    /// It is made of all slices: the total under another name.
    pub(super) is_total: bool,
}

/// All such cells, where the slices ask for protection.
pub(super) fn unions(computed: &Computed) -> Vec<Union> {
    let all = (0..computed.figures.len()).filter_map(|index| Side::new(computed, index));
    let sides: Vec<Side<'_>> = all.filter(|side| adds_up(&side.figure.definition)).collect();
    let mut unions = Vec::new();
    for sliced in &sides {
        for whole in sides.iter().filter(|whole| whole.index != sliced.index) {
            let (Some(inside), Some(back)) = (Inside::new(sliced, whole), Inside::new(whole, sliced)) else { continue };
            for group in protected_groups(sliced.figure, computed.calendar) {
                unions.extend(unions_of(&inside, &back, &group));
            }
        }
    }
    unions
}

/// The cells of a figure that are made of some slices of a breakdown: each slice lies within or apart.
fn unions_of(inside: &Inside<'_>, back: &Inside<'_>, group: &[CellKey]) -> Vec<Union> {
    let (sliced, whole) = (inside.part, inside.whole);
    let slices: Vec<usize> = (0..sliced.cells.len()).filter(|cell| group.contains(sliced.cells[*cell].key)).collect();
    let Some(total) = sliced.cells.iter().position(|cell| *cell.key == CellKey::total(Window::ToDate)) else {
        return Vec::new();
    };
    let mut unions = Vec::new();
    for cell in (0..whole.cells.len()).filter(|cell| back.holds(*cell, total)) {
        let (within, others): (Vec<usize>, Vec<usize>) = slices.iter().partition(|slice| inside.holds(**slice, cell));
        let sum: u64 = within.iter().map(|slice| sliced.cells[*slice].things).sum();
        let apart = others.iter().all(|slice| inside.is_apart(*slice, cell));
        // One slice is that cell under two names, unless only the slices that there are say so.
        let made = within.len() > 1 || within.iter().any(|slice| !back.holds(cell, *slice));
        if made && apart && sum == whole.cells[cell].things {
            unions.push(Union {
                is_total: others.is_empty(),
                parts: within.into_iter().map(|slice| sliced.id(slice)).collect(),
                whole: whole.id(cell),
            });
        }
    }
    unions
}

/// Cells of figures that are placed by different dates are linked slice by slice, when no slice speaks against it.
fn of_other_dates(part: &Side<'_>, whole: &Side<'_>) -> Vec<Link> {
    if part.figure.definition.on == whole.figure.definition.on || !is_part_of(part.figure, whole.figure) {
        return Vec::new();
    }
    let shared = part.cells.iter().filter(|cell| !cell.key.slice.is_empty());
    let shared = shared.filter(|cell| whole.figure.cells.contains_key(cell.key));
    let link = |cell: &Population<'_>| Link {
        part: (part.index, cell.key.clone()),
        whole: (whole.index, cell.key.clone()),
        kind: part.kind(false),
    };
    shared.map(link).collect()
}

/// Whether a link follows from a closer one: a larger part of the same whole, or a smaller whole of the same part.
fn is_implied(part: &Side<'_>, whole: &Side<'_>, link: (usize, usize, bool), all: &[(usize, usize, bool)]) -> bool {
    let (small, large, same) = link;
    let closer = |&(other_small, other_large, _): &(usize, usize, bool)| {
        small == other_small && whole.cells[large].covers(&whole.cells[other_large])
            || large == other_large && part.cells[other_small].covers(&part.cells[small])
    };
    !same && all.iter().any(closer)
}

/// A cell as a set of records.
struct Population<'a> {
    key: &'a CellKey,
    things: u64,
    protected: bool,
    /// The days in which its records fall; none where the figure has no date.
    period: Option<Period>,
    /// Its slices that are not of time, by their place in the figure's meanings.
    slices: Vec<usize>,
}

impl Population<'_> {
    /// Whether the records of another cell of the same figure are among those of this one, as any reader sees.
    fn covers(&self, other: &Self) -> bool {
        let fewer = self.slices.iter().all(|slice| other.slices.contains(slice));
        fewer
            && contains(self.period, other.period)
            && self.key != other.key
            && (self.slices.len() < other.slices.len() || self.period != other.period)
    }

    /// Whether the data does not speak against a link.
    const fn agrees(&self, whole: &Self, same: bool) -> bool {
        if same { self.things == whole.things } else { self.things <= whole.things }
    }
}

fn contains(outer: Option<Period>, inner: Option<Period>) -> bool {
    match (outer, inner) {
        (None, _) => true,
        (Some(outer), Some(inner)) => outer.from <= inner.from && inner.to <= outer.to,
        (Some(_), None) => false,
    }
}

/// A figure with its cells as sets of records.
struct Side<'a> {
    index: usize,
    figure: &'a FigureCells,
    cells: Vec<Population<'a>>,
}

impl<'a> Side<'a> {
    fn new(computed: &'a Computed, index: usize) -> Option<Self> {
        let figure = computed.figure_at(index)?;
        if matches!(figure.definition.measure, Measure::Derived(_)) {
            return None;
        }
        let protected: BTreeSet<CellKey> = protected_groups(figure, computed.calendar).into_iter().flatten().collect();
        let cells = figure.cells.iter().filter_map(|(key, cell)| {
            let (period, slices) = placed(figure, key, computed.calendar)?;
            Some(Population { key, things: cell.things, protected: protected.contains(key), period, slices })
        });
        Some(Self { index, figure, cells: cells.collect() })
    }

    const fn kind(&self, same: bool) -> Kind {
        match (adds_up(&self.figure.definition), same) {
            (false, _) => Kind::Statistic,
            (true, false) => Kind::Part,
            (true, true) => Kind::Same,
        }
    }

    fn id(&self, cell: usize) -> CellId {
        (self.index, self.cells[cell].key.clone())
    }

    fn meaning(&self, slice: usize) -> &[Condition] {
        self.figure.meanings.get(slice).map_or(&[], |(_, conditions)| conditions)
    }
}

/// The days and the slices of a cell; none when a slice has no meaning that could be compared.
fn placed(figure: &FigureCells, key: &CellKey, calendar: Calendar) -> Option<(Option<Period>, Vec<usize>)> {
    let mut period = figure.definition.on.as_ref().and_then(|_| calendar.period(key.window));
    let mut slices = Vec::new();
    for (dimension, code) in &key.slice {
        match period_of(dimension, code, calendar) {
            Some(days) => period = period.and_then(|own| own.overlap(days)),
            None => slices.push(figure.meanings.iter().position(|((d, c), _)| d == dimension && c == code)?),
        }
    }
    Some((period, slices))
}

/// What is needed to tell which cells of one figure lie in which of another.
struct Inside<'a> {
    part: &'a Side<'a>,
    whole: &'a Side<'a>,
    /// For each slice of the whole, whether the part's own conditions put all its records into it.
    always: Vec<bool>,
    /// For each slice of the part and each of the whole, whether the one lies in the other.
    slices: Vec<Vec<bool>>,
    /// The conditions of the whole that the part does not have: for each the slices of the part that have it.
    needs: Vec<BTreeSet<usize>>,
    /// Whether every slice of the whole keeps its meaning although the whole counts one row for each key.
    same_rows: bool,
}

impl<'a> Inside<'a> {
    /// `None` when the figures do not count the same things, or are placed by different dates.
    fn new(part: &'a Side<'a>, whole: &'a Side<'a>) -> Option<Self> {
        let (small, large) = (&part.figure.definition, &whole.figure.definition);
        if !counts_the_same(small, large) || large.on.is_some() && large.on != small.on {
            return None;
        }
        let own = |slice: usize| part.meaning(slice).iter().chain(&small.filter);
        let slices_of = |side: &Side<'_>| 0..side.figure.meanings.len();
        let lies_in = |slice: usize, other: usize| whole.meaning(other).iter().all(|c| all_imply(own(slice), c));
        let always = |other: usize| whole.meaning(other).iter().all(|c| all_imply(&small.filter, c));
        let missing = large.filter.iter().filter(|condition| !all_imply(&small.filter, condition));
        let having =
            |condition: &Condition| slices_of(part).filter(|s| all_imply(part.meaning(*s), condition)).collect();
        Some(Self {
            part,
            whole,
            always: slices_of(whole).map(always).collect(),
            slices: slices_of(part)
                .map(|slice| slices_of(whole).map(|other| lies_in(slice, other)).collect())
                .collect(),
            needs: missing.map(having).collect(),
            same_rows: small.reduce == large.reduce && same_filter(small, large),
        })
    }

    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let all =
            (0..self.part.cells.len()).flat_map(|small| (0..self.whole.cells.len()).map(move |large| (small, large)));
        all.filter(|(small, large)| self.holds(*small, *large))
    }

    /// Whether all records of a cell of the part are in a cell of the whole.
    fn holds(&self, small: usize, large: usize) -> bool {
        let (part, whole) = (&self.part.cells[small], &self.whole.cells[large]);
        let narrower =
            |other: &usize| self.always[*other] || part.slices.iter().any(|slice| self.slices[*slice][*other]);
        contains(whole.period, part.period)
            && self.needs.iter().all(|having| part.slices.iter().any(|slice| having.contains(slice)))
            && whole.slices.iter().all(narrower)
            && (self.same_rows && part.period == whole.period || self.survives_reduction(whole))
    }

    /// Whether no record of a cell of the part is in a cell of the whole.
    fn is_apart(&self, small: usize, large: usize) -> bool {
        let (part, whole) = (&self.part.cells[small], &self.whole.cells[large]);
        let own = || part.slices.iter().flat_map(|slice| self.part.meaning(*slice));
        let others = whole.slices.iter().flat_map(|slice| self.whole.meaning(*slice));
        let other_time = part.period.zip(whole.period).is_some_and(|(one, two)| one.overlap(two).is_none());
        other_time
            || others
                .chain(&self.whole.figure.definition.filter)
                .any(|other| own().any(|condition| excludes(condition, other)))
    }

    /// Where the whole counts one row for each key, its slices are those of that row. A record of the part tells where
    /// that row lies only if a larger value than its own would lie there too.
    fn survives_reduction(&self, whole: &Population<'_>) -> bool {
        let reduction = self.whole.figure.definition.reduce.as_ref();
        let Some(reduction) = reduction.filter(|reduction| reduction.take != Take::Sum) else { return true };
        let conditions = whole.slices.iter().flat_map(|slice| self.whole.meaning(*slice));
        conditions.into_iter().all(|condition| is_open(condition, reduction))
    }
}

/// Whether a condition asks only for enough of what a reduction takes the most of.
fn is_open(condition: &Condition, reduction: &Reduction) -> bool {
    let towards = match (&condition.test, reduction.take) {
        (Test::Compare(how, _), Take::Largest) => matches!(how, Comparison::AtLeast | Comparison::MoreThan),
        (Test::Compare(how, _), Take::Smallest) => matches!(how, Comparison::AtMost | Comparison::Under),
        _ => false,
    };
    towards && condition.column == reduction.column
}
