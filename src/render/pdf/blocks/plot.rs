//! The drawing of bars: vertical for periods, horizontal for categories. A point without a value keeps its
//! place and its label and has no bar.

use super::Area;
use crate::render::pdf::draw::{Mark, Owner, Rect, Shape};
use crate::render::pdf::flow::{Elastic, Piece, height_of};
use crate::render::pdf::line::Line;
use crate::render::pdf::tags::TagId;
use crate::render::theme::Rgb;

/// Height of the tallest vertical bar by itself.
const PLOT: f32 = 78.0;
/// A chart beside text may grow by this much.
const MOST_EXTRA: f32 = 110.0;
/// A vertical bar's part of its place …
const BAR_SHARE: f32 = 0.63;
/// … and its greatest width.
const WIDEST_BAR: f32 = 56.0;
/// Between a vertical bar and its value.
const ABOVE_BAR: f32 = 2.5;
/// Between axis and labels.
const BELOW_AXIS: f32 = 2.0;
/// Thickness of the axis.
const AXIS: f32 = 0.8;
/// Height of a horizontal bar.
pub(super) const BAR: f32 = 11.5;
/// Between two horizontal bars.
pub(super) const BETWEEN_BARS: f32 = 4.2;
/// Between a horizontal bar and its value.
pub(super) const BESIDE_BAR: f32 = 4.6;

/// A vertical bar with its lines, wrapped and centred in its place.
#[derive(Debug)]
pub(super) struct Column {
    /// Height as a part of the scale, negative below zero.
    pub(super) share: Option<f32>,
    /// The printed value.
    pub(super) value: Vec<Line>,
    /// The category.
    pub(super) label: Vec<Line>,
    /// The bar's colour.
    pub(super) color: Rgb,
}

/// Vertical bars.
#[derive(Debug)]
pub(super) struct ColumnPlot {
    /// Where it stands.
    pub(super) area: Area,
    /// The figure's tag.
    pub(super) figure: TagId,
    /// The bars from left to right.
    pub(super) columns: Vec<Column>,
    /// Width of a bar's place.
    pub(super) pitch: f32,
    /// The part of the scale below zero.
    pub(super) below: f32,
    /// The axis' colour.
    pub(super) axis: Rgb,
}

impl Elastic for ColumnPlot {
    fn piece(&self, extra: f32) -> Piece {
        let tallest = PLOT + extra;
        let value_room = self.columns.iter().map(|column| height_of(&column.value)).fold(0.0, f32::max);
        let label_room = self.columns.iter().map(|column| height_of(&column.label)).fold(0.0, f32::max);
        let floor = value_room + ABOVE_BAR + tallest * (1.0 - self.below);
        // Bars below zero hang from the axis, with their values under them and the labels under all.
        let hanging = if self.below > 0.0 { tallest * self.below + ABOVE_BAR + value_room } else { 0.0 };
        let foot = floor + AXIS + hanging + BELOW_AXIS;
        let width = (self.pitch * BAR_SHARE).min(WIDEST_BAR);
        let mut piece = Piece { height: foot + label_room, marks: Vec::new() };
        let mut x = self.area.x;
        for column in &self.columns {
            piece.put_all(column.label.clone(), x, foot);
            let share = column.share.unwrap_or_default();
            let height = share.abs() * tallest;
            let (top, value) = if share < 0.0 {
                (floor + AXIS, floor + AXIS + height + ABOVE_BAR)
            } else {
                (floor - height, floor - height - ABOVE_BAR - height_of(&column.value))
            };
            piece.put_all(column.value.clone(), x, value);
            if height > 0.0 {
                let bar = Rect { x: x + (self.pitch - width) / 2.0, y: top, width, height };
                piece.marks.push(Mark { owner: Owner::Tag(self.figure), shape: Shape::Fill(bar, column.color) });
            }
            x += self.pitch;
        }
        let axis = Rect { x: self.area.x, y: floor, width: self.area.width, height: AXIS };
        piece.marks.push(Mark { owner: Owner::Tag(self.figure), shape: Shape::Fill(axis, self.axis) });
        piece
    }

    fn most(&self) -> f32 {
        MOST_EXTRA
    }
}

/// A horizontal bar with its lines.
#[derive(Debug)]
pub(super) struct Bars {
    /// Length as a part of the scale, negative below zero.
    pub(super) share: Option<f32>,
    /// The category.
    pub(super) label: Vec<Line>,
    /// The printed value.
    pub(super) value: Vec<Line>,
    /// The bar's colour.
    pub(super) color: Rgb,
}

/// Horizontal bars.
#[derive(Debug)]
pub(super) struct BarPlot {
    /// Where it stands.
    pub(super) area: Area,
    /// The figure's tag.
    pub(super) figure: TagId,
    /// The bars from top to bottom.
    pub(super) bars: Vec<Bars>,
    /// Width of the labels' column.
    pub(super) label_room: f32,
    /// Width kept free for the values.
    pub(super) value_room: f32,
    /// The part of the scale below zero.
    pub(super) below: f32,
    /// The colour of the line at zero, which is drawn where bars go both ways.
    pub(super) axis: Rgb,
}

impl BarPlot {
    /// The plot.
    pub(super) fn piece(self) -> Piece {
        let start = self.area.x + self.label_room;
        let longest = self.area.width - self.label_room - BESIDE_BAR - self.value_room;
        let longest = longest.max(self.area.width * 0.1);
        let zero = start + longest * self.below;
        let mut piece = Piece::default();
        for bar in self.bars {
            let y = if piece.height > 0.0 { piece.height + BETWEEN_BARS } else { 0.0 };
            let (label, value) = (height_of(&bar.label), height_of(&bar.value));
            let room = label.max(value).max(BAR);
            piece.put_all(bar.label, self.area.x, y + (room - label) / 2.0);
            let share = bar.share.unwrap_or_default();
            let length = share.abs() * longest;
            let (left, end) = if share < 0.0 { (zero - length, zero) } else { (zero, zero + length) };
            // A bar that starts at nothing leaves its value where the bar would begin; one below zero has it on the
            // other side of the line, where there is room.
            let beside = if bar.share.is_some() { BESIDE_BAR } else { 0.0 };
            piece.put_all(bar.value, end + beside, y + (room - value) / 2.0);
            if length > 0.0 {
                let rect = Rect { x: left, y: y + (room - BAR) / 2.0, width: length, height: BAR };
                piece.marks.push(Mark { owner: Owner::Tag(self.figure), shape: Shape::Fill(rect, bar.color) });
            }
            piece.height = y + room;
        }
        if self.below > 0.0 {
            let line = Rect { x: zero - AXIS / 2.0, y: 0.0, width: AXIS, height: piece.height };
            piece.marks.push(Mark { owner: Owner::Tag(self.figure), shape: Shape::Fill(line, self.axis) });
        }
        piece
    }
}
