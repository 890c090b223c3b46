//! A copy of a sheet, wherever it has been → whether it still says what was published: figures that no longer match,
//! blocks that are gone, words that were changed, numbers that were typed by hand.

mod alike;
mod compare;
mod reading;
mod required;

pub use compare::{Finding, FindingKind, Original, changed_words, compare};
pub use reading::{Copy, Part, PartKind};
pub use required::{Required, required_file, required_in};
