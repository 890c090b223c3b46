//! Colours in sRGB, and how far a text stands apart from its ground (WCAG 2.2, 1.4.3).

use serde::Deserialize;

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
    /// The text's colour as a theme calls it: "ink".
    pub key: &'static str,
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
}
