//! A slice → the conditions that a row in it meets, so that "arrests by role, leaders" and "arrests of leaders" are
//! seen to be the same records. Slices of time are periods and have no conditions.

use super::cells::BreakdownSlices;
use super::slices::OTHER;
use crate::project::{ColumnKind, Comparison, Condition, Dimension, Edges, FigureDef, Operand, Project, Test};
use crate::value::Place;

/// A slice, by dimension and code, with what a row in it meets.
pub(super) type Meaning = ((String, String), Vec<Condition>);

/// What the rows of each slice of a breakdown meet.
pub(super) fn meanings(
    project: &Project,
    figure: &FigureDef,
    dimension: &Dimension,
    slices: &BreakdownSlices,
) -> Vec<Meaning> {
    let codes = slices.slices.iter().map(|slice| slice.code.as_str());
    let named = |code: &str, tests: Vec<(&str, Test)>| {
        let conditions = tests.into_iter().map(|(column, test)| Condition {
            column: column.to_owned(),
            test,
            since: None,
            place: Place::default(),
        });
        ((dimension.name().to_owned(), code.to_owned()), conditions.collect())
    };
    match dimension {
        Dimension::Column(column) => {
            let kind = project.sources.get(&figure.source).and_then(|s| s.columns.get(column)).map(|c| &c.kind);
            let is_flag = matches!(kind, Some(ColumnKind::Flag { .. }));
            let others =
                || codes.clone().filter(|code| !code.is_empty() && *code != OTHER).map(str::to_owned).collect();
            let tests = |code: &str| match code {
                "" => vec![(column.as_str(), Test::Missing(true))],
                "Yes" | "No" if is_flag => vec![(column.as_str(), Test::Flag(code == "Yes"))],
                OTHER => vec![(column.as_str(), Test::Missing(false)), (column.as_str(), Test::Not(others()))],
                _ => vec![(column.as_str(), Test::Is(vec![code.to_owned()]))],
            };
            codes.clone().map(|code| named(code, tests(code))).collect()
        }
        Dimension::Bands { column, bands } => {
            let Some(bands) = project.bands.get(bands) else { return Vec::new() };
            let edges = operands(&bands.edges);
            let tests = |code: &str| match bands.names.iter().position(|name| name == code) {
                Some(at) => {
                    let from = at.checked_sub(1).and_then(|at| edges.get(at)).map(|e| (Comparison::AtLeast, *e));
                    let to = edges.get(at).map(|e| (Comparison::Under, *e));
                    let both = [from, to].into_iter().flatten();
                    both.map(|(how, edge)| (column.as_str(), Test::Compare(how, edge))).collect()
                }
                None => vec![(column.as_str(), Test::Missing(true))],
            };
            codes.clone().map(|code| named(code, tests(code))).collect()
        }
        Dimension::Year | Dimension::FiscalYear | Dimension::Quarter | Dimension::FiscalQuarter | Dimension::Month => {
            Vec::new()
        }
    }
}

fn operands(edges: &Edges) -> Vec<Operand> {
    match edges {
        Edges::Terms(terms) => terms.iter().map(|term| Operand::Term(*term)).collect(),
        Edges::Amounts(amounts) => amounts.iter().map(|amount| Operand::Amount(*amount)).collect(),
    }
}
