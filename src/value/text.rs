//! Texts as they are compared and as messages call them.

/// A text with one blank where any white space was, and none around it.
#[must_use]
pub fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A file's name without its folders, so that reports do not depend on where a project lies. A name with signs that do
/// not print is quoted in messages; here it is not.
#[must_use]
pub fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path).trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_folded_and_folders_left_out() {
        assert_eq!(single_spaced("  a\u{a0}b\n c "), "a b c");
        assert_eq!(["in/a.csv", "in\\a.csv", "\"in/a.csv\"", "a.csv"].map(file_name), ["a.csv"; 4]);
    }
}
