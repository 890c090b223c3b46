//! Results and errors → the text that is printed.

use super::args::FiguresFormat;
use crate::batch::{Error, RefreshReport, Report};
use crate::edition::{figures_csv, figures_json};
use crate::figures::{CellKey, Released};
use crate::value::Problem;

/// How many problems are printed before the rest is only counted.
const MOST: usize = 40;

/// The report of a build.
pub(super) fn report(report: &Report) -> String {
    let mut text = String::from("read\n");
    for source in &report.sources {
        let files = if source.files == 1 { "file" } else { "files" };
        text.push_str(&format!(
            "  {}: {} {files}, {} rows = {} in scope + {} superseded + {} deleted + {} excluded\n",
            source.source,
            source.files,
            source.rows,
            source.in_scope,
            source.superseded,
            source.deleted,
            source.excluded
        ));
    }
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
        FiguresFormat::Csv => Ok(String::from_utf8_lossy(&figures_csv(figures)?).into_owned()),
    }
}

fn table(figures: &Released) -> String {
    let mut lines: Vec<[String; 3]> = Vec::new();
    for (name, figure) in &figures.figures {
        for key in figure.cells.keys().filter(|key| key.slice.is_none()) {
            lines.push([name.clone(), key.window.to_string(), figure.text(key, true).unwrap_or_default()]);
        }
        for breakdown in &figure.breakdowns {
            for slice in &breakdown.slices {
                let key = CellKey::slice(&breakdown.dimension, &slice.code);
                let what = format!("{}: {}", breakdown.dimension, slice.label);
                lines.push([name.clone(), what, figure.text(&key, true).unwrap_or_default()]);
            }
        }
    }
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2)];
    let row = |[name, what, value]: &[String; 3]| {
        format!("{name:a$}  {what:b$}  {value:>c$}\n", a = widths[0], b = widths[1], c = widths[2])
    };
    lines.iter().map(row).collect()
}

/// An error with everything that is behind it.
pub(super) fn error(error: &Error) -> String {
    match error {
        Error::Refused { problems, .. } => {
            let count = problems.len();
            let noun = if count == 1 { "problem" } else { "problems" };
            format!("{}refused: {count} {noun}; nothing was written\n", listed(problems))
        }
        Error::Awaited(problems) => {
            format!("{}waiting for exports; nothing was written. Run again when they have arrived.\n", listed(problems))
        }
        Error::Usage(what) => format!("error: {what}\n"),
        Error::Io(what) => format!("error: {what}\nnothing was written\n"),
    }
}

fn listed(problems: &[Problem]) -> String {
    let mut text: String = problems.iter().take(MOST).map(|problem| format!("{problem}\n")).collect();
    if problems.len() > MOST {
        text.push_str(&format!("… and {} more\n", problems.len() - MOST));
    }
    text
}
