//! A finished edition → a published revision. Without approval it is built and frozen in one run. With approval nothing
//! is built: exactly the bytes that every role has approved are moved.

use super::manifest::{FILE, Manifest, tool};
use super::revision::is_the_same;
use super::runs::{Outcome, logged};
use super::{Counted, Error, Options, Progress, Report, archive, as_of, is_partial, load, made_edition, store};
use crate::edition::{
    EditionFiles, OutputFile, Publication, Revision, Roles, Store, Voice, freeze, look_over, read_folder, voices,
};
use crate::project::{Approval, fold};
use crate::value::{Day, Place, Problem, sha256};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// What publishing did.
#[derive(Debug, Clone, Serialize)]
pub struct Published {
    /// The as-of date.
    pub edition: Day,
    /// The revision.
    pub revision: u32,
    /// Whether it had been published before, with the same bytes.
    pub already: bool,
    /// Its folder.
    pub folder: String,
    /// The digest of its printed figures.
    pub figures: String,
    /// The report of the build that went before, where there was one.
    pub report: Option<Report>,
}

/// Publishes an edition: as the next revision, unless its bytes are those of the latest.
///
/// # Errors
/// Everything that keeps an edition from being built or written; roles that have not spoken; a revision without a
/// day. Nothing was then published.
pub fn publish(options: &Options, progress: &dyn Progress) -> Result<Published, Error> {
    refuse_parts(options)?;
    logged(options, "publish", Published::outcome, || {
        let loaded = load::project(options)?;
        if loaded.project.approval.is_none() {
            return built_edition(options, progress);
        }
        let day = as_of(options, &loaded.project)?;
        approved_edition(options, day, loaded.project.approval.as_ref(), progress)
    })
}

/// A choice of sheets or formats is not published, nor is what was known on an earlier day.
fn refuse_parts(options: &Options) -> Result<(), Error> {
    if let Some(day) = options.known_by {
        let what = format!("what was known on {day} is for a look and is not published; leave --known-by out");
        return Err(Error::Usage(what));
    }
    if is_partial(options) {
        return Err(Error::Usage("an edition is published whole; leave --sheet and --only out".to_owned()));
    }
    Ok(())
}

/// Builds an edition and publishes it; where people must approve it first, only when they have.
///
/// # Errors
/// As [`publish`]; the working edition may then have been written.
pub fn build_and_publish(options: &Options, progress: &dyn Progress) -> Result<Published, Error> {
    refuse_parts(options)?;
    logged(options, "build --publish", Published::outcome, || built_edition(options, progress))
}

fn built_edition(options: &Options, progress: &dyn Progress) -> Result<Published, Error> {
    let (counted, files, report) = made_edition(options, progress)?;
    if !files.clean.is_empty() {
        let asked = counted.loaded.project.approval.as_ref();
        let published = approved_edition(options, counted.edition.as_of, asked, progress)?;
        return Ok(Published { report: Some(report), ..published });
    }
    let store = store(options);
    let latest = store.latest(counted.edition.as_of)?;
    let published = match &latest {
        Some(latest) if latest.publication.revision == counted.edition.revision => already(&store, latest)?,
        _ => {
            dated(counted.edition.revision, counted.edition.published, latest.as_ref())?;
            progress.step("publishing");
            archive(options, &counted)?;
            let publication = publication(&counted, &files)?;
            Published::new(&publication, false, &freeze(&store, &publication, &files)?)
        }
    };
    Ok(Published { report: Some(report), ..published })
}

impl Published {
    /// What the log says of it.
    fn outcome(&self) -> Outcome {
        Outcome {
            edition: Some(self.edition.to_string()),
            revision: Some(self.revision),
            figures: Some(self.figures.clone()),
            exit: 0,
        }
    }

    fn new(publication: &Publication, already: bool, folder: &Path) -> Self {
        Self {
            edition: publication.edition,
            revision: publication.revision,
            already,
            folder: load::shown(folder),
            figures: publication.figures.clone(),
            report: None,
        }
    }
}

/// The same bytes again: the revision is looked over, and stays as it is.
fn already(store: &Store, latest: &Revision) -> Result<Published, Error> {
    look_over(store, latest)?;
    Ok(Published::new(&latest.publication, true, &latest.folder))
}

/// A reader must be able to tell from when a revised sheet is, and which of two is the later one.
fn dated(revision: u32, published: Option<Day>, latest: Option<&Revision>) -> Result<(), Error> {
    let Some(latest) = latest.map(|latest| &latest.publication) else { return Ok(()) };
    let what = format!("the edition has changed since it was published; this would be revision {revision}");
    match (published, latest.published) {
        (None, _) => {
            let todo =
                "to publish it, pass --published DATE, and --correction TEXT to say on the sheets what was corrected";
            Err(refusal(what, todo))
        }
        (Some(day), Some(before)) if day < before => {
            let what = format!("{what}, published on {day}, before revision {}, on {before}", latest.revision);
            Err(refusal(what, "pass a later --published DATE"))
        }
        (Some(_), _) => Ok(()),
    }
}

fn publication(counted: &Counted, files: &EditionFiles) -> Result<Publication, Error> {
    let edition = &counted.edition;
    Ok(Publication {
        edition: edition.as_of,
        revision: edition.revision,
        published: edition.published,
        correction: edition.correction.clone(),
        status: edition.status,
        tool: tool(),
        figures: edition.figures_digest.clone(),
        manifest: sha256(manifest_of(files)?),
        public: digests(&files.public),
        approvals: Vec::new(),
    })
}

fn manifest_of(files: &EditionFiles) -> Result<&[u8], Error> {
    let found = files.internal.iter().find(|file| file.name == FILE);
    found.map(|file| file.bytes.as_slice()).ok_or_else(|| Error::Io(format!("the edition has no {FILE}")))
}

fn digests(files: &[OutputFile]) -> std::collections::BTreeMap<String, String> {
    files.iter().map(|file| (file.name.clone(), sha256(&file.bytes))).collect()
}

/// Publishes the working edition as it lies on the disk, once every role has approved it.
fn approved_edition(
    options: &Options,
    edition: Day,
    asked: Option<&Approval>,
    progress: &dyn Progress,
) -> Result<Published, Error> {
    let store = store(options);
    let (files, manifest) = awaiting(&store, edition)?;
    let roles = manifest.approval.clone().ok_or_else(|| not_built_for_approval(edition))?;
    if asked.is_some_and(|asked| asked.roles != roles.roles) {
        let what = format!("the project asks for other roles than when the edition {edition} was built");
        return Err(refusal(what, "build the edition again, and have it approved"));
    }
    let asked = [
        (options.published.is_some() && options.published != manifest.published, "--published"),
        (options.correction.is_some() && options.correction != manifest.correction, "--correction"),
    ];
    if let Some((_, flag)) = asked.iter().find(|(differs, _)| *differs) {
        return Err(Error::Usage(format!(
            "{flag} is not what the approved sheets say; build them with it, and have them approved"
        )));
    }
    let latest = store.latest(edition)?;
    if let Some(latest) = latest.as_ref().filter(|latest| is_the_same(&latest.publication, &files.clean)) {
        return already(&store, latest);
    }
    let next = latest.as_ref().map_or(1, |latest| latest.publication.revision + 1);
    if manifest.revision != next {
        let what = format!("the sheets were made as revision {}, and the next one is {next}", manifest.revision);
        return Err(refusal(what, "build the edition again, and have it approved"));
    }
    dated(manifest.revision, manifest.published, latest.as_ref())?;
    let approvals = all_voices(&store, &manifest, &roles)?;
    progress.step("publishing");
    let publication = Publication {
        edition,
        revision: manifest.revision,
        published: manifest.published,
        correction: manifest.correction.clone(),
        status: manifest.status,
        tool: manifest.tool.clone(),
        figures: manifest.figures.clone(),
        manifest: sha256(manifest_of(&files)?),
        public: digests(&files.clean),
        approvals,
    };
    let frozen = EditionFiles { public: files.clean, internal: files.internal, clean: Vec::new() };
    Ok(Published::new(&publication, false, &freeze(&store, &publication, &frozen)?))
}

/// The working edition, with every file as its manifest says.
pub(super) fn awaiting(store: &Store, edition: Day) -> Result<(EditionFiles, Manifest), Error> {
    let folder = store.working(edition);
    if !folder.is_dir() {
        return Err(refusal(format!("the edition {edition} has not been built"), "build it, and have it approved"));
    }
    let manifest = Manifest::read(&folder)?;
    let files = read_folder(&folder)?;
    match manifest.strays(&files).as_slice() {
        [] => Ok((files, manifest)),
        strays => {
            let what = format!("{} is not as it was built: {}", load::shown(&folder), strays.join(", "));
            Err(refusal(what, "build the edition again"))
        }
    }
}

pub(super) fn not_built_for_approval(edition: Day) -> Error {
    let what = format!("the edition {edition} was built before the project asked for approval");
    refusal(what, "build the edition again")
}

/// One voice for each role, or which of them have not spoken.
fn all_voices(store: &Store, manifest: &Manifest, roles: &Roles) -> Result<Vec<Voice>, Error> {
    let given = voices(store, &manifest.seal(roles))?;
    let of = |role: &String| given.iter().find(|voice| voice.role == *role).cloned();
    let missing: Vec<&str> = roles.roles.iter().filter(|role| of(role).is_none()).map(String::as_str).collect();
    if missing.is_empty() {
        let spoken: Vec<Voice> = roles.roles.iter().filter_map(of).collect();
        let people: BTreeSet<String> = spoken.iter().map(|voice| fold(&voice.by)).collect();
        if roles.one_person_several_roles || people.len() == spoken.len() {
            return Ok(spoken);
        }
        let todo = "have another person approve, or say one_person_several_roles = true and build again";
        return Err(refusal("one person has approved these sheets for several roles".to_owned(), todo));
    }
    let what = format!("these sheets have not been approved by: {}", missing.join(", "));
    Err(refusal(what, "look at the sheets, then: factsheet approve --by NAME --role ROLE"))
}

pub(super) fn refusal(what: String, todo: &str) -> Error {
    Error::refused(vec![Problem::new(Place::default(), what, todo)])
}
