//! Questions → breakdowns that the project does not declare, and the log of those that were answered. What was answered
//! is known outside, so later answers and later builds of the same edition reckon with it.

use super::Error;
use super::explain::usage;
use crate::edition::{Store, append, entries};
use crate::figures::{CellKey, Computed, Protection, Released, Window, compute, release_with};
use crate::project::{Breakdown, ColumnKind, Dimension, Privacy, Project, Protect};
use crate::records::Records;
use crate::value::{Day, nearest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

/// Figures with the breakdowns that questions need, and the cells that the questions ask for, each once.
pub(super) struct Asked {
    pub(super) computed: Computed,
    pub(super) cells: Vec<(String, CellKey)>,
    /// The question that is asked now was not answered before.
    pub(super) is_new: bool,
}

/// Computes what is asked now, with all that was answered as of the day and still makes sense: a figure, column or code
/// that is gone ties nothing together any more.
pub(super) fn asked(
    project: &Project,
    records: &Records,
    as_of: Day,
    logged: &[Question],
    now: Option<&Question>,
) -> Result<Asked, Error> {
    let earlier = of_day(logged, as_of);
    let mut base = project.clone();
    if let Some(question) = now {
        add_breakdown(&mut base, question)?;
    }
    let with = |questions: &BTreeSet<&Question>| {
        let mut project = base.clone();
        // One that cannot be added leaves the project as it was.
        questions.iter().for_each(|question| drop(add_breakdown(&mut project, question)));
        compute(&project, records, as_of)
    };
    let computed = with(&earlier).or_else(|_| {
        let alone = |question: &&&Question| with(&BTreeSet::from([**question])).is_ok();
        with(&earlier.iter().filter(alone).copied().collect())
    })?;
    let mut cells: BTreeSet<(String, CellKey)> =
        earlier.into_iter().filter_map(|question| cell_in(&computed, question)).collect();
    let mut is_new = false;
    if let Some(question) = now {
        is_new = cells.insert(cell_in(&computed, question).map_or_else(|| cell_of(&computed, question), Ok)?);
    }
    Ok(Asked { computed, cells: cells.into_iter().collect(), is_new })
}

/// What was answered as of a day.
pub(super) fn of_day(logged: &[Question], as_of: Day) -> BTreeSet<&Question> {
    let day = as_of.to_string();
    logged.iter().filter(|question| question.as_of == day).collect()
}

/// All questions that were ever answered.
pub(super) fn logged(store: &Store) -> Result<Vec<Question>, Error> {
    Ok(entries(&store.runs().join(LOG))?)
}

/// Adds a question to the log.
pub(super) fn log(store: &Store, question: &Question) -> Result<(), Error> {
    Ok(append(&store.runs().join(LOG), question)?)
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

/// The cell that was asked for, where there is such a one.
fn cell_in(computed: &Computed, question: &Question) -> Option<(String, CellKey)> {
    let figure = computed.figures.get(&question.figure)?;
    let window = if question.period.is_empty() { Window::ToDate } else { Window::named(&question.period)? };
    let mut slice = question.slices.clone();
    if !slice.is_empty() && window != Window::ToDate {
        slice.push(computed.calendar.dated_slice(window)?);
    }
    let turned = slice.iter().rev().cloned().collect();
    let window = if slice.is_empty() { window } else { Window::ToDate };
    let mut keys = [slice, turned].into_iter().map(|slice| CellKey { window, slice });
    keys.find(|key| figure.cells.contains_key(key)).map(|key| (question.figure.clone(), key))
}

/// The cell that is asked for, or the names that were meant.
fn cell_of(computed: &Computed, question: &Question) -> Result<(String, CellKey), Error> {
    let privacy = Privacy { smallest_cell: 1, over_time: None, exclude: Vec::new() };
    let all = release_with(computed.clone(), &privacy, Protection::SmallCellsOnly);
    let key = key_of(&all, question)?;
    all.figure(&question.figure).and_then(|figure| figure.cell(&key)).map_err(usage)?;
    Ok((question.figure.clone(), key))
}

pub(super) fn key_of(figures: &Released, question: &Question) -> Result<CellKey, Error> {
    let window = Window::named(&question.period).unwrap_or(Window::ToDate);
    figures.figure(&question.figure).and_then(|f| f.key(figures.calendar, window, &question.slices)).map_err(usage)
}
