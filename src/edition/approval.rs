//! Who has approved which bytes. A voice names a person, a role and the digest of the sheets that were looked at; it
//! counts for these sheets and no others, so that a rebuild with other digests leaves it without effect.

use super::journal::{append, entries};
use super::store::Store;
use crate::value::{Day, sha256};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::PathBuf;

/// Who has to approve an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles {
    /// Every role must speak.
    pub roles: Vec<String>,
    /// Whether one person may speak for several of them.
    pub one_person_several_roles: bool,
}

/// One approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// When it was given.
    pub time: String,
    /// The edition.
    pub edition: Day,
    /// The person.
    pub by: String,
    /// For whom the person spoke.
    pub role: String,
    /// The digest of the sheets, as [`seal`] gives it.
    pub sheets: String,
}

/// One digest for all sheets that are approved together: of the names and digests of drafts and clean sheets, of the
/// roles that have to speak, and of whether one person may speak for several.
#[must_use]
pub fn seal<'a>(roles: &Roles, sheets: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut lines: Vec<String> = sheets.into_iter().map(|(name, digest)| format!("{digest}  {name}\n")).collect();
    lines.sort();
    lines.extend(roles.roles.iter().map(|role| format!("role  {role}\n")));
    lines.push(format!("one person, several roles  {}\n", roles.one_person_several_roles));
    sha256(lines.concat().as_bytes())
}

/// All voices for these sheets, the oldest first.
///
/// # Errors
/// A record that cannot be read, with its path.
pub fn voices(store: &Store, sheets: &str) -> io::Result<Vec<Voice>> {
    let all: Vec<Voice> = entries(&path(store))?;
    Ok(all.into_iter().filter(|voice| voice.sheets == sheets).collect())
}

/// Records a voice.
///
/// # Errors
/// Any failure of the file system, with the path.
pub fn record(store: &Store, voice: &Voice) -> io::Result<()> {
    append(&path(store), voice)
}

fn path(store: &Store) -> PathBuf {
    store.runs().join("approvals.jsonl")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_counts_for_its_sheets_only() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned(), None);
        let roles = Roles { roles: vec!["prosecutor".to_owned()], one_person_several_roles: false };
        let one = seal(&roles, [("a", "1"), ("b", "2")]);
        assert_eq!(one, seal(&roles, [("b", "2"), ("a", "1")]));
        let other = seal(&roles, [("a", "2"), ("b", "1")]);
        assert_ne!(one, other);
        let edition = Day::parse("2024-12-31").unwrap();
        let voice = Voice {
            time: String::new(),
            edition,
            by: "A. Smith".to_owned(),
            role: "prosecutor".to_owned(),
            sheets: one.clone(),
        };
        record(&store, &voice).unwrap();
        assert_eq!(voices(&store, &one).unwrap(), [voice]);
        assert_eq!(voices(&store, &other).unwrap(), []);
    }
}
