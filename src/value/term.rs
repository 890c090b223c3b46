//! Prison terms, exact. A term arrives in years, months and days; a year is 12 months and a month is 30.4375
//! days (the U.S. Sentencing Commission's convention, 365.25 / 12), so a day is 16/487 of a month. Terms are
//! therefore whole numbers of 1/487 month, in thousandths so that "7.5 years" can be told, and "12 months" and
//! "1 year" are the same term.

use super::{Amount, AmountError, Ratio};

/// A prison term; life is longer than every other term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(i64);

/// Parts of a month in which terms are counted.
const PER_MONTH: i64 = 487_000;
const PER_DAY: i64 = 16_000;
const PER_YEAR: i64 = 12 * PER_MONTH;

impl Term {
    /// A life sentence.
    pub const LIFE: Self = Self(i64::MAX);

    /// A term of years, months and days; each may have a fraction of up to three digits.
    ///
    /// # Errors
    /// [`AmountError::Overflow`] when it does not fit or has a longer fraction, [`AmountError::NotANumber`] when a
    /// part is negative.
    pub fn new(years: Amount, months: Amount, days: Amount) -> Result<Self, AmountError> {
        let mut total = Amount::ZERO;
        for (count, parts) in [(years, PER_YEAR), (months, PER_MONTH), (days, PER_DAY)] {
            if count < Amount::ZERO {
                return Err(AmountError::NotANumber);
            }
            total = total.plus(count.times(Amount::from_int(i128::from(parts)))?)?;
        }
        let whole = Some(total.trimmed()).filter(|total| total.scale() == 0);
        let parts = whole.and_then(|total| i64::try_from(total.mantissa()).ok());
        parts.filter(|&parts| parts < i64::MAX).map(Self).ok_or(AmountError::Overflow)
    }

    /// The term held in a compact column.
    #[must_use]
    pub const fn from_parts(parts: i64) -> Self {
        Self(parts)
    }

    /// The whole number of thousandths of 1/487 month; `i64::MAX` for life.
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

    fn term(years: &str, months: &str, days: &str) -> Result<Term, AmountError> {
        let part = |text| Amount::parse(text).unwrap();
        Term::new(part(years), part(months), part(days))
    }

    #[test]
    fn a_year_is_twelve_months_and_days_are_exact() {
        assert_eq!(term("1", "0", "0"), term("0", "12", "0"));
        assert_eq!(term("7.5", "0", "0"), term("0", "90", "0"));
        assert!(term("0", "11", "31").unwrap() > term("1", "0", "0").unwrap());
        assert!(term("0", "0", "365").unwrap() < term("1", "0", "0").unwrap());
        assert_eq!(term("0", "0", "487").unwrap().months().unwrap().exact().unwrap().to_string(), "16");
    }

    #[test]
    fn life_is_longer_than_any_term_and_nonsense_is_refused() {
        assert!(Term::LIFE > term("10000", "0", "0").unwrap());
        assert_eq!(Term::LIFE.months(), None);
        assert_eq!(term("9223372036854775807", "0", "0"), Err(AmountError::Overflow));
        assert_eq!(term("0.00001", "0", "0.00001"), Err(AmountError::Overflow));
        assert_eq!(term("-1", "0", "0"), Err(AmountError::NotANumber));
    }
}
