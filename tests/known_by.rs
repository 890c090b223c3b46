//! What was known on a day: rows that were recorded later are not there, what is sealed now stays hidden, and nothing
//! of it goes into an edition or is published.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod desk;

use desk::{Desk, Silent, has};
use factsheet::batch::{Options, build, build_and_publish, publish};
use factsheet::value::Day;
use std::fs;

const SEALED: &str = r#"
[[privacy.exclude]]
source = "cases"
reason = "sealed cases"
where = { outcome = "sealed" }
"#;

/// A desk whose second column says when a row was recorded. C1 was known early and C2 late; C3 was known early and has
/// been sealed since; C4 was known early and has since been corrected to another month; C5 was known late.
fn desk() -> Desk {
    let mut desk = Desk::new()
        .source("key = \"case_id\"\nkind = \"snapshot\"\nrecorded_on = \"recorded\"\nlatest_by = [\"recorded\"]")
        .column("outcome", r#"type = "text""#)
        .column("recorded", r#"type = "date", formats = ["%Y-%m-%d"]"#);
    desk.more = SEALED.to_owned();
    desk.put(
        "cases.csv",
        "case_id,outcome,seized_on,value_gbp,officer,recorded\n\
         C1,open,2024-02-10,100,Ito,2024-03-01\n\
         C2,open,2024-02-11,200,Ito,2024-05-02\n\
         C3,open,2024-02-12,400,Ito,2024-03-02\n\
         C3,sealed,2024-02-12,400,Ito,2024-05-03\n\
         C4,open,2024-02-13,800,Ito,2024-03-03\n\
         C4,open,2024-03-13,800,Ito,2024-05-04\n\
         C5,open,2024-02-14,800,Ito,2024-05-04\n",
    );
    desk
}

fn known_by(desk: &Desk, day: &str) -> Options {
    Options { known_by: Some(Day::parse(day).unwrap()), ..desk.options("2024-02-29") }
}

#[test]
fn a_row_that_was_recorded_later_is_not_counted_and_what_is_sealed_now_stays_hidden() {
    let desk = desk();
    build(&desk.options("2024-02-29"), &Silent).unwrap();
    let cases = |folder: &str| {
        let text = fs::read_to_string(desk.path(folder).join("public/figures-2024-02.csv")).unwrap();
        let line = text.lines().find(|line| line.starts_with("cases,Cases,to-date,")).unwrap().to_owned();
        line.split(',').nth(8).unwrap().to_owned()
    };
    assert_eq!(cases("out/2024-02-29"), "3");
    build(&known_by(&desk, "2024-04-01"), &Silent).unwrap();
    assert_eq!(cases("out/partial/2024-02-29-known-by-2024-04-01"), "2");
    // On the day of the last entry everything is known, and the edition itself is as it was.
    build(&known_by(&desk, "2024-05-04"), &Silent).unwrap();
    assert_eq!(cases("out/partial/2024-02-29-known-by-2024-05-04"), "3");
    assert_eq!(cases("out/2024-02-29"), "3");
}

#[test]
fn a_sealed_record_that_was_deleted_since_stays_hidden() {
    let mut desk = desk();
    desk.source.push_str("\ndeleted = { column = \"outcome\", is = \"gone\" }");
    let path = desk.path("input/cases.csv");
    let rows = fs::read_to_string(&path).unwrap();
    // C3 was known early, then sealed, then expunged; C6 was known early and then deleted as an error.
    let more = "C3,gone,2024-02-12,400,Ito,2024-05-05\n\
                C6,open,2024-02-15,1,Ito,2024-03-05\nC6,gone,2024-02-15,1,Ito,2024-05-05\n";
    fs::write(&path, rows + more).unwrap();
    build(&known_by(&desk, "2024-04-01"), &Silent).unwrap();
    let text = desk.path("out/partial/2024-02-29-known-by-2024-04-01/public/figures-2024-02.csv");
    let text = fs::read_to_string(text).unwrap();
    has(&text, &["cases,Cases,to-date,2020-01-01,2024-02-29,,,,3,"]);
}

#[test]
fn what_was_known_on_a_day_is_not_published() {
    let desk = desk();
    let options = known_by(&desk, "2024-04-01");
    for refused in [publish(&options, &Silent), build_and_publish(&options, &Silent)] {
        let error = refused.unwrap_err();
        assert_eq!(error.exit_code(), 2);
        has(&error.to_string(), &["what was known on 2024-04-01", "leave --known-by out"]);
    }
    assert!(!desk.path("published").exists() && !desk.path("out").exists());
}
