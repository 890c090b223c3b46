//! The draw list → page contents of the engine. Marks of one owner that follow each other become one marked
//! sequence, with its identifier when a tag owns it and as an artifact when none does (ISO 32000-1 §14.6).

use super::draw::{Artifact, Mark, Owner, Page, Rect, Shape, TextRun};
use super::embed::Embeds;
use super::picture;
use super::tags::{Detail, Kid, Role, TagId, Tags};
use crate::render::theme::Rgb;
use printpdf::{Codepoint, Color, DictItem, Line, LinePoint, Op, PaintMode, PdfFontHandle, Point, Pt, TextItem};
use std::collections::BTreeMap;

/// A link on a page, in points from the page's top left corner.
#[derive(Debug, Clone)]
pub(super) struct LinkSpot {
    /// The link's tag.
    pub(super) tag: TagId,
    /// Page from 0.
    pub(super) page: usize,
    /// One rectangle for each line.
    pub(super) lines: Vec<Rect>,
    /// The words that are linked.
    pub(super) words: String,
}

/// Where a tag's content stands: the page of its first mark and the rectangle around its marks there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// Page from 0.
    pub(super) page: usize,
    /// The rectangle.
    pub(super) bounds: Rect,
}

/// Page contents, and what the structure pass has to know about them.
#[derive(Debug, Default)]
pub(super) struct Emitted {
    /// Operators of each page.
    pub(super) pages: Vec<Vec<Op>>,
    /// For each page the owner of each marked sequence, by its identifier.
    pub(super) owners: Vec<Vec<TagId>>,
    /// Links in the order in which they are read.
    pub(super) links: Vec<LinkSpot>,
    /// Headings with their words, in the order in which they are read; note numbers are left out.
    pub(super) headings: Vec<(TagId, String)>,
    /// Where tags stand.
    pub(super) spots: BTreeMap<TagId, Spot>,
}

/// Emits all pages, and hangs what they show into the tag tree.
pub(super) fn emit(pages: &[Page], height: f32, tags: &mut Tags, embeds: &Embeds) -> Emitted {
    let mut emitted = Emitted::default();
    for (number, page) in pages.iter().enumerate() {
        let mut writer = Writer { height, embeds, ops: Vec::new(), fill: None };
        let mut owners = Vec::new();
        for run in page.marks.chunk_by(|a, b| a.owner == b.owner) {
            let Some(first) = run.first() else { continue };
            writer.open(first.owner, owners.len(), tags);
            if let Owner::Tag(tag) = first.owner {
                tags.add(tag, Kid::Content { page: number, mcid: owners.len() });
                owners.push(tag);
                emitted.note(tag, number, run, tags);
            }
            for mark in run {
                writer.mark(mark);
            }
            writer.ops.push(Op::EndMarkedContent);
        }
        emitted.pages.push(writer.ops);
        emitted.owners.push(owners);
    }
    for (at, link) in emitted.links.iter().enumerate() {
        tags.add(link.tag, Kid::Annotation(at));
    }
    emitted
}

impl Emitted {
    fn note(&mut self, tag: TagId, page: usize, marks: &[Mark], tags: &Tags) {
        let Some(bounds) = marks.iter().map(Mark::bounds).reduce(Rect::with) else { return };
        let spot = self.spots.entry(tag).or_insert(Spot { page, bounds });
        if spot.page == page {
            spot.bounds = spot.bounds.with(bounds);
        }
        let Some(found) = tags.get(tag) else { return };
        let text = |mark: &Mark| if let Shape::Text(run) = &mark.shape { run.text() } else { String::new() };
        let words: String = marks.iter().map(text).collect();
        if found.role.heading_level().is_some() {
            match self.headings.last_mut() {
                Some((last, heading)) if *last == tag => heading.push_str(&words),
                _ => self.headings.push((tag, words)),
            }
            return;
        }
        if !matches!(found.detail, Detail::Link(_)) {
            return;
        }
        let lines = marks.iter().map(Mark::bounds);
        match self.links.iter_mut().find(|link| link.tag == tag && link.page == page) {
            Some(link) => {
                link.lines.extend(lines);
                link.words.push_str(&words);
            }
            None => self.links.push(LinkSpot { tag, page, lines: lines.collect(), words }),
        }
    }
}

struct Writer<'a> {
    height: f32,
    embeds: &'a Embeds,
    ops: Vec<Op>,
    fill: Option<Rgb>,
}

impl Writer<'_> {
    fn open(&mut self, owner: Owner, mcid: usize, tags: &Tags) {
        let (tag, properties) = match owner {
            Owner::Tag(id) => {
                let role = tags.get(id).map_or(Role::P, |tag| tag.role);
                (role.name(), vec![("MCID", DictItem::Int(i64::try_from(mcid).unwrap_or_default()))])
            }
            Owner::Artifact(Artifact::Layout) => ("Artifact", vec![("Type", name("Layout"))]),
            Owner::Artifact(Artifact::Header) => {
                ("Artifact", vec![("Type", name("Pagination")), ("Subtype", name("Header"))])
            }
            Owner::Artifact(Artifact::Footer) => {
                ("Artifact", vec![("Type", name("Pagination")), ("Subtype", name("Footer"))])
            }
        };
        self.begin(tag, properties);
    }

    fn begin(&mut self, tag: &str, properties: Vec<(&str, DictItem)>) {
        let map = properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties: DictItem::Dict { map } });
    }

    fn mark(&mut self, mark: &Mark) {
        match &mark.shape {
            Shape::Fill(rect, color) => {
                self.fill(*color);
                let rectangle = printpdf::Rect {
                    x: Pt(round(rect.x)),
                    y: Pt(round(self.height - rect.y - rect.height)),
                    width: Pt(round(rect.width)),
                    height: Pt(round(rect.height)),
                    mode: Some(PaintMode::Fill),
                    winding_order: None,
                };
                self.ops.push(Op::DrawRectangle { rectangle });
            }
            Shape::Line(points, width, color) => {
                let point = |(x, y): &(f32, f32)| LinePoint {
                    p: Point { x: Pt(round(*x)), y: Pt(round(self.height - y)) },
                    bezier: false,
                };
                let line = Line { points: points.iter().map(point).collect(), is_closed: false };
                self.ops.extend([
                    Op::SetOutlineColor { col: engine_color(*color) },
                    Op::SetOutlineThickness { pt: Pt(*width) },
                    Op::DrawLine { line },
                ]);
            }
            Shape::Path(path) => {
                self.fill(path.color);
                self.ops.push(picture::polygon(path, self.height));
            }
            Shape::Samples(rect) => self.ops.push(picture::placed(*rect, self.height)),
            Shape::Text(run) => self.text(run),
        }
    }

    fn fill(&mut self, color: Rgb) {
        if self.fill == Some(color) {
            return;
        }
        self.fill = Some(color);
        self.ops.push(Op::SetFillColor { col: engine_color(color) });
    }

    fn text(&mut self, run: &TextRun) {
        let Some(face) = self.embeds.get(run.face) else { return };
        let Some(first) = run.glyphs.first() else { return };
        let correction = face.correction(run);
        if let Some(reads) = &correction {
            self.begin("Span", vec![("ActualText", text_string(reads))]);
        }
        self.fill(run.color);
        let pos = Point { x: Pt(round(run.x + first.shift)), y: Pt(round(self.height - run.y)) };
        self.ops.extend([
            Op::StartTextSection,
            Op::SetFont { font: PdfFontHandle::External(face.id.clone()), size: Pt(round(run.size)) },
            Op::SetTextCursor { pos },
            Op::ShowText { items: vec![TextItem::GlyphIds(self.glyphs(run))] },
            Op::EndTextSection,
        ]);
        if correction.is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    /// Glyphs with the moves between them, in whole thousandths of an em; rounding never adds up.
    fn glyphs(&self, run: &TextRun) -> Vec<Codepoint> {
        let Some(face) = self.embeds.get(run.face) else { return Vec::new() };
        let per_point = 1000.0 / run.size;
        let first = run.glyphs.first().map_or(0.0, |glyph| glyph.shift);
        let (mut pen, mut wanted) = (first * per_point, 0.0);
        let mut points = Vec::with_capacity(run.glyphs.len());
        for (at, glyph) in run.glyphs.iter().enumerate() {
            let id = face.glyph(glyph.id);
            wanted += glyph.advance * per_point;
            pen += face.width(id);
            let offset = match run.glyphs.get(at + 1) {
                Some(next) => (pen - wanted - next.shift * per_point).round(),
                None => 0.0,
            };
            pen -= offset;
            points.push(Codepoint::with_cid(id, offset, face.reading(glyph.id).to_owned()));
        }
        points
    }
}

fn engine_color(color: Rgb) -> Color {
    let part = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    let (r, g, b) = (part(color.red), part(color.green), part(color.blue));
    Color::Rgb(printpdf::Rgb { r, g, b, icc_profile: None })
}

fn name(name: &str) -> DictItem {
    DictItem::Name(name.as_bytes().to_vec())
}

/// A text string in UTF-16 with its mark (ISO 32000-1 §7.9.2.2).
fn text_string(text: &str) -> DictItem {
    let data = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    DictItem::String { data, literal: false }
}

/// Thousandths of a point are enough.
pub(super) fn round(points: f32) -> f32 {
    (points * 1000.0).round() / 1000.0
}
