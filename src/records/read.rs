//! One export file → its rows in a table, and the rows that were rejected. A row is valid whole or not at all:
//! one bad field of a declared column rejects it, and every bad field of it is reported.

use super::InputFile;
use super::decode::decode;
use super::header::{Layout, lay_out};
use super::parse::{Cell, Context, trim};
use super::quotes::{QuoteFault, first_fault};
use super::table::Table;
use crate::project::{Project, Source};
use crate::value::{Place, Problem};

/// A row that was rejected, whole.
#[derive(Debug, Clone)]
pub struct RejectedRow {
    /// Why, and where.
    pub problem: Problem,
    /// The column that was at fault, as its header calls it; empty for the row as a whole.
    pub column: String,
    /// The field at fault as it stands in the file.
    pub value: String,
    /// The header of the file.
    pub header: Vec<String>,
    /// All fields of the row.
    pub fields: Vec<String>,
}

/// The rows of a file.
#[derive(Debug)]
pub(super) struct FileRows {
    pub(super) table: Table,
    pub(super) rejects: Vec<RejectedRow>,
    /// Rows below the header, blank lines not counted.
    pub(super) rows: u64,
    /// How many of them were rejected; one row may have several entries in `rejects`.
    pub(super) rejected: u64,
}

/// No field may be larger: a field of this size is an unclosed quote or no export at all.
const LARGEST_FIELD: usize = 1 << 20;

/// Reads a file.
pub(super) fn read_file(project: &Project, source: &Source, file: &InputFile) -> Result<FileRows, Vec<Problem>> {
    let text = decode(&file.name, &file.bytes, source).map_err(|problem| vec![problem])?;
    let skipped = skip_lines(&text, source.skip_lines);
    let body = &text[skipped..];
    if let Some(fault) = first_fault(body, source.delimiter) {
        return Err(vec![quote_problem(&file.name, &text, skipped, fault)]);
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(source.delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(body.as_bytes());
    let mut lines = Lines { text: &text, at: 0, line: 1 };
    let mut header = csv::StringRecord::new();
    let found = reader.read_record(&mut header).map_err(|e| vec![csv_problem(&file.name, &e)])?;
    if !found {
        return Err(vec![Problem::new(Place::file(&file.name), "the file has no header line", "get the export again")]);
    }
    let header_line = lines.of(skipped + offset(&header));
    let layout = lay_out(&file.name, header_line, &header, source)
        .map_err(|problems| with_preamble_hint(problems, &file.name, &text, source))?;
    let mut rows = FileReader {
        source,
        context: Context {
            missing: &source.missing,
            codes: &project.codes,
            fiscal_year_starts: project.program.fiscal_year_starts,
        },
        file: &file.name,
        header: &header,
        layout: &layout,
        out: FileRows { table: Table::new(source, &file.name), rejects: Vec::new(), rows: 0, rejected: 0 },
    };
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|e| vec![csv_problem(&file.name, &e)])? {
        let line = lines.of(skipped + offset(&record));
        rows.take(&record, line);
    }
    Ok(rows.out)
}

struct FileReader<'a> {
    source: &'a Source,
    context: Context<'a>,
    file: &'a str,
    header: &'a csv::StringRecord,
    layout: &'a Layout,
    out: FileRows,
}

impl FileReader<'_> {
    fn take(&mut self, record: &csv::StringRecord, line: u64) {
        if record.iter().all(|field| trim(field).is_empty()) && record.len() <= 1 {
            return;
        }
        self.out.rows += 1;
        let before = self.out.rejects.len();
        if let Some(cells) = self.cells(record, line)
            && let Err(error) = self.out.table.push(cells, u32::try_from(line).unwrap_or(u32::MAX))
        {
            self.reject(record, line, None, &error.to_string(), "");
        }
        self.out.rejected += u64::from(self.out.rejects.len() > before);
    }

    /// The cells of a row, or `None` after its faults have been noted.
    fn cells(&mut self, record: &csv::StringRecord, line: u64) -> Option<Vec<Cell>> {
        if record.len() != self.header.len() {
            let what = format!("the row has {} fields and the header {}", record.len(), self.header.len());
            self.reject(record, line, None, &what, "look for a separator or a quote inside a field");
            return None;
        }
        if let Some(index) = record.iter().position(|field| field.len() > LARGEST_FIELD) {
            self.reject(record, line, Some(index), "the field is longer than 1 MiB", "");
            return None;
        }
        let mut cells = Vec::with_capacity(self.layout.len());
        let mut good = true;
        for (column, parts) in self.source.columns.values().zip(self.layout) {
            let fields: Vec<Option<&str>> = parts.iter().map(|part| part.and_then(|i| record.get(i))).collect();
            match self.context.parse(column, &fields) {
                Ok(cell) => cells.push(cell),
                Err(objection) => {
                    good = false;
                    let index = parts.get(objection.part).copied().flatten();
                    self.reject(record, line, index, &objection.why, &objection.todo);
                }
            }
        }
        good.then_some(cells)
    }

    fn reject(&mut self, record: &csv::StringRecord, line: u64, field: Option<usize>, why: &str, todo: &str) {
        let column = field.and_then(|i| self.header.get(i)).map(trim).unwrap_or_default().to_owned();
        let value = field.and_then(|i| record.get(i)).unwrap_or_default().to_owned();
        let place = Place::at(self.file, line, field.map_or(0, |i| i as u64 + 1));
        let what = match field {
            Some(_) => format!("{column}: \"{}\": {why}", shortened(&value)),
            None => why.to_owned(),
        };
        self.out.rejects.push(RejectedRow {
            problem: Problem::new(place, what, todo),
            column,
            value,
            header: self.header.iter().map(str::to_owned).collect(),
            fields: record.iter().map(str::to_owned).collect(),
        });
    }
}

/// The start of a value, for a message.
fn shortened(value: &str) -> String {
    const LONGEST: usize = 60;
    if value.chars().count() <= LONGEST {
        return value.to_owned();
    }
    value.chars().take(LONGEST).chain(['…']).collect()
}

fn offset(record: &csv::StringRecord) -> usize {
    record.position().and_then(|p| usize::try_from(p.byte()).ok()).unwrap_or(0)
}

/// Turns rising byte offsets into line numbers; a line ends with LF, CR or CR LF.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which the first field at or after an offset begins (the reader gives a record the offset of
    /// the blank lines before it).
    fn of(&mut self, offset: usize) -> u64 {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            let ends = byte == b'\n' || (byte == b'\r' && bytes.get(self.at + 1) != Some(&b'\n'));
            let blank = byte == b'\n' || byte == b'\r';
            if self.at >= offset && !blank {
                break;
            }
            self.line += u64::from(ends);
            self.at += 1;
        }
        self.line
    }
}

fn skip_lines(text: &str, count: u32) -> usize {
    let mut at = 0;
    for _ in 0..count {
        at += text[at..].find('\n').map_or(text.len() - at, |end| end + 1);
    }
    at
}

fn csv_problem(file: &str, error: &csv::Error) -> Problem {
    let line = error.position().map_or(0, csv::Position::line);
    Problem::new(Place::at(file, line, 0), format!("the file does not read as CSV: {error}"), "")
}

fn quote_problem(file: &str, text: &str, skipped: usize, fault: QuoteFault) -> Problem {
    match fault {
        QuoteFault::Unclosed(at) => Problem::new(
            Place::of_offset(file, text, skipped + at),
            "a quote that opens here is never closed",
            "a quote inside a quoted field is written twice; get the export again or mend the line",
        ),
        QuoteFault::AfterClosing(at) => Problem::new(
            Place::of_offset(file, text, skipped + at),
            "there are words after the closing quote of a field",
            "a quote inside a quoted field is written twice",
        ),
    }
}

/// When the real header stands a few lines further down, says how many lines to skip.
fn with_preamble_hint(problems: Vec<Problem>, file: &str, text: &str, source: &Source) -> Vec<Problem> {
    for lines in source.skip_lines + 1..source.skip_lines + 20 {
        let start = skip_lines(text, lines);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(source.delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text[start..].lines().next().unwrap_or_default().as_bytes());
        let mut header = csv::StringRecord::new();
        if reader.read_record(&mut header).unwrap_or(false) && lay_out(file, 1, &header, source).is_ok() {
            let what = format!("the header is not on line {} but on line {}", source.skip_lines + 1, lines + 1);
            let todo = format!("write skip_lines = {lines} for this source");
            return vec![Problem::new(Place::at(file, u64::from(lines) + 1, 0), what, todo)];
        }
    }
    problems
}
