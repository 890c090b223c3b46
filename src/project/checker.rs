//! What all checks of the project file share: a place to report to, and the plain forms of names, texts and numbers.

use super::file::OneOrMany;
use super::locate::{Step, locate};
use crate::value::{Amount, Day, Place, Problem, nearest, single_spaced};
use toml::value::Datetime;

/// Collects what is wrong, each with the place of its key.
pub(super) struct Checker<'a> {
    file: &'a str,
    text: &'a str,
    problems: Vec<Problem>,
}

impl<'a> Checker<'a> {
    pub(super) const fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, problems: Vec::new() }
    }

    /// Everything that was reported.
    pub(super) fn finish(self) -> Vec<Problem> {
        self.problems
    }

    pub(super) const fn is_content(&self) -> bool {
        self.problems.is_empty()
    }

    pub(super) fn report(&mut self, path: &[Step<'_>], what: impl Into<String>, todo: impl Into<String>) {
        self.problems.push(Problem::new(locate(self.file, self.text, path), what, todo));
    }

    /// A name that must be one of `names`; reports it when it is not.
    pub(super) fn known<'n>(
        &mut self,
        path: &[Step<'_>],
        what: &str,
        name: &str,
        names: impl IntoIterator<Item = &'n str> + Clone,
    ) -> bool {
        let known = names.clone().into_iter().any(|n| n == name);
        if !known {
            self.report(path, format!("unknown {what} \"{name}\""), nearest(name, names));
        }
        known
    }

    /// Where a key stands in the file.
    pub(super) fn place(&self, path: &[Step<'_>]) -> Place {
        locate(self.file, self.text, path)
    }

    pub(super) fn day(&mut self, path: &[Step<'_>], value: Datetime) -> Option<Day> {
        let day = Day::parse(&value.to_string());
        if day.is_none() {
            self.report(path, format!("{value} is not a plain date"), "write it as 2024-12-31");
        }
        day
    }
}

/// Folds case and blanks, as header names and codes are compared.
#[must_use]
pub fn fold(text: &str) -> String {
    single_spaced(text).to_lowercase()
}

/// A number of the project file: a TOML integer, or a decimal written as text. A TOML float is refused because
/// it has been rounded before it can be read.
pub(super) fn amount_of(value: &toml::Value) -> Option<Amount> {
    match value {
        toml::Value::Integer(number) => Some(Amount::from_int(i128::from(*number))),
        toml::Value::String(text) => Amount::parse(text).ok(),
        _ => None,
    }
}

/// Why a text cannot be a file name on every system that staff use.
pub(super) fn unfit_file_name(name: &str) -> Option<&'static str> {
    let reserved = ["con", "prn", "aux", "nul"];
    let lower = name.to_lowercase();
    let device = lower.strip_prefix("com").or_else(|| lower.strip_prefix("lpt"));
    match () {
        () if name.is_empty() => Some("it is empty"),
        () if name.len() > 100 => Some("it is longer than 100 bytes"),
        () if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') => {
            Some("it holds something other than letters, digits, \"-\" and \"_\"")
        }
        () if name.starts_with('-') => Some("it begins with \"-\""),
        () if reserved.contains(&lower.as_str()) => Some("Windows reserves that name"),
        () if device.is_some_and(|d| d.len() == 1 && d.bytes().all(|b| b.is_ascii_digit())) => {
            Some("Windows reserves that name")
        }
        () => None,
    }
}

/// The texts of a key that takes one or many; used by the other checks.
pub(super) fn or_name(list: OneOrMany, name: &str) -> Vec<String> {
    if list.items.is_empty() { vec![name.to_owned()] } else { list.items }
}
