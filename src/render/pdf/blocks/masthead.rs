//! The masthead: a band over the full width of the paper with the accent rule below, the seal and the title on the left
//! and edition, date and status on the right, last lines on one baseline.

use super::{Area, Setter};
use crate::document::model::{Inlines, Masthead};
use crate::render::RenderError;
use crate::render::pdf::draw::{Artifact, Mark, Owner, Rect, Shape, placed};
use crate::render::pdf::flow::{Entry, Piece, height_of};
use crate::render::pdf::furniture::{MARK_TOP, mark_lines};
use crate::render::pdf::line::Line;
use crate::render::pdf::tags::{Detail, Role, TagId, Tags};
use crate::render::pdf::text::Shaped;
use crate::render::seal::Picture;
use parley::Alignment;

/// From the paper's edge to the first line.
const TOP: f32 = 23.5;
/// From the last line to the accent rule.
const BOTTOM: f32 = 20.0;
/// The accent rule's height.
const ACCENT: f32 = 3.6;
/// Between the two sides.
const GUTTER: f32 = 24.0;
/// The seal's greatest width and height …
const SEAL: (f32, f32) = (132.0, 62.0);
/// … and from there to the title.
const AFTER_SEAL: f32 = 14.0;
/// The right side takes at most this part of the width, and less where a word of the title would be broken.
const ASIDE: f32 = 0.42;

/// From the mark above the masthead to it.
const BELOW_MARK: f32 = 6.0;

impl Setter<'_> {
    /// The mark at the very top of the sheet, read first; on later pages it is an artifact.
    pub(in crate::render::pdf) fn page_mark(
        &mut self,
        mark: Option<&str>,
        area: Area,
    ) -> Result<Vec<Entry>, RenderError> {
        let Some(mark) = mark else { return Ok(Vec::new()) };
        let tag = self.tags.block(Tags::ROOT, Role::P, Detail::Plain);
        let lines = mark_lines(self, mark, area, tag)?;
        let mut piece = Piece::default();
        piece.height = piece.put_all(lines, area.x, MARK_TOP) + BELOW_MARK;
        Ok(vec![Entry::Piece(piece)])
    }

    /// Sets the masthead.
    pub(super) fn masthead(
        &mut self,
        masthead: &Masthead,
        area: Area,
        parent: TagId,
    ) -> Result<Vec<Entry>, RenderError> {
        let (seal, seal_size) = self.seal(parent)?;
        let beside = if seal.is_empty() { 0.0 } else { seal_size.0 + AFTER_SEAL };
        // Tags come in reading order, the left side first; but how wide it may be depends on the right side.
        let tags = [(Role::P, &masthead.eyebrow), (Role::H1, &masthead.title), (Role::P, &masthead.subtitle)];
        let tags = tags.map(|(role, text)| {
            let tag = if text.is_empty() { parent } else { self.tags.block(parent, role, Detail::Plain) };
            (tag, text)
        });
        let longest_word = self.shaper.shape(&masthead.title, &self.dress.title(), parent, &mut self.tags).widths().0;
        let most = (area.width * ASIDE).min(area.width - beside - GUTTER - longest_word - 0.5);
        let (aside, aside_width) = self.aside(&masthead.aside, most, parent)?;
        let left = area.width - beside - if aside_width > 0.0 { aside_width + GUTTER } else { 0.0 };
        let settings = [self.dress.eyebrow(), self.dress.title(), self.dress.subtitle()];
        let mut piece = Piece::default();
        let mut y = TOP;
        let mut last_baseline = y;
        for ((tag, text), (setting, after)) in tags.into_iter().zip(settings.into_iter().zip([1.5, -1.0, 0.0])) {
            let lines = self.shaper.balanced(text, &setting, tag, &mut self.tags, left)?;
            if let Some(last) = lines.last() {
                last_baseline = y + height_of(&lines) - last.height + last.baseline;
                y = piece.put_all(lines, area.x + beside, y) + after;
            }
        }
        // The seal stands in the middle of the lines beside it, and is read before them.
        let middle = f32::midpoint(TOP, y).max(TOP + seal_size.1 / 2.0);
        let seal = seal.iter().map(|mark| mark.moved(area.x, middle - seal_size.1 / 2.0));
        piece.marks.splice(0..0, seal.collect::<Vec<_>>());
        let y = y.max(middle + seal_size.1 / 2.0);
        let height =
            self.put_aside(aside, area.x + area.width - aside_width, last_baseline, &mut piece).max(y) + BOTTOM;
        Ok(vec![Entry::Piece(self.band(piece, height))])
    }

    /// The seal from its own top left corner, and its size: a figure with its words, or an ornament; nothing where the
    /// theme has none.
    fn seal(&mut self, parent: TagId) -> Result<(Vec<Mark>, (f32, f32)), RenderError> {
        let theme = &self.dress.theme;
        let Some(seal) = theme.seal()? else { return Ok((Vec::new(), (0.0, 0.0))) };
        let (width, height) = seal.fitted(SEAL);
        let owner = match &theme.masthead.seal_alt {
            Some(alt) => Owner::Tag(self.tags.block(parent, Role::Figure, Detail::Alt(alt.clone()))),
            None => Owner::Artifact(Artifact::Layout),
        };
        let shapes = match &seal.picture {
            Picture::Paths(fills) => fills.iter().map(|fill| Shape::Path(placed(fill, (0.0, 0.0), height))).collect(),
            Picture::Samples(_) => vec![Shape::Samples(Rect { x: 0.0, y: 0.0, width, height })],
        };
        Ok((shapes.into_iter().map(|shape| Mark { owner, shape }).collect(), (width, height)))
    }

    /// The lines of the right side and the width they take: at most so much, but its own longest word.
    fn aside(&mut self, aside: &[Inlines], most: f32, parent: TagId) -> Result<(Vec<Line>, f32), RenderError> {
        let mut shaped: Vec<Shaped> = Vec::new();
        for (at, text) in aside.iter().enumerate() {
            let tag = self.tags.block(parent, Role::P, Detail::Plain);
            let setting = if at == 0 { self.dress.edition() } else { self.dress.aside() };
            shaped.push(self.shaper.shape(text, &setting, tag, &mut self.tags));
        }
        let widest = shaped.iter().map(|shaped| shaped.widths().1).fold(0.0, f32::max);
        let longest_word = shaped.iter().map(|shaped| shaped.widths().0).fold(0.0, f32::max);
        let width = (widest + 0.5).min(most.max(longest_word + 0.5));
        let mut lines = Vec::new();
        for shaped in shaped {
            lines.extend(self.shaper.wrap(shaped, width, Alignment::Right)?);
        }
        Ok((lines, if aside.is_empty() { 0.0 } else { width }))
    }

    /// Puts the right side so that its last line stands on `baseline`; returns where it ends.
    fn put_aside(&self, lines: Vec<Line>, x: f32, baseline: f32, piece: &mut Piece) -> f32 {
        let above = height_of(&lines) - lines.last().map_or(0.0, |last| last.height - last.baseline);
        let top = (baseline - above).max(TOP);
        piece.put_all(lines, x, top)
    }

    fn band(&self, text: Piece, height: f32) -> Piece {
        let colors = &self.dress.theme.colors;
        let ground = Rect { x: 0.0, y: 0.0, width: self.paper_width, height };
        let accent = Rect { y: height, height: ACCENT, ..ground };
        let mut marks = vec![Mark::decoration(ground, colors.masthead), Mark::decoration(accent, colors.accent)];
        marks.extend(text.marks);
        Piece { height: height + ACCENT, marks }
    }
}
