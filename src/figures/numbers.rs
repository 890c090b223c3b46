//! Sentences → the numbers that they state: "more than 345", "over $1.2 million", "nearly 350". Dates and sections of
//! the Code are no statements.

use crate::value::Amount;

/// How a number is qualified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Qualifier {
    Exactly,
    MoreThan,
    AtLeast,
    FewerThan,
    /// "nearly", "about": nothing that could be proved.
    Vague,
}

/// A word with its place in the text, without the punctuation around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    pub(super) offset: usize,
}

/// A number that a sentence states.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mention {
    /// Its words: from this index …
    pub(super) first: usize,
    /// … to before this one.
    pub(super) end: usize,
    pub(super) qualifier: Qualifier,
    pub(super) number: Amount,
    /// What one in its last digit is worth: 100,000 in "1.2 million".
    pub(super) precision: Amount,
    pub(super) is_money: bool,
}

/// The sentences of a text, each as its words.
pub(super) fn sentences(text: &str) -> Vec<Vec<Word<'_>>> {
    let mut sentences = vec![Vec::new()];
    let mut blank_line = false;
    for (offset, raw) in words_with_offsets(text) {
        if blank_line || text[..offset].trim_end_matches([' ', '\t']).ends_with("\n\n") {
            sentences.push(Vec::new());
        }
        let start = raw.find(|c: char| c.is_alphanumeric() || c == '$' || c == '§').unwrap_or(0);
        let word = raw[start..].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '+' && c != '%');
        if let (false, Some(sentence)) = (word.is_empty(), sentences.last_mut()) {
            sentence.push(Word { text: word, offset: offset + start });
        }
        let initials =
            raw.trim_end_matches('.').contains('.') && !raw.starts_with(|c: char| c.is_ascii_digit() || c == '$');
        blank_line = raw.ends_with(['!', '?']) || raw.ends_with('.') && !initials;
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

fn words_with_offsets(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let base = text.as_ptr() as usize;
    text.split_whitespace().map(move |word| (word.as_ptr() as usize - base, word))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of a month by its name.
pub(super) fn month_named(word: &str) -> Option<usize> {
    MONTHS.iter().position(|month| *month == word.to_lowercase()).map(|index| index + 1)
}

/// A year as prose writes it.
pub(super) fn year_of(word: &str) -> Option<i16> {
    let plausible = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    if plausible { word.parse().ok() } else { None }
}

/// The numbers of a sentence.
pub(super) fn mentions(words: &[Word<'_>]) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < words.len() {
        match mention(words, index) {
            Some(mention) => {
                index = mention.end;
                found.push(mention);
            }
            None => index += 1,
        }
    }
    found
}

fn mention(words: &[Word<'_>], at: usize) -> Option<Mention> {
    let text = words.get(at)?.text;
    let word = |index: usize| words.get(index).map(|w| w.text.to_lowercase()).unwrap_or_default();
    let before = at.checked_sub(1).map(word).unwrap_or_default();
    let is_date = year_of(text).is_some() || month_named(&before).is_some();
    if is_date || before == "§" || before == "section" || word(at + 1).starts_with("u.s.c") {
        return None;
    }
    let is_money = text.starts_with('$');
    let plus = text.ends_with('+');
    let digits = text.trim_start_matches('$').trim_end_matches('+').replace(',', "");
    let (number, mut scale) = match (Amount::parse(&digits), spelled(&digits)) {
        (Ok(number), _) => (number, zeros(&word(at + 1))),
        (_, Some(number)) => (Amount::from_int(number), zeros(&word(at + 1))),
        _ => return None,
    };
    if matches!(digits.as_str(), "a" | "A" | "an" | "one") && scale.is_none() {
        return None;
    }
    let mut end = at + 1;
    let mut factor = Amount::from_int(1);
    while let Some(zeros) = scale {
        factor = factor.times(Amount::from_int(10_i128.pow(zeros))).ok()?;
        end += 1;
        scale = self::zeros(&word(end));
    }
    let dollars = matches!(word(end).as_str(), "dollars" | "dollar");
    let precision = Amount::new(1, number.scale()).ok()?.times(factor).ok()?;
    let (qualifier, first) = qualifier(words, at);
    Some(Mention {
        first,
        end: end + usize::from(dollars),
        qualifier: if plus && qualifier == Qualifier::Exactly { Qualifier::AtLeast } else { qualifier },
        number: number.times(factor).ok()?,
        precision,
        is_money: is_money || dollars,
    })
}

fn zeros(word: &str) -> Option<u32> {
    match word {
        "hundred" => Some(2),
        "thousand" => Some(3),
        "million" => Some(6),
        "billion" => Some(9),
        _ => None,
    }
}

fn spelled(word: &str) -> Option<i128> {
    let words =
        ["a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let place = words.iter().position(|known| *known == word.to_lowercase())?;
    i128::try_from(place.max(1)).ok()
}

/// The words right before a number that qualify it, and where they begin.
fn qualifier(words: &[Word<'_>], at: usize) -> (Qualifier, usize) {
    let lower = |back: usize| at.checked_sub(back).and_then(|i| words.get(i)).map(|w| w.text.to_lowercase());
    let (one, two) = (lower(1).unwrap_or_default(), lower(2).unwrap_or_default());
    match (two.as_str(), one.as_str()) {
        ("more" | "greater" | "higher", "than") => (Qualifier::MoreThan, at - 2),
        ("fewer" | "less", "than") => (Qualifier::FewerThan, at - 2),
        ("at", "least") => (Qualifier::AtLeast, at - 2),
        ("up", "to") => (Qualifier::Vague, at - 2),
        (_, "over" | "above" | "exceeding") => (Qualifier::MoreThan, at - 1),
        (_, "under" | "below") => (Qualifier::FewerThan, at - 1),
        (_, "nearly" | "almost" | "about" | "approximately" | "around" | "roughly" | "some") => {
            (Qualifier::Vague, at - 1)
        }
        _ => (Qualifier::Exactly, at),
    }
}
