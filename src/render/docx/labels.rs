//! A chart's points → what stands in its data: the exact number, the category, and how the number is printed. A printed
//! value becomes a number format where one can say it, so that the label follows when the data are edited in Word.
//! Where a value is withheld, the category bears its marker, since a gap has no label.

use crate::document::model::{Chart, Point, plain_text};
use crate::render::RenderError;
use crate::value::Amount;

/// A series as it stands in chart and workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SeriesData {
    /// Its name.
    pub(super) name: String,
    /// Its points; every series of a chart has the same categories.
    pub(super) points: Vec<Datum>,
}

/// A point as it stands in chart and workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Datum {
    /// The category, with the markers of the values that are not there.
    pub(super) category: String,
    /// The exact value.
    pub(super) amount: Option<Amount>,
    /// The exact number as decimal text; `None` leaves a gap.
    pub(super) number: Option<String>,
    /// As printed.
    pub(super) printed: String,
    /// The number format that prints it so, when there is one (ECMA-376 Part 1 §18.8.31).
    pub(super) format: Option<String>,
    /// Drawn darker.
    pub(super) emphasis: bool,
}

/// All series of a chart.
///
/// # Errors
/// [`RenderError::Content`] for a number that a workbook cannot hold exactly: its cells are binary floating point
/// numbers, of which 15 decimal digits are sure.
pub(super) fn data(chart: &Chart) -> Result<Vec<SeriesData>, RenderError> {
    let categories: Vec<String> = (0..chart.points.len()).map(|at| category(chart, at)).collect();
    let series = |(name, points): (&str, &[Point])| {
        let points = points.iter().zip(&categories).map(|(point, category)| datum(point, category, &chart.id));
        Ok(SeriesData { name: name.to_owned(), points: points.collect::<Result<_, RenderError>>()? })
    };
    chart.all_series().map(series).collect()
}

/// The label of a place, with the markers of the values that are not there: "2023 [c]", or where a chart has several
/// series and only some lack their value, "2023 (Convictions [c])".
fn category(chart: &Chart, at: usize) -> String {
    let points: Vec<(&str, &Point)> =
        chart.all_series().filter_map(|(name, points)| Some((name, points.get(at)?))).collect();
    let label = points.first().map(|(_, point)| point.label.clone()).unwrap_or_default();
    let gaps: Vec<(&str, String)> = points
        .iter()
        .filter(|(_, point)| point.value.is_none())
        .map(|(name, point)| (*name, plain_text(&point.text)))
        .filter(|(_, marker)| !marker.is_empty())
        .collect();
    match gaps.first() {
        None => label,
        Some((_, first)) if gaps.len() == points.len() && gaps.iter().all(|(_, marker)| marker == first) => {
            format!("{label} {first}")
        }
        Some(_) => {
            let gaps: Vec<String> = gaps.into_iter().map(|(name, marker)| format!("{name} {marker}")).collect();
            format!("{label} ({})", gaps.join(", "))
        }
    }
}

/// A category of [`category`] taken apart again: the label, and the marker of each series; empty where it has a value.
pub(super) fn taken_apart(category: &str, names: &[String]) -> (String, Vec<String>) {
    if let Some((label, marker)) = category.strip_suffix(']').and_then(|start| start.rsplit_once(" [")) {
        return (label.to_owned(), vec![format!("[{marker}]"); names.len()]);
    }
    let none = || vec![String::new(); names.len()];
    let Some(inner) = category.strip_suffix("])") else { return (category.to_owned(), none()) };
    for (at, _) in inner.match_indices(" (") {
        let mut markers = none();
        let mut read = |gap: &str| {
            let (name, marker) = gap.rsplit_once(" [")?;
            let place = names.iter().position(|own| own == name)?;
            *markers.get_mut(place)? = format!("[{marker}]");
            Some(())
        };
        if inner[at + 2..].split("], ").all(|gap| read(gap).is_some()) {
            return (inner[..at].to_owned(), markers);
        }
    }
    (category.to_owned(), none())
}

fn datum(point: &Point, category: &str, id: &str) -> Result<Datum, RenderError> {
    let (category, printed, emphasis) = (category.to_owned(), plain_text(&point.text), point.emphasis);
    let Some(amount) = point.value else {
        return Ok(Datum { category, amount: None, number: None, printed, format: None, emphasis });
    };
    let number = amount.trimmed().to_string();
    // Only a check: the number goes into the file as this text, never as the result of floating point arithmetic.
    if number.parse::<f64>().map(|float| float.to_string()).as_deref() != Ok(number.as_str()) {
        let label = &point.label;
        let what =
            format!("chart \"{id}\": the value {number} of \"{label}\" has more digits than a chart's data can hold");
        return Err(RenderError::Content(what));
    }
    let format = format_code(&printed, amount);
    Ok(Datum { category, amount: Some(amount), number: Some(number), printed, format, emphasis })
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

    #[test]
    fn a_category_with_markers_is_taken_apart_again() {
        let names = ["Arrests (all)".to_owned(), "Convictions".to_owned()];
        let marked = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
        for (category, label, markers) in [
            ("2021 (from June)", "2021 (from June)", marked("", "")),
            ("2021 (from June) [c]", "2021 (from June)", marked("[c]", "[c]")),
            ("2021 (from June) (Arrests (all) [c])", "2021 (from June)", marked("[c]", "")),
            ("2021 (Arrests (all) [c], Convictions [x])", "2021", marked("[c]", "[x]")),
            ("2021 (Cases [c])", "2021 (Cases [c])", marked("", "")),
        ] {
            assert_eq!(taken_apart(category, &names), (label.to_owned(), markers));
        }
    }
}
