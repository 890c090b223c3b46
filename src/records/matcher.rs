//! A project's conditions → a test of rows as of a day. A condition with `since` looks at the day from which
//! the state holds, so that an edition of May does not know of a return in October.

use super::column::Column;
use super::table::Table;
use crate::project::{Comparison, Condition, Filter, Operand, Test, fold};
use crate::value::Day;
use std::cmp::Ordering;

/// Tests rows of one table.
#[derive(Debug)]
pub struct Matcher<'t> {
    tests: Vec<Compiled<'t>>,
    as_of: Day,
}

#[derive(Debug)]
struct Compiled<'t> {
    column: &'t Column,
    since: Option<&'t Column>,
    check: Check,
}

#[derive(Debug)]
enum Check {
    /// For each dictionary entry whether it passes, and whether a missing text does.
    Words {
        passes: Vec<bool>,
        missing: bool,
    },
    /// Passes when missing, or when not.
    Missing(bool),
    Flag(bool),
    Compare(Comparison, Operand),
}

impl<'t> Matcher<'t> {
    /// Prepares a filter for a table. A condition on a column that the table lacks lets no row pass; the
    /// project's check has already refused such a project.
    #[must_use]
    pub fn new(filter: &Filter, table: &'t Table, as_of: Day) -> Self {
        static NOTHING: Column = Column::Flag(Vec::new());
        let compiled = filter.iter().map(|condition| {
            let column = table.column(&condition.column).unwrap_or(&NOTHING);
            let since = condition.since.as_deref().and_then(|name| table.column(name));
            Compiled { column, since, check: compile(condition, column) }
        });
        Self { tests: compiled.collect(), as_of }
    }

    /// Whether a row meets all conditions.
    #[must_use]
    pub fn matches(&self, row: usize) -> bool {
        self.tests.iter().all(|test| {
            let begun = test.since.is_none_or(|since| since.day(row).is_none_or(|day| day <= self.as_of));
            if begun { test.passes(row) } else { test.passes_before() }
        })
    }
}

impl Compiled<'_> {
    fn passes(&self, row: usize) -> bool {
        match &self.check {
            Check::Words { passes, missing } => match self.column {
                Column::Text { codes, .. } => {
                    codes.get(row).and_then(|&code| passes.get(code as usize)).copied().unwrap_or(*missing)
                }
                _ => false,
            },
            Check::Missing(wanted) => self.column.is_missing(row) == *wanted,
            Check::Flag(wanted) => match self.column {
                Column::Flag(flags) => flags.get(row).copied().flatten() == Some(*wanted),
                _ => false,
            },
            Check::Compare(comparison, operand) => self.compare(row, *operand).is_some_and(|order| match comparison {
                Comparison::Equal => order == Ordering::Equal,
                Comparison::AtLeast => order != Ordering::Less,
                Comparison::MoreThan => order == Ordering::Greater,
                Comparison::AtMost => order != Ordering::Greater,
                Comparison::Under => order == Ordering::Less,
            }),
        }
    }

    /// The answer for a row whose state does not hold yet: as if the value were missing.
    fn passes_before(&self) -> bool {
        match &self.check {
            Check::Words { missing, .. } => *missing,
            Check::Missing(wanted) => *wanted,
            Check::Flag(_) | Check::Compare(..) => false,
        }
    }

    fn compare(&self, row: usize, operand: Operand) -> Option<Ordering> {
        match operand {
            Operand::Amount(amount) => self.column.number(row).map(|number| number.cmp(&amount)),
            Operand::Term(term) => self.column.term(row).map(|own| own.cmp(&term)),
            Operand::Day(day) => self.column.day(row).map(|own| own.cmp(&day)),
        }
    }
}

fn compile(condition: &Condition, column: &Column) -> Check {
    let words = |passes: &dyn Fn(&str) -> bool, missing| match column {
        Column::Text { words, .. } => Check::Words { passes: words.iter().map(|w| passes(w)).collect(), missing },
        _ => Check::Words { passes: Vec::new(), missing: false },
    };
    match &condition.test {
        Test::Is(list) => words(&|word| list.iter().any(|text| text == word), false),
        Test::Not(list) => words(&|word| !list.iter().any(|text| text == word), true),
        Test::Starts(list) => words(&|word| list.iter().any(|start| fold(word).starts_with(start.as_str())), false),
        Test::Missing(wanted) => Check::Missing(*wanted),
        Test::Flag(wanted) => Check::Flag(*wanted),
        Test::Compare(comparison, operand) => Check::Compare(*comparison, *operand),
    }
}
