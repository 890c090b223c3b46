//! Headings → bookmarks, nested by level (ISO 32000-1 §12.3.3).

use super::objects::{dictionary, number, reference, text};
use super::structure::Structure;
use super::tags::TagId;
use lopdf::{Dictionary, Document, ObjectId};

struct Bookmark {
    title: String,
    tag: TagId,
    below: Vec<Self>,
}

/// Adds the bookmarks; `None` where the sheet has no headings.
pub(super) fn add(structure: &Structure<'_>, file: &mut Document) -> Option<ObjectId> {
    let mut headings: Vec<(usize, Bookmark)> = Vec::new();
    for (tag, words) in &structure.emitted.headings {
        let level = structure.tags.get(*tag).and_then(|tag| tag.role.heading_level()).unwrap_or(1);
        headings.push((level, Bookmark { title: words.trim().to_owned(), tag: *tag, below: Vec::new() }));
    }
    let bookmarks = nest(&mut headings.into_iter().peekable(), 1);
    if bookmarks.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let mut outlines = Dictionary::new();
    let shown = put(&bookmarks, root, &mut outlines, structure, file);
    outlines.set("Count", number(shown));
    file.set_object(root, outlines);
    Some(root)
}

/// Takes all headings of at least this level, each with those below it.
fn nest(headings: &mut std::iter::Peekable<std::vec::IntoIter<(usize, Bookmark)>>, level: usize) -> Vec<Bookmark> {
    let mut bookmarks = Vec::new();
    while let Some((own, mut bookmark)) = headings.next_if(|(own, _)| *own >= level) {
        bookmark.below = nest(headings, own + 1);
        bookmarks.push(bookmark);
    }
    bookmarks
}

/// Adds bookmarks below `parent`; returns how many are shown when all are open.
fn put(
    bookmarks: &[Bookmark],
    parent: ObjectId,
    above: &mut Dictionary,
    structure: &Structure<'_>,
    file: &mut Document,
) -> usize {
    let ids: Vec<ObjectId> = bookmarks.iter().map(|_| file.new_object_id()).collect();
    let mut shown = bookmarks.len();
    for (at, (bookmark, id)) in bookmarks.iter().zip(&ids).enumerate() {
        let mut item = dictionary([
            ("Title", text(&bookmark.title)),
            ("Parent", reference(parent)),
            ("Dest", structure.destination(bookmark.tag)),
        ]);
        if let Some(previous) = at.checked_sub(1).and_then(|at| ids.get(at)) {
            item.set("Prev", reference(*previous));
        }
        if let Some(next) = ids.get(at + 1) {
            item.set("Next", reference(*next));
        }
        let below = put(&bookmark.below, *id, &mut item, structure, file);
        if below > 0 {
            item.set("Count", number(below));
        }
        shown += below;
        file.set_object(*id, item);
    }
    if let (Some(first), Some(last)) = (ids.first(), ids.last()) {
        above.set("First", reference(*first));
        above.set("Last", reference(*last));
    }
    shown
}
