//! The engine's object tree → that of the finished file: fonts described exactly, catalog, metadata, colour and
//! attached data.

use super::embed::{Embedded, Embeds};
use super::icc;
use super::objects::{array, date, dictionary, name, number, reference, text};
use super::outline;
use super::structure::Structure;
use super::{write, xmp};
use crate::document::model::Meta;
use crate::render::{Attachment, RenderError};
use crate::value::Day;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

/// Who made the file; the version stands in every file, so that an old one can be made again.
const PRODUCER: &str = concat!("factsheet ", env!("CARGO_PKG_VERSION"));

/// Completes the engine's tree and writes it.
pub(super) fn finish(
    mut file: Document,
    structure: &Structure<'_>,
    embeds: &Embeds,
    meta: &Meta,
    attachments: &[Attachment],
) -> Result<Vec<u8>, RenderError> {
    let day = meta.published.unwrap_or(meta.as_of);
    "1.7".clone_into(&mut file.version);
    for face in embeds.iter() {
        describe(face, &mut file)?;
    }
    tidy_resources(structure.pages, &mut file)?;
    let tree = structure.add(&mut file)?;
    let outlines = outline::add(structure, &mut file);
    let mut catalog = dictionary([
        ("Type", name("Catalog")),
        ("Pages", file.catalog().and_then(|old| old.get(b"Pages")).cloned().map_err(broken)?),
        ("Lang", text(&meta.language)),
        ("MarkInfo", Object::Dictionary(dictionary([("Marked", Object::Boolean(true))]))),
        ("StructTreeRoot", reference(tree)),
        ("ViewerPreferences", Object::Dictionary(dictionary([("DisplayDocTitle", Object::Boolean(true))]))),
        ("Metadata", reference(metadata(meta, day, &mut file))),
        ("OutputIntents", array([Object::Dictionary(output_intent(&mut file))])),
    ]);
    if let Some(outlines) = outlines {
        catalog.set("Outlines", reference(outlines));
    }
    attach(attachments, day, &mut catalog, &mut file);
    let catalog = file.add_object(catalog);
    let info = file.add_object(info(meta, day));
    file.trailer = dictionary([("Root", reference(catalog)), ("Info", reference(info))]);
    file.prune_objects();
    write::write(file)
}

pub(super) fn broken(error: lopdf::Error) -> RenderError {
    RenderError::Content(format!("the PDF could not be completed: {error}"))
}

/// Widths to the last digit and measures of the face itself, in thousandths of an em.
fn describe(face: &Embedded, file: &mut Document) -> Result<(), RenderError> {
    let is_ours = |object: &Object| {
        object.as_dict().is_ok_and(|font| {
            font.has(b"DescendantFonts")
                && font.get(b"BaseFont").and_then(Object::as_name).is_ok_and(|name| name == face.name.as_bytes())
        })
    };
    let Some(font) = file.objects.values_mut().find(|object| is_ours(object)) else { return Ok(()) };
    let descendants =
        font.as_dict_mut().and_then(|font| font.get_mut(b"DescendantFonts")).and_then(Object::as_array_mut);
    let descendant = descendants.map_err(broken)?.first_mut().map(Object::as_dict_mut);
    let Some(Ok(descendant)) = descendant else { return Ok(()) };
    let widths = face.widths.iter().map(|width| real(*width));
    descendant.set("W", array([number(0), array(widths)]));
    descendant.set("DW", number(0));
    let descriptor = descendant.get(b"FontDescriptor").and_then(Object::as_reference).map_err(broken)?;
    let descriptor = file.get_dictionary_mut(descriptor).map_err(broken)?;
    let metrics = &face.metrics;
    let scaled = |units: f32| real((units * 1000.0 / f32::from(metrics.units_per_em)).round());
    descriptor.set("Ascent", scaled(metrics.ascent));
    descriptor.set("Descent", scaled(metrics.descent));
    descriptor.set("CapHeight", scaled(metrics.cap_height.unwrap_or(metrics.ascent)));
    if let Some(height) = metrics.x_height {
        descriptor.set("XHeight", scaled(height));
    }
    descriptor.set("ItalicAngle", real(metrics.italic_angle));
    // Nonsymbolic, and italic where it leans (§9.8.2).
    descriptor.set("Flags", number(if metrics.italic_angle == 0.0 { 32 } else { 96 }));
    Ok(())
}

/// Whole numbers are written without a point.
fn real(value: f32) -> Object {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
    let whole = value as i64;
    if value.fract() == 0.0 && value.abs() < 1.0e6 { Object::Integer(whole) } else { Object::Real(value) }
}

/// Resource dictionaries that the engine adds and leaves empty.
fn tidy_resources(pages: &[ObjectId], file: &mut Document) -> Result<(), RenderError> {
    for page in pages {
        let resources =
            file.get_dictionary(*page).and_then(|page| page.get(b"Resources")).and_then(Object::as_reference);
        let resources = file.get_dictionary_mut(resources.map_err(broken)?).map_err(broken)?;
        for key in ["XObject", "ExtGState", "Shading"] {
            if resources.get(key.as_bytes()).and_then(Object::as_dict).is_ok_and(Dictionary::is_empty) {
                resources.remove(key.as_bytes());
            }
        }
    }
    Ok(())
}

fn metadata(meta: &Meta, day: Day, file: &mut Document) -> ObjectId {
    let kind = dictionary([("Type", name("Metadata")), ("Subtype", name("XML"))]);
    let packet = xmp::packet(meta, PRODUCER, day);
    file.add_object(Stream::new(kind, packet.into_bytes()).with_compression(false))
}

fn output_intent(file: &mut Document) -> Dictionary {
    let profile = file.add_object(Stream::new(dictionary([("N", number(3))]), icc::srgb()));
    dictionary([
        ("Type", name("OutputIntent")),
        ("S", name("GTS_PDFA1")),
        ("OutputConditionIdentifier", text("sRGB IEC61966-2.1")),
        ("Info", text("sRGB IEC61966-2.1")),
        ("RegistryName", text("http://www.color.org")),
        ("DestOutputProfile", reference(profile)),
    ])
}

fn info(meta: &Meta, day: Day) -> Dictionary {
    let mut info = dictionary([
        ("Title", text(&meta.title)),
        ("Author", text(&meta.author)),
        ("Subject", text(&meta.subject)),
        ("Creator", text(PRODUCER)),
        ("Producer", text(PRODUCER)),
        ("CreationDate", date(day)),
        ("ModDate", date(day)),
    ]);
    if !meta.keywords.is_empty() {
        info.set("Keywords", text(&meta.keywords.join(", ")));
    }
    info
}

/// Data files, associated with the whole document (ISO 19005-3 §6.8).
fn attach(attachments: &[Attachment], day: Day, catalog: &mut Dictionary, file: &mut Document) {
    if attachments.is_empty() {
        return;
    }
    let mut sorted: Vec<&Attachment> = attachments.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let (mut names, mut all) = (Vec::new(), Vec::new());
    for attachment in sorted {
        let params = dictionary([("Size", number(attachment.bytes.len())), ("ModDate", date(day))]);
        let kind = dictionary([
            ("Type", name("EmbeddedFile")),
            ("Subtype", name(&attachment.media_type)),
            ("Params", Object::Dictionary(params)),
        ]);
        let data = file.add_object(Stream::new(kind, attachment.bytes.clone()));
        let embedded = dictionary([("F", reference(data)), ("UF", reference(data))]);
        let specification = file.add_object(dictionary([
            ("Type", name("Filespec")),
            ("F", text(&attachment.name)),
            ("UF", text(&attachment.name)),
            ("Desc", text(&attachment.description)),
            ("AFRelationship", name("Data")),
            ("EF", Object::Dictionary(embedded)),
        ]));
        names.extend([text(&attachment.name), reference(specification)]);
        all.push(reference(specification));
    }
    let tree = dictionary([("Names", array(names))]);
    catalog.set("Names", Object::Dictionary(dictionary([("EmbeddedFiles", Object::Dictionary(tree))])));
    catalog.set("AF", array(all));
}
