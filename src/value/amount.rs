//! Exact decimals: an `i128` mantissa with a scale, checked, so that a sum either is right to the last digit or is
//! an error. No `f64` is ever made from a figure, and `rust_decimal` is not used because it rounds silently past
//! 28 digits.

use std::cmp::Ordering;
use std::fmt;

/// An exact decimal: `mantissa / 10^scale`. Equality, order and hashing are by value, so `1.50` equals `1.5`.
#[derive(Debug, Clone, Copy)]
pub struct Amount {
    mantissa: i128,
    scale: u8,
}

/// Why an exact result could not be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// More digits than the 38 that fit.
    #[error("the number has more digits than can be held exactly (38)")]
    Overflow,
    /// Not a plain decimal number.
    #[error("not a number")]
    NotANumber,
    /// A division by zero.
    #[error("division by zero")]
    DivisionByZero,
}

/// The longest scale that is kept; a longer one is an overflow.
const MAX_SCALE: u8 = 37;

impl Amount {
    /// Zero.
    pub const ZERO: Self = Self { mantissa: 0, scale: 0 };

    /// `mantissa / 10^scale`.
    ///
    /// # Errors
    /// [`AmountError::Overflow`] when the scale is over 37.
    pub fn new(mantissa: i128, scale: u8) -> Result<Self, AmountError> {
        if scale > MAX_SCALE {
            return Err(AmountError::Overflow);
        }
        Ok(Self { mantissa, scale })
    }

    /// A whole number.
    #[must_use]
    pub const fn from_int(value: i128) -> Self {
        Self { mantissa: value, scale: 0 }
    }

    /// Reads `-12`, `12.5`, `+0012.50`, `6.6e-05`: ASCII digits, one point, an optional exponent.
    ///
    /// # Errors
    /// [`AmountError::NotANumber`] for anything else (no grouping, no blanks, no NaN), and
    /// [`AmountError::Overflow`] when it does not fit.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        let (number, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], parse_exponent(&text[at + 1..])?),
            None => (text, 0),
        };
        let (negative, digits) = match number.as_bytes().first() {
            Some(b'-') => (true, &number[1..]),
            Some(b'+') => (false, &number[1..]),
            _ => (false, number),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() && fraction.is_empty() {
            return Err(AmountError::NotANumber);
        }
        let mut mantissa: i128 = 0;
        for byte in whole.bytes().chain(fraction.bytes()) {
            if !byte.is_ascii_digit() {
                return Err(AmountError::NotANumber);
            }
            mantissa = mantissa
                .checked_mul(10)
                .and_then(|m| m.checked_add(i128::from(byte - b'0')))
                .ok_or(AmountError::Overflow)?;
        }
        let scale = i64::try_from(fraction.len()).map_err(|_| AmountError::Overflow)? - exponent;
        Self::scaled(if negative { -mantissa } else { mantissa }, scale)
    }

    /// `mantissa / 10^scale` for any sign of scale.
    fn scaled(mantissa: i128, scale: i64) -> Result<Self, AmountError> {
        if mantissa == 0 {
            return Ok(Self { mantissa, scale: u8::try_from(scale.clamp(0, i64::from(MAX_SCALE))).unwrap_or(0) });
        }
        if scale >= 0 {
            return Self::new(mantissa, u8::try_from(scale).map_err(|_| AmountError::Overflow)?);
        }
        let up = u32::try_from(-scale).map_err(|_| AmountError::Overflow)?;
        let factor = 10_i128.checked_pow(up).ok_or(AmountError::Overflow)?;
        let mantissa = mantissa.checked_mul(factor).ok_or(AmountError::Overflow)?;
        Ok(Self { mantissa, scale: 0 })
    }

    /// The digits without the point.
    #[must_use]
    pub const fn mantissa(self) -> i128 {
        self.mantissa
    }

    /// How many of the digits stand after the point.
    #[must_use]
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// The same value with at least `scale` digits after the point.
    ///
    /// # Errors
    /// [`AmountError::Overflow`] when it does not fit.
    pub fn rescaled(self, scale: u8) -> Result<Self, AmountError> {
        if scale <= self.scale {
            return Ok(self);
        }
        let factor = 10_i128.checked_pow(u32::from(scale - self.scale)).ok_or(AmountError::Overflow)?;
        Self::new(self.mantissa.checked_mul(factor).ok_or(AmountError::Overflow)?, scale)
    }

    /// The exact sum.
    ///
    /// # Errors
    /// [`AmountError::Overflow`] when it does not fit.
    pub fn plus(self, other: Self) -> Result<Self, AmountError> {
        let scale = self.scale.max(other.scale);
        let (a, b) = (self.rescaled(scale)?, other.rescaled(scale)?);
        Ok(Self { mantissa: a.mantissa.checked_add(b.mantissa).ok_or(AmountError::Overflow)?, scale })
    }

    /// The exact difference.
    ///
    /// # Errors
    /// [`AmountError::Overflow`] when it does not fit.
    pub fn minus(self, other: Self) -> Result<Self, AmountError> {
        let negated = other.mantissa.checked_neg().ok_or(AmountError::Overflow)?;
        self.plus(Self { mantissa: negated, scale: other.scale })
    }

    /// The exact product.
    ///
    /// # Errors
    /// [`AmountError::Overflow`] when it does not fit.
    pub fn times(self, other: Self) -> Result<Self, AmountError> {
        let (a, b) = (self.trimmed(), other.trimmed());
        let mantissa = a.mantissa.checked_mul(b.mantissa).ok_or(AmountError::Overflow)?;
        Self::new(mantissa, a.scale.checked_add(b.scale).ok_or(AmountError::Overflow)?)
    }

    /// Rounded half up (away from zero at the half) to `places` digits after the point. Printing is the only
    /// caller: a figure is rounded once.
    #[must_use]
    pub fn rounded(self, places: u8) -> Self {
        if places >= self.scale {
            return self.rescaled(places).unwrap_or(self);
        }
        let factor = 10_i128.pow(u32::from(self.scale - places));
        let (quotient, rest) = (self.mantissa / factor, self.mantissa % factor);
        let away = if rest.unsigned_abs() >= factor.unsigned_abs().div_ceil(2) { rest.signum() } else { 0 };
        Self { mantissa: quotient + away, scale: places }
    }

    /// The same value without zeros at the end of its fraction.
    #[must_use]
    pub fn trimmed(self) -> Self {
        let mut amount = self;
        while amount.scale > 0 && amount.mantissa % 10 == 0 {
            amount = Self { mantissa: amount.mantissa / 10, scale: amount.scale - 1 };
        }
        amount
    }

    /// Whether it is more than nothing.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.mantissa > 0
    }

    /// Whether it is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Digits with groups of three: `1,284,310.50`.
    #[must_use]
    pub fn grouped(self) -> String {
        let plain = self.to_string();
        let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut text = String::from(sign);
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index) % 3 == 0 {
                text.push(',');
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push('.');
            text.push_str(fraction);
        }
        text
    }
}

fn parse_exponent(text: &str) -> Result<i64, AmountError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(AmountError::NotANumber);
    }
    if digits.len() > 4 {
        return Err(AmountError::Overflow);
    }
    text.strip_prefix('+').unwrap_or(text).parse().map_err(|_| AmountError::NotANumber)
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.mantissa.unsigned_abs().to_string();
        let scale = usize::from(self.scale);
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        let sign = if self.mantissa < 0 { "-" } else { "" };
        if fraction.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{fraction}") }
    }
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.trimmed(), other.trimmed());
        a.mantissa == b.mantissa && a.scale == b.scale
    }
}

impl Eq for Amount {}

impl std::hash::Hash for Amount {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let plain = self.trimmed();
        (plain.mantissa, plain.scale).hash(state);
    }
}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Amount {
    fn cmp(&self, other: &Self) -> Ordering {
        let (low, high) = (10_i128.pow(u32::from(self.scale)), 10_i128.pow(u32::from(other.scale)));
        let whole = self.mantissa.div_euclid(low).cmp(&other.mantissa.div_euclid(high));
        // Both remainders are below 10^37, so scaling the shorter one up to the longer cannot overflow.
        whole.then_with(|| {
            let scale = self.scale.max(other.scale);
            let up = |rest: i128, from: u8| rest * 10_i128.pow(u32::from(scale - from));
            up(self.mantissa.rem_euclid(low), self.scale).cmp(&up(other.mantissa.rem_euclid(high), other.scale))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    #[test]
    fn reads_what_exports_hold() {
        assert_eq!(amount("+000000135671.45").to_string(), "135671.45");
        assert_eq!(amount("6.61386786e-05").to_string(), "0.0000661386786");
        assert_eq!(amount("1.2E3").to_string(), "1200");
        assert_eq!(amount("-.5").to_string(), "-0.5");
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in ["", ".", "-", "1,000", "1 000", "NaN", "inf", "0x10", "1e", "١٢", "1.2.3", "--1"] {
            assert_eq!(Amount::parse(text), Err(AmountError::NotANumber), "{text}");
        }
        assert_eq!(Amount::parse(&"9".repeat(40)), Err(AmountError::Overflow));
        assert_eq!(Amount::parse("1e99999"), Err(AmountError::Overflow));
    }

    #[test]
    fn rounds_once_half_up() {
        for (value, places, rounded) in [("2.5", 0, "3"), ("-2.5", 0, "-3"), ("2.45", 1, "2.5"), ("2.449", 1, "2.4")] {
            assert_eq!(amount(value).rounded(places).to_string(), rounded, "{value}");
        }
    }

    #[test]
    fn thirty_digits_add_exactly() {
        let big = amount("123456789012345678901234567890.12");
        assert_eq!(big.plus(amount("0.01")).unwrap().to_string(), "123456789012345678901234567890.13");
        let most = Amount::new(i128::MAX, 0).unwrap();
        assert_eq!(most.plus(Amount::from_int(1)), Err(AmountError::Overflow));
    }

    #[test]
    fn order_and_equality_are_by_value() {
        assert_eq!(amount("1.50"), amount("1.5"));
        assert!(amount("-1.5") < amount("-1.49"));
        assert!(amount("1e37") > amount("1e-37"));
        assert_eq!(amount("-1234567.5").grouped(), "-1,234,567.5");
    }
}
