//! Any copy of a sheet → its parts in reading order, each with the place where a person finds it: page, paragraph,
//! row of a table. PDF, Word and text come down to the same parts, so that all are compared in one way.

use crate::project::SheetFormat;
use crate::render::docx::read::{Reading, read as read_word};
use crate::render::pdf::read::{Node, read as read_pdf};
use crate::value::single_spaced;
use std::collections::HashMap;

/// A copy of a sheet.
#[derive(Debug, Clone)]
pub struct Copy {
    /// What it is.
    pub format: SheetFormat,
    /// The digest of the published figures that it carries; empty when it has none.
    pub figures: String,
    /// Its parts in reading order.
    pub parts: Vec<Part>,
    /// What a Word file says beside its words.
    pub(super) word: Option<Reading>,
}

/// A part of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Its words, blanks folded.
    pub text: String,
    /// Where it is: "page 1", "paragraph 12", "table 1, row 3".
    pub place: String,
}

/// The kinds of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// A heading, a paragraph, an item of a list.
    Text,
    /// A row of a table, its cells parted by strokes.
    Row,
    /// The alternative text of a figure, or the description of a table.
    Alternative,
}

/// Between the cells of a row.
pub(super) const STROKE: &str = " | ";

impl Copy {
    /// Reads a copy of whatever format.
    ///
    /// # Errors
    /// What keeps the file from being read, in words.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        if bytes.starts_with(b"%PDF-") {
            return pdf(bytes);
        }
        if bytes.starts_with(b"PK") {
            return word(bytes);
        }
        let text =
            std::str::from_utf8(bytes).map_err(|_| "it is no PDF, no Word file and no text in UTF-8".to_owned())?;
        if text.contains('\0') {
            return Err("it is no PDF, no Word file and no text".to_owned());
        }
        Ok(plain(text))
    }

    /// How many of a hundred of its words another copy has, too, wherever they stand.
    #[must_use]
    pub fn alikeness(&self, other: &Self) -> usize {
        let bag = |copy: &Self| {
            let mut bag: HashMap<String, i64> = HashMap::new();
            copy.words().split(' ').for_each(|word| *bag.entry(word.to_owned()).or_default() += 1);
            bag
        };
        let (own, theirs) = (bag(self), bag(other));
        let common: i64 = own.iter().map(|(word, count)| theirs.get(word).map_or(0, |other| *count.min(other))).sum();
        let all: i64 = own.values().chain(theirs.values()).sum();
        usize::try_from(common * 200 / all.max(1)).unwrap_or_default()
    }

    /// All its words, one part after another.
    #[must_use]
    pub fn words(&self) -> String {
        self.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

fn plain(text: &str) -> Copy {
    let mut parts = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        match (&mut open, line.trim().is_empty()) {
            (None, false) => open = Some((number, line.to_owned())),
            (Some((_, words)), false) => {
                words.push(' ');
                words.push_str(line);
            }
            (_, true) => parts.extend(open.take()),
        }
    }
    parts.extend(open);
    let part = |(line, words): (usize, String)| {
        // What underlines a heading or parts a table says nothing.
        let said = words.split_whitespace().filter(|word| !word.chars().all(|c| matches!(c, '-' | '=' | '~')));
        Part { kind: PartKind::Text, text: said.collect::<Vec<_>>().join(" "), place: format!("line {line}") }
    };
    let parts = parts.into_iter().map(part).filter(|part| !part.text.is_empty()).collect();
    Copy { format: SheetFormat::Txt, figures: String::new(), parts, word: None }
}

fn word(bytes: &[u8]) -> Result<Copy, String> {
    let reading = read_word(bytes).map_err(|error| error.to_string())?;
    let mut parts: Vec<Part> = Vec::new();
    for (number, text) in (1..).zip(&reading.paragraphs) {
        parts.push(Part { kind: PartKind::Text, text: single_spaced(text), place: format!("paragraph {number}") });
    }
    for (number, text) in (1..).zip(&reading.notes) {
        parts.push(Part { kind: PartKind::Text, text: single_spaced(text), place: format!("note {number}") });
    }
    for text in &reading.margins {
        parts.push(Part { kind: PartKind::Text, text: single_spaced(text), place: "head or foot".to_owned() });
    }
    for (table, read) in (1..).zip(&reading.tables) {
        for (row, cells) in (1..).zip(&read.rows) {
            let text = cells.iter().map(|cell| single_spaced(cell)).collect::<Vec<_>>().join(STROKE);
            parts.push(Part { kind: PartKind::Row, text, place: format!("table {table}, row {row}") });
        }
    }
    for (number, table) in (1..).zip(&reading.tables) {
        let (kind, text) = (PartKind::Alternative, single_spaced(&table.description));
        parts.push(Part { kind, text, place: format!("description of table {number}") });
    }
    for (number, drawing) in (1..).zip(&reading.drawings) {
        parts.push(Part {
            kind: PartKind::Alternative,
            text: single_spaced(&drawing.alt),
            place: format!("picture {number}"),
        });
    }
    parts.retain(|part| !part.text.is_empty());
    let figures = reading.properties.get(crate::render::docx::DIGEST).cloned().unwrap_or_default();
    Ok(Copy { format: SheetFormat::Docx, figures, parts, word: Some(reading) })
}

fn pdf(bytes: &[u8]) -> Result<Copy, String> {
    let sheet = read_pdf(bytes).map_err(|error| error.to_string())?;
    let mut parts = Vec::new();
    let mut walk = Walk { page: 1, next: 0, places: &sheet.places, parts: &mut parts };
    walk.node(&sheet.root);
    parts.retain(|part| !part.text.is_empty());
    Ok(Copy { format: SheetFormat::Pdf, figures: sheet.figures_digest, parts, word: None })
}

/// A walk over a structure tree (PDF 32000-1 §14.8.4).
struct Walk<'p> {
    page: usize,
    /// How many elements were passed.
    next: usize,
    places: &'p [usize],
    parts: &'p mut Vec<Part>,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node) {
        let below = self.places.get(self.next..self.next + node.walk().len()).unwrap_or_default();
        self.page = below.iter().copied().find(|page| *page > 0).unwrap_or(self.page);
        self.next += 1;
        let place = format!("page {}", self.page);
        if node.role == "Figure" {
            let text = single_spaced(node.alt.as_deref().unwrap_or_default());
            self.parts.push(Part { kind: PartKind::Alternative, text, place: place.clone() });
        }
        if node.role == "TR" {
            let text = node.children.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(STROKE);
            self.parts.push(Part { kind: PartKind::Row, text, place });
            self.next += node.walk().len() - 1;
            return;
        }
        let groups = ["Document", "Part", "Sect", "Div", "L", "LI", "Table", "THead", "TBody", "Figure", "Caption"];
        if groups.contains(&node.role.as_str()) && !node.children.is_empty() {
            node.children.iter().for_each(|child| self.node(child));
        } else {
            self.parts.push(Part { kind: PartKind::Text, text: node.text.clone(), place });
            self.next += node.walk().len() - 1;
        }
    }
}
