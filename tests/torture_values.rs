//! Numbers and dates as systems and spreadsheets write them: read exactly as the column lists them, or refused with
//! the reason. The numbers in the names are those of the list of hard cases the project began with.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

mod desk;

use desk::{Desk, has};

/// The sum of a single value, or why it is refused.
fn value(kind: &str, field: &str) -> Result<String, String> {
    let desk = Desk::new().column("value_gbp", kind);
    one(desk, "2024-02-29", field, "Value")
}

/// The number of cases on a single date, or why it is refused.
fn date(keys: &str, field: &str) -> Result<String, String> {
    one(Desk::new().column("seized_on", &format!("type = \"date\", {keys}")), field, "1", "Cases")
}

fn one(desk: Desk, date: &str, value: &str, figure: &str) -> Result<String, String> {
    let quote = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    desk.rows(&format!("C-1,Convicted,{},{},Ann\n", quote(date), quote(value)));
    if desk.check().ready { Ok(desk.figure(figure)) } else { Err(desk.refused()) }
}

const PLAIN: &str = r#"type = "money", currency = "£", grouping = ",""#;
const ACCOUNTING: &str = r#"type = "money", currency = "£", grouping = ",", parentheses = true"#;

fn refused(kind: &str, field: &str, why: &[&str]) {
    let text = value(kind, field).expect_err(field);
    has(&text, &["input/cases.csv:2:4: value_gbp:"]);
    has(&text, why);
}

#[test]
fn v01_parentheses_are_minus_when_configured_and_never_plus() {
    refused(PLAIN, "(1,234.50)", &["the parentheses may mean a negative number", "parentheses = true"]);
    assert_eq!(value(ACCOUNTING, "(1,234.50)").unwrap(), "-£1,234.50");
    refused(ACCOUNTING, "(-1,234.50)", &["a sign inside parentheses"]);
}

#[test]
fn v03_a_minus_at_the_end_is_refused() {
    refused(PLAIN, "1234.50-", &["it is not a number", "a minus stands before the number"]);
}

#[test]
fn v05_groups_that_are_not_threes_are_refused() {
    for field in ["1,23,4.5", "12,34", "1,2345", ",123", "1,234,5"] {
        refused(PLAIN, field, &["not grouped in threes"]);
    }
}

#[test]
fn v07_three_digits_after_the_point_are_a_fraction_and_told() {
    assert_eq!(value(PLAIN, "1.234").unwrap(), "£1.23");
    let desk = Desk::new();
    desk.rows("C-1,Convicted,2024-02-29,1.234,Ann\n");
    has(&desk.warnings(), &["cases.csv:2: value_gbp: a number has three digits after the decimal sign"]);
}

#[test]
fn v09_the_configured_currency_is_taken_off_and_no_other() {
    for field in ["£1234.50", "£ 1234.50", "1234.50 £", "1234.50"] {
        assert_eq!(value(PLAIN, field).unwrap(), "£1,234.50", "{field}");
    }
    for field in ["$1234.50", "€1", "££1", "GBP 1"] {
        refused(PLAIN, field, &["it is not a number"]);
    }
}

#[test]
fn v11_scientific_notation_is_exact_and_told() {
    assert_eq!(value(PLAIN, "1.2E+05").unwrap(), "£120,000.00");
    let desk = Desk::new();
    desk.rows("C-1,Convicted,2024-02-29,1.2E+05,Ann\n");
    has(
        &desk.warnings(),
        &["value_gbp: a number is in scientific notation: a spreadsheet may have rounded it (1 row)"],
    );
}

#[test]
fn v13_v15_what_is_no_number_is_refused() {
    for field in
        ["NaN", "inf", "١٢٣", "१२", "1 234", "1\u{a0}234", "0x1F", "1_000", "½", "−5", "twelve", "12%", "1e", "."]
    {
        refused(PLAIN, field, &["it is not a number"]);
    }
    refused(PLAIN, "١٢٣", &["the digits 0 to 9"]);
}

#[test]
fn v17_big_numbers_are_exact_or_an_error() {
    assert_eq!(value(PLAIN, "99999999999999999999.99").unwrap(), "£99,999,999,999,999,999,999.99");
    refused(PLAIN, &"9".repeat(45), &["more digits than can be held exactly"]);
    refused(PLAIN, "1e400", &["more digits than can be held exactly"]);
    assert_eq!(value(PLAIN, "-0").unwrap(), "£0.00");
    assert_eq!(value(PLAIN, "+000000135671.45").unwrap(), "£135,671.45");
}

#[test]
fn v19_sums_are_rounded_once_and_half_up() {
    let desk = Desk::new();
    desk.rows("C-1,a,2024-02-29,1.005,Ann\n");
    assert_eq!(desk.figure("Value"), "£1.01");
    desk.rows("C-1,a,2024-02-29,1.005,Ann\nC-2,a,2024-02-29,1.005,Ann\nC-3,a,2024-02-29,1.004,Ann\n");
    assert_eq!(desk.figure("Value"), "£3.01");
}

#[test]
fn v21_an_error_of_a_spreadsheet_is_not_missing() {
    for field in ["#N/A", "#REF!", "#DIV/0!", "########"] {
        refused(PLAIN, field, &["a spreadsheet wrote an error in place of the value"]);
    }
    let desk = Desk::new();
    desk.rows("C-1,#N/A,2024-02-29,1,Ann\n");
    has(&desk.refused(), &["cases.csv:2:2: outcome: \"#N/A\": a spreadsheet wrote an error"]);
    let mapped = Desk::new().source("key = \"case_id\"\nmissing = [\"#N/A\"]");
    mapped.rows("C-1,#N/A,2024-02-29,#N/A,Ann\n");
    assert_eq!(mapped.figure("Cases"), "1 cases");
}

#[test]
fn v23_v25_missing_is_counted_as_missing_and_never_as_nothing() {
    refused(PLAIN, "N/A", &["it is not a number"]);
    let desk = Desk::new().source("key = \"case_id\"\nmissing = [\"N/A\"]");
    desk.rows("C-1,a,2024-02-29,N/A,Ann\nC-2,a,2024-02-29,,Ann\nC-3,a,2024-02-29,10,\nC-4,a,2024-02-29,20,Ann\n");
    assert_eq!(desk.figure("Value"), "£30.00");
    assert_eq!(desk.figure("Mean value"), "£15.00");
    has(&desk.edition("internal/quality.md"), &["Rows in scope without a value: value_gbp 2, officer 1."]);
    has(&desk.edition("public/sheet-2024-12.txt"), &["Not recorded"]);
}

const ISO: &str = r#"formats = ["%Y-%m-%d"]"#;
const US: &str = r#"formats = ["%m/%d/%Y"]"#;

fn no_date(keys: &str, field: &str, why: &[&str]) {
    let text = date(keys, field).expect_err(field);
    has(&text, &["input/cases.csv:2:3: seized_on:", "it is not a date in a listed format"]);
    has(&text, why);
}

#[test]
fn d01_d03_leap_days_are_those_of_the_calendar() {
    assert_eq!(date(ISO, "2024-02-29").unwrap(), "1 cases");
    for field in ["1900-02-29", "2023-02-29", "2024-02-30", "2024-04-31"] {
        no_date(ISO, field, &["the listed formats are: %Y-%m-%d"]);
    }
}

#[test]
fn d05_day_and_month_are_never_guessed() {
    no_date(ISO, "03/04/2024", &[]);
    assert_eq!(date(US, "03/04/2024").unwrap(), "1 cases");
    no_date(US, "13/04/2024", &[]);
    // The day is the one that the format says: March 4 in the one, April 3 in the other.
    let year = |keys: &str| Desk::new().column("seized_on", &format!("type = \"date\", {keys}"));
    for (keys, month) in [(US, "2024-03"), (r#"formats = ["%d/%m/%Y"]"#, "2024-04")] {
        let desk = year(keys);
        desk.rows("C-1,a,03/04/2024,1,Ann\n");
        assert_eq!(desk.check_as_of(&format!("{month}-30")).warnings, []);
    }
}

#[test]
fn d07_serial_numbers_are_told_for_what_they_are() {
    no_date(ISO, "45351", &["Excel serial number, counted from 1900 or from 1904"]);
    no_date(ISO, "45351.75", &["Excel serial number"]);
}

#[test]
fn d09_a_time_that_a_zone_skips_keeps_its_day() {
    let mut desk = Desk::new().column("seized_on", r#"type = "date", formats = ["%Y-%m-%dT%H:%M:%S"]"#);
    desk.program = "time_zone = \"Europe/London\"".to_owned();
    desk.rows("C-1,a,2024-03-31T01:30:00,1,Ann\n");
    assert_eq!(desk.figure("Cases"), "1 cases");
}

#[test]
fn d11_the_configured_zone_chooses_the_day() {
    let day_in = |zone: &str| {
        let mut desk = Desk::new().column("seized_on", r#"type = "date", formats = ["%Y-%m-%dT%H:%M:%S%z"]"#);
        desk.program = format!("time_zone = \"{zone}\"");
        desk.rows("C-1,a,2024-03-31T23:30:00-05:00,1,Ann\n");
        let after = desk.check_as_of("2024-03-31").warnings;
        if after.is_empty() { "2024-03-31" } else { "2024-04-01" }
    };
    assert_eq!(day_in("America/Chicago"), "2024-03-31");
    assert_eq!(day_in("Europe/London"), "2024-04-01");
    assert_eq!(day_in("Asia/Tokyo"), "2024-04-01");
    // Without a zone the day would be a guess.
    let desk = Desk::new().column("seized_on", r#"type = "date", formats = ["%Y-%m-%dT%H:%M:%S%z"]"#);
    desk.rows("C-1,a,2024-03-31T23:30:00-05:00,1,Ann\n");
    has(&desk.refused(), &["an offset needs the time zone whose calendar gives the day"]);
    let mut desk = Desk::new();
    desk.program = "time_zone = \"Europe/Londn\"".to_owned();
    desk.rows("");
    has(&desk.refused(), &["there is no time zone \"Europe/Londn\"", "Europe/London"]);
}

#[test]
fn d13_dates_that_are_none_are_refused() {
    for field in
        ["0000-00-00", "2024-00-10", "2024-13-01", "24-02-29", "2024-2-29x", "FY2024", "today", "2024", "0024-02-01"]
    {
        no_date(ISO, field, &[]);
    }
    for field in ["00/00/0000", "2/30/2024", "2/1/24", "2/1/0024"] {
        no_date(US, field, &[]);
    }
    for field in ["31-APR-2024", "29-FEB-2023", "1-SEPTEMBER-2024", "01-XXX-2024"] {
        no_date(r#"formats = ["%d-%b-%Y"]"#, field, &[]);
    }
    for field in ["04-dec-2023", "04-DEC-2023", "4-Dec-2023"] {
        assert_eq!(date(r#"formats = ["%d-%b-%Y"]"#, field).unwrap(), "1 cases", "{field}");
    }
}

#[test]
fn d15_a_fiscal_year_may_start_on_april_6() {
    let by_year = |start: &str, day: &str| {
        let mut desk = Desk::new();
        desk.program = format!("fiscal_year_starts = {start}");
        desk.rows(&format!("C-1,a,{day},1,Ann\n"));
        desk.figure("Cases");
        let figures = desk.edition("public/figures-2024-12.csv");
        let year = figures.lines().find(|line| line.starts_with("cases,Cases,FY") && line.contains(",1,1 "));
        year.unwrap_or_else(|| panic!("{figures}")).split(',').nth(2).unwrap().to_owned()
    };
    assert_eq!(by_year("\"04-06\"", "2024-04-05"), "FY2024");
    assert_eq!(by_year("\"04-06\"", "2024-04-06"), "FY2025");
    assert_eq!(by_year("4", "2024-03-31"), "FY2024");
    assert_eq!(by_year("4", "2024-04-05"), "FY2025");
}

#[test]
fn an_event_outside_the_period_is_told() {
    let desk = Desk::new();
    desk.rows("C-1,a,2025-01-01,1,Ann\nC-2,a,2019-12-31,1,Ann\nC-3,a,2024-01-01,1,Ann\n");
    has(
        &desk.warnings(),
        &["after the as-of date, 2024-12-31; such events are not counted (1 row)", "before the program's start"],
    );
    assert_eq!(desk.figure("Cases"), "1 cases");
}

#[test]
fn the_later_row_is_told_down_to_the_second() {
    let desk = Desk::new()
        .source("key = \"case_id\"\nlatest_by = \"entered\"")
        .column("entered", r#"type = "date", formats = ["%Y-%m-%d %H:%M:%S%.f"]"#);
    let header = "case_id,outcome,seized_on,value_gbp,officer,entered\n";
    desk.put(
        "a.csv",
        format!("{header}C-1,a,2024-01-01,2,Ann,2024-02-01 10:00:00.5\nC-1,a,2024-01-01,1,Ann,2024-02-01 10:00:00\n"),
    );
    assert_eq!(desk.figure("Value"), "£2.00");
}

#[test]
fn a_contradiction_among_rows_that_were_replaced_is_none_in_any_order() {
    let rows = ["C-1,a,2024-01-01,1,Ann,1\n", "C-1,b,2024-01-01,1,Ann,1\n", "C-1,c,2024-01-01,3,Ann,2\n"];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]] {
        let desk = Desk::new().source("key = \"case_id\"\nlatest_by = \"no\"").column("no", r#"type = "number""#);
        let rows: String = order.iter().map(|&index| rows[index]).collect();
        desk.put("a.csv", format!("case_id,outcome,seized_on,value_gbp,officer,no\n{rows}"));
        assert_eq!(desk.figure("Value"), "£3.00");
        assert_eq!(desk.check().sources[0].total.superseded, 2);
    }
}
