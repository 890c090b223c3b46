//! Blocks side by side, and notes in two columns of like height. They stay whole where they fit on a page;
//! columns taller than a page are divided, each at its own places, into parts of half a page.

use super::prose::put_label;
use super::{Area, Bands, Setter};
use crate::document::model::{Block, Note};
use crate::render::RenderError;
use crate::render::pdf::flow::{Entry, Piece, divide, gap, natural_height, open, paragraph, stack};
use crate::render::pdf::tags::{Detail, Role, TagId};

/// More columns than this are refused.
const MOST_COLUMNS: usize = 3;
/// Between two columns.
const GUTTER: f32 = 20.2;
/// From a note's left edge to its text, at the least.
const NOTE_INDENT: f32 = 12.0;
/// Notes that come to more than this part of a page, in one column, are set in several pairs of columns.
const NOTES_WHOLE: f32 = 0.6;
/// A single band is at most this part of a page high, about.
const BAND_OF_PAGE: f32 = 0.85;
/// Between two notes.
const BETWEEN_NOTES: f32 = 1.6;

impl Setter<'_> {
    /// One to three columns, read one after the other.
    pub(super) fn columns(
        &mut self,
        columns: &[Vec<Block>],
        area: Area,
        parent: TagId,
    ) -> Result<Vec<Entry>, RenderError> {
        if columns.len() > MOST_COLUMNS {
            let message = format!("{} columns side by side; there is room for {MOST_COLUMNS}", columns.len());
            return Err(RenderError::Content(message));
        }
        let mut set = Vec::with_capacity(columns.len());
        for (column, blocks) in strips(area, columns.len()).into_iter().zip(columns) {
            set.push(self.blocks(blocks, column, parent)?);
        }
        Ok(beside(&set, self.page_height))
    }

    /// Notes in two columns of like height; many notes in several such pairs below each other, so that a reader
    /// turns the page only once for each.
    pub(super) fn notes(&mut self, notes: &[Note], area: Area, parent: TagId) -> Result<Vec<Entry>, RenderError> {
        let across = if notes.len() < 2 || area.width < 300.0 { 1 } else { 2 };
        let columns = strips(area, across);
        let Some(first) = columns.first() else { return Ok(Vec::new()) };
        let mut set = Vec::with_capacity(notes.len());
        let labels: Vec<String> = notes.iter().map(|note| label_of(note.number)).collect();
        let indent = self.indent(&labels, &self.dress.label(), parent).max(NOTE_INDENT);
        for note in notes {
            set.push(self.note(note, *first, indent, parent)?);
        }
        let shift = columns.get(1).map(|second| second.x - first.x);
        let mut entries = Vec::new();
        let most = match self.bands {
            Bands::One => BAND_OF_PAGE * f32::from(u8::try_from(across).unwrap_or(1)),
            Bands::Several => NOTES_WHOLE,
        };
        for group in groups(&set, self.page_height * most) {
            if !entries.is_empty() {
                self.has_bands = true;
                entries.extend([open(), gap(BETWEEN_NOTES)]);
            }
            entries.extend(pair(group, shift, self.page_height));
        }
        Ok(entries)
    }

    fn note(&mut self, note: &Note, area: Area, indent: f32, parent: TagId) -> Result<Vec<Entry>, RenderError> {
        let tag = self.tags.block(parent, Role::Note, Detail::Note(note.number));
        let label_tag = self.tags.block(tag, Role::Lbl, Detail::Plain);
        let text_tag = self.tags.block(tag, Role::P, Detail::Plain);
        let setting = self.dress.label();
        let number = setting.color(self.dress.theme.colors.primary);
        let label = self.label_in(label_of(note.number), true, area, indent, &number, label_tag)?;
        let lines = self.shaper.lines(&note.text, &setting, text_tag, &mut self.tags, area.width - indent)?;
        let mut entries = paragraph(lines, area.x + indent);
        put_label(&mut entries, label);
        Ok(entries)
    }
}

fn label_of(number: u32) -> String {
    format!("{number}.")
}

/// The strips of an area, side by side.
fn strips(area: Area, across: usize) -> Vec<Area> {
    let across = across.clamp(1, MOST_COLUMNS);
    let count = f32::from(u8::try_from(across).unwrap_or(1));
    let width = (area.width - GUTTER * (count - 1.0)) / count;
    let mut x = area.x;
    let mut strips = Vec::with_capacity(across);
    for _ in 0..across {
        strips.push(Area { x, width });
        x += width + GUTTER;
    }
    strips
}

/// Columns as one part of the flow, or as one for each page where they are taller than a page.
fn beside(columns: &[Vec<Entry>], page_height: f32) -> Vec<Entry> {
    let tallest = columns.iter().map(|column| natural_height(column)).fold(0.0, f32::max);
    if tallest <= page_height {
        return vec![Entry::Piece(overlay(columns.iter().map(Vec::as_slice), tallest))];
    }
    // By halves, so that the first can stand on a page that has begun.
    let divided: Vec<_> = columns.iter().map(|column| divide(column, page_height / 2.0)).collect();
    let most = divided.iter().map(Vec::len).max().unwrap_or_default();
    let mut entries = Vec::with_capacity(most * 2);
    for at in 0..most {
        if at > 0 {
            entries.push(open());
        }
        let parts = divided.iter().map(|column| column.get(at).copied().unwrap_or_default());
        entries.push(Entry::Piece(overlay(parts, 0.0)));
    }
    entries
}

/// Columns over each other at the same top; elastic parts grow to the height `tallest`.
fn overlay<'e>(columns: impl Iterator<Item = &'e [Entry]>, tallest: f32) -> Piece {
    let mut whole = Piece::default();
    for column in columns {
        let piece = stack(column, (tallest - natural_height(column)).max(0.0));
        whole.height = whole.height.max(piece.height);
        whole.overlay(&piece, 0.0, 0.0);
    }
    whole
}

fn join(notes: &[Vec<Entry>]) -> Vec<Entry> {
    let mut joined = Vec::new();
    for note in notes {
        if !joined.is_empty() {
            joined.extend([open(), gap(BETWEEN_NOTES)]);
        }
        joined.extend(note.iter().cloned());
    }
    joined
}

fn moved(entries: &[Entry], dx: f32) -> Vec<Entry> {
    let one = |entry: &Entry| match entry {
        Entry::Piece(piece) => Entry::Piece(Piece {
            height: piece.height,
            marks: piece.marks.iter().map(|mark| mark.moved(dx, 0.0)).collect(),
        }),
        other => other.clone(),
    };
    entries.iter().map(one).collect()
}

/// Runs of notes of at most so many points in all; a single run where they come to no more.
fn groups(notes: &[Vec<Entry>], most: f32) -> Vec<&[Vec<Entry>]> {
    let mut groups = Vec::new();
    let (mut from, mut height) = (0, 0.0);
    for (at, note) in notes.iter().enumerate() {
        let own = natural_height(note);
        if at > from && height + own > most {
            groups.extend(notes.get(from..at));
            (from, height) = (at, 0.0);
        }
        height += own + BETWEEN_NOTES;
    }
    groups.extend(notes.get(from..));
    groups
}

/// Notes in two columns, the second moved right by `shift`; in one without.
fn pair(notes: &[Vec<Entry>], shift: Option<f32>, page_height: f32) -> Vec<Entry> {
    let Some(shift) = shift else { return beside(&[join(notes)], page_height) };
    let (left, right) = notes.split_at(most_even(notes));
    beside(&[join(left), moved(&join(right), shift)], page_height)
}

/// How many notes go left so that the taller side is as short as it can be.
fn most_even(notes: &[Vec<Entry>]) -> usize {
    let height = |notes: &[Vec<Entry>]| natural_height(&join(notes));
    let taller = |at: &usize| {
        let (left, right) = notes.split_at(*at);
        height(left).max(height(right))
    };
    // With equal heights the left side is the fuller one.
    (1..notes.len()).rev().min_by(|a, b| taller(a).total_cmp(&taller(b))).unwrap_or(1)
}
