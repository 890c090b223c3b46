//! The structure tree that a document says its PDF should have: types, order, words, alternative texts, scopes.

#![allow(unreachable_pub, reason = "shared by test binaries, of which none is a library")]

use factsheet::document::model::*;
use factsheet::render::pdf::read::Node;

/// The tree of a whole document.
pub fn wanted(document: &Document) -> Node {
    let mark = document.meta.mark.iter().map(|mark| node("P", mark, vec![]));
    let seal = document.seal_alt().map(|alt| Node { alt: Some(alt.to_owned()), ..node("Figure", "", vec![]) });
    group("Document", mark.chain(seal).chain(expected(&document.blocks)).collect())
}

fn node(role: &str, text: &str, children: Vec<Node>) -> Node {
    Node { role: role.to_owned(), text: text.to_owned(), children, ..Node::default() }
}

/// The words of the children in order, as a person hears them.
fn joined(children: &[Node]) -> String {
    let words: Vec<&str> = children.iter().map(|child| child.text.trim()).filter(|text| !text.is_empty()).collect();
    words.join(" ")
}

fn group(role: &str, children: Vec<Node>) -> Node {
    let text = joined(&children);
    node(role, &text, children)
}

/// A tag around running text, with its links and references.
fn prose(role: &str, inlines: &[&Inlines]) -> Node {
    let words: Vec<String> = inlines.iter().map(|i| plain_text(i)).filter(|text| !text.is_empty()).collect();
    node(role, &words.join(" "), inlines.iter().flat_map(|inlines| linked(inlines)).collect())
}

fn linked(inlines: &[Inline]) -> Vec<Node> {
    inlines
        .iter()
        .flat_map(|inline| match inline {
            Inline::Strong(inner) | Inline::Emphasis(inner) => linked(inner),
            Inline::Language { tag, text } => {
                vec![Node { lang: Some(tag.clone()), ..node("Span", &plain_text(text), linked(text)) }]
            }
            Inline::Link { url, text } => {
                vec![Node { link: Some(url.clone()), ..node("Link", &plain_text(text), linked(text)) }]
            }
            Inline::NoteRef(number) => {
                let number = number.to_string();
                vec![node("Reference", &number, vec![node("Link", &number, vec![])])]
            }
            Inline::Text(_) | Inline::Value { .. } | Inline::Break => vec![],
        })
        .collect()
}

fn expected(blocks: &[Block]) -> Vec<Node> {
    blocks.iter().flat_map(block).collect()
}

fn block(block: &Block) -> Vec<Node> {
    match block {
        Block::Masthead(m) => {
            let left = [("P", &m.eyebrow), ("H1", &m.title), ("P", &m.subtitle)];
            let right = m.aside.iter().map(|line| ("P", line));
            left.into_iter()
                .filter(|(_, text)| !text.is_empty())
                .chain(right)
                .map(|(role, text)| prose(role, &[text]))
                .collect()
        }
        Block::Heading { level, text } => vec![prose(&format!("H{level}"), &[text])],
        Block::Lead(text) | Block::Paragraph(text) | Block::Callout(text) | Block::Contact(text) => {
            vec![prose("P", &[text])]
        }
        Block::List { start, items } => {
            vec![group("L", items.iter().enumerate().map(|(at, i)| item(*start, at, i)).collect())]
        }
        Block::Tiles(tiles) => {
            tiles.iter().map(|t| prose("P", &[&t.qualifier, &t.figure, &t.label, &t.detail])).collect()
        }
        Block::Chart(chart) => vec![figure(chart)],
        Block::Table(t) => {
            let source = Some(&t.source).filter(|s| !s.is_empty()).map(|source| prose("P", &[source]));
            std::iter::once(table(t)).chain(source).collect()
        }
        Block::Columns(columns) => columns.iter().flat_map(|column| expected(column)).collect(),
        Block::Notes(notes) => notes.iter().map(note).collect(),
    }
}

fn item(start: Option<u32>, at: usize, blocks: &[Block]) -> Node {
    let label = start.map_or_else(|| "•".to_owned(), |first| format!("{}.", first as usize + at));
    group("LI", vec![node("Lbl", &label, vec![]), group("LBody", expected(blocks))])
}

fn note(note: &Note) -> Node {
    let children = vec![node("Lbl", &format!("{}.", note.number), vec![]), prose("P", &[&note.text])];
    Node { id: Some(format!("note-{}", note.number)), ..group("Note", children) }
}

fn figure(chart: &Chart) -> Node {
    let names = chart.all_series().filter(|_| !chart.more.is_empty()).map(|(name, _)| name.to_owned());
    let between = if chart.kind == ChartKind::Stacked { " · " } else { " " };
    let points = chart.points.iter().enumerate().map(|(at, point)| {
        let values: Vec<String> = chart.all_series().map(|(_, points)| plain_text(&points[at].text)).collect();
        format!("{} {}", point.label, values.join(between))
    });
    let words: Vec<String> = names.chain(points).collect();
    let figure = Node { alt: Some(chart.alt.clone()), ..node("Figure", &words.join(" "), vec![]) };
    let mut children = vec![];
    if !(chart.title.is_empty() && chart.description.is_empty()) {
        children.push(prose("Caption", &[&chart.title, &chart.description]));
    }
    children.push(figure);
    if !chart.source.is_empty() {
        children.push(prose("P", &[&chart.source]));
    }
    group("Div", children)
}

fn table(table: &Table) -> Node {
    let scoped = |scope: &str, text: &Inlines| Node { scope: Some(scope.to_owned()), ..prose("TH", &[text]) };
    let heads = group("TR", table.columns.iter().map(|column| scoped("Column", &column.label)).collect());
    // Heads never outnumber the figures, small tables excepted.
    let (heads_in_all, figures) =
        (table.columns.len() + table.rows.len(), table.rows.iter().map(|row| row.cells.len()).sum::<usize>());
    let headed = heads_in_all <= figures || heads_in_all + figures < 6;
    let row_head = |text: &Inlines| if headed { scoped("Row", text) } else { prose("TD", &[text]) };
    let row = |row: &Row| {
        let cells = row.cells.iter().map(|cell| prose("TD", &[cell]));
        group("TR", std::iter::once(row_head(&row.header)).chain(cells).collect())
    };
    let mut children = vec![];
    if !(table.title.is_empty() && table.description.is_empty()) {
        children.push(prose("Caption", &[&table.title, &table.description]));
    }
    children.push(group("THead", vec![heads]));
    children.push(group("TBody", table.rows.iter().map(row).collect()));
    Node { alt: Some(table.alt.clone()), ..group("Table", children) }
}
