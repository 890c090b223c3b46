//! The drawing of lines: points with their values, joined over the periods, each line named where it ends. Where
//! there is no value the line has a gap, and what stands for the value is printed above the axis. Where lines run so
//! close that a value would stand on another line's point, the values stand in rows below the periods instead.

use super::Area;
use crate::render::pdf::draw::{Artifact, Mark, Owner, Rect, Shape};
use crate::render::pdf::flow::{Elastic, Piece, height_of};
use crate::render::pdf::line::Line;
use crate::render::pdf::tags::TagId;
use crate::render::theme::{PAPER, Rgb};

/// Height of the plot by itself.
const PLOT: f32 = 78.0;
/// A chart beside text may grow by this much.
const MOST_EXTRA: f32 = 110.0;
/// Thickness of a line.
const STROKE: f32 = 1.6;
/// Side of a point.
const DOT: f32 = 4.6;
/// Between a point and its value.
const ABOVE_DOT: f32 = 3.0;
/// Between a point and its value below it.
const BELOW_DOT: f32 = 1.5;
/// Thickness of the axis.
const AXIS: f32 = 0.8;
/// Between axis and labels.
const BELOW_AXIS: f32 = 2.0;
/// Between the last point and the names.
const BEFORE_NAMES: f32 = 6.0;

/// A point of one line.
#[derive(Debug)]
pub(super) struct Dot {
    /// Height as a part of the scale, negative below zero.
    pub(super) share: Option<f32>,
    /// The printed value.
    pub(super) value: Vec<Line>,
}

/// A period with a point for each line.
#[derive(Debug)]
pub(super) struct Place {
    /// The period.
    pub(super) label: Vec<Line>,
    /// The points in the order of the lines.
    pub(super) dots: Vec<Dot>,
}

/// Lines.
#[derive(Debug)]
pub(super) struct LinePlot {
    /// Where it stands.
    pub(super) area: Area,
    /// The figure's tag.
    pub(super) figure: TagId,
    /// The periods from left to right.
    pub(super) columns: Vec<Place>,
    /// Width of a period's place.
    pub(super) pitch: f32,
    /// The part of the scale below zero.
    pub(super) below: f32,
    /// The names of the lines; none for a single line.
    pub(super) names: Vec<Vec<Line>>,
    /// The colours of the lines.
    pub(super) colors: [Rgb; 3],
    /// The axis' colour.
    pub(super) axis: Rgb,
}

impl Elastic for LinePlot {
    fn piece(&self, extra: f32) -> Piece {
        let line = self.columns.iter().flat_map(|place| &place.dots).map(|dot| height_of(&dot.value));
        let above = line.fold(0.0, f32::max) * self.series() + ABOVE_DOT;
        let plot = Plot { top: above, height: PLOT + extra, below: self.below };
        let foot = plot.foot() + AXIS + BELOW_AXIS;
        // It is decided for the natural height, so that the chart grows by what it is given and by nothing else.
        let crowded = self.is_crowded(Plot { height: PLOT, ..plot });
        let labels = self.columns.iter().map(|place| height_of(&place.label)).fold(0.0, f32::max);
        let mut words = Piece::default();
        let mut grounds = Vec::new();
        self.put_names(plot, &mut words);
        for (at, place) in self.columns.iter().enumerate() {
            words.put_all(place.label.clone(), self.left(at), foot);
            if crowded {
                let row = (foot + labels, self.row_height());
                for (dot, number) in place.dots.iter().zip(0_u8..) {
                    words.put_all(dot.value.clone(), self.left(at), row.0 + row.1 * f32::from(number));
                }
            } else {
                grounds.extend(self.put_values(place, self.left(at), plot, &mut words));
            }
        }
        if crowded {
            self.name_rows(foot + labels, &mut words);
        }
        let rows = if crowded { self.row_height() * self.series() } else { 0.0 };
        let axis = Rect { x: self.area.x, y: plot.zero(), width: self.pitch * count(self.columns.len()), height: AXIS };
        // Lines lie below the values, which stand on paper of their own; points lie above both.
        let (strokes, dots) = self.strokes(plot);
        let shapes = std::iter::once(Shape::Fill(axis, self.axis)).chain(strokes);
        let shapes = shapes.chain(grounds.into_iter().map(|ground| Shape::Fill(ground, PAPER))).chain(dots);
        let mark = |shape| Mark { owner: Owner::Tag(self.figure), shape };
        let mut piece = Piece { height: foot + labels + rows, marks: shapes.map(mark).collect() };
        piece.overlay(&words, 0.0, 0.0);
        piece
    }

    fn most(&self) -> f32 {
        MOST_EXTRA
    }
}

/// The room of the points.
#[derive(Debug, Clone, Copy)]
struct Plot {
    top: f32,
    height: f32,
    /// The part of it below zero.
    below: f32,
}

impl Plot {
    fn foot(self) -> f32 {
        self.top + self.height
    }

    fn zero(self) -> f32 {
        self.foot() - self.below * self.height
    }

    fn y(self, share: f32) -> f32 {
        self.zero() - share * self.height
    }
}

impl LinePlot {
    fn series(&self) -> f32 {
        count(self.columns.iter().map(|place| place.dots.len()).max().unwrap_or(1).max(1))
    }

    fn left(&self, at: usize) -> f32 {
        self.area.x + self.pitch * count(at)
    }

    /// Whether a value would stand on the point of any line.
    fn is_crowded(&self, plot: Plot) -> bool {
        self.columns.iter().any(|place| {
            let points: Vec<f32> = place.dots.iter().filter_map(|dot| Some(plot.y(dot.share?))).collect();
            place.dots.iter().zip(Self::tops(place, plot)).any(|(dot, top)| {
                let foot = top + height_of(&dot.value);
                points.iter().any(|y| y + DOT / 2.0 > top + 1.0 && y - DOT / 2.0 < foot - 1.0)
            })
        })
    }

    fn row_height(&self) -> f32 {
        let values = self.columns.iter().flat_map(|place| &place.dots);
        values.map(|dot| height_of(&dot.value)).fold(0.0, f32::max)
    }

    /// The names again, beside the rows of values. They are heard once, at the ends of the lines.
    fn name_rows(&self, top: f32, piece: &mut Piece) {
        let x = self.left(self.columns.len()) + BEFORE_NAMES;
        let mut names = Piece::default();
        for (name, number) in self.names.iter().zip(0_u8..) {
            names.put_all(name.clone(), x, top + self.row_height() * f32::from(number));
        }
        let artifact = Owner::Artifact(Artifact::Layout);
        piece.marks.extend(names.marks.into_iter().map(|mark| Mark { owner: artifact, ..mark }));
    }

    /// The value of the highest point above it, those of the others below theirs where there is room. Where two would
    /// cover each other, the upper one gives way upwards.
    fn tops(place: &Place, plot: Plot) -> Vec<f32> {
        let most = place.dots.iter().filter_map(|dot| dot.share).fold(f32::MIN, f32::max);
        let highest = place.dots.iter().position(|dot| dot.share.is_some_and(|share| share >= most));
        let tops = place.dots.iter().enumerate().map(|(at, dot)| {
            let height = height_of(&dot.value);
            let Some(share) = dot.share else { return (plot.zero() - ABOVE_DOT - height, height) };
            let below = plot.y(share) + DOT / 2.0 + BELOW_DOT;
            let under = highest != Some(at) && below + height <= plot.foot();
            (if under { below } else { plot.y(share) - DOT / 2.0 - ABOVE_DOT - height }, height)
        });
        apart(&tops.collect::<Vec<_>>())
    }

    /// The values beside their points. Returns the paper on which they stand.
    fn put_values(&self, place: &Place, x: f32, plot: Plot, piece: &mut Piece) -> Vec<Rect> {
        let mut grounds = Vec::new();
        for (dot, top) in place.dots.iter().zip(Self::tops(place, plot)) {
            let mut value = Piece::default();
            value.put_all(dot.value.clone(), x, top);
            let around = value.marks.iter().map(Mark::bounds).reduce(Rect::with);
            grounds.extend(around.map(|rect| Rect {
                y: rect.y + rect.height * 0.2,
                height: rect.height * 0.65,
                ..rect
            }));
            piece.overlay(&value, 0.0, 0.0);
        }
        grounds
    }

    /// The names beside the last points.
    fn put_names(&self, plot: Plot, piece: &mut Piece) {
        let Some(last) = self.columns.last() else { return };
        let x = self.left(self.columns.len()) + BEFORE_NAMES;
        let tops = self.names.iter().zip(&last.dots).map(|(name, dot)| {
            let height = height_of(name);
            (plot.y(dot.share.unwrap_or_default()) - height / 2.0, height)
        });
        for (name, top) in self.names.iter().zip(apart(&tops.collect::<Vec<_>>())) {
            piece.put_all(name.clone(), x, top);
        }
    }

    /// The lines, broken where there is no value; and their points.
    fn strokes(&self, plot: Plot) -> (Vec<Shape>, Vec<Shape>) {
        let (mut strokes, mut dots) = (Vec::new(), Vec::new());
        for (series, color) in (0..self.names.len().max(1)).zip(self.colors) {
            let at = |(at, place): (usize, &Place)| {
                let share = place.dots.get(series)?.share?;
                Some((self.left(at) + self.pitch / 2.0, plot.y(share)))
            };
            let points: Vec<Option<(f32, f32)>> = self.columns.iter().enumerate().map(at).collect();
            for run in points.split(Option::is_none).filter(|run| run.len() > 1) {
                strokes.push(Shape::Line(run.iter().copied().flatten().collect(), STROKE, color));
            }
            for (x, y) in points.into_iter().flatten() {
                let dot = Rect { x: x - DOT / 2.0, y: y - DOT / 2.0, width: DOT, height: DOT };
                dots.push(Shape::Fill(dot, color));
            }
        }
        (strokes, dots)
    }
}

/// Tops of parts with their heights, moved upwards so far that none covers another; order and lowest stay.
fn apart(parts: &[(f32, f32)]) -> Vec<f32> {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let top = |at: usize| parts.get(at).map_or(0.0, |part| part.0);
    order.sort_by(|a, b| top(*b).total_cmp(&top(*a)));
    let mut tops: Vec<f32> = parts.iter().map(|part| part.0).collect();
    let mut limit = f32::MAX;
    for at in order {
        let (Some(place), Some((_, height))) = (tops.get_mut(at), parts.get(at)) else { continue };
        *place = place.min(limit - height);
        limit = *place;
    }
    tops
}

/// A small count as a length factor.
fn count(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_cover_another_gives_way_upwards() {
        assert_eq!(apart(&[(50.0, 10.0), (10.0, 10.0)]), [50.0, 10.0]);
        assert_eq!(apart(&[(50.0, 10.0), (48.0, 10.0), (45.0, 10.0)]), [50.0, 40.0, 30.0]);
        assert_eq!(apart(&[(48.0, 10.0), (50.0, 10.0)]), [40.0, 50.0]);
    }
}
