//! A year of editions of the sample, published one after the other, and the edition after it: one counted record is
//! gone while five came in, which stops the build until a person says why. What is said in public never tells that a
//! record was sealed.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod office;
#[path = "support/build.rs"]
mod support;

use office::{Printed, Sample};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use support::{docx_words, pdf_words};

/// The last day of each month, and the day on which its edition is published.
const MONTHS: [(&str, &str); 12] = [
    ("2024-01-31", "2024-02-07"),
    ("2024-02-29", "2024-03-07"),
    ("2024-03-31", "2024-04-07"),
    ("2024-04-30", "2024-05-07"),
    ("2024-05-31", "2024-06-07"),
    ("2024-06-30", "2024-07-07"),
    ("2024-07-31", "2024-08-07"),
    ("2024-08-31", "2024-09-07"),
    ("2024-09-30", "2024-10-07"),
    ("2024-10-31", "2024-11-07"),
    ("2024-11-30", "2024-12-07"),
    ("2024-12-31", "2025-01-07"),
];

/// One conviction of January 2025 from each office, as its export writes one, and a seizure.
const ADDED: [(&str, &str); 6] = [
    (
        "case_outcomes_AZ",
        "N,1,2025-02-03T09:00:00,AZ,2:25-cr-09001,P009001,2025-01-06,N,,N,N,2025-01-07,US,MEMBER,18 U.S.C. § 371,HSI,US,,,GP,2025-01-20,,,,,N\n",
    ),
    (
        "case_outcomes_CAS",
        "CAS,3:25-cr-09002,P009002,N,1,03-FEB-2025 09:00:00,N,06-JAN-2025,NA,N,N,MEMBER,18 U.S.C. § 371,HSI,US,07-JAN-2025,US,NA,NA,GP,20-JAN-2025,NA,NA,NA,NA,N\r\n",
    ),
    (
        "case_outcomes_NM",
        "P009003,1:25-cr-09003,NM,MEMBER,HSI,18 U.S.C. § 371,US,1/6/2025 12:00:00 AM,1/7/2025 12:00:00 AM,US,N/A,N/A,GP,1/20/2025 12:00:00 AM,N/A,,,,N,N,N/A,N,N,N,1,2/3/2025 9:00:00 AM\n",
    ),
    (
        "case_outcomes_TXS",
        "20250203 090000,N,1,TXS,7:25-cr-09004,P009004,HSI,18 U.S.C. § 371,MEMBER,20250106,N,NULL,20250107,US,US,NULL,NULL,20250120,GP,NULL,N,NULL,NULL,NULL,N,N\n",
    ),
    (
        "case_outcomes_TXW",
        "2:25-cr-09005,P009005,TXW,18 U.S.C. § 371,2025-01-06,2025-01-07,2025-01-20,.,GP,.,.,.,N,MEMBER,HSI,US,US,.,.,N,.,N,N,1,N,2025-02-03 09:00:00\n",
    ),
    (
        "seizures",
        "N,1,2025-02-03T09:00:00,SZ-009001,2:25-cr-09001,2025-01-10,HSI,AZ,CASH,Currency,,,,500.00,,,,seized,2025-01-10\n",
    ),
];

/// The record of a convicted and sentenced defendant, put under seal.
const SEALED: &str = "C,6,2025-02-03T08:00:00,AZ,2:23-cr-01022,P000162,2023-02-20,Y,,N,N,2023-05-18,US,FACILITATOR,18 U.S.C. § 371,FBI,US,,,GP,2024-02-26,2024-07-15,,60,,N\n";

const RESTATED: &str = r#"
[[restatements]]
edition = 2025-01-31
figure = ["arrests", "convictions", "sentenced", "sentences", "five_years_or_more"]
withdrawn = 1
reason = "One defendant was entered twice"
who = "A. Clerk"
"#;

/// The sample with its fact sheet alone, so that a year of it is made in seconds.
fn office() -> Sample {
    let sample = Sample::new();
    let project = sample.read("factsheet.toml");
    let (project, _) = project.split_once("[[sheets]]\nname = \"jtfa-briefing\"").unwrap();
    fs::write(sample.path("factsheet.toml"), project.replace(r#""docx", "txt"]"#, r#""docx"]"#)).unwrap();
    sample
}

fn publish(sample: &Sample, (as_of, published): (&str, &str), store: &str) -> Printed {
    sample.run(&["build", "--publish", "--as-of", as_of, "--published", published, "--store", store])
}

/// Publishes the year, and brings in what January adds.
fn after_a_year() -> Sample {
    let sample = office();
    for month in MONTHS {
        let done = publish(&sample, month, ".");
        assert_eq!(done.code, 0, "{month:?}: {}", done.errors);
        assert!(done.text.contains(&format!("published {} as r1", month.0)), "{}", done.text);
    }
    assert_eq!(sample.entries("published"), MONTHS.map(|(as_of, _)| as_of));
    ADDED.iter().for_each(|(export, row)| sample.append(export, row));
    sample
}

const JANUARY: (&str, &str) = ("2025-01-31", "2025-02-07");

fn is_the_defendant(line: &str) -> bool {
    line.contains("2:23-cr-01022,P000162")
}

/// Every file of an edition's public folder.
fn public(store: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = store.join("published/2025-01-31/r1/public");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap())).collect()
}

fn assert_refused(sample: &Sample, parts: &[&str]) {
    let refused = publish(sample, JANUARY, ".");
    assert_eq!(refused.code, 1, "{}{}", refused.text, refused.errors);
    for part in parts {
        assert!(refused.errors.contains(part), "{part:?} is not in:\n{}", refused.errors);
    }
    assert!(!sample.path("out/2025-01-31").exists() && !sample.path("published/2025-01-31").exists());
}

#[test]
fn a_year_is_published_and_a_record_that_is_gone_stops_the_next_edition() {
    let sample = after_a_year();
    assert!(sample.remove_rows("case_outcomes_AZ", is_the_defendant) > 1);
    assert_refused(
        &sample,
        &[
            "\"convictions\" no longer counts 1 of the defendants that the edition of 2024-12-31 counted: P000162",
            "AZ, 2:23-cr-01022, P000162",
            "case_outcomes_AZ_synthetic_2025-01-06.csv",
            "write [[restatements]] with edition = 2025-01-31, figure = \"convictions\", withdrawn = 1, reason and who",
        ],
    );
    sample.extend_project(RESTATED);
    let done = publish(&sample, JANUARY, ".");
    assert_eq!(done.code, 0, "{}", done.errors);
    let folder = sample.path("published/2025-01-31/r1");
    let sheet = |extension: &str| folder.join("public").join(format!("jtfa-fact-sheet-2025-01.{extension}"));
    for words in [pdf_words(&sheet("pdf")), docx_words(&sheet("docx"))] {
        assert!(words.contains("One defendant was entered twice."));
    }
    // December counted 298 convictions. Of January there is one in the sample, and five were added.
    let quality = fs::read_to_string(folder.join("internal/quality.md")).unwrap();
    assert!(quality.contains("| convictions | defendants | 298 | 6 | 0 | 1 | 303 |"), "{quality}");
    // No edition of the year has changed.
    let status = sample.run(&["status"]);
    assert_eq!(status.code, 0, "{}{}", status.text, status.errors);
}

#[test]
fn nothing_that_is_published_tells_that_a_record_was_sealed() {
    let sample = after_a_year();
    sample.append("case_outcomes_AZ", SEALED);
    assert_refused(&sample, &["P000162", "a privacy rule leaves it out", "kind = \"privacy\""]);
    sample.extend_project(&RESTATED.replace("who =", "kind = \"privacy\"\nwho ="));
    let done = publish(&sample, JANUARY, ".");
    assert_eq!(done.code, 0, "{}", done.errors);
    let sealed = public(&sample.path("."));
    // The same exports as if the record had never been, in a store that has counted nothing yet.
    let plain = office();
    ADDED.iter().for_each(|(export, row)| plain.append(export, row));
    plain.remove_rows("case_outcomes_AZ", is_the_defendant);
    let done = publish(&plain, JANUARY, ".");
    assert_eq!(done.code, 0, "{}", done.errors);
    let plain = public(&plain.path("."));
    assert_eq!(sealed.keys().collect::<Vec<_>>(), plain.keys().collect::<Vec<_>>());
    for (name, bytes) in &sealed {
        assert!(plain[name] == *bytes, "{name} tells");
    }
    assert!(sealed.contains_key("jtfa-fact-sheet-2025-01.pdf") && sealed.contains_key("jtfa-fact-sheet-2025-01.docx"));
}
