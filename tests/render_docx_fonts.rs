//! Faces inside the Word file, where the theme wants them there: they are the fonts of the project, byte for byte.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;
#[path = "support/docx_files.rs"]
mod word;

use factsheet::render::docx::{render, render_with};
use factsheet::render::theme::Theme;
use factsheet::render::{FontFile, RenderError};
use support::{fonts, look, theme};
use word::{names, part, raw};

fn embedding() -> Theme {
    let mut theme = theme();
    theme.fonts.embed = true;
    theme
}

/// A font as a reader makes it from its part and key: ECMA-376 Part 1 §17.8.1, written down here a second time.
fn cleared(mut font: Vec<u8>, key: &str) -> Vec<u8> {
    let hex: String = key.chars().filter(char::is_ascii_hexdigit).collect();
    let guid = u128::from_str_radix(&hex, 16).unwrap();
    for (at, byte) in font.iter_mut().take(32).enumerate() {
        *byte ^= u8::try_from(guid >> (8 * (at % 16)) & 0xFF).unwrap();
    }
    font
}

#[test]
fn the_faces_of_the_theme_are_in_the_file_whole() {
    let bytes = render_with(&look(), &embedding(), &fonts()).unwrap();
    assert_eq!(render_with(&look(), &embedding(), &fonts()).unwrap(), bytes, "the same bytes");
    let folder = support::root().join("target/judged");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("embedded-fonts.docx"), &bytes).unwrap();
    let table = part(&bytes, "word/fontTable.xml");
    let links = part(&bytes, "word/_rels/fontTable.xml.rels");
    let mut found = Vec::new();
    for font in table.split("<w:font ").skip(1) {
        let family = font.split('"').nth(1).unwrap();
        for (place, file) in [("embedRegular", "Regular"), ("embedBold", "Bold"), ("embedItalic", "It")] {
            let Some(reference) = font.split(&format!("<w:{place} ")).nth(1) else { continue };
            let fields: Vec<&str> = reference.split('"').collect();
            let link = links.split(&format!("Id=\"{}\"", fields[1])).nth(1).unwrap();
            let target = link.split("Target=\"").nth(1).unwrap().split('"').next().unwrap();
            let name = format!("{}-{file}.ttf", family.replace(' ', ""));
            let whole = fonts().into_iter().find(|font| font.name == name).unwrap();
            let hidden = raw(&bytes, &format!("word/{target}"));
            assert_ne!(hidden[..32], whole.bytes[..32]);
            assert!(cleared(hidden, fields[3]) == *whole.bytes, "{name}");
            found.push(name);
        }
    }
    assert_eq!(
        found,
        [
            "SourceSerif4-Regular.ttf",
            "SourceSerif4-Bold.ttf",
            "SourceSerif4-It.ttf",
            "SourceSans3-Regular.ttf",
            "SourceSans3-Bold.ttf",
            "SourceSans3-It.ttf"
        ]
    );
    assert!(table.contains("<w:altName w:val=\"Georgia\"/><w:panose1 w:val=\"0204"), "{table}");
    assert!(part(&bytes, "word/settings.xml").contains("<w:embedTrueTypeFonts/>"));
    assert!(part(&bytes, "[Content_Types].xml").contains("Extension=\"odttf\""));
}

#[test]
fn without_the_themes_wish_no_face_is_in_the_file_but_a_stand_in_is_named() {
    let bytes = render_with(&look(), &theme(), &fonts()).unwrap();
    assert_eq!(bytes, render(&look(), &theme()).unwrap());
    assert!(!names(&bytes).iter().any(|name| name.contains("odttf") || name.contains("fontTable.xml.rels")));
    let table = part(&bytes, "word/fontTable.xml");
    for (family, stand_in, kind) in [("Source Serif 4", "Georgia", "roman"), ("Source Sans 3", "Calibri", "swiss")] {
        let font = format!(
            "<w:font w:name=\"{family}\"><w:altName w:val=\"{stand_in}\"/><w:charset w:val=\"00\"/><w:family w:val=\"{kind}\"/>"
        );
        assert!(table.contains(&font), "{table}");
    }
}

#[test]
fn a_face_that_is_missing_or_must_not_be_embedded_is_refused() {
    assert!(matches!(render(&look(), &embedding()), Err(RenderError::MissingFace { .. })));
    let restricted = fonts().into_iter().map(|font| FontFile { bytes: restricted(&font.bytes).into(), ..font });
    let Err(RenderError::BadFont { file, why }) = render_with(&look(), &embedding(), &restricted.collect::<Vec<_>>())
    else {
        panic!("a restricted face was embedded")
    };
    assert_eq!(file, "SourceSerif4-Regular.ttf");
    assert!(why.contains("licence") && why.contains("embed = false"), "{why}");
}

/// A font whose table OS/2 says "restricted licence embedding" (`fsType` 2, at the eighth byte of the table).
fn restricted(font: &[u8]) -> Vec<u8> {
    let mut font = font.to_vec();
    let entry = (12..).step_by(16).find(|at| font[*at..at + 4] == *b"OS/2").unwrap();
    let table = u32::from_be_bytes(font[entry + 8..entry + 12].try_into().unwrap());
    let at = usize::try_from(table).unwrap() + 8;
    font[at..at + 2].copy_from_slice(&[0, 2]);
    font
}
