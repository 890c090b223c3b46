//! The parity proof: a finished PDF or Word file is read back, and every heading, table cell, alternative text and
//! printed figure in it must equal the document's. What differs is named; nothing that differs is published.
//!
//! The readers share no code with the writers, so a row that a renderer drops, or two cells that it swaps, is found
//! here and not by the public.

use crate::document::model::{Block, Document, Inline, Inlines, Point, Table, plain_text};
use crate::render::{docx, pdf};
use crate::value::single_spaced;

/// What a document says, in the order in which it says it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    headings: Vec<(u8, String)>,
    tables: Vec<Vec<Vec<String>>>,
    alternatives: Vec<String>,
    /// The id of each chart with its series: name, and label and number of each point.
    charts: Vec<(String, Vec<Drawn>)>,
    passages: Vec<String>,
}

/// A series of a chart: its name, and the numbers of its points.
type Drawn = (String, Vec<Option<String>>);

/// Holds a finished PDF against its document; one line for each difference.
#[must_use]
pub fn prove_pdf(document: &Document, bytes: &[u8]) -> Vec<String> {
    let sheet = match pdf::read::read(bytes) {
        Ok(sheet) => sheet,
        Err(error) => return vec![format!("the PDF cannot be read back: {error}")],
    };
    let said = said(document);
    let nodes = sheet.root.walk();
    let mut wrong = Vec::new();
    let headings = nodes.iter().filter_map(|node| Some((heading_level(&node.role)?, node.text.clone())));
    compare(&mut wrong, "PDF", "heading", &said.headings, &headings.collect::<Vec<_>>());
    let tables = nodes.iter().filter(|node| node.role == "Table").map(|table| {
        let rows = table.walk().into_iter().filter(|node| node.role == "TR");
        rows.map(|row| row.children.iter().map(|cell| cell.text.clone()).collect()).collect()
    });
    compare(&mut wrong, "PDF", "table", &said.tables, &tables.collect::<Vec<Vec<Vec<String>>>>());
    let figures = nodes.iter().filter(|node| node.role == "Figure").filter_map(|node| node.alt.clone());
    compare(&mut wrong, "PDF", "alternative text", &said.alternatives, &figures.collect::<Vec<_>>());
    contains_in_order(&mut wrong, "PDF", &said.passages, &sheet.root.text);
    equal(&mut wrong, "PDF", "title", &document.meta.title, &sheet.title);
    equal(&mut wrong, "PDF", "digest of the figures", &document.meta.figures_digest, &sheet.figures_digest);
    wrong
}

/// Holds a finished Word file against its document; one line for each difference.
#[must_use]
pub fn prove_docx(document: &Document, bytes: &[u8]) -> Vec<String> {
    let reading = match docx::read::read(bytes) {
        Ok(reading) => reading,
        Err(error) => return vec![format!("the Word file cannot be read back: {error}")],
    };
    // Footnotes stand after the body, and the heading of the notes does not stand at all.
    let apart = document.notes_apart().map(|(mut sheet, notes)| {
        sheet.blocks.push(Block::Notes(notes));
        sheet
    });
    let document = apart.as_ref().unwrap_or(document);
    let said = said(document);
    let mut wrong = Vec::new();
    if let (Some(_), Some(Block::Notes(notes))) = (&apart, document.blocks.last()) {
        let notes: Vec<String> = notes.iter().map(|note| words(&note.text)).collect();
        let found: Vec<String> = reading.notes.iter().map(|note| single_spaced(note)).collect();
        compare(&mut wrong, "Word file", "footnote", &notes, &found);
    }
    let headings: Vec<_> = reading.headings.iter().map(|(level, text)| (*level, single_spaced(text))).collect();
    compare(&mut wrong, "Word file", "heading", &said.headings, &headings);
    let tables: Vec<Vec<Vec<String>>> = reading
        .tables
        .iter()
        .map(|table| table.rows.iter().map(|row| row.iter().map(|cell| single_spaced(cell)).collect()).collect())
        .collect();
    // Tiles are tables too, so the document's tables are those that remain, in order, when the others are passed over.
    let mut rest = tables.iter();
    for table in &said.tables {
        if !rest.any(|found| found == table) {
            wrong.push(format!(
                "the Word file lacks the table that begins with {}, or has other cells in it",
                first(table)
            ));
        }
    }
    // A picture without words is an ornament, such as the masthead's ground.
    let drawings = reading.drawings.iter().filter(|d| d.chart.is_some() || !d.alt.is_empty()).map(|d| d.alt.clone());
    compare(&mut wrong, "Word file", "alternative text", &said.alternatives, &drawings.collect::<Vec<_>>());
    charts(&mut wrong, &said, &reading);
    let controls: Vec<(String, String)> =
        reading.controls.iter().map(|c| (c.tag.clone(), single_spaced(&c.text))).collect();
    let figures = if document.is_for_pasting() { Vec::new() } else { figures(document) };
    compare(&mut wrong, "Word file", "figure", &figures, &controls);
    equal(&mut wrong, "Word file", "title", &document.meta.title, &reading.title);
    let digest = reading.properties.get(docx::DIGEST).map_or("", String::as_str);
    equal(&mut wrong, "Word file", "figures' digest", &document.meta.figures_digest, digest);
    let paragraphs: Vec<String> = reading.paragraphs.iter().map(|text| single_spaced(text)).collect();
    contains_in_order(&mut wrong, "Word file", &prose(document, apart.is_some()), &paragraphs.join(" "));
    wrong
}

/// The passages that stand in a Word file's paragraphs: tiles are a table there, and footnotes stand elsewhere.
fn prose(document: &Document, footnotes: bool) -> Vec<String> {
    fn collect(blocks: &[Block], footnotes: bool, found: &mut Said) {
        for block in blocks {
            match block {
                Block::Tiles(_) => {}
                Block::Notes(_) if footnotes => {}
                Block::Columns(columns) => columns.iter().for_each(|column| collect(column, footnotes, found)),
                other => say(other, found),
            }
        }
    }
    let mut found = Said::default();
    collect(&document.blocks, footnotes, &mut found);
    found.passages
}

/// Every chart draws the document's numbers, and its workbook holds what it draws.
fn charts(wrong: &mut Vec<String>, said: &Said, reading: &docx::read::Reading) {
    let numbers = |points: &[(String, Option<String>)]| points.iter().map(|(_, number)| number.clone()).collect();
    let found = reading.drawings.iter().filter_map(|drawing| {
        let chart = reading.charts.get(&drawing.name)?;
        let series = chart.all_series().map(|(name, points)| (name.to_owned(), numbers(points)));
        Some((drawing.name.clone(), series.collect()))
    });
    compare(wrong, "Word file", "chart", &said.charts, &found.collect::<Vec<(String, Vec<Drawn>)>>());
    for (id, chart) in reading.charts.iter().filter(|(_, chart)| chart.cells != chart.as_cells()) {
        wrong.push(format!(
            "the workbook of the chart \"{id}\" has the cells {:?}, which it does not draw",
            chart.cells
        ));
    }
}

fn heading_level(role: &str) -> Option<u8> {
    role.strip_prefix('H').and_then(|level| level.parse().ok())
}

/// Two lists that must be equal; the first difference is told with what stands there.
fn compare<T: PartialEq + std::fmt::Debug>(wrong: &mut Vec<String>, file: &str, what: &str, said: &[T], found: &[T]) {
    if said.len() != found.len() {
        wrong.push(format!("the {file} has {} of kind \"{what}\" and the document {}", found.len(), said.len()));
    }
    for (index, (said, found)) in said.iter().zip(found).enumerate() {
        if said != found {
            wrong.push(format!("{what} {} of the {file} is {found:?} and the document's is {said:?}", index + 1));
        }
    }
}

fn equal(wrong: &mut Vec<String>, file: &str, what: &str, said: &str, found: &str) {
    if single_spaced(said) != single_spaced(found) {
        wrong.push(format!("the {what} of the {file} is \"{found}\" and the document's is \"{said}\""));
    }
}

/// Every passage must stand in the text, after the one before it.
fn contains_in_order(wrong: &mut Vec<String>, file: &str, passages: &[String], text: &str) {
    let mut rest = text;
    for passage in passages {
        match rest.find(passage.as_str()) {
            Some(at) => rest = &rest[at + passage.len()..],
            None => wrong.push(format!("the {file} does not say, where the document does: \"{passage}\"")),
        }
    }
}

fn first(table: &[Vec<String>]) -> String {
    table.first().map(|row| format!("\"{}\"", row.join(" | "))).unwrap_or_default()
}

fn words(inlines: &[Inline]) -> String {
    single_spaced(&plain_text(inlines))
}

fn said(document: &Document) -> Said {
    let mut said = Said::default();
    said.alternatives.extend(document.seal_alt().map(str::to_owned));
    document.blocks.iter().for_each(|block| say(block, &mut said));
    said
}

fn say(block: &Block, said: &mut Said) {
    match block {
        Block::Masthead(masthead) => said.headings.push((1, words(&masthead.title))),
        Block::Heading { level, text } => {
            said.headings.push((*level, words(text)));
            said.passages.push(words(text));
        }
        Block::Lead(text) | Block::Paragraph(text) | Block::Callout(text) | Block::Contact(text) => {
            said.passages.push(words(text));
        }
        Block::List { items, .. } => items.iter().flatten().for_each(|block| say(block, said)),
        Block::Columns(columns) => columns.iter().flatten().for_each(|block| say(block, said)),
        Block::Tiles(tiles) => {
            let figures = tiles.iter().map(|tile| words(&tile.figure));
            said.passages.extend(figures);
        }
        Block::Chart(chart) => {
            said.alternatives.push(chart.alt.clone());
            let number = |point: &Point| point.value.map(|value| value.trimmed().to_string());
            let series =
                chart.all_series().map(|(name, points)| (name.to_owned(), points.iter().map(number).collect()));
            said.charts.push((chart.id.clone(), series.collect()));
        }
        Block::Table(table) => said.tables.push(cells(table)),
        Block::Notes(notes) => said.passages.extend(notes.iter().map(|note| words(&note.text))),
    }
}

fn cells(table: &Table) -> Vec<Vec<String>> {
    let head = table.columns.iter().map(|column| words(&column.label)).collect();
    let rows =
        table.rows.iter().map(|row| std::iter::once(&row.header).chain(&row.cells).map(|cell| words(cell)).collect());
    std::iter::once(head).chain(rows).collect()
}

/// The tags and texts of all printed figures that stand in controls, in order; a chart's values do not.
fn figures(document: &Document) -> Vec<(String, String)> {
    let mut list = Vec::new();
    document.blocks.iter().for_each(|block| collect_figures(block, &mut list));
    list
}

fn collect_figures(block: &Block, list: &mut Vec<(String, String)>) {
    let mut texts: Vec<&Inlines> = Vec::new();
    match block {
        Block::Masthead(m) => texts.extend([&m.eyebrow, &m.title, &m.subtitle].into_iter().chain(&m.aside)),
        Block::Lead(text)
        | Block::Heading { text, .. }
        | Block::Paragraph(text)
        | Block::Callout(text)
        | Block::Contact(text) => texts.push(text),
        Block::List { items, .. } => items.iter().flatten().for_each(|block| collect_figures(block, list)),
        Block::Columns(columns) => columns.iter().flatten().for_each(|block| collect_figures(block, list)),
        Block::Tiles(tiles) => tiles_in_reading_order(tiles, &mut texts),
        Block::Chart(chart) => texts.extend([&chart.title, &chart.description, &chart.source]),
        Block::Table(table) => {
            texts.extend([&table.title, &table.description]);
            texts.extend(table.columns.iter().map(|column| &column.label));
            texts.extend(table.rows.iter().flat_map(|row| std::iter::once(&row.header).chain(&row.cells)));
            texts.push(&table.source);
        }
        Block::Notes(notes) => texts.extend(notes.iter().map(|note| &note.text)),
    }
    texts.into_iter().for_each(|inlines| collect_values(inlines, list));
}

/// In Word tiles are a table: all labels in its head, then figure and detail of each tile.
fn tiles_in_reading_order<'d>(tiles: &'d [crate::document::model::Tile], texts: &mut Vec<&'d Inlines>) {
    texts.extend(tiles.iter().map(|tile| &tile.label));
    texts.extend(tiles.iter().flat_map(|tile| [&tile.qualifier, &tile.figure, &tile.detail]));
}

fn collect_values(inlines: &[Inline], list: &mut Vec<(String, String)>) {
    for inline in inlines {
        match inline {
            Inline::Value { text, mark } => list.push((docx::control_tag(mark), single_spaced(text))),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Link { text: inner, .. }
            | Inline::Language { text: inner, .. } => {
                collect_values(inner, list);
            }
            Inline::Text(_) | Inline::NoteRef(_) | Inline::Break => {}
        }
    }
}
