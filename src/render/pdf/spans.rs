//! Inlines → one flat string with styled spans, the form in which text is shaped. Soft hyphens are left out:
//! lines are broken by rule, and no reader should hear them.

use super::tags::{Detail, Role, TagId, Tags, Target};
use crate::document::model::Inline;
use std::ops::Range;

/// A span of equal style.
#[derive(Debug, Clone)]
pub(super) struct Span {
    /// Bytes of the flat text.
    pub(super) range: Range<usize>,
    /// Important words.
    pub(super) strong: bool,
    /// Stressed words.
    pub(super) emphasis: bool,
    /// A note number.
    pub(super) raised: bool,
    /// Words of a link.
    pub(super) linked: bool,
    /// What is read in place of the characters shown.
    pub(super) reads: Option<String>,
    /// The tag that owns it.
    pub(super) tag: TagId,
}

/// A passage as one string.
#[derive(Debug, Clone)]
pub(super) struct Flat {
    /// The characters to be shown; a line feed is a line break.
    pub(super) text: String,
    /// The spans, in order and without gaps.
    pub(super) spans: Vec<Span>,
    /// Where capitals are shown: each character as written, with the byte at which it is shown.
    pub(super) source: Option<Vec<(usize, char)>>,
}

#[derive(Clone, Copy)]
struct State {
    strong: bool,
    emphasis: bool,
    raised: bool,
    linked: bool,
    tag: TagId,
}

/// Flattens inlines; links and note references get tags of their own below `owner`.
pub(super) fn flatten(inlines: &[Inline], capitals: bool, owner: TagId, tags: &mut Tags) -> Flat {
    let mut flat = Flat { text: String::new(), spans: Vec::new(), source: capitals.then(Vec::new) };
    let state = State { strong: false, emphasis: false, raised: false, linked: false, tag: owner };
    flat.push_all(inlines, state, tags);
    flat
}

impl Flat {
    fn push_all(&mut self, inlines: &[Inline], state: State, tags: &mut Tags) {
        for inline in inlines {
            match inline {
                Inline::Text(words) | Inline::Value { text: words, .. } => self.push(words, state),
                Inline::Strong(inner) => self.push_all(inner, State { strong: true, ..state }, tags),
                Inline::Emphasis(inner) => self.push_all(inner, State { emphasis: true, ..state }, tags),
                Inline::Link { url, text } => {
                    let tag = tags.inline(state.tag, Role::Link, Detail::Link(Target::Url(url.clone())));
                    self.push_all(text, State { linked: true, tag, ..state }, tags);
                }
                Inline::NoteRef(number) => {
                    let reference = tags.inline(state.tag, Role::Reference, Detail::Plain);
                    let tag = tags.inline(reference, Role::Link, Detail::Link(Target::Note(*number)));
                    // Two references in a row are shown as "1,2", so that they are two numbers, and read without
                    // the comma, which is not in the text.
                    let again = self.spans.last().is_some_and(|span| span.raised);
                    let shown = if again { format!(",{number}") } else { number.to_string() };
                    self.push(&shown, State { raised: true, tag, ..state });
                    if let Some(span) = self.spans.last_mut().filter(|_| again) {
                        span.reads = Some(format!(" {number}"));
                    }
                }
                Inline::Break => self.push("\n", state),
            }
        }
    }

    fn push(&mut self, words: &str, state: State) {
        let from = self.text.len();
        for character in words.chars().filter(|c| *c != '\u{ad}') {
            match &mut self.source {
                Some(source) => {
                    source.push((self.text.len(), character));
                    self.text.extend(character.to_uppercase());
                }
                None => self.text.push(character),
            }
        }
        if self.text.len() > from {
            let State { strong, emphasis, raised, linked, tag } = state;
            let range = from..self.text.len();
            self.spans.push(Span { range, strong, emphasis, raised, linked, reads: None, tag });
        }
    }

    /// What is read in place of the span that begins at a byte.
    pub(super) fn reads_at(&self, at: usize) -> Option<String> {
        let at = self.spans.binary_search_by_key(&at, |span| span.range.start).ok()?;
        self.spans.get(at)?.reads.clone()
    }

    /// Where capitals are shown: the characters as written that are shown in a range.
    pub(super) fn source_of(&self, range: Range<usize>) -> Option<String> {
        let source = self.source.as_deref()?;
        let from = source.partition_point(|(at, _)| *at < range.start);
        let shown = source.get(from..)?.iter().take_while(|(at, _)| *at < range.end);
        Some(shown.map(|(_, c)| if *c == '\n' { ' ' } else { *c }).collect())
    }

    /// About forty characters around a byte, for messages.
    pub(super) fn around(&self, at: usize) -> String {
        let before: Vec<char> = self.text.get(..at).unwrap_or_default().chars().rev().take(20).collect();
        let after = self.text.get(at..).unwrap_or_default().chars().take(20);
        before.into_iter().rev().chain(after).map(|c| if c == '\n' { ' ' } else { c }).collect()
    }
}
