//! Raw `[sources]` and privacy rules → [`Source`]s and [`Exclusion`]s whose columns exist.

use super::check::Checker;
use super::columns::check_columns;
use super::file::{RawExclude, RawSource};
use super::filter::{Scope, check_filter};
use super::locate::Step;
use super::model::{CodeList, ColumnDef, ColumnKind, Condition, Exclusion, Program, Source, Test};
use indexmap::IndexMap;

/// Checks a source; without a program, which has been reported by then, nothing is said of its time zone.
pub(super) fn check_source(
    c: &mut Checker<'_>,
    name: &str,
    raw: RawSource,
    codes: &IndexMap<String, CodeList>,
    program: Option<&Program>,
) -> Source {
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
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => *byte,
        _ => {
            c.report(
                &at("delimiter"),
                format!("\"{}\" is not one sign that could separate columns", raw.delimiter),
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
            .then(|| vec![Condition { column: d.column, test: Test::Is(d.is.items), since: None }])
    });
    if program.is_some_and(|program| program.time_zone.is_none()) {
        refuse_offsets(c, name, &columns);
    }
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

/// Checks a privacy rule.
pub(super) fn check_exclusion(
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

/// A time with an offset belongs to a day only in some zone, and that zone is not guessed.
fn refuse_offsets(c: &mut Checker<'_>, source: &str, columns: &IndexMap<String, ColumnDef>) {
    for (name, column) in columns {
        let ColumnKind::Date { formats, .. } = &column.kind else { continue };
        if formats.iter().any(|format| format.contains("%z") || format.contains(":z") || format.contains("%Q")) {
            let path =
                [Step::Key("sources"), Step::Key(source), Step::Key("columns"), Step::Key(name), Step::Key("formats")];
            let todo = "write time_zone = \"America/New_York\", or yours, under [program]";
            c.report(&path, "an offset needs the time zone whose calendar gives the day", todo);
        }
    }
}
