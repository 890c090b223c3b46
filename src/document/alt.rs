//! Alternative text from data: what a chart shows, every value, the largest and the smallest; what a table's rows
//! and columns are.

use super::model::{ChartKind, Column, Point};

/// The alternative text of a chart.
#[must_use]
pub fn chart_alt(kind: ChartKind, series: &str, description: &str, points: &[Point]) -> String {
    let shape = match kind {
        ChartKind::Columns => "Column chart",
        ChartKind::Bars => "Bar chart",
    };
    let about = if description.is_empty() { series.to_owned() } else { format!("{series}. {description}") };
    let values: Vec<String> = points.iter().map(|p| format!("{}: {}", p.label, value_words(p))).collect();
    let mut text = format!("{shape}: {}. {}.", about.trim_end_matches('.'), values.join("; "));
    let known: Vec<&Point> = points.iter().filter(|p| p.value.is_some()).collect();
    let largest = known.iter().rev().max_by_key(|p| p.value);
    let smallest = known.iter().min_by_key(|p| p.value);
    if let (Some(largest), Some(smallest)) = (largest, smallest)
        && largest.value != smallest.value
    {
        text.push_str(&format!(
            " The largest is {} with {}, the smallest {} with {}.",
            largest.label,
            value_words(largest),
            smallest.label,
            value_words(smallest)
        ));
    }
    text
}

/// The printed value of a bar, or what its marker means.
fn value_words(point: &Point) -> String {
    let text = super::notes::words(&point.text);
    match text.as_str() {
        "[c]" => "withheld".to_owned(),
        "[x]" => "not available".to_owned(),
        _ => text,
    }
}

/// The summary of a table.
pub(super) fn table_alt(description: &str, columns: &[Column], rows: usize) -> String {
    let heads: Vec<String> = columns.iter().map(|column| super::notes::words(&column.label)).collect();
    let about = if description.is_empty() { String::new() } else { format!("{}. ", description.trim_end_matches('.')) };
    let (first, rest) = heads.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    let noun = if rows == 1 { "row" } else { "rows" };
    format!("{about}Table with {rows} {noun}; each row is headed by {first}, and the columns are {}.", rest.join(", "))
}
