//! The bytes of a PNG or SVG file → the [`Seal`] of a masthead: samples, or filled paths, that both renderers draw
//! themselves. Whatever cannot be drawn as it was meant is refused here with its place, so that a seal is never shown
//! in part.

#![allow(clippy::float_arithmetic, reason = "a drawing is measured; no figure is computed here")]

mod color;
mod paths;
mod samples;
mod shapes;
mod style;
mod svg;

use crate::render::theme::Rgb;
use crate::value::{Place, Problem};
use serde::Deserialize;

/// What a theme says of its seal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealChoice {
    /// The file, from the theme's folder: `seal.svg`, `seal.png`.
    pub seal: Option<String>,
    /// What the seal is, for those who cannot see it.
    pub seal_alt: Option<String>,
    /// Whether the seal is only an ornament, which a screen reader passes over.
    #[serde(default)]
    pub seal_decorative: bool,
}

impl SealChoice {
    /// What is wrong with the choice; a picture has words or is marked as an ornament (WCAG 2.2, 1.1.1).
    pub(super) fn problem(&self, place: Place) -> Option<Problem> {
        let alt = self.seal_alt.as_deref().is_some_and(|alt| !alt.trim().is_empty());
        let (what, todo) = match (&self.seal, alt, self.seal_decorative) {
            (None, false, false) | (Some(_), true, false) | (Some(_), false, true) => return None,
            (None, ..) => ("the masthead has words for a seal, and no seal".to_owned(), "write seal = \"seal.svg\""),
            (Some(seal), true, true) => (
                format!("the seal \"{seal}\" has alternative text and is marked decorative"),
                "keep seal_alt, or seal_decorative = true",
            ),
            (Some(seal), false, false) => (
                format!("the seal \"{seal}\" has no alternative text"),
                "write seal_alt = \"Seal of the …\", or seal_decorative = true where it only repeats what the masthead says",
            ),
        };
        Some(Problem::new(place, what, todo))
    }
}

/// A picture for the masthead.
#[derive(Debug, Clone, PartialEq)]
pub struct Seal {
    /// Width divided by height.
    pub aspect: f32,
    /// What is drawn.
    pub picture: Picture,
}

/// What a seal is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Picture {
    /// Samples, from a PNG file.
    Samples(Samples),
    /// Filled paths one over the other, from an SVG file; the height is 1, and downwards is positive.
    Paths(Vec<Fill>),
}

/// Samples of 8 bits from the top left, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Samples {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Three for each sample, red, green and blue; one where the picture is grey.
    pub colors: Vec<u8>,
    /// Whether the picture is grey.
    pub grey: bool,
    /// How far each sample covers what lies below; `None` where all of them do.
    pub alpha: Option<Vec<u8>>,
}

/// A filled path.
#[derive(Debug, Clone, PartialEq)]
pub struct Fill {
    /// The colour.
    pub color: Rgb,
    /// Whether a ring inside another is a hole whatever its direction.
    pub even_odd: bool,
    /// The closed rings.
    pub rings: Vec<Ring>,
}

/// A closed outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Ring {
    /// Where it begins and ends.
    pub start: Spot,
    /// The way around.
    pub steps: Vec<Step>,
}

/// A place: to the right and downwards.
pub type Spot = (f32, f32);

/// A part of an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// A straight line.
    Line(Spot),
    /// A cubic curve: two control points and the end.
    Curve([Spot; 3]),
}

/// A seal's file is not larger; it goes into every sheet.
const LARGEST_FILE: usize = 1_000_000;

impl Seal {
    /// Reads a file; `name` is its name for messages. Whether it is PNG or SVG is seen in its bytes.
    ///
    /// # Errors
    /// A file of another kind, a damaged one, or one with something that cannot be drawn.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Problem> {
        if bytes.len() > LARGEST_FILE {
            let what = format!("the seal has {} bytes; it may have {LARGEST_FILE}", bytes.len());
            return Err(Problem::new(
                Place::file(name),
                what,
                "make the picture smaller; it is printed less than an inch high",
            ));
        }
        if bytes.starts_with(b"\x89PNG") {
            return samples::read(name, bytes);
        }
        let text = std::str::from_utf8(bytes).ok().map(|text| text.trim_start_matches('\u{feff}'));
        match text.filter(|text| text.trim_start().starts_with('<')) {
            Some(text) => svg::read(name, text),
            None => {
                let what = format!("the seal is {}, and not a PNG or SVG file", kind(bytes));
                Err(Problem::new(Place::file(name), what, "save it as PNG or as SVG with paths"))
            }
        }
    }

    /// Width and height in which it fills a box as far as its shape allows.
    #[must_use]
    pub fn fitted(&self, (width, height): (f32, f32)) -> (f32, f32) {
        if self.aspect * height <= width { (self.aspect * height, height) } else { (width, width / self.aspect) }
    }
}

/// What a file seems to be, for the message.
fn kind(bytes: &[u8]) -> &'static str {
    match bytes {
        [] => "an empty file",
        [0xff, 0xd8, ..] => "a JPEG file",
        [b'G', b'I', b'F', ..] => "a GIF file",
        [b'R', b'I', b'F', b'F', ..] => "a WebP file",
        [b'%', b'P', b'D', b'F', ..] => "a PDF file",
        [0x1f, 0x8b, ..] => "a compressed file",
        _ => "of a kind that is not known",
    }
}

impl Samples {
    /// The samples as a PNG file of their own: what else the first file held, such as its author, stays behind.
    #[must_use]
    pub fn png(&self) -> Vec<u8> {
        samples::written(self)
    }
}
