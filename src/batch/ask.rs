//! `ask`: a figure between editions, under the same privacy rules. The question is added to the project as a breakdown
//! of its own, with every question that was answered before as of the same day; an answer is given only if, together
//! with all of them and with what is published, it tells nobody a withheld count or a sum over too few persons.

use super::count::read;
use super::explain::usage;
use super::questions::{self, Asked, Question, key_of};
use super::runs::{Outcome, noted};
use super::{Error, Options, Progress, store};
use crate::edition::hold;
use crate::figures::{Released, Window, compute, release, release_answers};
use crate::project::{Dimension, Project};
use crate::value::{Day, Place, Problem};
use serde::Serialize;

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

/// Answers a question, and logs the answer so that later ones respect it.
///
/// # Errors
/// An unknown name, an answer that would expose persons, whatever keeps the figures from being computed, or another
/// question that is being answered.
pub fn ask(options: &Options, question: &Question, progress: &dyn Progress) -> Result<Answer, Error> {
    noted(options, "ask", |_| Outcome::default(), || answer(options, question, progress))
}

fn answer(options: &Options, question: &Question, progress: &dyn Progress) -> Result<Answer, Error> {
    let (loaded, records, as_of) = read(options, progress)?;
    let project = &loaded.project;
    refuse_other_days(options, project, question, as_of)?;
    // An edition that was built before the earlier answers shows more than one that is built after them.
    let published = release(compute(project, &records, as_of)?, &project.privacy);
    let question = Question { as_of: as_of.to_string(), ..question.clone() };
    let store = store(options);
    // Of two answers at once neither would know of the other.
    let _held = hold(&store.runs())?;
    let earlier = questions::logged(&store)?;
    let Asked { computed, cells, is_new } = questions::asked(project, &records, as_of, &earlier, Some(&question))?;
    let together = release_answers(computed, &project.privacy, &published, &cells).ok_or_else(refusal)?;
    let answer = word(project, &together, &question)?;
    if is_new {
        questions::log(&store, &question)?;
    }
    Ok(answer)
}

/// Answers as of two days could be compared, and the difference is one person. So what is told of slices of persons, or
/// of sums over them, is told as of the days of editions alone.
fn refuse_other_days(options: &Options, project: &Project, question: &Question, as_of: Day) -> Result<(), Error> {
    let Some(figure) = project.figures.get(&question.figure).filter(|f| project.is_of_persons(&f.source)) else {
        return Ok(());
    };
    let store = store(options);
    let known =
        project.program.as_of == Some(as_of) || store.working(as_of).exists() || store.published(as_of).exists();
    if known || question.slices.is_empty() && figure.measure.column().is_none() {
        return Ok(());
    }
    let what = format!(
        "the answer is withheld: there is no edition of {as_of}, and answers of two days tell who came between"
    );
    let todo = "ask as of the project's own date or of an edition that was built, or without a breakdown";
    Err(Error::refused(vec![Problem::new(Place::default(), what, todo)]))
}

fn refusal() -> Error {
    let what = "the answer is withheld: with what is published it could expose persons";
    let todo = "ask for a longer period or without a breakdown";
    Error::refused(vec![Problem::new(Place::default(), what, todo)])
}

fn word(project: &Project, figures: &Released, question: &Question) -> Result<Answer, Error> {
    let figure = figures.figure(&question.figure).map_err(usage)?;
    let key = key_of(figures, question)?;
    let value = figure.text(&key, true).map_err(usage)?;
    let window = Window::named(&question.period).unwrap_or(Window::ToDate);
    let (dated, other): (Vec<_>, Vec<_>) = question.slices.iter().partition(|(by, _)| Dimension::span(by).is_some());
    let words = |slices: Vec<&(String, String)>| -> Vec<String> {
        slices.into_iter().map(|(by, code)| figure.label(by, code)).collect()
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
