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

/// A table of the arrests by place across years: heads, then the rows with their values; the last row is of all.
fn crossed(years: &[(&str, &str)], rows: &[(&str, &str, &[&str])], all: &[&str]) -> Vec<u8> {
    let value = |place: &str, year: &str, printed: &str| {
        vec![sliced("arrests", printed, &[("place", place), ("year", year)], Form::Exact)]
    };
    let mut lines: Vec<Row> = rows
        .iter()
        .map(|(code, label, values)| Row {
            header: text(label),
            cells: years.iter().zip(*values).map(|((year, _), printed)| value(code, year, printed)).collect(),
            total: false,
        })
        .collect();
    let total =
        |((year, _), printed): (&(&str, &str), &&str)| vec![sliced("arrests", printed, &[("year", year)], Form::Exact)];
    lines.push(Row { header: text("All"), cells: years.iter().zip(all).map(total).collect(), total: true });
    let mut columns = vec![Column { label: text("Place"), align: Align::Left }];
    columns.extend(years.iter().map(|(_, label)| Column { label: text(label), align: Align::Right }));
    let heads: Vec<&str> = years.iter().map(|(_, label)| *label).collect();
    let alt = format!("By place. Table with {} rows; the columns are Place, {}.", lines.len(), heads.join(", "));
    let (title, description) = (text("Arrests by place"), text("By place"));
    let table = Table { id: "x".to_owned(), title, description, columns, rows: lines, source: vec![], alt };
    let masthead = Masthead { eyebrow: vec![], title: text("Alpha"), subtitle: text("Sheet"), aside: vec![] };
    let blocks = vec![Block::Masthead(masthead), Block::Table(table), Block::Paragraph(text("Typed by a person."))];
    render(&Document { meta: meta(), blocks }, &theme()).unwrap()
}

fn crossed_edition(years: &[(&str, &str)], rows: &[(&str, &str, &[&str])], all: &[&str]) -> Printed {
    let mut printed = edition("place", &[]);
    for ((year, label), value) in years.iter().zip(all) {
        printed.texts.insert(format!("arrests/to-date/year={year}/label"), (*label).to_owned());
        printed.texts.insert(format!("arrests/to-date/year={year}/exact"), (*value).to_owned());
    }
    for (code, label, values) in rows {
        printed.texts.insert(format!("arrests/to-date/place={code}/label"), (*label).to_owned());
        for ((year, _), value) in years.iter().zip(*values) {
            printed.texts.insert(format!("arrests/to-date/place={code}/year={year}/exact"), (*value).to_owned());
        }
    }
    printed
}

#[test]
fn a_table_across_years_gets_the_years_since_and_calls_them_as_the_edition_does() {
    let (y22, may, y23, y24) =
        (("2022", "2022"), ("2023", "2023 (to May)"), ("2023", "2023"), ("2024", "2024 (to June)"));
    let file = crossed(&[y22, may], &[("AA", "Adams", &["1", "2"]), ("BB", "Baker", &["3", "4"])], &["4", "6"]);
    let places: [(&str, &str, &[&str]); 3] =
        [("AA", "Adams", &["1", "5", "7"]), ("BB", "Baker", &["3", "6", "[c]"]), ("CC", "Clark", &["0", "0", "9"])];
    let new = crossed_edition(&[y22, y23, y24], &places, &["4", "11", "20"]);
    let (done, reading) = refreshed(&file, &new);
    assert_eq!(
        rows(&reading),
        [
            ["Place", "2022", "2023", "2024 (to June)"],
            ["Adams", "1", "5", "7"],
            ["Baker", "3", "6", "[c]"],
            ["All", "4", "11", "20"],
        ]
    );
    assert_eq!(done.warnings, ["the table \"Arrests by place\" has no row for Clark: add one or say so"]);
    let added = done.changes.iter().find(|change| change.what.starts_with("column")).unwrap();
    assert_eq!(
        (added.what.as_str(), added.after.as_str()),
        ("column 2024 of the table \"Arrests by place\"", "2024 (to June) | 7 | [c] | 20")
    );
    assert_eq!(
        reading.tables[0].description,
        "By place. Table with 3 rows; the columns are Place, 2022, 2023, 2024 (to June)."
    );
    // The table stays as wide as it was, and every row has the columns that the grid has.
    let widths = |bytes: &[u8]| {
        let body = part(bytes, "word/document.xml");
        let grid = body.split("<w:tblGrid>").nth(1).unwrap().split("</w:tblGrid>").next().unwrap().to_owned();
        grid.split("w:w=\"").skip(1).map(|w| w.split('"').next().unwrap().parse::<u32>().unwrap()).collect::<Vec<_>>()
    };
    let (before, after) = (widths(&file), widths(&done.bytes));
    assert_eq!((before.iter().sum::<u32>(), after.len()), (after.iter().sum::<u32>(), 4));
    let judged = support::root().join("target/judged");
    std::fs::create_dir_all(&judged).unwrap();
    std::fs::write(judged.join("refreshed-columns.docx"), &done.bytes).unwrap();
    assert!(refreshed(&done.bytes, &new).0.changes.is_empty());
}

#[test]
fn a_part_of_a_year_whose_name_the_edition_does_not_tell_is_told() {
    let file = crossed(&[("2023", "2023 (to May)")], &[("AA", "Adams", &["1"])], &["1"]);
    let mut new = crossed_edition(&[("2023", "2023")], &[("AA", "Adams", &["2"])], &["2"]);
    new.texts.shift_remove("arrests/to-date/year=2023/label");
    let (done, _) = refreshed(&file, &new);
    let told = "the table \"Arrests by place\" says \"2023 (to May)\", and the edition does not say what it calls 2023: check it";
    assert_eq!(done.warnings, [told]);
}

#[test]
fn a_column_that_cannot_be_added_is_told_and_its_neighbour_is_still_renamed() {
    let (may, y23, y24) = (("2023", "2023 (to May)"), ("2023", "2023"), ("2024", "2024"));
    let file = crossed(&[may], &[("AA", "Adams", &["1"]), ("BB", "Baker", &["3"])], &["4"]);
    let body = part(&file, "word/document.xml");
    let at = body.rfind("</w:tr>").unwrap() + 7;
    let remark =
        "<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>Remark</w:t></w:r></w:p></w:tc></w:tr>";
    let file = with_part(&file, "word/document.xml", &format!("{}{remark}{}", &body[..at], &body[at..]));
    let places: [(&str, &str, &[&str]); 2] = [("AA", "Adams", &["2", "7"]), ("BB", "Baker", &["3", "6"])];
    let (done, reading) = refreshed(&file, &crossed_edition(&[y23, y24], &places, &["5", "13"]));
    assert_eq!(rows(&reading)[..2], [vec!["Place", "2023"], vec!["Adams", "2"]]);
    assert_eq!(done.warnings, ["the table \"Arrests by place\" has no column for 2024: add one or say so"]);
}

#[test]
fn a_table_of_one_year_and_one_with_a_remark_of_staff_go_on() {
    let new = [("2022", "2022", ["1", "2"]), ("2023", "2023", ["5", "6"])];
    let one = sheet("year", &new[..1]);
    let (_, reading) = refreshed(&one, &edition("year", &new));
    assert_eq!(rows(&reading)[1..3], [vec!["2022", "1", "2"], vec!["2023", "5", "6"]]);
    let body = part(&one, "word/document.xml");
    let at = body.rfind("</w:tr>").unwrap() + 7;
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let remark = format!("<w:tr>{}{}{}</w:tr>", cell("A remark of staff"), cell(""), cell(""));
    let file = with_part(&one, "word/document.xml", &format!("{}{remark}{}", &body[..at], &body[at..]));
    let (done, reading) = refreshed(&file, &edition("year", &new));
    assert_eq!(rows(&reading)[2], ["2023", "5", "6"]);
    assert_eq!(rows(&reading)[4], ["A remark of staff", "", ""]);
    assert_eq!(done.warnings, [""; 0]);
}

#[test]
fn a_table_of_a_figure_with_a_long_name_goes_on() {
    let long = "defendants_sentenced_to_five_years_or_more_in_federal_prison";
    let cell = |year: &str, printed: &str| vec![sliced(long, printed, &[("year", year)], Form::Exact)];
    let line = |year: &str, printed: &str| Row { header: text(year), cells: vec![cell(year, printed)], total: false };
    let columns = ["Year", "Sentenced"].map(|head| Column { label: text(head), align: Align::Left }).to_vec();
    let table = Table {
        id: "t".to_owned(),
        title: text("Sentences"),
        description: vec![],
        columns,
        rows: vec![line("2022", "1"), line("2023", "2")],
        source: vec![],
        alt: "Table with 2 rows; the columns are Year, Sentenced.".to_owned(),
    };
    let masthead = Masthead { eyebrow: vec![], title: text("Alpha"), subtitle: text("Sheet"), aside: vec![] };
    let blocks = vec![Block::Masthead(masthead), Block::Table(table), Block::Paragraph(text("Typed by a person."))];
    let file = render(&Document { meta: meta(), blocks }, &theme()).unwrap();
    let mut new = edition("year", &[]);
    for (year, printed) in [("2022", "1"), ("2023", "5"), ("2024", "2")] {
        new.texts.insert(format!("{long}/to-date/year={year}/label"), year.to_owned());
        new.texts.insert(format!("{long}/to-date/year={year}/exact"), printed.to_owned());
    }
    // The number of another year is no excuse for the wrong one.
    assert_eq!(compare(&read(&file).unwrap(), &new.texts).len(), 1);
    let (_, reading) = refreshed(&file, &new);
    assert_eq!(rows(&reading)[1..], [["2022", "1"], ["2023", "5"], ["2024", "2"]]);
    assert!(reading.controls.iter().all(|control| control.tag.contains('~') && control.tag.len() <= 64));
    let said = "Table with 3 rows; the columns are Year, Sentenced.";
    assert_eq!(reading.tables[0].description, said);
}

#[test]
fn years_that_a_table_listed_by_hand_lacks_are_told_and_tables_of_one_name_are_numbered() {
    let old = [("2022", "2022", ["1", "2"]), ("2023", "2023 (to May)", ["3", "4"])];
    let new = [("2022", "2022", ["1", "2"]), ("2023", "2023", ["5", "6"]), ("2024", "2024", ["7", "8"])];
    let file = sheet("year", &old);
    // A person put a row of other figures between the years.
    let body = part(&file, "word/document.xml");
    let start = body.find("<w:tbl>").unwrap();
    let end = body.find("</w:tbl>").unwrap() + 8;
    let mut listed = body[start..end].to_owned();
    let rows_at: Vec<usize> =
        listed.match_indices("<w:tr>").chain(listed.match_indices("<w:tr ")).map(|(at, _)| at).collect();
    let last = *rows_at.iter().max().unwrap();
    let total = listed[last..listed.rfind("</w:tr>").unwrap() + 7].replace("w:id w:val=\"", "w:id w:val=\"1");
    let second = rows_at.iter().copied().filter(|at| *at < last).max().unwrap();
    listed.insert_str(second, &total);
    let both = format!(
        "{}{listed}<w:p/>{}{}",
        &body[..start],
        listed.replace("w:id w:val=\"", "w:id w:val=\"2"),
        &body[end..]
    );
    let done = refresh(&with_part(&file, "word/document.xml", &both), &edition("year", &new), false).unwrap();
    let told = |number| format!("the table \"Results\" (table {number}) has no row for 2024: add one or say so");
    assert_eq!(done.warnings, [told(1), told(2)]);
    let reading = read(&done.bytes).unwrap();
    assert_eq!(rows(&reading)[3], ["2023", "5", "6"], "no part of a year stands over the whole year's number");
}

#[test]
fn a_period_that_a_person_named_is_told_where_it_names_a_part() {
    let old = [("2023", "2023 (to May)", ["3", "4"])];
    let file = sheet("year", &old);
    let body = part(&file, "word/document.xml").replace(">2023 (to May)<", ">Year 2023 (to May)<");
    let new = edition("year", &[("2023", "2023", ["5", "6"])]);
    let done = refresh(&with_part(&file, "word/document.xml", &body), &new, false).unwrap();
    let told = "the table \"Results\" says \"Year 2023 (to May)\", which was written by hand, where the edition says \"2023\": check it";
    assert_eq!(done.warnings, [told]);
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
