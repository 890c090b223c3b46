//! Small sheets, rendered for Word.

#![allow(unreachable_pub, reason = "shared by test binaries, of which none is a library")]
#![allow(dead_code, reason = "each test binary uses its own part of this module")]

use crate::support::{look, meta, root, text, theme};
use factsheet::document::model::{Block, Document, Masthead};
use factsheet::render::docx::read::{Reading, read};
use factsheet::render::docx::render;
use factsheet::render::theme::Theme;

/// Renders, and leaves the file for the judges.
pub fn judged(name: &str, document: &Document) -> Vec<u8> {
    judged_in(name, document, &theme())
}

/// The same in a theme.
pub fn judged_in(name: &str, document: &Document, theme: &Theme) -> Vec<u8> {
    let bytes = render(document, theme).unwrap();
    let folder = root().join("target/judged");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.docx")), &bytes).unwrap();
    bytes
}

/// A sheet with these blocks below its masthead.
pub fn sheet(blocks: Vec<Block>) -> Document {
    let masthead = Block::Masthead(Masthead {
        eyebrow: text("Office"),
        title: text("Joint Task Force Alpha"),
        subtitle: text("Fact sheet"),
        aside: vec![text("December 2024"), text("Figures as of December 31, 2024")],
    });
    Document { meta: meta(), blocks: std::iter::once(masthead).chain(blocks).collect() }
}

/// The look, rendered and read.
pub fn look_read() -> (Vec<u8>, Reading) {
    let bytes = judged("look", &look());
    let reading = read(&bytes).unwrap();
    (bytes, reading)
}
