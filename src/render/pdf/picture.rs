//! The seal on a page → operators, and its samples → image objects. PDF/A-3 allows the soft mask of an image
//! (ISO 19005-3 §6.2.10); the colours are those of the output intent, so the image needs no profile of its own.

use super::draw::{Page, Rect, Shape};
use super::emit::round;
use super::finish::broken;
use super::objects::{dictionary, name, number, reference};
use crate::render::RenderError;
use crate::render::seal::{Fill, Picture, Ring, Samples, Seal, Spot, Step};
use lopdf::{Document, Object, ObjectId, Stream};
use printpdf::{LinePoint, Op, PaintMode, Point, Polygon, PolygonRing, Pt, WindingOrder, XObjectId, XObjectTransform};

/// The image's name in the resources of a page.
const SEAL: &str = "Seal";

/// A filled path.
pub(super) fn polygon(path: &Fill, height: f32) -> Op {
    let rings = path.rings.iter().map(|ring| PolygonRing { points: points(ring, height) }).collect();
    let winding_order = if path.even_odd { WindingOrder::EvenOdd } else { WindingOrder::NonZero };
    Op::DrawPolygon { polygon: Polygon { rings, mode: PaintMode::Fill, winding_order } }
}

/// The control points of curves are flagged; what follows two of them is the curve's end.
fn points(ring: &Ring, height: f32) -> Vec<LinePoint> {
    let point = |(x, y): Spot, bezier| LinePoint { p: Point { x: Pt(round(x)), y: Pt(round(height - y)) }, bezier };
    let step = |step: &Step| match *step {
        Step::Line(end) => vec![point(end, false)],
        Step::Curve([one, two, end]) => vec![point(one, true), point(two, true), point(end, false)],
    };
    std::iter::once(point(ring.start, false)).chain(ring.steps.iter().flat_map(step)).collect()
}

/// The samples in their rectangle.
pub(super) fn placed(rect: Rect, height: f32) -> Op {
    let transform = XObjectTransform {
        translate_x: Some(Pt(round(rect.x))),
        translate_y: Some(Pt(round(height - rect.y - rect.height))),
        scale_x: Some(round(rect.width)),
        scale_y: Some(round(rect.height)),
        no_auto_scale: true,
        ..XObjectTransform::default()
    };
    Op::UseXobject { id: XObjectId(SEAL.to_owned()), transform }
}

/// Adds the image to the resources of each page that shows it.
pub(super) fn add(
    pages: &[Page],
    ids: &[ObjectId],
    seal: Option<&Seal>,
    file: &mut Document,
) -> Result<(), RenderError> {
    let Some(Picture::Samples(samples)) = seal.map(|seal| &seal.picture) else { return Ok(()) };
    let shows = |page: &Page| page.marks.iter().any(|mark| matches!(mark.shape, Shape::Samples(_)));
    for (_, id) in pages.iter().zip(ids).filter(|(page, _)| shows(page)) {
        let image = image(samples, file);
        let resources = file.get_dictionary(*id).and_then(|page| page.get(b"Resources")).and_then(Object::as_reference);
        let resources = file.get_dictionary_mut(resources.map_err(broken)?).map_err(broken)?;
        resources.set("XObject", Object::Dictionary(dictionary([(SEAL, reference(image))])));
    }
    Ok(())
}

/// An image (ISO 32000-1 §8.9.5), with its opacity beside it (§11.6.5.3).
fn image(samples: &Samples, file: &mut Document) -> ObjectId {
    let side = |side: u32| number(usize::try_from(side).unwrap_or_default());
    let stream = |space: &str, data: &[u8]| {
        let entries = dictionary([
            ("Type", name("XObject")),
            ("Subtype", name("Image")),
            ("Width", side(samples.width)),
            ("Height", side(samples.height)),
            ("ColorSpace", name(space)),
            ("BitsPerComponent", number(8)),
        ]);
        Stream::new(entries, data.to_vec())
    };
    let mut image = stream(if samples.grey { "DeviceGray" } else { "DeviceRGB" }, &samples.colors);
    if let Some(alpha) = &samples.alpha {
        let mask = file.add_object(stream("DeviceGray", alpha));
        image.dict.set("SMask", reference(mask));
    }
    file.add_object(image)
}
