//! The types that a column could have. Each value is tried against all of them; what fits every value is offered.

use crate::project::NumberFormat;
use crate::records::numbers;
use crate::value::{Moment, parse_moment};

/// The date formats that are tried.
pub(super) const FORMATS: [&str; 22] = [
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%d-%b-%Y",
    "%d-%b-%Y %H:%M:%S",
    "%d %b %Y",
    "%b %d, %Y",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%d/%m/%Y %H:%M",
    "%m-%d-%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%Y%m%d",
    "%Y%m%d %H%M%S",
];

/// What a value could be, one bit for each kind; the first bits are the date formats in their order.
pub(super) type Kinds = u32;

pub(super) const NUMBER: Kinds = 1 << 24;
pub(super) const GROUPED: Kinds = 1 << 25;
pub(super) const MONEY: Kinds = 1 << 26;
pub(super) const FLAG: Kinds = 1 << 27;
/// Digits with a zero in front, as identifiers have them.
pub(super) const PADDED: Kinds = 1 << 28;

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
    for (kind, format) in
        [(NUMBER, signs(None, None)), (GROUPED, signs(Some(','), None)), (MONEY, signs(Some(','), Some("$")))]
    {
        if numbers::number(text, &format).is_ok() {
            kinds |= kind;
        }
    }
    let digits = text.trim_start_matches(['+', '-']);
    if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit()) {
        kinds |= PADDED;
    }
    for (index, format) in FORMATS.iter().enumerate() {
        if read(text, format).is_some_and(|moment| (1900..2200).contains(&moment.day.year())) {
            kinds |= date(index);
        }
    }
    kinds
}

fn read(text: &str, format: &str) -> Option<Moment> {
    parse_moment(text, &[format.to_owned()], None)
}

/// Whether two formats differ only in which of two numbers is the month.
pub(super) fn swapped(format: &str) -> Option<usize> {
    let other = format.replace("%m", "%_").replace("%d", "%m").replace("%_", "%d");
    FORMATS.iter().position(|known| *known == other && *known != format)
}
