//! Charts: title and description, bars labelled directly, source. Caption and source stand beside the figure in
//! the tag tree, not inside it, because its alternative text stands for all that is inside.

use super::plot::{BarPlot, Bars, Column, ColumnPlot};
use super::{Area, Setter};
use crate::document::model::{Chart, ChartKind, Inline, Inlines, Point};
use crate::render::RenderError;
use crate::render::pdf::dress::Setting;
use crate::render::pdf::faces::SEMIBOLD;
use crate::render::pdf::flow::{Entry, Piece, gap, height_of};
use crate::render::pdf::tags::{Detail, Role, TagId};
use crate::render::pdf::text::{Line, Shaped};
use crate::render::theme::Rgb;
use crate::value::Amount;
use parley::Alignment;
use std::rc::Rc;

/// Between caption and plot.
const BELOW_CAPTION: f32 = 5.0;
/// Between plot and source.
const ABOVE_SOURCE: f32 = 4.0;
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
            ChartKind::Columns => Entry::Elastic(Rc::new(self.column_plot(chart, area, figure)?)),
            ChartKind::Bars => Entry::Piece(self.bar_plot(chart, area, figure)?.piece()),
        });
        entries.extend(self.source(&chart.source, area, group)?);
        Ok(entries)
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
        let setting = self.dress.label();
        let mut columns = Vec::with_capacity(chart.points.len());
        for (point, share) in chart.points.iter().zip(shares(&chart.points)) {
            let value = self.shaper.shape(&point.text, &self.value_setting(point), figure, &mut self.tags);
            let value = self.shaper.wrap(value, pitch, Alignment::Center)?;
            let label = self.shaper.shape(&label_of(point), &setting, figure, &mut self.tags);
            let label = self.shaper.wrap(label, pitch, Alignment::Center)?;
            columns.push(Column {
                share,
                value: self.spaced(value),
                label: self.spaced(label),
                color: self.bar_color(point),
            });
        }
        let colors = &self.dress.theme.colors;
        Ok(ColumnPlot { area, figure, columns, pitch, axis: colors.heading })
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
        let mut bars = Vec::with_capacity(chart.points.len());
        for (((label, value), point), share) in
            labels.into_iter().zip(values).zip(&chart.points).zip(shares(&chart.points))
        {
            let label = self.shaper.wrap(label, room - 8.0, Alignment::Left)?;
            let value = self.shaper.wrap(value, value_room, Alignment::Left)?;
            bars.push(Bars {
                share,
                label: self.spaced(label),
                value: self.spaced(value),
                color: self.bar_color(point),
            });
        }
        Ok(BarPlot { area, figure, bars, label_room: room, value_room })
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

fn label_of(point: &Point) -> Inlines {
    vec![Inline::Text(point.label.clone())]
}

/// The length of each bar as a part of the longest; `None` where there is no value. Only drawing uses these:
/// what is printed is the point's own text.
fn shares(points: &[Point]) -> Vec<Option<f32>> {
    let longest = points.iter().filter_map(|point| point.value).map(length).fold(0.0, f64::max);
    let share = |value: Amount| {
        #[expect(clippy::cast_possible_truncation, reason = "a part of 1, for drawing")]
        let part = if longest > 0.0 { (length(value) / longest) as f32 } else { 0.0 };
        part
    };
    points.iter().map(|point| point.value.map(share)).collect()
}

/// An amount as a length; below zero there is no bar.
fn length(amount: Amount) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "for drawing, where a thousandth of a point is enough")]
    let mantissa = amount.mantissa() as f64;
    (mantissa / 10_f64.powi(i32::from(amount.scale()))).max(0.0)
}
