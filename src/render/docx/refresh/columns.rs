//! Tables of two dimensions → the same tables with the columns of another edition: a run of years goes on in every row,
//! also in that of all; what else the table lacks is told.

use super::super::xml::{Element, Node};
use super::Change;
use super::controls::{set_text, text_of};
use super::grid::{Line, cells, common, retag};
use super::rows::{Rows, after};
use super::tag::{Tag, plain};
use crate::project::Dimension;

/// The last of the columns that are each of one slice.
struct Last {
    /// Its place among the cells of a row.
    column: usize,
    dimension: String,
    code: String,
    /// A figure in it that is of a row's slice too.
    like: Tag,
}

impl Rows<'_> {
    /// Adds the columns of later periods, and tells of others that the edition has.
    pub(super) fn columns(&mut self, table: &mut Element, all: &[Line], rows_are_of: &str, name: &str) {
        let crossed = |tag: &&Tag| tag.dimensions().count() > 1;
        let dimension = all.iter().flat_map(Line::tags).filter(crossed).flat_map(Tag::dimensions);
        let Some(dimension) = dimension.into_iter().find(|own| *own != rows_are_of).map(str::to_owned) else { return };
        let (shown, last) = columns_of(all, &dimension);
        let Some(last) = last else { return };
        let codes = self.texts.codes(&last.like, &dimension);
        let is_time = Dimension::span(&dimension).is_some();
        let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
        let lacking: Vec<&String> = if is_time {
            after(&codes, &shown).iter().collect()
        } else {
            codes.iter().filter(|code| !shown.contains(&code.as_str())).collect()
        };
        let label = |code: &String| self.texts.label(&last.like, &dimension, code).unwrap_or(code).to_owned();
        let lacking: Vec<(String, String)> = lacking.into_iter().map(|code| (code.clone(), label(code))).collect();
        // A column to which a person gave another name is no model of the next one.
        let head = table.first("w:tr").and_then(|row| cells(row).nth(last.column)).map(text_of).unwrap_or_default();
        let goes_on = is_time
            && !lacking.is_empty()
            && plain(&head) == plain(&label(&last.code))
            && after(&codes, &shown) == after(&codes, &[last.code.as_str()]);
        let widened = if goes_on { self.widened(table, &last, &lacking) } else { None };
        match widened {
            Some(wider) => {
                for (step, (code, _)) in lacking.iter().enumerate() {
                    let what = format!("column {code} of the table {name}");
                    let cell = |row: &Element| cells(row).nth(last.column + 1 + step).map(text_of);
                    let words: Vec<String> = wider.elements().filter(|e| e.name == "w:tr").filter_map(cell).collect();
                    self.changes.push(Change { what, before: String::new(), after: words.join(" | ") });
                }
                *table = wider;
            }
            None => self.tell("column", &lacking, name),
        }
    }

    /// The table with more columns; nothing where its rows are not all alike, or where the edition lacks a figure.
    fn widened(&mut self, table: &Element, last: &Last, more: &[(String, String)]) -> Option<Element> {
        let mut wider = table.clone();
        let grid = widths(wider.first("w:tblGrid")?, last.column, more.len())?;
        let mut is_head = true;
        for row in wider.elements_mut().filter(|element| element.name == "w:tr") {
            let plain = |cell: &Element| {
                let spans = |p: &Element| p.first("w:gridSpan").is_some() || p.first("w:vMerge").is_some();
                !cell.first("w:tcPr").is_some_and(spans)
            };
            if cells(row).count() + more.len() != grid.len() || !cells(row).all(plain) {
                return None;
            }
            let model = cells(row).nth(last.column)?.clone();
            let has_figures = text_of(&model).chars().any(|c| c.is_ascii_digit() || c == '[');
            let mut added = Vec::new();
            for (code, label) in more {
                let mut cell = model.clone();
                let other = |tag: &Tag| tag.with(&last.dimension, &last.code, code);
                let mut tags = 0;
                cell.walk(&mut |element| tags += usize::from(element.name == "w:sdt"));
                match (is_head, tags) {
                    (true, 0) => set_text(&mut cell, label),
                    (false, 0) if !has_figures => set_text(&mut cell, ""),
                    (false, _) if tags > 0 && retag(&mut cell, &self.texts, &mut self.ids, other) => {}
                    _ => return None,
                }
                added.push(Node::Element(cell));
            }
            let places = row.children.iter().enumerate().filter(|(_, node)| is_cell(node)).map(|(at, _)| at);
            let at = places.collect::<Vec<_>>().get(last.column).copied()?;
            row.children.splice(at + 1..=at, added);
            is_head = false;
        }
        set_widths(&mut wider, &grid);
        Some(wider)
    }
}

/// The codes that have a column, and the last column; the columns that are each of one slice follow on each other.
fn columns_of(all: &[Line], dimension: &str) -> (Vec<String>, Option<Last>) {
    let count = all.iter().map(|line| line.cells.len()).max().unwrap_or(0);
    let (mut shown, mut last) = (Vec::new(), None);
    for column in 0..count {
        let tags: Vec<&Tag> = all.iter().filter_map(|line| line.cells.get(column)).flatten().collect();
        let crossed = || tags.iter().copied().filter(|tag| tag.dimensions().count() > 1);
        let Some(code) = common(crossed(), |tag| tag.code(dimension)) else { continue };
        shown.push(code.to_owned());
        let like = crossed().next().cloned();
        last = like.map(|like| Last { column, dimension: dimension.to_owned(), code: code.to_owned(), like });
    }
    (shown, last)
}

fn is_cell(node: &Node) -> bool {
    matches!(node, Node::Element(element) if element.name == "w:tc")
}

/// The widths of the columns when some are added that are as wide as one of them, and the whole stays as wide.
fn widths(grid: &Element, like: usize, more: usize) -> Option<Vec<u64>> {
    let width = |column: &Element| column.get("w:w").and_then(|width| width.parse::<u64>().ok());
    let mut all = grid.elements().filter(|e| e.name == "w:gridCol").map(width).collect::<Option<Vec<u64>>>()?;
    let total: u64 = all.iter().sum();
    let model = *all.get(like)?;
    all.splice(like + 1..like + 1, std::iter::repeat_n(model, more));
    let wide = all.iter().sum::<u64>().max(1);
    let mut scaled: Vec<u64> = all.iter().map(|width| width * total / wide).collect();
    let rest = total.saturating_sub(scaled.iter().sum());
    scaled.first_mut().into_iter().for_each(|first| *first += rest);
    Some(scaled)
}

fn set_widths(table: &mut Element, widths: &[u64]) {
    if let Some(grid) = table.first_mut("w:tblGrid") {
        let columns = widths.iter().map(|width| Element::new("w:gridCol").with("w:w", width));
        grid.children = columns.map(Node::Element).collect();
    }
    for row in table.elements_mut().filter(|element| element.name == "w:tr") {
        for (cell, width) in row.elements_mut().filter(|cell| cell.name == "w:tc").zip(widths) {
            if let Some(own) = cell.first_mut("w:tcPr").and_then(|properties| properties.first_mut("w:tcW")) {
                own.set("w:w", width);
                own.set("w:type", "dxa");
            }
        }
    }
}
