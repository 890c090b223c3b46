//! `ask`: a figure between editions, under the same privacy rules. The question is added to the project as a
//! breakdown of its own, with every question that was answered before; an answer is given only if nobody can work a
//! withheld count out of it together with all of them and with what is published.

use super::count::{figures_of, read};
use super::explain::usage;
use super::{Error, Options, Progress};
use crate::figures::{CellKey, Computed, Protection, Released, Window, compute, release_answers, release_with};
use crate::project::{Breakdown, ColumnKind, Dimension, Privacy, Project};
use crate::value::{Place, Problem, nearest};
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

/// An answer that may be given out.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The printed value.
    pub value: String,
    /// A sentence to quote.
    pub sentence: String,
    /// The definition in words.
    pub definition: String,
    /// What is not included, a line each.
    pub not_included: Vec<String>,
}

/// Where answers are logged, beside the project file.
const LOG: &str = "runs/answers.jsonl";

/// Answers a question, and logs the answer so that later ones respect it.
///
/// # Errors
/// An unknown name, an answer that would expose persons, or whatever keeps the figures from being computed.
pub fn ask(options: &Options, question: &Question, progress: &dyn Progress) -> Result<Answer, Error> {
    let read = read(options, progress)?;
    let published = figures_of(&read.0.project, &read.1, read.2)?;
    let log = read.0.folder.join(LOG);
    let question = Question { as_of: read.2.to_string(), ..question.clone() };
    let mut asked: Vec<Question> = earlier(&log)?.into_iter().filter(|q| q.as_of == question.as_of).collect();
    asked.push(question.clone());
    let mut project = read.0.project.clone();
    for question in &asked {
        add_breakdown(&mut project, question)?;
    }
    let computed = compute(&project, &read.1, read.2)?;
    let cells = cells_of(&computed, &asked)?;
    let together = release_answers(computed, project.privacy.smallest_cell, &published, &cells).ok_or_else(refusal)?;
    let answer = word(&read.0.project, &together, &question)?;
    append(&log, &question)?;
    Ok(answer)
}

/// Adds what is asked as a breakdown, protected where any breakdown of the source is.
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
    let protect = project.figures.values().any(|f| f.source == figure.source && f.by.iter().any(|by| by.protect));
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

fn refusal() -> Error {
    let what = "the answer is withheld: with what is published it could expose persons";
    let todo = "ask for a longer period or without a breakdown";
    Error::refused(vec![Problem::new(Place::default(), what, todo)])
}

/// The cells that were asked for, each of which must exist.
fn cells_of(computed: &Computed, asked: &[Question]) -> Result<Vec<(String, CellKey)>, Error> {
    let all = release_with(computed.clone(), &Privacy { smallest_cell: 1, exclude: Vec::new() }, Protection::Full);
    let cell = |question: &Question| {
        let key = key_of(&all, question)?;
        all.figure(&question.figure).and_then(|figure| figure.cell(&key)).map_err(usage)?;
        Ok((question.figure.clone(), key))
    };
    asked.iter().map(cell).collect()
}

fn key_of(figures: &Released, question: &Question) -> Result<CellKey, Error> {
    let window = Window::named(&question.period).unwrap_or(Window::ToDate);
    figures.figure(&question.figure).and_then(|f| f.key(figures.calendar, window, &question.slices)).map_err(usage)
}

fn word(project: &Project, figures: &Released, question: &Question) -> Result<Answer, Error> {
    let figure = figures.figure(&question.figure).map_err(usage)?;
    let key = key_of(figures, question)?;
    let value = figure.text(&key, true).map_err(usage)?;
    let window = Window::named(&question.period).unwrap_or(Window::ToDate);
    let (dated, other): (Vec<_>, Vec<_>) = question.slices.iter().partition(|(by, _)| is_span(by));
    let words = |slices: Vec<&(String, String)>| -> Vec<String> {
        slices.into_iter().map(|(by, code)| label(figure, by, code)).collect()
    };
    let labels = words(other);
    let whose = if labels.is_empty() { String::new() } else { format!(", {}", labels.join(", ")) };
    // A slice of time is the period itself, and the program's whole time beside it would contradict it.
    let whole = figures.calendar.period(window).unwrap_or_else(|| figures.calendar.to_date());
    let period = if dated.is_empty() { whole.words() } else { words(dated).join(", ") };
    let sentence = format!(
        "{}: {}{whose}, {period}: {value}, as of {}.",
        project.program.name,
        figure.definition.title,
        figures.calendar.as_of.long()
    );
    let mut not_included = vec!["rows without the date or the key that the figure needs".to_owned()];
    let rules = project.privacy.exclude.iter().filter(|rule| rule.source == figure.definition.source);
    not_included.extend(rules.map(|rule| rule.reason.clone()));
    Ok(Answer { value, sentence, definition: figure.receipt.definition.clone(), not_included })
}

/// Whether a breakdown is one by spans of time.
fn is_span(name: &str) -> bool {
    let spans =
        [Dimension::Year, Dimension::FiscalYear, Dimension::Quarter, Dimension::FiscalQuarter, Dimension::Month];
    spans.iter().any(|span| span.name() == name)
}

/// The name in words of a slice.
fn label(figure: &crate::figures::ReleasedFigure, by: &str, code: &str) -> String {
    let crossed = figure.crossings.iter().flat_map(|x| [&x.rows, &x.columns]);
    let slices = figure.breakdowns.iter().chain(crossed).filter(|b| b.dimension == by).flat_map(|b| &b.slices);
    slices.filter(|slice| slice.code == code).map(|slice| slice.label.clone()).next().unwrap_or_else(|| code.to_owned())
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
