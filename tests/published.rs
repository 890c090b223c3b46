//! An attack on everything that an edition publishes: each number that stands beside a label anywhere in `public/` is
//! held against the withheld counts.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]
#![allow(clippy::float_arithmetic, reason = "the solver of the attack works in floating point; the tool does not")]

#[path = "attack/mod.rs"]
mod attack;
#[path = "attack/reader.rs"]
mod reader;
#[path = "support/build.rs"]
mod support;

pub(crate) use attack::{Attack, Id, SMALLEST, text};
use microlp::ComparisonOp;
use reader::Published;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use support::{build_or_fail, options};

const PROJECT: &str = r#"
[program]
name = "Program"
office = "Office"
start = 2023-01-01
as_of = 2024-12-31
theme = "ROOT/templates/themes/default.toml"
fonts = "ROOT/fonts"

[codes.districts]
A = "District Alpha"
B = "District Beta"
C = "District Gamma"
D = "District Delta"

[codes.roles]
LEADER = "Leader role"
ORGANIZER = "Organizer role"
MEMBER = "Member role"

[sources.cases]
files = "input/cases.csv"
kind = "snapshot"
[sources.cases.columns]
person = { type = "text" }
district = { type = "code", codes = "districts" }
role = { type = "code", codes = "roles" }
day = { type = "date", formats = ["%Y-%m-%d"] }
long = { type = "flag" }
months = { type = "number" }

[figures.all]
title = "Arrests"
source = "cases"
counts = "defendants"
distinct = "person"
on = "day"
by = [{ by = "district", protect = true }, { by = "role", protect = true }, { by = ["district", "year"], protect = true }]

[figures.long]
title = "Long terms"
source = "cases"
counts = "defendants"
distinct = "person"
where = { long = true }
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

[figures.median]
title = "Median term"
source = "cases"
counts = "months"
median = "months"
per = "person"
take = { largest = "months" }
on = "day"
by = [{ by = "district", protect = true }]

[figures.part]
title = "Share of long terms"
share = { of = "long", in = "all" }

[[sheets]]
name = "sheet"
template = "sheet.md.hbs"
formats = ["pdf", "docx", "txt"]

[[sheets]]
name = "stacked"
template = "stacked.md.hbs"
formats = ["pdf", "txt"]
"#;

const SHEET: &str = r#"```masthead
title = "Program"
aside = ["{{as_of}}"]
```

{{value "all"}} arrests, {{value "leaders"}} of leaders.

```table
id = "districts"
by = "district"
head = "District"
mixed = true
total = "All"
title = "Arrests by district"

[[column]]
head = "Arrests"
figure = "all"

[[column]]
head = "Long terms"
figure = "long"

[[column]]
head = "Median term"
figure = "median"

[[column]]
head = "Share of long terms"
figure = "part"
```

```chart
id = "roles"
kind = "bars"
figure = "all"
by = "role"
title = "Arrests by role"
```
"#;

const STACKED: &str = r#"```masthead
title = "Program"
aside = ["{{as_of}}"]
```

```chart
id = "stacked"
kind = "stacked"
figures = ["all", "long"]
by = "district"
title = "Arrests and long terms"
```
"#;

/// District, role, how many in 2023 and in 2024, and how many of each have a long term.
const ROWS: [(&str, &str, [usize; 2], usize); 5] = [
    ("A", "MEMBER", [30, 25], 8),
    ("A", "LEADER", [3, 2], 1),
    ("B", "MEMBER", [3, 11], 2),
    ("C", "ORGANIZER", [11, 3], 5),
    ("D", "MEMBER", [22, 24], 9),
];

fn project(folder: &Path) {
    for name in ["input", "templates"] {
        fs::create_dir(folder.join(name)).unwrap();
    }
    fs::write(folder.join("factsheet.toml"), PROJECT.replace("ROOT", env!("CARGO_MANIFEST_DIR"))).unwrap();
    fs::write(folder.join("templates/sheet.md.hbs"), SHEET).unwrap();
    fs::write(folder.join("templates/stacked.md.hbs"), STACKED).unwrap();
    let mut csv = "person,district,role,day,long,months\n".to_owned();
    let mut person = 0;
    for (district, role, years, long) in ROWS {
        for (year, count) in (2023..).zip(years) {
            for index in 0..count {
                let flag = if index < long { "Y" } else { "N" };
                csv.push_str(&format!("p{person},{district},{role},{year}-05-05,{flag},{person}\n"));
                person += 1;
            }
        }
    }
    fs::write(folder.join("input/cases.csv"), csv).unwrap();
}

/// The edition of the small project as it is published.
fn published() -> Published {
    let folder = tempfile::tempdir().unwrap();
    project(folder.path());
    let options = factsheet::batch::Options { project: folder.path().to_owned(), ..Default::default() };
    build_or_fail(&options);
    Published::read(&folder.path().join("out/2024-12-31/public"))
}

/// What can be worked out of it too closely, and where numbers were found.
fn attacked(published: &Published) -> (Vec<String>, BTreeSet<&'static str>) {
    let mut attack = Attack::read(&published.json, &["all", "long"]);
    for (figure, by) in [("all", "district"), ("all", "role"), ("long", "district")] {
        attack.adds_up(figure, by);
    }
    attack.table("all", "district");
    attack.part_of("long", "all", "district");
    attack.enough_behind(&published.json, "median", "all", "district");
    let leaders =
        &published.json["figures"].as_array().unwrap().iter().find(|f| f["name"] == "leaders").unwrap()["totals"];
    if let Some(total) = leaders[0]["value"].as_str() {
        let cell = attack.counts[&("all".to_owned(), "role".to_owned(), "LEADER".to_owned())];
        attack.know(&[(cell, 1.0)], ComparisonOp::Eq, total.parse().unwrap());
    }
    let numbers = published.numbers(&[]);
    let mut places = BTreeSet::new();
    for (id, value, wherever) in numbers {
        attack.found(&id, value, wherever);
        places.insert(wherever);
    }
    assert!(!attack.hidden.is_empty(), "no cell is withheld, so nothing was attacked");
    (attack.exposed(), places)
}

#[test]
fn nothing_that_is_published_gives_a_withheld_count_away() {
    let (exposed, places) = attacked(&published());
    assert_eq!(exposed, [""; 0]);
    let read = [
        "alternative text of the PDF",
        "alternative text of the Word file",
        "chart cache",
        "control",
        "data file",
        "report",
        "table of the PDF",
        "table of the Word file",
        "workbook",
    ];
    assert_eq!(places.into_iter().collect::<Vec<_>>(), read);
}

#[test]
fn a_count_that_leaks_into_an_alternative_text_or_a_workbook_is_found() {
    let mut published = published();
    let mut planted = 0;
    for (_, alt) in published.texts.iter_mut().filter(|(wherever, _)| *wherever == "alternative text of the Word file")
    {
        planted += alt.matches("Leader role: withheld").count();
        *alt = alt.replace("Leader role: withheld", "Leader role: 5");
    }
    assert_eq!(planted, 1);
    assert!(attacked(&published).0.iter().any(|line| line == "all role=LEADER is between 5 and 5"));

    let mut published = self::published();
    let books = published.grids.iter_mut().filter(|(wherever, _)| *wherever == "workbook");
    let row =
        books.flat_map(|(_, rows)| rows).find(|row| row[0] == "Leader role [c]" || row[0] == "Leader role").unwrap();
    *row = vec!["Leader role".to_owned(), "5".to_owned()];
    assert!(attacked(&published).0.iter().any(|line| line == "all role=LEADER is between 5 and 5"));
}

#[test]
fn nothing_that_the_sample_publishes_gives_a_withheld_count_away() {
    let out = tempfile::tempdir().unwrap();
    build_or_fail(&options("2024-05-31", out.path()));
    let published = Published::read(&out.path().join("2024-05-31/public"));
    let breakdowns = [
        ("arrests", "district"),
        ("arrests", "arrest_country"),
        ("convictions", "district"),
        ("sentenced", "district"),
        ("sentences", "sentence_length"),
        ("five_years_or_more", "district"),
    ];
    let figures: BTreeSet<&str> = breakdowns.iter().map(|(figure, _)| *figure).collect();
    let mut attack = Attack::read(&published.json, &figures.into_iter().collect::<Vec<_>>());
    breakdowns.iter().for_each(|(figure, by)| attack.adds_up(figure, by));
    attack.part_of("five_years_or_more", "sentenced", "district");
    attack.part_of("sentenced", "convictions", "district");
    attack.enough_behind(&published.json, "median_term", "sentenced", "district");
    let numbers = published.numbers(&[("Sentenced", "sentenced"), ("Five years or more", "five_years_or_more")]);
    assert!(numbers.len() > 100, "only {} numbers were read", numbers.len());
    for (id, value, wherever) in numbers {
        attack.found(&id, value, wherever);
    }
    assert!(!attack.hidden.is_empty() && SMALLEST > 1.0);
    assert_eq!(attack.exposed(), [""; 0]);
}
