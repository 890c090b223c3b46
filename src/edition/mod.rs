//! Finished bytes → an edition: a folder whose `public/` may be mailed as it is, and whose `internal/` says how it
//! came about. An edition is written aside and takes its place whole; a run that fails leaves the earlier one as
//! it was.

mod accessibility;
mod data_files;
mod folder;
mod ledger;
mod proof;
mod quality;
mod rejects;
mod store;

pub use accessibility::{Finished, accessibility_faults, accessibility_json, accessibility_markdown};
pub use data_files::{figures_csv, figures_json, row_keys_csv};
pub use folder::{EditionFiles, OutputFile, place, write_file};
pub use ledger::{Earlier, Previous, accounting_files, earlier, ledger_file};
pub use proof::{prove_docx, prove_pdf};
pub use quality::{quality_report, receipts_json, rejects_csv};
pub use rejects::leave_rejects;
pub use store::{Publication, Revision, Store, sha256};
