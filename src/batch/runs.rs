//! What each run did → a line of `runs/log.jsonl`, refused runs too. The log outlives the exports and is read by more
//! people than they are, so that it never repeats a row: a reason that could quote one is told by its place alone.

use super::manifest::tool;
use super::{AsOf, Counted, Error, Options, load, store};
use crate::edition::append;
use crate::value::Problem;
use serde::Serialize;

/// What the log says of a run.
#[derive(Debug, Serialize)]
struct Run<'a> {
    time: String,
    command: &'a str,
    as_of: String,
    exit: u8,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
    #[serde(flatten)]
    outcome: Outcome,
    tool: String,
}

/// What a run that succeeded came to.
#[derive(Debug, Default, Clone, Serialize)]
pub(super) struct Outcome {
    /// The as-of date of the edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) edition: Option<String>,
    /// The revision, where one was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) revision: Option<u32>,
    /// The digest of the printed figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) figures: Option<String>,
    /// The exit code of a run that has a result and refuses all the same, such as a check.
    #[serde(skip)]
    pub(super) exit: u8,
}

impl Outcome {
    /// An edition that was built.
    pub(super) fn of(counted: &Counted) -> Self {
        Self {
            edition: Some(counted.edition.as_of.to_string()),
            figures: Some(counted.edition.figures_digest.clone()),
            ..Self::default()
        }
    }

    /// An edition that was handed out or looked at.
    pub(super) fn named(edition: &str, exit: u8) -> Self {
        Self { edition: Some(edition.to_owned()), exit, ..Self::default() }
    }
}

/// Runs a command and logs what became of it. A run that did what it should is not called good when it could not be
/// logged; one that was refused says why it was refused.
pub(super) fn logged<T>(
    options: &Options,
    command: &str,
    outcome: impl Fn(&T) -> Outcome,
    run: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let result = run();
    let line = line(options, command, &result, outcome);
    let written = append(&store(options).runs().join("log.jsonl"), &line);
    match (result, written) {
        (Ok(_), Err(error)) => {
            let todo = "name a folder for logs with --store";
            Err(Error::Io(format!("{command} was done, but its log could not be written: {error}; {todo}")))
        }
        (result, _) => result,
    }
}

/// The same for a command that changes nothing: it may be run by who may only read, so that a log that cannot be
/// written is let pass.
pub(super) fn noted<T>(
    options: &Options,
    command: &str,
    outcome: impl Fn(&T) -> Outcome,
    run: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let result = run();
    drop(append(&store(options).runs().join("log.jsonl"), &line(options, command, &result, outcome)));
    result
}

fn line<'a, T>(
    options: &Options,
    command: &'a str,
    result: &Result<T, Error>,
    outcome: impl Fn(&T) -> Outcome,
) -> Run<'a> {
    let outcome = result.as_ref().map(outcome).unwrap_or_default();
    let exit = result.as_ref().map_or_else(Error::exit_code, |_| outcome.exit);
    let as_of = match options.as_of {
        AsOf::Day(day) => day.to_string(),
        AsOf::LastMonth => "last-month".to_owned(),
        AsOf::Project => "project".to_owned(),
    };
    let reasons = result.as_ref().err().map(reasons).unwrap_or_default();
    Run { time: load::now(), command, as_of, exit, reasons, outcome, tool: tool() }
}

/// Why a run was refused, without anything that could come from a row.
fn reasons(error: &Error) -> Vec<String> {
    match error {
        Error::Usage(what) | Error::Io(what) => vec![what.clone()],
        Error::Refused(refused) => {
            // Once exports have been read, a problem of the project file may quote them too.
            let read = !refused.sources.is_empty() || !refused.rejects.is_empty();
            let awaited = refused.awaited.iter().map(|problem| problem.what.clone());
            awaited.chain(refused.problems.iter().map(|problem| reason(problem, read))).collect()
        }
    }
}

fn reason(problem: &Problem, rows_were_read: bool) -> String {
    let place = problem.place.to_string();
    if !rows_were_read {
        return if place.is_empty() { problem.what.clone() } else { format!("{place}: {}", problem.what) };
    }
    let place = if place.is_empty() { "the exports".to_owned() } else { place };
    format!("{place}: refused; the words are in the run's own output")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{Refused, SourceReport};
    use crate::records::Reconciliation;
    use crate::value::Place;

    #[test]
    fn a_reason_that_could_quote_a_row_is_told_by_its_place() {
        let problem = Problem::new(Place::at("input/a.csv", 7, 3), "\"Jane Doe\" is not a date", "");
        let sources = vec![SourceReport::new("outcomes", &Reconciliation { files: Vec::new() })];
        let refused = Refused { problems: vec![problem], sources, ..Refused::default() };
        let said = reasons(&Error::Refused(Box::new(refused))).concat();
        assert!(said.starts_with("input/a.csv:7:3: refused") && !said.contains("Jane"), "{said}");
        let template = Problem::new(Place::at("templates/a.md.hbs", 1, 1), "unknown figure \"arests\"", "");
        assert_eq!(reasons(&Error::from(template)), ["templates/a.md.hbs:1:1: unknown figure \"arests\""]);
    }
}
