//! Random tables, written by a naive writer and then dirtied: every row is accounted for, no valid row is lost, and
//! neither the order of rows and files nor the number of threads changes anything.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod desk;

use factsheet::project::Project;
use factsheet::records::{self, InputFile, Past, Records, Refusal};
use factsheet::value::Day;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A record as the test knows it.
#[derive(Debug, Clone)]
struct Row {
    key: u8,
    revision: u8,
    text: String,
    cents: i32,
    day: u16,
    gone: bool,
    secret: bool,
}

/// What is done to a row on its way into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dirt {
    None,
    Twice,
    BlankLineBefore,
    BadDate,
    BadNumber,
    OneFieldMore,
    NoKey,
}

fn project(kind: &str) -> Project {
    let text = format!(
        r#"
[program]
name = "P"
office = "O"
start = 2000-01-01
[sources.rows]
files = "input/*.csv"
kind = "{kind}"
key = "key"
latest_by = "revision"
deleted = {{ column = "status", is = "D" }}
[sources.rows.columns]
key = {{ type = "text" }}
revision = {{ type = "number" }}
status = {{ type = "code" }}
text = {{ type = "text" }}
amount = {{ type = "money" }}
day = {{ type = "date", formats = ["%Y-%m-%d"] }}
secret = {{ type = "flag" }}
[[privacy.exclude]]
source = "rows"
reason = "secret"
where = {{ secret = true }}
[figures.rows]
title = "Rows"
source = "rows"
counts = "rows"
[[sheets]]
name = "s"
template = "t"
formats = ["txt"]
"#
    );
    Project::parse("factsheet.toml", &text).unwrap()
}

fn day(number: u16) -> String {
    Day::from_number(15_000 + i32::from(number)).unwrap().to_string()
}

/// The naive writer: every field quoted.
fn line(row: &Row) -> String {
    let fields = [
        format!("K{}", row.key),
        row.revision.to_string(),
        if row.gone { "D" } else { "N" }.to_owned(),
        row.text.clone(),
        format!("{}{}.{:02}", if row.cents < 0 { "-" } else { "" }, row.cents.abs() / 100, row.cents.abs() % 100),
        day(row.day),
        if row.secret { "Y" } else { "N" }.to_owned(),
    ];
    let quoted: Vec<String> = fields.iter().map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect();
    quoted.join(",")
}

fn dirtied(row: &Row, dirt: Dirt) -> (String, u64, u64) {
    let clean = line(row);
    match dirt {
        Dirt::None => (format!("{clean}\n"), 1, 0),
        Dirt::Twice => (format!("{clean}\n{clean}\n"), 2, 0),
        Dirt::BlankLineBefore => (format!("\n\n{clean}\n"), 1, 0),
        Dirt::BadDate => (format!("{}\n", clean.replace(&day(row.day), "2024-02-30")), 1, 1),
        Dirt::BadNumber => (format!("{}\n", clean.replacen(&format!("\"{}\"", row.revision), "\"1O\"", 1)), 1, 1),
        Dirt::OneFieldMore => (format!("{clean},\n"), 1, 1),
        Dirt::NoKey => (format!("{}\n", clean.replacen(&format!("K{}", row.key), "", 1)), 1, 1),
    }
}

const HEADER: &str = "key,revision,status,text,amount,day,secret\n";

fn file(name: &str, rows: &str) -> InputFile {
    let bytes = format!("{HEADER}{rows}").into_bytes();
    InputFile { name: format!("input/{name}.csv"), digest: rows.to_owned(), bytes }
}

fn read(kind: &str, files: Vec<InputFile>) -> Result<Records, Box<Refusal>> {
    let inputs = [("rows".to_owned(), files)].into_iter().collect();
    records::read(&project(kind), inputs, &Past::default(), Day::parse("2060-01-01").unwrap())
}

/// The rows that figures may count, as texts.
fn in_scope(records: &Records) -> BTreeSet<String> {
    let source = &records.sources[0];
    let spelled = |row: u32| {
        let columns = source.table.columns.values().map(|column| column.spelled(row as usize));
        columns.collect::<Vec<_>>().join("|")
    };
    source.in_scope.iter().map(|&row| spelled(row)).collect()
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let text =
        prop_oneof!["[a-z]{0,6}", "[ -~]{0,12}", "\\PC{0,8}", Just("two\nlines".to_owned()), Just("\"".to_owned())];
    let row = (
        0..12_u8,
        0..200_u8,
        text,
        -100_000..100_000_i32,
        0..9000_u16,
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.1),
    );
    let row = row.prop_map(|(key, revision, text, cents, day, gone, secret)| Row {
        key,
        revision,
        text,
        cents,
        day,
        gone,
        secret,
    });
    // One row for each key and revision: which of two is the later must be known.
    prop::collection::vec(row, 0..40).prop_map(|rows| {
        let unique: BTreeMap<(u8, u8), Row> = rows.into_iter().map(|row| ((row.key, row.revision), row)).collect();
        unique.into_values().collect()
    })
}

fn dirt() -> impl Strategy<Value = Vec<Dirt>> {
    let kinds = [
        Dirt::None,
        Dirt::Twice,
        Dirt::BlankLineBefore,
        Dirt::BadDate,
        Dirt::BadNumber,
        Dirt::OneFieldMore,
        Dirt::NoKey,
    ];
    prop::collection::vec(prop::sample::select(kinds.to_vec()), 40)
}

/// What the test itself says must be counted: the latest row of each key, unless it is deleted or secret.
fn expected(rows: &[Row]) -> BTreeSet<u8> {
    let mut latest: BTreeMap<u8, &Row> = BTreeMap::new();
    for row in rows {
        let holder = latest.entry(row.key).or_insert(row);
        if row.revision > holder.revision {
            *holder = row;
        }
    }
    latest.into_iter().filter(|(_, row)| !row.gone && !row.secret).map(|(key, _)| key).collect()
}

fn keys(counted: &BTreeSet<String>) -> BTreeSet<u8> {
    counted.iter().map(|row| row.split('|').next().unwrap()[1..].parse().unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_row_is_accounted_for_and_no_valid_one_is_lost(rows in rows(), dirt in dirt()) {
        let mut text = String::new();
        let (mut written, mut bad) = (0, 0);
        let mut good = Vec::new();
        for (row, dirt) in rows.iter().zip(&dirt) {
            let (part, lines, rejected) = dirtied(row, *dirt);
            text.push_str(&part);
            written += lines;
            bad += rejected;
            if rejected == 0 {
                good.push(row.clone());
            }
        }
        match read("changes", vec![file("a", &text)]) {
            Ok(records) => {
                prop_assert_eq!(bad, 0);
                let total = records.sources[0].reconciliation.total();
                prop_assert!(total.adds_up());
                prop_assert_eq!((total.rows, total.rejected), (written, 0));
                prop_assert_eq!(keys(&in_scope(&records)), expected(&rows));
            }
            Err(refusal) => {
                prop_assert!(bad > 0, "{:?}", refusal.problems);
                prop_assert_eq!(refusal.rejects.len() as u64, bad);
                prop_assert_eq!(refusal.files["rows"][0].rows, written);
                // What was not rejected is all there when the rejected rows are taken out.
                let clean: String = good.iter().map(|row| line(row) + "\n").collect();
                let records = read("changes", vec![file("a", &clean)]).unwrap();
                prop_assert_eq!(keys(&in_scope(&records)), expected(&good));
            }
        }
    }

    #[test]
    fn order_and_repetition_change_nothing(rows in rows(), turn in 0..40_usize, cut in 0..40_usize) {
        let lines: Vec<String> = rows.iter().map(|row| line(row) + "\n").collect();
        let whole = read("changes", vec![file("a", &lines.concat())]).unwrap();
        let counted = in_scope(&whole);

        let mut turned = lines.clone();
        turned.rotate_left(turn % lines.len().max(1));
        turned.reverse();
        prop_assert_eq!(&in_scope(&read("changes", vec![file("a", &turned.concat())]).unwrap()), &counted);

        let (left, right) = lines.split_at(cut.min(lines.len()));
        let parts = || vec![file("b", &left.concat()), file("a", &right.concat())];
        prop_assert_eq!(&in_scope(&read("changes", parts()).unwrap()), &counted);
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        prop_assert_eq!(&in_scope(&one.install(|| read("changes", parts())).unwrap()), &counted);

        for kind in ["changes", "snapshot"] {
            let twice = read(kind, vec![file("a", &lines.concat()), file("z", &lines.concat())]).unwrap();
            prop_assert_eq!(&in_scope(&twice), &counted);
            let (once, both) = (whole.sources[0].reconciliation.total(), twice.sources[0].reconciliation.total());
            prop_assert!(both.adds_up());
            prop_assert_eq!(both.duplicate - once.duplicate, both.rows - once.rows);
            prop_assert_eq!((both.in_scope, both.superseded, both.deleted), (once.in_scope, once.superseded, once.deleted));
        }
    }
}
