//! A Word file from outside ⇄ its parts. What is not changed is copied as it lies in the archive, byte for byte; what
//! cannot be worked on safely (macros, encryption, a picture that is not there) is refused with its reason.

use super::xml::{self, Element, Node};
use crate::render::RenderError;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// No part of a sheet is larger than this, and no file holds more than four times as much.
const LARGEST_PART: u64 = 64 << 20;
/// No sheet has more parts.
const MOST_PARTS: usize = 5000;
/// Names the content types of all parts.
const TYPES: &str = "[Content_Types].xml";
/// What the name of a relationships part ends with.
const RELATIONS_END: &str = ".rels";

/// A relationship as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// Its id.
    pub(super) id: String,
    /// The last step of its type: "chart", "image".
    pub(super) kind: String,
    /// The part it leads to, or the address.
    pub(super) target: String,
    /// Whether it leads out of the package.
    pub(super) external: bool,
}

impl Link {
    /// Whether it leads to a chart's workbook that lies in the package.
    pub(super) fn is_workbook(&self) -> bool {
        !self.external && self.target.ends_with(".xlsx")
    }
}

/// A Word file whose parts can be changed.
pub(super) struct Foreign<'a> {
    bytes: &'a [u8],
    /// Parts as they were, in their order.
    parts: Vec<(String, Vec<u8>)>,
    /// Parts that were changed or added.
    changed: BTreeMap<String, Vec<u8>>,
    /// Parts that were taken away.
    removed: BTreeSet<String>,
    /// The part with the text.
    main: String,
}

/// A fault of the file.
pub(super) fn refuse(what: impl Into<String>) -> RenderError {
    RenderError::Content(what.into())
}

impl<'a> Foreign<'a> {
    /// Opens a Word file.
    ///
    /// # Errors
    /// [`RenderError::Content`] for what is no Word file, or none that can be worked on.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, RenderError> {
        if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return Err(refuse(
                "this is a file of old Word (.doc) or one with a password; save it as .docx without a password",
            ));
        }
        let parts = unpack(bytes)?;
        let mut foreign =
            Self { bytes, parts, changed: BTreeMap::new(), removed: BTreeSet::new(), main: String::new() };
        let links = foreign.links("")?;
        let main = links.into_iter().find(|link| link.kind == "officeDocument");
        foreign.main = main.map(|link| link.target).ok_or_else(|| refuse("this is not a Word file: it has no text"))?;
        foreign.check()?;
        Ok(foreign)
    }

    /// The part with the text.
    pub(super) fn main(&self) -> &str {
        &self.main
    }

    /// The parts that hold text: the main one, heads, feet, notes.
    pub(super) fn text_parts(&self) -> Result<Vec<String>, RenderError> {
        let mut names = vec![self.main.clone()];
        let kinds = ["header", "footer", "footnotes", "endnotes"];
        let links = self.links(&self.main)?.into_iter().filter(|link| kinds.contains(&link.kind.as_str()));
        names.extend(links.map(|link| link.target));
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        Ok(names)
    }

    /// The parts that say something: the main one and those in its folder and below it, and the properties, as far as
    /// they are XML.
    pub(super) fn speaking_parts(&self) -> Vec<String> {
        let folder = self.main.rsplit_once('/').map_or("", |(folder, _)| folder);
        let speaks = |name: &str| name.starts_with(folder) || name.starts_with("docProps/");
        let names = self.names().filter(|name| speaks(name) && name.ends_with(".xml") && *name != TYPES);
        names.filter(|name| !self.removed.contains(*name)).map(str::to_owned).collect()
    }

    /// The parts that have relationships; the package itself has the empty name.
    pub(super) fn linking_parts(&self) -> Vec<String> {
        let owner = |name: &str| {
            let (folder, file) = name.strip_suffix(RELATIONS_END)?.rsplit_once("_rels/")?;
            Some(format!("{folder}{file}"))
        };
        self.names().filter_map(owner).collect()
    }

    /// The names of all parts.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|(name, _)| name.as_str())
    }

    /// The bytes of a part, as it stands now.
    pub(super) fn part(&self, name: &str) -> Option<&[u8]> {
        let now = self.changed.get(name).map(Vec::as_slice);
        now.or_else(|| self.parts.iter().find(|(own, _)| own == name).map(|(_, bytes)| bytes.as_slice()))
    }

    /// A part as a tree.
    pub(super) fn tree(&self, name: &str) -> Result<Option<Element>, RenderError> {
        let Some(bytes) = self.part(name) else { return Ok(None) };
        xml::parse(bytes).map(Some).map_err(|error| refuse(format!("{name}: {error}")))
    }

    /// Changes a part or adds one.
    pub(super) fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.changed.insert(name.to_owned(), bytes);
    }

    /// The same with a tree.
    pub(super) fn put_tree(&mut self, name: &str, root: &Element) -> Result<(), RenderError> {
        self.put(name, xml::bytes(root)?);
        Ok(())
    }

    /// The relationships of a part; of the package for an empty name.
    pub(super) fn links(&self, part: &str) -> Result<Vec<Link>, RenderError> {
        let Some(root) = self.tree(&relations_of(part))? else { return Ok(Vec::new()) };
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let link = |element: &Element| {
            let external = element.get("TargetMode") == Some("External");
            let target = element.get("Target").unwrap_or_default();
            Link {
                id: element.get("Id").unwrap_or_default().to_owned(),
                kind: element.get("Type").unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned(),
                target: if external { target.to_owned() } else { resolve(folder, target) },
                external,
            }
        };
        Ok(root.elements().filter(|element| element.local() == "Relationship").map(link).collect())
    }

    /// Adds a relationship and returns its id.
    pub(super) fn link(&mut self, part: &str, kind: &str, target: &str) -> Result<String, RenderError> {
        let name = relations_of(part);
        let mut root = self.tree(&name)?.unwrap_or_else(|| super::package::relations(&[]));
        let taken: BTreeSet<&str> = root.elements().filter_map(|element| element.get("Id")).collect();
        let id = (1..).map(|n| format!("rIdFactsheet{n}")).find(|id| !taken.contains(id.as_str())).unwrap_or_default();
        let full = if kind.contains(':') { kind.to_owned() } else { format!("{}{kind}", super::package::TYPE) };
        let relation = Element::new("Relationship").with("Id", &id).with("Type", full).with("Target", target);
        root.children.push(Node::Element(relation));
        self.put_tree(&name, &root)?;
        Ok(id)
    }

    /// Says what a new part is, or what all parts of an ending are.
    pub(super) fn declare(&mut self, part: &str, media: &str) -> Result<(), RenderError> {
        let mut root = self.tree(TYPES)?.ok_or_else(|| refuse("the file does not say what its parts are"))?;
        let (name, key, value) = match part.strip_prefix("*.") {
            Some(ending) => ("Default", "Extension", ending.to_owned()),
            None => ("Override", "PartName", format!("/{part}")),
        };
        let known = |element: &Element| element.get(key).is_some_and(|own| own.eq_ignore_ascii_case(&value));
        if root.elements().any(known) {
            return Ok(());
        }
        let entry = Node::Element(Element::new(name).with(key, value).with("ContentType", media));
        // Defaults stand before overrides in what most programs write.
        let at = if name == "Default" { 0 } else { root.children.len() };
        root.children.insert(at, entry);
        self.put_tree(TYPES, &root)
    }

    /// Takes away the second copy of the styles that Word 2010 kept for itself. Word has long ignored it; python-docx
    /// writes one that contradicts the styles, and then a validator expects Word to repair the file.
    pub(super) fn drop_obsolete(&mut self) -> Result<(), RenderError> {
        let main = self.main.clone();
        let Some(link) = self.links(&main)?.into_iter().find(|link| link.kind == "stylesWithEffects") else {
            return Ok(());
        };
        let mut without = |part: &str, key: &str, value: &str| -> Result<(), RenderError> {
            let Some(mut root) = self.tree(part)? else { return Ok(()) };
            root.children.retain(|node| !matches!(node, Node::Element(e) if e.get(key) == Some(value)));
            self.put_tree(part, &root)
        };
        without(&relations_of(&main), "Id", &link.id)?;
        without(TYPES, "PartName", &format!("/{}", link.target))?;
        self.removed.insert(link.target);
        Ok(())
    }

    /// Refuses what would be damaged or dangerous in a finished sheet.
    fn check(&self) -> Result<(), RenderError> {
        let types =
            self.tree(TYPES)?.ok_or_else(|| refuse("this is not a Word file: it does not say what it holds"))?;
        let macros = |name: &str| name.to_lowercase().contains("vbaproject") || name.to_lowercase().contains("vbadata");
        let enabled =
            types.elements().any(|element| element.get("ContentType").unwrap_or_default().contains("macroEnabled"));
        if enabled || self.names().any(macros) {
            return Err(refuse(
                "the file holds macros, which no sheet may; save it in Word as \"Word Document (*.docx)\"",
            ));
        }
        for part in self.text_parts()? {
            let root = self.tree(&part)?.ok_or_else(|| refuse(format!("the file lacks its part {part}")))?;
            if !root.name.starts_with("w:") {
                return Err(refuse(format!(
                    "{part} does not use Word's usual names; open the file in Word and save it"
                )));
            }
            for link in self.links(&part)?.iter().filter(|link| !link.external && !link.target.is_empty()) {
                if self.part(&link.target).is_none() {
                    let what = if link.kind == "image" { "a picture" } else { "a part" };
                    let (target, id) = (&link.target, &link.id);
                    return Err(refuse(format!(
                        "{part} refers to {what} that is not in the file: {target} ({id}); insert it again in Word"
                    )));
                }
            }
            check_links(&part, &root, &self.links(&part)?)?;
        }
        Ok(())
    }

    /// The file with its changes.
    pub(super) fn write(&self) -> Result<Vec<u8>, RenderError> {
        let fault = |error: zip::result::ZipError| refuse(format!("the Word file cannot be packed: {error}"));
        let mut from = ZipArchive::new(Cursor::new(self.bytes)).map_err(fault)?;
        let mut to = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(9))
            .last_modified_time(DateTime::default());
        let mut written = BTreeSet::new();
        for index in 0..from.len() {
            let file = from.by_index_raw(index).map_err(fault)?;
            let name = file.name().map_err(fault)?.into_owned();
            if self.removed.contains(&name) {
                continue;
            }
            match self.changed.get(&name) {
                Some(bytes) => {
                    to.start_file(name.as_str(), options).map_err(fault)?;
                    to.write_all(bytes).map_err(|error| fault(error.into()))?;
                }
                None => to.raw_copy_file(file).map_err(fault)?,
            }
            written.insert(name);
        }
        for (name, bytes) in self.changed.iter().filter(|(name, _)| !written.contains(*name)) {
            to.start_file(name.as_str(), options).map_err(fault)?;
            to.write_all(bytes).map_err(|error| fault(error.into()))?;
        }
        Ok(to.finish().map_err(fault)?.into_inner())
    }
}

fn unpack(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, RenderError> {
    let fault = |error: zip::result::ZipError| refuse(format!("this is not a Word file, or a damaged one: {error}"));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(fault)?;
    if archive.len() > MOST_PARTS {
        return Err(refuse("the file has too many parts for a sheet"));
    }
    let (mut parts, mut total): (Vec<(String, Vec<u8>)>, u64) = (Vec::new(), 0);
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(fault)?;
        let name = file.name().map_err(fault)?.into_owned();
        let mut part = Vec::new();
        file.take(LARGEST_PART + 1).read_to_end(&mut part).map_err(|error| fault(error.into()))?;
        total += part.len() as u64;
        if part.len() as u64 > LARGEST_PART || total > 4 * LARGEST_PART {
            return Err(refuse(format!("{name} is too large for a sheet")));
        }
        if parts.iter().any(|(own, _)| *own == name) {
            return Err(refuse(format!("the file holds two parts named {name}")));
        }
        parts.push((name, part));
    }
    Ok(parts)
}

/// Every relationship that the text names has to be there.
fn check_links(part: &str, root: &Element, links: &[Link]) -> Result<(), RenderError> {
    let mut wrong = None;
    root.walk(&mut |element| {
        for (key, id) in &element.attributes {
            let refers =
                key.starts_with("r:") && !id.is_empty() && ["r:id", "r:embed", "r:link"].contains(&key.as_str());
            if refers && !links.iter().any(|link| link.id == *id) {
                wrong.get_or_insert_with(|| format!("{part} refers to something that is not in the file ({id})"));
            }
        }
    });
    wrong.map_or(Ok(()), |what| Err(refuse(format!("{what}; open it in Word, which offers to repair it, and save it"))))
}

/// The relationships part of a part.
fn relations_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}{RELATIONS_END}"),
        None => format!("_rels/{part}{RELATIONS_END}"),
    }
}

/// A target as a part's name: from the root, or from the folder of the part that refers to it.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(rooted) = target.strip_prefix('/') {
        return rooted.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('#').next().unwrap_or_default().split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}
