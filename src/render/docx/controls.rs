//! A printed figure's mark → the tag, the alias and the id of its content control, by which the figure is found again
//! for proof, refresh and verification. The tag stands in tag, alias and placeholder: `LibreOffice` 7.4 keeps only the
//! placeholder of a control of formatted text (of one of plain text only the alias, and not its formatting).

use super::inlines::control_key;
use super::xml::Element;
use crate::document::model::Mark;
use crate::value::sha256;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The longest tag and alias that Word keeps, in UTF-16 units.
const LONGEST: usize = 64;
/// Hexadecimal digits of the digest that make a shortened tag unique.
const DIGITS: usize = 12;

/// The tag of a mark's content control: [`Mark::tag`], or, when that is longer than the 64 characters that Word
/// allows, its beginning and a digest of the whole, so that equal tags still mean equal marks.
#[must_use]
pub fn control_tag(mark: &Mark) -> String {
    short_tag(&mark.tag())
}

/// The same for a tag in full.
pub(super) fn short_tag(tag: &str) -> String {
    if tag.encode_utf16().count() <= LONGEST {
        return tag.to_owned();
    }
    let mut short = String::new();
    for character in tag.chars() {
        if short.encode_utf16().count() + character.len_utf16() > LONGEST - DIGITS - 1 {
            break;
        }
        short.push(character);
    }
    format!("{short}~{}", &sha256(tag.as_bytes())[..DIGITS])
}

/// Whether a tag is one that [`short_tag`] made shorter. A long name of a figure may leave nothing else in it.
pub(super) fn is_shortened(tag: &str) -> bool {
    let length = tag.encode_utf16().count();
    let digest = tag.rsplit_once('~').map_or("", |(_, digest)| digest);
    // A last character of two units may not have found room.
    (LONGEST - 1..=LONGEST).contains(&length)
        && digest.len() == DIGITS
        && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Fills in the properties of every content control (ECMA-376 Part 1 §17.5.2.38): its tag, its id, and that it cannot
/// be deleted, while its text can be edited. `story` names what is no body, so that no id stands twice in a file. No
/// type is named, which makes it a control of formatted text.
pub(super) fn complete(body: &mut Element, tags: &[String], story: &str) {
    let by_key: BTreeMap<String, &String> = tags.iter().enumerate().map(|(i, tag)| (control_key(i), tag)).collect();
    let mut ids = Ids::default();
    body.walk_mut(&mut |element| {
        if element.name != "w:sdtPr" {
            return;
        }
        let Some(tag) = element.val_of("w:alias").and_then(|key| by_key.get(key)) else { return };
        element.children.clear();
        for property in [
            Element::val("w:alias", tag),
            Element::val("w:tag", tag),
            Element::val("w:id", ids.of(tag, story)),
            Element::val("w:lock", "sdtLocked"),
            Element::new("w:placeholder").child(Element::val("w:docPart", tag)),
        ] {
            element.put(property);
        }
    });
}

/// Ids from the tags themselves, so that an unchanged figure keeps its id when the sheet around it changes.
#[derive(Debug, Default)]
struct Ids {
    used: BTreeSet<u32>,
    seen: BTreeMap<String, u32>,
}

impl Ids {
    fn of(&mut self, tag: &str, story: &str) -> u32 {
        let times = self.seen.entry(tag.to_owned()).or_insert(0);
        *times += 1;
        id_from(&format!("{story}{tag}#{times}"), |id| self.used.insert(id))
    }
}

/// The first id that can be taken from where some words point. Word reads an id as a signed number and gives out a new
/// one for zero.
pub(super) fn id_from(words: &str, mut take: impl FnMut(u32) -> bool) -> u32 {
    let start = Sha256::digest(words.as_bytes()).iter().take(4).fold(0_u32, |id, byte| id << 8 | u32::from(*byte));
    let mut id = (start & 0x7FFF_FFFF).max(1);
    while !take(id) {
        id = if id == 0x7FFF_FFFF { 1 } else { id + 1 };
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::model::Form;

    fn mark(figure: &str) -> Mark {
        Mark { figure: figure.to_owned(), window: "to-date".to_owned(), slice: vec![], form: Form::Exact }
    }

    #[test]
    fn long_tags_are_cut_to_what_word_keeps_and_stay_apart() {
        let (one, two) = (mark(&format!("{}1", "é".repeat(70))), mark(&format!("{}2", "é".repeat(70))));
        assert_eq!(control_tag(&mark("arrests")), "arrests/to-date/exact");
        assert_eq!(control_tag(&one).encode_utf16().count(), LONGEST);
        assert_ne!(control_tag(&one), control_tag(&two));
        assert_eq!(control_tag(&one), control_tag(&one.clone()));
    }

    #[test]
    fn the_same_tag_twice_gets_two_ids() {
        let mut ids = Ids::default();
        assert_ne!(ids.of("a", ""), ids.of("a", ""));
        assert_ne!(Ids::default().of("a", ""), Ids::default().of("a", "notes "));
    }
}
