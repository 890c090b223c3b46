//! A small project in a folder of its own: convictions of three districts in two fiscal years.

#![allow(unreachable_pub, reason = "shared by test binaries, of which none is a library")]
#![allow(dead_code, reason = "each test binary uses its own part of this module")]

use factsheet::batch::{Error, Options, Progress};
use std::fs;
use tempfile::TempDir;

pub const PROJECT: &str = r#"
[program]
name = "Program"
office = "Office"
start = 2022-10-01
as_of = 2024-09-30
fiscal_year_starts = 10
theme = "ROOT/templates/themes/default.toml"
fonts = "ROOT/fonts"

[codes.districts]
A = "District A"
B = "District B"
C = "District C"

[sources.cases]
files = "input/cases.csv"
kind = "snapshot"
key = "person"
[sources.cases.columns]
person = { type = "text" }
district = { type = "code", codes = "districts" }
day = { type = "date", formats = ["%Y-%m-%d"] }

[figures.convictions]
title = "Convictions"
source = "cases"
counts = "defendants"
distinct = "person"
on = "day"
claim = { more_than = 5 }
by = [{ by = "district", protect = true }, BREAKDOWN]

[figures.cases]
title = "Cases"
source = "cases"
counts = "cases"
by = [{ by = "district", protect = true }]

[[sheets]]
name = "sheet"
template = "sheet.md.hbs"
formats = ["txt"]
"#;

/// Convictions by district in fiscal years 2023 and 2024.
pub type Counts = [(&'static str, usize, usize); 3];

/// B has three in 2023.
pub const COUNTS: Counts = [("A", 15, 20), ("B", 3, 12), ("C", 14, 16)];

pub struct Silent;

impl Progress for Silent {
    fn step(&self, _: &str) {}
}

pub fn project(breakdown: &str, template: &str, counts: Counts) -> (TempDir, Options) {
    let folder = tempfile::tempdir().unwrap();
    let toml = PROJECT.replace("ROOT", env!("CARGO_MANIFEST_DIR")).replace("BREAKDOWN", breakdown);
    fs::write(folder.path().join("factsheet.toml"), toml).unwrap();
    for name in ["input", "templates"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("templates/sheet.md.hbs"), template).unwrap();
    let mut csv = "person,district,day\n".to_owned();
    for (district, before, after) in counts {
        for (count, year) in [(before, 2023), (after, 2024)] {
            (0..count).for_each(|n| csv.push_str(&format!("{district}{year}-{n},{district},{year}-03-05\n")));
        }
    }
    fs::write(folder.path().join("input/cases.csv"), csv).unwrap();
    let options = Options { project: folder.path().to_owned(), ..Options::default() };
    (folder, options)
}

pub fn text_of(error: &Error) -> String {
    match error {
        Error::Refused(refused) => refused.problems.iter().map(ToString::to_string).collect(),
        other => other.to_string(),
    }
}

/// A sheet that says its date.
pub const SHEET: &str = r#"```masthead
title = "Sheet"
aside = ["{{as_of}}"]
```
"#;
