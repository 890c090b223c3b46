//! The sample project from end to end: the published figures, the statements of the public page, and what happens
//! when the records change or are empty.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/build.rs"]
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use support::{build_or_fail, docx_words, options, pdf_words, sample, sample_copy};

/// The words of the fact sheet of an edition, as PDF and as Word file.
fn sheet_words(as_of: &str, edition: &str) -> [(&'static str, String); 2] {
    let out = tempfile::tempdir().unwrap();
    build_or_fail(&options(as_of, out.path()));
    both(&out.path().join(as_of).join("public"), edition)
}

fn both(public: &Path, edition: &str) -> [(&'static str, String); 2] {
    let sheet = |extension| public.join(format!("jtfa-fact-sheet-{edition}.{extension}"));
    [("PDF", pdf_words(&sheet("pdf"))), ("Word", docx_words(&sheet("docx")))]
}

fn assert_says(words: &[(&str, String); 2], phrases: &[&str]) {
    for (format, text) in words {
        for phrase in phrases {
            assert!(text.contains(phrase), "the {format} file does not say \"{phrase}\":\n{text}");
        }
    }
}

fn assert_silent(words: &[(&str, String); 2], phrases: &[&str]) {
    for (format, text) in words {
        for phrase in phrases {
            assert!(!text.contains(phrase), "the {format} file says \"{phrase}\"");
        }
    }
}

/// What the public page says, statement by statement.
const CHECKLIST: [&str; 36] = [
    "Announced in June 2021",
    "the Departments of Justice and Homeland Security",
    "the most prolific and dangerous human smuggling and trafficking groups",
    "operating in Mexico and in the Northern Triangle countries of Guatemala, El Salvador, and Honduras",
    "since 2024, in Colombia and Panama",
    "District of Arizona",
    "Southern District of California",
    "District of New Mexico",
    "Southern District of Texas",
    "Western District of Texas",
    "Executive Office for United States Attorneys (EOUSA)",
    "Led by the Human Rights and Special Prosecutions Section (HRSP)",
    "Office of Overseas Prosecutorial Development, Assistance and Training (OPDAT)",
    "Narcotic and Dangerous Drug Section",
    "Money Laundering and Asset Recovery Section (MLARS)",
    "Office of Enforcement Operations",
    "Office of International Affairs",
    "Violent Crime and Racketeering Section",
    "arrests, including of leaders, organizers, and significant facilitators",
    "convictions in U.S. courts",
    "defendants sentenced, with significant jail sentences",
    "real property, vehicles, firearms and ammunition, and drugs",
    "against foreign defendants charged as leaders",
    "Extradition requests have succeeded for defendants so charged who were located in Guatemala, Mexico, and Honduras",
    "Homeland Security Investigations, Customs and Border Protection, and Border Patrol",
    "Federal Bureau of Investigation",
    "Organized Crime Drug Enforcement Task Forces",
    "Drug Enforcement Administration",
    "Department of State’s Diplomatic Security Service",
    "Transportation Security Administration, Federal Air Marshals, and U.S. Coast Guard",
    "investigations, prosecutions, and asset recoveries relating to corruption in Northern Triangle countries",
    "Foreign Corrupt Practices Act enforcement, counternarcotics prosecutions, and MLARS’s Kleptocracy Asset Recovery Initiative",
    "legal advisors, law enforcement advisors, and forensic experts of OPDAT and ICITAP",
    "to build capacity for domestic cases",
    "All defendants are presumed innocent until proven guilty",
    "Contact: Office of Public Affairs",
];

#[test]
fn the_december_2024_sheet_says_all_that_the_public_page_says() {
    let words = sheet_words("2024-12-31", "2024-12");
    assert_says(&words, &CHECKLIST);
    // Worked out from the exports by an independent program, not by this one.
    let figures = [
        "More than 345 arrests",
        "More than 295 convictions",
        "More than 240 defendants sentenced",
        "more than $1 million",
        "$1,284,310",
        "Figures as of December 31, 2024",
        "112.4 kg",
        "64.0 kg",
        "14,260 rounds",
    ];
    assert_says(&words, &figures);
}

#[test]
fn earlier_editions_say_what_was_published_then() {
    let may = sheet_words("2024-05-31", "2024-05");
    let may_says = [
        "More than 300 arrests",
        "More than 240 convictions",
        "More than 170 defendants sentenced",
        "hundreds of thousands of dollars",
    ];
    assert_says(&may, &may_says);
    assert_silent(&may, &["Colombia", "Panama", "$1 million"]);
    let december = sheet_words("2023-12-04", "2023-12-04");
    assert_says(&december, &["More than 260 arrests", "More than 170 convictions", "Figures as of December 4, 2023"]);
    assert_silent(&december, &["Colombia", "Panama", "$1 million"]);
}

#[test]
fn small_counts_are_withheld_in_both_files() {
    // As of December 4, 2023, 7 defendants of Arizona, 7 of California and 5 of New Mexico had been sentenced to
    // five years or more; the 10 of Western Texas go with them, and the 18 of Southern Texas are printed.
    let december = sheet_words("2023-12-04", "2023-12-04");
    assert_says(&december, &["[c] withheld to protect persons", "Southern District of Texas 83 53 40"]);
    for (format, text) in &december {
        assert_eq!(text.matches("[c]").count(), 5, "cells and legend of the {format} file");
    }
}

#[test]
fn no_figure_is_written_in_a_template_or_in_the_project_file() {
    let published =
        ["345", "295", "240", "300", "170", "260", "348", "298", "243", "1,284,310", "1284310", "118", "112.4"];
    let mut files = vec![sample().join("factsheet.toml")];
    for folder in ["templates", "templates/partials"] {
        let entries = fs::read_dir(sample().join(folder)).unwrap().map(|e| e.unwrap().path());
        files.extend(entries.filter(|path| path.is_file()));
    }
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let words: Vec<&str> = text.split(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').collect();
        for figure in published {
            assert!(!words.contains(&figure), "{} holds {figure}", file.display());
        }
    }
}

/// Replaces a text in an export of a copy of the sample.
fn change(project: &Path, file: &str, from: &str, to: &str) {
    let path = project.join("input").join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} does not hold {from}");
    fs::write(&path, text.replace(from, to)).unwrap();
}

fn built_copy(project: PathBuf, as_of: &str) -> (tempfile::TempDir, PathBuf) {
    let out = tempfile::tempdir().unwrap();
    build_or_fail(&factsheet::batch::Options { project, ..options(as_of, out.path()) });
    let public = out.path().join(as_of).join("public");
    (out, public)
}

#[test]
fn a_changed_record_changes_the_figure_in_both_files() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample_copy(folder.path());
    // All firearm items become ammunition: the sheet must no longer list firearms.
    change(&project, "seizures_synthetic_2025-01-06.csv", ",FIREARM,", ",OTHER,");
    let (_out, public) = built_copy(project, "2024-12-31");
    let words = both(&public, "2024-12");
    assert_silent(&words, &["Firearms 41", "118 firearms"]);
    assert_says(&words, &["Ammunition 29 14,260 rounds"]);
}

#[test]
fn an_empty_result_reads_as_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample_copy(folder.path());
    let path = project.join("input/seizures_synthetic_2025-01-06.csv");
    let header = fs::read_to_string(&path).unwrap().lines().next().unwrap().to_owned();
    fs::write(&path, header + "\n").unwrap();
    let (_out, public) = built_copy(project, "2024-12-31");
    let words = both(&public, "2024-12");
    assert_says(&words, &["No seizures were recorded in this period.", "More than 345 arrests"]);
    assert_silent(&words, &["Category Items Quantity", "cash seized", "[z]"]);
}

#[test]
fn an_edition_of_the_first_days_reads_well_without_results() {
    let words = sheet_words("2021-06-07", "2021-06-07");
    assert_silent(&words, &["More than 0", "more than 0", "at least 0"]);
    assert_says(&words, &["Announced in June 2021", "All defendants are presumed innocent"]);
}

#[test]
fn the_press_paragraph_is_one_paragraph() {
    let out = tempfile::tempdir().unwrap();
    build_or_fail(&options("2024-12-31", out.path()));
    let text = fs::read_to_string(out.path().join("2024-12-31/public/about-jtfa-2024-12.txt")).unwrap();
    assert_eq!(text.trim_end().lines().count(), 1);
    assert!(text.starts_with("Joint Task Force Alpha (JTFA), announced in June 2021,"));
    for claim in [
        "more than 345 arrests",
        "more than 295 convictions",
        "more than 240 defendants sentenced",
        "seizures and forfeitures of cash (more than $1 million)",
    ] {
        assert!(text.contains(claim), "{claim}");
    }
}

#[test]
fn two_builds_are_equal_byte_for_byte() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    build_or_fail(&options("2024-12-31", first.path()));
    build_or_fail(&options("2024-12-31", second.path()));
    let public = |folder: &Path| folder.join("2024-12-31/public");
    let mut names: Vec<_> = fs::read_dir(public(first.path())).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names.len(), 12);
    for name in names {
        let read = |folder: &Path| fs::read(public(folder).join(&name)).unwrap();
        assert_eq!(read(first.path()), read(second.path()), "{}", name.display());
    }
}

#[test]
fn the_briefing_sheet_is_one_page_and_may_be_mailed() {
    for (as_of, edition) in [("2023-12-04", "2023-12-04"), ("2024-05-31", "2024-05"), ("2024-12-31", "2024-12")] {
        let out = tempfile::tempdir().unwrap();
        build_or_fail(&options(as_of, out.path()));
        let sheet = |extension: &str| {
            fs::read(out.path().join(as_of).join("public").join(format!("jtfa-briefing-{edition}.{extension}")))
                .unwrap()
        };
        let (pdf, word) = (sheet("pdf"), sheet("docx"));
        assert_eq!(factsheet::render::pdf::read::read(&pdf).unwrap().pages, 1, "{as_of}");
        assert!(pdf.len() < 60_000 && word.len() < 60_000, "{as_of}: {} and {} bytes", pdf.len(), word.len());
    }
}
