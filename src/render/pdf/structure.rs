//! The tag tree → structure elements, parent tree and link annotations of the finished file (ISO 32000-1 §14.7,
//! ISO 14289-1 §7). The engine knows none of these, so they are added to its object tree.

use super::draw::Rect;
use super::emit::{Emitted, LinkSpot};
use super::objects::{array, dictionary, name, number, reference, text};
use super::tags::{Detail, Kid, Role, Tag, TagId, Tags, Target};
use crate::render::RenderError;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeMap;

/// What the pass works on.
pub(super) struct Structure<'a> {
    /// The tag tree.
    pub(super) tags: &'a Tags,
    /// What was drawn.
    pub(super) emitted: &'a Emitted,
    /// The pages' objects.
    pub(super) pages: &'a [ObjectId],
    /// Height of the paper in points.
    pub(super) height: f32,
}

impl Structure<'_> {
    /// Adds everything and returns the root of the structure tree.
    pub(super) fn add(&self, file: &mut Document) -> Result<ObjectId, RenderError> {
        let root = file.new_object_id();
        let elements: BTreeMap<TagId, ObjectId> = self.tags.iter().map(|(id, _)| (id, file.new_object_id())).collect();
        let annotations: Vec<ObjectId> = self.emitted.links.iter().map(|_| file.new_object_id()).collect();
        for (id, tag) in self.tags.iter() {
            let element = self.element(id, tag, root, &elements, &annotations);
            if let Some(object) = elements.get(&id) {
                file.set_object(*object, element);
            }
        }
        for (at, (link, object)) in self.emitted.links.iter().zip(&annotations).enumerate() {
            file.set_object(*object, self.annotation(link, self.pages.len() + at)?);
        }
        self.mark_pages(file, &annotations)?;
        let parents = self.parent_tree(&elements);
        let mut tree = dictionary([
            ("Type", name("StructTreeRoot")),
            ("K", elements.get(&Tags::ROOT).map_or(Object::Null, |id| reference(*id))),
            ("ParentTree", reference(file.add_object(dictionary([("Nums", array(parents))])))),
            ("ParentTreeNextKey", number(self.pages.len() + annotations.len())),
        ]);
        let ids = self.ids(&elements);
        if !ids.is_empty() {
            let names = ids.into_iter().flat_map(|(id, element)| [text(&id), reference(element)]);
            tree.set("IDTree", reference(file.add_object(dictionary([("Names", array(names))]))));
        }
        file.set_object(root, tree);
        Ok(root)
    }

    fn element(
        &self,
        id: TagId,
        tag: &Tag,
        root: ObjectId,
        elements: &BTreeMap<TagId, ObjectId>,
        annotations: &[ObjectId],
    ) -> Dictionary {
        let parent = tag.parent.and_then(|parent| elements.get(&parent)).copied().unwrap_or(root);
        let mut element =
            dictionary([("Type", name("StructElem")), ("S", name(tag.role.name())), ("P", reference(parent))]);
        let home = tag.kids.iter().find_map(|kid| if let Kid::Content { page, .. } = kid { Some(*page) } else { None });
        if let Some(page) = home.and_then(|page| self.pages.get(page)) {
            element.set("Pg", reference(*page));
        }
        let mut kids: Vec<Object> =
            tag.kids.iter().filter_map(|kid| self.kid(kid, home, elements, annotations)).collect();
        match (kids.len(), kids.pop()) {
            (1, Some(only)) => element.set("K", only),
            (_, Some(last)) => {
                kids.push(last);
                element.set("K", array(kids));
            }
            (_, None) => {}
        }
        self.attributes(id, tag, &mut element);
        element
    }

    fn kid(
        &self,
        kid: &Kid,
        home: Option<usize>,
        elements: &BTreeMap<TagId, ObjectId>,
        annotations: &[ObjectId],
    ) -> Option<Object> {
        match kid {
            Kid::Tag(id) => elements.get(id).map(|id| reference(*id)),
            Kid::Content { page, mcid } if Some(*page) == home => Some(number(*mcid)),
            Kid::Content { page, mcid } => {
                let page = reference(*self.pages.get(*page)?);
                let content = dictionary([("Type", name("MCR")), ("Pg", page), ("MCID", number(*mcid))]);
                Some(Object::Dictionary(content))
            }
            Kid::Annotation(at) => {
                let page = reference(*self.pages.get(self.emitted.links.get(*at)?.page)?);
                let object = reference(*annotations.get(*at)?);
                Some(Object::Dictionary(dictionary([("Type", name("OBJR")), ("Pg", page), ("Obj", object)])))
            }
        }
    }

    fn attributes(&self, id: TagId, tag: &Tag, element: &mut Dictionary) {
        let owned =
            |owner: &str, key: &str, value: Object| Object::Dictionary(dictionary([("O", name(owner)), (key, value)]));
        match &tag.detail {
            Detail::Alt(summary) if tag.role == Role::Table => {
                if !summary.is_empty() {
                    element.set("A", owned("Table", "Summary", text(summary)));
                }
            }
            Detail::Alt(alt) => {
                element.set("Alt", text(alt));
                if let Some(spot) = self.emitted.spots.get(&id) {
                    element.set("A", owned("Layout", "BBox", self.corners(spot.bounds)));
                }
            }
            Detail::ColumnHead => element.set("A", owned("Table", "Scope", name("Column"))),
            Detail::RowHead => element.set("A", owned("Table", "Scope", name("Row"))),
            Detail::Numbered(numbered) => {
                let numbering = if *numbered { "Decimal" } else { "Disc" };
                element.set("A", owned("List", "ListNumbering", name(numbering)));
            }
            Detail::Language(language) => element.set("Lang", text(language)),
            Detail::Note(number) => element.set("ID", text(&note_id(*number))),
            Detail::Plain | Detail::Link(_) => {}
        }
    }

    /// Lower left and upper right corner.
    fn corners(&self, rect: Rect) -> Object {
        let (top, foot) = (self.height - rect.y, self.height - rect.y - rect.height);
        array([rect.x, foot, rect.x + rect.width, top].map(|points| Object::Real(round(points))))
    }

    /// A link annotation (ISO 32000-1 §12.5.6.5): no border, printed, with words for those who cannot see it.
    fn annotation(&self, link: &LinkSpot, key: usize) -> Result<Dictionary, RenderError> {
        let bounds = link.lines.iter().copied().reduce(Rect::with);
        let bounds = bounds.ok_or_else(|| RenderError::Content("a link has no words".to_owned()))?;
        let quads = link.lines.iter().flat_map(|line| {
            let (left, right) = (line.x, line.x + line.width);
            let (top, foot) = (self.height - line.y, self.height - line.y - line.height);
            [left, top, right, top, left, foot, right, foot].map(|points| Object::Real(round(points)))
        });
        let mut annotation = dictionary([
            ("Type", name("Annot")),
            ("Subtype", name("Link")),
            ("Rect", self.corners(bounds)),
            ("QuadPoints", array(quads)),
            ("Border", array([number(0), number(0), number(0)])),
            ("F", number(4)),
            ("StructParent", number(key)),
        ]);
        match self.tags.get(link.tag).map(|tag| &tag.detail) {
            Some(Detail::Link(Target::Url(url))) => {
                let action = dictionary([("S", name("URI")), ("URI", Object::string_literal(ascii(url)))]);
                annotation.set("A", Object::Dictionary(action));
                annotation.set("Contents", text(&format!("{} ({url})", link.words.trim())));
            }
            Some(Detail::Link(Target::Note(number))) => {
                annotation.set("Dest", self.destination(self.note(*number)?));
                annotation.set("Contents", text(&format!("Note {number}")));
            }
            _ => {}
        }
        Ok(annotation)
    }

    fn note(&self, wanted: u32) -> Result<TagId, RenderError> {
        let missing = || RenderError::Content(format!("the sheet refers to note {wanted}, and there is no such note"));
        let mut notes = self.tags.iter().filter(|(_, tag)| tag.detail == Detail::Note(wanted));
        notes.next().map(|(id, _)| id).ok_or_else(missing)
    }

    /// The place of a tag, or of the first tag below it that was drawn.
    pub(super) fn destination(&self, id: TagId) -> Object {
        let Some(spot) = self.first_spot(id) else { return Object::Null };
        let Some(page) = self.pages.get(spot.0) else { return Object::Null };
        let top = (self.height - spot.1 + 4.0).min(self.height);
        array([reference(*page), name("XYZ"), number(0), Object::Real(round(top)), Object::Null])
    }

    fn first_spot(&self, id: TagId) -> Option<(usize, f32)> {
        if let Some(spot) = self.emitted.spots.get(&id) {
            return Some((spot.page, spot.bounds.y));
        }
        let below = |kid: &Kid| if let Kid::Tag(id) = kid { self.first_spot(*id) } else { None };
        self.tags.get(id)?.kids.iter().find_map(below)
    }

    fn mark_pages(&self, file: &mut Document, annotations: &[ObjectId]) -> Result<(), RenderError> {
        for (at, page) in self.pages.iter().enumerate() {
            let links = self.emitted.links.iter().zip(annotations).filter(|(link, _)| link.page == at);
            let links: Vec<Object> = links.map(|(_, object)| reference(*object)).collect();
            let page = file.get_dictionary_mut(*page).map_err(|error| RenderError::Content(error.to_string()))?;
            page.set("StructParents", number(at));
            page.set("Tabs", name("S"));
            if links.is_empty() {
                page.remove(b"Annots");
            } else {
                page.set("Annots", array(links));
            }
        }
        Ok(())
    }

    fn parent_tree(&self, elements: &BTreeMap<TagId, ObjectId>) -> Vec<Object> {
        let element = |id: &TagId| elements.get(id).map_or(Object::Null, |id| reference(*id));
        let pages = self.emitted.owners.iter().map(|owners| array(owners.iter().map(element)));
        let links = self.emitted.links.iter().map(|link| element(&link.tag));
        pages.chain(links).enumerate().flat_map(|(key, value)| [number(key), value]).collect()
    }

    /// Elements with an identifier, sorted by it (§14.7.2, `IDTree`).
    fn ids(&self, elements: &BTreeMap<TagId, ObjectId>) -> BTreeMap<String, ObjectId> {
        let with_id = |(id, tag): (TagId, &Tag)| match tag.detail {
            Detail::Note(number) => elements.get(&id).map(|element| (note_id(number), *element)),
            _ => None,
        };
        self.tags.iter().filter_map(with_id).collect()
    }
}

/// An address in ASCII, as §12.6.4.7 wants it: all other bytes are escaped.
fn ascii(url: &str) -> String {
    let escaped =
        |byte: u8| if byte.is_ascii_graphic() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    url.bytes().map(escaped).collect()
}

fn note_id(number: u32) -> String {
    format!("note-{number}")
}

fn round(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}
