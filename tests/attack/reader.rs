//! A built `public/` folder → every number that stands beside a label in it: data files, tables, controls, charts and
//! their workbooks, alternative texts, attachments, properties.

use crate::{Id, text};
use factsheet::render::{docx, pdf};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

/// What is read of an edition, still as it stands there.
#[derive(Default)]
pub(crate) struct Published {
    pub(crate) json: Json,
    /// Data files: figure, dimension, code and value by line.
    csv: Vec<String>,
    /// Tag and text.
    controls: Vec<(String, String)>,
    /// Tables, charts and workbooks, each as rows under a head.
    pub(crate) grids: Vec<(&'static str, Vec<Vec<String>>)>,
    /// Alternative texts, properties, reports.
    pub(crate) texts: Vec<(&'static str, String)>,
}

impl Published {
    pub(crate) fn read(public: &Path) -> Self {
        let mut found = Self::default();
        let mut paths: Vec<_> = fs::read_dir(public).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let bytes = fs::read(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("pdf") => found.pdf(&bytes),
                Some("docx") => found.docx(&bytes),
                _ => found.file(&name, &bytes),
            }
        }
        found
    }

    fn file(&mut self, name: &str, bytes: &[u8]) {
        let words = String::from_utf8(bytes.to_vec()).unwrap();
        if name.starts_with("figures") && name.ends_with(".csv") {
            self.csv.push(words);
        } else if name.starts_with("figures") && name.ends_with(".json") {
            let json: Json = serde_json::from_str(&words).unwrap();
            let printed = json["printed"].as_object().into_iter().flatten();
            self.controls.extend(printed.map(|(tag, words)| (tag.clone(), text(words))));
            self.json = json;
        } else {
            self.texts.push(("report", words));
        }
    }

    fn pdf(&mut self, bytes: &[u8]) {
        let sheet = pdf::read::read(bytes).unwrap();
        self.texts.push(("property", sheet.title.clone()));
        for node in sheet.root.walk() {
            self.texts.extend(node.alt.clone().map(|alt| ("alternative text of the PDF", alt)));
            if node.role == "Table" {
                let rows = node.walk().into_iter().filter(|row| row.role == "TR");
                let rows = rows.map(|row| row.children.iter().map(|cell| cell.text.clone()).collect());
                self.grids.push(("table of the PDF", rows.collect()));
            }
        }
        for (name, bytes) in sheet.attachments {
            assert!(name.ends_with(".csv") || name.ends_with(".json"), "an attachment {name} that is not read");
            self.file(&name, &bytes);
        }
    }

    fn docx(&mut self, bytes: &[u8]) {
        let reading = docx::read::read(bytes).unwrap();
        for property in [&reading.title, &reading.subject, &reading.author, &reading.keywords] {
            self.texts.push(("property", property.clone()));
        }
        self.texts.extend(reading.properties.values().map(|value| ("property", value.clone())));
        self.texts.extend(reading.paragraphs.iter().map(|words| ("paragraph", words.clone())));
        self.texts.extend(reading.drawings.iter().map(|d| ("alternative text of the Word file", d.alt.clone())));
        self.grids.extend(reading.tables.into_iter().map(|table| ("table of the Word file", table.rows)));
        self.controls.extend(reading.controls.into_iter().map(|control| (control.tag, control.text)));
        for name in names(bytes) {
            if name.starts_with("word/charts/chart") && name.ends_with(".xml") {
                self.grids.push(("chart cache", cache(&String::from_utf8(part(bytes, &name)).unwrap())));
            } else if name.ends_with(".xlsx") {
                self.grids.push(("workbook", workbook(&part(bytes, &name))));
            }
        }
    }

    /// Every number with the cell that it stands for and where it was found. `heads` are heads of columns that are not
    /// titles of figures.
    pub(crate) fn numbers(&self, heads: &[(&str, &str)]) -> Vec<(Id, f64, &'static str)> {
        let names = Names::new(&self.json, heads);
        let mut found = Vec::new();
        for line in self.csv.iter().flat_map(|csv| csv.lines().skip(1)) {
            let fields: Vec<&str> = line.split(',').collect();
            if let (false, Ok(value)) = (fields[5].is_empty(), fields[8].parse()) {
                found.push(((fields[0].to_owned(), fields[5].to_owned(), fields[6].to_owned()), value, "data file"));
            }
        }
        for (tag, words) in &self.controls {
            let parts: Vec<&str> = tag.split('/').collect();
            let slices: Vec<(&str, &str)> = parts.iter().filter_map(|part| part.split_once('=')).collect();
            let is_value = tag.ends_with("/exact") || tag.ends_with("/measured");
            if let (false, true, Some(value)) = (slices.is_empty(), is_value, leading(words)) {
                let by = slices.iter().map(|s| s.0).collect::<Vec<_>>().join(" / ");
                let code = slices.iter().map(|s| s.1).collect::<Vec<_>>().join(" / ");
                found.push(((parts[0].to_owned(), by, code), value, "control"));
            }
        }
        for (wherever, rows) in &self.grids {
            names.in_grid(rows).into_iter().for_each(|(id, value)| found.push((id, value, wherever)));
        }
        for (wherever, words) in &self.texts {
            names.in_text(words).into_iter().for_each(|(id, value)| found.push((id, value, wherever)));
        }
        found
    }
}

/// The words by which figures and slices are called.
struct Names {
    figures: BTreeMap<String, String>,
    slices: BTreeMap<String, BTreeSet<(String, String)>>,
}

impl Names {
    fn new(json: &Json, heads: &[(&str, &str)]) -> Self {
        let mut names = Self { figures: BTreeMap::new(), slices: BTreeMap::new() };
        for figure in json["figures"].as_array().unwrap() {
            names.figures.insert(text(&figure["title"]), text(&figure["name"]));
            for slice in figure["breakdowns"].as_array().unwrap() {
                let place = (text(&slice["by"]), text(&slice["code"]));
                names.slices.entry(text(&slice["label"])).or_default().insert(place);
            }
        }
        names.figures.extend(heads.iter().map(|(head, figure)| ((*head).to_owned(), (*figure).to_owned())));
        names
    }

    /// Rows whose first cell is a slice's label, under heads that are titles of figures.
    fn in_grid(&self, rows: &[Vec<String>]) -> Vec<(Id, f64)> {
        let mut found = Vec::new();
        let Some((head, rows)) = rows.split_first() else { return found };
        for row in rows {
            for (by, code) in row.first().and_then(|label| self.slices.get(label.trim())).into_iter().flatten() {
                let cells = head.iter().zip(row).skip(1);
                let cells = cells.filter_map(|(head, cell)| Some((self.figures.get(head.trim())?, leading(cell)?)));
                found.extend(cells.map(|(figure, value)| ((figure.clone(), by.clone(), code.clone()), value)));
            }
        }
        found
    }

    /// "District A: 20; District B: 30", or "District A: Arrests 20, Convictions 7", or "the largest is District A with
    /// 20".
    fn in_text(&self, words: &str) -> Vec<(Id, f64)> {
        let mut found = Vec::new();
        let titles =
            self.figures.iter().filter_map(|(title, figure)| Some((words.find(title.as_str())?, title, figure)));
        let about =
            titles.min_by_key(|(at, title, _)| (*at, std::cmp::Reverse(title.len()))).map(|(.., figure)| figure);
        for (label, places) in &self.slices {
            for (at, _) in words.match_indices(label.as_str()).filter(|_| !label.is_empty()) {
                let after = &words[at + label.len()..];
                let listed = after.strip_prefix(": ");
                let Some(after) = listed.or_else(|| after.strip_prefix(" with ")) else { continue };
                let clause = after.split(['\n', ';']).next().unwrap_or_default().split(". ").next().unwrap_or_default();
                let parts = listed.map(|_| clause.split(", ")).into_iter().flatten();
                let named = parts.filter_map(|part| {
                    self.figures
                        .iter()
                        .find_map(|(title, figure)| Some((figure, leading(part.strip_prefix(title.as_str())?)?)))
                });
                let plain = about.zip(leading(clause));
                for (figure, value) in named.chain(plain.filter(|_| listed.is_some() || self.titles_in(words) == 1)) {
                    let ids = places.iter().map(|(by, code)| (figure.clone(), by.clone(), code.clone()));
                    found.extend(ids.map(|id| (id, value)));
                }
            }
        }
        found
    }
}

impl Names {
    /// How many figures a text names.
    fn titles_in(&self, words: &str) -> usize {
        self.figures.keys().filter(|title| words.contains(title.as_str())).count()
    }
}

/// The number with which a text begins.
fn leading(words: &str) -> Option<f64> {
    let words = words.trim();
    let digits: String = words.chars().take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.')).collect();
    digits.replace(',', "").trim_end_matches('.').parse().ok()
}

fn names(bytes: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.file_names().map(|name| name.unwrap().into_owned()).collect()
}

fn part(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = Vec::new();
    archive.by_name(name).unwrap_or_else(|_| panic!("no part {name}")).read_to_end(&mut part).unwrap();
    part
}

/// What stands between two marks, each time.
fn between<'t>(words: &'t str, open: &str, close: &str) -> Vec<&'t str> {
    words.split(open).skip(1).map(|rest| rest.split(close).next().unwrap_or_default()).collect()
}

/// A chart's cache as rows: labels, and the numbers of each series beside them.
fn cache(xml: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = vec![vec![String::new()]];
    for series in between(xml, "<c:ser>", "</c:ser>") {
        let name = between(series, "<c:tx>", "</c:tx>").concat();
        rows[0].push(between(&name, "<c:v>", "</c:v>").concat());
        let column = rows[0].len() - 1;
        for (kind, place) in [("cat", 0), ("val", column)] {
            let points = between(series, &format!("<c:{kind}>"), &format!("</c:{kind}>")).concat();
            for point in between(&points, "<c:pt idx=\"", "</c:pt>") {
                let index: usize = point.split('"').next().unwrap().parse().unwrap();
                rows.resize(rows.len().max(index + 2), vec![String::new()]);
                let row = &mut rows[index + 1];
                row.resize(row.len().max(place + 1), String::new());
                row[place] = between(point, "<c:v>", "</c:v>").concat();
            }
        }
    }
    rows
}

/// The cells of a workbook's only sheet.
fn workbook(bytes: &[u8]) -> Vec<Vec<String>> {
    let shared = String::from_utf8(part(bytes, "xl/sharedStrings.xml")).unwrap();
    let shared: Vec<String> = between(&shared, "<si>", "</si>")
        .into_iter()
        .map(|item| item.split('>').filter_map(|t| t.split_once("</t")).map(|(words, _)| words).collect())
        .collect();
    let sheet = String::from_utf8(part(bytes, "xl/worksheets/sheet1.xml")).unwrap();
    let mut rows = Vec::new();
    for row in between(&sheet, "<row ", "</row>") {
        let mut cells: Vec<String> = Vec::new();
        for cell in between(row, "<c r=\"", "</c>") {
            let column =
                cell.bytes().take_while(u8::is_ascii_uppercase).fold(0, |n, b| n * 26 + usize::from(b - b'A') + 1);
            let value = between(cell, "<v>", "</v>").concat();
            let is_shared = cell.split('>').next().unwrap_or_default().contains("t=\"s\"");
            cells.resize(cells.len().max(column), String::new());
            cells[column - 1] = if is_shared { shared[value.parse::<usize>().unwrap()].clone() } else { value };
        }
        rows.push(cells);
    }
    rows
}
