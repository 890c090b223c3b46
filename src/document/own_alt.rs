//! A person's own alternative text → which values of the chart it gives. Whoever cannot see the chart must reach them
//! all (WCAG 2.2, 1.1.1), so those of a text that does not give them are added, or the table below is pointed at. A
//! value counts as given only where it stands beside its label: digits that occur somewhere say nothing.

use super::alt::{value_at, value_words, values};
use super::model::{Point, Series};

/// What may stand between a label and the value after it: "2024: 124", "2024 was 124".
const AFTER: [&str; 11] = ["", ":", "=", "(", "is", "was", "were", "are", "had", "has", "with"];
/// What may stand between a value and the label after it: "124 in 2024".
const BEFORE: [&str; 3] = ["in", "for", "at"];

/// The text with the values that it does not give.
pub(super) fn own_alt(own: &str, table: bool, series: &str, points: &[Point], more: &[Series]) -> String {
    let own = own.trim();
    let whole = (0..points.len()).all(|at| gives(own, at, series, points, more));
    let end = if own.is_empty() || own.ends_with(['.', '!', '?']) { "" } else { "." };
    match (whole, table) {
        (true, _) => own.to_owned(),
        (false, true) => format!("{own}{end} The values are in the table below the chart."),
        (false, false) => format!("{own}{end} {}.", values(series, points, more)),
    }
}

/// Whether a text gives the values at a place: the words that this tool would write or, of a single series, label and
/// value side by side.
#[must_use]
pub fn gives(text: &str, at: usize, series: &str, points: &[Point], more: &[Series]) -> bool {
    let Some(point) = points.get(at) else { return false };
    let written = value_at(at, series, points, more);
    whole(text, &written).next().is_some() || more.is_empty() && side_by_side(text, &point.label, &value_words(point))
}

fn side_by_side(text: &str, label: &str, value: &str) -> bool {
    whole(text, label).any(|(start, end)| {
        whole(text, value).any(|(from, to)| {
            let after = text.get(end..from).is_some_and(|words| AFTER.contains(&words.trim()));
            let before = text.get(to..start).is_some_and(|words| BEFORE.contains(&words.trim()));
            after || before
        })
    })
}

/// Where words stand that are not part of a longer word or number.
fn whole<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
    let places = text.match_indices(words).map(|(at, found)| (at, at + found.len()));
    places.filter(move |(start, end)| !words.is_empty() && begins(&text[..*start]) && ends(&text[*end..]))
}

/// Whether what stands before lets a word or number begin; "-10", "$10" and "3.10" are not 10.
fn begins(before: &str) -> bool {
    let mut back = before.chars().rev();
    match (back.next(), back.next()) {
        (Some('.' | ','), Some(next)) if next.is_numeric() => false,
        (Some(last), _) => !last.is_alphanumeric() && !"-−+$€£#".contains(last),
        (None, _) => true,
    }
}

/// Whether what stands after lets a word or number end; "10.5", "10,000" and "10%" are not 10.
fn ends(after: &str) -> bool {
    let mut forth = after.chars();
    match (forth.next(), forth.next()) {
        (Some('.' | ',' | '-'), Some(next)) if next.is_alphanumeric() => false,
        (Some(first), _) => !first.is_alphanumeric() && first != '%',
        (None, _) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::alt::tests::points;
    use super::*;

    #[test]
    fn an_own_text_never_keeps_the_values_back() {
        let points = points(&[("2023", Some(97)), ("2024", None)]);
        let own = |text: &str, table| own_alt(text, table, "Convictions", &points, &[]);
        assert_eq!(own("Fewer each year", false), "Fewer each year. 2023: 97; 2024: withheld.");
        assert_eq!(own("Fewer each year.", true), "Fewer each year. The values are in the table below the chart.");
        let whole = "97 in 2023; that of 2024 is withheld";
        assert_eq!((own(whole, false), own(whole, true)), (whole.to_owned(), whole.to_owned()));
    }

    #[test]
    fn digits_that_occur_somewhere_give_no_value() {
        let points = points(&[("2010", Some(10)), ("2012", Some(2)), ("2014", Some(12))]);
        let own = |text: &str| own_alt(text, false, "Cases", &points, &[]) == text;
        assert!(!own("Cases over 12 quarters from 2010 to 2012 and 2014"));
        assert!(!own("Cases: 10 in 2010, 12 in 2012, 2 in 2014"), "each label beside its own value");
        assert!(!own("2010: 10.5, 2012: 2, 2014: 12"));
        assert!(!own("2010: -10, 2012: 2, 2014: 12"));
        assert!(!own("2010: $10, 2012: 2%, 2014: 12"));
        assert!(!own("Q2010: 10, 2012: 2, 2014: 12"));
        assert!(own("2010: 10, 2012: 2, 2014: 12"));
        assert!(own("There were 10 in 2010 and 2 in 2012, and 2014 had 12."));
    }

    #[test]
    fn of_several_series_each_value_stands_with_its_name() {
        let first = points(&[("2023", Some(120))]);
        let more = [Series { name: "Convictions".to_owned(), points: points(&[("2023", Some(97))]) }];
        assert!(gives("2023: Arrests 120, Convictions 97.", 0, "Arrests", &first, &more));
        assert!(!gives("2023: Arrests 97, Convictions 120.", 0, "Arrests", &first, &more));
    }
}
