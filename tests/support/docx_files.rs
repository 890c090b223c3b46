//! The parts of Word files.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part of this module")]

use std::io::{Cursor, Read, Write};

/// A part as text.
pub fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(raw(bytes, name)).unwrap()
}

/// A part.
pub fn raw(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = Vec::new();
    archive.by_name(name).unwrap_or_else(|_| panic!("no part {name}")).read_to_end(&mut part).unwrap();
    part
}

/// The names of all parts.
pub fn names(bytes: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.file_names().map(|name| name.unwrap().into_owned()).collect()
}

/// The same file with another text in one of its parts, or with a part more.
pub fn with_part(bytes: &[u8], name: &str, text: &str) -> Vec<u8> {
    rewritten(bytes, name, Some(text))
}

/// The same file without a part.
pub fn without_part(bytes: &[u8], name: &str) -> Vec<u8> {
    rewritten(bytes, name, None)
}

fn rewritten(bytes: &[u8], name: &str, text: Option<&str>) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let file = from.by_index_raw(index).unwrap();
        if file.name().unwrap() != name {
            to.raw_copy_file(file).unwrap();
        }
    }
    if let Some(text) = text {
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}
