//! Raw column keys → [`ColumnDef`]s. Which keys fit which type is said here, so that a key that would be
//! ignored is an error instead.

use super::checker::{Checker, fold, or_name};
use super::file::{Blank, RawColumn, RawKind, YearKind};
use super::locate::Step;
use super::model::{BlankUnit, CodeList, ColumnDef, ColumnKind, NumberFormat, QuantityUnit, TermPart, TermParts};
use super::units::{Unit, unit_named};
use crate::value::{Amount, format_fault, has_short_year, nearest};
use indexmap::IndexMap;

type Codes = IndexMap<String, CodeList>;

/// Checks the columns of a source.
pub(super) fn check_columns(
    c: &mut Checker<'_>,
    source: &str,
    raw: IndexMap<String, RawColumn>,
    codes: &Codes,
) -> IndexMap<String, ColumnDef> {
    if raw.is_empty() {
        c.report(&[Step::Key("sources"), Step::Key(source)], "the source has no columns", "list those that are needed");
    }
    let checked = raw.into_iter().map(|(name, column)| {
        let path = [Step::Key("sources"), Step::Key(source), Step::Key("columns"), Step::Key(&name)];
        refuse_unfit_keys(c, &path, &column);
        let missing = column.missing.items.clone();
        let life_is = column.life_is.items.iter().map(|text| fold(text)).collect();
        let (from, kind) = match column.kind {
            RawKind::Text => (vec![or_name(column.from, &name)], ColumnKind::Text),
            RawKind::Code => check_code(c, &path, &name, column, codes),
            RawKind::Date => check_date(c, &path, &name, column),
            RawKind::Number => {
                let format = number_format(c, &path, &column);
                (vec![or_name(column.from, &name)], ColumnKind::Number(format))
            }
            RawKind::Money => {
                let format = number_format(c, &path, &column);
                (vec![or_name(column.from, &name)], ColumnKind::Money(format))
            }
            RawKind::Quantity => check_quantity(c, &path, &name, column),
            RawKind::Term => check_term(c, &path, column),
            RawKind::Flag => check_flag(&name, column),
        };
        (name.clone(), ColumnDef { name, from, kind, missing, life_is })
    });
    checked.collect()
}

/// The keys that each type knows, beside `type` and `from`.
fn fitting_keys(kind: RawKind) -> &'static [&'static str] {
    match kind {
        RawKind::Text => &[],
        RawKind::Code => &["codes", "open"],
        RawKind::Date => &["formats", "join", "year", "century"],
        RawKind::Number => &["grouping", "decimal", "parentheses"],
        RawKind::Money => &["currency", "grouping", "decimal", "parentheses"],
        RawKind::Quantity => &["unit", "unit_from", "units", "blank_unit", "grouping", "decimal", "parentheses"],
        RawKind::Term => &["years", "months", "days", "life", "value", "unit_from", "units", "life_is"],
        RawKind::Flag => &["yes", "no", "blank"],
    }
}

fn refuse_unfit_keys(c: &mut Checker<'_>, path: &[Step<'_>], column: &RawColumn) {
    let fit = fitting_keys(column.kind);
    let given = [
        ("join", !column.join.is_empty()),
        ("formats", !column.formats.items.is_empty()),
        ("year", column.year != YearKind::Calendar),
        ("codes", column.codes.is_some()),
        ("open", column.open),
        ("currency", column.currency.is_some()),
        ("grouping", column.grouping.is_some()),
        ("decimal", column.decimal.is_some()),
        ("parentheses", column.parentheses),
        ("unit", column.unit.is_some()),
        ("unit_from", !column.unit_from.items.is_empty()),
        ("units", !column.units.is_empty()),
        ("years", !column.years.items.is_empty()),
        ("months", !column.months.items.is_empty()),
        ("days", !column.days.items.is_empty()),
        ("life", !column.life.items.is_empty()),
        ("value", !column.value.items.is_empty()),
        ("life_is", !column.life_is.items.is_empty()),
        ("blank_unit", column.blank_unit.is_some()),
        ("century", column.century.is_some()),
        ("blank", column.blank.is_some()),
        ("yes", !column.yes.items.is_empty()),
        ("no", !column.no.items.is_empty()),
        ("from", !column.from.items.is_empty() && column.kind == RawKind::Term),
    ];
    for (key, _) in given.iter().filter(|(key, given)| *given && !fit.contains(key)) {
        let todo = if fit.is_empty() { String::new() } else { format!("it knows: {}", fit.join(", ")) };
        c.report(path, format!("a column of this type has no key \"{key}\""), todo);
    }
}

fn check_code(
    c: &mut Checker<'_>,
    path: &[Step<'_>; 4],
    name: &str,
    column: RawColumn,
    codes: &Codes,
) -> (Vec<Vec<String>>, ColumnKind) {
    let list = column.codes.filter(|list| {
        let at = [path[0], path[1], path[2], path[3], Step::Key("codes")];
        c.known(&at, "code list", list, codes.keys().map(String::as_str))
    });
    (vec![or_name(column.from, name)], ColumnKind::Code { list, open: column.open })
}

fn check_date(c: &mut Checker<'_>, path: &[Step<'_>], name: &str, column: RawColumn) -> (Vec<Vec<String>>, ColumnKind) {
    let formats = column.formats.items;
    if formats.is_empty() {
        c.report(path, "a date column lists its formats", "for example formats = [\"%Y-%m-%d\"]; nothing is guessed");
    }
    for (what, todo) in formats.iter().filter_map(|format| format_fault(format)) {
        c.report(path, what, todo);
    }
    check_century(c, path, &formats, column.century);
    let from = if column.join.is_empty() {
        vec![or_name(column.from, name)]
    } else {
        column.join.into_iter().map(|part| vec![part]).collect()
    };
    (from, ColumnKind::Date { formats, year: column.year, century: column.century })
}

/// Two digits of a year do not say whether 55 is 1955 or 2055, so the project does.
fn check_century(c: &mut Checker<'_>, path: &[Step<'_>], formats: &[String], century: Option<i16>) {
    let short = formats.iter().find(|format| has_short_year(format));
    match (short, century) {
        (Some(format), None) => {
            let what = format!("the format \"{format}\" reads two digits of a year, which do not say its century");
            let todo =
                "get the export with four digits (%Y); if all its dates are of one century, write century = 2000";
            c.report(path, what, todo);
        }
        (None, Some(_)) => c.report(path, "`century` is for formats with %y, and the column has none", "leave it out"),
        (Some(_), Some(century)) if century % 100 != 0 || !(1000..=9900).contains(&century) => {
            c.report(path, format!("{century} is no century"), "write its first year: 1900 or 2000");
        }
        _ => {}
    }
}

fn number_format(c: &mut Checker<'_>, path: &[Step<'_>], column: &RawColumn) -> NumberFormat {
    let mut sign = |text: Option<&String>, what: &str| {
        let text = text?;
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(one), None) if !one.is_ascii_digit() => Some(one),
            _ => {
                c.report(path, format!("the {what} sign \"{text}\" is not one sign"), "");
                None
            }
        }
    };
    let grouping = sign(column.grouping.as_ref(), "grouping");
    let decimal = sign(column.decimal.as_ref(), "decimal").unwrap_or('.');
    if grouping == Some(decimal) {
        c.report(path, format!("\"{decimal}\" cannot both group digits and begin the fraction"), "");
    }
    NumberFormat { currency: column.currency.clone(), grouping, decimal, parentheses: column.parentheses }
}

fn check_quantity(
    c: &mut Checker<'_>,
    path: &[Step<'_>],
    name: &str,
    column: RawColumn,
) -> (Vec<Vec<String>>, ColumnKind) {
    let format = number_format(c, path, &column);
    let blank_unit = column.blank_unit.as_deref().map(|name| match name {
        "missing" => BlankUnit::Missing,
        name => BlankUnit::Unit(unit_named(name)),
    });
    if blank_unit.is_some() && column.unit_from.items.is_empty() {
        c.report(path, "`blank_unit` is for a quantity whose unit stands in another column", "leave it out");
    }
    let known =
        |unit: &Unit| matches!(unit, Unit::Mass(_)) || column.units.keys().any(|name| unit_named(name) == *unit);
    if let Some(BlankUnit::Unit(unit)) =
        blank_unit.as_ref().filter(|blank| !matches!(blank, BlankUnit::Unit(u) if known(u)))
    {
        let near =
            nearest(&unit.to_string(), column.units.keys().map(String::as_str).chain(["missing", "kg", "g", "lb"]));
        c.report(path, format!("`blank_unit`: unknown unit \"{unit}\""), near);
    }
    let mut from = vec![or_name(column.from, name)];
    let unit = match (column.unit, column.unit_from.items.is_empty()) {
        (Some(unit), true) => QuantityUnit::Fixed(unit_named(&unit)),
        (None, false) => {
            from.push(column.unit_from.items);
            let mut spellings = IndexMap::new();
            for (unit, list) in column.units {
                for spelling in list.items.iter().chain([&unit]) {
                    spellings.insert(fold(spelling), unit_named(&unit));
                }
            }
            QuantityUnit::Column(spellings)
        }
        _ => {
            let todo = "write unit = \"kg\" when it is the same for all rows, or unit_from = \"column\"";
            c.report(path, "a quantity column says its unit, in one way", todo);
            QuantityUnit::Fixed(unit_named("items"))
        }
    };
    (from, ColumnKind::Quantity { format, unit, blank_unit })
}

fn check_term(c: &mut Checker<'_>, path: &[Step<'_>], column: RawColumn) -> (Vec<Vec<String>>, ColumnKind) {
    let parts = [
        (TermPart::Years, column.years),
        (TermPart::Months, column.months),
        (TermPart::Days, column.days),
        (TermPart::Life, column.life),
    ];
    let given: Vec<_> = parts.into_iter().filter(|(_, headers)| !headers.items.is_empty()).collect();
    let measured = given.iter().filter(|(part, _)| *part != TermPart::Life).count();
    if let Some(number) = column.life_is.items.iter().find(|text| measured > 1 && Amount::parse(text).is_ok()) {
        let what = format!("`life_is`: {number} would mean life in years, months and days alike");
        c.report(path, what, "a number means life only in a term of one part; make a column for each part");
    }
    if column.value.items.is_empty() {
        if given.is_empty() {
            let todo = "name the columns in years, months, days and life, or a value and unit_from";
            c.report(path, "a term column says where its parts stand", todo);
        }
        let kinds = given.iter().map(|(part, _)| *part).collect();
        let from = given.into_iter().map(|(_, headers)| headers.items).collect();
        return (from, ColumnKind::Term(TermParts::Columns { parts: kinds }));
    }
    let mut spellings = IndexMap::new();
    for (unit, list) in &column.units {
        let part = match unit.as_str() {
            "years" => TermPart::Years,
            "months" => TermPart::Months,
            "days" => TermPart::Days,
            "life" => TermPart::Life,
            "none" => TermPart::None,
            _ => {
                c.report(path, format!("\"{unit}\" is no unit of a term"), "they are: years, months, days, life, none");
                continue;
            }
        };
        spellings.extend(list.items.iter().map(|s| (fold(s), part)));
    }
    if column.unit_from.items.is_empty() || spellings.is_empty() || !given.is_empty() {
        let todo = "for example unit_from = \"unit\", units = { years = [\"Year(s)\"], months = [\"Months\"] }";
        c.report(path, "a term by value names the column of its unit, and its units", todo);
    }
    let from = vec![column.value.items, column.unit_from.items];
    (from, ColumnKind::Term(TermParts::ValueAndUnit(spellings)))
}

fn check_flag(name: &str, column: RawColumn) -> (Vec<Vec<String>>, ColumnKind) {
    let or = |list: super::file::OneOrMany, default: &[&str]| {
        let given = if list.items.is_empty() { default.iter().map(|s| (*s).to_owned()).collect() } else { list.items };
        given.iter().map(|text| fold(text)).collect()
    };
    let yes = or(column.yes, &["Y", "Yes", "true", "1"]);
    let no = or(column.no, &["N", "No", "false", "0"]);
    let blank = column.blank.map(|blank| blank == Blank::Yes);
    (vec![or_name(column.from, name)], ColumnKind::Flag { yes, no, blank })
}
