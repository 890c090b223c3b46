//! The encoding, the delimiter and the header line of a file that nobody has described.

use crate::project::Encoding;
use crate::records::InputFile;
use crate::records::decode::decode;
use crate::records::lines::Lines;
use crate::value::Problem;
use std::borrow::Cow;

/// How a file is split.
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    pub(super) skip_lines: u32,
}

/// The text of a file: UTF-8 when it is that, else Windows-1252.
pub(super) fn text_of(input: &InputFile) -> Result<(Cow<'_, str>, Encoding), Problem> {
    match decode(&input.name, &input.bytes, Encoding::Utf8) {
        Ok(text) => Ok((text, Encoding::Utf8)),
        Err(problem) if std::str::from_utf8(&input.bytes).is_err() && !input.bytes.contains(&0) => {
            let text = decode(&input.name, &input.bytes, Encoding::Windows1252).map_err(|_| problem)?;
            Ok((text, Encoding::Windows1252))
        }
        Err(problem) => Err(problem),
    }
}

/// How many rows are looked at.
const SAMPLE: usize = 50;

impl Dialect {
    /// The delimiter that gives most rows the same number of fields, and the first line with that number.
    pub(super) fn of(text: &str, delimiter: Option<u8>) -> Self {
        let candidates: &[u8] = delimiter.as_ref().map_or(b",;\t|", std::slice::from_ref);
        let mut best = (0, Self { delimiter: *candidates.first().unwrap_or(&b','), skip_lines: 0 });
        for &delimiter in candidates {
            let mut dialect = Self { delimiter, skip_lines: 0 };
            let rows = dialect.sample(text);
            let width = commonest(&rows);
            let fitting = rows.iter().filter(|(fields, _)| *fields == width).count();
            let header = rows.iter().find(|(fields, _)| *fields == width).map_or(0, |(_, at)| *at);
            let score = if width > 1 && fitting * 2 > rows.len() { width } else { 1 };
            if score > best.0 {
                let line = Lines::new(text).of(header);
                dialect.skip_lines = if score > 1 { u32::try_from(line - 1).unwrap_or(0) } else { 0 };
                best = (score, dialect);
            }
        }
        best.1
    }

    pub(super) fn reader<'t>(&self, text: &'t str) -> csv::Reader<&'t [u8]> {
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(self.delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
    }

    /// For each of the first rows its number of fields and its offset.
    fn sample(&self, text: &str) -> Vec<(usize, usize)> {
        let records = self.reader(text).into_records().take(SAMPLE).filter_map(Result::ok);
        records
            .map(|record| {
                let at = record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0));
                (record.len(), at)
            })
            .collect()
    }
}

/// The commonest number of fields; of equally common ones the larger.
fn commonest(rows: &[(usize, usize)]) -> usize {
    let count = |width: usize| rows.iter().filter(|(fields, _)| *fields == width).count();
    rows.iter().map(|(fields, _)| *fields).max_by_key(|&width| (count(width), width)).unwrap_or(0)
}
