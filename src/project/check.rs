//! Raw keys → a checked [`Project`]: every name is resolved, every type is held against its use, and every
//! objection is collected with the place of the key that caused it.

use super::columns::check_columns;
use super::figures::check_figure;
use super::file::{OneOrMany, RawExclude, RawProgram, RawProject, RawSheet, RawSource, SheetFormat};
use super::filter::{Scope, check_filter, parse_term};
use super::locate::{Step, locate};
use super::model::{Bands, CodeList, Edges, Exclusion, Fact, Privacy, Program, Project, Sheet, Source, Test};
use crate::value::{Amount, Day, Problem, Term, nearest};
use indexmap::IndexMap;
use toml::value::Datetime;

/// Collects what is wrong, each with the place of its key.
pub(super) struct Checker<'a> {
    file: &'a str,
    text: &'a str,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    pub(super) fn report(&mut self, path: &[Step<'_>], what: impl Into<String>, todo: impl Into<String>) {
        self.problems.push(Problem::new(locate(self.file, self.text, path), what, todo));
    }

    /// A name that must be one of `names`; reports it when it is not.
    pub(super) fn known<'n>(
        &mut self,
        path: &[Step<'_>],
        what: &str,
        name: &str,
        names: impl IntoIterator<Item = &'n str> + Clone,
    ) -> bool {
        let known = names.clone().into_iter().any(|n| n == name);
        if !known {
            self.report(path, format!("unknown {what} \"{name}\""), nearest(name, names));
        }
        known
    }

    fn day(&mut self, path: &[Step<'_>], value: Datetime) -> Option<Day> {
        let day = Day::parse(&value.to_string());
        if day.is_none() {
            self.report(path, format!("{value} is not a plain date"), "write it as 2024-12-31");
        }
        day
    }
}

/// Checks a whole project file.
pub(super) fn check(file: &str, text: &str, raw: RawProject) -> Result<Project, Vec<Problem>> {
    let mut checker = Checker { file, text, problems: Vec::new() };
    let c = &mut checker;
    let program = check_program(c, raw.program);
    let facts = raw.facts.into_iter().enumerate().map(|(i, fact)| {
        let since = fact.since.and_then(|d| c.day(&[Step::Key("facts"), Step::Index(i), Step::Key("since")], d));
        Fact { name: fact.name, is_list: fact.value.is_list, value: fact.value.items, since }
    });
    let facts = facts.collect();
    let codes: IndexMap<String, CodeList> = raw
        .codes
        .into_iter()
        .map(|(name, list)| {
            let checked = check_codes(c, &name, list);
            (name, checked)
        })
        .collect();
    let bands: IndexMap<String, Bands> = raw
        .bands
        .into_iter()
        .filter_map(|(name, b)| {
            let checked = check_bands(c, &name, &b.edges, b.names)?;
            Some((name, checked))
        })
        .collect();
    let sources: IndexMap<String, Source> = raw
        .sources
        .into_iter()
        .map(|(name, source)| {
            let checked = check_source(c, &name, source, &codes);
            (name, checked)
        })
        .collect();
    let privacy = Privacy {
        smallest_cell: smallest_cell(c, raw.privacy.smallest_cell),
        exclude: raw
            .privacy
            .exclude
            .into_iter()
            .enumerate()
            .filter_map(|(i, rule)| check_exclusion(c, i, rule, &sources, &codes))
            .collect(),
    };
    let figures = raw
        .figures
        .into_iter()
        .filter_map(|(name, figure)| {
            let checked = check_figure(c, &name, figure, &sources, &codes, &bands)?;
            Some((name, checked))
        })
        .collect();
    let sheets = check_sheets(c, raw.sheets, program.as_ref());
    match program {
        Some(program) if checker.problems.is_empty() => {
            Ok(Project { program, facts, codes, bands, sources, privacy, figures, sheets })
        }
        _ => Err(checker.problems),
    }
}

fn check_program(c: &mut Checker<'_>, raw: RawProgram) -> Option<Program> {
    let at = |key| [Step::Key("program"), Step::Key(key)];
    if raw.name.trim().is_empty() {
        c.report(&at("name"), "the program's name is blank", "every sheet needs a title (PDF/UA-1 7.1)");
    }
    if !(1..=12).contains(&raw.fiscal_year_starts) {
        let what = format!("{} is not a month", raw.fiscal_year_starts);
        c.report(&at("fiscal_year_starts"), what, "write 10 for October");
    }
    let start = c.day(&at("start"), raw.start);
    let as_of = raw.as_of.and_then(|d| c.day(&at("as_of"), d));
    Some(Program {
        short: raw.short.unwrap_or_else(|| raw.name.clone()),
        name: raw.name,
        office: raw.office,
        start: start?,
        as_of,
        fiscal_year_starts: raw.fiscal_year_starts,
        language: raw.language,
        status: raw.status,
        keywords: raw.keywords,
        mark: raw.mark,
        theme: raw.theme,
        templates: raw.templates,
        fonts: raw.fonts,
    })
}

fn check_codes(c: &mut Checker<'_>, name: &str, raw: IndexMap<String, super::file::RawCode>) -> CodeList {
    let mut list = CodeList { names: IndexMap::new(), spellings: IndexMap::new() };
    for (code, entry) in raw {
        for spelling in entry.from.iter().chain([&code]) {
            if let Some(other) = list.spellings.insert(fold(spelling), code.clone()).filter(|other| *other != code) {
                let path = [Step::Key("codes"), Step::Key(name), Step::Key(&code)];
                c.report(&path, format!("\"{spelling}\" already stands for \"{other}\""), "a spelling has one meaning");
            }
        }
        list.names.insert(code, entry.name);
    }
    list
}

/// Folds case and blanks, as header names and codes are compared.
#[must_use]
pub fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn check_bands(c: &mut Checker<'_>, name: &str, edges: &[toml::Value], names: Vec<String>) -> Option<Bands> {
    let path = [Step::Key("bands"), Step::Key(name), Step::Key("edges")];
    let terms: Option<Vec<Term>> = edges.iter().map(|e| e.as_str().and_then(parse_term)).collect();
    let amounts: Option<Vec<Amount>> = edges.iter().map(amount_of).collect();
    let (edges, rising) = match (terms, amounts) {
        (Some(terms), _) => {
            let rising = terms.is_sorted_by(|a, b| a < b);
            (Edges::Terms(terms), rising)
        }
        (None, Some(amounts)) => {
            let rising = amounts.is_sorted_by(|a, b| a < b);
            (Edges::Amounts(amounts), rising)
        }
        (None, None) => {
            c.report(&path, "the edges are neither all terms nor all numbers", "write \"2 years\", or 1000");
            return None;
        }
    };
    let count = match &edges {
        Edges::Terms(e) => e.len(),
        Edges::Amounts(e) => e.len(),
    };
    if count == 0 || !rising {
        c.report(&path, "the edges do not rise", "list them from the lowest to the highest, each once");
        return None;
    }
    if names.len() != count + 1 {
        let what = format!("{count} edges make {} bands, and {} names are given", count + 1, names.len());
        c.report(&[Step::Key("bands"), Step::Key(name)], what, "name them in `names`, such as \"1 to under 2 years\"");
        return None;
    }
    Some(Bands { edges, names })
}

/// A number of the project file: a TOML integer, or a decimal written as text. A TOML float is refused because
/// it has been rounded before it can be read.
pub(super) fn amount_of(value: &toml::Value) -> Option<Amount> {
    match value {
        toml::Value::Integer(number) => Some(Amount::from_int(i128::from(*number))),
        toml::Value::String(text) => Amount::parse(text).ok(),
        _ => None,
    }
}

fn smallest_cell(c: &mut Checker<'_>, value: i64) -> u32 {
    match u32::try_from(value) {
        Ok(cell @ 1..=1000) => cell,
        _ => {
            let path = [Step::Key("privacy"), Step::Key("smallest_cell")];
            c.report(&path, format!("{value} is no smallest cell"), "write a whole number from 1 to 1000");
            1
        }
    }
}

fn check_source(c: &mut Checker<'_>, name: &str, raw: RawSource, codes: &IndexMap<String, CodeList>) -> Source {
    let at = |key| [Step::Key("sources"), Step::Key(name), Step::Key(key)];
    let columns = check_columns(c, name, raw.columns, codes);
    let names = || columns.keys().map(String::as_str).collect::<Vec<_>>();
    let mut used: Vec<(&str, &String)> = Vec::new();
    used.extend(raw.one_per.iter().map(|n| ("one_per", n)));
    used.extend(raw.recorded_on.iter().map(|n| ("recorded_on", n)));
    used.extend(raw.key.items.iter().map(|n| ("key", n)));
    used.extend(raw.latest_by.items.iter().map(|n| ("latest_by", n)));
    for (key, column) in used {
        c.known(&at(key), "column", column, names());
    }
    let delimiter = match raw.delimiter.as_bytes() {
        [byte] if byte.is_ascii() => *byte,
        _ => {
            c.report(
                &at("delimiter"),
                format!("\"{}\" is not one character", raw.delimiter),
                "write \",\" or \";\" or \"\\t\"",
            );
            b','
        }
    };
    if raw.key.items.is_empty() && (!raw.latest_by.items.is_empty() || raw.deleted.is_some()) {
        c.report(
            &at("latest_by"),
            "rows can only supersede or delete each other by a key",
            "name the key's columns in `key`",
        );
    }
    let deleted = raw.deleted.and_then(|d| {
        c.known(&at("deleted"), "column", &d.column, names())
            .then(|| vec![super::model::Condition { column: d.column, test: Test::Is(d.is.items), since: None }])
    });
    Source {
        name: name.to_owned(),
        title: raw.title.unwrap_or_else(|| name.to_owned()),
        files: raw.files.items,
        kind: raw.kind,
        one_per: raw.one_per,
        recorded_on: raw.recorded_on,
        key: raw.key.items,
        latest_by: raw.latest_by.items,
        deleted,
        missing: raw.missing,
        delimiter,
        encoding: raw.encoding,
        skip_lines: raw.skip_lines,
        columns,
    }
}

fn check_exclusion(
    c: &mut Checker<'_>,
    index: usize,
    raw: RawExclude,
    sources: &IndexMap<String, Source>,
    codes: &IndexMap<String, CodeList>,
) -> Option<Exclusion> {
    let path = [Step::Key("privacy"), Step::Key("exclude"), Step::Index(index)];
    let at = |key| [path[0], path[1], path[2], Step::Key(key)];
    if !c.known(&at("source"), "source", &raw.source, sources.keys().map(String::as_str)) {
        return None;
    }
    let source = sources.get(&raw.source)?;
    if let Some(until) = &raw.until {
        Scope::new(source, codes).date_column(c, &at("until"), until);
    }
    let filter = check_filter(c, &at("where"), &raw.filter, Scope::new(source, codes));
    if raw.filter.is_empty() {
        c.report(&path, "this rule excludes every row", "say which rows in `where`");
    }
    Some(Exclusion { source: raw.source, reason: raw.reason, filter, until: raw.until })
}

fn check_sheets(c: &mut Checker<'_>, raw: Vec<RawSheet>, program: Option<&Program>) -> Vec<Sheet> {
    let mut names: Vec<String> = Vec::new();
    let mut sheets = Vec::new();
    for (index, sheet) in raw.into_iter().enumerate() {
        let at = |key| [Step::Key("sheets"), Step::Index(index), Step::Key(key)];
        if let Some(why) = unfit_file_name(&sheet.name) {
            c.report(
                &at("name"),
                format!("\"{}\" cannot name a file: {why}", sheet.name),
                "use letters, digits, \"-\" and \"_\"",
            );
        }
        if names.contains(&sheet.name) {
            c.report(&at("name"), format!("two sheets are named \"{}\"", sheet.name), "");
        }
        names.push(sheet.name.clone());
        if sheet.formats.is_empty() {
            c.report(&at("formats"), "the sheet has no format", "name some of \"pdf\", \"docx\", \"txt\"");
        }
        let program_name = program.map(|p| p.name.clone()).unwrap_or_default();
        sheets.push(Sheet {
            title: sheet.title.unwrap_or_else(|| program_name.clone()),
            subject: sheet.subject.unwrap_or(program_name),
            name: sheet.name,
            template: sheet.template,
            formats: distinct(sheet.formats),
            requires: sheet.requires,
            mark: sheet.mark.or_else(|| program.and_then(|p| p.mark.clone())),
            attach: sheet.attach.is_none_or(|list| !list.is_empty()),
        });
    }
    if sheets.is_empty() {
        c.report(&[Step::Key("sheets")], "the project has no sheet", "add a [[sheets]] table");
    }
    sheets
}

fn distinct(formats: Vec<SheetFormat>) -> Vec<SheetFormat> {
    let mut list = formats;
    list.sort_unstable();
    list.dedup();
    list
}

/// Why a text cannot be a file name on every system that staff use.
pub(super) fn unfit_file_name(name: &str) -> Option<&'static str> {
    let reserved = ["con", "prn", "aux", "nul"];
    let lower = name.to_lowercase();
    let device = lower.strip_prefix("com").or_else(|| lower.strip_prefix("lpt"));
    match () {
        () if name.is_empty() => Some("it is empty"),
        () if name.len() > 100 => Some("it is longer than 100 bytes"),
        () if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') => {
            Some("it holds something other than letters, digits, \"-\" and \"_\"")
        }
        () if name.starts_with('-') => Some("it begins with \"-\""),
        () if reserved.contains(&lower.as_str()) => Some("Windows reserves that name"),
        () if device.is_some_and(|d| d.len() == 1 && d.bytes().all(|b| b.is_ascii_digit())) => {
            Some("Windows reserves that name")
        }
        () => None,
    }
}

/// The texts of a key that takes one or many; used by the other checks.
pub(super) fn or_name(list: OneOrMany, name: &str) -> Vec<String> {
    if list.items.is_empty() { vec![name.to_owned()] } else { list.items }
}
