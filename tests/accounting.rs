//! An edition after another: each figure follows from what it was by key, and what it no longer counts stops the build
//! until a person has said why. What is said in public never tells that somebody is protected.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod desk;

use desk::{Desk, has};
use factsheet::batch::Error;
use std::fs;

const FEBRUARY: &str = "C1,open,2024-01-10,100,Ito\nC2,open,2024-02-11,200,Ito\nC3,open,2024-02-29,300,Mbeki\n";

const RESTATEMENT: &str = r#"
[[restatements]]
edition = 2024-03-31
figure = ["cases", "value", "mean_value"]
withdrawn = 1
reason = "One case was entered in error"
who = "A. Clerk"
"#;

const SEALED: &str = r#"
[[privacy.exclude]]
source = "cases"
reason = "sealed cases"
where = { outcome = "sealed" }
"#;

/// A desk on which the edition of February was built, and five cases of March have come in.
fn in_march(change: impl Fn(&str) -> String) -> Desk {
    let desk = Desk::new().source("key = \"case_id\"\nkind = \"snapshot\"").column("outcome", r#"type = "text""#);
    desk.rows(FEBRUARY);
    desk.build_as_of("2024-02-29").unwrap();
    let march: String = (4..9).map(|n| format!("C{n},open,2024-03-0{n},10,Ito\n")).collect();
    desk.rows(&change(&format!("{FEBRUARY}{march}")));
    desk
}

/// Everything that keeps the edition of March from being built.
fn refused(desk: &Desk) -> String {
    let Err(Error::Refused(refused)) = desk.build_as_of("2024-03-31") else { panic!("it was built") };
    assert!(!desk.path("out/2024-03-31").exists());
    refused.problems.iter().map(|problem| format!("{problem}\n")).collect()
}

fn read(desk: &Desk, name: &str) -> String {
    fs::read_to_string(desk.path("out/2024-03-31").join(name)).unwrap()
}

#[test]
fn a_row_that_is_gone_stops_the_build_although_five_came_in() {
    let mut desk = in_march(|rows| rows.replace("C2,open,2024-02-11,200,Ito\n", ""));
    let said = refused(&desk);
    has(
        &said,
        &[
            "input/cases.csv: \"cases\" no longer counts 1 of the cases that the edition of 2024-02-29 counted: C2 (cases.csv: it is no longer in the exports)",
            "write [[restatements]] with edition = 2024-03-31, figure = \"cases\", withdrawn = 1, reason and who",
            "\"value\" no longer counts 1 of the records",
        ],
    );
    assert_eq!(said.matches("C2").count(), 3, "once for each figure, and not as a record of its own: {said}");
    desk.more = RESTATEMENT.to_owned();
    desk.build_as_of("2024-03-31").unwrap();
    has(
        &read(&desk, "public/sheet-2024-03.txt"),
        &["One case was entered in error. Figures are revised as records are corrected."],
    );
    has(
        &read(&desk, "internal/quality.md"),
        &["| cases | cases | 3 | 5 | 0 | 1 | 7 |", "| value | records | 3 | 5 | 0 | 1 | 7 |"],
    );
    let accounting: serde_json::Value = serde_json::from_str(&read(&desk, "internal/accounting.json")).unwrap();
    assert_eq!(accounting["figures"][0]["withdrawals"][0]["key"][0], "C2");
    let sum = &accounting["figures"][1]["sum"];
    let sum = ["previous", "new", "late", "withdrawn", "changed", "now"].map(|key| sum[key].as_str().unwrap());
    assert_eq!(sum, ["600", "50", "0", "200", "0", "450"]);
}

#[test]
fn a_restatement_counts_what_it_explains_and_names_figures_that_exist() {
    let mut desk =
        in_march(|rows| rows.replace("C2,open,2024-02-11,200,Ito\n", "").replace("C1,open,2024-01-10,100,Ito\n", ""));
    desk.more = RESTATEMENT.to_owned();
    has(
        &refused(&desk),
        &[
            "is restated for 1 of the cases, and the edition of 2024-02-29 counted 2 that are withdrawn: C1",
            "write withdrawn = 2",
        ],
    );
    desk.more = RESTATEMENT.replace("\"cases\",", "\"casse\",").replace("withdrawn = 1", "withdrawn = 0");
    has(&refused(&desk), &["unknown figure \"casse\"", "did you mean \"cases\"?", "0 is no number of withdrawals"]);
    // A figure that falls in normal life needs no reason; its records are accounted for all the same.
    desk.more = RESTATEMENT.replace("withdrawn = 1", "withdrawn = 2").replace("\"value\", ", "");
    let said = refused(&desk);
    has(&said, &["\"value\" no longer counts 2"]);
    assert_eq!(said.matches("no longer counts").count(), 1, "{said}");
}

#[test]
fn a_late_entry_is_told_from_a_new_one_and_an_amount_that_changed_is_a_warning() {
    let desk =
        in_march(|rows| format!("{}C9,open,2024-02-20,1,Ito\n", rows.replace("2024-02-29,300", "2024-02-29,301")));
    let report = desk.build_as_of("2024-03-31").unwrap();
    has(&read(&desk, "internal/quality.md"), &["| cases | cases | 3 | 5 | 1 | 0 | 9 |"]);
    let warnings: String = report.warnings.iter().map(|w| format!("{}: {}\n", w.place, w.what)).collect();
    has(
        &warnings,
        &["value: the amounts of 1 of its records are others than in the edition of 2024-02-29: together 1 more"],
    );
    // The same edition can be built again, and the edition before is held against nothing later.
    desk.build_as_of("2024-03-31").unwrap();
}

#[test]
fn nothing_in_public_tells_that_a_case_was_sealed() {
    let mut desk = in_march(|rows| rows.replace("C2,open", "C2,sealed"));
    desk.more = SEALED.to_owned();
    let said = refused(&desk);
    has(
        &said,
        &["C2 (cases.csv:3: a privacy rule leaves it out)", "withdrawn = 1, kind = \"privacy\", reason and who"],
    );
    // Under a kind whose reason is printed it would tell.
    desk.more = format!("{SEALED}{RESTATEMENT}");
    has(
        &refused(&desk),
        &[
            "a privacy rule is why \"cases\" no longer counts 1 of the cases, and the reason would be printed",
            "kind = \"privacy\"",
        ],
    );
    desk.more = format!("{SEALED}{}", RESTATEMENT.replace("who =", "kind = \"privacy\"\nwho ="));
    desk.build_as_of("2024-03-31").unwrap();
    let sealed = read(&desk, "public/sheet-2024-03.txt");
    // The same exports without the case: what is published must not differ by a byte from what nobody had to restate.
    let mut plain = in_march(|rows| rows.replace("C2,open,2024-02-11,200,Ito\n", ""));
    plain.more = SEALED.to_owned();
    fs::remove_dir_all(plain.path("out")).unwrap();
    plain.build_as_of("2024-03-31").unwrap();
    assert_eq!(sealed, read(&plain, "public/sheet-2024-03.txt"));
    for name in ["figures-2024-03.csv", "figures-2024-03.json"] {
        assert_eq!(read(&desk, &format!("public/{name}")), read(&plain, &format!("public/{name}")));
    }
}

/// The notes of the sheet ask for late entries.
const LATE: &str = r#"counting = "Cases count rows.{{#if late.cases}} {{late.cases}} entries came late.{{/if}}""#;

/// A desk in March, on which so many cases of February came late.
fn with_late_entries(number: u32, more: &str) -> Desk {
    let late: String = (0..number).map(|n| format!("L{n:04},open,2024-02-15,1,Ito\n")).collect();
    let mut desk = in_march(|rows| format!("{rows}{late}"));
    desk.template = desk.template.replace(r#"counting = "Cases count rows.""#, LATE);
    desk.more = more.to_owned();
    desk
}

#[test]
fn a_sheet_tells_late_entries_when_its_template_asks() {
    let mut desk = with_late_entries(1200, "");
    desk.formats = r#"["txt", "docx"]"#.to_owned();
    desk.build_as_of("2024-03-31").unwrap();
    has(&read(&desk, "public/sheet-2024-03.txt"), &["Cases count rows. 1,200 entries came late."]);
    // An edited sheet is refreshed from the printed texts, so the number is one of them; one that nobody asked for is
    // not.
    let figures = read(&desk, "public/figures-2024-03.json");
    assert!(figures.contains("late-cases") && !figures.contains("late-value"), "{figures}");
    // Without an edition before there is nothing to be late for.
    fs::remove_dir_all(desk.path("out")).unwrap();
    desk.build_as_of("2024-03-31").unwrap();
    assert!(!read(&desk, "public/sheet-2024-03.txt").contains("came late"));

    let asks = desk.template.clone();
    desk.template = asks.replace("{{late.cases}}", "{{late.casse}}");
    has(&refused_anew(&desk), &["unknown name \"late.casse\"", "did you mean \"late.cases\"?"]);
    desk.template = asks.replace(&LATE[LATE.find("{{#if").unwrap()..], "{{late.cases}}\"");
    fs::remove_dir_all(desk.path("out")).unwrap();
    has(&refused_anew(&desk), &["\"late.cases\" has no value in this edition", "{{#if late.cases}}"]);
}

/// Everything that keeps the edition of March from being built, whether an earlier one lies there or not.
fn refused_anew(desk: &Desk) -> String {
    let Err(Error::Refused(refused)) = desk.build_as_of("2024-03-31") else { panic!("it was built") };
    refused.problems.iter().map(|problem| format!("{problem}\n")).collect()
}

#[test]
fn late_entries_of_persons_are_told_only_when_that_tells_of_nobody() {
    let told = |desk: &Desk| {
        desk.build_as_of("2024-03-31").unwrap();
        let quality = read(desk, "internal/accounting.json");
        assert!(quality.contains("L0000"), "the office itself is told");
        read(desk, "public/sheet-2024-03.txt").contains("came late")
    };
    // Sources with a privacy rule hold persons; the smallest cell is 11.
    assert!(told(&with_late_entries(11, SEALED)));
    assert!(!told(&with_late_entries(10, SEALED)));
    assert!(told(&with_late_entries(10, "")));
    // With a case sealed since, the totals and the late entries would tell that one is gone.
    let late: String = (0..11).map(|n| format!("L{n:04},open,2024-02-15,1,Ito\n")).collect();
    let mut desk = in_march(|rows| format!("{}{late}", rows.replace("C2,open", "C2,sealed")));
    desk.template = desk.template.replace(r#"counting = "Cases count rows.""#, LATE);
    desk.more = format!("{SEALED}{}", RESTATEMENT.replace("who =", "kind = \"privacy\"\nwho ="));
    assert!(!told(&desk));
}

#[test]
fn another_edition_can_be_named_as_the_one_before() {
    let desk = in_march(str::to_owned);
    let mut options = factsheet::batch::Options {
        project: desk.path(""),
        as_of: factsheet::batch::AsOf::Day(factsheet::value::Day::parse("2024-03-31").unwrap()),
        previous: Some(desk.path("out/2024-02-29")),
        ..factsheet::batch::Options::default()
    };
    desk.check_as_of("2024-03-31");
    factsheet::batch::build(&options, &desk::Silent).unwrap();
    options.previous = Some(desk.path("out/2024-03-31"));
    let error = factsheet::batch::build(&options, &desk::Silent).unwrap_err();
    has(&error.to_string(), &["this edition is of 2024-03-31, which is not before 2024-03-31"]);
    options.previous = Some(desk.path("nowhere"));
    assert_eq!(factsheet::batch::build(&options, &desk::Silent).unwrap_err().exit_code(), 3);
}
