//! A line of a shaped passage: runs of glyphs of one face and style, each with its tag. A run from right to left is
//! turned round, so that it is drawn in the order in which it is read.

use super::draw::TextRun;
use super::faces::FaceId;
use super::spans::Flat;
use super::tags::TagId;
use crate::render::theme::Rgb;
use parley::Cluster;
use std::ops::Range;

/// What parley carries along for us: the colour, the tag and whether it is a raised note number.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Ink {
    /// Red, green and blue.
    pub(super) rgb: [u8; 3],
    /// The tag.
    pub(super) tag: TagId,
    /// How far it is raised, in points.
    pub(super) rise: f32,
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

impl Line {
    /// The characters shown.
    pub(super) fn text(&self) -> String {
        self.runs.iter().map(|(_, run)| run.text()).collect()
    }

    /// The last word as a run of its own; `None` where it is not all in one run that is read as it is shown.
    pub(super) fn part_at_end(&mut self) -> Option<&mut TextRun> {
        let (tag, last) = self.runs.last_mut().filter(|(_, run)| run.reads.is_none())?;
        let from = last.glyphs.iter().rposition(|glyph| glyph.text.ends_with(' ')).map_or(0, |blank| blank + 1);
        if from > 0 {
            let part = (*tag, last.split_off(from));
            self.runs.push(part);
        } else if self.runs.len() > 1
            && !self.runs.iter().rev().nth(1).is_some_and(|(_, run)| run.text().ends_with(' '))
        {
            return None;
        }
        self.runs.last_mut().map(|(_, run)| run)
    }

    /// The first word as a run of its own, likewise.
    pub(super) fn part_at_start(&mut self) -> Option<&mut TextRun> {
        let (tag, first) = self.runs.first_mut().filter(|(_, run)| run.reads.is_none())?;
        match first.glyphs.iter().position(|glyph| glyph.text.starts_with(' ')) {
            Some(blank) => {
                let rest = (*tag, first.split_off(blank));
                self.runs.insert(1, rest);
            }
            None if self.runs.len() > 1 && !self.runs.get(1).is_some_and(|(_, run)| run.text().starts_with(' ')) => {
                return None;
            }
            None => {}
        }
        self.runs.first_mut().map(|(_, run)| run)
    }
}

/// A run under construction, with the bytes of the text that it shows.
pub(super) struct Part {
    /// The bytes of the text.
    pub(super) range: Range<usize>,
    backwards: bool,
    tag: TagId,
    /// The run.
    pub(super) run: TextRun,
}

impl Part {
    /// A run that begins with this cluster, its baseline there.
    pub(super) fn start(cluster: &Cluster<'_, Ink>, flat: &Flat, face: FaceId, size: f32, at: (f32, f32)) -> Self {
        let ink = &cluster.style().brush;
        let [red, green, blue] = ink.rgb;
        let color = Rgb { red, green, blue };
        let range = cluster.text_range();
        let reads = flat.reads_at(range.start);
        let run = TextRun { face, size, color, x: at.0, y: at.1 - ink.rise, glyphs: Vec::new(), reads };
        Self { range, backwards: cluster.is_rtl(), tag: ink.tag, run }
    }

    /// The run, in the order in which it is read.
    pub(super) fn finished(mut self) -> (TagId, TextRun) {
        if self.backwards {
            self.run.turn();
        }
        (self.tag, self.run)
    }
}
