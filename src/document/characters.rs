//! Characters that nobody sees: which of them are left out, which are refused. They change what a reader or a screen
//! reader takes in without a trace on paper, and a word that holds one is not found.

/// A hint for breaking lines. Lines are broken by the renderers, so it is left out.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';

/// A text without soft hyphens.
pub(super) fn without_soft_hyphens(text: &str) -> String {
    text.replace(SOFT_HYPHEN, "")
}

/// The first character of a text that no sheet may hold, and what it is.
pub(super) fn first_bad(text: &str) -> Option<(char, &'static str)> {
    text.chars().find_map(|character| Some((character, fault(character)?)))
}

/// What is wrong with a character: controls, noncharacters, private characters (Unicode 16.0 §23.1, §23.5, §23.7), line
/// separators, and format characters (general category Cf) but for the joiners that some scripts need.
fn fault(character: char) -> Option<&'static str> {
    let code = u32::from(character);
    match code {
        0x200C | 0x200D => None,
        0x061C | 0x200E | 0x200F | 0x202A..=0x202E | 0x2066..=0x2069 => Some("which changes the direction of the text"),
        0x00AD
        | 0x0600..=0x0605
        | 0x06DD
        | 0x070F
        | 0x0890..=0x0891
        | 0x08E2
        | 0x180E
        | 0x200B
        | 0x2060..=0x2064
        | 0x206A..=0x206F
        | 0xFEFF
        | 0xFFF9..=0xFFFB
        | 0x110BD
        | 0x110CD
        | 0x13430..=0x1343F
        | 0x1BCA0..=0x1BCA3
        | 0x1D173..=0x1D17A
        | 0xE0001
        | 0xE0020..=0xE007F => Some("which cannot be seen"),
        0x2028 | 0x2029 => Some("which breaks lines"),
        0xFDD0..=0xFDEF | 0xE000..=0xF8FF | 0xF_0000.. => Some("which cannot be printed"),
        _ if character.is_control() || code & 0xFFFE == 0xFFFE => Some("which cannot be printed"),
        _ => None,
    }
}
