//! The column that a sheet flows in: boxes that stay whole, spaces that may give, and the places where a page
//! may end. Blocks are turned into it once; [`pages`](super::pages) then decides where pages end.

use super::draw::Mark;
use super::line::Line;
use super::{draw::Owner, draw::Shape};
use std::rc::Rc;

/// A part that is never divided: marks from its own top left corner.
#[derive(Debug, Clone, Default)]
pub(super) struct Piece {
    /// Height in points.
    pub(super) height: f32,
    /// What is drawn.
    pub(super) marks: Vec<Mark>,
}

/// What may stand in a column.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    /// A part that is never divided.
    Piece(Piece),
    /// White space, in points; it may stretch and shrink to fill a page.
    Gap {
        /// Natural height.
        size: f32,
        /// Whether it stays at the top or foot of a page (a row's padding) or vanishes (space between blocks).
        stays: bool,
    },
    /// A page may end here.
    Break {
        /// How bad that would be; zero between blocks.
        cost: f32,
        /// What is repeated at the top of the next page: a table's head, drawn as an artifact.
        head: Option<Rc<Piece>>,
    },
    /// A part that takes the height its neighbours have: a chart of columns beside text.
    Elastic(Rc<dyn Elastic>),
}

/// A part whose height can be chosen.
pub(super) trait Elastic: std::fmt::Debug {
    /// The part, `extra` points taller than it would be by itself.
    fn piece(&self, extra: f32) -> Piece;
    /// How much taller it may become.
    fn most(&self) -> f32;
}

/// Space that may stretch and vanishes at the edge of a page.
pub(super) const fn gap(size: f32) -> Entry {
    Entry::Gap { size, stays: false }
}

/// A good place for the end of a page.
pub(super) const fn open() -> Entry {
    Entry::Break { cost: 0.0, head: None }
}

/// Ending a page inside a paragraph is this bad.
const INSIDE_PARAGRAPH: f32 = 12.0;

impl Piece {
    /// Puts a line into the piece, its top left corner at `x`, `y`.
    pub(super) fn put(&mut self, line: Line, x: f32, y: f32) {
        for (tag, run) in line.runs {
            self.marks.push(Mark { owner: Owner::Tag(tag), shape: Shape::Text(run) }.moved(x, y));
        }
    }

    /// Puts lines below each other from `y`; returns where the next would stand.
    pub(super) fn put_all(&mut self, lines: Vec<Line>, x: f32, mut y: f32) -> f32 {
        for line in lines {
            let height = line.height;
            self.put(line, x, y);
            y += height;
        }
        y
    }

    /// Puts another piece below this one.
    pub(super) fn append(&mut self, other: &Self) {
        self.overlay(other, 0.0, self.height);
        self.height += other.height;
    }

    /// Puts another piece on this one.
    pub(super) fn overlay(&mut self, other: &Self, x: f32, y: f32) {
        self.marks.extend(other.marks.iter().map(|mark| mark.moved(x, y)));
    }
}

/// The height of some lines.
pub(super) fn height_of(lines: &[Line]) -> f32 {
    lines.iter().map(|line| line.height).sum()
}

/// A paragraph: pages never end after its first line or before its last.
pub(super) fn paragraph(lines: Vec<Line>, x: f32) -> Vec<Entry> {
    let count = lines.len();
    let mut entries = Vec::with_capacity(count * 2);
    for (at, line) in lines.into_iter().enumerate() {
        if at >= 2 && at + 2 <= count {
            entries.push(Entry::Break { cost: INSIDE_PARAGRAPH, head: None });
        }
        let mut piece = Piece { height: line.height, marks: Vec::new() };
        piece.put(line, x, 0.0);
        entries.push(Entry::Piece(piece));
    }
    entries
}

/// Stacks entries into one piece at their natural height, `extra` points of it given to elastic parts.
pub(super) fn stack(entries: &[Entry], extra: f32) -> Piece {
    let mut whole = Piece::default();
    let mut left = extra;
    for entry in entries {
        match entry {
            Entry::Piece(piece) => whole.append(piece),
            Entry::Gap { size, .. } => whole.height += size,
            Entry::Break { .. } => {}
            Entry::Elastic(elastic) => {
                let given = left.min(elastic.most());
                left -= given;
                whole.append(&elastic.piece(given));
            }
        }
    }
    whole
}

/// The height of some entries at their natural size.
pub(super) fn natural_height(entries: &[Entry]) -> f32 {
    let one = |entry: &Entry| match entry {
        Entry::Piece(piece) => piece.height,
        Entry::Gap { size, .. } => *size,
        Entry::Break { .. } => 0.0,
        Entry::Elastic(elastic) => elastic.piece(0.0).height,
    };
    entries.iter().map(one).sum()
}

/// Divides entries, at places where a page may end, into runs of at most `height` points each. A part that is
/// taller by itself gets a run of its own.
pub(super) fn divide(entries: &[Entry], height: f32) -> Vec<&[Entry]> {
    let mut runs = Vec::new();
    let (mut from, mut last) = (0, None);
    let mut at = 0;
    while at < entries.len() {
        if matches!(entries.get(at), Some(Entry::Break { .. })) {
            last = Some(at);
        }
        let tall = entries.get(from..=at).is_some_and(|run| natural_height(run) > height);
        if tall && let Some(end) = last.filter(|end| *end > from) {
            runs.extend(entries.get(from..end));
            from = end + 1;
            at = from;
            last = None;
        } else {
            at += 1;
        }
    }
    runs.extend(entries.get(from..));
    runs
}
