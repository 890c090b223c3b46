//! The program as a user runs it: exit codes, and messages that say what is wrong, where, and what to do.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/build.rs"]
mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use support::sample_copy;

fn factsheet(project: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_factsheet")).args(arguments).arg("--project").arg(project).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Changes a text of a copy of the sample and expects a refusal that says all of `words`, with nothing written.
fn refused(file: &str, from: &str, to: &str, code: i32, words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let project = sample_copy(folder.path());
    let path = project.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} does not hold {from}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    let output = factsheet(&project, &["build"]);
    let message = said(&output);
    assert_eq!(output.status.code(), Some(code), "{message}");
    for word in words {
        assert!(message.contains(word), "the message does not say \"{word}\":\n{message}");
    }
    assert!(!project.join("out/2024-12-31").exists(), "something was written");
}

#[test]
fn a_misspelt_key_is_named_with_its_line_and_the_right_one() {
    refused(
        "factsheet.toml",
        "start = 2021-06-07",
        "strat = 2021-06-07",
        1,
        &["factsheet.toml:", "unknown key \"strat\"", "did you mean \"start\"?"],
    );
}

#[test]
fn a_misspelt_column_and_code_are_named() {
    let words = ["factsheet.toml:", "\"disposition_dat\"", "did you mean \"disposition_date\"?"];
    refused("factsheet.toml", "on = \"disposition_date\"", "on = \"disposition_dat\"", 1, &words);
    let words = ["\"G\" is not in the code list \"dispositions\"", "did you mean \"GP\"?"];
    refused("factsheet.toml", "disposition = [\"GP\", \"GV\"]", "disposition = [\"G\", \"GV\"]", 1, &words);
}

#[test]
fn a_misspelt_figure_in_a_template_is_named_with_line_and_column() {
    let words = ["templates/partials/tiles.md.hbs:2:1", "unknown figure \"arests\"", "did you mean \"arrests\"?"];
    refused("templates/partials/tiles.md.hbs", "(any \"arrests\")", "(any \"arests\")", 1, &words);
}

#[test]
fn an_unknown_name_and_an_unclosed_block_in_a_template_are_named() {
    let words = ["templates/partials/lead.md.hbs:1:", "unknown name \"program.nme\"", "did you mean \"program.name\"?"];
    refused("templates/partials/lead.md.hbs", "{{program.name}}", "{{program.nme}}", 1, &words);
    refused("templates/partials/lead.md.hbs", "{{/if}}", "", 1, &["templates/partials/lead.md.hbs:"]);
}

#[test]
fn a_broken_row_is_named_with_file_line_and_column() {
    let words = ["case_outcomes_AZ_synthetic_2025-01-06.csv:2:", "not a date in a listed format"];
    let folder = tempfile::tempdir().unwrap();
    let project = sample_copy(folder.path());
    let path = project.join("input/case_outcomes_AZ_synthetic_2025-01-06.csv");
    let text = fs::read_to_string(&path).unwrap();
    let line = text.lines().nth(1).unwrap();
    let date = line.split(',').find(|field| field.len() == 10 && field.starts_with("20")).unwrap();
    refused("input/case_outcomes_AZ_synthetic_2025-01-06.csv", &format!(",{date},"), ",31.12.2023,", 1, &words);
}

#[test]
fn a_missing_export_is_awaited_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample_copy(folder.path());
    fs::remove_file(project.join("input/case_outcomes_NM_synthetic_2025-01-06.csv")).unwrap();
    let output = factsheet(&project, &["build"]);
    assert_eq!(output.status.code(), Some(4), "{}", said(&output));
    assert!(said(&output).contains("the export of District of New Mexico (NM) is missing"));
}

#[test]
fn wrong_command_lines_are_usage_errors_with_advice() {
    let project = support::sample();
    let wrong = [
        (vec!["build", "--sheet", "jtfa-fact-shet"], "did you mean \"jtfa-fact-sheet\"?"),
        (vec!["build", "--as-of", "31.12.2024"], "write a date as 2024-12-31, or last-month"),
        (vec!["biuld"], "build"),
    ];
    for (arguments, advice) in wrong {
        let output = factsheet(&project, &arguments);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(advice), "{}", said(&output));
    }
}

#[test]
fn a_project_that_is_not_there_cannot_be_read() {
    let output = factsheet(Path::new("/no/such/project"), &["build"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(said(&output).contains("/no/such/project"));
}

#[test]
fn a_choice_of_sheets_leaves_the_edition_alone() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample_copy(folder.path());
    let output = factsheet(&project, &["build", "--sheet", "jtfa-briefing", "--only", "pdf"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(!project.join("out/2024-12-31").exists());
    assert!(project.join("out/partial/2024-12-31/public/jtfa-briefing-2024-12.pdf").exists());
}

#[test]
fn a_closed_output_is_an_error_and_not_a_panic() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_factsheet"))
        .args(["figures", "--format", "json", "--project"])
        .arg(support::sample())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(!said(&output).contains("panicked"));
}

#[test]
fn figures_are_printed_exactly() {
    let output = factsheet(&support::sample(), &["figures", "--format", "csv"]);
    let text = String::from_utf8(output.stdout).unwrap();
    // Summed from the exports by an independent program.
    assert!(text.contains("cash,Cash seized,to-date,2021-06-07,2024-12-31,,,,1284310.46,"), "{text}");
    assert!(text.contains("drugs,Drugs,to-date,,,drug,METHAMPHETAMINE,Methamphetamine,112.39999723,"), "{text}");
}
