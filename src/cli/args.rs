//! The command line.

use super::args_copies::{Diff, Verify};
use super::args_editions::{Approve, Get, Publish, Reproduce, Status, Support, Words};
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
    /// Say whether an edition could be built, and what is in the way; writes no edition
    Check(Check),
    /// Print all figures with their exact values
    Figures(Figures),
    /// Bring the figures of a Word file that was edited up to another edition, and keep its words
    Refresh(Refresh),
    /// Say how a figure came about: definition, rows, files
    Explain(Explain),
    /// Answer a question with a figure that may be given out
    Ask(Ask),
    /// Freeze an edition as a published revision, which never changes again
    Publish(Publish),
    /// Say that a role approves the sheets of the working edition
    Approve(Approve),
    /// Hand out the published files of an edition
    Get(Get),
    /// Make the folder that an auditor asks for
    Support(Support),
    /// Make a published edition again from the archive, and say whether it is the same
    Reproduce(Reproduce),
    /// Show what is published, what awaits approval and what is missing
    Status(Status),
    /// Say of which edition copies are, and whether they still say what was published
    Verify(Verify),
    /// Show what changed from one edition to another
    Diff(Diff),
    /// Show what a new export looks like, with a [sources] block to paste into the project file
    Inspect(Inspect),
}

impl Command {
    /// How many threads the run may use, where it is asked to be modest.
    pub(super) const fn threads(&self) -> Option<u16> {
        match self {
            Self::Build(build) => build.common.threads,
            Self::Check(check) => check.common.threads,
            Self::Figures(figures) => figures.common.threads,
            Self::Explain(explain) => explain.common.threads,
            Self::Ask(ask) => ask.common.threads,
            Self::Publish(publish) => publish.common.threads,
            Self::Approve(approve) => approve.common.threads,
            Self::Reproduce(reproduce) => reproduce.threads,
            Self::Refresh(refresh) => refresh.threads,
            Self::Get(_) | Self::Support(_) | Self::Status(_) | Self::Verify(_) | Self::Diff(_) | Self::Inspect(_) => {
                None
            }
        }
    }
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
    /// The folder of editions [default: out/ in the store]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The folder of published editions, archive and logs [default: the project's folder]
    #[arg(long, value_name = "DIR")]
    store: Option<PathBuf>,
    /// The folder of the edition before this one [default: the latest published one, else the latest in the folder of
    /// editions]
    #[arg(long, value_name = "DIR")]
    previous: Option<PathBuf>,
    /// Count only what was known on this day; what is built goes to a partial folder, not into the edition
    #[arg(long, value_name = "DATE", value_parser = day)]
    known_by: Option<Day>,
    /// Use at most N threads [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
}

#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(flatten)]
    words: Words,
    /// Publish the edition when it is built, as for a scheduled run
    #[arg(long, conflicts_with_all = ["sheet", "only"])]
    pub(super) publish: bool,
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
pub(super) struct Check {
    #[command(flatten)]
    pub(super) common: Common,
    /// Test the numbers that a text states instead, such as a draft press release
    #[arg(long, value_name = "FILE")]
    pub(super) claims: Option<PathBuf>,
    /// How the report is printed
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(super) format: ReportFormat,
}

/// How a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For reading
    Text,
    /// For other programs
    Json,
}

#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// The export
    pub(super) file: PathBuf,
    /// The sign between columns [default: the one that splits the file best]
    #[arg(long, value_name = "SIGN", value_parser = delimiter)]
    pub(super) delimiter: Option<u8>,
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"\\t" | b"tab" => Ok(b'\t'),
        [sign] if sign.is_ascii() => Ok(*sign),
        _ => Err("write one sign, such as \";\", or \\t".to_owned()),
    }
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
    /// The project: a folder with a factsheet.toml, or such a file
    #[arg(long, value_name = "PATH", default_value = ".")]
    project: PathBuf,
    /// The last day that counts: a date such as 2024-12-31, or last-month [default: the project's]
    #[arg(long, value_name = "DATE", value_parser = as_of)]
    as_of: Option<AsOf>,
    /// The folder with the exports [default: input/ beside the project file]
    #[arg(long, value_name = "DIR")]
    input: Option<PathBuf>,
    /// Use at most N threads [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    /// The Word file
    #[arg(value_name = "FILE.docx")]
    file: PathBuf,
    /// The folder of the edition whose figures it gets, such as out/2024-12-31 [default: computed from the project]
    #[arg(long, value_name = "DIR", conflicts_with_all = ["as_of", "input"])]
    edition: Option<PathBuf>,
    /// The day of publication, for a sheet that prints one
    #[arg(long, value_name = "DATE", value_parser = day)]
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

#[derive(Debug, Args)]
pub(super) struct Explain {
    #[command(flatten)]
    pub(super) common: Common,
    /// The figure
    pub(super) figure: String,
    /// One slice of it, such as district=TXS (may be repeated for a table of two dimensions)
    #[arg(long, value_name = "COLUMN=CODE", value_parser = slice)]
    pub(super) by: Vec<(String, String)>,
    /// Write the keys of the counted rows to this file; it identifies persons
    #[arg(long, value_name = "FILE")]
    pub(super) rows: Option<PathBuf>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(super) format: ReportFormat,
}

#[derive(Debug, Args)]
pub(super) struct Ask {
    #[command(flatten)]
    pub(super) common: Common,
    /// The figure
    pub(super) figure: String,
    /// Only this slice, such as district=AZ (may be repeated)
    #[arg(long = "where", value_name = "COLUMN=CODE", value_parser = slice)]
    pub(super) slices: Vec<(String, String)>,
    /// The period: 2024, FY2024, month [default: since the program's start]
    #[arg(long, value_name = "PERIOD", default_value = "")]
    pub(super) period: String,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(super) format: ReportFormat,
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
    /// A table to paste
    Markdown,
}

impl Common {
    pub(super) fn options(&self) -> Result<Options, Error> {
        Ok(Options {
            project: self.project.clone(),
            as_of: self.as_of.unwrap_or(AsOf::Project),
            input: self.input.clone(),
            out: self.out.clone(),
            store: self.store.clone(),
            previous: self.previous.clone(),
            known_by: self.known_by,
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
        let options = Options { sheets: self.sheet.clone(), only: formats.collect(), ..self.common.options()? };
        Ok(self.words.on(options))
    }
}

impl Refresh {
    pub(super) fn options(&self) -> RefreshOptions {
        RefreshOptions {
            project: Options {
                project: self.project.clone(),
                as_of: self.as_of.unwrap_or(AsOf::Project),
                published: self.published,
                input: self.input.clone(),
                ..Options::default()
            },
            file: self.file.clone(),
            edition: self.edition.clone(),
            out: self.out.clone(),
            flatten: self.flatten,
            force: self.force,
        }
    }
}

fn slice(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').map(|(column, code)| (column.to_owned(), code.to_owned()));
    parts.ok_or_else(|| "write it as district=AZ".to_owned())
}

pub(super) fn day(text: &str) -> Result<Day, String> {
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
