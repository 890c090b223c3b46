//! A fenced block of the filled text → the template or partial and the line where it is written. Filling moves lines, so
//! the block is found again by its kind and by those of its lines that hold nothing filled in.

use super::template::Templates;
use super::tokens::OPEN;
use crate::project::Sheet;
use crate::value::{Place, Problem};

/// Where a block is written, when there is only one that it can be.
pub(super) fn of_fence(sheet: &Sheet, templates: &Templates, kind: &str, body: &str) -> Option<Place> {
    let own: Vec<&str> = body.lines().map(str::trim).filter(|l| !l.is_empty() && !l.contains(OPEN)).collect();
    let main = templates.sheets.get(&sheet.template).map(|text| (&sheet.template, text));
    let partials = templates.partials.values().map(|(file, text)| (file, text));
    let mut found = main.into_iter().chain(partials).flat_map(|(file, text)| {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let places = (0..lines.len()).filter(|at| is_written(&lines[*at..], kind, &own));
        places.map(|at| Place::at(file, at as u64 + 1, 0)).collect::<Vec<_>>()
    });
    found.next().filter(|_| found.next().is_none())
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
