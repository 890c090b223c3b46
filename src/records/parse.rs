//! One field → a typed cell, or the reason why not. Nothing is guessed: a date is read in the listed formats, a
//! number with the listed signs, a code from its list.

use super::numbers::number;
use crate::project::{
    BlankUnit, CodeList, ColumnDef, ColumnKind, NumberFormat, QuantityUnit, TermPart, TermParts, Unit, YearKind, fold,
};
use crate::value::{Amount, Day, Moment, Term, YearStart, Zone, has_short_year, parse_moment, single_spaced};
use indexmap::IndexMap;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A typed value of a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Missing,
    Text(String),
    Day(Moment),
    Number(Amount),
    Quantity(Amount, Unit),
    Term(Term),
    Flag(bool),
}

impl Cell {
    /// The value in its one spelling: a code, an ISO date, a plain number; empty where it is missing.
    pub(super) fn spelled(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Text(text) => text.clone(),
            Self::Day(moment) => moment.day.to_string(),
            Self::Number(amount) | Self::Quantity(amount, _) => amount.trimmed().to_string(),
            Self::Term(term) => term.parts().to_string(),
            Self::Flag(flag) => if *flag { "Y" } else { "N" }.to_owned(),
        }
    }
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
    pub(super) fiscal_year_starts: YearStart,
    pub(super) zone: Option<&'a Zone>,
}

/// Removes blanks at both ends, also those that cannot be seen (zero-width space, byte order mark).
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{180e}')
    })
}

impl Context<'_> {
    /// Reads the parts of a column.
    pub(super) fn parse(&self, column: &ColumnDef, fields: &[Option<&str>]) -> Result<Cell, Objection> {
        let field = |part: usize| self.field(column, fields, part);
        if let Some(part) = (0..fields.len()).find(|&part| field(part).is_some_and(is_spreadsheet_error)) {
            return objection(part, "a spreadsheet wrote an error in place of the value", "get the export again");
        }
        match &column.kind {
            ColumnKind::Term(parts) => self.term(column, parts, fields),
            ColumnKind::Date { formats, century, .. } if fields.len() == 1 => {
                field(0).map_or(Ok(Cell::Missing), |text| self.date(text, formats, *century))
            }
            ColumnKind::Date { formats, year, century } => {
                let parts: Vec<&str> = (0..fields.len()).filter_map(field).collect();
                self.joined_date(&parts, formats, *year, *century)
            }
            ColumnKind::Quantity { format, unit, blank_unit } => match (field(0), field(1), blank_unit) {
                (None, ..) | (Some(_), None, Some(BlankUnit::Missing)) => Ok(Cell::Missing),
                (Some(text), None, Some(BlankUnit::Unit(unit))) => {
                    number(text, format).map(|amount| Cell::Quantity(amount, unit.clone()))
                }
                (Some(text), named, _) => quantity(text, named, format, unit),
            },
            ColumnKind::Flag { blank: Some(blank), .. } if field(0).is_none() => Ok(Cell::Flag(*blank)),
            kind => match field(0) {
                None => Ok(Cell::Missing),
                Some(text) => self.simple(kind, text),
            },
        }
    }

    /// Whether a trimmed field of a column has no value.
    pub(super) fn is_missing(&self, column: &ColumnDef, text: &str) -> bool {
        text.is_empty() || self.missing.iter().chain(&column.missing).any(|m| m == text)
    }

    /// A part of a column in a row, where it has a value.
    fn field<'f>(&self, column: &ColumnDef, fields: &[Option<&'f str>], part: usize) -> Option<&'f str> {
        fields.get(part).copied().flatten().map(trim).filter(|text| !self.is_missing(column, text))
    }

    fn simple(&self, kind: &ColumnKind, text: &str) -> Result<Cell, Objection> {
        match kind {
            ColumnKind::Text => normal(text).map(Cell::Text),
            ColumnKind::Code { list, open } => self.code(text, list.as_deref(), *open),
            ColumnKind::Number(format) | ColumnKind::Money(format) => number(text, format).map(Cell::Number),
            ColumnKind::Flag { yes, no, .. } => match fold(text) {
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
        let text = normal(text)?;
        let Some(list) = list.and_then(|name| self.codes.get(name)) else {
            return Ok(Cell::Text(text));
        };
        match list.spellings.get(&fold(&text)) {
            Some(code) => Ok(Cell::Text(code.clone())),
            None if open => Ok(Cell::Text(text)),
            None => objection(0, "it is not in the code list", &list.advice(&text)),
        }
    }

    fn joined_date(
        &self,
        parts: &[&str],
        formats: &[String],
        year: YearKind,
        century: Option<i16>,
    ) -> Result<Cell, Objection> {
        if parts.is_empty() {
            return Ok(Cell::Missing);
        }
        // A month without a day is the month's first day, so that it can be placed in a period.
        let text = format!("1 {}", parts.join(" "));
        let with_day: Vec<String> = formats.iter().map(|format| format!("%d {format}")).collect();
        let read = self.moment(&parts.join(" "), formats, century);
        let read = read.or_else(|| self.moment(&text, &with_day, century));
        let moment = match (read, year) {
            (Some(Moment { day, time }), YearKind::Fiscal) if self.fiscal_year_starts.has_begun(day) => {
                Day::new(day.year() - 1, day.month(), day.day_of_month()).map(|day| Moment { day, time })
            }
            (read, _) => read,
        };
        moment.map_or_else(|| objection(0, NO_DATE, &listed(formats)), |moment| Ok(Cell::Day(moment)))
    }

    /// A date in the first format that reads it; a year of two digits is in the column's century.
    fn moment(&self, text: &str, formats: &[String], century: Option<i16>) -> Option<Moment> {
        formats.iter().find_map(|format| {
            let moment = parse_moment(text, std::slice::from_ref(format), self.zone)?;
            if !has_short_year(format) {
                return Some(moment);
            }
            let year = century? + moment.day.year().rem_euclid(100);
            Day::new(year, moment.day.month(), moment.day.day_of_month()).map(|day| Moment { day, ..moment })
        })
    }

    fn date(&self, text: &str, formats: &[String], century: Option<i16>) -> Result<Cell, Objection> {
        if let Some(moment) = self.moment(text, formats, century) {
            return Ok(Cell::Day(moment));
        }
        let (days, fraction) = text.split_once('.').unwrap_or((text, ""));
        let serial = days.len() == 5 && days.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit());
        if serial {
            let todo = "it looks like an Excel serial number, counted from 1900 or from 1904: format the column as a \
                        date before it is saved as CSV";
            return objection(0, NO_DATE, todo);
        }
        objection(0, NO_DATE, &listed(formats))
    }

    fn term(&self, column: &ColumnDef, parts: &TermParts, fields: &[Option<&str>]) -> Result<Cell, Objection> {
        let field = |part: usize| self.field(column, fields, part);
        let is_life = |text: &str| column.life_is.contains(&fold(text));
        match parts {
            TermParts::Columns { parts } => {
                let (mut years, mut months, mut days, mut any) = (Amount::ZERO, Amount::ZERO, Amount::ZERO, false);
                for (index, part) in parts.iter().enumerate() {
                    let Some(text) = field(index) else { continue };
                    match part {
                        TermPart::Life if is_yes(text) => return Ok(Cell::Term(Term::LIFE)),
                        TermPart::Life if !is_no(text) => {
                            return objection(index, "it is neither yes nor no", NOT_A_FLAG);
                        }
                        TermPart::Life | TermPart::None => {}
                        _ if is_life(text) => return Ok(Cell::Term(Term::LIFE)),
                        TermPart::Years => (years, any) = (count(index, text)?, true),
                        TermPart::Months => (months, any) = (count(index, text)?, true),
                        TermPart::Days => (days, any) = (count(index, text)?, true),
                    }
                }
                if any { make_term(years, months, days) } else { Ok(Cell::Missing) }
            }
            TermParts::ValueAndUnit(spellings) => match (field(0), field(1)) {
                (_, Some(unit)) if spellings.get(&fold(unit)) == Some(&TermPart::Life) => Ok(Cell::Term(Term::LIFE)),
                (Some(value), _) if is_life(value) => Ok(Cell::Term(Term::LIFE)),
                (None, _) => Ok(Cell::Missing),
                (Some(value), unit) => term_of(value, unit.unwrap_or_default(), spellings),
            },
        }
    }
}

/// Why a field of a date column is rejected.
pub(super) const NO_DATE: &str = "it is not a date in a listed format";

const NOT_A_FLAG: &str = "it is Y, Yes, true, 1 or Life, or N, No, false or 0; list it in the column's `missing` if it is \
                          neither";

fn objection<T>(part: usize, why: &str, todo: &str) -> Result<T, Objection> {
    Err(Objection { part, why: why.to_owned(), todo: todo.to_owned() })
}

fn listed(formats: &[String]) -> String {
    format!("the listed formats are: {}", formats.join(", "))
}

/// Whether a text is what a spreadsheet shows where a formula failed or a column is too narrow.
pub(super) fn is_spreadsheet_error(text: &str) -> bool {
    const ERRORS: [&str; 11] = [
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#GETTING_DATA",
    ];
    text.starts_with('#') && (ERRORS.contains(&text) || (text.len() > 2 && text.bytes().all(|b| b == b'#')))
}

/// Text as it is compared and printed: NFC, runs of blanks folded to one. Characters that no file format can
/// hold are refused.
pub(super) fn normal(text: &str) -> Result<String, Objection> {
    let composed: String = if is_nfc(text) { text.to_owned() } else { text.nfc().collect() };
    let composed = if composed.contains("  ") || composed.contains(['\n', '\r', '\t']) {
        single_spaced(&composed)
    } else {
        composed
    };
    match composed.chars().find(|&c| c.is_control() || is_noncharacter(c)) {
        Some(c) => objection(0, &format!("it holds the control character U+{:04X}", u32::from(c)), "take it out"),
        None => Ok(composed),
    }
}

fn is_noncharacter(c: char) -> bool {
    ('\u{fdd0}'..='\u{fdef}').contains(&c) || u32::from(c) & 0xFFFE == 0xFFFE
}

fn quantity(text: &str, unit: Option<&str>, format: &NumberFormat, kind: &QuantityUnit) -> Result<Cell, Objection> {
    let amount = number(text, format)?;
    match kind {
        QuantityUnit::Fixed(unit) => Ok(Cell::Quantity(amount, unit.clone())),
        QuantityUnit::Column(spellings) => {
            let Some(text) = unit else {
                let todo = "write blank_unit = \"kg\" for the column if a blank means that unit, or \"missing\" to leave such \
                            amounts out";
                return objection(1, "the quantity has no unit", todo);
            };
            let known =
                spellings.get(&fold(text)).cloned().or_else(|| crate::project::MassUnit::named(text).map(Unit::Mass));
            known
                .map(|unit| Cell::Quantity(amount, unit))
                .map_or_else(|| objection(1, "it is not a known unit", "add it to the column's `units`"), Ok)
        }
    }
}

fn is_no(text: &str) -> bool {
    matches!(fold(text).as_str(), "n" | "no" | "false" | "0")
}

fn is_yes(text: &str) -> bool {
    matches!(fold(text).as_str(), "y" | "yes" | "true" | "1" | "life")
}

/// A number of years, months or days; a fraction is allowed, a sign is not.
fn count(part: usize, text: &str) -> Result<Amount, Objection> {
    match Amount::parse(text) {
        Ok(number) if number >= Amount::ZERO => Ok(number),
        _ => {
            let todo =
                "list it in the column's `missing` if it means that there is no term, or in `life_is` if it means life";
            objection(part, "it is not a number of years, months or days", todo)
        }
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

    #[test]
    fn blanks_that_cannot_be_seen_are_blanks() {
        assert_eq!(trim("\u{200b}\u{feff} x\u{a0}"), "x");
        assert_eq!(normal("Cafe\u{301}  au lait").unwrap(), "Café au lait");
        assert!(normal("bell\u{7}").is_err() && normal("\u{fdd0}").is_err());
    }
}
