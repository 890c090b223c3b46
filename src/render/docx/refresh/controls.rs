//! Content controls → the same with another text. Word, `LibreOffice` and others split and wrap the text of a control
//! as they please, so the first text in it takes the whole new text, and the others go.

use super::super::xml::{Element, Node};
use super::described::{Tiles, said_of};
use super::properties::replaced;
use super::{Change, is_mark};
use crate::document::model::{EDITION_MARK, Mark};
use crate::value::single_spaced;
use std::collections::{BTreeMap, BTreeSet};

/// A paragraph of no more characters is not looked for in descriptions.
const SHORTEST: usize = 8;

/// What is found and changed on the way through the parts.
pub(super) struct Run<'a> {
    texts: &'a BTreeMap<String, &'a str>,
    pub(super) changes: Vec<Change>,
    /// Tags that the edition does not have, with what they print now.
    pub(super) missing: Vec<String>,
    pub(super) figures: usize,
    /// The words of each paragraph that changed, before and after; descriptions repeat them.
    pub(super) paragraphs: Vec<(String, String)>,
    /// What a person should look at.
    pub(super) warnings: Vec<String>,
    /// Words that change with the edition, before and after.
    pub(super) words: Vec<(String, String)>,
    /// Descriptions of tiles that were written anew.
    read_out: BTreeSet<String>,
}

impl<'a> Run<'a> {
    pub(super) const fn new(texts: &'a BTreeMap<String, &'a str>) -> Self {
        Self {
            texts,
            changes: Vec::new(),
            missing: Vec::new(),
            figures: 0,
            paragraphs: Vec::new(),
            warnings: Vec::new(),
            words: Vec::new(),
            read_out: BTreeSet::new(),
        }
    }

    /// Refreshes all controls below an element.
    pub(super) fn refresh(&mut self, element: &mut Element) {
        match element.name.as_str() {
            "w:sdt" => {
                if let Some(tag) = tag_of(element).filter(|tag| is_mark(tag)) {
                    return self.control(element, &tag);
                }
            }
            "w:p" => {
                let before = text_of(element);
                element.elements_mut().for_each(|child| self.refresh(child));
                let after = text_of(element);
                if before != after {
                    self.paragraphs.push((before, after));
                }
                return;
            }
            "w:tbl" => return self.table(element),
            "w:del" => return self.look_at_deleted(element),
            // What was moved stands a second time where it was moved to.
            "w:moveFrom" => return,
            _ => {}
        }
        element.elements_mut().for_each(|child| self.refresh(child));
    }

    /// Figures within what a tracked change deletes are no words of the sheet any more, unless the change is rejected.
    fn look_at_deleted(&mut self, deleted: &Element) {
        deleted.walk(&mut |element| {
            if element.name == "w:sdt"
                && let Some(tag) = tag_of(element).filter(|tag| is_mark(tag))
            {
                self.deleted(&tag);
            }
        });
    }

    fn deleted(&mut self, tag: &str) {
        self.warnings.push(format!(
            "{tag} is deleted in a tracked change and was left as it is: accept the change, or reject it and refresh again"
        ));
    }

    /// A table; the description of tiles reads out their figures.
    fn table(&mut self, table: &mut Element) {
        let (before, tiles) = (text_of(table), Tiles::of(table));
        table.elements_mut().for_each(|child| self.refresh(child));
        if before == text_of(table) {
            return;
        }
        match (tiles.follow(table), said_of(table)) {
            (Some(said), _) => drop(self.read_out.insert(said)),
            // What the tool wrote of a table of figures tells how many rows it has, and was seen to already.
            (None, Some(said)) if said.contains(|c: char| c.is_ascii_digit()) && !said.contains("Table with ") => {
                self.warnings.push(format!("the description of a table was written by hand; check it: {said}"));
            }
            _ => {}
        }
    }

    /// What descriptions may repeat: whole paragraphs that changed, and words that change with the edition.
    pub(super) fn repeated(&self) -> Vec<(String, String)> {
        let trimmed = |text: &String| text.trim_end_matches('.').to_owned();
        let paragraphs = self.paragraphs.iter().map(|(before, after)| (trimmed(before), trimmed(after)));
        // Short ones, such as a cell of a table, are no sentence that would be repeated.
        let mut repeated: Vec<_> = paragraphs.filter(|(before, _)| before.chars().count() > SHORTEST).collect();
        repeated.extend(self.words.iter().cloned());
        repeated
    }

    /// The descriptions of tables, where they repeat what changed.
    pub(super) fn descriptions(&self, body: &mut Element) {
        let repeated = self.repeated();
        body.walk_mut(&mut |element| {
            if element.name == "w:tblDescription" {
                let said = element.get("w:val").unwrap_or_default().to_owned();
                if !self.read_out.contains(&said) {
                    element.set("w:val", replaced(&said, &repeated));
                }
            }
        });
    }

    fn control(&mut self, control: &mut Element, tag: &str) {
        let Some(content) = control.first_mut("w:sdtContent") else { return };
        if is_deleted(content) {
            return self.deleted(tag);
        }
        self.figures += 1;
        let before = text_of(content);
        let Some(new) = self.texts.get(tag) else {
            let missing = format!("{tag} (\"{before}\")");
            if !self.missing.contains(&missing) {
                self.missing.push(missing);
            }
            return;
        };
        let after = in_the_case_of(&before, new);
        if before == after {
            return;
        }
        set_text(content, &after);
        if let Some(properties) = control.first_mut("w:sdtPr") {
            // The text is a text again, not what Word shows in an empty control.
            properties.children.retain(|node| !matches!(node, Node::Element(e) if e.name == "w:showingPlcHdr"));
        }
        self.look_at_markers(tag, &before, &after);
        // The status is an everyday word too, which a description may use of something else.
        let is_status = *tag == Mark::edition("status").tag();
        if tag.starts_with(EDITION_MARK) && !is_status {
            self.words.push((before.clone(), after.clone()));
        }
        let change = Change { what: tag.to_owned(), before, after };
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    /// A marker that comes or goes, whose legend is text that nobody but a person changes.
    fn look_at_markers(&mut self, tag: &str, before: &str, after: &str) {
        let marker = |text: &str| text.starts_with('[') && text.ends_with(']');
        if marker(before) != marker(after) {
            let (now, which) = if marker(after) { ("now", after) } else { ("no longer", before) };
            self.warnings
                .push(format!("{tag} is {now} {which}: does the legend below the table still say what it should?"));
        }
    }
}

/// A figure at the beginning of a sentence begins with a capital, also after the refresh.
fn in_the_case_of(before: &str, new: &str) -> String {
    let mut chars = new.chars();
    match (before.chars().next(), chars.next()) {
        (Some(old), Some(first)) if old.is_uppercase() && first.is_lowercase() => {
            first.to_uppercase().chain(chars).collect()
        }
        _ => new.to_owned(),
    }
}

/// The name of a control: its tag, or where another program dropped that, its alias or its placeholder.
pub(super) fn tag_of(control: &Element) -> Option<String> {
    let properties = control.first("w:sdtPr")?;
    let placeholder = || properties.first("w:placeholder").and_then(|holder| holder.val_of("w:docPart"));
    let named = properties.val_of("w:tag").filter(|tag| is_mark(tag));
    let named = named.or_else(|| properties.val_of("w:alias").filter(|tag| is_mark(tag)));
    named.or_else(placeholder).map(str::to_owned)
}

/// What tracked changes take away: deleted text, and text that was moved elsewhere (ECMA-376 Part 1 §17.13.5.14 and
/// §17.13.5.22).
const TAKEN_AWAY: [&str; 2] = ["w:del", "w:moveFrom"];

/// Shows every element that no tracked change takes away to a function.
fn walk<'e>(element: &'e Element, visit: &mut impl FnMut(&'e Element)) {
    if !TAKEN_AWAY.contains(&element.name.as_str()) {
        visit(element);
        element.elements().for_each(|child| walk(child, visit));
    }
}

/// The same to a function that may change it.
fn walk_mut(element: &mut Element, visit: &mut impl FnMut(&mut Element)) {
    if !TAKEN_AWAY.contains(&element.name.as_str()) {
        visit(element);
        element.elements_mut().for_each(|child| walk_mut(child, visit));
    }
}

/// Whether all text of a control is taken away by tracked changes.
fn is_deleted(content: &Element) -> bool {
    let (mut taken, mut runs) = (false, false);
    content.walk(&mut |part| taken |= TAKEN_AWAY.contains(&part.name.as_str()));
    walk(content, &mut |part| runs |= part.name == "w:r");
    taken && !runs
}

/// The words below an element, without what was deleted or moved and without instructions of fields.
pub(super) fn text_of(element: &Element) -> String {
    let mut text = String::new();
    walk(element, &mut |part| match part.name.as_str() {
        "w:t" => text.push_str(&part.all_text()),
        "w:br" | "w:cr" | "w:tab" if !text.is_empty() => text.push(' '),
        _ => {}
    });
    text
}

/// The same without the numbers of notes, blanks folded: as a description repeats it.
pub(super) fn words_of(element: &Element) -> String {
    let is_note = |part: &Element| match part.name.as_str() {
        "w:r" => part.first("w:rPr").and_then(|p| p.val_of("w:rStyle")) == Some("NoteReference"),
        "w:hyperlink" => part.get("w:anchor").is_some_and(|anchor| anchor.starts_with("note_")),
        _ => false,
    };
    let mut bare = element.clone();
    bare.walk_mut(&mut |part| part.children.retain(|node| !matches!(node, Node::Element(e) if is_note(e))));
    single_spaced(&text_of(&bare))
}

/// Gives an element with text another one, in the form of its first run.
pub(super) fn set_text(content: &mut Element, text: &str) {
    let mut first = true;
    walk_mut(content, &mut |part| {
        if part.name == "w:t" {
            part.children.clear();
            if std::mem::take(&mut first) {
                part.children.push(Node::Text(text.to_owned()));
            }
        }
    });
    if !first {
        return;
    }
    // Someone deleted the whole text: it comes back in the first run, or in a new one.
    let mut words = Some(Element::new("w:t").text(text));
    walk_mut(content, &mut |part| {
        if part.name == "w:r" {
            part.children.extend(words.take().map(Node::Element));
        }
    });
    if let Some(words) = words.take() {
        let run = Node::Element(Element::new("w:r").child(words));
        match content.first_mut("w:p") {
            Some(paragraph) => paragraph.children.push(run),
            None => content.children.push(run),
        }
    }
}

/// Puts the content of every control of ours in its place; says whether there was one.
pub(super) fn flatten(element: &mut Element) -> bool {
    let mut any = false;
    let children = std::mem::take(&mut element.children);
    for node in children {
        match node {
            Node::Element(mut child) => {
                any |= flatten(&mut child);
                if child.name == "w:sdt" && tag_of(&child).is_some_and(|tag| is_mark(&tag)) {
                    any = true;
                    let content = child.first_mut("w:sdtContent").map(|content| std::mem::take(&mut content.children));
                    element.children.extend(content.into_iter().flatten());
                } else {
                    element.children.push(Node::Element(child));
                }
            }
            text @ Node::Text(_) => element.children.push(text),
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    fn control(inside: Element) -> Element {
        let properties = Element::new("w:sdtPr").child(Element::val("w:tag", "arrests/to-date/claim"));
        let content = Element::new("w:sdtContent").child(inside);
        Element::new("w:p").child(Element::new("w:sdt").child(properties).child(content))
    }

    fn run(text: &str) -> Element {
        Element::new("w:r").child(Element::new("w:t").text(text))
    }

    #[test]
    fn a_split_control_takes_the_new_text_once_and_keeps_its_capital() {
        let mut paragraph = control(Element::new("w:hyperlink").children([run("More "), run("than 5")]));
        let texts = BTreeMap::from([("arrests/to-date/claim".to_owned(), "more than 10")]);
        let mut changes = Run::new(&texts);
        changes.refresh(&mut paragraph);
        assert_eq!(text_of(&paragraph), "More than 10");
        assert_eq!(changes.changes.len(), 1);
        assert!(flatten(&mut paragraph));
        assert_eq!(text_of(&paragraph), "More than 10");
        assert!(!flatten(&mut paragraph));
    }

    #[test]
    fn a_control_that_was_emptied_is_filled_again() {
        let mut paragraph = control(Element::new("w:r"));
        let texts = BTreeMap::from([("arrests/to-date/claim".to_owned(), "more than 10")]);
        Run::new(&texts).refresh(&mut paragraph);
        assert_eq!(text_of(&paragraph), "more than 10");
    }
}
