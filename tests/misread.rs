//! What a project file says wrongly of exports that are well formed: a misspelt part or code, the wrong kind of export.
//! Each would give a figure that looks right and is not; so each is refused, or told with what to do.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod desk;

use desk::{Desk, HEADER, Silent, has};
use factsheet::batch::{self, Options};
use std::fs;

/// A desk with a term whose parts have these names.
fn with_term(keys: &str) -> Desk {
    Desk::new().column("sentence", &format!(r#"type = "term", {keys}"#))
}

const TERMS: &str = "case_id,outcome,seized_on,value_gbp,officer,Yrs,Mths\n";

#[test]
fn a_misspelt_part_of_a_term_is_refused_and_not_left_out_of_every_term() {
    let desk = with_term(r#"years = "Yrs", months = "Mthss""#);
    desk.put("a.csv", format!("{TERMS}C-1,Convicted,2024-02-29,1,Ann,1,6\n"));
    has(
        &desk.refused(),
        &[
            r#"input/a.csv:1: the header has no column "Mthss", which `months` of "sentence" is read from"#,
            r#"the nearest name is "Mths""#,
        ],
    );
    // Nothing is near: the key itself is named.
    let desk = with_term(r#"years = "Yrs", months = "Mths", days = "Tage""#);
    desk.put("a.csv", format!("{TERMS}C-1,Convicted,2024-02-29,1,Ann,1,6\n"));
    desk.put("b.csv", format!("{TERMS}C-2,Convicted,2024-02-29,1,Ann,1,7\n"));
    has(&desk.refused(), &[r#"the header of no file has a column "Tage""#, "leave out `days`"]);
}

#[test]
fn an_office_without_a_part_of_a_term_is_normal_unless_it_has_a_like_name() {
    let desk = with_term(r#"years = "Yrs", months = "Mths""#);
    desk.put("a.csv", format!("{TERMS}C-1,Convicted,2024-02-29,1,Ann,1,6\n"));
    desk.put("b.csv", format!("{}C-2,Convicted,2024-02-29,1,Ann,1\n", TERMS.replace(",Mths", "")));
    assert_eq!(desk.warnings(), "");
    desk.put("b.csv", format!("{}C-2,Convicted,2024-02-29,1,Ann,1,6\n", TERMS.replace("Mths", "Mnths")));
    has(
        &desk.warnings(),
        &[r#"b.csv:1: the header has no column "Mths", which"#, r#"but a column "Mnths" that is not read"#],
    );
}

#[test]
fn a_text_that_no_row_has_is_told_with_the_nearest_one() {
    let mut desk = Desk::new();
    desk.more = r#"[figures.felonies]
title = "Felonies"
source = "cases"
counts = "felonies"
where = { outcome = "Convictd" }
[figures.pleas]
title = "Pleas"
source = "cases"
counts = "pleas"
where = { outcome = { starts = "Paided" } }
[figures.of_nobody]
title = "Nobody"
source = "cases"
counts = "cases"
where = { officer = "Anm" }
[figures.found]
title = "Found"
source = "cases"
counts = "cases"
where = { outcome = { not = "Convicted", starts = "paid" } }
"#
    .to_owned();
    desk.rows("C-1,Convicted,2024-02-29,1,Ann\nC-2,Paid in full,2024-02-29,1,Bob\n");
    let warnings = desk.warnings();
    has(
        &warnings,
        &[
            r#"the figure "felonies" asks for "Convictd" in "outcome", which no row has; did you mean "Convicted"?"#,
            r#"the figure "pleas" asks for "paided" in "outcome", which no row has; did you mean "Paid in full"?"#,
        ],
    );
    // An officer is a person, whom no message names.
    has(&warnings, &["the figure \"of_nobody\" asks for \"Anm\" in \"officer\", which no row has\n"]);
    assert!(!warnings.contains("found") && !warnings.contains("Ann"), "{warnings}");
    assert!(warnings.lines().all(|line| line.contains("/factsheet.toml:")), "{warnings}");
}

fn month(number: u8) -> String {
    let row = |case: u8| format!("C-{number}-{case},Convicted,2024-{number:02}-1{case},1,Ann\n");
    format!("{HEADER}{}{}", row(1), row(2))
}

#[test]
fn monthly_parts_that_are_called_snapshots_are_asked_about_and_never_silently_dropped() {
    let desk = Desk::new().source("kind = \"snapshot\"");
    for number in 1..=3 {
        desk.put(&format!("m{number}.csv"), month(number));
    }
    has(&desk.refused(), &["are the files parts of a whole", "kind = \"changes\"", "recorded_on"]);
    // Who takes the second half of the advice still hears of it.
    let desk = Desk::new().source("kind = \"snapshot\"\nrecorded_on = \"seized_on\"");
    for number in 1..=3 {
        desk.put(&format!("m{number}.csv"), month(number));
    }
    let warnings = desk.warnings();
    for old in ["m1", "m2"] {
        has(&warnings, &[&format!("{old}.csv: 2 of the 2 rows of the snapshot ")]);
    }
    has(&warnings, &["write kind = \"changes\""]);
}

#[test]
fn a_newer_snapshot_that_has_the_rows_of_the_older_one_is_silent() {
    let desk = Desk::new().source("kind = \"snapshot\"\nrecorded_on = \"seized_on\"");
    desk.put("old.csv", month(1));
    desk.put("new.csv", format!("{}C-9,Convicted,2024-05-01,1,Ann\n", month(1)));
    assert!(!desk.warnings().contains("old.csv"), "{}", desk.warnings());
}

#[test]
fn a_record_taken_for_the_header_is_not_printed() {
    let desk = Desk::new().source("skip_lines = 2\nkey = \"case_id\"");
    desk.put("a.csv", format!("Export of May\n{HEADER}C-1,Convicted,2024-02-29,1,Ann Example\n"));
    let refused = desk.refused();
    has(&refused, &["the header is not on line 3 but on line 2", "write skip_lines = 1"]);
    assert!(!refused.contains("Ann"), "{refused}");
    // No line at all has the columns.
    let desk = Desk::new();
    desk.put("a.csv", "C-1,Convicted,2024-02-29,1,Ann Example\n");
    let refused = desk.refused();
    has(&refused, &["the line has none of the source's columns", "looked for were: case_id, outcome"]);
    assert!(!refused.contains("Ann"), "{refused}");
}

#[test]
fn a_number_column_may_have_a_unit_that_is_not_what_is_counted() {
    for (unit, printed) in [("unit = \"years\"", "Median age: 63.5 years"), ("unit = \"\"", "Median age: 63.5")] {
        let mut desk = Desk::new().column("age", "type = \"number\"");
        desk.more = format!(
            "[figures.age]\ntitle = \"Age\"\nsource = \"cases\"\ncounts = \"defendants\"\nmedian = \"age\"\ndecimals = 1\n{unit}\n"
        );
        desk.template = format!("{}\nMedian age: {{{{value \"age\" unit=true}}}}\n", desk.template);
        let header = HEADER.replace("officer\n", "officer,age\n");
        desk.put("a.csv", format!("{header}C-1,Convicted,2024-02-29,1,Ann,63\nC-2,Convicted,2024-02-29,1,Ann,64\n"));
        desk.build().unwrap();
        let sheet = desk.edition("public/sheet-2024-12.txt");
        assert!(sheet.lines().any(|line| line == printed), "{sheet}");
    }
}

/// The sum of kilograms of two rows, of which the second has no unit; or why it is refused.
fn weight(blank: &str) -> Result<String, String> {
    let kind = format!(r#"type = "quantity", unit_from = "unit"{blank}"#);
    let mut desk = Desk::new().column("weight", &kind);
    desk.more = "[figures.w]\ntitle = \"Weight\"\nsource = \"cases\"\nsum = \"weight\"\nunit = \"kg\"\n".to_owned();
    let header = HEADER.replace("officer\n", "officer,weight,unit\n");
    desk.put("a.csv", format!("{header}C-1,Convicted,2024-02-29,1,Ann,2,kg\nC-2,Convicted,2024-02-29,1,Ann,1000,\n"));
    if desk.check().ready { Ok(desk.figure("Weight")) } else { Err(desk.refused()) }
}

#[test]
fn the_project_says_what_an_amount_without_a_unit_is() {
    has(&weight("").unwrap_err(), &["a.csv:3:7: unit: \"\": the quantity has no unit", "blank_unit = \"kg\""]);
    assert_eq!(weight(", blank_unit = \"g\"").unwrap(), "3.0 kg");
    assert_eq!(weight(", blank_unit = \"missing\"").unwrap(), "2.0 kg");
}

/// The largest term in months of a file with one row, or why it is refused.
fn term(keys: &str, years: &str, months: &str) -> Result<String, String> {
    let mut desk = with_term(keys);
    desk.more = "[figures.t]\ntitle = \"Term\"\nsource = \"cases\"\nlargest = \"sentence\"\ndecimals = 0\n".to_owned();
    desk.put("a.csv", format!("{TERMS}C-1,Convicted,2024-02-29,1,Ann,{years},{months}\n"));
    if desk.check().ready { Ok(desk.figure("Term")) } else { Err(desk.refused()) }
}

#[test]
fn special_values_of_a_term_are_said_and_not_guessed() {
    has(&term("months = \"Mths\"", "", "LIFE").unwrap_err(), &["in `life_is` if it means life"]);
    let keys = r#"months = "Mths", life_is = ["Life", "470"], missing = ["9996", "Time served"]"#;
    assert_eq!(term(keys, "", "LIFE").unwrap(), "life");
    assert_eq!(term(keys, "", "470").unwrap(), "life");
    assert_eq!(term(keys, "", "47").unwrap(), "47 months");
    assert_eq!(term(keys, "", "9996").unwrap(), "[x]");
    assert_eq!(term(keys, "", "Time served").unwrap(), "[x]");
    // A number that means life in one part could be an honest value of the other.
    let both = r#"years = "Yrs", months = "Mths", life_is = ["470"]"#;
    has(&term(both, "1", "470").unwrap_err(), &["`life_is`: 470 would mean life in years, months and days alike"]);
}

#[test]
fn a_text_may_mean_missing_in_one_column_only() {
    let desk = Desk::new().column("value_gbp", "type = \"money\", missing = [\"unknown\"]");
    desk.rows("C-1,Convicted,2024-02-29,unknown,Ann\nC-2,Convicted,2024-02-29,5,unknown\n");
    assert_eq!(desk.figure("Value"), "$5.00");
    let desk = Desk::new();
    desk.rows("C-1,Convicted,2024-02-29,unknown,Ann\n");
    has(&desk.refused(), &["if the word means that there is no number, list it in the column's `missing`"]);
}

#[test]
fn a_footer_is_passed_over_and_a_record_is_not_without_a_word() {
    let rows = "C-1,Convicted,2024-02-29,5,Ann\n";
    let footer = "\nTotal Records: 1\n\n";
    let desk = Desk::new();
    desk.rows(&format!("{rows}{footer}"));
    has(&desk.refused(), &["write skip_last_lines = 1"]);
    let desk = Desk::new().source("key = \"case_id\"\nskip_last_lines = 1");
    desk.rows(&format!("{rows}{footer}"));
    assert_eq!(desk.figure("Cases"), "1 cases");
    assert_eq!(desk.warnings(), "");
    desk.rows(&format!("{rows}C-2,Convicted,2024-03-01,5,Bob\n"));
    let warnings = desk.warnings();
    has(&warnings, &["cases.csv:3:1: a line that skip_last_lines passes over has 5 values"]);
    assert!(!warnings.contains("Bob"), "{warnings}");
    let desk = Desk::new().source("key = \"case_id\"\nskip_last_lines = 3");
    desk.rows(rows);
    has(&desk.refused(), &["no header above its last 3 lines", "lower skip_last_lines"]);
}

/// What is said of a date column, of one value on each row.
fn dates(keys: &str, values: &[&str]) -> Result<String, String> {
    let desk = Desk::new().column("seized_on", &format!("type = \"date\", {keys}"));
    let rows = values.iter().enumerate().map(|(at, value)| format!("C-{at},Convicted,{value},5,Ann\n"));
    desk.rows(&rows.collect::<String>());
    if desk.check().ready { Ok(desk.figure("Cases")) } else { Err(desk.refused()) }
}

#[test]
fn a_format_is_checked_when_the_project_is_read() {
    let said = dates(r#"formats = ["YYYY-MM-DD", "%Y-%q"]"#, &["2024-01-31"]).unwrap_err();
    has(&said, &["\"YYYY-MM-DD\" names no part of a date", "\"%Y-%m-%d\""]);
    has(&said, &["\"%Y-%q\" has the unknown sign \"%q\""]);
}

#[test]
fn a_format_that_would_read_the_whole_column_is_named() {
    let iso = r#"formats = ["%Y-%m-%d"]"#;
    has(
        &dates(iso, &["31/01/2024", "2/1/2024"]).unwrap_err(),
        &["; \"%d/%m/%Y\" would read every value of the column"],
    );
    let both = dates(iso, &["1/2/2024", "2/1/2024"]).unwrap_err();
    has(&both, &["\"%m/%d/%Y\" and \"%d/%m/%Y\" would each read every value of it: ask the office"]);
    // One good value tells that the listed format is the column's.
    assert!(!dates(iso, &["31/01/2024", "2/1/2024", "2024-01-01"]).unwrap_err().contains("would read"));
}

#[test]
fn two_digits_of_a_year_are_read_only_in_the_century_that_the_project_says() {
    let said = dates(r#"formats = ["%d-%b-%y"]"#, &["01-OCT-24"]).unwrap_err();
    has(&said, &["do not say its century", "century = 2000"]);
    let keys = r#"formats = ["%d-%b-%y"], century = 2000"#;
    assert_eq!(dates(keys, &["01-OCT-24"]).unwrap(), "1 cases");
    // 1999 would be before the program; 2099 is after the as-of date, and neither is counted.
    let desk = Desk::new().column("seized_on", &format!("type = \"date\", {keys}"));
    desk.rows("C-1,Convicted,01-OCT-99,5,Ann\n");
    has(&desk.warnings(), &["seized_on is after the as-of date"]);
    has(&dates(r#"formats = ["%d-%b-%y"], century = 24"#, &["01-OCT-24"]).unwrap_err(), &["24 is no century"]);
}

#[test]
fn the_project_file_is_told_what_to_do() {
    let mut desk = Desk::new();
    desk.rows("C-1,Convicted,2024-02-29,5,Ann\n");
    desk.more = r#"[[facts]]
name = "a"
value = "x"
[[facts]]
name = "a"
value = "y"
[codes.list]
B = "Bronx"
C = ""
[figures.f]
title = "F"
source = "cases"
counts = "cases"
by = ["seized_on", "mnth"]
on = "seized_on"
"#
    .to_owned();
    desk.program = "language = \"english please\"\n".to_owned();
    let desk = desk.column("outcome", "type = \"code\"");
    has(
        &desk.refused(),
        &[
            "two facts are named \"a\"",
            "the code \"C\" or its name is blank",
            "\"english please\" is no language tag",
            "break down by year, fiscal_year, quarter, fiscal_quarter or month",
            "did you mean \"month\"?",
        ],
    );
    let mut desk = Desk::new();
    desk.program = "language = \"es-MX\"\n".to_owned();
    has(&desk.refused(), &["sheets are in English, and \"es-MX\" is another language", "{{lang \"es\" \"…\"}}"]);
    let desk = Desk::new().column("outcome", "type = \"code\", codes = \"l\"");
    let mut desk = desk;
    desk.more = "[codes.l]\nB = \"Bronx\"\n[figures.f]\ntitle = \"F\"\nsource = \"cases\"\ncounts = \"cases\"\n\
                 where = { outcome = \"Bronx\" }\n"
        .to_owned();
    has(&desk.refused(), &["\"Bronx\" is not in the code list \"l\"", "write the code, \"B\""]);
    desk.program = "as_of = \"2024-12-31\"".to_owned();
    has(&desk.refused(), &["write a date without quotes: 2024-12-31"]);
}

#[test]
fn a_source_without_files_is_told_what_lies_where_they_are_looked_for() {
    let desk = Desk::new();
    let refused = desk.refused();
    has(
        &refused,
        &["cases: the source has no export", "its files are looked for as input/*.csv", "there are no files in "],
    );
    desk.put("cases.cvs", HEADER);
    has(&desk.refused(), &["/input, the names are: cases.cvs"]);
    // With another folder it is that one whose files are named.
    let other = desk.path("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("cases.txt"), HEADER).unwrap();
    let options = Options { input: Some(other), ..desk.options("2024-12-31") };
    let report = batch::check(&options, &Silent).unwrap();
    has(&report.awaited[0].todo, &["/other, ", "cases.txt"]);
}

#[test]
fn a_file_beside_the_project_is_called_by_its_plain_name() {
    let desk = Desk::new();
    let options = desk.options("2024-12-31");
    let file = desk.path("factsheet.toml");
    let text = fs::read_to_string(&file).unwrap().replace("input/*.csv", "*.csv");
    fs::write(file, text).unwrap();
    fs::write(desk.path("a.csv"), "x\n").unwrap();
    let report = batch::check(&options, &Silent).unwrap();
    let place = &report.problems[0].place.file;
    assert!(place.ends_with("/a.csv") && !place.contains("/./"), "{place}");
}

#[test]
fn a_label_in_a_template_gets_its_code() {
    let mut desk = Desk::new().column("outcome", "type = \"code\", codes = \"l\"");
    desk.rows("C-1,B,2024-02-29,5,Ann\n");
    desk.more = "[codes.l]\nB = \"Bronx\"\n[figures.f]\ntitle = \"F\"\nsource = \"cases\"\ncounts = \"cases\"\n\
                 by = [\"outcome\"]\n"
        .to_owned();
    desk.template = desk.template.replace("## By officer", "{{value \"f\" outcome=\"Bronx\"}}\n\n## By officer");
    has(&desk.refused(), &["unknown code \"Bronx\"", "write the code, \"B\""]);
}

#[test]
fn a_deletion_in_another_spelling_is_told_and_none_at_all_is_normal() {
    let desk = Desk::new().source("key = \"case_id\"\ndeleted = { column = \"outcome\", is = \"Removed\" }");
    desk.rows("C-1,Convicted,2024-02-29,5,Ann\n");
    assert_eq!(desk.warnings(), "");
    desk.rows("C-1,Convicted,2024-02-29,5,Ann\nC-2,REMOVED,2024-02-29,5,Ann\n");
    has(&desk.warnings(), &["say \"Removed\" in \"outcome\", which no row does; did you mean \"REMOVED\"?"]);
}

#[test]
fn a_privacy_rule_that_meets_no_row_is_told() {
    let mut desk = Desk::new();
    desk.rows("C-1,Juvenile,2024-02-29,5,Ann\nC-2,Adult,2024-02-29,5,Ann\n");
    desk.more = "[[privacy.exclude]]\nsource = \"cases\"\nreason = \"juveniles\"\nwhere = { outcome = \"Juvenil\" }\n"
        .to_owned();
    has(&desk.warnings(), &["the privacy rule \"juveniles\" asks for \"Juvenil\"", "did you mean \"Juvenile\"?"]);
}
