//! Which office's export each file is, and which of an office's snapshots counts: the newest. An office whose
//! export is missing, was made before the as-of date, or is last month's file again stops the build: its figures
//! would be last month's.

use super::InputFile;
use super::ledger::Past;
use super::read::FileRows;
use super::table::Table;
use super::warnings::Warnings;
use crate::project::{ColumnKind, Project, Source, SourceKind};
use crate::value::{Day, Place, Problem};
use std::collections::BTreeMap;

/// For each file of a source what it is, and what is amiss with its offices.
#[derive(Debug, Clone, Default)]
pub(super) struct Offices {
    pub(super) files: Vec<OfficeFile>,
    /// What a person must mend.
    pub(super) problems: Vec<Problem>,
    /// Exports that are missing or too old.
    pub(super) awaited: Vec<Problem>,
    pub(super) warnings: Warnings,
}

/// A file's office and age.
#[derive(Debug, Clone)]
pub(super) struct OfficeFile {
    pub(super) name: String,
    /// The office's code; empty when the source has no offices.
    pub(super) office: String,
    /// The newest day on which a row of it became known.
    pub(super) newest: Option<Day>,
    /// Whether it does not count: a newer snapshot of the same office takes its place.
    pub(super) replaced: bool,
    /// Whether it is another file of the source once more, byte for byte.
    pub(super) copy: bool,
    /// Whether a newer export is awaited in its place.
    pub(super) late: bool,
}

impl Offices {
    /// The files that count and are not awaited anew.
    pub(super) fn in_force(&self) -> impl Iterator<Item = &OfficeFile> {
        self.files.iter().filter(|file| !file.replaced && !file.copy && !file.late)
    }

    /// A file that counts for an office.
    pub(super) fn current(&self, office: &str) -> Option<&OfficeFile> {
        self.in_force().find(|file| file.office == office)
    }

    /// The newest of the files that an office's current one replaced.
    pub(super) fn predecessor(&self, office: &str) -> Option<usize> {
        let replaced = self.files.iter().enumerate().filter(|(_, file)| file.office == office && file.replaced);
        replaced.max_by_key(|(_, file)| file.newest).map(|(index, _)| index)
    }
}

/// What is known when a source's offices are judged.
pub(super) struct Judge<'a> {
    pub(super) project: &'a Project,
    pub(super) source: &'a Source,
    pub(super) past: &'a Past,
    pub(super) as_of: Day,
    /// Only what was known on this day, where it is asked for.
    pub(super) known_by: Option<Day>,
}

impl Judge<'_> {
    /// Finds the offices of a source's files.
    pub(super) fn offices(&self, inputs: &[InputFile], files: &[FileRows]) -> Offices {
        let mut found = Offices::default();
        for (index, (input, file)) in inputs.iter().zip(files).enumerate() {
            let office = match &self.source.one_per {
                Some(column) => office_of(&file.table, column).unwrap_or_else(|problem| {
                    found.problems.push(problem);
                    String::new()
                }),
                None => String::new(),
            };
            let newest = self.source.recorded_on.as_deref().and_then(|column| newest_day(&file.table, column));
            let copy = inputs[..index].iter().any(|earlier| earlier.digest == input.digest);
            found.files.push(OfficeFile {
                name: input.name.clone(),
                office,
                newest,
                replaced: false,
                copy,
                late: false,
            });
        }
        if !found.problems.is_empty() {
            return found;
        }
        if self.source.kind == SourceKind::Snapshot {
            self.mark_replaced(&mut found);
        }
        found.awaited = self.missing(&found);
        self.judge_age(&mut found);
        if self.source.kind == SourceKind::Snapshot {
            self.judge_repetition(inputs, &mut found);
        }
        found
    }

    fn mark_replaced(&self, found: &mut Offices) {
        let mut newest: BTreeMap<String, usize> = BTreeMap::new();
        for index in 0..found.files.len() {
            let file = &found.files[index];
            if file.copy {
                continue;
            }
            let Some(&other) = newest.get(&file.office) else {
                newest.insert(file.office.clone(), index);
                continue;
            };
            if file.newest == found.files[other].newest {
                found.problems.push(self.equally_new(file, &found.files[other]));
            }
            let (old, new) = if file.newest > found.files[other].newest { (other, index) } else { (index, other) };
            found.files[old].replaced = true;
            newest.insert(found.files[new].office.clone(), new);
        }
    }

    fn equally_new(&self, file: &OfficeFile, other: &OfficeFile) -> Problem {
        let what = format!("the file is a snapshot as new as {}, and only one of them can count", other.name);
        let todo = match (&self.source.recorded_on, &self.source.one_per) {
            (None, _) => {
                "are the files parts of a whole, such as one for each month? then write kind = \"changes\"; if each holds \
                 everything, name the column that says when the export was made in recorded_on, or remove the older one"
            }
            (_, None) => {
                "are the files parts of a whole? then write kind = \"changes\"; if each is the whole of one office, name \
                 the column that tells the offices apart in one_per; else remove the older one"
            }
            _ => "remove the one that is older",
        };
        Problem::new(Place::file(&file.name), what, todo)
    }

    /// Offices that the code list or the last edition knows and that have no file.
    fn missing(&self, found: &Offices) -> Vec<Problem> {
        let todo = format!("its files are looked for as {}", self.source.files.join(", "));
        let missing = |what: String| Problem::new(Place::file(&self.source.name), what, todo.clone());
        if found.files.is_empty() {
            return vec![missing("the source has no export".to_owned())];
        }
        let column = self.source.one_per.as_deref().and_then(|name| self.source.columns.get(name));
        let list = column.and_then(|c| match &c.kind {
            ColumnKind::Code { list: Some(list), .. } => self.project.codes.get(list),
            _ => None,
        });
        let absent = |office: &str| !found.files.iter().any(|file| file.office == office);
        let names = list.into_iter().flat_map(|list| &list.names).filter(|(code, _)| absent(code));
        let mut problems: Vec<Problem> =
            names.map(|(code, name)| missing(format!("the export of {name} ({code}) is missing"))).collect();
        if list.is_none() && self.source.one_per.is_some() {
            for (day, ledger) in self.past.of(&self.source.name) {
                let gone = ledger.files.iter().filter(|file| absent(&file.office));
                problems.extend(gone.map(|file| {
                    missing(format!("the export of {} is missing; the edition of {day} has it", file.office))
                }));
            }
            problems.dedup();
        }
        problems
    }

    /// Finds exports whose newest row is older than the as-of date.
    fn judge_age(&self, found: &mut Offices) {
        let Offices { files, awaited, warnings, .. } = found;
        for file in files.iter_mut().filter(|file| !file.replaced && !file.copy) {
            let Some(newest) = file.newest.filter(|day| *day < self.as_of) else { continue };
            let age = format!("its newest row is of {newest}, and the figures are as of {}", self.as_of);
            if self.source.one_per.is_none() {
                warnings.say(format!("the export is older than the as-of date: {age}"), Place::file(&file.name));
            } else if !self.is_unchanged(&file.office) {
                file.late = true;
                let what = format!("the export of {} is older than the as-of date: {age}", file.office);
                awaited.push(Problem::new(Place::file(&file.name), what, self.how_to_go_on(&file.office)));
            }
        }
    }

    /// Finds exports that are the very file of the edition before, and so may not know of what happened since. One
    /// whose rows reach the as-of date does know, whenever it was first used.
    fn judge_repetition(&self, inputs: &[InputFile], found: &mut Offices) {
        let Some(earlier) = &self.past.earlier else { return };
        let known = earlier.sources.get(&self.source.name).map(|ledger| ledger.files.as_slice()).unwrap_or_default();
        let Offices { files, awaited, .. } = found;
        for (input, file) in inputs.iter().zip(files).filter(|(_, file)| !file.replaced && !file.copy) {
            let reaches = file.newest.is_some_and(|day| day >= self.as_of);
            if reaches || !known.iter().any(|old| old.digest == input.digest) || self.is_unchanged(&file.office) {
                continue;
            }
            let whose = if file.office.is_empty() { String::new() } else { format!(" of {}", file.office) };
            let what = format!("the export{whose} is the same file as for the edition of {}", earlier.as_of);
            file.late = true;
            awaited.push(Problem::new(Place::file(&file.name), what, self.how_to_go_on(&file.office)));
        }
    }

    fn is_unchanged(&self, office: &str) -> bool {
        let entries = &self.project.decisions.unchanged;
        entries.iter().any(|entry| entry.office == office && entry.decision.holds(&self.source.name, self.as_of))
    }

    fn how_to_go_on(&self, office: &str) -> String {
        let office = if office.is_empty() { String::new() } else { format!(", office = \"{office}\"") };
        format!(
            "get a newer export; if there is nothing newer, write [[unchanged]] with edition = {}, source = \"{}\"{office}, \
             reason and who",
            self.as_of, self.source.name
        )
    }
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
            let what = format!("no row says whose export it is: \"{column}\" is blank everywhere");
            Err(Problem::new(Place::file(file), what, "get an export with at least one row"))
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
