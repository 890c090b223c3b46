//! Reads a golden case, runs it through project, records and figures, and tells what differs from expectation.

use factsheet::figures::{
    Accounting, CellKey, Released, Tally, Window, account, compute, release, tally, test_statements,
};
use factsheet::project::Project;
use factsheet::records::{self, InputFile, Past, Records};
use factsheet::value::{Day, Problem};
use indexmap::IndexMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What most cases have in common; a case that has a `[program]` of its own is taken as it is.
const PROGRAM: &str = "
[program]
name = \"Golden case\"
office = \"Office\"
start = 2021-06-07
fiscal_year_starts = 10

[[sheets]]
name = \"sheet\"
template = \"sheet.md.hbs\"
formats = [\"txt\"]
";

pub(crate) struct Case {
    pub(crate) name: String,
    folder: PathBuf,
    expected: toml::Table,
}

/// The folders of all cases, by name.
pub(crate) fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut found: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}

impl Case {
    pub(crate) fn read(folder: &Path) -> Self {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(folder.join("expected.toml")).expect(&name);
        let expected = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        Self { name, folder: folder.to_owned(), expected }
    }

    /// The project, with the common part after it so that lines are those of the case's own file.
    fn project(&self) -> Result<Project, Vec<Problem>> {
        let own = fs::read_to_string(self.folder.join("factsheet.toml")).unwrap();
        let whole = if own.contains("[program]") { own } else { format!("{own}{PROGRAM}") };
        Project::parse("factsheet.toml", &whole)
    }

    fn as_of(&self) -> Day {
        let given = self.expected.get("as_of").map_or_else(|| "2024-12-31".to_owned(), ToString::to_string);
        Day::parse(&given).unwrap()
    }

    /// The records as of a day, from the files of the case or of a folder in it.
    fn records(&self, project: &Project, folder: &str, as_of: Day) -> Result<Records, Vec<Problem>> {
        let mut inputs = IndexMap::new();
        for source in project.sources.values() {
            let read = |name: &String| {
                let bytes = fs::read(self.folder.join(folder).join(name)).unwrap();
                // Files of the same digest are one file, so each gets its own.
                InputFile { name: name.clone(), digest: name.clone(), bytes }
            };
            inputs.insert(source.name.clone(), source.files.iter().map(read).collect());
        }
        records::read(project, inputs, &Past::default(), as_of).map_err(|refusal| refusal.problems)
    }

    /// What the edition before counted, from the exports in `before/`, where the case has such.
    fn before(&self, project: &Project) -> Option<Tally> {
        let as_of = Day::parse(&self.expected.get("before")?.to_string()).unwrap();
        Some(tally(project, &self.records(project, "before", as_of).unwrap(), as_of))
    }

    /// The figures as they may be shown with their accounts, or why there are none.
    fn released(&self) -> Result<(Released, Accounting), Vec<Problem>> {
        let project = self.project()?;
        let records = self.records(&project, "", self.as_of())?;
        let before = self.before(&project);
        let accounted = account(&project, &records, before.as_ref(), &tally(&project, &records, self.as_of())).unwrap();
        if !accounted.problems.is_empty() {
            return Err(accounted.problems);
        }
        let released = release(compute(&project, &records, self.as_of())?, &project.privacy);
        Ok((released, accounted.accounting))
    }

    /// What is not as expected, each in a line.
    pub(crate) fn differences(&self) -> Vec<String> {
        let released = self.released();
        if let Some(refused) = self.expected.get("refused") {
            return self.refusals(refused.as_array().unwrap(), released);
        }
        let (released, accounting) = match released {
            Ok(both) => both,
            Err(problems) => return problems.iter().map(ToString::to_string).collect(),
        };
        let mut wrong = Vec::new();
        for (kind, look) in [("values", value as Look), ("printed", printed), ("claims", claim), ("receipts", receipt)]
        {
            let table = self.expected.get(kind).and_then(toml::Value::as_table);
            for (name, expected) in table.into_iter().flatten() {
                let found = look(&released, name);
                let expected = expected.as_str().unwrap_or_else(|| panic!("{name} is not a text"));
                if found != expected {
                    wrong.push(format!("{kind}: \"{name}\" is {found}, not {expected}"));
                }
            }
        }
        wrong.extend(self.sentences(&released));
        wrong.extend(self.statements(&released));
        wrong.extend(self.accounts(&accounting));
        wrong
    }

    fn refusals(
        &self,
        expected: &[toml::Value],
        released: Result<(Released, Accounting), Vec<Problem>>,
    ) -> Vec<String> {
        let Err(problems) = released else { return vec!["it was not refused".to_owned()] };
        let found: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let missing = |text: &&toml::Value| !found.iter().any(|line| line.contains(text.as_str().unwrap()));
        let missing: Vec<String> = expected.iter().filter(missing).map(ToString::to_string).collect();
        if missing.is_empty() && found.len() == expected.len() {
            return Vec::new();
        }
        vec![format!("these were expected and not said: {missing:?}; it was said: {found:#?}")]
    }

    /// The accounts as `previous + new + late - withdrawn = now`, for a sum with what changed in amount.
    fn accounts(&self, accounting: &Accounting) -> Vec<String> {
        let Some(expected) = self.expected.get("accounting").and_then(toml::Value::as_table) else { return Vec::new() };
        let found = |name: &str| {
            let Some(a) = accounting.figures.iter().find(|a| a.figure == name) else { return "not there".to_owned() };
            let counts = format!("{} + {} + {} - {} = {}", a.previous, a.new, a.late, a.withdrawn, a.now);
            match &a.sum {
                Some(s) => {
                    let changed = format!("{} changed by {}", s.changed_things, s.changed);
                    let sum = format!("{} + {} + {} - {}", s.previous, s.new, s.late, s.withdrawn);
                    format!("{counts}; {sum}, {changed} = {}", s.now)
                }
                None => counts,
            }
        };
        let lines = expected.iter().map(|(name, line)| (name, line.as_str().unwrap(), found(name)));
        lines
            .filter(|(_, line, found)| line != found)
            .map(|(name, line, found)| format!("the account of {name} is {found}, not {line}"))
            .collect()
    }

    /// The verdicts on the statements of `press.txt`, in their order.
    fn sentences(&self, released: &Released) -> Vec<String> {
        let Some(expected) = self.expected.get("press").and_then(toml::Value::as_array) else { return Vec::new() };
        let text = fs::read_to_string(self.folder.join("press.txt")).unwrap();
        let found = test_statements(released, "press.txt", &text);
        let found: Vec<String> =
            found.iter().map(|s| format!("{}: {}: {}; {}", s.place, s.verdict, s.words, s.why)).collect();
        let expected: Vec<&str> = expected.iter().map(|line| line.as_str().unwrap()).collect();
        if found == expected { Vec::new() } else { vec![format!("the press release: {found:#?}")] }
    }

    /// The verdicts on each of the sentences under `statements`.
    fn statements(&self, released: &Released) -> Vec<String> {
        let expected = self.expected.get("statements").and_then(toml::Value::as_table);
        let mut wrong = Vec::new();
        for (sentence, verdicts) in expected.into_iter().flatten() {
            let found = test_statements(released, "press.txt", sentence);
            let given: Vec<String> = found.iter().map(|s| s.verdict.to_string()).collect();
            let given = if given.is_empty() { "none".to_owned() } else { given.join(", ") };
            if given != verdicts.as_str().unwrap() {
                let whys: Vec<&str> = found.iter().map(|s| s.why.as_str()).collect();
                wrong.push(format!("\"{sentence}\" is {given}, not {verdicts}: {}", whys.join("; ")));
            }
        }
        wrong
    }
}

type Look = fn(&Released, &str) -> String;

/// `arrests / 2024 / district=AZ`: the figure, a period if it is not "to date", and slices.
fn cell<'r>(released: &'r Released, name: &str) -> Result<(&'r factsheet::figures::ReleasedFigure, CellKey), String> {
    let mut parts = name.split(" / ");
    let figure = released.figure(parts.next().unwrap()).map_err(|e| e.to_string())?;
    let (mut window, mut slices) = (Window::ToDate, Vec::new());
    for part in parts {
        match part.split_once('=') {
            Some((by, code)) => slices.push((by.to_owned(), code.to_owned())),
            None => window = Window::named(part).ok_or_else(|| format!("there is no period \"{part}\""))?,
        }
    }
    let key = figure.key(released.calendar, window, &slices).map_err(|e| e.to_string())?;
    Ok((figure, key))
}

/// The exact value, or the word or marker that stands for it.
fn value(released: &Released, name: &str) -> String {
    cell(released, name)
        .and_then(|(figure, key)| match figure.exact(&key).map_err(|e| e.to_string())? {
            Some(exact) => Ok(exact.to_string()),
            None => figure.text(&key, false).map_err(|e| e.to_string()),
        })
        .unwrap_or_else(|error| error)
}

fn printed(released: &Released, name: &str) -> String {
    cell(released, name).and_then(|(f, key)| f.text(&key, true).map_err(|e| e.to_string())).unwrap_or_else(|e| e)
}

fn claim(released: &Released, name: &str) -> String {
    let claimed = cell(released, name).and_then(|(f, key)| f.claim(&key).map_err(|e| e.to_string()));
    claimed.map_or_else(|error| error, |claim| claim.whole())
}

/// The receipt: the definition, and what became of every row in scope.
fn receipt(released: &Released, name: &str) -> String {
    let Ok(figure) = released.figure(name) else { return format!("there is no figure \"{name}\"") };
    let (words, rows) = (&figure.receipt.definition, figure.receipt.rows);
    let left_out = [
        (rows.other, "other"),
        (rows.undated, "undated"),
        (rows.before, "before"),
        (rows.after, "after"),
        (rows.keyless, "keyless"),
    ];
    let left_out: Vec<String> = left_out.iter().map(|(count, why)| format!("{count} {why}")).collect();
    let files: Vec<&str> = figure.receipt.files.iter().map(|file| file.file.as_str()).collect();
    let counts = format!("{} in scope, {} counted, {}", rows.in_scope, rows.counted, left_out.join(", "));
    format!("{words}: {counts}; {}", files.join(", "))
}
