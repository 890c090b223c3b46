//! The draw list: what stands where on a page, in points from the page's top left corner, with the tag that
//! each mark belongs to. It knows no PDF engine, so that the engine stays behind `emit`.

use super::faces::FaceId;
use super::tags::TagId;
use crate::render::seal::{Fill, Ring, Spot, Step};
use crate::render::theme::Rgb;

/// One glyph of a run.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// Glyph index in the face's file.
    pub(super) id: u16,
    /// How far the pen moves after it, in points, kerning and tracking included.
    pub(super) advance: f32,
    /// Shift of the glyph from the pen to the right, in points; nearly always zero.
    pub(super) shift: f32,
    /// The characters it shows: several for a ligature, none for a mark that belongs to the glyph before it.
    pub(super) text: String,
}

/// Glyphs of one face, size and colour on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextRun {
    /// The face.
    pub(super) face: FaceId,
    /// Size in points.
    pub(super) size: f32,
    /// Colour.
    pub(super) color: Rgb,
    /// Left end of the baseline.
    pub(super) x: f32,
    /// Height of the baseline, downwards.
    pub(super) y: f32,
    /// The glyphs from left to right.
    pub(super) glyphs: Vec<Glyph>,
    /// What is to be read in place of the characters shown, where that differs (capitals).
    pub(super) reads: Option<String>,
}

impl TextRun {
    /// From where it begins, how far it reaches to the left (zero or less) and to the right.
    fn reach(&self) -> (f32, f32) {
        let mut pen = 0.0_f32;
        let (mut left, mut right) = (0.0_f32, 0.0_f32);
        for glyph in &self.glyphs {
            pen += glyph.advance;
            (left, right) = (left.min(pen), right.max(pen));
        }
        (left, right)
    }

    /// Cuts off the glyphs from an index on.
    pub(super) fn split_off(&mut self, at: usize) -> Self {
        let way: f32 = self.glyphs.iter().take(at).map(|glyph| glyph.advance).sum();
        let glyphs = self.glyphs.split_off(at);
        Self { x: self.x + way, glyphs, ..self.clone() }
    }

    /// Draws the same glyphs from the right end to the left, the order in which a run from right to left is read.
    pub(super) fn turn(&mut self) {
        let widths: Vec<f32> = self.glyphs.iter().map(|glyph| glyph.advance).collect();
        let whole: f32 = widths.iter().sum();
        self.glyphs.reverse();
        self.x += whole - widths.last().copied().unwrap_or_default();
        let next = widths.iter().rev().skip(1).map(|width| -width).chain([whole]);
        for (glyph, advance) in self.glyphs.iter_mut().zip(next) {
            glyph.advance = advance;
        }
    }

    /// The characters shown.
    pub(super) fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.text.as_str()).collect()
    }
}

/// A filled rectangle; rules are thin ones.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Rect {
    /// Left edge.
    pub(super) x: f32,
    /// Upper edge, downwards.
    pub(super) y: f32,
    /// Width.
    pub(super) width: f32,
    /// Height.
    pub(super) height: f32,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// Text.
    Text(TextRun),
    /// A filled rectangle.
    Fill(Rect, Rgb),
    /// A line through points, of a width and colour.
    Line(Vec<(f32, f32)>, f32, Rgb),
    /// Filled outlines.
    Path(Fill),
    /// The samples of the seal, filling a rectangle.
    Samples(Rect),
}

/// Marks that mean nothing and are not read aloud (ISO 32000-1 §14.8.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Artifact {
    /// Rules and grounds.
    Layout,
    /// Running heads, and table heads repeated on a later page.
    Header,
    /// Page numbers.
    Footer,
}

/// Whose mark it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// A tag's.
    Tag(TagId),
    /// Nobody's.
    Artifact(Artifact),
}

/// A mark on a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    /// Whose it is.
    pub(super) owner: Owner,
    /// What is drawn.
    pub(super) shape: Shape,
}

impl Mark {
    /// A rule or ground.
    pub(super) const fn decoration(rect: Rect, color: Rgb) -> Self {
        Self { owner: Owner::Artifact(Artifact::Layout), shape: Shape::Fill(rect, color) }
    }

    /// The mark moved right and down.
    pub(super) fn moved(&self, dx: f32, dy: f32) -> Self {
        let mut moved = self.clone();
        match &mut moved.shape {
            Shape::Text(run) => {
                run.x += dx;
                run.y += dy;
            }
            Shape::Path(fill) => *fill = placed(fill, (dx, dy), 1.0),
            Shape::Fill(rect, _) | Shape::Samples(rect) => {
                rect.x += dx;
                rect.y += dy;
            }
            Shape::Line(points, ..) => {
                for (x, y) in points {
                    *x += dx;
                    *y += dy;
                }
            }
        }
        moved
    }

    /// The rectangle around it; for text from a little above the capitals to below the descenders.
    pub(super) fn bounds(&self) -> Rect {
        match &self.shape {
            Shape::Text(run) => {
                let (left, right) = run.reach();
                Rect { x: run.x + left, y: run.y - run.size, width: right - left, height: run.size * 1.3 }
            }
            Shape::Fill(rect, _) | Shape::Samples(rect) => *rect,
            Shape::Path(fill) => {
                let point = |(x, y): Spot| Rect { x, y, width: 0.0, height: 0.0 };
                let spots = fill.rings.iter().flat_map(|ring| std::iter::once(ring.start).chain(spots(&ring.steps)));
                spots.map(point).reduce(Rect::with).unwrap_or_default()
            }
            Shape::Line(points, width, _) => {
                let around = |(x, y): &(f32, f32)| Rect {
                    x: x - width / 2.0,
                    y: y - width / 2.0,
                    width: *width,
                    height: *width,
                };
                points.iter().map(around).reduce(Rect::with).unwrap_or_default()
            }
        }
    }
}

/// All places that a way touches or bends to.
fn spots(steps: &[Step]) -> impl Iterator<Item = Spot> {
    steps.iter().flat_map(|step| match *step {
        Step::Line(end) => vec![end],
        Step::Curve(spots) => spots.to_vec(),
    })
}

/// A path made larger, and then moved right and down.
pub(super) fn placed(fill: &Fill, (dx, dy): (f32, f32), scale: f32) -> Fill {
    let place = |(x, y): Spot| (x * scale + dx, y * scale + dy);
    let step = |step: &Step| match *step {
        Step::Line(end) => Step::Line(place(end)),
        Step::Curve(spots) => Step::Curve(spots.map(place)),
    };
    let ring = |ring: &Ring| Ring { start: place(ring.start), steps: ring.steps.iter().map(step).collect() };
    Fill { rings: fill.rings.iter().map(ring).collect(), ..fill.clone() }
}

impl Rect {
    /// The smallest rectangle around both.
    pub(super) fn with(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self {
            x,
            y,
            width: (self.x + self.width).max(other.x + other.width) - x,
            height: (self.y + self.height).max(other.y + other.height) - y,
        }
    }
}

/// A finished page: its marks, from the ground up and in reading order.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    /// The marks.
    pub(super) marks: Vec<Mark>,
}
