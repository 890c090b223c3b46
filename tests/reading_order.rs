//! The words of a sheet stand in one order in the PDF, the Word file and the plain text, and `pdftotext` reads them in
//! it.
//!
//! Words are compared one by one. Three things may differ, each in its own place only:
//! - a row of tiles is a table in Word, read by rows: all labels, then each figure with its detail;
//! - the heads of a table's columns stand beside each other in plain text, on several lines;
//! - `pdftotext -raw`, which reads in the order of the file, also reads running heads and page numbers, which are
//!   artifacts,
//!   where each page begins and ends.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/build.rs"]
mod builds;

use factsheet::render::docx::read::Reading;
use factsheet::render::{docx, pdf};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;

/// The words of a text: blanks and punctuation around them are no part of them, nor are the numbers of notes that they
/// refer to, which one reader glues to the word before and another puts in brackets.
fn words(text: &str) -> Vec<String> {
    let edge = |c: char| !(c.is_alphanumeric() || "$%[]".contains(c));
    let reference =
        |word: &str| word.strip_prefix('[').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let bare = |word: &str| {
        let word = word.trim_matches(edge);
        let without = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let glued =
            without.ends_with(|c: char| c.is_alphabetic() || c == '.') && without.starts_with(char::is_alphabetic);
        if glued { without.trim_matches(edge).to_owned() } else { word.to_owned() }
    };
    text.split_whitespace().filter(|word| !reference(word)).map(bare).filter(|word| !word.is_empty()).collect()
}

/// Words that may stand in any order among themselves, as long as they stand together in the same place.
type Loose = Vec<Vec<String>>;

fn sorted(words: &[String]) -> Vec<String> {
    let mut words = words.to_vec();
    words.sort();
    words
}

/// Compares words one by one, those of each loose passage as a heap, and shows where they first differ.
fn same(one: &[String], other: &[String], loose: &Loose, what: &str) {
    let mut at = 0;
    let mut left: Vec<Vec<String>> = loose.iter().map(|passage| sorted(passage)).collect();
    while at < one.len().max(other.len()) {
        let is_here = |words: &[String], passage: &Vec<String>| {
            words.get(at..at + passage.len()).is_some_and(|part| sorted(part) == *passage)
        };
        if let Some(found) = left.iter().position(|passage| is_here(one, passage) && is_here(other, passage)) {
            at += left.remove(found).len();
            continue;
        }
        let around = |words: &[String]| words.iter().skip(at.saturating_sub(5)).take(10).cloned().collect::<Vec<_>>();
        let (here, there) = (around(one).join(" "), around(other).join(" "));
        assert!(one.get(at) == other.get(at), "{what}, word {at}: \"{here}\" and \"{there}\"");
        at += 1;
    }
    assert!(left.is_empty(), "{what}: these were to be found: {left:?}");
}

/// The words of a Word file from top to bottom: a chart says its labels and values where it stands, and each note its
/// number, which Word itself counts.
fn word_in_order(path: &Path, reading: &Reading) -> String {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let (mut said, mut notes) = (String::new(), 0);
    let (mut in_text, mut in_reference, mut drawing) = (false, false, String::new());
    let value = |element: &BytesStart<'_>, name: &str| {
        let found = element.attributes().map(Result::unwrap).find(|attribute| attribute.key.as_ref() == name);
        found.map(|attribute| attribute.value.to_string()).unwrap_or_default()
    };
    let mut reader = Reader::from_str(&xml);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => match element.name().as_ref() {
                "w:p" | "w:br" | "w:tab" => said.push(' '),
                "w:t" => in_text = true,
                "w:hyperlink" => in_reference = value(&element, "w:anchor").starts_with("note_"),
                "w:pStyle" if value(&element, "w:val") == "Note" => {
                    notes += 1;
                    said.push_str(&format!("{notes}. "));
                }
                "wp:docPr" => drawing = value(&element, "name"),
                "c:chart" => {
                    for (label, value) in &reading.charts[&drawing].points {
                        said.push_str(&format!(" {label} {} ", value.as_deref().unwrap_or_default()));
                    }
                }
                _ => {}
            },
            Event::Text(text) if in_text && !in_reference => said.push_str(&text),
            Event::GeneralRef(entity) if in_text && !in_reference => {
                said.push_str(if &*entity == "amp" { "&" } else { "?" });
            }
            Event::End(element) => match element.name().as_ref() {
                "w:t" => in_text = false,
                "w:hyperlink" => in_reference = false,
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    said
}

/// What `pdftotext` reads of a file, by page; `None` where it is not installed.
fn extracted(file: &Path, how: &[&str]) -> Option<Vec<String>> {
    let output = Command::new("pdftotext").args(how).arg(file).arg("-").output().ok()?;
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect())
}

/// Takes what stands at the beginning of a page, or at its end, and nowhere else.
fn without_furniture(pages: &[String], head: &str, foot: &str) -> Vec<String> {
    let count = pages.len();
    let mut all = Vec::new();
    for (number, page) in (1..).zip(pages) {
        let mut page = words(page);
        if number > 1 {
            let head = words(head);
            assert!(page.starts_with(&head), "page {number} begins with {:?}", &page[..head.len()]);
            page.drain(..head.len());
        }
        let foot = words(&format!("{foot} Page {number} of {count}"));
        assert!(page.ends_with(&foot), "page {number} ends with {:?}", &page[page.len() - foot.len()..]);
        page.truncate(page.len() - foot.len());
        all.extend(page);
    }
    all
}

/// Words without the number of a note that is glued to a year: it is one only where the word as a whole is not on the
/// sheet.
fn unglued(found: Vec<String>, sheet: &[String], notes: &[String]) -> Vec<String> {
    let bare = |word: String| {
        let without = notes.iter().filter_map(|note| word.strip_suffix(note.as_str()));
        let known = |word: &str| sheet.iter().any(|other| other == word);
        let bare = without.filter(|bare| !known(&word) && known(bare)).map(str::to_owned).next();
        bare.unwrap_or(word)
    };
    found.into_iter().map(bare).collect()
}

fn compared(as_of: &str, edition: &str, words_of_edition: &str) {
    let folder = tempfile::tempdir().unwrap();
    builds::build_or_fail(&builds::options(as_of, folder.path()));
    for sheet in ["jtfa-fact-sheet", "jtfa-briefing"] {
        let file = |extension: &str| folder.path().join(as_of).join(format!("public/{sheet}-{edition}.{extension}"));
        let said = pdf::read::read(&fs::read(file("pdf")).unwrap()).unwrap();
        let of_pdf = words(&said.root.text);
        let heads = said.root.walk().into_iter().filter(|node| node.role == "THead").map(|head| words(&head.text));
        if file("txt").exists() {
            let of_text = words(&fs::read_to_string(file("txt")).unwrap());
            same(&of_pdf, &of_text, &heads.collect(), "PDF and plain text");
        }
        let word = docx::read::read(&fs::read(file("docx")).unwrap()).unwrap();
        // The first table of a sheet are its tiles.
        let tiles: Vec<String> = word.tables[0].rows.iter().flatten().flat_map(|cell| words(cell)).collect();
        same(&of_pdf, &words(&word_in_order(&file("docx"), &word)), &vec![tiles], "PDF and Word");
        let Some(raw) = extracted(&file("pdf"), &["-raw"]) else { continue };
        let head = format!("Joint Task Force Alpha {words_of_edition}");
        let foot = format!("Joint Task Force Alpha · Edition {edition}");
        let references = said.root.walk().into_iter().filter(|node| node.role == "Reference");
        let notes: Vec<String> = references.map(|reference| reference.text.clone()).collect();
        let read = |pages: &[String]| unglued(without_furniture(pages, &head, &foot), &of_pdf, &notes);
        same(&of_pdf, &read(&raw), &vec![], "PDF and pdftotext -raw");
        // Without `-raw` it guesses the order from places on the page, so only the words are those of the sheet.
        let guessed = read(&extracted(&file("pdf"), &[]).unwrap());
        same(&sorted(&of_pdf), &sorted(&guessed), &vec![], "PDF and pdftotext");
    }
}

#[test]
fn the_words_of_a_whole_month_stand_in_one_order() {
    compared("2024-12-31", "2024-12", "December 2024");
}

#[test]
fn the_words_of_a_month_with_withheld_counts_stand_in_one_order() {
    compared("2024-05-31", "2024-05", "May 2024");
}

#[test]
fn the_words_of_a_day_within_a_month_stand_in_one_order() {
    compared("2023-12-04", "2023-12-04", "December 4, 2023");
}

#[test]
fn two_words_in_the_wrong_order_are_found_and_loose_ones_only_in_their_place() {
    let of = |text: &str| words(text);
    let fails = |one: &str, other: &str, loose: &Loose| {
        std::panic::catch_unwind(|| same(&of(one), &of(other), loose, "a test")).is_err()
    };
    let loose = vec![of("b c")];
    assert!(fails("a b c d", "a c b d", &vec![]));
    assert!(!fails("a b c d", "a c b d", &loose));
    assert!(fails("a b c d", "c a b d", &loose), "elsewhere");
    assert!(fails("a b c d", "a c b", &loose), "a word is missing");
    assert!(fails("a b d", "a b d", &loose), "the loose words were to be found");
}
