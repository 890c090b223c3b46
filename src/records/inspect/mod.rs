//! An export that nobody has described yet → what its columns hold, and a `[sources]` block that reads it. This is
//! the one place where something is guessed, and a person looks at the guess before it is used.

mod block;
mod column;
mod dialect;
mod kinds;
mod personal;

pub use column::SeenColumn;
pub use personal::is_personal;

use super::InputFile;
use super::lines::{Lines, skip_lines};
use super::parse::trim;
use super::quotes::first_fault;
use super::read::{LONGEST_FIELD, fault_of_body};
use super::row::looks_like_total;
use crate::project::Encoding;
use crate::value::{Place, Problem};
use column::Collector;
use dialect::Dialect;

/// What an export looks like.
#[derive(Debug)]
pub struct Inspection {
    /// The file.
    pub file: String,
    /// How its bytes are text.
    pub encoding: Encoding,
    /// The sign between columns.
    pub delimiter: u8,
    /// Lines above the header.
    pub skip_lines: u32,
    /// Rows below the header.
    pub rows: u64,
    /// Texts that seem to mean "missing".
    pub missing: Vec<String>,
    /// The columns in order.
    pub columns: Vec<SeenColumn>,
    /// What is odd about the file or its rows.
    pub odd: Vec<String>,
    /// The block to paste into the project file.
    pub block: String,
}

/// Looks at an export. `files` is how a project file would name it; the delimiter is found when none is given.
///
/// # Errors
/// What keeps the file from being read as CSV at all.
pub fn inspect(input: &InputFile, files: &str, delimiter: Option<u8>) -> Result<Inspection, Problem> {
    let (text, encoding) = dialect::text_of(input)?;
    let dialect = Dialect::of(&text, delimiter);
    let skipped = skip_lines(&text, dialect.skip_lines);
    if let Some(fault) = first_fault(&text[skipped..], dialect.delimiter, LONGEST_FIELD) {
        return Err(fault_of_body(&input.name, &text, skipped, dialect.delimiter, fault));
    }
    let failed = |error: csv::Error| Problem::new(Place::file(&input.name), error.to_string(), "");
    let mut reader = dialect.reader(&text[skipped..]);
    let mut record = csv::StringRecord::new();
    if !reader.read_record(&mut record).map_err(failed)? {
        return Err(Problem::new(Place::file(&input.name), "the file has no header line", "get the export again"));
    }
    let mut columns: Vec<Collector> = record.iter().map(|header| Collector::new(trim(header))).collect();
    let mut odd = Oddities::default();
    let (mut lines, mut rows) = (Lines::new(&text), 0);
    while reader.read_record(&mut record).map_err(failed)? {
        let at = record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0));
        let line = lines.of(skipped + at);
        if record.iter().all(|field| trim(field).is_empty()) {
            continue;
        }
        rows += 1;
        odd.note(&record, columns.len(), line);
        for (column, field) in columns.iter_mut().zip(&record) {
            column.take(field, line);
        }
    }
    let missing = column::missing_words(&columns);
    let columns: Vec<SeenColumn> = columns.into_iter().map(|column| column.judge(&missing)).collect();
    let block = block::write(files, encoding, &dialect, &missing, &columns);
    Ok(Inspection {
        file: input.name.clone(),
        encoding,
        delimiter: dialect.delimiter,
        skip_lines: dialect.skip_lines,
        rows,
        missing,
        columns,
        odd: odd.list(),
        block,
    })
}

/// What is odd about whole rows: how often, and the first line.
#[derive(Debug, Default)]
struct Oddities {
    ragged: (u64, u64),
    totals: (u64, u64),
}

impl Oddities {
    fn note(&mut self, record: &csv::StringRecord, width: usize, line: u64) {
        let count = |(count, first): &mut (u64, u64)| {
            *first = if *count == 0 { line } else { *first };
            *count += 1;
        };
        if record.len() != width {
            count(&mut self.ragged);
        }
        if looks_like_total(record) {
            count(&mut self.totals);
        }
    }

    fn list(&self) -> Vec<String> {
        let words = [
            (self.ragged, "have more or fewer fields than the header and will be rejected"),
            (self.totals, "look like totals"),
        ];
        let met = words.iter().filter(|((count, _), _)| *count > 0);
        met.map(|((count, first), what)| format!("rows that {what}: {count}, the first on line {first}")).collect()
    }
}
