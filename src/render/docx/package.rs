//! The parts → one Word file: an Open Packaging Conventions package (ECMA-376 Part 2) with its content types and
//! relationships, in a fixed order and with fixed times, so that the same document always gives the same bytes.

use super::xml::{self, Element};
use crate::render::RenderError;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// `WordprocessingML`.
pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// `DrawingML`.
pub(super) const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
/// Relationships within a part.
pub(super) const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The start of every relationship type of the standard.
pub(super) const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
/// Relationship and file of the first page's head and of the running head.
pub(super) const HEADERS: [(&str, &str); 2] = [("rIdHeader1", "header1.xml"), ("rIdHeader2", "header2.xml")];
/// Relationship and file of the first page's foot and of the running foot.
pub(super) const FOOTERS: [(&str, &str); 2] = [("rIdFooter1", "footer1.xml"), ("rIdFooter2", "footer2.xml")];

/// A part of the package.
pub(super) struct Part {
    /// Its name without the leading slash.
    pub(super) name: String,
    /// Its media type; empty when the file's ending says it, as those of XML, workbooks and fonts do.
    pub(super) media: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

impl Part {
    /// A part of XML.
    pub(super) fn xml(name: &str, media: impl Into<String>, root: &Element) -> Result<Self, RenderError> {
        Ok(Self { name: name.to_owned(), media: media.into(), bytes: xml::bytes(root)? })
    }
}

/// A relationship from one part to another, or to an address outside.
pub(super) struct Relation {
    /// Its id.
    pub(super) id: String,
    /// The last step of its type, or the whole type.
    pub(super) kind: &'static str,
    /// The other part's name, from the folder of the first, or the address.
    pub(super) target: String,
    /// Whether the target is outside the package.
    pub(super) external: bool,
}

impl Relation {
    /// A relationship to another part.
    pub(super) fn to(id: impl Into<String>, kind: &'static str, target: impl Into<String>) -> Self {
        Self { id: id.into(), kind, target: target.into(), external: false }
    }
}

/// A relationships part (ECMA-376 Part 2 §6.5).
pub(super) fn relations(relations: &[Relation]) -> Element {
    let children = relations.iter().map(|relation| {
        let kind =
            if relation.kind.contains(':') { relation.kind.to_owned() } else { format!("{TYPE}{}", relation.kind) };
        let element =
            Element::new("Relationship").with("Id", &relation.id).with("Type", kind).with("Target", &relation.target);
        if relation.external { element.with("TargetMode", "External") } else { element }
    });
    Element::new("Relationships")
        .with("xmlns", "http://schemas.openxmlformats.org/package/2006/relationships")
        .children(children)
}

/// The content types of all parts (ECMA-376 Part 2 §6.2.3).
fn content_types(parts: &[Part]) -> Element {
    let default =
        |ending: &str, media: &str| Element::new("Default").with("Extension", ending).with("ContentType", media);
    let has_fonts = parts.iter().any(|part| part.name.ends_with(super::fonts::ENDING));
    let overrides = parts.iter().filter(|part| !part.media.is_empty()).map(|part| {
        Element::new("Override").with("PartName", format!("/{}", part.name)).with("ContentType", &part.media)
    });
    Element::new("Types")
        .with("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")
        .child(default("rels", "application/vnd.openxmlformats-package.relationships+xml"))
        .child(default("xml", "application/xml"))
        .child(default("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
        .children(has_fonts.then(|| default(super::fonts::ENDING, super::fonts::MEDIA)))
        .children(overrides)
}

/// The package.
pub(super) fn pack(parts: &[Part]) -> Result<Vec<u8>, RenderError> {
    let fault = |error: zip::result::ZipError| RenderError::Content(format!("the Word file cannot be packed: {error}"));
    // The default time is 1980-01-01: never the time of the run.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let types = Part::xml("[Content_Types].xml", "", &content_types(parts))?;
    for part in std::iter::once(&types).chain(parts) {
        archive.start_file(part.name.as_str(), options).map_err(fault)?;
        archive.write_all(&part.bytes).map_err(|error| fault(error.into()))?;
    }
    Ok(archive.finish().map_err(fault)?.into_inner())
}
