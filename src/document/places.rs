//! A fenced block or a link of the filled text → the template or partial and the line where it is written. Filling
//! moves lines, so the block is found again by its kind and by those of its lines that hold nothing filled in.

use super::template::Templates;
use super::tokens::OPEN;
use crate::project::Sheet;
use crate::value::{Place, Problem};

/// Where a block is written, when there is only one that it can be.
pub(super) fn of_fence(sheet: &Sheet, templates: &Templates, kind: &str, body: &str) -> Option<Place> {
    let own: Vec<&str> = body.lines().map(str::trim).filter(|l| !l.is_empty() && !l.contains(OPEN)).collect();
    let mut found = texts(sheet, templates).flat_map(|(file, text)| {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let places = (0..lines.len()).filter(|at| is_written(&lines[*at..], kind, &own));
        places.map(|at| Place::at(file, at as u64 + 1, 0)).collect::<Vec<_>>()
    });
    found.next().filter(|_| found.next().is_none())
}

/// Where a link to an address is written, when there is only one.
pub(super) fn of_link(sheet: &Sheet, templates: &Templates, url: &str) -> Option<Place> {
    let written = format!("]({}", url.split(OPEN).next().unwrap_or_default());
    let mut found = texts(sheet, templates).flat_map(|(file, text)| {
        let lines =
            text.lines().enumerate().flat_map(|(at, line)| line.match_indices(&written).map(move |m| (at, line, m.0)));
        let place = |(at, line, end): (usize, &str, usize)| {
            let column = line[..line[..end].rfind('[').unwrap_or(end)].chars().count();
            Place::at(file, at as u64 + 1, column as u64 + 1)
        };
        lines.map(place).collect::<Vec<_>>()
    });
    found.next().filter(|_| found.next().is_none())
}

/// The files that a sheet may be written in, with their texts.
fn texts<'t>(sheet: &'t Sheet, templates: &'t Templates) -> impl Iterator<Item = (&'t String, &'t String)> {
    let main = templates.sheets.get(&sheet.template).map(|text| (&sheet.template, text));
    main.into_iter().chain(templates.partials.values().map(|(file, text)| (file, text)))
}

/// Whether lines begin with a block of that kind that holds all of its own lines.
fn is_written(lines: &[&str], kind: &str, own: &[&str]) -> bool {
    let Some((opening, rest)) = lines.split_first() else { return false };
    let name = opening.trim_start_matches('`');
    if opening.len() - name.len() < 3 || name.trim() != kind {
        return false;
    }
    let fence = &opening[..opening.len() - name.len()];
    let end = rest.iter().position(|line| *line == fence).unwrap_or(rest.len());
    own.iter().all(|line| rest[..end].iter().any(|written| written.contains(line)))
}

/// Gives a place to the problems that have none but a file.
pub(super) fn give(place: Option<&Place>, problems: &mut [Problem]) {
    let Some(place) = place else { return };
    for problem in problems.iter_mut().filter(|problem| problem.place.line == 0) {
        problem.place = place.clone();
    }
}
