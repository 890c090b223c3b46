//! One export file → its rows in a table, and the rows that were rejected. What is wrong with the file as a whole
//! is found here; the rows are taken one by one in [`super::row`].

use super::InputFile;
use super::corrections::Corrections;
use super::dates::advise_formats;
use super::decode::decode;
use super::header::{Layout, lay_out, wrong_delimiter};
use super::lines::{Lines, before_last_lines, skip_lines};
use super::parse::{Context, trim};
use super::parts::{LackingPart, lacking_parts};
use super::quotes::{QuoteFault, first_fault};
use super::row::{RejectedRow, RowReader, looks_like_total};
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
    /// The parts of terms that the file has no column for.
    pub(super) lacking: Vec<LackingPart>,
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
    let body = Body::of(&file.name, &text, source).map_err(|problem| vec![problem])?;
    let mut reader = splitter(source, body.records());
    let mut lines = body.lines();
    let header = body.header(&mut reader).map_err(|problem| vec![problem])?;
    let header_line = lines.of(body.start + offset(&header));
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
        lacking: lacking_parts(&Place::at(&file.name, header_line, 0), &header, &layout, source),
    };
    let mut rows = RowReader::new(source, context, &file.name, &header, &layout, out);
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|e| vec![csv_problem(&file.name, &e)])? {
        let line = lines.of(body.start + offset(&record));
        rows.take(&record, line);
    }
    lines.of(body.start + usize::try_from(reader.position().byte()).unwrap_or(usize::MAX));
    let mut out = rows.finish();
    out.blank += lines.blank;
    advise_formats(source, &layout, &mut out);
    body.doubts(source, header.len(), &mut out);
    Ok(out)
}

/// The header and the records of a file, without the lines that the source passes over above and below them.
struct Body<'t> {
    file: &'t str,
    text: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Body<'t> {
    /// Finds it; a fault in the quoting is told here.
    fn of(file: &'t str, text: &'t str, source: &Source) -> Result<Self, Problem> {
        let start = skip_lines(text, source.skip_lines);
        let end = end_of_records(file, text, start, source)?;
        let body = Self { file, text, start, end };
        match first_fault(body.records(), source.delimiter, LONGEST_FIELD) {
            Some(fault) => Err(fault_of_body(file, text, start, source.delimiter, fault)),
            None => Ok(body),
        }
    }

    fn records(&self) -> &'t str {
        &self.text[self.start..self.end]
    }

    /// The lines above the header are passed first, so that blank ones among them are not counted as data's.
    fn lines(&self) -> Lines<'t> {
        let mut lines = Lines::new(self.text);
        lines.of(self.start);
        lines.blank = 0;
        lines
    }

    fn header(&self, reader: &mut csv::Reader<&[u8]>) -> Result<csv::StringRecord, Problem> {
        let mut header = csv::StringRecord::new();
        if reader.read_record(&mut header).map_err(|e| csv_problem(self.file, &e))? {
            return Ok(header);
        }
        Err(Problem::new(Place::file(self.file), "the file has no header line", "get the export again"))
    }

    /// Says what looks odd about the file as a whole: a record below the last one, and no record at all.
    fn doubts(&self, source: &Source, width: usize, out: &mut FileRows) {
        for (at, last) in full_lines(source, &self.text[self.end..], width) {
            let what = format!(
                "a line that skip_last_lines passes over has {last} values, as a record has; it is not counted"
            );
            out.warnings.row(what, || place_of(self.file, self.text, self.end + at));
        }
        if out.rows == 0 {
            out.warnings.say("the file has a header and no rows".to_owned(), Place::file(self.file));
        }
    }
}

/// The offset of the lines below the records that the source says are there.
fn end_of_records(file: &str, text: &str, skipped: usize, source: &Source) -> Result<usize, Problem> {
    let passed = &text[skipped..];
    match before_last_lines(passed, source.skip_last_lines) {
        Ok(end) if end > 0 || source.skip_last_lines == 0 => Ok(skipped + end),
        _ => {
            let what = format!("the file has no header above its last {} lines", source.skip_last_lines);
            Err(Problem::new(Place::file(file), what, "write a lower skip_last_lines for this source"))
        }
    }
}

/// The lines below the records that look like records themselves: where, and how many values each has.
fn full_lines(source: &Source, text: &str, width: usize) -> Vec<(usize, usize)> {
    let records = splitter(source, text).into_records().filter_map(Result::ok);
    let full = records.filter(|record| record.len() == width && !looks_like_total(record)).filter_map(|record| {
        let values = record.iter().filter(|field| !trim(field).is_empty()).count();
        (values * 2 > width).then(|| (offset(&record), values))
    });
    full.collect()
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

/// When the real header stands above, or a few lines further down, says how many lines to skip.
fn with_preamble_hint(problems: Vec<Problem>, file: &str, text: &str, source: &Source) -> Vec<Problem> {
    for lines in (0..source.skip_lines).rev().chain(source.skip_lines + 1..source.skip_lines + 20) {
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
