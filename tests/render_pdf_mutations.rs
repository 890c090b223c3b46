//! The comparison of a finished PDF with its document finds what it is there to find: each fault that a writer may
//! make, put into a sound file, makes it fail. Validators accept most of these files.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/pdf_tree.rs"]
mod pdf_tree;
mod support;

use factsheet::document::model::*;
use factsheet::render::pdf::PdfRenderer;
use factsheet::render::pdf::read::{self, Node};
use lopdf::{Dictionary, Object};

/// Everything in which a file differs from its document or from itself.
fn faults(document: &Document, bytes: &[u8]) -> Vec<String> {
    let mut found = read::check(bytes).unwrap();
    let (said, wanted) = (read::read(bytes).unwrap(), pdf_tree::wanted(document));
    if said.language != document.meta.language {
        found.push(format!("the language is \"{}\"", said.language));
    }
    let alone = |node: &Node| Node { children: vec![], ..node.clone() };
    let flat = |root: &Node| root.walk().into_iter().map(alone).collect::<Vec<_>>();
    let (said, wanted) = (flat(&said.root), flat(&wanted));
    if said.len() != wanted.len() {
        found.push(format!("{} elements for {}", said.len(), wanted.len()));
    }
    let differing = said.iter().zip(&wanted).filter(|(said, wanted)| said != wanted);
    found.extend(differing.map(|(said, wanted)| format!("{} \"{}\" for {}", said.role, said.text, wanted.role)));
    found
}

fn sound() -> (Document, Vec<u8>) {
    let document = support::look();
    let renderer = PdfRenderer::new(&support::theme(), &support::fonts()).unwrap();
    let bytes = renderer.render(&document, &[]).unwrap();
    (document, bytes)
}

fn saved(mut file: lopdf::Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    bytes
}

fn role(dictionary: &Dictionary) -> &[u8] {
    let is_element = dictionary.get(b"Type").is_ok_and(|kind| kind.as_name().is_ok_and(|name| name == b"StructElem"));
    if is_element { dictionary.get(b"S").and_then(Object::as_name).unwrap_or_default() } else { b"" }
}

/// The structure elements that a fault is put into; true where it was.
type Spoil = fn(&mut Dictionary) -> bool;

/// Puts a fault into the elements where it can be put, and expects the file to be refused.
fn refused(what: &str, spoil: Spoil) {
    let (document, bytes) = sound();
    let mut file = lopdf::Document::load_mem(&bytes).unwrap();
    let elements = file.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
    let spoiled = elements.map(spoil).filter(|spoiled| *spoiled).count();
    assert!(spoiled > 0, "{what}: nothing was changed");
    assert!(!faults(&document, &saved(file)).is_empty(), "{what}: not found");
}

fn renamed(dictionary: &mut Dictionary, from: &[&[u8]], to: &str) -> bool {
    let hit = from.contains(&role(dictionary));
    if hit {
        dictionary.set("S", Object::Name(to.as_bytes().to_vec()));
    }
    hit
}

#[test]
fn a_sound_file_has_no_faults_also_when_it_is_saved_again() {
    let (document, bytes) = sound();
    assert_eq!(faults(&document, &bytes), Vec::<String>::new());
    let again = saved(lopdf::Document::load_mem(&bytes).unwrap());
    assert_eq!(faults(&document, &again), Vec::<String>::new());
}

#[test]
fn wrong_types_are_found() {
    refused("headings turned P", |element| renamed(element, &[b"H1", b"H2", b"H3"], "P"));
    refused("a table turned Div", |element| renamed(element, &[b"Table"], "Div"));
    refused("TH turned TD", |element| renamed(element, &[b"TH"], "TD"));
    refused("a list turned P", |element| renamed(element, &[b"L"], "P"));
    refused("a figure turned P", |element| renamed(element, &[b"Figure"], "P"));
}

#[test]
fn a_lost_scope_is_found() {
    refused("all scopes lost", |element| role(element) == b"TH" && element.remove(b"A").is_some());
    let (document, bytes) = sound();
    let mut file = lopdf::Document::load_mem(&bytes).unwrap();
    let head = file.objects.values_mut().find(|object| object.as_dict().is_ok_and(|d| role(d) == b"TH")).unwrap();
    head.as_dict_mut().unwrap().remove(b"A");
    assert_eq!(faults(&document, &saved(file)).len(), 1, "one scope lost");
}

#[test]
fn a_changed_language_is_found() {
    let (document, bytes) = sound();
    let mut file = lopdf::Document::load_mem(&bytes).unwrap();
    file.catalog_mut().unwrap().set("Lang", Object::string_literal("es-ES"));
    assert!(!faults(&document, &saved(file)).is_empty());
}

#[test]
fn alternative_texts_swapped_between_two_figures_are_found() {
    let (document, bytes) = sound();
    let mut file = lopdf::Document::load_mem(&bytes).unwrap();
    let figures = file.objects.iter().filter(|(_, object)| object.as_dict().is_ok_and(|d| role(d) == b"Figure"));
    let ids: Vec<_> = figures.map(|(id, _)| *id).take(2).collect();
    let alts: Vec<Object> =
        ids.iter().map(|id| file.get_dictionary(*id).unwrap().get(b"Alt").unwrap().clone()).collect();
    assert_ne!(alts[0], alts[1]);
    for (id, alt) in ids.iter().zip(alts.into_iter().rev()) {
        file.get_dictionary_mut(*id).unwrap().set("Alt", alt);
    }
    assert_eq!(faults(&document, &saved(file)).len(), 2);
}

#[test]
fn a_corrupted_parent_tree_is_found() {
    for (one, other) in [(3, 9), (0, 1)] {
        let (document, bytes) = sound();
        let mut file = lopdf::Document::load_mem(&bytes).unwrap();
        let trees = file.objects.values_mut().filter_map(|object| object.as_dict_mut().ok()?.get_mut(b"Nums").ok());
        for numbers in trees {
            numbers.as_array_mut().unwrap()[1].as_array_mut().unwrap().swap(one, other);
        }
        let found = faults(&document, &saved(file));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("to another element"), "{found:?}");
    }
}

#[test]
fn a_page_with_the_key_of_another_is_found() {
    let (document, bytes) = sound();
    let mut file = lopdf::Document::load_mem(&bytes).unwrap();
    let pages: Vec<_> = file.page_iter().collect();
    for (page, key) in pages.iter().zip([1, 0]) {
        file.get_dictionary_mut(*page).unwrap().set("StructParents", key);
    }
    assert!(!faults(&document, &saved(file)).is_empty());
}

#[test]
fn content_that_hangs_nowhere_is_found() {
    refused("captions without content", |element| role(element) == b"Caption" && element.remove(b"K").is_some());
}

#[test]
fn two_blocks_read_in_the_wrong_order_are_found() {
    let (document, bytes) = sound();
    let count = document.blocks.len();
    for at in [4, 7, count - 2] {
        let mut file = lopdf::Document::load_mem(&bytes).unwrap();
        let root =
            file.objects.values_mut().find(|object| object.as_dict().is_ok_and(|d| role(d) == b"Document")).unwrap();
        let kids = root.as_dict_mut().unwrap().get_mut(b"K").and_then(Object::as_array_mut).unwrap();
        kids.swap(at, at + 1);
        assert!(!faults(&document, &saved(file)).is_empty(), "blocks {at} and the next");
    }
}
