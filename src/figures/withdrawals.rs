//! A thing that is no longer counted → why: its record is gone or deleted, a privacy rule leaves it out, or it no
//! longer meets the figure's definition.

use super::accounting::Withdrawn;
use super::receipt::condition;
use super::tally::{Thing, spelled};
use crate::project::{FigureDef, Project};
use crate::records::{Matcher, SourceRecords};
use crate::value::{Day, Place, file_name};
use std::cell::OnceCell;
use std::collections::HashMap;

/// Looks for the records of withdrawn things.
pub(super) struct Search<'a> {
    key: &'a [String],
    figure: &'a FigureDef,
    source: &'a SourceRecords,
    as_of: Day,
    start: Day,
    redefined: bool,
    /// The rows by the key of their record: those that stand for one, and those that do not.
    rows: OnceCell<[HashMap<Vec<String>, u32>; 2]>,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        project: &'a Project,
        figure: &'a FigureDef,
        source: &'a SourceRecords,
        as_of: Day,
        redefined: bool,
    ) -> Self {
        let key = project.sources.get(&figure.source).map_or(&[][..], |source| &source.key);
        Self { key, figure, source, as_of, start: project.program.start, redefined, rows: OnceCell::new() }
    }

    /// What is known of a thing that the edition before counted; `files` are the files of that edition.
    pub(super) fn withdrawn(&self, thing: &Thing, files: &[String]) -> Withdrawn {
        let records = if self.key.is_empty() { &[][..] } else { thing.record_keys() };
        let gone = records.first().and_then(|key| self.source.unexplained.iter().find(|u| u.key == *key));
        let [standing, others] = self.rows.get_or_init(|| self.by_record());
        let row = |rows: &HashMap<Vec<String>, u32>| records.iter().find_map(|key| rows.get(key)).copied();
        let (at, why, private) = match (row(standing), row(others), gone) {
            (Some(row), ..) => {
                let private = self.source.in_scope.binary_search(&row).is_err();
                let why = if private { "a privacy rule leaves it out".to_owned() } else { self.unmet(row) };
                (self.source.table.place(row as usize), why, private)
            }
            (None, Some(row), None) => {
                (self.source.table.place(row as usize), "its record is marked as deleted".to_owned(), false)
            }
            (None, _, Some(gone)) => (gone.problem.place.clone(), "it is no longer in the exports".to_owned(), false),
            (None, None, None) => {
                let file = files.get(thing.file as usize).cloned().unwrap_or_default();
                (Place::file(file), "it is no longer in the exports".to_owned(), false)
            }
        };
        let records = records.to_vec();
        let mut named = at.clone();
        named.file = file_name(&at.file).to_owned();
        Withdrawn { key: thing.key.clone(), records, place: named.to_string(), why, private, at }
    }

    fn by_record(&self) -> [HashMap<Vec<String>, u32>; 2] {
        let key = |row: u32| spelled(&self.source.table, self.key, row);
        let standing = self.source.standing.iter().map(|row| (key(*row), *row)).collect();
        let all = 0..u32::try_from(self.source.table.len()).unwrap_or(u32::MAX);
        [standing, all.map(|row| (key(row), row)).collect()]
    }

    /// What of the figure's definition a row in scope does not meet.
    fn unmet(&self, row: u32) -> String {
        let table = &self.source.table;
        let shown = |name: &str| table.column(name).map(|column| column.spelled(row as usize)).unwrap_or_default();
        let value = |name: &str| match shown(name) {
            blank if blank.is_empty() => format!("{name} is blank"),
            text => format!("{name} is {text}"),
        };
        for test in &self.figure.filter {
            let alone = vec![test.clone()];
            if !Matcher::new(&alone, table, self.as_of).matches(row as usize) {
                let since = test.since.as_deref().map(|name| format!(", {}", value(name))).unwrap_or_default();
                return format!("{}{since}, and only rows where {} count", value(&test.column), condition(test));
            }
        }
        let day = |name: &String| table.column(name).and_then(|column| column.day(row as usize));
        match &self.figure.on {
            Some(on) if day(on).is_none_or(|day| day < self.start || day > self.as_of) => value(on),
            _ if self.redefined => "the figure's definition has changed".to_owned(),
            _ => "its record counts under another key now".to_owned(),
        }
    }
}
