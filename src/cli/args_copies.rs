//! The command line of what compares: a copy with its edition, an edition with another.

use super::args::ReportFormat;
use crate::batch::{Options, VerifyOptions};
use clap::Args;
use std::path::PathBuf;

/// Where editions are looked for.
#[derive(Debug, Args)]
pub(super) struct Editions {
    /// The project: a folder with a factsheet.toml, or such a file
    #[arg(long, value_name = "PATH", default_value = ".")]
    project: PathBuf,
    /// The folder of published editions, archive and logs [default: the project's folder]
    #[arg(long, value_name = "DIR")]
    store: Option<PathBuf>,
    /// The folder of working editions [default: out/ in the store]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The copies: PDF, Word or text files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    editions: Editions,
    /// The edition that they are presented as, such as 2024-12 [default: the one that their names say]
    #[arg(long, value_name = "EDITION")]
    edition: Option<String>,
    /// Fail for changed words, too
    #[arg(long)]
    strict: bool,
    /// Print the changed words as a patch of the templates
    #[arg(long, conflicts_with = "format")]
    pub(super) as_template_patch: bool,
    /// How the report is printed
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(super) format: ReportFormat,
}

#[derive(Debug, Args)]
pub(super) struct Diff {
    /// An edition, such as 2024-11, 2024-11/r1, or its folder
    #[arg(value_name = "FROM")]
    pub(super) from: String,
    /// Another edition
    #[arg(value_name = "TO")]
    pub(super) to: String,
    #[command(flatten)]
    editions: Editions,
    /// How the report is printed
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(super) format: ReportFormat,
}

impl Editions {
    fn options(&self) -> Options {
        Options {
            project: self.project.clone(),
            store: self.store.clone(),
            out: self.out.clone(),
            ..Options::default()
        }
    }
}

impl Verify {
    pub(super) fn options(&self) -> VerifyOptions {
        VerifyOptions {
            project: self.editions.options(),
            files: self.files.clone(),
            edition: self.edition.clone(),
            strict: self.strict,
        }
    }
}

impl Diff {
    pub(super) fn options(&self) -> Options {
        self.editions.options()
    }
}
