//! A path of keys (`figures`, `arrests`, `by`) → its line and column in `factsheet.toml`. The checks speak of
//! keys; the text is walked again only when one of them objects.

use crate::value::Place;
use toml::de::{DeTable, DeValue};

/// One step of a path.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// The place of the value at `path`, or of the nearest enclosing one that the file has.
pub(super) fn locate(file: &str, text: &str, path: &[Step<'_>]) -> Place {
    let Ok(root) = DeTable::parse(text) else { return Place::file(file) };
    let mut offset = None;
    let mut here: Option<&DeValue<'_>> = None;
    for (depth, step) in path.iter().enumerate() {
        let next = match (step, here) {
            (Step::Key(key), None) if depth == 0 => root.get_ref().get_key_value(*key),
            (Step::Key(key), Some(DeValue::Table(table))) => table.get_key_value(*key),
            (Step::Index(index), Some(DeValue::Array(items))) => {
                let Some(item) = items.get(*index) else { break };
                offset = Some(item.span().start);
                here = Some(item.get_ref());
                continue;
            }
            _ => None,
        };
        let Some((key, value)) = next else { break };
        offset = Some(key.span().start);
        here = Some(value.get_ref());
    }
    offset.map_or_else(|| Place::file(file), |at| Place::of_offset(file, text, at))
}
