//! What an export looks like → the text that is printed.

use crate::project::Encoding;
use crate::records::{Inspection, SeenColumn};

/// The whole of it, with the block to paste last.
pub(super) fn text(seen: &Inspection) -> String {
    let encoding = match seen.encoding {
        Encoding::Utf8 => "UTF-8 or UTF-16",
        Encoding::Windows1252 => "Windows-1252",
    };
    let delimiter =
        if seen.delimiter == b'\t' { "tab".to_owned() } else { format!("\"{}\"", char::from(seen.delimiter)) };
    let mut text = format!(
        "{}: {} rows, {} columns, split at {delimiter}, {encoding}\n",
        seen.file,
        seen.rows,
        seen.columns.len()
    );
    if seen.skip_lines > 0 {
        text.push_str(&format!("the header stands below {} other lines\n", seen.skip_lines));
    }
    if !seen.missing.is_empty() {
        text.push_str(&format!("taken as missing: {}\n", seen.missing.join("  ")));
    }
    seen.odd.iter().for_each(|odd| text.push_str(&format!("! {odd}\n")));
    for (index, column) in seen.columns.iter().enumerate() {
        text.push_str(&format!("\n{} {}\n", index + 1, column.header));
        text.push_str(&of_column(column));
    }
    text.push_str(&format!("\nTo paste into factsheet.toml, and to look over:\n\n{}", seen.block));
    text
}

fn of_column(column: &SeenColumn) -> String {
    let distinct = column.distinct.map_or_else(|| "very many".to_owned(), |count| count.to_string());
    let mut text = format!("  {} filled, {} blank, {distinct} different\n", column.filled, column.blank);
    let fits: Vec<String> = column.fits.iter().map(|kind| kind.replacen("type = ", "", 1).replace('"', "")).collect();
    text.push_str(&format!("  fits: {}\n", fits.join(" | ")));
    if column.personal {
        text.push_str("  looks personal: no value is shown\n");
    } else if !column.values.is_empty() {
        let values = column.values.iter().map(|(value, count)| format!("{} ×{count}", value.escape_debug()));
        text.push_str(&format!("  {}\n", values.collect::<Vec<_>>().join(", ")));
    }
    column.odd.iter().for_each(|odd| text.push_str(&format!("  ! {odd}\n")));
    text
}
