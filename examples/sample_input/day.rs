//! Calendar days as plain numbers, and spans of them to draw from.

use crate::{Result, random::Random};

/// Days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(i32);

impl Day {
    pub(crate) const fn of(year: i32, month: i32, day: i32) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    /// Year, month and day of the month.
    pub(crate) fn parts(self) -> (i32, i32, i32) {
        let shifted = self.0 + 719_468;
        let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month, day_of_year - (153 * shifted_month + 2) / 5 + 1)
    }

    pub(crate) fn year(self) -> i32 {
        self.parts().0
    }

    pub(crate) fn plus(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    pub(crate) fn days_since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// Monday to Friday, and none of the holidays whose date never moves.
    pub(crate) fn is_working_day(self) -> bool {
        let (_, month, day) = self.parts();
        (self.0 + 3).rem_euclid(7) < 5 && !matches!((month, day), (1, 1) | (6, 19) | (7, 4) | (11, 11) | (12, 25))
    }

    /// This day, or the first working day after it.
    pub(crate) fn next_working_day(self) -> Self {
        if self.is_working_day() { self } else { self.plus(1).next_working_day() }
    }
}

/// Days from `first` to `last`, both included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) first: Day,
    pub(crate) last: Day,
}

impl Span {
    pub(crate) const fn new(first: Day, last: Day) -> Self {
        Self { first, last }
    }

    pub(crate) fn within(self, other: Self) -> Self {
        Self { first: self.first.max(other.first), last: self.last.min(other.last) }
    }

    /// Any day of the span. A span without days is a mistake in the quotas and is reported.
    pub(crate) fn draw(self, random: &mut Random) -> Result<Day> {
        if self.first > self.last {
            return Err(format!("no day from {:?} to {:?}", self.first.parts(), self.last.parts()).into());
        }
        Ok(self.first.plus(random.between(0, self.last.days_since(self.first))))
    }

    /// A working day of the span, on which a court sits.
    pub(crate) fn draw_working(self, random: &mut Random) -> Result<Day> {
        let drawn = self.draw(random)?;
        let later = drawn.next_working_day();
        if later <= self.last {
            return Ok(later);
        }
        let mut earlier = drawn;
        while !earlier.is_working_day() && earlier > self.first {
            earlier = earlier.plus(-1);
        }
        Ok(earlier)
    }

    /// The span cut into `count` pieces of nearly equal length, in order.
    pub(crate) fn pieces(self, count: usize) -> Vec<Self> {
        let (days, count) = (self.last.days_since(self.first) + 1, count as i32);
        let start = |piece: i32| self.first.plus(days * piece / count);
        (0..count).map(|piece| Self::new(start(piece), start(piece + 1).plus(-1))).collect()
    }
}
