//! Inlines → shaped lines of glyphs, through parley: kerning, ligatures, line breaks and alignment. A character
//! that no face has is an error here, so that no box or gap is ever drawn in its place.

use super::draw::{Glyph, TextRun};
use super::dress::{NARROW, Setting};
use super::faces::{FaceId, Faces, Family, REGULAR, SEMIBOLD};
use super::hyphens::{Language, SOFT_HYPHEN, read_whole};
use super::line::{Ink, Line, Part};
use super::spans::{Flat, flatten};
use super::tags::{TagId, Tags};
use crate::document::model::Inlines;
use crate::render::RenderError;
use parley::layout::BreakReason;
use parley::{
    Alignment, AlignmentOptions, Cluster, FontContext, FontFamily, FontFamilyName, FontFeatures, FontStyle, FontWeight,
    Layout, LayoutContext, LineHeight, OverflowWrap, StyleProperty,
};
use std::borrow::Cow;

/// Note numbers are this much smaller than the text they stand in …
const RAISED_SIZE: f32 = 0.6;
/// … and raised by this much of its size.
const RAISED_BY: f32 = 0.38;

/// Shapes text for one sheet.
pub(super) struct Shaper<'a> {
    faces: &'a Faces,
    fonts: FontContext,
    language: Option<Language>,
    layouts: LayoutContext<Ink>,
}

/// A shaped passage that is not yet broken into lines.
pub(super) struct Shaped {
    setting: Setting,
    layout: Layout<Ink>,
    flat: Flat,
}

impl<'a> Shaper<'a> {
    /// A shaper over these faces, for words in the language of a tag.
    pub(super) fn new(faces: &'a Faces, language: &str) -> Self {
        Self { faces, fonts: faces.context(), language: Language::of(language), layouts: LayoutContext::new() }
    }

    /// The space of the face that ends a line, appended so that what follows is a new word.
    pub(super) fn end_with_space(&self, line: &mut Line) {
        let Some((_, run)) = line.runs.last_mut() else { return };
        let Some(face) = self.faces.get(run.face) else { return };
        if !run.glyphs.last().is_some_and(|glyph| glyph.text.ends_with(' ')) {
            run.glyphs.push(Glyph { id: face.space, advance: run.size * 0.2, shift: 0.0, text: " ".to_owned() });
            if let Some(reads) = &mut run.reads {
                reads.push(' ');
            }
        }
    }

    /// Shapes inlines as one passage of the tag `owner`.
    pub(super) fn shape(&mut self, inlines: &Inlines, setting: &Setting, owner: TagId, tags: &mut Tags) -> Shaped {
        let flat = flatten(inlines, setting.capitals, self.language, owner, tags);
        Shaped { setting: *setting, layout: self.build(&flat, setting), flat }
    }

    /// Shapes and breaks inlines in one go.
    pub(super) fn lines(
        &mut self,
        inlines: &Inlines,
        setting: &Setting,
        owner: TagId,
        tags: &mut Tags,
        width: f32,
    ) -> Result<Vec<Line>, RenderError> {
        let shaped = self.shape(inlines, setting, owner, tags);
        self.wrap(shaped, width, Alignment::Left)
    }

    /// Shapes and breaks inlines into lines of like length, as headings want them.
    pub(super) fn balanced(
        &mut self,
        inlines: &Inlines,
        setting: &Setting,
        owner: TagId,
        tags: &mut Tags,
        width: f32,
    ) -> Result<Vec<Line>, RenderError> {
        let mut shaped = self.shape(inlines, setting, owner, tags);
        let width = shaped.balanced(width);
        self.wrap(shaped, width, Alignment::Left)
    }

    fn build(&mut self, flat: &Flat, setting: &Setting) -> Layout<Ink> {
        let other = match setting.family {
            Family::Serif => Family::Sans,
            Family::Sans => Family::Serif,
        };
        let own = [self.faces.family(setting.family), self.faces.family(other)];
        let names: Vec<&str> = own.into_iter().chain(self.faces.others()).collect();
        let families: Vec<_> = names.iter().map(|name| FontFamilyName::Named(Cow::Borrowed(*name))).collect();
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, &flat.text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::List(Cow::Borrowed(&families))));
        builder.push_default(StyleProperty::FontSize(setting.size));
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(f32::from(setting.weight))));
        builder.push_default(LineHeight::Absolute(setting.leading));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        builder.push_default(StyleProperty::LetterSpacing(setting.tracking));
        if setting.tabular {
            builder.push_default(FontFeatures::Source(Cow::Borrowed("\"tnum\" 1, \"lnum\" 1")));
        }
        for span in &flat.spans {
            let color = if span.linked { setting.link } else { setting.color };
            let rise = if span.raised { setting.size * RAISED_BY } else { 0.0 };
            let ink = Ink { rgb: [color.red, color.green, color.blue], tag: span.tag, rise };
            builder.push(StyleProperty::Brush(ink), span.range.clone());
            if span.strong && setting.weight == REGULAR {
                builder.push(StyleProperty::FontWeight(FontWeight::new(f32::from(SEMIBOLD))), span.range.clone());
            }
            if span.emphasis {
                builder.push(StyleProperty::FontStyle(FontStyle::Italic), span.range.clone());
            }
            if span.raised {
                builder.push(StyleProperty::FontSize(setting.size * RAISED_SIZE), span.range.clone());
                builder.push(StyleProperty::FontWeight(FontWeight::new(f32::from(REGULAR))), span.range.clone());
                // Small enough never to make the line taller.
                builder.push(LineHeight::Absolute(setting.size * RAISED_SIZE * 0.5), span.range.clone());
            }
        }
        builder.build(&flat.text)
    }

    /// The width at which a passage is broken only between words and at hyphens.
    pub(super) fn narrowest(&mut self, shaped: &Shaped) -> f32 {
        match shaped.flat.divided() {
            Some(divided) => {
                let hyphen = shaped.setting.size * HYPHEN;
                self.build(&divided, &shaped.setting).calculate_content_widths().min + hyphen
            }
            None => shaped.widths().0,
        }
    }

    /// Breaks a passage into lines of at most `width` points.
    pub(super) fn wrap(&mut self, shaped: Shaped, width: f32, alignment: Alignment) -> Result<Vec<Line>, RenderError> {
        let Shaped { setting, mut layout, mut flat } = shaped;
        if flat.text.is_empty() {
            return Ok(Vec::new());
        }
        layout.break_all_lines(Some(width.max(1.0)));
        let ragged = setting.hyphens && alignment == Alignment::Left && width < NARROW && is_ragged(&layout, width);
        if (ragged || is_broken(&layout))
            && let Some(divided) = flat.divided()
        {
            layout = self.build(&divided, &setting);
            layout.break_all_lines(Some(width.max(1.0)));
            flat = divided;
        }
        layout.align(alignment, AlignmentOptions::default());
        let mut lines = layout.lines().map(|line| self.line(&line, &flat)).collect::<Result<Vec<_>, _>>()?;
        read_whole(&mut lines);
        Ok(lines)
    }

    /// A broken line → runs of one face and style each.
    fn line(&self, line: &parley::Line<'_, Ink>, flat: &Flat) -> Result<Line, RenderError> {
        let metrics = line.metrics();
        let baseline = metrics.baseline - metrics.block_min_coord;
        let mut parts: Vec<Part> = Vec::new();
        let mut x = metrics.offset + metrics.inline_min_coord;
        // Runs come from left to right, and so do the clusters of each.
        for run in line.runs() {
            let face = self.face(run.font().data.id())?;
            let mut style = None;
            for cluster in run.visual_clusters() {
                if style != Some(cluster.style_index()) {
                    style = Some(cluster.style_index());
                    parts.push(Part::start(&cluster, flat, face, run.font_size(), (x, baseline)));
                }
                if let Some(part) = parts.last_mut() {
                    part.range.start = part.range.start.min(cluster.text_range().start);
                    part.range.end = part.range.end.max(cluster.text_range().end);
                    self.push_cluster(&cluster, flat, &mut part.run)?;
                }
                x += cluster.advance();
            }
        }
        // They are drawn, and so read, in the order of the text.
        parts.sort_by_key(|part| part.range.start);
        let runs = parts.into_iter().map(Part::finished).filter(|(_, run)| !run.glyphs.is_empty()).collect();
        Ok(Line { height: metrics.line_height, baseline, runs })
    }

    fn face(&self, blob: u64) -> Result<FaceId, RenderError> {
        let unknown = || RenderError::Content("a font was used that is not one of the theme's".to_owned());
        self.faces.by_blob(blob).ok_or_else(unknown)
    }

    fn push_cluster(&self, cluster: &Cluster<'_, Ink>, flat: &Flat, run: &mut TextRun) -> Result<(), RenderError> {
        let range = cluster.text_range();
        let text = flat.text.get(range.clone()).unwrap_or_default();
        if let Some(written) = flat.source_of(range.clone()) {
            run.reads.get_or_insert_default().push_str(&written);
        }
        if cluster.is_hard_line_break() {
            let space = self.faces.get(run.face).map_or(0, |face| face.space);
            run.glyphs.push(Glyph { id: space, advance: 0.0, shift: 0.0, text: " ".to_owned() });
            return Ok(());
        }
        if text.starts_with(SOFT_HYPHEN) {
            // Drawn only where the line ends at it.
            if cluster.is_end_of_line() {
                run.glyphs.extend(self.faces.get(run.face).map(|face| face.hyphen(run.size)));
            }
            return Ok(());
        }
        if cluster.is_ligature_continuation() {
            if let Some(glyph) = run.glyphs.last_mut() {
                glyph.text.push_str(text);
            }
            return Ok(());
        }
        let before = run.glyphs.len();
        for glyph in cluster.glyphs() {
            let id = u16::try_from(glyph.id).unwrap_or(0);
            if id == 0 {
                return Err(self.missing(text, flat, range.start));
            }
            let text = if run.glyphs.len() == before { text.replace('\u{a0}', " ") } else { String::new() };
            run.glyphs.push(Glyph { id, advance: glyph.advance, shift: glyph.x, text });
        }
        Ok(())
    }

    fn missing(&self, text: &str, flat: &Flat, at: usize) -> RenderError {
        let character = text.chars().find(|c| !self.faces.has(*c)).or_else(|| text.chars().next());
        RenderError::MissingGlyph { character: character.unwrap_or('\u{fffd}'), passage: flat.around(at) }
    }
}

/// A hyphen is at most so wide, as a part of the size.
const HYPHEN: f32 = 0.4;
/// A line shorter than this part of the measure is too short.
const RAGGED: f32 = 0.75;

/// Whether a line ends far from the edge although words follow.
fn is_ragged(layout: &Layout<Ink>, width: f32) -> bool {
    layout.lines().any(|line| {
        let metrics = line.metrics();
        line.break_reason() == BreakReason::Regular && metrics.advance < width * RAGGED
    })
}

/// Whether a word had to be broken anywhere, because it fits on no line.
fn is_broken(layout: &Layout<Ink>) -> bool {
    layout.lines().any(|line| line.break_reason() == BreakReason::Emergency)
}

impl Shaped {
    /// The smallest width that makes no more lines than `width` does and breaks no word: lines of like length.
    pub(super) fn balanced(&mut self, width: f32) -> f32 {
        let longest_word = self.widths().0.min(width);
        let mut lines = |width: f32| {
            self.layout.break_all_lines(Some(width.max(1.0)));
            self.layout.len()
        };
        let (mut low, mut high, most) = (longest_word, width, lines(width));
        if most < 2 {
            return width;
        }
        for _ in 0..10 {
            let middle = f32::midpoint(low, high);
            if lines(middle) > most { low = middle } else { high = middle }
        }
        // A hair of room against rounding.
        (high + 0.2).min(width)
    }

    /// Width of the longest unbreakable piece, and of the whole passage on one line.
    pub(super) fn widths(&self) -> (f32, f32) {
        let widths = self.layout.calculate_content_widths();
        (widths.min, widths.max)
    }
}
