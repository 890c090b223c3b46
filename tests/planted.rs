//! Nothing restricted is in `public/`: names, case numbers and telephone numbers are planted in every text column of
//! the sample's exports, in columns that nobody reads too, and in sealed and juvenile rows. Then every byte that may be
//! mailed is searched: PDF streams and attachments unpacked, each part of the Word files and of the workbooks in them.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod office;

use factsheet::render::pdf;
use lopdf::Object;
use office::Sample;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

/// Begins every planted value, so that it is found whatever stands behind it.
const PLANTED: &str = "Zqx";

/// Parts of planted values, should their beginnings be cut off; `-cr-` stands in every case number.
const NEEDLES: [&str; 5] = [PLANTED, "Quillfeather", "555-7731", "5557731", "-cr-"];

/// A place of arrest, which a breakdown prints as a label: the one column that may be read in public.
const LABEL: &str = "Wvj Harbor";

/// The text columns of each export, as its header names them. The offices use headers of their own.
const TEXT_COLUMNS: [(&str, &[&str]); 6] = [
    ("case_outcomes_AZ", &["case_number", "participant_id", "charge", "agency", "located_in", "extradition_requested"]),
    ("case_outcomes_CAS", &["CASE_NO", "PART_ID", "CHARGE", "AGENCY", "LOC_CTRY", "EXTRAD_REQ_DT"]),
    ("case_outcomes_NM", &["CaseNumber", "ParticipantId", "Charge", "Agency", "LocatedIn", "ExtraditionRequested"]),
    (
        "case_outcomes_TXS",
        &["CASE_NUMBER", "PARTICIPANT_ID", "CHARGE", "AGENCY", "LOCATED_IN", "EXTRADITION_REQUESTED"],
    ),
    (
        "case_outcomes_TXW",
        &["Case Number", "Participant ID", "Charge", "Agency", "Located In", "Extradition Requested On"],
    ),
    (
        "seizures",
        &["item_id", "case_number", "agency", "description", "current_value", "valuation_date", "forfeiture_type"],
    ),
];

/// Plants in every text column of an export, adds a column that no project knows, and gives some rows the label.
fn plant(sample: &Sample, export: &str, columns: &[&str]) {
    let path = sample.export(export);
    let mut reader = csv::ReaderBuilder::new().from_path(&path).unwrap();
    let header = reader.headers().unwrap().clone();
    let planted = |name: &str| columns.contains(&name);
    assert_eq!(header.iter().filter(|name| planted(name)).count(), columns.len(), "{export}: {header:?}");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header.iter().chain(["Defendant Name", "Home Phone"])).unwrap();
    for row in reader.records().map(Result::unwrap) {
        let cells = header.iter().zip(&row).map(|(name, cell)| match name {
            _ if planted(name) => format!("{PLANTED} Ada Quillfeather 202-555-7731 {cell}"),
            _ if name.to_lowercase().replace(['_', ' '], "").starts_with("arrestc") && cell == "US" => LABEL.to_owned(),
            _ => cell.to_owned(),
        });
        let more = [format!("{PLANTED} Ada Quillfeather"), format!("{PLANTED} 202-555-7731")];
        writer.write_record(cells.chain(more)).unwrap();
    }
    fs::write(path, writer.into_inner().unwrap()).unwrap();
}

/// A sealed and a juvenile defendant of Arizona, whose place of arrest is planted although it is a label elsewhere.
fn restricted_rows() -> String {
    let row = |id: &str, sealed: &str, juvenile: &str| {
        format!(
            "N,1,2025-01-03T10:00:00,AZ,{PLANTED}-{id},{PLANTED}-{id},2024-05-01,{sealed},,{juvenile},N,2024-05-02,\
             {PLANTED} {id},MEMBER,{PLANTED},{PLANTED},US,,,GP,2024-06-03,2024-07-01,,24,,N,{PLANTED},{PLANTED}\n"
        )
    };
    let many = (0..12).map(|n| row(&format!("sealed{n}"), "Y", "N") + &row(&format!("juvenile{n}"), "N", "Y"));
    many.collect()
}

/// Everything that can be read out of some bytes: the places, and what stands there in small letters.
fn readable(name: &str, bytes: &[u8], found: &mut Vec<(String, Vec<u8>)>) {
    found.push((name.to_owned(), folded(bytes)));
    if bytes.starts_with(b"%PDF") {
        in_pdf(name, bytes, found);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let place = format!("{name}!{}", part.name().unwrap());
            let mut inside = Vec::new();
            part.read_to_end(&mut inside).unwrap();
            found.push((format!("{place} without its tags"), folded(&without_tags(&inside))));
            readable(&place, &inside, found);
        }
    }
}

/// Every object of a PDF, its streams unpacked, and the words as a screen reader is given them: what is drawn holds
/// numbers of glyphs, not letters.
fn in_pdf(name: &str, bytes: &[u8], found: &mut Vec<(String, Vec<u8>)>) {
    let document = lopdf::Document::load_mem(bytes).unwrap();
    for (id, object) in &document.objects {
        let place = format!("{name} object {}", id.0);
        strings(&place, object, found);
        if let Object::Stream(stream) = object {
            let plain = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
            readable(&format!("{place} stream"), &plain, found);
        }
    }
    let sheet = pdf::read::read(bytes).unwrap();
    found.push((format!("{name} as it is read"), folded(format!("{sheet:?}").as_bytes())));
    let drawn: String = sheet.root.walk().iter().map(|node| node.text.as_str()).collect();
    found.push((format!("{name} in words"), folded(drawn.as_bytes())));
}

fn strings(place: &str, object: &Object, found: &mut Vec<(String, Vec<u8>)>) {
    match object {
        Object::String(bytes, _) | Object::Name(bytes) => found.push((place.to_owned(), folded(bytes))),
        Object::Array(items) => items.iter().for_each(|item| strings(place, item, found)),
        Object::Dictionary(dictionary) => dictionary.iter().for_each(|(_, item)| strings(place, item, found)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, item)| strings(place, item, found)),
        _ => {}
    }
}

/// Small letters without the zeros of UTF-16.
fn folded(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect()
}

fn without_tags(xml: &[u8]) -> Vec<u8> {
    let mut inside = false;
    let mut text = Vec::new();
    for byte in xml {
        match byte {
            b'<' => inside = true,
            b'>' => inside = false,
            _ if !inside => text.push(*byte),
            _ => {}
        }
    }
    text
}

/// The places where a text stands.
fn places<'f>(found: &'f [(String, Vec<u8>)], needle: &str) -> Vec<&'f str> {
    let needle = needle.to_ascii_lowercase();
    let holds = |text: &[u8]| text.windows(needle.len()).any(|window| window == needle.as_bytes());
    found.iter().filter(|(_, text)| holds(text)).map(|(place, _)| place.as_str()).collect()
}

fn everything(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_str().unwrap();
        found.push((format!("the name of {name}"), folded(name.as_bytes())));
        readable(name, &fs::read(&path).unwrap(), &mut found);
    }
    found
}

#[test]
fn nothing_restricted_is_in_any_byte_of_public() {
    let sample = Sample::new();
    TEXT_COLUMNS.iter().for_each(|(export, columns)| plant(&sample, export, columns));
    sample.append("case_outcomes_AZ", &restricted_rows());
    // Read as text, a place of arrest is printed as it stands; the sample's own code list would let no other through.
    let project = sample.read("factsheet.toml");
    let (code, text) = (r#""Arrest Country"], codes = "places", open = true }"#, r#""Arrest Country"] }"#);
    assert!(project.contains(code));
    let project =
        project.replace(code, text).replace("arrest_country = { type = \"code\"", "arrest_country = { type = \"text\"");
    fs::write(sample.path("factsheet.toml"), project).unwrap();
    let built = sample.run(&["build", "--published", "2025-01-08"]);
    assert_eq!(built.code, 0, "{}", built.errors);
    // The planted rows were read, and those of sealed and juvenile defendants left out: else nothing is shown here.
    let edition = sample.path("out/2024-12-31");
    let counted = fs::read_to_string(edition.join("internal/counted.json")).unwrap();
    assert!(counted.contains("Zqx Ada Quillfeather 202-555-7731 P0") && !counted.contains("Zqx-sealed0"));
    let figures = fs::read_to_string(edition.join("public/figures-2024-12.csv")).unwrap();
    assert!(figures.contains("convictions,Convictions,to-date,2021-06-07,2024-12-31,,,,298,"), "{figures}");

    let found = everything(&edition.join("public"));
    for needle in NEEDLES {
        assert_eq!(places(&found, needle), [""; 0], "{needle} can be read in public");
    }
    // The search finds what is there: the label of a breakdown, in each kind of file and in what lies inside it.
    let labels = places(&found, LABEL);
    for place in [
        "figures-2024-12.csv",
        "figures-2024-12.json",
        "jtfa-fact-sheet-2024-12.txt",
        "jtfa-fact-sheet-2024-12.pdf in words",
        "jtfa-fact-sheet-2024-12.docx!word/document.xml",
        "jtfa-fact-sheet-2024-12.docx!word/charts/chart3.xml without its tags",
    ] {
        assert!(labels.contains(&place), "{LABEL} is not found in {place}, but in {labels:?}");
    }
    let inside = |start: &str, part: &str| labels.iter().any(|place| place.starts_with(start) && place.contains(part));
    assert!(inside("jtfa-fact-sheet-2024-12.pdf object", "stream"), "no attachment was searched: {labels:?}");
    assert!(inside("jtfa-fact-sheet-2024-12.docx!", ".xlsx!"), "no workbook was searched: {labels:?}");
}
