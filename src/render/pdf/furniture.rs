//! What stands on pages beside the text: running heads from the second page on, and the footer with the page
//! number. All of it is an artifact, since a reader hears title and edition elsewhere.

use super::blocks::{Area, Setter};
use super::draw::{Artifact, Mark, Owner, Page, Rect, Shape};
use super::dress::Setting;
use super::flow::{Piece, height_of};
use super::line::Line;
use super::tags::{TagId, Tags};
use crate::document::model::{Inline, Meta};
use crate::render::RenderError;
use crate::render::theme::Rgb;
use parley::Alignment;

/// From the paper's top to the mark of a page.
pub(super) const MARK_TOP: f32 = 13.0;
/// From the paper's top to a running head's line, below the mark.
const HEAD_TOP: f32 = 25.0;
/// From that line to the rule below it …
const ABOVE_HEAD_RULE: f32 = 4.3;
/// … and from there to the text of the page.
const BELOW_HEAD_RULE: f32 = 7.5;
/// From the paper's foot to the lowest line.
const FOOT_EDGE: f32 = 25.9;
/// From the footer's line to the rule above it …
const BELOW_FOOT_RULE: f32 = 3.8;
/// … and from there to the end of the text.
const ABOVE_FOOT_RULE: f32 = 10.6;
/// Between the left and the right side, and between a side and the mark.
const GUTTER: f32 = 20.0;
/// A mark of more lines is refused.
const MOST_MARK_LINES: usize = 3;

/// Where head and foot of a page stand. They are as high as their type is large.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heights {
    /// From the paper's top to a running head's line.
    head: f32,
    /// From the paper's top to the rule below it.
    head_rule: f32,
    /// From the paper's top to the text of a page with a running head.
    pub(super) body_top: f32,
    /// From the paper's foot to the end of the text.
    pub(super) body_bottom: f32,
    /// From the paper's foot to the footer's rule.
    foot_rule: f32,
    /// From the paper's foot to the top of the footer's line.
    foot: f32,
    /// From the paper's foot to the top of the mark's own lines; `None` where it stands in the footer's line.
    foot_mark: Option<f32>,
}

impl Heights {
    /// The heights for a sheet: a mark has lines of its own at the foot where it has no room between the two sides.
    pub(super) fn of(setter: &mut Setter<'_>, meta: &Meta, area: Area) -> Result<Self, RenderError> {
        let (head, foot, mark) = (setter.dress.running_head(), setter.dress.muted(), setter.dress.mark());
        let lines = match &meta.mark {
            Some(mark) => mark_lines(setter, mark, area, Tags::ROOT)?,
            None => Vec::new(),
        };
        let apart = lines.len() > 1 || !has_room(setter, meta, area);
        let (own, shared) = if apart { (height_of(&lines), 0.0) } else { (0.0, mark.size * 1.2) };
        let line = if lines.is_empty() { foot.leading } else { foot.leading.max(shared) };
        let head_top = HEAD_TOP.max(MARK_TOP + height_of(&lines));
        let head_rule = head_top + head.leading + ABOVE_HEAD_RULE;
        let foot_top = FOOT_EDGE + own + line;
        let foot_rule = foot_top + BELOW_FOOT_RULE;
        Ok(Self {
            head: head_top,
            head_rule,
            body_top: head_rule + BELOW_HEAD_RULE,
            body_bottom: foot_rule + ABOVE_FOOT_RULE,
            foot_rule,
            foot: foot_top,
            foot_mark: (own > 0.0).then_some(FOOT_EDGE + own),
        })
    }
}

/// Whether the mark stands clear between the two sides of the footer.
fn has_room(setter: &mut Setter<'_>, meta: &Meta, area: Area) -> bool {
    let Some(mark) = &meta.mark else { return true };
    let (foot, bold) = (setter.dress.muted(), setter.dress.mark());
    let side = (area.width - width_of(setter, mark, &bold)) / 2.0 - GUTTER;
    // No footer counts more pages than these without having room for them.
    [meta.footer.clone(), page_words(88, 88)].iter().all(|words| width_of(setter, words, &foot) <= side)
}

/// The lines of a mark, whole and centred; a mark that would be broken inside a word, or fill the page, is refused.
pub(super) fn mark_lines(
    setter: &mut Setter<'_>,
    mark: &str,
    area: Area,
    owner: TagId,
) -> Result<Vec<Line>, RenderError> {
    let words = vec![Inline::Text(mark.to_owned())];
    let shaped = setter.shaper.shape(&words, &setter.dress.mark(), owner, &mut setter.tags);
    let longest_word = shaped.widths().0;
    let lines = setter.shaper.wrap(shaped, area.width, Alignment::Center)?;
    if longest_word > area.width || lines.len() > MOST_MARK_LINES {
        let advice = "shorten it, or give the theme a smaller \"body\" size or \"margin\"";
        return Err(RenderError::Content(format!("the mark \"{mark}\" does not fit on a page; {advice}")));
    }
    Ok(lines)
}

/// Adds running heads and footers to finished pages.
pub(super) fn furnish(
    setter: &mut Setter<'_>,
    meta: &Meta,
    area: Area,
    (paper_height, heights): (f32, Heights),
    bodies: Vec<Vec<Mark>>,
) -> Result<Vec<Page>, RenderError> {
    let count = bodies.len();
    let colors = setter.dress.theme.colors;
    let (head, foot) = (setter.dress.running_head(), setter.dress.muted());
    let mut pages = Vec::with_capacity(count);
    for (at, body) in bodies.into_iter().enumerate() {
        let mut marks = Vec::new();
        if at > 0 {
            let side = Side { area, y: heights.head, kind: Artifact::Header, setting: &head };
            marks.extend(side.line(setter, &meta.running_head, &meta.edition)?);
            marks.extend(Side { y: MARK_TOP, ..side }.mark(setter, meta.mark.as_deref())?);
            marks.push(rule(area, heights.head_rule, 1.3, colors.heading));
        }
        marks.extend(body);
        marks.push(rule(area, paper_height - heights.foot_rule, 0.5, colors.rule));
        let side = Side { area, y: paper_height - heights.foot, kind: Artifact::Footer, setting: &foot };
        marks.extend(side.line(setter, &meta.footer, &page_words(at + 1, count))?);
        let below = Side { y: paper_height - heights.foot_mark.unwrap_or(heights.foot), ..side };
        marks.extend(below.mark(setter, meta.mark.as_deref())?);
        pages.push(Page { marks });
    }
    Ok(pages)
}

/// "Page 1 of 2".
fn page_words(page: usize, count: usize) -> String {
    format!("Page {page} of {count}")
}

/// The width of some words on one line.
fn width_of(setter: &mut Setter<'_>, words: &str, setting: &Setting) -> f32 {
    let inlines = vec![Inline::Text(words.to_owned())];
    setter.shaper.shape(&inlines, setting, Tags::ROOT, &mut setter.tags).widths().1
}

fn rule(area: Area, y: f32, height: f32, color: Rgb) -> Mark {
    Mark::decoration(Rect { x: area.x, y, width: area.width, height }, color)
}

#[derive(Clone, Copy)]
struct Side<'a> {
    area: Area,
    y: f32,
    kind: Artifact,
    setting: &'a Setting,
}

impl Side<'_> {
    /// One line with words at both ends; too long a left side is cut short with an ellipsis.
    fn line(&self, setter: &mut Setter<'_>, left: &str, right: &str) -> Result<Vec<Mark>, RenderError> {
        let half = self.area.width / 2.0;
        let right = self.fitted(setter, right, half);
        let (width, mut marks) = self.set(setter, &right, self.area.width, Alignment::Right)?;
        let left = self.fitted(setter, left, self.area.width - width - GUTTER);
        let (_, more) = self.set(setter, &left, self.area.width, Alignment::Left)?;
        marks.splice(0..0, more);
        Ok(marks)
    }

    /// The mark of a page in the middle; nothing without one.
    fn mark(&self, setter: &mut Setter<'_>, mark: Option<&str>) -> Result<Vec<Mark>, RenderError> {
        let Some(mark) = mark else { return Ok(Vec::new()) };
        let mut piece = Piece::default();
        piece.put_all(mark_lines(setter, mark, self.area, Tags::ROOT)?, self.area.x, self.y);
        let owner = Owner::Artifact(self.kind);
        Ok(piece.marks.into_iter().map(|mark| Mark { owner, ..mark }).collect())
    }

    fn fitted(&self, setter: &mut Setter<'_>, words: &str, room: f32) -> String {
        let mut kept: Vec<char> = words.chars().collect();
        let mut shown = words.to_owned();
        while !kept.is_empty() && width_of(setter, &shown, self.setting) > room {
            kept.truncate(kept.len() - (kept.len() / 16).max(1));
            let text: String = kept.iter().collect();
            shown = format!("{}…", text.trim_end());
        }
        shown
    }

    fn set(
        &self,
        setter: &mut Setter<'_>,
        words: &str,
        width: f32,
        alignment: Alignment,
    ) -> Result<(f32, Vec<Mark>), RenderError> {
        let inlines = vec![Inline::Text(words.to_owned())];
        let shaped = setter.shaper.shape(&inlines, self.setting, Tags::ROOT, &mut setter.tags);
        let natural = shaped.widths().1;
        let mut marks = Vec::new();
        for line in setter.shaper.wrap(shaped, width, alignment)?.into_iter().take(1) {
            for (_, run) in line.runs {
                let mark = Mark { owner: Owner::Artifact(self.kind), shape: Shape::Text(run) };
                marks.push(mark.moved(self.area.x, self.y));
            }
        }
        Ok((natural, marks))
    }
}
