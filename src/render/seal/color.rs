//! A colour as SVG writes it (SVG 1.1 §4.2, §4.4) → sRGB.

use crate::render::theme::Rgb;

/// The sixteen names of HTML 4, which drawing programs write; others are asked for in digits.
const NAMES: [(&str, u32); 17] = [
    ("black", 0x00_0000),
    ("silver", 0xc0_c0c0),
    ("gray", 0x80_8080),
    ("grey", 0x80_8080),
    ("white", 0xff_ffff),
    ("maroon", 0x80_0000),
    ("red", 0xff_0000),
    ("purple", 0x80_0080),
    ("fuchsia", 0xff_00ff),
    ("green", 0x00_8000),
    ("lime", 0x00_ff00),
    ("olive", 0x80_8000),
    ("yellow", 0xff_ff00),
    ("navy", 0x00_0080),
    ("blue", 0x00_00ff),
    ("teal", 0x00_8080),
    ("aqua", 0x00_ffff),
];

/// A colour; `None` for what is none.
pub(super) fn parse(text: &str) -> Option<Rgb> {
    let text = text.trim();
    if let Some(digits) = text.strip_prefix('#') {
        return hexadecimal(digits);
    }
    if let Some(parts) = text.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')')) {
        let parts: Vec<u8> = parts.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
        let [red, green, blue] = parts[..] else { return None };
        return Some(Rgb { red, green, blue });
    }
    let (_, value) = NAMES.iter().find(|(name, _)| text.eq_ignore_ascii_case(name))?;
    let [_, red, green, blue] = value.to_be_bytes();
    Some(Rgb { red, green, blue })
}

/// Three or six digits.
fn hexadecimal(digits: &str) -> Option<Rgb> {
    let digits: Vec<u8> =
        digits.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect::<Option<_>>()?;
    match digits[..] {
        [red, green, blue] => Some(Rgb { red: red * 17, green: green * 17, blue: blue * 17 }),
        [a, b, c, d, e, f] => Some(Rgb { red: a * 16 + b, green: c * 16 + d, blue: e * 16 + f }),
        _ => None,
    }
}
