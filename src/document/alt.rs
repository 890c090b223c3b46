//! Alternative text from data: what a chart shows, every value, the largest and the smallest, and for periods the
//! change; what a table's rows and columns are.

use super::model::{Column, Point, Series};

/// The alternative text of a chart. It does not say whether bars stand or lie, since a place that is too narrow for
/// columns and a Word template's own chart decide that. A change is told of periods in their order and of nothing else.
#[must_use]
pub fn chart_alt(periods: bool, description: &str, series: &str, points: &[Point], more: &[Series]) -> String {
    let names: Vec<&str> = std::iter::once(series).chain(more.iter().map(|series| series.name.as_str())).collect();
    let names = names.join(", ");
    let about = if description.is_empty() { names } else { format!("{names}. {description}") };
    let mut text = format!("Chart: {}. {}.", about.trim_end_matches('.'), values(series, points, more));
    let all = std::iter::once((series, points)).chain(more.iter().map(|s| (s.name.as_str(), s.points.as_slice())));
    for (name, points) in all {
        let name = if more.is_empty() { None } else { Some(name) };
        text.push_str(&extremes(name, points));
        if periods {
            text.push_str(&change(name, points));
        }
    }
    text
}

/// Every value: "2023: 97; 2024: 124", or "2023: Arrests 120, Convictions 97; …".
pub(super) fn values(series: &str, points: &[Point], more: &[Series]) -> String {
    (0..points.len()).map(|at| value_at(at, series, points, more)).collect::<Vec<_>>().join("; ")
}

/// The values at a place: "2023: 97", or "2023: Arrests 120, Convictions 97".
pub(super) fn value_at(at: usize, series: &str, points: &[Point], more: &[Series]) -> String {
    let Some(point) = points.get(at) else { return String::new() };
    if more.is_empty() {
        return format!("{}: {}", point.label, value_words(point));
    }
    let others = more.iter().filter_map(|series| Some((series.name.as_str(), series.points.get(at)?)));
    let all = std::iter::once((series, point)).chain(others);
    let all: Vec<String> = all.map(|(name, point)| format!("{name} {}", value_words(point))).collect();
    format!("{}: {}", point.label, all.join(", "))
}

/// " The largest is 2024 with 124, the smallest 2021 with 19." Of a value that is not printed nobody says that it is
/// smaller or larger than another.
fn extremes(name: Option<&str>, points: &[Point]) -> String {
    let known: Vec<&Point> = points.iter().filter(|point| point.value.is_some()).collect();
    let most = known.iter().filter_map(|point| point.value).max();
    let least = known.iter().filter_map(|point| point.value).min();
    if most == least {
        return String::new();
    }
    let with = |value| known.iter().copied().filter(|point| point.value == value).collect::<Vec<&Point>>();
    let (high, low) = (with(most), with(least));
    let begin = match (name, known.len() == points.len()) {
        (None, true) => "The".to_owned(),
        (None, false) => "Of those shown, the".to_owned(),
        (Some(name), true) => format!("{name}: the"),
        (Some(name), false) => format!("{name}: of those shown, the"),
    };
    let verb = if high.len() == 1 { "is" } else { "are" };
    format!(" {begin} largest {verb} {}, the smallest {}.", together(&high), together(&low))
}

/// Bars of one value: "2021 with 19", "2021 and 2022 with 19 each", "2021, 2022 and 2 others with 19 each".
fn together(points: &[&Point]) -> String {
    let value = points.first().map(|point| value_words(point)).unwrap_or_default();
    let names: Vec<&str> = points.iter().map(|point| point.label.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("{one} with {value}"),
        [one, two] => format!("{one} and {two} with {value} each"),
        [one, two, three] => format!("{one}, {two} and {three} with {value} each"),
        [one, two, others @ ..] => format!("{one}, {two} and {} others with {value} each", others.len()),
    }
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
pub(super) fn value_words(point: &Point) -> String {
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
    format!("{about}{}", table_summary(&heads, rows))
}

/// The heads of a table's columns and the number of its rows below them, as a sentence.
#[must_use]
pub fn table_summary(heads: &[String], rows: usize) -> String {
    let noun = if rows == 1 { "row" } else { "rows" };
    format!("Table with {rows} {noun}; the columns are {}.", heads.join(", "))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::document::model::{Align, Inline};
    use crate::value::Amount;

    /// Bars with these labels and values; one without a value is withheld.
    pub(in crate::document) fn points(values: &[(&str, Option<i128>)]) -> Vec<Point> {
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
            chart_alt(true, "Defendants convicted", "Convictions", &points, &[]),
            "Chart: Convictions. Defendants convicted. 2022: 58; 2023: 97; 2024: 24. The largest is 2023 with 97, \
             the smallest 2024 with 24. From 2022 to 2024 it fell from 58 to 24."
        );
    }

    #[test]
    fn places_tell_no_change() {
        let points = points(&[("Alpha", Some(10)), ("Beta", Some(2)), ("Other", Some(6))]);
        let said = chart_alt(false, "", "Cases", &points, &[]);
        assert_eq!(
            said,
            "Chart: Cases. Alpha: 10; Beta: 2; Other: 6. The largest is Alpha with 10, the smallest Beta with 2."
        );
    }

    #[test]
    fn bars_of_one_value_are_named_together() {
        let said = |values: &[(&str, Option<i128>)]| extremes(None, &points(values));
        assert_eq!(
            said(&[
                ("2020", Some(-86)),
                ("2021", Some(-78)),
                ("2022", Some(-78)),
                ("2023", Some(-78)),
                ("2024", Some(-78))
            ]),
            " The largest are 2021, 2022 and 2 others with -78 each, the smallest 2020 with -86."
        );
        assert_eq!(
            said(&[("A", Some(2)), ("B", Some(1)), ("C", Some(2)), ("D", Some(1)), ("E", Some(1))]),
            " The largest are A and C with 2 each, the smallest B, D and E with 1 each."
        );
        assert_eq!(said(&[("A", Some(2)), ("B", Some(2))]), "");
    }

    #[test]
    fn what_is_withheld_may_be_smaller_than_the_smallest_shown() {
        let some = points(&[("Arizona", Some(61)), ("New Mexico", None), ("Texas", Some(15))]);
        assert_eq!(
            extremes(None, &some),
            " Of those shown, the largest is Arizona with 61, the smallest Texas with 15."
        );
        assert_eq!(
            extremes(Some("Arrests"), &some),
            " Arrests: of those shown, the largest is Arizona with 61, the smallest Texas with 15."
        );
        assert_eq!(extremes(None, &points(&[("Arizona", Some(61)), ("Texas", None)])), "", "one value is no extreme");
    }

    #[test]
    fn several_series_are_told_apart_and_what_is_withheld_has_no_change() {
        let arrests = points(&[("2023", Some(120)), ("2024", Some(120))]);
        let more = [Series { name: "Convictions".to_owned(), points: points(&[("2023", None), ("2024", Some(30))]) }];
        assert_eq!(
            chart_alt(true, "", "Arrests", &arrests, &more),
            "Chart: Arrests, Convictions. 2023: Arrests 120, Convictions withheld; 2024: Arrests 120, Convictions 30. \
             From 2023 to 2024 Arrests is 120 at both ends."
        );
    }
}
