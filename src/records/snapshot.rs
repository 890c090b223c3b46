//! Which office's export each file is, and which of an office's snapshots counts: the newest. An office whose
//! export is missing, or was made before the as-of date, stops the build: its figures would be last month's.

use super::Refusal;
use super::read::FileRows;
use super::table::Table;
use crate::project::{ColumnKind, Project, Source, SourceKind};
use crate::value::{Day, Place, Problem};
use std::collections::BTreeMap;

/// For each file of a source what it is.
#[derive(Debug, Clone, Default)]
pub(super) struct Offices {
    pub(super) files: Vec<OfficeFile>,
}

/// A file's office and age.
#[derive(Debug, Clone)]
pub(super) struct OfficeFile {
    /// The office's code; empty when the source has no offices.
    pub(super) office: String,
    /// The newest day on which a row of it became known.
    pub(super) newest: Option<Day>,
    /// Whether a newer snapshot of the same office takes its place.
    pub(super) replaced: bool,
}

/// Finds the offices of a source's files.
pub(super) fn offices(project: &Project, source: &Source, files: &[FileRows], as_of: Day) -> Result<Offices, Refusal> {
    let mut refusal = Refusal::default();
    let mut found = Offices::default();
    for file in files {
        let office = match &source.one_per {
            Some(column) => office_of(&file.table, column).unwrap_or_else(|problem| {
                refusal.problems.push(problem);
                String::new()
            }),
            None => String::new(),
        };
        let newest = source.recorded_on.as_deref().and_then(|column| newest_day(&file.table, column));
        found.files.push(OfficeFile { office, newest, replaced: false });
    }
    if source.kind == SourceKind::Snapshot {
        mark_replaced(&mut found);
    }
    refusal.awaited.extend(missing_offices(project, source, &found));
    refusal.awaited.extend(stale_offices(source, files, &found, as_of));
    if refusal.problems.is_empty() && refusal.awaited.is_empty() { Ok(found) } else { Err(refusal) }
}

fn office_of(table: &Table, column: &str) -> Result<String, Problem> {
    let file = table.files.join("");
    let mut offices: Vec<(&str, usize)> = Vec::new();
    for row in 0..table.len() {
        let Some(office) = table.column(column).and_then(|c| c.text(row)) else { continue };
        if !offices.iter().any(|(known, _)| *known == office) {
            offices.push((office, row));
        }
    }
    match offices.as_slice() {
        [(office, _)] => Ok((*office).to_owned()),
        [] => {
            Err(Problem::new(Place::file(file), format!("no row says whose export it is: \"{column}\" is blank"), ""))
        }
        [(first, _), (second, row), ..] => Err(Problem::new(
            table.place(*row),
            format!("the file holds rows of \"{first}\" and of \"{second}\", and the source has one file per {column}"),
            "split the export, or remove one_per from the source",
        )),
    }
}

fn newest_day(table: &Table, column: &str) -> Option<Day> {
    (0..table.len()).filter_map(|row| table.column(column)?.day(row)).max()
}

fn mark_replaced(found: &mut Offices) {
    let mut newest: BTreeMap<String, usize> = BTreeMap::new();
    for index in 0..found.files.len() {
        let file = &found.files[index];
        match newest.get(&file.office).copied() {
            // Files are in the order of their names, so of two that are equally new the later name counts.
            Some(other) if found.files[other].newest > file.newest => found.files[index].replaced = true,
            Some(other) => {
                found.files[other].replaced = true;
                newest.insert(found.files[index].office.clone(), index);
            }
            None => {
                newest.insert(file.office.clone(), index);
            }
        }
    }
}

fn missing_offices(project: &Project, source: &Source, found: &Offices) -> Vec<Problem> {
    let todo = format!("its files are looked for as {}", source.files.join(", "));
    if found.files.is_empty() {
        return vec![Problem::new(Place::file(&source.name), "the source has no export", todo)];
    }
    let list = source.one_per.as_deref().and_then(|name| source.columns.get(name)).and_then(|c| match &c.kind {
        ColumnKind::Code { list: Some(list), .. } => project.codes.get(list),
        _ => None,
    });
    let codes = list.into_iter().flat_map(|list| &list.names);
    codes
        .filter(|(code, _)| !found.files.iter().any(|file| file.office == **code))
        .map(|(code, name)| {
            Problem::new(Place::file(&source.name), format!("the export of {name} ({code}) is missing"), todo.clone())
        })
        .collect()
}

fn stale_offices(source: &Source, files: &[FileRows], found: &Offices, as_of: Day) -> Vec<Problem> {
    if source.one_per.is_none() {
        return Vec::new();
    }
    let current = files.iter().zip(&found.files).filter(|(_, office)| !office.replaced);
    current
        .filter_map(|(file, office)| {
            let newest = office.newest.filter(|day| *day < as_of)?;
            let what = format!(
                "the export of {} is older than the as-of date: its newest row is of {newest}, and the figures are as of {as_of}",
                office.office
            );
            Some(Problem::new(Place::file(file.table.files.join("")), what, "get a newer export"))
        })
        .collect()
}
