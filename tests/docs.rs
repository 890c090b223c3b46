//! The examples of the documentation, tried: every block of TOML in it is a project file's, and every file and command
//! that it names exists.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use factsheet::project::Project;
use std::fs;
use std::path::Path;

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The blocks of a language in a Markdown file.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let start = format!("```{language}\n");
    text.split(&start).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

/// The sample's project file with a block added: tables as they are, columns as those of a source.
fn with(block: &str) -> String {
    let sample = read("factsheet.toml").replacen("[program]", "[program]\ntime_zone = \"America/New_York\"", 1);
    if block.starts_with('[') {
        return format!("{sample}\n{block}");
    }
    let head = "[sources.example]\nfiles = \"input/example.csv\"\nkind = \"snapshot\"\n[sources.example.columns]\n";
    format!("{sample}\n{head}{block}")
}

#[test]
fn every_example_of_exports_md_is_a_part_of_a_project_file() {
    let blocks = blocks(&read("docs/exports.md"), "toml");
    assert!(blocks.len() > 12);
    for block in blocks {
        let parsed = Project::parse("factsheet.toml", &with(&block));
        assert!(parsed.is_ok(), "{:#?}\n{block}", parsed.unwrap_err());
    }
}

#[test]
fn the_examples_of_project_md_make_one_project_file() {
    let text = blocks(&read("docs/project.md"), "toml").concat();
    let parsed = Project::parse("factsheet.toml", &text);
    assert!(parsed.is_ok(), "{:#?}", parsed.unwrap_err());
}

#[test]
fn every_key_of_a_project_file_is_in_project_md() {
    let documented = read("docs/project.md");
    let files = ["mod", "decision", "source", "figure"].map(|name| read(&format!("src/project/file/{name}.rs")));
    let mut missing = Vec::new();
    for part in files.concat().split("pub(in crate::project) struct Raw").skip(1) {
        let body = part.split("\n}").next().unwrap();
        for line in body
            .lines()
            .map(str::trim)
            .filter(|line| line.starts_with("pub(in crate::project) ") && line.contains(": "))
        {
            let key = line["pub(in crate::project) ".len()..].split(':').next().unwrap();
            // Keys that are words of Rust are renamed on the way in.
            let key = match key {
                "kind" if body.contains("rename = \"type\"") => "type",
                "filter" => "where",
                "whole" => "in",
                other => other,
            };
            let mut forms =
                [format!("`{key}`"), format!("`{key} = "), format!("[{key}]"), format!("[{key}.")].into_iter();
            if !forms.any(|form| documented.contains(&form)) {
                missing.push(key.to_owned());
            }
        }
    }
    assert!(missing.is_empty(), "not in docs/project.md: {missing:?}");
}
