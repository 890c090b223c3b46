//! Where a word may be divided at the end of a line, by the patterns of its language; and how a divided word is read:
//! whole, where it begins.

use super::line::Line;

/// Shown as a hyphen where a line ends at it, and nowhere else; readers leave it out.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';

/// Shorter words are never divided, nor shorter ones with a capital, which may be names …
const SHORTEST: usize = 6;
const SHORTEST_NAME: usize = 14;
/// … no fewer letters stand alone on a line …
const FEWEST: usize = 3;
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
        let shortest = if capitals == 0 { SHORTEST } else { SHORTEST_NAME };
        if !plain || capitals > 1 || letters.chars().count() < shortest || letters.len() > LONGEST {
            return Vec::new();
        }
        let mut at = word.find(letters).unwrap_or_default();
        let mut places = Vec::new();
        for syllable in hypher::hyphenate_bounded(letters, self.0, FEWEST, FEWEST) {
            at += syllable.len();
            places.push(at);
        }
        places.pop();
        places
    }
}

/// Gives the whole of each divided word to its first part, and nothing to the others, so that every reader has it as
/// one word and without the hyphen.
pub(super) fn read_whole(lines: &mut [Line]) {
    let mut at = 0;
    while at < lines.len() {
        let parts = divided_from(lines.get(at..).unwrap_or_default());
        if let Some(word) = lines.get_mut(at..at + parts).filter(|_| parts > 1) {
            read_at_first(word);
        }
        at += parts.max(2) - 1;
    }
}

/// How many lines have a part of the word that ends the first.
fn divided_from(lines: &[Line]) -> usize {
    let goes_on = |line: &Line| line.text().ends_with(SOFT_HYPHEN);
    match lines.split_first() {
        Some((first, rest)) if goes_on(first) => {
            let whole = rest.iter().take_while(|line| goes_on(line) && !line.text().contains(' ')).count();
            (whole + 2).min(lines.len())
        }
        _ => 1,
    }
}

fn read_at_first(lines: &mut [Line]) {
    let last = lines.len() - 1;
    let parts = lines
        .iter_mut()
        .enumerate()
        .map(|(at, line)| if at < last { line.part_at_end() } else { line.part_at_start() });
    // A word whose style changes inside it is left with its soft hyphen.
    let Some(mut parts) = parts.collect::<Option<Vec<_>>>() else { return };
    let word: String = parts.iter().map(|run| run.text().replace(SOFT_HYPHEN, "")).collect();
    for (at, run) in parts.iter_mut().enumerate() {
        run.reads = Some(if at == 0 { word.clone() } else { String::new() });
    }
}
