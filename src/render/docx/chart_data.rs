//! A chart part of a Word file ⇄ the data in it: cached categories and numbers. It is read to know what a chart shows,
//! and filled with other numbers; how the chart looks is left alone.

use super::labels::Datum;
use super::xml::{Element, Node};
use crate::document::model::{Block, Chart, ChartKind, Inline, Point, plain_text};
use crate::render::RenderError;
use crate::value::Amount;

/// What a chart shows: the figure, window and dimension of its slices, and its id on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// "convictions/to-date/year".
    pub(super) of: String,
    /// The chart's id.
    pub(super) id: String,
}

impl Source {
    /// As it stands in a property.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (of, id) = text.split_once(' ')?;
        Some(Self { of: of.to_owned(), id: id.to_owned() })
    }

    /// For a property.
    pub(super) fn text(&self) -> String {
        format!("{} {}", self.of, self.id)
    }

    /// Of a chart whose points are slices of one breakdown of one figure.
    pub(super) fn of(chart: &Chart) -> Option<Self> {
        if !chart.more.is_empty() {
            return None;
        }
        let mut all = chart.points.iter().map(|point| {
            let mark = point.text.iter().find_map(|inline| match inline {
                Inline::Value { mark, .. } => Some(mark),
                _ => None,
            })?;
            let [(dimension, _)] = mark.slice.as_slice() else { return None };
            Some(format!("{}/{}/{dimension}", mark.figure, mark.window))
        });
        let first = all.next().flatten().filter(|first| !first.contains(' '))?;
        all.all(|of| of.as_ref() == Some(&first)).then(|| Self { of: first, id: chart.id.clone() })
    }
}

/// The sources of all charts of a sheet, in its order.
pub(super) fn sources(blocks: &[Block]) -> Vec<Source> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Chart(chart) => found.extend(Source::of(chart)),
            Block::Columns(parts) | Block::List { items: parts, .. } => {
                parts.iter().for_each(|part| found.append(&mut sources(part)));
            }
            _ => {}
        }
    }
    found
}

/// The chart that a part of one series draws; its points have no printed text but their number.
pub(super) fn read(root: &Element, id: &str) -> Option<Chart> {
    let (mut series, mut direction, mut format) = (Vec::new(), "col", "General".to_owned());
    root.walk(&mut |element| match element.name.as_str() {
        "c:dLbls" => {
            let code = element.first("c:numFmt").and_then(|code| code.get("formatCode"));
            code.unwrap_or("General").clone_into(&mut format);
        }
        "c:ser" => series.push(element),
        "c:barDir" => direction = element.get("val").unwrap_or("col"),
        _ => {}
    });
    let [series] = series.as_slice() else { return None };
    let (names, numbers) = (cached(series.first("c:cat")?), cached(series.first("c:val")?));
    let count = names.iter().chain(&numbers).map(|(index, _)| index + 1).max()?;
    let find =
        |list: &[(usize, String)], at: usize| list.iter().find(|(own, _)| *own == at).map(|(_, text)| text.clone());
    let points = (0..count).map(|at| {
        let number = find(&numbers, at);
        let name = find(&names, at).unwrap_or_default();
        let (label, marker) = match (&number, name.strip_suffix(']').and_then(|name| name.rsplit_once(" ["))) {
            (None, Some((label, marker))) => (label.to_owned(), format!("[{marker}]")),
            _ => (name, String::new()),
        };
        let value = number.as_deref().and_then(|number| Amount::parse(number).ok());
        let text = value.map_or(marker, |value| formatted(&format, value));
        Point { label, value, text: vec![Inline::Text(text)], emphasis: false }
    });
    Some(Chart {
        id: id.to_owned(),
        kind: if direction == "bar" { ChartKind::Bars } else { ChartKind::Columns },
        title: Vec::new(),
        description: Vec::new(),
        series: series
            .first("c:tx")
            .map(cached)
            .and_then(|all| all.into_iter().next())
            .map_or_else(String::new, |(_, name)| name),
        points: points.collect(),
        more: Vec::new(),
        source: Vec::new(),
        alt: String::new(),
    })
}

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

/// The chart with other points: code, name and printed value of each; the largest is drawn darker.
pub(super) fn with_points(chart: &Chart, slices: &[(String, String, String)]) -> Chart {
    let point = |(_, label, printed): &(String, String, String)| Point {
        label: label.clone(),
        value: number(printed),
        text: vec![Inline::Text(printed.clone())],
        emphasis: false,
    };
    let mut points: Vec<Point> = slices.iter().map(point).collect();
    let largest = points.iter().filter_map(|point| point.value).max();
    points.iter_mut().for_each(|point| point.emphasis = point.value.is_some() && point.value == largest);
    Chart { points, ..chart.clone() }
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
    let value = |point: &Point| format!("{} {}", point.label, plain_text(&point.text));
    chart.points.iter().map(value).collect::<Vec<_>>().join(", ")
}

/// Whether two charts show the same.
pub(super) fn same(one: &Chart, other: &Chart) -> bool {
    let facts = |chart: &Chart| chart.points.iter().map(|p| (p.label.clone(), p.value)).collect::<Vec<_>>();
    facts(one) == facts(other)
}

/// Puts other data into the series of a chart part.
///
/// # Errors
/// [`RenderError::Content`] for a value that only a label of its own could print.
pub(super) fn fill(root: &mut Element, data: &[Datum]) -> Result<(), RenderError> {
    if let Some(datum) = data.iter().find(|datum| datum.number.is_some() && datum.format.is_none()) {
        return Err(RenderError::Content(format!("a chart cannot show \"{}\" as a number", datum.printed)));
    }
    root.walk_mut(&mut |element| {
        if element.name == "c:ser" {
            fill_series(element, data);
        }
    });
    Ok(())
}

/// Gives the series of a chart part another name.
pub(super) fn name_series(root: &mut Element, name: &str) {
    root.walk_mut(&mut |element| {
        if element.name == "c:tx" && element.first("c:strRef").is_some() {
            fill_cache(element, &[Some(name)]);
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
