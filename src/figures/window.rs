//! The windows of time that a figure exists for, by the names that templates use.

use crate::project::Program;
use crate::value::{Day, Period, YearStart};
use std::fmt;

/// A window of time, relative to the as-of date where it is not a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Window {
    /// From the program's start to the as-of date.
    ToDate,
    /// The month of the as-of date, up to it.
    Month,
    /// The same days of that month a year before.
    MonthAYearBefore,
    /// A calendar year, as far as the program and the as-of date reach into it.
    Year(i16),
    /// A fiscal year, likewise.
    FiscalYear(i16),
}

/// What windows are relative to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// The program's first day.
    pub start: Day,
    /// The last day that counts.
    pub as_of: Day,
    /// The day with which a fiscal year starts.
    pub fiscal_year_starts: YearStart,
}

impl Calendar {
    /// The calendar of a program as of a day.
    #[must_use]
    pub const fn new(program: &Program, as_of: Day) -> Self {
        Self { start: program.start, as_of, fiscal_year_starts: program.fiscal_year_starts }
    }

    /// From the program's start to the as-of date.
    #[must_use]
    pub const fn to_date(self) -> Period {
        Period { from: self.start, to: self.as_of }
    }

    /// Every window that has at least one day, "to date" first.
    #[must_use]
    pub fn windows(self) -> Vec<Window> {
        let (first, last) = (self.start.year(), self.as_of.year());
        let fiscal = |day: Day| day.fiscal_year(self.fiscal_year_starts);
        let mut windows = vec![Window::ToDate, Window::Month, Window::MonthAYearBefore];
        windows.extend((first..=last).map(Window::Year));
        windows.extend((fiscal(self.start)..=fiscal(self.as_of)).map(Window::FiscalYear));
        windows.retain(|window| self.period(*window).is_some());
        windows
    }

    /// The days of a window within the program's time, if there are any.
    #[must_use]
    pub fn period(self, window: Window) -> Option<Period> {
        let whole = match window {
            Window::ToDate => self.to_date(),
            Window::Month => Period { from: self.as_of.first_of_month(), to: self.as_of },
            Window::MonthAYearBefore => {
                let first = Day::new(self.as_of.year() - 1, self.as_of.month(), 1)?;
                let last = first.last_of_month();
                let same = Day::new(first.year(), first.month(), self.as_of.day_of_month());
                let to = if self.as_of.ends_month() { last } else { same.unwrap_or(last) };
                Period { from: first, to }
            }
            Window::Year(year) => Period::year(year)?,
            Window::FiscalYear(year) => Period::fiscal_year(year, self.fiscal_year_starts)?,
        };
        whole.overlap(self.to_date())
    }

    /// The slice of a breakdown by time that has the same days as a window.
    #[must_use]
    pub fn dated_slice(self, window: Window) -> Option<(String, String)> {
        let (dimension, code) = match window {
            Window::Year(_) => ("year", window.to_string()),
            Window::FiscalYear(_) => ("fiscal_year", window.to_string()),
            Window::Month => ("month", self.as_of.to_string()[..7].to_owned()),
            Window::ToDate | Window::MonthAYearBefore => return None,
        };
        Some((dimension.to_owned(), code))
    }

    /// A year's name, with what is missing of it: "2024", "2021 (from June)", "2024 (to May)".
    #[must_use]
    pub fn year_label(self, window: Window) -> String {
        let (name, whole) = match window {
            Window::Year(year) => (year.to_string(), Period::year(year)),
            Window::FiscalYear(year) => (format!("FY{year}"), Period::fiscal_year(year, self.fiscal_year_starts)),
            Window::ToDate | Window::Month | Window::MonthAYearBefore => return window.to_string(),
        };
        let (Some(whole), Some(part)) = (whole, self.period(window)) else { return name };
        let from = (part.from > whole.from).then(|| start_words(part.from));
        let to = (part.to < whole.to).then(|| end_words(part.to));
        match (from, to) {
            (None, None) => name,
            (Some(from), None) => format!("{name} (from {from})"),
            (None, Some(to)) => format!("{name} (to {to})"),
            (Some(from), Some(to)) if from == to => format!("{name} ({from})"),
            (Some(from), Some(to)) => format!("{name} ({from} to {to})"),
        }
    }
}

/// The month, as a start: the program counts from its first day, and the first month is named for it.
fn start_words(day: Day) -> String {
    day.month_name().to_owned()
}

/// The month, when it is whole, else the day.
fn end_words(day: Day) -> String {
    if day.ends_month() { day.month_name().to_owned() } else { format!("{} {}", day.month_name(), day.day_of_month()) }
}

impl Window {
    /// The window with that name.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        match text {
            "to-date" => Some(Self::ToDate),
            "month" => Some(Self::Month),
            "month-a-year-before" => Some(Self::MonthAYearBefore),
            _ => match text.strip_prefix("FY") {
                Some(year) => four_digits(year).map(Self::FiscalYear),
                None => four_digits(text).map(Self::Year),
            },
        }
    }
}

fn four_digits(text: &str) -> Option<i16> {
    if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ToDate => f.write_str("to-date"),
            Self::Month => f.write_str("month"),
            Self::MonthAYearBefore => f.write_str("month-a-year-before"),
            Self::Year(year) => write!(f, "{year}"),
            Self::FiscalYear(year) => write!(f, "FY{year}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(as_of: &str) -> Calendar {
        Calendar {
            start: Day::parse("2021-06-07").unwrap(),
            as_of: Day::parse(as_of).unwrap(),
            fiscal_year_starts: YearStart::of_month(10).unwrap(),
        }
    }

    #[test]
    fn years_that_are_not_whole_say_so() {
        let may = calendar("2024-05-31");
        let label = |window| may.year_label(window);
        assert_eq!(label(Window::Year(2021)), "2021 (from June)");
        assert_eq!(label(Window::Year(2022)), "2022");
        assert_eq!(label(Window::Year(2024)), "2024 (to May)");
        assert_eq!(calendar("2021-06-30").year_label(Window::Year(2021)), "2021 (June)");
        assert_eq!(calendar("2023-12-04").year_label(Window::Year(2023)), "2023 (to December 4)");
        assert_eq!(label(Window::FiscalYear(2021)), "FY2021 (from June)");
    }

    #[test]
    fn the_month_a_year_before_ends_on_the_same_day() {
        let period = |as_of| calendar(as_of).period(Window::MonthAYearBefore).map(|p| p.to.to_string());
        assert_eq!(period("2024-02-29").as_deref(), Some("2023-02-28"));
        assert_eq!(period("2023-12-04").as_deref(), Some("2022-12-04"));
        assert_eq!(period("2021-12-31"), None);
    }
}
