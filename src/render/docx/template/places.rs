//! A part → its elements, each with the paragraph that it stands in, so that a problem says where it is.

use super::super::xml::Element;
use super::problem;
use crate::value::{Place, Problem};

/// The paragraph that something stands in: its number in the part, and itself.
pub(super) type Home<'a> = Option<(usize, &'a Element)>;

/// Shows every element of a part, in order, with its paragraph.
pub(super) fn walk<'a>(root: &'a Element, see: &mut impl FnMut(Home<'a>, &'a Element)) {
    step(root, &mut 0, None, see);
}

fn step<'a>(element: &'a Element, number: &mut usize, home: Home<'a>, see: &mut impl FnMut(Home<'a>, &'a Element)) {
    let mut home = home;
    if is_paragraph(element) {
        *number += 1;
        home = Some((*number, element));
    }
    see(home, element);
    element.elements().for_each(|child| step(child, number, home, see));
}

/// A paragraph of Word, or of the text of a drawing.
pub(super) fn is_paragraph(element: &Element) -> bool {
    element.name == "w:p" || element.name == "a:p"
}

/// The words of a paragraph itself: not those of a text box in it, deleted ones or the instructions of fields.
pub(super) fn words(paragraph: &Element) -> String {
    let mut words = String::new();
    gather(paragraph, &mut words);
    words
}

fn gather(element: &Element, words: &mut String) {
    for child in element.elements().filter(|child| !is_paragraph(child)) {
        match child.local() {
            "t" => words.push_str(&child.all_text()),
            "del" | "moveFrom" => {}
            _ => gather(child, words),
        }
    }
}

/// A part of a file for messages; the one with the text is not named.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) name: &'a str,
    pub(super) is_main: bool,
}

impl Part<'_> {
    /// A problem at a place of this part.
    pub(super) fn problem(self, home: Home<'_>, what: &str, todo: &str) -> Problem {
        let Some((number, paragraph)) = home else {
            return Problem::new(Place::default(), format!("{}: {what}", self.name), todo);
        };
        self.at(number, &words(paragraph), what, todo)
    }

    /// A problem in a paragraph of this part.
    pub(super) fn at(self, number: usize, words: &str, what: &str, todo: &str) -> Problem {
        let mut problem = problem(number, words, what, todo);
        if !self.is_main {
            problem.what = format!("{}, {}", self.name, problem.what);
        }
        problem
    }
}
