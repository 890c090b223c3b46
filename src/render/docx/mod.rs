//! A document → a Word file (ECMA-376, Office Open XML): real styles, lists, header rows, captions, alternative text,
//! native charts with their data, printed figures in tagged content controls. `docx-rs` builds body, styles and lists;
//! what it cannot say is completed on a tree of the XML, and the package is written here, so that the same document
//! always gives the same bytes.

mod body;
mod chart;
mod chart_data;
mod complete;
mod controls;
mod drawing;
mod dress;
mod emf;
mod fonts;
mod footnotes;
mod foreign;
mod furniture;
mod inlines;
mod labels;
mod languages;
mod measure;
mod numbering;
mod order;
mod package;
mod palette;
mod parts;
pub mod read;
pub mod refresh;
mod seal;
mod sections;
mod sources;
mod styles;
mod table_styles;
mod tables;
pub mod template;
mod workbook;
mod xml;

pub use controls::control_tag;
pub use parts::DIGEST;

use super::theme::Theme;
use super::{FontFile, RenderError};
use crate::document::model::{Block, Chart, Document, Note, Table};
use body::{Body, Piece};
use docx_rs::{Docx, XMLDocx};
use fonts::Embedded;
use package::{FOOTERS, HEADERS, Part, Relation};
use std::collections::BTreeSet;

/// The media type of a part of `WordprocessingML` (ECMA-376 Part 1 §15.2).
fn media(kind: &str) -> String {
    format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml")
}

/// Renders a document as a Word file; the font files are needed only where the theme wants them in it. Without a
/// masthead and with nothing but text it is a text for pasting, without content controls, head and foot. The same
/// document and theme give the same bytes, in any process and thread.
///
/// # Errors
/// [`RenderError::Content`] for content that Word cannot hold: a control character, two charts, tables or notes of one name,
/// a row with more or fewer cells than the table has columns, a number too long for a chart's data.
pub fn render_with(document: &Document, theme: &Theme, fonts: &[FontFile]) -> Result<Vec<u8>, RenderError> {
    let embedded = if document.is_for_pasting() { Vec::new() } else { fonts::embedded(theme, fonts)? };
    check(&document.blocks, &mut Once::default())?;
    let apart = document.notes_apart();
    let (document, notes) = apart.as_ref().map_or((document, &[][..]), |(document, notes)| (document, notes));
    let body = body::body(document, notes, theme);
    let built = build(&body, theme);
    let mut parts = Vec::new();
    parts.extend(properties(document)?);
    parts.extend(text_parts(document, notes, theme, &body, &built, &embedded)?);
    parts.extend(heads_and_feet(document, theme)?);
    parts.extend(charts(document, theme, &body)?);
    parts.extend(theme.seal()?.filter(|_| body.sealed).map(|seal| seal::part(seal).0));
    parts.extend(fonts::parts(embedded)?);
    package::pack(&parts)
}

/// [`render_with`] without font files: for a theme that does not want them in the file.
///
/// # Errors
/// As there, and [`RenderError::MissingFace`] for a theme that wants them.
pub fn render(document: &Document, theme: &Theme) -> Result<Vec<u8>, RenderError> {
    render_with(document, theme, &[])
}

/// What `docx-rs` builds: the parts are taken as bytes and completed; its own packing is never used.
fn build(body: &Body<'_>, theme: &Theme) -> XMLDocx {
    let mut document = docx_rs::Document::new().default_section_property(body.last.clone());
    for piece in &body.pieces {
        document = match piece {
            Piece::Paragraph(paragraph) => document.add_paragraph((**paragraph).clone()),
            Piece::Table(table) => document.add_table((**table).clone()),
        };
    }
    Docx::new()
        .styles(styles::styles(theme))
        .numberings(numbering::numberings(theme, &body.restarts))
        .document(document)
        .build()
}

/// Relationships of the package, and the document's properties.
fn properties(document: &Document) -> Result<Vec<Part>, RenderError> {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let relations = package::relations(&[
        Relation::to("rId1", "officeDocument", "word/document.xml"),
        Relation::to("rId2", core, "docProps/core.xml"),
        Relation::to("rId3", "extended-properties", "docProps/app.xml"),
        Relation::to("rId4", "custom-properties", "docProps/custom.xml"),
    ]);
    let media = [
        "application/vnd.openxmlformats-package.core-properties+xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    ];
    Ok(vec![
        Part::xml("_rels/.rels", "", &relations)?,
        Part::xml("docProps/core.xml", media[0], &parts::core(&document.meta))?,
        Part::xml("docProps/app.xml", media[1], &parts::app(&document.meta))?,
        Part::xml(
            "docProps/custom.xml",
            media[2],
            &parts::custom(&document.meta, &sources::sources(&document.blocks)),
        )?,
    ])
}

/// Takes away what would be pasted along: content controls, head and foot.
fn for_pasting(body: &mut xml::Element) {
    refresh::flatten(body);
    let furniture = ["w:headerReference", "w:footerReference"];
    body.walk_mut(&mut |element| {
        if element.name == "w:sectPr" {
            let is_furniture =
                |node: &xml::Node| matches!(node, xml::Node::Element(e) if furniture.contains(&e.name.as_str()));
            element.children.retain(|node| !is_furniture(node));
        }
    });
}

/// The body with its relationships, styles, lists, settings, faces and theme.
fn text_parts(
    document: &Document,
    notes: &[Note],
    theme: &Theme,
    body: &Body<'_>,
    built: &XMLDocx,
    embedded: &[Embedded],
) -> Result<Vec<Part>, RenderError> {
    let mut text = xml::parse(&built.document)?;
    complete::complete(&mut text, body);
    // The ids of drawings begin with those of the masthead's ground and the charts.
    seal::place(&mut text, theme, body.charts.len() + 2)?;
    let counting = footnotes::refer(&mut text, notes)?;
    if document.is_for_pasting() {
        for_pasting(&mut text);
    }
    palette::name_colors(&mut text, theme);
    let mut styles = xml::parse(&built.styles)?;
    table_styles::complete(&mut styles, theme, &document.meta.language);
    order::put_in_order(&mut styles);
    palette::name_colors(&mut styles, theme);
    let mut lists = xml::parse(&built.numberings)?;
    order::put_in_order(&mut lists);
    palette::name_colors(&mut lists, theme);
    let relations = body_relations(document, !notes.is_empty(), theme, body)?;
    let mut parts = vec![
        Part::xml("word/document.xml", media("document.main"), &text)?,
        Part::xml("word/_rels/document.xml.rels", "", &package::relations(&relations))?,
        Part::xml("word/styles.xml", media("styles"), &styles)?,
        Part::xml("word/numbering.xml", media("numbering"), &lists)?,
        Part::xml(
            "word/settings.xml",
            media("settings"),
            &parts::settings(&document.meta, !embedded.is_empty(), !notes.is_empty()),
        )?,
        Part::xml("word/fontTable.xml", media("fontTable"), &table_styles::font_table(theme, embedded))?,
        Part::xml(
            "word/theme/theme1.xml",
            "application/vnd.openxmlformats-officedocument.theme+xml",
            &table_styles::theme_part(theme),
        )?,
    ];
    if !notes.is_empty() {
        let (mut root, links) = footnotes::part(notes, counting)?;
        palette::name_colors(&mut root, theme);
        parts.push(Part::xml("word/footnotes.xml", media("footnotes"), &root)?);
        parts.push(Part::xml("word/_rels/footnotes.xml.rels", "", &package::relations(&links))?);
    }
    Ok(parts)
}

fn body_relations(
    document: &Document,
    has_footnotes: bool,
    theme: &Theme,
    body: &Body<'_>,
) -> Result<Vec<Relation>, RenderError> {
    let mut relations = vec![
        Relation::to("rIdStyles", "styles", "styles.xml"),
        Relation::to("rIdNumbering", "numbering", "numbering.xml"),
        Relation::to("rIdSettings", "settings", "settings.xml"),
        Relation::to("rIdFonts", "fontTable", "fontTable.xml"),
        Relation::to("rIdTheme", "theme", "theme/theme1.xml"),
    ];
    relations.extend(has_footnotes.then(|| Relation::to(footnotes::RELATION.0, "footnotes", footnotes::RELATION.1)));
    if !document.is_for_pasting() {
        relations.extend(HEADERS.map(|(id, file)| Relation::to(id, "header", file)));
        relations.extend(FOOTERS.map(|(id, file)| Relation::to(id, "footer", file)));
    }
    let charts = (0..body.charts.len())
        .map(|index| Relation::to(complete::chart_id(index), "chart", format!("charts/chart{}.xml", index + 1)));
    relations.extend(charts);
    let links = body.words.links.iter().enumerate().map(|(index, url)| Relation {
        id: inlines::link_id(index),
        kind: "hyperlink",
        target: url.clone(),
        external: true,
    });
    relations.extend(links);
    relations.extend(theme.seal()?.filter(|_| body.sealed).map(|seal| seal::part(seal).1));
    Ok(relations)
}

fn heads_and_feet(document: &Document, theme: &Theme) -> Result<Vec<Part>, RenderError> {
    if document.is_for_pasting() {
        return Ok(Vec::new());
    }
    let foot = furniture::foot(&document.meta, theme)?;
    let running = furniture::running_head(&document.meta, theme)?;
    let part = |file: &str, media: String, root: &xml::Element| Part::xml(&format!("word/{file}"), media, root);
    Ok(vec![
        part(HEADERS[0].1, media("header"), &furniture::first_head(theme)?)?,
        part(HEADERS[1].1, media("header"), &running)?,
        part(FOOTERS[0].1, media("footer"), &foot)?,
        part(FOOTERS[1].1, media("footer"), &foot)?,
    ])
}

/// Each chart with its relationship to its workbook, and the workbook.
fn charts(document: &Document, theme: &Theme, body: &Body<'_>) -> Result<Vec<Part>, RenderError> {
    let mut parts = Vec::new();
    for (number, facts) in (1..).zip(&body.charts) {
        let data = labels::data(&facts.chart)?;
        let file = format!("chart{number}");
        let relation = Relation::to(chart::WORKBOOK, "package", format!("../embeddings/{file}.xlsx"));
        parts.push(Part::xml(
            &format!("word/charts/{file}.xml"),
            "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
            &chart::part(&facts.chart, &data, facts.size, theme, &document.meta.language),
        )?);
        parts.push(Part::xml(&format!("word/charts/_rels/{file}.xml.rels"), "", &package::relations(&[relation]))?);
        let bytes = workbook::workbook(&data, parts::day_of(&document.meta))?;
        parts.push(Part { name: format!("word/embeddings/{file}.xlsx"), media: String::new(), bytes });
    }
    Ok(parts)
}

/// What may stand only once on a sheet.
#[derive(Default)]
struct Once<'a> {
    ids: BTreeSet<&'a str>,
    notes: BTreeSet<u32>,
}

/// Refuses what would be lost or mixed up without a word.
fn check<'a>(blocks: &'a [Block], once: &mut Once<'a>) -> Result<(), RenderError> {
    for block in blocks {
        let wrong = match block {
            Block::Chart(Chart { id, .. }) | Block::Table(Table { id, .. }) if !once.ids.insert(id) => {
                format!("two blocks have the id \"{id}\"")
            }
            Block::Chart(chart) if chart.points.is_empty() => format!("chart \"{}\" has no points", chart.id),
            Block::Table(table) if table.rows.iter().any(|row| row.cells.len() + 1 != table.columns.len()) => {
                format!("table \"{}\" has a row with more or fewer cells than columns", table.id)
            }
            Block::Notes(notes) => match notes.iter().find(|note| !once.notes.insert(note.number)) {
                Some(note) => format!("two notes have the number {}", note.number),
                None => continue,
            },
            Block::Columns(parts) | Block::List { items: parts, .. } => {
                parts.iter().try_for_each(|part| check(part, once))?;
                continue;
            }
            _ => continue,
        };
        return Err(RenderError::Content(wrong));
    }
    Ok(())
}
