//! Running text: the lead, headings, paragraphs, lists and the callout.

use super::{Area, Setter};
use crate::document::model::{Block, Inline, Inlines};
use crate::render::RenderError;
use crate::render::pdf::draw::{Mark, Rect};
use crate::render::pdf::dress::Setting;
use crate::render::pdf::faces::{REGULAR, SEMIBOLD};
use crate::render::pdf::flow::{Entry, Piece, gap, height_of, paragraph};
use crate::render::pdf::tags::{Detail, Role, TagId};
use parley::Alignment;

/// From the left edge to an item's text, at the least.
const INDENT: f32 = 12.0;
/// Between a number and its text.
const AFTER_NUMBER: f32 = 3.0;
/// Between two items.
const BETWEEN_ITEMS: f32 = 4.4;
/// Ending a page between two items of a list.
const INSIDE_LIST: f32 = 5.0;
/// The callout's bar on the left.
const BAR: f32 = 2.9;
/// The callout's padding above and below.
const CALLOUT_PAD: f32 = 6.2;

impl Setter<'_> {
    /// The opening paragraph.
    pub(super) fn lead(&mut self, text: &Inlines, area: Area, parent: TagId) -> Result<Vec<Entry>, RenderError> {
        let tag = self.tags.block(parent, Role::P, Detail::Plain);
        let setting = self.dress.lead();
        Ok(paragraph(self.shaper.lines(text, &setting, tag, &mut self.tags, area.width)?, area.x))
    }

    /// A paragraph.
    pub(super) fn paragraph(&mut self, text: &Inlines, area: Area, parent: TagId) -> Result<Vec<Entry>, RenderError> {
        let tag = self.tags.block(parent, Role::P, Detail::Plain);
        let setting = self.dress.body(area.width);
        Ok(paragraph(self.shaper.lines(text, &setting, tag, &mut self.tags, area.width)?, area.x))
    }

    /// A heading, with a rule below where it opens a section.
    pub(super) fn heading(
        &mut self,
        level: u8,
        text: &Inlines,
        above_notes: bool,
        area: Area,
        parent: TagId,
    ) -> Result<Vec<Entry>, RenderError> {
        let (role, setting, ruled) = match (level, above_notes) {
            (2, false) => (Role::H2, self.dress.heading(), true),
            (2, true) => (Role::H2, self.dress.notes_heading(), true),
            (_, true) => (Role::H3, self.dress.notes_heading(), true),
            (_, false) => (Role::H3, self.dress.subheading(), false),
        };
        let tag = self.tags.block(parent, role, Detail::Plain);
        let lines = self.shaper.balanced(text, &setting, tag, &mut self.tags, area.width)?;
        let mut piece = Piece { height: height_of(&lines), marks: Vec::new() };
        piece.put_all(lines, area.x, 0.0);
        if ruled {
            let rule = Rect { x: area.x, y: piece.height + 2.8, width: area.width, height: 0.6 };
            piece.marks.push(Mark::decoration(rule, self.dress.theme.colors.rule));
            piece.height = rule.y + rule.height;
        }
        Ok(vec![Entry::Piece(piece)])
    }

    /// A list. Numbers stand at the right of their room, so that the digits line up.
    pub(super) fn list(
        &mut self,
        start: Option<u32>,
        items: &[Vec<Block>],
        area: Area,
        parent: TagId,
    ) -> Result<Vec<Entry>, RenderError> {
        let ordered = start.is_some();
        let list = self.tags.block(parent, Role::L, Detail::Numbered(ordered));
        let weight = if ordered { REGULAR } else { SEMIBOLD };
        let label_setting = self.dress.body(area.width).color(self.dress.theme.colors.primary).weight(weight);
        let label = |at: u32| start.map_or_else(|| "•".to_owned(), |first| format!("{}.", first.saturating_add(at)));
        let labels: Vec<String> = items.iter().zip(0..).map(|(_, at)| label(at)).collect();
        let indent = self.indent(&labels, &label_setting, list).max(INDENT);
        let mut entries = Vec::new();
        for (at, (item, label)) in items.iter().zip(labels).enumerate() {
            if at > 0 {
                entries.push(Entry::Break { cost: INSIDE_LIST, head: None });
                entries.push(gap(BETWEEN_ITEMS));
            }
            let tag = self.tags.block(list, Role::LI, Detail::Plain);
            let label_tag = self.tags.block(tag, Role::Lbl, Detail::Plain);
            let body_tag = self.tags.block(tag, Role::LBody, Detail::Plain);
            let inner = Area { x: area.x + indent, width: area.width - indent };
            // Its line is as high as those of the text beside it.
            let setting = Setting { leading: self.dress.body(inner.width).leading, ..label_setting };
            let label = self.label_in(label, ordered, area, indent, &setting, label_tag)?;
            let mut body = self.blocks(item, inner, body_tag)?;
            put_label(&mut body, label);
            entries.extend(body);
        }
        Ok(entries)
    }

    /// The room that the widest of some labels takes beside the text; nothing of this is drawn.
    pub(super) fn indent(&mut self, labels: &[String], setting: &Setting, tag: TagId) -> f32 {
        let mut widest: f32 = 0.0;
        for label in labels {
            let words = vec![Inline::Text(label.clone())];
            widest = widest.max(self.shaper.shape(&words, setting, tag, &mut self.tags).widths().1);
        }
        // A hair of room, so that what was measured on one line stays on one line.
        widest + 0.5 + AFTER_NUMBER
    }

    /// A bullet or number as marks beside the first line, in the room of [`Self::indent`] at the least.
    pub(super) fn label_in(
        &mut self,
        label: String,
        number: bool,
        area: Area,
        indent: f32,
        setting: &Setting,
        tag: TagId,
    ) -> Result<Piece, RenderError> {
        let shaped = self.shaper.shape(&vec![Inline::Text(label)], setting, tag, &mut self.tags);
        let alignment = if number { Alignment::Right } else { Alignment::Left };
        let width = if number { indent - AFTER_NUMBER } else { indent };
        let mut piece = Piece::default();
        for mut line in self.shaper.wrap(shaped, width.max(1.0), alignment)?.into_iter().take(1) {
            self.shaper.end_with_space(&mut line);
            piece.height = line.height;
            piece.put(line, area.x, 0.0);
        }
        Ok(piece)
    }

    /// A sentence on tinted ground with a bar on its left.
    pub(super) fn callout(&mut self, text: &Inlines, area: Area, parent: TagId) -> Result<Vec<Entry>, RenderError> {
        let tag = self.tags.block(parent, Role::P, Detail::Plain);
        let inset = BAR + 9.4;
        let setting = self.dress.body(area.width);
        let lines = self.shaper.lines(text, &setting, tag, &mut self.tags, area.width - 2.0 * inset)?;
        let height = height_of(&lines) + 2.0 * CALLOUT_PAD;
        let ground = Rect { x: area.x, y: 0.0, width: area.width, height };
        let colors = &self.dress.theme.colors;
        let bar = Rect { width: BAR, ..ground };
        let mut piece =
            Piece { height, marks: vec![Mark::decoration(ground, colors.tint), Mark::decoration(bar, colors.primary)] };
        piece.put_all(lines, area.x + inset, CALLOUT_PAD);
        Ok(vec![Entry::Piece(piece)])
    }
}

/// Puts a label before the first line of an item, so that it is drawn, and read, first.
pub(super) fn put_label(body: &mut Vec<Entry>, label: Piece) {
    match body.first_mut() {
        Some(Entry::Piece(piece)) => {
            piece.height = piece.height.max(label.height);
            piece.marks.splice(0..0, label.marks);
        }
        _ => body.insert(0, Entry::Piece(label)),
    }
}
