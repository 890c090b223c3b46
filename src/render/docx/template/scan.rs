//! The placeholders of a part → runs of their own, each with one [`TAG`]. Word splits a text over runs as it likes
//! (spelling, edits, formatting), so they are looked for in the words of a whole paragraph.

use super::super::xml::{Element, Node};
use super::problem;
use crate::value::Problem;

/// The element that stands for a placeholder until it is filled; its text is the attribute.
pub(super) const TAG: &str = "factsheet:tag";
/// The attribute with the placeholder's text.
pub(super) const WORDS: &str = "text";
/// What holds paragraphs of its own, or text that is not on the page.
const APART: [&str; 7] =
    ["w:drawing", "w:pict", "w:object", "mc:AlternateContent", "w:del", "w:moveFrom", "w:instrText"];

/// A placeholder in the words of a paragraph.
struct Found {
    start: usize,
    end: usize,
    text: String,
}

/// Gives every placeholder of a part a run of its own.
pub(super) fn scan(root: &mut Element) -> Result<(), Vec<Problem>> {
    let mut scan = Scan { paragraph: 0, home: (0, String::new()), control: None, problems: Vec::new() };
    scan.visit(root);
    if scan.problems.is_empty() { Ok(()) } else { Err(scan.problems) }
}

struct Scan {
    paragraph: usize,
    /// The paragraph around: its number and its words.
    home: (usize, String),
    /// What the control around holds, where that can be no placeholder.
    control: Option<&'static str>,
    problems: Vec<Problem>,
}

impl Scan {
    fn visit(&mut self, element: &mut Element) {
        let (home, control) = (self.home.clone(), self.control);
        if element.name == "w:sdt" {
            self.control = plain(element).or(control);
        }
        if let Some(holds) = self.control.filter(|_| element.name == TAG) {
            let what = format!("a placeholder stands in a content control for {holds}");
            let todo = "put it outside of the control, or use one for rich text";
            self.problems.push(problem(self.home.0, &self.home.1, &what, todo));
        }
        if element.name == "w:p" {
            self.paragraph += 1;
            let mut words = String::new();
            gather(element, &mut words);
            self.home = (self.paragraph, words.clone());
            match find(&words) {
                Ok(found) if found.is_empty() => {}
                Ok(found) => split(element, &mut 0, &found),
                Err((what, todo)) => self.problems.push(problem(self.paragraph, &words, &what, todo)),
            }
        }
        element.elements_mut().for_each(|child| self.visit(child));
        (self.home, self.control) = (home, control);
    }
}

/// What a control holds whose text has no markup of its own, so that no figure's control can stand in it (ECMA-376 Part
/// 1 §17.5.2.44 and, for the others, §17.5.2.7, §17.5.2.15 and §17.5.2.5); what is bound to data, Word replaces by the
/// data (§17.5.2.6).
fn plain(control: &Element) -> Option<&'static str> {
    let kind = |property: &Element| match property.local() {
        "dataBinding" => Some("what is bound to data"),
        "text" => Some("plain text"),
        "date" => Some("a date"),
        "dropDownList" | "comboBox" => Some("a list"),
        "picture" => Some("a picture"),
        _ => None,
    };
    control.first("w:sdtPr")?.elements().find_map(kind)
}

/// The words of a paragraph itself.
pub(super) fn gather(element: &Element, words: &mut String) {
    for child in element.elements().filter(|child| !APART.contains(&child.name.as_str())) {
        match child.name.as_str() {
            "w:t" => words.push_str(&child.all_text()),
            TAG => words.push_str(&format!("{{{{{}}}}}", child.get(WORDS).unwrap_or_default())),
            _ => gather(child, words),
        }
    }
}

fn find(words: &str) -> Result<Vec<Found>, (String, &'static str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = words[at..].find("{{").map(|start| start + at) {
        let ending = if words[start..].starts_with("{{{") { "}}}" } else { "}}" };
        let Some(end) = words[start..].find(ending).map(|end| end + start + ending.len()) else {
            return Err(("a placeholder begins with {{ and does not end".to_owned(), "write }} in the same paragraph"));
        };
        let inner = spoken(&words[start..end]);
        if let Some(character) = inner.chars().find(|c| matches!(u32::from(*c), 0xFDD0..=0xFDEF)) {
            let code = u32::from(character);
            return Err((format!("a placeholder holds the character U+{code:04X}"), "delete it"));
        }
        let text = straightened(inner);
        if text.starts_with('>') {
            return Err(("partials are not offered in Word templates".to_owned(), "write the text out here"));
        }
        if text.split_whitespace().next() == Some("chart") {
            let todo = "put it into the alternative text of a picture or chart in that place";
            return Err(("a chart cannot stand in the text".to_owned(), todo));
        }
        found.push(Found { start, end, text });
        at = end;
    }
    Ok(found)
}

/// What stands within the braces. A third brace or "&" asks for what is not escaped, and nothing is here; "~" takes
/// blanks away, and Word keeps those that a person typed. So all of them mean the same.
fn spoken(placeholder: &str) -> &str {
    let inner = placeholder.trim_matches(['{', '}']).trim();
    inner.trim_matches('~').trim_start_matches('&').trim()
}

/// A placeholder as Handlebars reads it: Word makes quotes curly and blanks unbreakable.
pub(super) fn straightened(inner: &str) -> String {
    let straight = |c: char| match c {
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' => '"',
        '\u{2018}' | '\u{2019}' | '\u{201a}' => '\'',
        '\u{a0}' | '\u{202f}' | '\n' => ' ',
        other => other,
    };
    inner.trim().chars().map(straight).collect()
}

/// Splits the runs that placeholders lie in.
fn split(element: &mut Element, at: &mut usize, found: &[Found]) {
    let children = std::mem::take(&mut element.children);
    for node in children {
        match node {
            Node::Element(child) if APART.contains(&child.name.as_str()) => element.children.push(Node::Element(child)),
            Node::Element(child) if child.name == "w:r" => {
                element.children.extend(pieces(&child, at, found).into_iter().map(Node::Element));
            }
            Node::Element(mut child) => {
                split(&mut child, at, found);
                element.children.push(Node::Element(child));
            }
            text @ Node::Text(_) => element.children.push(text),
        }
    }
}

/// A run as it is, or the runs that it falls into.
fn pieces(run: &Element, at: &mut usize, found: &[Found]) -> Vec<Element> {
    let length: usize = run.elements().filter(|child| child.name == "w:t").map(|child| child.all_text().len()).sum();
    let (from, to) = (*at, *at + length);
    if !found.iter().any(|tag| tag.start < to && tag.end > from) {
        *at = to;
        return vec![run.clone()];
    }
    let frame = || Element {
        children: run.first("w:rPr").cloned().map(Node::Element).into_iter().collect(),
        ..Element { name: run.name.clone(), attributes: run.attributes.clone(), children: Vec::new() }
    };
    let mut runs = Vec::new();
    for child in run.elements().filter(|child| child.name != "w:rPr") {
        if child.name == "w:t" {
            words(&child.all_text(), at, found, &mut |piece| runs.push(frame().child(piece)));
        } else {
            runs.push(frame().child(child.clone()));
        }
    }
    runs
}

/// The words of a run before, between and after placeholders; a placeholder stands where it begins.
fn words(text: &str, at: &mut usize, found: &[Found], put: &mut impl FnMut(Element)) {
    let (from, to) = (*at, *at + text.len());
    let mut done = from;
    let plain = |start: usize, end: usize, put: &mut dyn FnMut(Element)| {
        if start < end {
            put(Element::new("w:t").with("xml:space", "preserve").text(&text[start - from..end - from]));
        }
    };
    for tag in found.iter().filter(|tag| tag.start < to && tag.end > from) {
        plain(done, tag.start.max(done), put);
        if tag.start >= from {
            put(Element::new(TAG).with(WORDS, &tag.text));
        }
        done = tag.end.min(to);
    }
    plain(done, to, put);
    *at = to;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> Element {
        Element::new("w:r").child(Element::new("w:rPr")).child(Element::new("w:t").text(text))
    }

    #[test]
    fn a_placeholder_over_three_runs_becomes_one() {
        let mut paragraph = Element::new("w:p").children([run("So {"), run("{claim “arr"), run("ests”}} x {{y}}!")]);
        scan(&mut paragraph).unwrap();
        let mut tags = Vec::new();
        paragraph.walk(&mut |element| tags.extend(element.get(WORDS).map(str::to_owned)));
        assert_eq!(tags, ["claim \"arrests\"", "y"]);
        let mut plain = String::new();
        paragraph.walk(&mut |element| {
            if element.name == "w:t" {
                plain.push_str(&element.all_text());
            }
        });
        assert_eq!(plain, "So  x !");
    }

    #[test]
    fn what_does_not_end_is_named() {
        let mut body = Element::new("w:body").child(Element::new("w:p").child(run("a {{b")));
        let problems = scan(&mut body).unwrap_err();
        assert!(problems[0].what.starts_with("paragraph 1 (\"a {{b\"): a placeholder begins"), "{}", problems[0].what);
    }
}
