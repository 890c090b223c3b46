//! The name of an edition, as a person writes it → the published revision that it means.

use super::Error;
use crate::document::edition_name;
use crate::edition::{Revision, Store};
use crate::value::{Day, nearest};

/// Finds a revision by `2024-12-31`, `2024-12`, or either with `/r1`; without a number it is the latest.
pub(super) fn find_revision(store: &Store, name: &str) -> Result<Revision, Error> {
    let (edition, number) = match name.split_once('/') {
        Some((edition, number)) => (edition, Some(number)),
        None => (name, None),
    };
    let days = published(store)?;
    if days.is_empty() {
        let folder = store.root.join("published");
        return Err(Error::Usage(format!("nothing has been published in {}", super::load::shown(&folder))));
    }
    let Some(day) = days.iter().find(|day| is_named(**day, edition)) else {
        let names: Vec<String> = days.iter().map(|day| edition_name(*day)).collect();
        let near = nearest_edition(edition, &names);
        return Err(Error::Usage(format!("the edition \"{edition}\" has not been published; {near}")));
    };
    let mut revisions = store.revisions(*day)?;
    let Some(number) = number else {
        return revisions
            .pop()
            .ok_or_else(|| Error::Usage(format!("the edition \"{edition}\" has not been published")));
    };
    let names: Vec<String> = revisions.iter().map(|revision| format!("r{}", revision.publication.revision)).collect();
    let at = names.iter().position(|known| known == number);
    at.map(|at| revisions.swap_remove(at)).ok_or_else(|| {
        let near = nearest(number, names.iter().map(String::as_str));
        Error::Usage(format!("the edition \"{edition}\" has no revision \"{number}\"; {near}"))
    })
}

/// The editions with at least one revision.
pub(super) fn published(store: &Store) -> Result<Vec<Day>, Error> {
    let mut days = Vec::new();
    for day in store.editions()? {
        if !store.revisions(day)?.is_empty() {
            days.push(day);
        }
    }
    Ok(days)
}

/// Whether a person means the edition of this day: by its date, or by its month where it closes one.
pub(super) fn is_named(day: Day, name: &str) -> bool {
    name == day.to_string() || name == edition_name(day)
}

/// The nearest edition in time, when the name is a date or a month; else the nearest in spelling.
fn nearest_edition(name: &str, names: &[String]) -> String {
    let spelled = nearest(name, names.iter().map(String::as_str));
    if spelled.starts_with("did") || names.len() <= 24 {
        return spelled;
    }
    let before = names.iter().rfind(|known| known.as_str() < name).or(names.first());
    before.map_or(spelled, |known| format!("did you mean \"{known}\"?"))
}
