//! The types that a column could have. Each value is tried against all of them; what fits every value is offered.

use crate::project::NumberFormat;
pub(super) use crate::records::dates::COMMON_FORMATS as FORMATS;
use crate::records::numbers;
use crate::value::{Moment, parse_moment};

/// What a value could be, one bit for each kind; the first bits are the date formats in their order.
pub(super) type Kinds = u64;

pub(super) const NUMBER: Kinds = 1 << 40;
pub(super) const GROUPED: Kinds = 1 << 41;
pub(super) const MONEY: Kinds = 1 << 42;
/// Money whose losses stand in parentheses.
pub(super) const ACCOUNTING: Kinds = 1 << 45;
/// A number with points between thousands and a comma before the fraction, with or without a euro sign.
pub(super) const EUROPEAN: Kinds = 1 << 46;
/// The last day of the year 9999, by which systems mean "no end".
pub(super) const NEVER: Kinds = 1 << 47;
/// A whole number of a few digits, as codes are.
pub(super) const SHORT_INTEGER: Kinds = 1 << 48;
pub(super) const FLAG: Kinds = 1 << 43;
/// Digits with a zero in front, as identifiers have them.
pub(super) const PADDED: Kinds = 1 << 44;

/// The bit of a date format.
pub(super) const fn date(format: usize) -> Kinds {
    1 << format
}

/// All kinds that a value could be.
pub(super) fn of(text: &str) -> Kinds {
    let mut kinds = 0;
    if matches!(text.to_lowercase().as_str(), "y" | "n" | "yes" | "no" | "true" | "false") {
        kinds |= FLAG;
    }
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return kinds;
    }
    let signs = |grouping, currency: Option<&str>| NumberFormat {
        currency: currency.map(str::to_owned),
        grouping,
        decimal: '.',
        parentheses: false,
    };
    for (kind, format) in [
        (NUMBER, signs(None, None)),
        (GROUPED, signs(Some(','), None)),
        (MONEY, signs(Some(','), Some("$"))),
        (ACCOUNTING, NumberFormat { parentheses: true, ..signs(Some(','), Some("$")) }),
        (EUROPEAN, NumberFormat { decimal: ',', ..signs(Some('.'), Some("€")) }),
    ] {
        if numbers::number(text, &format).is_ok() {
            kinds |= kind;
        }
    }
    let digits = text.trim_start_matches(['+', '-']);
    if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit()) {
        kinds |= PADDED;
    }
    if (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
        kinds |= SHORT_INTEGER;
    }
    for (index, format) in FORMATS.iter().enumerate() {
        match read(text, format) {
            Some(moment) if (1900..2200).contains(&moment.day.year()) => kinds |= date(index),
            Some(moment) if moment.day.to_string() == "9999-12-31" => kinds |= date(index) | NEVER,
            _ => {}
        }
    }
    kinds
}

pub(super) fn read(text: &str, format: &str) -> Option<Moment> {
    parse_moment(text, &[format.to_owned()], None)
}

/// Whether two formats differ only in which of two numbers is the month.
pub(super) fn swapped(format: &str) -> Option<usize> {
    let other = format.replace("%m", "%_").replace("%d", "%m").replace("%_", "%d");
    FORMATS.iter().position(|known| *known == other && *known != format)
}
