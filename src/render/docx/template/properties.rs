//! The properties of a filled template: title, subject and the rest of the sheet, and which edition it is.

use super::super::foreign::Foreign;
use super::super::parts;
use super::super::sources::Source;
use super::super::xml::{Element, Node};
use crate::document::model::Meta;
use crate::render::RenderError;

const CORE: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";

/// Sets the properties; custom ones that the template has of its own stay.
pub(super) fn set(file: &mut Foreign<'_>, meta: &Meta, charts: &[Source]) -> Result<(), RenderError> {
    let links = file.links("")?;
    let part = |kind: &str| links.iter().find(|link| link.kind == kind).map(|link| link.target.clone());
    let core = match part("core-properties") {
        Some(name) => name,
        None => {
            file.link("", CORE, "docProps/core.xml")?;
            file.declare("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")?;
            "docProps/core.xml".to_owned()
        }
    };
    file.put_tree(&core, &parts::core(meta))?;
    let custom = match part("custom-properties") {
        Some(name) => name,
        None => {
            file.link("", "custom-properties", "docProps/custom.xml")?;
            let media = "application/vnd.openxmlformats-officedocument.custom-properties+xml";
            file.declare("docProps/custom.xml", media)?;
            "docProps/custom.xml".to_owned()
        }
    };
    let mut ours = parts::custom(meta, charts);
    if let Some(theirs) = file.tree(&custom)? {
        merge(&mut ours, &theirs);
    }
    file.put_tree(&custom, &ours)
}

/// Adds the template's own properties after ours, with numbers that are free.
fn merge(ours: &mut Element, theirs: &Element) {
    let names: Vec<String> = ours.elements().filter_map(|own| own.get("name").map(str::to_owned)).collect();
    let kept = theirs.elements().filter(|property| !names.iter().any(|name| property.get("name") == Some(name)));
    for (number, property) in (names.len() + 2..).zip(kept.cloned().collect::<Vec<_>>()) {
        let mut property = property;
        property.set("pid", number);
        ours.children.push(Node::Element(property));
    }
}
