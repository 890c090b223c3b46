//! The language of a passage → the properties of its run. Word keeps the language of letters that run from right to
//! left apart from that of all others (ECMA-376 Part 1 §17.3.2.20), and sets such a run with properties of its own.

use super::xml::{Element, Node};

/// Languages that are written from right to left, by their first part (RFC 5646 §2.2.1).
const FROM_RIGHT: [&str; 13] = ["ar", "he", "iw", "fa", "ur", "yi", "ji", "ps", "sd", "ug", "dv", "ckb", "syr"];
/// Scripts that are (ISO 15924); a script overrules the language.
const SCRIPTS: [&str; 5] = ["arab", "hebr", "syrc", "thaa", "nkoo"];
/// What is set for letters that run from right to left beside what is set for others (§17.3.2.2 and following).
const TWINS: [(&str, &str); 3] = [("w:b", "w:bCs"), ("w:i", "w:iCs"), ("w:sz", "w:szCs")];
/// What stands after a run's direction in the schema, and after its language.
const AFTER_DIRECTION: [&str; 2] = ["w:cs", "w:em"];
const AFTER_LANGUAGE: [&str; 4] = ["w:eastAsianLayout", "w:specVanish", "w:oMath", "w:rPrChange"];

/// Says of a run in which language it is, and in which direction it runs.
pub(super) fn speak(run: &mut Element, language: &str) {
    let own = |node: &Node| matches!(node, Node::Element(child) if child.name == "w:lang" || child.name == "w:rtl");
    run.children.retain(|node| !own(node));
    let from_right = runs_from_right(language);
    if from_right {
        TWINS.iter().for_each(|(one, other)| double(run, one, other));
        let at = place(run, &[AFTER_DIRECTION.as_slice(), &AFTER_LANGUAGE].concat());
        run.children.insert(at, Node::Element(Element::new("w:rtl")));
    }
    let at = place(run, &AFTER_LANGUAGE);
    let key = if from_right { "w:bidi" } else { "w:val" };
    run.children.insert(at, Node::Element(Element::new("w:lang").with(key, language)));
}

/// Before the first of these, or of what other programs have added.
fn place(run: &Element, later: &[&str]) -> usize {
    let is_later =
        |node: &Node| matches!(node, Node::Element(e) if later.contains(&e.name.as_str()) || !e.name.starts_with("w:"));
    run.children.iter().position(is_later).unwrap_or(run.children.len())
}

/// Bold type is bold, and large type large, in either direction.
fn double(run: &mut Element, one: &str, other: &str) {
    let at = run.children.iter().position(|node| matches!(node, Node::Element(child) if child.name == one));
    if let (Some(at), Some(first), None) = (at, run.first(one).cloned(), run.first(other)) {
        run.children.insert(at + 1, Node::Element(Element { name: other.to_owned(), ..first }));
    }
}

fn runs_from_right(language: &str) -> bool {
    let lower = language.to_lowercase();
    let mut parts = lower.split('-');
    let first = parts.next().unwrap_or_default();
    match parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic())) {
        Some(script) => SCRIPTS.contains(&script),
        None => FROM_RIGHT.contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_from_right_to_left_says_so_in_the_order_of_the_schema() {
        let names = ["w:rStyle", "w:b", "w:sz", "w:rtl", "w:cs", "w:lang", "w:oMath", "w14:glow"];
        let mut run = Element::new("w:rPr").children(names.map(Element::new));
        speak(&mut run, "he");
        let names: Vec<_> = run.elements().map(|child| child.name.as_str()).collect();
        let wanted = ["w:rStyle", "w:b", "w:bCs", "w:sz", "w:szCs", "w:rtl", "w:cs", "w:lang", "w:oMath", "w14:glow"];
        assert_eq!(names, wanted);
        assert_eq!(run.first("w:lang").unwrap().attributes, [("w:bidi".to_owned(), "he".to_owned())]);
        speak(&mut run, "es");
        assert!(run.first("w:rtl").is_none() && run.val_of("w:lang") == Some("es"));
    }

    #[test]
    fn the_script_overrules_the_language() {
        assert!(["ar", "fa-AF", "HE-il", "pa-Arab"].into_iter().all(runs_from_right));
        assert!(!["es", "ur-Latn", "he-Latn-IL", "az", "en-GB"].into_iter().any(runs_from_right));
    }
}
