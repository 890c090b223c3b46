//! An attack on counts that are protected over time: whoever holds this edition and the one before, and knows that
//! counts only grow and that they are rounded to the nearest five, must not be able to bound a small count, nor tell
//! that one person came in.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]
#![allow(clippy::float_arithmetic, reason = "the solver of the attack works in floating point; the tool does not")]

use factsheet::edition::figures_json;
use factsheet::figures::{Protection, compute, release_with};
use factsheet::project::Project;
use factsheet::records::{self, InputFile, Past};
use factsheet::value::Day;
use indexmap::IndexMap;
use microlp::{ComparisonOp, OptimizationDirection, Problem};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const SMALLEST: f64 = 11.0;
const DISTRICTS: [&str; 5] = ["A", "B", "C", "D", "E"];
const EDITIONS: [&str; 2] = ["2023-11-30", "2023-12-31"];

const PROJECT: &str = r#"
[program]
name = "Attack"
office = "Office"
start = 2021-01-01

[privacy]
over_time = "round to 5"

[[sheets]]
name = "sheet"
template = "sheet.md.hbs"
formats = ["txt"]

[codes.districts]
A = "A"
B = "B"
C = "C"
D = "D"
E = "E"

[sources.cases]
files = "cases.csv"
kind = "snapshot"
[sources.cases.columns]
person = { type = "text" }
district = { type = "code", codes = "districts" }
day = { type = "date", formats = ["%Y-%m-%d"] }

[figures.all]
title = "All"
source = "cases"
counts = "defendants"
distinct = "person"
on = "day"
by = [{ by = "district", protect = "over time" }]
"#;

/// What an edition prints of a district: a number, or nothing.
type Printed = [Option<f64>; 5];

/// What one edition prints: the total, and the districts.
#[derive(Debug)]
struct Seen {
    total: f64,
    districts: Printed,
}

/// The editions of November and December, of so many persons in each district before and since.
fn editions(counts: &[(u8, u8)], protection: Protection) -> [Seen; 2] {
    let mut csv = "person,district,day\n".to_owned();
    let mut person = 0;
    for (district, (before, since)) in DISTRICTS.iter().zip(counts) {
        for (count, day) in [(*before, "2023-11-05"), (*since, "2023-12-05")] {
            for _ in 0..count {
                csv.push_str(&format!("p{person},{district},{day}\n"));
                person += 1;
            }
        }
    }
    EDITIONS.map(|as_of| {
        let project = Project::parse("factsheet.toml", PROJECT).unwrap();
        let bytes = csv.clone().into_bytes();
        let file = InputFile { name: "cases.csv".to_owned(), digest: String::new(), bytes };
        let as_of = Day::parse(as_of).unwrap();
        let inputs = IndexMap::from([("cases".to_owned(), vec![file])]);
        let records = records::read(&project, inputs, &Past::default(), as_of).unwrap();
        let released = release_with(compute(&project, &records, as_of).unwrap(), &project.privacy, protection);
        seen(&figures_json(&released))
    })
}

fn seen(json: &serde_json::Value) -> Seen {
    let figure = &json["figures"][0];
    let number = |value: &serde_json::Value| value.as_str().map(|digits| digits.parse::<f64>().unwrap());
    let cell = |code: &str| {
        let cells = figure["breakdowns"].as_array().unwrap();
        let cell = cells.iter().find(|cell| cell["code"] == code).unwrap();
        assert_eq!(cell["value"].is_null(), cell["printed"] == "[c]");
        number(&cell["value"])
    };
    Seen { total: number(&figure["totals"][0]["value"]).unwrap(), districts: DISTRICTS.map(cell) }
}

/// The least and the most that a weighted sum of the counts can be: first those of November, then those of December.
fn range(editions: &[Seen; 2], wanted: &[f64; 10]) -> (f64, f64) {
    let extreme = |direction| {
        let mut problem = Problem::new(direction);
        let mut variables = Vec::new();
        for (edition, seen) in editions.iter().enumerate() {
            let any_shown = seen.districts.iter().any(Option::is_some);
            for (district, printed) in seen.districts.iter().enumerate() {
                let bounds = match printed {
                    Some(zero) if *zero == 0.0 => (0.0, 0.0),
                    Some(rounded) => ((rounded - 2.0).max(SMALLEST), rounded + 2.0),
                    None => (f64::from(u8::from(any_shown)), 1e6),
                };
                variables.push(problem.add_var(wanted[edition * 5 + district], bounds));
            }
            let parts: Vec<_> = variables[edition * 5..].iter().map(|variable| (*variable, 1.0)).collect();
            problem.add_constraint(&parts[..], ComparisonOp::Eq, seen.total);
        }
        for district in 0..5 {
            let growth = [(variables[5 + district], 1.0), (variables[district], -1.0)];
            problem.add_constraint(&growth[..], ComparisonOp::Ge, 0.0);
        }
        problem.solve().unwrap().into_solution().unwrap().objective()
    };
    (extreme(OptimizationDirection::Minimize), extreme(OptimizationDirection::Maximize))
}

/// Small counts of December that can be bounded too closely. A cell that covers another is no small count: that it was
/// shown before, and so is at least what it was, tells nothing of a small one that was withheld before too.
fn exposed(counts: &[(u8, u8)], protection: Protection) -> Vec<String> {
    let editions = editions(counts, protection);
    let mut found = Vec::new();
    for (district, (before, since)) in counts.iter().enumerate() {
        let count = f64::from(before + since);
        if !(1.0..SMALLEST).contains(&count) {
            continue;
        }
        assert_eq!(editions[1].districts[district], None, "a small count is printed");
        let mut wanted = [0.0; 10];
        wanted[5 + district] = 1.0;
        let (least, most) = range(&editions, &wanted);
        let room = (SMALLEST - 1.0).min(editions[1].total);
        if least > 1.0 + 1e-6 || most < room - 1e-6 {
            found.push(format!("{} is between {least} and {most}", DISTRICTS[district]));
        }
    }
    found
}

/// Five districts of which the same are withheld in both editions.
fn counts() -> impl Strategy<Value = Vec<(u8, u8)>> {
    let district = prop_oneof![
        3 => (11_u8..60, 0_u8..9),
        2 => (1_u8..6, 0_u8..5),
    ];
    prop::collection::vec(district, 5)
}

#[test]
fn no_small_count_can_be_worked_out_from_two_editions() {
    let config = Config { cases: 120, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let attacked = runner.run(&counts(), |counts| {
        let seen = editions(&counts, Protection::Full);
        let hidden = |seen: &Seen| seen.districts.map(|printed| printed.is_none());
        prop_assume!(hidden(&seen[0]) == hidden(&seen[1]));
        let found = exposed(&counts, Protection::Full);
        prop_assert!(found.is_empty(), "{found:?} in {counts:?}");
        Ok(())
    });
    attacked.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn without_complementary_suppression_two_editions_give_a_count_away() {
    // Four persons beside 40 and 30, each of which is at most two off: without cover the total leaves no more than
    // eight.
    let counts = [(40, 0), (30, 0), (4, 0), (0, 0), (0, 0)];
    let found = exposed(&counts, Protection::SmallCellsOnly);
    assert_eq!(found, ["C is between 1 and 8"]);
    assert_eq!(exposed(&counts, Protection::Full), [""; 0]);
}

#[test]
fn that_one_person_came_in_cannot_be_told_by_a_shown_count() {
    // 27 and then 28 in A: both are printed as what is nearest, 25 and 30, and may have grown by one to nine. 31 to 32
    // in B is 30 both times: nobody, or up to four.
    let editions = editions(&[(27, 1), (31, 1), (40, 3), (50, 2), (60, 5)], Protection::Full);
    assert_eq!(editions[0].districts.map(Option::unwrap), [25.0, 30.0, 40.0, 50.0, 60.0]);
    assert_eq!(editions[1].districts.map(Option::unwrap), [30.0, 30.0, 45.0, 50.0, 65.0]);
    let growth = |district: usize| {
        let mut wanted = [0.0; 10];
        (wanted[district], wanted[5 + district]) = (-1.0, 1.0);
        range(&editions, &wanted)
    };
    assert_eq!(growth(0), (1.0, 9.0));
    assert_eq!(growth(1), (0.0, 4.0));
}
