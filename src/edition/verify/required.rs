//! What the sheets of an edition may not lack, kept with it in `internal/sheets.json`: the as-of date, the presumption
//! of innocence, the contact. A copy from which one of them is gone is not the sheet any more.

use crate::document::Document;
use crate::document::model::{Block, plain_text};
use crate::edition::OutputFile;
use crate::project::{RequiredBlock, Sheet};
use crate::value::Day;
use indexmap::IndexMap;

/// The file's name.
const FILE: &str = "sheets.json";

/// How the as-of date is called.
const AS_OF: &str = "as-of date";

/// For each sheet the words that it may not lack, with the name of their block.
pub type Required = IndexMap<String, Vec<(String, String)>>;

/// Writes down what the sheets of an edition may not lack: those that were composed, and those that are Word files of
/// the office's own, of which only the as-of date can be required.
///
/// # Errors
/// Never in practice: words are valid JSON.
pub fn required_file(
    documents: &[(&Sheet, Document)],
    word: &[&Sheet],
    as_of: Day,
) -> Result<OutputFile, serde_json::Error> {
    let composed = documents.iter().map(|(sheet, document)| (sheet.name.clone(), required(sheet, document)));
    let date = |sheet: &Sheet| sheet.requires.contains(&RequiredBlock::AsOf).then(|| (AS_OF.to_owned(), as_of.long()));
    let filled = word.iter().map(|sheet| (sheet.name.clone(), date(sheet).into_iter().collect()));
    let required: Required = composed.chain(filled).collect();
    let mut bytes = serde_json::to_vec_pretty(&required)?;
    bytes.push(b'\n');
    Ok(OutputFile { name: FILE.to_owned(), bytes })
}

/// Reads it again; an edition of a tool that did not write it requires nothing.
///
/// # Errors
/// A file that cannot be read, in words.
pub fn required_in(internal: &std::path::Path) -> Result<Required, String> {
    let path = internal.join(FILE);
    if !path.is_file() {
        return Ok(Required::new());
    }
    let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("{}: {error}", path.display()))
}

fn required(sheet: &Sheet, document: &Document) -> Vec<(String, String)> {
    let mut words = Vec::new();
    for block in &sheet.requires {
        match block {
            RequiredBlock::AsOf => words.push((AS_OF.to_owned(), document.meta.as_of.long())),
            RequiredBlock::Callout => collect(&document.blocks, &mut |block| {
                if let Block::Callout(text) = block {
                    words.push(("callout".to_owned(), plain_text(text)));
                }
            }),
            RequiredBlock::Contact => collect(&document.blocks, &mut |block| {
                if let Block::Contact(text) = block {
                    words.push(("contact".to_owned(), plain_text(text)));
                }
            }),
        }
    }
    words
}

fn collect(blocks: &[Block], take: &mut dyn FnMut(&Block)) {
    for block in blocks {
        take(block);
        match block {
            Block::List { items, .. } => items.iter().for_each(|item| collect(item, take)),
            Block::Columns(columns) => columns.iter().for_each(|column| collect(column, take)),
            _ => {}
        }
    }
}
