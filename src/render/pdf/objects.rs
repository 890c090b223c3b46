//! Short names for the objects of a PDF file, and its two text forms.

use crate::value::Day;
use lopdf::{Dictionary, Object, ObjectId, StringFormat};

/// A dictionary of these entries, in this order.
pub(super) fn dictionary<const N: usize>(entries: [(&str, Object); N]) -> Dictionary {
    entries.into_iter().collect()
}

/// An array.
pub(super) fn array(items: impl IntoIterator<Item = Object>) -> Object {
    Object::Array(items.into_iter().collect())
}

/// A name.
pub(super) fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// A whole number.
pub(super) fn number(number: usize) -> Object {
    Object::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A reference.
pub(super) const fn reference(id: ObjectId) -> Object {
    Object::Reference(id)
}

/// A text string: plain where it is ASCII, else UTF-16 with its mark (ISO 32000-1 §7.9.2.2).
pub(super) fn text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let bytes = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A date at midnight, Universal Time (§7.9.4).
pub(super) fn date(day: Day) -> Object {
    Object::string_literal(format!("D:{:04}{:02}{:02}000000Z", day.year(), day.month(), day.day_of_month()))
}
