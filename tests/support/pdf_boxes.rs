//! Where the words of a finished PDF stand, computed from its operators and widths alone: what collides or leaves
//! the page is seen here whatever the renderer believed.

#![allow(clippy::float_arithmetic, reason = "positions on a page are floats")]
#![allow(unreachable_pub, reason = "shared by test binaries, of which none is a library")]

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object};
use std::collections::BTreeMap;

/// A run of glyphs: page from 0, corners in points from the lower left.
#[derive(Debug, Clone, Copy)]
pub struct TextBox {
    pub page: usize,
    pub left: f32,
    pub right: f32,
    pub foot: f32,
    pub top: f32,
}

/// All runs of a file.
pub fn boxes(bytes: &[u8]) -> Vec<TextBox> {
    let file = Document::load_mem(bytes).unwrap();
    let mut boxes = Vec::new();
    for (page, id) in file.page_iter().enumerate() {
        let fonts: BTreeMap<_, _> =
            file.get_page_fonts(id).unwrap().into_iter().map(|(name, font)| (name, widths(&file, font))).collect();
        let (mut font, mut size, mut at) = (Vec::new(), 0.0, (0.0, 0.0));
        for operation in Content::decode(&file.get_page_content(id)).unwrap().operations {
            let number = |at: usize| operation.operands[at].as_float().unwrap();
            match operation.operator.as_str() {
                "Tf" => (font, size) = (operation.operands[0].as_name().unwrap().to_vec(), number(1)),
                "Td" => at = (number(0), number(1)),
                "TJ" => {
                    let width = shown(&operation.operands[0], &fonts[&font]) * size / 1000.0;
                    let (foot, top) = (at.1 - size * 0.15, at.1 + size * 0.65);
                    boxes.push(TextBox { page, left: at.0, right: at.0 + width, foot, top });
                }
                _ => {}
            }
        }
    }
    boxes
}

fn widths(file: &Document, font: &Dictionary) -> Vec<f32> {
    let descendant = font.get(b"DescendantFonts").unwrap().as_array().unwrap()[0].clone();
    let descendant = file.dereference(&descendant).unwrap().1.as_dict().unwrap();
    let widths = descendant.get(b"W").unwrap().as_array().unwrap();
    assert_eq!(widths[0].as_i64().unwrap(), 0);
    widths[1].as_array().unwrap().iter().map(|width| width.as_float().unwrap()).collect()
}

/// The pen's way in thousandths of an em; blanks at the end take no room.
fn shown(items: &Object, widths: &[f32]) -> f32 {
    let mut way = 0.0;
    for item in items.as_array().unwrap() {
        match item {
            Object::String(code, _) => way += widths[usize::from(code[0]) << 8 | usize::from(code[1])],
            other => way -= other.as_float().unwrap(),
        }
    }
    way
}

/// Asserts that no two runs cover each other and that all stand inside the margins.
pub fn assert_clear(bytes: &[u8], (width, height): (f32, f32), margin: f32) {
    let boxes = boxes(bytes);
    for (at, one) in boxes.iter().enumerate() {
        // A blank at the end of a line may hang over the margin.
        assert!(one.left > margin - 1.0 && one.right < width - margin + 4.0, "outside the margins: {one:?}");
        assert!(one.foot > 20.0 && one.top < height - 15.0, "outside the page: {one:?}");
        for other in boxes[at + 1..].iter().filter(|other| other.page == one.page) {
            let across = one.right.min(other.right) - one.left.max(other.left);
            let down = one.top.min(other.top) - one.foot.max(other.foot);
            assert!(across < 3.5 || down < 0.8, "two runs cover each other: {one:?} {other:?}");
        }
    }
}
