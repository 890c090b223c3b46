//! The description of a table, for those who cannot see it → the same after the table changed. What the tool wrote from
//! the table is written anew; what a person wrote stays, and is named where it may tell old numbers.

use super::super::xml::Element;
use super::controls::words_of;
use super::grid::cells;
use crate::document::table_summary;
use crate::value::single_spaced;

/// Begins the summary of a table.
const COUNT: &str = "Table with ";

/// A table as its summary tells it: the heads of its columns, and how many rows it has below them.
pub(super) struct Summary {
    heads: Vec<String>,
    rows: usize,
}

impl Summary {
    pub(super) fn of(table: &Element) -> Self {
        let mut rows = table.elements().filter(|element| element.name == "w:tr");
        let heads = rows.next().map(|head| cells(head).map(words_of).collect()).unwrap_or_default();
        Self { heads, rows: rows.count() }
    }

    /// Writes the summary of a table that has other rows or heads now; says what a person has to look at.
    pub(super) fn follow(self, table: &mut Element, name: &str) -> Option<String> {
        let now = Self::of(table);
        if now.heads == self.heads && now.rows == self.rows {
            return None;
        }
        let said = said_of(table)?;
        let new = self.told(&said, &now);
        let is_whole = new.as_ref().is_some_and(|(_, whole)| *whole);
        if let Some((new, _)) = new {
            set_said(table, &new);
        }
        let counts = said.contains(|c: char| c.is_ascii_digit());
        (counts && !is_whole)
            .then(|| format!("the description of the table {name} was written by hand; check it: {said}"))
    }

    /// A description with the new number of rows and the new heads, and whether both stood in it. A person may have
    /// added rows that it does not count.
    fn told(&self, said: &str, now: &Self) -> Option<(String, bool)> {
        let (start, rest) = said.split_once(COUNT)?;
        let (number, rest) = rest.split_once(' ')?;
        let number = (number.parse::<usize>().ok()? + now.rows).checked_sub(self.rows)?;
        let (_, rest) = rest.split_once("; ")?;
        let parts = |summary: String| summary.split_once("; ").map(|(a, b)| (a.to_owned(), b.to_owned()));
        let (_, was) = parts(table_summary(&self.heads, number))?;
        let (count, is) = parts(table_summary(&now.heads, number))?;
        let heads = if rest == was { is } else { rest.to_owned() };
        Some((format!("{start}{count}; {heads}"), rest == was || self.heads == now.heads))
    }
}

/// Tiles as their description reads them out: label, qualifier, figure and detail of each, one after the other.
pub(super) struct Tiles {
    /// What stands in the head of each, and the paragraphs below it.
    tiles: Vec<(String, Vec<String>)>,
}

impl Tiles {
    /// A table of two rows may be one of tiles.
    pub(super) fn of(table: &Element) -> Self {
        let rows: Vec<&Element> = table.elements().filter(|element| element.name == "w:tr").collect();
        let [heads, figures] = rows.as_slice() else { return Self { tiles: Vec::new() } };
        let tile = |(head, cell): (&Element, &Element)| {
            let mut paragraphs = Vec::new();
            cell.walk(&mut |element| {
                if element.name == "w:p" {
                    paragraphs.push(words_of(element));
                }
            });
            (words_of(head), paragraphs)
        };
        Self { tiles: cells(heads).zip(cells(figures)).map(tile).collect() }
    }

    /// Reads the tiles out anew where the description read them out before; gives what it says now.
    pub(super) fn follow(&self, table: &mut Element) -> Option<String> {
        let said = said_of(table)?;
        let now = Self::of(table);
        let places = self.places(&said).filter(|_| !self.tiles.is_empty())?;
        let new: Vec<String> = (0..places.len()).map(|tile| now.read_out(tile, places[tile])).collect();
        let new = new.join("; ");
        set_said(table, &new);
        Some(new)
    }

    /// After how many paragraphs the description says the label of each tile.
    fn places(&self, said: &str) -> Option<Vec<usize>> {
        let said = single_spaced(said);
        let mut rest = said.as_str();
        let mut places = Vec::new();
        for (tile, (_, paragraphs)) in self.tiles.iter().enumerate() {
            let fits = |place: &usize| {
                let after = rest.strip_prefix(self.read_out(tile, *place).as_str());
                let last = tile + 1 == self.tiles.len();
                after.is_some_and(|after| if last { after.is_empty() } else { after.starts_with("; ") })
            };
            let place = (0..=paragraphs.len()).find(fits)?;
            rest = rest.get(self.read_out(tile, place).len()..)?;
            rest = rest.strip_prefix("; ").unwrap_or(rest);
            places.push(place);
        }
        Some(places)
    }

    fn read_out(&self, tile: usize, place: usize) -> String {
        let Some((label, paragraphs)) = self.tiles.get(tile) else { return String::new() };
        let (before, after) = paragraphs.split_at(place.min(paragraphs.len()));
        let parts = before.iter().chain([label]).chain(after).filter(|part| !part.is_empty());
        parts.map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// What the description of a table says.
pub(super) fn said_of(table: &Element) -> Option<String> {
    let description = table.first("w:tblPr")?.val_of("w:tblDescription")?;
    Some(description.to_owned())
}

fn set_said(table: &mut Element, text: &str) {
    if let Some(description) = table.first_mut("w:tblPr").and_then(|p| p.first_mut("w:tblDescription")) {
        description.set("w:val", text);
    }
}
