//! An edition → `summary.txt`: a mail body that says what is attached, with the main figures in the words that the
//! sheets have for them. Every figure in it is taken from a composed sheet, so that it is under the same rules.

use super::Counted;
use crate::document::Document;
use crate::document::model::{Block, Tile, plain_text};
use crate::edition::OutputFile;
use crate::project::{Sheet, SheetFormat};
use crate::render::text;

/// The file.
pub(super) fn file(
    counted: &Counted,
    documents: &[(&Sheet, Document)],
    public: &[OutputFile],
    draft: bool,
) -> OutputFile {
    let (edition, program) = (&counted.edition, &counted.loaded.project.program);
    let mut parts = vec![format!("{}, {}\n{}", program.name, edition.words(), standing(counted, draft))];
    if let Some(correction) = &edition.correction {
        parts.push(format!("Correction: {correction}"));
    }
    let figures: Vec<String> = tiles(documents).iter().map(|tile| format!("- {}", line(tile))).collect();
    if !figures.is_empty() {
        parts.push(figures.join("\n"));
    }
    let pasted = documents
        .iter()
        .filter(|(sheet, document)| sheet.formats.contains(&SheetFormat::Txt) && document.is_for_pasting());
    // The mark of a draft stands at the top of the mail already.
    parts.extend(pasted.map(|(_, document)| {
        let clean =
            Document { meta: crate::document::model::Meta { mark: None, ..document.meta.clone() }, ..document.clone() };
        text::render(&clean).trim_end().to_owned()
    }));
    let names: Vec<String> = public.iter().map(|file| format!("- {}", file.name)).collect();
    parts.push(format!("Files:\n{}", names.join("\n")));
    OutputFile { name: "summary.txt".to_owned(), bytes: (parts.join("\n\n") + "\n").into_bytes() }
}

/// As-of date, publication and status in one line; a draft says so first.
fn standing(counted: &Counted, draft: bool) -> String {
    let edition = &counted.edition;
    let published = edition
        .published
        .map(|day| format!("{} {}", if edition.revision > 1 { "Revised" } else { "Published" }, day.long()));
    let as_of = format!("Figures as of {}", edition.as_of.long());
    let words = [Some(as_of), published, Some(edition.status_words())];
    let words = words.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    if draft { format!("DRAFT, awaiting approval\n{words}") } else { words }
}

/// The key figures of the first sheet that has some.
fn tiles(documents: &[(&Sheet, Document)]) -> Vec<Tile> {
    let of = |(_, document): &(&Sheet, Document)| {
        document.blocks.iter().find_map(|block| match block {
            Block::Tiles(tiles) => Some(tiles.clone()),
            _ => None,
        })
    };
    documents.iter().find_map(of).unwrap_or_default()
}

fn line(tile: &Tile) -> String {
    let parts = [&tile.qualifier, &tile.figure, &tile.label, &tile.detail].map(|inlines| plain_text(inlines));
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}
