//! `factsheet` turns CSV exports of case outcomes and seizures into fact sheets whose figures are proved.
//!
//! The modules are the stages of the flow, in order; each imports only from those before it.
//!
//! | stage | turns … into … |
//! |---|---|
//! | [`project`] | `factsheet.toml` into a checked project |
//! | [`records`] | CSV bytes into valid records and a reconciliation |
//! | [`figures`] | records into exact figures with receipts, and into what may be shown of them |
//! | [`document`] | figures and a template into blocks and inlines |
//! | [`render`] | a document into the bytes of a PDF, a Word file or plain text |
//! | [`edition`] | bytes into a folder that takes its place whole, and is published; copies are held against it |
//! | [`batch`] | the whole program as one function |
//! | [`cli`] | arguments into a call, a printed result and an exit code |
//!
//! [`value`] holds the words that all of them use: exact numbers, days, terms, and problems with their place.

pub mod batch;
pub mod cli;
pub mod document;
pub mod edition;
pub mod figures;
pub mod project;
pub mod records;
pub mod render;
pub mod value;
