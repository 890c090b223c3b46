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

/// Whether a text has the form of a language tag: a language of two or three letters, and parts of at most eight signs
/// (RFC 5646 §2.1). Private and grandfathered tags have no speech or hyphenation anywhere and are not taken.
#[must_use]
pub fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let letters = language.bytes().all(|b| b.is_ascii_alphabetic());
    let well_formed = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    letters && (2..=3).contains(&language.len()) && parts.all(well_formed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_folded_and_folders_left_out() {
        assert_eq!(single_spaced("  a\u{a0}b\n c "), "a b c");
        assert_eq!(["in/a.csv", "in\\a.csv", "\"in/a.csv\"", "a.csv"].map(file_name), ["a.csv"; 4]);
    }

    #[test]
    fn a_language_tag_has_a_language_and_well_formed_parts() {
        assert!(["en", "es-MX", "ckb", "zh-Hant-TW"].into_iter().all(is_language_tag));
        assert!(!["", "e", "english", "en-", "en_US", "en us", "en-toolongpart"].into_iter().any(is_language_tag));
    }
}
