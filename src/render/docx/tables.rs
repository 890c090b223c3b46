//! Tables, tiles and charts of the model → tables and paragraphs of the body, with what must be said about them for
//! those who cannot see them.

use super::body::{ChartFacts, Piece, TableFacts, Walk, chart_key, piece, table_key};
use super::chart::{Size, drawn_in, is_stacked};
use super::inlines::Tone;
use super::measure::fitting;
use super::sections::space_after_table;
use crate::document::model::{Align, Chart, ChartKind, Inline, Inlines, Row, Table, Tile, plain_text};
use docx_rs::{
    Paragraph, Run, Table as WordTable, TableAlignmentType, TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};

/// Tiles in one row; more are set in two or more rows of nearly the same number.
const TILES_IN_A_ROW: usize = 4;
/// The white border between tiles, as thick as Word allows (ECMA-376 Part 1 §17.18.2).
const TILE_GAP: u32 = 240;
/// A tile's figure is never smaller than this, in half-points.
const SMALLEST_FIGURE: usize = 24;
/// Left and right indent of what stands in a tile, as its styles have it.
pub(super) const TILE_INDENTS: (u32, u32) = (170, 30);
/// The average width of a character of running text, in twips, on the wide side.
const CHARACTER: u32 = 104;
/// What a cell's margins take.
const CELL_MARGINS: u32 = 180;

impl<'a> Walk<'a> {
    /// Title, description, the table with its repeated head, source.
    pub(super) fn table(&mut self, table: &'a Table, width: u32) -> Vec<Piece> {
        let mut pieces = self.opening(&table.title, &table.description);
        let widths = column_widths(table, width);
        let head = table.columns.iter().enumerate().map(|(index, column)| {
            let style = if column.align == Align::Right { "TableHeadFigure" } else { "TableHead" };
            let paragraph = self.paragraph(style, &column.label, Tone::default());
            cell(widths[index], paragraph).vertical_align(VAlignType::Bottom)
        });
        let head = TableRow::new(head.collect()).cant_split();
        let rows = std::iter::once(head).chain(table.rows.iter().enumerate().map(|(index, row)| {
            // A table of a few rows is not parted between pages; a long one is, and its head is repeated.
            let keep = index + 1 < table.rows.len() && table.rows.len() <= 12;
            self.row(row, table, &widths, keep)
        }));
        let rows: Vec<TableRow> = rows.collect();
        let title = plain_text(&table.title);
        let facts = TableFacts {
            style: "Table",
            caption: if title.is_empty() { self.heading.clone() } else { title },
            description: table.alt.clone(),
            total: table.rows.last().is_some_and(|row| row.total),
            row_heads: true,
        };
        pieces.push(self.grid(rows, &widths, facts));
        pieces.extend(self.closing(&table.source));
        pieces
    }

    fn row(&mut self, row: &Row, table: &Table, widths: &[u32], keep: bool) -> TableRow {
        let tone = Tone::strong(row.total);
        let entries = std::iter::once(&row.header).chain(&row.cells).zip(&table.columns).zip(widths);
        let cells = entries.map(|((entry, column), width)| {
            let style = if column.align == Align::Right { "TableFigure" } else { "TableText" };
            cell(*width, self.paragraph(style, entry, tone).keep_next(keep))
        });
        TableRow::new(cells.collect()).cant_split()
    }

    /// Key figures as a real table: its head row holds what is counted, its second row the figures.
    pub(super) fn tiles(&mut self, tiles: &'a [Tile], width: u32) -> Vec<Piece> {
        if tiles.is_empty() {
            return Vec::new();
        }
        let rows = tiles.len().div_ceil(TILES_IN_A_ROW);
        let mut pieces = Vec::new();
        for tiles in tiles.chunks(tiles.len().div_ceil(rows)) {
            if !pieces.is_empty() {
                pieces.push(space_after_table());
            }
            let table = self.tile_row(tiles, width);
            pieces.push(table);
        }
        pieces
    }

    fn tile_row(&mut self, tiles: &'a [Tile], width: u32) -> Piece {
        let widths = tile_widths(tiles.len(), width);
        let head = tiles.iter().enumerate().map(|(index, tile)| {
            tile_cell(index, &widths).add_paragraph(self.paragraph("TileLabel", &tile.label, Tone::default()))
        });
        let head = TableRow::new(head.collect()).cant_split();
        let tone = Tone::sized(figure_size(tiles, &widths, self.figure));
        let figures = tiles.iter().enumerate().map(|(index, tile)| {
            let mut cell = tile_cell(index, &widths).vertical_align(VAlignType::Bottom);
            if !is_blank(&tile.qualifier) {
                cell = cell.add_paragraph(self.paragraph("TileQualifier", &tile.qualifier, Tone::default()));
            }
            cell.add_paragraph(self.paragraph("TileFigure", &tile.figure, tone))
                .add_paragraph(self.paragraph("TileDetail", &tile.detail, Tone::default()).keep_next(false))
        });
        let figures = TableRow::new(figures.collect()).cant_split();
        let said: Vec<String> = tiles.iter().map(read_out).collect();
        let labels: Vec<String> = tiles.iter().map(|tile| plain_text(&tile.label)).collect();
        let facts = TableFacts {
            style: "Tiles",
            caption: labels.join(", "),
            description: said.join("; "),
            total: false,
            row_heads: false,
        };
        self.grid(vec![head, figures], &widths, facts)
    }

    /// Title, description, the chart's place, source.
    pub(super) fn chart(&mut self, chart: &'a Chart, width: u32) -> Vec<Piece> {
        let chart = drawn_in(chart, width);
        let mut description = chart.description.clone();
        // A label within a chart cannot link to a note, so references of the points stand with the description.
        let points = chart.all_series().flat_map(|(_, points)| points);
        description.extend(points.flat_map(|point| references(&point.text)));
        let mut pieces = self.opening(&chart.title, &description);
        let bars = u32::try_from(chart.points.len()).unwrap_or(u32::MAX);
        let height = match chart.kind {
            ChartKind::Columns | ChartKind::Lines => 2640,
            ChartKind::Bars | ChartKind::Stacked => {
                // The names of stacked series stand above the bars.
                let names = if is_stacked(chart.kind, chart.more.len() + 1) { 360 } else { 60 };
                bars.saturating_mul(300).saturating_add(names).min(9000)
            }
        };
        let run = Run::new().style(&chart_key(self.charts.len()));
        let place = Paragraph::new().style("Chart").keep_next(!is_blank(&chart.source)).add_run(run);
        pieces.push(piece(place));
        pieces.extend(self.closing(&chart.source));
        self.charts.push(ChartFacts { chart, size: Size { width, height } });
        pieces
    }

    fn opening(&mut self, title: &Inlines, description: &Inlines) -> Vec<Piece> {
        let parts = [("Caption", title), ("Description", description)].into_iter().filter(|(_, text)| !is_blank(text));
        parts.map(|(style, text)| piece(self.paragraph(style, text, Tone::default()))).collect()
    }

    fn closing(&mut self, source: &Inlines) -> Option<Piece> {
        if is_blank(source) { None } else { Some(piece(self.paragraph("Source", source, Tone::default()))) }
    }

    fn grid(&mut self, rows: Vec<TableRow>, widths: &[u32], facts: TableFacts) -> Piece {
        let total: u32 = widths.iter().sum();
        let table = WordTable::without_borders(rows)
            .style(table_key(self.tables.len()))
            .set_grid(widths.iter().map(|width| *width as usize).collect())
            .width(total as usize, WidthType::Dxa)
            .align(TableAlignmentType::Left)
            .layout(TableLayoutType::Fixed);
        self.tables.push(facts);
        Piece::Table(Box::new(table))
    }
}

fn cell(width: u32, paragraph: Paragraph) -> TableCell {
    TableCell::new().width(width as usize, WidthType::Dxa).add_paragraph(paragraph)
}

/// Widths of tiles that look alike: half of each white border between them lies in the tile at either side.
fn tile_widths(count: usize, total: u32) -> Vec<u32> {
    let tiles = u32::try_from(count).unwrap_or(1).max(1);
    let seen = (total - TILE_GAP * (tiles - 1)) / tiles;
    let halves = |index: usize| u32::from(index > 0) + u32::from(index + 1 < count);
    (0..count).map(|index| seen + TILE_GAP / 2 * halves(index)).collect()
}

/// A smaller size for the figures of a row, when the longest would not stay on its line.
fn figure_size(tiles: &[Tile], widths: &[u32], usual: usize) -> Option<usize> {
    let longest = tiles.iter().map(|tile| plain_text(&tile.figure).chars().count()).max().unwrap_or(0);
    let count = u32::try_from(widths.len()).unwrap_or(1).max(1);
    let tile = widths.iter().sum::<u32>().saturating_sub(TILE_GAP * (count - 1)) / count;
    fitting(longest, tile.saturating_sub(TILE_INDENTS.0 + TILE_INDENTS.1), usual, SMALLEST_FIGURE)
}

/// A tile's cell, whose margins begin where the white borders end.
fn tile_cell(index: usize, widths: &[u32]) -> TableCell {
    let mut cell = TableCell::new().width(widths[index] as usize, WidthType::Dxa);
    let border = TILE_GAP as usize / 2;
    let (left, right) = (usize::from(index > 0) * border, usize::from(index + 1 < widths.len()) * border);
    cell.property = cell.property.margin_left(left, WidthType::Dxa).margin_right(right, WidthType::Dxa);
    cell
}

/// A tile as it is read out: "more than 345 arrests since June 2021".
fn read_out(tile: &Tile) -> String {
    let parts = [&tile.qualifier, &tile.figure, &tile.label, &tile.detail].map(|part| plain_text(part));
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Whether inlines would make an empty paragraph.
fn is_blank(inlines: &Inlines) -> bool {
    plain_text(inlines).trim().is_empty() && references(inlines).is_empty()
}

fn references(inlines: &Inlines) -> Vec<Inline> {
    let mut found = Vec::new();
    for inline in inlines {
        match inline {
            Inline::NoteRef(number) => found.push(Inline::NoteRef(*number)),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Link { text: inner, .. }
            | Inline::Language { text: inner, .. } => {
                found.append(&mut references(inner));
            }
            _ => {}
        }
    }
    found
}

/// Widths from what the columns hold: each gets what its longest entry needs, and what is left over, or lacking, is
/// shared out. A head may take two lines.
fn column_widths(table: &Table, total: u32) -> Vec<u32> {
    let length = |text: &Inlines| u32::try_from(plain_text(text).chars().count()).unwrap_or(u32::MAX).min(60);
    let needs: Vec<u32> = (0..table.columns.len())
        .map(|index| {
            let head = head_length(&plain_text(&table.columns[index].label));
            let entries = table
                .rows
                .iter()
                .filter_map(|row| if index == 0 { Some(&row.header) } else { row.cells.get(index - 1) });
            let longest = entries.map(length).max().unwrap_or(0).max(head).max(4);
            longest * CHARACTER + CELL_MARGINS
        })
        .collect();
    let (count, need) = (u32::try_from(needs.len()).unwrap_or(1).max(1), needs.iter().sum::<u32>().max(1));
    if need <= total {
        let share = (total - need) / count;
        let rest = (total - need) % count;
        return needs.iter().enumerate().map(|(i, width)| width + share + if i == 0 { rest } else { 0 }).collect();
    }
    let scaled = |width: u32| u32::try_from(u64::from(width) * u64::from(total) / u64::from(need)).unwrap_or(0);
    needs.into_iter().map(scaled).collect()
}

/// The longer of two lines that a head is broken into.
fn head_length(head: &str) -> u32 {
    let words: Vec<usize> = head.split_whitespace().map(|word| word.chars().count()).collect();
    let all = words.iter().sum::<usize>() + words.len().saturating_sub(1);
    let best = (0..words.len()).map(|cut| {
        let first = words[..cut].iter().sum::<usize>() + cut.saturating_sub(1);
        first.max(all.saturating_sub(first + usize::from(cut > 0)))
    });
    u32::try_from(best.min().unwrap_or(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::head_length;

    #[test]
    fn a_head_is_broken_where_both_lines_are_shortest() {
        assert_eq!(head_length("Median prison term (months)"), 13);
        assert_eq!(head_length("Arrests"), 7);
        assert_eq!(head_length(""), 0);
    }
}
