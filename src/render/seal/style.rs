//! The presentation attributes of SVG (SVG 1.1 §6, §11), inherited from element to element. What would change the
//! picture and cannot be drawn, such as transparency, is refused.

use super::color;
use super::shapes::number;
use crate::render::theme::Rgb;
use kurbo::{Cap, Join, Stroke};

/// How an element is painted.
#[derive(Debug, Clone)]
pub(super) struct Style {
    /// The colour inside.
    pub(super) fill: Option<Rgb>,
    /// Whether the even-odd rule says what is inside.
    pub(super) even_odd: bool,
    /// The colour of the outline.
    pub(super) stroke: Option<Rgb>,
    /// The outline's form.
    pub(super) pen: Stroke,
    /// Whether it is drawn at all.
    pub(super) shown: bool,
}

impl Style {
    /// What holds where nothing is said: black, without an outline.
    pub(super) fn initial() -> Self {
        let black = Rgb { red: 0, green: 0, blue: 0 };
        let pen = Stroke::new(1.0).with_caps(Cap::Butt).with_join(Join::Miter).with_miter_limit(4.0);
        Self { fill: Some(black), even_odd: false, stroke: None, pen, shown: true }
    }

    /// The style with one property said anew.
    ///
    /// # Errors
    /// What is wrong with it, as a sentence.
    pub(super) fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let value = value.trim();
        match name {
            "fill" => self.fill = paint(name, value, self.fill)?,
            "stroke" => self.stroke = paint(name, value, self.stroke)?,
            "fill-rule" => self.even_odd = value == "evenodd",
            "stroke-width" => self.pen.width = number(name, value)?.max(0.0),
            "stroke-miterlimit" => self.pen.miter_limit = number(name, value)?,
            "stroke-linecap" => {
                let cap = match value {
                    "round" => Cap::Round,
                    "square" => Cap::Square,
                    _ => Cap::Butt,
                };
                (self.pen.start_cap, self.pen.end_cap) = (cap, cap);
            }
            "stroke-linejoin" => {
                self.pen.join = match value {
                    "round" => Join::Round,
                    "bevel" => Join::Bevel,
                    _ => Join::Miter,
                };
            }
            "display" if value == "none" => self.shown = false,
            "visibility" if value != "visible" && value != "inherit" => self.shown = false,
            "opacity" | "fill-opacity" | "stroke-opacity" if value.parse::<f64>() != Ok(1.0) => {
                return Err(format!("{name} is {value}, and a seal's paths cover what lies below them"));
            }
            "clip-path" | "mask" | "filter" | "marker" | "marker-start" | "marker-mid" | "marker-end"
            | "stroke-dasharray"
                if value != "none" =>
            {
                return Err(format!("{name} cannot be drawn"));
            }
            "mix-blend-mode" if value != "normal" => return Err(format!("{name} cannot be drawn")),
            _ => {}
        }
        Ok(())
    }
}

/// A colour, or none.
fn paint(name: &str, value: &str, inherited: Option<Rgb>) -> Result<Option<Rgb>, String> {
    match value {
        "none" | "transparent" => Ok(None),
        "inherit" => Ok(inherited),
        _ => match color::parse(value) {
            Some(color) => Ok(Some(color)),
            None => Err(format!("{name} is \"{value}\", which is not a colour such as \"#162e51\"")),
        },
    }
}
