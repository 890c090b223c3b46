//! The blocks of a document → the paragraphs and tables of the body, in sections: what a paragraph says and which style
//! it wears. Tables, tiles and charts are in `tables`, the sections in `sections`.

use super::chart::Size;
use super::inlines::{Tone, Words, note_bookmark};
use super::measure::{Sheet, fitting, half_points};
use super::numbering::{HANG, Hangs, LEVELS, NOTE_HANG, Numbered, Restarts};
use super::sections::{Section, append, empty_end, gap, join, set_space};
use crate::document::model::{Block, Chart, Document, Inlines, Masthead, Note, last_number, plain_text};
use crate::render::theme::Theme;
use docx_rs::{BreakType, IndentLevel, NumberingId, Paragraph, Run, SectionProperty, SpecialIndentType, Table};
use std::borrow::Cow;

/// A paragraph or a table.
pub(super) enum Piece {
    /// A paragraph.
    Paragraph(Box<Paragraph>),
    /// A table.
    Table(Box<Table>),
}

/// What the schema keeps beside a table, which `docx-rs` cannot say; found by the table's style key.
pub(super) struct TableFacts {
    /// The table style.
    pub(super) style: &'static str,
    /// Its title for those who cannot see it.
    pub(super) caption: String,
    /// What its rows and columns are.
    pub(super) description: String,
    /// Whether the last row is a total.
    pub(super) total: bool,
    /// Whether the first column holds the heads of the rows.
    pub(super) row_heads: bool,
}

/// A chart and the room it gets; found by its run's style key.
pub(super) struct ChartFacts<'a> {
    /// The chart.
    pub(super) chart: Cow<'a, Chart>,
    /// Its room.
    pub(super) size: Size,
}

/// The body and all that is completed later.
pub(super) struct Body<'a> {
    /// Paragraphs and tables in order, with their sections' properties in place.
    pub(super) pieces: Vec<Piece>,
    /// The last section's properties, which stand at the end of the body.
    pub(super) last: SectionProperty,
    /// Whether the masthead keeps a place for the theme's seal.
    pub(super) sealed: bool,
    /// Controls and links.
    pub(super) words: Words,
    /// Lists that count anew.
    pub(super) restarts: Restarts,
    /// Tables; the key is [`table_key`] of the index.
    pub(super) tables: Vec<TableFacts>,
    /// Charts; the key is [`chart_key`] of the index.
    pub(super) charts: Vec<ChartFacts<'a>>,
}

/// A column of less than this many twips is narrow.
const NARROW: u32 = 4000;
/// The masthead's title is never smaller than this, in half-points; a longer one takes a second line.
const SMALLEST_TITLE: usize = 40;

/// What carries a table's key through `docx-rs`, in the place of its style.
pub(super) fn table_key(index: usize) -> String {
    format!("table-{index}")
}

/// What carries a chart's key through `docx-rs`, in the place of a run's style.
pub(super) fn chart_key(index: usize) -> String {
    format!("chart-{index}")
}

/// Walks the blocks.
pub(super) struct Walk<'a> {
    sheet: Sheet,
    /// The usual size of the masthead's title, in half-points.
    title: usize,
    /// The usual size of a tile's figure.
    pub(super) figure: usize,
    pub(super) words: Words,
    pub(super) tables: Vec<TableFacts>,
    pub(super) charts: Vec<ChartFacts<'a>>,
    /// The words of the heading last passed, which name a table that has no title of its own.
    pub(super) heading: String,
    restarts: Restarts,
    hangs: Hangs,
    bookmarks: usize,
    /// The mark that begins the masthead's first line.
    mark: Option<&'a str>,
}

/// The body of a document.
pub(super) fn body<'a>(document: &'a Document, footnotes: &[Note], theme: &Theme) -> Body<'a> {
    let blocks = document.blocks.as_slice();
    let (title, figure) = (half_points(theme.sizes.title), half_points(theme.sizes.figure));
    let sheet = Sheet::of(theme);
    let mut words = Words::default();
    collect_notes(blocks, &mut words);
    words.footnotes = footnotes.iter().map(|note| note.number).collect();
    let (tables, charts, restarts) = (Vec::new(), Vec::new(), Restarts::default());
    let mut walk = Walk {
        sheet,
        title,
        figure,
        words,
        tables,
        charts,
        heading: String::new(),
        restarts,
        hangs: Hangs::of_theme(theme),
        bookmarks: 0,
        mark: None,
    };
    let titled = matches!(blocks.first(), Some(Block::Masthead(_)));
    let sealed = titled && theme.masthead.seal.is_some();
    let begun = matches!(blocks.first(), Some(Block::Masthead(masthead)) if !masthead.eyebrow.is_empty());
    walk.mark = document.meta.mark.as_deref().filter(|_| begun && !sealed);
    let sections = walk.sections(blocks);
    let (mut pieces, last) = join(sections, sheet, titled);
    if sealed {
        pieces.insert(0, piece(super::seal::paragraph()));
    }
    // On the first page the mark is text of the body, so that it is read first; on others it stands in the head. It
    // begins the masthead's first line where there is one, because a line of its own may push the sheet onto another
    // page.
    if let Some(mark) = document.meta.mark.as_ref().filter(|_| walk.mark.is_none()) {
        let style = if titled { "MastheadMark" } else { "PageMark" };
        pieces.insert(0, piece(Paragraph::new().style(style).add_run(Run::new().add_text(mark))));
    }
    Body { pieces, last, sealed, words: walk.words, restarts: walk.restarts, tables: walk.tables, charts: walk.charts }
}

fn collect_notes(blocks: &[Block], words: &mut Words) {
    for block in blocks {
        match block {
            Block::Notes(notes) => words.notes.extend(notes.iter().map(|note| note.number)),
            Block::Columns(parts) | Block::List { items: parts, .. } => {
                parts.iter().for_each(|part| collect_notes(part, words));
            }
            _ => {}
        }
    }
}

impl<'a> Walk<'a> {
    fn sections(&mut self, blocks: &'a [Block]) -> Vec<Section> {
        let mut sections = vec![Section { columns: 1, pieces: Vec::new() }];
        for block in blocks {
            let (columns, pieces) = match block {
                Block::Columns(parts) if parts.len() > 1 => self.columns(parts),
                // Small print reads better in short lines; a few notes are not worth the split.
                Block::Notes(notes) if notes.len() > 2 => (2, self.notes(notes)),
                _ => (1, self.block(block, self.sheet.text_width())),
            };
            match sections.last_mut() {
                Some(section) if section.columns == columns && columns == 1 => append(&mut section.pieces, pieces),
                Some(section) if section.columns > 1 && columns > 1 => {
                    sections.push(Section { columns: 1, pieces: empty_end().into() });
                    sections.push(Section { columns, pieces });
                }
                _ => sections.push(Section { columns, pieces }),
            }
        }
        sections.retain(|section| !section.pieces.is_empty());
        sections
    }

    fn columns(&mut self, parts: &'a [Vec<Block>]) -> (u32, Vec<Piece>) {
        let count = u32::try_from(parts.len()).unwrap_or(1);
        let width = self.sheet.column_width(count);
        let mut all = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let mut column = self.blocks(part, width);
            // Heads of columns stand level: the space above them belongs to what comes before the columns.
            if let Some(Piece::Paragraph(first)) = column.first_mut() {
                set_space(first, |space| space.before(0));
            }
            if index > 0 {
                all.push(gap(Run::new().add_break(BreakType::Column)));
            }
            all.append(&mut column);
        }
        (count, all)
    }

    /// Blocks one after the other in a given width.
    pub(super) fn blocks(&mut self, blocks: &'a [Block], width: u32) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for block in blocks {
            let more = self.block(block, width);
            append(&mut pieces, more);
        }
        pieces
    }

    fn block(&mut self, block: &'a Block, width: u32) -> Vec<Piece> {
        match block {
            Block::Masthead(masthead) => self.masthead(masthead),
            Block::Heading { level, text } => {
                self.heading = plain_text(text);
                self.one(if *level <= 2 { "Heading2" } else { "Heading3" }, text)
            }
            Block::Lead(text) => self.one("Lead", text),
            Block::Paragraph(text) if width < NARROW => self.one("ColumnText", text),
            Block::Paragraph(text) => self.one("BodyText", text),
            Block::Callout(text) => self.one("Callout", text),
            Block::Contact(text) => self.one("Contact", text),
            Block::List { start, items } => self.list(*start, items, Nested::default(), width),
            Block::Tiles(tiles) => self.tiles(tiles, width),
            Block::Chart(chart) => self.chart(chart, width),
            Block::Table(table) => self.table(table, width),
            Block::Columns(parts) => parts.iter().flat_map(|part| self.blocks(part, width)).collect(),
            Block::Notes(notes) => self.notes(notes),
        }
    }

    /// A paragraph in a style.
    pub(super) fn paragraph(&mut self, style: &str, text: &Inlines, tone: Tone) -> Paragraph {
        self.words.add(Paragraph::new().style(style), text, tone)
    }

    fn one(&mut self, style: &str, text: &Inlines) -> Vec<Piece> {
        vec![piece(self.paragraph(style, text, Tone::default()))]
    }

    /// The band: office, title, subtitle with the edition at the right, and a line for what remains.
    fn masthead(&mut self, masthead: &Masthead) -> Vec<Piece> {
        self.heading = plain_text(&masthead.title);
        let mut pieces = Vec::new();
        if !masthead.eyebrow.is_empty() {
            let mut line = Paragraph::new().style("MastheadOffice");
            if let Some(mark) = self.mark {
                let mark = Run::new().add_text(mark).style("MastheadEdition");
                line = line.add_run(mark).add_run(Run::new().add_text(" · "));
            }
            pieces.push(piece(self.words.add(line, &masthead.eyebrow, Tone::default())));
        }
        let size = fitting(self.heading.chars().count(), self.sheet.text_width(), self.title, SMALLEST_TITLE);
        pieces.push(piece(self.paragraph("Heading1", &masthead.title, Tone::sized(size))));
        if masthead.subtitle.is_empty() && masthead.aside.is_empty() {
            pieces.extend(band_end());
            return pieces;
        }
        let mut subtitle = self.paragraph("MastheadSubtitle", &masthead.subtitle, Tone::default());
        if let Some(edition) = masthead.aside.first() {
            subtitle = subtitle.add_run(Run::new().add_tab());
            subtitle = self.words.add(subtitle, edition, Tone::of("MastheadEdition"));
        }
        pieces.push(piece(subtitle));
        if masthead.aside.len() > 1 {
            let mut line = Paragraph::new().style("MastheadLine").add_run(Run::new().add_tab());
            for (index, part) in masthead.aside[1..].iter().enumerate() {
                if index > 0 {
                    line = line.add_run(Run::new().add_text(" · "));
                }
                line = self.words.add(line, part, Tone::default());
            }
            pieces.push(piece(line));
        }
        pieces.extend(band_end());
        pieces
    }

    fn list(&mut self, start: Option<u32>, items: &'a [Vec<Block>], nested: Nested, width: u32) -> Vec<Piece> {
        let level = nested.depth.min(LEVELS - 1);
        let (kind, style) = match start {
            Some(_) => (Numbered::Number, "ListNumber"),
            None => (Numbered::Bullet, "ListBullet"),
        };
        let id = start.map_or(kind.id(), |first| self.restarts.add(kind, level, first));
        let hang = start.map_or(HANG, |first| self.hangs.of(kind, last_number(first, items.len())));
        let wider = nested.wider + hang - HANG;
        let left = HANG * i32::try_from(level + 1).unwrap_or(1) + wider;
        let mut pieces = Vec::new();
        for item in items {
            for (index, block) in item.iter().enumerate() {
                match block {
                    Block::Paragraph(text) | Block::Lead(text) if index == 0 => {
                        let paragraph = self.paragraph(style, text, Tone::default());
                        // The style itself says which list it is; only another list, level or indent is said here.
                        let plain = start.is_none() && level == 0;
                        let (list, level) = (NumberingId::new(id), IndentLevel::new(level));
                        let paragraph = if plain { paragraph } else { paragraph.numbering(list, level) };
                        pieces.push(piece(indented(paragraph, wider, left, Some(hang))));
                    }
                    Block::Paragraph(text) => {
                        let paragraph = self.paragraph("ListContinue", text, Tone::default());
                        pieces.push(piece(indented(paragraph, wider, left, None)));
                    }
                    Block::List { start, items } => {
                        let nested = Nested { depth: nested.depth + 1, wider };
                        pieces.append(&mut self.list(*start, items, nested, width));
                    }
                    _ => {
                        let more = self.block(block, width);
                        append(&mut pieces, more);
                    }
                }
            }
        }
        pieces
    }

    /// The notes, each with a bookmark that its references lead to.
    fn notes(&mut self, notes: &'a [Note]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut list = (0, None);
        let hang = self.hangs.of(Numbered::Note, notes.iter().map(|note| note.number).max().unwrap_or(0));
        for note in notes {
            if list.1 != Some(note.number) {
                list.0 = self.restarts.add(Numbered::Note, 0, note.number);
            }
            list.1 = note.number.checked_add(1);
            self.bookmarks += 1;
            let id = self.bookmarks;
            let paragraph = Paragraph::new()
                .style("Note")
                .numbering(NumberingId::new(list.0), IndentLevel::new(0))
                .add_bookmark_start(id, note_bookmark(note.number));
            let paragraph = indented(paragraph, hang - NOTE_HANG, hang, Some(hang));
            pieces.push(piece(self.words.add(paragraph, &note.text, Tone::default()).add_bookmark_end(id)));
        }
        pieces
    }
}

/// Where a list stands in others.
#[derive(Debug, Clone, Copy, Default)]
struct Nested {
    depth: usize,
    /// How much further in than its level says, because the numbers around it are long.
    wider: i32,
}

/// A paragraph of a list with an indent of its own, where that of its level is too small.
fn indented(paragraph: Paragraph, wider: i32, left: i32, hang: Option<i32>) -> Paragraph {
    if wider == 0 { paragraph } else { paragraph.indent(Some(left), hang.map(SpecialIndentType::Hanging), None, None) }
}

/// The last strip of the masthead's ground, and the accent below it.
fn band_end() -> [Piece; 2] {
    ["MastheadFoot", "MastheadRule"].map(|style| piece(Paragraph::new().style(style)))
}

/// A paragraph as a piece.
pub(super) fn piece(paragraph: Paragraph) -> Piece {
    Piece::Paragraph(Box::new(paragraph))
}
