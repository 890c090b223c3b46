//! Points of the theme → the units of Word: twips (1/20 point), half-points, and English metric units (1/12700
//! point). Only lengths are measured here, never figures.

use crate::render::theme::{Page, Theme};

/// English metric units in a twip (ECMA-376 Part 1 §20.1.2.1).
pub(super) const EMU_PER_TWIP: u32 = 635;
/// The space between columns.
pub(super) const COLUMN_GAP: u32 = 400;
/// How far Word lets a paragraph's border stand from its text, in points (ECMA-376 Part 1 §17.18.68).
const BORDER_SPACE: u32 = 31;
/// How thick it lets the border be, in points.
const BORDER_WIDTH: u32 = 12;

/// Points as twips.
#[allow(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a checked length"
)]
pub(super) fn twips(points: f32) -> u32 {
    (points * 20.0).round() as u32
}

/// Points as half-points, the unit of type sizes (ECMA-376 Part 1 §17.3.2.38).
#[allow(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a checked length"
)]
pub(super) fn half_points(points: f32) -> usize {
    (points * 2.0).round() as usize
}

/// A line's height for a type size: at least the given percentage of it, so that the stand-in faces, which are
/// lower, keep the rhythm of the theme's faces.
#[allow(clippy::float_arithmetic, clippy::cast_possible_truncation, reason = "a checked length")]
pub(super) fn line(points: f32, percent: f32) -> i32 {
    (points * percent / 5.0).round() as i32
}

/// About how wide words in bold are in the stand-in face, in twips.
pub(super) fn words_width(characters: usize, size: f32) -> u32 {
    let characters = u32::try_from(characters).unwrap_or(u32::MAX);
    twips(size).saturating_mul(characters).saturating_mul(54) / 100
}

/// A smaller size in half-points for words that would not stay on one line in the usual one; `None` when they do. The
/// stand-in face is the wider one, so it is the measure: about 0.54 of the size for each character in bold.
pub(super) fn fitting(characters: usize, room: u32, usual: usize, smallest: usize) -> Option<usize> {
    // A half-point is ten twips.
    let size = (room as usize * 100 / (characters.max(1) * 54 * 10)).max(smallest);
    if size < usual { Some(size) } else { None }
}

/// The page and what follows from it, in twips.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet {
    /// Paper width.
    pub(super) width: u32,
    /// Paper height.
    pub(super) height: u32,
    /// Left and right margin.
    pub(super) margin: u32,
    /// Top margin: how far down the masthead's text begins.
    pub(super) top: u32,
    /// Bottom margin.
    pub(super) bottom: u32,
}

/// How the masthead's ground reaches beyond its text, left and right. A paragraph's shading ends at its border, so a
/// thick border of the same colour, standing off as far as Word allows, carries it to the edge of the paper.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bleed {
    /// Distance of the border from the text, in points.
    pub(super) space: u32,
    /// Thickness of the border, in eighths of a point (ECMA-376 Part 1 §17.3.4).
    pub(super) size: u32,
    /// How far the paragraph is moved out of the text column, in twips; its first line is moved back.
    pub(super) shift: u32,
    /// What remains uncovered at each side, in twips.
    pub(super) inset: u32,
}

impl Sheet {
    /// The page of a theme.
    pub(super) fn of(theme: &Theme) -> Self {
        let Page { size, margin } = theme.page;
        let (width, height) = size.twips();
        Self { width, height, margin: twips(margin), top: 600, bottom: 880 }
    }

    /// The width between the margins.
    pub(super) const fn text_width(self) -> u32 {
        self.width - 2 * self.margin
    }

    /// The width of one of several columns.
    pub(super) const fn column_width(self, columns: u32) -> u32 {
        self.text_width().saturating_sub(columns.saturating_sub(1) * COLUMN_GAP) / columns
    }

    /// How the masthead reaches the edge of the paper. Where the margin is wider than border and distance can
    /// cover, the band stops short of the edge, the same at both sides, and its text stays on the margin.
    pub(super) const fn bleed(self) -> Bleed {
        let reach = (BORDER_SPACE + BORDER_WIDTH) * 20;
        let size = BORDER_WIDTH * 8;
        if self.margin <= reach {
            let space = self.margin / 20 - BORDER_WIDTH;
            return Bleed { space, size, shift: self.margin % 20, inset: 0 };
        }
        let shift = self.margin - reach;
        // A title of two lines has its second line moved out by the shift, so a long shift would show.
        if shift <= 120 {
            Bleed { space: BORDER_SPACE, size, shift, inset: 0 }
        } else {
            // LibreOffice fills the ground up to the border only for a paragraph that has an indent.
            Bleed { space: BORDER_SPACE, size, shift: 2, inset: shift - 2 }
        }
    }
}
