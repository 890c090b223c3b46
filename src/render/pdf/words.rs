//! The few words that the renderer itself adds, in the language of the sheet: English, or Spanish where its tag
//! says so.

/// "Page 1 of 2".
pub(super) fn page(language: &str, page: usize, count: usize) -> String {
    if spanish(language) { format!("Página {page} de {count}") } else { format!("Page {page} of {count}") }
}

/// "Note 3", for those who hear a link to it.
pub(super) fn note(language: &str, number: u32) -> String {
    if spanish(language) { format!("Nota {number}") } else { format!("Note {number}") }
}

fn spanish(language: &str) -> bool {
    language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("es"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_follow_the_language() {
        assert_eq!(page("en-US", 1, 2), "Page 1 of 2");
        assert_eq!(page("es-US", 1, 2), "Página 1 de 2");
        assert_eq!(note("ES", 3), "Nota 3");
        assert_eq!(note("est", 3), "Note 3");
    }
}
