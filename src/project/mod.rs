//! `factsheet.toml` → a checked [`Project`]. Everything that can be known to be wrong without reading a single
//! row is found here, and reported all at once with line, column and the nearest right name.

mod advice;
mod approval;
mod breakdowns;
mod check;
mod checker;
mod claims;
mod columns;
mod decisions;
mod derived;
mod figures;
mod file;
mod filter;
mod forms;
mod kinds;
mod locate;
mod model;
mod restatements;
mod sources;
mod units;

pub use checker::fold;
pub use file::{Encoding, RequiredBlock, RestatementKind, SheetFormat, SourceKind, Status, YearKind};
pub use model::{
    Acceptance, Approval, Bands, BlankUnit, Breakdown, Claim, ClaimKind, CodeList, ColumnDef, ColumnKind, Comparison,
    Condition, Correction, Decision, Decisions, Derivation, DerivedKind, Dimension, Edges, Exclusion, Fact, FigureDef,
    Filter, Measure, NumberFormat, Operand, OverTime, Privacy, Program, Project, Protect, QuantityUnit, Reduction,
    Restatement, RowName, Scale, Sheet, Source, Take, TermPart, TermParts, Test, Unchanged, Withdrawal,
};
pub use units::{MassUnit, Unit, unit_named};

use crate::value::Problem;

impl Project {
    /// Reads a project file; `name` is how messages call it.
    ///
    /// # Errors
    /// Every problem of the file, or the one that keeps it from being read at all.
    pub fn parse(name: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let raw =
            toml::from_str(text).map_err(|error| vec![advice::with_advice(Problem::from_toml(name, text, &error))])?;
        check::check(name, text, raw)
    }
}
