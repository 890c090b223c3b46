//! The elements of SVG that draw (SVG 1.1 §8, §9) → paths, and `transform` (§7.6) → a matrix.

use kurbo::{Affine, BezPath, Circle, Ellipse, Point, Rect, RoundedRect, RoundedRectRadii, Shape};

/// A circle is drawn as curves that lie this close to it, in units of the drawing.
const CLOSE: f64 = 1.0e-3;

/// No number is larger: an arc of astronomic size would be cut into as many pieces.
const LARGEST: f64 = 1.0e6;

/// The elements that draw.
pub(super) const NAMES: [&str; 7] = ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"];

/// The path of an element that draws; the error says what is wrong with it.
pub(super) fn path(element: &str, attribute: &dyn Fn(&str) -> Option<String>) -> Result<BezPath, String> {
    let place = |name: &str| attribute(name).map_or(Ok(0.0), |text| number(name, &text));
    let length = |name: &str| match place(name)? {
        length if length < 0.0 => Err(format!("{name} is {length}, and no length is below zero")),
        length => Ok(length),
    };
    match element {
        "path" => {
            let data = attribute("d").unwrap_or_default();
            if !is_moderate(&data) {
                return Err("the path has a number of more than a million".to_owned());
            }
            BezPath::from_svg(&data).map_err(|error| format!("the path cannot be read: {error}"))
        }
        "rect" => {
            let (x, y) = (place("x")?, place("y")?);
            let (width, height) = (length("width")?, length("height")?);
            let (rx, ry) = (attribute("rx").is_some(), attribute("ry").is_some());
            let radius = length(if rx { "rx" } else { "ry" })?;
            if rx && ry && (length("ry")? - radius).abs() > CLOSE {
                return Err("the corners of the rectangle are not round".to_owned());
            }
            let rect = Rect::new(x, y, x + width, y + height);
            let radius = radius.min(width / 2.0).min(height / 2.0);
            if radius > 0.0 {
                return Ok(RoundedRect::from_rect(rect, RoundedRectRadii::from_single_radius(radius)).to_path(CLOSE));
            }
            Ok(rect.to_path(CLOSE))
        }
        "circle" => Ok(Circle::new((place("cx")?, place("cy")?), length("r")?).to_path(CLOSE)),
        "ellipse" => {
            let centre = (place("cx")?, place("cy")?);
            Ok(Ellipse::new(centre, (length("rx")?, length("ry")?), 0.0).to_path(CLOSE))
        }
        "line" => {
            let mut path = BezPath::new();
            path.move_to((place("x1")?, place("y1")?));
            path.line_to((place("x2")?, place("y2")?));
            Ok(path)
        }
        _ => corners(&attribute("points").unwrap_or_default(), element == "polygon"),
    }
}

/// A line through points.
fn corners(points: &str, closed: bool) -> Result<BezPath, String> {
    let numbers = numbers(points).ok_or_else(|| format!("\"{points}\" are not points"))?;
    if !numbers.len().is_multiple_of(2) {
        return Err("the last point has no second number".to_owned());
    }
    let mut path = BezPath::new();
    for (at, pair) in numbers.chunks_exact(2).enumerate() {
        let point = Point::new(pair[0], pair[1]);
        if at == 0 { path.move_to(point) } else { path.line_to(point) }
    }
    if closed && numbers.len() > 2 {
        path.close_path();
    }
    Ok(path)
}

/// Whether no number of a path is larger than [`LARGEST`]: whole parts of up to six digits, and no exponent that makes
/// them larger.
fn is_moderate(data: &str) -> bool {
    let (mut digits, mut fraction, mut exponent) = (0_u32, false, false);
    for character in data.chars() {
        if exponent && (character == '+' || character.is_ascii_digit()) {
            return false;
        }
        exponent = matches!(character, 'e' | 'E');
        match character {
            '.' => fraction = true,
            _ if character.is_ascii_digit() => digits += u32::from(!fraction),
            _ => (digits, fraction) = (0, false),
        }
        if digits > 6 {
            return false;
        }
    }
    true
}

/// A length without a unit, or in the unit of the drawing itself.
pub(super) fn number(name: &str, text: &str) -> Result<f64, String> {
    let plain = text.trim().strip_suffix("px").unwrap_or(text.trim());
    let number = plain.parse::<f64>().ok().filter(|number| number.abs() <= LARGEST);
    number.ok_or_else(|| format!("{name} is \"{text}\", which is not a number up to a million without a unit"))
}

/// Numbers with blanks or commas between them.
pub(super) fn numbers(text: &str) -> Option<Vec<f64>> {
    let parts = text.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty());
    parts.map(|part| part.parse::<f64>().ok().filter(|number| number.abs() <= LARGEST)).collect()
}

/// What a `transform` attribute does.
pub(super) fn transform(text: &str) -> Result<Affine, String> {
    let unknown = || format!("the transform \"{text}\" cannot be read");
    let mut whole = Affine::IDENTITY;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (call, after) = rest.split_once(')').ok_or_else(unknown)?;
        let (name, arguments) = call.split_once('(').ok_or_else(unknown)?;
        let arguments = numbers(arguments).ok_or_else(unknown)?;
        whole *= one_transform(name.trim(), &arguments).ok_or_else(unknown)?;
        rest = after.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    }
    Ok(whole)
}

fn one_transform(name: &str, arguments: &[f64]) -> Option<Affine> {
    match (name, arguments) {
        ("matrix", [a, b, c, d, e, f]) => Some(Affine::new([*a, *b, *c, *d, *e, *f])),
        ("translate", [x]) => Some(Affine::translate((*x, 0.0))),
        ("translate", [x, y]) => Some(Affine::translate((*x, *y))),
        ("scale", [both]) => Some(Affine::scale(*both)),
        ("scale", [x, y]) => Some(Affine::scale_non_uniform(*x, *y)),
        ("rotate", [angle]) => Some(Affine::rotate(angle.to_radians())),
        ("rotate", [angle, x, y]) => Some(Affine::rotate_about(angle.to_radians(), Point::new(*x, *y))),
        ("skewX", [angle]) => Some(Affine::skew(angle.to_radians().tan(), 0.0)),
        ("skewY", [angle]) => Some(Affine::skew(0.0, angle.to_radians().tan())),
        _ => None,
    }
}
