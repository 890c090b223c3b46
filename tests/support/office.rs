//! A small office whose editions are published, and what its tests look at.

#![allow(unreachable_pub, reason = "shared by test binaries, of which none is a library")]
#![allow(dead_code, reason = "each test binary uses its own part of this module")]

use crate::desk::Desk;
use factsheet::batch::{Error, Options, Published};
use factsheet::value::Day;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

pub const NOVEMBER: &str = "2024-11-30";
pub const DECEMBER: &str = "2024-12-31";

/// Rows of five cases.
pub const ROWS: &str = "A1,W,2024-03-05,100.00,KENT\nA2,W,2024-06-07,250.50,KENT\nA3,L,2024-07-09,75.25,LANE\n\
                    A4,W,2024-11-03,310.00,LANE\nA5,W,2024-12-11,42.00,KENT\n";

/// The desk with its rows, in a template that prints what a revision says of itself.
pub fn office() -> Desk {
    let mut desk = Desk::new();
    desk.template = desk.template.replace(
        "aside = [\"{{edition}}\", \"As of {{as_of}}\"]",
        "aside = [\"{{edition}}\", \"As of {{as_of}}\", \"{{#if published}}{{published}}, {{/if}}{{status}}\"\
         {{#if correction}}, \"Correction: {{correction}}\"{{/if}}]",
    );
    desk.rows(ROWS);
    desk
}

pub fn published_on(options: Options, day: &str) -> Options {
    Options { published: Some(Day::parse(day).unwrap()), ..options }
}

pub fn corrected(options: Options, day: &str, correction: &str) -> Options {
    Options { correction: Some(correction.to_owned()), ..published_on(options, day) }
}

pub fn ok(result: Result<Published, Error>) -> Published {
    result.unwrap_or_else(|error| panic!("{}", said(&error)))
}

/// An error with everything that is behind it.
pub fn said(error: &Error) -> String {
    match error {
        Error::Refused(refused) => {
            refused.problems.iter().chain(&refused.awaited).map(|problem| format!("{problem}\n")).collect()
        }
        Error::Usage(_) | Error::Io(_) => error.to_string(),
    }
}

/// Every file below a folder with its bytes.
pub fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Lets a test change, or the temporary folder be removed by, whoever runs the tests.
#[allow(clippy::permissions_set_readonly_false, reason = "a temporary folder")]
pub fn unprotect(folder: &Path) {
    let mut permissions = fs::metadata(folder).unwrap().permissions();
    permissions.set_readonly(false);
    fs::set_permissions(folder, permissions).unwrap();
    if folder.is_dir() {
        fs::read_dir(folder).unwrap().for_each(|entry| unprotect(&entry.unwrap().path()));
    }
}

/// Makes published folders removable when the test ends.
pub struct Cleanup<'d>(pub &'d Desk);

impl Drop for Cleanup<'_> {
    fn drop(&mut self) {
        for name in ["published", "archive"] {
            let folder = self.0.path(name);
            if folder.exists() {
                unprotect(&folder);
            }
        }
    }
}
