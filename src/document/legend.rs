//! What the markers of a block or sheet mean, and that counts are rounded where they are: said by the sheet itself, so
//! that no template can leave it out.

use super::model::{Block, Inline, Mark};
use super::notes::words;
use crate::figures::{CellKey, Released, Window};

/// The markers that stand for a value, with their meaning.
const MARKERS: [(&str, &str); 3] =
    [("[c]", "withheld to protect persons"), ("[x]", "not available"), ("[z]", "not applicable")];

/// What is said of rounded counts.
const ROUNDED: &str = "Counts are rounded to the nearest five to protect persons. ";

/// The legend of a block's cells; empty when they need none.
pub(super) fn legend<'i>(figures: &Released, cells: impl Iterator<Item = &'i [Inline]>) -> String {
    let cells: Vec<&[Inline]> = cells.collect();
    let used = |marker: &str| cells.iter().any(|cell| words(cell).contains(marker));
    let mut line: String =
        MARKERS.iter().filter(|(marker, _)| used(marker)).map(|(marker, says)| format!("{marker} {says}. ")).collect();
    if cells.iter().any(|cell| has(cell, &|inline| is_rounded(figures, inline))) {
        line.push_str(ROUNDED);
    }
    line
}

/// Says below the notes, or before the contact, what the markers in sentences and tiles mean; charts and tables have
/// legends of their own.
pub(super) fn explain_prose(figures: &Released, blocks: &mut Vec<Block>) {
    let mut prose: Vec<&[Inline]> = Vec::new();
    blocks.iter().for_each(|block| collect(block, &mut prose));
    let values = prose.into_iter().filter(|text| has(text, &|inline| matches!(inline, Inline::Value { .. })));
    let line = legend(figures, values);
    if line.is_empty() {
        return;
    }
    let notes = blocks.iter().position(|block| matches!(block, Block::Notes(_))).map(|at| at + 1);
    let contact = blocks.iter().position(|block| matches!(block, Block::Contact(_)));
    let at = notes.or(contact).unwrap_or(blocks.len());
    blocks.insert(at, Block::Paragraph(vec![Inline::Text(line.trim_end().to_owned())]));
}

fn collect<'b>(block: &'b Block, prose: &mut Vec<&'b [Inline]>) {
    match block {
        Block::Lead(text)
        | Block::Heading { text, .. }
        | Block::Paragraph(text)
        | Block::Callout(text)
        | Block::Contact(text) => prose.push(text),
        Block::List { items, .. } => items.iter().flatten().for_each(|block| collect(block, prose)),
        Block::Columns(columns) => columns.iter().flatten().for_each(|block| collect(block, prose)),
        Block::Tiles(tiles) => {
            let texts = tiles.iter().flat_map(|tile| [&tile.qualifier, &tile.figure, &tile.label, &tile.detail]);
            prose.extend(texts.map(Vec::as_slice));
        }
        Block::Notes(notes) => prose.extend(notes.iter().map(|note| note.text.as_slice())),
        Block::Masthead(_) | Block::Chart(_) | Block::Table(_) => {}
    }
}

fn has(inlines: &[Inline], is_so: &dyn Fn(&Inline) -> bool) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Strong(inner)
        | Inline::Emphasis(inner)
        | Inline::Link { text: inner, .. }
        | Inline::Language { text: inner, .. } => has(inner, is_so),
        other => is_so(other),
    })
}

fn is_rounded(figures: &Released, inline: &Inline) -> bool {
    let Inline::Value { mark: Mark { figure, window, slice, .. }, .. } = inline else { return false };
    let key = Window::named(window).map(|window| CellKey { window, slice: slice.clone() });
    figures.figures.get(figure).zip(key).is_some_and(|(figure, key)| figure.rounded.contains(&key))
}
