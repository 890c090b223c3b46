//! A document is held against the rules that make it readable by everybody and complete: one title, no skipped
//! heading level, alternative texts, allowed links, the blocks that the sheet may not lack.

use super::characters::first_bad;
use super::links::{LINK_ADVICE, may_link};
use super::model::{Block, Document, Inline, Inlines, plain_text};
use crate::project::{RequiredBlock, Sheet, SheetFormat};
use crate::value::{Place, Problem, is_language_tag};

/// Checks a document.
pub(super) fn check(sheet: &Sheet, document: Document) -> Result<Document, Vec<Problem>> {
    let mut check = Check { sheet, problems: Vec::new(), level: 1, ids: Vec::new() };
    let laid_out = sheet.formats.iter().any(|f| matches!(f, SheetFormat::Pdf | SheetFormat::Docx));
    let titles = document.blocks.iter().filter(|b| matches!(b, Block::Masthead(_))).count();
    // A text for pasting elsewhere is no document of its own, so it has no title on the page.
    let for_pasting = !sheet.formats.contains(&SheetFormat::Pdf) && document.is_for_pasting();
    if laid_out && titles != 1 && !for_pasting {
        let what =
            format!("the sheet has {titles} mastheads, and needs one: its title is the document's first heading");
        check.report(what, "a sheet has one `masthead` block");
    }
    if laid_out && titles == 1 && !matches!(document.blocks.first(), Some(Block::Masthead(_))) {
        check.report("the masthead is not the first block of the sheet".to_owned(), "move what stands above it below");
    }
    if document.blocks.is_empty() {
        check.report("the sheet is empty".to_owned(), "");
    }
    if let Some(mark) = &document.meta.mark {
        check.mark(mark);
    }
    let meta = &document.meta;
    [&meta.title, &meta.subject, &meta.author, &meta.running_head, &meta.footer]
        .into_iter()
        .for_each(|t| check.words(t));
    meta.keywords.iter().chain(&meta.seal_alt).for_each(|words| check.words(words));
    document.blocks.iter().for_each(|block| check.block(block));
    for required in &sheet.requires {
        check.required(&document, *required);
    }
    if check.problems.is_empty() { Ok(document) } else { Err(check.problems) }
}

/// A mark for every page is not longer.
const LONGEST_MARK: usize = 60;

struct Check<'a> {
    sheet: &'a Sheet,
    problems: Vec<Problem>,
    /// The level of the heading before.
    level: u8,
    ids: Vec<String>,
}

impl Check<'_> {
    fn report(&mut self, what: String, todo: &str) {
        self.problems.push(Problem::new(Place::file(&self.sheet.template), what, todo));
    }

    /// A mark stands on one line of every page.
    fn mark(&mut self, mark: &str) {
        if mark.chars().count() > LONGEST_MARK {
            let what = format!("the mark \"{mark}\" has more than {LONGEST_MARK} characters");
            self.report(what, "a mark stands on one line, such as DRAFT or CUI");
        }
        self.words(mark);
    }

    fn required(&mut self, document: &Document, required: RequiredBlock) {
        let as_of = document.meta.as_of.long();
        let present = any_block(&document.blocks, &|block| match (required, block) {
            (RequiredBlock::AsOf, Block::Masthead(m)) => m.aside.iter().any(|line| plain_text(line).contains(&as_of)),
            (RequiredBlock::Callout, Block::Callout(text)) | (RequiredBlock::Contact, Block::Contact(text)) => {
                !plain_text(text).trim().is_empty()
            }
            _ => false,
        });
        if !present {
            let (what, todo) = match required {
                RequiredBlock::AsOf => {
                    ("the as-of date in the masthead", "add a line with {{as_of}} to the masthead's `aside`")
                }
                RequiredBlock::Callout => ("its callout", "add a `callout` block"),
                RequiredBlock::Contact => ("its contact", "add a `contact` block"),
            };
            self.report(format!("the sheet \"{}\" lacks {what}, which the project requires", self.sheet.name), todo);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Masthead(masthead) => {
                if plain_text(&masthead.title).trim().is_empty() {
                    self.report("the masthead's title is blank".to_owned(), "every document needs a title");
                }
                let lines = [&masthead.eyebrow, &masthead.title, &masthead.subtitle];
                lines.into_iter().chain(&masthead.aside).for_each(|line| self.inlines(line));
            }
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Lead(text) | Block::Paragraph(text) | Block::Callout(text) | Block::Contact(text) => {
                self.inlines(text)
            }
            Block::List { items, .. } => items.iter().flatten().for_each(|block| self.block(block)),
            Block::Columns(columns) => columns.iter().flatten().for_each(|block| self.block(block)),
            Block::Tiles(tiles) => {
                for tile in tiles {
                    [&tile.qualifier, &tile.figure, &tile.label, &tile.detail]
                        .into_iter()
                        .for_each(|t| self.inlines(t));
                }
            }
            Block::Chart(chart) => {
                self.identity("chart", &chart.id, &chart.alt);
                [&chart.title, &chart.description, &chart.source].into_iter().for_each(|text| self.inlines(text));
                chart.all_series().for_each(|(name, _)| self.words(name));
                for point in chart.all_series().flat_map(|(_, points)| points) {
                    self.words(&point.label);
                    self.inlines(&point.text);
                }
            }
            Block::Table(table) => {
                self.identity("table", &table.id, &table.alt);
                [&table.title, &table.description, &table.source].into_iter().for_each(|text| self.inlines(text));
                table.columns.iter().for_each(|column| self.inlines(&column.label));
                for row in &table.rows {
                    self.inlines(&row.header);
                    row.cells.iter().for_each(|cell| self.inlines(cell));
                }
            }
            Block::Notes(notes) => notes.iter().for_each(|note| self.inlines(&note.text)),
        }
    }

    fn heading(&mut self, level: u8, text: &Inlines) {
        if level > self.level + 1 {
            let words = plain_text(text);
            self.report(
                format!("the heading \"{words}\" skips a level"),
                "go from \"## \" to \"### \", one step at a time",
            );
        }
        if plain_text(text).trim().is_empty() {
            self.report("a heading is blank".to_owned(), "");
        }
        self.level = level;
        self.inlines(text);
    }

    fn identity(&mut self, what: &str, id: &str, alt: &str) {
        if self.ids.iter().any(|known| known == id) {
            self.report(format!("two blocks have the id \"{id}\""), "give each chart and table its own");
        }
        self.ids.push(id.to_owned());
        if alt.trim().is_empty() {
            self.report(format!("the {what} \"{id}\" has no alternative text"), "");
        }
        self.words(alt);
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Value { text, .. } => self.words(text),
                Inline::Strong(inner) | Inline::Emphasis(inner) => self.inlines(inner),
                Inline::Language { tag, text } => {
                    if !is_language_tag(tag) {
                        self.report(format!("\"{tag}\" is not a language tag"), LANGUAGE_ADVICE);
                    }
                    self.inlines(text);
                }
                Inline::Link { url, text } => {
                    if !may_link(url) {
                        self.report(format!("the link \"{url}\" is not allowed"), LINK_ADVICE);
                    }
                    self.words(url);
                    self.inlines(text);
                }
                Inline::NoteRef(_) | Inline::Break => {}
            }
        }
    }

    /// Characters that cannot be seen or printed mean that something is wrong.
    fn words(&mut self, text: &str) {
        if let Some((bad, why)) = first_bad(text) {
            let what =
                format!("the text \"{}\" holds the character U+{:04X}, {why}", text.escape_debug(), u32::from(bad));
            self.report(what, "delete it where the text comes from: a template, a fact, a code list or an export");
        }
    }
}

/// Whether any block is so, those inside columns and lists too.
fn any_block(blocks: &[Block], is_so: &dyn Fn(&Block) -> bool) -> bool {
    blocks.iter().any(|block| match block {
        Block::Columns(parts) | Block::List { items: parts, .. } => parts.iter().any(|part| any_block(part, is_so)),
        other => is_so(other),
    })
}

/// What is said beside a language tag that is none.
pub(super) const LANGUAGE_ADVICE: &str = "write es, fr or es-MX (BCP 47)";
