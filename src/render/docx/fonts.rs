//! The theme's font files → the faces inside a Word file, for readers who lack them: whole, so that words that staff
//! add have all their letters, and obfuscated as the standard has it (ECMA-376 Part 1 §17.8.1). Only faces whose own
//! word on embedding allows an editable document are taken in.

use super::package::{Part, Relation, relations};
use super::xml::Element;
use crate::render::theme::Theme;
use crate::render::{FontFile, RenderError};
use sha2::{Digest, Sha256};
use skrifa::attribute::Style;
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

/// The ending of an embedded font's name, and what it says.
pub(super) const ENDING: &str = "odttf";
/// The media type of such a part (ECMA-376 Part 1 §15.2.13).
pub(super) const MEDIA: &str = "application/vnd.openxmlformats-officedocument.obfuscatedFont";
/// So many bytes of a font are obfuscated.
const HIDDEN: usize = 32;
/// The bits of `fsType` that say what may be embedded (OpenType 1.9.1, OS/2): 0 is "installable", 8 is "editable"; the
/// bit 0x0200 allows only bitmaps.
const LICENCE: u16 = 0x020F;
const EDITABLE: u16 = 0x0008;

/// A face that the Word file carries.
pub(super) struct Embedded {
    /// Its family, as the theme names it.
    pub(super) family: String,
    /// Its ten numbers of PANOSE in hexadecimal, by which Word finds the nearest face.
    pub(super) panose: String,
    /// `w:embedRegular`, `w:embedBold` or `w:embedItalic`.
    place: &'static str,
    /// Its key, from which its obfuscation follows.
    key: String,
    number: usize,
    bytes: Vec<u8>,
}

impl Embedded {
    /// What the font table says of it (ECMA-376 Part 1 §17.8.3.6 and others).
    pub(super) fn reference(&self) -> Element {
        Element::new(self.place).with("r:id", self.relation()).with("w:fontKey", &self.key)
    }

    fn relation(&self) -> String {
        format!("rIdFont{}", self.number)
    }

    fn file(&self) -> String {
        format!("fonts/font{}.{ENDING}", self.number)
    }
}

/// The faces that the theme wants in the file: regular, bold and italic of both families; none where it wants none.
///
/// # Errors
/// [`RenderError::MissingFace`], and [`RenderError::BadFont`] for a file that is damaged or must not be embedded.
pub(super) fn embedded(theme: &Theme, fonts: &[FontFile]) -> Result<Vec<Embedded>, RenderError> {
    let mut all = Vec::new();
    if !theme.fonts.embed {
        return Ok(all);
    }
    for family in [&theme.fonts.serif, &theme.fonts.sans] {
        for (place, style) in [("w:embedRegular", "regular"), ("w:embedBold", "bold"), ("w:embedItalic", "italic")] {
            let Some((file, panose)) = find(fonts, family, style)? else {
                return Err(RenderError::MissingFace { family: family.clone(), style: style.to_owned() });
            };
            let key = key(&file.bytes);
            let (number, bytes) = (all.len() + 1, obfuscated(&file.bytes, &key));
            all.push(Embedded { family: family.clone(), panose, place, key, number, bytes });
        }
    }
    Ok(all)
}

/// The file of a face, with its PANOSE numbers.
fn find<'a>(fonts: &'a [FontFile], family: &str, style: &str) -> Result<Option<(&'a FontFile, String)>, RenderError> {
    for file in fonts {
        let bad = |why: &str| RenderError::BadFont { file: file.name.clone(), why: why.to_owned() };
        let font = FontRef::new(&file.bytes).map_err(|error| bad(&error.to_string()))?;
        let ids = [StringId::TYPOGRAPHIC_FAMILY_NAME, StringId::FAMILY_NAME];
        let named = ids.into_iter().find_map(|id| font.localized_strings(id).english_or_first());
        let os2 = font.os2().map_err(|error| bad(&error.to_string()))?;
        let is_italic = !matches!(font.attributes().style, Style::Normal);
        let is_it = match style {
            "italic" => is_italic,
            "bold" => !is_italic && os2.us_weight_class() == 700,
            _ => !is_italic && os2.us_weight_class() == 400,
        };
        if !is_it || named.is_none_or(|name| name.chars().ne(family.chars())) {
            continue;
        }
        if ![0, EDITABLE].contains(&(os2.fs_type() & LICENCE)) {
            return Err(bad("its licence does not allow it inside a document that can be edited; set embed = false"));
        }
        return Ok(Some((file, os2.panose_10().iter().map(|number| format!("{number:02X}")).collect())));
    }
    Ok(None)
}

/// A key that follows from the font, so that the same font gives the same bytes: a UUID of version 8 (RFC 9562 §5.8).
fn key(font: &[u8]) -> String {
    let digest = Sha256::digest(font);
    let mut hex = String::new();
    for (at, byte) in digest.iter().take(16).enumerate() {
        let byte = match at {
            6 => byte & 0x0F | 0x80,
            8 => byte & 0x3F | 0x80,
            _ => *byte,
        };
        let dash = if [4, 6, 8, 10].contains(&at) { "-" } else { "" };
        hex.push_str(&format!("{dash}{byte:02X}"));
    }
    format!("{{{hex}}}")
}

/// The first bytes of the font, each changed by a byte of the key read from its end (ECMA-376 Part 1 §17.8.1).
fn obfuscated(font: &[u8], key: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        key.chars().rev().filter_map(|c| c.to_digit(16)).filter_map(|d| u8::try_from(d).ok()).collect();
    let mask: Vec<u8> =
        digits.chunks(2).map(|pair| pair.iter().rev().fold(0, |byte, digit| byte << 4 | digit)).collect();
    let mut bytes = font.to_vec();
    for (byte, mask) in bytes.iter_mut().take(HIDDEN).zip(mask.iter().cycle()) {
        *byte ^= mask;
    }
    bytes
}

/// The parts of the faces, with the relationships of the font table.
pub(super) fn parts(embedded: Vec<Embedded>) -> Result<Vec<Part>, RenderError> {
    if embedded.is_empty() {
        return Ok(Vec::new());
    }
    let links: Vec<Relation> = embedded.iter().map(|face| Relation::to(face.relation(), "font", face.file())).collect();
    let mut parts = vec![Part::xml("word/_rels/fontTable.xml.rels", "", &relations(&links))?];
    parts.extend(embedded.into_iter().map(|face| Part {
        name: format!("word/{}", face.file()),
        media: String::new(),
        bytes: face.bytes,
    }));
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_read_from_its_end() {
        let bytes = obfuscated(&[0; 40], "{00112233-4455-6677-8899-AABBCCDDEEFF}");
        assert_eq!(bytes[..4], [0xFF, 0xEE, 0xDD, 0xCC]);
        assert_eq!((bytes[15], bytes[16], bytes[31], bytes[32]), (0x00, 0xFF, 0x00, 0x00));
    }
}
