//! The workbook behind a chart → the cells of its first sheet (ECMA-376 Part 1 §18.3), which are what "Edit Data"
//! shows.

use super::{Parts, ReadError, Seen};
use std::collections::BTreeMap;

/// No chart's data has more rows, or more columns.
const MOST: usize = 10_000;

/// The cells, row by row, each row as long as the longest; numbers as they are written.
pub(super) fn cells(workbook: &[u8]) -> Result<Vec<Vec<String>>, ReadError> {
    let mut parts = Parts::open(workbook)?;
    let shared = shared(&mut parts)?;
    let sheet = parts.required("xl/worksheets/sheet1.xml")?;
    let (mut found, mut place, mut is_shared, mut text) = (BTreeMap::new(), None, false, String::new());
    sheet.each(|seen| match seen {
        Seen::Open("c", attributes) => {
            place = place_of(attributes.get("r"));
            is_shared = attributes.get("t") == "s";
        }
        Seen::Open("v" | "t", _) => text.clear(),
        Seen::Text(more) => text.push_str(more),
        Seen::Close("v" | "t") => {
            let value = std::mem::take(&mut text);
            let value =
                if is_shared { value.parse().ok().and_then(|at: usize| shared.get(at).cloned()) } else { Some(value) };
            if let (Some(place), Some(value)) = (place, value) {
                found.insert(place, value);
            }
        }
        Seen::Open(..) | Seen::Close(_) => {}
    })?;
    let rows = found.keys().map(|(row, _)| row + 1).max().unwrap_or(0);
    let columns = found.keys().map(|(_, column)| column + 1).max().unwrap_or(0);
    let cell = |row, column| found.get(&(row, column)).cloned().unwrap_or_default();
    Ok((0..rows).map(|row| (0..columns).map(|column| cell(row, column)).collect()).collect())
}

/// The texts that cells refer to.
fn shared(parts: &mut Parts<'_>) -> Result<Vec<String>, ReadError> {
    let mut texts: Vec<String> = Vec::new();
    let Some(source) = parts.optional("xl/sharedStrings.xml")? else { return Ok(texts) };
    let mut within = false;
    source.each(|seen| match seen {
        Seen::Open("si", _) => texts.push(String::new()),
        Seen::Open("t", _) => within = true,
        Seen::Close("t") => within = false,
        Seen::Text(more) if within => {
            if let Some(text) = texts.last_mut() {
                text.push_str(more);
            }
        }
        _ => {}
    })?;
    Ok(texts)
}

/// "B3" as row and column from 0; nothing for what is far outside of a chart's data.
fn place_of(name: &str) -> Option<(usize, usize)> {
    let at = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at(at);
    let column = letters.bytes().try_fold(0_usize, |column, letter| {
        let letter = letter.is_ascii_uppercase().then(|| usize::from(letter - b'A') + 1)?;
        column.checked_mul(26)?.checked_add(letter).filter(|column| *column <= MOST)
    })?;
    let row: usize = digits.parse().ok()?;
    (row > 0 && row <= MOST && column > 0).then(|| (row - 1, column - 1))
}

#[cfg(test)]
mod tests {
    use super::place_of;

    #[test]
    fn a_cells_name_is_its_place() {
        assert_eq!(place_of("A1"), Some((0, 0)));
        assert_eq!(place_of("AB12"), Some((11, 27)));
        for wrong in ["", "1", "A", "A0", "a1", "ZZZZZZZZZZZZZZZZZZ1", "A99999999"] {
            assert_eq!(place_of(wrong), None, "{wrong}");
        }
    }
}
