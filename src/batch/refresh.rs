//! A Word file that staff edited → a new file beside it with another edition's figures. The figures are those that an
//! edition's folder keeps, or are computed from the project; the edited file itself is never changed.

use super::runs::{Outcome, noted};
use super::{Error, Options, Progress, count};
use crate::document::model::Mark;
use crate::document::printed;
use crate::edition::{kept_figures, write_file};
use crate::render::docx::refresh::{Change, Printed, RefreshError, refresh as refresh_bytes};
use crate::value::{Day, Place, Problem, sha256};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What names the day of publication among the words that change with an edition.
const PUBLISHED: &str = "published";

/// What to refresh.
#[derive(Debug, Clone, Default)]
pub struct RefreshOptions {
    /// The project, for a refresh without an edition's folder.
    pub project: Options,
    /// The Word file.
    pub file: PathBuf,
    /// The edition's folder.
    pub edition: Option<PathBuf>,
    /// The file to write; beside the edited one when `None`.
    pub out: Option<PathBuf>,
    /// Whether the controls are taken away.
    pub flatten: bool,
    /// Whether a file that is there may be overwritten.
    pub force: bool,
}

/// What a refresh did.
#[derive(Debug, Clone)]
pub struct RefreshReport {
    /// The edition's as-of date.
    pub as_of: Day,
    /// What changed.
    pub changes: Vec<Change>,
    /// What a person should look at.
    pub warnings: Vec<String>,
    /// How many figures the sheet prints.
    pub figures: usize,
    /// How many charts it draws.
    pub charts: usize,
    /// The file that was written.
    pub written: String,
}

/// Refreshes a Word file.
///
/// # Errors
/// A file or an edition that cannot be read; a figure of the sheet that the edition does not have; a file that is in
/// the way. Nothing is then written.
pub fn refresh(options: &RefreshOptions, progress: &dyn Progress) -> Result<RefreshReport, Error> {
    let outcome = |report: &RefreshReport| Outcome::named(&report.as_of.to_string(), 0);
    noted(&options.project, "refresh", outcome, || refreshed(options, progress))
}

fn refreshed(options: &RefreshOptions, progress: &dyn Progress) -> Result<RefreshReport, Error> {
    let file = options.file.display().to_string();
    let bytes = read(&options.file)?;
    let out = options.out.clone().unwrap_or_else(|| beside(&options.file, options.flatten));
    if same_file(&out, &options.file) {
        return Err(Error::Usage(format!("--out is the edited file itself, {file}; name another one")));
    }
    if out.exists() && !options.force {
        return Err(Error::Usage(format!("{} is there already; pass --force to write over it", out.display())));
    }
    let mut printed = match &options.edition {
        Some(folder) => from_folder(folder)?,
        None => computed(&options.project, progress)?,
    };
    if let Some(day) = options.project.published {
        printed.texts.insert(Mark::edition(PUBLISHED).tag(), day.long());
    }
    progress.step("refreshing the sheet");
    let done = refresh_bytes(&bytes, &printed, options.flatten).map_err(|error| refused(&file, &error))?;
    write_file(&out, &done.bytes, options.force)?;
    Ok(RefreshReport {
        as_of: printed.as_of,
        changes: done.changes,
        warnings: done.warnings,
        figures: done.figures,
        charts: done.charts,
        written: out.display().to_string(),
    })
}

/// A sheet that could not be refreshed, as problems of its file.
pub(super) fn refused(file: &str, error: &RefreshError) -> Error {
    let problem = |what: String, todo: &str| Problem::new(Place::file(file), what, todo);
    match error {
        RefreshError::File(error) => Error::from(problem(error.to_string(), "")),
        RefreshError::Missing(figures) => Error::from(
            figures
                .iter()
                .map(|figure| {
                    let what = format!("that edition has no {figure}");
                    if figure.starts_with(&Mark::edition(PUBLISHED).tag()) {
                        return problem(what, "pass --published DATE");
                    }
                    problem(
                        what,
                        "a sheet never mixes two editions: delete the sentence or the row, or choose another edition",
                    )
                })
                .collect::<Vec<_>>(),
        ),
    }
}

/// `sheet-refreshed.docx` for `sheet.docx`.
fn beside(file: &Path, flatten: bool) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!("{stem}-{}.docx", if flatten { "flat" } else { "refreshed" }))
}

fn same_file(one: &Path, other: &Path) -> bool {
    one == other || matches!((one.canonicalize(), other.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::Io(format!("{}: {error}", path.display())))
}

fn computed(options: &Options, progress: &dyn Progress) -> Result<Printed, Error> {
    let counted = count(options, progress)?;
    let edition = &counted.edition;
    let (as_of, digest) = (edition.as_of, edition.figures_digest.clone());
    Ok(Printed { as_of, digest, texts: printed(&counted.figures, edition) })
}

/// The printed figures that an edition's folder keeps; the folder, its `public/` or the data file may be named.
fn from_folder(folder: &Path) -> Result<Printed, Error> {
    let file = if folder.is_file() { folder.to_owned() } else { data_file(folder)? };
    let kept = kept_figures(&read(&file)?).map_err(|error| {
        let what = format!("the figures of the edition cannot be read: {error}");
        let todo = "build the edition again with this version of the tool";
        Problem::new(Place::file(file.display().to_string()), what, todo)
    })?;
    Ok(Printed { as_of: kept.as_of, digest: sha256(&read(&file.with_extension("csv"))?), texts: kept.printed })
}

fn data_file(folder: &Path) -> Result<PathBuf, Error> {
    let public = folder.join("public");
    let folder = if public.is_dir() { public } else { folder.to_owned() };
    let failed = |error: io::Error| Error::Io(format!("{}: {error}", folder.display()));
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("figures-") && name.ends_with(".json") {
            found.push(path);
        }
    }
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => {
            Err(Error::Io(format!("{}: there is no figures-….json; name the folder of an edition", folder.display())))
        }
        _ => Err(Error::Usage(format!("{} holds several editions; name one of the files", folder.display()))),
    }
}
