//! Golden cases: every folder of `tests/golden/` is a small project whose figures were worked out by hand. A new
//! folder is a new case: `factsheet.toml`, the exports beside it, and `expected.toml` with the reasoning in it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

mod golden_support;

use golden_support::{Case, folders};

#[test]
fn every_case_gives_what_was_worked_out_by_hand() {
    let cases = folders();
    assert!(cases.len() >= 12, "only {} cases were found", cases.len());
    let mut wrong = Vec::new();
    for folder in cases {
        let case = Case::read(&folder);
        wrong.extend(case.differences().into_iter().map(|what| format!("{}: {what}", case.name)));
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}
