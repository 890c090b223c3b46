//! Two conditions → whether a row that meets one also meets the other. This is how two figures are found to count the
//! same records under two names.

use crate::project::{Comparison, Condition, Operand, Test, fold};
use std::cmp::Ordering;

/// Whether a row that meets all of these meets the other too.
pub(super) fn all_imply<'c>(own: impl IntoIterator<Item = &'c Condition>, other: &Condition) -> bool {
    own.into_iter().any(|condition| implies(condition, other))
}

/// Whether a row that meets one condition meets the other.
pub(super) fn implies(own: &Condition, other: &Condition) -> bool {
    own.column == other.column && own.since == other.since && narrower(&own.test, &other.test)
}

fn narrower(own: &Test, other: &Test) -> bool {
    let every = |texts: &[String], passes: &dyn Fn(&str) -> bool| texts.iter().all(|text| passes(text));
    match (own, other) {
        (one, two) if one == two => true,
        (Test::Is(few), Test::Is(many)) => every(few, &|code| many.iter().any(|m| m == code)),
        (Test::Is(few), Test::Not(none)) => every(few, &|code| !none.iter().any(|n| n == code)),
        (Test::Is(few), Test::Starts(starts)) => every(few, &|code| begins(&fold(code), starts)),
        (Test::Starts(few), Test::Starts(many)) => every(few, &|start| begins(start, many)),
        (Test::Not(many), Test::Not(few)) => every(few, &|code| many.iter().any(|m| m == code)),
        (Test::Flag(own), Test::NotFlag(other)) => own != other,
        (Test::Missing(true), Test::Not(_) | Test::NotFlag(_)) => true,
        (Test::Is(_) | Test::Starts(_) | Test::Flag(_) | Test::Compare(..), Test::Missing(false)) => true,
        (Test::Compare(how, value), Test::Compare(other, bound)) => within(*how, *value, *other, *bound),
        _ => false,
    }
}

/// Whether no row can meet both conditions.
pub(super) fn excludes(own: &Condition, other: &Condition) -> bool {
    let apart = match (&own.test, &other.test) {
        (Test::Is(one), Test::Is(two)) => !one.iter().any(|code| two.contains(code)),
        (Test::Is(some), Test::Not(none)) | (Test::Not(none), Test::Is(some)) => {
            some.iter().all(|code| none.contains(code))
        }
        (Test::Flag(one), Test::Flag(two)) => one != two,
        (Test::Flag(one), Test::NotFlag(two)) | (Test::NotFlag(two), Test::Flag(one)) => one == two,
        (Test::Missing(one), Test::Missing(two)) => one != two,
        (Test::Missing(true), Test::Is(_) | Test::Starts(_) | Test::Flag(_) | Test::Compare(..))
        | (Test::Is(_) | Test::Starts(_) | Test::Flag(_) | Test::Compare(..), Test::Missing(true)) => true,
        (Test::Compare(how, value), Test::Compare(other, bound)) => beyond(*how, *value, *other, *bound),
        _ => false,
    };
    own.column == other.column && own.since == other.since && apart
}

/// Whether two ranges of numbers do not meet.
fn beyond(how: Comparison, value: Operand, other: Comparison, bound: Operand) -> bool {
    use Comparison::{AtLeast, AtMost, Equal, MoreThan, Under};
    let Some(order) = compare(value, bound) else { return false };
    match (how, other) {
        (Equal, Equal) => order != Ordering::Equal,
        (AtLeast, AtMost) | (Equal, AtMost) | (AtLeast, Equal) => order == Ordering::Greater,
        (AtLeast | MoreThan | Equal, Under) | (MoreThan, AtMost | Equal) => order != Ordering::Less,
        (AtMost, AtLeast) | (Equal, AtLeast) | (AtMost, Equal) => order == Ordering::Less,
        (AtMost | Under | Equal, MoreThan) | (Under, AtLeast | Equal) => order != Ordering::Greater,
        _ => false,
    }
}

fn begins(text: &str, starts: &[String]) -> bool {
    starts.iter().any(|start| text.starts_with(start.as_str()))
}

/// Whether every number on one side of a value is on that side of a bound.
fn within(how: Comparison, value: Operand, other: Comparison, bound: Operand) -> bool {
    use Comparison::{AtLeast, AtMost, Equal, MoreThan, Under};
    let Some(order) = compare(value, bound) else { return false };
    match (how, other) {
        (Equal, Equal) => order == Ordering::Equal,
        (Equal | AtLeast, MoreThan) => order == Ordering::Greater,
        (Equal | AtLeast | MoreThan, AtLeast) | (MoreThan, MoreThan) => order != Ordering::Less,
        (Equal | AtMost, Under) => order == Ordering::Less,
        (Equal | AtMost | Under, AtMost) | (Under, Under) => order != Ordering::Greater,
        _ => false,
    }
}

fn compare(one: Operand, two: Operand) -> Option<Ordering> {
    match (one, two) {
        (Operand::Amount(one), Operand::Amount(two)) => Some(one.cmp(&two)),
        (Operand::Term(one), Operand::Term(two)) => Some(one.cmp(&two)),
        (Operand::Day(one), Operand::Day(two)) => Some(one.cmp(&two)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Amount, Place};

    fn holds(own: Test, other: Test) -> bool {
        let condition = |test| Condition { column: "c".to_owned(), test, since: None, place: Place::default() };
        implies(&condition(own), &condition(other))
    }

    fn is(codes: &[&str]) -> Test {
        Test::Is(codes.iter().map(|c| (*c).to_owned()).collect())
    }

    fn number(how: Comparison, value: i128) -> Test {
        Test::Compare(how, Operand::Amount(Amount::from_int(value)))
    }

    #[test]
    fn fewer_codes_imply_more_and_a_code_excludes_the_others() {
        assert!(holds(is(&["A"]), is(&["A", "B"])) && !holds(is(&["A", "B"]), is(&["A"])));
        let none = |codes: &[&str]| Test::Not(codes.iter().map(|c| (*c).to_owned()).collect());
        assert!(holds(is(&["A"]), none(&["B"])) && !holds(is(&["B"]), none(&["B"])));
        assert!(holds(none(&["A", "B"]), none(&["A"])) && !holds(none(&["A"]), none(&["A", "B"])));
        assert!(holds(is(&["Abc"]), Test::Starts(vec!["ab".to_owned()])));
        assert!(holds(Test::Flag(true), Test::NotFlag(false)) && holds(is(&["A"]), Test::Missing(false)));
        let since = Condition {
            column: "c".to_owned(),
            test: is(&["A"]),
            since: Some("d".to_owned()),
            place: Place::default(),
        };
        assert!(!implies(&since, &Condition { since: None, ..since.clone() }));
    }

    #[test]
    fn an_edge_belongs_to_the_side_that_names_it() {
        use Comparison::{AtLeast, AtMost, MoreThan, Under};
        assert!(holds(number(AtLeast, 5), number(AtLeast, 5)) && holds(number(MoreThan, 5), number(AtLeast, 5)));
        assert!(!holds(number(AtLeast, 5), number(MoreThan, 5)) && holds(number(AtLeast, 6), number(MoreThan, 5)));
        assert!(holds(number(Under, 5), number(AtMost, 5)) && !holds(number(AtMost, 5), number(Under, 5)));
        assert!(!holds(number(AtLeast, 5), number(AtMost, 9)));
    }

    #[test]
    fn what_lies_apart_excludes_each_other() {
        use Comparison::{AtLeast, AtMost, MoreThan, Under};
        let apart = |own, other| {
            let condition = |test| Condition { column: "c".to_owned(), test, since: None, place: Place::default() };
            excludes(&condition(own), &condition(other))
        };
        assert!(apart(is(&["A"]), is(&["B"])) && !apart(is(&["A"]), is(&["A", "B"])));
        assert!(apart(is(&["B"]), Test::Not(vec!["B".to_owned()])) && apart(Test::Flag(true), Test::Flag(false)));
        assert!(apart(number(AtLeast, 5), number(Under, 5)) && apart(number(Under, 5), number(AtLeast, 5)));
        assert!(!apart(number(AtLeast, 5), number(AtMost, 5)) && apart(number(MoreThan, 5), number(AtMost, 5)));
    }
}
