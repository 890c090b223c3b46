//! A theme file (TOML) → a checked [`Theme`]: faces, colours, sizes and page, shared by the PDF and Word
//! renderers so that both wear the same dress.

use crate::value::{Place, Problem};
use serde::Deserialize;

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

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

impl Rgb {
    /// Six hexadecimal digits without the sign, as Word writes colours.
    #[must_use]
    pub fn hex(self) -> String {
        format!("{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }
}

impl Rgb {
    /// The contrast ratio of two colours in hundredths, rounded down (WCAG 2.2, "contrast ratio").
    #[must_use]
    #[expect(clippy::float_arithmetic, reason = "light is measured, no figure is computed here")]
    pub fn contrast(self, other: Self) -> u32 {
        let (a, b) = (self.luminance(), other.luminance());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1.00 to 21.00")]
        let hundredths = ((a.max(b) + 0.05) / (a.min(b) + 0.05) * 100.0 + 1.0e-9).floor() as u32;
        hundredths
    }

    /// Relative luminance (WCAG 2.2), from 0 for black to 1 for white.
    #[expect(clippy::float_arithmetic, reason = "light is measured, no figure is computed here")]
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl<'de> Deserialize<'de> for Rgb {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()));
        let wrong = || serde::de::Error::custom(format!("\"{text}\" is not a colour; write it as \"#005ea2\""));
        let digits = digits.ok_or_else(wrong)?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| wrong());
        Ok(Self { red: part(0)?, green: part(2)?, blue: part(4)? })
    }
}

/// A text of the sheet on its ground, and how far the two stand apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contrast {
    /// What is set so: "running text".
    pub what: &'static str,
    /// The text's colour.
    pub text: Rgb,
    /// The ground's colour.
    pub ground: Rgb,
    /// The contrast ratio in hundredths, rounded down: 450 is 4.5 : 1.
    pub hundredths: u32,
}

impl Contrast {
    /// The ratio as it is written: "4.5 : 1", "12.63 : 1".
    #[must_use]
    pub fn ratio(&self) -> String {
        let digits = format!("{}.{:02}", self.hundredths / 100, self.hundredths % 100);
        format!("{} : 1", digits.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// The least contrast of text by WCAG 2.2 AA (1.4.3), in hundredths. Large print may have less; here it may not.
pub const LEAST_CONTRAST: u32 = 450;

/// The paper.
pub const PAPER: Rgb = Rgb { red: 255, green: 255, blue: 255 };

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
                problems.push(Problem::new(Place::file(name), what, "smaller print cannot be read by many people"));
            }
        }
        if !(36.0..=144.0).contains(&theme.page.margin) {
            let what = format!("the page margin is {} points; it must be from 36 to 144", theme.page.margin);
            problems.push(Problem::new(Place::file(name), what, ""));
        }
        for contrast in theme.contrasts().iter().filter(|contrast| contrast.hundredths < LEAST_CONTRAST) {
            let what = format!(
                "{}: #{} on #{} has a contrast of {}; WCAG AA asks for 4.5 : 1",
                contrast.what,
                contrast.text.hex(),
                contrast.ground.hex(),
                contrast.ratio()
            );
            problems.push(Problem::new(Place::file(name), what, "choose a darker text or a lighter ground"));
        }
        if problems.is_empty() { Ok(theme) } else { Err(problems) }
    }

    /// Every colour of text on every ground that it is set on.
    #[must_use]
    pub fn contrasts(&self) -> Vec<Contrast> {
        let colors = &self.colors;
        [
            ("running text", colors.ink, PAPER),
            ("descriptions, sources and footers", colors.muted, PAPER),
            ("headings, table heads and marks", colors.heading, PAPER),
            ("links, bullets and third-level headings", colors.primary, PAPER),
            ("the masthead's title", colors.on_masthead, colors.masthead),
            ("the masthead's other lines", colors.on_masthead_muted, colors.masthead),
            ("the callout's text and the labels of tiles", colors.ink, colors.tint),
            ("small print of tiles", colors.muted, colors.tint),
            ("the figures of tiles", colors.heading, colors.tint),
            ("links in the callout", colors.primary, colors.tint),
        ]
        .map(|(what, text, ground)| Contrast { what, text, ground, hundredths: text.contrast(ground) })
        .to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rgb(text: &str) -> Rgb {
        let part = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
        Rgb { red: part(0), green: part(2), blue: part(4) }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        // The ratios that WebAIM's checker and the working group's examples give.
        assert_eq!(rgb("000000").contrast(rgb("ffffff")), 2100);
        assert_eq!(rgb("777777").contrast(rgb("ffffff")), 447);
        assert_eq!(rgb("767676").contrast(rgb("ffffff")), 454);
        assert_eq!(rgb("ffffff").contrast(rgb("0000ff")), 859);
        assert_eq!(rgb("abcdef").contrast(rgb("abcdef")), 100);
    }

    #[test]
    fn both_shipped_themes_are_read_and_pale_text_is_refused() {
        let default = include_str!("../../templates/themes/default.toml");
        let plain = include_str!("../../templates/themes/plain.toml");
        assert!(Theme::parse("default.toml", default).is_ok());
        assert!(Theme::parse("plain.toml", plain).is_ok());
        let pale = default.replace("muted = \"#565c65\"", "muted = \"#8d9297\"");
        let problems = Theme::parse("pale.toml", &pale).unwrap_err();
        assert_eq!(problems.len(), 2, "on paper and on tiles");
        let message = problems[0].to_string();
        assert!(message.contains("#8D9297 on #FFFFFF has a contrast of 3.13 : 1"), "{message}");
        assert!(message.contains("4.5 : 1"), "{message}");
    }
}
