//! A finished PDF, read back, against its document and the rules of accessibility: one check for each thing that the
//! coordinator would otherwise look up by hand.

use super::Finished;
use crate::document::gives;
use crate::document::model::{Block, Chart, Document, Point, plain_text};
use crate::render::RenderError;
use crate::render::pdf::read::{self, Node};
use crate::render::theme::{LEAST_CONTRAST, Theme};
use crate::value::single_spaced;

/// One check with what it found; nothing found is a pass.
pub(super) struct Check {
    /// What is checked.
    pub(super) what: &'static str,
    /// What is wrong, one sentence each.
    pub(super) found: Vec<String>,
}

/// All checks of a finished file.
pub(super) fn checks(file: &Finished<'_>, said: &read::Sheet, theme: &Theme) -> Result<Vec<Check>, RenderError> {
    let all = said.root.walk();
    let having = |role: &str, wrong: &dyn Fn(&Node) -> bool, what: &str| {
        let nodes = all.iter().filter(|node| node.role == role && wrong(node));
        nodes.map(|node| format!("{what}: \"{}\"", node.text)).collect::<Vec<_>>()
    };
    let blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let low = theme.contrasts().into_iter().filter(|contrast| contrast.hundredths < LEAST_CONTRAST);
    Ok(vec![
        Check { what: "content, structure tree and parent tree agree", found: read::check(file.bytes)? },
        Check { what: "title and language are set", found: properties(file.document, said) },
        Check { what: "headings and alternative texts are those of the sheet", found: parity(file.document, &all) },
        Check { what: "one heading of level one, and no level skipped", found: levels(&all) },
        Check {
            what: "every figure has an alternative text",
            found: having("Figure", &|node| blank(&node.alt), "a figure has none"),
        },
        Check {
            what: "the values of every chart are in its alternative text or in a table",
            found: hidden_values(file.document, &all),
        },
        Check {
            what: "every header cell has a scope",
            found: having("TH", &|node| node.scope.is_none(), "a header cell has none"),
        },
        Check {
            what: "every table has a head",
            found: having("Table", &|node| node.children.iter().all(|c| c.role != "THead"), "a table has none"),
        },
        Check {
            what: "contrast of text by WCAG 2.2 AA",
            found: low.map(|contrast| format!("{}: {}", contrast.what, contrast.ratio())).collect(),
        },
    ])
}

/// Charts with a value that can be had only by seeing it: neither their alternative text has it, nor a row of a table.
fn hidden_values(document: &Document, all: &[&Node]) -> Vec<String> {
    let mut charts = Vec::new();
    collect_charts(&document.blocks, &mut charts);
    let rows: Vec<Vec<&str>> = all
        .iter()
        .filter(|node| node.role == "TR")
        .map(|row| row.children.iter().map(|cell| cell.text.as_str()).collect())
        .collect();
    let figures: Vec<&str> = all.iter().filter(|node| node.role == "Figure").filter_map(|n| n.alt.as_deref()).collect();
    let hidden = |chart: &Chart| {
        let said = figures.iter().find(|alt| **alt == chart.alt).copied().unwrap_or_default();
        (0..chart.points.len()).any(|at| {
            let mut points = chart.all_series().filter_map(|(_, points)| points.get(at));
            let in_row = |row: &Vec<&str>, point: &Point| {
                row.first() == Some(&point.label.as_str()) && row.contains(&plain_text(&point.text).as_str())
            };
            !gives(said, at, &chart.series, &chart.points, &chart.more)
                && !points.all(|point| rows.iter().any(|row| in_row(row, point)))
        })
    };
    charts
        .into_iter()
        .filter(|chart| hidden(chart))
        .map(|chart| format!("those of the chart \"{}\" can only be seen", chart.id))
        .collect()
}

fn collect_charts<'d>(blocks: &'d [Block], charts: &mut Vec<&'d Chart>) {
    for block in blocks {
        match block {
            Block::Chart(chart) => charts.push(chart),
            Block::Columns(parts) | Block::List { items: parts, .. } => {
                parts.iter().for_each(|part| collect_charts(part, charts));
            }
            _ => {}
        }
    }
}

fn properties(document: &Document, said: &read::Sheet) -> Vec<String> {
    let pairs = [("title", &said.title, &document.meta.title), ("language", &said.language, &document.meta.language)];
    let wrong = pairs.into_iter().filter(|(_, said, meant)| said != meant || said.is_empty());
    wrong.map(|(what, said, _)| format!("the {what} is \"{said}\"")).collect()
}

fn levels(all: &[&Node]) -> Vec<String> {
    let levels: Vec<u8> = all.iter().filter_map(|node| level(node)).collect();
    let mut found = Vec::new();
    if levels.iter().filter(|level| **level == 1).count() != 1 {
        found.push("there is not one heading of level one".to_owned());
    }
    found.extend(
        levels.windows(2).filter(|pair| pair[1] > pair[0] + 1).map(|pair| format!("H{} after H{}", pair[1], pair[0])),
    );
    found
}

fn level(node: &Node) -> Option<u8> {
    node.role.strip_prefix('H').and_then(|level| level.parse().ok())
}

/// Headings and alternative texts that the sheet has and the file has not, or otherwise.
fn parity(document: &Document, all: &[&Node]) -> Vec<String> {
    let mut meant = Vec::new();
    meant.extend(document.seal_alt().map(str::to_owned));
    spoken(&document.blocks, &mut meant);
    let said = all.iter().filter_map(|node| match node.role.as_str() {
        "Figure" | "Table" => node.alt.clone(),
        _ => level(node).map(|_| node.text.clone()),
    });
    let (said, meant): (Vec<String>, Vec<String>) =
        (said.map(|text| single_spaced(&text)).collect(), meant.iter().map(|text| single_spaced(text)).collect());
    if said == meant {
        return Vec::new();
    }
    let missing = meant.iter().filter(|text| !said.contains(text)).map(|text| format!("not in the file: \"{text}\""));
    let added = said.iter().filter(|text| !meant.contains(text)).map(|text| format!("not in the sheet: \"{text}\""));
    let found: Vec<String> = missing.chain(added).collect();
    if found.is_empty() { vec!["they stand in another order".to_owned()] } else { found }
}

fn spoken(blocks: &[Block], texts: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Masthead(masthead) => texts.push(plain_text(&masthead.title)),
            Block::Heading { text, .. } => texts.push(plain_text(text)),
            Block::Chart(chart) => texts.push(chart.alt.clone()),
            Block::Table(table) => texts.push(table.alt.clone()),
            Block::Columns(parts) | Block::List { items: parts, .. } => parts.iter().for_each(|p| spoken(p, texts)),
            _ => {}
        }
    }
}
