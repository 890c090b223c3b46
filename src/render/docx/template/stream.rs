//! A planned part → one text of markup tokens and placeholders → Handlebars → the filled part. Block placeholders stand
//! between whole children of one element, so what is repeated or left out is always balanced; what remains is to give
//! copies names of their own and to leave no cell without a paragraph.

use super::super::controls::short_tag;
use super::super::languages::speak;
use super::super::xml::{Element, Node};
use super::plan::{Path, Plan};
use super::problem;
use super::scan::{TAG, WORDS, gather};
use crate::document::{MARKUP, MARKUP_END, WordFiller, WordPiece};
use crate::value::Problem;
use std::collections::BTreeSet;

/// A piece of markup that a token stands for.
enum Markup {
    /// An element with all that is in it.
    Whole(Element),
    /// The beginning of an element.
    Start(Element),
    /// Its end.
    End,
    /// The beginning of a placeholder's run, with its properties.
    Run(Option<Element>),
    /// Its end.
    RunEnd,
}

/// A part as text.
struct Stream<'a> {
    plan: &'a Plan,
    text: String,
    markup: Vec<Markup>,
    /// For each line of the text the paragraph: its number and words.
    lines: Vec<(usize, String)>,
    paragraph: usize,
}

/// Fills a planned part.
pub(super) fn fill(root: &Element, plan: &Plan, filler: &WordFiller<'_>) -> Result<Element, Vec<Problem>> {
    if !holds_tag(root) {
        return Ok(root.clone());
    }
    let first = (1, String::new());
    let mut stream = Stream { plan, text: String::new(), markup: Vec::new(), lines: vec![first], paragraph: 0 };
    stream.element(root, &mut Vec::new());
    let pieces = filler.fill(&stream.text).map_err(|problems| {
        let placed = problems.into_iter().map(|wrong| {
            let Some(line) = usize::try_from(wrong.place.line).unwrap_or(0).checked_sub(1) else { return wrong };
            let (paragraph, words) = stream.lines.get(line).cloned().unwrap_or_default();
            problem(paragraph, &words, &wrong.what, &wrong.todo)
        });
        placed.collect::<Vec<_>>()
    })?;
    let mut filled = rebuild(&pieces, &stream.markup).unwrap_or_else(|| root.clone());
    mend(&mut filled);
    Unique::default().visit(&mut filled);
    Ok(filled)
}

fn holds_tag(element: &Element) -> bool {
    element.name == TAG || element.elements().any(holds_tag)
}

impl Stream<'_> {
    fn token(&mut self, markup: Markup) {
        self.text.push_str(&format!("{MARKUP}{}{MARKUP_END}", self.markup.len()));
        self.markup.push(markup);
    }

    fn element(&mut self, element: &Element, path: &mut Path) {
        if !holds_tag(element) {
            let mut inside = 0;
            element.walk(&mut |child| inside += usize::from(child.name == "w:p"));
            self.paragraph += inside;
            return self.token(Markup::Whole(element.clone()));
        }
        if element.name == "w:p" {
            self.paragraph += 1;
            let mut words = String::new();
            gather(element, &mut words);
            // A line for each paragraph, so that a problem's line is its place.
            self.text.push('\n');
            self.lines.push((self.paragraph, words));
        }
        if let Some(tag) = element.first(TAG) {
            self.token(Markup::Run(element.first("w:rPr").cloned()));
            self.text.push_str(&format!("{{{{{}}}}}", tag.get(WORDS).unwrap_or_default()));
            return self.token(Markup::RunEnd);
        }
        let bare = Element { children: Vec::new(), ..element.clone() };
        self.token(Markup::Start(bare));
        let plan = self.plan;
        let none = Vec::new();
        let mut markers = plan.markers.get(path.as_slice()).unwrap_or(&none).iter().peekable();
        for (index, node) in element.children.iter().enumerate() {
            while let Some((_, _, words)) = markers.next_if(|(slot, ..)| *slot <= 3 * index + 1) {
                self.text.push_str(words);
            }
            path.push(index);
            match node {
                _ if plan.dropped.contains(path.as_slice()) => self.pass(node),
                Node::Element(child) => self.element(child, path),
                Node::Text(text) => self.token(Markup::Whole(Element::new("").text(text.as_str()))),
            }
            path.pop();
            while let Some((_, _, words)) = markers.next_if(|(slot, ..)| *slot <= 3 * index + 2) {
                self.text.push_str(words);
            }
        }
        self.token(Markup::End);
    }

    /// Counts the paragraphs of what goes away.
    fn pass(&mut self, node: &Node) {
        if let Node::Element(element) = node {
            element.walk(&mut |child| self.paragraph += usize::from(child.name == "w:p"));
        }
    }
}

/// The filled text as a tree again.
fn rebuild(pieces: &[WordPiece], markup: &[Markup]) -> Option<Element> {
    let mut open: Vec<Element> = Vec::new();
    let mut run: Option<&Option<Element>> = None;
    let mut root = None;
    for piece in pieces {
        match piece {
            WordPiece::Markup(number) => match markup.get(*number)? {
                Markup::Whole(element) if element.name.is_empty() => {
                    open.last_mut()?.children.extend(element.children.iter().cloned());
                }
                Markup::Whole(element) => open.last_mut()?.children.push(Node::Element(element.clone())),
                Markup::Start(element) => open.push(element.clone()),
                Markup::End => {
                    let element = open.pop()?;
                    match open.last_mut() {
                        Some(parent) => parent.children.push(Node::Element(element)),
                        None => root = Some(element),
                    }
                }
                Markup::Run(properties) => run = Some(properties),
                Markup::RunEnd => run = None,
            },
            WordPiece::Text(text) => {
                if let Some(properties) = run {
                    open.last_mut()?.children.push(Node::Element(words(text, properties.as_ref())));
                }
            }
            WordPiece::Language { tag, text } => {
                if let Some(properties) = run {
                    let mut properties = properties.clone().unwrap_or_else(|| Element::new("w:rPr"));
                    speak(&mut properties, tag);
                    open.last_mut()?.children.push(Node::Element(words(text, Some(&properties))));
                }
            }
            WordPiece::Value { text, mark } => {
                if let Some(properties) = run {
                    let inside = words(text, properties.as_ref());
                    open.last_mut()?.children.push(Node::Element(control(inside, &short_tag(&mark.tag()))));
                }
            }
        }
    }
    root
}

fn words(text: &str, properties: Option<&Element>) -> Element {
    let run = Element::new("w:r").children(properties.cloned());
    run.child(Element::new("w:t").with("xml:space", "preserve").text(text))
}

/// A printed figure in its content control, as in the sheets of the tool's own look.
fn control(run: Element, tag: &str) -> Element {
    let properties = Element::new("w:sdtPr").children([
        Element::val("w:alias", tag),
        Element::val("w:tag", tag),
        Element::val("w:lock", "sdtLocked"),
        Element::new("w:placeholder").child(Element::val("w:docPart", tag)),
    ]);
    Element::new("w:sdt").child(properties).child(Element::new("w:sdtContent").child(run))
}

/// Gives every cell, head and foot the paragraph that it needs, and takes away tables without rows, which Word calls
/// damaged.
fn mend(element: &mut Element) {
    element.elements_mut().for_each(mend);
    let is_rowless = |node: &Node| match node {
        Node::Element(table) => table.name == "w:tbl" && !has(table, &["w:tr", "w:sdt", "w:ins"]),
        Node::Text(_) => false,
    };
    element.children.retain(|node| !is_rowless(node));
    let needs = ["w:tc", "w:hdr", "w:ftr", "w:txbxContent", "w:footnote"].contains(&element.name.as_str());
    let ends = element.elements().last().is_some_and(|last| ["w:p", "w:sdt"].contains(&last.name.as_str()));
    if needs && !ends {
        element.children.push(Node::Element(Element::new("w:p")));
    }
}

fn has(element: &Element, names: &[&str]) -> bool {
    element.elements().any(|child| names.contains(&child.name.as_str()))
}

/// Names that may stand only once in a file; copies get others, or none where none is needed.
#[derive(Default)]
struct Unique {
    paragraphs: BTreeSet<String>,
    drawings: BTreeSet<u32>,
    controls: BTreeSet<String>,
    bookmarks: BTreeSet<String>,
    ended: BTreeSet<String>,
}

impl Unique {
    fn visit(&mut self, element: &mut Element) {
        element.attributes.retain(|(key, value)| key != "w14:paraId" || self.paragraphs.insert(value.clone()));
        if element.local() == "docPr" {
            let own = element.get("id").and_then(|id| id.parse().ok()).unwrap_or(1);
            let id = (own..).find(|id| self.drawings.insert(*id)).unwrap_or(own);
            element.set("id", id);
        }
        if element.name == "w:sdtPr" && element.val_of("w:id").is_some_and(|id| !self.controls.insert(id.to_owned())) {
            element.children.retain(|node| !matches!(node, Node::Element(child) if child.name == "w:id"));
        }
        let Self { bookmarks, ended, .. } = self;
        element.children.retain(|node| match node {
            Node::Element(child) if child.name == "w:bookmarkStart" => {
                bookmarks.insert(child.get("w:id").unwrap_or_default().to_owned())
            }
            Node::Element(child) if child.name == "w:bookmarkEnd" => {
                ended.insert(child.get("w:id").unwrap_or_default().to_owned())
            }
            _ => true,
        });
        element.elements_mut().for_each(|child| self.visit(child));
    }
}
