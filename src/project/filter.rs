//! `where = { … }` → typed conditions. A condition is data: equal, any of, none of, begins with, ranges,
//! missing; anything more would be a language.

use super::checker::{Checker, amount_of, fold};
use super::file::RawWhere;
use super::locate::Step;
use super::model::{
    CodeList, ColumnDef, ColumnKind, Comparison, Condition, Filter, Operand, QuantityUnit, Source, Test,
};
use crate::value::{Amount, Day, Term, nearest};
use indexmap::IndexMap;
use toml::Value;

/// What the names of a condition may mean.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    source: &'a Source,
    codes: &'a IndexMap<String, CodeList>,
}

impl<'a> Scope<'a> {
    pub(super) const fn new(source: &'a Source, codes: &'a IndexMap<String, CodeList>) -> Self {
        Self { source, codes }
    }

    /// The column of that name; reports it when there is none.
    pub(super) fn column(&self, c: &mut Checker<'_>, path: &[Step<'_>], name: &str) -> Option<&'a ColumnDef> {
        let what = format!("column of source \"{}\"", self.source.name);
        c.known(path, &what, name, self.source.columns.keys().map(String::as_str));
        self.source.columns.get(name)
    }

    /// The column that a breakdown names; names that are not columns but would do are offered too.
    pub(super) fn dimension<const N: usize>(
        &self,
        c: &mut Checker<'_>,
        path: &[Step<'_>],
        name: &str,
        others: [&str; N],
    ) -> Option<&'a ColumnDef> {
        let what = format!("column of source \"{}\"", self.source.name);
        c.known(path, &what, name, self.source.columns.keys().map(String::as_str).chain(others));
        self.source.columns.get(name)
    }

    /// Whether a code is in the list of a column that has one; reports it when it is not.
    pub(super) fn code(&self, c: &mut Checker<'_>, path: &[Step<'_>], column: &str, code: &str) {
        let kind = self.source.columns.get(column).map(|column| &column.kind);
        if let Some(ColumnKind::Code { list: Some(list), .. }) = kind
            && let Some(known) = self.codes.get(list).filter(|known| !known.names.contains_key(code))
        {
            c.report(path, format!("unknown code of \"{list}\" \"{code}\""), known.advice(code));
        }
    }

    /// The same for a column that must hold dates.
    pub(super) fn date_column(&self, c: &mut Checker<'_>, path: &[Step<'_>], name: &str) -> bool {
        let Some(column) = self.column(c, path, name) else { return false };
        let is_date = matches!(column.kind, ColumnKind::Date { .. });
        if !is_date {
            c.report(path, format!("the column \"{name}\" holds no dates"), "");
        }
        is_date
    }
}

const KEYS: [&str; 11] =
    ["is", "not", "starts", "at_least", "more_than", "at_most", "under", "from", "to", "missing", "since"];

/// Checks all conditions under `path`.
pub(super) fn check_filter(c: &mut Checker<'_>, path: &[Step<'_>], raw: &RawWhere, scope: Scope<'_>) -> Filter {
    let mut filter = Filter::new();
    for (name, value) in raw {
        let mut at = path.to_vec();
        at.push(Step::Key(name));
        let Some(column) = scope.column(c, &at, name) else { continue };
        match value {
            Value::Table(table) => check_table(c, &at, column, table, scope, &mut filter),
            _ => {
                if let Some(test) = check_equal(c, &at, column, value, scope) {
                    filter.push(Condition { column: name.clone(), test, since: None, place: c.place(&at) });
                }
            }
        }
    }
    filter
}

fn check_table(
    c: &mut Checker<'_>,
    path: &[Step<'_>],
    column: &ColumnDef,
    table: &toml::Table,
    scope: Scope<'_>,
    filter: &mut Filter,
) {
    let since = check_since(c, path, table, scope);
    let mut tests = 0;
    for (key, value) in table.iter().filter(|(key, _)| *key != "since") {
        let mut at = path.to_vec();
        at.push(Step::Key(key));
        tests += 1;
        let since = since.clone();
        let test = check_test(c, &at, column, (key, value), scope);
        let place = c.place(&at);
        filter.extend(test.map(|test| Condition { column: column.name.clone(), test, since, place }));
    }
    if tests == 0 {
        c.report(path, "the condition asks nothing", format!("it may say: {}", KEYS.join(", ")));
    }
}

/// The date column from which on a condition holds.
fn check_since(c: &mut Checker<'_>, path: &[Step<'_>], table: &toml::Table, scope: Scope<'_>) -> Option<String> {
    let since = table.get("since")?;
    let Some(name) = since.as_str() else {
        c.report(path, "`since` names a date column", "for example since = \"status_date\"");
        return None;
    };
    let mut at = path.to_vec();
    at.push(Step::Key("since"));
    scope.date_column(c, &at, name);
    Some(name.to_owned())
}

/// One key of a condition with its value.
fn check_test(
    c: &mut Checker<'_>,
    at: &[Step<'_>],
    column: &ColumnDef,
    (key, value): (&str, &Value),
    scope: Scope<'_>,
) -> Option<Test> {
    match key {
        "is" => check_equal(c, at, column, value, scope),
        "not" => match check_equal(c, at, column, value, scope)? {
            Test::Is(list) => Some(Test::Not(list)),
            Test::Flag(yes) => Some(Test::NotFlag(yes)),
            _ => refuse(c, at, "\"not\" works on texts, codes and flags"),
        },
        "starts" if !matches!(column.kind, ColumnKind::Text | ColumnKind::Code { .. }) => {
            refuse(c, at, "\"starts\" works on texts and codes")
        }
        "starts" => texts(value)
            .filter(|list| !list.is_empty())
            .map(|list| Test::Starts(list.iter().map(|t| fold(t)).collect()))
            .or_else(|| refuse(c, at, "\"starts\" takes a text or a list of texts")),
        "missing" => value.as_bool().map(Test::Missing).or_else(|| refuse(c, at, "\"missing\" is true or false")),
        "at_least" | "from" => compare(c, at, column, Comparison::AtLeast, value),
        "more_than" => compare(c, at, column, Comparison::MoreThan, value),
        "at_most" | "to" => compare(c, at, column, Comparison::AtMost, value),
        "under" => compare(c, at, column, Comparison::Under, value),
        _ => {
            c.report(at, format!("unknown condition \"{key}\""), nearest(key, KEYS));
            None
        }
    }
}

fn refuse(c: &mut Checker<'_>, path: &[Step<'_>], what: &str) -> Option<Test> {
    c.report(path, what, "");
    None
}

/// A text or a list of texts; whole numbers count as texts, for codes such as years.
fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Integer(number) => Some(vec![number.to_string()]),
        Value::Array(items) => items.iter().map(|item| texts(item).and_then(|mut one| one.pop())).collect(),
        _ => None,
    }
}

fn check_equal(
    c: &mut Checker<'_>,
    path: &[Step<'_>],
    column: &ColumnDef,
    value: &Value,
    scope: Scope<'_>,
) -> Option<Test> {
    match &column.kind {
        ColumnKind::Text | ColumnKind::Code { list: None, .. } => {
            let list = texts(value).filter(|list| !list.is_empty());
            list.map(Test::Is).or_else(|| refuse(c, path, "write a text or a list of texts"))
        }
        ColumnKind::Code { list: Some(list), open } => {
            let Some(given) = texts(value).filter(|g| !g.is_empty()) else {
                return refuse(c, path, "write a code or a list of codes");
            };
            let known = scope.codes.get(list)?;
            for code in given.iter().filter(|code| !open && !known.names.contains_key(*code)) {
                c.report(path, format!("\"{code}\" is not in the code list \"{list}\""), known.advice(code));
            }
            Some(Test::Is(given))
        }
        ColumnKind::Flag { yes, no, .. } => {
            let folded = value.as_str().map(fold);
            match (value.as_bool(), folded) {
                (Some(flag), _) => Some(Test::Flag(flag)),
                (None, Some(text)) if yes.contains(&text) => Some(Test::Flag(true)),
                (None, Some(text)) if no.contains(&text) => Some(Test::Flag(false)),
                _ => refuse(c, path, "a flag is compared with true or false, or one of its texts"),
            }
        }
        ColumnKind::Date { .. }
        | ColumnKind::Number(_)
        | ColumnKind::Money(_)
        | ColumnKind::Quantity { .. }
        | ColumnKind::Term(_) => compare(c, path, column, Comparison::Equal, value),
    }
}

fn compare(
    c: &mut Checker<'_>,
    path: &[Step<'_>],
    column: &ColumnDef,
    comparison: Comparison,
    value: &Value,
) -> Option<Test> {
    let (operand, form) = match &column.kind {
        ColumnKind::Date { .. } => {
            let text = value.as_datetime().map(ToString::to_string).or_else(|| value.as_str().map(str::to_owned));
            (text.and_then(|t| Day::parse(&t)).map(Operand::Day), "a date such as 2024-12-31")
        }
        ColumnKind::Term(_) => (value.as_str().and_then(parse_term).map(Operand::Term), "a term such as \"5 years\""),
        ColumnKind::Quantity { unit: QuantityUnit::Column(_), .. } => {
            (None, "no column whose rows have different units")
        }
        ColumnKind::Number(_) | ColumnKind::Money(_) | ColumnKind::Quantity { unit: QuantityUnit::Fixed(_), .. } => {
            (amount_of(value).map(Operand::Amount), "a whole number, or a decimal in quotes such as \"0.5\"")
        }
        ColumnKind::Text | ColumnKind::Code { .. } | ColumnKind::Flag { .. } => (None, "a number, date or term column"),
    };
    operand.map(|operand| Test::Compare(comparison, operand)).or_else(|| {
        c.report(
            path,
            format!("{value} cannot be compared with the column \"{}\"", column.name),
            format!("it takes {form}"),
        );
        None
    })
}

/// Reads "5 years", "18 months", "30 days" or "life".
pub(super) fn parse_term(text: &str) -> Option<Term> {
    let folded = fold(text);
    if folded == "life" {
        return Some(Term::LIFE);
    }
    let (number, unit) = folded.split_once(' ')?;
    let number = Amount::parse(number).ok()?;
    let none = Amount::ZERO;
    match unit {
        "year" | "years" => Term::new(number, none, none).ok(),
        "month" | "months" => Term::new(none, number, none).ok(),
        "day" | "days" => Term::new(none, none, number).ok(),
        _ => None,
    }
}
