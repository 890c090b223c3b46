//! Files that are not the CSV they claim to be, or only almost: each is read as what it is, or refused with its
//! place and with what to do. The numbers in the names are those of the list of hard cases the project began with.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod desk;

use desk::{Desk, HEADER, has};

const ROW: &str = "C-1,Convicted,2024-02-29,1234.50,Ann\n";

/// What is said of one file that must be refused.
fn refused(bytes: impl AsRef<[u8]>) -> String {
    let desk = Desk::new();
    desk.put("bad.csv", bytes);
    desk.refused()
}

/// The desk with one file that must be read, and how many cases it gave.
fn read(bytes: impl AsRef<[u8]>) -> String {
    let desk = Desk::new();
    desk.put("good.csv", bytes);
    desk.figure("Cases")
}

fn with_header(rows: &str) -> String {
    format!("{HEADER}{rows}")
}

#[test]
fn c01_an_empty_file_is_empty() {
    has(&refused(""), &["input/bad.csv: the file is empty"]);
    has(&refused(" \r\n\n\t "), &["nothing but blanks"]);
}

#[test]
fn c03_a_header_without_rows_warns_and_the_sheet_says_so() {
    for file in [HEADER.trim_end(), HEADER, "case_id,outcome,seized_on,value_gbp,officer\r\n\r\n"] {
        let desk = Desk::new();
        desk.put("cases.csv", file);
        has(&desk.warnings(), &["cases.csv: the file has a header and no rows"]);
        assert_eq!(desk.figure("Cases"), "0 cases");
        has(
            &desk.edition("public/sheet-2024-12.txt"),
            &["There are no cases in this period.", "No cases in this period."],
        );
    }
}

#[test]
fn c05_a_byte_order_mark_belongs_to_no_header() {
    assert_eq!(read(format!("\u{feff}\"case_id\",{}{ROW}", &HEADER["case_id,".len()..])), "1 cases");
    assert_eq!(read(format!("\u{feff}{HEADER}\u{feff}{ROW}")), "1 cases");
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn c07_utf16_is_read_with_its_mark_and_named_without_it() {
    let text = with_header(ROW);
    for big in [true, false] {
        has(&refused(utf16(&text, big)), &["bad.csv:1:", "looks like UTF-16 without a byte order mark"]);
        assert_eq!(read(utf16(&format!("\u{feff}{text}"), big)), "1 cases");
    }
    let mut odd = utf16(&format!("\u{feff}{text}"), true);
    odd.push(0x41);
    has(&refused(odd), &["not valid UTF-16BE"]);
}

#[test]
fn c09_a_byte_that_is_not_utf8_is_named_with_its_place() {
    let mut bytes = with_header("C-1,Convicted,2024-02-29,1,Zo").into_bytes();
    bytes.extend(b"\xEB\nC-2,Convicted,2024-02-29,1,Zo\xC3\xAB\n");
    has(&refused(&bytes), &["bad.csv:2:30: the byte 0xEB is not valid UTF-8", "windows-1252"]);
    // Also in a column that nobody asked for.
    let mut unused = b"case_id,outcome,seized_on,value_gbp,officer,remark\n".to_vec();
    unused.extend(b"C-1,Convicted,2024-02-29,1,Ann,caf\xE9\n");
    has(&refused(&unused), &["bad.csv:2:"]);
}

#[test]
fn windows_1252_is_read_where_the_source_says_so() {
    let desk = Desk::new().source("key = \"case_id\"\nencoding = \"windows-1252\"");
    let mut bytes = with_header("C-1,Convicted,2024-02-29,1,Zo").into_bytes();
    bytes.extend(b"\xEB\n");
    desk.put("cases.csv", bytes);
    assert_eq!(desk.figure("Cases"), "1 cases");
    has(&desk.edition("public/sheet-2024-12.txt"), &["Zoë"]);
    // A file that is UTF-8 after all is told by its damaged text, or read when it has a mark.
    desk.put("cases.csv", with_header("C-1,Convicted,2024-02-29,1,Zoë\n"));
    has(&desk.warnings(), &["officer: text that was damaged by a wrong encoding"]);
    desk.put("cases.csv", format!("\u{feff}{}", with_header("C-1,Convicted,2024-02-29,1,Zoë\n")));
    assert_eq!(desk.warnings(), "");
}

#[test]
fn c11_a_nul_byte_goes_nowhere() {
    has(&refused(with_header("C-1,Conv\0icted,2024-02-29,1,Ann\n")), &["bad.csv:2:9: the file holds a NUL byte"]);
}

#[test]
fn c13_c15_any_line_end_gives_the_same() {
    let rows = with_header(&format!("{ROW}C-2,Convicted,2024-02-29,1234.50,Ann\n"));
    let texts: Vec<String> = ["\n", "\r\n", "\r"]
        .iter()
        .map(|end| {
            let desk = Desk::new();
            desk.put("cases.csv", rows.replace('\n', end));
            assert_eq!(desk.figure("Cases"), "2 cases", "{end:?}");
            desk.edition("public/figures-2024-12.csv")
        })
        .collect();
    assert!(texts.windows(2).all(|pair| pair[0] == pair[1]));
    let mixed = "case_id,outcome,seized_on,value_gbp,officer\r\nC-1,a,2024-02-29,1,Ann\nC-2,a,2024-02-29,1,Ann\r";
    assert_eq!(read(mixed), "2 cases");
}

#[test]
fn lines_of_problems_are_right_whatever_the_line_end() {
    for end in ["\n", "\r\n", "\r"] {
        let text = with_header(&format!("{ROW}\nC-2,\"two\nlines\",2024-02-29,1,Ann\nC-3,a,tomorrow,1,Ann\n"));
        has(&refused(text.replace('\n', end)), &["bad.csv:6:3: seized_on: \"tomorrow\""]);
    }
}

#[test]
fn c17_a_row_of_another_width_is_refused_with_its_line() {
    has(&refused(with_header("C-1,a,2024-02-29,1,Ann,extra\n")), &["bad.csv:2: the row has 6 fields and the header 5"]);
    has(&refused(with_header("C-1,a,2024-02-29,1\n")), &["bad.csv:2: the row has 4 fields and the header 5"]);
    has(&refused(with_header("C-1,a,2024-02-29,1,234.50,Ann\n")), &["bad.csv:2: the row has 6 fields"]);
}

#[test]
fn c19_a_quote_that_is_never_closed_is_named_where_it_opens() {
    let rows = "C-1,\"Convicted,2024-02-29,1,Ann\nC-2,x,2024-01-01,1,B\n";
    has(&refused(with_header(rows)), &["bad.csv:2:5: a quote that opens here is never closed"]);
    let later = "C-1,\"Convicted,2024-02-29,1,Ann\nC-2,\"x\",2024-01-01,1,B\n";
    has(&refused(with_header(later)), &["bad.csv:2:5: a quote that opens here is not closed on its line"]);
    // Two stray quotes that close each other must not swallow the rows between them.
    let swallowed = "C-1,\"a,2024-02-29,1,Ann\nC-2,b,2024-02-29,1,Ann\nC-3,c\",2024-02-29,1,Ann\n";
    has(&refused(with_header(swallowed)), &["bad.csv:2:2:", "the quoted field holds whole rows"]);
}

#[test]
fn c21_words_after_a_closing_quote_are_never_dropped() {
    has(&refused(with_header("C-1,\"Convicted\"x,2024-02-29,1,Ann\n")), &["bad.csv:2:16: there are words after"]);
    let desk = Desk::new();
    desk.rows("C-1,a,2024-02-29,1,\"Ann \"\"A\"\"\"\nC-2,a,2024-02-29,1,5\" Bob\n");
    assert_eq!(desk.figure("Cases"), "2 cases");
    has(&desk.edition("public/sheet-2024-12.txt"), &["Ann \"A\"", "5\" Bob"]);
}

#[test]
fn c23_another_delimiter_is_named() {
    for (sign, shown) in [(';', ";"), ('\t', "\\t"), ('|', "|")] {
        let text = with_header(ROW).replace(',', &sign.to_string());
        has(&refused(&text), &["bad.csv:1: the header is a single column", &format!("delimiter = \"{shown}\"")]);
        has(&refused(text.replace("C-1", "\"C-1\"").replace("case_id", "\"case_id\"")), &["delimiter = "]);
        let desk = Desk::new().source(&format!("key = \"case_id\"\ndelimiter = \"{shown}\""));
        desk.put("cases.csv", text);
        assert_eq!(desk.figure("Cases"), "1 cases");
    }
}

#[test]
fn c25_a_column_that_stands_twice_is_not_chosen_from() {
    let twice = "case_id,outcome,seized_on,value_gbp,officer,Value_GBP \nC-1,a,2024-02-29,1,Ann,2\n";
    has(&refused(twice), &["bad.csv:1: the header has the column \"value_gbp\" more than once, in the fields 4 and 6"]);
    let desk = Desk::new().column("value_gbp", r#"type = "money", from = ["value_gbp", "Value"]"#);
    desk.put("bad.csv", "case_id,outcome,seized_on,value_gbp,officer,value\nC-1,a,2024-02-29,1,Ann,2\n");
    has(&desk.refused(), &["fields 4 and 6"]);
    // Twice in a column that nobody asks for is nobody's business.
    assert_eq!(read("case_id,outcome,seized_on,value_gbp,officer,x,x\nC-1,a,2024-02-29,1,Ann,1,2\n"), "1 cases");
}

#[test]
fn c27_a_missing_column_is_named_with_those_that_are_there() {
    let text = refused("case_id,outcome\nC-1,Convicted\n");
    has(&text, &["bad.csv:1: the header has no column \"seized_on\"", "case_id, outcome", "\"officer\""]);
    has(&refused("case_id,outcome,siezed_on,value_gbp,officer\n"), &["the nearest name is \"siezed_on\""]);
}

#[test]
fn c29_lines_above_the_header_are_counted_for_skip_lines() {
    let text = format!("Report generated 01/03/2024\n\n{HEADER}{ROW}");
    has(&refused(&text), &["bad.csv:3: the header is not on line 1 but on line 3", "skip_lines = 2"]);
    has(&refused(format!("sep=,\r\n{HEADER}{ROW}")), &["skip_lines = 1"]);
    for end in ["\n", "\r\n", "\r"] {
        let desk = Desk::new().source("key = \"case_id\"\nskip_lines = 2");
        desk.put("cases.csv", text.replace('\n', end));
        assert_eq!(desk.figure("Cases"), "1 cases", "{end:?}");
    }
}

#[test]
fn c31_blank_lines_are_counted_and_no_rows() {
    let desk = Desk::new();
    desk.put("cases.csv", format!("{HEADER}\n{ROW}\n\n,,,,\n  \n"));
    let report = desk.check();
    let total = &report.sources[0].total;
    assert_eq!((total.rows, total.in_scope, total.blank), (1, 1, 5));
    assert_eq!(desk.figure("Cases"), "1 cases");
    has(&desk.edition("internal/quality.md"), &["blank lines", "| 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 5 |"]);
}

#[test]
fn c33_the_same_row_twice_is_counted_once_and_told() {
    let desk = Desk::new();
    desk.rows(&format!("{ROW}{ROW}"));
    has(&desk.warnings(), &["cases.csv:3: the whole row stands elsewhere too; it is counted once (1 row)"]);
    assert_eq!(desk.check().sources[0].total.duplicate, 1);
    assert_eq!(desk.figure("Cases"), "1 cases");
    // The same key with other values is a contradiction, never a silent choice.
    desk.rows(&format!("{ROW}C-1,Acquitted,2024-02-29,1234.50,Ann\n"));
    let Err(error) = desk.build() else { panic!("it was built") };
    assert_eq!(error.exit_code(), 1);
    has(&format!("{:?}", desk.check().problems), &["has the same key (case_id)", "differs from it in"]);
    // Without a key each row is a record, and the repetition is told.
    let keyless = Desk::new().source("");
    keyless.rows(&format!("{ROW}{ROW}"));
    has(&keyless.warnings(), &["without a key each is counted (1 row)"]);
    assert_eq!(keyless.figure("Cases"), "2 cases");
}

#[test]
fn c35_ten_thousand_columns_are_read_or_refused_at_once() {
    let names: Vec<String> = (0..10_000).map(|i| format!("c{i}")).collect();
    let fields = vec!["x"; 10_000].join(",");
    has(
        &refused(format!("officer,{}\nx,{fields}\n", names.join(","))),
        &["the header has no column \"case_id\"", "10001 in all"],
    );
    let header = HEADER.trim_end();
    assert_eq!(read(format!("{header},{}\n{},{fields}\n", names.join(","), ROW.trim_end())), "1 cases");
}

#[test]
fn c37_noise_is_refused_without_a_panic() {
    let mut state = 12345_u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 56) as u8
    })
    .take(65_536)
    .collect();
    has(&refused(noise), &["bad.csv"]);
}

#[test]
fn c39_what_is_not_csv_is_named_for_what_it_is() {
    let files: [(&[u8], &str); 9] = [
        (b"PK\x03\x04\x14\0\0\0", "a zip archive or an Excel workbook"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0", "an old Excel workbook"),
        (b"\x1F\x8B\x08\0\0\0", "compressed with gzip"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\n<!DOCTYPE html><html><body>Please log in</body>", "a web page, not CSV: the session had probably expired"),
        (b"<HTML>\n<head>", "a web page"),
        (b"<?xml version=\"1.0\"?><Workbook/>", "XML"),
        (b"[{\"case_id\": 1}]", "JSON"),
        (b"\0\0\0\0", "nothing but blanks"),
    ];
    for (bytes, what) in files {
        has(&refused(bytes), &["bad.csv: the file", what]);
    }
}

#[test]
fn a_field_without_end_is_an_error() {
    let long = "x".repeat((1 << 20) + 1);
    has(&refused(with_header(&format!("C-1,a,2024-02-29,1,{long}\n"))), &["bad.csv:2:5:", "longer than 1 MiB"]);
    has(&refused(with_header(&format!("C-1,a,2024-02-29,1,\"{long}\n"))), &["bad.csv:2:20:", "longer than 1 MiB"]);
}

#[test]
fn two_exports_in_one_file_are_told_by_the_second_header() {
    has(&refused(format!("{HEADER}{ROW}{HEADER}C-2,a,2024-02-29,1,Ann\n")), &["bad.csv:3: the row repeats the header"]);
    let keyless = Desk::new().source("").column("seized_on", r#"type = "date", formats = ["%Y-%m-%d"]"#);
    keyless.put("bad.csv", format!("\u{feff}{HEADER}{ROW}\u{feff}{HEADER}{ROW}"));
    has(&keyless.refused(), &["bad.csv:3:"]);
}

#[test]
fn headers_are_known_with_blanks_and_case_folded_and_no_further() {
    let header = " CASE_ID ,\"Outcome\",Seized_On,value_gbp,OFFICER,,\n";
    assert_eq!(read(format!("{header}C-1,a,2024-02-29,1,Ann,,\n")), "1 cases");
    has(&refused("caseid,outcome,seized_on,value_gbp,officer\n"), &["no column \"case_id\""]);
}

#[test]
fn a_row_without_its_key_is_no_record() {
    has(&refused(with_header(",Convicted,2024-02-29,1,Ann\n")), &["bad.csv:2:1: case_id: \"\": it is missing"]);
}

#[test]
fn a_total_row_is_told() {
    let desk = Desk::new().column("seized_on", r#"type = "date", formats = ["%Y-%m-%d"]"#);
    desk.rows(&format!("{ROW}Grand Total,,,1234.50,\n"));
    has(&desk.warnings(), &["cases.csv:3: the row looks like a total"]);
}

#[test]
fn file_names_may_be_odd() {
    let desk = Desk::new();
    desk.put("my cases.csv", with_header(ROW)).put("-dash.csv", with_header("C-2,a,2024-01-01,1,Ann\n"));
    assert_eq!(desk.figure("Cases"), "2 cases");
    desk.put("new\nline.csv", with_header("C-3,a,yesterday,1,Ann\n"));
    has(&format!("{:?}", desk.check().problems), &["new\\\\nline.csv"]);
}

#[cfg(unix)]
#[test]
fn a_file_name_that_is_not_unicode_is_not_passed_over() {
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::new();
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9.csv");
    std::fs::write(desk.path("input").join(name), with_header(ROW)).unwrap();
    std::os::unix::fs::symlink(desk.path("elsewhere.txt"), desk.path("input/link.csv")).unwrap();
    std::fs::write(desk.path("elsewhere.txt"), with_header("C-2,a,2024-01-01,1,Ann\n")).unwrap();
    assert_eq!(desk.figure("Cases"), "2 cases");
}

#[test]
fn a_value_never_reaches_the_terminal_as_a_command() {
    has(&refused(with_header("C-1,a,\u{1b}[2J,1,Ann\n")), &["\\u{1b}[2J"]);
}
