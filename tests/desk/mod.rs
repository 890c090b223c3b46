//! A desk to try exports on: a small project in a folder of its own, into which a test puts its files. The columns
//! are those of an export that nobody on this project designed: `case_id,outcome,seized_on,value_gbp,officer`.

#![allow(dead_code, clippy::unwrap_used, reason = "each test takes what it needs; a failed unwrap is a failed test")]

use factsheet::batch::{self, AsOf, CheckReport, Error, Options, Progress, Report};
use factsheet::value::Day;
use std::fs;
use std::path::{Path, PathBuf};

/// The header of the exports.
pub(crate) const HEADER: &str = "case_id,outcome,seized_on,value_gbp,officer\n";

/// Stands for a spinner that nobody looks at.
pub(crate) struct Silent;

impl Progress for Silent {
    fn step(&self, _: &str) {}
}

/// A project in a temporary folder.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
    /// Keys of the source, such as `delimiter = ";"`.
    pub(crate) source: String,
    /// The columns of the source.
    pub(crate) columns: Vec<(String, String)>,
    /// Further tables of the project file.
    pub(crate) more: String,
    /// Formats of the sheet.
    pub(crate) formats: String,
    /// Keys of the program.
    pub(crate) program: String,
    /// The template of the sheet.
    pub(crate) template: String,
}

/// The template: what was counted, and a table by officer.
const TEMPLATE: &str = r#"```masthead
title = "Seizures"
subtitle = "{{period}}"
aside = ["{{edition}}", "As of {{as_of}}"]
```

{{#if (any "cases")}}{{value "cases"}} cases were recorded.{{else}}There are no cases in this period.{{/if}}{{note "counting"}}

## By officer

```table
id = "officers"
by = "officer"
head = "Officer"
total = "All officers"
source = "Source: {{sources.cases.title}}."
description = "Cases by officer"
empty = "No cases in this period."

[[column]]
head = "Cases"
figure = "cases"
```

## Notes

```notes
counting = "Cases count rows."
```
"#;

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}

impl Desk {
    /// A desk with an empty `input/`.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("input")).unwrap();
        fs::create_dir_all(folder.path().join("templates")).unwrap();
        let columns = [
            ("case_id", r#"type = "text""#),
            ("outcome", r#"type = "code""#),
            ("seized_on", r#"type = "date", formats = ["%Y-%m-%d"]"#),
            ("value_gbp", r#"type = "money", currency = "£", grouping = ",""#),
            ("officer", r#"type = "text""#),
        ];
        Self {
            folder,
            source: r#"key = "case_id""#.to_owned(),
            columns: columns.map(|(name, kind)| (name.to_owned(), kind.to_owned())).to_vec(),
            more: String::new(),
            formats: r#"["txt"]"#.to_owned(),
            program: String::new(),
            template: TEMPLATE.to_owned(),
        }
    }

    /// Gives a column another definition.
    #[must_use]
    pub(crate) fn column(mut self, name: &str, kind: &str) -> Self {
        self.columns.retain(|(other, _)| other != name);
        self.columns.push((name.to_owned(), kind.to_owned()));
        self
    }

    /// Gives the source other keys than `key = "case_id"`.
    #[must_use]
    pub(crate) fn source(mut self, keys: &str) -> Self {
        self.source = keys.to_owned();
        self
    }

    /// Puts a file into `input/`.
    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        fs::write(self.path("input").join(name), bytes).unwrap();
        self
    }

    /// Puts `cases.csv` with the usual header and these rows into `input/`.
    pub(crate) fn rows(&self, rows: &str) -> &Self {
        self.put("cases.csv", format!("{HEADER}{rows}"))
    }

    /// A path on the desk.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write_project(&self) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let kind = if self.source.contains("kind =") { "" } else { "kind = \"changes\"" };
        let columns: String = self.columns.iter().map(|(name, kind)| format!("{name} = {{ {kind} }}\n")).collect();
        let text = format!(
            r#"[program]
name = "Seizures"
office = "Office"
start = 2020-01-01
theme = {theme:?}
fonts = {fonts:?}
{program}
[sources.cases]
title = "case exports"
files = "input/*.csv"
{kind}
{source}
[sources.cases.columns]
{columns}
[figures.cases]
title = "Cases"
source = "cases"
counts = "cases"
on = "seized_on"
by = ["officer", "fiscal_year"]
[figures.value]
title = "Value"
source = "cases"
sum = "value_gbp"
on = "seized_on"
decimals = 2
[figures.mean_value]
title = "Mean value"
source = "cases"
mean = "value_gbp"
on = "seized_on"
decimals = 2
[[sheets]]
name = "sheet"
template = "sheet.md.hbs"
formats = {formats}
{more}
"#,
            theme = root.join("templates/themes/default.toml"),
            // Plain text needs no fonts, and reading them takes most of a test's time.
            fonts = if self.formats.contains("pdf") { root.join("fonts") } else { self.path("templates") },
            program = self.program,
            source = self.source,
            formats = self.formats,
            more = self.more,
        );
        fs::write(self.path("factsheet.toml"), text).unwrap();
        fs::write(self.path("templates/sheet.md.hbs"), &self.template).unwrap();
    }

    /// Options as of a day, after writing the project.
    pub(crate) fn options(&self, as_of: &str) -> Options {
        self.write_project();
        Options {
            project: self.folder.path().to_owned(),
            as_of: AsOf::Day(Day::parse(as_of).unwrap()),
            ..Options::default()
        }
    }

    /// Checks as of the end of 2024.
    pub(crate) fn check(&self) -> CheckReport {
        self.check_as_of("2024-12-31")
    }

    pub(crate) fn check_as_of(&self, as_of: &str) -> CheckReport {
        batch::check(&self.options(as_of), &Silent).unwrap()
    }

    /// Builds as of the end of 2024.
    pub(crate) fn build(&self) -> Result<Report, Error> {
        self.build_as_of("2024-12-31")
    }

    pub(crate) fn build_as_of(&self, as_of: &str) -> Result<Report, Error> {
        batch::build(&self.options(as_of), &Silent)
    }

    /// The printed total of a figure.
    pub(crate) fn figure(&self, title: &str) -> String {
        let report = self.build().unwrap_or_else(|error| panic!("{error}: {:#?}", self.check().problems));
        report.figures.into_iter().find(|(name, _)| name == title).unwrap().1
    }

    /// A file of the edition as of the end of 2024.
    pub(crate) fn edition(&self, name: &str) -> String {
        String::from_utf8(self.edition_bytes(name)).unwrap()
    }

    pub(crate) fn edition_bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path("out/2024-12-31").join(name)).unwrap()
    }

    /// Everything that is wrong, as it is printed; nothing may have been written but the list of rejected rows.
    pub(crate) fn refused(&self) -> String {
        let Err(error) = self.build() else { panic!("it was built") };
        assert!(matches!(error.exit_code(), 1 | 4), "{error}");
        assert!(!self.path("out/2024-12-31").exists(), "an edition was written");
        let report = self.check();
        assert!(!report.ready && report.exit_code == error.exit_code());
        let problems = report.problems.iter().chain(&report.awaited);
        problems.map(|problem| format!("{problem}\n")).collect()
    }

    /// The warnings, as they are printed.
    pub(crate) fn warnings(&self) -> String {
        let report = self.check();
        assert!(report.ready, "{:#?}", report.problems);
        report.warnings.iter().map(|w| format!("{}: {}{}\n", w.place, w.what, w.times())).collect()
    }
}

/// Asserts that a text has all of these parts.
pub(crate) fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}
