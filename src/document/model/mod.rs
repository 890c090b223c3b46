//! The format-neutral sheet: blocks and inlines that both renderers and the plain text are made from.
//! It knows printed text and where a printed figure came from (its [`Mark`]), but neither records nor rules.

mod mark;

use crate::value::{Amount, Day};
pub use mark::{EDITION_MARK, Form, Mark};

/// One finished sheet, checked and ready to render.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What goes into document properties and running heads.
    pub meta: Meta,
    /// The sheet from top to bottom, in the order in which a person reads it.
    pub blocks: Vec<Block>,
}

impl Document {
    /// The alternative text of the seal, for a sheet with a masthead to hold it.
    #[must_use]
    pub fn seal_alt(&self) -> Option<&str> {
        let titled = self.blocks.iter().any(|block| matches!(block, Block::Masthead(_)));
        self.meta.seal_alt.as_deref().filter(|_| titled)
    }

    /// Whether it is nothing but text to be pasted elsewhere, such as the paragraph that closes a press release; in
    /// Word it has no content controls, which would be pasted along.
    #[must_use]
    pub fn is_for_pasting(&self) -> bool {
        self.blocks.iter().all(|block| matches!(block, Block::Paragraph(_) | Block::List { .. }))
    }

    /// The sheet without its notes and the heading right before them, and the notes, where they are to be footnotes.
    #[must_use]
    pub fn notes_apart(&self) -> Option<(Self, Vec<Note>)> {
        let at = self.blocks.iter().position(|block| matches!(block, Block::Notes(_)))?;
        let Some(Block::Notes(notes)) = self.blocks.get(at).filter(|_| self.meta.footnotes) else { return None };
        let mut blocks = self.blocks.clone();
        blocks.remove(at);
        if at > 0 && matches!(blocks[at - 1], Block::Heading { .. }) {
            blocks.remove(at - 1);
        }
        let sheet = Self { meta: self.meta.clone(), blocks };
        // A text for pasting has its notes with it.
        (!sheet.is_for_pasting()).then(|| (sheet, notes.clone()))
    }
}

/// Document properties; every field is plain text that is also safe in XMP and in Word's properties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// Title of the document, for example "Joint Task Force Alpha fact sheet, December 2024".
    pub title: String,
    /// One sentence on what the sheet is.
    pub subject: String,
    /// The issuing office.
    pub author: String,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// BCP 47 language tag of the sheet, for example "en-US".
    pub language: String,
    /// Running head, left: the program's name.
    pub running_head: String,
    /// Running head, right: the edition in words ("December 2024").
    pub edition: String,
    /// Footer, left: "Joint Task Force Alpha · Edition 2024-12".
    pub footer: String,
    /// The day up to which events are counted.
    pub as_of: Day,
    /// The day of publication, when the caller gave one.
    pub published: Option<Day>,
    /// A mark on every page, such as "DRAFT" or "CUI"; none on a clean sheet.
    pub mark: Option<String>,
    /// What the seal in the masthead is, for those who cannot see it; none where there is no seal, or it is an
    /// ornament.
    pub seal_alt: Option<String>,
    /// Digest of the published figures (SHA-256, hex); the same in every format of an edition.
    pub figures_digest: String,
    /// Whether the notes are footnotes in Word; a PDF has them where the sheet has its `notes` block.
    pub footnotes: bool,
}

/// A block of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The band at the top of page one; its title is the sheet's only heading of level one.
    Masthead(Masthead),
    /// The opening paragraph, set larger.
    Lead(Inlines),
    /// A section heading, level 2 or 3 (level 1 is the masthead's).
    Heading {
        /// 2 or 3.
        level: u8,
        /// The heading's words.
        text: Inlines,
    },
    /// A paragraph of running text.
    Paragraph(Inlines),
    /// A list; each item is one or more blocks (a paragraph first).
    List {
        /// The number of the first item; without one the list is bulleted.
        start: Option<u32>,
        /// The items in order.
        items: Vec<Vec<Self>>,
    },
    /// A row of key figures.
    Tiles(Vec<Tile>),
    /// A chart drawn from its own points.
    Chart(Chart),
    /// A data table.
    Table(Table),
    /// Blocks set side by side, read column by column; one to three columns.
    Columns(Vec<Vec<Self>>),
    /// A sentence that must not be overlooked, such as the presumption of innocence.
    Callout(Inlines),
    /// Numbered notes, in the order in which the sheet first refers to them.
    Notes(Vec<Note>),
    /// Whom to ask.
    Contact(Inlines),
}

/// The band at the top of the first page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masthead {
    /// Small capitals above the title: the issuing office.
    pub eyebrow: Inlines,
    /// The title; the only heading of level one.
    pub title: Inlines,
    /// The line below the title.
    pub subtitle: Inlines,
    /// Right-hand lines: the first is the edition (set larger), then as-of date, publication and status.
    pub aside: Vec<Inlines>,
}

/// One key figure of a row of tiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// "more than", or empty for an exact value.
    pub qualifier: Inlines,
    /// The figure itself: "345", "$1 million".
    pub figure: Inlines,
    /// What is counted: "arrests".
    pub label: Inlines,
    /// The period or the base: "since June 2021".
    pub detail: Inlines,
}

/// What a chart looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Vertical bars, left to right: periods.
    Columns,
    /// Horizontal bars, top to bottom: categories.
    Bars,
    /// Horizontal bars, each the series one after the other: parts of a whole.
    Stacked,
    /// A line for each series, left to right: periods.
    Lines,
}

/// A chart of one series, or of up to three where it is stacked or of lines; every bar carries its printed value, so
/// there is no axis and no grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Unique on the sheet; charts are found by it, never by position.
    pub id: String,
    /// What it looks like.
    pub kind: ChartKind,
    /// Title of the chart; empty where a heading directly above already names it.
    pub title: Inlines,
    /// One line on what is counted and over which period (the denominator).
    pub description: Inlines,
    /// Name of the series, for the data behind the chart: "Convictions".
    pub series: String,
    /// The bars in order; never empty.
    pub points: Vec<Point>,
    /// The second and third series of a stacked chart or one of lines, with the same labels in the same order.
    pub more: Vec<Series>,
    /// Where the data is from; may be empty.
    pub source: Inlines,
    /// Alternative text, complete without the picture.
    pub alt: String,
}

/// A further series of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its name: "Arrests".
    pub name: String,
    /// Its bars or points.
    pub points: Vec<Point>,
}

impl Chart {
    /// All series with their names, the first first.
    pub fn all_series(&self) -> impl Iterator<Item = (&str, &[Point])> {
        let more = self.more.iter().map(|series| (series.name.as_str(), series.points.as_slice()));
        std::iter::once((self.series.as_str(), self.points.as_slice())).chain(more)
    }
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The category: "2021 (from June)".
    pub label: String,
    /// The exact value, for the length of the bar; `None` when it is withheld or not available.
    pub value: Option<Amount>,
    /// The printed value or marker (an [`Inline::Value`] or a marker such as `[c]`).
    pub text: Inlines,
    /// Drawn darker: the largest bar, so that colour is never the only sign.
    pub emphasis: bool,
}

/// How a table column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers, with tabular digits.
    Right,
}

/// A data table with one header row; the first cell of each row is its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Unique on the sheet; tables are found by it, never by position.
    pub id: String,
    /// Title of the table; empty where a heading directly above already names it.
    pub title: Inlines,
    /// One line on what is counted and over which period.
    pub description: Inlines,
    /// Column heads; the first is the head of the row headers. At least two.
    pub columns: Vec<Column>,
    /// The rows in order; never empty (a table without rows becomes a sentence).
    pub rows: Vec<Row>,
    /// Legend of the markers used, and where the data is from; may be empty.
    pub source: Inlines,
    /// Summary for those who cannot see it: what the rows and columns are.
    pub alt: String,
}

/// Head of a table column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The words of the head.
    pub label: Inlines,
    /// How head and cells are set.
    pub align: Align,
}

/// A table row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The row header.
    pub header: Inlines,
    /// One entry for each column after the first.
    pub cells: Vec<Inlines>,
    /// The row that stands for all others ("All districts"); set in bold.
    pub total: bool,
}

/// A numbered note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// From 1, in the order of first reference.
    pub number: u32,
    /// What it says.
    pub text: Inlines,
}

/// A run of inlines.
pub type Inlines = Vec<Inline>;

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain words. Never contains a line break or a control character.
    Text(String),
    /// Important words.
    Strong(Inlines),
    /// Stressed words.
    Emphasis(Inlines),
    /// A link; `url` starts with http, https, mailto or tel.
    Link {
        /// Where it leads.
        url: String,
        /// The words that are linked.
        text: Inlines,
    },
    /// Words in another language than the sheet's.
    Language {
        /// BCP 47 tag: "es".
        tag: String,
        /// The words.
        text: Inlines,
    },
    /// A reference to a numbered note.
    NoteRef(u32),
    /// A printed figure, with the mark that says which one it is.
    Value {
        /// As printed.
        text: String,
        /// Which figure this is, for proof, refresh and verification.
        mark: Mark,
    },
    /// A line break inside a paragraph.
    Break,
}

/// The number of the last item of a numbered list.
#[must_use]
pub fn last_number(first: u32, items: usize) -> u32 {
    first.saturating_add(u32::try_from(items.saturating_sub(1)).unwrap_or(u32::MAX))
}

/// The words of some inlines without their markup; a note reference adds nothing, a break adds a space.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(inlines, &mut text);
    text
}

fn push_plain(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Value { text: words, .. } => text.push_str(words),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Link { text: inner, .. }
            | Inline::Language { text: inner, .. } => {
                push_plain(inner, text);
            }
            Inline::Break => text.push(' '),
            Inline::NoteRef(_) => {}
        }
    }
}
