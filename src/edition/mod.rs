//! Finished bytes → an edition: a folder whose `public/` may be mailed as it is, and whose `internal/` says how it
//! came about. An edition is written aside and takes its place whole; a run that fails leaves the earlier one as
//! it was.

mod accessibility;
mod accessibility_word;
mod approval;
mod archive;
mod copy;
mod data_files;
mod folder;
mod journal;
mod ledger;
mod proof;
mod publish;
mod quality;
mod rejects;
mod reread;
mod store;
pub mod verify;

pub use accessibility::{Finished, accessibility_faults, accessibility_json, accessibility_markdown};
pub use accessibility_word::{word_accessibility, word_findings};
pub use approval::{Roles, Voice, record, seal, voices};
pub use archive::{Archive, archived};
pub use copy::copy_out;
pub use data_files::{figures_csv, figures_json, row_keys_csv};
pub use folder::{EditionFiles, OutputFile, hold, place, read_folder, write_file, write_private};
pub use journal::{append, entries};
pub use ledger::{Earlier, Previous, accounting_files, earlier, ledger_file};
pub use proof::{prove_docx, prove_pdf};
pub use publish::{freeze, look_over};
pub use quality::{quality_report, receipts_json, rejects_csv};
pub use rejects::leave_rejects;
pub use reread::{KeptFigures, kept_figures};
pub use store::{Publication, Revision, Store};
