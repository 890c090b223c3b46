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

/// The lists that count anew, in the order in which the body met them.
#[derive(Debug, Default)]
pub(super) struct Restarts(Vec<(Numbered, u32)>);

impl Restarts {
    /// A list of a kind that starts at a number; returns the id that its paragraphs refer to.
    pub(super) fn add(&mut self, kind: Numbered, start: u32) -> usize {
        self.0.push((kind, start));
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
    for (index, (kind, start)) in restarts.0.iter().enumerate() {
        // All uses of a definition count on from each other, at every level that is not told to begin anew.
        let levels =
            (0..LEVELS).map(|depth| LevelOverride::new(depth).start(if depth == 0 { *start as usize } else { 1 }));
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
