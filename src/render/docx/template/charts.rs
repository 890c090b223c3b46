//! Pictures and charts whose alternative text is a placeholder (`{{chart "convictions" by="year"}}`) → native charts
//! with their data. A chart of the template keeps its look and gets the numbers; a picture gives its place and size to a
//! chart in the theme's look.

use super::super::chart::Size;
use super::super::chart_data;
use super::super::foreign::Foreign;
use super::super::package::{R, relations};
use super::super::sources::Source;
use super::super::xml::{Element, Node};
use super::super::{chart, drawing, labels, parts, workbook};
use crate::document::WordFiller;
use crate::document::model::{Block, Chart, plain_text};
use crate::render::RenderError;
use crate::render::theme::Theme;
use crate::value::{Place, Problem};

/// Fills all charts of a part; gives what each shows.
pub(super) fn fill(
    file: &mut Foreign<'_>,
    part: &str,
    root: &mut Element,
    filler: &WordFiller<'_>,
    theme: &Theme,
    number: &mut usize,
) -> Result<Vec<Source>, Vec<Problem>> {
    let mut run = Run { file, part, filler, theme, sources: Vec::new(), problems: Vec::new(), number };
    run.visit(root);
    if run.problems.is_empty() { Ok(run.sources) } else { Err(run.problems) }
}

struct Run<'a, 'f> {
    file: &'a mut Foreign<'f>,
    part: &'a str,
    filler: &'a WordFiller<'a>,
    theme: &'a Theme,
    sources: Vec<Source>,
    problems: Vec<Problem>,
    /// How many charts there were, in the parts before this one too: their ids stand once in a file.
    number: &'a mut usize,
}

impl Run<'_, '_> {
    fn visit(&mut self, element: &mut Element) {
        for node in &mut element.children {
            let Node::Element(child) = node else { continue };
            let holder = child.name == "w:drawing" || child.name == "mc:AlternateContent";
            match placeholder(child).filter(|_| holder) {
                Some(words) => match self.draw(child, &words) {
                    Ok(done) => *child = done,
                    Err(problems) => self.problems.extend(problems.into_iter().map(|problem| {
                        let what = format!("the chart {words}: {}", problem.what);
                        Problem::new(Place::default(), what, problem.todo)
                    })),
                },
                None => self.visit(child),
            }
        }
    }

    /// What takes the place of a drawing, or of the choice that holds it.
    fn draw(&mut self, holder: &Element, words: &str) -> Result<Element, Vec<Problem>> {
        let refuse = |error: RenderError| vec![Problem::new(Place::default(), error.to_string(), "")];
        let drawing = inner_drawing(holder).ok_or_else(|| {
            vec![Problem::new(Place::default(), "the place is no picture", "use a picture or a chart as its place")]
        })?;
        *self.number += 1;
        let id = format!("chart-{}", self.number);
        let chart = match self.filler.chart(words, &id)? {
            Block::Chart(chart) => chart,
            Block::Paragraph(text) => return Ok(Element::new("w:t").text(plain_text(&text))),
            _ => return Err(refuse(RenderError::Content("a chart became something else".to_owned()))),
        };
        let size = size_of(&drawing);
        let done = match chart_relation(&drawing) {
            Some(relation) => self.fill_own(&chart, &relation, size).map(|()| drawing),
            None => self.add(&chart, size).map(|relation| replaced(drawing, &relation)),
        };
        let mut done = done.map_err(refuse)?;
        done.walk_mut(&mut |part| {
            if part.local() == "docPr" {
                part.set("descr", &chart.alt);
                part.set("name", &chart.id);
                part.attributes.retain(|(key, _)| key != "title");
            }
        });
        self.sources.extend(Source::of(&chart));
        Ok(done)
    }

    /// Puts the numbers into a chart of the template.
    fn fill_own(&mut self, new: &Chart, relation: &str, size: Size) -> Result<(), RenderError> {
        let links = self.file.links(self.part)?;
        let target = links.into_iter().find(|link| link.id == relation).map(|link| link.target).unwrap_or_default();
        let missing = || RenderError::Content(format!("the chart's part {target} is not in the file"));
        let mut root = self.file.tree(&target)?.ok_or_else(missing)?;
        if chart_data::read(&root, &new.id).is_none() {
            let what = "it must have series with categories and values";
            return Err(RenderError::Content(what.to_owned()));
        }
        let data = labels::data(new)?;
        chart_data::fill(&mut root, new.kind, &data, size)?;
        chart_data::name_series(&mut root, &data);
        self.file.put_tree(&target, &root)?;
        let workbook = self.file.links(&target)?.into_iter().find(|link| link.target.ends_with(".xlsx"));
        if let Some(workbook) = workbook {
            let bytes = workbook::workbook(&data, parts::day_of(&self.filler.meta()))?;
            self.file.put(&workbook.target, bytes);
        }
        Ok(())
    }

    /// Adds a chart with its workbook; gives its relationship.
    fn add(&mut self, new: &Chart, size: Size) -> Result<String, RenderError> {
        let meta = self.filler.meta();
        let data = labels::data(new)?;
        let free = |n: &usize| self.file.part(&format!("word/charts/factsheet{n}.xml")).is_none();
        let name = (1..).find(free).map_or_else(String::new, |n| format!("factsheet{n}"));
        let part = format!("word/charts/{name}.xml");
        self.file.put_tree(&part, &chart::part(new, &data, size, self.theme, &meta.language))?;
        let book = format!("word/embeddings/{name}.xlsx");
        let relation = super::super::package::Relation::to(chart::WORKBOOK, "package", format!("/{book}"));
        self.file.put_tree(&format!("word/charts/_rels/{name}.xml.rels"), &relations(&[relation]))?;
        self.file.put(&book, workbook::workbook(&data, parts::day_of(&meta))?);
        self.file.declare(&part, "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")?;
        self.file.declare("*.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")?;
        self.file.link(self.part, "chart", &format!("/{part}"))
    }
}

/// The placeholder in the alternative text of a drawing.
fn placeholder(element: &Element) -> Option<String> {
    let mut found = None;
    element.walk(&mut |part| {
        if part.local() == "docPr" {
            for key in ["descr", "title"] {
                let words = part.get(key).unwrap_or_default().replace(['\u{201c}', '\u{201d}'], "\"");
                if words.trim_start().starts_with("{{") && words.contains("chart") {
                    found.get_or_insert(words.trim().to_owned());
                }
            }
        }
    });
    found
}

fn inner_drawing(holder: &Element) -> Option<Element> {
    let mut found = None;
    holder.walk(&mut |part| {
        if part.name == "w:drawing" && found.is_none() {
            found = Some(part.clone());
        }
    });
    found
}

/// The room of a drawing.
fn size_of(drawing: &Element) -> Size {
    let mut size = Size::default();
    drawing.walk(&mut |part| {
        if part.name == "wp:extent" {
            size = Size::of_extent(part);
        }
    });
    size
}

fn chart_relation(drawing: &Element) -> Option<String> {
    let mut found = None;
    drawing.walk(&mut |part| {
        if part.local() == "chart" {
            found = found.take().or_else(|| part.get("r:id").map(str::to_owned));
        }
    });
    found
}

/// The drawing with a chart in the place of its picture.
fn replaced(mut holder: Element, relation: &str) -> Element {
    let mut graphic = drawing::chart_graphic(relation);
    graphic.walk_mut(&mut |part| {
        if part.local() == "chart" {
            part.set("xmlns:r", R);
        }
    });
    holder.walk_mut(&mut |part| {
        if part.name == "a:graphic" {
            *part = graphic.clone();
        }
    });
    holder
}
