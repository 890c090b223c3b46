//! XML bytes ⇄ a small tree of elements. `docx-rs` cannot say all that Word can, so its parts are read into this
//! tree, completed, and written again; everything that goes into the package passes through [`bytes`], which is
//! why it is the one place where a character that XML 1.0 forbids is refused.

use crate::render::RenderError;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

/// An element with its prefix as written: the parts use one fixed prefix for each namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    /// The name with its prefix: `w:p`.
    pub(super) name: String,
    /// Attributes in order, values unescaped.
    pub(super) attributes: Vec<(String, String)>,
    /// What it holds, in order.
    pub(super) children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Text, unescaped.
    Text(String),
}

impl Element {
    /// An empty element.
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), children: Vec::new() }
    }

    /// An element whose whole meaning is its `val`, as most of `WordprocessingML` and `DrawingML` charts are.
    pub(super) fn val(name: &str, value: impl ToString) -> Self {
        let prefix = if name.starts_with("w:") { "w:val" } else { "val" };
        Self::new(name).with(prefix, value)
    }

    /// The element with one attribute more.
    #[must_use]
    pub(super) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.attributes.push((name.to_owned(), value.to_string()));
        self
    }

    /// The element with one child more.
    #[must_use]
    pub(super) fn child(mut self, child: Self) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    /// The element with more children.
    #[must_use]
    pub(super) fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    /// The element with text.
    #[must_use]
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(Node::Text(text.into()));
        self
    }

    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Gives an attribute a value, in its place when it has one.
    pub(super) fn set(&mut self, name: &str, value: impl ToString) {
        match self.attributes.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => *old = value.to_string(),
            None => self.attributes.push((name.to_owned(), value.to_string())),
        }
    }

    /// The child elements.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The child elements, to change them.
    pub(super) fn elements_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        self.children.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first child of that name.
    pub(super) fn first(&self, name: &str) -> Option<&Self> {
        self.elements().find(|child| child.name == name)
    }

    /// The first child of that name, to change it.
    pub(super) fn first_mut(&mut self, name: &str) -> Option<&mut Self> {
        self.elements_mut().find(|child| child.name == name)
    }

    /// The `w:val` of the first child of that name.
    pub(super) fn val_of(&self, name: &str) -> Option<&str> {
        self.first(name)?.get("w:val")
    }

    /// Puts a child in the place of the first of its name, or at the end.
    pub(super) fn put(&mut self, child: Self) {
        match self.first_mut(&child.name) {
            Some(old) => *old = child,
            None => self.children.push(Node::Element(child)),
        }
    }

    /// The name without its prefix.
    pub(super) fn local(&self) -> &str {
        self.name.split_once(':').map_or(self.name.as_str(), |(_, local)| local)
    }

    /// All text in the tree below.
    pub(super) fn all_text(&self) -> String {
        let mut all = String::new();
        for node in &self.children {
            match node {
                Node::Element(child) => all.push_str(&child.all_text()),
                Node::Text(text) => all.push_str(text),
            }
        }
        all
    }

    /// Shows every element of the tree, this one first, to a function.
    pub(super) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        for child in self.elements() {
            child.walk(visit);
        }
    }

    /// Shows every element of the tree, this one first, to a function that may change it.
    pub(super) fn walk_mut(&mut self, visit: &mut impl FnMut(&mut Self)) {
        visit(self);
        for child in self.elements_mut() {
            child.walk_mut(visit);
        }
    }
}

/// Elements within elements go no deeper than this; a file that does is damaged or hostile.
const DEEPEST: usize = 256;

/// Reads a part, whether this program wrote it or another.
pub(super) fn parse(part: &[u8]) -> Result<Element, RenderError> {
    let text = std::str::from_utf8(part).map_err(|error| fault(&error))?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    loop {
        let done = match reader.read_event().map_err(|error| fault(&error))? {
            Event::Start(_) if open.len() >= DEEPEST => return Err(fault(&"its elements are nested too deeply")),
            Event::Start(start) => {
                open.push(element(&start)?);
                None
            }
            Event::DocType(_) => return Err(fault(&"it has a document type, which no part of a Word file may have")),
            Event::CData(text) => {
                push_text(&mut open, &text.xml10_content());
                None
            }
            Event::Empty(start) => close(element(&start)?, &mut open),
            Event::End(_) => open.pop().and_then(|element| close(element, &mut open)),
            Event::Text(text) => {
                push_text(&mut open, &text.xml10_content());
                None
            }
            Event::GeneralRef(reference) => {
                push_text(&mut open, &resolved(&format!("&{};", &*reference))?);
                None
            }
            Event::Eof => return Err(fault(&"the part ends early")),
            _ => None,
        };
        if let Some(root) = done {
            return Ok(root);
        }
    }
}

/// Hands a finished element to the one around it; the outermost is returned.
fn close(element: Element, open: &mut [Element]) -> Option<Element> {
    match open.last_mut() {
        Some(parent) => {
            parent.children.push(Node::Element(element));
            None
        }
        None => Some(element),
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, RenderError> {
    let mut element = Element::new(start.name().as_ref());
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| fault(&error))?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| fault(&error))?;
        element.attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(element)
}

fn push_text(open: &mut [Element], more: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Node::Text(text)) => text.push_str(more),
        _ => parent.children.push(Node::Text(more.to_owned())),
    }
}

fn resolved(reference: &str) -> Result<String, RenderError> {
    quick_xml::escape::unescape(reference).map(std::borrow::Cow::into_owned).map_err(|error| fault(&error))
}

fn fault(error: &impl ToString) -> RenderError {
    RenderError::Content(format!("a part of the Word file cannot be read or written: {}", error.to_string()))
}

/// Writes a part with its declaration.
///
/// # Errors
/// [`RenderError::Content`] for a character that XML 1.0 does not have (XML 1.0 §2.2).
pub(super) fn bytes(root: &Element) -> Result<Vec<u8>, RenderError> {
    let mut writer = Writer::new(Vec::new());
    let declaration = BytesDecl::new("1.0", Some("UTF-8"), Some("yes"));
    writer.write_event(Event::Decl(declaration)).map_err(|error| fault(&error))?;
    write(root, &mut writer)?;
    Ok(writer.into_inner())
}

fn write(element: &Element, writer: &mut Writer<Vec<u8>>) -> Result<(), RenderError> {
    let mut start = BytesStart::new(element.name.as_str());
    for (key, value) in &element.attributes {
        legal(value)?;
        start.push_attribute((key.as_str(), value.as_str()));
    }
    if element.children.is_empty() {
        return writer.write_event(Event::Empty(start)).map_err(|error| fault(&error));
    }
    writer.write_event(Event::Start(start)).map_err(|error| fault(&error))?;
    for node in &element.children {
        match node {
            Node::Element(child) => write(child, writer)?,
            Node::Text(text) => {
                legal(text)?;
                writer.write_event(Event::Text(BytesText::new(text))).map_err(|error| fault(&error))?;
            }
        }
    }
    writer.write_event(Event::End(BytesEnd::new(element.name.as_str()))).map_err(|error| fault(&error))
}

/// XML 1.0 §2.2, production 2 (`Char`).
fn legal(text: &str) -> Result<(), RenderError> {
    let wrong =
        |c: &char| matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    match text.chars().find(wrong) {
        None => Ok(()),
        Some(character) => {
            let clean: String = text.chars().filter(|c| !wrong(c)).take(60).collect();
            let code = u32::from(character);
            Err(RenderError::Content(format!(
                "a Word file cannot hold the control character U+{code:04X}, in \"{clean}\""
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_comes_back_as_it_went_out() {
        let tree = Element::new("a").with("x", "1 < 2 & \"3\"").child(Element::new("b").text("A & B <é> "));
        assert_eq!(parse(&bytes(&tree).unwrap()).unwrap(), tree);
    }

    #[test]
    fn characters_that_xml_does_not_have_are_refused() {
        for wrong in ["\u{0}", "\u{1B}", "\u{FFFE}"] {
            assert!(bytes(&Element::new("a").text(wrong)).is_err());
            assert!(bytes(&Element::new("a").with("b", wrong)).is_err());
        }
        assert!(bytes(&Element::new("a").text("\t\n\u{10FFFF}")).is_ok());
    }
}
