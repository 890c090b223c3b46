//! The sample with exports that are missing, old, or shorter than before: each is named, and stops the build until a
//! person has said why.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod desk;
mod office;

use desk::has;
use office::Sample;
use std::fs;

#[test]
fn an_office_without_its_export_is_named() {
    let sample = Sample::new();
    fs::remove_file(sample.export("case_outcomes_CAS")).unwrap();
    let printed = sample.run(&["build"]);
    assert_eq!(printed.code, 4);
    has(
        &printed.errors,
        &[
            "the export of Southern District of California (CAS) is missing",
            "waiting; no edition was written. Run again later.",
        ],
    );
    assert!(sample.entries("out").is_empty());
}

#[test]
fn last_months_export_is_named() {
    let sample = Sample::new();
    assert_eq!(sample.run(&["build", "--only", "txt"]).code, 0);
    // What the office had on December 6: rows that it entered up to then.
    let path = sample.export("case_outcomes_AZ");
    let text = fs::read_to_string(&path).unwrap();
    let old = |line: &&str| line.split(',').nth(2).is_none_or(|day| day < "2024-12-06" || day.starts_with('e'));
    fs::write(&path, text.lines().filter(old).map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    let printed = sample.run(&["build"]);
    assert_eq!(printed.code, 4, "{}", printed.errors);
    has(
        &printed.errors,
        &["the export of AZ is older than the as-of date: its newest row is of 2024-1", "[[unchanged]]"],
    );
    let checked = sample.run(&["check"]);
    assert_eq!(checked.code, 4);
    has(&checked.text, &["AZ   newest 2024-1", "CAS  newest 2025-01-03"]);
    // An office may have had nothing to enter; then a person says so.
    sample.extend_project(
        "\n[[unchanged]]\nedition = 2024-12-31\nsource = \"outcomes\"\noffice = \"AZ\"\nreason = \"closed\"\nwho = \"A. Clerk\"\n",
    );
    assert_eq!(sample.run(&["check"]).code, 0);
}

#[test]
fn the_very_file_of_the_edition_before_is_named() {
    let sample = Sample::new();
    assert_eq!(sample.run(&["build"]).code, 0);
    let printed = sample.run(&["check", "--as-of", "2025-01-31"]);
    assert_eq!(printed.code, 4);
    has(
        &printed.errors,
        &[
            "the export of AZ is older than the as-of date",
            "seizures",
            "is the same file as for the edition of 2024-12-31",
        ],
    );
    // The same edition again is built again from the same files.
    assert_eq!(sample.run(&["build"]).code, 0);
}

/// Three records of the seizures' export.
fn three_of(sample: &Sample) -> Vec<String> {
    let text = fs::read_to_string(sample.export("seizures")).unwrap();
    let mut ids: Vec<String> = text.lines().skip(1).map(|line| line.split(',').nth(3).unwrap().to_owned()).collect();
    ids.dedup();
    vec![ids[0].clone(), ids[7].clone(), ids[20].clone()]
}

#[test]
fn three_records_that_are_gone_are_named() {
    let sample = Sample::new();
    assert_eq!(sample.run(&["build"]).code, 0);
    let gone = three_of(&sample);
    sample.remove_rows("seizures", |line| gone.iter().any(|id| line.contains(id.as_str())));
    let printed = sample.run(&["build"]);
    assert_eq!(printed.code, 1);
    for id in &gone {
        has(
            &printed.errors,
            &[&format!(
                "input/seizures_synthetic_2025-01-06.csv: the record {id} is withdrawn: the edition of 2024-12-31 has it"
            )],
        );
    }
    has(
        &printed.errors,
        &["refused: 3 problems", "[[withdrawn]] with edition = 2024-12-31, source = \"seizures\", key = [\""],
    );
    // The edition is as it was, so that the next month is told of them too.
    assert_eq!(sample.run(&["check"]).code, 1);
    for id in &gone {
        sample.extend_project(&format!(
            "\n[[withdrawn]]\nedition = 2024-12-31\nsource = \"seizures\"\nkey = \"{id}\"\nreason = \"entered twice\"\nwho = \"A. Clerk\"\n"
        ));
    }
    let printed = sample.run(&["build"]);
    assert_eq!(printed.code, 0, "{}", printed.errors);
    has(&printed.text, &[&format!("the record {} is withdrawn: entered twice (A. Clerk)", gone[0])]);
    assert_eq!(sample.run(&["build"]).code, 0);
}

#[test]
fn a_record_that_lost_its_latest_revision_is_named() {
    let sample = Sample::new();
    assert_eq!(sample.run(&["build"]).code, 0);
    let text = fs::read_to_string(sample.export("case_outcomes_AZ")).unwrap();
    let latest = text.lines().rev().find(|line| line.starts_with("C,")).unwrap().to_owned();
    assert_eq!(sample.remove_rows("case_outcomes_AZ", |line| line.trim_end() == latest), 1);
    let printed = sample.run(&["check"]);
    assert_eq!(printed.code, 1);
    has(&printed.errors, &["the record AZ, ", "the edition of 2024-12-31 has a later revision of it than stands here"]);
}

#[test]
fn an_older_snapshot_beside_the_newer_one_is_replaced_and_what_vanished_is_named() {
    let sample = Sample::new();
    let path = sample.export("seizures");
    let older = fs::read_to_string(&path).unwrap();
    let gone = three_of(&sample);
    // The old file lacks January's rows, the new one three records.
    let old: String = older
        .split_inclusive('\n')
        .filter(|line| line.split(',').nth(2).is_none_or(|day| day < "2024-12-06" || day.starts_with('e')))
        .collect();
    fs::write(path.with_file_name("seizures_old.csv"), old).unwrap();
    let printed = sample.run(&["check"]);
    assert_eq!(printed.code, 0, "{}", printed.errors);
    has(&printed.text, &["input/seizures_old.csv (replaced)"]);
    sample.remove_rows("seizures_syn", |line| gone.iter().any(|id| line.contains(id.as_str())));
    let printed = sample.run(&["check"]);
    assert_eq!(printed.code, 1);
    has(&printed.errors, &[&gone[0], &gone[1], &gone[2], "it is in input/seizures_old.csv:", "refused: 3 problems"]);
}

#[test]
fn two_snapshots_that_are_equally_new_are_not_chosen_from() {
    let sample = Sample::new();
    let path = sample.export("seizures");
    let text = fs::read_to_string(&path).unwrap();
    // The very same file twice is the same file.
    fs::write(path.with_file_name("seizures_copy.csv"), &text).unwrap();
    assert_eq!(sample.run(&["check"]).code, 0);
    fs::write(path.with_file_name("seizures_copy.csv"), text.replacen("8750.00", "8751.00", 1)).unwrap();
    let printed = sample.run(&["check"]);
    assert_eq!(printed.code, 1);
    has(&printed.errors, &["is a snapshot as new as", "only one of them can count"]);
}

#[test]
fn the_report_is_there_for_other_programs() {
    let sample = Sample::new();
    let printed = sample.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&printed.text).unwrap();
    assert_eq!((printed.code, &report["ready"], &report["as_of"]), (0, &true.into(), &"2024-12-31".into()));
    assert_eq!(report["sources"][0]["files"][0]["office"], "AZ");
    fs::remove_file(sample.export("case_outcomes_AZ")).unwrap();
    let printed = sample.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&printed.text).unwrap();
    assert_eq!((printed.code, &report["ready"], printed.errors.as_str()), (4, &false.into(), ""));
    assert!(report["awaited"][0]["what"].as_str().unwrap().contains("District of Arizona"));
}
