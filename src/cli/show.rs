//! Results and errors → the text that is printed.

use super::args::FiguresFormat;
use crate::batch::{CheckReport, Error, RefreshReport, Report, SourceReport};
use crate::edition::{figures_csv, figures_json};
use crate::figures::{CellKey, Crossing, Released};
use crate::records::Warning;
use crate::value::Problem;

/// How many problems are printed before the rest is only counted.
const MOST: usize = 40;

/// The report of a build.
pub(super) fn report(report: &Report) -> String {
    let mut text = String::from("read\n");
    for source in &report.sources {
        text.push_str(&format!("  {}\n", accounted(source)));
    }
    text.push_str(&warned(&report.warnings));
    text.push_str("counted\n");
    let width = report.figures.iter().map(|(title, _)| title.chars().count()).max().unwrap_or(0);
    for (title, value) in &report.figures {
        text.push_str(&format!("  {title:width$}  {value}\n"));
    }
    text.push_str(&format!("wrote {}\n", report.folder));
    for file in &report.files {
        text.push_str(&format!("  {} ({})\n", file.name, size(file.bytes)));
    }
    text
}

/// The report of a check, without its problems: these are errors and go elsewhere.
pub(super) fn check(report: &CheckReport) -> String {
    let mut text = String::new();
    for source in &report.sources {
        text.push_str(&format!("{}\n", if report.ready { accounted(source) } else { source.source.clone() }));
        let offices = source.files.iter().map(|file| file.office.chars().count()).max().unwrap_or(0);
        for file in &source.files {
            let newest = file.newest.map_or_else(String::new, |day| format!("newest {day}  "));
            let gap = if offices == 0 { "" } else { "  " };
            let noun = if file.rows == 1 { "row " } else { "rows" };
            let replaced = if file.replaced { " (replaced)" } else { "" };
            text.push_str(&format!(
                "  {:offices$}{gap}{newest}{:>6} {noun}  {}{replaced}\n",
                file.office, file.rows, file.file
            ));
        }
    }
    text.push_str(&warned(&report.warnings));
    if let (true, Some(day)) = (report.ready, report.as_of) {
        text.push_str(&format!("ready: the edition as of {day} can be built\n"));
    }
    text
}

/// How every row of a source is accounted for, in one line.
fn accounted(source: &SourceReport) -> String {
    let files = if source.files.len() == 1 { "file" } else { "files" };
    let total = &source.total;
    let mut parts = vec![format!("{} in scope", total.in_scope)];
    let others = [
        (total.superseded, "superseded"),
        (total.duplicate, "duplicate"),
        (total.deleted, "deleted"),
        (total.excluded, "excluded"),
        (total.later, "not yet known"),
        (total.rejected, "rejected"),
    ];
    parts.extend(others.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    let rows = if total.rows == 1 { "row" } else { "rows" };
    format!("{}: {} {files}, {} {rows} = {}", source.source, source.files.len(), total.rows, parts.join(" + "))
}

fn warned(warnings: &[Warning]) -> String {
    if warnings.is_empty() {
        return String::new();
    }
    let line = |warning: &Warning| format!("  {}: {}{}\n", warning.place, warning.what, warning.times());
    let mut text = String::from("warnings\n");
    text.extend(warnings.iter().take(MOST).map(line));
    if warnings.len() > MOST {
        text.push_str(&format!("  … and {} more\n", warnings.len() - MOST));
    }
    text
}

/// What a refresh changed.
pub(super) fn refreshed(report: &RefreshReport) -> String {
    let mut text = String::new();
    for change in &report.changes {
        text.push_str(&format!("  {}: {} -> {}\n", change.what, change.before, change.after));
    }
    let (changed, figures, charts) = (report.changes.len(), report.figures, report.charts);
    let of = format!("{figures} figures and {charts} charts, as of {}", report.as_of);
    text = match changed {
        0 => format!("nothing changed: {of}\n"),
        _ => format!("changed\n{text}{changed} changes among {of}\n"),
    };
    for warning in &report.warnings {
        text.push_str(&format!("look at this: {warning}\n"));
    }
    text.push_str(&format!("wrote {}\n", report.written));
    text
}

fn size(bytes: usize) -> String {
    if bytes < 1000 { format!("{bytes} bytes") } else { format!("{} kB", bytes.div_ceil(1000)) }
}

/// All figures.
pub(super) fn figures(figures: &Released, format: FiguresFormat) -> Result<String, Error> {
    match format {
        FiguresFormat::Table => Ok(table(figures)),
        FiguresFormat::Json => Ok(serde_json::to_string_pretty(&figures_json(figures))? + "\n"),
        FiguresFormat::Markdown => Ok(markdown(figures)),
        FiguresFormat::Csv => Ok(String::from_utf8_lossy(&figures_csv(figures)?).into_owned()),
    }
}

fn table(figures: &Released) -> String {
    let lines = lines(figures, |name, _| name.to_owned());
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2)];
    let row = |[name, what, value]: &[String; 3]| {
        format!("{name:a$}  {what:b$}  {value:>c$}\n", a = widths[0], b = widths[1], c = widths[2])
    };
    lines.iter().map(row).collect()
}

/// All figures as a table of Markdown, with their titles, under the day up to which they count.
fn markdown(figures: &Released) -> String {
    let cell = |text: &str| text.replace('\\', "\\\\").replace('|', "\\|");
    let row = |[title, what, value]: &[String; 3]| format!("| {} | {} | {} |\n", cell(title), cell(what), cell(value));
    let rows: String = lines(figures, |_, title| title.to_owned()).iter().map(row).collect();
    format!(
        "Figures as of {}\n\n| figure | period or slice | value |\n|---|---|--:|\n{rows}",
        figures.calendar.as_of.long()
    )
}

/// Every figure, period and slice, with its printed value.
fn lines(figures: &Released, called: fn(&str, &str) -> String) -> Vec<[String; 3]> {
    let mut lines: Vec<[String; 3]> = Vec::new();
    for (name, figure) in &figures.figures {
        let name = called(name, &figure.definition.title);
        for key in figure.cells.keys().filter(|key| key.slice.is_empty()) {
            lines.push([name.clone(), key.window.to_string(), figure.text(key, true).unwrap_or_default()]);
        }
        for breakdown in &figure.breakdowns {
            for slice in &breakdown.slices {
                let key = CellKey::slice(&breakdown.dimension, &slice.code);
                let what = format!("{}: {}", breakdown.dimension, slice.label);
                lines.push([name.clone(), what, figure.text(&key, true).unwrap_or_default()]);
            }
        }
        for key in figure.crossings.iter().flat_map(Crossing::keys) {
            let parts: Vec<String> = key.slice.iter().map(|(by, code)| format!("{by}: {code}")).collect();
            lines.push([name.clone(), parts.join(", "), figure.text(&key, true).unwrap_or_default()]);
        }
    }
    lines
}

/// An error with everything that is behind it.
pub(super) fn error(error: &Error) -> String {
    match error {
        Error::Refused(refused) => {
            refusal(&refused.problems, &refused.awaited, refused.listing.as_deref(), "no edition was written")
        }
        Error::Usage(what) => format!("error: {what}\n"),
        Error::Io(what) => format!("error: {what}\n"),
    }
}

/// What is in the way of an edition.
pub(super) fn refusal(problems: &[Problem], awaited: &[Problem], listing: Option<&str>, close: &str) -> String {
    let mut text = format!("{}{}", listed(problems), listed(awaited));
    if let Some(path) = listing {
        text.push_str(&format!("all rejected rows, to be sent back or decided on: {path}\n"));
    }
    if problems.is_empty() {
        text.push_str(&format!("{close}; run again later\n"));
    } else {
        let count = problems.len() + awaited.len();
        let noun = if count == 1 { "problem" } else { "problems" };
        text.push_str(&format!("refused: {count} {noun}; {close}\n"));
    }
    text
}

fn listed(problems: &[Problem]) -> String {
    let mut text: String = problems.iter().take(MOST).map(|problem| format!("{problem}\n")).collect();
    if problems.len() > MOST {
        text.push_str(&format!("… and {} more\n", problems.len() - MOST));
    }
    text
}
