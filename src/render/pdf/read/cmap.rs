//! A `ToUnicode` map (ISO 32000-1 §9.10.3) → the characters that each two-byte code stands for.

use std::collections::BTreeMap;

/// Codes and their characters.
#[derive(Debug, Clone, Default)]
pub(super) struct Map {
    characters: BTreeMap<u16, String>,
}

impl Map {
    /// Reads `bfchar` and `bfrange` sections.
    pub(super) fn parse(text: &str) -> Self {
        let mut map = Self::default();
        for section in between(text, "beginbfchar", "endbfchar") {
            for pair in hex(section).chunks(2) {
                if let [code, target] = pair {
                    map.characters.insert(number(code), utf16(target));
                }
            }
        }
        for section in between(text, "beginbfrange", "endbfrange") {
            for line in section.lines() {
                map.range(line);
            }
        }
        map
    }

    /// The characters of a shown string.
    pub(super) fn decode(&self, bytes: &[u8]) -> String {
        let one = |code: &[u8]| self.characters.get(&number(code)).map_or("\u{fffd}", String::as_str);
        bytes.chunks(2).map(one).collect()
    }

    fn range(&mut self, line: &str) {
        let values = hex(line);
        let [first, last, targets @ ..] = values.as_slice() else { return };
        let listed = line.contains('[');
        for (step, code) in (number(first)..=number(last)).enumerate() {
            let target = if listed { targets.get(step) } else { targets.first() };
            let Some(target) = target else { continue };
            let text = utf16(target);
            let shifted = if listed { text } else { shift(&text, u32::try_from(step).unwrap_or(0)) };
            self.characters.insert(code, shifted);
        }
    }
}

/// The last character moved on by `step`.
fn shift(text: &str, step: u32) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    if let Some(last) = characters.last_mut() {
        *last = char::from_u32(u32::from(*last) + step).unwrap_or('\u{fffd}');
    }
    characters.into_iter().collect()
}

fn between<'t>(text: &'t str, from: &str, to: &str) -> Vec<&'t str> {
    text.split(from).skip(1).filter_map(|rest| rest.split_once(to)).map(|(section, _)| section).collect()
}

/// All `<…>` of a text.
fn hex(text: &str) -> Vec<Vec<u8>> {
    let digits = |token: &str| -> Vec<u8> {
        let nibbles: Vec<u8> =
            token.chars().filter_map(|c| c.to_digit(16)).filter_map(|d| u8::try_from(d).ok()).collect();
        nibbles.chunks(2).map(|pair| pair.iter().fold(0, |byte, nibble| byte << 4 | nibble)).collect()
    };
    text.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(token, _)| digits(token)).collect()
}

fn number(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |number, byte| number << 8 | u16::from(*byte))
}

/// UTF-16, big end first.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks(2).map(number);
    char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_single_codes_ligatures_and_ranges() {
        let map = Map::parse(
            "2 beginbfchar\n<0001> <0041>\n<0002> <006600660069>\nendbfchar\n\
             2 beginbfrange\n<0003> <0005> <0061>\n<0006> <0007> [<0031> <0032>]\nendbfrange",
        );
        assert_eq!(map.decode(&[0, 1, 0, 2, 0, 3, 0, 5, 0, 6, 0, 7, 0, 9]), "Affiac12\u{fffd}");
    }
}
