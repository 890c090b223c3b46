//! Inlines → one flat string with styled spans, the form in which text is shaped. Soft hyphens are left out:
//! lines are broken by rule, and no reader should hear them.

use super::hyphens::{Language, SOFT_HYPHEN};
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
    /// Its language, where its words can be divided.
    language: Option<Language>,
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
    /// Printed figures, whose words are never divided.
    whole: Vec<Range<usize>>,
}

#[derive(Clone, Copy)]
struct State {
    strong: bool,
    emphasis: bool,
    raised: bool,
    linked: bool,
    language: Option<Language>,
    tag: TagId,
}

/// Flattens inlines; links and note references get tags of their own below `owner`.
pub(super) fn flatten(
    inlines: &[Inline],
    capitals: bool,
    language: Option<Language>,
    owner: TagId,
    tags: &mut Tags,
) -> Flat {
    let source = capitals.then(Vec::new);
    let mut flat = Flat { text: String::new(), spans: Vec::new(), source, whole: Vec::new() };
    let state = State { strong: false, emphasis: false, raised: false, linked: false, language, tag: owner };
    flat.push_all(inlines, state, tags);
    flat
}

impl Flat {
    fn push_all(&mut self, inlines: &[Inline], state: State, tags: &mut Tags) {
        for inline in inlines {
            match inline {
                Inline::Text(words) => self.push(words, state),
                Inline::Value { text, .. } => {
                    let from = self.text.len();
                    self.push(&kept_together(text), state);
                    self.whole.push(from..self.text.len());
                }
                Inline::Language { tag, text } => {
                    let language = Language::of(tag);
                    let tag = tags.inline(state.tag, Role::Span, Detail::Language(tag.clone()));
                    self.push_all(text, State { tag, language, ..state }, tags);
                }
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
            let State { strong, emphasis, raised, linked, language, tag } = state;
            let range = from..self.text.len();
            self.spans.push(Span { range, strong, emphasis, raised, linked, reads: None, language, tag });
        }
    }

    /// The same with soft hyphens where words may be divided; `None` where no word can be.
    pub(super) fn divided(&self) -> Option<Self> {
        let places = self.places();
        let added = |at: usize| at + SOFT_HYPHEN.len_utf8() * places.partition_point(|place| *place <= at);
        let moved = |range: &Range<usize>| added(range.start)..added(range.end);
        let mut text = self.text.clone();
        places.iter().rev().for_each(|place| text.insert(*place, SOFT_HYPHEN));
        let spans = self.spans.iter().map(|span| Span { range: moved(&span.range), ..span.clone() });
        let source = self.source.as_ref().map(|source| source.iter().map(|(at, c)| (added(*at), *c)).collect());
        let whole = self.whole.iter().map(moved).collect();
        (!places.is_empty()).then(|| Self { text, spans: spans.collect(), source, whole })
    }

    /// Where words may be divided, in order. Addresses, abbreviations and printed figures are left whole.
    fn places(&self) -> Vec<usize> {
        let mut places = Vec::new();
        for span in &self.spans {
            let (Some(language), Some(text)) = (span.language, self.text.get(span.range.clone())) else { continue };
            let mut from = span.range.start;
            for word in text.split_inclusive([' ', '\n', '\u{a0}', '-', '–', '—']) {
                if !self.whole.iter().any(|range| range.contains(&from)) {
                    places.extend(language.places(word).into_iter().map(|place| from + place));
                }
                from += word.len();
            }
        }
        places
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

/// A printed figure of more characters may be broken, though never beside a number.
const LONGEST_WHOLE: usize = 24;

/// A printed figure with no-break blanks, so that "112.4 kg" and "more than 345" stay on one line.
fn kept_together(text: &str) -> String {
    let short = text.chars().count() <= LONGEST_WHOLE;
    let words: Vec<&str> = text.split(' ').collect();
    let numeric = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let mut kept = words.first().copied().unwrap_or_default().to_owned();
    for pair in words.windows(2) {
        let [before, after] = pair else { continue };
        kept.push(if short || numeric(before) || numeric(after) { '\u{a0}' } else { ' ' });
        kept.push_str(after);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stay_with_their_units() {
        assert_eq!(kept_together("112.4 kg"), "112.4\u{a0}kg");
        assert_eq!(kept_together("more than $1 million"), "more\u{a0}than\u{a0}$1\u{a0}million");
        assert_eq!(kept_together("hundreds of thousands of dollars"), "hundreds of thousands of dollars");
        assert_eq!(
            kept_together("at least 14,260 rounds of ammunition"),
            "at least\u{a0}14,260\u{a0}rounds of ammunition"
        );
        assert_eq!(kept_together(""), "");
    }

    #[test]
    fn words_are_divided_by_the_language_they_are_in() {
        let inlines = [
            Inline::Text("The investigation of MLARS at justice.gov/investigation ".to_owned()),
            Inline::Language { tag: "es".to_owned(), text: vec![Inline::Text("la investigación".to_owned())] },
        ];
        let mut tags = Tags::new();
        let flat = flatten(&inlines, false, Language::of("en-US"), Tags::ROOT, &mut tags).divided().unwrap();
        let shown = flat.text.replace(SOFT_HYPHEN, "-");
        assert_eq!(shown, "The inves-ti-ga-tion of MLARS at justice.gov/investigation la inves-ti-ga-ción");
        assert_eq!(flat.text.get(flat.spans[1].range.clone()).unwrap().replace(SOFT_HYPHEN, ""), "la investigación");
        assert!(flatten(&inlines[..1], false, None, Tags::ROOT, &mut tags).divided().is_none());
    }
}
