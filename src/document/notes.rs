//! Note references by name → numbers in the order of first reference, and the notes in that order. A note that
//! nothing refers to is not printed; a reference to a note that does not exist is an error.

use super::model::{Block, Inline, Inlines, Note, Row, Table, Tile, plain_text};
use crate::project::Sheet;
use crate::value::{Place, Problem, nearest};
use std::collections::BTreeMap;

/// Before the name of a note in a text that stands for a reference; a noncharacter, so no text begins with it.
const PREFIX: char = '\u{fdd2}';

/// What is said of further `notes` blocks and misplaced ones.
pub(super) const ONE_NOTES_BLOCK: &str = "a sheet has one `notes` block, and not inside columns or a list";

/// An inline that stands for a reference until notes are numbered.
pub(super) fn placeholder(name: &str) -> Inline {
    Inline::Text(format!("{PREFIX}{name}"))
}

/// Whether a text is such an inline's.
pub(super) fn is_placeholder(text: &str) -> bool {
    text.starts_with(PREFIX)
}

/// The words of inlines whose references are not numbered yet.
pub(super) fn words(inlines: &[Inline]) -> String {
    let references = |inline: &&Inline| !matches!(inline, Inline::Text(text) if is_placeholder(text));
    inlines.iter().filter(references).map(|inline| plain_text(std::slice::from_ref(inline))).collect()
}

/// The notes of a `notes` block by name, before they are numbered. They travel as a [`Block::Notes`] whose notes
/// are numbered 0 and begin with their name's placeholder.
pub(super) fn unnumbered(texts: impl IntoIterator<Item = (String, Inlines)>) -> Block {
    let notes = texts.into_iter().map(|(name, text)| {
        let mut named = vec![placeholder(&name)];
        named.extend(text);
        Note { number: 0, text: named }
    });
    Block::Notes(notes.collect())
}

/// Numbers all references and notes of a sheet.
pub(super) fn number(sheet: &Sheet, blocks: Vec<Block>) -> Result<Vec<Block>, Vec<Problem>> {
    if blocks.iter().filter(|block| matches!(block, Block::Notes(_))).count() > 1 {
        let todo = "put all notes into one block";
        return Err(vec![Problem::new(Place::file(&sheet.template), ONE_NOTES_BLOCK, todo)]);
    }
    let mut defined = BTreeMap::new();
    collect(&blocks, &mut defined);
    let mut numbering = Numbering { defined: &defined, order: Vec::new(), unknown: Vec::new() };
    let mut blocks = blocks;
    blocks.iter_mut().for_each(|block| numbering.block(block));
    // A note may refer to another one, so the notes are walked until no new reference turns up.
    let mut done = 0;
    let mut texts: Vec<Inlines> = Vec::new();
    while let Some(name) = numbering.order.get(done).cloned() {
        let mut text = defined.get(&name).cloned().unwrap_or_default();
        numbering.inlines(&mut text);
        texts.push(text);
        done += 1;
    }
    let unknown: Vec<Problem> = numbering
        .unknown
        .iter()
        .map(|name| {
            let near = nearest(name, defined.keys().map(String::as_str));
            Problem::new(Place::file(&sheet.template), format!("there is no note \"{name}\""), near)
        })
        .collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let notes: Vec<Note> = texts.into_iter().zip(1..).map(|(text, number)| Note { number, text }).collect();
    place(&mut blocks, &notes);
    Ok(blocks)
}

fn collect(blocks: &[Block], defined: &mut BTreeMap<String, Inlines>) {
    for block in blocks {
        let Block::Notes(notes) = block else { continue };
        for note in notes {
            if let Some((Inline::Text(name), text)) = note.text.split_first() {
                defined.insert(name.trim_start_matches(PREFIX).to_owned(), text.to_vec());
            }
        }
    }
}

/// Puts the numbered notes where the notes block stands; without any, the block and the heading right before it
/// go.
fn place(blocks: &mut Vec<Block>, notes: &[Note]) {
    if let Some(at) = blocks.iter().position(|b| matches!(b, Block::Notes(_))) {
        if notes.is_empty() {
            blocks.remove(at);
            if at > 0 && matches!(blocks[at - 1], Block::Heading { .. }) {
                blocks.remove(at - 1);
            }
        } else {
            blocks[at] = Block::Notes(notes.to_vec());
        }
    }
}

/// Says below the notes what was left out of the figures, and what was restated; what a note says already is not said
/// twice.
pub(super) fn close(blocks: &mut Vec<Block>, sentences: &[String]) {
    let Some(at) = blocks.iter().position(|block| matches!(block, Block::Notes(_))) else { return };
    let said = match &blocks[at] {
        Block::Notes(notes) => notes.iter().map(|note| plain_text(&note.text)).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    };
    let new: Vec<&str> = sentences.iter().map(String::as_str).filter(|sentence| !said.contains(sentence)).collect();
    if !new.is_empty() {
        blocks.insert(at + 1, Block::Paragraph(vec![Inline::Text(new.join(" "))]));
    }
}

struct Numbering<'a> {
    defined: &'a BTreeMap<String, Inlines>,
    order: Vec<String>,
    unknown: Vec<String>,
}

impl Numbering<'_> {
    fn block(&mut self, block: &mut Block) {
        match block {
            Block::Masthead(masthead) => {
                self.inlines(&mut masthead.eyebrow);
                self.inlines(&mut masthead.title);
                self.inlines(&mut masthead.subtitle);
                masthead.aside.iter_mut().for_each(|line| self.inlines(line));
            }
            Block::Lead(text)
            | Block::Heading { text, .. }
            | Block::Paragraph(text)
            | Block::Callout(text)
            | Block::Contact(text) => self.inlines(text),
            Block::List { items, .. } => items.iter_mut().flatten().for_each(|block| self.block(block)),
            Block::Columns(columns) => columns.iter_mut().flatten().for_each(|block| self.block(block)),
            Block::Tiles(tiles) => tiles.iter_mut().for_each(|tile| self.tile(tile)),
            Block::Chart(chart) => {
                self.inlines(&mut chart.title);
                self.inlines(&mut chart.description);
                self.inlines(&mut chart.source);
            }
            Block::Table(table) => self.table(table),
            Block::Notes(_) => {}
        }
    }

    fn tile(&mut self, tile: &mut Tile) {
        self.inlines(&mut tile.qualifier);
        self.inlines(&mut tile.figure);
        self.inlines(&mut tile.label);
        self.inlines(&mut tile.detail);
    }

    fn table(&mut self, table: &mut Table) {
        self.inlines(&mut table.title);
        self.inlines(&mut table.description);
        table.columns.iter_mut().for_each(|column| self.inlines(&mut column.label));
        for Row { header, cells, .. } in &mut table.rows {
            self.inlines(header);
            cells.iter_mut().for_each(|cell| self.inlines(cell));
        }
        self.inlines(&mut table.source);
    }

    fn inlines(&mut self, inlines: &mut Inlines) {
        for inline in inlines {
            match inline {
                Inline::Text(text) if is_placeholder(text) => {
                    let number = self.number_of(text.trim_start_matches(PREFIX));
                    *inline = Inline::NoteRef(number);
                }
                Inline::Strong(inner)
                | Inline::Emphasis(inner)
                | Inline::Link { text: inner, .. }
                | Inline::Language { text: inner, .. } => {
                    self.inlines(inner);
                }
                Inline::Text(_) | Inline::Value { .. } | Inline::NoteRef(_) | Inline::Break => {}
            }
        }
    }

    fn number_of(&mut self, name: &str) -> u32 {
        if !self.defined.contains_key(name) && !self.unknown.iter().any(|n| n == name) {
            self.unknown.push(name.to_owned());
        }
        let known = self.order.iter().position(|n| n == name);
        let index = known.unwrap_or_else(|| {
            self.order.push(name.to_owned());
            self.order.len() - 1
        });
        u32::try_from(index + 1).unwrap_or(u32::MAX)
    }
}
