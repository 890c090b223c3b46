//! Words → an exact number: "1,500", "$3.6 million", "2k", "ninety-nine", "two hundred and fifty". With it goes what
//! one in its last digit is worth, because a number that is written short is a rounded one.

use super::words::{Break, CURRENCIES, Sign, Word};
use crate::value::{Amount, AmountError};

/// A number as a text writes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numeral {
    /// The number.
    pub(super) number: Amount,
    /// What it may be off by and still be the value, rounded: one in the last digit.
    pub(super) precision: Amount,
    /// The index after its last word.
    pub(super) end: usize,
}

impl Numeral {
    fn negative(self) -> Self {
        let number = Amount::new(-self.number.mantissa(), self.number.scale()).unwrap_or(self.number);
        Self { number, ..self }
    }
}

/// The number that begins at a word.
///
/// # Errors
/// [`AmountError::Overflow`] when it does not fit.
pub(super) fn numeral(words: &[Word<'_>], at: usize) -> Result<Option<Numeral>, AmountError> {
    let Some(word) = words.get(at) else { return Ok(None) };
    let found = match digits(&word.lower)? {
        Some((number, suffix)) => Some(scaled(words, at + 1, number, suffix)?),
        None => spelled(words, at)?,
    };
    Ok(found.map(|own| if word.sign == Sign::Minus { own.negative() } else { own }))
}

/// The two numbers of one word: "20–25%", "$3.5M-$4M", "ten-12"; "1.5-2 million" scales both.
///
/// # Errors
/// [`AmountError::Overflow`] when one does not fit.
pub(super) fn pair(words: &[Word<'_>], at: usize) -> Result<Option<(Numeral, Numeral)>, AmountError> {
    let Some(parts) = words.get(at).and_then(|word| word.lower.split_once(['-', '–', '‑', '−'])) else {
        return Ok(None);
    };
    let part = |text: &str| match digits(text)? {
        Some(found) => Ok(Some(found)),
        None => Ok(small(text).map(|number| (Amount::from_int(number), None))),
    };
    let (Some((low, own)), Some((high, suffix))) = (part(parts.0)?, part(parts.1)?) else { return Ok(None) };
    let high = scaled(words, at + 1, high, suffix)?;
    let alone = scaled(&[], 0, low, own)?;
    let as_high = scaled(words, at + 1, low, suffix)?;
    let is_scaled = own.is_none() && as_high.number < high.number;
    let low = if is_scaled { as_high } else { Numeral { end: at + 1, ..alone } };
    Ok((low.number < high.number).then_some((low, high)))
}

/// The digits of one word with the zeros of its suffix. A comma stands before groups of three and nowhere else.
fn digits(lower: &str) -> Result<Option<(Amount, Option<u32>)>, AmountError> {
    let bare = lower.trim_start_matches(CURRENCIES).trim_end_matches("-plus").trim_end_matches(['+', '%']);
    let (digits, suffix) = split_suffix(bare, bare.len() < lower.len() && lower.starts_with(CURRENCIES));
    if !is_grouped(digits) {
        return Ok(None);
    }
    match Amount::parse(&digits.replace(',', "")) {
        Ok(number) => Ok(Some((number, suffix))),
        Err(AmountError::Overflow) => Err(AmountError::Overflow),
        Err(_) => Ok(None),
    }
}

fn is_grouped(digits: &str) -> bool {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    !fraction.contains(',')
        && (rest.is_empty()
            || (1..=3).contains(&first.len()) && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3))
}

/// "2k", "1.2m", "3bn" → the digits and the zeros. "9mm" is a calibre where no money is meant.
fn split_suffix(bare: &str, is_money: bool) -> (&str, Option<u32>) {
    let suffixes = [("bn", 9), ("b", 9), ("mm", 6), ("m", 6), ("k", 3)];
    let known = suffixes.iter().filter(|(suffix, _)| is_money || *suffix != "mm");
    let found = known.into_iter().find_map(|(suffix, zeros)| Some((bare.strip_suffix(suffix)?, *zeros)));
    match found.filter(|(digits, _)| digits.ends_with(|c: char| c.is_ascii_digit())) {
        Some((digits, zeros)) => (digits, Some(zeros)),
        None => (bare, None),
    }
}

/// Digits with the words or the suffix that scale them.
fn scaled(words: &[Word<'_>], mut end: usize, number: Amount, suffix: Option<u32>) -> Result<Numeral, AmountError> {
    let mut zeros = suffix.unwrap_or(0);
    while let Some(more) = words.get(end).and_then(|word| scale(&word.lower)) {
        zeros += more;
        end += 1;
    }
    if zeros > 18 {
        return Err(AmountError::Overflow);
    }
    let factor = Amount::from_int(10_i128.pow(zeros));
    let one = Amount::new(1, number.scale())?;
    Ok(Numeral { number: number.times(factor)?, precision: precision(number, one, factor)?, end })
}

/// A number that a word scales is a rounded one only where it gives two digits or more: "2 thousand" is 2,000, since
/// as a rounded number it could be 1,500.
fn precision(number: Amount, one: Amount, factor: Amount) -> Result<Amount, AmountError> {
    let shown = number.mantissa().unsigned_abs();
    if factor > Amount::from_int(1) && shown < 10 { Ok(Amount::from_int(1)) } else { one.times(factor) }
}

fn scale(word: &str) -> Option<u32> {
    match word {
        "hundred" => Some(2),
        "thousand" => Some(3),
        "million" => Some(6),
        "billion" => Some(9),
        _ => None,
    }
}

/// Spelled numbers: "ninety-nine", "two hundred and fifty", "a dozen"; they are exact.
fn spelled(words: &[Word<'_>], at: usize) -> Result<Option<Numeral>, AmountError> {
    let stop = words.iter().skip(at).position(|word| word.ends != Break::None).map_or(words.len(), |n| at + n + 1);
    let lower = |index: usize| words[..stop].get(index).map(|word| word.lower.as_str()).unwrap_or_default();
    let article = matches!(lower(at), "a" | "an");
    let follows = scale(lower(at + 1)).is_some() || lower(at + 1) == "dozen";
    let (mut part, mut end) = match (article, small(lower(at))) {
        (true, _) if follows => (1, at + 1),
        (false, Some(number)) => (number, at + 1),
        _ => return Ok(None),
    };
    let mut sum = 0_i128;
    loop {
        let after_and = if lower(end) == "and" { end + 1 } else { end };
        if lower(end) == "dozen" {
            part *= 12;
            end += 1;
        } else if let Some(zeros) = scale(lower(end)) {
            let factor = 10_i128.pow(zeros);
            if zeros == 2 {
                part *= factor;
            } else {
                sum = part.checked_mul(factor).and_then(|n| sum.checked_add(n)).ok_or(AmountError::Overflow)?;
                part = 0;
            }
            end += 1;
        } else if let Some(more) = small(lower(after_and)).filter(|more| end > at + 1 && *more > 0 && part % 100 == 0) {
            part += more;
            end = after_and + 1;
        } else if let Some(unit) = small(lower(end)).filter(|n| part % 10 == 0 && part >= 20 && (1..10).contains(n)) {
            part += unit;
            end += 1;
        } else {
            break;
        }
        if part > 1_000_000 {
            return Err(AmountError::Overflow);
        }
    }
    let number = Amount::from_int(sum.checked_add(part).ok_or(AmountError::Overflow)?);
    Ok(Some(Numeral { number, precision: Amount::from_int(1), end }))
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A number below a hundred that is one word.
fn small(word: &str) -> Option<i128> {
    let place = |list: &[&str], word: &str| list.iter().position(|known| *known == word);
    let index = match (place(&ONES, word), word.split_once(['-', '‑'])) {
        (Some(one), _) => one,
        (None, Some((tens, ones))) => {
            let ones = place(&ONES, ones).filter(|ones| (1..10).contains(ones))?;
            (place(&TENS, tens)? + 2) * 10 + ones
        }
        (None, None) => (place(&TENS, word)? + 2) * 10,
    };
    i128::try_from(index).ok()
}

/// Whether a word in small letters says a size and no number: "hundreds", "dozens", "million-dollar", "three-hundred".
pub(super) fn is_size(word: &str) -> bool {
    let is_known = |part: &str| {
        let part = part.strip_prefix("multi").unwrap_or(part);
        let one = part.strip_suffix('s').unwrap_or(part);
        scale(one).is_some() || matches!(one, "dozen" | "trillion")
    };
    word.split(['-', '‑']).any(is_known)
}

/// Whether a word in small letters holds a spelled number among others: "two-day", "twenty-to-thirty". "One-time" and
/// "zero-tolerance" count nothing.
pub(super) fn holds_spelled(word: &str) -> bool {
    let mut parts = word.split(['-', '‑', '–']);
    word.contains(['-', '‑', '–']) && parts.any(|part| small(part).is_some_and(|number| number > 1))
}

/// Whether a word in small letters spells a number.
pub(super) fn is_spelled(word: &str) -> bool {
    small(word).is_some() || scale(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::words::sentences;
    use super::*;

    /// The number, what one in its last digit is worth, and how many words it takes.
    fn read(text: &str) -> Option<(String, String, usize)> {
        let words = sentences(text).remove(0);
        let found = numeral(&words, 0).unwrap()?;
        Some((found.number.trimmed().grouped(), found.precision.trimmed().grouped(), found.end))
    }

    #[test]
    fn numbers_are_read_as_prose_writes_them() {
        let cases = [
            ("1,500 arrests", "1,500", 1),
            ("$3.6 million", "3,600,000", 2),
            ("$1.2M in cash", "1,200,000", 1),
            ("2k arrests", "2,000", 1),
            ("$3bn", "3,000,000,000", 1),
            ("Ninety-nine arrests", "99", 1),
            ("twenty five arrests", "25", 2),
            ("two hundred and fifty arrests", "250", 4),
            ("two thousand five hundred arrests", "2,500", 4),
            ("a dozen firearms", "12", 2),
            ("one hundred", "100", 2),
            ("ten and five", "10", 1),
        ];
        for (text, number, words) in cases {
            let (found, _, end) = read(text).unwrap();
            assert_eq!((found.as_str(), end), (number, words), "{text}");
        }
        assert_eq!(read("a seizure"), None);
        assert_eq!(read("345th arrest"), None);
    }

    #[test]
    fn a_short_number_is_a_rounded_one_from_two_digits_on() {
        let precision = |text| read(text).unwrap().1;
        assert_eq!(precision("$3.6 million"), "100,000");
        assert_eq!(precision("12 million"), "1,000,000");
        assert_eq!(precision("2 thousand"), "1");
        assert_eq!(precision("2k"), "1");
        assert_eq!(precision("two thousand"), "1");
        assert_eq!(precision("23.3"), "0.1");
        assert_eq!(precision("1,500"), "1");
    }
}
