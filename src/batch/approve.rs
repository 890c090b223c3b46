//! A person and a role → a voice for the sheets that lie in the working edition, bound to their digests.

use super::publish::{awaiting, not_built_for_approval, refusal};
use super::runs::{Outcome, logged};
use super::{Error, Options, as_of, load, store};
use crate::edition::{Roles, Voice, record, voices};
use crate::project::fold;
use crate::value::{Day, nearest};
use serde::Serialize;

/// What was approved, and who has yet to speak.
#[derive(Debug, Clone, Serialize)]
pub struct Approval {
    /// The edition.
    pub edition: Day,
    /// Whether the same person had approved the same sheets for the same role before.
    pub already: bool,
    /// The digest of the sheets.
    pub sheets: String,
    /// The roles that have not spoken.
    pub missing: Vec<String>,
}

/// Records that a person approves the working edition for a role.
///
/// # Errors
/// An edition that is not there or not as it was built; a role that there is not; a person who has spoken for another
/// role, unless the project allows it.
pub fn approve(options: &Options, by: &str, role: &str) -> Result<Approval, Error> {
    let outcome = |approval: &Approval| Outcome { edition: Some(approval.edition.to_string()), ..Outcome::default() };
    logged(options, "approve", outcome, || approved(options, by, role))
}

fn approved(options: &Options, by: &str, role: &str) -> Result<Approval, Error> {
    if by.trim().is_empty() {
        return Err(Error::Usage("--by is blank; a voice has a name".to_owned()));
    }
    let project = load::project(options)?.project;
    let edition = as_of(options, &project)?;
    if project.approval.is_none() {
        return Err(Error::Usage(
            "the project asks for no approval; see [approval] in the project's documentation".to_owned(),
        ));
    }
    let store = store(options);
    let (_, manifest) = awaiting(&store, edition)?;
    let roles = manifest.approval.clone().ok_or_else(|| not_built_for_approval(edition))?;
    let Some(role) = roles.roles.iter().find(|known| fold(known) == fold(role)) else {
        let names = roles.roles.iter().map(String::as_str);
        return Err(Error::Usage(format!("unknown role \"{role}\"; {}", nearest(role, names))));
    };
    let sheets = manifest.seal(&roles);
    let mut given = voices(&store, &sheets)?;
    let already = given.iter().any(|voice| voice.role == *role && fold(&voice.by) == fold(by));
    refuse_second_role(&roles, &given, by, role)?;
    if !already {
        let (by, role, sheets) = (by.trim().to_owned(), role.clone(), sheets.clone());
        let voice = Voice { time: load::now(), edition, by, role, sheets };
        record(&store, &voice)?;
        given.push(voice);
    }
    let missing = roles.roles.iter().filter(|role| !given.iter().any(|voice| voice.role == **role)).cloned();
    Ok(Approval { edition, already, sheets, missing: missing.collect() })
}

/// Two roles are two pairs of eyes, unless the project says otherwise.
fn refuse_second_role(roles: &Roles, given: &[Voice], by: &str, role: &str) -> Result<(), Error> {
    let other = given.iter().find(|voice| fold(&voice.by) == fold(by) && voice.role != role);
    let Some(other) = other.filter(|_| !roles.one_person_several_roles) else { return Ok(()) };
    let what = format!("{} has approved these sheets as {} already", other.by, other.role);
    Err(refusal(
        what,
        "another person must speak for this role, or the project must say one_person_several_roles = true",
    ))
}
