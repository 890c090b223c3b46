//! A [`Document`](crate::document::model::Document) → bytes: PDF, Word and plain text. The renderers know
//! nothing of figures or records; a printed value is to them a run of text with a mark.

pub mod docx;
pub mod pdf;
pub mod seal;
pub mod text;
pub mod theme;

use std::sync::Arc;

/// Why a sheet could not be rendered. Every variant is something that a person can mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// No shipped face has the character; a box or a gap is never printed in its place.
    #[error("no font of the theme has the character {character:?} (U+{:04X}), in \"{passage}\"", u32::from(*.character))]
    MissingGlyph {
        /// The character.
        character: char,
        /// The words around it.
        passage: String,
    },
    /// A face that the theme names is not among the font files.
    #[error("the theme asks for \"{family}\" ({style}), and no file in the fonts folder has it")]
    MissingFace {
        /// The family's name.
        family: String,
        /// The style: "regular", "semibold", "italic".
        style: String,
    },
    /// A font file that cannot be used.
    #[error("the font file {file} cannot be used: {why}")]
    BadFont {
        /// The file's name.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// Content that cannot be laid out or written.
    #[error("{0}")]
    Content(String),
}

impl RenderError {
    /// What to do about it; empty where the message says so itself.
    #[must_use]
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::MissingGlyph { .. } => "put a font that has it into the fonts folder, or write the words without it",
            Self::MissingFace { .. } => "put its file into the fonts folder, or name another family in the theme",
            Self::BadFont { .. } => "replace the file, or take it out of the folder",
            Self::Content(_) => "",
        }
    }
}

/// A font file as it was read; the family and style are read from the file itself.
#[derive(Debug, Clone)]
pub struct FontFile {
    /// File name, for messages.
    pub name: String,
    /// The whole file, unmodified.
    pub bytes: Arc<[u8]>,
}

/// A data file that goes into a PDF (PDF 32000-1 §7.11.4, ISO 19005-3 §6.8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// File name without folders.
    pub name: String,
    /// Media type: `text/csv`, `application/json`.
    pub media_type: String,
    /// What it holds, for the reader.
    pub description: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}
