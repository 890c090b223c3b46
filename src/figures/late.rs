//! The account of each figure → the late entries of which a sheet may tell: things that happened before the as-of date
//! of the edition before, and that it did not count.

use super::accounting::{Account, Accounting};
use crate::project::{FigureDef, Project, Protect};
use indexmap::IndexMap;

/// How many late entries a figure has, for the figures that have any of which may be told.
#[must_use]
pub fn late(project: &Project, accounting: &Accounting) -> IndexMap<String, u64> {
    let told = accounting.figures.iter().filter(|account| account.late > 0 && may_be_told(project, account));
    told.map(|account| (account.figure.clone(), account.late)).collect()
}

/// A late entry of persons may be a matter that was unsealed, so fewer than the smallest cell are never told. Where
/// something was withdrawn too, the totals of both editions and the late entries would tell how much; without that they
/// tell nothing that the totals do not. Counts that are protected over time are compared with no earlier ones.
fn may_be_told(project: &Project, account: &Account) -> bool {
    let Some(figure) = project.figures.get(&account.figure) else { return false };
    if !project.is_of_persons(&figure.source) {
        return true;
    }
    let over_time =
        |other: &FigureDef| other.source == figure.source && other.by.iter().any(|by| by.protect == Protect::OverTime);
    account.withdrawn == 0
        && account.late >= u64::from(project.privacy.smallest_cell)
        && !project.figures.values().any(over_time)
}
