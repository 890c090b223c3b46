//! A theme file (TOML) → a checked [`Theme`]: faces, colours, sizes and page, shared by the PDF and Word
//! renderers so that both wear the same dress.

mod color;

pub use color::{Contrast, LEAST_CONTRAST, PAPER, Rgb};

use super::RenderError;
use super::seal::{Seal, SealChoice};
use crate::value::{Place, Problem};
use serde::Deserialize;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

/// The dress of a sheet. Lengths are points (1/72 inch).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The page.
    pub page: Page,
    /// The faces.
    pub fonts: Faces,
    /// The colours.
    pub colors: Colors,
    /// The type sizes.
    pub sizes: Sizes,
    /// The seal in the masthead, if the theme has one.
    #[serde(default)]
    pub masthead: SealChoice,
    /// Its picture, once it is read.
    #[serde(skip)]
    seal: Option<Arc<Seal>>,
}

/// The sheet of paper.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The paper.
    pub size: Paper,
    /// Left and right margin.
    pub margin: f32,
}

/// Paper sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Paper {
    /// US Letter, 8.5 × 11 inches.
    Letter,
    /// ISO A4, 210 × 297 mm.
    A4,
}

impl Paper {
    /// Width and height in points.
    #[must_use]
    pub const fn points(self) -> (f32, f32) {
        match self {
            Self::Letter => (612.0, 792.0),
            Self::A4 => (595.276, 841.89),
        }
    }

    /// Width and height in twentieths of a point, as Word counts.
    #[must_use]
    pub const fn twips(self) -> (u32, u32) {
        match self {
            Self::Letter => (12_240, 15_840),
            Self::A4 => (11_906, 16_838),
        }
    }
}

/// Families by role; the fallback is what Word uses where the family is not installed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Faces {
    /// Headings and narrative.
    pub serif: String,
    /// Word's stand-in for it.
    pub serif_fallback: String,
    /// Tables, figures, labels and lists.
    pub sans: String,
    /// Word's stand-in for it.
    pub sans_fallback: String,
    /// Whether the Word file carries the two families itself, for readers who have neither.
    #[serde(default)]
    pub embed: bool,
}

/// Colours by role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colors {
    /// Running text.
    pub ink: Rgb,
    /// Descriptions, sources, footers.
    pub muted: Rgb,
    /// Headings, key figures and the largest bar.
    pub heading: Rgb,
    /// Bars, bullets, links, third-level headings.
    pub primary: Rgb,
    /// The masthead's ground.
    pub masthead: Rgb,
    /// Text on the masthead.
    pub on_masthead: Rgb,
    /// Second-rank text on the masthead.
    pub on_masthead_muted: Rgb,
    /// The one accent: the rule below the masthead.
    pub accent: Rgb,
    /// Ground of tiles and of the callout.
    pub tint: Rgb,
    /// Rules below headings.
    pub rule: Rgb,
    /// Rules between table rows.
    pub rule_light: Rgb,
}

/// Type sizes in points by role.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    /// The masthead's title.
    pub title: f32,
    /// The masthead's subtitle and edition.
    pub subtitle: f32,
    /// The opening paragraph.
    pub lead: f32,
    /// A tile's figure.
    pub figure: f32,
    /// Second-level headings.
    pub heading: f32,
    /// Third-level headings.
    pub subheading: f32,
    /// Running text, lists, tables.
    pub body: f32,
    /// Descriptions, sources, notes, running heads; 8.5 at the least.
    pub small: f32,
}

/// Small print is never smaller than this.
const SMALLEST: f32 = 8.5;

impl Theme {
    /// Reads a theme file; `name` is the file's name for messages.
    ///
    /// # Errors
    /// One problem for a file that does not read as a theme, or one for each value that cannot be used.
    pub fn parse(name: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let theme: Self = toml::from_str(text).map_err(|error| vec![Problem::from_toml(name, text, &error)])?;
        let mut problems = Vec::new();
        let sizes = &theme.sizes;
        for (role, size) in [
            ("title", sizes.title),
            ("subtitle", sizes.subtitle),
            ("lead", sizes.lead),
            ("figure", sizes.figure),
            ("heading", sizes.heading),
            ("subheading", sizes.subheading),
            ("body", sizes.body),
            ("small", sizes.small),
        ] {
            if !(SMALLEST..=72.0).contains(&size) {
                let what = format!("the size \"{role}\" is {size} points; it must be from {SMALLEST} to 72");
                let place = place_of(name, text, "sizes", role);
                problems.push(Problem::new(place, what, "smaller print cannot be read by many people"));
            }
        }
        if !(36.0..=144.0).contains(&theme.page.margin) {
            let what = format!("the page margin is {} points; it must be from 36 to 144", theme.page.margin);
            problems.push(Problem::new(place_of(name, text, "page", "margin"), what, ""));
        }
        problems.extend(theme.masthead.problem(place_of(name, text, "masthead", "seal")));
        for contrast in theme.contrasts().iter().filter(|contrast| contrast.hundredths < LEAST_CONTRAST) {
            let what = format!(
                "{}: #{} on #{} has a contrast of {}; WCAG AA asks for 4.5 : 1",
                contrast.what,
                contrast.text.hex(),
                contrast.ground.hex(),
                contrast.ratio()
            );
            let place = place_of(name, text, "colors", contrast.key);
            problems.push(Problem::new(place, what, "choose colours that are further apart"));
        }
        if problems.is_empty() { Ok(theme) } else { Err(problems) }
    }

    /// The theme with the picture of the seal that it names; `name` is that file's name for messages.
    ///
    /// # Errors
    /// A file that is no PNG or SVG, or that cannot be drawn whole.
    pub fn with_seal(self, name: &str, bytes: &[u8]) -> Result<Self, Problem> {
        Ok(Self { seal: Some(Arc::new(Seal::read(name, bytes)?)), ..self })
    }

    /// The seal; nothing for a theme without one.
    ///
    /// # Errors
    /// [`RenderError::Content`] where the theme names a seal that was never read: no sheet goes out without it.
    pub fn seal(&self) -> Result<Option<&Seal>, RenderError> {
        match (&self.masthead.seal, &self.seal) {
            (Some(name), None) => Err(RenderError::Content(format!("the seal \"{name}\" was not read"))),
            (_, seal) => Ok(seal.as_deref()),
        }
    }

    /// Every colour of text on every ground that it is set on.
    #[must_use]
    pub fn contrasts(&self) -> Vec<Contrast> {
        let colors = &self.colors;
        [
            ("running text", "ink", colors.ink, PAPER),
            ("descriptions, sources and footers", "muted", colors.muted, PAPER),
            ("headings, table heads and marks", "heading", colors.heading, PAPER),
            ("links, bullets and third-level headings", "primary", colors.primary, PAPER),
            ("the masthead's title", "on_masthead", colors.on_masthead, colors.masthead),
            ("the masthead's other lines", "on_masthead_muted", colors.on_masthead_muted, colors.masthead),
            ("the callout's text and the labels of tiles", "ink", colors.ink, colors.tint),
            ("small print of tiles", "muted", colors.muted, colors.tint),
            ("the figures of tiles", "heading", colors.heading, colors.tint),
            ("links in the callout", "primary", colors.primary, colors.tint),
        ]
        .map(|(what, key, text, ground)| Contrast { what, key, text, ground, hundredths: text.contrast(ground) })
        .to_vec()
    }
}

/// Where a key stands in a theme file; where its table stands when it is not there.
fn place_of(name: &str, text: &str, table: &str, key: &str) -> Place {
    let at = || {
        let root = DeTable::parse(text).ok()?;
        let (heading, value) = root.get_ref().get_key_value(table)?;
        let inner = if let DeValue::Table(inner) = value.get_ref() { inner.get_key_value(key) } else { None };
        Some(inner.map_or(heading, |(key, _)| key).span().start)
    };
    at().map_or_else(|| Place::file(name), |at| Place::of_offset(name, text, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shipped_themes_are_read_and_pale_text_is_refused() {
        let default = include_str!("../../../templates/themes/default.toml");
        let plain = include_str!("../../../templates/themes/plain.toml");
        assert!(Theme::parse("default.toml", default).is_ok());
        assert!(Theme::parse("plain.toml", plain).is_ok());
        let pale = default.replace("muted = \"#565c65\"", "muted = \"#8d9297\"");
        let problems = Theme::parse("pale.toml", &pale).unwrap_err();
        assert_eq!(problems.len(), 2, "on paper and on tiles");
        let message = problems[0].to_string();
        assert!(message.contains("#8D9297 on #FFFFFF has a contrast of 3.13 : 1"), "{message}");
        assert!(message.contains("4.5 : 1"), "{message}");
        let line = pale.lines().position(|line| line.starts_with("muted")).unwrap() + 1;
        assert!(message.starts_with(&format!("pale.toml:{line}:1: ")), "{message}");
        let small = default.replace("small = 8.6", "small = 8.4");
        let line = small.lines().position(|line| line.starts_with("small")).unwrap() + 1;
        let message = Theme::parse("small.toml", &small).unwrap_err()[0].to_string();
        assert!(message.starts_with(&format!("small.toml:{line}:1: the size \"small\" is 8.4")), "{message}");
    }
}
