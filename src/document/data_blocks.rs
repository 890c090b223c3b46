//! `table` and `chart` blocks: a breakdown of figures, or rows that the template lists, → a [`Table`] or a
//! [`Chart`] with the values in their place. Nothing to show becomes a sentence, never an empty table.

use super::alt::{chart_alt, table_alt};
use super::helpers::mark;
use super::markdown::Composer;
use super::model::{Align, Block, Chart, ChartKind, Column, Form, Inline, Inlines, Point, Row, Table};
use super::notes::words;
use crate::figures::{BreakdownSlices, CellKey, ReleasedFigure, Slice, Window};
use crate::value::{Amount, Problem, nearest};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChartFence {
    id: String,
    kind: ChartShape,
    figure: String,
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
    empty: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ChartShape {
    Columns,
    Bars,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableFence {
    id: String,
    head: String,
    by: Option<String>,
    #[serde(default)]
    only: Vec<String>,
    total: Option<String>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    source: String,
    alt: Option<String>,
    empty: Option<String>,
    column: Vec<ColumnFence>,
    #[serde(default)]
    row: Vec<RowFence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnFence {
    head: String,
    figure: Option<String>,
    #[serde(default)]
    unit: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowFence {
    head: String,
    cells: Vec<String>,
    #[serde(default)]
    total: bool,
}

/// What is said when there is nothing to show and the template has no better words.
const NOTHING: &str = "There is nothing to report for this period.";

impl Composer<'_> {
    pub(super) fn chart(&self, fence: &ChartFence) -> Result<Block, Vec<Problem>> {
        let figure = self.figures.figure(&fence.figure).map_err(|e| vec![self.lookup_problem(&e)])?;
        let breakdown = figure.breakdown(&fence.by).map_err(|e| vec![self.lookup_problem(&e)])?;
        let mut points = Vec::new();
        for slice in self.chosen(breakdown, &fence.only)? {
            points.push(self.point(figure, &fence.by, slice)?);
        }
        if points.iter().all(|point| point.value.is_some_and(Amount::is_zero)) {
            return Ok(self.nothing(fence.empty.as_deref()));
        }
        emphasize_largest(&mut points);
        let kind = match fence.kind {
            ChartShape::Columns => ChartKind::Columns,
            ChartShape::Bars => ChartKind::Bars,
        };
        let series = figure.definition.title.clone();
        let (title, description) = (self.inlines(&fence.title), self.inlines(&fence.description));
        let alt = match &fence.alt {
            Some(text) => words(&self.inlines(text)),
            None => chart_alt(kind, &series, &words(&description), &points),
        };
        let source = self.with_legend(&fence.source, points.iter().map(|p| p.text.as_slice()));
        Ok(Block::Chart(Chart { id: fence.id.clone(), kind, title, description, series, points, source, alt }))
    }

    fn point(&self, figure: &ReleasedFigure, by: &str, slice: &Slice) -> Result<Point, Vec<Problem>> {
        let key = CellKey::slice(by, &slice.code);
        let refuse = |e: crate::figures::LookupError| vec![self.lookup_problem(&e)];
        let exact = figure.exact(&key).map_err(refuse)?;
        // The bar is as long as its label says, so that chart, workbook and table hold the same number.
        let value = exact.map(|ratio| ratio.rounded(figure.definition.decimals)).transpose();
        let value =
            value.map_err(|error| vec![self.problem(format!("\"{}\": {error}", figure.definition.name), "")])?;
        Ok(Point { label: slice.label.clone(), value, text: self.cell(figure, &key, false)?, emphasis: false })
    }

    pub(super) fn table(&self, fence: &TableFence) -> Result<Block, Vec<Problem>> {
        if fence.column.is_empty() {
            return Err(vec![self.problem(format!("the table \"{}\" has no columns", fence.id), "")]);
        }
        let rows = match (&fence.by, fence.row.is_empty()) {
            (Some(by), true) => self.breakdown_rows(fence, by)?,
            (Some(_), false) => {
                let what = format!("the table \"{}\" has rows of its own and a breakdown", fence.id);
                return Err(vec![self.problem(what, "keep `by` or `[[row]]`")]);
            }
            (None, _) => self.listed_rows(fence)?,
        };
        if rows.is_empty() {
            return Ok(self.nothing(fence.empty.as_deref()));
        }
        let mut columns = vec![Column { label: self.inlines(&fence.head), align: Align::Left }];
        columns.extend(fence.column.iter().map(|c| Column { label: self.inlines(&c.head), align: Align::Right }));
        let description = self.inlines(&fence.description);
        let alt = match &fence.alt {
            Some(text) => words(&self.inlines(text)),
            None => table_alt(&words(&description), &columns, rows.len()),
        };
        let source = self.with_legend(&fence.source, rows.iter().flat_map(|r| &r.cells).map(Vec::as_slice));
        Ok(Block::Table(Table {
            id: fence.id.clone(),
            title: self.inlines(&fence.title),
            description,
            columns,
            rows,
            source,
            alt,
        }))
    }

    /// One row for each slice of the breakdown; none at all when every figure in it is zero.
    fn breakdown_rows(&self, fence: &TableFence, by: &str) -> Result<Vec<Row>, Vec<Problem>> {
        let refuse = |e: crate::figures::LookupError| vec![self.lookup_problem(&e)];
        let mut figures = Vec::new();
        for column in &fence.column {
            let Some(name) = &column.figure else {
                let what = format!(
                    "the column \"{}\" of the table \"{}\" names no figure",
                    self.tokens.plain(&column.head),
                    fence.id
                );
                return Err(vec![self.problem(what, "write figure = \"…\"")]);
            };
            figures.push((self.figures.figure(name).map_err(refuse)?, column.unit));
        }
        let Some((first, _)) = figures.first() else { return Ok(Vec::new()) };
        let mut keys: Vec<(Inlines, CellKey, bool)> = Vec::new();
        for slice in self.chosen(first.breakdown(by).map_err(refuse)?, &fence.only)? {
            keys.push((self.tokens.inlines(&slice.label), CellKey::slice(by, &slice.code), false));
        }
        if let Some(total) = &fence.total {
            keys.push((self.inlines(total), CellKey::total(Window::ToDate), true));
        }
        let mut rows = Vec::new();
        let mut any = false;
        for (header, key, total) in keys {
            let mut cells = Vec::new();
            for (figure, unit) in &figures {
                any |= figure.any(&key).map_err(refuse)?;
                cells.push(self.cell(figure, &key, *unit)?);
            }
            rows.push(Row { header, cells, total });
        }
        Ok(if any { rows } else { Vec::new() })
    }

    fn listed_rows(&self, fence: &TableFence) -> Result<Vec<Row>, Vec<Problem>> {
        let mut rows = Vec::new();
        for row in &fence.row {
            if row.cells.len() != fence.column.len() {
                let what = format!(
                    "the row \"{}\" of the table \"{}\" has {} cells for {} columns",
                    self.tokens.plain(&row.head),
                    fence.id,
                    row.cells.len(),
                    fence.column.len()
                );
                return Err(vec![self.problem(what, "")]);
            }
            let cells = row.cells.iter().map(|cell| self.inlines(cell)).collect();
            rows.push(Row { header: self.inlines(&row.head), cells, total: row.total });
        }
        Ok(rows)
    }

    fn cell(&self, figure: &ReleasedFigure, key: &CellKey, unit: bool) -> Result<Inlines, Vec<Problem>> {
        let text = figure.text(key, unit).map_err(|e| vec![self.lookup_problem(&e)])?;
        let form = if unit { Form::Measured } else { Form::Exact };
        Ok(vec![Inline::Value { text, mark: mark(figure, key, form) }])
    }

    /// The slices that a block shows: all of them, or those that it lists, in its order.
    fn chosen<'b>(&self, breakdown: &'b BreakdownSlices, only: &[String]) -> Result<Vec<&'b Slice>, Vec<Problem>> {
        if only.is_empty() {
            return Ok(breakdown.slices.iter().collect());
        }
        let find = |code: &String| {
            let code = self.tokens.plain(code);
            breakdown.slices.iter().find(|slice| slice.code == code).ok_or_else(|| {
                let near = nearest(&code, breakdown.slices.iter().map(|s| s.code.as_str()));
                vec![self.problem(format!("unknown {} \"{code}\"", breakdown.dimension), near)]
            })
        };
        only.iter().map(find).collect()
    }

    fn nothing(&self, words: Option<&str>) -> Block {
        Block::Paragraph(self.inlines(words.unwrap_or(NOTHING)))
    }

    /// The source line, after the legend of the markers that the cells use.
    fn with_legend<'i>(&self, source: &str, cells: impl Iterator<Item = &'i [Inline]>) -> Inlines {
        let texts: Vec<String> = cells.map(words).collect();
        let mut line = String::new();
        for (marker, meaning) in
            [("[c]", "withheld to protect persons"), ("[x]", "not available"), ("[z]", "not applicable")]
        {
            if texts.iter().any(|text| text.contains(marker)) {
                line.push_str(&format!("{marker} {meaning}. "));
            }
        }
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
