//! A [`Document`] → a PDF that is PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3) at once.
//!
//! The way is a pipeline: `faces` parses fonts once per run; `blocks` turns blocks into the entries of a `flow`,
//! with `text` shaping the words and `tags` growing the tag tree beside; `pages` ends the pages; `furniture` adds
//! running heads; what comes out is a list of marks (`draw`) that knows no engine. `embed` cuts the fonts down,
//! `emit` hands the marks to the engine, and `structure`, `outline`, `finish` and `write` add what
//! the engine cannot.
//! [`read`] reads a finished file back and shares no code with the rest.

#![allow(clippy::float_arithmetic, reason = "layout is measured in points; no figure's text is computed here")]

mod blocks;
mod draw;
mod dress;
mod embed;
mod emit;
mod faces;
mod finish;
mod flow;
mod furniture;
mod hyphens;
mod icc;
mod line;
mod objects;
mod outline;
mod pages;
mod picture;
pub mod read;
mod spans;
mod structure;
mod tags;
mod text;
mod write;
mod xmp;

use super::theme::Theme;
use super::{Attachment, FontFile, RenderError};
use crate::document::model::{Block, Document, Meta};
use blocks::{Area, Bands, Setter};
use draw::Page;
use dress::Dress;
use embed::Embeds;
use emit::Emitted;
use faces::Faces;
use furniture::Heights;
use lopdf::ObjectId;
use pages::{Pages, Room};
use printpdf::{Mm, PdfDocument, PdfFont, PdfPage, PdfSaveOptions, Pt};
use structure::Structure;
use tags::Tags;
use text::Shaper;

/// Notes go side by side in one band, or in bands of less height where that fills the pages better by this much.
const BANDS_COST: f32 = 6.0;
/// Leading is reduced to these parts of itself, one after the other …
const DENSER: [f32; 2] = [0.955, 0.91];
/// … and each is this much worse than the one before.
const DENSER_COST: f32 = 12.0;

/// Made once per run: parsed faces and the theme. Sheets may be rendered from several threads at once.
pub struct PdfRenderer {
    faces: Faces,
    dress: Dress,
}

impl PdfRenderer {
    /// Parses the fonts and checks that they have every face the theme asks for.
    ///
    /// # Errors
    /// [`RenderError::BadFont`] for a file that is no font, [`RenderError::MissingFace`] for a family or style
    /// that no file has, [`RenderError::Content`] for a seal that was not read.
    pub fn new(theme: &Theme, fonts: &[FontFile]) -> Result<Self, RenderError> {
        theme.seal()?;
        Ok(Self { faces: Faces::new(theme, fonts)?, dress: Dress { theme: theme.clone(), density: 1.0 } })
    }

    /// Renders a sheet; the same document and attachments always give the same bytes.
    ///
    /// # Errors
    /// [`RenderError::MissingGlyph`] for a character that no face has, [`RenderError::Content`] for content that
    /// cannot be laid out, such as a chart taller than a page.
    pub fn render(&self, document: &Document, attachments: &[Attachment]) -> Result<Vec<u8>, RenderError> {
        require_titles(&document.meta)?;
        let (pages, mut tags) = self.lay_out(document)?;
        let (width, height) = self.paper();
        let embeds = Embeds::new(&pages, &self.faces)?;
        let emitted = emit::emit(&pages, height, &mut tags, &embeds);
        let mut file = engine_tree(&emitted, &embeds, width, height)?;
        let ids: Vec<ObjectId> = file.get_pages().into_values().collect();
        picture::add(&pages, &ids, self.dress.theme.seal()?, &mut file)?;
        let structure = Structure { tags: &tags, emitted: &emitted, pages: &ids, height };
        finish::finish(file, &structure, &embeds, &document.meta, attachments)
    }

    /// Blocks → finished pages and the tag tree. A sheet that runs over to a last page by little is set with less
    /// leading, where that draws it together.
    fn lay_out(&self, document: &Document) -> Result<(Vec<Page>, Tags), RenderError> {
        let heights = Heights::of(&mut self.setter(&self.dress, document, 0.0), &document.meta, self.area())?;
        let (mut chosen, mut pages) = self.best_notes(document, &self.dress, heights)?;
        if pages.runs_over {
            for (step, density) in (1_u8..).zip(DENSER) {
                let (tags, mut denser) =
                    self.best_notes(document, &Dress { density, ..self.dress.clone() }, heights)?;
                denser.cost += f32::from(step) * DENSER_COST;
                if denser.cost < pages.cost {
                    (chosen, pages) = (tags, denser);
                }
            }
        }
        let mut setter = Setter { tags: chosen, ..self.setter(&self.dress, document, 0.0) };
        let paper = (self.paper().1, heights);
        let pages = furniture::furnish(&mut setter, &document.meta, self.area(), paper, pages.marks)?;
        Ok((pages, setter.tags))
    }

    /// Many notes stand in one band where they fit on a page, unless several bands fill the pages better.
    fn best_notes(&self, document: &Document, dress: &Dress, heights: Heights) -> Result<(Tags, Pages), RenderError> {
        let (setter, pages) = self.attempt(document, dress, heights, Bands::Several)?;
        if setter.has_bands
            && let Ok((whole, one)) = self.attempt(document, dress, heights, Bands::One)
            && one.cost <= pages.cost + BANDS_COST
        {
            return Ok((whole.tags, one));
        }
        Ok((setter.tags, pages))
    }

    fn attempt<'a>(
        &'a self,
        document: &Document,
        dress: &'a Dress,
        heights: Heights,
        bands: Bands,
    ) -> Result<(Setter<'a>, Pages), RenderError> {
        let bottom = self.paper().1 - heights.body_bottom;
        let top = heights.body_top;
        // The masthead's band begins at the paper's edge; a sheet without one begins lower.
        let first_top = if matches!(document.blocks.first(), Some(Block::Masthead(_))) { 0.0 } else { top };
        let mut setter = Setter { bands, ..self.setter(dress, document, bottom - top) };
        let mut entries = setter.page_mark(document.meta.mark.as_deref(), self.area())?;
        entries.extend(setter.blocks(&document.blocks, self.area(), Tags::ROOT)?);
        let pages = pages::paginate(&entries, Room { first_top, top, bottom })?;
        Ok((setter, pages))
    }

    fn setter<'a>(&'a self, dress: &'a Dress, document: &Document, page_height: f32) -> Setter<'a> {
        let shaper = Shaper::new(&self.faces, &document.meta.language);
        Setter::new(dress, shaper, self.paper().0, page_height)
    }

    fn paper(&self) -> (f32, f32) {
        self.dress.theme.page.size.points()
    }

    fn area(&self) -> Area {
        let margin = self.dress.theme.page.margin;
        Area { x: margin, width: self.paper().0 - 2.0 * margin }
    }
}

/// PDF/UA wants a title and a language (ISO 14289-1 §7.1, §7.2).
fn require_titles(meta: &Meta) -> Result<(), RenderError> {
    for (what, text) in [("title", &meta.title), ("language", &meta.language)] {
        if text.trim().is_empty() {
            return Err(RenderError::Content(format!("the sheet has no {what}")));
        }
    }
    Ok(())
}

/// The engine's object tree, before it is written.
fn engine_tree(emitted: &Emitted, embeds: &Embeds, width: f32, height: f32) -> Result<lopdf::Document, RenderError> {
    let mut document = PdfDocument::new("");
    for face in embeds.iter() {
        document.resources.fonts.map.insert(face.id.clone(), PdfFont::new(face.program.clone()));
    }
    let paper = |points: f32| -> Mm { Pt(points).into() };
    for ops in &emitted.pages {
        let mut page = PdfPage::new(paper(width), paper(height), ops.clone());
        for area in [&mut page.media_box, &mut page.trim_box, &mut page.crop_box] {
            (area.x, area.y, area.width, area.height) = (Pt(0.0), Pt(0.0), Pt(width), Pt(height));
        }
        document.pages.push(page);
    }
    let mut warnings = Vec::new();
    let tree = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    match warnings.into_iter().next() {
        Some(warning) => Err(RenderError::Content(format!("the PDF engine objects: {}", warning.msg))),
        None => Ok(tree),
    }
}
