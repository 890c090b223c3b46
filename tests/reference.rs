//! The engine against a deliberately naive reference: random records and random definitions, equal to the last digit.
//! The reference walks over plain rows, knows no columns, keys or dictionaries, and counts in whole thousandths.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

use factsheet::figures::{CellKey, Computed, Value, Window, compute};
use factsheet::project::Project;
use factsheet::records::{self, InputFile, Past};
use factsheet::value::{Day, Ratio};
use indexmap::IndexMap;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::{BTreeMap, BTreeSet};

/// A record as a person would read it off the page.
#[derive(Debug, Clone)]
struct Row {
    id: String,
    person: Option<u8>,
    district: Option<usize>,
    day: Option<(i16, i8, i8)>,
    flag: Option<bool>,
    /// In thousandths.
    amount: Option<i128>,
}

const DISTRICTS: [&str; 3] = ["A", "B", "C"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Rows,
    Persons,
    Sum,
    Mean,
    Median,
    Quantile(i128),
    Largest,
    Smallest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Condition {
    None,
    Districts(bool, bool, bool),
    NotDistrict(usize),
    Flag(bool),
    AtLeast(i128),
    Under(i128),
    Missing(bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Take {
    All,
    Largest,
    Smallest,
    Sum,
}

#[derive(Debug, Clone, Copy)]
struct Definition {
    measure: Measure,
    condition: Condition,
    take: Take,
    dated: bool,
}

impl Definition {
    fn toml(self) -> String {
        let measure = match self.measure {
            Measure::Rows => String::new(),
            Measure::Persons => "distinct = \"person\"\n".to_owned(),
            Measure::Sum => "sum = \"amount\"\n".to_owned(),
            Measure::Mean => "mean = \"amount\"\n".to_owned(),
            Measure::Median => "median = \"amount\"\n".to_owned(),
            Measure::Quantile(tenths) => format!("quantile = {{ column = \"amount\", at = \"0.{tenths}\" }}\n"),
            Measure::Largest => "largest = \"amount\"\n".to_owned(),
            Measure::Smallest => "smallest = \"amount\"\n".to_owned(),
        };
        let condition = match self.condition {
            Condition::None => String::new(),
            Condition::Districts(a, b, c) => {
                let listed =
                    DISTRICTS.iter().zip([a, b, c]).filter(|(_, on)| *on).map(|(code, _)| format!("\"{code}\""));
                format!("where = {{ district = [{}] }}\n", listed.collect::<Vec<_>>().join(", "))
            }
            Condition::NotDistrict(index) => format!("where = {{ district = {{ not = \"{}\" }} }}\n", DISTRICTS[index]),
            Condition::Flag(flag) => format!("where = {{ flag = {flag} }}\n"),
            Condition::AtLeast(number) => format!("where = {{ amount = {{ at_least = {number} }} }}\n"),
            Condition::Under(number) => format!("where = {{ amount = {{ under = {number} }} }}\n"),
            Condition::Missing(missing) => format!("where = {{ district = {{ missing = {missing} }} }}\n"),
        };
        let take = match self.take {
            Take::All => String::new(),
            Take::Largest => "per = \"person\"\ntake = { largest = \"amount\" }\n".to_owned(),
            Take::Smallest => "per = \"person\"\ntake = { smallest = \"amount\" }\n".to_owned(),
            Take::Sum => "per = \"person\"\ntake = { sum = \"amount\" }\n".to_owned(),
        };
        let by = if self.dated {
            "by = [\"district\", \"year\", [\"district\", \"year\"]]\n"
        } else {
            "by = [\"district\"]\n"
        };
        let on = if self.dated { "on = \"day\"\n" } else { "" };
        format!(
            "[figures.f]\ntitle = \"F\"\nsource = \"rows\"\ncounts = \"things\"\n{measure}{condition}{take}{on}{by}"
        )
    }

    fn lets_through(self, row: &Row) -> bool {
        match self.condition {
            Condition::None => true,
            Condition::Districts(a, b, c) => row.district.is_some_and(|d| [a, b, c][d]),
            Condition::NotDistrict(index) => row.district != Some(index),
            Condition::Flag(flag) => row.flag == Some(flag),
            Condition::AtLeast(number) => row.amount.is_some_and(|amount| amount >= number * 1000),
            Condition::Under(number) => row.amount.is_some_and(|amount| amount < number * 1000),
            Condition::Missing(missing) => row.district.is_none() == missing,
        }
    }

    /// The rows of a period: those that the figure counts, one for each person where it reduces them.
    fn rows_in(self, rows: &[Row], inside: impl Fn((i16, i8, i8)) -> bool) -> Vec<Row> {
        let in_time = |row: &&Row| !self.dated || row.day.is_some_and(&inside);
        let keyed = |row: &&Row| (self.measure != Measure::Persons && self.take == Take::All) || row.person.is_some();
        let chosen = rows.iter().filter(|row| self.lets_through(row)).filter(in_time).filter(keyed);
        if matches!(self.take, Take::All | Take::Sum) {
            return chosen.cloned().collect();
        }
        let mut of_person: BTreeMap<u8, Vec<Row>> = BTreeMap::new();
        chosen.for_each(|row| of_person.entry(row.person.unwrap()).or_default().push(row.clone()));
        let pick = |rows: Vec<Row>| {
            let valued = rows.iter().filter(|row| row.amount.is_some());
            let best = match self.take {
                Take::Largest => valued.max_by_key(|row| row.amount),
                _ => valued.min_by_key(|row| row.amount),
            };
            best.or_else(|| rows.iter().min_by_key(|row| row.id.clone())).unwrap().clone()
        };
        of_person.into_values().map(pick).collect()
    }

    /// The value of some rows, as a fraction in words; "-" for none.
    fn value(self, rows: &[Row]) -> String {
        let mut amounts: Vec<i128> = rows.iter().filter_map(|row| row.amount).collect();
        if self.take == Take::Sum {
            let mut sums: BTreeMap<u8, i128> = BTreeMap::new();
            for row in rows.iter().filter(|row| row.amount.is_some()) {
                *sums.entry(row.person.unwrap()).or_default() += row.amount.unwrap();
            }
            amounts = sums.into_values().collect();
        }
        amounts.sort_unstable();
        let fraction = |n: i128, d: i128| Ratio::new(n, d).unwrap().to_string();
        let length = i128::try_from(amounts.len()).unwrap();
        let at = |tenths: i128| {
            let place = tenths * (length - 1);
            let (index, rest) = (usize::try_from(place / 10).unwrap(), place % 10);
            let low = amounts[index];
            let high = amounts.get(index + 1).copied().unwrap_or(low);
            fraction(low * 10 + (high - low) * rest, 10_000)
        };
        match self.measure {
            Measure::Rows => rows.len().to_string(),
            Measure::Persons => rows.iter().map(|row| row.person).collect::<BTreeSet<_>>().len().to_string(),
            Measure::Sum => fraction(amounts.iter().sum(), 1000),
            _ if amounts.is_empty() => "-".to_owned(),
            Measure::Mean => fraction(amounts.iter().sum(), 1000 * length),
            Measure::Median => at(5),
            Measure::Quantile(tenths) => at(tenths),
            Measure::Largest => fraction(*amounts.last().unwrap(), 1000),
            Measure::Smallest => fraction(amounts[0], 1000),
        }
    }
}

fn csv(rows: &[Row]) -> String {
    let mut text = "id,person,district,day,flag,amount\n".to_owned();
    for row in rows {
        let person = row.person.map_or_else(String::new, |p| format!("p{p}"));
        let district = row.district.map_or("", |d| DISTRICTS[d]);
        let day = row.day.map_or_else(String::new, |(y, m, d)| format!("{y}-{m:02}-{d:02}"));
        let flag = row.flag.map_or("", |flag| if flag { "Y" } else { "N" });
        let amount = row.amount.map_or_else(String::new, |a| format!("{}.{:03}", a / 1000, a % 1000));
        text.push_str(&format!("{},{person},{district},{day},{flag},{amount}\n", row.id));
    }
    text
}

const HEAD: &str = "
[program]
name = \"Reference\"
office = \"Office\"
start = 2022-01-15
fiscal_year_starts = 10
[[sheets]]
name = \"sheet\"
template = \"sheet.md.hbs\"
formats = [\"txt\"]
[codes.districts]
A = \"A\"
B = \"B\"
C = \"C\"
[sources.rows]
files = \"rows.csv\"
kind = \"snapshot\"
[sources.rows.columns]
id = { type = \"text\" }
person = { type = \"text\" }
district = { type = \"code\", codes = \"districts\" }
day = { type = \"date\", formats = [\"%Y-%m-%d\"] }
flag = { type = \"flag\" }
amount = { type = \"number\" }
";

fn computed(definition: Definition, rows: &[Row]) -> Computed {
    let project = Project::parse("factsheet.toml", &format!("{HEAD}{}", definition.toml())).unwrap();
    let file = InputFile { name: "rows.csv".to_owned(), digest: String::new(), bytes: csv(rows).into_bytes() };
    let as_of = Day::parse("2024-08-20").unwrap();
    let inputs = IndexMap::from([("rows".to_owned(), vec![file])]);
    compute(&project, &records::read(&project, inputs, &Past::default(), as_of).unwrap(), as_of).unwrap()
}

impl Definition {
    fn rules_out(self, district: usize) -> bool {
        match self.condition {
            Condition::Districts(a, b, c) => ![a, b, c][district],
            Condition::NotDistrict(index) => index == district,
            _ => false,
        }
    }
}

fn engine(computed: &Computed, key: &CellKey) -> Option<String> {
    computed.figures["f"].cells.get(key).map(|cell| match cell.value {
        Value::Number(number) => number.to_string(),
        Value::Life => "life".to_owned(),
        Value::Nothing => "-".to_owned(),
    })
}

fn compare(definition: Definition, rows: &[Row]) -> Result<(), TestCaseError> {
    let computed = computed(definition, rows);
    let (start, end) = ((2022, 1, 15), (2024, 8, 20));
    let check = |key: CellKey, rows: &[Row]| {
        let expected = definition.value(rows);
        let found = engine(&computed, &key);
        prop_assert_eq!(found.as_deref(), Some(expected.as_str()), "{:?} of {:?}", key, definition);
        Ok(())
    };
    let to_date = definition.rows_in(rows, |day| start <= day && day <= end);
    check(CellKey::total(Window::ToDate), &to_date)?;
    if definition.dated {
        let window = |from, to| definition.rows_in(rows, move |day| from <= day && day <= to);
        check(CellKey::total(Window::Year(2023)), &window((2023, 1, 1), (2023, 12, 31)))?;
        check(CellKey::total(Window::FiscalYear(2022)), &window(start, (2022, 9, 30)))?;
        check(CellKey::total(Window::FiscalYear(2024)), &window((2023, 10, 1), end))?;
        check(CellKey::total(Window::Month), &window((2024, 8, 1), end))?;
        check(CellKey::total(Window::MonthAYearBefore), &window((2023, 8, 1), (2023, 8, 20)))?;
    }
    for (index, code) in DISTRICTS.iter().enumerate() {
        // A district that the definition rules out has no slice: its nought would say that there was none.
        if definition.rules_out(index) {
            prop_assert_eq!(engine(&computed, &CellKey::slice("district", code)), None);
            continue;
        }
        let own: Vec<Row> = to_date.iter().filter(|row| row.district == Some(index)).cloned().collect();
        check(CellKey::slice("district", code), &own)?;
        for year in (2022..=2024).filter(|_| definition.dated) {
            // One row stands for a person in each year, as if there were no other.
            let of_year = definition.rows_in(rows, |day| start <= day && day <= end && day.0 == year);
            check(CellKey::slice("year", &year.to_string()), &of_year)?;
            let both: Vec<Row> = of_year.into_iter().filter(|row| row.district == Some(index)).collect();
            check(CellKey::crossed("district", code, "year", &year.to_string()), &both)?;
        }
    }
    Ok(())
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let maybe = |odds: f64| prop::bool::weighted(odds);
    let day = (2021_i16..2026, 1_i8..=12, 1_i8..=28);
    let row = (
        maybe(0.9),
        0_u8..8,
        maybe(0.9),
        0_usize..3,
        maybe(0.9),
        day,
        maybe(0.9),
        any::<bool>(),
        maybe(0.8),
        0_i128..50,
    );
    prop::collection::vec(row, 0..40).prop_map(|list| {
        let made =
            list.into_iter().zip(0_i128..).map(|((p, person, d, district, w, day, f, flag, a, amount), index)| Row {
                id: format!("r{index:03}"),
                person: p.then_some(person),
                district: d.then_some(district),
                day: w.then_some(day),
                flag: f.then_some(flag),
                // No two amounts are equal, so that it is never open which row stands for a person.
                amount: a.then_some(amount * 1000 + index),
            });
        made.collect()
    })
}

fn definitions() -> impl Strategy<Value = Definition> {
    let measure = prop_oneof![
        Just(Measure::Rows),
        Just(Measure::Persons),
        Just(Measure::Sum),
        Just(Measure::Mean),
        Just(Measure::Median),
        (1_i128..10).prop_map(Measure::Quantile),
        Just(Measure::Largest),
        Just(Measure::Smallest),
    ];
    let condition = prop_oneof![
        Just(Condition::None),
        any::<(bool, bool)>().prop_map(|(a, b)| Condition::Districts(a, b, true)),
        (0_usize..3).prop_map(Condition::NotDistrict),
        any::<bool>().prop_map(Condition::Flag),
        (0_i128..50).prop_map(Condition::AtLeast),
        (0_i128..50).prop_map(Condition::Under),
        any::<bool>().prop_map(Condition::Missing),
    ];
    let take =
        prop_oneof![3 => Just(Take::All), 1 => Just(Take::Largest), 1 => Just(Take::Smallest), 1 => Just(Take::Sum)];
    (measure, condition, take, any::<bool>()).prop_map(|(measure, condition, take, dated)| {
        // Only values of which each person has one can be summed first.
        let sums = !matches!(measure, Measure::Rows | Measure::Persons | Measure::Sum);
        let take = if take == Take::Sum && !sums { Take::All } else { take };
        Definition { measure, condition, take, dated }
    })
}

#[test]
fn the_engine_equals_a_naive_reference_to_the_last_digit() {
    let config = Config { cases: 600, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let compared = runner.run(&(definitions(), rows()), |(definition, rows)| compare(definition, &rows));
    compared.unwrap_or_else(|error| panic!("{error}"));
}
