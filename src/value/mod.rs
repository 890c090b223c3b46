//! The words that every stage uses: exact numbers, days and periods, prison terms, and the form in which
//! anything that is wrong is reported. They hold values and rules, never data or files, so that all stages
//! may share them without knowing each other.

mod amount;
mod day;
mod digest;
mod moment;
mod problem;
mod ratio;
mod term;
mod text;

pub use amount::{Amount, AmountError};
pub use day::{Day, Period, YearStart};
pub use digest::sha256;
pub use moment::{Moment, Zone, format_fault, has_short_year, parse_moment};
pub use problem::{Place, Problem, nearest};
pub use ratio::Ratio;
pub use term::Term;
pub use text::{file_name, is_language_tag, single_spaced};
