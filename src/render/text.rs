//! A document → plain text: what is pasted into an e-mail or a press release. A sheet is wrapped at 78 columns, with
//! its tables aligned; a text of nothing but paragraphs keeps each of them on one line, because whatever it is pasted
//! into wraps it again.

use crate::document::model::{
    Align, Block, Chart, Document, Inline, Inlines, Masthead, Note, Table, Tile, last_number, plain_text,
};

/// Lines are no longer than this, as e-mail has it (RFC 5322 §2.1.1).
const WIDTH: usize = 78;
/// Heads of rows are never wrapped to less than this.
const NARROWEST: usize = 16;
/// Space between the columns of a table.
const BETWEEN: usize = 2;

/// Renders a document as plain text that ends with a line feed; a document without words is empty text.
#[must_use]
pub fn render(document: &Document) -> String {
    let prose = document.blocks.iter().map(|block| match block {
        Block::Lead(text) | Block::Paragraph(text) => Some(plain_text(text)),
        _ => None,
    });
    let parts = match prose.collect::<Option<Vec<_>>>() {
        Some(paragraphs) => paragraphs,
        None => document.blocks.iter().map(|block| self::block(block, WIDTH)).collect(),
    };
    let parts = document.meta.mark.iter().cloned().chain(parts);
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { String::new() } else { parts.join("\n\n") + "\n" }
}

/// A block without blank lines around it.
fn block(block: &Block, width: usize) -> String {
    match block {
        Block::Masthead(masthead) => self::masthead(masthead, width),
        Block::Heading { level, text } => heading(&words(text), if *level <= 2 { '-' } else { '~' }, width),
        Block::Lead(text) | Block::Paragraph(text) | Block::Callout(text) | Block::Contact(text) => {
            wrap(&words(text), width)
        }
        Block::List { start, items } => list(*start, items, width),
        Block::Tiles(tiles) => lines(tiles.iter().map(|tile| hang("• ", &self::tile(tile), width))),
        Block::Chart(chart) => self::chart(chart, width),
        Block::Table(table) => self::table(table, width),
        Block::Columns(parts) => blocks(parts.iter().flatten(), width),
        Block::Notes(notes) => lines(notes.iter().map(|note| self::note(note, width))),
    }
}

fn blocks<'a>(blocks: impl Iterator<Item = &'a Block>, width: usize) -> String {
    blocks.map(|block| self::block(block, width)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn masthead(masthead: &Masthead, width: usize) -> String {
    let title = heading(&words(&masthead.title), '=', width);
    let aside = lines(masthead.aside.iter().map(|line| wrap(&words(line), width)));
    let parts = [wrap(&words(&masthead.eyebrow), width), title, wrap(&words(&masthead.subtitle), width), aside];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// A heading, underlined as far as its longest line.
fn heading(text: &str, rule: char, width: usize) -> String {
    let text = wrap(text, width);
    let longest = text.lines().map(length).max().unwrap_or(0);
    format!("{text}\n{}", rule.to_string().repeat(longest))
}

fn list(start: Option<u32>, items: &[Vec<Block>], width: usize) -> String {
    let digits = start.map_or(0, |first| last_number(first, items.len()).to_string().len());
    lines(items.iter().zip(0_u32..).map(|(item, at)| {
        let number = |first: u32| format!("{:>digits$}. ", first.saturating_add(at));
        let sign = start.map_or_else(|| "• ".to_owned(), number);
        let indent = length(&sign);
        let inner = blocks(item.iter(), width.saturating_sub(indent));
        // The blocks of an item stand one under the other: a list within a list follows its line directly.
        indented(&inner.replace("\n\n", "\n"), &sign)
    }))
}

/// A tile as it is read out.
fn tile(tile: &Tile) -> String {
    let parts = [&tile.qualifier, &tile.figure, &tile.label, &tile.detail].map(|part| words(part));
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn note(note: &Note, width: usize) -> String {
    hang(&format!("{:>2}. ", note.number), &words(&note.text), width)
}

/// Title, description, a line for each bar, source.
fn chart(chart: &Chart, width: usize) -> String {
    let points = chart.points.iter().enumerate().map(|(at, point)| {
        let values = chart.all_series().filter_map(|(name, points)| Some((name, words(&points.get(at)?.text))));
        let values = values.map(|(name, value)| if chart.more.is_empty() { value } else { format!("{name} {value}") });
        hang("  ", &format!("{}: {}", point.label, values.collect::<Vec<_>>().join(", ")), width)
    });
    framed(&chart.title, &chart.description, lines(points), &chart.source, width)
}

fn table(table: &Table, width: usize) -> String {
    let cells: Vec<Vec<String>> = std::iter::once(table.columns.iter().map(|column| words(&column.label)).collect())
        .chain(
            table
                .rows
                .iter()
                .map(|row| std::iter::once(&row.header).chain(&row.cells).map(|cell| words(cell)).collect()),
        )
        .collect();
    let body = aligned(table, &cells, width).unwrap_or_else(|| records(&cells, width));
    framed(&table.title, &table.description, body, &table.source, width)
}

fn framed(title: &Inlines, description: &Inlines, body: String, source: &Inlines, width: usize) -> String {
    let text = |inlines: &Inlines| wrap(&words(inlines), width);
    let above = lines([text(title), text(description)].into_iter());
    [above, body, text(source)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The table in columns, when they fit. Heads are wrapped to what their column needs, and so are the heads of the rows
/// where the line would be too long.
fn aligned(table: &Table, cells: &[Vec<String>], width: usize) -> Option<String> {
    let (heads, rows) = cells.split_first()?;
    let longest_word = |text: &String| text.split_whitespace().map(length).max().unwrap_or(0);
    let entries = |at: usize| rows.iter().filter_map(move |row| row.get(at));
    let mut needs: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| entries(at).map(|cell| length(cell)).max().unwrap_or(0).max(longest_word(head)))
        .collect();
    let all = needs.iter().sum::<usize>() + BETWEEN * needs.len().saturating_sub(1);
    if let (true, Some(first)) = (all > width, needs.first_mut()) {
        let least = entries(0).chain(heads.first()).map(longest_word).max().unwrap_or(0).max(NARROWEST);
        *first = first.checked_sub(all - width).filter(|room| *room >= least)?;
    }
    let rule = "-".repeat(all.min(width));
    let rows = rows.iter().zip(&table.rows).enumerate().flat_map(|(index, (cells, row))| {
        let line = across(cells, &needs, table);
        if row.total && index > 0 { vec![rule.clone(), line] } else { vec![line] }
    });
    Some(lines([across(heads, &needs, table), rule.clone()].into_iter().chain(rows)))
}

/// A row: its entries wrapped to their columns, standing on one line at the bottom.
fn across(cells: &[String], widths: &[usize], table: &Table) -> String {
    let wrapped: Vec<Vec<String>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| wrap(cell, *width).split('\n').map(str::to_owned).collect())
        .collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
    let row = (0..height).map(|line| {
        let entries = wrapped.iter().zip(widths).zip(&table.columns).map(|((entry, width), column)| {
            let at = (line + entry.len()).checked_sub(height);
            let words = at.and_then(|at| entry.get(at)).map_or("", String::as_str);
            let room = " ".repeat(width.saturating_sub(length(words)));
            if column.align == Align::Right { room + words } else { format!("{words}{room}") }
        });
        entries.collect::<Vec<_>>().join(&" ".repeat(BETWEEN)).trim_end().to_owned()
    });
    row.collect::<Vec<_>>().join("\n")
}

/// A table too wide for columns: each row under its head, one line for each entry.
fn records(cells: &[Vec<String>], width: usize) -> String {
    let Some((heads, rows)) = cells.split_first() else { return String::new() };
    let rows = rows.iter().map(|row| {
        let entries = heads.iter().zip(row).skip(1).map(|(head, cell)| hang("  ", &format!("{head}: {cell}"), width));
        lines(std::iter::once(row.first().cloned().unwrap_or_default()).chain(entries))
    });
    lines(rows)
}

/// The words of inlines; a reference to a note is its number in brackets, a link is followed by its address.
fn words(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Value { text: words, .. } => text.push_str(words),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Language { text: inner, .. } => {
                text.push_str(&words(inner))
            }
            Inline::Link { url, text: inner } => {
                let inner = words(inner);
                text.push_str(&inner);
                if !url.trim_end_matches('/').ends_with(inner.trim_end_matches('/')) || inner.is_empty() {
                    text.push_str(&format!(" <{url}>"));
                }
            }
            Inline::NoteRef(number) => text.push_str(&format!(" [{number}]")),
            Inline::Break => text.push('\n'),
        }
    }
    text
}

/// Breaks text into lines at blanks, a no-break space excepted; a line break of the text stays.
fn wrap(text: &str, width: usize) -> String {
    let mut broken: Vec<String> = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split([' ', '\t']).filter(|word| !word.is_empty()) {
            if !line.is_empty() && length(&line) + 1 + length(word) > width {
                broken.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        broken.push(line);
    }
    broken.join("\n").trim_end().to_owned()
}

/// Text after a sign, its further lines set in by as much.
fn hang(sign: &str, text: &str, width: usize) -> String {
    indented(&wrap(text, width.saturating_sub(length(sign))), sign)
}

fn indented(text: &str, sign: &str) -> String {
    let room = " ".repeat(length(sign));
    let line = |(index, line): (usize, &str)| match (index, line.is_empty()) {
        (0, _) => format!("{sign}{line}"),
        (_, true) => String::new(),
        _ => format!("{room}{line}"),
    };
    text.split('\n').enumerate().map(line).collect::<Vec<_>>().join("\n")
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Characters, which in the languages of a sheet are columns.
fn length(text: &str) -> usize {
    text.chars().count()
}
