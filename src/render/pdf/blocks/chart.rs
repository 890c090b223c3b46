//! Charts: title and description, bars labelled directly, source. Caption and source stand beside the figure in
//! the tag tree, not inside it, because its alternative text stands for all that is inside.

use super::lines::{Dot, LinePlot, Place};
use super::plot::{BarPlot, Bars, Column, ColumnPlot};
use super::shares::{common_scale, scale, stacked_shares};
use super::stacks::{Stack, StackPlot};
use super::{Area, Setter};
use crate::document::model::{Chart, ChartKind, Inline, Inlines, Point};
use crate::render::RenderError;
use crate::render::pdf::draw::{Mark, Owner, Rect, Shape};
use crate::render::pdf::dress::Setting;
use crate::render::pdf::faces::SEMIBOLD;
use crate::render::pdf::flow::{Entry, Piece, gap, height_of, natural_height};
use crate::render::pdf::line::Line;
use crate::render::pdf::tags::{Detail, Role, TagId};
use crate::render::pdf::text::Shaped;
use crate::render::theme::Rgb;
use parley::Alignment;
use std::rc::Rc;

/// Between caption and plot.
const BELOW_CAPTION: f32 = 5.0;
/// Between plot and source.
const ABOVE_SOURCE: f32 = 4.0;
/// Between a line's end and its name.
const NAME_GAP: f32 = 6.0;
/// A square of a series' colour beside its name …
const SWATCH: f32 = 7.0;
/// … and the space after it.
const SWATCH_GAP: f32 = 4.0;
/// Between a number and the next beside it, at least.
const BETWEEN_WORDS: f32 = 2.0;
/// A label may be this wide beside horizontal bars, as part of the width.
const LABEL_ROOM: f32 = 0.45;

impl Setter<'_> {
    /// A chart, kept whole with its caption and source.
    pub(super) fn chart(&mut self, chart: &Chart, area: Area, parent: TagId) -> Result<Vec<Entry>, RenderError> {
        if chart.alt.trim().is_empty() {
            return Err(RenderError::Content(format!("the chart \"{}\" has no alternative text", chart.id)));
        }
        let group = self.tags.block(parent, Role::Div, Detail::Plain);
        let mut entries = Vec::new();
        let caption = self.caption(&chart.title, &chart.description, area, group)?;
        if let Some(caption) = caption {
            entries.extend([Entry::Piece(caption), gap(BELOW_CAPTION)]);
        }
        let figure = self.tags.block(group, Role::Figure, Detail::Alt(chart.alt.clone()));
        entries.push(match chart.kind {
            ChartKind::Columns if self.stands_side_by_side(chart, area.width, figure) => {
                Entry::Elastic(Rc::new(self.column_plot(chart, area, figure)?))
            }
            // Numbers are never broken over lines: what does not fit side by side lies one below the other.
            ChartKind::Columns | ChartKind::Bars => Entry::Piece(self.bar_plot(chart, area, figure)?.piece()),
            ChartKind::Stacked => Entry::Piece(self.stack_plot(chart, area, figure)?.piece()),
            ChartKind::Lines => Entry::Elastic(Rc::new(self.line_plot(chart, area, figure)?)),
        });
        entries.extend(self.source(&chart.source, area, group)?);
        let (height, room) = (natural_height(&entries), self.page_height);
        if height > room {
            return Err(RenderError::Content(format!(
                "the chart \"{}\" is {height:.0} points high and a page has {room:.0}: show fewer bars or longer periods, \
                 or print it as a table",
                chart.id
            )));
        }
        Ok(entries)
    }

    /// Whether every word and number of a chart fits into its place beside the others.
    fn stands_side_by_side(&mut self, chart: &Chart, width: f32, figure: TagId) -> bool {
        let room = width / f32::from(u16::try_from(chart.points.len().max(1)).unwrap_or(u16::MAX)) - BETWEEN_WORDS;
        let label = self.dress.label();
        let mut fits = |inlines: &Inlines, setting: &Setting| {
            self.shaper.shape(inlines, setting, figure, &mut self.tags).widths().0 <= room
        };
        let all: Vec<&Point> = chart.all_series().flat_map(|(_, points)| points).collect();
        let value = label.tabular().weight(SEMIBOLD);
        chart.points.iter().all(|point| fits(&label_of(point), &label)) && all.iter().all(|p| fits(&p.text, &value))
    }

    /// Title and description as one caption; nothing where both are empty.
    pub(super) fn caption(
        &mut self,
        title: &Inlines,
        description: &Inlines,
        area: Area,
        parent: TagId,
    ) -> Result<Option<Piece>, RenderError> {
        if title.is_empty() && description.is_empty() {
            return Ok(None);
        }
        let tag = self.tags.block(parent, Role::Caption, Detail::Plain);
        let mut piece = Piece::default();
        for (text, setting) in [(title, self.dress.caption()), (description, self.dress.muted())] {
            if text.is_empty() {
                continue;
            }
            let mut lines = self.shaper.lines(text, &setting, tag, &mut self.tags, area.width)?;
            if std::ptr::eq(text, title)
                && !description.is_empty()
                && let Some(last) = lines.last_mut()
            {
                self.shaper.end_with_space(last);
            }
            piece.height = piece.put_all(lines, area.x, piece.height);
        }
        Ok(Some(piece))
    }

    /// Where the data is from, kept with what stands above it.
    pub(super) fn source(&mut self, source: &Inlines, area: Area, parent: TagId) -> Result<Vec<Entry>, RenderError> {
        if source.is_empty() {
            return Ok(Vec::new());
        }
        let tag = self.tags.block(parent, Role::P, Detail::Plain);
        let lines = self.shaper.lines(source, &self.dress.muted(), tag, &mut self.tags, area.width)?;
        let mut piece = Piece { height: height_of(&lines), marks: Vec::new() };
        piece.put_all(lines, area.x, 0.0);
        Ok(vec![gap(ABOVE_SOURCE), Entry::Piece(piece)])
    }

    fn column_plot(&mut self, chart: &Chart, area: Area, figure: TagId) -> Result<ColumnPlot, RenderError> {
        let pitch = area.width / f32::from(u16::try_from(chart.points.len().max(1)).unwrap_or(u16::MAX));
        let mut columns = Vec::with_capacity(chart.points.len());
        let scale = scale(&chart.points);
        for (point, share) in chart.points.iter().zip(scale.shares) {
            let value = self.shaper.shape(&point.text, &self.value_setting(point), figure, &mut self.tags);
            let value = self.shaper.wrap(value, pitch, Alignment::Center)?;
            let label = self.centred_label(point, pitch, figure)?;
            columns.push(Column {
                share,
                value: self.spaced(value),
                label: self.spaced(label),
                color: self.bar_color(point),
            });
        }
        let colors = &self.dress.theme.colors;
        Ok(ColumnPlot { area, figure, columns, pitch, below: scale.below, axis: colors.heading })
    }

    fn bar_plot(&mut self, chart: &Chart, area: Area, figure: TagId) -> Result<BarPlot, RenderError> {
        let setting = self.dress.label();
        let (mut labels, mut values) = (Vec::new(), Vec::new());
        for point in &chart.points {
            labels.push(self.shaper.shape(&label_of(point), &setting, figure, &mut self.tags));
            values.push(self.shaper.shape(&point.text, &self.value_setting(point), figure, &mut self.tags));
        }
        let widest = |shaped: &[Shaped]| shaped.iter().map(|s| s.widths().1).fold(0.0, f32::max);
        let room = (widest(&labels) + 10.0).clamp((area.width * 0.34).min(86.0), area.width * LABEL_ROOM);
        let value_room = (widest(&values) + 1.0).min(area.width * 0.3);
        let scale = scale(&chart.points);
        let mut bars = Vec::with_capacity(chart.points.len());
        for (((label, value), point), share) in labels.into_iter().zip(values).zip(&chart.points).zip(scale.shares) {
            let label = self.shaper.wrap(label, room - 8.0, Alignment::Left)?;
            let value = self.shaper.wrap(value, value_room, Alignment::Left)?;
            bars.push(Bars {
                share,
                label: self.spaced(label),
                value: self.spaced(value),
                color: self.bar_color(point),
            });
        }
        let axis = self.dress.theme.colors.heading;
        Ok(BarPlot { area, figure, bars, label_room: room, value_room, below: scale.below, axis })
    }

    /// Bars of parts, with the names of the series above them and all values at the ends of the bars.
    fn stack_plot(&mut self, chart: &Chart, area: Area, figure: TagId) -> Result<StackPlot, RenderError> {
        let setting = self.dress.label();
        let key = self.key(chart, area, figure)?;
        let (mut labels, mut values) = (Vec::new(), Vec::new());
        for (at, point) in chart.points.iter().enumerate() {
            labels.push(self.shaper.shape(&label_of(point), &setting, figure, &mut self.tags));
            let value = joined(chart, at);
            values.push(self.shaper.shape(&value, &self.value_setting(point), figure, &mut self.tags));
        }
        let widest = |shaped: &[Shaped]| shaped.iter().map(|s| s.widths().1).fold(0.0, f32::max);
        let room = (widest(&labels) + 10.0).clamp((area.width * 0.34).min(86.0), area.width * LABEL_ROOM);
        let value_room = (widest(&values) + 1.0).min(area.width * 0.35);
        let shares = stacked_shares(chart);
        let mut bars = Vec::with_capacity(chart.points.len());
        for ((label, value), parts) in labels.into_iter().zip(values).zip(shares) {
            let label = self.shaper.wrap(label, room - 8.0, Alignment::Left)?;
            let value = self.shaper.wrap(value, value_room, Alignment::Left)?;
            bars.push(Stack { parts, label: self.spaced(label), value: self.spaced(value) });
        }
        Ok(StackPlot { area, figure, key, bars, colors: self.series_colors(), label_room: room, value_room })
    }

    /// Lines through points that carry their values; each line is named where it ends.
    fn line_plot(&mut self, chart: &Chart, area: Area, figure: TagId) -> Result<LinePlot, RenderError> {
        let setting = self.dress.label();
        let colors = self.series_colors();
        let mut names = Vec::new();
        for ((name, _), color) in chart.all_series().zip(colors).filter(|_| !chart.more.is_empty()) {
            let words = vec![Inline::Text(name.to_owned())];
            let setting = setting.weight(SEMIBOLD).color(color);
            names.push(self.shaper.shape(&words, &setting, figure, &mut self.tags));
        }
        let room = names.iter().map(|name| name.widths().1).fold(0.0, f32::max).min(area.width * 0.3);
        let width = if names.is_empty() { area.width } else { area.width - room - NAME_GAP };
        if !self.stands_side_by_side(chart, width, figure) {
            let (id, count) = (&chart.id, chart.points.len());
            return Err(RenderError::Content(format!(
                "the {count} periods of the chart \"{id}\" do not fit side by side; take longer periods or a wider place, or \
                 print them as \"bars\" or in a table"
            )));
        }
        let pitch = width / f32::from(u16::try_from(chart.points.len().max(1)).unwrap_or(u16::MAX));
        let mut named = Vec::new();
        for name in names {
            let name = self.shaper.wrap(name, room, Alignment::Left)?;
            named.push(self.spaced(name));
        }
        let (shares, below) = common_scale(chart);
        let mut columns = Vec::with_capacity(chart.points.len());
        for (at, point) in chart.points.iter().enumerate() {
            let label = self.centred_label(point, pitch, figure)?;
            let mut dots = Vec::new();
            for ((_, points), (shares, color)) in chart.all_series().zip(shares.iter().zip(colors)) {
                let Some(point) = points.get(at) else { continue };
                let setting = self.value_setting(point).color(color);
                let value = self.shaper.shape(&point.text, &setting, figure, &mut self.tags);
                let value = self.shaper.wrap(value, pitch, Alignment::Center)?;
                dots.push(Dot { share: shares.get(at).copied().flatten(), value: self.spaced(value) });
            }
            columns.push(Place { label: self.spaced(label), dots });
        }
        let axis = self.dress.theme.colors.rule;
        Ok(LinePlot { area, figure, columns, pitch, below, names: named, colors, axis })
    }

    /// A label below its place. What stands in brackets, such as "(from June)", goes to the next line whole where it
    /// has room there.
    fn centred_label(&mut self, point: &Point, width: f32, figure: TagId) -> Result<Vec<Line>, RenderError> {
        let setting = self.dress.label();
        let kept = vec![Inline::Text(brackets_kept(&point.label))];
        let shaped = self.shaper.shape(&kept, &setting, figure, &mut self.tags);
        let fits = shaped.widths().0 <= width;
        let shaped = if fits { shaped } else { self.shaper.shape(&label_of(point), &setting, figure, &mut self.tags) };
        self.shaper.wrap(shaped, width, Alignment::Center)
    }

    /// A line with the name of each series after a swatch of its colour; nothing for one series.
    fn key(&mut self, chart: &Chart, area: Area, figure: TagId) -> Result<Piece, RenderError> {
        let mut piece = Piece::default();
        if chart.more.is_empty() {
            return Ok(piece);
        }
        let (setting, colors) = (self.dress.label(), self.series_colors());
        let mut x = area.x;
        for ((name, _), color) in chart.all_series().zip(colors) {
            let words = vec![Inline::Text(name.to_owned())];
            let shaped = self.shaper.shape(&words, &setting, figure, &mut self.tags);
            let width = shaped.widths().1.min(area.width - SWATCH - SWATCH_GAP) + 1.0;
            if x > area.x && x + SWATCH + SWATCH_GAP + width > area.x + area.width {
                (x, piece.height) = (area.x, piece.height + setting.leading);
            }
            let swatch = Rect { x, y: piece.height + (setting.leading - SWATCH) / 2.0, width: SWATCH, height: SWATCH };
            piece.marks.push(Mark { owner: Owner::Tag(figure), shape: Shape::Fill(swatch, color) });
            let lines = self.shaper.wrap(shaped, width, Alignment::Left)?;
            let top = piece.height;
            let end = piece.put_all(self.spaced(lines), x + SWATCH + SWATCH_GAP, top);
            piece.height = end - setting.leading;
            x += SWATCH + SWATCH_GAP + width + NAME_GAP * 2.0;
        }
        piece.height += setting.leading + SWATCH_GAP;
        Ok(piece)
    }

    /// The colours of up to three series: colours of text, since names and values are set in them too.
    fn series_colors(&self) -> [Rgb; 3] {
        let colors = &self.dress.theme.colors;
        [colors.heading, colors.primary, colors.muted]
    }

    /// Lines that end with a space, so that extracted labels and values stay apart.
    fn spaced(&self, mut lines: Vec<Line>) -> Vec<Line> {
        if let Some(last) = lines.last_mut() {
            self.shaper.end_with_space(last);
        }
        lines
    }

    /// Printed values stand out; what stands for a value that is not printed does not.
    fn value_setting(&self, point: &Point) -> Setting {
        let setting = self.dress.label().tabular();
        if point.value.is_some() { setting.weight(SEMIBOLD) } else { setting.color(self.dress.theme.colors.muted) }
    }

    fn bar_color(&self, point: &Point) -> Rgb {
        let colors = &self.dress.theme.colors;
        if point.emphasis { colors.heading } else { colors.primary }
    }
}

/// The values of all series at a place, with a point between them.
fn joined(chart: &Chart, at: usize) -> Inlines {
    let mut all = Inlines::new();
    for (_, points) in chart.all_series() {
        if !all.is_empty() {
            all.push(Inline::Text(" · ".to_owned()));
        }
        all.extend(points.get(at).into_iter().flat_map(|point| point.text.clone()));
    }
    all
}

/// A label whose blanks inside brackets do not break; they are read as blanks all the same.
fn brackets_kept(label: &str) -> String {
    let mut depth = 0_u32;
    let kept = label.chars().map(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == ' ' && depth > 0 { '\u{a0}' } else { c }
    });
    kept.collect()
}

fn label_of(point: &Point) -> Inlines {
    vec![Inline::Text(point.label.clone())]
}
