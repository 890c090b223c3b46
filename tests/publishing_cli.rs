//! Publishing as a user does it: commands, what they print, and their exit codes.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "desk/mod.rs"]
#[allow(unreachable_pub, reason = "shared by test binaries")]
mod desk;

use desk::{Desk, has};
use std::process::Command;

/// What a run printed and its exit code.
struct Ran {
    code: i32,
    out: String,
    errors: String,
}

/// Runs the program in the desk's folder.
fn run(desk: &Desk, arguments: &[&str]) -> Ran {
    let program = Command::new(env!("CARGO_BIN_EXE_factsheet")).args(arguments).current_dir(desk.path(".")).output();
    let output = program.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), errors: text(output.stderr) }
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.rows("A1,W,2024-03-05,100.00,KENT\nA2,W,2024-06-07,250.50,LANE|LANE\n");
    // Writes the project file.
    desk.options("2024-12-31");
    desk
}

#[test]
fn an_edition_is_built_published_handed_out_and_made_again() {
    let desk = desk();
    let store = desk.path("kept");
    let store = store.to_str().unwrap();
    let with = |arguments: &[&str]| run(&desk, &[arguments, &["--store", store]].concat());
    let published = with(&["build", "--publish", "--as-of", "2024-12-31", "--published", "2025-01-08"]);
    assert_eq!(published.code, 0, "{}", published.errors);
    has(&published.out, &["wrote ", "published 2024-12-31 as r1: "]);
    has(&with(&["publish", "--as-of", "2024-12-31"]).out, &["2024-12-31 is already published as r1"]);
    assert!(!desk.path("out").exists() && !desk.path("published").exists(), "something lies outside the store");

    let got = with(&["get", "2024-12"]);
    has(&got.out, &["2024-12-31 r1: wrote 2024-12-31-r1", "sheet-2024-12.txt"]);
    let sheet = std::fs::read(desk.path("2024-12-31-r1/sheet-2024-12.txt")).unwrap();
    assert_eq!(sheet, std::fs::read(desk.path("kept/out/2024-12-31/public/sheet-2024-12.txt")).unwrap());
    let wrong = with(&["get", "2024-11"]);
    assert_eq!(wrong.code, 2);
    has(&wrong.errors, &["the edition \"2024-11\" has not been published; did you mean \"2024-12\"?"]);

    has(&with(&["reproduce", "2024-12"]).out, &["2024-12-31 r1: the same bytes, 4 files"]);
    let json: serde_json::Value =
        serde_json::from_str(&with(&["reproduce", "2024-12", "--format", "json"]).out).unwrap();
    assert_eq!(json["answer"], "same-bytes");
    let support = with(&["support", "2024-12", "--figure", "cases", "--out", "audit"]);
    has(&support.out, &["receipt-cases.json", "internal: not for publication"]);

    let status = with(&["status"]);
    assert_eq!(status.code, 0, "{}", status.errors);
    has(&status.out, &["2024-12-31  r1: provisional, published 2025-01-08", "working: published as r1"]);
    let old = with(&["status", "--max-age", "1d", "--format", "json"]);
    assert_eq!(old.code, 1);
    has(&old.out, &["should be no older than 1"]);
    for folder in ["", "public", "internal"] {
        let folder = desk.path("kept/published/2024-12-31/r1").join(folder);
        let mut permissions = std::fs::metadata(&folder).unwrap().permissions();
        #[allow(clippy::permissions_set_readonly_false, reason = "a temporary folder")]
        permissions.set_readonly(false);
        std::fs::set_permissions(folder, permissions).unwrap();
    }
}

#[test]
fn wrong_command_lines_say_what_is_right() {
    let desk = desk();
    let wrong: [(&[&str], &str); 5] = [
        (&["build", "--publish", "--sheet", "sheet"], "cannot be used with"),
        (&["publish", "--correction", "Wrong.", "--as-of", "2024-12-31"], "there is nothing to correct"),
        (&["status", "--max-age", "a month"], "write a number of days, such as 35d"),
        (&["get", "2024-12"], "nothing has been published in"),
        (&["approve", "--by", "A. Smith", "--role", "prosecutor", "--as-of", "2024-12-31"], "asks for no approval"),
    ];
    for (arguments, words) in wrong {
        let ran = run(&desk, arguments);
        assert_eq!(ran.code, 2, "{}", ran.errors);
        has(&ran.errors, &[words]);
    }
    assert!(!desk.path("published").exists());
}

#[test]
fn figures_are_pasted_as_a_table_of_markdown() {
    let printed = run(&desk(), &["figures", "--as-of", "2024-12-31", "--format", "markdown"]).out;
    has(&printed, &["Figures as of December 31, 2024\n\n| figure | period or slice | value |\n|---|---|--:|\n"]);
    has(&printed, &["| Cases | to-date | 2 cases |\n", "| Cases | officer: LANE\\|LANE | 1 cases |\n"]);
}
