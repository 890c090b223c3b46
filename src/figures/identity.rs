//! Texts that may identify a person: what looks like a Social Security number, an A-number, a telephone number, an
//! e-mail address, a street address, or a long run of digits. Columns that should hold case numbers have held them all.

/// What kind of identifying text a text holds, if it does.
#[must_use]
pub fn identifying(text: &str) -> Option<&'static str> {
    let shape: String = text.chars().map(shape_of).collect();
    let has = |shapes: &[&str]| shapes.iter().any(|wanted| stands_alone(&shape, wanted));
    match () {
        () if has(&["999-99-9999", "999 99 9999"]) => Some("a Social Security number"),
        () if is_a_number(text) => Some("an A-number"),
        () if has(&["(999) 999-9999", "(999)999-9999", "999-999-9999", "999.999.9999", "999 999 9999"]) => {
            Some("a telephone number")
        }
        () if text.split_whitespace().any(is_mail_address) => Some("an e-mail address"),
        () if is_street_address(text) => Some("a street address"),
        () if has_long_run(&shape) => Some("a long run of digits"),
        () => None,
    }
}

const fn shape_of(c: char) -> char {
    if c.is_ascii_digit() { '9' } else { c }
}

/// Seven digits or more in a row, which are not the fraction of a decimal.
fn has_long_run(shape: &str) -> bool {
    shape.match_indices("9999999").any(|(at, _)| {
        let before = shape[..at].trim_end_matches('9');
        !before.strip_suffix('.').is_some_and(|whole| whole.ends_with('9'))
    })
}

/// Whether a shape occurs with no digit right before or after it.
fn stands_alone(shape: &str, wanted: &str) -> bool {
    shape.match_indices(wanted).any(|(at, _)| {
        let (before, after) = (&shape[..at], &shape[at + wanted.len()..]);
        !before.ends_with('9') && !after.starts_with('9')
    })
}

/// `A` and seven to nine digits, with or without blanks and hyphens among them.
fn is_a_number(text: &str) -> bool {
    let starts = text
        .char_indices()
        .filter(|(at, c)| matches!(c, 'A' | 'a') && !text[..*at].ends_with(|before: char| before.is_alphanumeric()));
    starts.into_iter().any(|(at, _)| {
        let rest = &text[at + 1..];
        let own = rest.split(|c: char| !c.is_ascii_digit() && !matches!(c, ' ' | '-' | '#')).next().unwrap_or_default();
        let ends = rest[own.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        ends && (7..=9).contains(&own.chars().filter(char::is_ascii_digit).count())
    })
}

fn is_mail_address(word: &str) -> bool {
    let Some((name, host)) = word.split_once('@') else { return false };
    let end = host.trim_end_matches(|c: char| !c.is_alphanumeric());
    name.ends_with(|c: char| c.is_alphanumeric()) && end.split('.').count() > 1 && end.split('.').all(|p| !p.is_empty())
}

const STREETS: [&str; 22] = [
    "street",
    "st",
    "avenue",
    "ave",
    "road",
    "rd",
    "boulevard",
    "blvd",
    "lane",
    "ln",
    "drive",
    "dr",
    "court",
    "ct",
    "way",
    "place",
    "pl",
    "highway",
    "hwy",
    "parkway",
    "circle",
    "terrace",
];

/// A house number and, within four words, the word for a street.
fn is_street_address(text: &str) -> bool {
    let words: Vec<String> =
        text.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    words.iter().enumerate().any(|(index, word)| {
        let is_house = (1..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
        let next = words.iter().skip(index + 1).take(4);
        is_house && next.enumerate().any(|(distance, word)| distance > 0 && STREETS.contains(&word.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pattern_is_known_and_plain_labels_are_not_taken_for_one() {
        for (text, what) in [
            ("123-45-6789", "a Social Security number"),
            ("SSN 123 45 6789", "a Social Security number"),
            ("A012345678", "an A-number"),
            ("see A# 012-345-678.", "an A-number"),
            ("(202) 555-0100", "a telephone number"),
            ("call 202.555.0100", "a telephone number"),
            ("john.doe@example.org", "an e-mail address"),
            ("950 Pennsylvania Avenue NW", "a street address"),
            ("12 S. Main St.", "a street address"),
            ("ID 1234567", "a long run of digits"),
        ] {
            assert_eq!(identifying(text), Some(what), "{text}");
        }
        for text in [
            "District of Arizona",
            "7:21-cr-00553",
            "18 U.S.C. § 1324",
            "2021 (from June)",
            "1 to under 2 years",
            "Other Drugs**",
            "5 years or more",
            "Plea Of Guilty",
            "a 12 gauge shotgun",
            "a pound is exactly 0.45359237 kilograms",
        ] {
            assert_eq!(identifying(text), None, "{text}");
        }
    }
}
