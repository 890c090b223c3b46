//! Two lists of parts → where they differ, which part became which, and which numbers are new in it.

use super::reading::{Copy, Part, PartKind};
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};
use std::collections::BTreeSet;

/// The stretches in which the parts of a kind differ, with the place before each.
pub(super) fn stretches(original: &Copy, copy: &Copy, kind: PartKind) -> Vec<(Vec<Part>, Vec<Part>, String)> {
    let of = |copy: &Copy| copy.parts.iter().filter(|part| part.kind == kind).cloned().collect::<Vec<Part>>();
    let (old, new) = (of(original), of(copy));
    let words = |parts: &[Part]| parts.iter().map(|part| part.text.clone()).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Myers, &words(&old), &words(&new));
    let differing = ops.into_iter().filter(|op| op.tag() != DiffTag::Equal);
    differing.map(|op| (old[op.old_range()].to_vec(), new[op.new_range()].to_vec(), place_before(&op, &new))).collect()
}

/// Parts of which one became the other; then those that are gone, and those that were added.
pub(super) type Paired<'p> = (Vec<(&'p Part, &'p Part)>, Vec<&'p Part>, Vec<&'p Part>);

/// Pairs the parts of a stretch that are alike.
pub(super) fn paired<'p>(old: &'p [Part], new: &'p [Part]) -> Paired<'p> {
    let mut open: Vec<&Part> = new.iter().collect();
    let (mut pairs, mut gone) = (Vec::new(), Vec::new());
    for part in old {
        let best = open.iter().enumerate().map(|(at, other)| (alikeness(&part.text, &other.text), at));
        match best.max_by_key(|(alike, at)| (*alike, std::cmp::Reverse(*at))).filter(|(alike, _)| *alike >= ALIKE) {
            Some((_, at)) => pairs.push((part, open.remove(at))),
            None => gone.push(part),
        }
    }
    (pairs, gone, open)
}

/// Of a hundred words, parts of which one became the other have at least so many in common.
const ALIKE: usize = 50;

/// Where something is gone: after the part before it.
fn place_before(op: &DiffOp, new: &[Part]) -> String {
    let before = op.new_range().start.checked_sub(1).and_then(|at| new.get(at));
    before.map_or_else(|| "at the start".to_owned(), |part| format!("after {}", part.place))
}

/// How often words stand in a text, not within other words or numbers.
pub(super) fn times(text: &str, words: &str) -> usize {
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ','));
    let whole = |at: usize| {
        let after = text[at + words.len()..].chars();
        ends(text[..at].chars().next_back()) && after.clone().next().is_none_or(|c| !c.is_alphanumeric())
    };
    if words.is_empty() { 0 } else { text.match_indices(words).filter(|(at, _)| whole(*at)).count() }
}

/// How many of a hundred words two texts have in common.
fn alikeness(a: &str, b: &str) -> usize {
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (words(a), words(b));
    let common: usize = capture_diff_slices(Algorithm::Myers, &a, &b)
        .iter()
        .filter(|op| op.tag() == DiffTag::Equal)
        .map(|op| op.old_range().len())
        .sum();
    common * 200 / (a.len() + b.len()).max(1)
}

/// The numbers of a text that its published form does not have.
pub(super) fn typed_numbers(published: &str, text: &str) -> Vec<String> {
    let known: BTreeSet<String> = numbers(published).into_iter().collect();
    let mut typed = numbers(text);
    typed.retain(|number| !known.contains(number));
    if typed.is_empty() && numbers(text) != numbers(published) && numbers(text).len() == numbers(published).len() {
        // The same numbers in another order.
        return numbers(text);
    }
    typed
}

/// The numbers of a text as they stand, without the signs around them.
pub(super) fn numbers(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')));
    let numbers =
        words.map(|word| word.trim_matches(['.', ','])).filter(|word| word.contains(|c: char| c.is_ascii_digit()));
    numbers.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_apart_and_swapped_ones_too() {
        assert_eq!(numbers("$1,234.50, 12; 3."), ["1,234.50", "12", "3"]);
        assert_eq!(typed_numbers("12 of 40", "12 of 41"), ["41"]);
        assert_eq!(typed_numbers("12 of 40", "40 of 12"), ["40", "12"]);
        assert_eq!(typed_numbers("12 of 40", "some of 40"), [""; 0]);
        assert_eq!((times("7 of 17, 0.7 and 7.", "7"), times("a", "")), (2, 0));
        assert!(alikeness("a b c d", "a b c e") >= 50 && alikeness("a b", "c d") == 0);
    }
}
