//! Exports → figures as they may be shown, held against what earlier editions were made of and counted; everything
//! before the first sheet.

use super::load::Loaded;
use super::questions::Question;
use super::{Error, Options, Progress, Refused, as_of, exports, load, questions, store};
use crate::document::Edition;
use crate::edition::{self, Earlier, figures_csv};
use crate::figures::{
    Accounting, Released, Tally, account, compute, late, release, release_after_answers, restated, tally,
    unmet_conditions,
};
use crate::project::Project;
use crate::records::{self, Records, Warning};
use crate::value::{Day, Place, Problem, sha256};
use std::sync::Arc;

/// Records and figures of a project, before any sheet is made.
#[derive(Debug)]
pub struct Counted {
    /// What is read once for a run.
    pub(super) loaded: Loaded,
    /// The edition.
    pub(super) edition: Edition,
    /// The records.
    pub(super) records: Records,
    /// What the figures count, one thing after another.
    pub(super) books: Books,
    /// The figures as they may be shown.
    pub figures: Arc<Released>,
}

/// What the figures count, held against the edition before.
#[derive(Debug)]
pub(super) struct Books {
    /// What the figures count.
    pub(super) tally: Tally,
    /// How the figures follow from those of the edition before.
    pub(super) accounting: Accounting,
    /// The as-of date of the edition before, and the digest of its manifest.
    pub(super) previous: Option<(Day, String)>,
    /// The questions that were ever answered.
    answered: Vec<Question>,
}

/// Reads the project and its exports and computes its figures; writes nothing.
///
/// # Errors
/// Everything that is wrong with the project, the exports or the figures.
pub fn count(options: &Options, progress: &dyn Progress) -> Result<Counted, Error> {
    let (loaded, mut records, as_of, books) = read_with_books(options, progress)?;
    progress.step("computing the figures");
    let figures = Arc::new(figures_of(&loaded.project, &records, as_of, &books.answered)?);
    records.warnings.extend(figures.withheld_whole().into_iter().map(|(figure, by)| Warning {
        place: Place::file(&figure),
        what: format!("every value by {by} is withheld: with the other breakdowns of these persons any of them would tell a small count; break down by fewer things, or into larger ones"),
        rows: 1,
    }));
    let edition = Edition {
        as_of,
        published: options.published,
        revision: 1,
        correction: None,
        draft: false,
        status: loaded.project.program.status,
        mark: options.mark.clone(),
        seal_alt: loaded.theme.masthead.seal_alt.clone(),
        figures_digest: sha256(&figures_csv(&figures)?),
        received: newest_rows(&records),
        left_out: left_out(&loaded.project, &records),
        restated: restated(&loaded.project, as_of),
        late: late(&loaded.project, &books.accounting),
    };
    Ok(Counted { loaded, edition, records, books, figures })
}

/// Reads the project and its exports.
pub(super) fn read(options: &Options, progress: &dyn Progress) -> Result<(Loaded, Records, Day), Error> {
    let (loaded, records, as_of, _) = read_with_books(options, progress)?;
    Ok((loaded, records, as_of))
}

/// Reads the project and its exports, and accounts for what is counted of them against the edition before.
fn read_with_books(options: &Options, progress: &dyn Progress) -> Result<(Loaded, Records, Day, Books), Error> {
    progress.step("reading the project");
    let mut loaded = load::project(options)?;
    let as_of = as_of(options, &loaded.project)?;
    progress.step("reading the exports");
    let inputs = exports::read(options, &mut loaded)?;
    let past = || {
        let store = store(options);
        Ok((edition::earlier(&store, as_of, options.previous.as_deref())?, questions::logged(&store)?))
    };
    let (earlier, answered) = loaded.shelf.past(past)?;
    // What was known on a day is held against nothing: an edition before may know more.
    let earlier = if options.known_by.is_some() { Earlier::default() } else { earlier };
    let mut records = records::read_known_by(&loaded.project, inputs, &earlier.records, as_of, options.known_by)
        .map_err(|refusal| exports::say_what_lies_there(options, &loaded, refusal))?;
    records.warnings.extend(unmet_conditions(&loaded.project, &records));
    progress.step("accounting for what is counted");
    let tally = tally(&loaded.project, &records, as_of);
    let before = earlier.previous.as_ref().and_then(|previous| previous.tally.as_ref());
    let accounted = account(&loaded.project, &records, before, &tally)
        .map_err(|error| Problem::new(Place::default(), format!("the accounting cannot be made: {error}"), ""))?;
    if !accounted.problems.is_empty() {
        return Err(Error::Refused(Box::new(Refused::of_records(accounted.problems, &records))));
    }
    records.warnings.extend(accounted.warnings);
    let previous = earlier.previous.map(|previous| (previous.as_of, previous.manifest));
    Ok((loaded, records, as_of, Books { tally, accounting: accounted.accounting, previous, answered }))
}

/// The figures of a project as they may be shown, now that some answers have been given.
fn figures_of(project: &Project, records: &Records, as_of: Day, logged: &[Question]) -> Result<Released, Error> {
    let computed = compute(project, records, as_of)?;
    if questions::of_day(logged, as_of).is_empty() {
        return Ok(release(computed, &project.privacy));
    }
    let asked = questions::asked(project, records, as_of, logged, None)?;
    Ok(release_after_answers(computed, &asked.computed, &asked.cells, &project.privacy))
}

/// What a sheet says of rows that a person has accepted as left out.
fn left_out(project: &Project, records: &Records) -> Vec<String> {
    let read = project.sources.values().filter_map(|source| Some((source, records.sources.get(&source.name)?)));
    let some = read.map(|(source, records)| (source, records.left_out.len())).filter(|(_, count)| *count > 0);
    some.map(|(source, count)| {
        let (rows, are) = if count == 1 { ("One row".to_owned(), "is") } else { (format!("{count} rows"), "are") };
        format!("{rows} of the {} could not be read and {are} not counted.", source.title)
    })
    .collect()
}

fn newest_rows(records: &Records) -> indexmap::IndexMap<String, Option<Day>> {
    let newest = |source: &records::SourceRecords| source.reconciliation.files.iter().filter_map(|f| f.newest).max();
    records.sources.iter().map(|(name, source)| (name.clone(), newest(source))).collect()
}
