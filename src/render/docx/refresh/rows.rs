//! Tables of a breakdown → the same tables with the rows of another edition: rows that it lacks go, and a run of years
//! goes on. What of the rest a person chose to leave out cannot be known, so it is told and not added.

use super::super::xml::{Element, Node};
use super::controls::{set_text, tag_of, text_of};
use super::{Change, Printed, is_mark};
use crate::project::Dimension;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// A row whose figures are all of one slice.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SliceRow {
    /// Its place among the children of the table.
    at: usize,
    dimension: String,
    code: String,
    /// Its tags with the code left out: what the other rows of the table must have too.
    columns: Vec<(String, String)>,
}

/// What was done to the tables of a part.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) changes: Vec<Change>,
    pub(super) warnings: Vec<String>,
}

impl Rows {
    /// Rebuilds every table below an element.
    pub(super) fn rebuild(&mut self, root: &mut Element, printed: &Printed) {
        let mut ids = BTreeSet::new();
        root.walk(&mut |element| {
            if element.name == "w:id" {
                ids.extend(element.get("w:val").map(str::to_owned));
            }
        });
        root.walk_mut(&mut |element| {
            if element.name == "w:tbl" {
                self.table(element, printed, &mut ids);
            }
        });
    }

    fn table(&mut self, table: &mut Element, printed: &Printed, ids: &mut BTreeSet<String>) {
        let rows = slice_rows(table);
        let Some(first) = rows.first() else { return };
        let (dimension, columns) = (first.dimension.clone(), first.columns.clone());
        let alike = rows.iter().all(|row| row.dimension == dimension && row.columns == columns);
        // Beside its slices such a table has a head and a row of all; one with other rows was listed by hand.
        let own = table.elements().filter(|element| element.name == "w:tr").count() <= rows.len() + 2;
        let in_a_row = own && rows.windows(2).all(|pair| pair[1].at == pair[0].at + 1);
        let Some((of, _)) = columns.first().filter(|_| alike && in_a_row && rows.len() > 1) else { return };
        let all = printed.slices(of);
        let is_there = |row: &SliceRow| all.iter().any(|slice| slice.0 == row.code);
        if !rows.iter().any(is_there) {
            return;
        }
        if Dimension::span(&dimension).is_some() {
            self.go_on(table, &rows, &all, printed, ids);
        } else {
            let shown: Vec<&str> = rows.iter().map(|row| row.code.as_str()).collect();
            // A row of nothing is left out by a template too.
            let counts = |code: &str| {
                let text = |(of, form): &(String, String)| printed.texts.get(&format!("{of}={code}/{form}"));
                columns.iter().filter_map(text).any(|text| text.contains(|c| matches!(c, '1'..='9')) || text == "[c]")
            };
            let more = all.iter().filter(|slice| !shown.contains(&slice.0.as_str()) && counts(&slice.0));
            let more: Vec<&str> = more.map(|slice| slice.1.as_str()).collect();
            if !more.is_empty() {
                let name = name_of(table);
                self.warnings
                    .push(format!("the table \"{name}\" has no row for {}: add one or say so", more.join(", ")));
            }
        }
        for row in rows.iter().rev().filter(|row| !is_there(row)) {
            let Node::Element(gone) = table.children.remove(row.at) else { continue };
            let what = format!("row {} of the table \"{}\"", row.code, name_of(table));
            self.changes.push(Change { what, before: words(&gone), after: "no such row in that edition".to_owned() });
        }
    }

    /// Names the periods as the edition does, and adds the later ones.
    fn go_on(
        &mut self,
        table: &mut Element,
        rows: &[SliceRow],
        all: &[(String, String, String)],
        printed: &Printed,
        ids: &mut BTreeSet<String>,
    ) {
        for row in rows {
            let Some((_, label, _)) = all.iter().find(|slice| slice.0 == row.code) else { continue };
            if let Some(Node::Element(element)) = table.children.get_mut(row.at) {
                name_period(element, label);
            }
        }
        let Some(last) = rows.last() else { return };
        let Some(place) = all.iter().position(|slice| slice.0 == last.code) else { return };
        let Some(Node::Element(model)) = table.children.get(last.at).cloned() else { return };
        for (step, (code, label, _)) in (1..).zip(&all[place + 1..]) {
            let Some(row) = row_of(&model, last, code, label, printed, ids) else {
                self.warnings.push(format!("the table \"{}\" has no row for {label}: add one", name_of(table)));
                return;
            };
            let what = format!("row {code} of the table \"{}\"", name_of(table));
            self.changes.push(Change { what, before: String::new(), after: words(&row) });
            table.children.insert(last.at + step, Node::Element(row));
        }
    }
}

/// The rows of a table whose figures are all of one slice.
fn slice_rows(table: &Element) -> Vec<SliceRow> {
    let rows = table.children.iter().enumerate().filter_map(|(at, node)| match node {
        Node::Element(element) if element.name == "w:tr" => Some((at, element)),
        _ => None,
    });
    rows.filter_map(|(at, row)| {
        let mut tags = Vec::new();
        row.walk(&mut |element| {
            if element.name == "w:sdt" {
                tags.extend(tag_of(element).filter(|tag| is_mark(tag)));
            }
        });
        let mut cells = tags.iter().map(|tag| apart(tag)).collect::<Option<Vec<_>>>()?.into_iter();
        let (of, code, form) = cells.next()?;
        let dimension = of.rsplit('/').next()?.to_owned();
        let mut columns = vec![(of, form)];
        for (of, other, form) in cells {
            if other != code || of.rsplit('/').next() != Some(dimension.as_str()) {
                return None;
            }
            columns.push((of, form));
        }
        Some(SliceRow { at, dimension, code, columns })
    })
    .collect()
}

/// "arrests/to-date/district=AZ/exact" as "arrests/to-date/district", "AZ" and "exact"; nothing for another mark.
fn apart(tag: &str) -> Option<(String, String, String)> {
    let (of, rest) = tag.split_once('=')?;
    let (code, form) = rest.rsplit_once('/')?;
    // A tag that was too long for Word does not say what it stands for.
    let plain = of.matches('/').count() == 2 && !code.contains(['=', '/']) && !tag.contains('~');
    plain.then(|| (of.to_owned(), code.to_owned(), form.to_owned()))
}

/// The model's row with the figures of another slice; nothing where the edition lacks one of them.
fn row_of(
    model: &Element,
    like: &SliceRow,
    code: &str,
    label: &str,
    printed: &Printed,
    ids: &mut BTreeSet<String>,
) -> Option<Element> {
    let mut row = model.clone();
    let mut whole = true;
    row.walk_mut(&mut |element| {
        // Names that stand once in a file: of paragraphs, and of places.
        element.attributes.retain(|(key, _)| !key.ends_with(":paraId") && !key.ends_with(":textId"));
        element.children.retain(|node| !matches!(node, Node::Element(e) if e.name.starts_with("w:bookmark")));
        let Some(tag) = tag_of(element).filter(|_| element.name == "w:sdt") else { return };
        let tag = tag.replacen(&format!("={}/", like.code), &format!("={code}/"), 1);
        let Some(text) = printed.texts.get(&tag) else {
            whole = false;
            return;
        };
        if let Some(properties) = element.first_mut("w:sdtPr") {
            let id = free_id(&tag, ids);
            properties.walk_mut(&mut |property| match property.name.as_str() {
                "w:tag" | "w:alias" | "w:docPart" => property.set("w:val", &tag),
                "w:id" => property.set("w:val", &id),
                _ => {}
            });
        }
        if let Some(content) = element.first_mut("w:sdtContent") {
            set_text(content, text);
        }
    });
    if let Some(first) = row.first_mut("w:tc") {
        set_text(first, label);
    }
    whole.then_some(row)
}

/// Gives a period the name that it has in the edition, "2024 (through May)", unless a person gave it another one.
fn name_period(row: &mut Element, label: &str) {
    let plain = |text: &str| text.split(" (").next().unwrap_or_default().trim().to_owned();
    if let Some(first) = row.first_mut("w:tc") {
        let before = text_of(first);
        if before != label && plain(&before) == plain(label) {
            set_text(first, label);
        }
    }
}

fn free_id(tag: &str, ids: &mut BTreeSet<String>) -> String {
    let start = Sha256::digest(tag.as_bytes()).iter().take(4).fold(0_u32, |id, byte| id << 8 | u32::from(*byte));
    let mut id = (start & 0x7FFF_FFFF).max(1);
    while !ids.insert(id.to_string()) {
        id = if id == 0x7FFF_FFFF { 1 } else { id + 1 };
    }
    id.to_string()
}

/// The cells of a row as words.
fn words(row: &Element) -> String {
    row.elements().filter(|cell| cell.name == "w:tc").map(text_of).collect::<Vec<_>>().join(" | ")
}

/// How a table is called, or what its first row says.
fn name_of(table: &Element) -> String {
    let caption = table.first("w:tblPr").and_then(|properties| properties.val_of("w:tblCaption"));
    let first = || table.first("w:tr").map(words).unwrap_or_default();
    caption.filter(|caption| !caption.is_empty()).map_or_else(first, str::to_owned)
}
