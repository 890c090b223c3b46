//! The tag tree of a sheet, built beside the draw list: what each mark on a page means (ISO 32000-1 §14.7,
//! ISO 14289-1). Block tags hang in the tree from the start, in reading order; tags inside running text are
//! hung where their first words are drawn.

/// A tag, by its place in [`Tags`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct TagId(pub(super) usize);

/// Standard structure types (ISO 32000-1 §14.8.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The whole sheet.
    Document,
    /// Grouping without meaning of its own: a chart with its caption and source.
    Div,
    /// Headings by level, 1 to 3.
    H1,
    /// Section heading.
    H2,
    /// Heading below a section heading.
    H3,
    /// Paragraph.
    P,
    /// List.
    L,
    /// List item.
    LI,
    /// Bullet or number.
    Lbl,
    /// Body of a list item.
    LBody,
    /// Table.
    Table,
    /// Head rows.
    THead,
    /// Body rows.
    TBody,
    /// Row.
    TR,
    /// Header cell.
    TH,
    /// Data cell.
    TD,
    /// Chart.
    Figure,
    /// Title and description of a table or chart.
    Caption,
    /// Numbered note.
    Note,
    /// Reference to a note.
    Reference,
    /// Link.
    Link,
    /// A passage in another language.
    Span,
}

impl Role {
    /// The name in the file.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Div => "Div",
            Self::H1 => "H1",
            Self::H2 => "H2",
            Self::H3 => "H3",
            Self::P => "P",
            Self::L => "L",
            Self::LI => "LI",
            Self::Lbl => "Lbl",
            Self::LBody => "LBody",
            Self::Table => "Table",
            Self::THead => "THead",
            Self::TBody => "TBody",
            Self::TR => "TR",
            Self::TH => "TH",
            Self::TD => "TD",
            Self::Figure => "Figure",
            Self::Caption => "Caption",
            Self::Note => "Note",
            Self::Reference => "Reference",
            Self::Link => "Link",
            Self::Span => "Span",
        }
    }

    /// Level of a heading, 1 to 3.
    pub(super) const fn heading_level(self) -> Option<usize> {
        match self {
            Self::H1 => Some(1),
            Self::H2 => Some(2),
            Self::H3 => Some(3),
            _ => None,
        }
    }
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// An address.
    Url(String),
    /// The note with that number on this sheet.
    Note(u32),
}

/// What a tag carries beyond its role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Detail {
    /// Nothing.
    Plain,
    /// Alternative text of a figure (`Alt`), or summary of a table (`Summary`).
    Alt(String),
    /// A header cell of a column.
    ColumnHead,
    /// A header cell of a row.
    RowHead,
    /// Whether a list is numbered (`ListNumbering`).
    Numbered(bool),
    /// The number of a note.
    Note(u32),
    /// Where a link leads.
    Link(Target),
    /// The language of a passage.
    Language(String),
}

/// What hangs below a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kid {
    /// Another tag.
    Tag(TagId),
    /// Marked content: page from 0 and its MCID there.
    Content {
        /// Page from 0.
        page: usize,
        /// Marked-content identifier on that page.
        mcid: usize,
    },
    /// A link annotation, from 0 over the whole file.
    Annotation(usize),
}

/// One structure element.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    /// Its type.
    pub(super) role: Role,
    /// Its parent; the document has none.
    pub(super) parent: Option<TagId>,
    /// What hangs below it, in reading order.
    pub(super) kids: Vec<Kid>,
    /// What else it carries.
    pub(super) detail: Detail,
    hung: bool,
}

/// The tree.
#[derive(Debug, Clone)]
pub(super) struct Tags {
    tags: Vec<Tag>,
}

impl Tags {
    /// The tag of the whole sheet.
    pub(super) const ROOT: TagId = TagId(0);

    /// A tree with only its root.
    pub(super) fn new() -> Self {
        let root = Tag { role: Role::Document, parent: None, kids: Vec::new(), detail: Detail::Plain, hung: true };
        Self { tags: vec![root] }
    }

    /// Hangs a block tag below `parent`, after all that already hangs there.
    pub(super) fn block(&mut self, parent: TagId, role: Role, detail: Detail) -> TagId {
        let id = self.inline(parent, role, detail);
        self.hang(id);
        id
    }

    /// A tag inside running text: hung below `parent` when its first words are drawn.
    pub(super) fn inline(&mut self, parent: TagId, role: Role, detail: Detail) -> TagId {
        let id = TagId(self.tags.len());
        self.tags.push(Tag { role, parent: Some(parent), kids: Vec::new(), detail, hung: false });
        id
    }

    /// Adds what was drawn for a tag, hanging the tag and its parents first where that is still to do.
    pub(super) fn add(&mut self, id: TagId, kid: Kid) {
        self.hang(id);
        if let Some(tag) = self.tags.get_mut(id.0) {
            tag.kids.push(kid);
        }
    }

    /// A tag.
    pub(super) fn get(&self, id: TagId) -> Option<&Tag> {
        self.tags.get(id.0)
    }

    /// All tags with their ids, in the order in which they were made.
    pub(super) fn iter(&self) -> impl Iterator<Item = (TagId, &Tag)> {
        self.tags.iter().enumerate().filter(|(_, tag)| tag.hung).map(|(at, tag)| (TagId(at), tag))
    }

    fn hang(&mut self, id: TagId) {
        let Some(tag) = self.tags.get_mut(id.0) else { return };
        if std::mem::replace(&mut tag.hung, true) {
            return;
        }
        if let Some(parent) = tag.parent {
            self.hang(parent);
            if let Some(above) = self.tags.get_mut(parent.0) {
                above.kids.push(Kid::Tag(id));
            }
        }
    }
}
