//! What stands on pages beside the text: running heads from the second page on, and the footer with the page
//! number. All of it is an artifact, since a reader hears title and edition elsewhere.

use super::blocks::{Area, Setter};
use super::draw::{Artifact, Mark, Owner, Page, Rect, Shape};
use super::dress::Setting;
use super::tags::Tags;
use super::words;
use crate::document::model::{Inline, Meta};
use crate::render::RenderError;
use crate::render::theme::Rgb;
use parley::Alignment;

/// From the paper's top to the mark of a page.
const MARK_TOP: f32 = 13.0;
/// From the paper's top to a running head's line.
const HEAD_TOP: f32 = 25.0;
/// From the paper's top to the rule below it.
const HEAD_RULE: f32 = 41.0;
/// From the paper's top to the text of a page with a running head.
pub(super) const BODY_TOP: f32 = 48.5;
/// From the paper's foot to the end of the text.
pub(super) const BODY_BOTTOM: f32 = 52.0;
/// From the paper's foot to the footer's rule.
const FOOT_RULE: f32 = 41.4;
/// From the paper's foot to the top of the footer's line.
const FOOT_TOP: f32 = 37.6;
/// Between the left and the right side.
const GUTTER: f32 = 20.0;

/// Adds running heads and footers to finished pages.
pub(super) fn furnish(
    setter: &mut Setter<'_>,
    meta: &Meta,
    area: Area,
    paper_height: f32,
    bodies: Vec<Vec<Mark>>,
) -> Result<Vec<Page>, RenderError> {
    let count = bodies.len();
    let colors = setter.dress.theme.colors;
    let (head, foot, mark) = (setter.dress.running_head(), setter.dress.muted(), setter.dress.mark());
    let mut pages = Vec::with_capacity(count);
    for (at, body) in bodies.into_iter().enumerate() {
        let mut marks = Vec::new();
        if at > 0 {
            let side = Side { area, y: HEAD_TOP, kind: Artifact::Header, setting: &head };
            marks.extend(side.line(setter, &meta.running_head, &meta.edition)?);
            let above = Side { y: MARK_TOP, setting: &mark, ..side };
            marks.extend(above.centred(setter, meta.mark.as_deref())?);
            marks.push(rule(area, HEAD_RULE, 1.3, colors.heading));
        }
        marks.extend(body);
        marks.push(rule(area, paper_height - FOOT_RULE, 0.5, colors.rule));
        let side = Side { area, y: paper_height - FOOT_TOP, kind: Artifact::Footer, setting: &foot };
        marks.extend(side.line(setter, &meta.footer, &words::page(&meta.language, at + 1, count))?);
        let below = Side { setting: &mark, ..side };
        marks.extend(below.centred(setter, meta.mark.as_deref())?);
        pages.push(Page { marks });
    }
    Ok(pages)
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
        let right = self.fitted(setter, right, half)?;
        let (width, mut marks) = self.set(setter, &right, self.area.width, Alignment::Right)?;
        let left = self.fitted(setter, left, self.area.width - width - GUTTER)?;
        let (_, more) = self.set(setter, &left, self.area.width, Alignment::Left)?;
        marks.splice(0..0, more);
        Ok(marks)
    }

    /// The mark of a page in the middle; nothing without one.
    fn centred(&self, setter: &mut Setter<'_>, mark: Option<&str>) -> Result<Vec<Mark>, RenderError> {
        let Some(mark) = mark else { return Ok(Vec::new()) };
        let shown = self.fitted(setter, mark, self.area.width / 2.0)?;
        Ok(self.set(setter, &shown, self.area.width, Alignment::Center)?.1)
    }

    fn fitted(&self, setter: &mut Setter<'_>, words: &str, room: f32) -> Result<String, RenderError> {
        let mut kept: Vec<char> = words.chars().collect();
        let mut shown = words.to_owned();
        while !kept.is_empty() && self.width(setter, &shown)? > room {
            kept.truncate(kept.len() - (kept.len() / 16).max(1));
            let text: String = kept.iter().collect();
            shown = format!("{}…", text.trim_end());
        }
        Ok(shown)
    }

    fn width(&self, setter: &mut Setter<'_>, words: &str) -> Result<f32, RenderError> {
        let inlines = vec![Inline::Text(words.to_owned())];
        Ok(setter.shaper.shape(&inlines, self.setting, Tags::ROOT, &mut setter.tags).widths().1)
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
