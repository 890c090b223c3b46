//! The plain-text renderer: the paragraph that closes a press release, and whole sheets.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

mod support;

use factsheet::document::model::{Block, Chart, ChartKind, Document, Inline, Inlines, Table};
use factsheet::render::text::render;
use support::{chart, look, meta, strong, table, text};

fn sheet(blocks: Vec<Block>) -> String {
    render(&Document { meta: meta(), blocks })
}

fn long() -> Inlines {
    text(
        "Joint Task Force Alpha joins the investigators and prosecutors of two Departments against human smuggling and trafficking.",
    )
}

#[test]
fn a_paragraph_alone_is_one_line() {
    for block in [Block::Paragraph(long()), Block::Lead(long())] {
        assert_eq!(
            sheet(vec![block]),
            "Joint Task Force Alpha joins the investigators and prosecutors of two Departments against human smuggling and trafficking.\n"
        );
    }
    let broken = vec![Inline::Text("One".to_owned()), Inline::Break, strong("two"), Inline::NoteRef(1)];
    assert_eq!(sheet(vec![Block::Paragraph(broken)]), "One two\n");
}

#[test]
fn a_sheet_is_wrapped_at_78_columns() {
    let printed = render(&look());
    let longest = printed.lines().map(|line| line.chars().count()).max().unwrap();
    assert!((70..=78).contains(&longest), "{longest}");
    assert!(printed.lines().all(|line| line == line.trim_end()), "no blanks at the ends of lines");
    assert!(!printed.contains("\n\n\n"));
    std::fs::create_dir_all(support::root().join("target/judged")).unwrap();
    std::fs::write(support::root().join("target/judged/look.txt"), printed).unwrap();
}

#[test]
fn columns_of_a_table_stand_under_each_other() {
    let printed = sheet(vec![Block::Table(table(
        "t",
        &["District", "Median prison term (months)"],
        &[("Arizona", &["7"]), ("All", &["1,230"])],
        true,
    ))]);
    let expected = "
            Median
            prison
              term
District  (months)
------------------
Arizona          7
------------------
All          1,230
";
    assert!(printed.contains(expected), "{printed}");
}

#[test]
fn heads_of_rows_are_wrapped_before_a_table_is_given_up() {
    let printed = render(&look());
    let row = "Southern District of
California                         48           41         33        30     13
";
    assert!(printed.contains(row), "{printed}");
}

#[test]
fn a_table_that_is_too_wide_becomes_records() {
    let (wide, other) = ("w".repeat(50), "o".repeat(40));
    let printed = sheet(vec![Block::Table(Table {
        description: vec![],
        source: vec![],
        ..table("t", &["District", "Arrests"], &[(&wide, &[&other])], false)
    })]);
    assert_eq!(printed, format!("{wide}\n  Arrests: {other}\n"));
}

#[test]
fn a_chart_is_a_line_for_each_bar() {
    let printed = sheet(vec![Block::Chart(Chart {
        source: text("Source: exports."),
        ..chart("c", ChartKind::Bars, "Arrests by place", "348 arrests", &[("United States", 267), ("Mexico", 26)])
    })]);
    assert_eq!(printed, "Arrests by place\n348 arrests\n\n  United States: 267\n  Mexico: 26\n\nSource: exports.\n");
}

#[test]
fn a_list_counts_from_its_own_first_number() {
    let items = ["five", "six"].map(|words| vec![Block::Paragraph(text(words))]).to_vec();
    let printed = sheet(vec![Block::List { start: Some(99), items }, Block::Contact(text("Office"))]);
    assert_eq!(printed, " 99. five\n100. six\n\nOffice\n");
}

#[test]
fn lists_notes_headings_and_links_read_as_text() {
    let nested = Block::List { start: Some(1), items: vec![vec![Block::Paragraph(text("inner"))]] };
    let link = Inline::Link { url: "https://justice.gov/x".to_owned(), text: text("the page") };
    let same = Inline::Link { url: "https://justice.gov/x".to_owned(), text: text("justice.gov/x") };
    let note = factsheet::document::model::Note { number: 1, text: long() };
    let printed = sheet(vec![
        Block::Heading { level: 2, text: vec![Inline::Text("Results".to_owned()), Inline::NoteRef(1)] },
        Block::List { start: None, items: vec![vec![Block::Paragraph(text("outer")), nested]] },
        Block::Contact(vec![link, Inline::Break, same]),
        Block::Notes(vec![note]),
    ]);
    let expected = "Results [1]
-----------

• outer
  1. inner

the page <https://justice.gov/x>
justice.gov/x

 1. Joint Task Force Alpha joins the investigators and prosecutors of two
    Departments against human smuggling and trafficking.
";
    assert_eq!(printed, expected);
}
