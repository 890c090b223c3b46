//! `claim = { more_than = 5 }` → [`Claim`]s: in which steps a figure may be claimed, and in which words.

use super::checker::{Checker, amount_of};
use super::file::{RawClaim, RawClaims};
use super::locate::Step;
use super::model::{Claim, ClaimKind, Scale};
use crate::value::{Amount, nearest};

/// Checks the claims of a figure; they are tried in the order in which they stand.
pub(super) fn check_claims(c: &mut Checker<'_>, figure: &str, raw: RawClaims) -> Vec<Claim> {
    let path = [Step::Key("figures"), Step::Key(figure), Step::Key("claim")];
    raw.0.into_iter().filter_map(|claim| check_claim(c, &path, claim)).collect()
}

fn check_claim(c: &mut Checker<'_>, path: &[Step<'_>], raw: RawClaim) -> Option<Claim> {
    let (kind, step) = match (&raw.more_than, &raw.at_least) {
        (Some(step), None) => (ClaimKind::MoreThan, amount_of(step)),
        (None, Some(step)) => (ClaimKind::AtLeast, amount_of(step)),
        _ => {
            c.report(
                path,
                "a claim says `more_than` or `at_least`, one of them",
                "for example claim = { more_than = 5 }",
            );
            return None;
        }
    };
    let Some(step) = step.filter(|s: &Amount| s.is_positive()) else {
        c.report(path, "a claim is made in steps of a positive number", "for example claim = { more_than = 5 }");
        return None;
    };
    let say = raw.say.as_deref().and_then(|word| {
        let scale = match word {
            "thousand" => Some(Scale::Thousand),
            "million" => Some(Scale::Million),
            "billion" => Some(Scale::Billion),
            _ => None,
        };
        if scale.is_none() {
            c.report(path, format!("unknown word \"{word}\""), nearest(word, ["thousand", "million", "billion"]));
        }
        scale
    });
    if raw.words.as_ref().is_some_and(|words| words.trim().is_empty()) {
        c.report(path, "the words of the claim are blank", "");
    }
    if raw.say.is_some() && raw.words.is_some() {
        c.report(path, "a claim is printed in units (`say`) or in fixed words (`words`), not both", "");
    }
    let below = match &raw.words {
        Some(words) => Some(provable(c, path, words, kind, step)?),
        None => None,
    };
    Some(Claim { kind, step, say, words: raw.words, below })
}

/// Words for an order of magnitude, the longest first: from two of it to under ten of it.
const MAGNITUDES: [(&str, i128); 8] = [
    ("hundreds of millions", 100_000_000),
    ("hundreds of thousands", 100_000),
    ("tens of millions", 10_000_000),
    ("tens of thousands", 10_000),
    ("billions", 1_000_000_000),
    ("millions", 1_000_000),
    ("thousands", 1_000),
    ("hundreds", 100),
];

/// The value below which fixed words are true. Words that name no magnitude cannot be proved, and a claim whose
/// number is below what its words say would be false.
fn provable(c: &mut Checker<'_>, path: &[Step<'_>], words: &str, kind: ClaimKind, step: Amount) -> Option<Amount> {
    let Some((_, magnitude)) = MAGNITUDES.iter().find(|(phrase, _)| words.to_lowercase().contains(phrase)) else {
        let offered: Vec<&str> = MAGNITUDES.iter().map(|(phrase, _)| *phrase).collect();
        c.report(path, format!("\"{words}\" cannot be proved"), format!("words that can be: {}", offered.join(", ")));
        return None;
    };
    let (least, below) = (Amount::from_int(magnitude * 2), Amount::from_int(magnitude * 10));
    if kind != ClaimKind::AtLeast || step < least || step >= below {
        let todo = format!("write at_least = {least}, or a larger number below {below}");
        c.report(path, format!("\"{words}\" would not be true of {step}"), todo);
        return None;
    }
    Some(below)
}
