//! A figure's value and its claims → a claim that is true. "More than 345" is proved by the value itself: the
//! number is the largest multiple of the step strictly below it. A claim that would be false or empty is an
//! error, never a rounding.

use crate::project::{Claim, ClaimKind, FigureDef, Unit};
use crate::value::{Amount, AmountError, Ratio};

/// A proved claim in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimText {
    /// "more than", "at least", or empty when the words say it all.
    pub qualifier: String,
    /// "345", "$1 million", "hundreds of thousands of dollars".
    pub amount: String,
}

impl ClaimText {
    /// The whole claim: "more than 345".
    #[must_use]
    pub fn whole(&self) -> String {
        if self.qualifier.is_empty() { self.amount.clone() } else { format!("{} {}", self.qualifier, self.amount) }
    }
}

/// The first of a figure's claims that holds for a value, or `None` when none does. With `digits`, claims in
/// fixed words are passed over.
pub(super) fn prove(figure: &FigureDef, value: Ratio, digits: bool) -> Result<Option<ClaimText>, AmountError> {
    for claim in figure.claims.iter().filter(|claim| !digits || claim.words.is_none()) {
        let number = largest_below(claim, value)?;
        let too_large = match claim.below {
            Some(below) => value >= Ratio::from_amount(below)?,
            None => false,
        };
        if too_large || !number.is_positive() {
            continue;
        }
        return words(figure, claim, number).map(Some);
    }
    Ok(None)
}

/// The claim in digits, of one kind, that a sheet would make of a value, with its number: the figure's claims are tried
/// in their order, so that a later one with smaller steps does not make the first look weak.
pub(super) fn strongest(
    figure: &FigureDef,
    value: Ratio,
    kind: ClaimKind,
) -> Result<Option<(Amount, ClaimText)>, AmountError> {
    for claim in figure.claims.iter().filter(|claim| claim.words.is_none()) {
        let claim = Claim { kind, say: None, ..claim.clone() };
        let number = largest_below(&claim, value)?;
        if number.is_positive() {
            return Ok(Some((number, words(figure, &claim, number)?)));
        }
    }
    Ok(None)
}

/// What could be claimed of a value for which no declared claim holds: "more than 300", with the step that says so.
pub(super) fn alternative(figure: &FigureDef, value: Ratio) -> Result<Option<(String, Amount)>, AmountError> {
    let mut step = Amount::from_int(1);
    if value <= Ratio::from_amount(step)? {
        return Ok(None);
    }
    while Ratio::from_amount(step.times(Amount::from_int(10))?)? < value {
        step = step.times(Amount::from_int(10))?;
    }
    let claim = Claim { kind: ClaimKind::MoreThan, step, say: None, words: None, below: None };
    let number = largest_below(&claim, value)?;
    Ok(Some((words(figure, &claim, number)?.whole(), step)))
}

/// The largest multiple of the claim's step that it may name.
fn largest_below(claim: &Claim, value: Ratio) -> Result<Amount, AmountError> {
    let step = Ratio::from_amount(claim.step)?;
    let steps = value.over(step)?;
    let whole = steps.numerator().div_euclid(steps.denominator());
    let is_multiple = steps.denominator() == 1;
    let count = match claim.kind {
        ClaimKind::MoreThan if is_multiple => whole - 1,
        ClaimKind::MoreThan | ClaimKind::AtLeast => whole,
    };
    claim.step.times(Amount::from_int(count))
}

fn words(figure: &FigureDef, claim: &Claim, number: Amount) -> Result<ClaimText, AmountError> {
    if let Some(words) = &claim.words {
        return Ok(ClaimText { qualifier: String::new(), amount: words.clone() });
    }
    let qualifier = match claim.kind {
        ClaimKind::MoreThan => "more than",
        ClaimKind::AtLeast => "at least",
    };
    let (number, scale) = match claim.say {
        Some(scale) => (number.times(Amount::new(1, scale.zeros())?)?, format!(" {}", scale.word())),
        None => (number, String::new()),
    };
    let digits = number.trimmed().grouped();
    let amount = match &figure.unit {
        Unit::Money(sign) => format!("{sign}{digits}{scale}"),
        Unit::Mass(unit) => format!("{digits}{scale} {}", unit.symbol()),
        Unit::Share => format!("{digits} percent"),
        Unit::Count(_) | Unit::Months | Unit::Per(_) => format!("{digits}{scale}"),
    };
    Ok(ClaimText { qualifier: qualifier.to_owned(), amount })
}
