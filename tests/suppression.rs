//! An attack on the suppression: a linear-programming solver tries to bound every withheld count from what an edition
//! publishes as `figures.json`, with what anyone can know of how the figures hang together.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

mod attack;

use attack::Attack;
use factsheet::batch::{self, AsOf, Options, Progress};
use factsheet::edition::figures_json;
use factsheet::figures::{Protection, Released, compute, release_with};
use factsheet::project::Project;
use factsheet::records::{self, InputFile, Past};
use factsheet::value::Day;
use indexmap::IndexMap;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const PROJECT: &str = r#"
[program]
name = "Attack"
office = "Office"
start = 2021-01-01

[[sheets]]
name = "sheet"
template = "sheet.md.hbs"
formats = ["txt"]

[codes.districts]
A = "A"
B = "B"
C = "C"
D = "D"

[sources.cases]
files = "cases.csv"
kind = "snapshot"
[sources.cases.columns]
person = { type = "text" }
district = { type = "code", codes = "districts" }
day = { type = "date", formats = ["%Y-%m-%d"] }
long = { type = "flag" }
months = { type = "number" }

[figures.all]
title = "All"
source = "cases"
counts = "defendants"
distinct = "person"
on = "day"
by = [{ by = "district", protect = true }, { by = ["district", "year"], protect = true }]

[figures.long]
title = "Long"
source = "cases"
counts = "defendants"
distinct = "person"
where = { long = true }
on = "day"
by = [{ by = "district", protect = true }]

[figures.median]
title = "Median"
source = "cases"
counts = "defendants"
median = "months"
per = "person"
take = { largest = "months" }
on = "day"
by = [{ by = "district", protect = true }]

[figures.part]
title = "Part"
share = { of = "long", in = "all" }
"#;

/// For each district and year the number of defendants, and how many of them have a long term.
type Counts = Vec<Vec<(u8, u8)>>;

fn released(counts: &Counts, protection: Protection) -> Released {
    let mut csv = "person,district,day,long,months\n".to_owned();
    let mut person = 0;
    for (district, years) in ["A", "B", "C", "D"].iter().zip(counts) {
        for (year, (all, long)) in years.iter().enumerate() {
            for index in 0..*all {
                let flag = if index < *long { "Y" } else { "N" };
                csv.push_str(&format!("p{person},{district},{}-05-05,{flag},{person}\n", 2021 + year));
                person += 1;
            }
        }
    }
    let project = Project::parse("factsheet.toml", PROJECT).unwrap();
    let file = InputFile { name: "cases.csv".to_owned(), digest: String::new(), bytes: csv.into_bytes() };
    let as_of = Day::parse("2023-12-31").unwrap();
    let inputs = IndexMap::from([("cases".to_owned(), vec![file])]);
    let records = records::read(&project, inputs, &Past::default(), as_of).unwrap();
    release_with(compute(&project, &records, as_of).unwrap(), &project.privacy, protection)
}

fn exposed(counts: &Counts, protection: Protection) -> Vec<String> {
    let json = figures_json(&released(counts, protection));
    let mut attack = Attack::read(&json, &["all", "long"]);
    attack.adds_up("all", "district");
    attack.adds_up("long", "district");
    attack.table("all", "district");
    attack.part_of("long", "all", "district");
    attack.enough_behind(&json, "median", "all", "district");
    attack.exposed()
}

fn random_counts() -> impl Strategy<Value = Counts> {
    let all = prop_oneof![2 => Just(0_u8), 5 => 1_u8..11, 4 => 11_u8..40];
    let cell = all.prop_flat_map(|all| (Just(all), 0..=all));
    prop::collection::vec(prop::collection::vec(cell, 3), 4)
}

#[test]
fn no_withheld_count_of_random_tables_can_be_worked_out() {
    let config = Config { cases: 150, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let attacked = runner.run(&random_counts(), |counts| {
        let found = exposed(&counts, Protection::Full);
        prop_assert!(found.is_empty(), "{found:?} in {counts:?}");
        Ok(())
    });
    attacked.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn without_complementary_suppression_the_attack_succeeds() {
    let counts = vec![
        vec![(20, 5), (30, 9), (25, 12)],
        vec![(3, 1), (14, 2), (16, 3)],
        vec![(40, 20), (31, 15), (22, 12)],
        vec![(18, 11), (19, 12), (35, 13)],
    ];
    let found = exposed(&counts, Protection::SmallCellsOnly);
    assert!(found.iter().any(|line| line == "all district / year=B / 2021 is between 3 and 3"), "{found:?}");
    assert_eq!(exposed(&counts, Protection::Full), [""; 0]);
}

#[test]
fn a_share_of_a_withheld_count_is_withheld() {
    let counts = vec![vec![(50, 5), (0, 0), (0, 0)]; 4];
    let released = released(&counts, Protection::Full);
    let json = figures_json(&released);
    let shares = json["figures"].as_array().unwrap().iter().find(|f| f["name"] == "part").unwrap();
    let cells = shares["breakdowns"].as_array().unwrap();
    assert!(cells.iter().all(|cell| cell["printed"] == "[c]" && cell["value"].is_null()), "{cells:?}");
}

struct Silent;

impl Progress for Silent {
    fn step(&self, _: &str) {}
}

#[test]
fn no_withheld_count_of_the_sample_can_be_worked_out() {
    let mut hidden = 0;
    for as_of in ["2023-12-04", "2024-05-31", "2024-12-31"] {
        let options = Options { as_of: AsOf::Day(Day::parse(as_of).unwrap()), ..Options::default() };
        let counted = batch::count(&options, &Silent).unwrap_or_else(|error| panic!("{as_of}: {error}"));
        let json = figures_json(&counted.figures);
        let figures = ["arrests", "convictions", "sentenced", "sentences", "five_years_or_more"];
        let mut attack = Attack::read(&json, &figures);
        for (figure, by) in [
            ("arrests", "district"),
            ("arrests", "arrest_country"),
            ("convictions", "district"),
            ("sentenced", "district"),
            ("sentences", "sentence_length"),
            ("five_years_or_more", "district"),
        ] {
            attack.adds_up(figure, by);
        }
        attack.part_of("five_years_or_more", "sentenced", "district");
        attack.part_of("sentenced", "convictions", "district");
        attack.enough_behind(&json, "median_term", "sentenced", "district");
        hidden += attack.hidden.len();
        assert_eq!(attack.exposed(), [""; 0], "{as_of}");
    }
    assert!(hidden > 0, "no cell is withheld, so nothing was attacked");
}
