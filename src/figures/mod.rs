//! Records → figures with receipts: the only arithmetic on data.
//!
//! [`compute`] measures every figure of the project for every window and breakdown, exactly. [`release`] decides
//! once what may be shown; every output takes its values from that [`Released`] result and from nowhere else, so
//! that no template, chart or attachment can show what another one withholds.

mod accounting;
mod bounds;
mod cells;
mod claim;
mod compute;
mod conditions;
mod derived;
mod exposure;
mod identity;
mod implies;
mod keys;
mod late;
mod meaning;
mod measure;
mod populations;
mod print;
mod proved;
mod questions;
mod receipt;
mod relations;
mod release;
mod remainders;
mod rounding;
mod same_things;
mod slices;
mod spans;
mod statements;
mod statistics;
mod suppress;
mod tally;
mod window;
mod withdrawals;

pub use accounting::{Account, Accounted, Accounting, REVISED, SumAccount, Withdrawn, account, accounts, restated};
pub use cells::{BreakdownSlices, Cell, CellKey, Computed, Crossing, FigureCells, Slice, Value};
pub use claim::ClaimText;
pub use compute::{compute, rows_behind};
pub use conditions::unmet_conditions;
pub use identity::identifying;
pub use late::late;
pub use questions::{release_after_answers, release_answers};
pub use receipt::{FileDigest, Receipt, RowCounts};
pub use release::{LookupError, Released, ReleasedFigure, Shown, release, release_with};
pub use statements::{Statement, Verdict, test_statements};
pub use suppress::Protection;
pub use tally::{FigureTally, Tally, Thing, tally};
pub use window::{Calendar, Window};
