//! A reading and the printed figures of an edition → where the two differ: a figure changed by hand, a chart that
//! shows other numbers, a figure that the edition does not have. Words outside of controls are not looked at here.

use super::{ChartRead, DrawingRead, Reading};
use crate::value::sha256;
use indexmap::IndexMap;

/// A printed figure that is not the edition's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The tag of its control, or the chart and its category.
    pub what: String,
    /// As it stands in the file.
    pub found: String,
    /// As the edition has it; `None` when it has no such figure.
    pub expected: Option<String>,
}

/// Begins the properties that say what each chart shows.
const CHART: &str = "factsheet-chart-";

/// Compares every control and chart of a sheet with an edition's printed figures, by tag.
#[must_use]
pub fn compare(reading: &Reading, printed: &IndexMap<String, String>) -> Vec<Mismatch> {
    let mut wrong = Vec::new();
    for control in &reading.controls {
        let expected = match shortened(&control.tag) {
            Some((start, digest)) => {
                let mut all = printed.iter().filter(|(tag, _)| tag.starts_with(start));
                all.find(|(tag, _)| sha256(tag.as_bytes()).starts_with(digest)).map(|(_, text)| text)
            }
            None if control.tag.matches('/').count() >= 2 => printed.get(&control.tag),
            None => continue,
        };
        if !expected.is_some_and(|text| is_same(&control.text, text)) {
            let expected = expected.cloned();
            wrong.push(Mismatch { what: control.tag.clone(), found: control.text.clone(), expected });
        }
    }
    wrong.extend(charts(reading, printed));
    wrong
}

/// The beginning and the digest of a tag that was too long for Word, which keeps 64 characters.
fn shortened(tag: &str) -> Option<(&str, &str)> {
    let (start, digest) = tag.rsplit_once('~')?;
    let is_digest = digest.len() == 12 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_digest && tag.encode_utf16().count() >= 63).then_some((start, digest))
}

/// The same words, but that a sentence may begin with them.
fn is_same(found: &str, text: &str) -> bool {
    let (mut found, mut text) = (found.trim().chars(), text.chars());
    let first = match (found.next(), text.next()) {
        (Some(a), Some(b)) => a == b || a.to_lowercase().eq(b.to_lowercase()) && a.is_uppercase(),
        (a, b) => a == b,
    };
    first && found.eq(text)
}

fn charts(reading: &Reading, printed: &IndexMap<String, String>) -> Vec<Mismatch> {
    let mut sources: Vec<(u32, &str, &str)> = Vec::new();
    for (name, value) in &reading.properties {
        let number = name.strip_prefix(CHART).and_then(|number| number.parse().ok());
        if let (Some(number), Some((of, id))) = (number, value.split_once(' ')) {
            sources.push((number, of, id));
        }
    }
    sources.sort_unstable();
    let drawn: Vec<&DrawingRead> = reading.drawings.iter().filter(|drawing| drawing.chart.is_some()).collect();
    let mut wrong = Vec::new();
    for (place, drawing) in drawn.iter().enumerate() {
        let by_name = sources.iter().find(|(_, _, id)| *id == drawing.name);
        let source = by_name.or_else(|| sources.get(place).filter(|_| drawn.len() == sources.len()));
        let (Some((_, of, id)), Some(chart)) = (source, reading.chart_of(drawing)) else { continue };
        let figures: Vec<&str> = of.split('+').collect();
        let several = figures.len() > 1;
        for (of, (name, points)) in figures.iter().zip(chart.all_series()) {
            for (label, number) in points {
                let expected = expected_point(printed, of, label, name);
                let found = number.clone().unwrap_or_default();
                if expected.as_deref() != Some(found.as_str()) {
                    let series = if several { format!(", {name}") } else { String::new() };
                    wrong.push(Mismatch { what: format!("chart {id}, {label}{series}"), found, expected });
                }
            }
        }
        let drawn = chart.all_series().count();
        if drawn != figures.len() {
            let (found, expected) = (format!("{drawn} series"), Some(format!("{} series", figures.len())));
            wrong.push(Mismatch { what: format!("chart {id}"), found, expected });
        }
        wrong.extend(edit_data(id, chart));
    }
    wrong
}

/// Where the workbook of a chart holds other cells than the chart shows; one that another program left out is none.
fn edit_data(id: &str, chart: &ChartRead) -> Vec<Mismatch> {
    let drawn = chart.as_cells();
    if chart.workbook.is_empty() || chart.cells == drawn {
        return Vec::new();
    }
    let words = |cells: &[Vec<String>]| cells.iter().map(|row| row.join(", ")).collect::<Vec<_>>().join("; ");
    vec![Mismatch {
        what: format!("the workbook of chart {id}"),
        found: words(&chart.cells),
        expected: Some(words(&drawn)),
    }]
}

/// The number of a category, as a chart caches it; empty for a withheld one.
fn expected_point(printed: &IndexMap<String, String>, of: &str, label: &str, series: &str) -> Option<String> {
    let start = format!("{of}=");
    printed.iter().find_map(|(tag, name)| {
        let cell = tag.strip_suffix("/label").filter(|cell| cell.starts_with(&start))?;
        let text = printed.get(&format!("{cell}/exact"))?;
        let number: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
        let rest = label.strip_prefix(name.as_str())?;
        // Where the value of this series or of another one is withheld, the category bears the marker.
        let marked = rest == format!(" {text}") || rest.starts_with(" (") && rest.ends_with("])");
        let says = !number.is_empty() || rest == format!(" {text}") || rest.contains(&format!("{series} {text}"));
        let trimmed = if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { &number };
        (rest.is_empty() && !number.is_empty() || marked && says).then(|| trimmed.to_owned())
    })
}
