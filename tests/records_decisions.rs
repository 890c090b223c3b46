//! The sample with broken rows: everything is listed at once, nothing is built, and people go on by a correction, an
//! acceptance or a better file, for one edition.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod desk;
mod office;

use desk::has;
use office::Sample;

/// One broken row in each of three files: a date, a code and a number.
fn broken() -> Sample {
    let sample = Sample::new();
    sample.replace("case_outcomes_AZ", 10, |row| row.replacen("2021", "20Z1", 1));
    sample.replace("case_outcomes_NM", 20, |row| {
        row.replace(",MEMBER,", ",MEMBRE,").replace(",FACILITATOR,", ",FACILTATOR,")
    });
    sample.append(
        "seizures",
        "N,1,2024-06-03T10:00:00,SZ-999999,,2024-06-01,HSI,AZ,CASH,,,,,12O0,,,,seized,2024-06-01\n",
    );
    sample
}

/// Replaced by a decision table of the sample's as-of date.
fn decision(kind: &str, keys: &str) -> String {
    format!("\n[[{kind}]]\nedition = 2024-12-31\n{keys}\nreason = \"told by telephone\"\nwho = \"A. Clerk\"\n")
}

#[test]
fn every_broken_row_is_listed_at_once_and_nothing_is_built() {
    let sample = broken();
    let printed = sample.run(&["build"]);
    assert_eq!(printed.code, 1);
    has(
        &printed.errors,
        &[
            "case_outcomes_AZ_synthetic_2025-01-06.csv:10:",
            "20Z1",
            "case_outcomes_NM_synthetic_2025-01-06.csv:20:",
            "did you mean",
            "seizures_synthetic_2025-01-06.csv:991:14: value_at_seizure: \"12O0\": it is not a number",
            "out/rejects.csv",
            "refused: 3 problems; no edition was written",
        ],
    );
    assert_eq!(sample.entries("out"), ["rejects.csv"]);
    let list = sample.read("out/rejects.csv");
    has(&list, &["file,line,row,column,value,why,what to do,record_status,revision", "ParticipantId", "12O0"]);
    assert_eq!(sample.run(&["check"]).code, 1);
}

#[test]
fn a_correction_an_acceptance_and_a_repaired_file_let_it_pass_for_one_edition() {
    let sample = broken();
    let rejects = sample.rejects();
    let (az, seizure) = (&rejects[0], &rejects[2]);
    assert_eq!((az[0].as_str(), seizure[0].as_str()), (AZ_FILE, SEIZURES_FILE));
    let was = &az[4];
    let mut tables = decision(
        "corrections",
        &format!(
            "source = \"outcomes\"\nrow = \"{}\"\ncolumn = \"{}\"\nwas = \"{was}\"\nis = \"{}\"",
            az[2],
            az[3],
            was.replace("20Z1", "2021")
        ),
    );
    tables.push_str(&decision("accept", &format!("source = \"seizures\"\nrow = \"{}\"", seizure[2])));
    sample.extend_project(&tables);
    sample.repair("case_outcomes_NM");
    let printed = sample.run(&["build"]);
    assert_eq!(printed.code, 0, "{}", printed.errors);
    has(&printed.text, &["1 rejected", "is read as", "told by telephone (A. Clerk)"]);
    assert_eq!(sample.entries("out"), ["2024-12-31"]);
    has(&sample.read("out/2024-12-31/internal/rejects.csv"), &["12O0", "SZ-999999"]);
    has(
        &sample.read("out/2024-12-31/internal/quality.md"),
        &["Left out: seizures_synthetic_2025-01-06.csv:991", "| 990 |"],
    );
    let sheet = sample.read("out/2024-12-31/public/jtfa-fact-sheet-2024-12.txt");
    has(&sheet.replace('\n', " "), &["One row of the seizure exports could not be read and is not counted."]);

    // The next month: both rows are refused again, and nothing of the decisions is applied.
    let next = sample.run(&["check", "--as-of", "2025-01-02"]);
    assert_eq!(next.code, 1);
    has(&next.errors, &["20Z1", "12O0", "refused: 2 problems"]);
    has(&next.text, &["2 decisions about rows are for another edition and not applied to that of 2025-01-02"]);
}

#[test]
fn a_record_is_corrected_by_its_key() {
    let sample = Sample::new();
    sample.replace("seizures", 2, |row| row.replacen(",VEHICLE,", ",VEHICEL,", 1));
    let keys = |was: &str| {
        format!("source = \"seizures\"\nkey = \"SZ-001003\"\ncolumn = \"category\"\nwas = \"{was}\"\nis = \"VEHICLE\"")
    };
    sample.extend_project(&decision("corrections", &keys("VEHICEL")));
    assert_eq!(sample.run(&["check"]).code, 0);
    // Mended at its origin, the correction is refused until it is taken out.
    sample.repair("seizures");
    let printed = sample.run(&["check"]);
    assert_eq!(printed.code, 1);
    has(&printed.errors, &["factsheet.toml:", "the correction is of \"VEHICEL\", and category at", "is \"VEHICLE\""]);
}

#[test]
fn decisions_that_meet_nothing_are_refused() {
    let sample = Sample::new();
    sample.extend_project(&decision("accept", "source = \"seizures\"\nrow = \"0123456789abcdef\""));
    sample.extend_project(&decision(
        "corrections",
        "source = \"seizures\"\nkey = \"SZ-000000\"\ncolumn = \"category\"\nwas = \"A\"\nis = \"B\"",
    ));
    let printed = sample.run(&["check"]);
    assert_eq!(printed.code, 1);
    has(
        &printed.errors,
        &[
            "the acceptance met nothing: seizures has no rejected row 0123456789abcdef",
            "the correction met nothing: seizures has no row with the key SZ-000000",
        ],
    );
}

#[test]
fn decisions_with_wrong_names_are_refused_with_the_right_ones() {
    let sample = Sample::new();
    sample.extend_project(&decision("accept", "source = \"seizure\"\nrow = \"12\""));
    sample.extend_project(&decision(
        "corrections",
        "source = \"outcomes\"\nkey = [\"AZ\", \"1\"]\ncolumn = \"sentence\"\nwas = \"A\"\nis = \"B\"",
    ));
    let printed = sample.run(&["check"]);
    assert_eq!(printed.code, 1);
    has(
        &printed.errors,
        &[
            "unknown source \"seizure\"",
            "did you mean \"seizures\"",
            "is not the digest of a row",
            "the key has 2 values, and the source's has 3",
        ],
    );
}

#[test]
fn a_row_that_could_take_the_place_of_a_counted_one_is_never_left_out() {
    let sample = Sample::new();
    // A later revision of a seizure that counts, with a broken value.
    sample.append(
        "seizures",
        "C,9,2024-12-30T10:00:00,SZ-001003,,2021-04-27,USBP,NM,VEHICLE,,1,vehicle,,8O00,,,,seized,2021-04-27\n",
    );
    let row = sample.rejects()[0][2].clone();
    sample.extend_project(&decision("accept", &format!("source = \"seizures\"\nrow = \"{row}\"")));
    let printed = sample.run(&["build"]);
    assert_eq!(printed.code, 1);
    has(&printed.errors, &["cannot be left out: it has the key of input/seizures", "write [[corrections]]"]);
    // An earlier revision would have been superseded anyway.
    sample.repair("seizures");
    sample.append(
        "seizures",
        "N,0,2021-04-27T10:00:00,SZ-001003,,2021-04-27,USBP,NM,VEHICLE,,1,vehicle,,8O00,,,,seized,2021-04-27\n",
    );
    let row = sample.rejects()[0][2].clone();
    sample.restore_project();
    sample.extend_project(&decision("accept", &format!("source = \"seizures\"\nrow = \"{row}\"")));
    assert_eq!(sample.run(&["check"]).code, 0);
}

#[test]
fn a_long_list_is_shortened_on_the_terminal_and_whole_in_the_file() {
    let sample = Sample::new();
    for line in 2..202 {
        sample.replace("case_outcomes_TXS", line, |row| format!("x{row}"));
    }
    let printed = sample.run(&["check"]);
    has(&printed.errors, &["… and 160 more", "refused: 200 problems"]);
    assert_eq!(sample.rejects().len(), 200);
    // A run without rejected rows takes the list away.
    sample.repair("case_outcomes_TXS");
    assert_eq!(sample.run(&["check"]).code, 0);
    assert!(sample.entries("out").is_empty());
}

const AZ_FILE: &str = "case_outcomes_AZ_synthetic_2025-01-06.csv";
const SEIZURES_FILE: &str = "seizures_synthetic_2025-01-06.csv";
