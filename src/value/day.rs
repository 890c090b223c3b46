//! Calendar days and the periods that figures are counted over. A day is a plain date: times of day are taken
//! to a day when a record is read, so that no time zone can move a figure later.

use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime::BrokenDownTime;
use std::fmt;

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// A span of days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Day {
    /// A day of the Gregorian calendar, if there is one.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// Reads `2024-12-31`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| match i {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        if shaped { text.parse().ok().map(Self) } else { None }
    }

    /// The calendar date.
    #[must_use]
    pub const fn date(self) -> Date {
        self.0
    }

    /// The day of a date and time.
    #[must_use]
    pub fn of(moment: DateTime) -> Self {
        Self(moment.date())
    }

    /// Days since 1970-01-01, for compact columns.
    #[must_use]
    pub fn number(self) -> i32 {
        self.0.duration_since(EPOCH).as_hours().checked_div(24).and_then(|days| i32::try_from(days).ok()).unwrap_or(0)
    }

    /// The day with that number, if the calendar has it.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        EPOCH.checked_add(jiff::Span::new().try_days(number).ok()?).ok().map(Self)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month.
    #[must_use]
    pub fn day_of_month(self) -> i8 {
        self.0.day()
    }

    /// Whether it is the last day of its month.
    #[must_use]
    pub fn ends_month(self) -> bool {
        self.0 == self.0.last_of_month()
    }

    /// The first day of its month.
    #[must_use]
    pub fn first_of_month(self) -> Self {
        Self(self.0.first_of_month())
    }

    /// The last day of its month.
    #[must_use]
    pub fn last_of_month(self) -> Self {
        Self(self.0.last_of_month())
    }

    /// The day before; the first day of the calendar has none and is returned as it is.
    #[must_use]
    pub fn before(self) -> Self {
        self.0.yesterday().map_or(self, Self)
    }

    /// The fiscal year it falls in when that year starts on the first of `first_month`; a fiscal year is
    /// named for the calendar year in which it ends (FY2024 runs from October 2023 to September 2024).
    #[must_use]
    pub fn fiscal_year(self, first_month: i8) -> i16 {
        if first_month > 1 && self.month() >= first_month { self.year() + 1 } else { self.year() }
    }

    /// "December 31, 2024".
    #[must_use]
    pub fn long(self) -> String {
        format!("{} {}, {}", self.month_name(), self.day_of_month(), self.year())
    }

    /// "December 2024".
    #[must_use]
    pub fn month_and_year(self) -> String {
        format!("{} {}", self.month_name(), self.year())
    }

    /// "December".
    #[must_use]
    pub fn month_name(self) -> &'static str {
        MONTHS[usize::try_from(self.month() - 1).unwrap_or(0)]
    }
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day_of_month())
    }
}

impl Period {
    /// The calendar year.
    #[must_use]
    pub fn year(year: i16) -> Option<Self> {
        Some(Self { from: Day::new(year, 1, 1)?, to: Day::new(year, 12, 31)? })
    }

    /// The fiscal year that ends in `year` when fiscal years start on the first of `first_month`.
    #[must_use]
    pub fn fiscal_year(year: i16, first_month: i8) -> Option<Self> {
        if first_month <= 1 {
            return Self::year(year);
        }
        let next = Day::new(year, first_month, 1)?;
        Some(Self { from: Day::new(year - 1, first_month, 1)?, to: next.before() })
    }

    /// Whether a day falls in it.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// In words: "June 2021 to December 2024"; a last month that is not whole is given as a day.
    #[must_use]
    pub fn words(self) -> String {
        let end = if self.to.ends_month() { self.to.month_and_year() } else { self.to.long() };
        let start = self.from.month_and_year();
        if start == end { start } else { format!("{start} to {end}") }
    }

    /// What both have in common, if anything.
    #[must_use]
    pub fn overlap(self, other: Self) -> Option<Self> {
        let both = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (both.from <= both.to).then_some(both)
    }
}

/// Reads a date in one of the listed `strptime` formats; a time of day that the format names is read and
/// dropped. The whole text must match: nothing is guessed and nothing is left over.
#[must_use]
pub fn parse_day(text: &str, formats: &[String]) -> Option<Day> {
    formats.iter().find_map(|format| {
        let broken = BrokenDownTime::parse(format, text).ok()?;
        broken.to_date().ok().map(Day)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formats(list: &[&str]) -> Vec<String> {
        list.iter().map(|&f| f.to_owned()).collect()
    }

    #[test]
    fn reads_listed_formats_only() {
        let day = Day::parse("2023-12-04");
        assert_eq!(parse_day("04-DEC-2023", &formats(&["%Y-%m-%d", "%d-%b-%Y"])), day);
        assert_eq!(parse_day("12/4/2023 12:00:00 AM", &formats(&["%m/%d/%Y %I:%M:%S %p"])), day);
        assert_eq!(parse_day("20231204", &formats(&["%Y%m%d"])), day);
        assert_eq!(parse_day("12/4/2023", &formats(&["%Y-%m-%d"])), None);
        assert_eq!(parse_day("2023-12-04x", &formats(&["%Y-%m-%d"])), None);
        assert_eq!(parse_day("2023-02-29", &formats(&["%Y-%m-%d"])), None);
    }

    #[test]
    fn fiscal_years_are_named_for_the_year_they_end_in() {
        let first = Day::new(2023, 10, 1).unwrap();
        assert_eq!((first.fiscal_year(10), first.before().fiscal_year(10)), (2024, 2023));
        let year = Period::fiscal_year(2024, 10).unwrap();
        assert_eq!((year.from, year.to), (first, Day::new(2024, 9, 30).unwrap()));
    }

    #[test]
    fn numbers_go_there_and_back() {
        for text in ["1969-12-31", "1970-01-01", "2024-02-29", "2219-05-01"] {
            let day = Day::parse(text).unwrap();
            assert_eq!(Day::from_number(day.number()), Some(day), "{text}");
        }
    }
}
