//! What the office itself must know of an edition: how every row was accounted for, how every figure came about,
//! which rows were rejected. These files go to `internal/` only.

use super::data_files::safe;
use crate::figures::Released;
use crate::records::{FileLine, Records, RejectedRow};
use crate::value::{Day, Problem};

/// The reconciliation of every file and source, as Markdown.
#[must_use]
pub fn quality_report(records: &Records, as_of: Day) -> String {
    let mut text = format!("# Quality of the records as of {as_of}\n\nInternal: not for publication.\n");
    for (name, source) in &records.sources {
        text.push_str(&format!(
            "\n## {name}\n\n| file | office | newest entry | rows | in scope | superseded | duplicate | deleted | excluded | rejected |\n|---|---|---|--:|--:|--:|--:|--:|--:|--:|\n"
        ));
        for line in &source.reconciliation.files {
            text.push_str(&row(line, &file_name(&line.file)));
        }
        text.push_str(&row(&source.reconciliation.total(), "all files"));
        text.push_str("\nEvery row stands exactly once: rows = in scope + superseded + duplicate + deleted + excluded + rejected.\n");
    }
    text
}

fn row(line: &FileLine, name: &str) -> String {
    let newest = line.newest.map_or_else(String::new, |day| day.to_string());
    format!(
        "| {name} | {} | {newest} | {} | {} | {} | {} | {} | {} | {} |\n",
        line.office,
        line.rows,
        line.in_scope,
        line.superseded,
        line.duplicate,
        line.deleted,
        line.excluded,
        line.rejected
    )
}

/// A file's name without its folders, so that reports do not depend on where a project lies.
#[must_use]
pub(super) fn file_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
}

/// The receipts of all figures, as JSON.
///
/// # Errors
/// Never in practice: receipts hold nothing that JSON cannot.
pub fn receipts_json(figures: &Released) -> Result<String, serde_json::Error> {
    let receipts: Vec<_> = figures
        .figures
        .values()
        .map(|figure| {
            let mut receipt = figure.receipt.clone();
            receipt.files.iter_mut().for_each(|file| file.file = file_name(&file.file));
            receipt
        })
        .collect();
    serde_json::to_string_pretty(&receipts).map(|text| text + "\n")
}

/// Rejected rows with their original columns, so that they can be sent back to the office they came from; safe to
/// open in a spreadsheet. Files with different headers follow each other, each under its own header.
///
/// # Errors
/// Never in practice: the writer writes to memory.
pub fn rejects_csv(rejects: &[RejectedRow]) -> Result<Vec<u8>, Problem> {
    let failed = |error: String| Problem::new(crate::value::Place::default(), error, "");
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut header: &[String] = &[];
    for reject in rejects {
        if reject.header != header {
            header = &reject.header;
            let own = ["file", "line", "column", "value", "why"].map(str::to_owned);
            writer.write_record(own.iter().chain(header)).map_err(|e| failed(e.to_string()))?;
        }
        let place = &reject.problem.place;
        let own = [
            file_name(&place.file),
            place.line.to_string(),
            safe(&reject.column),
            safe(&reject.value),
            safe(&reject.problem.what),
        ];
        let fields: Vec<String> = reject.fields.iter().map(|field| safe(field)).collect();
        writer.write_record(own.iter().chain(&fields)).map_err(|e| failed(e.to_string()))?;
    }
    writer.into_inner().map_err(|e| failed(e.to_string()))
}
