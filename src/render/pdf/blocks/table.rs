//! Tables: heads aligned at the bottom, figures aligned right, a rule below each row. A page may end between
//! rows; the head is then repeated above, as an artifact, since it was read before.

use super::widths::{Wish, share_out};
use super::{Area, Setter};
use crate::document::model::{Align, Inlines, Row, Table, plain_text};
use crate::render::RenderError;
use crate::render::pdf::draw::{Artifact, Mark, Owner, Rect};
use crate::render::pdf::faces::SEMIBOLD;
use crate::render::pdf::flow::{Entry, Piece, gap, height_of};
use crate::render::pdf::line::Line;
use crate::render::pdf::tags::{Detail, Role, TagId};
use crate::render::pdf::text::Shaped;
use crate::render::theme::Rgb;
use parley::Alignment;
use std::rc::Rc;

/// From the table's edges to the text.
const EDGE: f32 = 4.0;
/// Between two columns …
const GUTTER: f32 = 13.0;
/// … and where words would be broken otherwise.
const TIGHT_GUTTER: f32 = 4.5;
/// Above and below a row's text; may stretch.
const PAD: f32 = 2.75;
/// Between head and rule.
const BELOW_HEAD: f32 = 3.2;
/// The rule below the head.
const HEAD_RULE: f32 = 0.8;
/// The rule below a row.
const ROW_RULE: f32 = 0.5;
/// A head wraps to about this part of its length, for two lines.
const HEAD_SHARE: f32 = 0.62;
/// A row of more lines than this may be divided.
const MOST_LINES: usize = 8;
/// Ending a page between two rows.
const INSIDE_TABLE: f32 = 20.0;
/// Ending a page inside a row.
const INSIDE_ROW: f32 = 45.0;

/// In a table of fewer cells nothing is taken for a torn heading.
const FEW_CELLS: usize = 6;
/// A text of up to so many characters is never broken but at a hyphen: a figure in pieces reads as another.
const FIRM: usize = 24;
/// A table whose columns would be narrower than this on average is refused.
const NARROWEST: f32 = 26.0;

/// Where a column's text stands.
#[derive(Debug, Clone, Copy)]
struct Slot {
    x: f32,
    width: f32,
    align: Align,
}

impl Setter<'_> {
    /// A table with caption and source.
    pub(super) fn table(&mut self, table: &Table, area: Area, parent: TagId) -> Result<Vec<Entry>, RenderError> {
        let narrowest = area.width / f32::from(u16::try_from(table.columns.len()).unwrap_or(u16::MAX));
        if narrowest < NARROWEST {
            let message =
                format!("the table \"{}\" has too many columns ({}) for the page", table.id, table.columns.len());
            return Err(RenderError::Content(message));
        }
        let tag = self.tags.block(parent, Role::Table, Detail::Alt(table.alt.clone()));
        let mut entries = Vec::new();
        if let Some(caption) = self.caption(&table.title, &table.description, area, tag)? {
            entries.extend([Entry::Piece(caption), gap(6.0)]);
        }
        let thead = self.tags.block(tag, Role::THead, Detail::Plain);
        let heads = self.shape_heads(table, thead)?;
        let tbody = self.tags.block(tag, Role::TBody, Detail::Plain);
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            rows.push(self.shape_row(row, table, tbody)?);
        }
        let slots = self.slots(table, &heads, &rows, area)?;
        let head = self.head(heads, &slots, area)?;
        let repeated = Rc::new(repeated(&head));
        entries.push(Entry::Piece(head));
        let last = rows.len().saturating_sub(1);
        for (at, cells) in rows.into_iter().enumerate() {
            if at > 0 {
                let rule = self.rule_above(table, at);
                entries.push(Entry::Piece(rule.over(area)));
                // The first two and the last two rows stay together.
                if at > 1 && at < last {
                    entries.push(Entry::Break { cost: INSIDE_TABLE, head: Some(Rc::clone(&repeated)) });
                }
            }
            entries.extend(self.row(cells, &slots, &repeated)?);
        }
        if !table.rows.last().is_some_and(|row| row.total) {
            entries.push(Entry::Piece(Rule { color: self.dress.theme.colors.rule_light, height: ROW_RULE }.over(area)));
        }
        entries.extend(self.source(&table.source, area, parent)?);
        Ok(entries)
    }

    fn shape_heads(&mut self, table: &Table, thead: TagId) -> Result<Vec<Shaped>, RenderError> {
        let row = self.tags.block(thead, Role::TR, Detail::Plain);
        let setting = self.dress.head();
        let mut heads = Vec::with_capacity(table.columns.len());
        for column in &table.columns {
            let tag = self.tags.block(row, Role::TH, Detail::ColumnHead);
            heads.push(self.shaper.shape(&column.label, &setting, tag, &mut self.tags));
        }
        Ok(heads)
    }

    fn shape_row(&mut self, row: &Row, table: &Table, tbody: TagId) -> Result<Vec<Shaped>, RenderError> {
        let columns = table.columns.len();
        let tag = self.tags.block(tbody, Role::TR, Detail::Plain);
        let setting = if row.total { self.dress.cell().weight(SEMIBOLD) } else { self.dress.cell() };
        if row.cells.len() + 1 != columns {
            let what = plain_text(&row.header);
            let message = format!("the row \"{what}\" has {} cells for {} columns", row.cells.len() + 1, columns);
            return Err(RenderError::Content(message));
        }
        let mut cells = Vec::with_capacity(columns);
        let texts = std::iter::once(&row.header).chain(&row.cells);
        for (at, text) in texts.enumerate() {
            let head = at == 0 && has_row_heads(table);
            let (role, detail) = if head { (Role::TH, Detail::RowHead) } else { (Role::TD, Detail::Plain) };
            let cell = self.tags.block(tag, role, detail);
            cells.push(self.shaper.shape(text, &setting, cell, &mut self.tags));
        }
        Ok(cells)
    }

    fn head(&mut self, mut heads: Vec<Shaped>, slots: &[Slot], area: Area) -> Result<Piece, RenderError> {
        // Heads of two lines have lines of like length, at the side where the column's text stands.
        let mut slots = slots.to_vec();
        for (head, slot) in heads.iter_mut().zip(&mut slots) {
            let width = head.balanced(slot.width);
            if slot.align == Align::Right {
                slot.x += slot.width - width;
            }
            slot.width = width;
        }
        let cells = self.wrap(heads, &slots)?;
        let height = cells.iter().map(|lines| height_of(lines)).fold(0.0, f32::max);
        let mut piece = Piece { height: height + BELOW_HEAD + HEAD_RULE, marks: Vec::new() };
        for (lines, slot) in cells.into_iter().zip(&slots) {
            let top = height - height_of(&lines);
            piece.put_all(lines, slot.x, top);
        }
        let rule = Rect { x: area.x, y: height + BELOW_HEAD, width: area.width, height: HEAD_RULE };
        piece.marks.push(Mark::decoration(rule, self.dress.theme.colors.heading));
        Ok(piece)
    }

    fn row(&mut self, cells: Vec<Shaped>, slots: &[Slot], head: &Rc<Piece>) -> Result<Vec<Entry>, RenderError> {
        let cells = self.wrap(cells, slots)?;
        let mut entries = vec![Entry::Gap { size: PAD, stays: true }];
        let most = cells.iter().map(Vec::len).max().unwrap_or_default();
        if most <= MOST_LINES {
            let mut piece = Piece { height: cells.iter().map(|c| height_of(c)).fold(0.0, f32::max), marks: Vec::new() };
            for (lines, slot) in cells.into_iter().zip(slots) {
                piece.put_all(lines, slot.x, 0.0);
            }
            entries.push(Entry::Piece(piece));
        } else {
            entries.extend(bands(cells, slots, head));
        }
        entries.push(Entry::Gap { size: PAD, stays: true });
        Ok(entries)
    }

    fn wrap(&mut self, cells: Vec<Shaped>, slots: &[Slot]) -> Result<Vec<Vec<Line>>, RenderError> {
        let wrap = |(cell, slot): (Shaped, &Slot)| {
            let alignment = match slot.align {
                Align::Left => Alignment::Left,
                Align::Right => Alignment::Right,
            };
            self.shaper.wrap(cell, slot.width, alignment)
        };
        cells.into_iter().zip(slots).map(wrap).collect()
    }

    fn wishes(&mut self, table: &Table, heads: &[Shaped], rows: &[Vec<Shaped>]) -> Vec<Wish> {
        let mut wishes: Vec<Wish> = Vec::with_capacity(heads.len());
        for (head, column) in heads.iter().zip(&table.columns) {
            let wish = self.wish(head, &column.label);
            wishes.push(Wish { natural: wish.least.max(wish.natural * HEAD_SHARE), ..wish });
        }
        for (shaped, row) in rows.iter().zip(&table.rows) {
            let texts = std::iter::once(&row.header).chain(&row.cells);
            for ((wish, cell), text) in wishes.iter_mut().zip(shaped).zip(texts) {
                *wish = wish.most(self.wish(cell, text));
            }
        }
        // A hair of room, so that what was measured on one line stays on one line.
        wishes.into_iter().map(|wish| wish.wider(0.5)).collect()
    }

    fn wish(&mut self, shaped: &Shaped, text: &Inlines) -> Wish {
        let (least, natural) = shaped.widths();
        let is_short = plain_text(text).chars().count() <= FIRM;
        let firm = if is_short { self.shaper.narrowest(shaped).min(least) } else { 0.0 };
        Wish { natural, least, firm }
    }

    fn slots(
        &mut self,
        table: &Table,
        heads: &[Shaped],
        rows: &[Vec<Shaped>],
        area: Area,
    ) -> Result<Vec<Slot>, RenderError> {
        let wishes = self.wishes(table, heads, rows);
        let between = f32::from(u16::try_from(wishes.len().saturating_sub(1).max(1)).unwrap_or(u16::MAX));
        let room = area.width - 2.0 * EDGE;
        let least: f32 = wishes.iter().map(|wish| wish.least).sum();
        let gutter = ((room - least) / between).clamp(TIGHT_GUTTER, GUTTER);
        let gutters = if wishes.len() < 2 { 0.0 } else { gutter * between };
        let mut x = area.x + EDGE;
        let mut slots = Vec::with_capacity(wishes.len());
        for ((width, wish), column) in share_out(&wishes, room - gutters).into_iter().zip(&wishes).zip(&table.columns) {
            if width < wish.firm - 0.1 {
                return Err(RenderError::Content(format!(
                    "the table \"{}\" has too little room: the column \"{}\" would be broken inside a word or figure; \
                     take fewer columns, shorter heads or a wider place",
                    table.id,
                    plain_text(&column.label)
                )));
            }
            slots.push(Slot { x, width: width.max(4.0), align: column.align });
            x += width + gutter;
        }
        Ok(slots)
    }

    /// The rule between two rows: stronger above the row that stands for all others.
    fn rule_above(&self, table: &Table, at: usize) -> Rule {
        let colors = &self.dress.theme.colors;
        if table.rows.get(at).is_some_and(|row| row.total) {
            Rule { color: colors.rule, height: HEAD_RULE }
        } else {
            Rule { color: colors.rule_light, height: ROW_RULE }
        }
    }
}

/// Whether the first cell of each row is tagged as its head. In a table of two columns, or of very few rows, heads
/// would outnumber the figures, which some checkers take for a heading torn into cells; there the heads of the columns
/// suffice, since the first cell is heard right before the others.
fn has_row_heads(table: &Table) -> bool {
    let (columns, rows) = (table.columns.len(), table.rows.len());
    columns + rows <= rows * columns.saturating_sub(1) || columns * (rows + 1) < FEW_CELLS
}

struct Rule {
    color: Rgb,
    height: f32,
}

impl Rule {
    fn over(self, area: Area) -> Piece {
        let rect = Rect { x: area.x, y: 0.0, width: area.width, height: self.height };
        Piece { height: self.height, marks: vec![Mark::decoration(rect, self.color)] }
    }
}

/// A row of many lines, line by line, so that it can go on over the page.
fn bands(cells: Vec<Vec<Line>>, slots: &[Slot], head: &Rc<Piece>) -> Vec<Entry> {
    let most = cells.iter().map(Vec::len).max().unwrap_or_default();
    let mut rest: Vec<_> = cells.into_iter().map(Vec::into_iter).collect();
    let mut entries = Vec::with_capacity(most * 2);
    for at in 0..most {
        if at >= 2 && at + 2 <= most {
            entries.push(Entry::Break { cost: INSIDE_ROW, head: Some(Rc::clone(head)) });
        }
        let mut piece = Piece::default();
        for (lines, slot) in rest.iter_mut().zip(slots) {
            if let Some(line) = lines.next() {
                piece.height = piece.height.max(line.height);
                piece.put(line, slot.x, 0.0);
            }
        }
        entries.push(Entry::Piece(piece));
    }
    entries
}

/// A head as it is drawn again: nobody's, since it was read before.
fn repeated(head: &Piece) -> Piece {
    let marks =
        head.marks.iter().map(|mark| Mark { owner: Owner::Artifact(Artifact::Header), shape: mark.shape.clone() });
    Piece { height: head.height, marks: marks.collect() }
}
