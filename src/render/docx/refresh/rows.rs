//! Tables of a breakdown → the same tables with the rows of another edition: rows that it lacks go, a run of years goes
//! on, and periods are called as it calls them. What of the rest a person chose to leave out cannot be known, so it is
//! told and not added.

use super::super::xml::{Element, Node};
use super::controls::{set_text, text_of};
use super::described::Summary;
use super::grid::{Line, cells, lines, retag};
use super::tag::{Tag, Texts, plain};
use super::{Change, Printed};
use crate::project::Dimension;
use std::collections::{BTreeMap, BTreeSet};

/// What was done to the tables of the text parts.
pub(super) struct Rows<'a> {
    pub(super) texts: Texts<'a>,
    pub(super) changes: Vec<Change>,
    pub(super) warnings: Vec<String>,
    /// The ids of the controls of the part, so that none stands twice.
    pub(super) ids: BTreeSet<String>,
}

/// The rows of a table that are each of one slice.
struct Run {
    dimension: String,
    rows: Vec<Row>,
    /// Whether the tool may add rows and take them away: they follow on each other, each has the same figures, and
    /// beside a row of all no other one has figures. Another table was listed by hand.
    regular: bool,
}

/// A row of one slice.
struct Row {
    at: usize,
    code: String,
    first: Tag,
}

impl<'a> Rows<'a> {
    pub(super) fn new(printed: &'a Printed) -> Self {
        Self { texts: Texts::new(printed), changes: Vec::new(), warnings: Vec::new(), ids: BTreeSet::new() }
    }

    /// Rebuilds every table below an element.
    pub(super) fn rebuild(&mut self, root: &mut Element) {
        let mut called: BTreeMap<String, usize> = BTreeMap::new();
        root.walk(&mut |element| match element.name.as_str() {
            "w:id" => self.ids.extend(element.get("w:val").map(str::to_owned)),
            "w:tbl" => *called.entry(title_of(element)).or_default() += 1,
            _ => {}
        });
        let mut number = 0;
        root.walk_mut(&mut |element| {
            if element.name == "w:tbl" {
                number += 1;
                let title = title_of(element);
                let alone = called.get(&title) == Some(&1);
                let name = if alone { format!("\"{title}\"") } else { format!("\"{title}\" (table {number})") };
                self.table(element, &name);
            }
        });
    }

    fn table(&mut self, table: &mut Element, name: &str) {
        let summary = Summary::of(table);
        self.name_periods(table, name);
        let all = lines(table, &self.texts);
        if let Some(run) = run_of(&all) {
            self.columns(table, &all, &run.dimension, name);
            self.rows(table, &run, name);
        }
        self.warnings.extend(summary.follow(table, name));
    }

    /// Calls the periods of rows and columns as the edition does, unless a person gave them another name.
    fn name_periods(&mut self, table: &mut Element, name: &str) {
        let all = lines(table, &self.texts);
        let mut heads = Vec::new();
        for line in all.iter().filter(|line| !line.unknown) {
            heads.extend(period(line.tags()).map(|period| (line.at, 0, period)));
        }
        let head = all.first().filter(|line| !line.has_figures());
        let even = |head: &&Line| all.iter().all(|line| !line.has_figures() || line.cells.len() == head.cells.len());
        if let Some(head) = head.filter(even) {
            for column in 1..head.cells.len() {
                let tags = all.iter().filter_map(|line| line.cells.get(column)).flatten();
                heads.extend(period(tags).map(|period| (head.at, column, period)));
            }
        }
        for (at, column, (of, dimension, code)) in heads {
            let Some(cell) = cell_mut(table, at, column) else { continue };
            let before = text_of(cell);
            let Some(label) = self.texts.label(&of, &dimension, &code) else {
                if before.contains('(') {
                    self.warnings.push(format!(
                        "the table {name} says \"{before}\", and the edition does not say what it calls {code}: check it"
                    ));
                }
                continue;
            };
            if before == label {
                continue;
            }
            if plain(&before) == plain(label) {
                set_text(cell, label);
                let what = format!("period in the table {name}");
                self.changes.push(Change { what, before, after: label.to_owned() });
            } else if before.contains('(') && before.contains(plain(label)) {
                self.warnings.push(format!(
                    "the table {name} says \"{before}\", which was written by hand, where the edition says \"{label}\": check it"
                ));
            }
        }
    }

    fn rows(&mut self, table: &mut Element, run: &Run, name: &str) {
        let Some((first, last)) = run.rows.first().zip(run.rows.last()) else { return };
        let dimension = run.dimension.as_str();
        let codes = self.texts.codes(&first.first, dimension);
        let is_there = |row: &Row| codes.contains(&row.code);
        if !run.rows.iter().any(is_there) {
            return;
        }
        let label = |code: &String| self.texts.label(&first.first, dimension, code).unwrap_or(code).to_owned();
        if Dimension::span(dimension).is_some() {
            let shown: Vec<&str> = run.rows.iter().map(|row| row.code.as_str()).collect();
            let later: Vec<(String, String)> =
                after(&codes, &shown).iter().map(|code| (code.clone(), label(code))).collect();
            // A row to which a person gave another name is no model of the next one.
            let is_named =
                cell_mut(table, last.at, 0).is_some_and(|cell| plain(&text_of(cell)) == plain(&label(&last.code)));
            let goes_on = run.regular && is_named && after(&codes, &shown) == after(&codes, &[last.code.as_str()]);
            let added = if goes_on { self.go_on(table, last, dimension, &later, name) } else { 0 };
            self.tell("row", &later[added..], name);
        } else if run.regular {
            let shown: Vec<&str> = run.rows.iter().map(|row| row.code.as_str()).collect();
            let more: Vec<(String, String)> = codes
                .iter()
                .filter(|code| !shown.contains(&code.as_str()) && self.counts(table, last, dimension, code))
                .map(|code| (code.clone(), label(code)))
                .collect();
            self.tell("row", &more, name);
        }
        for row in run.rows.iter().rev().filter(|row| run.regular && !is_there(row)) {
            let Node::Element(gone) = table.children.remove(row.at) else { continue };
            let what = format!("row {} of the table {name}", row.code);
            self.changes.push(Change { what, before: words(&gone), after: "no such row in that edition".to_owned() });
        }
    }

    /// Whether a row of another slice would have a figure: a row of nothing is left out by a template too.
    fn counts(&self, table: &Element, like: &Row, dimension: &str, code: &str) -> bool {
        let all = lines(table, &self.texts);
        let tags = all.iter().filter(|line| line.at == like.at).flat_map(Line::tags);
        let other = tags.filter_map(|tag| self.texts.text(&tag.with(dimension, &like.code, code)?));
        other.into_iter().any(|text| text.contains(|c| matches!(c, '1'..='9')) || text == "[c]")
    }

    /// Names what the edition has and the table has not.
    pub(super) fn tell(&mut self, what: &str, lacking: &[(String, String)], name: &str) {
        if !lacking.is_empty() {
            let labels: Vec<&str> = lacking.iter().map(|(_, label)| label.as_str()).collect();
            self.warnings.push(format!("the table {name} has no {what} for {}: add one or say so", labels.join(", ")));
        }
    }

    /// Adds the later periods after the last one; gives how many.
    fn go_on(
        &mut self,
        table: &mut Element,
        last: &Row,
        dimension: &str,
        later: &[(String, String)],
        name: &str,
    ) -> usize {
        let Some(Node::Element(model)) = table.children.get(last.at).cloned() else { return 0 };
        for (step, (code, label)) in later.iter().enumerate() {
            let mut row = model.clone();
            if !retag(&mut row, &self.texts, &mut self.ids, |tag| tag.with(dimension, &last.code, code)) {
                return step;
            }
            if let Some(first) = row.first_mut("w:tc") {
                set_text(first, label);
            }
            let what = format!("row {code} of the table {name}");
            self.changes.push(Change { what, before: String::new(), after: words(&row) });
            table.children.insert(last.at + step + 1, Node::Element(row));
        }
        later.len()
    }
}

/// The rows of one slice each: of the first dimension whose codes tell the rows apart.
fn run_of(all: &[Line]) -> Option<Run> {
    // The figures of a table of two dimensions name that of its rows first.
    let mut dimensions: Vec<&str> = Vec::new();
    for dimension in all.iter().flat_map(Line::tags).flat_map(Tag::dimensions) {
        if !dimensions.contains(&dimension) {
            dimensions.push(dimension);
        }
    }
    let of = |dimension: &str| {
        let row = |line: &Line| {
            let first = line.tags().next()?.clone();
            Some(Row { at: line.at, code: line.code(dimension)?.to_owned(), first })
        };
        all.iter().filter_map(row).collect::<Vec<Row>>()
    };
    let apart = |rows: &[Row]| rows.iter().map(|row| &row.code).collect::<BTreeSet<_>>().len() == rows.len();
    let runs = dimensions.into_iter().rev().map(|dimension| (dimension, of(dimension)));
    let (dimension, rows) = runs.filter(|(_, rows)| apart(rows)).max_by_key(|(_, rows)| rows.len())?;
    let is_row = |line: &&Line| rows.iter().any(|row| row.at == line.at);
    let others = all.iter().filter(|line| !is_row(line) && line.has_figures()).count();
    if rows.is_empty() || rows.len() == 1 && others > 1 {
        return None;
    }
    let shape = |line: &Line| {
        let blank = |tag: &Tag| line.code(dimension).and_then(|code| tag.with(dimension, code, ""));
        line.cells.iter().map(|cell| cell.iter().map(blank).collect()).collect::<Vec<Vec<_>>>()
    };
    let mut shapes = all.iter().filter(is_row).map(shape);
    let first = shapes.next();
    let alike = shapes.all(|shape| Some(shape) == first);
    let in_a_row = rows.windows(2).all(|pair| pair[1].at == pair[0].at + 1);
    Some(Run { dimension: dimension.to_owned(), rows, regular: alike && in_a_row && others <= 1 })
}

/// The one period of some figures, as dimension and code, with the first of them.
fn period<'t>(tags: impl Iterator<Item = &'t Tag>) -> Option<(Tag, String, String)> {
    let tags: Vec<&Tag> = tags.collect();
    let first = *tags.first()?;
    let shared = |period: &(String, String)| tags.iter().all(|tag| tag.periods().contains(period));
    let (dimension, code) = first.periods().into_iter().find(shared)?;
    Some((first.clone(), dimension, code))
}

/// The codes after the last one of those that are shown.
pub(super) fn after<'c>(codes: &'c [String], shown: &[&str]) -> &'c [String] {
    let last = codes.iter().rposition(|code| shown.contains(&code.as_str()));
    last.and_then(|at| codes.get(at + 1..)).unwrap_or_default()
}

/// A cell of a row.
fn cell_mut(table: &mut Element, at: usize, column: usize) -> Option<&mut Element> {
    match table.children.get_mut(at)? {
        Node::Element(row) => row.elements_mut().filter(|cell| cell.name == "w:tc").nth(column),
        Node::Text(_) => None,
    }
}

/// The cells of a row as words.
fn words(row: &Element) -> String {
    cells(row).map(text_of).collect::<Vec<_>>().join(" | ")
}

/// How a table is called, or what its first row says.
fn title_of(table: &Element) -> String {
    let caption = table.first("w:tblPr").and_then(|properties| properties.val_of("w:tblCaption"));
    let first = || table.first("w:tr").map(words).unwrap_or_default();
    caption.filter(|caption| !caption.is_empty()).map_or_else(first, str::to_owned)
}
