//! The whole program: files in, an edition out. [`build`] reads as the list of what happens; every step belongs
//! to another stage, and only this stage and [`crate::edition`] touch the file system or the clock.

mod approve;
mod ask;
mod check;
mod count;
mod diff;
mod editions;
mod error;
mod explain;
mod exports;
mod handout;
mod held;
mod load;
mod made;
mod manifest;
mod publish;
mod questions;
mod refresh;
mod render;
mod report;
mod reproduce;
mod revision;
mod runs;
mod shelf;
mod status;
mod summary;
mod template_patch;
mod verify;
mod word;

pub use approve::{Approval, approve};
pub use ask::{Answer, ask};
pub use check::CheckReport;
pub use count::{Counted, count};
pub use diff::{ChangedSheet, ChangedValue, Difference, EditionNamed, diff};
pub use error::{Error, Refused};
pub use explain::{Explanation, explain, test_text};
pub use handout::{Handout, get, support};
pub use publish::{Published, build_and_publish, publish};
pub use questions::Question;
pub use refresh::{RefreshOptions, RefreshReport, refresh};
pub use report::{Progress, Report, SourceReport, WrittenFile};
pub use reproduce::{Reproduction, reproduce};
pub use shelf::Kept;
pub use status::{PublishedEdition, StatusReport, WorkingEdition, status};
pub use template_patch::{TemplatePatch, template_patch};
pub use verify::{Verified, VerifyOptions, verify};

use crate::edition::{self, EditionFiles, OutputFile, Store, quality_report, receipts_json};
use crate::project::{Project, Sheet, SheetFormat};
use crate::records::{self, Inspection, Warning};
use crate::value::{Day, Problem};
use made::Made;
use manifest::Manifest;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The day up to which events count, as a person says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// The project's own date.
    Project,
    /// This day.
    Day(Day),
    /// The last day of the month before this one.
    LastMonth,
}

/// What to build.
#[derive(Debug, Clone)]
pub struct Options {
    /// The project file, or the folder that holds `factsheet.toml`.
    pub project: PathBuf,
    /// The as-of date.
    pub as_of: AsOf,
    /// The day of publication, if it is known.
    pub published: Option<Day>,
    /// Where the exports lie, instead of the project's `input/`.
    pub input: Option<PathBuf>,
    /// Where editions go; `out/` beside the project file when `None`.
    pub out: Option<PathBuf>,
    /// The folder of editions, archive and logs; the project's own when `None`.
    pub store: Option<PathBuf>,
    /// What a revision corrects, as it is printed on its sheets.
    pub correction: Option<String>,
    /// The files of a published revision, in place of those of the project.
    pub archived: Option<Arc<Kept>>,
    /// The folder of the edition before this one, in place of the latest that there is.
    pub previous: Option<PathBuf>,
    /// Only what was known on this day, as the sources' `recorded_on` tells it.
    pub known_by: Option<Day>,
    /// A theme file, in place of the project's.
    pub theme: Option<PathBuf>,
    /// A mark for every page, such as "DRAFT", in place of the project's; a blank one takes the project's away.
    pub mark: Option<String>,
    /// Only these sheets, when not empty.
    pub sheets: Vec<String>,
    /// Only these formats, when not empty.
    pub only: Vec<SheetFormat>,
}

impl Default for Options {
    /// Everything, of the project in this folder, as of its own date.
    fn default() -> Self {
        Self {
            project: PathBuf::from("."),
            as_of: AsOf::Project,
            published: None,
            input: None,
            out: None,
            store: None,
            correction: None,
            archived: None,
            previous: None,
            known_by: None,
            theme: None,
            mark: None,
            sheets: Vec::new(),
            only: Vec::new(),
        }
    }
}

/// Builds an edition.
///
/// # Errors
/// Everything that keeps it from being built; no edition is then written, and an earlier one is as it was. Rejected
/// rows are listed in `rejects.csv` beside the editions.
pub fn build(options: &Options, progress: &dyn Progress) -> Result<Report, Error> {
    let outcome = |(counted, _, _): &(Counted, EditionFiles, Report)| runs::Outcome::of(counted);
    runs::logged(options, "build", outcome, || made_edition(options, progress)).map(|(_, _, report)| report)
}

/// Builds a working edition, and gives its files too.
fn made_edition(options: &Options, progress: &dyn Progress) -> Result<(Counted, EditionFiles, Report), Error> {
    let Prepared { counted, made } = list_rejects(options, prepare(options, progress))?;
    progress.step("writing the edition");
    let (files, suspicious) = edition_files(&counted, made)?;
    if !files.clean.is_empty() {
        // Approved sheets are published without being made again, when the exports may have moved on.
        archive(options, &counted)?;
    }
    let folder = edition::place(&out_folder(options), &folder_name(options, &counted), &files)?;
    let mut report = Report::new(&counted.records, &counted.figures, &folder, &files);
    report.warnings.extend(suspicious);
    Ok((counted, files, report))
}

/// Keeps by digest everything that a run was made from.
fn archive(options: &Options, counted: &Counted) -> Result<(), Error> {
    let archive = edition::Archive::open(&store(options))?;
    counted.loaded.shelf.hand_over(|digest, bytes| Ok(archive.keep(digest, bytes)?))?;
    Ok(archive.close()?)
}

/// Does all of a build but write the edition, and tells what would be in its way.
///
/// # Errors
/// Only that something could not be read or written, or that the command line asks for what does not exist.
pub fn check(options: &Options, progress: &dyn Progress) -> Result<CheckReport, Error> {
    let outcome = |prepared: &Prepared| runs::Outcome::of(&prepared.counted);
    let done = runs::noted(options, "check", outcome, || list_rejects(options, prepare(options, progress)));
    match done {
        Ok(prepared) => Ok(CheckReport::ready(&prepared.counted)),
        Err(Error::Refused(refused)) => {
            let known = load::project(options).and_then(|loaded| as_of(options, &loaded.project));
            Ok(CheckReport::refused(known.ok(), *refused))
        }
        Err(error) => Err(error),
    }
}

/// Looks at an export that no project file describes yet.
///
/// # Errors
/// What keeps the file from being read, or from being read as CSV.
pub fn inspect(file: &Path, delimiter: Option<u8>) -> Result<Inspection, Error> {
    let input = exports::read_once(file)?;
    let files = exports::pattern_of(file);
    records::inspect(&input, &files, delimiter).map_err(Error::from)
}

/// An edition in memory, before it is written.
struct Prepared {
    counted: Counted,
    made: Made,
}

/// Everything up to the finished sheets, in memory.
fn prepare(options: &Options, progress: &dyn Progress) -> Result<Prepared, Error> {
    let mut counted = count(options, progress)?;
    let templates = load::templates(options, &mut counted.loaded)?;
    progress.step("making the sheets");
    let made = revision::settled(options, &mut counted, |counted| made::make(counted, &templates, options))?;
    Ok(Prepared { counted, made })
}

/// Writes the rejected rows of a refusal where staff find them, and takes an old list away when there are none.
fn list_rejects<T>(options: &Options, result: Result<T, Error>) -> Result<T, Error> {
    let out = out_folder(options);
    match result {
        Ok(done) => {
            edition::leave_rejects(&out, &[])?;
            Ok(done)
        }
        Err(Error::Refused(mut refused)) => {
            // A run that was refused before it read a row says nothing of the list of an earlier one.
            if !refused.sources.is_empty() {
                let path = edition::leave_rejects(&out, &refused.rejects)?;
                refused.listing = path.map(|path| load::shown(&path));
            }
            Err(Error::Refused(refused))
        }
        Err(error) => Err(error),
    }
}

/// With a choice of sheets or formats nothing goes into an edition: it would not be whole.
fn is_partial(options: &Options) -> bool {
    !options.sheets.is_empty() || !options.only.is_empty() || options.known_by.is_some()
}

fn folder_name(options: &Options, counted: &Counted) -> String {
    let day = counted.edition.as_of;
    match options.known_by {
        Some(known_by) => format!("partial/{day}-known-by-{known_by}"),
        None if is_partial(options) => format!("partial/{day}"),
        None => day.to_string(),
    }
}

fn store(options: &Options) -> Store {
    let root = options.store.clone().unwrap_or_else(|| load::project_folder(options));
    Store::new(root, options.out.clone())
}

fn out_folder(options: &Options) -> PathBuf {
    store(options).out
}

fn as_of(options: &Options, project: &Project) -> Result<Day, Error> {
    let day = match options.as_of {
        AsOf::Day(day) => day,
        AsOf::LastMonth => load::today().first_of_month().before(),
        AsOf::Project => project.program.as_of.ok_or_else(|| {
            let what = "no as-of date: the project file has none";
            let todo = "write as_of = 2024-12-31 under [program], or pass --as-of";
            Error::refused(vec![Problem::new(crate::value::Place::file(load::PROJECT_FILE), what, todo)])
        })?,
    };
    if let Some(published) = options.published.filter(|published| *published < day) {
        return Err(Error::Usage(format!("the day of publication, {published}, is before the as-of date, {day}")));
    }
    if day < project.program.start {
        let what = format!("the as-of date {day} is before the program's start, {}", project.program.start);
        return Err(Error::refused(vec![Problem::new(crate::value::Place::default(), what, "choose a later day")]));
    }
    Ok(day)
}

fn chosen_sheets<'p>(project: &'p Project, options: &Options) -> Result<Vec<&'p Sheet>, Error> {
    let names = || project.sheets.iter().map(|sheet| sheet.name.as_str());
    for name in &options.sheets {
        if !names().any(|known| known == name) {
            return Err(Error::Usage(format!(
                "there is no sheet \"{name}\"; {}",
                crate::value::nearest(name, names())
            )));
        }
    }
    let wanted = |sheet: &&Sheet| options.sheets.is_empty() || options.sheets.contains(&sheet.name);
    let chosen: Vec<&Sheet> = project.sheets.iter().filter(wanted).collect();
    let made = |sheet: &&Sheet| options.only.is_empty() || sheet.formats.iter().any(|f| options.only.contains(f));
    if !chosen.iter().any(made) {
        return Err(Error::Usage("none of the sheets is made in that format; see `formats` in the project".to_owned()));
    }
    Ok(chosen)
}

fn refuse_if(problems: Vec<Problem>) -> Result<(), Error> {
    if problems.is_empty() { Ok(()) } else { Err(Error::refused(problems)) }
}

/// All files of an edition, and what looked odd in its sheets.
fn edition_files(counted: &Counted, made: Made) -> Result<(EditionFiles, Vec<Warning>), Error> {
    let (public, clean, required, suspicious) = made.into_parts();
    let quality = quality_report(&counted.records, &counted.books.accounting, counted.edition.as_of);
    let receipts = receipts_json(&counted.figures)?;
    let mut internal = vec![
        OutputFile { name: "quality.md".to_owned(), bytes: quality.into_bytes() },
        OutputFile { name: "receipts.json".to_owned(), bytes: receipts.into_bytes() },
        edition::ledger_file(&counted.loaded.project, &counted.records, counted.edition.as_of)?,
    ];
    internal.push(required);
    internal.extend(edition::accounting_files(&counted.books.tally, &counted.books.accounting)?);
    let left_out: Vec<_> = counted.records.sources.values().flat_map(|s| s.left_out.iter().cloned()).collect();
    if !left_out.is_empty() {
        internal.push(OutputFile { name: "rejects.csv".to_owned(), bytes: edition::rejects_csv(&left_out)? });
    }
    let mut files = EditionFiles { public, internal, clean };
    let manifest = Manifest::of(counted, &files).bytes()?;
    files.internal.push(OutputFile { name: manifest::FILE.to_owned(), bytes: manifest });
    Ok((files, suspicious))
}
