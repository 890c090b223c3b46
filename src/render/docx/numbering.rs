//! The lists of the sheet → numbering definitions (ECMA-376 Part 1 §17.9): one for bullets, and one more for every
//! ordered list and every block of notes, so that each counts from its own first number.

use super::dress::Face;
use super::measure;
use crate::render::theme::Theme;
use docx_rs::{
    AbstractNumbering, Level, LevelJc, LevelOverride, LevelText, NumberFormat, Numbering, Numberings,
    SpecialIndentType, Start,
};

/// The kinds of list. `docx-rs` always writes a list with id 1, so these begin at 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbered {
    /// Bulleted.
    Bullet,
    /// Numbered.
    Number,
    /// The notes.
    Note,
}

impl Numbered {
    /// The id of the definition, and of its plain use.
    pub(super) const fn id(self) -> usize {
        match self {
            Self::Bullet => 2,
            Self::Number => 3,
            Self::Note => 4,
        }
    }
}

/// The first id for lists that count anew.
const FIRST_RESTART: usize = 10;
/// Levels of nesting that are defined.
pub(super) const LEVELS: usize = 3;
/// Where the text of a list's first level begins, in twips.
pub(super) const HANG: i32 = 230;
/// Where the text of a note begins.
pub(super) const NOTE_HANG: i32 = 300;
/// Between a number and its text, at least.
const LABEL_GAP: i32 = 60;

/// How far the text of a list stands from its numbers: a number that is wider than that would push its own text to the
/// next tab stop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hangs {
    /// The size of running text in twips.
    body: i32,
    /// That of notes.
    small: i32,
}

impl Hangs {
    /// For the type sizes of a theme.
    pub(super) fn of_theme(theme: &Theme) -> Self {
        let twips = |points: f32| i32::try_from(measure::twips(points)).unwrap_or(i32::MAX / 100);
        Self { body: twips(theme.sizes.body), small: twips(theme.sizes.small) }
    }

    /// Where text begins in a list whose largest number is given: 0.55 of the size for each digit, a point, and a gap.
    pub(super) fn of(self, kind: Numbered, largest: u32) -> i32 {
        let (size, least) = match kind {
            Numbered::Bullet => return HANG,
            Numbered::Number => (self.body, HANG),
            Numbered::Note => (self.small, NOTE_HANG),
        };
        let digits = i32::try_from(largest.to_string().len()).unwrap_or(1);
        (size * (55 * digits + 25) / 100 + LABEL_GAP).max(least)
    }
}

/// The lists that count anew, in the order in which the body met them.
#[derive(Debug, Default)]
pub(super) struct Restarts(Vec<(Numbered, usize, u32)>);

impl Restarts {
    /// A list of a kind that starts at a number on a level; returns the id that its paragraphs refer to.
    pub(super) fn add(&mut self, kind: Numbered, level: usize, start: u32) -> usize {
        self.0.push((kind, level, start));
        FIRST_RESTART + self.0.len() - 1
    }
}

/// All definitions.
pub(super) fn numberings(theme: &Theme, restarts: &Restarts) -> Numberings {
    let mut all = Numberings::new();
    for kind in [Numbered::Bullet, Numbered::Number, Numbered::Note] {
        let levels = (0..LEVELS).map(|depth| level(kind, depth, theme));
        all = all.add_abstract_numbering(levels.fold(AbstractNumbering::new(kind.id()), AbstractNumbering::add_level));
    }
    for kind in [Numbered::Bullet, Numbered::Number, Numbered::Note] {
        all = all.add_numbering(Numbering::new(kind.id(), kind.id()));
    }
    for (index, (kind, level, start)) in restarts.0.iter().enumerate() {
        // All uses of a definition count on from each other, at every level that is not told to begin anew.
        let levels =
            (0..LEVELS).map(|depth| LevelOverride::new(depth).start(if depth == *level { *start as usize } else { 1 }));
        let list = Numbering::new(FIRST_RESTART + index, kind.id());
        all = all.add_numbering(levels.fold(list, Numbering::add_override));
    }
    all
}

fn level(kind: Numbered, depth: usize, theme: &Theme) -> Level {
    let (format, text, hang) = match kind {
        Numbered::Bullet => ("bullet", (if depth == 1 { "–" } else { "•" }).to_owned(), HANG),
        Numbered::Number => ("decimal", format!("%{}.", depth + 1), HANG),
        Numbered::Note => ("decimal", format!("%{}.", depth + 1), NOTE_HANG),
    };
    let left = hang * i32::try_from(depth + 1).unwrap_or(1);
    let (format, text) = (NumberFormat::new(format), LevelText::new(text));
    Level::new(depth, Start::new(1), format, text, LevelJc::new("left"))
        .indent(Some(left), Some(SpecialIndentType::Hanging(hang)), None, None)
        .fonts(Face::Sans.fonts(&theme.fonts))
        .size(measure::half_points(if kind == Numbered::Note { theme.sizes.small } else { theme.sizes.body }))
        .color(theme.colors.primary.hex())
}
