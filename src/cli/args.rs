//! The command line.

use crate::batch::{AsOf, Error, Options, RefreshOptions};
use crate::project::SheetFormat;
use crate::value::Day;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turns CSV exports of case outcomes and seizures into fact sheets whose figures are proved.
#[derive(Debug, Parser)]
#[command(name = "factsheet", version, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make all sheets of an edition
    Build(Build),
    /// Print all figures with their exact values
    Figures(Figures),
    /// Bring the figures of a Word file that was edited up to another edition, and keep its words
    Refresh(Refresh),
}

#[derive(Debug, Args)]
pub(super) struct Common {
    /// The project: a folder with a factsheet.toml, or such a file
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub(super) project: PathBuf,
    /// The last day that counts: a date such as 2024-12-31, or last-month [default: the project's]
    #[arg(long, value_name = "DATE", value_parser = as_of)]
    pub(super) as_of: Option<AsOf>,
    /// The folder with the exports [default: input/ beside the project file]
    #[arg(long, value_name = "DIR")]
    pub(super) input: Option<PathBuf>,
    /// Use at most N threads [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
}

#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    pub(super) common: Common,
    /// The day of publication, printed on the sheets
    #[arg(long, value_name = "DATE", value_parser = day)]
    published: Option<Day>,
    /// The folder for editions [default: out/ beside the project file]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Make only this sheet (may be repeated); it goes to a partial folder, not into the edition
    #[arg(long, value_name = "NAME")]
    sheet: Vec<String>,
    /// Make only these formats; they go to a partial folder, not into the edition
    #[arg(long, value_name = "FORMATS", value_delimiter = ',')]
    only: Vec<Format>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Pdf,
    Docx,
    Txt,
}

#[derive(Debug, Args)]
pub(super) struct Figures {
    #[command(flatten)]
    pub(super) common: Common,
    /// How they are printed
    #[arg(long, value_enum, default_value_t = FiguresFormat::Table)]
    pub(super) format: FiguresFormat,
}

#[derive(Debug, Args)]
pub(super) struct Refresh {
    #[command(flatten)]
    pub(super) common: Common,
    /// The Word file
    #[arg(value_name = "FILE.docx")]
    file: PathBuf,
    /// The folder of the edition whose figures it gets, such as out/2024-12-31 [default: computed from the project]
    #[arg(long, value_name = "DIR", conflicts_with_all = ["as_of", "input"])]
    edition: Option<PathBuf>,
    /// The day of publication, where no edition's folder says it
    #[arg(long, value_name = "DATE", value_parser = day, conflicts_with = "edition")]
    published: Option<Day>,
    /// The file to write [default: FILE-refreshed.docx beside it]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Take the figures out of their controls, for pasting elsewhere; the file cannot be refreshed again
    #[arg(long)]
    flatten: bool,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

/// How figures are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FiguresFormat {
    /// For reading
    Table,
    /// Exact values as text
    Json,
    /// One line for each value
    Csv,
}

impl Common {
    pub(super) fn options(&self) -> Result<Options, Error> {
        Ok(Options {
            project: self.project.clone(),
            as_of: self.as_of.unwrap_or(AsOf::Project),
            input: self.input.clone(),
            ..Options::default()
        })
    }
}

impl Build {
    pub(super) fn options(&self) -> Result<Options, Error> {
        let formats = self.only.iter().map(|format| match format {
            Format::Pdf => SheetFormat::Pdf,
            Format::Docx => SheetFormat::Docx,
            Format::Txt => SheetFormat::Txt,
        });
        Ok(Options {
            published: self.published,
            out: self.out.clone(),
            sheets: self.sheet.clone(),
            only: formats.collect(),
            ..self.common.options()?
        })
    }
}

impl Refresh {
    pub(super) fn options(&self) -> Result<RefreshOptions, Error> {
        Ok(RefreshOptions {
            project: Options { published: self.published, ..self.common.options()? },
            file: self.file.clone(),
            edition: self.edition.clone(),
            out: self.out.clone(),
            flatten: self.flatten,
            force: self.force,
        })
    }
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "write a date as 2024-12-31".to_owned())
}

fn as_of(text: &str) -> Result<AsOf, String> {
    if text == "last-month" {
        return Ok(AsOf::LastMonth);
    }
    Day::parse(text).map(AsOf::Day).ok_or_else(|| "write a date as 2024-12-31, or last-month".to_owned())
}

/// Sets the number of threads for the whole run.
pub(super) fn limit_threads(threads: Option<u16>) -> Result<(), Error> {
    let Some(threads) = threads else { return Ok(()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
    pool.build_global().map_err(|error| Error::Io(error.to_string()))
}
