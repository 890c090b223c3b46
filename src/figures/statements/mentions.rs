//! A sentence → the numbers that it states, each with its unit and how it is qualified: "more than 345", "$1.2
//! million", "23.3%", "between 300 and 350", "39 months".

use super::numerals::{Numeral, is_size, numeral, pair};
use super::words::{Break, CURRENCIES, Sign, Word};
use crate::project::{MassUnit, Unit};
use crate::value::{Amount, AmountError, Ratio};

/// How a number is qualified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Qualifier {
    Exactly,
    MoreThan,
    AtLeast,
    FewerThan,
    AtMost,
    /// From the number to this one.
    To(Amount),
    /// "nearly", "about", "one in seven", "hundreds": nothing that could be proved.
    Vague,
}

/// What a number is a number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Things.
    Count,
    /// Money, by its sign.
    Money(char),
    /// Percent.
    Share,
    /// Percentage points: the difference of two shares.
    Points,
    Mass(MassUnit),
    Months,
    Years,
    /// Days, weeks and hours.
    OtherTime,
    /// It has more digits than can be held exactly.
    TooLong,
}

impl Kind {
    /// Whether a figure's unit is of this kind: nothing else is held against it.
    pub(super) fn fits(self, unit: &Unit) -> bool {
        match (self, unit) {
            (Self::Money(sign), Unit::Money(own)) => own.starts_with(sign),
            (Self::Mass(_), Unit::Mass(_))
            | (Self::Share, Unit::Share)
            | (Self::Months | Self::Years, Unit::Months)
            | (Self::Count, Unit::Count(_) | Unit::Per(_)) => true,
            _ => false,
        }
    }

    /// A figure's value in this kind's own unit.
    pub(super) fn convert(self, value: Ratio, unit: &Unit) -> Result<Ratio, AmountError> {
        match (self, unit) {
            (Self::Share, _) => value.times(Ratio::new(100, 1)?),
            (Self::Years, _) => value.over(Ratio::new(12, 1)?),
            (Self::Mass(stated), Unit::Mass(own)) => value.times(own.factor_to(stated)?),
            _ => Ok(value),
        }
    }

    /// Whether both measure the same thing, be it in other units.
    pub(super) const fn is_like(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Count, Self::Count)
                | (Self::Money(_), Self::Money(_))
                | (Self::Share, Self::Share)
                | (Self::Mass(_), Self::Mass(_))
                | (Self::Months | Self::Years, Self::Months | Self::Years)
        )
    }
}

/// A number that a sentence states.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mention {
    /// Its words, the qualifier and the unit among them: from this index …
    pub(super) first: usize,
    /// … to before this one.
    pub(super) end: usize,
    pub(super) qualifier: Qualifier,
    pub(super) number: Amount,
    /// What one in its last digit is worth: 100,000 in "1.2 million".
    pub(super) precision: Amount,
    pub(super) kind: Kind,
}

/// The numbers of a sentence, but for the words that state nothing.
pub(super) fn mentions(words: &[Word<'_>], taken: &[bool]) -> Vec<Mention> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < words.len() {
        let free = found.last().map_or(0, |before: &Mention| before.end);
        let reader = Reader { words, taken, free };
        match reader.mention(at).unwrap_or_else(|_| Some(too_long(at))) {
            Some(mention) => {
                at = mention.end;
                found.push(mention);
            }
            None => at += 1,
        }
    }
    found
}

/// A number that cannot be held; it is told of all the same.
const fn too_long(at: usize) -> Mention {
    vague(at, at + 1, Amount::ZERO, Kind::TooLong)
}

const fn vague(first: usize, end: usize, number: Amount, kind: Kind) -> Mention {
    Mention { first, end, qualifier: Qualifier::Vague, number, precision: Amount::from_int(1), kind }
}

struct Reader<'a> {
    words: &'a [Word<'a>],
    taken: &'a [bool],
    /// The words before this index belong to the number before.
    free: usize,
}

impl Reader<'_> {
    fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.lower.as_str())
    }

    fn back(&self, at: usize, by: usize) -> &str {
        at.checked_sub(by).filter(|index| *index >= self.free).map_or("", |index| self.lower(index))
    }

    fn mention(&self, at: usize) -> Result<Option<Mention>, AmountError> {
        if self.taken.get(at).copied().unwrap_or(true) || self.is_pronoun(at) {
            return Ok(None);
        }
        if let Some(mention) = self.fraction(at)? {
            return Ok(Some(mention));
        }
        let Some((low, high)) = self.span(at)? else { return Ok(self.size(at)) };
        let numeral = high.unwrap_or(low);
        let (kind, end) = self.kind(at, numeral.end);
        let (mut qualifier, first) = match high {
            Some(high) => self.range(at, high),
            None => self.qualifier(at),
        };
        let (after, end) = self.qualifier_after(at, end);
        if qualifier == Qualifier::Exactly {
            qualifier = after;
        }
        Ok(Some(Mention { first, end, qualifier, number: low.number, precision: low.precision, kind }))
    }

    /// "one of them" and "no one" count nothing.
    fn is_pronoun(&self, at: usize) -> bool {
        let bound = matches!(self.lower(at + 1), "of" | "another" | "who" | "that" | "which" | "")
            || matches!(self.back(at, 1), "no" | "any" | "every" | "which" | "this" | "that" | "the");
        self.lower(at) == "one" && bound && self.words.get(at).is_some_and(|word| word.ends == Break::None)
    }

    /// "between 300 and 350", "300 to 350", "300–350": a number and the one to which it goes.
    fn span(&self, at: usize) -> Result<Option<(Numeral, Option<Numeral>)>, AmountError> {
        let Some(low) = numeral(self.words, at)? else {
            return Ok(pair(self.words, at)?.map(|(low, high)| (low, Some(high))));
        };
        let joint = self.lower(low.end);
        let is_between = self.back(at, 1) == "between" && joint == "and";
        let is_to = joint == "to" && !matches!(self.back(at, 1), "from" | "of");
        if !(is_between || is_to) || self.taken.get(low.end + 1) == Some(&true) {
            return Ok(Some((low, None)));
        }
        let Some(high) = numeral(self.words, low.end + 1)? else { return Ok(Some((low, None))) };
        // "between $3 and $4 million": what scales the second scales the first.
        let scaled = numeral(&self.words[low.end + 1..low.end + 2], 0)?.map(|bare| bare.number);
        let mut number = low.number;
        if let Some(bare) = scaled.filter(|bare| bare.is_positive() && low.end == at + 1 && number < high.number) {
            let factor = Ratio::from_amount(high.number)?.over(Ratio::from_amount(bare)?)?;
            number = Ratio::from_amount(number)?.times(factor)?.exact().unwrap_or(number);
        }
        Ok(Some((Numeral { number, ..low }, Some(high).filter(|high| number < high.number))))
    }

    /// A range, and where it begins. "Up to 20-30" or ">20-30" does not say which of its ends is meant.
    fn range(&self, at: usize, high: Numeral) -> (Qualifier, usize) {
        let is_signed = self.words[at..high.end].iter().any(|word| word.sign != Sign::None);
        let (own, first) = self.qualifier(at);
        let is_plain = own == Qualifier::Exactly && !is_signed;
        let qualifier = if is_plain { Qualifier::To(high.number) } else { Qualifier::Vague };
        (qualifier, first - usize::from(self.back(first, 1) == "between"))
    }

    /// "hundreds of arrests", "several hundred arrests", "millions of dollars", "scores of": a size and no number.
    fn size(&self, at: usize) -> Option<Mention> {
        let is_size = |at: usize| is_size(self.lower(at));
        let is_many = matches!(self.lower(at), "scores" | "tens") && self.lower(at + 1) == "of";
        if !is_size(at) && !is_many {
            return None;
        }
        let mut end = at + 1;
        while is_size(end) || self.lower(end) == "of" && is_size(end + 1) {
            end += 1 + usize::from(self.lower(end) == "of");
        }
        let (kind, end) = match self.kind(at, end + usize::from(self.lower(end) == "of")) {
            (Kind::Count, _) => (Kind::Count, end),
            of_unit => of_unit,
        };
        let is_few = matches!(self.back(at, 1), "several" | "few" | "many" | "couple");
        let (_, first) = self.qualifier(at - usize::from(is_few));
        Some(vague(first, end, Amount::ZERO, kind))
    }

    /// "one in seven", "two-thirds", "half of": parts that are rounded by their nature.
    fn fraction(&self, at: usize) -> Result<Option<Mention>, AmountError> {
        let vague = |end: usize, number: Amount| vague(at, end, number, Kind::Share);
        let parts = ["half", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "tenths"];
        let word = self.lower(at);
        let is_part = word.split_once('-').is_some_and(|(_, part)| parts.contains(&part) && part != "half")
            || word == "half" && matches!(self.lower(at + 1), "of" | "the");
        let named = matches!(word, "one-half" | "one-third" | "one-quarter" | "two-thirds" | "three-quarters");
        if is_part || named {
            return Ok(Some(vague(at + 1, Amount::from_int(1))));
        }
        let joint = match (self.lower(at + 1), self.lower(at + 2)) {
            ("in", _) => 2,
            ("out", "of") => 3,
            _ => return Ok(None),
        };
        let (Some(above), Some(below)) = (numeral(self.words, at)?, numeral(self.words, at + joint)?) else {
            return Ok(None);
        };
        let is_small = above.number < below.number && below.number <= Amount::from_int(100);
        let is_free = above.end == at + 1 && self.taken.get(at + joint) == Some(&false);
        let times = ["days", "months", "years", "weeks", "hours"];
        let is_time = times.contains(&self.lower(below.end));
        Ok((is_small && is_free && !is_time).then(|| vague(below.end, above.number)))
    }

    /// The unit, by the sign before the number or the word after it, and the index after both.
    fn kind(&self, at: usize, end: usize) -> (Kind, usize) {
        let text = self.words.get(at).map_or("", |word| word.text);
        if let Some(sign) = text.chars().find(|c| CURRENCIES.contains(c)) {
            return (Kind::Money(sign), end);
        }
        if text.contains('%') {
            return if self.lower(end) == "points" { (Kind::Points, end + 1) } else { (Kind::Share, end) };
        }
        match (self.lower(end), self.lower(end + 1)) {
            ("percentage", "point" | "points") => (Kind::Points, end + 2),
            ("per", "cent") => (Kind::Share, end + 2),
            ("percent" | "%", _) => (Kind::Share, end + 1),
            ("dollars" | "dollar", _) => (Kind::Money('$'), end + 1),
            ("month" | "months", _) => (Kind::Months, end + 1),
            ("year" | "years", _) => (Kind::Years, end + 1),
            ("day" | "days" | "week" | "weeks" | "hour" | "hours" | "decades", _) => (Kind::OtherTime, end + 1),
            (word, _) => MassUnit::named(word).map_or((Kind::Count, end), |unit| (Kind::Mass(unit), end + 1)),
        }
    }

    /// The sign or the words right before a number that qualify it, and where they begin.
    fn qualifier(&self, at: usize) -> (Qualifier, usize) {
        match self.words.get(at).map_or(Sign::None, |word| word.sign) {
            Sign::None | Sign::Minus => {}
            Sign::MoreThan => return (Qualifier::MoreThan, at),
            Sign::AtLeast => return (Qualifier::AtLeast, at),
            Sign::FewerThan => return (Qualifier::FewerThan, at),
            Sign::AtMost => return (Qualifier::AtMost, at),
            Sign::Unclear => return (Qualifier::Vague, at),
        }
        match (self.back(at, 2), self.back(at, 1)) {
            ("no" | "not", "than") => (Qualifier::Vague, at - 2),
            ("more" | "greater" | "higher", "than") => match self.back(at, 3) {
                "no" | "not" => (Qualifier::AtMost, at - 3),
                _ => (Qualifier::MoreThan, at - 2),
            },
            ("fewer" | "less" | "lower", "than") => match self.back(at, 3) {
                "no" | "not" => (Qualifier::AtLeast, at - 3),
                _ => (Qualifier::FewerThan, at - 2),
            },
            ("at", "least") => (Qualifier::AtLeast, at - 2),
            ("at", "most") => (Qualifier::AtMost, at - 2),
            ("upwards" | "excess", "of") => (Qualifier::MoreThan, at - 2 - usize::from(self.back(at, 3) == "in")),
            ("up", "to") | ("close", "to") | ("an", "estimated") => (Qualifier::Vague, at - 2),
            (_, "over" | "above" | "exceeding" | "exceeded" | "topped" | "surpassed") => (Qualifier::MoreThan, at - 1),
            (_, "under" | "below") => (Qualifier::FewerThan, at - 1),
            (
                _,
                "nearly" | "almost" | "about" | "approximately" | "around" | "roughly" | "some" | "estimated" | "circa",
            ) => (Qualifier::Vague, at - 1),
            _ => (Qualifier::Exactly, at),
        }
    }

    /// "345+", "345 or more": what qualifies a number after it, and where it ends.
    fn qualifier_after(&self, at: usize, end: usize) -> (Qualifier, usize) {
        if self.words.get(at).is_some_and(|word| word.text.ends_with('+') || word.lower.ends_with("-plus")) {
            return (Qualifier::AtLeast, end);
        }
        match (self.lower(end), self.lower(end + 1)) {
            ("or", "more") => (Qualifier::AtLeast, end + 2),
            ("or", "fewer" | "less") => (Qualifier::AtMost, end + 2),
            ("or", "so") => (Qualifier::Vague, end + 2),
            _ => (Qualifier::Exactly, end),
        }
    }
}
