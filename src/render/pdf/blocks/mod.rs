//! Blocks → entries of the flow, each kind in a module of its own. The order in which blocks are set is the
//! order in which a person reads them, so tags are hung in the tree as they come.

mod chart;
mod columns;
mod lines;
mod masthead;
mod plot;
mod prose;
mod shares;
mod stacks;
mod table;
mod tiles;
mod widths;

use super::dress::Dress;
use super::flow::{Entry, gap, open};
use super::tags::{TagId, Tags};
use super::text::Shaper;
use crate::document::model::Block;
use crate::render::RenderError;

/// The strip of the page that blocks are set in, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    /// Left edge on the page.
    pub(super) x: f32,
    /// Width.
    pub(super) width: f32,
}

/// In how many bands, one below the other, notes that come to much stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bands {
    /// In one for each page that they fill.
    One,
    /// In lower ones, which pages that have begun have room for.
    Several,
}

/// Sets the blocks of one sheet.
pub(super) struct Setter<'a> {
    /// How each kind of text is set.
    pub(super) dress: &'a Dress,
    /// Shapes text.
    pub(super) shaper: Shaper<'a>,
    /// The tag tree that grows as blocks are set.
    pub(super) tags: Tags,
    /// Width of the paper, for the masthead's band.
    pub(super) paper_width: f32,
    /// Height that a part may have to fit on any page.
    pub(super) page_height: f32,
    /// In how many bands many notes stand.
    pub(super) bands: Bands,
    /// Whether any notes were set in more than one band.
    pub(super) has_bands: bool,
}

impl<'a> Setter<'a> {
    /// A setter with an empty tree.
    pub(super) fn new(dress: &'a Dress, shaper: Shaper<'a>, paper_width: f32, page_height: f32) -> Self {
        Self { dress, shaper, tags: Tags::new(), paper_width, page_height, bands: Bands::Several, has_bands: false }
    }

    /// Sets blocks below each other. A page may end between any two, except after a heading.
    pub(super) fn blocks(&mut self, blocks: &[Block], area: Area, parent: TagId) -> Result<Vec<Entry>, RenderError> {
        let mut entries = Vec::new();
        let mut before: Option<&Block> = None;
        for (at, block) in blocks.iter().enumerate() {
            if let Some(before) = before {
                if !matches!(before, Block::Heading { .. }) {
                    entries.push(open());
                }
                entries.push(gap(space_between(before, block)));
            }
            let above_notes = matches!(blocks.get(at + 1), Some(Block::Notes(_)));
            entries.extend(self.block(block, above_notes, area, parent)?);
            before = Some(block);
        }
        Ok(entries)
    }

    fn block(
        &mut self,
        block: &Block,
        above_notes: bool,
        area: Area,
        parent: TagId,
    ) -> Result<Vec<Entry>, RenderError> {
        match block {
            Block::Masthead(masthead) => self.masthead(masthead, area, parent),
            Block::Lead(text) => self.lead(text, area, parent),
            Block::Heading { level, text } => self.heading(*level, text, above_notes, area, parent),
            Block::Paragraph(text) => self.paragraph(text, area, parent),
            Block::List { start, items } => self.list(*start, items, area, parent),
            Block::Tiles(tiles) => self.tiles(tiles, area, parent),
            Block::Chart(chart) => self.chart(chart, area, parent),
            Block::Table(table) => self.table(table, area, parent),
            Block::Columns(columns) => self.columns(columns, area, parent),
            Block::Callout(text) => self.callout(text, area, parent),
            Block::Notes(notes) => self.notes(notes, area, parent),
            Block::Contact(text) => self.paragraph(text, area, parent),
        }
    }
}

/// Natural white space between two blocks, in points.
fn space_between(before: &Block, after: &Block) -> f32 {
    let headed = |block: &Block| match block {
        Block::Heading { level, .. } => Some(*level),
        Block::Columns(columns) => match columns.first().and_then(|column| column.first()) {
            Some(Block::Heading { level, .. }) => Some(*level),
            _ => None,
        },
        _ => None,
    };
    match (before, after) {
        (Block::Masthead(_), _) => 14.0,
        (Block::Heading { level: 2, .. }, Block::Heading { .. } | Block::Columns(_)) => 6.0,
        (Block::Heading { level: 2, .. }, _) => 5.2,
        (Block::Heading { .. }, Block::Notes(_)) => 4.5,
        (Block::Heading { .. }, _) => 2.0,
        (_, Block::Callout(_)) | (Block::Callout(_), _) => 9.0,
        (_, after) if headed(after) == Some(2) => 15.0,
        (_, after) if headed(after) == Some(3) => 10.0,
        (Block::Lead(_), _) => 10.0,
        (Block::Paragraph(_), Block::Paragraph(_) | Block::List { .. }) => 6.0,
        (_, Block::Contact(_)) => 8.0,
        (Block::Table(_) | Block::Chart(_) | Block::Columns(_), _) => 15.0,
        (_, Block::Table(_) | Block::Chart(_) | Block::Columns(_)) => 10.0,
        _ => 8.0,
    }
}
