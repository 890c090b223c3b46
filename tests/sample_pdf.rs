//! The sample's PDFs, in both shipped themes, on Letter and A4, clean and marked: valid, tagged as they should be, two
//! full pages, and their words those of the Word file and of the plain text.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/build.rs"]
mod builds;
#[path = "support/pdf_boxes.rs"]
mod pdf_boxes;
#[path = "support/pdf_files.rs"]
mod pdf_files;
mod support;

use factsheet::batch::Options;
use factsheet::render::pdf::read;
use factsheet::render::theme::Theme;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A theme that is shipped, on another paper if asked, as a file.
fn theme_file(folder: &Path, name: &str, paper: &str) -> PathBuf {
    let text = fs::read_to_string(builds::sample().join(format!("templates/themes/{name}.toml"))).unwrap();
    let path = folder.join(format!("{name}-{paper}.toml"));
    fs::write(&path, text.replace("size = \"letter\"", &format!("size = \"{paper}\""))).unwrap();
    path
}

/// Builds the sample and returns its public folder.
fn built(folder: &Path, theme: &Path, mark: Option<&str>) -> PathBuf {
    let options = Options {
        theme: Some(theme.to_owned()),
        mark: mark.map(str::to_owned),
        ..builds::options("2024-12-31", &folder.join("out"))
    };
    builds::build_or_fail(&options);
    folder.join("out/2024-12-31/public")
}

fn judged(name: &str, paper: &str, mark: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let path = theme_file(folder.path(), name, paper);
    let public = built(folder.path(), &path, mark);
    let theme = Theme::parse(name, &fs::read_to_string(&path).unwrap()).unwrap();
    for (sheet, pages) in [("jtfa-fact-sheet", 2), ("jtfa-briefing", 1)] {
        let bytes = fs::read(public.join(format!("{sheet}-2024-12.pdf"))).unwrap();
        pdf_files::keep(&format!("{sheet}-{name}-{paper}-{}", mark.unwrap_or("clean").to_lowercase()), &bytes);
        pdf_boxes::assert_clear(&bytes, theme.page.size.points(), theme.page.margin);
        let said = read::read(&bytes).unwrap();
        assert_eq!(said.pages, pages, "{sheet} in {name} on {paper}");
        assert!(bytes.len() < 100_000, "{} bytes", bytes.len());
        let first = said.root.children.first().map(|first| (first.role.as_str(), first.text.as_str()));
        if let Some(mark) = mark {
            assert_eq!(first, Some(("P", mark)), "the mark is read first");
        }
    }
}

#[test]
fn the_default_dress_is_valid_on_letter() {
    judged("default", "letter", None);
}

#[test]
fn the_default_dress_is_valid_on_a4_with_a_handling_mark() {
    judged("default", "a4", Some("CUI"));
}

#[test]
fn the_plain_dress_is_valid_on_letter_as_a_draft() {
    judged("plain", "letter", Some("DRAFT"));
}

#[test]
fn the_plain_dress_is_valid_on_a4() {
    judged("plain", "a4", None);
}

#[test]
fn the_coordinator_is_told_what_was_checked_and_what_will_be_heard() {
    let folder = tempfile::tempdir().unwrap();
    let public = built(folder.path(), &theme_file(folder.path(), "default", "letter"), Some("DRAFT"));
    let report = fs::read_to_string(public.join("accessibility.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let sheet = &report["sheets"][0];
    assert_eq!(sheet["file"], "jtfa-fact-sheet-2024-12.pdf");
    assert!(sheet["checks"].as_array().unwrap().iter().all(|check| check["result"] == "passed"));
    assert_eq!(sheet["reading_order"][0], "P: DRAFT");
    assert_eq!(sheet["reading_order"][2], "H1: Joint Task Force Alpha");
    let alternatives = sheet["alternative_texts"].as_array().unwrap();
    assert_eq!(alternatives.len(), 3);
    assert!(alternatives[0].as_str().unwrap().starts_with("Chart: Convictions."));
    assert_eq!(sheet["tables"][0]["column_heads"][0], "District");
    assert_eq!(sheet["tables"][0]["row_heads"][5], "All districts");
    assert!(report["contrast"].as_array().unwrap().iter().all(|line| line["result"] == "passed"));
    let text = fs::read_to_string(public.join("accessibility.md")).unwrap();
    for words in ["PDF/UA-1 (ISO 14289-1:2014)", "### Reading order", "| check | by | date |", "All districts"] {
        assert!(text.contains(words), "the report does not say \"{words}\"");
    }
}

#[test]
fn another_process_thread_count_locale_time_zone_and_folder_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let public = built(folder.path(), &builds::sample().join("templates/themes/default.toml"), Some("DRAFT"));
    let again = folder.path().join("again");
    let output = Command::new(env!("CARGO_BIN_EXE_factsheet"))
        .args(["build", "--as-of", "2024-12-31", "--threads", "1", "--mark", "DRAFT", "--project"])
        .arg(builds::sample())
        .arg("--out")
        .arg(&again)
        .current_dir("/")
        .env("TZ", "Asia/Tokyo")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("SOURCE_DATE_EPOCH", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut names: Vec<_> = fs::read_dir(&public).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    for name in names {
        let other = again.join("2024-12-31/public").join(&name);
        assert!(fs::read(public.join(&name)).unwrap() == fs::read(other).unwrap(), "{} differs", name.display());
    }
}
