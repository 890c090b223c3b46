//! The places of drawings → `DrawingML`: a chart in the line of text, with its alternative text, and the masthead's
//! ground behind the first page's head, marked as decoration.

use super::measure::{EMU_PER_TWIP, Sheet};
use super::package::A;
use super::palette::scheme_name;
use super::xml::Element;
use crate::document::model::Chart;
use crate::render::theme::Theme;

/// Whether an element is the run that keeps the place of a drawing.
pub(super) fn carries(element: &Element, key: &str) -> bool {
    element.name == "w:r" && element.first("w:rPr").and_then(|run| run.val_of("w:rStyle")) == Some(key)
}

/// A chart in the line of text (ECMA-376 Part 1 §20.4.2.8); its name is the chart's id, by which it is found again.
pub(super) fn chart_frame(chart: &Chart, size: (u32, u32), id: usize, relation: &str) -> Element {
    let properties = Element::new("wp:docPr").with("id", id).with("name", &chart.id).with("descr", &chart.alt);
    let inline = distances(Element::new("wp:inline"))
        .child(extent("wp:extent", size))
        .child(no_effect())
        .child(properties)
        .child(Element::new("wp:cNvGraphicFramePr"))
        .child(chart_graphic(relation));
    Element::new("w:drawing").child(inline)
}

/// The frame of a drawing, in the line or anchored (ECMA-376 Part 1 §20.4.2.3 and §20.4.2.8). A text box may hold other
/// drawings with frames of their own.
pub(super) fn frame(drawing: &Element) -> Option<&Element> {
    drawing.elements().find(|child| FRAMES.contains(&child.local()))
}

/// What is said of the drawing itself: its name and its alternative text (§20.4.2.5).
pub(super) fn own_properties_mut(drawing: &mut Element) -> Option<&mut Element> {
    let frame = drawing.elements_mut().find(|child| FRAMES.contains(&child.local()))?;
    frame.elements_mut().find(|child| child.local() == "docPr")
}

/// The relationship of a drawing that is a chart itself.
pub(super) fn chart_of(drawing: &Element) -> Option<&str> {
    let graphic = frame(drawing)?.elements().find(|child| child.local() == "graphic")?;
    let data = graphic.elements().find(|child| child.local() == "graphicData")?;
    data.elements().find(|child| child.local() == "chart")?.get("r:id")
}

const FRAMES: [&str; 2] = ["inline", "anchor"];

/// What a drawing holds that is a chart.
pub(super) fn chart_graphic(relation: &str) -> Element {
    let namespace = "http://schemas.openxmlformats.org/drawingml/2006/chart";
    let reference = Element::new("c:chart").with("xmlns:c", namespace).with("r:id", relation);
    graphic(namespace, reference)
}

/// The masthead's ground above its first paragraph: a rectangle behind the text, in the masthead's colour, anchored
/// to the page. The paragraphs have that ground themselves, so nothing is lost where the rectangle is not drawn.
pub(super) fn band(theme: &Theme) -> Element {
    let sheet = Sheet::of(theme);
    let inset = sheet.bleed().inset;
    // A little of it lies under the first paragraph, so that no line of paper shows between the two.
    let size = (sheet.width - 2 * inset, sheet.top + 100);
    let position = |name: &str, offset: u32| {
        let offset = Element::new("wp:posOffset").text((offset * EMU_PER_TWIP).to_string());
        Element::new(name).with("relativeFrom", "page").child(offset)
    };
    let anchor = distances(Element::new("wp:anchor"))
        .with("simplePos", 0)
        .with("relativeHeight", 1)
        .with("behindDoc", 1)
        .with("locked", 1)
        .with("layoutInCell", 1)
        .with("allowOverlap", 1)
        .child(Element::new("wp:simplePos").with("x", 0).with("y", 0))
        .child(position("wp:positionH", inset))
        .child(position("wp:positionV", 0))
        .child(extent("wp:extent", size))
        .child(no_effect())
        .child(Element::new("wp:wrapNone"))
        .child(decoration("Masthead ground", 1))
        .child(Element::new("wp:cNvGraphicFramePr"))
        .child(graphic("http://schemas.microsoft.com/office/word/2010/wordprocessingShape", rectangle(size, theme)));
    let choice = Element::new("mc:Choice").with("Requires", "wps").child(Element::new("w:drawing").child(anchor));
    Element::new("mc:AlternateContent").child(choice)
}

fn rectangle(size: (u32, u32), theme: &Theme) -> Element {
    let transform =
        Element::new("a:xfrm").child(Element::new("a:off").with("x", 0).with("y", 0)).child(extent("a:ext", size));
    let ground = scheme_name(theme, theme.colors.masthead).unwrap_or("accent3");
    let fill = Element::new("a:solidFill").child(Element::val("a:schemeClr", ground));
    let shape = Element::new("wps:spPr")
        .child(transform)
        .child(Element::new("a:prstGeom").with("prst", "rect").child(Element::new("a:avLst")))
        .child(fill)
        .child(Element::new("a:ln").child(Element::new("a:noFill")));
    Element::new("wps:wsp").child(Element::new("wps:cNvSpPr")).child(shape).child(Element::new("wps:bodyPr"))
}

/// Says that a drawing carries no meaning, so that no alternative text is missed ([MS-ODRAWXML] §2.28.1, `decorative`).
pub(super) fn decoration(name: &str, id: usize) -> Element {
    let mark = Element::new("adec:decorative")
        .with("xmlns:adec", "http://schemas.microsoft.com/office/drawing/2017/decorative")
        .with("val", 1);
    let extension = Element::new("a:ext").with("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}").child(mark);
    Element::new("wp:docPr")
        .with("id", id)
        .with("name", name)
        .child(Element::new("a:extLst").with("xmlns:a", A).child(extension))
}

/// What a drawing holds.
pub(super) fn graphic(uri: &str, content: Element) -> Element {
    let data = Element::new("a:graphicData").with("uri", uri).child(content);
    Element::new("a:graphic").with("xmlns:a", A).child(data)
}

/// No space around.
pub(super) fn distances(element: Element) -> Element {
    ["distT", "distB", "distL", "distR"].into_iter().fold(element, |element, side| element.with(side, 0))
}

/// A size in English metric units, from twips.
pub(super) fn extent(name: &str, (width, height): (u32, u32)) -> Element {
    Element::new(name)
        .with("cx", u64::from(width) * u64::from(EMU_PER_TWIP))
        .with("cy", u64::from(height) * u64::from(EMU_PER_TWIP))
}

/// No shadow that reaches beyond the size.
pub(super) fn no_effect() -> Element {
    ["l", "t", "r", "b"].into_iter().fold(Element::new("wp:effectExtent"), |element, side| element.with(side, 0))
}
