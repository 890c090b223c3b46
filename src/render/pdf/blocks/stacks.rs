//! The drawing of stacked bars: the parts of a whole one after the other, all values at the end of the bar in the
//! order of the series.

use super::Area;
use super::plot::{BAR, BESIDE_BAR, BETWEEN_BARS};
use crate::render::pdf::draw::{Mark, Owner, Rect, Shape};
use crate::render::pdf::flow::{Piece, height_of};
use crate::render::pdf::line::Line;
use crate::render::pdf::tags::TagId;
use crate::render::theme::Rgb;

/// Paper between two parts, so that they are told apart without colour.
const SLIT: f32 = 0.8;

/// A bar with its lines.
#[derive(Debug)]
pub(super) struct Stack {
    /// The length of each part, of the longest bar.
    pub(super) parts: Vec<f32>,
    /// The category.
    pub(super) label: Vec<Line>,
    /// The printed values.
    pub(super) value: Vec<Line>,
}

/// Stacked bars.
#[derive(Debug)]
pub(super) struct StackPlot {
    /// Where it stands.
    pub(super) area: Area,
    /// The figure's tag.
    pub(super) figure: TagId,
    /// The names of the series, each after a swatch of its colour.
    pub(super) key: Piece,
    /// The bars from top to bottom.
    pub(super) bars: Vec<Stack>,
    /// The colours of the series.
    pub(super) colors: [Rgb; 3],
    /// Width of the labels' column.
    pub(super) label_room: f32,
    /// Width kept free for the values.
    pub(super) value_room: f32,
}

impl StackPlot {
    /// The plot.
    pub(super) fn piece(self) -> Piece {
        let start = self.area.x + self.label_room;
        let longest = self.area.width - self.label_room - BESIDE_BAR - self.value_room;
        let longest = longest.max(self.area.width * 0.1);
        let mut piece = self.key;
        for (at, bar) in self.bars.into_iter().enumerate() {
            let y = piece.height + if at > 0 { BETWEEN_BARS } else { 0.0 };
            let (label, value) = (height_of(&bar.label), height_of(&bar.value));
            let room = label.max(value).max(BAR);
            piece.put_all(bar.label, self.area.x, y + (room - label) / 2.0);
            let length: f32 = bar.parts.iter().sum::<f32>() * longest;
            piece.put_all(bar.value, start + length + BESIDE_BAR, y + (room - value) / 2.0);
            let mut x = start;
            for (share, color) in bar.parts.iter().zip(self.colors) {
                let width = share * longest;
                if width > SLIT {
                    let rect = Rect { x, y: y + (room - BAR) / 2.0, width: width - SLIT, height: BAR };
                    piece.marks.push(Mark { owner: Owner::Tag(self.figure), shape: Shape::Fill(rect, color) });
                }
                x += width;
            }
            piece.height = y + room;
        }
        piece
    }
}
