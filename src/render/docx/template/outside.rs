//! What a template would lead to or bring along → problems: links that other templates may not have either, fields that
//! fetch something or start a program, parts that lie outside of the file, and text of another file that nobody has
//! read.

use super::super::foreign::{Foreign, Link};
use super::super::xml::Element;
use super::leftovers::{self, holds_placeholder};
use super::places::{Home, Part, walk};
use crate::document::{LINK_ADVICE, may_link};
use crate::render::RenderError;
use crate::value::{Place, Problem};

/// Fields whose result comes from outside the file (ECMA-376 Part 1 §17.16.5, and older ones that Word still runs).
const FETCHING: [&str; 9] =
    ["DATABASE", "DDE", "DDEAUTO", "INCLUDEPICTURE", "INCLUDETEXT", "LINK", "RD", "IMPORT", "INCLUDE"];
/// What makes a field's result plain text.
const FIELD_ADVICE: &str = "delete the field, or make its result plain text in Word (Ctrl+Shift+F9)";
/// Switches of a field that are followed by an argument of their own (§17.16.5.25 and §17.16.4).
const WITH_ARGUMENT: [&str; 6] = ["\\l", "\\o", "\\t", "\\*", "\\@", "\\#"];

/// Everything in the file that it may not have.
///
/// # Errors
/// A part that does not read.
pub(super) fn check(file: &Foreign<'_>) -> Result<Vec<Problem>, RenderError> {
    let mut problems = Vec::new();
    for name in file.linking_parts() {
        let part = Part { name: &name, is_main: name == file.main() };
        let root = if name.ends_with(".xml") { file.tree(&name)? } else { None };
        for link in file.links(&name)? {
            problems.extend(check_link(part, root.as_ref(), &link));
        }
    }
    for name in file.speaking_parts() {
        let Some(root) = file.tree(&name)? else { continue };
        let part = Part { name: &name, is_main: name == file.main() };
        problems.extend(fields(&root).iter().filter_map(|(home, field)| check_field(part, *home, field)));
        walk(&root, &mut |home, element| {
            // The link of a shape in the old language of drawings.
            let address = element.get("href").filter(|address| !address.starts_with('#') && !may_link(address));
            problems.extend(address.map(|address| forbidden(part, home, address)));
        });
    }
    Ok(problems)
}

fn forbidden(part: Part<'_>, home: Home<'_>, address: &str) -> Problem {
    part.problem(home, &format!("the link \"{address}\" is not allowed"), LINK_ADVICE)
}

fn check_link(part: Part<'_>, root: Option<&Element>, link: &Link) -> Option<Problem> {
    let (name, kind, target) = (part.name, &link.kind, &link.target);
    if kind == "aFChunk" {
        let what = format!("{name} holds another file unread ({target})");
        let todo = "open the file in Word and save it, which takes its text in";
        return Some(Problem::new(Place::default(), what, todo));
    }
    if !link.external {
        return None;
    }
    if kind != "hyperlink" {
        let what = format!("{name} takes something from outside the file ({kind}: {target})");
        let todo = "insert it, or break the link in Word (File, Info, Edit Links to Files)";
        return Some(Problem::new(Place::default(), what, todo));
    }
    let home = root.and_then(|root| home_of(root, &link.id));
    if holds_placeholder(target) {
        return Some(leftovers::not_filled(part, home, &format!("the address \"{target}\"")));
    }
    (!may_link(target)).then(|| forbidden(part, home, target))
}

/// The paragraph that refers to a relationship.
fn home_of<'a>(root: &'a Element, id: &str) -> Home<'a> {
    let mut found = None;
    walk(root, &mut |home, element| {
        let refers = element.attributes.iter().any(|(key, value)| key.starts_with("r:") && value == id);
        if refers && found.is_none() {
            found = home;
        }
    });
    found
}

fn check_field(part: Part<'_>, home: Home<'_>, instruction: &str) -> Option<Problem> {
    if holds_placeholder(instruction) {
        let field = format!("the field \"{}\"", instruction.trim());
        return Some(leftovers::not_filled(part, home, &field));
    }
    let arguments = arguments(instruction);
    let name = arguments.first()?.to_ascii_uppercase();
    if FETCHING.contains(&name.as_str()) {
        let what = format!("the field {name} takes something from outside the file");
        return Some(part.problem(home, &what, FIELD_ADVICE));
    }
    let address = target(&arguments).filter(|address| name == "HYPERLINK" && !may_link(address))?;
    Some(forbidden(part, home, address))
}

/// Where a field leads: its first argument that belongs to no switch.
fn target(arguments: &[String]) -> Option<&str> {
    let mut rest = arguments.iter().skip(1);
    while let Some(argument) = rest.next() {
        if !argument.starts_with('\\') {
            return Some(argument);
        }
        if WITH_ARGUMENT.contains(&argument.to_lowercase().as_str()) {
            rest.next();
        }
    }
    None
}

/// The words of a field's instruction; one in quotes is one word, in which a backslash keeps the sign after it
/// (§17.16.1).
fn arguments(instruction: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut signs = instruction.trim().chars().peekable();
    while let Some(first) = signs.next() {
        let mut word = String::new();
        match first {
            sign if sign.is_whitespace() => continue,
            '"' | '\u{201c}' | '\u{201d}' => {
                while let Some(sign) = signs.next().filter(|sign| !matches!(sign, '"' | '\u{201c}' | '\u{201d}')) {
                    word.extend(if sign == '\\' { signs.next() } else { Some(sign) });
                }
            }
            sign => {
                word.push(sign);
                while let Some(sign) = signs.next_if(|sign| !sign.is_whitespace() && *sign != '"') {
                    word.push(sign);
                }
            }
        }
        found.push(word);
    }
    found
}

/// A field that is open.
struct Open<'a> {
    home: Home<'a>,
    instruction: String,
    in_result: bool,
}

/// The instructions of all fields of a part, each with the paragraph where it begins: of simple fields, and of those
/// that Word spreads over runs (§17.16.18). What a field within an instruction says or shows is taken as part of it.
fn fields(root: &Element) -> Vec<(Home<'_>, String)> {
    let (mut open, mut found): (Vec<Open<'_>>, Vec<(Home<'_>, String)>) = (Vec::new(), Vec::new());
    walk(root, &mut |home, element| match (element.local(), of(element, "fldCharType")) {
        ("fldSimple", _) => found.push((home, of(element, "instr").to_owned())),
        ("fldChar", "begin") => open.push(Open { home, instruction: String::new(), in_result: false }),
        ("fldChar", "separate") => open.last_mut().into_iter().for_each(|field| field.in_result = true),
        ("fldChar", "end") => found.extend(open.pop().map(|field| (field.home, field.instruction))),
        ("instrText" | "t", _) => {
            let words = element.all_text();
            open.iter_mut().filter(|field| !field.in_result).for_each(|field| field.instruction.push_str(&words));
        }
        _ => {}
    });
    found.extend(open.into_iter().map(|field| (field.home, field.instruction)));
    found
}

/// An attribute by its name without the prefix.
fn of<'a>(element: &'a Element, local: &str) -> &'a str {
    let own = |key: &str| key.rsplit(':').next() == Some(local);
    element.attributes.iter().find(|(key, _)| own(key)).map_or("", |(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_of_a_field_is_found_among_its_switches() {
        let found = |instruction: &str| target(&arguments(instruction)).map(str::to_owned);
        assert_eq!(found("HYPERLINK \"https://a.gov/a b\" \\o \"x\"").unwrap(), "https://a.gov/a b");
        assert_eq!(found(" HYPERLINK \\L \"here\" \\n file:c").unwrap(), "file:c");
        assert_eq!(found("HYPERLINK \"C:\\\\a \\\"b\\\"\"").unwrap(), "C:\\a \"b\"");
        assert_eq!(found("HYPERLINK \\l \"_Toc1\" \\h"), None);
    }
}
