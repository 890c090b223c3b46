//! Values → tokens that pass through Handlebars, Markdown and TOML untouched, and back. A token is an index
//! between two noncharacters (Unicode 16.0 §23.7), which no text of ours may contain.

use super::characters::without_soft_hyphens;
use super::model::{Inline, Inlines, Mark};
use std::sync::{Mutex, PoisonError};

/// Begins a token.
pub(super) const OPEN: char = '\u{fdd0}';
/// Ends a token.
pub(super) const CLOSE: char = '\u{fdd1}';

/// What a token stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Words from the project or from records.
    Text(String),
    /// A printed figure.
    Value { text: String, mark: Mark },
    /// Words in another language.
    Language { tag: String, text: String },
    /// A reference to a note by its name.
    Note(String),
}

/// The tokens of one sheet.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    meanings: Mutex<Vec<Meaning>>,
}

impl Tokens {
    /// A token for a meaning.
    pub(super) fn token(&self, meaning: Meaning) -> String {
        let meaning = match meaning {
            Meaning::Text(text) => Meaning::Text(without_soft_hyphens(&text)),
            Meaning::Value { text, mark } => Meaning::Value { text: without_soft_hyphens(&text), mark },
            Meaning::Language { tag, text } => Meaning::Language { tag, text: without_soft_hyphens(&text) },
            note @ Meaning::Note(_) => note,
        };
        let mut meanings = self.meanings.lock().unwrap_or_else(PoisonError::into_inner);
        meanings.push(meaning);
        format!("{OPEN}{}{CLOSE}", meanings.len() - 1)
    }

    /// A token for words.
    pub(super) fn text(&self, text: impl Into<String>) -> String {
        self.token(Meaning::Text(text.into()))
    }

    /// A token for words that change with the edition.
    pub(super) fn dated(&self, which: &str, text: impl Into<String>) -> String {
        self.token(Meaning::Value { text: text.into(), mark: Mark::edition(which) })
    }

    /// What the token of an index stands for.
    pub(super) fn meaning(&self, index: &str) -> Option<Meaning> {
        let index: usize = index.parse().ok()?;
        self.meanings.lock().unwrap_or_else(PoisonError::into_inner).get(index).cloned()
    }

    /// The words of a text with tokens; a note adds nothing.
    pub(super) fn plain(&self, text: &str) -> String {
        super::notes::words(&self.inlines(text))
    }

    /// The only token of a text that is nothing but one.
    pub(super) fn sole(&self, text: &str) -> Option<Meaning> {
        let index = text.strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
        self.meaning(index)
    }

    /// A text with tokens as inlines; note references are left as [`Inline::Text`] placeholders that
    /// [`super::notes`] numbers.
    pub(super) fn inlines(&self, text: &str) -> Inlines {
        let mut inlines = Inlines::new();
        let mut rest = text;
        while let Some(start) = rest.find(OPEN) {
            push_text(&mut inlines, &rest[..start]);
            let after = &rest[start + OPEN.len_utf8()..];
            let Some(end) = after.find(CLOSE) else { break };
            match self.meaning(&after[..end]) {
                Some(Meaning::Text(words)) => push_text(&mut inlines, &words),
                Some(Meaning::Value { text, mark }) => inlines.push(Inline::Value { text, mark }),
                Some(Meaning::Language { tag, text }) => {
                    inlines.push(Inline::Language { tag, text: vec![Inline::Text(text)] });
                }
                Some(Meaning::Note(name)) => inlines.push(super::notes::placeholder(&name)),
                None => {}
            }
            rest = &after[end + CLOSE.len_utf8()..];
        }
        push_text(&mut inlines, rest);
        inlines
    }
}

/// Adds words, to the words before them where there are any.
pub(super) fn push_text(inlines: &mut Inlines, text: &str) {
    let text = without_soft_hyphens(text);
    match inlines.last_mut() {
        _ if text.is_empty() => {}
        Some(Inline::Text(before)) if !super::notes::is_placeholder(before) && !super::notes::is_placeholder(&text) => {
            before.push_str(&text);
        }
        _ => inlines.push(Inline::Text(text)),
    }
}
