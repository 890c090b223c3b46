//! Tables of a refreshed sheet: rows that the other edition lacks go, a run of years goes on, and what else differs is
//! told; nothing that a person wrote is lost.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;
#[path = "support/docx_files.rs"]
mod word;

use factsheet::document::model::*;
use factsheet::render::docx::read::{Reading, compare, read};
use factsheet::render::docx::refresh::{Printed, RefreshError, Refreshed, refresh};
use factsheet::render::docx::render;
use std::collections::BTreeSet;
use support::{meta, sliced, text, theme};
use word::{part, with_part};

const FIGURES: [&str; 2] = ["arrests", "convictions"];

/// A sheet with a table of two figures by a dimension: code, label and values of each row, and a row of all.
fn sheet(by: &str, rows: &[(&str, &str, [&str; 2])]) -> Vec<u8> {
    let value =
        |figure: usize, code: &str, printed: &str| vec![sliced(FIGURES[figure], printed, &[(by, code)], Form::Exact)];
    let mut all: Vec<Row> = rows
        .iter()
        .map(|(code, label, values)| Row {
            header: text(label),
            cells: vec![value(0, code, values[0]), value(1, code, values[1])],
            total: false,
        })
        .collect();
    let total = |figure: usize| vec![support::value(FIGURES[figure], "9", Form::Exact)];
    all.push(Row { header: text("All"), cells: vec![total(0), total(1)], total: true });
    let column = |label: &str, align| Column { label: text(label), align };
    let table = Table {
        id: "t".to_owned(),
        title: text("Results"),
        description: text("By part"),
        columns: vec![
            column("Part", Align::Left),
            column("Arrests", Align::Right),
            column("Convictions", Align::Right),
        ],
        rows: all,
        source: vec![],
        alt: "One row for each part.".to_owned(),
    };
    let masthead = Masthead { eyebrow: vec![], title: text("Alpha"), subtitle: text("Sheet"), aside: vec![] };
    let blocks = vec![Block::Masthead(masthead), Block::Table(table), Block::Paragraph(text("Typed by a person."))];
    render(&Document { meta: meta(), blocks }, &theme()).unwrap()
}

fn edition(by: &str, rows: &[(&str, &str, [&str; 2])]) -> Printed {
    let mut texts = indexmap::IndexMap::new();
    for (at, figure) in FIGURES.iter().enumerate() {
        texts.insert(format!("{figure}/to-date/exact"), "12".to_owned());
        for (code, label, values) in rows {
            texts.insert(format!("{figure}/to-date/{by}={code}/label"), (*label).to_owned());
            texts.insert(format!("{figure}/to-date/{by}={code}/exact"), values[at].to_owned());
        }
    }
    texts.insert("@edition/name/words".to_owned(), "June 2025".to_owned());
    texts.insert("@edition/number/words".to_owned(), "2025-06".to_owned());
    Printed { as_of: meta().as_of, digest: "1".repeat(64), texts }
}

fn refreshed(file: &[u8], printed: &Printed) -> (Refreshed, Reading) {
    let done = refresh(file, printed, false).unwrap();
    let reading = read(&done.bytes).unwrap();
    assert_eq!(compare(&reading, &printed.texts), []);
    let ids: BTreeSet<&String> = reading.controls.iter().map(|control| &control.id).collect();
    assert_eq!(ids.len(), reading.controls.len(), "no id stands twice");
    assert!(reading.controls.iter().all(|control| control.locked));
    assert!(reading.paragraphs.contains(&"Typed by a person.".to_owned()));
    (done, reading)
}

fn rows(reading: &Reading) -> Vec<Vec<&str>> {
    reading.tables[0].rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect()
}

#[test]
fn a_table_by_year_goes_on_and_comes_back() {
    let old = [("2022", "2022", ["1", "2"]), ("2023", "2023 (through May)", ["3", "4"])];
    let new = [
        ("2022", "2022", ["1", "2"]),
        ("2023", "2023", ["5", "6"]),
        ("2024", "2024", ["7", "8"]),
        ("2025", "2025 (through June)", ["0", "[c]"]),
    ];
    let file = sheet("year", &old);
    let (done, reading) = refreshed(&file, &edition("year", &new));
    let head = vec!["Part", "Arrests", "Convictions"];
    let expected = [
        head.clone(),
        vec!["2022", "1", "2"],
        vec!["2023", "5", "6"],
        vec!["2024", "7", "8"],
        vec!["2025 (through June)", "0", "[c]"],
        vec!["All", "12", "12"],
    ];
    assert_eq!(rows(&reading), expected);
    let added: Vec<_> = done.changes.iter().filter(|change| change.before.is_empty()).collect();
    assert_eq!(added.len(), 2);
    assert_eq!(
        (added[0].what.as_str(), added[0].after.as_str()),
        ("row 2024 of the table \"Results\"", "2024 | 7 | 8")
    );
    let judged = support::root().join("target/judged");
    std::fs::create_dir_all(&judged).unwrap();
    std::fs::write(judged.join("refreshed-rows.docx"), &done.bytes).unwrap();
    // A second time nothing changes; back at the old edition, the later years go.
    let (again, _) = refreshed(&done.bytes, &edition("year", &new));
    assert!(again.changes.is_empty() && again.bytes == refreshed(&again.bytes, &edition("year", &new)).0.bytes);
    let (_, back) = refreshed(&done.bytes, &edition("year", &old));
    assert_eq!(
        rows(&back),
        [head, vec!["2022", "1", "2"], vec!["2023 (through May)", "3", "4"], vec!["All", "12", "12"]]
    );
}

#[test]
fn a_row_that_the_edition_lacks_goes_and_one_that_the_table_lacks_is_told() {
    let file = sheet("officer", &[("a", "Adams", ["1", "2"]), ("b", "Baker", ["3", "4"]), ("c", "Clark", ["5", "6"])]);
    let new = edition("officer", &[("a", "Adams", ["1", "2"]), ("c", "Clark", ["6", "6"]), ("d", "Davis", ["1", "1"])]);
    let (done, reading) = refreshed(&file, &new);
    assert_eq!(rows(&reading)[1..3], [vec!["Adams", "1", "2"], vec!["Clark", "6", "6"]]);
    assert!(done.changes.iter().any(|change| change.before == "Baker | 3 | 4"), "{:?}", done.changes);
    assert_eq!(done.warnings, ["the table \"Results\" has no row for Davis: add one or say so"]);
}

#[test]
fn a_table_that_is_another_ones_stays_and_what_it_lacks_is_refused() {
    let file = sheet("officer", &[("a", "Adams", ["1", "2"]), ("b", "Baker", ["3", "4"])]);
    // No row is left: the table is of a breakdown that the edition does not have.
    let Err(RefreshError::Missing(missing)) = refresh(&file, &edition("officer", &[]), false) else {
        panic!("refreshed")
    };
    assert_eq!(missing.len(), 4, "{missing:?}");
    // A row in which a person put a figure of another slice is nobody's to rebuild.
    let body = part(&file, "word/document.xml").replacen(
        "convictions/to-date/officer=b/",
        "convictions/to-date/officer=a/",
        3,
    );
    let mixed = with_part(&file, "word/document.xml", &body);
    let new = edition("officer", &[("a", "Adams", ["1", "2"])]);
    let Err(RefreshError::Missing(missing)) = refresh(&mixed, &new, false) else { panic!("refreshed") };
    assert_eq!(missing, ["arrests/to-date/officer=b/exact (\"3\")"]);
}

#[test]
fn a_row_that_a_person_deleted_and_a_period_that_a_person_named_stay_so() {
    let years =
        [("2022", "2022", ["1", "2"]), ("2023", "2023", ["3", "4"]), ("2024", "2024 (through May)", ["5", "6"])];
    let file = sheet("year", &years[1..]);
    let body = part(&file, "word/document.xml").replace(">2023<", ">The year 2023<");
    let edited = with_part(&file, "word/document.xml", &body);
    let (_, reading) = refreshed(&edited, &edition("year", &years));
    assert_eq!(rows(&reading)[1..3], [vec!["The year 2023", "3", "4"], vec!["2024 (through May)", "5", "6"]]);
}

#[test]
fn a_table_by_fiscal_quarter_goes_on_too() {
    let new = [
        ("FY2025-Q1", "Q1 FY2025", ["1", "2"]),
        ("FY2025-Q2", "Q2 FY2025", ["3", "4"]),
        ("FY2025-Q3", "Q3 FY2025", ["5", "6"]),
    ];
    let (_, reading) = refreshed(&sheet("fiscal_quarter", &new[..2]), &edition("fiscal_quarter", &new));
    assert_eq!(rows(&reading)[3], ["Q3 FY2025", "5", "6"]);
}
