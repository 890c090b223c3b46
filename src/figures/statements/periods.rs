//! Words → the periods that a sentence names: "in fiscal years 2023 and 2024", "between January and April 2024",
//! "since June 2021". One that the words do not settle says why, so that nothing is held against another period.

use super::ordinary::{is_actor, is_ordinary};
use super::words::{Break, Word};
use crate::figures::window::Calendar;
use crate::value::{Day, Period};

/// What a period comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Days {
    /// These days, cut to the program's time.
    Known(Period),
    /// The words do not settle it.
    Unclear(&'static str),
}

/// A period that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// Its first word, with the preposition …
    pub(super) first: usize,
    /// … and the index after its last.
    pub(super) end: usize,
    /// Its words.
    pub(super) words: String,
    /// What it comes to.
    pub(super) days: Days,
}

/// All periods of a sentence.
pub(super) fn periods(words: &[Word<'_>], calendar: Calendar) -> Vec<Named> {
    let reader = Reader { words, calendar };
    let (mut found, mut at) = (Vec::new(), 0);
    while at < words.len() {
        match reader.period(at) {
            Some(named) => {
                at = named.end;
                found.push(named);
            }
            None => at += 1,
        }
    }
    found
}

struct Reader<'a> {
    words: &'a [Word<'a>],
    calendar: Calendar,
}

/// A stretch of time that has a name of its own.
#[derive(Debug, Clone, Copy)]
enum Point {
    Days(Period),
    /// A fiscal year: one that follows it without its name is one too.
    Fiscal(Period),
    /// A month without a year.
    Month(i8),
    /// Of a date without a year.
    Date,
}

impl Reader<'_> {
    fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.lower.as_str())
    }

    /// The period whose first point begins here, with the words before it that make it one.
    fn period(&self, at: usize) -> Option<Named> {
        let ways = [("to", "date"), ("so", "far")];
        if ways.contains(&(self.lower(at), self.lower(at + 1))) {
            return Some(self.named(at, at + 2, Days::Known(self.calendar.to_date())));
        }
        let (first, end) = self.point(at)?;
        let start = at - self.prefix(at);
        let before = self.lower(start);
        let days = match before {
            "since" => return Some(self.named(start, end, self.since(first))),
            "before" | "after" | "prior" => Days::Unclear("what lies before or after a day is not counted apart"),
            "as" | "through" | "until" | "by" => return Some(self.named(start, end, self.until(first))),
            _ => return Some(self.range(start, first, end, before == "between")),
        };
        Some(self.named(start, end, days))
    }

    /// How many words before a point belong to it.
    fn prefix(&self, at: usize) -> usize {
        let back = |n: usize| at.checked_sub(n).map_or("", |index| self.lower(index));
        let article = usize::from(back(1) == "the");
        match (back(article + 2), back(article + 1)) {
            ("as", "of") | ("prior", "to") => article + 2,
            (
                _,
                "in" | "during" | "for" | "of" | "throughout" | "since" | "between" | "from" | "through" | "until"
                | "by" | "on" | "before" | "after",
            ) => article + 1,
            _ => article,
        }
    }

    fn named(&self, first: usize, end: usize, days: Days) -> Named {
        let is_point = self.point(first).is_some();
        let text = |(at, word): (usize, &Word<'_>)| {
            if at == 0 && !is_point { word.lower.clone() } else { word.text.to_owned() }
        };
        let words: Vec<String> = self.words[first..end].iter().enumerate().map(text).collect();
        Named { first, end, words: words.join(" "), days }
    }

    fn since(&self, point: Point) -> Days {
        match self.days_of(point) {
            Ok(days) if days.from < self.calendar.start && days.to < self.calendar.start => Days::Unclear(BEFORE),
            Ok(days) => self.cut(Period { from: days.from, to: self.calendar.as_of }),
            Err(why) => Days::Unclear(why),
        }
    }

    fn until(&self, point: Point) -> Days {
        match self.days_of(point) {
            Ok(days) => self.cut(Period { from: self.calendar.start, to: days.to }),
            Err(why) => Days::Unclear(why),
        }
    }

    /// A point alone, or with a second one after "and", "to" or "through".
    fn range(&self, start: usize, first: Point, end: usize, is_range: bool) -> Named {
        let joint = self.lower(end);
        let second = match joint {
            "and" | "through" | "to" => self.point(end + 1),
            _ => None,
        };
        let Some((second, last)) = second else {
            let days = self.days_of(first).map_or_else(Days::Unclear, |days| self.cut(days));
            return self.named(start, end, days);
        };
        let second = match (first, second) {
            (Point::Fiscal(_), Point::Days(days)) => self.fiscal(days.from.year()).unwrap_or(second),
            _ => second,
        };
        let days = match (self.first_of(first, second), self.days_of(second)) {
            (Ok(from), Ok(to)) if from.from > to.to => Days::Unclear("its end is before its beginning"),
            (Ok(from), Ok(_)) if from.to < self.calendar.start => Days::Unclear(BEFORE),
            (Ok(from), Ok(to)) if joint == "and" && !is_range && to.from.before() != from.to => {
                Days::Unclear("its parts do not follow each other")
            }
            (Ok(from), Ok(to)) => self.cut(Period { from: from.from, to: to.to }),
            (Err(why), _) | (_, Err(why)) => Days::Unclear(why),
        };
        self.named(start, last, days)
    }

    /// The first point of a range: a month takes the year of the second.
    fn first_of(&self, first: Point, second: Point) -> Result<Period, &'static str> {
        match (first, second) {
            (Point::Month(month), Point::Days(days)) => month_of(days.from.year(), month).ok_or(NO_YEAR),
            _ => self.days_of(first),
        }
    }

    fn days_of(&self, point: Point) -> Result<Period, &'static str> {
        match point {
            Point::Days(days) | Point::Fiscal(days) => Ok(days),
            Point::Month(_) => Err(NO_YEAR),
            Point::Date => Err("it names a day without its year"),
        }
    }

    fn cut(&self, days: Period) -> Days {
        days.overlap(self.calendar.to_date()).map_or(Days::Unclear("it is outside the program's time"), Days::Known)
    }

    /// The point that begins at a word, and the index after it.
    fn point(&self, at: usize) -> Option<(Point, usize)> {
        self.years_in_one(at)
            .or_else(|| self.fiscal_year(at))
            .or_else(|| self.part_of_year(at))
            .or_else(|| self.month(at))
            .or_else(|| self.whole_year(at))
    }

    fn year(&self, at: usize) -> Option<i16> {
        self.words.get(at).and_then(|word| year_of(word.text))
    }

    fn whole_year(&self, at: usize) -> Option<(Point, usize)> {
        Some((Point::Days(Period::year(self.year(at)?)?), at + 1))
    }

    fn fiscal(&self, year: i16) -> Option<Point> {
        Period::fiscal_year(year, self.calendar.fiscal_year_starts).map(Point::Fiscal)
    }

    /// "fiscal year 2024", "fiscal 2024", "FY2024", "FY24", "FY 2024", "calendar year 2024".
    fn fiscal_year(&self, at: usize) -> Option<(Point, usize)> {
        let skip = 1 + usize::from(matches!(self.lower(at + 1), "year" | "years"));
        match self.lower(at) {
            "fiscal" => Some((self.fiscal(self.year(at + skip)?)?, at + skip + 1)),
            "calendar" if skip == 2 => self.whole_year(at + 2),
            "fy" => Some((self.fiscal(short_year(self.lower(at + 1))?)?, at + 2)),
            word => Some((self.fiscal(short_year(word.strip_prefix("fy")?)?)?, at + 1)),
        }
    }

    /// "2022-2024", "FY2022–24".
    fn years_in_one(&self, at: usize) -> Option<(Point, usize)> {
        let (first, last) = self.lower(at).split_once(['-', '–'])?;
        if let Some(first) = first.strip_prefix("fy") {
            let last = last.strip_prefix("fy").unwrap_or(last);
            let (Point::Fiscal(from), Point::Fiscal(to)) =
                (self.fiscal(short_year(first)?)?, self.fiscal(short_year(last)?)?)
            else {
                return None;
            };
            return Some((Point::Fiscal(Period { from: from.from, to: to.to }), at + 1));
        }
        let (from, to) = (Period::year(year_of(first)?)?, Period::year(short_year(last)?)?);
        (from.from < to.from).then_some((Point::Days(Period { from: from.from, to: to.to }), at + 1))
    }

    /// "first quarter of fiscal year 2024", "Q1 2024", "first half of 2024".
    fn part_of_year(&self, at: usize) -> Option<(Point, usize)> {
        let ordinals = ["first", "second", "third", "fourth"];
        let place = |word: &str| ordinals.iter().position(|known| *known == word);
        let short = |word: &str| match word.as_bytes() {
            [b'q', digit @ b'1'..=b'4'] => Some(usize::from(digit - b'1')),
            _ => None,
        };
        let (number, months, mut next) = match (place(self.lower(at)), self.lower(at + 1), short(self.lower(at))) {
            (Some(number), "quarter", _) => (number, 3, at + 2),
            (Some(number), "half", _) if number < 2 => (number, 6, at + 2),
            (_, _, Some(number)) => (number, 3, at + 1),
            _ => return None,
        };
        next += usize::from(self.lower(next) == "of");
        let (whole, end) = self.fiscal_year(next).or_else(|| self.whole_year(next))?;
        let (Point::Days(whole) | Point::Fiscal(whole)) = whole else { return None };
        let months = i8::try_from(number).ok()? * months;
        let from = later(whole.from, months)?;
        let length = if self.lower(at + 1) == "half" { 6 } else { 3 };
        Some((Point::Days(Period { from, to: later(from, length)?.before() }), end))
    }

    /// "March 2024", "March 5, 2024", "5 March 2024", "March".
    fn month(&self, at: usize) -> Option<(Point, usize)> {
        if let (Some(day), Some(month)) = (self.day(at), self.month_named(at + 1)) {
            if self.ends(at) != Break::None || !self.is_dated(at) && self.is_counted(at + 1) {
                return None;
            }
            let date = self.year(at + 2).and_then(|year| Day::new(year, month, day));
            return Some(date.map_or((Point::Date, at + 2), |day| (one_day(day), at + 3)));
        }
        let month = self.month_named(at)?;
        if let Some(day) = self.day(at + 1).filter(|_| self.is_day_of(at)) {
            let date = self.year(at + 2).and_then(|year| Day::new(year, month, day));
            return Some(date.map_or((Point::Date, at + 2), |day| (one_day(day), at + 3)));
        }
        match self.year(at + 1).and_then(|year| month_of(year, month)) {
            Some(days) => Some((Point::Days(days), at + 2)),
            None => Some((Point::Month(month), at + 1)),
        }
    }

    /// Whether the number behind a month is its day, and not a number of what follows: "In March 24 arrests were made".
    fn is_day_of(&self, month: usize) -> bool {
        let before = month.checked_sub(1).map_or("", |before| self.lower(before));
        let is_whole = self.year(month + 2).is_some();
        self.ends(month) == Break::None
            && (is_whole || !matches!(before, "in" | "during") && !self.is_counted(month + 1))
    }

    /// Whether a day begins here by the word before it.
    fn is_dated(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |before| self.lower(before));
        matches!(before, "on" | "since" | "until" | "through" | "by" | "before" | "after" | "dated")
    }

    /// Whether what stands after a word may be counted by it.
    fn is_counted(&self, at: usize) -> bool {
        may_be_counted(self.words, at)
    }

    fn ends(&self, at: usize) -> Break {
        self.words.get(at).map_or(Break::None, |word| word.ends)
    }

    fn day(&self, at: usize) -> Option<i8> {
        self.lower(at).parse().ok().filter(|day| (1..=31).contains(day) && !self.lower(at).starts_with('+'))
    }

    /// The number of a month; without its capital "may" and "march" are verbs.
    fn month_named(&self, at: usize) -> Option<i8> {
        let word = self.words.get(at).filter(|word| word.text.starts_with(char::is_uppercase))?;
        Day::month_number(&word.lower)
    }
}

const BEFORE: &str = "it begins before the program";
const NO_YEAR: &str = "it names a month without its year";

/// Whether the word behind this one belongs to it and may be what it counts: no small word, and nobody who acts.
fn may_be_counted(words: &[Word<'_>], at: usize) -> bool {
    let next = words.get(at + 1).filter(|_| words[at].ends == Break::None).map(|word| word.lower.as_str());
    next.is_some_and(|next| !is_ordinary(next) && !is_actor(next) && year_of(next).is_none())
}

impl Named {
    /// Whether it is a bare year that may be a number: "made 2024 arrests".
    pub(super) fn may_count(&self, words: &[Word<'_>]) -> bool {
        let before = self.first.checked_sub(1).map_or("", |before| words[before].lower.as_str());
        let is_owned = matches!(before, "its" | "their" | "our" | "his" | "her" | "this" | "that");
        self.end == self.first + 1
            && year_of(words[self.first].text).is_some()
            && !is_owned
            && may_be_counted(words, self.first)
    }
}

/// A year as prose writes it.
fn year_of(word: &str) -> Option<i16> {
    let plausible = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    word.parse().ok().filter(|_| plausible)
}

/// A year that may be written with its last two digits.
fn short_year(word: &str) -> Option<i16> {
    let short = word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit());
    if short { word.parse::<i16>().ok().map(|year| year + 2000) } else { year_of(word) }
}

fn one_day(day: Day) -> Point {
    Point::Days(Period { from: day, to: day })
}

fn month_of(year: i16, month: i8) -> Option<Period> {
    let from = Day::new(year, month, 1)?;
    Some(Period { from, to: from.last_of_month() })
}

/// The same day so many months later, 0 to 12.
fn later(day: Day, months: i8) -> Option<Day> {
    let month = day.month() - 1 + months;
    Day::new(day.year() + i16::from(month / 12), month % 12 + 1, day.day_of_month())
}
