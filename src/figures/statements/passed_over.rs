//! Numbers that count nothing: sections of the Code, numbers of cases, counts of an indictment, telephone numbers,
//! addresses, ages, times of day. Which words of a sentence they are.

use super::words::{Break, Word};

/// Whether each word is part of a number that states nothing.
pub(super) fn passed_over(words: &[Word<'_>]) -> Vec<bool> {
    let mut over = vec![false; words.len()];
    for at in 0..words.len() {
        let length = reference(words, at)
            .or_else(|| telephone(words, at))
            .or_else(|| address(words, at))
            .or_else(|| age(words, at))
            .or_else(|| time_of_day(words, at))
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

/// "18 U.S.C. § 1324", "28 C.F.R. Part 20", "Section 404", "No. 21", "Title 18", "Count 2", "ZIP 20530", "24 F.3d 345".
fn reference(words: &[Word<'_>], at: usize) -> Option<usize> {
    let word = lower(words, at);
    let next = lower(words, at + 1);
    let is_code =
        |word: &str| ["u.s.c", "c.f.r", "stat", "fed"].contains(&word) || word.starts_with("f.") && word.len() < 8;
    if has_digit(word) && is_code(next) {
        return Some(2);
    }
    let heads = [
        "§",
        "§§",
        "section",
        "sections",
        "sec",
        "secs",
        "title",
        "part",
        "chapter",
        "article",
        "rule",
        "no",
        "nos",
        "count",
        "counts",
        "case",
        "docket",
        "exhibit",
        "page",
        "pages",
        "form",
        "room",
        "suite",
        "box",
        "zip",
        "route",
        "highway",
        "interstate",
        "precinct",
        "amendment",
        "paragraph",
        "phase",
        "figure",
        "table",
        "note",
        "u.s.c",
    ];
    let is_head = heads.contains(&word) || is_code(word);
    if is_head && (has_digit(next) || next == "§" || next == "§§") && !lower(words, at).is_empty() {
        let more = words[at + 1..].iter().take_while(|word| has_digit(&word.lower) || word.lower.starts_with('§'));
        return Some(1 + more.count());
    }
    if word.starts_with('§') {
        return Some(1);
    }
    let is_zip = is_whole(word) && word.len() == 5 && at > 0 && is_state(words[at - 1].text);
    is_zip.then_some(1)
}

/// "DC", "D.C", "AZ".
fn is_state(text: &str) -> bool {
    text == "D.C" || text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// "(202) 514-2000", "514-2000"; with hyphens throughout it is no number to begin with.
fn telephone(words: &[Word<'_>], at: usize) -> Option<usize> {
    let local = |word: &str| {
        word.split_once(['-', '.', '‑'])
            .is_some_and(|(a, b)| a.len() == 3 && b.len() == 4 && is_whole(a) && is_whole(b))
    };
    if local(lower(words, at)) {
        return Some(1);
    }
    let area = lower(words, at);
    (area.len() == 3 && is_whole(area) && local(lower(words, at + 1))).then_some(2)
}

/// "950 Pennsylvania Avenue NW": a number, capitals, and what streets end with.
fn address(words: &[Word<'_>], at: usize) -> Option<usize> {
    let streets = [
        "street",
        "st",
        "avenue",
        "ave",
        "road",
        "rd",
        "boulevard",
        "blvd",
        "drive",
        "lane",
        "highway",
        "plaza",
        "court",
        "parkway",
        "nw",
        "ne",
        "sw",
        "se",
    ];
    if !is_whole(lower(words, at)) {
        return None;
    }
    let capitals = words[at + 1..].iter().take(4).take_while(|word| word.text.starts_with(char::is_uppercase));
    let street = capitals.map(|word| streets.contains(&word.lower.as_str())).position(|is| is)?;
    (street > 0).then_some(2 + street)
}

/// "John Roe, 34, of Tucson", "aged 34", "ages 18 to 24", "34 years old".
fn age(words: &[Word<'_>], at: usize) -> Option<usize> {
    let word = words.get(at)?;
    if matches!(word.lower.as_str(), "aged" | "age" | "ages") && is_whole(lower(words, at + 1)) {
        let is_span = matches!(lower(words, at + 2), "to" | "and" | "through") && is_whole(lower(words, at + 3));
        return Some(if is_span { 4 } else { 2 });
    }
    if !is_whole(&word.lower) || word.lower.len() > 2 {
        return None;
    }
    if lower(words, at + 1) == "years" && lower(words, at + 2) == "old" {
        return Some(3);
    }
    let name = at.checked_sub(1).and_then(|before| words.get(before))?;
    let is_name = name.ends == Break::Comma && name.text.starts_with(char::is_uppercase) && !has_digit(name.text);
    (is_name && word.ends == Break::Comma).then_some(1)
}

/// "3 p.m.", "24 hours" is none.
fn time_of_day(words: &[Word<'_>], at: usize) -> Option<usize> {
    let is_time = matches!(lower(words, at + 1), "a.m" | "p.m" | "am" | "pm");
    (has_digit(lower(words, at)) && is_time).then_some(2)
}

#[cfg(test)]
mod tests {
    use super::super::words::sentences;
    use super::*;

    #[test]
    fn references_and_the_like_are_passed_over_and_nothing_else_is() {
        let kept = |text: &str| -> Vec<String> {
            let words = sentences(text).concat();
            let over = passed_over(&words);
            let kept = words.iter().zip(over).filter(|(word, over)| !over && has_digit(word.text));
            kept.map(|(word, _)| word.text.to_owned()).collect()
        };
        for none in [
            "under 18 U.S.C. § 1324",
            "under Title 18, Section 924(c)",
            "28 C.F.R. Part 20",
            "in Case No. 21-345",
            "on Counts 1 and",
            "call (202) 514-2000",
            "950 Pennsylvania Avenue NW",
            "Washington, D.C. 20530",
            "John Roe, 34, of Tucson",
            "men aged 18 to 24",
            "a man 34 years old",
            "at 3 p.m.",
        ] {
            assert_eq!(kept(none), Vec::<String>::new(), "{none}");
        }
        assert_eq!(kept("made 345 arrests in case of need"), ["345"]);
        assert_eq!(kept("In Arizona, 34 defendants"), ["34"]);
        assert_eq!(kept("950 Defendants were there"), ["950"]);
    }
}
