//! A chart part of a Word file ⇄ the data in it: cached categories and numbers of each series. It is read to know what
//! a chart shows, and filled with other numbers; how the chart looks is left alone.

use super::chart::Size;
use super::chart::values::Labels;
use super::labels::{Datum, SeriesData, taken_apart};
use super::xml::{Element, Node};
use crate::document::model::{Chart, ChartKind, Inline, Point, Series, plain_text};
use crate::render::RenderError;
use crate::value::Amount;

/// The chart that a part draws; its points have no printed text but their number or marker.
pub(super) fn read(root: &Element, id: &str) -> Option<Chart> {
    let (mut series, mut kind) = (Vec::new(), ChartKind::Columns);
    root.walk(&mut |element| match (element.name.as_str(), element.get("val")) {
        ("c:ser", _) => series.push(element),
        ("c:lineChart", _) => kind = ChartKind::Lines,
        ("c:barDir", Some("bar")) => kind = ChartKind::Bars,
        ("c:grouping", Some("stacked")) if kind == ChartKind::Bars => kind = ChartKind::Stacked,
        _ => {}
    });
    let names: Vec<String> = series.iter().map(|series| name_of(series)).collect();
    let read = |(at, series): (usize, &&Element)| {
        Some(Series { name: names[at].clone(), points: points(series, at, &names)? })
    };
    let mut all = series.iter().enumerate().map(read).collect::<Option<Vec<_>>>()?.into_iter();
    let first = all.next()?;
    let more: Vec<Series> = all.collect();
    if more.iter().any(|series| series.points.len() != first.points.len()) {
        return None;
    }
    Some(Chart {
        id: id.to_owned(),
        kind: if more.is_empty() && kind == ChartKind::Stacked { ChartKind::Bars } else { kind },
        title: Vec::new(),
        description: Vec::new(),
        series: first.name,
        points: first.points,
        more,
        source: Vec::new(),
        alt: String::new(),
    })
}

fn name_of(series: &Element) -> String {
    let name = series.first("c:tx").map(cached).and_then(|all| all.into_iter().next());
    name.map_or_else(String::new, |(_, name)| name)
}

/// The points of a series.
fn points(series: &Element, at: usize, all: &[String]) -> Option<Vec<Point>> {
    let format = series.first("c:dLbls").and_then(|labels| labels.first("c:numFmt"));
    let format = format.and_then(|code| code.get("formatCode")).unwrap_or("General");
    let (names, numbers) = (cached(series.first("c:cat")?), cached(series.first("c:val")?));
    let count = names.iter().chain(&numbers).map(|(index, _)| index + 1).max()?;
    let find =
        |list: &[(usize, String)], at: usize| list.iter().find(|(own, _)| *own == at).map(|(_, text)| text.clone());
    let point = |place| {
        let (label, markers) = taken_apart(&find(&names, place).unwrap_or_default(), all);
        let value = find(&numbers, place).and_then(|number| Amount::parse(&number).ok());
        let text = value.map_or_else(|| markers[at].clone(), |value| formatted(format, value));
        Point { label, value, text: vec![Inline::Text(text)], emphasis: false }
    };
    // A count that is far beyond the points that are there belongs to a damaged file.
    (count <= MOST_POINTS).then(|| (0..count).map(point).collect())
}

/// No chart has more places.
const MOST_POINTS: usize = 10_000;

/// The cached points below an element.
fn cached(element: &Element) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    element.walk(&mut |part| {
        if part.name == "c:pt"
            && let Some(index) = part.get("idx").and_then(|index| index.parse().ok())
        {
            found.push((index, part.first("c:v").map(Element::all_text).unwrap_or_default()));
        }
    });
    found
}

/// The chart with other points: code, name and printed value of each, for each series; the largest of a single series
/// is drawn darker.
pub(super) fn with_points(chart: &Chart, slices: &[Vec<(String, String, String)>]) -> Chart {
    let point = |(_, label, printed): &(String, String, String)| Point {
        label: label.clone(),
        value: number(printed),
        text: vec![Inline::Text(printed.clone())],
        emphasis: false,
    };
    let mut all = slices.iter().map(|slices| slices.iter().map(point).collect::<Vec<_>>());
    let mut points = all.next().unwrap_or_default();
    let more: Vec<Series> =
        chart.more.iter().zip(all).map(|(old, points)| Series { name: old.name.clone(), points }).collect();
    if more.is_empty() {
        let largest = points.iter().filter_map(|point| point.value).max();
        points.iter_mut().for_each(|point| point.emphasis = point.value.is_some() && point.value == largest);
    }
    Chart { points, more, ..chart.clone() }
}

/// The number of a printed value: "$1,284,310" → 1284310; nothing for a marker or for words.
fn number(printed: &str) -> Option<Amount> {
    let digits: String = printed.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    Amount::parse(digits.trim_end_matches('.')).ok()
}

/// An amount as a number format of ours prints it: `"$"#,##0`, `0.0" kg"`.
fn formatted(format: &str, amount: Amount) -> String {
    let mut parts = format.split('"');
    let (mut before, mut pattern, mut after) = (String::new(), parts.next().unwrap_or_default(), String::new());
    if pattern.is_empty() {
        parts.next().unwrap_or_default().clone_into(&mut before);
        pattern = parts.next().unwrap_or_default();
    }
    parts.next().unwrap_or_default().clone_into(&mut after);
    let places = pattern.split_once('.').map_or(0, |(_, places)| u8::try_from(places.len()).unwrap_or(0));
    let rounded = amount.rounded(places);
    let digits = if pattern.contains(',') || pattern == "General" { rounded.grouped() } else { rounded.to_string() };
    format!("{before}{digits}{after}")
}

/// The values of a chart as words, for a report.
pub(super) fn words(chart: &Chart) -> String {
    let value = |(at, point): (usize, &Point)| {
        let texts = chart.all_series().filter_map(|(_, points)| points.get(at));
        format!("{} {}", point.label, texts.map(|point| plain_text(&point.text)).collect::<Vec<_>>().join(" · "))
    };
    chart.points.iter().enumerate().map(value).collect::<Vec<_>>().join(", ")
}

/// Whether two charts show the same: labels, numbers, and the markers where there is none.
pub(super) fn same(one: &Chart, other: &Chart) -> bool {
    let fact = |point: &Point| {
        let marker = if point.value.is_none() { plain_text(&point.text) } else { String::new() };
        (point.label.clone(), point.value, marker)
    };
    let facts = |chart: &Chart| {
        let points = chart.all_series().map(|(_, points)| points.iter().map(fact).collect::<Vec<_>>());
        points.collect::<Vec<_>>()
    };
    facts(one) == facts(other)
}

/// Puts other data into the series of a chart part.
///
/// # Errors
/// [`RenderError::Content`] for a value that only a label of its own could print, and for another number of series.
pub(super) fn fill(root: &mut Element, kind: ChartKind, data: &[SeriesData], size: Size) -> Result<(), RenderError> {
    let points = data.iter().flat_map(|series| &series.points);
    if let Some(datum) = points.into_iter().find(|datum| datum.number.is_some() && datum.format.is_none()) {
        return Err(RenderError::Content(format!("a chart cannot show \"{}\" as a number", datum.printed)));
    }
    let mut texts = Vec::new();
    root.walk(&mut |element| {
        if element.name == "c:ser" {
            let text = element.first("c:dLbls").and_then(|labels| labels.first("c:txPr"));
            texts.push(text.cloned().unwrap_or_else(|| Element::new("c:txPr")));
        }
    });
    if texts.len() != data.len() {
        let (has, needs) = (texts.len(), data.len());
        return Err(RenderError::Content(format!("the chart has {has} series and needs {needs}")));
    }
    let labels = Labels { kind, data, size, texts: &texts };
    let mut at = 0;
    root.walk_mut(&mut |element| {
        if element.name == "c:ser" {
            if let Some(series) = data.get(at) {
                fill_series(element, &series.points);
                place_labels(element, &labels, at);
            }
            at += 1;
        } else if element.name == "c:valAx" {
            super::chart::bind(element, data);
        }
    });
    Ok(())
}

/// The labels of several series stand where the new values need them. A chart without labels, as one of a template may
/// be, goes on without.
fn place_labels(series: &mut Element, labels: &Labels<'_>, at: usize) {
    let Some(all) = series.first_mut("c:dLbls").filter(|_| labels.data.len() > 1) else { return };
    if all.first("c:showVal").and_then(|shown| shown.get("val")) == Some("1") {
        all.children.retain(|node| !matches!(node, Node::Element(e) if e.name == "c:dLbl"));
        all.children.splice(0..0, labels.own(at).into_iter().map(Node::Element));
    }
}

/// Gives the series of a chart part other names.
pub(super) fn name_series(root: &mut Element, data: &[SeriesData]) {
    let mut at = 0;
    root.walk_mut(&mut |element| {
        if element.name == "c:ser" {
            if let (Some(name), Some(series)) = (element.first_mut("c:tx"), data.get(at)) {
                fill_cache(name, &[Some(series.name.as_str())]);
            }
            at += 1;
        }
    });
}

fn fill_series(series: &mut Element, data: &[Datum]) {
    let names: Vec<Option<&str>> = data.iter().map(|datum| Some(datum.category.as_str())).collect();
    let numbers: Vec<Option<&str>> = data.iter().map(|datum| datum.number.as_deref()).collect();
    let before = series.first("c:val").map(cached).unwrap_or_default();
    if let Some(categories) = series.first_mut("c:cat") {
        fill_cache(categories, &names);
    }
    if let Some(values) = series.first_mut("c:val") {
        fill_cache(values, &numbers);
    }
    move_emphasis(series, &before, data);
    if let Some(labels) = series.first_mut("c:dLbls") {
        // A label with words of its own would go on saying the old value.
        let own = |node: &Node| matches!(node, Node::Element(e) if e.name == "c:dLbl" && e.first("c:tx").is_some());
        labels.children.retain(|node| !own(node));
    }
}

fn fill_cache(element: &mut Element, values: &[Option<&str>]) {
    element.walk_mut(&mut |part| match part.name.as_str() {
        "c:f" => {
            let range = part.all_text();
            if let Some((start, end)) = range.rsplit_once('$').filter(|(start, _)| start.contains(':'))
                && end.parse::<usize>().is_ok()
            {
                part.children = vec![Node::Text(format!("{start}${}", values.len() + 1))];
            }
        }
        "c:strCache" | "c:numCache" | "c:strLit" | "c:numLit" => {
            part.children.retain(|node| !matches!(node, Node::Element(e) if e.name == "c:pt"));
            if let Some(count) = part.first_mut("c:ptCount") {
                count.set("val", values.len());
            }
            let points = values.iter().enumerate().filter_map(|(index, value)| {
                value.map(|value| Element::new("c:pt").with("idx", index).child(Element::new("c:v").text(value)))
            });
            let at = part.children.iter().position(|node| matches!(node, Node::Element(e) if e.name == "c:extLst"));
            let at = at.unwrap_or(part.children.len());
            part.children.splice(at..at, points.map(Node::Element));
        }
        _ => {}
    });
}

/// Moves the darker colour to what is now the largest bar, if it was the largest that bore it.
fn move_emphasis(series: &mut Element, before: &[(usize, String)], data: &[Datum]) {
    let amount = |text: &str| Amount::parse(text).ok();
    let largest = before.iter().filter_map(|(_, text)| amount(text)).max();
    let was: Vec<usize> =
        before.iter().filter(|(_, text)| largest.is_some() && amount(text) == largest).map(|(at, _)| *at).collect();
    let is_point = |node: &Node| matches!(node, Node::Element(e) if e.name == "c:dPt");
    let points: Vec<&Element> = series.elements().filter(|element| element.name == "c:dPt").collect();
    let index = |point: &Element| point.first("c:idx").and_then(|idx| idx.get("val")).and_then(|at| at.parse().ok());
    let bears: Vec<usize> = points.iter().filter_map(|point| index(point)).collect();
    let Some(model) = points.first().map(|point| (*point).clone()).filter(|_| bears == was) else { return };
    let at = series.children.iter().position(is_point).unwrap_or(0);
    series.children.retain(|node| !is_point(node));
    let now =
        data.iter().enumerate().filter(|(_, datum)| datum.emphasis && datum.number.is_some()).map(|(index, _)| {
            let mut point = model.clone();
            point.put(Element::val("c:idx", index));
            Node::Element(point)
        });
    series.children.splice(at..at, now.collect::<Vec<_>>());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_values_are_numbers_and_formats_print_them_again() {
        for (printed, format, amount) in
            [("$1,284,310", "\"$\"#,##0", "1284310"), ("64.0 kg", "#,##0.0\" kg\"", "64"), ("348", "General", "348")]
        {
            assert_eq!(number(printed), Amount::parse(amount).ok());
            assert_eq!(formatted(format, Amount::parse(amount).unwrap()), printed);
        }
        assert_eq!(number("[c]"), None);
        assert_eq!(number("life"), None);
    }
}
