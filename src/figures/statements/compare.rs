//! A number against a figure's value → a verdict, with what could be said instead.

use super::mentions::{Mention, Qualifier};
use super::{Verdict, lookup::Found};
use crate::figures::cells::Value;
use crate::figures::claim::{ClaimText, prove, strongest};
use crate::figures::print::print;
use crate::figures::release::ReleasedFigure;
use crate::project::ClaimKind;
use crate::value::{AmountError, Ratio};

/// Holds a number against what a figure says; `said` are the words from the number on in small letters, and `place`
/// names slices and days for the reason.
pub(super) fn compare(
    figure: &ReleasedFigure,
    mention: &Mention,
    said: &str,
    found: &Found,
    place: &str,
) -> Result<(Verdict, String), AmountError> {
    let name = &figure.definition.name;
    let value = match found {
        Found::Value(value, _) => *value,
        Found::Withheld => return Ok((Verdict::Unproved, "that count is withheld to protect persons".to_owned())),
        Found::Rounded => return Ok((Verdict::Unproved, "that count is rounded to the nearest five".to_owned())),
        Found::Nothing => {
            let why = format!("the project has no value of \"{name}\"{place}");
            return Ok((Verdict::Unproved, why));
        }
    };
    let printed = print(&figure.definition, Value::Number(value), true)?;
    if mention.qualifier == Qualifier::Vague && prints(figure, value, said)? {
        return Ok((Verdict::True, format!("\"{name}\" is {printed}{place}")));
    }
    let could = |kind| could_say(figure, value, kind);
    let Some(holds) = holds(figure, mention, value)? else {
        let could = could(ClaimKind::MoreThan)?.map_or_else(|| printed.clone(), |claim| claim.whole());
        let why = format!("\"nearly\" and its like cannot be proved; it could say \"{could}\"");
        return Ok((Verdict::Unproved, why));
    };
    let is = format!("\"{name}\" is {printed}{place}");
    if !holds {
        let could = could(ClaimKind::MoreThan)?;
        let could = could.map_or_else(String::new, |claim| format!("; it could say \"{}\"", claim.whole()));
        return Ok((Verdict::False, format!("{is}{could}")));
    }
    let kind = match mention.qualifier {
        Qualifier::AtLeast => ClaimKind::AtLeast,
        Qualifier::MoreThan => ClaimKind::MoreThan,
        _ => return Ok((Verdict::True, is)),
    };
    let stated = Ratio::from_amount(mention.number)?;
    let stronger = match strongest(&figure.definition, value, kind)? {
        Some((number, claim)) => {
            let number = mention.kind.convert(Ratio::from_amount(number)?, figure.unit())?;
            Some(claim).filter(|_| number > stated)
        }
        None => None,
    };
    Ok(match stronger {
        Some(claim) => (Verdict::Weak, format!("{is}; it could say \"{}\"", claim.whole())),
        None => (Verdict::True, is),
    })
}

/// Whether a figure's own claim prints the words that begin here: "hundreds of thousands of dollars".
fn prints(figure: &ReleasedFigure, value: Ratio, said: &str) -> Result<bool, AmountError> {
    let Some(claim) = prove(&figure.definition, value, false)? else { return Ok(false) };
    let is_words = figure.definition.claims.iter().any(|own| own.words.as_ref() == Some(&claim.amount));
    let rest = said.strip_prefix(&claim.amount.to_lowercase());
    Ok(is_words && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// Whether a number is true of a value; `None` where its qualifier lets nobody tell.
pub(super) fn holds(figure: &ReleasedFigure, mention: &Mention, value: Ratio) -> Result<Option<bool>, AmountError> {
    let value = mention.kind.convert(value, figure.unit())?;
    let stated = Ratio::from_amount(mention.number)?;
    Ok(Some(match mention.qualifier {
        Qualifier::Vague => return Ok(None),
        Qualifier::MoreThan => value > stated,
        Qualifier::AtLeast => value >= stated,
        Qualifier::FewerThan => value < stated,
        Qualifier::AtMost => value <= stated,
        Qualifier::To(high) => value >= stated && value <= Ratio::from_amount(high)?,
        Qualifier::Exactly => {
            // Rounded half up to the digits that the text gives.
            let one = Ratio::from_amount(mention.precision)?;
            Ratio::from_amount(value.over(one)?.rounded(0)?.times(mention.precision)?)? == stated
        }
    }))
}

fn could_say(figure: &ReleasedFigure, value: Ratio, kind: ClaimKind) -> Result<Option<ClaimText>, AmountError> {
    Ok(strongest(&figure.definition, value, kind)?.map(|(_, claim)| claim))
}
