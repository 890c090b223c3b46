//! What is wrong, where, and what to do about it: the one form in which every stage reports to people.
//! Problems are collected, so that a person mends them in one go.

use std::fmt;

/// A place in a file. Lines and columns count from 1; 0 means "the file as a whole".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize)]
pub struct Place {
    /// The file as the user named it, or empty.
    pub file: String,
    /// Line, from 1.
    pub line: u64,
    /// Column, from 1.
    pub column: u64,
}

impl Place {
    /// A file as a whole.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, column: 0 }
    }

    /// A line and column of a file.
    pub fn at(file: impl Into<String>, line: u64, column: u64) -> Self {
        Self { file: file.into(), line, column }
    }

    /// The line and column of a byte offset in a text.
    pub fn of_offset(file: impl Into<String>, text: &str, offset: usize) -> Self {
        let before = &text.as_bytes()[..offset.min(text.len())];
        let line = before.split(|&b| b == b'\n').count();
        let start = before.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        Self::at(file, line as u64, column as u64)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => write!(f, "{}", self.file),
            (line, 0) => write!(f, "{}:{line}", self.file),
            (line, column) => write!(f, "{}:{line}:{column}", self.file),
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What is wrong, as a sentence without its full stop.
    pub what: String,
    /// What to do; may be empty.
    pub todo: String,
}

impl Problem {
    /// A problem with advice.
    pub fn new(place: Place, what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { place, what: what.into(), todo: todo.into() }
    }
}

impl Problem {
    /// What the TOML reader objected to, with its place and, for an unknown key, the nearest known one.
    #[must_use]
    pub fn from_toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let place = error.span().map_or_else(|| Place::file(file), |span| Place::of_offset(file, text, span.start));
        let message = error.message();
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        match quoted.split_first() {
            Some((wrong, right)) if message.starts_with("unknown field") => {
                Self::new(place, format!("unknown key \"{wrong}\""), nearest(wrong, right.iter().copied()))
            }
            Some((wrong, right)) if message.starts_with("unknown variant") => Self::new(
                place,
                format!("\"{wrong}\" is not one of the choices"),
                nearest(wrong, right.iter().copied()),
            ),
            Some((key, _)) if message.starts_with("missing field") => {
                Self::new(place, format!("the key \"{key}\" is missing"), "")
            }
            _ => Self::new(place, message.trim().replace('\n', " "), ""),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.file.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        printable(f, &self.what)?;
        if self.todo.is_empty() {
            return Ok(());
        }
        f.write_str("\n    ")?;
        printable(f, &self.todo)
    }
}

/// Messages quote what stands in files, and a terminal obeys control characters; so they are shown, not sent.
fn printable(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    text.chars().try_for_each(|c| if c.is_control() { write!(f, "{}", c.escape_default()) } else { write!(f, "{c}") })
}

/// The advice for a wrong name: the nearest right one, or all of them when none is near and they are few.
#[must_use]
pub fn nearest<'a>(wrong: &str, right: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = right.into_iter().collect();
    let folded = wrong.to_lowercase();
    let best = names
        .iter()
        .map(|name| (strsim::osa_distance(&folded, &name.to_lowercase()), *name))
        .min()
        .filter(|(distance, name)| *distance <= (name.chars().count().max(3) / 3).max(1));
    match best {
        Some((_, name)) => format!("did you mean \"{name}\"?"),
        None if names.is_empty() => String::new(),
        None if names.len() <= 24 => format!("the names are: {}", names.join(", ")),
        None => format!("the names are: {}, … ({} in all)", names[..24].join(", "), names.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_gets_the_nearest_name_and_nonsense_gets_the_list() {
        assert_eq!(nearest("distrct", ["arrests", "district"]), "did you mean \"district\"?");
        assert_eq!(nearest("zzz", ["arrests", "district"]), "the names are: arrests, district");
    }

    #[test]
    fn offsets_become_lines_and_columns() {
        assert_eq!(Place::of_offset("f", "ab\ncdé\nx", 6), Place::at("f", 2, 3 + 1));
        assert_eq!(Place::of_offset("f", "ab", 0), Place::at("f", 1, 1));
    }
}
