//! An attacker who knows no rule of the suppression, only the definitions: he takes every combination of district,
//! role, year and term for an unknown number of defendants and each shown cell of each figure for an equation.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]
#![allow(clippy::float_arithmetic, reason = "the solver of the attack works in floating point; the tool does not")]

use factsheet::figures::{Protection, Released, Shown, Value, Window, compute, release_with};
use factsheet::project::Project;
use factsheet::records::{self, InputFile, Past};
use factsheet::value::Day;
use indexmap::IndexMap;
use microlp::{ComparisonOp, OptimizationDirection, Problem};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const DISTRICTS: [&str; 3] = ["A", "B", "C"];
const ROLES: [&str; 3] = ["LEADER", "ORGANIZER", "MEMBER"];
const YEARS: [&str; 2] = ["2022", "2023"];
const LARGEST_SMALL: f64 = 10.0;

const PROJECT: &str = r#"
[program]
name = "Adversary"
office = "Office"
start = 2022-01-01

[[sheets]]
name = "sheet"
template = "sheet.md.hbs"
formats = ["txt"]

[codes.districts]
A = "A"
B = "B"
C = "C"

[codes.roles]
LEADER = "Leader"
ORGANIZER = "Organizer"
MEMBER = "Member"

[sources.cases]
files = "cases.csv"
kind = "snapshot"
[sources.cases.columns]
person = { type = "text" }
district = { type = "code", codes = "districts" }
role = { type = "code", codes = "roles" }
day = { type = "date", formats = ["%Y-%m-%d"] }
months = { type = "number" }

[bands.length]
edges = [60]
names = ["short", "long"]

[figures.all]
title = "All"
source = "cases"
counts = "defendants"
distinct = "person"
on = "day"
by = [BREAKDOWNS]

[figures.long]
title = "Long"
source = "cases"
counts = "defendants"
distinct = "person"
where = { months = { at_least = 60 } }
on = "day"
by = [{ by = "district", protect = true }]

[figures.leaders]
title = "Leaders"
source = "cases"
counts = "defendants"
distinct = "person"
where = { role = "LEADER" }
on = "day"
by = ["year"]

[figures.long_leaders]
title = "Long leaders"
source = "cases"
counts = "defendants"
distinct = "person"
where = { role = "LEADER", months = { at_least = 60 } }
on = "day"

[figures.not_b]
title = "Elsewhere"
source = "cases"
counts = "defendants"
distinct = "person"
where = { district = { not = "B" } }
on = "day"
by = [{ by = "role", protect = true }]
"#;

/// The breakdowns of all defendants in three projects: each way, by two at once, and by bands.
const BREAKDOWNS: [&str; 3] = [
    r#"{ by = "district", protect = true }, { by = "role", protect = true }"#,
    r#"{ by = ["district", "year"], protect = true }, { by = ["district", "role"], protect = true }"#,
    r#"{ by = "role", protect = true }, { by = "months", bands = "length", protect = true }, { by = ["role", "year"], protect = true }"#,
];

/// How many defendants are in each district, role and year, with a short and with a long term.
type Counts = Vec<u8>;

/// A combination of district, role, year and term, by its place in the counts.
fn combination(index: usize) -> [(&'static str, &'static str); 4] {
    let (long, rest) = (index % 2, index / 2);
    let (year, rest) = (rest % 2, rest / 2);
    let (role, district) = (rest % 3, rest / 3);
    let term = if long == 1 { "long" } else { "short" };
    [("district", DISTRICTS[district]), ("role", ROLES[role]), ("year", YEARS[year]), ("length", term)]
}

const COMBINATIONS: usize = 36;

fn released(breakdowns: &str, counts: &Counts, protection: Protection) -> Released {
    let mut csv = "person,district,role,day,months\n".to_owned();
    for (index, count) in counts.iter().enumerate() {
        let [(_, district), (_, role), (_, year), (_, term)] = combination(index);
        let months = if term == "long" { 60 } else { 59 };
        (0..*count).for_each(|n| csv.push_str(&format!("p{index}-{n},{district},{role},{year}-05-05,{months}\n")));
    }
    let project = Project::parse("factsheet.toml", &PROJECT.replace("BREAKDOWNS", breakdowns)).unwrap();
    let file = InputFile { name: "cases.csv".to_owned(), digest: String::new(), bytes: csv.into_bytes() };
    let as_of = Day::parse("2023-12-31").unwrap();
    let records = records::read(&project, IndexMap::from([("cases".to_owned(), vec![file])]), &Past::default(), as_of);
    release_with(compute(&project, &records.unwrap(), as_of).unwrap(), &project.privacy, protection)
}

/// A published cell as the attacker sees it.
struct Seen {
    name: String,
    /// The combinations that it counts.
    counts: Vec<usize>,
    shown: Option<f64>,
    /// A cell of a breakdown that asks for protection.
    protected: bool,
    /// The least that it can be where it is withheld.
    least: f64,
}

fn seen(released: &Released) -> Vec<Seen> {
    let mut all = Vec::new();
    for (name, figure) in &released.figures {
        for (key, shown) in &figure.cells {
            let year = match key.window {
                Window::ToDate => None,
                Window::Year(year) => Some(year.to_string()),
                _ => continue,
            };
            let within = |index: &usize| {
                let combination = combination(*index);
                let has = |by: &str, code: &str| combination.contains(&(by, code));
                let slices = key.slice.iter().all(|(by, code)| combination.iter().any(|(b, c)| b == by && c == code));
                let own = match name.as_str() {
                    "long" => has("length", "long"),
                    "leaders" => has("role", "LEADER"),
                    "long_leaders" => has("length", "long") && has("role", "LEADER"),
                    "not_b" => !has("district", "B"),
                    _ => true,
                };
                slices && own && year.as_ref().is_none_or(|year| combination[2].1 == year)
            };
            let protect = figure.breakdowns.iter().any(|b| b.protect && b.keys().contains(key))
                || figure.crossings.iter().any(|x| x.rows.protect && x.keys().contains(key));
            let siblings = |other: &&factsheet::figures::CellKey| {
                other.slice.len() == key.slice.len() && other.slice.iter().zip(&key.slice).all(|(a, b)| a.0 == b.0)
            };
            let any_shown = figure.cells.keys().filter(siblings).any(|other| figure.cells[other] != Shown::Withheld);
            all.push(Seen {
                name: format!("{name} {:?} {:?}", key.window, key.slice),
                counts: (0..COMBINATIONS).filter(within).collect(),
                shown: match shown {
                    Shown::Value(Value::Number(number)) => Some(number.numerator() as f64),
                    _ => None,
                },
                protected: protect,
                least: f64::from(u8::from(any_shown)),
            });
        }
    }
    all
}

/// The least and the greatest that a cell can be when some cells are known.
fn range<'s>(wanted: &Seen, known: impl Iterator<Item = &'s Seen> + Clone) -> (f64, f64) {
    let extreme = |direction| {
        let mut problem = Problem::new(direction);
        let add = |index| problem.add_var(f64::from(u8::from(wanted.counts.contains(&index))), (0.0, 1e4));
        let variables: Vec<_> = (0..COMBINATIONS).map(add).collect();
        for cell in known.clone().filter(|cell| !cell.counts.is_empty()) {
            let terms: Vec<_> = cell.counts.iter().map(|index| (variables[*index], 1.0)).collect();
            match cell.shown {
                Some(value) => problem.add_constraint(&terms[..], ComparisonOp::Eq, value),
                None if cell.protected => problem.add_constraint(&terms[..], ComparisonOp::Ge, cell.least),
                None => {}
            }
        }
        problem.solve().unwrap().into_solution().unwrap().objective()
    };
    (extreme(OptimizationDirection::Minimize), extreme(OptimizationDirection::Maximize))
}

/// Small counts that can be worked out too closely, as far as the shown totals alone leave room. Of the larger counts
/// that are withheld to cover them, what follows only from combinations that no figure shows is not weighed.
fn exposed(breakdowns: &str, counts: &Counts, protection: Protection) -> Vec<String> {
    let all = seen(&released(breakdowns, counts, protection));
    let mut found = Vec::new();
    let is_small = |cell: &Seen| {
        let things: u32 = cell.counts.iter().map(|index| u32::from(counts[*index])).sum();
        (1..=10).contains(&things)
    };
    for cell in all.iter().filter(|cell| cell.protected && cell.shown.is_none() && is_small(cell)) {
        let (least, greatest) = range(cell, all.iter());
        let (low, high) = range(cell, all.iter().filter(|cell| !cell.protected));
        if least > low.max(1.0) + 1e-6 || greatest < high.min(LARGEST_SMALL) - 1e-6 {
            found.push(format!("{} is between {least} and {greatest}", cell.name));
        }
    }
    found
}

fn random_counts() -> impl Strategy<Value = Counts> {
    let sparse = prop_oneof![3 => Just(0_u8), 2 => 1_u8..4].boxed();
    let mixed = prop_oneof![2 => Just(0_u8), 3 => 1_u8..11, 3 => 11_u8..40].boxed();
    let large = prop_oneof![1 => 1_u8..6, 8 => 11_u8..60].boxed();
    prop_oneof![Just(sparse), Just(mixed), Just(large)].prop_flat_map(|cell| prop::collection::vec(cell, COMBINATIONS))
}

#[test]
fn no_combination_of_figures_gives_a_withheld_count_away() {
    for breakdowns in BREAKDOWNS {
        let config = Config { cases: 25, failure_persistence: None, max_shrink_iters: 40, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        let attacked = runner.run(&random_counts(), |counts| {
            let found = exposed(breakdowns, &counts, Protection::Full);
            prop_assert!(found.is_empty(), "{found:?} in {counts:?}");
            Ok(())
        });
        attacked.unwrap_or_else(|error| panic!("{breakdowns}: {error}"));
    }
}

#[test]
fn the_attack_succeeds_without_complementary_suppression() {
    // Three defendants in A, all leaders of 2022, and many elsewhere.
    let mut counts: Counts = vec![20; COMBINATIONS];
    counts[..12].fill(0);
    counts[0] = 3;
    for breakdowns in BREAKDOWNS {
        let hidden = exposed(breakdowns, &counts, Protection::Full);
        assert_eq!(hidden, [""; 0], "{breakdowns}");
    }
    let found = exposed(BREAKDOWNS[0], &counts, Protection::SmallCellsOnly);
    assert!(!found.is_empty(), "nothing was worked out");
}
