//! Any bytes as an export: read or refused, never a panic, and every row accounted for.
#![no_main]

use factsheet::project::Project;
use factsheet::records::{self, InputFile, Past};
use factsheet::value::Day;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    let text = include_str!("project.toml");
    Project::parse("project.toml", text).expect("the project of the fuzz target is valid")
});

fuzz_target!(|bytes: &[u8]| {
    let file = InputFile { name: "input/a.csv".to_owned(), bytes: bytes.to_vec(), digest: "a".to_owned() };
    let inputs = [("rows".to_owned(), vec![file])].into_iter().collect();
    let as_of = Day::parse("2024-12-31").expect("a day");
    if let Ok(read) = records::read(&PROJECT, inputs, &Past::default(), as_of) {
        assert!(read.sources.values().all(|source| source.reconciliation.total().adds_up()));
    }
});
