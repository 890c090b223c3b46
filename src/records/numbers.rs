//! Numbers and money as a column lists its signs → exact amounts. A number that a spreadsheet could have meant
//! otherwise is refused, never repaired.

use super::parse::Objection;
use crate::project::NumberFormat;
use crate::value::{Amount, AmountError};

/// Reads a number.
pub(super) fn number(text: &str, format: &NumberFormat) -> Result<Amount, Objection> {
    // The currency may stand outside the parentheses: `$(12.50)`, `(12.50)$`.
    let stripped = format.currency.as_ref().map(|sign| strip_currency(text, sign));
    let bare = stripped.filter(|bare| bare.starts_with('(') && bare != text);
    let text = bare.as_deref().unwrap_or(text);
    let (negative, body) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) if format.parentheses && !inner.contains(['-', '+']) => (true, inner.trim()),
        Some(_) if format.parentheses => {
            let todo = "a negative number is written (12.50), $(12.50) or -12.50";
            return Err(objection("it has a sign inside parentheses", todo));
        }
        Some(_) => {
            let todo = "write parentheses = true for the column if (12.50) means -12.50";
            return Err(objection("the parentheses may mean a negative number", todo));
        }
        None => (false, text),
    };
    let body = match &format.currency {
        Some(sign) if bare.is_none() => strip_currency(body, sign),
        _ => body.to_owned(),
    };
    let plain = ungroup(&body, format)?;
    let amount = Amount::parse(&plain).map_err(|error| match error {
        AmountError::Overflow => objection(&error.to_string(), "check the number with the office that sent it"),
        AmountError::NotANumber | AmountError::DivisionByZero => {
            objection("it is not a number", number_advice(&body, format))
        }
    })?;
    if negative { Amount::ZERO.minus(amount).map_err(|e| objection(&e.to_string(), "")) } else { Ok(amount) }
}

fn objection(why: &str, todo: &str) -> Objection {
    Objection { part: 0, why: why.to_owned(), todo: todo.to_owned() }
}

/// Takes the currency sign from either end, before or after a minus sign: `$12`, `-$12`, `$ -12`, `12 €`.
fn strip_currency(text: &str, sign: &str) -> String {
    if let Some(rest) = text.strip_suffix(sign) {
        return rest.trim_end().to_owned();
    }
    let (minus, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest.trim_start()));
    let Some(rest) = rest.strip_prefix(sign) else { return text.to_owned() };
    let rest = rest.trim_start();
    if minus { format!("-{rest}") } else { rest.to_owned() }
}

fn number_advice(text: &str, format: &NumberFormat) -> &'static str {
    let decimals = text.rsplit_once(',').map_or(0, |(_, digits)| digits.len());
    match () {
        () if !text.contains(|c: char| c.is_ascii_digit()) && text.contains(char::is_alphabetic) => {
            "if the word means that there is no number, list it in the column's `missing`"
        }
        () if format.decimal == '.' && text.matches(',').count() == 1 && (text.contains('.') || decimals != 3) => {
            "if the comma begins the fraction, write decimal = \",\" for the column, and grouping = \".\" if points group"
        }
        () if text.contains(['$', '€', '£', '¥']) || text.contains(char::is_alphabetic) => {
            "if it is the currency that stands beside the number, write it as the column's currency: \"$\", \"USD\""
        }
        () if format.grouping.is_none() && text.contains(',') => {
            "if the comma groups digits, write grouping = \",\" for the column"
        }
        () if format.grouping.is_none() && text.contains(is_blank) => {
            "if the blank groups digits, write grouping = \" \" for the column"
        }
        () if text.ends_with('-') => "a minus stands before the number; ask the office what a minus after it means",
        () if text.contains('\u{2212}') || text.contains('\u{2013}') => "a minus is written \"-\"",
        () if text.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()) => "a number is written in the digits 0 to 9",
        () => "a number is digits with a decimal point; list other signs (currency, grouping, decimal) for the column",
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// Takes out the grouping signs, which must stand before every third digit, and turns the decimal sign into a
/// point. A blank that groups may be any of the blanks that do not break a line.
fn ungroup(text: &str, format: &NumberFormat) -> Result<String, Objection> {
    let groups_by = |c: char| format.grouping.is_some_and(|sign| c == sign || (is_blank(sign) && is_blank(c)));
    if !text.contains(groups_by) {
        if format.decimal != '.' && text.contains('.') {
            return Err(objection("it has a point where the column's decimal sign is another", ""));
        }
        return Ok(text.replace(format.decimal, "."));
    }
    let (whole, fraction) = text.split_once(format.decimal).map_or((text, None), |(w, f)| (w, Some(f)));
    let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let mut groups = unsigned.split(groups_by);
    let first = groups.next().unwrap_or_default();
    let well_formed = (1..=3).contains(&first.len())
        && groups.all(|group| group.len() == 3)
        && !fraction.is_some_and(|f| f.contains(groups_by));
    if !well_formed {
        let todo = "check the number with the office that sent it";
        return Err(objection("its digits are not grouped in threes", todo));
    }
    let joined: String = whole.chars().filter(|c| !groups_by(*c)).collect();
    Ok(fraction.map_or_else(|| joined.clone(), |f| format!("{joined}.{f}")))
}

/// What is odd about a number that was read, if anything: money with three digits after the point may be
/// thousands in another country's writing, and an exponent tells that a spreadsheet rounded the number.
pub(super) fn oddity(text: &str, format: &NumberFormat, money: bool) -> Option<&'static str> {
    if text.contains(['e', 'E']) {
        return Some("is in scientific notation: a spreadsheet may have rounded it");
    }
    let fraction = text.rsplit_once(format.decimal).map(|(_, fraction)| fraction)?;
    let three = fraction.bytes().take_while(u8::is_ascii_digit).count() == 3;
    (money && three).then_some("has three digits after the decimal sign: it is not read as thousands")
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
        assert_eq!(read("5 $", &plain).as_deref(), Some("5"));
        assert_eq!(read("+000000135671.45", &plain).as_deref(), Some("135671.45"));
        let wrong = [
            "12,45.00", "1,2345", ",123", "€5", "(5)", "5-", "NaN", "1 000", "#N/A", "1.234,50", "-$-5", "$$5", "5%",
            "0x10", "1_000", "−5", "½", "٣", "1e400", "$",
        ];
        for wrong in wrong {
            assert_eq!(read(wrong, &plain), None, "{wrong}");
        }
        assert_eq!(read("1,234", &money(None, false)), None);
        assert_eq!(read("-0", &plain).as_deref(), Some("0"));
    }

    #[test]
    fn parentheses_are_a_minus_only_when_the_column_says_so() {
        let accounting = money(Some(','), true);
        assert_eq!(read("(1,234.50)", &accounting).as_deref(), Some("-1234.50"));
        assert_eq!(read("($5)", &accounting).as_deref(), Some("-5"));
        assert_eq!(read("$(1,234.50)", &accounting).as_deref(), Some("-1234.50"));
        assert_eq!(read("(50.00)$", &accounting).as_deref(), Some("-50.00"));
        for wrong in ["(-5)", "(5", "5)", "()", "-$(5)", "$($5)", "$(5)$"] {
            assert_eq!(read(wrong, &accounting), None, "{wrong}");
        }
    }

    #[test]
    fn a_currency_may_be_a_word() {
        let format = NumberFormat { currency: Some("USD".to_owned()), ..money(Some(','), true) };
        for text in ["USD 1,234.50", "1,234.50 USD", "USD1,234.50"] {
            assert_eq!(read(text, &format).as_deref(), Some("1234.50"), "{text}");
        }
        assert_eq!(read("USD (1,234.50)", &format).as_deref(), Some("-1234.50"));
        assert_eq!(read("EUR 5", &format), None);
    }

    #[test]
    fn other_countries_write_other_signs() {
        let german = NumberFormat { currency: None, grouping: Some('.'), decimal: ',', parentheses: false };
        assert_eq!(read("1.234,5", &german).as_deref(), Some("1234.5"));
        assert_eq!(read("1.5", &german), None);
        let french = NumberFormat { grouping: Some(' '), ..german };
        assert_eq!(read("1\u{202f}234\u{a0}567,5", &french).as_deref(), Some("1234567.5"));
    }

    #[test]
    fn what_a_spreadsheet_may_have_done_is_told() {
        let plain = money(None, false);
        assert!(oddity("1.2E+05", &plain, false).is_some());
        assert!(oddity("1.234", &plain, true).is_some());
        assert_eq!(oddity("1.234", &plain, false), None);
        assert_eq!(oddity("1.2345", &plain, true), None);
    }
}
