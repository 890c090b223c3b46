//! What the office itself must know of an edition: how every row was accounted for, how every figure came about,
//! which rows were rejected. These files go to `internal/` only.

use super::data_files::safe;
use crate::figures::{Accounting, Released};
use crate::records::{Column, FileLine, Records, RejectedRow, SourceRecords, Warning};
use crate::value::{Day, Problem, file_name};

/// The reconciliation of every file and source, and what looked odd, as Markdown.
#[must_use]
pub fn quality_report(records: &Records, accounting: &Accounting, as_of: Day) -> String {
    let mut text = format!("# Quality of the records as of {as_of}\n\nInternal: not for publication.\n");
    for (name, source) in &records.sources {
        text.push_str(&format!("\n## {name}\n\n{HEAD}\n"));
        for line in &source.reconciliation.files {
            text.push_str(&row(line, file_name(&line.file)));
        }
        text.push_str(&row(&source.reconciliation.total(), "all files"));
        text.push_str("\nEvery row stands exactly once: rows = in scope + superseded + duplicate + deleted + excluded + not yet known + rejected.\n");
        text.push_str(&missing_values(source));
        for left_out in &source.left_out {
            let name = file_name(&left_out.file);
            text.push_str(&format!("\nLeft out: {name}:{} (row {}); see rejects.csv.\n", left_out.line, left_out.row));
        }
    }
    text.push_str(&accounts(accounting));
    let warnings: Vec<&Warning> =
        records.warnings.iter().chain(records.sources.values().flat_map(|source| &source.warnings)).collect();
    if !warnings.is_empty() {
        text.push_str("\n## Warnings\n\n");
    }
    for warning in warnings {
        let mut place = warning.place.clone();
        place.file = file_name(&place.file).to_owned();
        text.push_str(&format!("- {place}: {}{}\n", warning.what, warning.times()));
    }
    text
}

/// How each figure follows from that of the edition before.
fn accounts(accounting: &Accounting) -> String {
    let Some(previous) = accounting.previous else { return String::new() };
    let mut text = format!("\n## Figures since the edition of {previous}\n\n{ACCOUNT_HEAD}\n");
    for account in &accounting.figures {
        let counts = [account.previous, account.new, account.late, account.withdrawn, account.now];
        let counts = counts.map(|count| count.to_string()).join(" | ");
        text.push_str(&format!("| {} | {} | {counts} |\n", account.figure, account.counts));
    }
    text.push_str("\nBy key: previous + new + late − withdrawn = now. The keys are in accounting.json.\n");
    text
}

const ACCOUNT_HEAD: &str =
    "| figure | counts | previous | new | late | withdrawn | now |\n|---|---|--:|--:|--:|--:|--:|";

const HEAD: &str = "| file | office | newest entry | rows | in scope | superseded | duplicate | deleted | excluded | not yet known | rejected | blank lines |\n|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|";

fn row(line: &FileLine, name: &str) -> String {
    let newest = line.newest.map_or_else(String::new, |day| day.to_string());
    let counts = [
        line.rows,
        line.in_scope,
        line.superseded,
        line.duplicate,
        line.deleted,
        line.excluded,
        line.later,
        line.rejected,
        line.blank,
    ];
    let counts = counts.map(|count| count.to_string()).join(" | ");
    format!("| {name} | {} | {newest} | {counts} |\n", line.office)
}

/// How many of the rows in scope lack a value, for each column in which some do.
fn missing_values(source: &SourceRecords) -> String {
    let missing = |column: &Column| source.in_scope.iter().filter(|&&row| column.is_missing(row as usize)).count();
    let columns = source.table.columns.iter().map(|(name, column)| (name, missing(column)));
    let lacking: Vec<String> =
        columns.filter(|(_, count)| *count > 0).map(|(name, count)| format!("{name} {count}")).collect();
    if lacking.is_empty() {
        return String::new();
    }
    format!("\nRows in scope without a value: {}.\n", lacking.join(", "))
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
            receipt.files.iter_mut().for_each(|file| file.file = file_name(&file.file).to_owned());
            receipt
        })
        .collect();
    serde_json::to_string_pretty(&receipts).map(|text| text + "\n")
}

/// Rejected rows with their original columns, so that they can be sent back to the office they came from; safe to
/// open in a spreadsheet. A row stands once for each of its faults. Files with different headers follow each other,
/// each under its own header.
///
/// # Errors
/// Never in practice: the writer writes to memory.
pub fn rejects_csv(rejects: &[RejectedRow]) -> Result<Vec<u8>, Problem> {
    let failed = |error: String| Problem::new(crate::value::Place::default(), error, "");
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut header: &[String] = &[];
    for reject in rejects {
        if *reject.header != *header {
            header = &reject.header;
            let own = ["file", "line", "row", "column", "value", "why", "what to do"].map(str::to_owned);
            let names = header.iter().map(|name| safe(name));
            writer.write_record(own.into_iter().chain(names)).map_err(|e| failed(e.to_string()))?;
        }
        for fault in &reject.faults {
            let own = [
                safe(file_name(&reject.file)),
                reject.line.to_string(),
                reject.row.clone(),
                safe(&fault.column),
                safe(&fault.value),
                safe(&fault.why),
                safe(&fault.todo),
            ];
            let fields = reject.fields.iter().map(|field| safe(field));
            writer.write_record(own.into_iter().chain(fields)).map_err(|e| failed(e.to_string()))?;
        }
    }
    writer.into_inner().map_err(|e| failed(e.to_string()))
}
