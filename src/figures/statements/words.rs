//! A text → its sentences as words, each with where it stands and what ends after it. What belongs to which number is
//! told by these breaks, so they are kept where the punctuation itself is dropped.

/// What ends after a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Break {
    /// Nothing.
    None,
    /// A part of a clause, at a comma.
    Comma,
    /// A clause: at a semicolon, a colon, a dash, a bracket.
    Clause,
}

/// What stands right before a number and is no word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Nothing, or a quotation mark, bracket or bullet, which says nothing of the number.
    None,
    /// ">".
    MoreThan,
    /// "≥".
    AtLeast,
    /// "<".
    FewerThan,
    /// "≤".
    AtMost,
    /// A minus.
    Minus,
    /// "~", and any other sign that lets nobody tell the exact number.
    Unclear,
}

/// A word without the punctuation around it.
#[derive(Debug, Clone)]
pub(super) struct Word<'t> {
    /// As it is written.
    pub(super) text: &'t str,
    /// In small letters.
    pub(super) lower: String,
    /// What words of one family have in common: "convict" of "convicted" and "convictions".
    pub(super) stem: String,
    /// What stands before it and is no punctuation: ">" or "~" …
    pub(super) mark: &'t str,
    /// … and what that means.
    pub(super) sign: Sign,
    /// Its place in the text, in bytes.
    pub(super) offset: usize,
    /// What ends after it.
    pub(super) ends: Break,
    /// A full stop follows: "No." is short for number where "no" is none.
    pub(super) has_stop: bool,
}

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> Vec<Vec<Word<'_>>> {
    let mut sentences: Vec<Vec<Word<'_>>> = vec![Vec::new()];
    let (mut ended, mut apart) = (0, None);
    for (offset, raw) in pieces(text) {
        if is_paragraph(&text[ended..offset]) {
            sentences.push(Vec::new());
        }
        ended = offset + raw.len();
        let Some(sentence) = sentences.last_mut() else { continue };
        if raw.starts_with(['(', '[']) {
            end_clause(sentence);
        }
        let begins_line = is_line(&text[..offset]);
        match word(offset, raw) {
            Some(mut word) => {
                // A sign that begins a line may be a bullet or the mark of a quotation.
                if begins_line && matches!(word.sign, Sign::Minus | Sign::MoreThan) {
                    word.sign = Sign::Unclear;
                }
                if let Some((mark, sign)) = apart.take().filter(|_| word.sign == Sign::None) {
                    (word.mark, word.sign) = (mark, sign);
                }
                sentence.push(word);
            }
            None if raw.chars().all(|c| "<>≤≥=~≈±".contains(c)) => {
                apart = Some((raw, if begins_line { Sign::Unclear } else { sign(raw) }));
            }
            None => end_clause(sentence),
        }
        if ends_sentence(raw, &text[ended..]) {
            sentences.push(Vec::new());
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// The pieces between blanks and em dashes; a dash is a piece of its own.
fn pieces(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if !c.is_whitespace() && c != '—' {
            continue;
        }
        if at > start {
            found.push((start, &text[start..at]));
        }
        start = at + c.len_utf8();
        if c == '—' {
            found.push((at, &text[at..start]));
        }
    }
    found
}

fn word(offset: usize, raw: &str) -> Option<Word<'_>> {
    let start = raw.find(|c: char| c.is_alphanumeric() || CURRENCIES.contains(&c) || c == '§')?;
    let mark = raw[..start].trim_matches(|c: char| PUNCTUATION.contains(c));
    let is_decimal = raw[..start].ends_with('.') && !raw[..start].ends_with("..");
    // The point of ".5" is part of the number.
    let start = if is_decimal && raw[start..].starts_with(|c: char| c.is_ascii_digit()) { start - 1 } else { start };
    // "US$" is written where other dollars could be meant.
    let start = if raw[start..].starts_with("US$") { start + 2 } else { start };
    let text = raw[start..].trim_end_matches(|c: char| !c.is_alphanumeric() && !ENDINGS.contains(c));
    let after = &raw[start + text.len()..];
    let ends = match after {
        after if after.contains([';', ':', ')', ']']) => Break::Clause,
        after if after.contains(',') => Break::Comma,
        _ => Break::None,
    };
    let lower = text.to_lowercase();
    let stem = stem(&lower);
    let has_stop = after.starts_with('.');
    Some(Word { text, lower, stem, mark, sign: sign(mark), offset: offset + start, ends, has_stop })
}

/// Signs that change what the number before them says.
const ENDINGS: &str = "+%§‰¢°$£€<>≤≥~≈±";

/// What may stand before a number and says nothing of it.
const PUNCTUATION: &str = "([{\"'“”‘’«»*_•·…|,.:;`\u{feff}";

/// What a mark before a number means; what is not known to say nothing is taken to say something.
fn sign(mark: &str) -> Sign {
    match mark {
        "" | "=" => Sign::None,
        ">" => Sign::MoreThan,
        "≥" | ">=" => Sign::AtLeast,
        "<" => Sign::FewerThan,
        "≤" | "<=" => Sign::AtMost,
        "-" | "−" => Sign::Minus,
        _ => Sign::Unclear,
    }
}

/// Whether what stands before is the end of a line.
fn is_line(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with('\n')
}

/// The signs before an amount of money.
pub(super) const CURRENCIES: [char; 3] = ['$', '£', '€'];

fn end_clause(sentence: &mut [Word<'_>]) {
    if let Some(last) = sentence.last_mut() {
        last.ends = Break::Clause;
    }
}

fn is_paragraph(gap: &str) -> bool {
    gap.matches('\n').count() > 1
}

/// A full stop ends a sentence, but not after initials or the like ("U.S.", "No.", "v.") nor before a small letter.
fn ends_sentence(raw: &str, after: &str) -> bool {
    let bare = raw.trim_end_matches(['"', '”', '\'', '’', ')']);
    if bare.ends_with(['!', '?']) {
        return true;
    }
    let Some(word) = bare.strip_suffix('.') else { return false };
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let initials = word.contains('.') && !word.contains(|c: char| c.is_ascii_digit()) || word.chars().count() == 1;
    let shortened = ["no", "nos", "mr", "mrs", "ms", "dr", "st", "sec", "secs", "jr", "inc", "v", "vs"];
    let continues = after.trim_start().starts_with(char::is_lowercase);
    !(continues || shortened.contains(&word.as_str()) || initials && word.parse::<u8>().is_err())
}

/// What words of one family have in common: "seized" and "seizures", "felony" and "felonies".
pub(super) fn stem(lower: &str) -> String {
    let own = lower.trim_end_matches("'s").trim_end_matches("’s");
    let endings = ["ments", "ment", "ures", "ure", "ions", "ion", "ings", "ing", "ies", "ed", "es", "s", "e", "y"];
    let long = |root: &&str| root.chars().count() >= 3;
    let found = endings.iter().find_map(|ending| Some((own.strip_suffix(ending).filter(long)?, *ending)));
    match found {
        Some((root, "ies" | "y")) => format!("{root}i"),
        Some((root, _)) => root.to_owned(),
        None => own.to_owned(),
    }
}

/// The stems of a title or label, small words among them.
pub(super) fn stems(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || ",;:()/".contains(c));
    words.filter_map(|raw| word(0, raw)).map(|word| word.stem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_family_have_one_stem() {
        let families = [
            ["convictions", "convicted"],
            ["seizures", "seized"],
            ["felonies", "felony"],
            ["indictments", "indicted"],
            ["extraditions", "extradited"],
            ["sentences", "sentenced"],
            ["searches", "search"],
        ];
        for [a, b] in families {
            assert_eq!(stem(a), stem(b));
        }
        assert_ne!(stem("cash"), stem("case"));
    }

    #[test]
    fn a_sentence_does_not_end_within_initials_or_a_case_number() {
        let ended = sentences("Under 18 U.S.C. § 1324, in No. 21 of U.S. v. Roe. It ended at 5. Two did. Plan B. So.");
        let firsts: Vec<&str> = ended.iter().map(|sentence| sentence[0].text).collect();
        assert_eq!(firsts, ["Under", "It", "Two", "Plan"]);
    }
}
