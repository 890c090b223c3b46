//! Words of a refreshed sheet that are no control: tracked changes, descriptions of tiles, words that a description
//! shares with the edition.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;
#[path = "support/docx_files.rs"]
mod word;

use factsheet::document::model::*;
use factsheet::edition::verify::{Copy, changed_words};
use factsheet::render::docx::read::{compare, read};
use factsheet::render::docx::refresh::{Printed, refresh};
use factsheet::render::docx::render;
use support::{meta, text, theme, value};
use word::{part, with_part};

const BODY: &str = "word/document.xml";

fn file(blocks: Vec<Block>) -> Vec<u8> {
    let status = vec![Inline::Value { text: "Provisional".to_owned(), mark: Mark::edition("status") }];
    let masthead = Masthead { eyebrow: vec![], title: text("Alpha"), subtitle: text("Sheet"), aside: vec![status] };
    let blocks = std::iter::once(Block::Masthead(masthead)).chain(blocks).collect();
    render(&Document { meta: meta(), blocks }, &theme()).unwrap()
}

fn edition(figures: &[(&str, &str)]) -> Printed {
    let words = [("@edition/status/words", "Final"), ("@edition/name/words", "December 2024")];
    let texts = words.iter().chain(figures).chain(&[("@edition/number/words", "2024-12")]);
    let texts = texts.map(|(tag, text)| ((*tag).to_owned(), (*text).to_owned())).collect();
    Printed { as_of: meta().as_of, digest: "1".repeat(64), texts }
}

fn tile(figure: &str, printed: &str, label: &str, detail: Inlines) -> Tile {
    Tile { qualifier: vec![], figure: vec![value(figure, printed, Form::Exact)], label: text(label), detail }
}

fn detail(parts: &[(&str, &str)]) -> Inlines {
    let part = |(at, (figure, printed)): (usize, &(&str, &str))| {
        vec![Inline::Text(if at == 0 { "of which " } else { " and " }.to_owned()), value(figure, printed, Form::Exact)]
    };
    parts.iter().enumerate().flat_map(part).collect()
}

fn tiles(values: [&str; 4]) -> Vec<u8> {
    let tiles = vec![
        tile("cases", values[0], "cases", detail(&[("alpha", values[1]), ("beta", values[2])])),
        tile("people", values[3], "people", vec![]),
    ];
    file(vec![Block::Tiles(tiles)])
}

#[test]
fn the_description_of_tiles_reads_out_the_new_figures() {
    let old = tiles(["4", "0", "0", "40"]);
    let new = [("cases/to-date/exact", "36"), ("alpha/to-date/exact", "10"), ("beta/to-date/exact", "2")];
    let new = edition(&[&new[..], &[("people/to-date/exact", "4")]].concat());
    let done = refresh(&old, &new, false).unwrap();
    let target = tiles(["36", "10", "2", "4"]);
    let described = |bytes: &[u8]| read(bytes).unwrap().tables[0].description.clone();
    assert_eq!(described(&done.bytes), "36 cases of which 10 and 2; 4 people");
    assert_eq!(described(&done.bytes), described(&target));
    assert_eq!(done.warnings, [""; 0]);
    // One that a person wrote stays and is named, for it may tell old numbers.
    let body = part(&old, BODY).replace("4 cases of which", "We had 4 cases, of which");
    let done = refresh(&with_part(&old, BODY, &body), &new, false).unwrap();
    let [told] = done.warnings.try_into().unwrap();
    assert!(told.ends_with("was written by hand; check it: We had 4 cases, of which 0 and 0; 40 people"), "{told}");
}

#[test]
fn the_description_of_a_table_is_a_part_of_what_a_copy_says() {
    let bytes = tiles(["4", "0", "0", "40"]);
    let body = part(&bytes, BODY).replace("4 cases of which 0", "4 cases of which 1");
    let (copy, other) = (Copy::read(&with_part(&bytes, BODY, &body)).unwrap(), Copy::read(&bytes).unwrap());
    let [found] = changed_words(&copy, &other).try_into().unwrap();
    assert_eq!(
        (found.place.as_str(), found.found.as_str()),
        ("description of table 1", "4 cases of which 1 and 0; 40 people")
    );
}

/// The body with the control of a figure changed.
fn changed(bytes: &[u8], tag: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let body = part(bytes, BODY);
    let at = body.find(&format!("<w:tag w:val=\"{tag}\"/>")).unwrap();
    let start = at + body[at..].find("<w:sdtContent>").unwrap() + "<w:sdtContent>".len();
    let end = start + body[start..].find("</w:sdtContent>").unwrap();
    with_part(bytes, BODY, &format!("{}{}{}", &body[..start], change(&body[start..end]), &body[end..]))
}

fn sentence() -> Vec<u8> {
    let words = vec![value("cases", "4", Form::Exact), Inline::Text(" cases.".to_owned())];
    file(vec![Block::Paragraph(words)])
}

const BY: &str = "w:id=\"901\" w:author=\"a\" w:date=\"2024-01-01T00:00:00Z\"";

#[test]
fn a_figure_that_a_tracked_change_deletes_is_left_and_named() {
    let deleted = |run: &str| {
        let run = run.replace("<w:t>", "<w:delText>").replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>");
        format!("<w:del {BY}>{run}</w:del>")
    };
    let file = changed(&sentence(), "cases/to-date/exact", deleted);
    let done = refresh(&file, &edition(&[("cases/to-date/exact", "36")]), false).unwrap();
    let body = part(&done.bytes, BODY);
    assert!(body.contains(">4</w:delText>") && !body.contains(">36<"), "{body}");
    let told = "cases/to-date/exact is deleted in a tracked change and was left as it is: accept the change, or reject it and refresh again";
    assert_eq!(done.warnings, [told]);
    // What was typed instead takes the figure.
    let typed = |run: &str| format!("{}<w:ins {BY}><w:r><w:t>999</w:t></w:r></w:ins>", deleted(run));
    let file = changed(&sentence(), "cases/to-date/exact", typed);
    let done = refresh(&file, &edition(&[("cases/to-date/exact", "36")]), false).unwrap();
    assert_eq!(compare(&read(&done.bytes).unwrap(), &edition(&[("cases/to-date/exact", "36")]).texts), []);
    assert!(part(&done.bytes, BODY).contains(">4</w:delText>"));
}

#[test]
fn a_figure_that_was_moved_is_written_where_it_stands_now() {
    let moved = |run: &str| format!("<w:moveFrom {BY}>{run}</w:moveFrom><w:moveTo {BY}>{run}</w:moveTo>");
    let file = changed(&sentence(), "cases/to-date/exact", moved);
    assert_eq!(read(&file).unwrap().paragraphs.last().unwrap(), "4 cases.");
    let new = edition(&[("cases/to-date/exact", "36")]);
    let done = refresh(&file, &new, false).unwrap();
    let body = part(&done.bytes, BODY);
    let text = |of: &str| body.split(&format!("<w:{of} ")).nth(1).unwrap().split("</w:t>").next().unwrap().to_owned();
    assert!(text("moveFrom").ends_with(">4") && text("moveTo").ends_with(">36"), "{body}");
    assert_eq!(compare(&read(&done.bytes).unwrap(), &new.texts), []);
}

#[test]
fn the_word_of_the_status_is_not_looked_for_in_descriptions() {
    let heads = ["Kind", "Cases"].map(|head| Column { label: text(head), align: Align::Left }).to_vec();
    let row = Row { header: text("Any"), cells: vec![vec![value("cases", "4", Form::Exact)]], total: false };
    let table = Table {
        id: "t".to_owned(),
        title: text("Releases"),
        description: vec![],
        columns: heads,
        rows: vec![row],
        source: vec![],
        alt: "Provisional releases and other cases.".to_owned(),
    };
    let done = refresh(&file(vec![Block::Table(table)]), &edition(&[("cases/to-date/exact", "4")]), false).unwrap();
    let reading = read(&done.bytes).unwrap();
    assert_eq!(reading.tables[0].description, "Provisional releases and other cases.");
    assert!(reading.controls.iter().any(|control| control.text == "Final"));
}
