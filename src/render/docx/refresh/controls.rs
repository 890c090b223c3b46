//! Content controls → the same with another text. Word, `LibreOffice` and others split and wrap the text of a control as
//! they please, so the first text in it takes the whole new text, and the others go.

use super::super::xml::{Element, Node};
use super::properties::replaced;
use super::{Change, is_mark};
use std::collections::BTreeMap;

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
            _ => {}
        }
        element.elements_mut().for_each(|child| self.refresh(child));
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
                element.set("w:val", replaced(&said, &repeated));
            }
        });
    }

    fn control(&mut self, control: &mut Element, tag: &str) {
        self.figures += 1;
        let Some(content) = control.first_mut("w:sdtContent") else { return };
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
        if tag.starts_with(crate::document::model::EDITION_MARK) {
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

    /// A table; the description of tiles repeats their figures, one part for each column.
    fn table(&mut self, table: &mut Element) {
        let before = columns(table);
        table.elements_mut().for_each(|child| self.refresh(child));
        let after = columns(table);
        let Some(description) = table.first_mut("w:tblPr").and_then(|p| p.first_mut("w:tblDescription")) else {
            return;
        };
        let Some(said) = description.get("w:val").map(str::to_owned) else { return };
        let parts: Vec<&str> = said.split("; ").collect();
        if parts.len() != before.len() || before == after {
            return;
        }
        let replaced = parts.iter().zip(before.iter().zip(&after)).map(|(part, (before, after))| {
            before.iter().zip(after).fold((*part).to_owned(), |part, (old, new)| part.replacen(old.as_str(), new, 1))
        });
        let replaced = replaced.collect::<Vec<_>>().join("; ");
        description.set("w:val", replaced);
    }
}

/// The texts of the controls of each column, row by row.
fn columns(table: &Element) -> Vec<Vec<String>> {
    let mut columns: Vec<Vec<String>> = Vec::new();
    for row in table.elements().filter(|element| element.name == "w:tr") {
        for (index, cell) in row.elements().filter(|element| element.name == "w:tc").enumerate() {
            if columns.len() <= index {
                columns.resize(index + 1, Vec::new());
            }
            cell.walk(&mut |element| {
                if element.name == "w:sdt" && tag_of(element).is_some_and(|tag| is_mark(&tag)) {
                    columns[index].push(text_of(element));
                }
            });
        }
    }
    columns
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

/// The words below an element, without what was deleted and without instructions of fields.
pub(super) fn text_of(element: &Element) -> String {
    let mut text = String::new();
    element.walk(&mut |part| match part.name.as_str() {
        "w:t" => text.push_str(&part.all_text()),
        "w:br" | "w:cr" | "w:tab" if !text.is_empty() => text.push(' '),
        _ => {}
    });
    text
}

/// Gives an element with text another one, in the form of its first run.
pub(super) fn set_text(content: &mut Element, text: &str) {
    let mut first = true;
    content.walk_mut(&mut |part| {
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
    content.walk_mut(&mut |part| {
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
