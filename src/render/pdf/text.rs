//! Inlines → shaped lines of glyphs, through parley: kerning, ligatures, line breaks and alignment. A character
//! that no face has is an error here, so that no box or gap is ever drawn in its place.

use super::draw::{Glyph, TextRun};
use super::dress::Setting;
use super::faces::{FaceId, Faces, Family, REGULAR, SEMIBOLD};
use super::spans::{Flat, flatten};
use super::tags::{TagId, Tags};
use crate::document::model::Inlines;
use crate::render::RenderError;
use crate::render::theme::Rgb;
use parley::{
    Alignment, AlignmentOptions, Cluster, FontContext, FontFamily, FontFamilyName, FontFeatures, FontStyle, FontWeight,
    Layout, LayoutContext, LineHeight, OverflowWrap, StyleProperty,
};
use std::borrow::Cow;

/// Note numbers are this much smaller than the text they stand in …
const RAISED_SIZE: f32 = 0.6;
/// … and raised by this much of its size.
const RAISED_BY: f32 = 0.38;

/// What parley carries along for us: the colour, the tag and whether it is a raised note number.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Ink {
    rgb: [u8; 3],
    tag: TagId,
    rise: f32,
}

/// Shapes text for one sheet.
pub(super) struct Shaper<'a> {
    faces: &'a Faces,
    fonts: FontContext,
    layouts: LayoutContext<Ink>,
}

/// A shaped passage that is not yet broken into lines.
pub(super) struct Shaped {
    layout: Layout<Ink>,
    flat: Flat,
}

/// A line: glyph runs from its left end and its top, each with its tag.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Height in points: the leading.
    pub(super) height: f32,
    /// Distance of the baseline from the top.
    pub(super) baseline: f32,
    /// The runs.
    pub(super) runs: Vec<(TagId, TextRun)>,
}

impl<'a> Shaper<'a> {
    /// A shaper over these faces.
    pub(super) fn new(faces: &'a Faces) -> Self {
        Self { faces, fonts: faces.context(), layouts: LayoutContext::new() }
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
        let flat = flatten(inlines, setting.capitals, owner, tags);
        Shaped { layout: self.build(&flat, setting), flat }
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
        self.wrap(shaped, width, Alignment::Start)
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
        self.wrap(shaped, width, Alignment::Start)
    }

    fn build(&mut self, flat: &Flat, setting: &Setting) -> Layout<Ink> {
        let other = match setting.family {
            Family::Serif => Family::Sans,
            Family::Sans => Family::Serif,
        };
        let names = [self.faces.family(setting.family), self.faces.family(other)];
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

    /// Breaks a passage into lines of at most `width` points.
    pub(super) fn wrap(&self, shaped: Shaped, width: f32, alignment: Alignment) -> Result<Vec<Line>, RenderError> {
        let Shaped { mut layout, flat } = shaped;
        if flat.text.is_empty() {
            return Ok(Vec::new());
        }
        layout.break_all_lines(Some(width.max(1.0)));
        layout.align(alignment, AlignmentOptions::default());
        layout.lines().map(|line| self.line(&line, &flat)).collect()
    }

    /// A broken line → runs of one face and style each.
    fn line(&self, line: &parley::Line<'_, Ink>, flat: &Flat) -> Result<Line, RenderError> {
        let metrics = line.metrics();
        let baseline = metrics.baseline - metrics.block_min_coord;
        let mut runs: Vec<(TagId, TextRun)> = Vec::new();
        let mut x = metrics.offset + metrics.inline_min_coord;
        for run in line.runs() {
            let face = self.face(run.font().data.id())?;
            let mut style = None;
            for cluster in run.visual_clusters() {
                if style != Some(cluster.style_index()) {
                    style = Some(cluster.style_index());
                    let (tag, mut started) = start_run(&cluster, face, run.font_size(), x, baseline);
                    started.reads = flat.reads_at(cluster.text_range().start);
                    runs.push((tag, started));
                }
                if let Some((_, into)) = runs.last_mut() {
                    self.push_cluster(&cluster, flat, into)?;
                }
                x += cluster.advance();
            }
        }
        runs.retain(|(_, run)| !run.glyphs.is_empty());
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
            let text = if run.glyphs.len() == before { text.to_owned() } else { String::new() };
            run.glyphs.push(Glyph { id, advance: glyph.advance, shift: glyph.x, text });
        }
        Ok(())
    }

    fn missing(&self, text: &str, flat: &Flat, at: usize) -> RenderError {
        let character = text.chars().find(|c| !self.faces.has(*c)).or_else(|| text.chars().next());
        RenderError::MissingGlyph { character: character.unwrap_or('\u{fffd}'), passage: flat.around(at) }
    }
}

impl Shaped {
    /// The smallest width that makes no more lines than `width` does: lines of like length.
    pub(super) fn balanced(&mut self, width: f32) -> f32 {
        let mut lines = |width: f32| {
            self.layout.break_all_lines(Some(width.max(1.0)));
            self.layout.len()
        };
        let (mut low, mut high, most) = (0.0, width, lines(width));
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

fn start_run(cluster: &Cluster<'_, Ink>, face: FaceId, size: f32, x: f32, baseline: f32) -> (TagId, TextRun) {
    let ink = &cluster.style().brush;
    let [red, green, blue] = ink.rgb;
    let color = Rgb { red, green, blue };
    (ink.tag, TextRun { face, size, color, x, y: baseline - ink.rise, glyphs: Vec::new(), reads: None })
}
