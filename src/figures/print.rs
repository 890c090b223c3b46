//! Exact values → printed text. This is where a figure is rounded, once, half up.

use super::cells::Value;
use crate::project::{FigureDef, Unit};
use crate::value::{AmountError, Ratio};

/// What is printed where there is no value.
pub(super) const NOT_AVAILABLE: &str = "[x]";
/// What is printed where a value is withheld.
pub(super) const WITHHELD: &str = "[c]";

/// The printed value; with `unit` the unit stands behind it ("112.4 kg", "118 firearms", "30 months"). The sign
/// of money always stands.
pub(super) fn print(figure: &FigureDef, value: Value, unit: bool) -> Result<String, AmountError> {
    let number = match value {
        Value::Nothing => return Ok(NOT_AVAILABLE.to_owned()),
        Value::Life => return Ok("life".to_owned()),
        Value::Number(number) if figure.unit == Unit::Share => {
            return Ok(format!("{}%", percent(number)?.rounded(figure.decimals)?.grouped()));
        }
        Value::Number(number) => number.rounded(figure.decimals)?,
    };
    let text = number.grouped();
    Ok(match &figure.unit {
        Unit::Money(sign) => match text.strip_prefix('-') {
            Some(positive) => format!("-{sign}{positive}"),
            None => format!("{sign}{text}"),
        },
        // Renderers keep a value on one line, so a plain space suffices here.
        other if unit => format!("{text} {other}").trim_end().to_owned(),
        _ => text,
    })
}

/// A share in percent.
pub(super) fn percent(share: Ratio) -> Result<Ratio, AmountError> {
    share.times(Ratio::new(100, 1)?)
}
