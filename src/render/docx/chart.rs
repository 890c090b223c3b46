//! A chart of the model → a `DrawingML` chart part (ECMA-376 Part 1 §21.2): bars that carry their printed values, no axis
//! of values and no grid. Colours and faces are those of the document's theme.

use super::labels::Datum;
use super::measure::half_points;
use super::package::{A, R};
use super::workbook::SHEET;
use super::xml::Element;
use crate::document::model::{Chart, ChartKind};
use crate::render::theme::Theme;

const C: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
/// The ids by which the two axes know each other.
const CATEGORIES: u32 = 111_111_111;
const VALUES: u32 = 222_222_222;
/// The relationship of a chart to its workbook.
pub(super) const WORKBOOK: &str = "rIdWorkbook";

/// The chart part.
pub(super) fn part(chart: &Chart, data: &[Datum], theme: &Theme, language: &str) -> Element {
    let plot = Element::new("c:plotArea")
        .child(layout(chart, data))
        .child(bars(chart, data, theme))
        .child(category_axis(chart, theme))
        .child(value_axis(chart, data));
    let inner = Element::new("c:chart")
        .child(Element::val("c:autoTitleDeleted", 1))
        .child(plot)
        .child(Element::val("c:plotVisOnly", 1))
        .child(Element::val("c:dispBlanksAs", "gap"));
    let bare = Element::new("c:spPr").child(Element::new("a:noFill")).child(no_line());
    let workbook = Element::new("c:externalData").with("r:id", WORKBOOK).child(Element::val("c:autoUpdate", 0));
    Element::new("c:chartSpace")
        .with("xmlns:c", C)
        .with("xmlns:a", A)
        .with("xmlns:r", R)
        .child(Element::val("c:date1904", 0))
        .child(Element::val("c:lang", language))
        .child(Element::val("c:roundedCorners", 0))
        .child(inner)
        .child(bare)
        .child(text(theme, false))
        .child(workbook)
}

/// Room for the labels: for bars, a column at the left as wide as the longest category; the rest is plot, with a
/// little left for the values beyond the bars.
fn layout(chart: &Chart, data: &[Datum]) -> Element {
    let longest = data.iter().map(|datum| datum.category.chars().count()).max().unwrap_or(0);
    let values = data.iter().map(|datum| datum.printed.chars().count()).max().unwrap_or(0);
    let (x, y, width, height) = match chart.kind {
        ChartKind::Columns | ChartKind::Lines => (0, 110, 1000, 730),
        ChartKind::Bars | ChartKind::Stacked => {
            let left = (40 + longest * 19).min(480);
            (left, 0, 1000 - left - (values * 22 + 20).min(250), 1000)
        }
    };
    let share = |name: &str, thousandths: usize| {
        Element::val(name, format!("{}.{:03}", thousandths / 1000, thousandths % 1000))
    };
    let manual = Element::new("c:manualLayout")
        .child(Element::val("c:layoutTarget", "inner"))
        .child(Element::val("c:xMode", "edge"))
        .child(Element::val("c:yMode", "edge"))
        .children([share("c:x", x), share("c:y", y), share("c:w", width), share("c:h", height)]);
    Element::new("c:layout").child(manual)
}

fn bars(chart: &Chart, data: &[Datum], theme: &Theme) -> Element {
    let (direction, gap) = match chart.kind {
        ChartKind::Columns | ChartKind::Lines => ("col", 60),
        ChartKind::Bars | ChartKind::Stacked => ("bar", 45),
    };
    Element::new("c:barChart")
        .child(Element::val("c:barDir", direction))
        .child(Element::val("c:grouping", "clustered"))
        .child(Element::val("c:varyColors", 0))
        .child(series(chart, data, theme))
        .child(Element::val("c:gapWidth", gap))
        .child(Element::val("c:axId", CATEGORIES))
        .child(Element::val("c:axId", VALUES))
}

fn series(chart: &Chart, data: &[Datum], theme: &Theme) -> Element {
    let last = data.len() + 1;
    let name = Element::new("c:tx").child(
        Element::new("c:strRef")
            .child(Element::new("c:f").text(format!("{SHEET}!$B$1")))
            .child(strings("c:strCache", &[chart.series.as_str()])),
    );
    let darker =
        data.iter().enumerate().filter(|(_, datum)| datum.emphasis && datum.number.is_some()).map(|(index, _)| {
            Element::new("c:dPt")
                .child(Element::val("c:idx", index))
                .child(Element::val("c:invertIfNegative", 0))
                .child(Element::val("c:bubble3D", 0))
                .child(filled("tx2"))
        });
    let names: Vec<&str> = data.iter().map(|datum| datum.category.as_str()).collect();
    let categories = Element::new("c:cat").child(
        Element::new("c:strRef")
            .child(Element::new("c:f").text(format!("{SHEET}!$A$2:$A${last}")))
            .child(strings("c:strCache", &names)),
    );
    let values = Element::new("c:val").child(
        Element::new("c:numRef")
            .child(Element::new("c:f").text(format!("{SHEET}!$B$2:$B${last}")))
            .child(numbers(data)),
    );
    Element::new("c:ser")
        .child(Element::val("c:idx", 0))
        .child(Element::val("c:order", 0))
        .child(name)
        .child(filled("accent1"))
        .child(Element::val("c:invertIfNegative", 0))
        .children(darker)
        .child(value_labels(data, theme))
        .child(categories)
        .child(values)
}

fn strings(name: &str, values: &[&str]) -> Element {
    let points = values
        .iter()
        .enumerate()
        .map(|(index, value)| Element::new("c:pt").with("idx", index).child(Element::new("c:v").text(*value)));
    Element::new(name).child(Element::val("c:ptCount", values.len())).children(points)
}

/// The cached numbers: the decimal text of the workbook's cells. A missing value has no point, only its place.
fn numbers(data: &[Datum]) -> Element {
    let format = series_format(data);
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

fn series_format(data: &[Datum]) -> &str {
    data.iter().find_map(|datum| datum.format.as_deref()).unwrap_or("General")
}

/// The printed values at the ends of the bars. A value that no number format prints stands as text.
fn value_labels(data: &[Datum], theme: &Theme) -> Element {
    let format = series_format(data);
    let own = data.iter().enumerate().filter(|(_, datum)| datum.number.is_some()).filter_map(|(index, datum)| {
        let label = Element::new("c:dLbl").child(Element::val("c:idx", index));
        match datum.format.as_deref() {
            Some(same) if same == format => None,
            Some(own) => Some(shown(label.child(number_format(own)).child(bare()).child(text(theme, true)))),
            None => {
                let run = Element::new("a:r")
                    .child(run_properties("a:rPr", theme, true))
                    .child(Element::new("a:t").text(datum.printed.as_str()));
                let rich = Element::new("c:rich").child(body(true)).child(Element::new("a:p").child(run));
                Some(shown(label.child(Element::new("c:tx").child(rich)).child(bare())))
            }
        }
    });
    let labels = Element::new("c:dLbls").children(own);
    shown(labels.child(number_format(format)).child(bare()).child(text(theme, true)))
}

/// The end of a label's description: where it stands and what it shows.
fn shown(label: Element) -> Element {
    label
        .child(Element::val("c:dLblPos", "outEnd"))
        .child(Element::val("c:showLegendKey", 0))
        .child(Element::val("c:showVal", 1))
        .child(Element::val("c:showCatName", 0))
        .child(Element::val("c:showSerName", 0))
        .child(Element::val("c:showPercent", 0))
        .child(Element::val("c:showBubbleSize", 0))
}

fn number_format(code: &str) -> Element {
    Element::new("c:numFmt").with("formatCode", code).with("sourceLinked", 0)
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
        .child(text(theme, false))
        .child(Element::val("c:crossAx", VALUES))
        .child(Element::val("c:crosses", "autoZero"))
        .child(Element::val("c:auto", 0))
        .child(Element::val("c:lblAlgn", "ctr"))
        .child(Element::val("c:lblOffset", 60))
        .child(Element::val("c:noMultiLvlLbl", 1))
}

/// The axis of values is there, because bars have lengths, but it is not drawn; it begins at zero.
fn value_axis(chart: &Chart, data: &[Datum]) -> Element {
    let side = if chart.kind == ChartKind::Columns { "l" } else { "b" };
    let mut scaling = Element::new("c:scaling").child(Element::val("c:orientation", "minMax"));
    if !data.iter().any(|datum| datum.number.as_deref().is_some_and(|number| number.starts_with('-'))) {
        scaling = scaling.child(Element::val("c:min", 0));
    }
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

fn text(theme: &Theme, bold: bool) -> Element {
    let paragraph = Element::new("a:pPr").child(run_properties("a:defRPr", theme, bold));
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

fn run_properties(name: &str, theme: &Theme, bold: bool) -> Element {
    let hundredths = half_points(theme.sizes.small) * 50;
    Element::new(name)
        .with("sz", hundredths)
        .with("b", u8::from(bold))
        .child(solid("tx1"))
        .child(Element::new("a:latin").with("typeface", "+mn-lt"))
}

fn filled(color: &str) -> Element {
    Element::new("c:spPr").child(solid(color)).child(no_line())
}

fn bare() -> Element {
    Element::new("c:spPr").child(Element::new("a:noFill")).child(no_line())
}

fn solid(color: &str) -> Element {
    Element::new("a:solidFill").child(Element::val("a:schemeClr", color))
}

fn no_line() -> Element {
    Element::new("a:ln").child(Element::new("a:noFill"))
}
