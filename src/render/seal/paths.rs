//! A path in the drawing's own units → closed rings with the height of the drawing as 1.

use super::{Fill, Ring, Spot, Step};
use crate::render::theme::Rgb;
use kurbo::{Affine, BezPath, CubicBez, PathEl, PathSeg, QuadBez, Shape};

/// A filled path; `None` where nothing of it can be seen.
pub(super) fn fill(path: &BezPath, color: Rgb, even_odd: bool, to_unit: Affine) -> Option<Fill> {
    let mut path = path.clone();
    path.apply_affine(to_unit);
    let bounds = path.bounding_box();
    if path.elements().len() < 2 || !bounds.is_finite() {
        return None;
    }
    let rings = rings(&path);
    if rings.is_empty() { None } else { Some(Fill { color, even_odd, rings }) }
}

fn rings(path: &BezPath) -> Vec<Ring> {
    let mut rings: Vec<Ring> = Vec::new();
    let mut at = kurbo::Point::ZERO;
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(point) => rings.push(Ring { start: spot(point), steps: Vec::new() }),
            PathEl::LineTo(point) => push(&mut rings, at, Step::Line(spot(point))),
            PathEl::QuadTo(control, end) => {
                let CubicBez { p1, p2, p3, .. } = PathSeg::Quad(QuadBez::new(at, control, end)).to_cubic();
                push(&mut rings, at, Step::Curve([spot(p1), spot(p2), spot(p3)]));
            }
            PathEl::CurveTo(one, two, end) => push(&mut rings, at, Step::Curve([spot(one), spot(two), spot(end)])),
            PathEl::ClosePath => {}
        }
        at = element.end_point().unwrap_or_else(|| {
            let (x, y) = rings.last().map_or((0.0, 0.0), |ring| ring.start);
            kurbo::Point::new(x.into(), y.into())
        });
    }
    rings.retain(|ring| !ring.steps.is_empty());
    rings
}

/// Adds a step; after a ring is closed, the next begins where that began.
fn push(rings: &mut Vec<Ring>, at: kurbo::Point, step: Step) {
    match rings.last_mut() {
        Some(ring) => ring.steps.push(step),
        None => rings.push(Ring { start: spot(at), steps: vec![step] }),
    }
}

fn spot(point: kurbo::Point) -> Spot {
    #[expect(clippy::cast_possible_truncation, reason = "a part of the seal's height")]
    let spot = (point.x as f32, point.y as f32);
    spot
}
