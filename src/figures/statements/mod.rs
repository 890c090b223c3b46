//! A draft text → what it states of known figures, and whether that is true.
//!
//! [`words`] cuts the text into sentences; [`periods`], [`passed_over`] and [`mentions`] find what its numbers are;
//! [`sentence`] gives each number its words; [`placing`] holds those words against every figure; [`readings`] and
//! [`lookup`] find the cell, and [`compare`] the verdict. A wrong "false" would be believed as readily as a wrong
//! "true", so whatever cannot be placed is unproved, with the words that were not.

mod compare;
mod judge;
mod lookup;
mod mentions;
mod numerals;
mod ordinary;
mod passed_over;
mod periods;
mod placing;
mod readings;
mod sentence;
mod words;

use super::cells::BreakdownSlices;
use super::release::Released;
use crate::project::Dimension;
use crate::value::{Day, Place};
use judge::Judge;
use sentence::Sentence;
use std::fmt;
use words::{Word, sentences, stems};

/// What becomes of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is true.
    True,
    /// It is true, and a stronger claim would be too.
    Weak,
    /// It is false.
    False,
    /// No figure proves it.
    Unproved,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::True => "true",
            Self::Weak => "weaker than it could be",
            Self::False => "false",
            Self::Unproved => "unproved",
        })
    }
}

/// A number that a text states, and whether it is true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Where it stands.
    pub place: Place,
    /// Its words, from the qualifier to what is counted.
    pub words: String,
    /// Whether it is true.
    pub verdict: Verdict,
    /// Why, with the figure's value, and what could be said.
    pub why: String,
}

/// Tests the numbers of a text; `file` is how places call it. Passed over are periods, numbers within the names of
/// figures and slices, "one" as a pronoun, and what [`passed_over`] names. Every other word with a digit, every spelled
/// number and every size ("hundreds") has its verdict.
#[must_use]
pub fn test_statements(figures: &Released, file: &str, text: &str) -> Vec<Statement> {
    let (names, labels) = (names_with_numbers(figures), labels(figures));
    let mut found = Vec::new();
    for words in sentences(text) {
        let (in_names, in_labels) = (within_names(&words, &names), within_names(&words, &labels));
        let sentence = Sentence::new(words, &in_names, &in_labels, figures.calendar);
        let (mut judge, mut listed) = (Judge::new(figures, &sentence), Vec::new());
        for (index, mention) in sentence.mentions.iter().enumerate() {
            let (verdict, why) = judge.next(mention);
            listed.push((sentence.quoted(index, mention), verdict, why));
        }
        for (at, why) in &sentence.unread {
            listed.push((&sentence.words[*at..=*at], Verdict::Unproved, (*why).to_owned()));
        }
        listed.sort_by_key(|(quoted, ..)| offset(quoted));
        found.extend(listed.into_iter().map(|(quoted, verdict, why)| Statement {
            place: Place::of_offset(file, text, offset(quoted)),
            words: quoted.iter().map(|word| format!("{}{}", word.mark, word.text)).collect::<Vec<_>>().join(" "),
            verdict,
            why,
        }));
    }
    found
}

/// Where words begin.
fn offset(words: &[Word<'_>]) -> usize {
    words.first().map_or(0, |word| word.offset)
}

/// The labels of all slices but those of time, as stems.
fn labels(figures: &Released) -> Vec<Vec<String>> {
    let slices = figures.figures.values().flat_map(|figure| figure.all_slices());
    let mut labels: Vec<&str> =
        slices.filter(|(breakdown, _)| !is_dated(breakdown)).map(|(_, slice)| slice.label.as_str()).collect();
    labels.sort_unstable();
    labels.dedup();
    labels.into_iter().map(stems).filter(|stems| !stems.is_empty()).collect()
}

/// Titles and labels that hold numbers or months themselves, as stems: "Sentenced to five years or more", "Under $100".
fn names_with_numbers(figures: &Released) -> Vec<Vec<String>> {
    let mut names: Vec<&str> = Vec::new();
    for figure in figures.figures.values() {
        let labels = figure.all_slices().filter(|(breakdown, _)| !is_dated(breakdown));
        names.extend(labels.map(|(_, slice)| slice.label.as_str()));
        names.push(&figure.definition.title);
    }
    names.retain(|name| name.split_whitespace().count() > 1 && name.split_whitespace().any(is_number));
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(stems).collect()
}

/// Whether a word of a name could be taken for a number or a period.
fn is_number(word: &str) -> bool {
    let lower = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    lower.contains(|c: char| c.is_ascii_digit()) || numerals::is_spelled(&lower) || Day::month_number(&lower).is_some()
}

/// Whether a breakdown is one by spans of time, which periods are looked up in.
fn is_dated(breakdown: &BreakdownSlices) -> bool {
    Dimension::span(&breakdown.dimension).is_some()
}

/// Which words stand in a name that holds numbers.
fn within_names(words: &[Word<'_>], names: &[Vec<String>]) -> Vec<bool> {
    let mut within = vec![false; words.len()];
    for name in names {
        for at in 0..words.len().saturating_sub(name.len() - 1) {
            let run = &words[at..at + name.len()];
            if run.iter().zip(name).all(|(word, stem)| word.stem == *stem) {
                within[at..at + name.len()].fill(true);
            }
        }
    }
    within
}
