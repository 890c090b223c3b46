//! Explanations, answers and tested statements → the text that is printed.

use crate::batch::{Answer, Explanation};
use crate::figures::{Statement, Verdict};

/// How a figure came about.
pub(super) fn explanation(found: &Explanation) -> String {
    let slice = if found.slice.is_empty() { String::new() } else { format!(" ({})", found.slice) };
    let mut text = format!("{}{slice}: {}\n", found.title, found.value);
    text.push_str(&format!("definition  {}\n", found.definition));
    text.push_str(&format!("claim       {}\n", found.claim));
    for (title, value) in &found.worked_out_from {
        text.push_str(&format!("from        {title}: {value}\n"));
    }
    if found.worked_out_from.is_empty() {
        text.push_str(&rows(found));
    }
    for (file, digest) in &found.files {
        text.push_str(&format!("file        {file}\n            sha256 {digest}\n"));
    }
    text
}

/// What became of the rows of a figure that counts some.
fn rows(found: &Explanation) -> String {
    let mut text = match found.counted {
        Some(rows) => format!("counted     {rows} rows\n"),
        None => "counted     withheld, as the value is\n".to_owned(),
    };
    let rows = &found.rows;
    text.push_str(&format!("the figure  {} of {} rows in scope\n", rows.counted, rows.in_scope));
    let left_out = [
        (rows.other, "do not meet its conditions"),
        (rows.undated, "have no date that would place them"),
        (rows.before, "are before the program's start"),
        (rows.after, "are after the as-of date"),
        (rows.keyless, "lack a part of the key that is counted"),
    ];
    for (count, why) in left_out.iter().filter(|(count, _)| *count > 0) {
        text.push_str(&format!("left out    {count} rows {why}\n"));
    }
    text
}

/// An answer that may be given out.
pub(super) fn answer(answer: &Answer) -> String {
    let mut text = format!("{}\n\n{}\n\ndefinition: {}\n", answer.value, answer.sentence, answer.definition);
    for line in &answer.not_included {
        text.push_str(&format!("not included: {line}\n"));
    }
    text
}

/// Tested statements, and the exit code: 1 when one of them is false or unproved.
pub(super) fn statements(found: &[Statement]) -> (String, u8) {
    let line = |s: &Statement| format!("{}: {}: \"{}\"\n    {}\n", s.place, s.verdict, s.words, s.why);
    let text: String = found.iter().map(line).collect();
    let refused = found.iter().any(|s| matches!(s.verdict, Verdict::False | Verdict::Unproved));
    (if found.is_empty() { "the text states no numbers\n".to_owned() } else { text }, u8::from(refused))
}
