//! Questions → breakdowns that the project does not declare, and the log of those that were answered. What was answered is
//! known outside, so later answers and later builds of the same edition reckon with it.

use super::Error;
use super::explain::usage;
use crate::edition::Store;
use crate::figures::{CellKey, Computed, Protection, Released, Window, compute, release_with};
use crate::project::{Breakdown, ColumnKind, Dimension, Privacy, Project, Protect};
use crate::records::Records;
use crate::value::{Day, nearest};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write;
use std::path::Path;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The as-of date of the figures, once it is known.
    #[serde(default)]
    pub as_of: String,
    /// The figure.
    pub figure: String,
    /// Columns and codes: `district`, `AZ`.
    pub slices: Vec<(String, String)>,
    /// The period: `FY2024`; to date when empty.
    pub period: String,
}

/// Where answers are logged, among the logs of the store.
const LOG: &str = "answers.jsonl";

/// Figures with the breakdowns that questions need, and the cells that the questions ask for.
pub(super) struct Asked {
    pub(super) computed: Computed,
    pub(super) cells: Vec<(String, CellKey)>,
}

/// Computes what some questions ask for.
pub(super) fn computed(
    project: &Project,
    records: &Records,
    as_of: Day,
    questions: &[Question],
) -> Result<Asked, Error> {
    let mut project = project.clone();
    for question in questions {
        add_breakdown(&mut project, question)?;
    }
    let computed = compute(&project, records, as_of)?;
    let cells = cells_of(&computed, questions)?;
    Ok(Asked { computed, cells })
}

/// What was answered as of a day and still makes sense; a figure or column that is gone ties nothing together any more.
pub(super) fn answered(project: &Project, records: &Records, as_of: Day, logged: &[Question]) -> Vec<Question> {
    let day = as_of.to_string();
    let mut questions = logged.to_vec();
    questions.retain(|question| question.as_of == day);
    questions.retain(|question| computed(project, records, as_of, std::slice::from_ref(question)).is_ok());
    questions.dedup();
    questions
}

/// All questions that were ever answered.
pub(super) fn logged(store: &Store) -> Result<Vec<Question>, Error> {
    earlier(&store.runs().join(LOG))
}

/// Adds a question to the log.
pub(super) fn log(store: &Store, question: &Question) -> Result<(), Error> {
    append(&store.runs().join(LOG), question)
}

/// Adds what is asked as a breakdown, protected as the best protected one of the source, and always where the records
/// are of persons.
fn add_breakdown(project: &mut Project, question: &Question) -> Result<(), Error> {
    let Some(figure) = project.figures.get(&question.figure) else {
        let names = project.figures.keys().map(String::as_str);
        return Err(Error::Usage(format!(
            "unknown figure \"{}\"; {}",
            question.figure,
            nearest(&question.figure, names)
        )));
    };
    let mut dimensions = Vec::new();
    for (name, _) in &question.slices {
        dimensions.push(dimension(project, &figure.source, name)?);
    }
    match Window::named(&question.period) {
        Some(Window::Year(_)) if !dimensions.is_empty() => dimensions.push(Dimension::Year),
        Some(Window::FiscalYear(_)) if !dimensions.is_empty() => dimensions.push(Dimension::FiscalYear),
        Some(Window::Month) if !dimensions.is_empty() => dimensions.push(Dimension::Month),
        Some(_) => {}
        None if question.period.is_empty() => {}
        None => {
            return Err(Error::Usage(format!("unknown period \"{}\"; write 2024, FY2024 or month", question.period)));
        }
    }
    if dimensions.len() > 2 {
        return Err(Error::Usage(
            "a figure is broken down by at most two dimensions, the period among them".to_owned(),
        ));
    }
    let of_source = project.figures.values().filter(|f| f.source == figure.source);
    let protect = of_source.flat_map(|f| f.by.iter().map(|by| by.protect)).max().unwrap_or(Protect::Nothing);
    let protect = if project.is_of_persons(&figure.source) { protect.max(Protect::SmallCells) } else { protect };
    let counts = figure.measure.column().is_none();
    let protect = if counts { protect } else { protect.min(Protect::SmallCells) };
    let mut dimensions = dimensions.into_iter();
    let Some(dimension) = dimensions.next() else { return Ok(()) };
    let across = dimensions.next();
    let known = |by: &Breakdown| {
        by.dimension == dimension && by.across == across
            || across.is_some() && Some(&by.dimension) == across.as_ref() && by.across.as_ref() == Some(&dimension)
    };
    if !figure.by.iter().any(known)
        && let Some(figure) = project.figures.get_mut(&question.figure)
    {
        figure.by.push(Breakdown { dimension, across, protect });
    }
    Ok(())
}

fn dimension(project: &Project, source: &str, name: &str) -> Result<Dimension, Error> {
    let columns = project.sources.get(source).map(|source| &source.columns);
    let fits = columns.and_then(|columns| columns.get(name)).is_some_and(|column| {
        matches!(column.kind, ColumnKind::Text | ColumnKind::Code { .. } | ColumnKind::Flag { .. })
    });
    if fits {
        return Ok(Dimension::Column(name.to_owned()));
    }
    let banded = project.figures.values().filter(|f| f.source == source).flat_map(|f| &f.by).find_map(|by| {
        [Some(&by.dimension), by.across.as_ref()].into_iter().flatten().find(|d| d.name() == name).cloned()
    });
    let names: Vec<&str> = columns.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    banded.ok_or_else(|| Error::Usage(format!("unknown breakdown \"{name}\"; {}", nearest(name, names))))
}

/// The cells that were asked for, each of which must exist.
fn cells_of(computed: &Computed, asked: &[Question]) -> Result<Vec<(String, CellKey)>, Error> {
    let all = release_with(
        computed.clone(),
        &Privacy { smallest_cell: 1, over_time: None, exclude: Vec::new() },
        Protection::Full,
    );
    let cell = |question: &Question| {
        let key = key_of(&all, question)?;
        all.figure(&question.figure).and_then(|figure| figure.cell(&key)).map_err(usage)?;
        Ok((question.figure.clone(), key))
    };
    asked.iter().map(cell).collect()
}

pub(super) fn key_of(figures: &Released, question: &Question) -> Result<CellKey, Error> {
    let window = Window::named(&question.period).unwrap_or(Window::ToDate);
    figures.figure(&question.figure).and_then(|f| f.key(figures.calendar, window, &question.slices)).map_err(usage)
}

fn earlier(log: &Path) -> Result<Vec<Question>, Error> {
    if !log.exists() {
        return Ok(Vec::new());
    }
    let failed = |error: String| Error::Io(format!("{}: {error}", log.display()));
    let text = fs::read_to_string(log).map_err(|error| failed(error.to_string()))?;
    text.lines().map(|line| serde_json::from_str(line).map_err(|error| failed(error.to_string()))).collect()
}

fn append(log: &Path, question: &Question) -> Result<(), Error> {
    let failed = |error: std::io::Error| Error::Io(format!("{}: {error}", log.display()));
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut line = serde_json::to_vec(question)?;
    line.push(b'\n');
    let mut file = fs::OpenOptions::new().create(true).append(true).open(log).map_err(failed)?;
    file.write_all(&line).and_then(|()| file.sync_all()).map_err(failed)
}
