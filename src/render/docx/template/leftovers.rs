//! Placeholders where none is filled → problems: alternative texts, captions, fields, addresses, comments, titles of
//! charts. Whatever a person forgot, no sheet goes out with "{{" in it.

use super::super::xml::{Element, Node};
use super::places::{Home, Part, is_paragraph, walk, words};
use crate::value::Problem;

/// What an alternative text may be.
pub(super) const ALTERNATIVE: &str = "an alternative text may be one {{chart …}} and nothing else";
/// What to do elsewhere.
const WRITE_OUT: &str = "write the words out, or put the placeholder into the text";

/// Whether words hold a placeholder; an address may have its signs as a number (RFC 3986 §2.1).
pub(super) fn holds_placeholder(words: &str) -> bool {
    words.contains("{{") || words.to_ascii_lowercase().contains("%7b%7b")
}

/// A placeholder that would stay as it is.
pub(super) fn not_filled(part: Part<'_>, home: Home<'_>, whose: &str) -> Problem {
    part.problem(home, &unfilled(whose), WRITE_OUT)
}

/// What is wrong with an alternative text that holds one.
pub(super) fn alternative(alt: &str) -> String {
    unfilled(&format!("the alternative text \"{alt}\""))
}

fn unfilled(whose: &str) -> String {
    format!("{whose} holds a placeholder that is not filled")
}

/// What is left in the attributes of a part, such as captions; its text is filled.
pub(super) fn in_attributes(part: Part<'_>, root: &Element) -> Vec<Problem> {
    let mut problems = Vec::new();
    walk(root, &mut |home, element| {
        // The instructions of fields are looked at as a whole.
        for (key, value) in element.attributes.iter().filter(|(key, value)| value.contains("{{") && key != "w:instr") {
            problems.push(match (element.local(), key.as_str()) {
                (_, "descr" | "title" | "alt") => part.problem(home, &alternative(value), ALTERNATIVE),
                ("tblCaption", _) => not_filled(part, home, &format!("the caption \"{value}\"")),
                ("tblDescription", _) => not_filled(part, home, &format!("the description \"{value}\"")),
                (name, _) => not_filled(part, home, &format!("\"{value}\" ({name})")),
            });
        }
    });
    problems
}

/// What is left in the text of a part.
pub(super) fn in_text(part: Part<'_>, root: &Element) -> Vec<Problem> {
    let mut problems = Vec::new();
    let what = "a placeholder is not filled here";
    walk(root, &mut |home, element| {
        if is_paragraph(element) && words(element).contains("{{") {
            problems.push(part.problem(home, what, WRITE_OUT));
        }
        let bare = |node: &Node| matches!(node, Node::Text(text) if text.contains("{{"));
        if home.is_none() && element.children.iter().any(bare) {
            problems.push(part.problem(None, &format!("{what} (\"{}\")", element.all_text().trim()), WRITE_OUT));
        }
    });
    problems
}
