//! Key figures: tiles on tinted ground with a rule above, baselines in line across the row. Each is read as one
//! sentence: "more than 345 arrests since June 2021".

use super::{Area, Setter};
use crate::document::model::{Tile, plain_text};
use crate::render::RenderError;
use crate::render::pdf::draw::{Mark, Rect};
use crate::render::pdf::dress::Setting;
use crate::render::pdf::faces::SEMIBOLD;
use crate::render::pdf::flow::{Entry, Piece, gap, height_of, open};
use crate::render::pdf::line::Line;
use crate::render::pdf::tags::{Detail, Role, TagId};

/// Between two tiles.
const GUTTER: f32 = 9.4;
/// From a tile's edge to its text, sideways.
const SIDE: f32 = 9.4;
/// From a tile's upper edge to its text, the rule included.
const TOP: f32 = 7.6;
/// From its text to its lower edge.
const BOTTOM: f32 = 7.8;
/// The rule's height.
const RULE: f32 = 2.2;
/// More tiles than this make a second row.
const MOST: usize = 4;
/// A long figure is set smaller, down to this part of the size.
const SMALLEST: f32 = 0.6;

impl Setter<'_> {
    /// Rows of tiles, as even as they can be.
    pub(super) fn tiles(&mut self, tiles: &[Tile], area: Area, parent: TagId) -> Result<Vec<Entry>, RenderError> {
        let across = self.tiles_across(tiles, area, parent)?;
        let mut entries = Vec::new();
        for row in tiles.chunks(across) {
            if !entries.is_empty() {
                entries.extend([open(), gap(GUTTER)]);
            }
            entries.push(Entry::Piece(self.tile_row(row, across, area, parent)?));
        }
        Ok(entries)
    }

    /// How many tiles stand side by side: as many as leave every figure whole, in rows as even as they can be.
    fn tiles_across(&mut self, tiles: &[Tile], area: Area, parent: TagId) -> Result<usize, RenderError> {
        let full = self.dress.figure();
        let smallest = Setting { size: full.size * SMALLEST, ..full };
        let (mut room, mut longest) = (0.0, None);
        for tile in tiles {
            // Measured with the parent's tag: nothing of this is drawn.
            let width = self.shaper.shape(&tile.figure, &smallest, parent, &mut self.tags).widths().0 + 0.5;
            if width > room {
                (room, longest) = (width, Some(tile));
            }
        }
        let most = if area.width < 300.0 { 2 } else { MOST };
        let even = |most: usize| tiles.len().div_ceil(tiles.len().div_ceil(most).max(1)).max(1);
        match (1..=most).rev().map(even).find(|across| tile_width(area, *across) - 2.0 * SIDE >= room) {
            Some(across) => Ok(across),
            None => Err(RenderError::Content(format!(
                "the figure \"{}\" of a tile is wider than its place; shorten it, or give the theme a smaller \"figure\" \
                 size or \"margin\"",
                longest.map(|tile| plain_text(&tile.figure)).unwrap_or_default()
            ))),
        }
    }

    fn tile_row(&mut self, row: &[Tile], across: usize, area: Area, parent: TagId) -> Result<Piece, RenderError> {
        let width = tile_width(area, across);
        let settings = self.tile_settings(row, width - 2.0 * SIDE, parent)?;
        let mut set: Vec<[Vec<Line>; 4]> = Vec::with_capacity(row.len());
        for tile in row {
            set.push(self.tile(tile, &settings, width - 2.0 * SIDE, parent)?);
        }
        let heights: [f32; 4] = std::array::from_fn(|part| {
            set.iter().map(|lines| lines.get(part).map_or(0.0, |l| height_of(l))).fold(0.0, f32::max)
        });
        let height = TOP + heights.iter().sum::<f32>() + BOTTOM;
        let colors = self.dress.theme.colors;
        let mut piece = Piece { height, marks: Vec::new() };
        let mut x = area.x;
        for lines in set {
            let ground = Rect { x, y: 0.0, width, height };
            piece.marks.push(Mark::decoration(ground, colors.tint));
            piece.marks.push(Mark::decoration(Rect { height: RULE, ..ground }, colors.primary));
            let mut y = TOP;
            for (part, room) in lines.into_iter().zip(heights) {
                piece.put_all(part, x + SIDE, y);
                y += room;
            }
            x += width + GUTTER;
        }
        Ok(piece)
    }

    /// The settings of the four parts; the figure's size is the largest at which each figure of the row fits.
    fn tile_settings(&mut self, row: &[Tile], width: f32, parent: TagId) -> Result<[Setting; 4], RenderError> {
        let full = self.dress.figure();
        let mut factor: f32 = 1.0;
        for tile in row {
            // Measured with the parent's tag: nothing of this is drawn.
            let natural = self.shaper.shape(&tile.figure, &full, parent, &mut self.tags).widths().1;
            factor = factor.min(width / natural.max(1.0));
        }
        let size = full.size * factor.max(SMALLEST);
        let figure = Setting { size, ..full };
        let small = self.dress.muted();
        Ok([small, figure, self.dress.caption().weight(SEMIBOLD), small])
    }

    fn tile(
        &mut self,
        tile: &Tile,
        settings: &[Setting; 4],
        width: f32,
        parent: TagId,
    ) -> Result<[Vec<Line>; 4], RenderError> {
        let tag = self.tags.block(parent, Role::P, Detail::Plain);
        let mut parts: [Vec<Line>; 4] = std::array::from_fn(|_| Vec::new());
        let texts = [&tile.qualifier, &tile.figure, &tile.label, &tile.detail];
        for ((part, text), setting) in parts.iter_mut().zip(texts).zip(settings) {
            if !text.is_empty() {
                *part = self.shaper.lines(text, setting, tag, &mut self.tags, width)?;
            }
        }
        // All but the last part end with a space, so that the tile reads as a sentence.
        let last = parts.iter().rposition(|part| !part.is_empty()).unwrap_or_default();
        for part in parts.iter_mut().take(last) {
            if let Some(line) = part.last_mut() {
                self.shaper.end_with_space(line);
            }
        }
        Ok(parts)
    }
}

/// The width of one of several tiles side by side.
fn tile_width(area: Area, across: usize) -> f32 {
    let across = f32::from(u16::try_from(across.max(1)).unwrap_or(u16::MAX));
    (area.width - GUTTER * (across - 1.0)) / across
}
