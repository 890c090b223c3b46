//! The series of a chart → bars, the parts of stacked bars, or lines: each with its name, its categories and its cached
//! numbers, which refer to the columns of the workbook.

use super::values::{self, Labels};
use super::{CATEGORIES, Size, VALUES, filled, is_stacked, no_line, solid};
use crate::document::model::{Chart, ChartKind};
use crate::render::docx::labels::{Datum, SeriesData};
use crate::render::docx::workbook::{SHEET, column};
use crate::render::docx::xml::Element;
use crate::render::theme::Theme;

/// The colours of up to three series, the same as in the PDF: each can be told from the paper as text can.
const COLORS: [&str; 3] = ["tx2", "accent1", "accent4"];
/// What marks the points of each line, so that colour is not the only sign.
const SYMBOLS: [&str; 3] = ["circle", "square", "triangle"];
/// Thickness of a line, in English metric units.
const STROKE: u32 = 20_320;
/// Paper between two parts of a bar.
const SLIT: u32 = 9525;

/// What is drawn in the plot area.
pub(super) fn plot(chart: &Chart, data: &[SeriesData], size: Size, theme: &Theme) -> Element {
    let dress: Vec<Element> = (0..data.len()).map(|at| label_text(chart.kind, data.len(), at, theme)).collect();
    let labels = Labels { kind: chart.kind, data, size, texts: &dress };
    let series = (0..data.len()).map(|at| series(chart.kind, data, at, labels.all(at)));
    if chart.kind == ChartKind::Lines {
        return Element::new("c:lineChart")
            .child(Element::val("c:grouping", "standard"))
            .child(Element::val("c:varyColors", 0))
            .children(series)
            .child(Element::val("c:marker", 1))
            .children(axes());
    }
    let stacked = is_stacked(chart.kind, data.len());
    let (direction, gap) = if chart.kind == ChartKind::Columns { ("col", 60) } else { ("bar", 45) };
    let bars = Element::new("c:barChart")
        .child(Element::val("c:barDir", direction))
        .child(Element::val("c:grouping", if stacked { "stacked" } else { "clustered" }))
        .child(Element::val("c:varyColors", 0))
        .children(series)
        .child(Element::val("c:gapWidth", gap));
    let bars = if stacked { bars.child(Element::val("c:overlap", 100)) } else { bars };
    bars.children(axes())
}

fn axes() -> [Element; 2] {
    [CATEGORIES, VALUES].map(|id| Element::val("c:axId", id))
}

/// How the values of a series are set: in its colour beside a line, in that of paper on the part of a bar.
fn label_text(kind: ChartKind, count: usize, at: usize, theme: &Theme) -> Element {
    let color = match kind {
        ChartKind::Lines => color(at),
        ChartKind::Stacked if count > 1 => "bg1",
        ChartKind::Columns | ChartKind::Bars | ChartKind::Stacked => "tx1",
    };
    super::text(theme, color, true)
}

fn color(at: usize) -> &'static str {
    COLORS.get(at).copied().unwrap_or("tx1")
}

fn series(kind: ChartKind, data: &[SeriesData], at: usize, labels: Element) -> Element {
    let Some(own) = data.get(at) else { return Element::new("c:ser") };
    let letter = column(at);
    let last = own.points.len() + 1;
    let name = reference("c:tx", "c:strRef", &format!("{SHEET}!${letter}$1"), strings(&[own.name.as_str()]));
    let names: Vec<&str> = own.points.iter().map(|datum| datum.category.as_str()).collect();
    let categories = reference("c:cat", "c:strRef", &format!("{SHEET}!$A$2:$A${last}"), strings(&names));
    let numbers = numbers(&own.points);
    let values = reference("c:val", "c:numRef", &format!("{SHEET}!${letter}$2:${letter}${last}"), numbers);
    let start = Element::new("c:ser").child(Element::val("c:idx", at)).child(Element::val("c:order", at)).child(name);
    if kind == ChartKind::Lines {
        let start = start.child(stroke(at)).child(marker(at)).child(labels);
        return start.child(categories).child(values).child(Element::val("c:smooth", 0));
    }
    let look = if is_stacked(kind, data.len()) { parted(color(at)) } else { filled("accent1") };
    let darker = darker(&own.points);
    start
        .child(look)
        .child(Element::val("c:invertIfNegative", 0))
        .children(darker)
        .child(labels)
        .child(categories)
        .child(values)
}

/// The largest bar, drawn darker.
fn darker(points: &[Datum]) -> impl Iterator<Item = Element> {
    let largest = points.iter().enumerate().filter(|(_, datum)| datum.emphasis && datum.number.is_some());
    largest.map(|(index, _)| {
        Element::new("c:dPt")
            .child(Element::val("c:idx", index))
            .child(Element::val("c:invertIfNegative", 0))
            .child(Element::val("c:bubble3D", 0))
            .child(filled("tx2"))
    })
}

/// A part of a bar, with paper around it.
fn parted(color: &str) -> Element {
    let slit = Element::new("a:ln").with("w", SLIT).child(solid("bg1"));
    Element::new("c:spPr").child(solid(color)).child(slit)
}

fn stroke(at: usize) -> Element {
    let line = Element::new("a:ln").with("w", STROKE).with("cap", "rnd").child(solid(color(at)));
    Element::new("c:spPr").child(line.child(Element::new("a:round")))
}

fn marker(at: usize) -> Element {
    let symbol = SYMBOLS.get(at).copied().unwrap_or("diamond");
    let look = Element::new("c:spPr").child(solid(color(at))).child(no_line());
    Element::new("c:marker").child(Element::val("c:symbol", symbol)).child(Element::val("c:size", 6)).child(look)
}

fn reference(name: &str, kind: &str, range: &str, cache: Element) -> Element {
    Element::new(name).child(Element::new(kind).child(Element::new("c:f").text(range)).child(cache))
}

fn strings(values: &[&str]) -> Element {
    let points = values
        .iter()
        .enumerate()
        .map(|(index, value)| Element::new("c:pt").with("idx", index).child(Element::new("c:v").text(*value)));
    Element::new("c:strCache").child(Element::val("c:ptCount", values.len())).children(points)
}

/// The cached numbers: the decimal text of the workbook's cells. A missing value has no point, only its place.
fn numbers(data: &[Datum]) -> Element {
    let format = values::series_format(data);
    let points = data.iter().enumerate().filter_map(|(index, datum)| {
        let point = Element::new("c:pt").with("idx", index);
        let own = datum.format.as_deref().filter(|own| *own != format);
        let point = if let Some(own) = own { point.with("formatCode", own) } else { point };
        datum.number.as_deref().map(|number| point.child(Element::new("c:v").text(number)))
    });
    Element::new("c:numCache")
        .child(Element::new("c:formatCode").text(format))
        .child(Element::val("c:ptCount", data.len()))
        .children(points)
}
