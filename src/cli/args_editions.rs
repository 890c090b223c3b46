//! The command line of everything that is done with editions once they are built.

use super::args::{Common, ReportFormat, day};
use crate::batch::{Error, Options};
use crate::value::Day;
use clap::Args;
use std::path::PathBuf;

/// Where editions are kept.
#[derive(Debug, Args)]
pub(super) struct Kept {
    /// The project: a folder with a factsheet.toml, or such a file
    #[arg(long, value_name = "PATH", default_value = ".")]
    project: PathBuf,
    /// The folder of published editions, archive and logs [default: the project's folder]
    #[arg(long, value_name = "DIR")]
    store: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Publish {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(flatten)]
    words: Words,
}

/// What a published sheet says of itself.
#[derive(Debug, Args)]
pub(super) struct Words {
    /// The day of publication, printed on the sheets
    #[arg(long, value_name = "DATE", value_parser = day)]
    published: Option<Day>,
    /// What a revision corrects, in a sentence; printed on the sheets
    #[arg(long, value_name = "TEXT")]
    correction: Option<String>,
    /// A theme file [default: the project's]
    #[arg(long, value_name = "FILE")]
    theme: Option<PathBuf>,
    /// A mark for every page, such as DRAFT or CUI; "" takes the project's mark away
    #[arg(long, value_name = "TEXT")]
    mark: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Approve {
    #[command(flatten)]
    pub(super) common: Common,
    /// Your name
    #[arg(long, value_name = "NAME")]
    pub(super) by: String,
    /// The role that you speak for, as the project names it
    #[arg(long, value_name = "ROLE")]
    pub(super) role: String,
}

#[derive(Debug, Args)]
pub(super) struct Get {
    #[command(flatten)]
    kept: Kept,
    /// The edition: 2024-12-31, 2024-12, or one of its revisions, 2024-12/r1
    pub(super) edition: String,
    /// The folder to make [default: the edition and its revision, here]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Support {
    #[command(flatten)]
    kept: Kept,
    /// The edition: 2024-12-31, 2024-12, or one of its revisions, 2024-12/r1
    pub(super) edition: String,
    /// Only this figure's receipt
    #[arg(long, value_name = "FIGURE")]
    pub(super) figure: Option<String>,
    /// The folder to make
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Reproduce {
    #[command(flatten)]
    kept: Kept,
    /// The edition: 2024-12-31, 2024-12, or one of its revisions, 2024-12/r1
    pub(super) edition: String,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(super) format: ReportFormat,
    /// Use at most N threads [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
}

#[derive(Debug, Args)]
pub(super) struct Status {
    #[command(flatten)]
    kept: Kept,
    /// The folder of working editions [default: out/ in the store]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Exit with 1 when the newest published edition is older, counted from its as-of date: 35d
    #[arg(long, value_name = "DAYS", value_parser = age)]
    pub(super) max_age: Option<u16>,
    /// How the report is printed
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(super) format: ReportFormat,
}

fn age(text: &str) -> Result<u16, String> {
    let days = text.strip_suffix('d').unwrap_or(text).parse();
    days.map_err(|_| "write a number of days, such as 35d".to_owned())
}

impl Words {
    /// Adds them to options.
    pub(super) fn on(&self, options: Options) -> Options {
        Options {
            published: self.published,
            correction: self.correction.clone(),
            theme: self.theme.clone(),
            mark: self.mark.clone(),
            ..options
        }
    }
}

impl Publish {
    pub(super) fn options(&self) -> Result<Options, Error> {
        Ok(self.words.on(self.common.options()?))
    }
}

impl Kept {
    fn options(&self) -> Options {
        Options { project: self.project.clone(), store: self.store.clone(), ..Options::default() }
    }
}

impl Get {
    pub(super) fn options(&self) -> Options {
        self.kept.options()
    }
}

impl Support {
    pub(super) fn options(&self) -> Options {
        self.kept.options()
    }
}

impl Reproduce {
    pub(super) fn options(&self) -> Options {
        self.kept.options()
    }
}

impl Status {
    pub(super) fn options(&self) -> Options {
        Options { out: self.out.clone(), ..self.kept.options() }
    }
}
