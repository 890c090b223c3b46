//! The document's properties → the parts that hold them: core and custom properties, settings. They replace those of
//! `docx-rs`, which has no title, an East Asian setting, and an order that changes from run to run.

use super::package::{R, W};
use super::sources::Source;
use super::xml::Element;
use crate::document::model::Meta;
use crate::value::Day;

/// Identifies the set of custom properties (ECMA-376 Part 1 §22.3.2.2 and [MS-OLEPS] §2.21).
const CUSTOM: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";
/// Custom property: the day up to which events are counted.
pub(super) const EDITION: &str = "factsheet-edition";
/// Begins the custom properties that say which breakdown each chart shows.
pub(super) const CHART: &str = "factsheet-chart-";
/// Custom property: the digest of the published figures.
pub const DIGEST: &str = "factsheet-figures-digest";

/// The day that stands for the file's making: the caller's day of publication, else the as-of day; never a clock.
pub(super) fn day_of(meta: &Meta) -> Day {
    meta.published.unwrap_or(meta.as_of)
}

/// `docProps/core.xml` (ECMA-376 Part 2 §8).
pub(super) fn core(meta: &Meta) -> Element {
    let words = |name: &str, text: &str| Element::new(name).text(text);
    let moment = format!("{}T00:00:00Z", day_of(meta).date());
    let time = |name: &str| Element::new(name).with("xsi:type", "dcterms:W3CDTF").text(moment.as_str());
    Element::new("cp:coreProperties")
        .with("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties")
        .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .with("xmlns:dcterms", "http://purl.org/dc/terms/")
        .with("xmlns:dcmitype", "http://purl.org/dc/dcmitype/")
        .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .child(words("dc:title", &meta.title))
        .child(words("dc:subject", &meta.subject))
        .child(words("dc:creator", &meta.author))
        .child(words("cp:keywords", &meta.keywords.join(", ")))
        .child(words("cp:lastModifiedBy", &meta.author))
        .child(time("dcterms:created"))
        .child(time("dcterms:modified"))
        .child(words("dc:language", &meta.language))
}

/// `docProps/app.xml` (ECMA-376 Part 1 §22.2).
pub(super) fn app(meta: &Meta) -> Element {
    Element::new("Properties")
        .with("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties")
        .child(Element::new("Application").text("factsheet"))
        .child(Element::new("Company").text(meta.author.as_str()))
}

/// `docProps/custom.xml` (ECMA-376 Part 1 §22.3): which edition this is, and which figures it prints.
pub(super) fn custom(meta: &Meta, charts: &[Source]) -> Element {
    let property = |id: u32, name: &str, value: &str| {
        Element::new("property")
            .with("fmtid", CUSTOM)
            .with("pid", id)
            .with("name", name)
            .child(Element::new("vt:lpwstr").text(value))
    };
    Element::new("Properties")
        .with("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties")
        .with("xmlns:vt", "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes")
        .child(property(2, EDITION, &meta.as_of.date().to_string()))
        .child(property(3, DIGEST, &meta.figures_digest))
        .children((1_u32..).zip(charts).map(|(n, source)| property(n + 3, &format!("{CHART}{n}"), &source.text())))
}

/// `word/settings.xml` (ECMA-376 Part 1 §17.15): today's layout rules, and which theme slot a colour's name means.
pub(super) fn settings(meta: &Meta, embedded: bool, footnotes: bool) -> Element {
    let compat = |name: &str, value: u32| {
        Element::new("w:compatSetting")
            .with("w:name", name)
            .with("w:uri", "http://schemas.microsoft.com/office/word")
            .with("w:val", value)
    };
    let compat = Element::new("w:compat").children([
        compat("compatibilityMode", 15),
        compat("overrideTableStyleFontSizeAndJustification", 1),
        compat("enableOpenTypeFeatures", 1),
        compat("doNotFlipMirrorIndents", 1),
        compat("differentiateMultirowTableHeaders", 1),
        compat("useWord2013TrackBottomHyphenation", 0),
    ]);
    let mapping = [
        ("w:bg1", "light1"),
        ("w:t1", "dark1"),
        ("w:bg2", "light2"),
        ("w:t2", "dark2"),
        ("w:accent1", "accent1"),
        ("w:accent2", "accent2"),
        ("w:accent3", "accent3"),
        ("w:accent4", "accent4"),
        ("w:accent5", "accent5"),
        ("w:accent6", "accent6"),
        ("w:hyperlink", "hyperlink"),
        ("w:followedHyperlink", "followedHyperlink"),
    ];
    let mapping = mapping.into_iter().fold(Element::new("w:clrSchemeMapping"), |map, (key, slot)| map.with(key, slot));
    Element::new("w:settings")
        .with("xmlns:w", W)
        .with("xmlns:r", R)
        .child(Element::new("w:zoom").with("w:percent", 100))
        // The faces go on with the file when it is saved, whole, so that words typed later have all letters too.
        .children(embedded.then(|| Element::new("w:embedTrueTypeFonts")))
        .child(Element::val("w:defaultTabStop", 720))
        .child(Element::val("w:characterSpacingControl", "doNotCompress"))
        .children(footnotes.then(separators))
        .child(compat)
        .child(Element::val("w:themeFontLang", &meta.language))
        .child(mapping)
        .child(Element::val("w:decimalSymbol", "."))
        .child(Element::val("w:listSeparator", ","))
}

/// The lines above footnotes (ECMA-376 Part 1 §17.11.9).
fn separators() -> Element {
    let line = |(id, _): (i32, &str)| Element::new("w:footnote").with("w:id", id);
    Element::new("w:footnotePr").children(super::footnotes::SEPARATORS.map(line))
}
