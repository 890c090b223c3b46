//! Charts of the model ⇄ what each shows: the figure, window and dimension of its slices. It stands in the file's
//! properties, because `LibreOffice` keeps neither a chart's name nor its alternative text, and tells a refresh where
//! the numbers are.

use crate::document::model::{Block, Chart, Inline, Point};

/// What a chart shows: the figure, window and dimension of its slices for each series, and its id on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// "convictions/to-date/year", one for each series.
    pub(super) of: Vec<String>,
    /// The chart's id.
    pub(super) id: String,
}

/// Stands between the series of a source.
const AND: char = '+';

impl Source {
    /// As it stands in a property.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (of, id) = text.split_once(' ')?;
        Some(Self { of: of.split(AND).map(str::to_owned).collect(), id: id.to_owned() })
    }

    /// For a property.
    pub(super) fn text(&self) -> String {
        format!("{} {}", self.of.join(&AND.to_string()), self.id)
    }

    /// Of a chart each series of which shows slices of one breakdown of one figure.
    pub(super) fn of(chart: &Chart) -> Option<Self> {
        let of = chart.all_series().map(|(_, points)| breakdown(points)).collect::<Option<_>>()?;
        Some(Self { of, id: chart.id.clone() })
    }
}

/// The breakdown of which all points are slices.
fn breakdown(points: &[Point]) -> Option<String> {
    let mut all = points.iter().map(|point| {
        let mark = point.text.iter().find_map(|inline| match inline {
            Inline::Value { mark, .. } => Some(mark),
            _ => None,
        })?;
        let [(dimension, _)] = mark.slice.as_slice() else { return None };
        Some(format!("{}/{}/{dimension}", mark.figure, mark.window))
    });
    let first = all.next().flatten().filter(|first| !first.contains([' ', AND]))?;
    all.all(|of| of.as_ref() == Some(&first)).then_some(first)
}

/// The sources of all charts of a sheet, in its order.
pub(super) fn sources(blocks: &[Block]) -> Vec<Source> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Chart(chart) => found.extend(Source::of(chart)),
            Block::Columns(parts) | Block::List { items: parts, .. } => {
                parts.iter().for_each(|part| found.append(&mut sources(part)));
            }
            _ => {}
        }
    }
    found
}
