//! The body as `docx-rs` writes it → the body as Word should have it: schema order, header rows, captions and
//! descriptions of tables, tags of controls, charts in their places. Everything is found by the key that it carries.

use super::body::{Body, TableFacts, chart_key, table_key};
use super::xml::Element;
use super::{controls, drawing, furniture, inlines, order};
use std::collections::BTreeMap;

/// The relationship of a chart to the body.
pub(super) fn chart_id(index: usize) -> String {
    format!("rIdChart{}", index + 1)
}

/// Completes the body part.
pub(super) fn complete(root: &mut Element, body: &Body<'_>) {
    inlines::complete_passages(root, &body.words.languages);
    order::put_in_order(root);
    furniture::declare(root);
    controls::complete(root, &body.words.controls, "");
    let tables: BTreeMap<String, &TableFacts> =
        body.tables.iter().enumerate().map(|(index, facts)| (table_key(index), facts)).collect();
    root.walk_mut(&mut |element| {
        if element.name == "w:tbl" {
            complete_table(element, &tables);
        }
    });
    for (index, facts) in body.charts.iter().enumerate() {
        let key = chart_key(index);
        // The ids begin after that of the masthead's ground.
        let frame =
            drawing::chart_frame(&facts.chart, (facts.size.width, facts.size.height), index + 2, &chart_id(index));
        root.walk_mut(&mut |element| {
            if drawing::carries(element, &key) {
                *element = Element::new("w:r").child(frame.clone());
            }
        });
    }
}

fn complete_table(table: &mut Element, facts: &BTreeMap<String, &TableFacts>) {
    let Some(properties) = table.first_mut("w:tblPr") else { return };
    let Some(facts) = properties.val_of("w:tblStyle").and_then(|key| facts.get(key)) else { return };
    // The borders and margins of the style are meant, not those that `docx-rs` writes into every table.
    properties.children.retain(|node| match node {
        super::xml::Node::Element(child) => !["w:tblBorders", "w:tblCellMar", "w:jc"].contains(&child.name.as_str()),
        super::xml::Node::Text(_) => false,
    });
    properties.put(Element::val("w:tblStyle", facts.style));
    properties.put(look(facts));
    properties.put(Element::val("w:tblCaption", &facts.caption));
    properties.put(Element::val("w:tblDescription", &facts.description));
    if let Some(head) = table.first_mut("w:tr") {
        mark_head(head);
    }
    order::put_in_order(table);
}

/// Which conditional formats of the table style hold (ECMA-376 Part 1 §17.4.55); the first column is the rows' head.
fn look(facts: &TableFacts) -> Element {
    let flag = |on: bool| u8::from(on);
    let bits = 0x0020 | if facts.total { 0x0040 } else { 0 } | if facts.row_heads { 0x0080 } else { 0 } | 0x0600;
    Element::new("w:tblLook")
        .with("w:val", format!("{bits:04X}"))
        .with("w:firstRow", 1)
        .with("w:lastRow", flag(facts.total))
        .with("w:firstColumn", flag(facts.row_heads))
        .with("w:lastColumn", 0)
        .with("w:noHBand", 1)
        .with("w:noVBand", 1)
}

/// Flags a row as head, repeated on each page that the table reaches (ECMA-376 Part 1 §17.4.78).
fn mark_head(row: &mut Element) {
    match row.first_mut("w:trPr") {
        Some(properties) => properties.put(Element::new("w:tblHeader")),
        None => {
            let properties = Element::new("w:trPr").child(Element::new("w:tblHeader"));
            row.children.insert(0, super::xml::Node::Element(properties));
        }
    }
}
