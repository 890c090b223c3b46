//! Texts that mean something to some program on the way: they arrive on the sheet as they stand in the export, or
//! are refused. The numbers in the names are those of the list of hard cases the project began with.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod desk;

use desk::{Desk, has};

/// The plain sheet with one officer, and the public data file.
fn sheet_and_data(officer: &str) -> (String, String) {
    let desk = Desk::new();
    desk.rows(&format!("C-1,Convicted,2024-02-29,1,\"{}\"\n", officer.replace('"', "\"\"")));
    desk.figure("Cases");
    (desk.edition("public/sheet-2024-12.txt"), desk.edition("public/figures-2024-12.csv"))
}

#[test]
fn t01_t03_t05_t19_texts_are_shown_verbatim() {
    for text in [
        "</w:t><w:br/>&amp;<![CDATA[ ]]>",
        "{{7*7}} {% for i in range(9**9) %}",
        "{{{officer}}} {{> lead}} {{#each x}}",
        "(unbalanced \\( ) >> endobj",
        "\\ud800",
        "**bold** _x_ [a](b) `c` # d | e",
        "$HOME %TEMP% ${x}",
        "a \"quoted\" name",
    ] {
        let (sheet, _) = sheet_and_data(text);
        has(&sheet, &[text]);
    }
}

#[test]
fn t01_t05_the_pdf_and_the_word_file_hold_the_same_text() {
    let mut desk = Desk::new();
    desk.formats = r#"["pdf", "docx", "txt"]"#.to_owned();
    desk.rows("C-1,a,2024-02-29,1,\"</w:t>&amp;(unbalanced \\( ) >> endobj {{7*7}}\"\n");
    desk.figure("Cases");
    let docx = factsheet::render::docx::read::read(&desk.edition_bytes("public/sheet-2024-12.docx")).unwrap();
    has(&format!("{docx:?}"), &["</w:t>&amp;(unbalanced", "{{7*7}}"]);
    assert!(desk.edition_bytes("public/sheet-2024-12.pdf").starts_with(b"%PDF"));
}

#[test]
fn t11_one_name_in_two_normal_forms_is_one_category() {
    let desk = Desk::new();
    desk.rows("C-1,a,2024-02-29,1,Zoe\u{308}\nC-2,a,2024-02-29,1,Zo\u{eb}\n");
    desk.figure("Cases");
    let data = desk.edition("public/figures-2024-12.csv");
    let lines: Vec<&str> = data.lines().filter(|line| line.contains("Zo")).collect();
    assert_eq!(lines.len(), 1, "{data}");
    has(lines[0], &["Zo\u{eb}", ",2,"]);
}

#[test]
fn t15_blanks_that_cannot_be_seen_are_blanks() {
    for text in ["\u{200b}\u{feff}", "\u{a0}", " \u{2060} ", "\u{200e}"] {
        let (sheet, _) = sheet_and_data(text);
        has(&sheet, &["Not recorded"]);
    }
}

#[test]
fn t21_t23_formulas_are_texts_in_side_files_and_numbers_stay_numbers() {
    let (_, data) = sheet_and_data("@SUM(1+1)*cmd|' /C calc'!A0");
    has(&data, &["'@SUM(1+1)*cmd|' /C calc'!A0"]);
    for text in ["\t=1+1", "=1+1", "+1+1", "-1+1"] {
        let (_, data) = sheet_and_data(text);
        assert!(data.contains(&format!("'{}", text.trim())), "{data}");
    }
    let (_, data) = sheet_and_data("-5");
    assert!(data.contains(",-5,") && !data.contains("'-5"), "{data}");
}

#[test]
fn rejected_rows_are_safe_to_open_in_a_spreadsheet() {
    let desk = Desk::new();
    desk.rows("C-1,a,tomorrow,1,=cmd()\nC-2,a,tomorrow,-5,Ann\n");
    desk.refused();
    let list = std::fs::read_to_string(desk.path("out/rejects.csv")).unwrap();
    has(&list, &["'=cmd()", ",-5,Ann", "file,line,row,column,value,why,what to do,case_id,outcome"]);
}

#[test]
fn characters_that_no_file_can_hold_are_refused() {
    let desk = Desk::new();
    desk.rows("C-1,a,2024-02-29,1,An\u{7}n\nC-2,a,2024-02-29,1,An\u{fdd0}n\n");
    has(&desk.refused(), &["cases.csv:2:5: officer:", "control character U+0007", "cases.csv:3:5:", "U+FDD0"]);
}

#[test]
fn damaged_text_is_told() {
    let desk = Desk::new();
    desk.rows("C-1,a,2024-02-29,1,ZoÃ«\nC-2,a,2024-02-29,1,Zo\u{fffd}\nC-3,a,2024-02-29,1,São Ângela\n");
    has(&desk.warnings(), &["cases.csv:2: officer: text that was damaged by a wrong encoding", "(2 rows)"]);
}
