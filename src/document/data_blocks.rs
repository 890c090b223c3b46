//! `chart` blocks: a breakdown of a figure → a [`Chart`] with the values in their place; and what charts share with
//! tables: cells, chosen slices, the legend of markers. Nothing to show becomes a sentence, never an empty block.

use super::alt::{chart_alt, table_alt};
use super::characters::without_soft_hyphens;
use super::helpers::mark;
use super::legend::legend;
use super::markdown::Composer;
use super::model::{Align, Block, Chart, ChartKind, Column, Form, Inline, Inlines, Point, Row, Series, Table};
use super::notes::words;
use super::own_alt::own_alt;
use crate::figures::{BreakdownSlices, CellKey, ReleasedFigure, Slice};
use crate::project::Breakdown;
use crate::value::{Amount, Problem};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChartFence {
    id: String,
    kind: ChartShape,
    figure: Option<String>,
    #[serde(default)]
    figures: Vec<String>,
    by: String,
    #[serde(default)]
    only: Vec<String>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    source: String,
    alt: Option<String>,
    /// The head of the first column of a table with the same values below the chart.
    table: Option<String>,
    empty: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ChartShape {
    Columns,
    Bars,
    Stacked,
    Lines,
}

/// More series than this cannot be told apart.
const MOST_SERIES: usize = 3;

/// What is said when there is nothing to show and the template has no better words.
const NOTHING: &str = "There is nothing to report for this period.";

impl Composer<'_> {
    /// The chart, and the table of its values where the template asks for one.
    pub(super) fn chart(&self, fence: &ChartFence) -> Result<Vec<Block>, Vec<Problem>> {
        let kind = match fence.kind {
            ChartShape::Columns => ChartKind::Columns,
            ChartShape::Bars => ChartKind::Bars,
            ChartShape::Stacked => ChartKind::Stacked,
            ChartShape::Lines => ChartKind::Lines,
        };
        let mut all = Vec::new();
        for figure in self.chart_figures(fence, kind)? {
            all.push(Series {
                name: without_soft_hyphens(&figure.definition.title),
                points: self.points(fence, figure)?,
            });
        }
        if all.iter().flat_map(|series| &series.points).all(|point| point.value.is_some_and(Amount::is_zero)) {
            return Ok(vec![self.nothing(fence.empty.as_deref())]);
        }
        let below_zero = |point: &Point| point.value.is_some_and(|value| value < Amount::from_int(0));
        if kind == ChartKind::Stacked && all.iter().flat_map(|series| &series.points).any(below_zero) {
            let what = format!("the chart \"{}\" stacks a value below zero", fence.id);
            return Err(vec![self.problem(what, "show the figures as \"lines\", or each in a chart of its own")]);
        }
        let mut all = all.into_iter();
        let Some(Series { name: series, mut points }) = all.next() else {
            return Ok(vec![self.nothing(fence.empty.as_deref())]);
        };
        let more: Vec<Series> = all.collect();
        if more.is_empty() {
            emphasize_largest(&mut points);
        }
        let (title, description) = (self.inlines(&fence.title), self.inlines(&fence.description));
        let alt = match &fence.alt {
            Some(text) => own_alt(&words(&self.inlines(text)), fence.table.is_some(), &series, &points, &more),
            None => chart_alt(self.follow_in_time(fence), &words(&description), &series, &points, &more),
        };
        let texts = points.iter().chain(more.iter().flat_map(|series| &series.points)).map(|p| p.text.as_slice());
        let source = self.with_legend(&fence.source, texts);
        let chart = Chart { id: fence.id.clone(), kind, title, description, series, points, more, source, alt };
        let table = fence.table.as_ref().map(|head| Block::Table(self.table_of(&chart, head)));
        Ok(std::iter::once(Block::Chart(chart)).chain(table).collect())
    }

    /// The values of a chart as a table, for those who read numbers better than bars, or cannot see them.
    fn table_of(&self, chart: &Chart, head: &str) -> Table {
        let names = chart.all_series().map(|(name, _)| name).collect::<Vec<_>>().join(", ");
        let title = if chart.title.is_empty() { names } else { words(&chart.title) };
        let description = self.tokens.inlines(&format!("Values of the chart: {title}"));
        let named =
            chart.all_series().map(|(name, _)| Column { label: self.tokens.inlines(name), align: Align::Right });
        let first = Column { label: self.inlines(head), align: Align::Left };
        let columns: Vec<Column> = std::iter::once(first).chain(named).collect();
        let cell = |at: usize| chart.all_series().filter_map(move |(_, points)| Some(points.get(at)?.text.clone()));
        let row = |(at, point): (usize, &Point)| Row {
            header: self.tokens.inlines(&point.label),
            cells: cell(at).collect(),
            total: false,
        };
        let rows: Vec<Row> = chart.points.iter().enumerate().map(row).collect();
        let source = self.with_legend("", rows.iter().flat_map(|row| &row.cells).map(Vec::as_slice));
        let alt = table_alt(&words(&description), &columns, rows.len());
        Table { id: format!("{}-values", chart.id), title: Inlines::new(), description, columns, rows, source, alt }
    }

    /// The figures of a chart: one, or up to three where it can show them, and of one unit where they are stacked.
    fn chart_figures(&self, fence: &ChartFence, kind: ChartKind) -> Result<Vec<&ReleasedFigure>, Vec<Problem>> {
        let names: Vec<&String> = fence.figure.iter().chain(&fence.figures).collect();
        let several = matches!(kind, ChartKind::Stacked | ChartKind::Lines);
        let wrong = match names.len() {
            0 => Some(("names no figure", "write figure = \"…\", or figures = [\"…\", \"…\"]")),
            2.. if !several => Some(("shows several figures", "only \"stacked\" and \"lines\" can")),
            count if count > MOST_SERIES => Some(("shows too many figures", "three can be told apart")),
            _ => None,
        };
        if let Some((what, todo)) = wrong {
            return Err(vec![self.problem(format!("the chart \"{}\" {what}", fence.id), todo)]);
        }
        let figures = names.into_iter().map(|name| self.figures.figure(name));
        let figures = figures.collect::<Result<Vec<_>, _>>().map_err(|e| vec![self.lookup_problem(&e)])?;
        let first = figures.first().map(|figure| (&figure.definition.counts, figure.unit()));
        let alike = figures.iter().all(|figure| Some((&figure.definition.counts, figure.unit())) == first);
        if kind == ChartKind::Stacked && !alike {
            let what = format!("the chart \"{}\" stacks figures that do not count the same thing", fence.id);
            return Err(vec![self.problem(what, "show them as \"lines\", or each in a chart of its own")]);
        }
        Ok(figures)
    }

    /// Whether a chart's places are periods in their order.
    fn follow_in_time(&self, fence: &ChartFence) -> bool {
        let figure = fence.figure.iter().chain(&fence.figures).find_map(|name| self.figures.figure(name).ok());
        let Some((figure, breakdown)) = figure.and_then(|f| Some((f, f.breakdown(&fence.by).ok()?))) else {
            return false;
        };
        let of_time =
            figure.definition.by.iter().flat_map(Breakdown::dimensions).any(|d| d.is_time() && d.name() == fence.by);
        let chosen = fence.only.iter().map(|code| self.tokens.plain(code));
        let places: Vec<_> = chosen.map(|code| breakdown.slices.iter().position(|slice| slice.code == code)).collect();
        of_time && places.is_sorted()
    }

    fn points(&self, fence: &ChartFence, figure: &ReleasedFigure) -> Result<Vec<Point>, Vec<Problem>> {
        let breakdown = figure.breakdown(&fence.by).map_err(|e| vec![self.lookup_problem(&e)])?;
        self.chosen(breakdown, &fence.only)?.into_iter().map(|slice| self.point(figure, &fence.by, slice)).collect()
    }

    fn point(&self, figure: &ReleasedFigure, by: &str, slice: &Slice) -> Result<Point, Vec<Problem>> {
        let key = CellKey::slice(by, &slice.code);
        let refuse = |e: crate::figures::LookupError| vec![self.lookup_problem(&e)];
        let exact = figure.exact(&key).map_err(refuse)?;
        // The bar is as long as its label says, so that chart, workbook and table hold the same number.
        let value = exact.map(|ratio| ratio.rounded(figure.definition.decimals)).transpose();
        let value =
            value.map_err(|error| vec![self.problem(format!("\"{}\": {error}", figure.definition.name), "")])?;
        Ok(Point {
            label: without_soft_hyphens(&slice.label),
            value,
            text: self.cell(figure, &key, false)?,
            emphasis: false,
        })
    }

    pub(super) fn cell(&self, figure: &ReleasedFigure, key: &CellKey, unit: bool) -> Result<Inlines, Vec<Problem>> {
        let text = figure.text(key, unit).map_err(|e| vec![self.lookup_problem(&e)])?;
        let form = if unit { Form::Measured } else { Form::Exact };
        Ok(vec![Inline::Value { text, mark: mark(figure, key, form) }])
    }

    /// The slices that a block shows: all of them, or those that it lists, in its order.
    pub(super) fn chosen<'b>(
        &self,
        breakdown: &'b BreakdownSlices,
        only: &[String],
    ) -> Result<Vec<&'b Slice>, Vec<Problem>> {
        if only.is_empty() {
            return Ok(breakdown.slices.iter().collect());
        }
        let find = |code: &String| {
            let code = self.tokens.plain(code);
            breakdown.slices.iter().find(|slice| slice.code == code).ok_or_else(|| {
                vec![self.problem(format!("unknown {} \"{code}\"", breakdown.dimension), breakdown.advice(&code))]
            })
        };
        only.iter().map(find).collect()
    }

    pub(super) fn nothing(&self, words: Option<&str>) -> Block {
        Block::Paragraph(self.inlines(words.unwrap_or(NOTHING)))
    }

    /// The source line, after the legend of the markers that the cells use.
    pub(super) fn with_legend<'i>(&self, source: &str, cells: impl Iterator<Item = &'i [Inline]>) -> Inlines {
        let line = legend(self.figures, cells);
        let mut inlines = self.tokens.inlines(&line);
        for inline in self.inlines(source) {
            match inline {
                Inline::Text(words) => super::tokens::push_text(&mut inlines, &words),
                other => inlines.push(other),
            }
        }
        trim_end(&mut inlines);
        inlines
    }
}

fn trim_end(inlines: &mut Inlines) {
    if let Some(Inline::Text(words)) = inlines.last_mut() {
        words.truncate(words.trim_end().len());
        if words.is_empty() {
            inlines.pop();
        }
    }
}

fn emphasize_largest(points: &mut [Point]) {
    let largest = points.iter().filter_map(|point| point.value).max();
    for point in points {
        point.emphasis = point.value.is_some() && point.value == largest;
    }
}
