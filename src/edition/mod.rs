//! Finished bytes → an edition: a folder whose `public/` may be mailed as it is, and whose `internal/` says how it
//! came about. An edition is written aside and takes its place whole; a run that fails leaves the earlier one as
//! it was.

mod data_files;
mod folder;
mod quality;

pub use data_files::{figures_csv, figures_json};
pub use folder::{EditionFiles, OutputFile, place, write_file};
pub use quality::{quality_report, receipts_json, rejects_csv};
