//! Lines of CSV as RFC 4180 has them.

use std::fmt::Write;

use crate::day::Day;

/// One line of a file, quoted where a value needs it.
pub(crate) fn line(values: impl Iterator<Item = String>, newline: &str) -> String {
    let values: Vec<String> = values.map(quoted).collect();
    values.join(",") + newline
}

fn quoted(value: String) -> String {
    if value.contains([',', '"', '\r', '\n']) { format!("\"{}\"", value.replace('"', "\"\"")) } else { value }
}

/// Cents as `12450.00`, or as `$12,450.00` when `grouped`.
pub(crate) fn dollars(cents: i64, grouped: bool) -> String {
    let (whole, cents) = ((cents / 100).to_string(), cents % 100);
    if !grouped {
        return format!("{whole}.{cents:02}");
    }
    let mut text = String::from("$");
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    // Writing into a text cannot fail.
    let _ = write!(text, ".{cents:02}");
    text
}

pub(crate) fn iso(day: Option<Day>) -> String {
    day.map_or_else(String::new, |day| {
        let (year, month, day) = day.parts();
        format!("{year}-{month:02}-{day:02}")
    })
}
