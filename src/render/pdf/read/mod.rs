//! A finished PDF → what it says: properties, structure tree with text, attached files. The parity proof and the
//! tests hold this against the document; it shares no code with the writer, so that one cannot excuse the other.

mod check;
mod cmap;
mod content;

pub use check::check;

use crate::render::RenderError;
use crate::value::single_spaced;
use content::Contents;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// What a finished file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Title in the document information dictionary.
    pub title: String,
    /// Language of the catalog.
    pub language: String,
    /// Digest of the published figures, from the metadata's identifier; empty where there is none.
    pub figures_digest: String,
    /// How many pages it has.
    pub pages: usize,
    /// The structure tree.
    pub root: Node,
    /// The page of each element in the order of [`Node::walk`], from 1; 0 for one without content.
    pub places: Vec<usize>,
    /// Attached files: name and bytes, sorted by name.
    pub attachments: Vec<(String, Vec<u8>)>,
}

/// A structure element.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// Its type as written in the file: "H1", "P", "TH".
    pub role: String,
    /// Alternative text of a figure, or summary of a table.
    pub alt: Option<String>,
    /// "Row" or "Column" of a header cell.
    pub scope: Option<String>,
    /// Language, where it differs from the sheet's.
    pub lang: Option<String>,
    /// Identifier, of a note.
    pub id: Option<String>,
    /// Address, of a link that leads out of the file.
    pub link: Option<String>,
    /// Its words with those of all below it, in reading order; blanks are folded. References to notes add
    /// nothing, as in [`plain_text`](crate::document::model::plain_text).
    pub text: String,
    /// The elements below it.
    pub children: Vec<Self>,
}

impl Node {
    /// This element and all below it, in reading order.
    #[must_use]
    pub fn walk(&self) -> Vec<&Self> {
        let below = self.children.iter().flat_map(Self::walk);
        std::iter::once(self).chain(below).collect()
    }
}

/// Reads a finished file.
///
/// # Errors
/// [`RenderError::Content`] with what is wrong, for a file that is no tagged PDF.
pub fn read(bytes: &[u8]) -> Result<Sheet, RenderError> {
    let file = Document::load_mem(bytes).map_err(wrong)?;
    let catalog = file.catalog().map_err(wrong)?;
    let contents = Contents::read(&file)?;
    let tree = at(&file, catalog, b"StructTreeRoot")?.as_dict().map_err(wrong)?;
    let top = kids(&file, tree).into_iter().find_map(|kid| kid.as_dict().ok());
    let mut places = Vec::new();
    let root = top.map(|top| node(&file, &contents, top, None, 0, &mut places).0);
    let root = root.ok_or_else(|| no("structure element"))?;
    let info = file.trailer.get(b"Info").and_then(|info| file.dereference(info)).map_err(wrong)?.1;
    let info = info.as_dict().map_err(wrong)?;
    Ok(Sheet {
        title: string(&file, info, b"Title").unwrap_or_default(),
        language: string(&file, catalog, b"Lang").unwrap_or_default(),
        figures_digest: digest(&file, catalog).unwrap_or_default(),
        pages: contents.pages(),
        root,
        places,
        attachments: attachments(&file, catalog).unwrap_or_default(),
    })
}

/// Deeper trees than this are cut off: no sheet has them, and a file that points back at itself would not end.
const DEEPEST: usize = 64;

/// An element, and its text with all blanks, as it stands between the words around it.
fn node(
    file: &Document,
    contents: &Contents,
    element: &Dictionary,
    page: Option<ObjectId>,
    depth: usize,
    places: &mut Vec<usize>,
) -> (Node, String) {
    let own = places.len();
    places.push(0);
    let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
    let mut node = Node {
        role: file_name(file, element, b"S").unwrap_or_default(),
        alt: string(file, element, b"Alt").or_else(|| attribute(file, element, b"Summary").and_then(|o| decoded(&o))),
        scope: attribute(file, element, b"Scope").and_then(|scope| scope.as_name().ok().map(lossy)),
        lang: string(file, element, b"Lang"),
        id: string(file, element, b"ID"),
        ..Node::default()
    };
    let mut text = String::new();
    for kid in kids(file, element) {
        match kid {
            Object::Integer(mcid) => {
                text.push_str(contents.text(page, *mcid));
                begin(places, own, contents.number(page));
            }
            Object::Dictionary(kid) if kid.has(b"MCID") => {
                let page = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                let mcid = kid.get(b"MCID").and_then(Object::as_i64).unwrap_or(-1);
                text.push_str(contents.text(page, mcid));
                begin(places, own, contents.number(page));
            }
            Object::Dictionary(kid) if kid.has(b"Obj") => node.link = node.link.or_else(|| address(file, kid)),
            Object::Dictionary(kid) if depth < DEEPEST => {
                let (below, words) = self::node(file, contents, kid, page, depth + 1, places);
                let inline = matches!(below.role.as_str(), "Link" | "Reference" | "Span");
                if !inline {
                    text.push(' ');
                }
                if below.role != "Reference" {
                    text.push_str(&words);
                }
                node.children.push(below);
            }
            _ => {}
        }
    }
    node.text = single_spaced(&text);
    (node, text)
}

/// Notes on which page an element and those above it begin, unless it is known.
fn begin(places: &mut [usize], element: usize, page: Option<usize>) {
    if let Some(place) = places.get_mut(element).filter(|place| **place == 0) {
        *place = page.unwrap_or_default();
    }
}

fn wrong(error: lopdf::Error) -> RenderError {
    RenderError::Content(format!("the PDF cannot be read back: {error}"))
}

fn no(what: &str) -> RenderError {
    RenderError::Content(format!("the PDF has no {what}"))
}

/// What a key holds, references followed.
fn at<'f>(file: &'f Document, dictionary: &'f Dictionary, key: &[u8]) -> Result<&'f Object, RenderError> {
    let object = dictionary.get(key).map_err(|_| no(&lossy(key)))?;
    file.dereference(object).map(|(_, object)| object).map_err(wrong)
}

/// What hangs below an element, references followed.
fn kids<'f>(file: &'f Document, element: &'f Dictionary) -> Vec<&'f Object> {
    let followed = |object: &'f Object| file.dereference(object).ok().map(|(_, object)| object);
    match element.get(b"K").ok().and_then(followed) {
        Some(Object::Array(kids)) => kids.iter().filter_map(followed).collect(),
        Some(only) => vec![only],
        None => Vec::new(),
    }
}

/// An attribute of an element, whichever owner it has (§14.7.5).
fn attribute(file: &Document, element: &Dictionary, key: &[u8]) -> Option<Object> {
    let attributes = at(file, element, b"A").ok()?;
    let owners: Vec<&Object> = match attributes {
        Object::Array(owners) => owners.iter().collect(),
        one => vec![one],
    };
    let mut found = owners.into_iter().filter_map(|owner| file.dereference(owner).ok()?.1.as_dict().ok());
    found.find_map(|owner| at(file, owner, key).ok().cloned())
}

fn address(file: &Document, reference: &Dictionary) -> Option<String> {
    let annotation = at(file, reference, b"Obj").ok()?.as_dict().ok()?;
    let action = at(file, annotation, b"A").ok()?.as_dict().ok()?;
    string(file, action, b"URI")
}

fn string(file: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<String> {
    decoded(at(file, dictionary, key).ok()?)
}

fn file_name(file: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<String> {
    at(file, dictionary, key).ok()?.as_name().ok().map(lossy)
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A text string: UTF-16 with its mark, or single bytes (§7.9.2.2).
fn decoded(object: &Object) -> Option<String> {
    let bytes = object.as_str().ok()?;
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(utf16) => Some(cmap::utf16(utf16)),
        None => Some(lossy(bytes)),
    }
}

/// The digest in the metadata's `dc:identifier`.
fn digest(file: &Document, catalog: &Dictionary) -> Option<String> {
    let packet = at(file, catalog, b"Metadata").ok()?.as_stream().ok()?.get_plain_content().ok()?;
    let packet = lossy(&packet);
    let after = packet.split_once("<dc:identifier>urn:sha256:")?.1;
    after.split_once("</dc:identifier>").map(|(digest, _)| digest.to_owned())
}

fn attachments(file: &Document, catalog: &Dictionary) -> Option<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    for specification in at(file, catalog, b"AF").ok()?.as_array().ok()? {
        let specification = file.dereference(specification).ok()?.1.as_dict().ok()?;
        let embedded = at(file, specification, b"EF").ok()?.as_dict().ok()?;
        let data = at(file, embedded, b"F").ok()?.as_stream().ok()?.get_plain_content().ok()?;
        found.push((string(file, specification, b"UF")?, data));
    }
    found.sort();
    Some(found)
}
