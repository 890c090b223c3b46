//! `[[corrections]]` → rows as they are read. A correction names a row or a record, a column, and the field as it
//! stands in the export; one that meets nothing is an error, so that none outlives what it corrected.

use super::header::Layout;
use super::parse::{Cell, Context, trim};
use super::row::row_digest;
use crate::project::{Correction, Project, RowName, Source};
use crate::value::{Day, Place, Problem};

/// The corrections of one source and edition, with what they met.
#[derive(Debug, Clone)]
pub(super) struct Corrections {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    correction: Correction,
    applied: u64,
    /// A row of that name whose field is another: where, and the field.
    other: Option<(Place, String)>,
}

impl Corrections {
    /// Those of a source for an edition, none of them met yet.
    pub(super) fn of(project: &Project, source: &Source, as_of: Day) -> Self {
        let all = project.decisions.corrections.iter().filter(|c| c.decision.holds(&source.name, as_of));
        Self { entries: all.map(|c| Entry { correction: c.clone(), applied: 0, other: None }).collect() }
    }

    /// The row as it is read, when a correction changes it.
    pub(super) fn apply(
        &mut self,
        context: &Context<'_>,
        source: &Source,
        layout: &Layout,
        record: &csv::StringRecord,
        place: &Place,
    ) -> Option<csv::StringRecord> {
        let mut changed: Option<Vec<String>> = None;
        for entry in &mut self.entries {
            let named = match &entry.correction.row {
                RowName::Digest(digest) => row_digest(record) == *digest,
                RowName::Key(key) => has_key(context, source, layout, record, key),
            };
            let index = source.columns.get_index_of(&entry.correction.column);
            let part = index.and_then(|i| layout.get(i)?.get(entry.correction.part).copied().flatten());
            let Some(at) = part.filter(|_| named) else { continue };
            let field = record.get(at).unwrap_or_default();
            if trim(field) == entry.correction.was.trim() {
                let fields = changed.get_or_insert_with(|| record.iter().map(str::to_owned).collect());
                fields[at].clone_from(&entry.correction.is);
                entry.applied += 1;
            } else {
                entry.other = Some((place.clone(), field.to_owned()));
            }
        }
        changed.map(csv::StringRecord::from)
    }

    /// Adds what the same corrections met in another file.
    pub(super) fn extend(&mut self, later: Self) {
        for (entry, more) in self.entries.iter_mut().zip(later.entries) {
            entry.applied += more.applied;
            entry.other = entry.other.take().or(more.other);
        }
    }

    /// The corrections that were made, with the number of rows that each changed.
    pub(super) fn made(&self) -> impl Iterator<Item = (&Correction, u64)> {
        self.entries.iter().map(|entry| (&entry.correction, entry.applied))
    }

    /// One problem for each correction that met nothing.
    pub(super) fn unmet(&self) -> Vec<Problem> {
        self.entries.iter().filter(|entry| entry.applied == 0).map(Entry::problem).collect()
    }
}

impl Entry {
    fn problem(&self) -> Problem {
        let Correction { decision, row, column, was, .. } = &self.correction;
        if let Some((place, field)) = &self.other {
            let what = format!("the correction is of \"{was}\", and {column} at {place} is \"{field}\"");
            let todo = "look at the row again; take the correction out if the export has been mended";
            return Problem::new(decision.place.clone(), what, todo);
        }
        let name = match row {
            RowName::Key(key) => format!("key {}", key.join(", ")),
            RowName::Digest(digest) => format!("digest {digest}"),
        };
        let what = format!("the correction met nothing: {} has no row with the {name}", decision.source);
        Problem::new(decision.place.clone(), what, "take it out if the row is gone")
    }
}

/// Whether a row has this key, in the export's spelling or in the project's.
fn has_key(
    context: &Context<'_>,
    source: &Source,
    layout: &Layout,
    record: &csv::StringRecord,
    key: &[String],
) -> bool {
    source.key.iter().zip(key).all(|(name, wanted)| {
        let Some((index, _, column)) = source.columns.get_full(name) else { return false };
        let parts = layout.get(index).map(Vec::as_slice).unwrap_or_default();
        let fields: Vec<Option<&str>> = parts.iter().map(|part| part.and_then(|i| record.get(i))).collect();
        let as_exported = fields.first().copied().flatten().is_some_and(|field| trim(field) == wanted.trim());
        as_exported || context.parse(column, &fields).as_ref().map(Cell::spelled).as_deref() == Ok(wanted.trim())
    })
}
