//! A chart of the model → a `DrawingML` chart part (ECMA-376 Part 1 §21.2): bars, stacked bars or lines that carry
//! their printed values, no axis of values and no grid. Colours and faces are those of the document's theme.

mod series;
pub(super) mod values;

use super::labels::{Datum, SeriesData};
use super::measure::{EMU_PER_TWIP, half_points};
use super::package::{A, R};
use super::xml::{Element, Node};
use crate::document::model::{Chart, ChartKind, Point, plain_text};
use crate::render::theme::Theme;
use crate::value::Amount;
use std::borrow::Cow;

const C: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
/// The ids by which the two axes know each other.
const CATEGORIES: u32 = 111_111_111;
const VALUES: u32 = 222_222_222;
/// The relationship of a chart to its workbook.
pub(super) const WORKBOOK: &str = "rIdWorkbook";

/// The room of a chart in twips.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    /// Its width.
    pub(super) width: u32,
    /// Its height.
    pub(super) height: u32,
}

/// The width of a character of a category, in twips.
const CHARACTER: u32 = 84;
/// The width of a character of a value, which is bold.
const BOLD_CHARACTER: u32 = 97;
/// The height of a line of a label.
const LINE: u32 = 230;

impl Default for Size {
    /// A chart in one of two columns.
    fn default() -> Self {
        Self { width: 4400, height: 2640 }
    }
}

impl Size {
    /// The room of a drawing (ECMA-376 Part 1 §20.4.2.7).
    pub(super) fn of_extent(extent: &Element) -> Self {
        let length = |key: &str| extent.get(key).and_then(|emu| emu.parse::<u32>().ok()).map(|emu| emu / EMU_PER_TWIP);
        match (length("cx"), length("cy")) {
            (Some(width), Some(height)) if width > 0 && height > 0 => Self { width, height },
            _ => Self::default(),
        }
    }

    /// A length as thousandths of the width.
    fn across(self, twips: u32) -> u32 {
        per_mille(twips, self.width)
    }

    /// A length as thousandths of the height.
    fn down(self, twips: u32) -> u32 {
        per_mille(twips, self.height)
    }
}

fn per_mille(part: u32, whole: u32) -> u32 {
    u32::try_from(u64::from(part) * 1000 / u64::from(whole.max(1))).unwrap_or(u32::MAX)
}

/// Whether a chart draws its parts one after the other; a single series is drawn as bars.
pub(super) fn is_stacked(kind: ChartKind, series: usize) -> bool {
    kind == ChartKind::Stacked && series > 1
}

/// How a chart is drawn in a width: columns whose words or numbers would not stand side by side become bars, as in the
/// PDF.
pub(super) fn drawn_in(chart: &Chart, width: u32) -> Cow<'_, Chart> {
    let pitch = width / u32::try_from(chart.points.len().max(1)).unwrap_or(u32::MAX);
    let word = |point: &Point| point.label.split_whitespace().map(length).max().unwrap_or(0) * CHARACTER;
    let number = |point: &Point| length(&plain_text(&point.text)) * BOLD_CHARACTER;
    if chart.kind != ChartKind::Columns || chart.points.iter().all(|point| word(point).max(number(point)) <= pitch) {
        return Cow::Borrowed(chart);
    }
    Cow::Owned(Chart { kind: ChartKind::Bars, ..chart.clone() })
}

/// The chart part.
pub(super) fn part(chart: &Chart, data: &[SeriesData], size: Size, theme: &Theme, language: &str) -> Element {
    let plot = Element::new("c:plotArea")
        .child(layout(chart, data, size))
        .child(series::plot(chart, data, size, theme))
        .child(category_axis(chart, theme))
        .child(value_axis(chart, data));
    let mut inner = Element::new("c:chart").child(Element::val("c:autoTitleDeleted", 1)).child(plot);
    if is_stacked(chart.kind, data.len()) {
        inner = inner.child(legend(theme));
    }
    let inner = inner.child(Element::val("c:plotVisOnly", 1)).child(Element::val("c:dispBlanksAs", "gap"));
    let workbook = Element::new("c:externalData").with("r:id", WORKBOOK).child(Element::val("c:autoUpdate", 0));
    Element::new("c:chartSpace")
        .with("xmlns:c", C)
        .with("xmlns:a", A)
        .with("xmlns:r", R)
        .child(Element::val("c:date1904", 0))
        .child(Element::val("c:lang", language))
        .child(Element::val("c:roundedCorners", 0))
        .child(inner)
        .child(bare())
        .child(text(theme, "tx1", false))
        .child(workbook)
}

/// Room for the labels: for bars, a column at the left as wide as the longest category; for lines, one at the right for
/// their names; the rest is plot, with a little left for the values beyond the bars.
fn layout(chart: &Chart, data: &[SeriesData], size: Size) -> Element {
    let stacked = is_stacked(chart.kind, data.len());
    let (x, y, width, height) = match chart.kind {
        ChartKind::Columns => (0, 110, 1000, 730),
        ChartKind::Lines => (0, 130, 1000 - values::names_room(data, size), 700),
        ChartKind::Bars | ChartKind::Stacked => {
            let left = left_room(data, size);
            let top = if stacked { size.down(LINE + 90) } else { 0 };
            let right = if stacked { 30 } else { values::beyond(data, size) };
            (left, top, 1000 - left - right, 1000 - top)
        }
    };
    let share =
        |name: &str, thousandths: u32| Element::val(name, format!("{}.{:03}", thousandths / 1000, thousandths % 1000));
    let manual = Element::new("c:manualLayout")
        .child(Element::val("c:layoutTarget", "inner"))
        .child(Element::val("c:xMode", "edge"))
        .child(Element::val("c:yMode", "edge"))
        .children([share("c:x", x), share("c:y", y), share("c:w", width), share("c:h", height)]);
    Element::new("c:layout").child(manual)
}

/// The room of the categories beside bars.
fn left_room(data: &[SeriesData], size: Size) -> u32 {
    let longest = points(data).map(|datum| length(&datum.category)).max().unwrap_or(0);
    size.across(longest.saturating_mul(CHARACTER).saturating_add(180)).min(480)
}

fn points(data: &[SeriesData]) -> impl Iterator<Item = &Datum> {
    data.iter().flat_map(|series| &series.points)
}

fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// The names of stacked series: a part of a bar may be too short for its name, so they stand above, as in the PDF.
fn legend(theme: &Theme) -> Element {
    Element::new("c:legend")
        .child(Element::val("c:legendPos", "t"))
        .child(Element::val("c:overlay", 0))
        .child(text(theme, "tx1", false))
}

fn category_axis(chart: &Chart, theme: &Theme) -> Element {
    // Bars are drawn from the bottom up unless the axis is turned over.
    let (side, order, line) = match chart.kind {
        ChartKind::Columns | ChartKind::Lines => {
            ("b", "minMax", Element::new("a:ln").with("w", 9525).child(solid("tx1")))
        }
        ChartKind::Bars | ChartKind::Stacked => ("l", "maxMin", no_line()),
    };
    Element::new("c:catAx")
        .child(Element::val("c:axId", CATEGORIES))
        .child(Element::new("c:scaling").child(Element::val("c:orientation", order)))
        .child(Element::val("c:delete", 0))
        .child(Element::val("c:axPos", side))
        .child(number_format("General"))
        .child(Element::val("c:majorTickMark", "none"))
        .child(Element::val("c:minorTickMark", "none"))
        .child(Element::val("c:tickLblPos", "low"))
        .child(Element::new("c:spPr").child(line))
        .child(text(theme, "tx1", false))
        .child(Element::val("c:crossAx", VALUES))
        .child(Element::val("c:crosses", "autoZero"))
        .child(Element::val("c:auto", 0))
        .child(Element::val("c:lblAlgn", "ctr"))
        .child(Element::val("c:lblOffset", 60))
        .child(Element::val("c:tickLblSkip", 1))
        .child(Element::val("c:noMultiLvlLbl", 1))
}

/// Zero as the end of the axis of values where all lie at one side of it: an axis that does not hold zero cuts the
/// bars, whose lengths then say nothing. Where values lie at both sides, it holds zero by itself.
fn bound(data: &[SeriesData]) -> Option<Element> {
    let zero = Amount::from_int(0);
    let amounts = || points(data).filter_map(|datum| datum.amount);
    if amounts().all(|amount| amount >= zero) {
        return Some(Element::val("c:min", 0));
    }
    amounts().all(|amount| amount <= zero).then(|| Element::val("c:max", 0))
}

/// Gives an axis of values the bound that other data need, unless somebody chose another.
pub(super) fn bind(axis: &mut Element, data: &[SeriesData]) {
    let ours = axis.first("c:axId").and_then(|id| id.get("val")) == Some(VALUES.to_string().as_str());
    let Some(scaling) = axis.first_mut("c:scaling") else { return };
    let is_bound = |node: &Node| matches!(node, Node::Element(e) if e.name == "c:min" || e.name == "c:max");
    let bounds: Vec<&Element> = scaling.elements().filter(|e| e.name == "c:min" || e.name == "c:max").collect();
    if bounds.iter().all(|bound| bound.get("val") == Some("0")) && (ours || !bounds.is_empty()) {
        scaling.children.retain(|node| !is_bound(node));
        scaling.children.extend(bound(data).map(Node::Element));
    }
}

/// The axis of values is there, because bars have lengths, but it is not drawn.
fn value_axis(chart: &Chart, data: &[SeriesData]) -> Element {
    let side = if matches!(chart.kind, ChartKind::Columns | ChartKind::Lines) { "l" } else { "b" };
    let scaling = Element::new("c:scaling").child(Element::val("c:orientation", "minMax")).children(bound(data));
    Element::new("c:valAx")
        .child(Element::val("c:axId", VALUES))
        .child(scaling)
        .child(Element::val("c:delete", 1))
        .child(Element::val("c:axPos", side))
        .child(number_format("General"))
        .child(Element::val("c:majorTickMark", "none"))
        .child(Element::val("c:minorTickMark", "none"))
        .child(Element::val("c:tickLblPos", "nextTo"))
        .child(Element::val("c:crossAx", CATEGORIES))
        .child(Element::val("c:crosses", "autoZero"))
        .child(Element::val("c:crossBetween", "between"))
}

/// How a text is set, in a colour of the theme.
fn text(theme: &Theme, color: &str, bold: bool) -> Element {
    let paragraph = Element::new("a:pPr").child(run_properties("a:defRPr", theme, color, bold));
    Element::new("c:txPr")
        .child(body(bold))
        .child(Element::new("a:lstStyle"))
        .child(Element::new("a:p").child(paragraph).child(Element::new("a:endParaRPr")))
}

/// Values stay on one line; categories may be broken.
fn body(value: bool) -> Element {
    let body = Element::new("a:bodyPr");
    if value { body.with("wrap", "none") } else { body }
}

fn run_properties(name: &str, theme: &Theme, color: &str, bold: bool) -> Element {
    let hundredths = half_points(theme.sizes.small) * 50;
    Element::new(name)
        .with("sz", hundredths)
        .with("b", u8::from(bold))
        .child(solid(color))
        .child(Element::new("a:latin").with("typeface", "+mn-lt"))
}

fn filled(color: &str) -> Element {
    Element::new("c:spPr").child(solid(color)).child(no_line())
}

fn bare() -> Element {
    Element::new("c:spPr").child(Element::new("a:noFill")).child(no_line())
}

fn number_format(code: &str) -> Element {
    Element::new("c:numFmt").with("formatCode", code).with("sourceLinked", 0)
}

fn solid(color: &str) -> Element {
    Element::new("a:solidFill").child(Element::val("a:schemeClr", color))
}

fn no_line() -> Element {
    Element::new("a:ln").child(Element::new("a:noFill"))
}
