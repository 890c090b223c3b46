//! One export file → its rows in a table, and the rows that were rejected. What is wrong with the file as a whole
//! is found here; the rows are taken one by one in [`super::row`].

use super::InputFile;
use super::corrections::Corrections;
use super::decode::decode;
use super::header::{Layout, lay_out, wrong_delimiter};
use super::lines::{Lines, skip_lines};
use super::parse::Context;
use super::quotes::{QuoteFault, first_fault};
use super::row::{RejectedRow, RowReader};
use super::table::Table;
use super::warnings::Warnings;
use crate::project::{Project, Source};
use crate::value::{Day, Place, Problem};

/// The rows of a file.
#[derive(Debug)]
pub(super) struct FileRows {
    pub(super) table: Table,
    pub(super) rejects: Vec<RejectedRow>,
    /// Rows below the header, blank lines not counted.
    pub(super) rows: u64,
    /// Lines without a value, above, between and below the rows.
    pub(super) blank: u64,
    pub(super) warnings: Warnings,
    /// What the corrections of the edition met in this file.
    pub(super) corrections: Corrections,
}

/// No field may be larger: a field of this size is an unclosed quote or no export at all.
pub(super) const LONGEST_FIELD: usize = 1 << 20;

/// Reads a file.
pub(super) fn read_file(
    project: &Project,
    source: &Source,
    file: &InputFile,
    as_of: Day,
) -> Result<FileRows, Vec<Problem>> {
    let text = decode(&file.name, &file.bytes, source.encoding).map_err(|problem| vec![problem])?;
    let skipped = skip_lines(&text, source.skip_lines);
    let body = &text[skipped..];
    if let Some(fault) = first_fault(body, source.delimiter, LONGEST_FIELD) {
        return Err(vec![fault_of_body(&file.name, &text, skipped, source.delimiter, fault)]);
    }
    let mut reader = splitter(source, body);
    let mut lines = Lines::new(&text);
    // The lines above the header are passed first, so that blank ones among them are not counted as data's.
    lines.of(skipped);
    lines.blank = 0;
    let mut header = csv::StringRecord::new();
    if !reader.read_record(&mut header).map_err(|e| vec![csv_problem(&file.name, &e)])? {
        return Err(vec![Problem::new(Place::file(&file.name), "the file has no header line", "get the export again")]);
    }
    let header_line = lines.of(skipped + offset(&header));
    let layout = lay_out(&file.name, header_line, &header, source)
        .map_err(|problems| with_preamble_hint(problems, &file.name, &text, source))?;
    let context = Context {
        missing: &source.missing,
        codes: &project.codes,
        fiscal_year_starts: project.program.fiscal_year_starts,
        zone: project.program.time_zone.as_ref(),
    };
    let out = FileRows {
        table: Table::new(source, &file.name),
        rejects: Vec::new(),
        rows: 0,
        blank: 0,
        warnings: Warnings::default(),
        corrections: Corrections::of(project, source, as_of),
    };
    let mut rows = RowReader::new(source, context, &file.name, &header, &layout, out);
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|e| vec![csv_problem(&file.name, &e)])? {
        let line = lines.of(skipped + offset(&record));
        rows.take(&record, line);
    }
    lines.of(skipped + usize::try_from(reader.position().byte()).unwrap_or(usize::MAX));
    let mut out = rows.finish();
    out.blank += lines.blank;
    if out.rows == 0 {
        out.warnings.say("the file has a header and no rows".to_owned(), Place::file(&file.name));
    }
    Ok(out)
}

/// The `csv` crate's reader of a source's dialect.
fn splitter<'t>(source: &Source, text: &'t str) -> csv::Reader<&'t [u8]> {
    csv::ReaderBuilder::new().delimiter(source.delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

fn offset(record: &csv::StringRecord) -> usize {
    record.position().and_then(|p| usize::try_from(p.byte()).ok()).unwrap_or(0)
}

fn csv_problem(file: &str, error: &csv::Error) -> Problem {
    let line = error.position().map_or(0, csv::Position::line);
    Problem::new(Place::at(file, line, 0), format!("the file does not read as CSV: {error}"), "")
}

/// A fault in the quoting, or the wrong delimiter when that is what makes good quotes look wrong.
pub(super) fn fault_of_body(file: &str, text: &str, skipped: usize, delimiter: u8, fault: QuoteFault) -> Problem {
    let first = text[skipped..].lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if !first.contains(char::from(delimiter)) {
        let header = csv::StringRecord::from(vec![first]);
        let line = place_of(file, text, skipped).line;
        if let Some(problem) = wrong_delimiter(file, line, &header, delimiter) {
            return problem;
        }
    }
    let place = |at: usize| place_of(file, text, skipped + at);
    let twice = "a quote inside a quoted field is written twice; get the export again or mend the line";
    match fault {
        QuoteFault::Unclosed(at) => Problem::new(place(at), "a quote that opens here is never closed", twice),
        QuoteFault::TooLong(at) => Problem::new(
            place(at),
            "the field that opens here is longer than 1 MiB",
            "a quote is probably never closed; get the export again",
        ),
        QuoteFault::AfterClosing { opened, at } if place(opened).line == place(at).line => {
            Problem::new(place(at), "there are words after the closing quote of a field", twice)
        }
        QuoteFault::AfterClosing { opened, at } => {
            let what =
                format!("a quote that opens here is not closed on its line, and ends on line {}", place(at).line);
            Problem::new(place(opened), what, twice)
        }
    }
}

/// The place of an offset, with lines as [`Lines`] counts them.
fn place_of(file: &str, text: &str, offset: usize) -> Place {
    let line_start = text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let column = text[line_start..offset].chars().count() as u64 + 1;
    let mut lines = Lines::new(text);
    Place::at(file, lines.of(offset), column)
}

/// When the real header stands a few lines further down, says how many lines to skip.
fn with_preamble_hint(problems: Vec<Problem>, file: &str, text: &str, source: &Source) -> Vec<Problem> {
    for lines in source.skip_lines + 1..source.skip_lines + 20 {
        let mut header = csv::StringRecord::new();
        let start = skip_lines(text, lines);
        let found = splitter(source, &text[start..]).read_record(&mut header).unwrap_or(false);
        if found && header_fits(file, &header, source) {
            let line = Lines::new(text).of(start + offset(&header));
            let what = format!("the header is not on line {} but on line {line}", source.skip_lines + 1);
            let todo = format!("write skip_lines = {} for this source", line - 1);
            return vec![Problem::new(Place::at(file, line, 0), what, todo)];
        }
    }
    problems
}

fn header_fits(file: &str, header: &csv::StringRecord, source: &Source) -> bool {
    let layout: Result<Layout, _> = lay_out(file, 1, header, source);
    layout.is_ok()
}
