//! Calendar days and the periods that figures are counted over. A day is a plain date: times of day are taken
//! to a day when a record is read ([`super::Moment`]), so that no time zone can move a figure later.

use jiff::civil::{Date, DateTime};
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

/// The day of the year with which a fiscal year starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearStart {
    month: i8,
    day: i8,
}

impl YearStart {
    /// January 1: the fiscal year is the calendar year.
    pub const JANUARY: Self = Self { month: 1, day: 1 };

    /// A day of the year, if every year has it.
    #[must_use]
    pub fn new(month: i8, day: i8) -> Option<Self> {
        // 2023 has no February 29, which therefore starts no year.
        Day::new(2023, month, day).map(|_| Self { month, day })
    }

    /// The first of a month, 1 to 12.
    #[must_use]
    pub fn of_month(month: i8) -> Option<Self> {
        Self::new(month, 1)
    }

    /// Reads "10-01".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-').filter(|_| text.len() == 5)?;
        Self::new(month.parse().ok()?, day.parse().ok()?)
    }

    /// Whole months from the last start of a fiscal year to a day, 0 to 11.
    #[must_use]
    pub fn months_into(self, day: Day) -> i8 {
        let short = i8::from(day.day_of_month() < self.day);
        (day.month() - self.month - short).rem_euclid(12)
    }

    /// Whether a day belongs to the fiscal year that ends in the next calendar year.
    #[must_use]
    pub fn has_begun(self, day: Day) -> bool {
        self != Self::JANUARY && (day.month(), day.day_of_month()) >= (self.month, self.day)
    }
}

impl fmt::Display for YearStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
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

    /// The fiscal year it falls in; a fiscal year is named for the calendar year in which it ends (FY2024 runs
    /// from October 2023 to September 2024).
    #[must_use]
    pub fn fiscal_year(self, start: YearStart) -> i16 {
        self.year() + i16::from(start.has_begun(self))
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

    /// The number of a month by its English name in letters of any size, 1 to 12.
    #[must_use]
    pub fn month_number(name: &str) -> Option<i8> {
        let place = MONTHS.iter().position(|month| month.eq_ignore_ascii_case(name))?;
        i8::try_from(place + 1).ok()
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

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("\"{text}\" is not a date such as 2024-12-31")))
    }
}

impl Period {
    /// The calendar year.
    #[must_use]
    pub fn year(year: i16) -> Option<Self> {
        Some(Self { from: Day::new(year, 1, 1)?, to: Day::new(year, 12, 31)? })
    }

    /// The fiscal year that ends in `year`.
    #[must_use]
    pub fn fiscal_year(year: i16, start: YearStart) -> Option<Self> {
        if start == YearStart::JANUARY {
            return Self::year(year);
        }
        let next = Day::new(year, start.month, start.day)?;
        Some(Self { from: Day::new(year - 1, start.month, start.day)?, to: next.before() })
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
        match () {
            () if start == end => start,
            // Within a month that is not whole both ends are days.
            () if start == self.to.month_and_year() => {
                format!("{} {} to {end}", self.from.month_name(), self.from.day_of_month())
            }
            () => format!("{start} to {end}"),
        }
    }

    /// What both have in common, if anything.
    #[must_use]
    pub fn overlap(self, other: Self) -> Option<Self> {
        let both = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (both.from <= both.to).then_some(both)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fiscal_years_are_named_for_the_year_they_end_in() {
        let october = YearStart::of_month(10).unwrap();
        let first = Day::new(2023, 10, 1).unwrap();
        assert_eq!((first.fiscal_year(october), first.before().fiscal_year(october)), (2024, 2023));
        let year = Period::fiscal_year(2024, october).unwrap();
        assert_eq!((year.from, year.to), (first, Day::new(2024, 9, 30).unwrap()));
        assert_eq!(first.fiscal_year(YearStart::JANUARY), 2023);
    }

    #[test]
    fn a_fiscal_year_may_start_within_a_month() {
        let april = YearStart::new(4, 6).unwrap();
        let edge = Day::new(2024, 4, 6).unwrap();
        assert_eq!((edge.before().fiscal_year(april), edge.fiscal_year(april)), (2024, 2025));
        assert_eq!(Period::fiscal_year(2024, april).unwrap().to, edge.before());
        assert_eq!(YearStart::new(2, 29), None);
    }

    #[test]
    fn numbers_go_there_and_back() {
        for text in ["1969-12-31", "1970-01-01", "2024-02-29", "2219-05-01"] {
            let day = Day::parse(text).unwrap();
            assert_eq!(Day::from_number(day.number()), Some(day), "{text}");
        }
    }
}
