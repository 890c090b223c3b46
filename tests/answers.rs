//! Answers between editions: what is given, what is refused because it would expose persons, and what is logged.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

#[path = "support/cases.rs"]
mod cases;

use cases::*;
use factsheet::batch::{self, AsOf, Options, Question};
use factsheet::figures::CellKey;
use factsheet::value::Day;
use std::fs;
use tempfile::TempDir;

fn ask(options: &Options, district: &str, period: &str) -> Result<String, String> {
    let question = Question {
        as_of: String::new(),
        figure: "convictions".to_owned(),
        slices: vec![("district".to_owned(), district.to_owned())],
        period: period.to_owned(),
    };
    batch::ask(options, &question, &Silent).map(|answer| answer.sentence).map_err(|error| text_of(&error))
}

#[test]
fn an_answer_is_refused_when_it_would_give_a_small_count_away() {
    let (_folder, options) = project("\"fiscal_year\"", "", COUNTS);
    let refused = |answer: Result<String, String>| answer.unwrap_err().starts_with("the answer is withheld");
    assert!(refused(ask(&options, "B", "FY2023")), "three persons");
    let answer = ask(&options, "A", "FY2024").unwrap();
    let said =
        "Program: Convictions, District A, October 2023 to September 2024: 20 defendants, as of September 30, 2024.";
    assert_eq!(answer, said);
    // A's and C's answers together with the totals leave 3 for B in FY2023.
    assert!(refused(ask(&options, "C", "FY2024")), "the answer before it is remembered");
    assert_eq!(ask(&options, "A", "FY2024").unwrap(), said, "what was answered may be answered again");
}

#[test]
fn what_was_answered_is_logged_and_a_refusal_is_not() {
    let (folder, options) = project("\"fiscal_year\"", "", COUNTS);
    assert!(ask(&options, "B", "FY2023").is_err());
    assert!(!folder.path().join("runs/answers.jsonl").exists());
    ask(&options, "C", "FY2024").unwrap();
    let log = || fs::read_to_string(folder.path().join("runs/answers.jsonl")).unwrap();
    assert_eq!(log().lines().count(), 1);
    assert!(ask(&options, "Q", "").unwrap_err().contains("unknown code \"Q\""));
    ask(&options, "C", "FY2024").unwrap();
    assert_eq!(log().lines().count(), 1, "what was answered before is known");
    let runs = fs::read_to_string(folder.path().join("runs/log.jsonl")).unwrap();
    let of_asks = runs.lines().filter(|line| line.contains("\"command\":\"ask\""));
    assert_eq!(of_asks.count(), 4, "answers and refusals are runs: {runs}");
}

#[test]
fn two_questions_are_never_answered_at_once() {
    let (folder, options) = project("\"fiscal_year\"", "", COUNTS);
    fs::create_dir(folder.path().join("runs")).unwrap();
    let held = fs::File::create(folder.path().join("runs/.lock")).unwrap();
    held.try_lock().unwrap();
    let refused = ask(&options, "A", "FY2024");
    assert!(!folder.path().join("runs/answers.jsonl").exists(), "{refused:?}");
    drop(held);
    assert!(ask(&options, "A", "FY2024").unwrap().contains("20 defendants"));
}

#[test]
fn an_answer_of_a_code_that_is_gone_or_written_twice_does_no_harm() {
    let (folder, options) = project("\"fiscal_year\"", "", COUNTS);
    ask(&options, "A", "FY2024").unwrap();
    let path = folder.path().join("runs/answers.jsonl");
    let log = fs::read_to_string(&path).unwrap();
    let gone = log.replace("\"A\"", "\"Q\"") + &log.replace("district", "court") + &log.replace("convictions", "pleas");
    fs::write(&path, gone + &log.repeat(40)).unwrap();
    assert!(ask(&options, "A", "FY2024").unwrap().contains("20 defendants"));
    assert!(ask(&options, "C", "FY2024").is_err(), "A's answer is still reckoned with");
}

/// What the figures of a build show of each district.
fn shown(options: &Options) -> [String; 3] {
    let counted = batch::count(options, &Silent).unwrap_or_else(|error| panic!("{}", text_of(&error)));
    let figure = counted.figures.figure("convictions").unwrap();
    ["A", "B", "C"].map(|district| figure.text(&CellKey::slice("district", district), false).unwrap())
}

#[test]
fn a_build_after_an_answer_withholds_what_the_answer_would_give_away() {
    let (folder, options) = project("\"year\"", "", [("A", 20, 20), ("B", 1, 2), ("C", 7, 7)]);
    let file = folder.path().join("factsheet.toml");
    let declared = fs::read_to_string(&file)
        .unwrap()
        .replace("counts = \"cases\"\nby = [{ by = \"district\", protect = true }]", "counts = \"cases\"");
    fs::write(&file, declared.replace("{ by = \"district\", protect = true }, ", "") + PERSONS).unwrap();
    assert!(ask(&options, "C", "").unwrap().contains("14 defendants"));
    // Now the project declares the breakdown. C is known, so it hides nothing: A must go with the three of B.
    fs::write(&file, declared).unwrap();
    assert_eq!(shown(&options), ["[c]", "[c]", "14"]);
    fs::remove_dir_all(folder.path().join("runs")).unwrap();
    assert_eq!(shown(&options), ["40", "[c]", "[c]"]);
}

/// A rule of privacy, by which the records are of persons.
const PERSONS: &str = r#"
[[privacy.exclude]]
source = "cases"
reason = "by order of the court"
where = { person = "nobody" }
"#;

#[test]
fn what_is_told_of_persons_is_told_as_of_the_days_of_editions() {
    let (_folder, options) = project("\"fiscal_year\"", SHEET, COUNTS);
    let earlier = Options { as_of: AsOf::Day(Day::parse("2024-09-29").unwrap()), ..options };
    let refused = ask(&earlier, "A", "").unwrap_err();
    assert!(refused.starts_with("the answer is withheld: there is no edition of 2024-09-29"), "{refused}");
    let total =
        Question { as_of: String::new(), figure: "convictions".to_owned(), slices: Vec::new(), period: String::new() };
    batch::ask(&earlier, &total, &Silent).unwrap_or_else(|error| panic!("{}", text_of(&error)));
    batch::build(&earlier, &Silent).unwrap_or_else(|error| panic!("{}", text_of(&error)));
    assert!(ask(&earlier, "A", "").unwrap().contains("35 defendants"));
}

#[test]
fn an_answer_for_a_span_names_no_other_period() {
    let (_folder, options) = project("\"fiscal_year\"", "", COUNTS);
    let question = Question {
        as_of: String::new(),
        figure: "convictions".to_owned(),
        slices: vec![("fiscal_year".to_owned(), "FY2024".to_owned())],
        period: String::new(),
    };
    let sentence = batch::ask(&options, &question, &Silent).unwrap().sentence;
    assert_eq!(sentence, "Program: Convictions, FY2024: 48 defendants, as of September 30, 2024.");
}

/// A project of persons with fines, of which one breakdown asks for protection: each group is so many persons of a
/// role, a day and a district.
fn persons(figures: &str, groups: &[(usize, &str, &str, &str)]) -> (TempDir, Options) {
    let (folder, options) = project("\"year\"", "", COUNTS);
    let head = PROJECT.replace("ROOT", env!("CARGO_MANIFEST_DIR"));
    let (head, _) = head.split_once("[figures.convictions]").unwrap();
    let columns = "day = { type = \"date\", formats = [\"%Y-%m-%d\"] }";
    let more = format!("{columns}\nrole = {{ type = \"code\" }}\nfine = {{ type = \"number\" }}");
    let sheet = "[[sheets]]\nname = \"sheet\"\ntemplate = \"sheet.md.hbs\"\nformats = [\"txt\"]\n";
    let toml = format!("{}\n{PEOPLE}\n{figures}\n{sheet}", head.replace(columns, &more));
    fs::write(folder.path().join("factsheet.toml"), toml).unwrap();
    let mut csv = "person,role,day,district,fine\n".to_owned();
    let all = groups.iter().flat_map(|group| std::iter::repeat_n(group, group.0));
    for (index, (_, role, day, district)) in all.enumerate() {
        csv.push_str(&format!("{index},{role},{day},{district},{}\n", 100 + index));
    }
    fs::write(folder.path().join("input/cases.csv"), csv).unwrap();
    (folder, options)
}

const PEOPLE: &str = r#"
[privacy]
smallest_cell = 11

[figures.people]
title = "Defendants"
source = "cases"
counts = "defendants"
distinct = "person"
on = "day"
by = [{ by = "district", protect = true }]
"#;

const FINES: &str = r#"
[figures.fines]
title = "Fines"
source = "cases"
counts = "dollars"
sum = "fine"
on = "day"
"#;

const FINES_OF_FOLLOWERS: &str = r#"
[figures.followers]
title = "Fines of followers"
source = "cases"
counts = "dollars"
sum = "fine"
where = { role = "X" }
"#;

/// Whether a question is answered; one that is not must be refused for the persons' sake.
fn is_answered(options: &Options, figure: &str, slices: &[(&str, &str)], period: &str) -> bool {
    let slices = slices.iter().map(|(by, code)| ((*by).to_owned(), (*code).to_owned())).collect();
    let question = Question { as_of: String::new(), figure: figure.to_owned(), slices, period: period.to_owned() };
    match batch::ask(options, &question, &Silent).map_err(|error| text_of(&error)) {
        Ok(_) => true,
        Err(error) => {
            assert!(error.starts_with("the answer is withheld: with what is published"), "{error}");
            false
        }
    }
}

#[test]
fn the_last_answer_that_leaves_a_small_count_alone_is_refused_however_the_codes_are_spelled() {
    let day = "2023-03-01";
    for small in ["A", "Z"] {
        let roles =
            [(3, small, day, "A"), (37, "M", day, "A"), (37, "N", day, "B"), (37, "O", day, "B"), (37, "P", day, "C")];
        let (_folder, options) = persons("", &roles);
        let told = |role: &str| is_answered(&options, "people", &[("role", role)], "");
        assert!(!told(small), "three persons");
        assert_eq!(["P", "M", "O", "N"].map(told), [true, true, true, false], "{small}");
        let (_folder, options) = persons("", &[(1, small, day, "A"), (50, "X", day, "A"), (100, "X", day, "B")]);
        assert!(!is_answered(&options, "people", &[("role", "X")], ""), "{small} is one person");
        assert!(is_answered(&options, "people", &[], ""), "what is published may be said");
    }
}

#[test]
fn two_answers_of_which_the_periods_differ_by_a_few_persons_of_a_slice_are_refused() {
    let groups = [
        (20, "X", "2022-12-01", "A"),
        (20, "X", "2023-03-01", "A"),
        (1, "X", "2023-11-01", "A"),
        (30, "X", "2022-12-01", "B"),
        (30, "X", "2023-03-01", "B"),
        (30, "X", "2023-11-01", "B"),
        (30, "X", "2024-03-01", "A"),
        (30, "X", "2024-03-01", "B"),
    ];
    // In A there are 21 persons of 2023 and 40 of fiscal year 2023; of fiscal year 2024 and 2024 there are 31 and 30.
    for figure in ["people", "fines"] {
        let (_folder, options) = persons(FINES, &groups);
        let told = |period: &str| is_answered(&options, figure, &[("district", "A")], period);
        assert_eq!(["FY2024", "2024"].map(told), [true, false], "{figure}: November 2023 is one person");
        assert!(told("FY2024"), "{figure}: what was answered may be answered again");
    }
}

#[test]
fn answers_of_sums_one_of_which_is_a_part_of_the_other_are_refused() {
    let day = "2023-03-01";
    let groups = [(60, "X", day, "A"), (1, "LEAD", day, "A"), (60, "X", day, "B"), (40, "LEAD", day, "B")];
    let (_folder, options) = persons(&format!("{FINES}{FINES_OF_FOLLOWERS}"), &groups);
    let told = |figure: &str, district: &str| is_answered(&options, figure, &[("district", district)], "");
    assert!(told("fines", "A"));
    assert!(!told("followers", "A"), "the fine of the one who is no follower");
    let (_folder, options) = persons(&format!("{FINES}{FINES_OF_FOLLOWERS}"), &groups);
    let told = |figure: &str, district: &str| is_answered(&options, figure, &[("district", district)], "");
    assert!(told("followers", "B"));
    assert!(told("fines", "B"), "forty persons lie between");
}
