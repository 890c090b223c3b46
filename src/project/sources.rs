//! Raw `[sources]` and privacy rules → [`Source`]s and [`Exclusion`]s whose columns exist.

use super::checker::Checker;
use super::columns::check_columns;
use super::file::{RawDeleted, RawExclude, RawSource};
use super::filter::{Scope, check_filter};
use super::locate::Step;
use super::model::{CodeList, ColumnDef, ColumnKind, Condition, Exclusion, Filter, Program, Source, Test};
use indexmap::IndexMap;

/// Checks a source; without a program, which has been reported by then, nothing is said of its time zone.
pub(super) fn check_source(
    c: &mut Checker<'_>,
    name: &str,
    raw: RawSource,
    codes: &IndexMap<String, CodeList>,
    program: Option<&Program>,
) -> Source {
    let columns = check_columns(c, name, raw.columns, codes);
    let mut roles: Vec<(&str, &str)> = Vec::new();
    roles.extend(raw.one_per.iter().map(|column| ("one_per", column.as_str())));
    roles.extend(raw.recorded_on.iter().map(|column| ("recorded_on", column.as_str())));
    roles.extend(raw.key.items.iter().map(|column| ("key", column.as_str())));
    roles.extend(raw.latest_by.items.iter().map(|column| ("latest_by", column.as_str())));
    check_roles(c, name, &roles, &columns);
    if raw.key.items.is_empty() && (!raw.latest_by.items.is_empty() || raw.deleted.is_some()) {
        let what = "rows can only supersede or delete each other by a key";
        let path = [Step::Key("sources"), Step::Key(name), Step::Key("latest_by")];
        c.report(&path, what, "name the key's columns in `key`");
    }
    let delimiter = check_delimiter(c, name, &raw.delimiter);
    let deleted = raw.deleted.and_then(|deleted| check_deleted(c, name, deleted, &columns));
    if program.is_some_and(|program| program.time_zone.is_none()) {
        refuse_offsets(c, name, &columns);
    }
    Source {
        name: name.to_owned(),
        title: raw.title.unwrap_or_else(|| name.to_owned()),
        files: raw.files.items,
        kind: raw.kind,
        guards: Vec::new(),
        one_per: raw.one_per,
        recorded_on: raw.recorded_on,
        key: raw.key.items,
        latest_by: raw.latest_by.items,
        deleted,
        missing: raw.missing,
        delimiter,
        encoding: raw.encoding,
        skip_lines: raw.skip_lines,
        skip_last_lines: raw.skip_last_lines,
        columns,
    }
}

/// The columns that a source needs for a purpose must exist, and a row becomes known on a date.
fn check_roles(c: &mut Checker<'_>, source: &str, roles: &[(&str, &str)], columns: &IndexMap<String, ColumnDef>) {
    for (role, name) in roles {
        let path = [Step::Key("sources"), Step::Key(source), Step::Key(role)];
        c.known(&path, "column", name, columns.keys().map(String::as_str));
        let dated = columns.get(*name).is_none_or(|column| matches!(column.kind, ColumnKind::Date { .. }));
        if *role == "recorded_on" && !dated {
            c.report(&path, format!("the column \"{name}\" holds no dates"), "");
        }
    }
}

fn check_delimiter(c: &mut Checker<'_>, source: &str, text: &str) -> u8 {
    match text.as_bytes() {
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => *byte,
        _ => {
            let path = [Step::Key("sources"), Step::Key(source), Step::Key("delimiter")];
            let what = format!("\"{text}\" is not one sign that could separate columns");
            c.report(&path, what, "write \",\" or \";\" or \"\\t\"");
            b','
        }
    }
}

fn check_deleted(
    c: &mut Checker<'_>,
    source: &str,
    raw: RawDeleted,
    columns: &IndexMap<String, ColumnDef>,
) -> Option<Filter> {
    let path = [Step::Key("sources"), Step::Key(source), Step::Key("deleted")];
    if !c.known(&path, "column", &raw.column, columns.keys().map(String::as_str)) {
        return None;
    }
    let texts = |column: &ColumnDef| matches!(column.kind, ColumnKind::Text | ColumnKind::Code { .. });
    if !columns.get(&raw.column).is_some_and(texts) {
        c.report(&path, format!("the column \"{}\" holds neither texts nor codes", raw.column), "");
    }
    Some(vec![Condition { column: raw.column, test: Test::Is(raw.is.items), since: None, place: c.place(&path) }])
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

/// The flags of a source that privacy rules look at.
pub(super) fn guards(source: &str, rules: &[Exclusion]) -> Vec<String> {
    let own = rules.iter().filter(|rule| rule.source == source).flat_map(|rule| &rule.filter);
    own.filter(|c| matches!(c.test, Test::Flag(_))).map(|c| c.column.clone()).collect()
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
