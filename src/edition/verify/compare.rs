//! A copy and the sheet that was published → what differs: figures, which fail, and words, which a person may change.

use super::reading::{Copy, Part, PartKind, STROKE};
use crate::figures::{Released, Verdict, test_statements};
use crate::project::SheetFormat;
use crate::render::docx::read::{Mismatch, compare as compare_controls};
use crate::value::single_spaced;
use indexmap::IndexMap;
use serde::Serialize;
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};
use std::collections::BTreeSet;

/// What a copy is held against.
#[derive(Debug)]
pub struct Original<'a> {
    /// The published sheet, read in the same way.
    pub copy: &'a Copy,
    /// The printed figures of the edition by the tag of their control.
    pub printed: &'a IndexMap<String, String>,
    /// The figures, to test numbers that were typed by hand.
    pub figures: &'a Released,
    /// Words that the sheet may not lack, by the name of their block.
    pub required: &'a [(String, String)],
}

/// What is found in a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind of difference it is.
    pub kind: FindingKind,
    /// Where in the copy.
    pub place: String,
    /// What stands there; empty when something is gone.
    pub found: String,
    /// What was published; empty when something was added.
    pub published: String,
    /// More about it, in words.
    pub why: String,
}

/// The kinds of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// It is another edition than it is presented as.
    Edition,
    /// A figure is not the published one.
    Figure,
    /// A number that was typed by hand is contradicted by the figures.
    Contradicted,
    /// A block is gone that the sheet may not lack.
    Required,
    /// A number that was typed by hand, and that no figure proves.
    Unproved,
    /// Words were changed.
    Changed,
    /// Words were added.
    Added,
    /// Words are gone.
    Removed,
    /// A later revision of the edition was published.
    Superseded,
}

impl FindingKind {
    /// Whether a copy with such a finding may not be given out.
    #[must_use]
    pub const fn fails(self) -> bool {
        matches!(self, Self::Edition | Self::Figure | Self::Contradicted | Self::Required)
    }
}

/// The parts in which two sheets differ, whatever it is that differs in them.
#[must_use]
pub fn changed_words(copy: &Copy, other: &Copy) -> Vec<Finding> {
    let mut found = Vec::new();
    for kind in [PartKind::Text, PartKind::Row, PartKind::Alternative] {
        for (old, new, before) in stretches(other, copy, kind) {
            let (pairs, gone, added) = paired(&old, &new);
            let say = |kind, place: &str, found: &str, published: &str| {
                let [place, found, published] = [place, found, published].map(str::to_owned);
                Finding { kind, place, found, published, why: String::new() }
            };
            found.extend(pairs.iter().map(|(old, new)| say(FindingKind::Changed, &new.place, &new.text, &old.text)));
            found.extend(gone.iter().map(|part| say(FindingKind::Removed, &before, "", &part.text)));
            found.extend(added.iter().map(|part| say(FindingKind::Added, &part.place, &part.text, "")));
        }
    }
    found
}

/// Everything in which a copy differs from the published sheet.
#[must_use]
pub fn compare(copy: &Copy, original: &Original<'_>) -> Vec<Finding> {
    let mut search = Search { copy, original, findings: Vec::new(), controls: Vec::new() };
    if let Some(reading) = &copy.word {
        search.controls = compare_controls(reading, original.printed);
    }
    for kind in [PartKind::Text, PartKind::Row, PartKind::Alternative] {
        search.parts(kind);
    }
    search.rest_of_controls();
    search.required();
    search.findings.sort_by_key(|finding| !finding.kind.fails());
    search.findings
}

struct Search<'a> {
    copy: &'a Copy,
    original: &'a Original<'a>,
    findings: Vec<Finding>,
    /// Figures of controls that are not the edition's, until they are told with their place.
    controls: Vec<Mismatch>,
}

impl Search<'_> {
    fn parts(&mut self, kind: PartKind) {
        for (old, new, before) in stretches(self.original.copy, self.copy, kind) {
            let (pairs, gone, added) = paired(&old, &new);
            pairs.into_iter().for_each(|(old, new)| self.changed(old, new));
            gone.into_iter().for_each(|part| self.say(FindingKind::Removed, &before, "", &part.text, ""));
            added.into_iter().for_each(|part| self.added(part));
        }
    }

    fn changed(&mut self, old: &Part, new: &Part) {
        if new.kind == PartKind::Row {
            return self.changed_row(old, new);
        }
        let is_control = |wrong: &Mismatch| {
            let found = single_spaced(&wrong.found);
            times(&new.text, &found) > times(&old.text, &found)
        };
        let (here, elsewhere) = std::mem::take(&mut self.controls).into_iter().partition(is_control);
        self.controls = elsewhere;
        let here: Vec<Mismatch> = here;
        for wrong in &here {
            self.control(wrong, &new.place);
        }
        let typed = typed_numbers(&old.text, &new.text);
        match (typed.is_empty(), self.copy.format) {
            _ if !here.is_empty() => {}
            (true, _) => self.say(FindingKind::Changed, &new.place, &new.text, &old.text, ""),
            (false, SheetFormat::Docx) if new.kind == PartKind::Text => {
                self.typed(new, &old.text);
            }
            (false, _) => {
                let why = format!("these numbers were not published: {}", typed.join(", "));
                self.say(FindingKind::Figure, &new.place, &new.text, &old.text, &why);
            }
        }
    }

    fn changed_row(&mut self, old: &Part, new: &Part) {
        let (before, now): (Vec<&str>, Vec<&str>) =
            (old.text.split(STROKE).collect(), new.text.split(STROKE).collect());
        let head = before.first().copied().unwrap_or_default();
        if before.len() != now.len() {
            return self.say(FindingKind::Figure, &new.place, &new.text, &old.text, "the row has other cells");
        }
        for (at, (was, is)) in before.iter().zip(&now).enumerate().filter(|(_, (was, is))| was != is) {
            let place = format!("{}, cell {}", new.place, at + 1);
            let numbers = !numbers(was).is_empty() || !numbers(is).is_empty() || at > 0;
            let kind = if numbers { FindingKind::Figure } else { FindingKind::Changed };
            if let Some(own) = self.controls.iter().position(|wrong| single_spaced(&wrong.found) == *is) {
                self.controls.remove(own);
            }
            self.say(kind, &place, is, was, &format!("in the row \"{head}\""));
        }
    }

    fn added(&mut self, part: &Part) {
        if !numbers(&part.text).is_empty() && self.copy.format == SheetFormat::Docx && part.kind == PartKind::Text {
            return self.typed(part, "");
        }
        self.say(FindingKind::Added, &part.place, &part.text, "", "");
    }

    /// Words of a person that hold numbers: each is held against the figures.
    fn typed(&mut self, part: &Part, before: &str) {
        let statements = test_statements(self.original.figures, &part.place, &part.text);
        let kind = if before.is_empty() { FindingKind::Added } else { FindingKind::Changed };
        self.say(kind, &part.place, &part.text, before, "");
        let known = numbers(before);
        for statement in statements {
            let kind = match statement.verdict {
                Verdict::False => FindingKind::Contradicted,
                Verdict::Unproved => FindingKind::Unproved,
                Verdict::True | Verdict::Weak => continue,
            };
            if kind == FindingKind::Unproved && numbers(&statement.words).iter().all(|number| known.contains(number)) {
                continue;
            }
            self.say(kind, &part.place, &statement.words, "", &statement.why);
        }
    }

    fn control(&mut self, wrong: &Mismatch, place: &str) {
        let published = wrong.expected.clone().unwrap_or_default();
        let why =
            if wrong.expected.is_none() { format!("the edition has no {}", wrong.what) } else { wrong.what.clone() };
        self.say(FindingKind::Figure, place, &wrong.found, &published, &why);
    }

    fn rest_of_controls(&mut self) {
        for wrong in std::mem::take(&mut self.controls) {
            self.control(&wrong, "");
        }
    }

    fn required(&mut self) {
        let words = self.copy.words();
        for (block, required) in self.original.required {
            if !words.contains(&single_spaced(required)) {
                self.say(FindingKind::Required, "", "", required, &format!("the sheet may not lack its {block}"));
            }
        }
    }

    fn say(&mut self, kind: FindingKind, place: &str, found: &str, published: &str, why: &str) {
        let [place, found, published, why] = [place, found, published, why].map(str::to_owned);
        self.findings.push(Finding { kind, place, found, published, why });
    }
}

/// The stretches in which the parts of a kind differ, with the place before each.
fn stretches(original: &Copy, copy: &Copy, kind: PartKind) -> Vec<(Vec<Part>, Vec<Part>, String)> {
    let of = |copy: &Copy| copy.parts.iter().filter(|part| part.kind == kind).cloned().collect::<Vec<Part>>();
    let (old, new) = (of(original), of(copy));
    let words = |parts: &[Part]| parts.iter().map(|part| part.text.clone()).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Myers, &words(&old), &words(&new));
    let differing = ops.into_iter().filter(|op| op.tag() != DiffTag::Equal);
    differing.map(|op| (old[op.old_range()].to_vec(), new[op.new_range()].to_vec(), place_before(&op, &new))).collect()
}

/// Parts of which one became the other; then those that are gone, and those that were added.
type Paired<'p> = (Vec<(&'p Part, &'p Part)>, Vec<&'p Part>, Vec<&'p Part>);

/// Pairs the parts of a stretch that are alike.
fn paired<'p>(old: &'p [Part], new: &'p [Part]) -> Paired<'p> {
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
fn times(text: &str, words: &str) -> usize {
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
fn typed_numbers(published: &str, text: &str) -> Vec<String> {
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
fn numbers(text: &str) -> Vec<String> {
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
