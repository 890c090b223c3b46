//! Page contents → the text of each marked sequence. `ActualText` stands for what is shown inside it.

use super::cmap::Map;
use super::{decoded, no, wrong};
use crate::render::RenderError;
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeMap;

/// The text of all marked sequences of a file.
#[derive(Debug, Default)]
pub(super) struct Contents {
    texts: BTreeMap<(ObjectId, i64), String>,
    /// Text shown outside any marked sequence, which PDF/UA does not allow.
    pub(super) stray: String,
    /// Sequences opened twice under one identifier.
    pub(super) doubled: Vec<(ObjectId, i64)>,
    /// The pages in order.
    pages: Vec<ObjectId>,
}

/// An open marked sequence.
enum Open {
    /// Content of a structure element.
    Tagged(i64),
    /// A span whose text is given; what is shown inside it is not read.
    Replaced,
    /// An artifact, or a sequence that says nothing about text.
    Artifact,
    /// Anything else.
    Other,
}

impl Contents {
    /// Reads the contents of all pages.
    pub(super) fn read(file: &Document) -> Result<Self, RenderError> {
        let mut contents = Self::default();
        for page in file.page_iter() {
            contents.pages.push(page);
            contents.page(file, page)?;
        }
        Ok(contents)
    }

    /// How many pages were read.
    pub(super) fn pages(&self) -> usize {
        self.pages.len()
    }

    /// The number of a page, from 1.
    pub(super) fn number(&self, page: Option<ObjectId>) -> Option<usize> {
        self.pages.iter().position(|own| Some(*own) == page).map(|at| at + 1)
    }

    /// The text of a sequence.
    pub(super) fn text(&self, page: Option<ObjectId>, mcid: i64) -> &str {
        page.and_then(|page| self.texts.get(&(page, mcid))).map_or("", String::as_str)
    }

    /// All sequences: page and identifier.
    pub(super) fn sequences(&self) -> impl Iterator<Item = &(ObjectId, i64)> {
        self.texts.keys()
    }

    fn page(&mut self, file: &Document, page: ObjectId) -> Result<(), RenderError> {
        let maps = maps(file, page)?;
        let content = Content::decode(&file.get_page_content(page)).map_err(wrong)?;
        let mut open: Vec<Open> = Vec::new();
        let mut map = None;
        for operation in content.operations {
            match operation.operator.as_str() {
                "BDC" | "BMC" => {
                    let kind = self.open(page, &operation.operands, &open);
                    open.push(kind);
                }
                "EMC" => drop(open.pop()),
                "Tf" => map = operation.operands.first().and_then(|name| maps.get(name.as_name().ok()?)),
                "Tj" | "TJ" => {
                    let map = map.ok_or_else(|| no("ToUnicode map for a font"))?;
                    self.show(page, &shown(&operation.operands, map), &open);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn open(&mut self, page: ObjectId, operands: &[Object], outer: &[Open]) -> Open {
        let properties = operands.get(1).and_then(|properties| properties.as_dict().ok());
        let replacement = properties.and_then(|properties| properties.get(b"ActualText").ok()).and_then(decoded);
        if let Some(text) = replacement {
            self.show(page, &text, outer);
            return Open::Replaced;
        }
        if let Some(mcid) = properties.and_then(|properties| properties.get(b"MCID").ok()?.as_i64().ok()) {
            if self.texts.insert((page, mcid), String::new()).is_some() {
                self.doubled.push((page, mcid));
            }
            return Open::Tagged(mcid);
        }
        let artifact = operands.first().is_some_and(|tag| tag.as_name().is_ok_and(|tag| tag == b"Artifact"));
        if artifact { Open::Artifact } else { Open::Other }
    }

    fn show(&mut self, page: ObjectId, text: &str, open: &[Open]) {
        for kind in open.iter().rev() {
            match kind {
                Open::Replaced | Open::Artifact => return,
                Open::Tagged(mcid) => {
                    // A soft hyphen only says that a word goes on in the next line.
                    self.texts.entry((page, *mcid)).or_default().push_str(&text.replace('\u{ad}', ""));
                    return;
                }
                Open::Other => {}
            }
        }
        self.stray.push_str(text);
    }
}

/// The characters of a `Tj` or `TJ` operand.
fn shown(operands: &[Object], map: &Map) -> String {
    let one = |object: &Object| object.as_str().map(|bytes| map.decode(bytes)).unwrap_or_default();
    match operands.first() {
        Some(Object::Array(items)) => items.iter().map(one).collect(),
        Some(item) => one(item),
        None => String::new(),
    }
}

fn maps(file: &Document, page: ObjectId) -> Result<BTreeMap<Vec<u8>, Map>, RenderError> {
    let mut maps = BTreeMap::new();
    for (name, font) in file.get_page_fonts(page).map_err(wrong)? {
        let stream = map_of(file, font)?;
        maps.insert(name, Map::parse(&String::from_utf8_lossy(&stream)));
    }
    Ok(maps)
}

fn map_of(file: &Document, font: &Dictionary) -> Result<Vec<u8>, RenderError> {
    super::at(file, font, b"ToUnicode")?.as_stream().and_then(lopdf::Stream::get_plain_content).map_err(wrong)
}
