//! A store → what has been published, what awaits approval, what is missing and how old the newest edition is.

use super::manifest::Manifest;
use super::revision::is_the_same;
use super::{Error, Options, load, store};
use crate::edition::{Publication, Revision, Store, read_folder, voices};
use crate::value::Day;
use serde::Serialize;

/// The state of a store.
#[derive(Debug, Clone, Serialize)]
pub struct StatusReport {
    /// The published editions, the earliest first.
    pub editions: Vec<PublishedEdition>,
    /// The working editions, the earliest first.
    pub working: Vec<WorkingEdition>,
    /// Days from the as-of date of the newest published edition to today.
    pub age_days: Option<i32>,
    /// What a person has to look at: a month without an edition, an old edition, damage.
    pub problems: Vec<String>,
}

/// A published edition.
#[derive(Debug, Clone, Serialize)]
pub struct PublishedEdition {
    /// The as-of date.
    pub edition: Day,
    /// Its revisions, the first first.
    pub revisions: Vec<Publication>,
}

/// A working edition.
#[derive(Debug, Clone, Serialize)]
pub struct WorkingEdition {
    /// The as-of date.
    pub edition: Day,
    /// What has become of it.
    pub state: String,
}

impl StatusReport {
    /// 1 when there is something to look at.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        u8::from(!self.problems.is_empty())
    }
}

/// Looks at a store. With `max_age`, the newest edition may be no older in days; `today` is the day to count to, the
/// present one when `None`.
///
/// # Errors
/// A folder that cannot be read.
pub fn status(options: &Options, max_age: Option<u16>, today: Option<Day>) -> Result<StatusReport, Error> {
    let store = store(options);
    let (mut days, mut editions, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for edition in store.editions()? {
        let revisions = match store.revisions(edition) {
            Ok(revisions) if revisions.is_empty() => continue,
            Ok(revisions) => revisions,
            Err(error) => {
                problems.push(error.to_string());
                Vec::new()
            }
        };
        days.push(edition);
        problems.extend(revisions.iter().filter_map(damage));
        editions.push(PublishedEdition { edition, revisions: revisions.into_iter().map(|r| r.publication).collect() });
    }
    problems.extend(missing_months(&days));
    let age_days = days.last().map(|newest| today.unwrap_or_else(load::today).number() - newest.number());
    if let Some(most) = max_age {
        problems.extend(too_old(age_days, most));
    }
    let working = store.working_days()?.into_iter().map(|edition| working(&store, edition));
    Ok(StatusReport { editions, working: working.collect::<Result<_, _>>()?, age_days, problems })
}

/// What is no longer as it was published.
fn damage(revision: &Revision) -> Option<String> {
    let whole = revision.manifest().and_then(|_| revision.public_files());
    whole.err().map(|error| error.to_string())
}

fn too_old(age_days: Option<i32>, most: u16) -> Option<String> {
    match age_days {
        None => Some("nothing has been published".to_owned()),
        Some(age) if age > i32::from(most) => {
            Some(format!("the newest edition is {age} days old, and should be no older than {most}"))
        }
        Some(_) => None,
    }
}

/// The months between the first and the newest edition in which none has its as-of date.
fn missing_months(days: &[Day]) -> Vec<String> {
    let month = |day: Day| (day.year(), day.month());
    let mut missing = Vec::new();
    for pair in days.windows(2) {
        let &[from, to] = pair else { continue };
        let mut next = from.last_of_month().number() + 1;
        while let Some(day) = Day::from_number(next).filter(|day| month(*day) < month(to)) {
            missing.push(format!("{} has no published edition", day.month_and_year()));
            next = day.last_of_month().number() + 1;
        }
    }
    missing
}

/// What has become of a working edition.
fn working(store: &Store, edition: Day) -> Result<WorkingEdition, Error> {
    let says = |state: String| Ok(WorkingEdition { edition, state });
    let folder = store.working(edition);
    let Ok(manifest) = Manifest::read(&folder) else { return says("cannot be read; build it again".to_owned()) };
    let files = read_folder(&folder)?;
    if !manifest.strays(&files).is_empty() {
        return says("was changed after it was built; build it again".to_owned());
    }
    let to_publish = if files.clean.is_empty() { &files.public } else { &files.clean };
    let Ok(latest) = store.latest(edition) else { return says("its published revisions are damaged".to_owned()) };
    if let Some(latest) = latest.filter(|latest| is_the_same(&latest.publication, to_publish)) {
        return says(format!("published as r{}", latest.publication.revision));
    }
    let Some(roles) = &manifest.approval else { return says("not published".to_owned()) };
    let given = voices(store, &manifest.seal(roles))?;
    let missing: Vec<&str> =
        roles.roles.iter().filter(|role| !given.iter().any(|v| v.role == **role)).map(String::as_str).collect();
    says(if missing.is_empty() {
        "approved, not published".to_owned()
    } else {
        format!("awaits approval by: {}", missing.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_without_an_edition_is_named() {
        let days = |texts: &[&str]| texts.iter().map(|text| Day::parse(text).unwrap()).collect::<Vec<_>>();
        assert_eq!(missing_months(&days(&["2024-10-31", "2024-11-30", "2024-12-04", "2024-12-31"])), [""; 0]);
        let found = missing_months(&days(&["2024-10-31", "2025-01-31"]));
        assert_eq!(found, ["November 2024 has no published edition", "December 2024 has no published edition"]);
        assert_eq!(too_old(Some(35), 35), None);
        assert!(too_old(Some(36), 35).unwrap().contains("36 days old"));
    }
}
