//! Columns of dates that no listed format reads → the advice which common format would. A person still has to say it:
//! where month and day could be swapped, both are named.

use super::header::Layout;
use super::parse::NO_DATE;
use super::read::FileRows;
use crate::project::Source;
use crate::value::parse_moment;

/// The date formats that exports commonly have.
pub(super) const COMMON_FORMATS: [&str; 28] = [
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%d-%b-%Y",
    "%d-%b-%Y %H:%M:%S",
    "%d %b %Y",
    "%b %d, %Y",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%d/%m/%Y %H:%M",
    "%m-%d-%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%Y%m%d",
    "%Y%m%d %H%M%S",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%d %H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S%.f%z",
    "%d-%b-%y",
    "%m/%d/%y",
    "%d/%m/%y",
];

/// Adds to the objections of a column of which no value could be read the formats that would read them all.
pub(super) fn advise_formats(source: &Source, layout: &Layout, file: &mut FileRows) {
    for (column, parts) in source.columns.values().zip(layout) {
        let [Some(index)] = parts.as_slice() else { continue };
        let read = file.table.column(&column.name);
        if (0..file.table.len()).any(|row| read.is_some_and(|read| read.day(row).is_some())) {
            continue;
        }
        let field = *index as u64 + 1;
        let values =
            || file.rejects.iter().flat_map(|row| &row.faults).filter(|f| f.field == field && f.why == NO_DATE);
        let reads = |format: &&str| {
            let format = [(*format).to_owned()];
            values().all(|fault| parse_moment(fault.value.trim(), &format, None).is_some())
        };
        if values().count() < 2 {
            continue;
        }
        let formats: Vec<String> =
            COMMON_FORMATS.into_iter().filter(reads).map(|format| format!("\"{format}\"")).collect();
        let advice = match formats.as_slice() {
            [] => continue,
            [one] => format!("; {one} would read every value of the column in this file"),
            several => {
                format!("; {} would each read every value of it: ask the office which is meant", several.join(" and "))
            }
        };
        for fault in file.rejects.iter_mut().flat_map(|row| &mut row.faults) {
            if fault.field == field && fault.why == NO_DATE {
                fault.todo.push_str(&advice);
            }
        }
    }
}
