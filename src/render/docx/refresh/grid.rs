//! The rows and cells of a table → the figures in them; and cells of one slice → the same cells with another one.

use super::super::controls::{id_from, short_tag};
use super::super::xml::{Element, Node};
use super::controls::{set_text, tag_of};
use super::is_mark;
use super::tag::{Tag, Texts};
use crate::document::model::EDITION_MARK;
use std::collections::BTreeSet;

/// A row of a table.
pub(super) struct Line {
    /// Its place among the children of the table.
    pub(super) at: usize,
    /// The figures of each cell.
    pub(super) cells: Vec<Vec<Tag>>,
    /// Whether it has a control of ours that says nothing of its slice.
    pub(super) unknown: bool,
}

impl Line {
    /// All its figures.
    pub(super) fn tags(&self) -> impl Iterator<Item = &Tag> {
        self.cells.iter().flatten()
    }

    /// Whether it has figures.
    pub(super) fn has_figures(&self) -> bool {
        self.unknown || self.tags().next().is_some()
    }

    /// Its code in a dimension, where all its figures are of that one.
    pub(super) fn code(&self, dimension: &str) -> Option<&str> {
        if self.unknown { None } else { common(self.tags(), |tag| tag.code(dimension)) }
    }
}

/// What all figures have in common.
pub(super) fn common<'t, T: PartialEq>(
    mut tags: impl Iterator<Item = &'t Tag>,
    of: impl Fn(&'t Tag) -> Option<T>,
) -> Option<T> {
    let first = of(tags.next()?)?;
    tags.all(|tag| of(tag).as_ref() == Some(&first)).then_some(first)
}

/// The cells of a row.
pub(super) fn cells(row: &Element) -> impl Iterator<Item = &Element> {
    row.elements().filter(|cell| cell.name == "w:tc")
}

/// The rows of a table.
pub(super) fn lines(table: &Element, texts: &Texts<'_>) -> Vec<Line> {
    let rows = table.children.iter().enumerate().filter_map(|(at, node)| match node {
        Node::Element(element) if element.name == "w:tr" => Some((at, element)),
        _ => None,
    });
    let line = |(at, row): (usize, &Element)| {
        let mut line = Line { at, cells: Vec::new(), unknown: false };
        for cell in cells(row) {
            let mut tags = Vec::new();
            cell.walk(&mut |element| {
                if element.name == "w:sdt"
                    && let Some(tag) = tag_of(element).filter(|tag| is_mark(tag) && !is_edition(tag))
                {
                    let known = texts.parse(&tag);
                    line.unknown |= known.is_none();
                    tags.extend(known);
                }
            });
            line.cells.push(tags);
        }
        line
    };
    rows.map(line).collect()
}

/// Gives every figure below an element another slice; says whether the edition has them all.
pub(super) fn retag(
    element: &mut Element,
    texts: &Texts<'_>,
    ids: &mut BTreeSet<String>,
    other: impl Fn(&Tag) -> Option<Tag>,
) -> bool {
    let mut whole = true;
    element.walk_mut(&mut |element| {
        // Names that stand once in a file: of paragraphs, and of places.
        element.attributes.retain(|(key, _)| !key.ends_with(":paraId") && !key.ends_with(":textId"));
        element.children.retain(|node| !matches!(node, Node::Element(e) if e.name.starts_with("w:bookmark")));
        let Some(tag) = tag_of(element).filter(|tag| element.name == "w:sdt" && is_mark(tag)) else { return };
        let own = texts.parse(&tag);
        let tag = if is_edition(&tag) { own } else { own.and_then(|tag| other(&tag)) };
        let Some((tag, text)) = tag.and_then(|tag| Some((tag.text(), texts.text(&tag)?))) else {
            whole = false;
            return;
        };
        if let Some(properties) = element.first_mut("w:sdtPr") {
            let (id, tag) = (id_from(&tag, |id| ids.insert(id.to_string())), short_tag(&tag));
            properties.walk_mut(&mut |property| match property.name.as_str() {
                "w:tag" | "w:alias" | "w:docPart" => property.set("w:val", &tag),
                "w:id" => property.set("w:val", id),
                _ => {}
            });
        }
        if let Some(content) = element.first_mut("w:sdtContent") {
            set_text(content, text);
        }
    });
    whole
}

/// Whether a control holds words that change with the edition and are of no slice.
fn is_edition(tag: &str) -> bool {
    tag.starts_with(EDITION_MARK)
}
