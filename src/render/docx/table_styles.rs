//! The theme → the table styles, and the styles that Word expects to be there. `docx-rs` knows neither conditional
//! formats of a table (first row, last row) nor default styles, so these are written as elements.

use super::fonts::Embedded;
use super::palette::{PAPER, font_scheme};
use super::xml::{Element, Node};
use crate::render::theme::Theme;

/// Completes the styles part: the language of the text, the defaults, and the table styles.
pub(super) fn complete(styles: &mut Element, theme: &Theme, language: &str) {
    if let Some(run) = styles
        .first_mut("w:docDefaults")
        .and_then(|defaults| defaults.first_mut("w:rPrDefault"))
        .and_then(|defaults| defaults.first_mut("w:rPr"))
    {
        run.put(Element::val("w:color", theme.colors.ink.hex()));
        run.put(Element::new("w:lang").with("w:val", language).with("w:eastAsia", language).with("w:bidi", "ar-SA"));
    }
    for style in styles.elements_mut().filter(|style| style.get("w:styleId") == Some("Normal")) {
        style.set("w:default", 1);
    }
    let more = [default_style("character", "DefaultParagraphFont", "Default Paragraph Font", 1), normal_table()]
        .into_iter()
        .chain([default_style("numbering", "NoList", "No List", 99), table(theme), tiles(theme)]);
    styles.children.extend(more.map(Node::Element));
    mark_own(styles);
}

/// A style that Word applies where none is named (ECMA-376 Part 1 §17.7.4.17, `default`).
fn default_style(kind: &str, id: &str, name: &str, priority: u32) -> Element {
    Element::new("w:style")
        .with("w:type", kind)
        .with("w:default", 1)
        .with("w:styleId", id)
        .child(Element::val("w:name", name))
        .child(Element::val("w:uiPriority", priority))
        .child(Element::new("w:semiHidden"))
        .child(Element::new("w:unhideWhenUsed"))
}

fn normal_table() -> Element {
    default_style("table", "TableNormal", "Normal Table", 99).child(
        Element::new("w:tblPr").child(width("w:tblInd", 0)).child(margins([
            ("w:top", 0),
            ("w:left", 108),
            ("w:bottom", 0),
            ("w:right", 108),
        ])),
    )
}

/// The data table: a strong rule under its head, light rules between rows, the last row in bold when it is a total.
fn table(theme: &Theme) -> Element {
    let colors = theme.colors;
    let edge = |name: &str, size: u32, color: String| border(name, "single", size, &color);
    let borders = Element::new("w:tblBorders").child(edge("w:bottom", 4, colors.rule_light.hex())).child(edge(
        "w:insideH",
        4,
        colors.rule_light.hex(),
    ));
    let head = Element::new("w:tcBorders").child(edge("w:bottom", 8, colors.heading.hex()));
    let bold = Element::new("w:rPr").child(Element::new("w:b")).child(Element::new("w:bCs"));
    let condition = |kind: &str, cells: Element| {
        Element::new("w:tblStylePr").with("w:type", kind).child(bold.clone()).child(Element::new("w:tcPr").child(cells))
    };
    let total = Element::new("w:tcBorders").child(edge("w:top", 6, colors.rule.hex()));
    style("Table", "Table")
        .child(Element::new("w:tblPr").child(Element::val("w:tblStyleRowBandSize", 1)).child(borders).child(margins([
            ("w:top", 30),
            ("w:left", 80),
            ("w:bottom", 30),
            ("w:right", 80),
        ])))
        .child(condition("firstRow", head.clone()))
        .child(condition("lastRow", total))
}

/// The tiles: one ground, and white borders that part them.
fn tiles(theme: &Theme) -> Element {
    let colors = theme.colors;
    style("Tiles", "Tiles")
        .child(
            Element::new("w:tblPr")
                .child(Element::new("w:tblBorders").child(border("w:insideV", "single", 96, PAPER)))
                .child(margins([("w:top", 0), ("w:left", 0), ("w:bottom", 0), ("w:right", 0)])),
        )
        .child(Element::new("w:tcPr").child(
            Element::new("w:shd").with("w:val", "clear").with("w:color", "auto").with("w:fill", colors.tint.hex()),
        ))
}

fn style(id: &str, name: &str) -> Element {
    Element::new("w:style")
        .with("w:type", "table")
        .with("w:customStyle", 1)
        .with("w:styleId", id)
        .child(Element::val("w:name", name))
        .child(Element::val("w:basedOn", "TableNormal"))
        .child(Element::new("w:qFormat"))
}

/// A border of a table or a cell; the thickness is in eighths of a point.
pub(super) fn border(name: &str, kind: &str, size: u32, color: &str) -> Element {
    Element::new(name).with("w:val", kind).with("w:sz", size).with("w:space", 0).with("w:color", color)
}

/// Cell margins in twips.
pub(super) fn margins<const N: usize>(sides: [(&str, u32); N]) -> Element {
    Element::new("w:tblCellMar").children(sides.map(|(side, twips)| width(side, twips)))
}

fn width(name: &str, twips: u32) -> Element {
    Element::new(name).with("w:w", twips).with("w:type", "dxa")
}

/// Names of styles that Word has itself; all others are marked as the sheet's own (ECMA-376 Part 1 §17.7.4.17).
const WORDS_OWN: [&str; 20] = [
    "Normal",
    "footnote text",
    "Title",
    "Subtitle",
    "heading 1",
    "heading 2",
    "heading 3",
    "Body Text",
    "List Bullet",
    "List Number",
    "List Continue",
    "caption",
    "header",
    "footer",
    "Strong",
    "Emphasis",
    "Hyperlink",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
];

fn mark_own(styles: &mut Element) {
    for style in styles.elements_mut().filter(|element| element.name == "w:style") {
        let own = style.val_of("w:name").is_none_or(|name| !WORDS_OWN.contains(&name));
        if own && style.get("w:customStyle").is_none() {
            style.set("w:customStyle", 1);
        }
    }
}

/// The families of the theme with their stand-ins (ECMA-376 Part 1 §17.8.3.1 `altName`).
pub(super) fn font_table(theme: &Theme, embedded: &[Embedded]) -> Element {
    let font = |name: &str, stand_in: Option<&str>, family: &str| {
        let own: Vec<&Embedded> = embedded.iter().filter(|face| face.family == name).collect();
        let panose = own.first().map(|face| Element::val("w:panose1", &face.panose));
        Element::new("w:font")
            .with("w:name", name)
            .children(stand_in.map(|stand_in| Element::val("w:altName", stand_in)))
            .children(panose)
            .child(Element::val("w:charset", "00"))
            .child(Element::val("w:family", family))
            .child(Element::val("w:pitch", "variable"))
            .children(own.into_iter().map(Embedded::reference))
    };
    let faces = &theme.fonts;
    Element::new("w:fonts")
        .with("xmlns:w", super::package::W)
        .with("xmlns:r", super::package::R)
        .child(font(&faces.serif, Some(&faces.serif_fallback), "roman"))
        .child(font(&faces.sans, Some(&faces.sans_fallback), "swiss"))
        .child(font(&faces.serif_fallback, None, "roman"))
        .child(font(&faces.sans_fallback, None, "swiss"))
}

/// The document's theme (ECMA-376 Part 1 §14.2.7): colours, faces, and the fills and lines that the schema demands.
pub(super) fn theme_part(theme: &Theme) -> Element {
    let fill = || Element::new("a:solidFill").child(Element::new("a:schemeClr").with("val", "phClr"));
    let ln = |width: u32| Element::new("a:ln").with("w", width).child(fill());
    let effect = || Element::new("a:effectStyle").child(Element::new("a:effectLst"));
    let formats = Element::new("a:fmtScheme")
        .with("name", "Fact sheet")
        .child(Element::new("a:fillStyleLst").children([fill(), fill(), fill()]))
        .child(Element::new("a:lnStyleLst").children([ln(6350), ln(12_700), ln(19_050)]))
        .child(Element::new("a:effectStyleLst").children([effect(), effect(), effect()]))
        .child(Element::new("a:bgFillStyleLst").children([fill(), fill(), fill()]));
    let elements = Element::new("a:themeElements")
        .child(super::palette::color_scheme(theme))
        .child(font_scheme(theme))
        .child(formats);
    Element::new("a:theme").with("xmlns:a", super::package::A).with("name", "Fact sheet").child(elements)
}
