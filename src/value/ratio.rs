//! Exact fractions, for what no decimal equals: means, shares, terms in months, masses in another unit.

use super::{Amount, AmountError};
use std::cmp::Ordering;
use std::fmt;

/// An exact fraction: a mean, a share, a term in months. The denominator is positive.
#[derive(Debug, Clone, Copy)]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    /// Nought.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// One.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// `numerator / denominator`, reduced.
    ///
    /// # Errors
    /// [`AmountError::DivisionByZero`], or [`AmountError::Overflow`] when a sign cannot be turned.
    pub fn new(numerator: i128, denominator: i128) -> Result<Self, AmountError> {
        if denominator == 0 {
            return Err(AmountError::DivisionByZero);
        }
        let common = i128::try_from(gcd(numerator.unsigned_abs(), denominator.unsigned_abs()))
            .map_err(|_| AmountError::Overflow)?;
        let (n, d) = (numerator / common, denominator / common);
        if d > 0 {
            return Ok(Self { numerator: n, denominator: d });
        }
        Ok(Self {
            numerator: n.checked_neg().ok_or(AmountError::Overflow)?,
            denominator: d.checked_neg().ok_or(AmountError::Overflow)?,
        })
    }

    /// The fraction that equals an amount.
    ///
    /// # Errors
    /// [`AmountError::Overflow`] never in practice: scales are bounded.
    pub fn from_amount(amount: Amount) -> Result<Self, AmountError> {
        let plain = amount.trimmed();
        Self::new(plain.mantissa(), 10_i128.pow(u32::from(plain.scale())))
    }

    /// The part above the line.
    #[must_use]
    pub const fn numerator(self) -> i128 {
        self.numerator
    }

    /// The part below the line; positive.
    #[must_use]
    pub const fn denominator(self) -> i128 {
        self.denominator
    }

    /// The exact sum.
    ///
    /// # Errors
    /// [`AmountError::Overflow`] when it does not fit.
    pub fn plus(self, other: Self) -> Result<Self, AmountError> {
        let common = i128::try_from(gcd(self.denominator.unsigned_abs(), other.denominator.unsigned_abs()))
            .map_err(|_| AmountError::Overflow)?;
        let left = self.numerator.checked_mul(other.denominator / common).ok_or(AmountError::Overflow)?;
        let right = other.numerator.checked_mul(self.denominator / common).ok_or(AmountError::Overflow)?;
        let below = self.denominator.checked_mul(other.denominator / common).ok_or(AmountError::Overflow)?;
        Self::new(left.checked_add(right).ok_or(AmountError::Overflow)?, below)
    }

    /// The exact product.
    ///
    /// # Errors
    /// [`AmountError::Overflow`] when it does not fit.
    pub fn times(self, other: Self) -> Result<Self, AmountError> {
        let (a, b) = (Self::new(self.numerator, other.denominator)?, Self::new(other.numerator, self.denominator)?);
        Self::new(
            a.numerator.checked_mul(b.numerator).ok_or(AmountError::Overflow)?,
            a.denominator.checked_mul(b.denominator).ok_or(AmountError::Overflow)?,
        )
    }

    /// The exact quotient by another fraction.
    ///
    /// # Errors
    /// [`AmountError::DivisionByZero`] or [`AmountError::Overflow`].
    pub fn over(self, other: Self) -> Result<Self, AmountError> {
        self.times(Self::new(other.denominator, other.numerator)?)
    }

    /// Rounded half up (away from zero at the half) to `places` digits after the point.
    ///
    /// # Errors
    /// [`AmountError::Overflow`] when it does not fit.
    pub fn rounded(self, places: u8) -> Result<Amount, AmountError> {
        let (mut mantissa, mut rest) = (self.numerator / self.denominator, self.numerator % self.denominator);
        for _ in 0..places {
            let tenfold = rest.checked_mul(10).ok_or(AmountError::Overflow)?;
            let digit = tenfold / self.denominator;
            mantissa = mantissa.checked_mul(10).and_then(|m| m.checked_add(digit)).ok_or(AmountError::Overflow)?;
            rest = tenfold % self.denominator;
        }
        let half = self.denominator.unsigned_abs().div_ceil(2);
        let away = if rest.unsigned_abs() >= half { self.numerator.signum() } else { 0 };
        Amount::new(mantissa.checked_add(away).ok_or(AmountError::Overflow)?, places)
    }

    /// Reads what [`fmt::Display`] wrote: a decimal, or two whole numbers with a stroke between them.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('/') {
            Some((numerator, denominator)) => Self::new(numerator.parse().ok()?, denominator.parse().ok()?).ok(),
            None => Self::from_amount(Amount::parse(text).ok()?).ok(),
        }
    }

    /// The amount that equals it, when a decimal does.
    #[must_use]
    pub fn exact(self) -> Option<Amount> {
        let mut below = self.denominator;
        let (mut twos, mut fives) = (0_u8, 0_u8);
        while below % 2 == 0 {
            below /= 2;
            twos += 1;
        }
        while below % 5 == 0 {
            below /= 5;
            fives += 1;
        }
        let scale = twos.max(fives);
        let factor = 10_i128.checked_pow(u32::from(scale))?.checked_div(self.denominator)?;
        if below == 1 { Amount::new(self.numerator.checked_mul(factor)?, scale).ok() } else { None }
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.numerator == other.numerator && self.denominator == other.denominator
    }
}

impl Eq for Ratio {}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    /// Compares whole parts, then the fractions' reciprocals (Euclid's way), so that nothing can overflow.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = ((self.numerator, self.denominator), (other.numerator, other.denominator));
        let mut turned = false;
        loop {
            let order = a.0.div_euclid(a.1).cmp(&b.0.div_euclid(b.1));
            let (left, right) = (a.0.rem_euclid(a.1), b.0.rem_euclid(b.1));
            let settled = match (order, left, right) {
                (Ordering::Equal, 0, 0) => Ordering::Equal,
                (Ordering::Equal, 0, _) => Ordering::Less,
                (Ordering::Equal, _, 0) => Ordering::Greater,
                (Ordering::Equal, ..) => {
                    (a, b) = ((a.1, left), (b.1, right));
                    turned = !turned;
                    continue;
                }
                (other, ..) => other,
            };
            return if turned { settled.reverse() } else { settled };
        }
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.exact() {
            Some(amount) => write!(f, "{amount}"),
            None => write!(f, "{}/{}", self.numerator, self.denominator),
        }
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    #[test]
    fn rounds_once_orders_exactly_and_knows_its_decimal() {
        assert_eq!(Ratio::new(1, 3).unwrap().rounded(2).unwrap().to_string(), "0.33");
        assert_eq!(Ratio::new(1, 8).unwrap().rounded(2).unwrap().to_string(), "0.13");
        assert_eq!(Ratio::new(7, 2).unwrap().exact(), Some(amount("3.5")));
        assert_eq!(Ratio::new(1, 3).unwrap().exact(), None);
        let ratio = |n, d| Ratio::new(n, d).unwrap();
        let mut list = [ratio(1, 2), ratio(-7, 3), ratio(2, 3), ratio(355, 113), ratio(22, 7), ratio(-2, 1)];
        list.sort();
        assert_eq!(list.map(|r| r.to_string()).join(" "), "-7/3 -2 0.5 2/3 355/113 22/7");
        assert_eq!(list.map(|r| Ratio::parse(&r.to_string())), list.map(Some));
        assert_eq!(["", "1/0", "a/2", "1/2/3"].map(Ratio::parse), [None; 4]);
    }
}
