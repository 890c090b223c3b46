//! Copies of sheets that have been somewhere: untouched, edited, with a figure changed by hand, of another month.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod desk;
#[path = "support/docx_files.rs"]
mod docx_files;

use desk::{Desk, has};
use factsheet::batch::{Options, Verified, VerifyOptions, diff, template_patch, verify};
use factsheet::edition::verify::FindingKind;
use std::fs;
use std::path::{Path, PathBuf};

const TEMPLATE: &str = r#"```masthead
title = "Seizures"
subtitle = "{{period}}"
aside = ["{{edition}}", "As of {{as_of}}"]
```

Officers of three counties recorded {{value "cases"}} cases with a value of {{value "value"}}, and brought them to the court.

## By officer

```table
id = "officers"
by = "officer"
head = "Officer"
total = "All officers"
description = "Cases by officer"
empty = "No cases in this period."

[[column]]
head = "Cases"
figure = "cases"
```

```callout
text = "All are presumed innocent."
```

```contact
text = "Office of Public Affairs"
```
"#;

const ROWS: &str = "C1,W,2024-10-05,100.00,Ito\nC2,W,2024-10-07,250.50,Ito\nC3,L,2024-11-09,75.25,Mbeki\n\
                    C4,W,2024-11-30,310.00,Mbeki\nC5,W,2024-12-11,42.00,Ito\nC6,W,2024-12-12,43.00,Quist\n";

/// The editions of November and December, as PDF, Word and text.
fn office() -> Desk {
    let mut desk = Desk::new();
    desk.template = TEMPLATE.to_owned();
    desk.formats = r#"["pdf", "docx", "txt"]
requires = ["as-of", "callout", "contact"]"#
        .to_owned();
    desk.rows(ROWS);
    desk.build_as_of("2024-11-30").unwrap();
    desk.build_as_of("2024-12-31").unwrap();
    desk
}

fn options(desk: &Desk) -> Options {
    Options { project: desk.path(""), ..Options::default() }
}

fn check(desk: &Desk, file: &Path) -> Verified {
    let options = VerifyOptions { project: options(desk), files: vec![file.to_owned()], ..VerifyOptions::default() };
    verify(&options).unwrap_or_else(|error| panic!("{error}")).remove(0)
}

fn kinds(found: &Verified) -> Vec<FindingKind> {
    found.findings.iter().map(|finding| finding.kind).collect()
}

fn sheet(desk: &Desk, edition: &str, extension: &str) -> PathBuf {
    desk.path("out").join(edition).join("public").join(format!("sheet-{}.{extension}", &edition[..7]))
}

/// A copy of December's Word file with the words of its body changed.
fn edited(desk: &Desk, changes: &[(&str, &str)]) -> PathBuf {
    let bytes = fs::read(sheet(desk, "2024-12-31", "docx")).unwrap();
    let mut text = docx_files::part(&bytes, "word/document.xml");
    for (old, new) in changes {
        assert!(text.contains(old), "{old} is not in {text}");
        text = text.replacen(old, new, 1);
    }
    let path = desk.path("edited.docx");
    fs::write(&path, docx_files::with_part(&bytes, "word/document.xml", &text)).unwrap();
    path
}

#[test]
fn an_untouched_copy_of_each_format_passes_under_another_name() {
    let desk = office();
    for extension in ["pdf", "docx", "txt"] {
        let copy = desk.path(&format!("from the mail.{extension}"));
        fs::copy(sheet(&desk, "2024-12-31", extension), &copy).unwrap();
        let found = check(&desk, &copy);
        assert!(found.passed && found.untouched && found.findings.is_empty(), "{found:?}");
        assert_eq!((found.edition.to_string().as_str(), found.revision), ("2024-12-31", None));
    }
}

#[test]
fn a_digit_that_was_changed_by_hand_is_found_with_its_place() {
    let desk = office();
    let found = check(&desk, &edited(&desk, &[(">6</w:t>", ">7</w:t>")]));
    assert!(!found.passed);
    let finding = &found.findings[0];
    assert_eq!((finding.kind, finding.found.as_str(), finding.published.as_str()), (FindingKind::Figure, "7", "6"));
    assert!(finding.place.starts_with("paragraph "), "{finding:?}");
}

#[test]
fn two_cells_that_were_swapped_are_found() {
    let desk = office();
    let found =
        check(&desk, &edited(&desk, &[(">3</w:t>", ">@</w:t>"), (">2</w:t>", ">3</w:t>"), (">@</w:t>", ">2</w:t>")]));
    let cells: Vec<String> =
        found.findings.iter().map(|f| format!("{}: {} not {}", f.place, f.found, f.published)).collect();
    assert_eq!(cells, ["table 1, row 2, cell 2: 2 not 3", "table 1, row 3, cell 2: 3 not 2"]);
    assert!(!found.passed && found.findings.iter().all(|finding| finding.kind == FindingKind::Figure));
}

#[test]
fn a_file_of_last_month_is_not_this_months() {
    let desk = office();
    for extension in ["pdf", "docx", "txt"] {
        let copy = desk.path(&format!("sheet-2024-12.{extension}"));
        fs::copy(sheet(&desk, "2024-11-30", extension), &copy).unwrap();
        let found = check(&desk, &copy);
        assert_eq!((found.passed, kinds(&found)), (false, vec![FindingKind::Edition]), "{found:?}");
        assert_eq!(found.edition.to_string(), "2024-11-30");
    }
    // Under a name that says nothing, a person says what it is presented as.
    let copy = desk.path("sheet.pdf");
    fs::copy(sheet(&desk, "2024-11-30", "pdf"), &copy).unwrap();
    let presented = |edition: &str| VerifyOptions {
        project: options(&desk),
        files: vec![copy.clone()],
        edition: Some(edition.to_owned()),
        strict: false,
    };
    assert!(verify(&presented("2024-11")).unwrap()[0].passed);
    assert!(!verify(&presented("2024-12-31")).unwrap()[0].passed);
    let error = verify(&presented("2024-13")).unwrap_err();
    has(&error.to_string(), &["there is no edition \"2024-13\"; did you mean"]);
}

#[test]
fn edited_prose_passes_and_can_be_taken_back_into_the_template() {
    let desk = office();
    let copy = edited(&desk, &[("Officers of three counties", "Officers of three border counties")]);
    let found = check(&desk, &copy);
    assert_eq!((found.passed, kinds(&found)), (true, vec![FindingKind::Changed]), "{found:?}");
    let strict = VerifyOptions { project: options(&desk), files: vec![copy], edition: None, strict: true };
    let found = verify(&strict).unwrap();
    assert!(!found[0].passed);
    let patch = template_patch(&options(&desk), &found).unwrap().to_string();
    has(
        &patch,
        &[
            "--- a/templates/sheet.md.hbs",
            "-Officers of three counties recorded {{value",
            "+Officers of three border counties recorded {{value",
        ],
    );
}

#[test]
fn a_number_that_was_typed_by_hand_is_held_against_the_figures() {
    let desk = office();
    let typed = |words: &str| check(&desk, &edited(&desk, &[(", and brought them", words)]));
    let found = typed(". In all there were 9 cases, and officers brought them");
    assert_eq!((found.passed, kinds(&found)[0]), (false, FindingKind::Contradicted), "{found:?}");
    let found = typed(", in 4 vans, and brought them");
    assert_eq!((found.passed, kinds(&found)), (true, vec![FindingKind::Changed, FindingKind::Unproved]), "{found:?}");
    let found = typed(", a total of 6 cases, and brought them");
    assert_eq!((found.passed, kinds(&found)), (true, vec![FindingKind::Changed]), "{found:?}");
}

/// A copy of December's text with its words changed.
fn retyped(desk: &Desk, change: impl Fn(&str) -> String) -> Verified {
    let text = fs::read_to_string(sheet(desk, "2024-12-31", "txt")).unwrap();
    let path = desk.path("retyped.txt");
    let changed = change(&text);
    assert_ne!(text, changed);
    fs::write(&path, changed).unwrap();
    check(desk, &path)
}

#[test]
fn a_number_that_was_added_or_is_said_of_something_else_is_found_in_a_text_too() {
    let desk = office();
    let found = retyped(&desk, |text| format!("{text}\nThere were 9 cases in all.\n"));
    assert_eq!((found.passed, kinds(&found)[0]), (false, FindingKind::Contradicted), "{found:?}");
    // The number stands in the sheet, but not for cases.
    let found = retyped(&desk, |text| {
        text.replace("Officers of three counties recorded", "In all there were 820.75 cases. Officers recorded")
    });
    assert!(!found.passed, "{found:?}");
}

#[test]
fn rows_that_are_gone_added_or_under_another_head_are_found() {
    let desk = office();
    let swapped = edited(&desk, &[(">Ito<", ">@<"), (">Mbeki<", ">Ito<"), (">@<", ">Mbeki<")]);
    let found = check(&desk, &swapped);
    assert!(!found.passed && kinds(&found).iter().all(|kind| *kind == FindingKind::Figure), "{found:?}");
    let bytes = fs::read(sheet(&desk, "2024-12-31", "docx")).unwrap();
    let text = docx_files::part(&bytes, "word/document.xml");
    let at = text.find(">Mbeki<").unwrap();
    let (from, to) = (
        text[..at].rfind("<w:tr>").or(text[..at].rfind("<w:tr ")).unwrap(),
        at + text[at..].find("</w:tr>").unwrap() + 7,
    );
    let row = &text[from..to];
    let lost = check(&desk, &edited(&desk, &[(row, "")]));
    assert!(!lost.passed && lost.findings[0].why.contains("row"), "{lost:?}");
    let more = row.replace("Mbeki", "Okafor");
    let added = check(&desk, &edited(&desk, &[(row, &format!("{row}{more}"))]));
    assert!(!added.passed, "{added:?}");
}

#[test]
fn heads_and_feet_are_read_and_page_numbers_are_not() {
    let desk = office();
    let bytes = fs::read(sheet(&desk, "2024-12-31", "docx")).unwrap();
    let path = desk.path("edited.docx");
    for (part, old, new, passes) in [
        ("word/footer1.xml", "Edition ", "9 cases in all. Edition ", false),
        ("word/footer1.xml", ">1</w:t>", ">7</w:t>", true),
    ] {
        let text = docx_files::part(&bytes, part);
        assert!(text.contains(old), "{text}");
        fs::write(&path, docx_files::with_part(&bytes, part, &text.replacen(old, new, 1))).unwrap();
        let found = check(&desk, &path);
        assert_eq!(found.passed && found.findings.is_empty(), passes, "{found:?}");
    }
}

#[test]
fn a_block_that_the_sheet_may_not_lack_is_missed() {
    let desk = office();
    let found = check(&desk, &edited(&desk, &[("All are presumed innocent.", "All are innocent.")]));
    assert_eq!((found.passed, kinds(&found)[0]), (false, FindingKind::Required), "{found:?}");
    has(&found.findings[0].why, &["callout"]);
}

#[test]
fn a_text_that_lost_its_origin_is_found_by_its_words() {
    let desk = office();
    let text = fs::read_to_string(sheet(&desk, "2024-11-30", "txt")).unwrap();
    let copy = desk.path("pasted.txt");
    fs::write(&copy, text.replace('\n', "\r\n").replace("4 cases", "5 cases")).unwrap();
    let found = check(&desk, &copy);
    assert_eq!((found.edition.to_string().as_str(), found.found_by), ("2024-11-30", "words"));
    assert_eq!((found.passed, kinds(&found)[0]), (false, FindingKind::Figure), "{found:?}");
    fs::write(&copy, "Nothing of all this is a sheet.").unwrap();
    let other = VerifyOptions { project: options(&desk), files: vec![copy.clone()], ..VerifyOptions::default() };
    has(&verify(&other).unwrap_err().to_string(), &["is no copy of a sheet of any edition here"]);
    fs::write(&copy, [0, 159, 146, 150]).unwrap();
    has(&verify(&other).unwrap_err().to_string(), &["no PDF, no Word file and no text"]);
}

#[test]
fn two_editions_are_compared_with_their_accounting() {
    let desk = office();
    let found = diff(&options(&desk), "2024-11", "2024-12-31").unwrap();
    let total =
        found.figures.iter().find(|v| v.figure == "cases" && v.period == "to-date" && v.slice.is_empty()).unwrap();
    assert_eq!((total.before.as_str(), total.now.as_str()), ("4 cases", "6 cases"));
    let added = found.figures.iter().find(|v| v.figure == "cases" && v.slice == "Quist").unwrap();
    assert_eq!((added.before.as_str(), added.now.as_str()), ("", "1 cases"));
    let account = found.accounting.iter().find(|account| account.figure == "cases").unwrap();
    assert_eq!((account.previous, account.new, account.late, account.withdrawn, account.now), (4, 2, 0, 0, 6));
    assert_eq!(found.sheets.len(), 1);
    assert!(diff(&options(&desk), "2024-12", "2024-12-31").unwrap().figures.is_empty());
    has(&diff(&options(&desk), "2024-10", "2024-12").unwrap_err().to_string(), &["there is no edition \"2024-10\""]);
}

#[test]
fn a_bar_that_was_taken_out_of_a_chart_is_found() {
    let mut desk = office();
    let chart = "```chart\nkind = \"bars\"\nid = \"bars\"\nfigure = \"cases\"\nby = \"officer\"\ntitle = \"Cases by officer\"\n```\n\n```callout";
    desk.template = TEMPLATE.replace("```callout", chart);
    desk.build_as_of("2024-12-31").unwrap();
    let bytes = fs::read(sheet(&desk, "2024-12-31", "docx")).unwrap();
    let drawn = docx_files::part(&bytes, "word/charts/chart1.xml");
    let parts: Vec<&str> = drawn.split("<c:pt idx=\"1\">").collect();
    assert_eq!(parts.len(), 3, "a point has a label and a number");
    let after = |part: &str| part.split_once("</c:pt>").unwrap().1.to_owned();
    let without = format!("{}{}{}", parts[0], after(parts[1]), after(parts[2]));
    let path = desk.path("edited.docx");
    fs::write(&path, docx_files::with_part(&bytes, "word/charts/chart1.xml", &without)).unwrap();
    let found = check(&desk, &path);
    let lost = found.findings.iter().find(|finding| finding.why == "values of a chart").unwrap();
    assert_eq!((found.passed, lost.place.as_str(), lost.published.as_str()), (false, "chart 1", "Mbeki"));
}
