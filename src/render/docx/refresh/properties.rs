//! The properties of a refreshed file: which edition it is, and the title where that names the edition.

use super::super::foreign::Foreign;
use super::super::parts::{CHART, DIGEST, EDITION};
use super::super::xml::{Element, Node};
use super::Printed;
use super::controls::Run;
use crate::render::RenderError;

/// Sets edition and digest, and the new edition's words in title and subject. A flattened file has no controls, so
/// what would say how to refresh it goes too.
pub(super) fn refresh(
    file: &mut Foreign<'_>,
    printed: &Printed,
    run: &Run<'_>,
    flatten: bool,
) -> Result<(), RenderError> {
    let links = file.links("")?;
    let part = |kind: &str| links.iter().find(|link| link.kind == kind).map(|link| link.target.clone());
    if let Some(name) = part("custom-properties")
        && let Some(mut root) = file.tree(&name)?
    {
        set_custom(&mut root, EDITION, &printed.as_of.to_string());
        set_custom(&mut root, DIGEST, &printed.digest);
        if flatten {
            root.children.retain(|node| !matches!(node, Node::Element(property) if named(property, CHART)));
        }
        file.put_tree(&name, &root)?;
    }
    if let Some(name) = part("core-properties")
        && let Some(mut root) = file.tree(&name)?
    {
        let before = root.clone();
        for words in root.elements_mut().filter(|element| ["title", "subject"].contains(&element.local())) {
            let text = replaced(&words.all_text(), &run.words);
            words.children = vec![Node::Text(text)];
        }
        if root != before {
            file.put_tree(&name, &root)?;
        }
    }
    Ok(())
}

fn named(property: &Element, start: &str) -> bool {
    property.get("name").is_some_and(|name| name.starts_with(start))
}

fn set_custom(root: &mut Element, name: &str, value: &str) {
    let property = root.elements_mut().find(|property| property.get("name") == Some(name));
    if let Some(text) = property.and_then(|property| property.elements_mut().next()) {
        text.children = vec![Node::Text(value.to_owned())];
    }
}

/// A text with words replaced in one pass, the longest first, so that nothing is replaced twice.
pub(super) fn replaced(text: &str, words: &[(String, String)]) -> String {
    let mut order: Vec<&(String, String)> = words.iter().filter(|(before, _)| !before.is_empty()).collect();
    order.sort_by_key(|(before, _)| std::cmp::Reverse(before.len()));
    let mut out = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        match order.iter().find(|(before, _)| rest.starts_with(before.as_str())) {
            Some((before, after)) => {
                out.push_str(after);
                rest = &rest[before.len()..];
            }
            None => {
                out.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn the_longest_words_are_replaced_first_and_nothing_twice() {
        let words = [("May 2024", "June 2024"), ("May 31, 2024", "June 30, 2024"), ("June 2024", "July 2024")]
            .map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(replaced("Sheet, May 2024. As of May 31, 2024.", &words), "Sheet, June 2024. As of June 30, 2024.");
    }
}
