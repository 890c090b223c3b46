//! A finished document → warnings about its own words that look as if they identified a person; the contact line may.

use super::model::{Block, Document, Inline, plain_text};
use crate::figures::identifying;

/// What of a document's words looks as if it identified a person, a line each. Printed figures are not looked at.
#[must_use]
pub fn suspicious_words(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    document.blocks.iter().for_each(|block| scan(block, &mut found));
    found
}

fn scan(block: &Block, found: &mut Vec<String>) {
    match block {
        Block::Masthead(masthead) => {
            [&masthead.eyebrow, &masthead.title, &masthead.subtitle].iter().for_each(|text| words(text, found));
            masthead.aside.iter().for_each(|text| words(text, found));
        }
        Block::Lead(text) | Block::Heading { text, .. } | Block::Paragraph(text) | Block::Callout(text) => {
            words(text, found);
        }
        Block::List { items, .. } => items.iter().flatten().for_each(|block| scan(block, found)),
        Block::Columns(columns) => columns.iter().flatten().for_each(|block| scan(block, found)),
        Block::Tiles(tiles) => tiles.iter().for_each(|tile| {
            words(&tile.label, found);
            words(&tile.detail, found);
        }),
        Block::Chart(chart) => {
            [&chart.title, &chart.description, &chart.source].iter().for_each(|text| words(text, found));
        }
        Block::Table(table) => {
            [&table.title, &table.description, &table.source].iter().for_each(|text| words(text, found));
            table.rows.iter().for_each(|row| words(&row.header, found));
        }
        Block::Notes(notes) => notes.iter().for_each(|note| words(&note.text, found)),
        Block::Contact(_) => {}
    }
}

fn words(inlines: &[Inline], found: &mut Vec<String>) {
    let own: Vec<Inline> = inlines.iter().filter(|i| !matches!(i, Inline::Value { .. })).cloned().collect();
    let text = plain_text(&own);
    if let Some(what) = identifying(&text) {
        found.push(format!("\"{text}\" holds what looks like {what}"));
    }
}
