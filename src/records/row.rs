//! One row → typed cells, or what is wrong with it. A row is valid whole or not at all: one bad field of a declared
//! column rejects it, and every bad field of it is reported.

use super::header::Layout;
use super::numbers;
use super::parse::{Cell, Context, Objection, trim};
use super::read::{FileRows, LONGEST_FIELD};
use crate::project::{ColumnDef, ColumnKind, Source, fold};
use crate::value::{Place, Problem};
use sha2::{Digest, Sha256};
use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;

/// A row that was rejected, whole.
#[derive(Debug, Clone)]
pub struct RejectedRow {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// The digest by which `[[accept]]` and `[[corrections]]` name the row.
    pub row: String,
    /// What is wrong with it; at least one fault.
    pub faults: Vec<Fault>,
    /// The header of the file.
    pub header: Arc<[String]>,
    /// All fields of the row, overlong ones shortened.
    pub fields: Vec<String>,
    /// What could be read of it, in the order of the source's columns.
    pub(super) cells: Vec<Option<Cell>>,
}

/// What is wrong with a row or with one field of it.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The field's place in the row, from 1; 0 for the row as a whole.
    pub field: u64,
    /// The column, as the file's header calls it; empty for the row as a whole.
    pub column: String,
    /// The field as it stands in the file.
    pub value: String,
    /// Why it is wrong.
    pub why: String,
    /// What to do.
    pub todo: String,
}

impl RejectedRow {
    /// One problem for each fault.
    pub fn problems(&self) -> impl Iterator<Item = Problem> {
        self.faults.iter().map(|fault| {
            let what = match fault.field {
                0 => fault.why.clone(),
                _ => format!("{}: \"{}\": {}", fault.column, shortened(&fault.value, 60), fault.why),
            };
            let stop = if fault.todo.is_empty() { "" } else { "; " };
            let todo = format!("{}{stop}row = \"{}\"", fault.todo, self.row);
            Problem::new(Place::at(&self.file, self.line, fault.field), what, todo)
        })
    }
}

/// The digest of a row: of its fields as they stand in the file, wherever it stands.
pub(super) fn row_digest(record: &csv::StringRecord) -> String {
    let mut hash = Sha256::new();
    for field in record {
        hash.update((field.len() as u64).to_le_bytes());
        hash.update(field.as_bytes());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The start of a value, for a message.
fn shortened(value: &str, longest: usize) -> String {
    if value.chars().nth(longest).is_none() {
        return value.to_owned();
    }
    value.chars().take(longest).chain(['…']).collect()
}

/// Takes the rows of a file.
pub(super) struct RowReader<'a> {
    source: &'a Source,
    context: Context<'a>,
    file: &'a str,
    header: &'a csv::StringRecord,
    /// The header as rejected rows carry it.
    names: Arc<[String]>,
    layout: &'a Layout,
    out: FileRows,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(
        source: &'a Source,
        context: Context<'a>,
        file: &'a str,
        header: &'a csv::StringRecord,
        layout: &'a Layout,
        out: FileRows,
    ) -> Self {
        let names = header.iter().map(str::to_owned).collect();
        Self { source, context, file, header, names, layout, out }
    }

    pub(super) fn finish(self) -> FileRows {
        self.out
    }

    /// Takes a row; one without any value is a blank line.
    pub(super) fn take(&mut self, record: &csv::StringRecord, line: u64) {
        if record.iter().all(|field| trim(field).is_empty()) {
            self.out.blank += 1;
            return;
        }
        self.out.rows += 1;
        if looks_like_total(record) {
            let what = "the row looks like a total, which would be counted as a record; if it ends the file, write \
                        skip_last_lines = 1 for this source";
            self.out.warnings.row(what.to_owned(), || Place::at(self.file, line, 0));
        }
        if let Some(fault) = self.fault_of_row(record) {
            // What can be read of the row still tells whether it may have been meant for a record that counts.
            let cells = self.cells(record).0;
            self.reject(record, line, vec![fault], cells);
            return;
        }
        let place = Place::at(self.file, line, 0);
        let corrected = self.out.corrections.apply(&self.context, self.source, self.layout, record, &place);
        let read = corrected.as_ref().unwrap_or(record);
        let (cells, faults) = self.cells(read);
        if !faults.is_empty() {
            self.reject(record, line, faults, cells);
            return;
        }
        let cells: Vec<Cell> = cells.into_iter().flatten().collect();
        self.remark(read, line);
        let fingerprint = || fingerprint(record);
        if let Err(error) = self.out.table.push(cells, u32::try_from(line).unwrap_or(u32::MAX), fingerprint) {
            self.reject(record, line, vec![whole(&error.to_string(), "")], Vec::new());
        }
    }

    /// What is wrong with a row before its fields are looked at.
    fn fault_of_row(&self, record: &csv::StringRecord) -> Option<Fault> {
        if let Some(index) = record.iter().position(|field| field.len() > LONGEST_FIELD) {
            return Some(self.fault(record, Some(index), "the field is longer than 1 MiB", ""));
        }
        if record.len() != self.header.len() {
            let what = format!("the row has {} fields and the header {}", record.len(), self.header.len());
            let todo = if looks_like_total(record) {
                "if it is a total that ends the file, write skip_last_lines = 1 for this source"
            } else {
                "look for a separator or a quote inside a field"
            };
            return Some(whole(&what, todo));
        }
        if record.get(0) == self.header.get(0) && record == self.header {
            return Some(whole("the row repeats the header", "two exports seem to have been put into one file"));
        }
        if record.as_slice().as_bytes().contains(&b'\n') {
            let delimiter = char::from(self.source.delimiter);
            let swallowed = |field: &str| {
                let separators = field.lines().skip(1).map(|line| line.matches(delimiter).count()).max();
                separators.is_some_and(|count| count > 0 && count + 1 >= self.header.len())
            };
            if let Some(index) = record.iter().position(swallowed) {
                let todo = "a quote is probably left open on this line; get the export again or mend it";
                return Some(self.fault(record, Some(index), "the quoted field holds whole rows", todo));
            }
        }
        None
    }

    /// The cells of a row that could be read, and the faults of the others.
    fn cells(&self, record: &csv::StringRecord) -> (Vec<Option<Cell>>, Vec<Fault>) {
        let mut cells = Vec::with_capacity(self.layout.len());
        let mut faults = Vec::new();
        let mut fields: Vec<Option<&str>> = Vec::new();
        for (column, parts) in self.source.columns.values().zip(self.layout) {
            fields.clear();
            fields.extend(parts.iter().map(|part| part.and_then(|i| record.get(i))));
            match self.context.parse(column, &fields).and_then(|cell| self.keyed(column, cell)) {
                Ok(cell) => cells.push(Some(cell)),
                Err(objection) => {
                    let index = parts.get(objection.part).copied().flatten();
                    faults.push(self.fault(record, index, &objection.why, &objection.todo));
                    cells.push(None);
                }
            }
        }
        (cells, faults)
    }

    /// A record without its whole key cannot be told from others.
    fn keyed(&self, column: &ColumnDef, cell: Cell) -> Result<Cell, Objection> {
        if cell == Cell::Missing && self.source.key.contains(&column.name) {
            let why = format!("it is missing, and \"{}\" is part of the key", column.name);
            return Err(Objection { part: 0, why, todo: "get the row with its key".to_owned() });
        }
        if cell == Cell::Missing && self.source.guards.contains(&column.name) {
            let why = "it is blank, and a privacy rule looks at it".to_owned();
            let todo = "have it filled in, or say what a blank means: blank = \"no\" for the column".to_owned();
            return Err(Objection { part: 0, why, todo });
        }
        Ok(cell)
    }

    /// Notes numbers that a spreadsheet may have changed.
    fn remark(&mut self, record: &csv::StringRecord, line: u64) {
        for (column, parts) in self.source.columns.values().zip(self.layout) {
            let (format, money) = match &column.kind {
                ColumnKind::Money(format) => (format, true),
                ColumnKind::Number(format) | ColumnKind::Quantity { format, .. } => (format, false),
                _ => continue,
            };
            let Some(text) = parts.first().copied().flatten().and_then(|index| record.get(index)) else { continue };
            if !self.context.is_missing(column, trim(text))
                && let Some(oddity) = numbers::oddity(text, format, money)
            {
                let what = format!("{}: a number {oddity}", column.name);
                self.out.warnings.row(what, || Place::at(self.file, line, 0));
            }
        }
    }

    fn fault(&self, record: &csv::StringRecord, field: Option<usize>, why: &str, todo: &str) -> Fault {
        let column = field.and_then(|i| self.header.get(i)).map(trim).unwrap_or_default().to_owned();
        let value = shortened(field.and_then(|i| record.get(i)).unwrap_or_default(), LONGEST_SHOWN);
        Fault { field: field.map_or(0, |i| i as u64 + 1), column, value, why: why.to_owned(), todo: todo.to_owned() }
    }

    fn reject(&mut self, record: &csv::StringRecord, line: u64, faults: Vec<Fault>, cells: Vec<Option<Cell>>) {
        self.out.rejects.push(RejectedRow {
            file: self.file.to_owned(),
            line,
            row: row_digest(record),
            faults,
            header: Arc::clone(&self.names),
            fields: record.iter().map(|field| shortened(field, LONGEST_SHOWN)).collect(),
            cells,
        });
    }
}

/// The most characters of a field that a rejected row keeps: what a cell of a spreadsheet can hold.
const LONGEST_SHOWN: usize = 32_000;

fn whole(why: &str, todo: &str) -> Fault {
    Fault { field: 0, column: String::new(), value: String::new(), why: why.to_owned(), todo: todo.to_owned() }
}

fn fingerprint(record: &csv::StringRecord) -> u64 {
    let mut hasher = DefaultHasher::new();
    record.iter().for_each(|field| {
        hasher.write(field.as_bytes());
        hasher.write_u8(0xFF);
    });
    hasher.finish()
}

/// Whether a row's first value says that it sums up others.
pub(super) fn looks_like_total(record: &csv::StringRecord) -> bool {
    let Some(first) = record.iter().map(trim).find(|field| !field.is_empty()) else { return false };
    if !first.starts_with(['T', 't', 'G', 'g', 'S', 's']) {
        return false;
    }
    let words = fold(first);
    let words = words.trim_end_matches(':');
    let exact = ["total", "totals", "grand total", "subtotal", "sub-total", "sub total", "sum"];
    exact.contains(&words) || words.starts_with("total ") || words.starts_with("grand total ")
}
