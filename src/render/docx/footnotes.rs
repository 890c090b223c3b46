//! Notes → the footnotes of Word (ECMA-376 Part 1 §17.11): a part with their texts, and references in the body that
//! Word counts by itself. A note that is referred to again gets a field that repeats its number.

use super::inlines::{Tone, Words, complete_passages, link_id, note_bookmark};
use super::order::put_in_order;
use super::package::{R, Relation, W};
use super::xml::{self, Element, Node};
use super::{controls, furniture};
use crate::document::model::Note;
use crate::render::RenderError;
use docx_rs::{BuildXML, Header, Paragraph};
use std::collections::BTreeSet;

/// The relationship of the body to its footnotes.
pub(super) const RELATION: (&str, &str) = ("rIdFootnotes", "footnotes.xml");
/// The lines between text and footnotes, which the schema counts among these; their ids.
pub(super) const SEPARATORS: [(i32, &str); 2] = [(-1, "separator"), (0, "continuationSeparator")];
/// The style of numbers.
const SIGN: &str = "NoteReference";

/// What carries a reference through `docx-rs`, in the place of its run's style.
pub(super) fn key(number: u32) -> String {
    format!("footnote-{number}")
}

/// How the numbers come to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counting {
    /// Word counts.
    Words,
    /// The numbers are written out, where the order of Word is another one than that of the sheet: that of tiles.
    Written,
}

/// Puts references into the body in the places kept for them.
///
/// # Errors
/// [`RenderError::Content`] for a note that nothing in the text refers to: Word would not show it.
pub(super) fn refer(body: &mut Element, notes: &[Note]) -> Result<Counting, RenderError> {
    let mut order: Vec<u32> = Vec::new();
    body.walk(&mut |element| {
        if let Some(number) = number_of(element).filter(|number| !order.contains(number)) {
            order.push(number);
        }
    });
    if let Some(note) = notes.iter().find(|note| !order.contains(&note.number)) {
        let number = note.number;
        return Err(RenderError::Content(format!(
            "only notes refer to note {number}, which a footnote cannot be: refer to it in the text, or leave footnotes out"
        )));
    }
    let counting = if order.iter().copied().eq((1..).take(order.len())) { Counting::Words } else { Counting::Written };
    put_references(body, counting, &mut BTreeSet::new());
    Ok(counting)
}

/// The note whose reference a run keeps the place of.
fn number_of(element: &Element) -> Option<u32> {
    let style = element.first("w:rPr").filter(|_| element.name == "w:r")?.val_of("w:rStyle")?;
    style.strip_prefix("footnote-")?.parse().ok()
}

fn put_references(element: &mut Element, counting: Counting, seen: &mut BTreeSet<u32>) {
    let children = std::mem::take(&mut element.children);
    for node in children {
        let Node::Element(mut child) = node else {
            element.children.push(node);
            continue;
        };
        match number_of(&child) {
            Some(number) if seen.insert(number) => {
                let id = |name: &str| Element::new(name).with("w:id", number);
                let mut reference = Element::new("w:footnoteReference");
                if counting == Counting::Written {
                    reference = reference.with("w:customMarkFollows", 1);
                }
                let mut run = sign().child(reference.with("w:id", number));
                if counting == Counting::Written {
                    run = run.child(Element::new("w:t").text(number.to_string()));
                }
                let start = id("w:bookmarkStart").with("w:name", note_bookmark(number));
                element.children.extend([start, run, id("w:bookmarkEnd")].map(Node::Element));
            }
            Some(number) => {
                let again = format!(" NOTEREF {} \\h ", note_bookmark(number));
                let run = sign().child(Element::new("w:t").text(number.to_string()));
                element.children.push(Node::Element(Element::new("w:fldSimple").with("w:instr", again).child(run)));
            }
            None => {
                put_references(&mut child, counting, seen);
                element.children.push(Node::Element(child));
            }
        }
    }
}

/// A run in the style of numbers.
fn sign() -> Element {
    Element::new("w:r").child(Element::new("w:rPr").child(Element::val("w:rStyle", SIGN)))
}

/// The part with the footnotes, and its relationships.
pub(super) fn part(notes: &[Note], counting: Counting) -> Result<(Element, Vec<Relation>), RenderError> {
    let mut words = Words::default();
    let paragraphs =
        notes.iter().map(|note| words.add(Paragraph::new().style("FootnoteText"), &note.text, Tone::default()));
    let header = paragraphs.fold(Header::new(), Header::add_paragraph);
    let mut built = xml::parse(&header.build())?;
    complete_passages(&mut built, &words.languages);
    put_in_order(&mut built);
    controls::complete(&mut built, &words.controls, "notes ");
    let mut root = Element::new("w:footnotes").with("xmlns:w", W).with("xmlns:r", R);
    furniture::declare(&mut root);
    root = root.children(SEPARATORS.map(|(id, kind)| {
        let line = Element::new("w:p").child(Element::new("w:r").child(Element::new(&format!("w:{kind}"))));
        Element::new("w:footnote").with("w:type", kind).with("w:id", id).child(line)
    }));
    let texts = built.elements().filter(|element| element.name == "w:p").cloned();
    let footnotes = notes.iter().zip(texts).map(|(note, mut text)| {
        let number = match counting {
            Counting::Words => sign().child(Element::new("w:footnoteRef")),
            Counting::Written => sign().child(Element::new("w:t").text(note.number.to_string())),
        };
        let space = Element::new("w:r").child(Element::new("w:t").with("xml:space", "preserve").text(" "));
        let at = usize::from(text.first("w:pPr").is_some());
        text.children.splice(at..at, [number, space].map(Node::Element));
        Element::new("w:footnote").with("w:id", note.number).child(text)
    });
    let root = root.children(footnotes.collect::<Vec<_>>());
    let links = words.links.iter().enumerate().map(|(index, url)| Relation {
        id: link_id(index),
        kind: "hyperlink",
        target: url.clone(),
        external: true,
    });
    Ok((root, links.collect()))
}
