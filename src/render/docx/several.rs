//! Charts of several series → tables with the same numbers, for which Word has no need of a drawing; a line of one
//! series → columns. Charts of one series are native.

use crate::document::model::{Align, Block, Chart, ChartKind, Column, Document, Inline, Row, Table};

/// The document with such charts replaced.
pub(super) fn replaced(document: &Document) -> Document {
    let blocks = document.blocks.iter().map(block).collect();
    Document { meta: document.meta.clone(), blocks }
}

fn block(block: &Block) -> Block {
    let all = |parts: &[Vec<Block>]| parts.iter().map(|part| part.iter().map(self::block).collect()).collect();
    match block {
        Block::Chart(chart) if !chart.more.is_empty() => Block::Table(table(chart)),
        Block::Chart(chart) => Block::Chart(Chart { kind: native(chart.kind), ..chart.clone() }),
        Block::Columns(parts) => Block::Columns(all(parts)),
        Block::List { ordered, items } => Block::List { ordered: *ordered, items: all(items) },
        other => other.clone(),
    }
}

/// The kind in which Word draws one series.
pub(super) const fn native(kind: ChartKind) -> ChartKind {
    match kind {
        ChartKind::Columns | ChartKind::Lines => ChartKind::Columns,
        ChartKind::Bars | ChartKind::Stacked => ChartKind::Bars,
    }
}

fn table(chart: &Chart) -> Table {
    let text = |words: &str| vec![Inline::Text(words.to_owned())];
    let heads = chart.all_series().map(|(name, _)| Column { label: text(name), align: Align::Right });
    let first = Column { label: Vec::new(), align: Align::Left };
    let rows = chart.points.iter().enumerate().map(|(at, point)| {
        let cells = chart.all_series().map(|(_, points)| points.get(at).map_or_else(Vec::new, |p| p.text.clone()));
        Row { header: text(&point.label), cells: cells.collect(), total: false }
    });
    Table {
        id: chart.id.clone(),
        title: chart.title.clone(),
        description: chart.description.clone(),
        columns: std::iter::once(first).chain(heads).collect(),
        rows: rows.collect(),
        source: chart.source.clone(),
        alt: chart.alt.clone(),
    }
}
