//! An attack on the suppression: a linear-programming solver tries to bound every withheld count from what an edition
//! publishes as `figures.json`, with what anyone can know of how the figures hang together.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]
#![allow(clippy::float_arithmetic, reason = "the solver of the attack works in floating point; the tool does not")]

use factsheet::batch::{self, AsOf, Options, Progress};
use factsheet::edition::figures_json;
use factsheet::figures::{Protection, Released, compute, release_with};
use factsheet::project::Project;
use factsheet::records::{self, InputFile, Past};
use factsheet::value::Day;
use indexmap::IndexMap;
use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value as Json;
use std::collections::BTreeMap;

const SMALLEST: f64 = 11.0;

/// A published count: shown, or withheld and to be found.
#[derive(Clone, Copy)]
enum Count {
    Shown(f64),
    Hidden(usize),
}

/// `(figure, dimension, code)`.
type Id = (String, String, String);

/// Weighted counts, how they compare, and with what.
type Constraint = (Vec<(usize, f64)>, ComparisonOp, f64);

/// What the attacker holds.
struct Attack {
    counts: BTreeMap<Id, Count>,
    totals: BTreeMap<(String, String), f64>,
    hidden: Vec<Id>,
    /// The least that a withheld count can be: 1 where zeros are printed.
    least: Vec<f64>,
    constraints: Vec<Constraint>,
}

impl Attack {
    /// Reads what is published of figures that count.
    fn read(json: &Json, figures: &[&str]) -> Self {
        let (counts, totals) = (BTreeMap::new(), BTreeMap::new());
        let mut attack = Self { counts, totals, hidden: Vec::new(), least: Vec::new(), constraints: Vec::new() };
        for figure in json["figures"].as_array().unwrap() {
            let name = text(&figure["name"]);
            if !figures.contains(&name.as_str()) {
                continue;
            }
            for total in figure["totals"].as_array().unwrap() {
                attack.totals.insert((name.clone(), text(&total["period"])), number(&total["value"]));
            }
            let cells = figure["breakdowns"].as_array().unwrap();
            for cell in cells {
                let by = text(&cell["by"]);
                let any_shown = cells.iter().any(|c| text(&c["by"]) == by && text(&c["printed"]) != "[c]");
                let id = (name.clone(), by, text(&cell["code"]));
                let count = if text(&cell["printed"]) == "[c]" {
                    attack.hidden.push(id.clone());
                    attack.least.push(f64::from(u8::from(any_shown)));
                    Count::Hidden(attack.hidden.len() - 1)
                } else {
                    Count::Shown(number(&cell["value"]))
                };
                attack.counts.insert(id, count);
            }
        }
        attack
    }

    /// Adds what is known: the counts, each with its weight, compare with a number.
    fn know(&mut self, parts: &[(Count, f64)], how: ComparisonOp, value: f64) {
        let (mut terms, mut value) = (Vec::new(), value);
        for (count, weight) in parts {
            match count {
                Count::Shown(shown) => value -= shown * weight,
                Count::Hidden(index) => terms.push((*index, *weight)),
            }
        }
        if !terms.is_empty() {
            self.constraints.push((terms, how, value));
        }
    }

    fn of(&self, figure: &str, by: &str) -> Vec<(String, Count)> {
        let own = self.counts.iter().filter(|(id, _)| id.0 == figure && id.1 == by);
        own.map(|(id, count)| (id.2.clone(), *count)).collect()
    }

    /// The slices of a breakdown add up to the figure's total.
    fn adds_up(&mut self, figure: &str, by: &str) {
        let parts: Vec<_> = self.of(figure, by).into_iter().map(|(_, count)| (count, 1.0)).collect();
        let total = self.totals[&(figure.to_owned(), "to-date".to_owned())];
        self.know(&parts, ComparisonOp::Eq, total);
    }

    /// A table's cells add up to the rows' own slices and to the years' totals.
    fn table(&mut self, figure: &str, down: &str) {
        let cells = self.of(figure, &format!("{down} / year"));
        let margins = self.of(figure, down);
        for (code, margin) in margins {
            let row = cells.iter().filter(|(id, _)| id.starts_with(&format!("{code} / ")));
            let parts: Vec<_> = row.map(|(_, count)| (*count, 1.0)).chain([(margin, -1.0)]).collect();
            self.know(&parts, ComparisonOp::Eq, 0.0);
        }
        let years: Vec<_> = self.totals.iter().filter(|(id, _)| id.0 == figure && id.1.len() == 4).collect();
        let years: Vec<(String, f64)> = years.into_iter().map(|(id, total)| (id.1.clone(), *total)).collect();
        for (year, total) in years {
            let column = cells.iter().filter(|(id, _)| id.ends_with(&format!(" / {year}")));
            let parts: Vec<_> = column.map(|(_, count)| (*count, 1.0)).collect();
            self.know(&parts, ComparisonOp::Eq, total);
        }
    }

    /// One figure counts a part of what the other counts, slice by slice.
    fn part_of(&mut self, part: &str, whole: &str, by: &str) {
        let wholes: BTreeMap<_, _> = self.of(whole, by).into_iter().collect();
        for (code, count) in self.of(part, by) {
            if let Some(whole) = wholes.get(&code) {
                self.know(&[(count, 1.0), (*whole, -1.0)], ComparisonOp::Le, 0.0);
            }
        }
    }

    /// Where a statistic is shown, there are persons enough behind it.
    fn enough_behind(&mut self, json: &Json, statistic: &str, figure: &str, by: &str) {
        let all = json["figures"].as_array().unwrap();
        let cells = all.iter().find(|f| text(&f["name"]) == statistic).unwrap()["breakdowns"].as_array().unwrap();
        let counts: BTreeMap<_, _> = self.of(figure, by).into_iter().collect();
        for cell in cells.iter().filter(|cell| text(&cell["by"]) == by && !cell["value"].is_null()) {
            self.know(&[(counts[&text(&cell["code"])], 1.0)], ComparisonOp::Ge, SMALLEST);
        }
    }

    /// The withheld counts whose range does not contain 1 to `SMALLEST` − 1, as far as the program's own totals leave
    /// room for it.
    fn exposed(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (index, id) in self.hidden.iter().enumerate() {
            let (least, greatest) = (self.extreme(index, true), self.extreme(index, false));
            let total = |period: &str| self.totals.get(&(id.0.clone(), period.to_owned())).copied();
            let year = id.2.rsplit(" / ").next().and_then(total);
            let room = (SMALLEST - 1.0).min(total("to-date").unwrap()).min(year.unwrap_or(SMALLEST));
            if least > 1.0 + 1e-6 || greatest < room - 1e-6 {
                found.push(format!("{} {}={} is between {least} and {greatest}", id.0, id.1, id.2));
            }
        }
        found
    }

    fn extreme(&self, wanted: usize, least: bool) -> f64 {
        let direction = if least { OptimizationDirection::Minimize } else { OptimizationDirection::Maximize };
        let mut problem = Problem::new(direction);
        let add = |(index, least): (usize, &f64)| problem.add_var(f64::from(u8::from(index == wanted)), (*least, 1e6));
        let variables: Vec<Variable> = self.least.iter().enumerate().map(add).collect();
        for (terms, how, value) in &self.constraints {
            let terms: Vec<_> = terms.iter().map(|(index, weight)| (variables[*index], *weight)).collect();
            problem.add_constraint(&terms[..], *how, *value);
        }
        problem.solve().unwrap().into_solution().unwrap().objective()
    }
}

fn text(json: &Json) -> String {
    json.as_str().unwrap_or_default().to_owned()
}

fn number(json: &Json) -> f64 {
    json.as_str().map_or(0.0, |digits| digits.parse().unwrap())
}

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
