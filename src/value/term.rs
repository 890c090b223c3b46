//! Prison terms, exact. A term arrives in years, months and days; a year is 12 months and a month is 30.4375
//! days (the U.S. Sentencing Commission's convention, 365.25 / 12), so a day is 16/487 of a month. Terms are
//! therefore whole numbers of 1/487 month, and "12 months" and "1 year" are the same term.

use super::{AmountError, Ratio};

/// A prison term; life is longer than every other term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(i64);

/// Parts of a month in which terms are counted.
const PER_MONTH: i64 = 487;
const PER_DAY: i64 = 16;

impl Term {
    /// A life sentence.
    pub const LIFE: Self = Self(i64::MAX);

    /// A term of years, months and days.
    ///
    /// # Errors
    /// [`AmountError::Overflow`] when it does not fit, or is as long as [`Self::LIFE`].
    pub fn new(years: i64, months: i64, days: i64) -> Result<Self, AmountError> {
        let total = years
            .checked_mul(12)
            .and_then(|m| m.checked_add(months))
            .and_then(|m| m.checked_mul(PER_MONTH))
            .and_then(|parts| parts.checked_add(days.checked_mul(PER_DAY)?));
        total.filter(|&parts| parts < i64::MAX).map(Self).ok_or(AmountError::Overflow)
    }

    /// The term held in a compact column.
    #[must_use]
    pub const fn from_parts(parts: i64) -> Self {
        Self(parts)
    }

    /// The whole number of 1/487 months; `i64::MAX` for life.
    #[must_use]
    pub const fn parts(self) -> i64 {
        self.0
    }

    /// Whether it is a life sentence.
    #[must_use]
    pub const fn is_life(self) -> bool {
        self.0 == i64::MAX
    }

    /// The term in months; `None` for life.
    #[must_use]
    pub fn months(self) -> Option<Ratio> {
        if self.is_life() { None } else { Ratio::new(i128::from(self.0), i128::from(PER_MONTH)).ok() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_twelve_months_and_days_are_exact() {
        assert_eq!(Term::new(1, 0, 0), Term::new(0, 12, 0));
        assert!(Term::new(0, 11, 31).unwrap() > Term::new(1, 0, 0).unwrap());
        assert!(Term::new(0, 0, 365).unwrap() < Term::new(1, 0, 0).unwrap());
        assert_eq!(Term::new(0, 0, 487).unwrap().months().unwrap().exact().unwrap().to_string(), "16");
    }

    #[test]
    fn life_is_longer_than_any_term() {
        assert!(Term::LIFE > Term::new(10_000, 0, 0).unwrap());
        assert_eq!(Term::LIFE.months(), None);
        assert_eq!(Term::new(i64::MAX, 0, 0), Err(AmountError::Overflow));
    }
}
