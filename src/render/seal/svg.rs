//! SVG → filled paths. Only what a seal needs is read: groups, paths and basic shapes in plain colours. A file can hold
//! scripts, links to other files and text whose font nobody has; each of them is refused with its place.

use super::style::Style;
use super::{Fill, Picture, Seal, paths, shapes};
use crate::value::{Place, Problem};
use kurbo::{Affine, BezPath, Rect, Shape, StrokeOpts};
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// Groups are not nested deeper.
const DEEPEST: usize = 64;
/// A seal has no more steps; a drawing with more is a map or a traced photograph.
const MOST_STEPS: usize = 20_000;
/// Neither side of a drawing is shorter, in its own units.
const SMALLEST: f64 = 0.001;
/// Paths may reach over the edge of the drawing by this part of its height, as the outline of a ring does.
const OVER_EDGE: f64 = 0.01;
/// An outline is drawn this close, in parts of the drawing's height.
const CLOSE: f64 = 2.0e-4;

/// Elements that say something of the drawing and draw nothing.
const SILENT: [&str; 4] = ["title", "desc", "metadata", "defs"];

/// Reads a file.
pub(super) fn read(name: &str, text: &str) -> Result<Seal, Problem> {
    let mut drawing = Drawing { name, text, prefix: String::new(), frame: None, open: Vec::new(), fills: Vec::new() };
    let mut reader = Reader::from_str(text);
    let mut passed_over = 0_usize;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader.read_event().map_err(|error| {
            let at = usize::try_from(reader.error_position()).unwrap_or(at);
            drawing.problem(at, format!("the SVG file is damaged: {error}"), "save it again")
        })?;
        match event {
            Event::Start(_) if passed_over > 0 => passed_over += 1,
            Event::End(_) if passed_over > 0 => passed_over -= 1,
            Event::Start(element) => match drawing.start(&element, at)? {
                Seen::Drawn => {}
                Seen::PassedOver => passed_over = 1,
            },
            Event::Empty(element) if passed_over == 0 => {
                if matches!(drawing.start(&element, at)?, Seen::Drawn) {
                    drawing.open.pop();
                }
            }
            Event::End(_) => drop(drawing.open.pop()),
            Event::DocType(kind) if kind.contains('[') => {
                return Err(drawing.problem(at, "the file defines entities of its own", "save it as plain SVG"));
            }
            Event::PI(instruction) if instruction.starts_with("xml-stylesheet") => {
                let todo = "save it with presentation attributes, not with a style sheet";
                return Err(drawing.problem(at, "the seal is coloured by a style sheet", todo));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    drawing.finished(text.len())
}

/// What becomes of an element.
enum Seen {
    Drawn,
    /// It and all below it draw nothing.
    PassedOver,
}

/// What holds inside an element.
#[derive(Debug, Clone)]
struct Inside {
    style: Style,
    to_frame: Affine,
}

struct Drawing<'a> {
    name: &'a str,
    text: &'a str,
    /// The prefix of SVG's elements, with its colon; mostly empty.
    prefix: String,
    /// The drawing's edges.
    frame: Option<Rect>,
    open: Vec<Inside>,
    fills: Vec<Fill>,
}

impl Drawing<'_> {
    fn problem(&self, at: usize, what: impl Into<String>, todo: &str) -> Problem {
        Problem::new(Place::of_offset(self.name, self.text, at), what, todo)
    }

    fn start(&mut self, element: &BytesStart<'_>, at: usize) -> Result<Seen, Problem> {
        let full = element.name().as_ref().to_owned();
        let attributes = self.attributes(element, at)?;
        if self.frame.is_none() {
            return self.root(&full, &attributes, at);
        }
        let Some(local) = full.strip_prefix(&self.prefix).filter(|local| !local.contains(':')) else {
            // What a drawing program keeps for itself, such as guides.
            return Ok(Seen::PassedOver);
        };
        if SILENT.contains(&local) {
            return Ok(Seen::PassedOver);
        }
        let drawn = shapes::NAMES.contains(&local);
        if !drawn && local != "g" {
            let what = format!("the seal has a <{local}>, and only paths, basic shapes and groups can be drawn");
            return Err(self.problem(at, what, advice(local)));
        }
        let inside = self.inside(&attributes, at)?;
        if !inside.style.shown {
            return Ok(Seen::PassedOver);
        }
        if drawn {
            let attribute = |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
            let path = shapes::path(local, &attribute).map_err(|what| self.problem(at, what, ""))?;
            self.draw(&path, &inside, at)?;
        }
        if self.open.len() >= DEEPEST {
            return Err(self.problem(at, format!("groups are nested more than {DEEPEST} deep"), "ungroup them"));
        }
        self.open.push(inside);
        Ok(Seen::Drawn)
    }

    /// The attributes with entities resolved; those that act or lead out of the file are refused.
    fn attributes(&self, element: &BytesStart<'_>, at: usize) -> Result<Vec<(String, String)>, Problem> {
        let mut attributes = Vec::new();
        for attribute in element.attributes() {
            let damaged = |why: String| self.problem(at, format!("the SVG file is damaged: {why}"), "save it again");
            let attribute = attribute.map_err(|error| damaged(error.to_string()))?;
            let name = attribute.key.as_ref().to_owned();
            let value =
                attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| damaged(error.to_string()))?;
            if name.starts_with("on") {
                return Err(self.problem(at, format!("the seal has a script, \"{name}\""), "save it as plain SVG"));
            }
            if name == "href" || name.ends_with(":href") {
                let what = format!("the seal refers to \"{value}\"");
                return Err(self.problem(at, what, "a seal holds all that it shows; save it as plain SVG with paths"));
            }
            attributes.push((name, value.into_owned()));
        }
        Ok(attributes)
    }

    /// The element around all others says how large the drawing is.
    fn root(&mut self, full: &str, attributes: &[(String, String)], at: usize) -> Result<Seen, Problem> {
        let Some(prefix) = full.strip_suffix("svg").filter(|prefix| prefix.is_empty() || prefix.ends_with(':')) else {
            return Err(self.problem(
                at,
                format!("the file begins with <{full}>, and not with <svg>"),
                "save it as SVG",
            ));
        };
        self.prefix = prefix.to_owned();
        let attribute = |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let frame = match attribute("viewBox") {
            Some(text) => shapes::numbers(text).filter(|numbers| numbers.len() == 4),
            None => {
                let side = |name| attribute(name).and_then(|text| shapes::number(name, text).ok());
                side("width").zip(side("height")).map(|(width, height)| vec![0.0, 0.0, width, height])
            }
        };
        let frame = frame.filter(|numbers| numbers[2] >= SMALLEST && numbers[3] >= SMALLEST);
        let Some([x, y, width, height]) = frame.as_deref() else {
            let what = "the drawing does not say how large it is";
            return Err(self.problem(at, what, "give the <svg> a viewBox, such as viewBox=\"0 0 100 100\""));
        };
        self.frame = Some(Rect::new(*x, *y, x + width, y + height));
        let inside = self.inside(attributes, at)?;
        self.open.push(inside);
        Ok(Seen::Drawn)
    }

    /// What holds inside an element with these attributes.
    fn inside(&self, attributes: &[(String, String)], at: usize) -> Result<Inside, Problem> {
        let initial = Inside { style: Style::initial(), to_frame: Affine::IDENTITY };
        let mut inside = self.open.last().cloned().unwrap_or(initial);
        let wrong = |what: String| self.problem(at, what, "");
        for (name, value) in attributes.iter().filter(|(name, _)| name != "style") {
            match name.as_str() {
                "transform" => inside.to_frame *= shapes::transform(value).map_err(wrong)?,
                _ => inside.style.set(name, value).map_err(wrong)?,
            }
        }
        // What stands in `style` goes before attributes (SVG 1.1 §6.4).
        let style = attributes.iter().find(|(name, _)| name == "style").map_or("", |(_, value)| value.as_str());
        for (name, value) in style.split(';').filter_map(|part| part.split_once(':')) {
            inside.style.set(name.trim(), value).map_err(wrong)?;
        }
        Ok(inside)
    }

    fn draw(&mut self, path: &BezPath, inside: &Inside, at: usize) -> Result<(), Problem> {
        let Some(frame) = self.frame else { return Ok(()) };
        let unit = Affine::scale(1.0 / frame.height()) * Affine::translate((-frame.x0, -frame.y0)) * inside.to_frame;
        let before = self.fills.len();
        if let Some(color) = inside.style.fill {
            self.fills.extend(paths::fill(path, color, inside.style.even_odd, unit));
        }
        if let Some(color) = inside.style.stroke.filter(|_| inside.style.pen.width > 0.0) {
            let outline = kurbo::stroke(path, &inside.style.pen, &StrokeOpts::default(), CLOSE * frame.height());
            self.fills.extend(paths::fill(&outline, color, false, unit));
        }
        if self.fills.iter().flat_map(|fill| &fill.rings).map(|ring| ring.steps.len()).sum::<usize>() > MOST_STEPS {
            let what = format!("the drawing has more than {MOST_STEPS} lines and curves");
            return Err(self.problem(at, what, "simplify its paths, or save it as PNG"));
        }
        let edges = Rect::new(0.0, 0.0, frame.width() / frame.height(), 1.0).inflate(OVER_EDGE, OVER_EDGE);
        if self.fills.iter().skip(before).any(|fill| !edges.contains_rect(bounds(fill))) {
            let what = "a part of the drawing reaches over its edge, where it would be cut off";
            return Err(self.problem(at, what, "make the viewBox larger, or the drawing smaller"));
        }
        Ok(())
    }

    fn finished(self, end: usize) -> Result<Seal, Problem> {
        let Some(frame) = self.frame.filter(|_| !self.fills.is_empty()) else {
            return Err(self.problem(end, "the drawing is empty", "save it as SVG with paths"));
        };
        if !self.open.is_empty() {
            return Err(self.problem(end, "the SVG file is damaged: it ends too early", "save it again"));
        }
        #[expect(clippy::cast_possible_truncation, reason = "a proportion")]
        let aspect = (frame.width() / frame.height()) as f32;
        if !(0.2..=5.0).contains(&aspect) {
            let what = format!("the seal is {aspect:.1} times as wide as high");
            return Err(self.problem(0, what, "a seal is at most five times as wide as high, or as high as wide"));
        }
        Ok(Seal { aspect, picture: Picture::Paths(self.fills) })
    }
}

/// The rectangle around a path, its control points among them.
fn bounds(fill: &Fill) -> Rect {
    let mut path = BezPath::new();
    for ring in &fill.rings {
        let point = |(x, y): super::Spot| (f64::from(x), f64::from(y));
        path.move_to(point(ring.start));
        for step in &ring.steps {
            match *step {
                super::Step::Line(end) => path.line_to(point(end)),
                super::Step::Curve([one, two, end]) => path.curve_to(point(one), point(two), point(end)),
            }
        }
    }
    path.bounding_box()
}

/// What to do about an element that cannot be drawn.
fn advice(element: &str) -> &'static str {
    match element {
        "text" | "tspan" | "textPath" => "convert the text to paths in the drawing program",
        "script" | "foreignObject" | "a" => "delete it; a seal is a picture and nothing else",
        "image" => "use the picture itself as a PNG file",
        "style" => "save it with presentation attributes, not with a style sheet",
        "use" | "symbol" => "save it as plain SVG, with each copy as a path of its own",
        _ => "save it as plain SVG with paths in plain colours",
    }
}
