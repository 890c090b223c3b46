//! Alternative text from data: what a chart shows, every value, the largest and the smallest, and for periods the
//! change; what a table's rows and columns are.

use super::model::{ChartKind, Column, Point, Series};

/// The alternative text of a chart.
#[must_use]
pub fn chart_alt(kind: ChartKind, description: &str, series: &str, points: &[Point], more: &[Series]) -> String {
    let shape = match kind {
        ChartKind::Columns => "Column chart",
        ChartKind::Bars => "Bar chart",
        ChartKind::Stacked => "Stacked bar chart",
        ChartKind::Lines => "Line chart",
    };
    let names: Vec<&str> = std::iter::once(series).chain(more.iter().map(|series| series.name.as_str())).collect();
    let names = names.join(", ");
    let about = if description.is_empty() { names } else { format!("{names}. {description}") };
    let mut text = format!("{shape}: {}. {}.", about.trim_end_matches('.'), values(series, points, more));
    let all = std::iter::once((series, points)).chain(more.iter().map(|s| (s.name.as_str(), s.points.as_slice())));
    for (name, points) in all {
        let name = if more.is_empty() { None } else { Some(name) };
        text.push_str(&extremes(name, points));
        if matches!(kind, ChartKind::Columns | ChartKind::Lines) {
            text.push_str(&change(name, points));
        }
    }
    text
}

/// A person's own alternative text, which says what the chart shows; whoever cannot see the chart must reach its values
/// too (WCAG 2.2, 1.1.1), so those that it does not give are added, or the table below is pointed at.
pub(super) fn own_alt(own: &str, table: bool, series: &str, points: &[Point], more: &[Series]) -> String {
    let own = own.trim();
    let says = |point: &Point| own.contains(&point.label) && own.contains(&value_words(point));
    let whole = points.iter().chain(more.iter().flat_map(|series| &series.points)).all(says);
    let end = if own.is_empty() || own.ends_with(['.', '!', '?']) { "" } else { "." };
    match (whole, table) {
        (true, _) => own.to_owned(),
        (false, true) => format!("{own}{end} The values are in the table below the chart."),
        (false, false) => format!("{own}{end} {}.", values(series, points, more)),
    }
}

/// Every value: "2023: 97; 2024: 124", or "2023: Arrests 120, Convictions 97; …".
fn values(series: &str, points: &[Point], more: &[Series]) -> String {
    let one = |(at, point): (usize, &Point)| {
        if more.is_empty() {
            return format!("{}: {}", point.label, value_words(point));
        }
        let others = more.iter().filter_map(|series| Some((series.name.as_str(), series.points.get(at)?)));
        let all = std::iter::once((series, point)).chain(others);
        let all: Vec<String> = all.map(|(name, point)| format!("{name} {}", value_words(point))).collect();
        format!("{}: {}", point.label, all.join(", "))
    };
    points.iter().enumerate().map(one).collect::<Vec<_>>().join("; ")
}

/// " The largest is 2024 with 124, the smallest 2021 with 19."
fn extremes(name: Option<&str>, points: &[Point]) -> String {
    let known: Vec<&Point> = points.iter().filter(|point| point.value.is_some()).collect();
    let largest = known.iter().rev().max_by_key(|point| point.value);
    let smallest = known.iter().min_by_key(|point| point.value);
    let (Some(largest), Some(smallest)) = (largest, smallest) else { return String::new() };
    if largest.value == smallest.value {
        return String::new();
    }
    let of = name.map_or_else(|| "The".to_owned(), |name| format!("{name}: the"));
    let (high, low) = (value_words(largest), value_words(smallest));
    format!(" {of} largest is {} with {high}, the smallest {} with {low}.", largest.label, smallest.label)
}

/// " From 2021 to 2024 it rose from 19 to 124."
fn change(name: Option<&str>, points: &[Point]) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    let (Some(before), Some(after)) = (first.value, last.value) else { return String::new() };
    if points.len() < 2 {
        return String::new();
    }
    let it = name.map_or_else(|| "it".to_owned(), str::to_owned);
    let (from, to) = (value_words(first), value_words(last));
    let how = match before.cmp(&after) {
        std::cmp::Ordering::Less => format!("rose from {from} to {to}"),
        std::cmp::Ordering::Greater => format!("fell from {from} to {to}"),
        std::cmp::Ordering::Equal => format!("is {to} at both ends"),
    };
    format!(" From {} to {} {it} {how}.", first.label, last.label)
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
    let noun = if rows == 1 { "row" } else { "rows" };
    format!("{about}Table with {rows} {noun}; the columns are {}.", heads.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::model::{Align, Inline};
    use crate::value::Amount;

    fn points(values: &[(&str, Option<i128>)]) -> Vec<Point> {
        let one = |(label, value): &(&str, Option<i128>)| Point {
            label: (*label).to_owned(),
            value: value.map(Amount::from_int),
            text: vec![Inline::Text(value.map_or("[c]".to_owned(), |value| value.to_string()))],
            emphasis: false,
        };
        values.iter().map(one).collect()
    }

    #[test]
    fn a_table_tells_its_columns_and_says_nothing_of_how_rows_are_tagged() {
        let column = |label: &str| Column { label: vec![Inline::Text(label.to_owned())], align: Align::Right };
        let alt = table_alt("By year.", &[column("Year"), column("Cases")], 1);
        assert_eq!(alt, "By year. Table with 1 row; the columns are Year, Cases.");
    }

    #[test]
    fn periods_tell_their_change() {
        let points = points(&[("2022", Some(58)), ("2023", Some(97)), ("2024", Some(24))]);
        assert_eq!(
            chart_alt(ChartKind::Columns, "Defendants convicted", "Convictions", &points, &[]),
            "Column chart: Convictions. Defendants convicted. 2022: 58; 2023: 97; 2024: 24. The largest is 2023 with 97, \
             the smallest 2024 with 24. From 2022 to 2024 it fell from 58 to 24."
        );
        let bars = chart_alt(ChartKind::Bars, "", "Convictions", &points, &[]);
        assert!(!bars.contains("From 2022"), "{bars}");
    }

    #[test]
    fn an_own_text_never_keeps_the_values_back() {
        let points = points(&[("2023", Some(97)), ("2024", None)]);
        let own = |text: &str, table| own_alt(text, table, "Convictions", &points, &[]);
        assert_eq!(own("Fewer each year", false), "Fewer each year. 2023: 97; 2024: withheld.");
        assert_eq!(own("Fewer each year.", true), "Fewer each year. The values are in the table below the chart.");
        let whole = "97 in 2023; that of 2024 is withheld";
        assert_eq!((own(whole, false), own(whole, true)), (whole.to_owned(), whole.to_owned()));
    }

    #[test]
    fn several_series_are_told_apart_and_what_is_withheld_has_no_change() {
        let arrests = points(&[("2023", Some(120)), ("2024", Some(120))]);
        let more = [Series { name: "Convictions".to_owned(), points: points(&[("2023", None), ("2024", Some(30))]) }];
        assert_eq!(
            chart_alt(ChartKind::Lines, "", "Arrests", &arrests, &more),
            "Line chart: Arrests, Convictions. 2023: Arrests 120, Convictions withheld; 2024: Arrests 120, Convictions 30. \
             From 2023 to 2024 Arrests is 120 at both ends."
        );
    }
}
