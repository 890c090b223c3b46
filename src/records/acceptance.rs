//! `[[accept]]` → rejected rows that are left out. A row is accepted by its digest, never by number, and never when
//! it could have taken the place of a row that counts.

use super::fate::Fates;
use super::offices::{Judge, Offices};
use super::parse::Cell;
use super::row::RejectedRow;
use super::table::Table;
use crate::project::Acceptance;
use crate::value::Problem;
use std::cmp::Ordering;

/// Rejected rows, parted by whether a person has accepted them.
#[derive(Debug, Default)]
pub(super) struct Parted {
    /// Rows that stop the build.
    pub(super) refused: Vec<RejectedRow>,
    /// Rows that are left out.
    pub(super) left_out: Vec<RejectedRow>,
    /// Acceptances that met no row.
    pub(super) problems: Vec<Problem>,
}

/// Parts the rejected rows of a source.
pub(super) fn part(judge: &Judge<'_>, rejects: Vec<RejectedRow>) -> Parted {
    let mut parted = Parted::default();
    let unmet = acceptances(judge).filter(|a| !rejects.iter().any(|row| row.row == a.row));
    parted.problems.extend(unmet.map(|acceptance| {
        let what = format!("the acceptance met nothing: {} has no rejected row {}", judge.source.name, acceptance.row);
        let todo = "take it out if the row was mended or is gone; a row that has changed is another row";
        Problem::new(acceptance.decision.place.clone(), what, todo)
    }));
    let accepted = |row: &RejectedRow| acceptances(judge).any(|acceptance| acceptance.row == row.row);
    (parted.left_out, parted.refused) = rejects.into_iter().partition(accepted);
    parted
}

fn acceptances<'a>(judge: &'a Judge<'_>) -> impl Iterator<Item = &'a Acceptance> {
    let all = judge.project.decisions.accepted.iter();
    all.filter(|acceptance| acceptance.decision.holds(&judge.source.name, judge.as_of))
}

/// One problem for each accepted row that could have taken the place of one that counts.
pub(super) fn conflicts(
    judge: &Judge<'_>,
    left_out: &[RejectedRow],
    table: &Table,
    fates: &Fates<'_>,
    offices: &Offices,
) -> Vec<Problem> {
    let counts = |row: &&RejectedRow| !offices.files.iter().any(|f| f.name == row.file && (f.replaced || f.copy));
    let conflicting = left_out.iter().filter(counts).filter_map(|row| {
        let standing = standing(judge, row, fates)?;
        let earlier = order(judge, row, table, standing) == Some(Ordering::Greater);
        (!earlier).then_some((row, standing))
    });
    conflicting
        .map(|(row, standing)| {
            let acceptance = acceptances(judge).find(|acceptance| acceptance.row == row.row);
            let place = acceptance.map(|acceptance| acceptance.decision.place.clone()).unwrap_or_default();
            let what = format!(
                "the row {} ({}:{}) cannot be left out: it has the key of {}, and may be the later one",
                row.row,
                row.file,
                row.line,
                table.place(standing)
            );
            Problem::new(place, what, "write [[corrections]] for its fields instead, or get a better export")
        })
        .collect()
}

/// The row that stands for the record of a rejected row, if its key could be read.
fn standing(judge: &Judge<'_>, row: &RejectedRow, fates: &Fates<'_>) -> Option<usize> {
    let key: Option<Vec<Cell>> = judge.source.key.iter().map(|name| cell(judge, row, name).cloned()).collect();
    fates.standing(fates.keys.find(&key?)?)
}

fn cell<'r>(judge: &Judge<'_>, row: &'r RejectedRow, column: &str) -> Option<&'r Cell> {
    row.cells.get(judge.source.columns.get_index_of(column)?)?.as_ref()
}

/// The order of a standing row and a rejected one, as far as it can be read.
fn order(judge: &Judge<'_>, row: &RejectedRow, table: &Table, standing: usize) -> Option<Ordering> {
    for name in &judge.source.latest_by {
        let order = table.compare_cell(name, standing, cell(judge, row, name)?);
        if order != Ordering::Equal {
            return Some(order);
        }
    }
    None
}
