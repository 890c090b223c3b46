//! A sentence → which of its words belong to which number. Each number has a stretch of the sentence for itself, so
//! that a year or a place is never taken from the clause beside it.

use super::mentions::{Mention, mentions};
use super::numerals::holds_spelled;
use super::passed_over::passed_over;
use super::periods::{Named, periods};
use super::words::{Break, Word};
use crate::figures::window::Calendar;
use std::ops::Range;

/// The words that belong to a number.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub(super) range: Range<usize>,
    /// Nothing separates it from the number before: it may be a part of what that one says.
    pub(super) is_glued: bool,
    /// A new clause begins with it.
    pub(super) is_clause: bool,
    /// It speaks of a part of what the number before counts: "of which 349", "including 7".
    pub(super) is_part: bool,
}

/// A sentence with what was found in it.
#[derive(Debug)]
pub(super) struct Sentence<'t> {
    pub(super) words: Vec<Word<'t>>,
    pub(super) periods: Vec<Named>,
    pub(super) mentions: Vec<Mention>,
    /// Words that hold a number and could not be read as one, with why. They stay words of their clause, so that they
    /// narrow what is counted there.
    pub(super) unread: Vec<(usize, &'static str)>,
    pub(super) stretches: Vec<Stretch>,
}

impl<'t> Sentence<'t> {
    /// Finds the periods, numbers and stretches; `names` are the words of figures' own names that hold numbers, and
    /// `labels` those of slices.
    pub(super) fn new(words: Vec<Word<'t>>, names: &[bool], labels: &[bool], calendar: Calendar) -> Self {
        let mut taken = passed_over(&words, labels);
        let mut found = periods(&words, calendar);
        let is_name = |named: &Named| names[named.first..named.end].iter().any(|is_name| *is_name);
        found.retain(|named| !is_name(named) && !taken[named.first..named.end].iter().any(|taken| *taken));
        for (index, taken) in taken.iter_mut().enumerate() {
            *taken |= names[index] || found.iter().any(|named| (named.first..named.end).contains(&index));
        }
        let mentions = mentions(&words, &taken);
        let is_free = |at: usize| {
            !taken[at] && !labels[at] && !mentions.iter().any(|mention| (mention.first..mention.end).contains(&at))
        };
        let unread = unread(&words, &found, is_free);
        let mut sentence = Self { words, periods: found, mentions, unread, stretches: Vec::new() };
        sentence.stretches = sentence.cut();
        sentence
    }

    pub(super) fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.lower.as_str())
    }

    /// The words of a stretch that are neither its number nor of a period. What stands behind "including" is among what
    /// was counted, and does not narrow it.
    pub(super) fn own(&self, index: usize) -> Vec<usize> {
        let (Some(stretch), Some(mention)) = (self.stretches.get(index), self.mentions.get(index)) else {
            return Vec::new();
        };
        let number = mention.first..mention.end;
        let is_free = |at: &usize| {
            !number.contains(at) && !self.periods.iter().any(|named| (named.first..named.end).contains(at))
        };
        let among = |at: &usize| *at >= mention.end && self.lower(*at) == "including";
        let end = stretch.range.clone().find(among).unwrap_or(stretch.range.end);
        (stretch.range.start..end).filter(is_free).collect()
    }

    /// A number with some of the words behind it, as a report quotes it.
    pub(super) fn quoted(&self, index: usize, mention: &Mention) -> &[Word<'t>] {
        let stretch = self.stretches.get(index).map_or(mention.end, |stretch| stretch.range.end);
        let last = stretch.min(mention.end + 4).max(mention.end);
        self.words.get(mention.first..last).unwrap_or_default()
    }

    /// The words before the first number of the clause that a later number is in: what it shares with it.
    pub(super) fn lead(&self, index: usize) -> Range<usize> {
        let first = self.first_of_clause(index);
        match (self.stretches.get(first), self.mentions.get(first)) {
            (Some(stretch), Some(mention)) if first < index => stretch.range.start..mention.first,
            _ => 0..0,
        }
    }

    /// The first number of the clause that a number is in.
    pub(super) fn first_of_clause(&self, index: usize) -> usize {
        (0..=index).rev().find(|at| *at == 0 || self.stretches.get(*at).is_some_and(|s| s.is_clause)).unwrap_or(0)
    }

    /// The periods that begin within some words.
    pub(super) fn periods_in(&self, range: Range<usize>) -> Vec<&Named> {
        self.periods.iter().filter(|named| range.contains(&named.first)).collect()
    }

    fn cut(&self) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut start = (self.after_dateline(), false, false);
        for (index, mention) in self.mentions.iter().enumerate() {
            let next = self.mentions.get(index + 1).map(|next| self.boundary(mention, next));
            let end = next.map_or(self.words.len(), |(at, ..)| at);
            let (from, is_glued, is_clause) = start;
            let range = from..end;
            let is_part = index > 0 && self.speaks_of_a_part(range.clone());
            stretches.push(Stretch { range, is_glued, is_clause, is_part });
            start = next.unwrap_or(start);
        }
        stretches
    }

    /// "WASHINGTON — ": a place in capitals before a dash says from where a release comes.
    fn after_dateline(&self) -> usize {
        let is_capitals =
            |text: &str| text.chars().filter(|c| c.is_uppercase()).count() > 2 && text == text.to_uppercase();
        let begins = self.words.first().is_some_and(|word| is_capitals(word.text));
        let dash = self.words.iter().take(6).position(|word| word.ends == Break::Clause);
        let first = self.mentions.first().map_or(0, |mention| mention.first);
        dash.map(|at| at + 1).filter(|at| begins && *at <= first).unwrap_or(0)
    }

    /// Where the words of a number end and those of the next begin, whether nothing marks it, and whether a clause
    /// ends.
    fn boundary(&self, mention: &Mention, next: &Mention) -> (usize, bool, bool) {
        let within = |at: usize| self.periods.iter().any(|named| named.first < at && at < named.end);
        let places: Vec<usize> = (mention.end..=next.first).filter(|at| !within(*at)).collect();
        let ends = |at: usize| at.checked_sub(1).and_then(|i| self.words.get(i)).map_or(Break::None, |word| word.ends);
        if let Some(at) = places.iter().find(|at| ends(**at) == Break::Clause) {
            return (*at, false, true);
        }
        let joins = |at: usize| {
            at < next.first
                && matches!(self.lower(at), "and" | "or" | "while" | "but" | "including" | "with" | "plus" | "as")
        };
        let turns = |at: usize| {
            joins(at) && matches!(self.lower(at + 1), "in" | "during" | "since" | "throughout" | "there" | "of")
        };
        let last = |is: &dyn Fn(usize) -> bool| places.iter().rev().copied().find(|at| is(*at));
        let marked = last(&|at| joins(at) && ends(at) == Break::Comma)
            .or_else(|| last(&turns))
            .or_else(|| last(&|at| ends(at) == Break::Comma))
            .or_else(|| last(&joins));
        let goes = next.first > mention.end
            && mention.kind.is_like(next.kind)
            && matches!(self.lower(next.first - 1), "to" | "from");
        match marked {
            Some(at) => (at, false, false),
            None if goes => (next.first - 1, false, false),
            None => (next.first, true, false),
        }
    }

    fn speaks_of_a_part(&self, range: Range<usize>) -> bool {
        let of_them = |at: usize| {
            self.lower(at) == "of" && matches!(self.lower(at + 1), "which" | "whom" | "them" | "those" | "these")
        };
        self.lower(range.start) == "including" || range.clone().any(of_them)
    }
}

/// The words that hold a number and are neither one nor passed over for a reason with a name; a bare year before what
/// it may count is one too.
fn unread(words: &[Word<'_>], periods: &[Named], is_free: impl Fn(usize) -> bool) -> Vec<(usize, &'static str)> {
    let is_number = |word: &Word<'_>| word.text.contains(char::is_numeric) || holds_spelled(&word.lower);
    let odd = (0..words.len()).filter(|at| is_number(&words[*at]) && is_free(*at)).map(|at| (at, ODD));
    let years = periods.iter().filter(|named| named.may_count(words)).map(|named| (named.first, YEAR));
    odd.chain(years).collect()
}

const ODD: &str = "it holds a number and is not written as one is";
const YEAR: &str = "it may be a year or a number; write a number with its commas, and \"in\" before a year";
