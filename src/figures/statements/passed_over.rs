//! Numbers that count nothing: sections of the Code, numbers of cases, counts of an indictment, telephone numbers,
//! addresses, ages, times of day, ordinals. Which words of a sentence they are.

use super::ordinary::{is_finite, is_in, is_ordinary, is_preposition};
use super::words::{Break, Word};
use crate::value::Day;

/// Whether each word is part of a number that states nothing; `in_labels` are the words of slices' labels, after which
/// no number is an age. A word is passed over only for a reason that has a name here.
pub(super) fn passed_over(words: &[Word<'_>], in_labels: &[bool]) -> Vec<bool> {
    let mut over = vec![false; words.len()];
    for at in 0..words.len() {
        let length = reference(words, at)
            .or_else(|| telephone(words, at))
            .or_else(|| address(words, at))
            .or_else(|| age(words, in_labels, at))
            .or_else(|| time_of_day(words, at))
            .or_else(|| ordinal(words, at))
            .unwrap_or(0);
        over.iter_mut().skip(at).take(length).for_each(|over| *over = true);
    }
    over
}

fn lower<'w>(words: &'w [Word<'_>], at: usize) -> &'w str {
    words.get(at).map_or("", |word| word.lower.as_str())
}

fn has_digit(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
}

fn is_whole(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

fn is_capital(words: &[Word<'_>], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.text.starts_with(char::is_uppercase))
}

/// Whether the next word belongs to the same part of the clause.
fn is_joined(words: &[Word<'_>], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.ends == Break::None)
}

/// Whether a number may count the word after it, or stand for what that verb is said of: "99 arrests", "99 were
/// arrested". "2 of the indictment" counts nothing.
fn may_count(words: &[Word<'_>], at: usize) -> bool {
    let next = lower(words, at + 1);
    is_joined(words, at) && !matches!(next, "" | "under") && (!is_ordinary(next) || is_finite(next))
}

/// The word before one of the same part of a clause.
fn before<'w>(words: &'w [Word<'_>], at: usize) -> &'w str {
    at.checked_sub(1).filter(|before| is_joined(words, *before)).map_or("", |before| lower(words, before))
}

/// What a law, an indictment or a building numbers.
const HEADS: &str = " section sections sec secs title chapter article rule docket room suite box zip route highway \
    interstate precinct amendment paragraph ";

/// What is numbered too, and is an everyday word.
const EVERYDAY_HEADS: &str = " part count counts case cases exhibit page pages form phase figure table note no nos ";

/// "18 U.S.C. § 1324", "28 C.F.R. Part 20", "Section 404", "No. 21", "Title 18", "Count 2", "ZIP 20530", "24 F.3d 345".
fn reference(words: &[Word<'_>], at: usize) -> Option<usize> {
    let word = lower(words, at);
    if word.starts_with('§') {
        let is_number = matches!(word, "§" | "§§") && has_digit(lower(words, at + 1)) && is_joined(words, at);
        return Some(1 + usize::from(is_number));
    }
    if has_digit(word) && is_joined(words, at) && is_code(words, at + 1) {
        return Some(2);
    }
    if is_head(words, at) || is_code(words, at) {
        // "In room 99 arrests were made" may be said of rooms; "in Room 99" is.
        let is_unsure = is_in(EVERYDAY_HEADS, word) || is_in(HEADS, word) && !is_capital(words, at);
        let is_everyday = is_unsure && is_whole(lower(words, at + 1));
        let is_number = has_digit(lower(words, at + 1)) && is_joined(words, at);
        return (is_number && !(is_everyday && may_count(words, at + 1))).then_some(2);
    }
    let follows = at > 0 && is_joined(words, at - 1) && is_state(words[at - 1].text);
    (follows && is_whole(word) && word.len() == 5 && !may_count(words, at)).then_some(1)
}

/// A code or reporter that a number stands before and after: "U.S.C.", "Stat.", "F.3d".
fn is_code(words: &[Word<'_>], at: usize) -> bool {
    let has_volume = has_digit(before(words, at));
    match lower(words, at) {
        "u.s.c" | "c.f.r" => has_volume,
        "stat" | "fed" => has_volume && is_capital(words, at) && has_digit(lower(words, at + 1)),
        // "F.2d", "F.4th", "F.Supp": not "F.B.I.".
        word => {
            let is_reporter = word.starts_with("f.") && (has_digit(word) || word.starts_with("f.supp"));
            has_volume && is_reporter && has_digit(lower(words, at + 1))
        }
    }
}

/// Whether a word numbers what follows: by its capital, its full stop ("No."), or after "in", "on" or "under". In "any
/// case 99 arrests" it does not.
fn is_head(words: &[Word<'_>], at: usize) -> bool {
    let word = lower(words, at);
    let has_stop = words.get(at).is_some_and(|word| word.has_stop);
    if matches!(word, "no" | "nos") {
        return has_stop;
    }
    let is_placed = matches!(before(words, at), "in" | "on" | "under" | "of" | "by");
    let is_known = is_in(HEADS, word) || is_in(EVERYDAY_HEADS, word);
    is_known && (is_capital(words, at) || is_placed || has_stop && matches!(word, "sec" | "secs"))
}

/// "DC", "D.C", "AZ".
fn is_state(text: &str) -> bool {
    text == "D.C" || text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// "(202) 514-2000", "800-555-1212", "call 514-2000"; without such a word before it, "514-2000" is a range.
fn telephone(words: &[Word<'_>], at: usize) -> Option<usize> {
    let is_made_of = |word: &str, lengths: &[usize]| {
        let parts: Vec<&str> = word.split(['-', '.', '‑']).collect();
        parts.len() == lengths.len()
            && parts.iter().zip(lengths).all(|(part, len)| part.len() == *len && is_whole(part))
    };
    let (word, next) = (lower(words, at), lower(words, at + 1));
    if is_made_of(word, &[3, 3, 4]) || is_made_of(word, &[1, 3, 3, 4]) {
        return Some(1);
    }
    let is_area = is_made_of(word, &[3]) && words.get(at).is_some_and(|word| word.ends == Break::Clause);
    if is_area && is_made_of(next, &[3, 4]) && !may_count(words, at + 1) {
        return Some(2);
    }
    let is_call = matches!(word, "call" | "phone" | "telephone" | "tel" | "dial" | "fax" | "hotline");
    (is_call && is_made_of(next, &[3, 4])).then_some(2)
}

const STREETS: &str =
    " street st avenue ave road rd boulevard blvd drive lane highway plaza court parkway nw ne sw se ";

/// "at 950 Pennsylvania Avenue NW": after "at" or "to" a number, one or two names, and what streets end with. "99
/// Defendants Await Court" is a headline.
fn address(words: &[Word<'_>], at: usize) -> Option<usize> {
    if !is_whole(lower(words, at)) || !is_joined(words, at) || !matches!(before(words, at), "at" | "to") {
        return None;
    }
    let mut street = None;
    for next in at + 1..=at + 4 {
        if !is_capital(words, next) || is_ordinary(lower(words, next)) {
            break;
        }
        if is_in(STREETS, lower(words, next)) {
            street = Some(next);
        } else if next > at + 2 {
            break;
        }
        if !is_joined(words, next) {
            break;
        }
    }
    street.filter(|last| *last > at + 1).map(|last| last + 1 - at)
}

/// "John Roe, 34, of Tucson", "aged 34", "ages 18 to 24", "34 years old", "34-year-old".
fn age(words: &[Word<'_>], in_labels: &[bool], at: usize) -> Option<usize> {
    let word = words.get(at)?;
    let next = lower(words, at + 1);
    if matches!(word.lower.as_str(), "aged" | "age" | "ages") && is_joined(words, at) && is_age(next) {
        let is_span = matches!(lower(words, at + 2), "to" | "and" | "through") && is_age(lower(words, at + 3));
        let length = if is_span { 4 } else { 2 };
        // "In this age 99 arrests" is none.
        return (word.lower == "aged" || !may_count(words, at + length - 1)).then_some(length);
    }
    let is_compound = word.lower.split_once(['-', '‑']).is_some_and(|(years, rest)| {
        is_age(years) && matches!(rest.replace('‑', "-").as_str(), "year-old" | "year-olds")
    });
    if is_compound {
        return Some(1);
    }
    if !is_age(&word.lower) {
        return None;
    }
    if next == "years" && lower(words, at + 2) == "old" {
        return Some(3);
    }
    // A name has two words at least, and one person has it; "Arizona" before a number is where it counts.
    let (last, first) = (at.checked_sub(1)?, at.checked_sub(2)?);
    let is_name = |at: usize| is_capital(words, at) && !is_ordinary(lower(words, at)) && !has_digit(lower(words, at));
    let is_named = is_name(first) && is_joined(words, first) && is_name(last) && !in_labels.get(last).copied()?;
    let is_apart = words.get(last)?.ends == Break::Comma && word.ends == Break::Comma;
    (is_named && is_apart && !is_preposition(before(words, first)) && is_said_of_one(words, at + 1)).then_some(1)
}

/// Whether what follows an age is said of one person: "of Tucson", "was charged"; "of whom" and "were" are of more.
fn is_said_of_one(words: &[Word<'_>], at: usize) -> bool {
    match lower(words, at) {
        "of" => !matches!(lower(words, at + 1), "whom" | "which" | "them" | "those" | "these"),
        next => is_in(" a an who was is has had pleaded formerly also ", next),
    }
}

fn is_age(word: &str) -> bool {
    is_whole(word) && word.len() <= 2
}

/// "3 p.m.", "24 hours" is none.
fn time_of_day(words: &[Word<'_>], at: usize) -> Option<usize> {
    let is_time = matches!(lower(words, at + 1), "a.m" | "p.m" | "am" | "pm");
    let word = lower(words, at);
    let (hour, minutes) = word.split_once(':').unwrap_or((word, "00"));
    let is_hour = is_whole(hour) && matches!(hour.parse(), Ok(1..=12_u8)) && is_whole(minutes) && minutes.len() == 2;
    (is_hour && is_joined(words, at) && is_time).then_some(2)
}

/// What has an ordinal for its name.
const NUMBERED: &str =
    " congress circuit district amendment street avenue century floor judicial anniversary precinct ";

/// "the 118th Congress", "March 5th", "5th of March". "The 345th arrest" states how many there were.
fn ordinal(words: &[Word<'_>], at: usize) -> Option<usize> {
    let endings = ["st", "nd", "rd", "th"];
    let number = endings.iter().find_map(|ending| lower(words, at).strip_suffix(ending))?;
    let is_month = |word: &str| Day::month_number(word).is_some();
    let is_day = is_month(before(words, at)) || lower(words, at + 1) == "of" && is_month(lower(words, at + 2));
    let is_named = is_joined(words, at) && is_in(NUMBERED, lower(words, at + 1));
    (is_whole(number) && (is_day || is_named)).then_some(1)
}

#[cfg(test)]
mod tests {
    use super::super::words::sentences;
    use super::*;

    const REFERENCES: [&str; 22] = [
        "under 18 U.S.C. § 1324",
        "under Title 18, Section 924(c)",
        "28 C.F.R. Part 20",
        "in Case No. 21-345",
        "on Counts 1 and",
        "call (202) 514-2000",
        "at 950 Pennsylvania Avenue NW",
        "to 950 Main Street",
        "Washington, D.C. 20530",
        "John Roe, 34, of Tucson",
        "John Roe, 34, was charged",
        "men aged 18 to 24",
        "a man 34 years old",
        "at 3 p.m.",
        "a 34-year-old man",
        "the 118th Congress",
        "on March 5th",
        "on the 5th of March",
        "citing 24 F.3d 345",
        "at 3:30 p.m.",
        "call 514-2000",
        "in case 21 of the docket",
    ];

    const COUNTED: [&str; 26] = [
        "In that case, 99 arrests",
        "In any case 99 arrests",
        "In case 99 arrests",
        "For the most part, 99 arrests",
        "Count: 99 arrests",
        "Table: 99",
        "Note: 99",
        "Figure: 99",
        "Count 99 arrests",
        "In part, 99",
        "There were no 99 arrests",
        "in this section 99 arrests",
        "under Section B, 99 arrests",
        "In case 99 were arrested",
        "in room 99 arrests",
        "by rule 99 arrests",
        "In Arizona, 99, and",
        "In New Mexico, 99, was",
        "and New Mexico, 99, of whom",
        "and New Mexico, 99, were",
        "In this age 99 arrests",
        "99 Smugglers Arrested in Court",
        "99 Defendants Await Court",
        "at 99 Arrests Made Near Main Street",
        "with the F.B.I. 99 arrests",
        "at 99 p.m.",
    ];

    /// The numbers that are not passed over.
    fn kept(text: &str) -> Vec<String> {
        let words = sentences(text).concat();
        let over = passed_over(&words, &vec![false; words.len()]);
        let kept = words.iter().zip(over).filter(|(word, over)| !over && has_digit(word.text));
        kept.map(|(word, _)| word.text.to_owned()).collect()
    }

    #[test]
    fn references_and_the_like_are_passed_over() {
        for text in REFERENCES {
            assert_eq!(kept(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn nothing_else_is_passed_over() {
        for text in COUNTED {
            assert_eq!(kept(text), ["99"], "{text}");
        }
        assert_eq!(kept("made 345 arrests in case of need"), ["345"]);
        assert_eq!(kept("the 345th arrest"), ["345th"]);
        assert_eq!(kept("under Section 404, 99 arrests"), ["99"]);
        assert_eq!(kept("made 300-1000 arrests"), ["300-1000"]);
        assert_eq!(kept("In Arizona, 34 defendants"), ["34"]);
        assert_eq!(kept("950 Defendants were there"), ["950"]);
    }
}
