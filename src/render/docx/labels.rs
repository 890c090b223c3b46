//! A chart's points → what stands in its data: the exact number, the category, and how the number is printed. A printed
//! value becomes a number format where one can say it, so that the label follows when the data are edited in Word.

use crate::document::model::{Chart, Point, plain_text};
use crate::render::RenderError;
use crate::value::Amount;

/// A point as it stands in chart and workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Datum {
    /// The category; a point without a value has its marker here.
    pub(super) category: String,
    /// The exact number as decimal text; `None` leaves a gap.
    pub(super) number: Option<String>,
    /// As printed.
    pub(super) printed: String,
    /// The number format that prints it so, when there is one (ECMA-376 Part 1 §18.8.31).
    pub(super) format: Option<String>,
    /// Drawn darker.
    pub(super) emphasis: bool,
}

/// All points of a chart.
///
/// # Errors
/// [`RenderError::Content`] for a number that a workbook cannot hold exactly: its cells are binary floating point
/// numbers, of which 15 decimal digits are sure.
pub(super) fn data(chart: &Chart) -> Result<Vec<Datum>, RenderError> {
    chart.points.iter().map(|point| datum(point, chart)).collect()
}

fn datum(point: &Point, chart: &Chart) -> Result<Datum, RenderError> {
    let printed = plain_text(&point.text);
    let emphasis = point.emphasis;
    let Some(amount) = point.value else {
        let category = if printed.is_empty() { point.label.clone() } else { format!("{} {printed}", point.label) };
        return Ok(Datum { category, number: None, printed, format: None, emphasis });
    };
    let number = amount.trimmed().to_string();
    // Only a check: the number goes into the file as this text, never as the result of floating point arithmetic.
    if number.parse::<f64>().map(|float| float.to_string()).as_deref() != Ok(number.as_str()) {
        let (id, label) = (&chart.id, &point.label);
        let what =
            format!("chart \"{id}\": the value {number} of \"{label}\" has more digits than a chart's data can hold");
        return Err(RenderError::Content(what));
    }
    let format = format_code(&printed, amount);
    Ok(Datum { category: point.label.clone(), number: Some(number), printed, format, emphasis })
}

/// The number format that prints an amount as it is printed: `#,##0`, `"$"#,##0`, `0.0" kg"`.
fn format_code(printed: &str, amount: Amount) -> Option<String> {
    (0..=amount.scale()).find_map(|places| {
        let rounded = amount.rounded(places);
        let decimals = if places == 0 { String::new() } else { format!(".{}", "0".repeat(usize::from(places))) };
        [(rounded.grouped(), "#,##0"), (rounded.to_string(), "0")].into_iter().find_map(|(digits, whole)| {
            let at = printed.find(&digits)?;
            let before = literal(&printed[..at])?;
            let after = literal(&printed[at + digits.len()..])?;
            Some(format!("{before}{whole}{decimals}{after}"))
        })
    })
}

/// Words of a number format; digits and signs beside the number would mean another number.
fn literal(words: &str) -> Option<String> {
    if words.is_empty() {
        return Some(String::new());
    }
    let plain = words.chars().all(|c| !c.is_numeric() && !"\".,-−+".contains(c)) && words.len() < 80;
    if plain { Some(format!("\"{words}\"")) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(printed: &str, amount: &str) -> Option<String> {
        format_code(printed, Amount::parse(amount).unwrap())
    }

    #[test]
    fn a_printed_value_becomes_a_number_format() {
        assert_eq!(code("124", "124").as_deref(), Some("#,##0"));
        assert_eq!(code("$1,284,310", "1284310").as_deref(), Some("\"$\"#,##0"));
        assert_eq!(code("1284310", "1284310").as_deref(), Some("0"));
        assert_eq!(code("64.0 kg", "64.0").as_deref(), Some("#,##0.0\" kg\""));
        assert_eq!(code("31", "30.5").as_deref(), Some("#,##0"));
        assert_eq!(code("-5", "-5").as_deref(), Some("#,##0"));
    }

    #[test]
    fn a_printed_value_that_is_another_number_has_no_format() {
        assert_eq!(code("$1.3 million", "1284310"), None);
        assert_eq!(code("[c]", "3"), None);
        assert_eq!(code("13", "3"), None);
        assert_eq!(code("-3", "3"), None);
    }
}
