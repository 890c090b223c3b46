//! Any bytes as the body of a Word file that somebody edited: read, refreshed or refused, never a panic.
#![no_main]

use factsheet::render::docx::read::read;
use factsheet::render::docx::refresh::{Printed, refresh};
use factsheet::value::Day;
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};

const FILE: &[u8] = include_bytes!("../../tests/word/python-docx.docx");
const BODY: &str = "word/document.xml";

/// The file with other bytes as its body.
fn with_body(bytes: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let mut from = zip::ZipArchive::new(Cursor::new(FILE))?;
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let part = from.by_index_raw(index)?;
        if part.name()? != BODY {
            to.raw_copy_file(part)?;
        }
    }
    to.start_file(BODY, zip::write::SimpleFileOptions::default())?;
    to.write_all(bytes)?;
    Ok(to.finish()?.into_inner())
}

fuzz_target!(|bytes: &[u8]| {
    let file = with_body(bytes).expect("the file of the fuzz target is valid");
    let _ = read(&file);
    let as_of = Day::parse("2024-12-31").expect("a day");
    let printed = Printed { as_of, digest: "a".to_owned(), texts: indexmap::IndexMap::new() };
    for flatten in [false, true] {
        let _ = refresh(&file, &printed, flatten);
    }
});
