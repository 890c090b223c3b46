//! Receipts and tables of two dimensions, on a small project in a folder of its own.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

#[path = "support/cases.rs"]
mod cases;

use cases::*;
use factsheet::batch::{self};
use std::fs;
use std::path::Path;

#[test]
fn a_receipt_counts_every_row_and_lists_keys_only_where_it_is_asked_to() {
    let (folder, options) = project("\"year\"", "", COUNTS);
    let slice = [("district".to_owned(), "B".to_owned())];
    let path = folder.path().join("rows.csv");
    let found = batch::explain(&options, "convictions", &slice, Some(&path), &Silent).unwrap();
    assert_eq!((found.value.as_str(), found.counted), ("15 defendants", Some(15)));
    assert_eq!(found.definition, "the number of different values of person in cases, placed by day, in defendants");
    assert_eq!((found.rows.in_scope, found.rows.counted), (80, 80));
    assert_eq!(found.files.len(), 1);
    assert_eq!(found.files[0].1, digest(&folder.path().join("input/cases.csv")));
    let rows = fs::read_to_string(path).unwrap();
    assert_eq!(rows.lines().count(), 16);
    assert!(rows.lines().nth(1).unwrap().ends_with("cases.csv,37,B2023-0"), "{rows}");
    // They identify persons, and never go where editions lie.
    let public = folder.path().join("out/2024-09-30/public");
    fs::create_dir_all(&public).unwrap();
    let refused = batch::explain(&options, "convictions", &slice, Some(&public.join("rows.csv")), &Silent).unwrap_err();
    assert!(refused.to_string().contains("never go into a folder of editions"), "{refused}");
    assert!(fs::read_dir(public).unwrap().next().is_none());
}

#[test]
fn a_share_is_explained_by_the_figures_that_it_comes_from() {
    let (folder, options) = project("\"fiscal_year\"", "", COUNTS);
    let file = folder.path().join("factsheet.toml");
    let more = r#"
[figures.recent]
title = "Recent convictions"
source = "cases"
counts = "defendants"
distinct = "person"
where = { day = { from = 2023-10-01 } }
on = "day"

[figures.recent_share]
title = "Share of recent convictions"
share = { of = "recent", in = "convictions" }
"#;
    fs::write(&file, fs::read_to_string(&file).unwrap() + more).unwrap();
    let found = batch::explain(&options, "recent_share", &[], None, &Silent).unwrap();
    let from: Vec<_> = found.worked_out_from.iter().map(|(title, value)| format!("{title}: {value}")).collect();
    // 20 + 12 + 16 in fiscal year 2024, of 48 + 32 in both.
    assert_eq!(found.value, "60.0%");
    assert_eq!(from, ["Recent convictions: 48 defendants", "Convictions: 80 defendants"]);
}

fn digest(path: &Path) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(fs::read(path).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_table_of_two_dimensions_shows_what_may_be_shown() {
    let table = r#"
```table
id = "both"
figure = "convictions"
by = "district"
across = "fiscal_year"
head = "District"
total = "All districts"
```

In fiscal year 2024: {{value "convictions" district="A" period="FY2024"}}.
"#;
    let crossed = r#"{ by = ["district", "fiscal_year"], protect = true }"#;
    let (folder, options) = project(crossed, &format!("{SHEET}{table}"), [("A", 15, 20), ("B", 3, 11), ("C", 11, 3)]);
    batch::build(&options, &Silent).unwrap_or_else(|error| panic!("{}", text_of(&error)));
    let sheet = fs::read_to_string(folder.path().join("out/2024-09-30/public/sheet-2024-09.txt")).unwrap();
    let line = |head: &str| sheet.lines().find(|l| l.starts_with(head)).unwrap_or_else(|| panic!("{sheet}")).to_owned();
    let words = |head: &str| line(head).split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ");
    assert_eq!(words("All districts"), "All districts 29 34");
    // B has three in FY2023, C in FY2024: their other years are withheld with them, since rows and years add up.
    assert_eq!(words("District A"), "District A 15 20");
    assert_eq!(words("District B"), "District B [c] [c]");
    assert_eq!(words("District C"), "District C [c] [c]");
    assert!(sheet.contains("In fiscal year 2024: 20."), "{sheet}");
    // What the table calls its columns is kept, so that a refresh can call them as the edition does.
    let kept = fs::read_to_string(folder.path().join("out/2024-09-30/public/figures-2024-09.json")).unwrap();
    let kept: serde_json::Value = serde_json::from_str(&kept).unwrap();
    for (slice, label) in [("fiscal_year=FY2024", "FY2024"), ("district=B", "District B")] {
        assert_eq!(kept["printed"][format!("convictions/to-date/{slice}/label")], label);
    }
}

#[test]
fn a_table_whose_columns_count_different_things_must_say_so() {
    let table = |mixed: &str| {
        format!(
            "{SHEET}\n```table\nid = \"t\"\nby = \"district\"\nhead = \"District\"\n{mixed}\n[[column]]\nhead = \"Convictions\"\n\
             figure = \"convictions\"\n[[column]]\nhead = \"Cases\"\nfigure = \"cases\"\n```\n"
        )
    };
    let (_folder, options) = project("\"year\"", &table(""), COUNTS);
    let refused = batch::build(&options, &Silent).map(|_| ()).map_err(|error| text_of(&error)).unwrap_err();
    let said = "count different things: \"convictions\" is in defendants, \"cases\" in cases";
    assert!(refused.contains(said), "{refused}");
    let (_folder, options) = project("\"year\"", &table("mixed = true"), COUNTS);
    batch::build(&options, &Silent).unwrap_or_else(|error| panic!("{}", text_of(&error)));
}
