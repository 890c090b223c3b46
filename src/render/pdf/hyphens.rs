//! Where a word may be divided at the end of a line, by the patterns of its language.

/// Shown as a hyphen where a line ends at it, and nowhere else; readers leave it out.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';

/// Shorter words are never divided …
const SHORTEST: usize = 6;
/// … and what has more bytes is no word of a language.
const LONGEST: usize = 45;

/// A language whose words can be divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Language(hypher::Lang);

impl Language {
    /// The language of a BCP 47 tag, when its patterns are here.
    pub(super) fn of(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next()?.to_ascii_lowercase();
        let code: [u8; 2] = primary.as_bytes().try_into().ok()?;
        hypher::Lang::from_iso(code).map(Self)
    }

    /// The bytes of a word, with the punctuation around it, before which it may be divided.
    pub(super) fn places(self, word: &str) -> Vec<usize> {
        let letters = word.trim_matches(|c: char| !c.is_alphabetic());
        let plain = letters.chars().all(|c| c.is_alphabetic() || c == '’');
        let capitals = letters.chars().filter(|c| c.is_uppercase()).count();
        if !plain || capitals > 1 || letters.chars().count() < SHORTEST || letters.len() > LONGEST {
            return Vec::new();
        }
        let mut at = word.find(letters).unwrap_or_default();
        let mut places = Vec::new();
        for syllable in hypher::hyphenate(letters, self.0) {
            at += syllable.len();
            places.push(at);
        }
        places.pop();
        places
    }
}
