//! Whether marked content, structure tree and parent tree of a finished file say the same. Validators accept a
//! file whose parent tree points at the wrong elements; a screen reader does not.

use super::content::Contents;
use super::{at, kids, no, wrong};
use crate::render::RenderError;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeMap;

/// What an element claims as its own: a marked sequence of a page, or an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    Sequence(ObjectId, i64),
    Annotation(ObjectId),
}

/// Everything in which the three disagree, one sentence each; empty for a sound file.
///
/// # Errors
/// [`RenderError::Content`] for a file that is no tagged PDF.
pub fn check(bytes: &[u8]) -> Result<Vec<String>, RenderError> {
    let file = Document::load_mem(bytes).map_err(wrong)?;
    let contents = Contents::read(&file)?;
    let tree = at(&file, file.catalog().map_err(wrong)?, b"StructTreeRoot")?.as_dict().map_err(wrong)?;
    let mut found = Vec::new();
    if !contents.stray.trim().is_empty() {
        found.push(format!("text outside the structure: \"{}\"", contents.stray.trim()));
    }
    found.extend(contents.doubled.iter().map(|(_, mcid)| format!("the marked sequence {mcid} is opened twice")));
    let mut claims = BTreeMap::new();
    let root = tree.get(b"K").and_then(Object::as_reference).map_err(wrong)?;
    collect(&file, root, None, 0, &mut claims, &mut found);
    for sequence in contents.sequences() {
        if !claims.contains_key(&Claim::Sequence(sequence.0, sequence.1)) {
            found.push(format!("the marked sequence {} belongs to no element", sequence.1));
        }
    }
    let parents = parents(&file, tree)?;
    for (claim, element) in &claims {
        match claim {
            Claim::Sequence(page, mcid) => {
                if !contents.sequences().any(|sequence| sequence == &(*page, *mcid)) {
                    found.push(format!("an element claims the sequence {mcid}, which is not on its page"));
                }
                let listed = key(&file, *page, b"StructParents").and_then(|key| parents.get(&key));
                let listed = listed.and_then(|list| list.as_array().ok()?.get(usize::try_from(*mcid).ok()?));
                if listed.and_then(|parent| parent.as_reference().ok()) != Some(*element) {
                    found.push(format!("the parent tree gives the sequence {mcid} to another element"));
                }
            }
            Claim::Annotation(annotation) => {
                let listed = key(&file, *annotation, b"StructParent").and_then(|key| parents.get(&key));
                if listed.and_then(|parent| parent.as_reference().ok()) != Some(*element) {
                    found.push("the parent tree gives a link to another element".to_owned());
                }
            }
        }
    }
    Ok(found)
}

/// Adds what an element and all below it claim; also checks that each names the one above as its parent.
fn collect(
    file: &Document,
    element: ObjectId,
    page: Option<ObjectId>,
    depth: usize,
    claims: &mut BTreeMap<Claim, ObjectId>,
    found: &mut Vec<String>,
) {
    let Ok(dictionary) = file.get_dictionary(element) else { return };
    let page = dictionary.get(b"Pg").and_then(Object::as_reference).ok().or(page);
    let own = match dictionary.get(b"K") {
        Ok(Object::Array(kids)) => kids.iter().collect(),
        Ok(one) => vec![one],
        Err(_) => Vec::new(),
    };
    for kid in own {
        let claim = match kid {
            Object::Reference(below) if depth < super::DEEPEST => {
                let parent =
                    file.get_dictionary(*below).and_then(|below| below.get(b"P")).and_then(Object::as_reference);
                if parent.ok() != Some(element) {
                    found.push("an element names another parent than the one it hangs below".to_owned());
                }
                collect(file, *below, page, depth + 1, claims, found);
                continue;
            }
            Object::Integer(mcid) => page.map(|page| Claim::Sequence(page, *mcid)),
            Object::Dictionary(kid) => claim(kid, page),
            _ => None,
        };
        if claim.and_then(|claim| claims.insert(claim, element)).is_some() {
            found.push("two elements claim the same content".to_owned());
        }
    }
}

fn claim(kid: &Dictionary, page: Option<ObjectId>) -> Option<Claim> {
    if let Ok(annotation) = kid.get(b"Obj").and_then(Object::as_reference) {
        return Some(Claim::Annotation(annotation));
    }
    let page = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page)?;
    Some(Claim::Sequence(page, kid.get(b"MCID").and_then(Object::as_i64).ok()?))
}

fn key(file: &Document, object: ObjectId, key: &[u8]) -> Option<i64> {
    file.get_dictionary(object).ok()?.get(key).ok()?.as_i64().ok()
}

fn parents(file: &Document, tree: &Dictionary) -> Result<BTreeMap<i64, Object>, RenderError> {
    let parents = at(file, tree, b"ParentTree")?.as_dict().map_err(wrong)?;
    if !kids(file, parents).is_empty() || !parents.has(b"Nums") {
        return Err(no("flat parent tree"));
    }
    let numbers = at(file, parents, b"Nums")?.as_array().map_err(wrong)?;
    let pairs = numbers.chunks(2).filter_map(|pair| match pair {
        [key, value] => Some((key.as_i64().ok()?, file.dereference(value).ok()?, value)),
        _ => None,
    });
    // A list is followed, a single element is kept as the reference it is.
    let kept = pairs
        .map(|(key, (_, followed), value)| (key, if followed.as_array().is_ok() { followed } else { value }.clone()));
    Ok(kept.collect())
}
