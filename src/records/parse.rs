//! One field → a typed cell, or the reason why not. Nothing is guessed: a date is read in the listed formats, a
//! number with the listed signs, a code from its list.

use crate::project::{
    CodeList, ColumnDef, ColumnKind, NumberFormat, QuantityUnit, TermPart, TermParts, Unit, YearKind, fold,
};
use crate::value::{Amount, AmountError, Day, Term, nearest, parse_day};
use indexmap::IndexMap;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A typed value of a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Missing,
    Text(String),
    Day(Day),
    Number(Amount),
    Quantity(Amount, Unit),
    Term(Term),
    Flag(bool),
}

/// Why a field cannot be read; `part` says which of the column's parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Objection {
    pub(super) part: usize,
    pub(super) why: String,
    pub(super) todo: String,
}

/// What the parser must know beside the column.
pub(super) struct Context<'a> {
    pub(super) missing: &'a [String],
    pub(super) codes: &'a IndexMap<String, CodeList>,
    pub(super) fiscal_year_starts: i8,
}

/// Removes blanks at both ends, also those that cannot be seen (zero-width space, byte order mark).
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{200e}'))
}

impl Context<'_> {
    /// Reads the parts of a column.
    pub(super) fn parse(&self, column: &ColumnDef, fields: &[Option<&str>]) -> Result<Cell, Objection> {
        let field = |part: usize| fields.get(part).copied().flatten().map(trim).filter(|text| !self.is_missing(text));
        match &column.kind {
            ColumnKind::Term(parts) => self.term(parts, fields),
            ColumnKind::Date { formats, year } => match fields {
                [_] => field(0).map_or(Ok(Cell::Missing), |text| date(text, formats)),
                _ => self.joined_date(fields, formats, *year),
            },
            ColumnKind::Quantity { format, unit } => match field(0) {
                None => Ok(Cell::Missing),
                Some(text) => quantity(text, field(1), format, unit),
            },
            kind => match field(0) {
                None => Ok(Cell::Missing),
                Some(text) => self.simple(kind, text),
            },
        }
    }

    fn is_missing(&self, text: &str) -> bool {
        text.is_empty() || self.missing.iter().any(|m| m == text)
    }

    fn simple(&self, kind: &ColumnKind, text: &str) -> Result<Cell, Objection> {
        match kind {
            ColumnKind::Text => Ok(Cell::Text(normal(text))),
            ColumnKind::Code { list, open } => self.code(text, list.as_deref(), *open),
            ColumnKind::Number(format) | ColumnKind::Money(format) => number(text, format).map(Cell::Number),
            ColumnKind::Flag { yes, no } => match fold(text) {
                folded if yes.contains(&folded) => Ok(Cell::Flag(true)),
                folded if no.contains(&folded) => Ok(Cell::Flag(false)),
                _ => objection(
                    0,
                    "it is neither yes nor no",
                    &format!("yes is: {}; no is: {}", yes.join(", "), no.join(", ")),
                ),
            },
            ColumnKind::Date { .. } | ColumnKind::Quantity { .. } | ColumnKind::Term(_) => Ok(Cell::Missing),
        }
    }

    fn code(&self, text: &str, list: Option<&str>, open: bool) -> Result<Cell, Objection> {
        let text = normal(text);
        let Some(list) = list.and_then(|name| self.codes.get(name)) else {
            return Ok(Cell::Text(text));
        };
        match list.spellings.get(&fold(&text)) {
            Some(code) => Ok(Cell::Text(code.clone())),
            None if open => Ok(Cell::Text(text)),
            None => objection(0, "it is not in the code list", &nearest(&text, list.names.keys().map(String::as_str))),
        }
    }

    fn joined_date(&self, fields: &[Option<&str>], formats: &[String], year: YearKind) -> Result<Cell, Objection> {
        let parts: Vec<&str> = fields.iter().flatten().map(|f| trim(f)).filter(|f| !self.is_missing(f)).collect();
        if parts.is_empty() {
            return Ok(Cell::Missing);
        }
        // A month without a day is the month's first day, so that it can be placed in a period.
        let text = format!("1 {}", parts.join(" "));
        let with_day: Vec<String> = formats.iter().map(|format| format!("%d {format}")).collect();
        let read = parse_day(&parts.join(" "), formats).or_else(|| parse_day(&text, &with_day));
        let day = match (read, year) {
            (Some(day), YearKind::Fiscal) if self.fiscal_year_starts > 1 && day.month() >= self.fiscal_year_starts => {
                Day::new(day.year() - 1, day.month(), day.day_of_month())
            }
            (read, _) => read,
        };
        day.map_or_else(
            || objection(0, "it is not a date in a listed format", &listed(formats)),
            |day| Ok(Cell::Day(day)),
        )
    }

    fn term(&self, parts: &TermParts, fields: &[Option<&str>]) -> Result<Cell, Objection> {
        let field = |part: usize| fields.get(part).copied().flatten().map(trim).filter(|text| !self.is_missing(text));
        match parts {
            TermParts::Columns { parts } => {
                let (mut years, mut months, mut days, mut any) = (Amount::ZERO, Amount::ZERO, Amount::ZERO, false);
                for (index, part) in parts.iter().enumerate() {
                    let Some(text) = field(index) else { continue };
                    match part {
                        TermPart::Life if is_yes(text) => return Ok(Cell::Term(Term::LIFE)),
                        TermPart::Life | TermPart::None => {}
                        TermPart::Years => (years, any) = (count(index, text)?, true),
                        TermPart::Months => (months, any) = (count(index, text)?, true),
                        TermPart::Days => (days, any) = (count(index, text)?, true),
                    }
                }
                if any { make_term(years, months, days) } else { Ok(Cell::Missing) }
            }
            TermParts::ValueAndUnit(spellings) => match (field(0), field(1)) {
                (_, Some(unit)) if spellings.get(&fold(unit)) == Some(&TermPart::Life) => Ok(Cell::Term(Term::LIFE)),
                (None, _) => Ok(Cell::Missing),
                (Some(value), unit) => term_of(value, unit.unwrap_or_default(), spellings),
            },
        }
    }
}

fn objection<T>(part: usize, why: &str, todo: &str) -> Result<T, Objection> {
    Err(Objection { part, why: why.to_owned(), todo: todo.to_owned() })
}

fn listed(formats: &[String]) -> String {
    format!("the listed formats are: {}", formats.join(", "))
}

/// Text as it is compared and printed: NFC, runs of blanks folded to one.
fn normal(text: &str) -> String {
    let composed = if is_nfc(text) { text.to_owned() } else { text.nfc().collect() };
    if composed.contains("  ") || composed.contains(['\n', '\r', '\t']) {
        return composed.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    composed
}

fn date(text: &str, formats: &[String]) -> Result<Cell, Objection> {
    if let Some(day) = parse_day(text, formats) {
        return Ok(Cell::Day(day));
    }
    let serial = text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit());
    if serial {
        let todo = "it looks like an Excel serial number: format the column as a date before it is saved as CSV";
        return objection(0, "it is not a date in a listed format", todo);
    }
    objection(0, "it is not a date in a listed format", &listed(formats))
}

fn number(text: &str, format: &NumberFormat) -> Result<Amount, Objection> {
    let (negative, body) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) if format.parentheses => (true, inner.trim()),
        Some(_) => {
            return objection(
                0,
                "the parentheses may mean a negative number",
                "write parentheses = true for the column if they do",
            );
        }
        None => (false, text),
    };
    let body = match &format.currency {
        Some(sign) => strip_currency(body, sign),
        None => body.to_owned(),
    };
    let plain = ungroup(&body, format)?;
    let amount = Amount::parse(&plain).map_err(|error| match error {
        AmountError::Overflow => Objection { part: 0, why: error.to_string(), todo: String::new() },
        _ => Objection { part: 0, why: "it is not a number".to_owned(), todo: number_advice(&body, format) },
    })?;
    if negative {
        Amount::ZERO.minus(amount).map_err(|e| Objection { part: 0, why: e.to_string(), todo: String::new() })
    } else {
        Ok(amount)
    }
}

/// Takes the currency sign from the front, before or after a minus sign: `$12`, `-$12`, `$ -12`.
fn strip_currency(text: &str, sign: &str) -> String {
    let (minus, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest.trim_start()));
    let Some(rest) = rest.strip_prefix(sign) else { return text.to_owned() };
    let rest = rest.trim_start();
    if minus { format!("-{rest}") } else { rest.to_owned() }
}

fn number_advice(text: &str, format: &NumberFormat) -> String {
    if format.grouping.is_none() && text.contains(',') {
        return "if the comma groups digits, write grouping = \",\" for the column".to_owned();
    }
    if text.starts_with('#') {
        return "a spreadsheet wrote an error in place of the value; get the export again".to_owned();
    }
    "a number is digits with a decimal point; list other signs (currency, grouping, decimal) for the column".to_owned()
}

/// Takes out the grouping signs, which must stand before every third digit, and turns the decimal sign into a
/// point.
fn ungroup(text: &str, format: &NumberFormat) -> Result<String, Objection> {
    let Some(grouping) = format.grouping.filter(|sign| text.contains(*sign)) else {
        if format.decimal != '.' && text.contains('.') {
            return objection(0, "it has a point where the column's decimal sign is another", "");
        }
        return Ok(text.replace(format.decimal, "."));
    };
    let (whole, fraction) = text.split_once(format.decimal).map_or((text, None), |(w, f)| (w, Some(f)));
    let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let mut groups = unsigned.split(grouping);
    let first = groups.next().unwrap_or_default();
    let well_formed = (1..=3).contains(&first.len())
        && groups.clone().all(|group| group.len() == 3)
        && !fraction.is_some_and(|f| f.contains(grouping));
    if !well_formed {
        return objection(0, "its digits are not grouped in threes", "check the number with the office that sent it");
    }
    let joined: String = whole.chars().filter(|c| *c != grouping).collect();
    Ok(fraction.map_or_else(|| joined.clone(), |f| format!("{joined}.{f}")))
}

fn quantity(text: &str, unit: Option<&str>, format: &NumberFormat, kind: &QuantityUnit) -> Result<Cell, Objection> {
    let amount = number(text, format)?;
    match kind {
        QuantityUnit::Fixed(unit) => Ok(Cell::Quantity(amount, unit.clone())),
        QuantityUnit::Column(spellings) => {
            let Some(text) = unit else {
                return objection(1, "the quantity has no unit", "");
            };
            let known =
                spellings.get(&fold(text)).cloned().or_else(|| crate::project::MassUnit::named(text).map(Unit::Mass));
            known
                .map(|unit| Cell::Quantity(amount, unit))
                .map_or_else(|| objection(1, "it is not a known unit", "add it to the column's `units`"), Ok)
        }
    }
}

fn is_yes(text: &str) -> bool {
    matches!(fold(text).as_str(), "y" | "yes" | "true" | "1" | "life")
}

/// A number of years, months or days; a fraction is allowed, a sign is not.
fn count(part: usize, text: &str) -> Result<Amount, Objection> {
    match Amount::parse(text) {
        Ok(number) if number >= Amount::ZERO => Ok(number),
        _ => objection(part, "it is not a number of years, months or days", ""),
    }
}

fn make_term(years: Amount, months: Amount, days: Amount) -> Result<Cell, Objection> {
    Term::new(years, months, days).map(Cell::Term).map_err(|error| Objection {
        part: 0,
        why: error.to_string(),
        todo: String::new(),
    })
}

fn term_of(value: &str, unit: &str, spellings: &IndexMap<String, TermPart>) -> Result<Cell, Objection> {
    let Some(part) = spellings.get(&fold(unit)) else {
        let todo = format!(
            "add it to the column's `units`, or to `missing`; now they are: {}",
            spellings.keys().cloned().collect::<Vec<_>>().join(", ")
        );
        return objection(1, "it is not a known unit of a term", &todo);
    };
    match part {
        TermPart::Years => make_term(count(0, value)?, Amount::ZERO, Amount::ZERO),
        TermPart::Months => make_term(Amount::ZERO, count(0, value)?, Amount::ZERO),
        TermPart::Days => make_term(Amount::ZERO, Amount::ZERO, count(0, value)?),
        TermPart::Life => Ok(Cell::Term(Term::LIFE)),
        TermPart::None => Ok(Cell::Missing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(grouping: Option<char>, parentheses: bool) -> NumberFormat {
        NumberFormat { currency: Some("$".to_owned()), grouping, decimal: '.', parentheses }
    }

    fn read(text: &str, format: &NumberFormat) -> Option<String> {
        number(text, format).ok().map(|a| a.to_string())
    }

    #[test]
    fn money_is_read_as_listed_and_never_guessed() {
        let plain = money(Some(','), false);
        assert_eq!(read("$12,450.00", &plain).as_deref(), Some("12450.00"));
        assert_eq!(read("-$5", &plain).as_deref(), Some("-5"));
        assert_eq!(read("+000000135671.45", &plain).as_deref(), Some("135671.45"));
        for wrong in ["12,45.00", "1,2345", ",123", "€5", "(5)", "5-", "NaN", "1 000", "#N/A", "1.234,50"] {
            assert_eq!(read(wrong, &plain), None, "{wrong}");
        }
        assert_eq!(read("(1,234.50)", &money(Some(','), true)).as_deref(), Some("-1234.50"));
        assert_eq!(read("1,234", &money(None, false)), None);
        let german = NumberFormat { currency: None, grouping: Some('.'), decimal: ',', parentheses: false };
        assert_eq!(read("1.234,5", &german).as_deref(), Some("1234.5"));
        assert_eq!(read("1.5", &german), None);
    }

    #[test]
    fn blanks_that_cannot_be_seen_are_blanks() {
        assert_eq!(trim("\u{200b}\u{feff} x\u{a0}"), "x");
        assert_eq!(normal("Cafe\u{301}  au lait"), "Café au lait");
    }
}
