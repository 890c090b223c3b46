//! Units of figures and quantities, and the exact factors between units of mass.

use crate::value::{AmountError, Ratio};
use std::fmt;

/// What one of a figure's value is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Things that are counted, in the plural: "arrests", "items".
    Count(String),
    /// Money, by the sign that is printed before it: "$".
    Money(String),
    /// Mass.
    Mass(MassUnit),
    /// Months of a prison term.
    Months,
    /// A part of a whole; printed in percent.
    Share,
    /// So much of one unit for each of another: "rounds per firearms".
    Per(String),
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(things) => f.write_str(things),
            Self::Money(sign) => f.write_str(sign),
            Self::Mass(unit) => f.write_str(unit.symbol()),
            Self::Months => f.write_str("months"),
            Self::Share => f.write_str("share"),
            Self::Per(units) => f.write_str(units),
        }
    }
}

/// Units of mass that exports use. Factors are exact: the avoirdupois pound is 0.45359237 kg by definition
/// (international yard and pound agreement of 1959).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MassUnit {
    /// Milligram.
    Milligram,
    /// Gram.
    Gram,
    /// Kilogram.
    Kilogram,
    /// Avoirdupois ounce, a sixteenth of a pound.
    Ounce,
    /// Avoirdupois pound.
    Pound,
}

impl MassUnit {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Milligram, Self::Gram, Self::Kilogram, Self::Ounce, Self::Pound];

    /// The usual symbol.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Milligram => "mg",
            Self::Gram => "g",
            Self::Kilogram => "kg",
            Self::Ounce => "oz",
            Self::Pound => "lb",
        }
    }

    /// The unit with that symbol or name; case does not matter.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let folded = text.to_lowercase();
        let names: [(&[&str], Self); 5] = [
            (&["mg", "milligram", "milligrams"], Self::Milligram),
            (&["g", "gm", "gram", "grams"], Self::Gram),
            (&["kg", "kgs", "kilogram", "kilograms"], Self::Kilogram),
            (&["oz", "ounce", "ounces"], Self::Ounce),
            (&["lb", "lbs", "pound", "pounds"], Self::Pound),
        ];
        names.into_iter().find(|(list, _)| list.contains(&folded.as_str())).map(|(_, unit)| unit)
    }

    /// How many hundred-millionths of a kilogram one is, as a fraction: exact for all of them.
    const fn in_kilograms(self) -> (i128, i128) {
        match self {
            Self::Milligram => (1, 1_000_000),
            Self::Gram => (1, 1_000),
            Self::Kilogram => (1, 1),
            Self::Ounce => (45_359_237, 1_600_000_000),
            Self::Pound => (45_359_237, 100_000_000),
        }
    }

    /// The factor from this unit to another.
    ///
    /// # Errors
    /// Never in practice: the factors are small.
    pub fn factor_to(self, other: Self) -> Result<Ratio, AmountError> {
        let ((n, d), (on, od)) = (self.in_kilograms(), other.in_kilograms());
        Ratio::new(n, d)?.over(Ratio::new(on, od)?)
    }
}

/// A unit of mass or of things, as a figure or quantity column names it.
#[must_use]
pub fn unit_named(text: &str) -> Unit {
    MassUnit::named(text).map_or_else(|| Unit::Count(text.to_owned()), Unit::Mass)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_are_exact_both_ways() {
        let exact = |from: MassUnit, to| from.factor_to(to).unwrap().exact().map(|a| a.to_string());
        assert_eq!(exact(MassUnit::Pound, MassUnit::Kilogram).as_deref(), Some("0.45359237"));
        assert_eq!(exact(MassUnit::Ounce, MassUnit::Gram).as_deref(), Some("28.349523125"));
        assert_eq!(exact(MassUnit::Pound, MassUnit::Ounce).as_deref(), Some("16"));
        assert_eq!(exact(MassUnit::Kilogram, MassUnit::Pound), None);
    }
}
