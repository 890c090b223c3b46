//! Inlines → runs, links and content controls of a paragraph. What `docx-rs` cannot say about a control or a link is
//! kept aside under a key that the paragraph carries, and filled in when the tree is completed.

use super::controls::control_tag;
use super::languages::speak;
use super::xml::{Element, Node};
use crate::document::model::Inline;
use docx_rs::{BreakType, Hyperlink, HyperlinkData, Paragraph, ParagraphChild, Run, StructuredDataTag};
use std::collections::BTreeSet;

/// What the body hands on about its words, beside the paragraphs themselves.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The tag of each content control; its key is [`control_key`] of the index.
    pub(super) controls: Vec<String>,
    /// The address of each link; its relationship is [`link_id`] of the index.
    pub(super) links: Vec<String>,
    /// The languages of passages; a passage's runs carry [`passage_key`] of the index.
    pub(super) languages: Vec<String>,
    /// The notes that the sheet has, so that a reference leads somewhere.
    pub(super) notes: BTreeSet<u32>,
    /// The notes that are footnotes; the place of a reference is kept by [`super::footnotes::key`].
    pub(super) footnotes: BTreeSet<u32>,
}

/// How a run is set, gathered on the way down to it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tone {
    /// A character style of the place, such as the masthead's edition.
    style: Option<&'static str>,
    /// A size of its own, in half-points.
    size: Option<usize>,
    /// In bold.
    strong: bool,
    /// In italics.
    emphasis: bool,
    /// Which of the languages of passages it is in.
    language: Option<usize>,
    /// Within a link, where no other link can be.
    linked: bool,
}

/// What carries a content control's key through `docx-rs`.
pub(super) fn control_key(index: usize) -> String {
    format!("control-{index}")
}

/// What carries the language of a passage through `docx-rs`, before the character style that its run has.
fn passage_key(index: usize, style: &str) -> String {
    format!("passage-{index}-{style}")
}

/// Gives the runs of passages their language (ECMA-376 Part 1 §17.3.2.20) and their own style back.
pub(super) fn complete_passages(root: &mut Element, languages: &[String]) {
    root.walk_mut(&mut |element| {
        if element.name != "w:rPr" {
            return;
        }
        let Some(key) = element.val_of("w:rStyle").and_then(|style| style.strip_prefix("passage-")) else { return };
        let Some((index, style)) = key.split_once('-') else { return };
        let (language, style) = (index.parse().ok().and_then(|index: usize| languages.get(index)), style.to_owned());
        if style.is_empty() {
            element.children.retain(|node| !matches!(node, Node::Element(child) if child.name == "w:rStyle"));
        } else {
            element.put(Element::val("w:rStyle", style));
        }
        if let Some(language) = language {
            speak(element, language);
        }
    });
}

/// The relationship of a link.
pub(super) fn link_id(index: usize) -> String {
    format!("rIdLink{}", index + 1)
}

/// The bookmark of a note.
pub(super) fn note_bookmark(number: u32) -> String {
    format!("note_{number}")
}

impl Tone {
    /// The tone of a place with its own character style.
    pub(super) const fn of(style: &'static str) -> Self {
        Self { style: Some(style), size: None, strong: false, emphasis: false, language: None, linked: false }
    }

    /// A size of its own, in half-points.
    pub(super) const fn sized(size: Option<usize>) -> Self {
        Self { style: None, size, strong: false, emphasis: false, language: None, linked: false }
    }

    /// Bold where the words stand for a total.
    pub(super) const fn strong(strong: bool) -> Self {
        Self { style: None, size: None, strong, emphasis: false, language: None, linked: false }
    }

    /// A run in this tone: one character style, and direct bold or italics for what a second style would say.
    fn run(self) -> Run {
        let style = self.style.or(match self {
            Self { linked: true, .. } => Some("Hyperlink"),
            Self { strong: true, .. } => Some("Strong"),
            Self { emphasis: true, .. } => Some("Emphasis"),
            _ => None,
        });
        let mut run = Run::new();
        match (self.language, style) {
            (Some(language), style) => run = run.style(&passage_key(language, style.unwrap_or_default())),
            (None, Some(style)) => run = run.style(style),
            (None, None) => {}
        }
        if self.strong && style != Some("Strong") {
            run = run.bold();
        }
        if self.emphasis && style != Some("Emphasis") {
            run = run.italic();
        }
        if let Some(size) = self.size {
            run = run.size(size);
        }
        run
    }
}

impl Words {
    /// The paragraph with these inlines at its end.
    pub(super) fn add(&mut self, mut paragraph: Paragraph, inlines: &[Inline], tone: Tone) -> Paragraph {
        self.push(&mut paragraph.children, inlines, tone);
        paragraph
    }

    fn push(&mut self, children: &mut Vec<ParagraphChild>, inlines: &[Inline], tone: Tone) {
        for inline in inlines {
            match inline {
                Inline::Text(words) => children.push(run(tone.run().add_text(words))),
                Inline::Break => children.push(run(tone.run().add_break(BreakType::TextWrapping))),
                Inline::Strong(inner) => self.push(children, inner, Tone { strong: true, ..tone }),
                Inline::Emphasis(inner) => self.push(children, inner, Tone { emphasis: true, ..tone }),
                Inline::Language { tag, text } => {
                    self.languages.push(tag.clone());
                    self.push(children, text, Tone { language: Some(self.languages.len() - 1), ..tone });
                }
                Inline::Value { text, mark } => children.push(self.control(text, &control_tag(mark), tone)),
                Inline::NoteRef(number) => children.push(self.reference(*number, tone)),
                Inline::Link { url, text } => self.link(children, url, text, tone),
            }
        }
    }

    /// A printed figure in its content control (ECMA-376 Part 1 §17.5.2.31, `sdt` at run level).
    fn control(&mut self, text: &str, tag: &str, tone: Tone) -> ParagraphChild {
        let key = control_key(self.controls.len());
        self.controls.push(tag.to_owned());
        let control = StructuredDataTag::new().alias(key).add_run(tone.run().add_text(text));
        ParagraphChild::StructuredDataTag(Box::new(control))
    }

    /// The number of a note, leading to it when the sheet has it.
    fn reference(&self, number: u32, tone: Tone) -> ParagraphChild {
        if self.footnotes.contains(&number) {
            return run(Run::new().style(&super::footnotes::key(number)));
        }
        let sign = Run::new().style("NoteReference").add_text(number.to_string());
        if tone.linked || !self.notes.contains(&number) {
            return run(sign);
        }
        let anchor = note_bookmark(number);
        link(HyperlinkData::Anchor { anchor }, vec![run(sign)])
    }

    fn link(&mut self, children: &mut Vec<ParagraphChild>, url: &str, text: &[Inline], tone: Tone) {
        if tone.linked {
            return self.push(children, text, tone);
        }
        let mut inner = Vec::new();
        self.push(&mut inner, text, Tone { linked: true, ..tone });
        let url = address(url);
        let index = self.links.iter().position(|known| *known == url).unwrap_or_else(|| {
            self.links.push(url);
            self.links.len() - 1
        });
        // The relationships part is written here, not by the library, so the path stays with the relationship.
        children.push(link(HyperlinkData::External { rid: link_id(index), path: String::new() }, inner));
    }
}

fn run(run: Run) -> ParagraphChild {
    ParagraphChild::Run(Box::new(run))
}

fn link(link: HyperlinkData, children: Vec<ParagraphChild>) -> ParagraphChild {
    ParagraphChild::Hyperlink(Hyperlink { link, history: Some(1), children })
}

/// An address as a relationship's target: a URI reference (ECMA-376 Part 2 §6.5), so what a URI cannot hold is
/// percent-encoded.
fn address(url: &str) -> String {
    let mut target = String::with_capacity(url.len());
    for character in url.chars() {
        if character.is_ascii_graphic() && !"\"<>\\^`{|}".contains(character) {
            target.push(character);
        } else {
            let mut buffer = [0; 4];
            for byte in character.encode_utf8(&mut buffer).bytes() {
                target.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    target
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_only_what_a_uri_may() {
        assert_eq!(address("https://a.gov/x y?é=\"1\"&b=%20"), "https://a.gov/x%20y?%C3%A9=%221%22&b=%20");
    }
}
