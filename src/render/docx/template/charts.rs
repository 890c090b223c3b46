//! Pictures and charts whose alternative text is a placeholder (`{{chart "convictions" by="year"}}`) → native charts
//! with their data. A chart of the template keeps its look and gets the numbers; a picture gives its place and size to
//! a chart in the theme's look.

use super::super::chart::Size;
use super::super::chart_data;
use super::super::drawing::{chart_of, frame, own_properties_mut};
use super::super::foreign::{Foreign, Link};
use super::super::package::{R, relations};
use super::super::sources::Source;
use super::super::xml::Element;
use super::super::{chart, drawing, labels, parts, workbook};
use super::leftovers;
use super::places::Part;
use super::scan::straightened;
use crate::document::WordFiller;
use crate::document::model::{Block, Chart, plain_text};
use crate::render::RenderError;
use crate::render::theme::Theme;
use crate::value::{Place, Problem};
use std::collections::BTreeSet;

/// The charts of a file, and what each shows.
pub(super) struct Charts<'a> {
    filler: &'a WordFiller<'a>,
    theme: &'a Theme,
    /// Names that drawings of the template have; a chart's name is what it is known by.
    taken: BTreeSet<String>,
    /// What each chart shows, in their order.
    pub(super) sources: Vec<Source>,
    /// What is wrong with them.
    pub(super) problems: Vec<Problem>,
}

impl<'a> Charts<'a> {
    pub(super) fn new(file: &Foreign<'_>, filler: &'a WordFiller<'a>, theme: &'a Theme) -> Result<Self, RenderError> {
        let taken = names(file)?;
        Ok(Self { filler, theme, taken, sources: Vec::new(), problems: Vec::new() })
    }

    /// Fills all charts of a part.
    pub(super) fn fill(&mut self, file: &mut Foreign<'_>, part: Part<'_>, root: &mut Element) {
        Run { charts: self, file, part, paragraph: 0, done: Vec::new(), copies: None }.visit(root);
    }

    /// Forgets the charts that a block has left out, so that no refresh looks for them.
    pub(super) fn forget_left_out(&mut self, file: &Foreign<'_>) -> Result<(), RenderError> {
        let drawn = names(file)?;
        self.sources.retain(|source| drawn.contains(&source.id));
        Ok(())
    }

    /// The next name that no drawing has.
    fn name(&mut self) -> String {
        let name = (1..).map(|n| format!("chart-{n}")).find(|name| !self.taken.contains(name)).unwrap_or_default();
        self.taken.insert(name.clone());
        name
    }
}

/// The names of all drawings.
fn names(file: &Foreign<'_>) -> Result<BTreeSet<String>, RenderError> {
    let mut names = BTreeSet::new();
    for part in file.text_parts()? {
        if let Some(root) = file.tree(&part)? {
            root.walk(&mut |element| {
                let name = element.get("name").filter(|_| element.local() == "docPr");
                names.extend(name.map(str::to_owned));
            });
        }
    }
    Ok(names)
}

/// The charts of a part.
struct Run<'a, 'c, 'f> {
    charts: &'a mut Charts<'c>,
    file: &'a mut Foreign<'f>,
    part: Part<'a>,
    paragraph: usize,
    /// Placeholders that were filled, with what took their place.
    done: Vec<(String, Element)>,
    /// Within the copy of a text box for old programs: what was filled in the box.
    copies: Option<Vec<(String, Element)>>,
}

impl Run<'_, '_, '_> {
    fn visit(&mut self, element: &mut Element) {
        self.paragraph += usize::from(element.name == "w:p");
        for child in element.elements_mut() {
            match placeholder(child) {
                Some(words) => self.fill(child, words),
                None if child.name == "mc:AlternateContent" => self.alternatives(child),
                None => self.visit(child),
            }
        }
    }

    /// A choice and its fallback, which says the same to programs that do not know the choice (ECMA-376 Part 3 §7.6).
    fn alternatives(&mut self, element: &mut Element) {
        let begun = self.done.len();
        for part in element.elements_mut() {
            let before = self.copies.take();
            self.copies = (part.name == "mc:Fallback").then(|| self.done[begun..].to_vec());
            self.visit(part);
            self.copies = before;
        }
    }

    fn fill(&mut self, holder: &mut Element, words: String) {
        let paragraph = self.paragraph;
        holder.walk(&mut |inside| self.paragraph += usize::from(inside.name == "w:p"));
        if let Some(copies) = &mut self.copies
            && let Some(at) = copies.iter().position(|(own, _)| *own == words)
        {
            *holder = copies.remove(at).1;
            return;
        }
        let part = self.part;
        let drawn = if is_one_chart(&words) {
            let placed =
                |wrong: Problem| part.at(paragraph, "", &format!("the chart {words}: {}", wrong.what), &wrong.todo);
            self.draw(holder, &words).map_err(|problems| problems.into_iter().map(placed).collect())
        } else {
            Err(vec![part.at(paragraph, "", &leftovers::alternative(&words), leftovers::ALTERNATIVE)])
        };
        match drawn {
            Ok(drawn) => *holder = drawn,
            Err(problems) => {
                self.charts.problems.extend(problems);
                // What is reported here would be found once more in the attributes.
                let is_said = |(key, _): &(String, String)| !["descr", "title"].contains(&key.as_str());
                holder.walk_mut(&mut |part| part.attributes.retain(is_said));
            }
        }
        self.done.push((words, holder.clone()));
    }

    /// What takes the place of a drawing, or of the choice that holds it.
    fn draw(&mut self, holder: &Element, words: &str) -> Result<Element, Vec<Problem>> {
        let refuse = |error: RenderError| vec![Problem::new(Place::default(), error.to_string(), "")];
        let mut drawing = drawing_of(holder).cloned().unwrap_or_else(|| holder.clone());
        let mut is_box = false;
        drawing.walk(&mut |part| is_box |= part.name == "w:txbxContent");
        if is_box {
            let todo = "put a picture into the box, with the placeholder as its alternative text";
            return Err(vec![Problem::new(Place::default(), "the place is a text box, whose words would go", todo)]);
        }
        let id = self.charts.name();
        let chart = match self.charts.filler.chart(words, &id)? {
            Block::Chart(chart) => chart,
            Block::Paragraph(text) => return Ok(Element::new("w:t").text(plain_text(&text))),
            _ => return Err(refuse(RenderError::Content("a chart became something else".to_owned()))),
        };
        let extent = frame(&drawing).and_then(|frame| frame.elements().find(|part| part.local() == "extent"));
        let size = extent.map_or_else(Size::default, Size::of_extent);
        match chart_of(&drawing).map(str::to_owned) {
            Some(relation) => self.fill_own(&chart, &relation, size).map_err(refuse)?,
            None => drawing = replaced(drawing, &self.add(&chart, size).map_err(refuse)?),
        }
        if let Some(properties) = own_properties_mut(&mut drawing) {
            properties.set("descr", &chart.alt);
            properties.set("name", &chart.id);
            properties.attributes.retain(|(key, _)| key != "title");
        }
        self.charts.sources.extend(Source::of(&chart));
        Ok(drawing)
    }

    /// Puts the numbers into a chart of the template.
    fn fill_own(&mut self, new: &Chart, relation: &str, size: Size) -> Result<(), RenderError> {
        let links = self.file.links(self.part.name)?;
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
        let workbook = self.file.links(&target)?.into_iter().find(Link::is_workbook);
        if let Some(workbook) = workbook {
            let bytes = workbook::workbook(&data, parts::day_of(&self.charts.filler.meta()))?;
            self.file.put(&workbook.target, bytes);
        }
        Ok(())
    }

    /// Adds a chart with its workbook; gives its relationship.
    fn add(&mut self, new: &Chart, size: Size) -> Result<String, RenderError> {
        let meta = self.charts.filler.meta();
        let data = labels::data(new)?;
        let free = |n: &usize| self.file.part(&format!("word/charts/factsheet{n}.xml")).is_none();
        let name = (1..).find(free).map_or_else(String::new, |n| format!("factsheet{n}"));
        let part = format!("word/charts/{name}.xml");
        self.file.put_tree(&part, &chart::part(new, &data, size, self.charts.theme, &meta.language))?;
        let book = format!("word/embeddings/{name}.xlsx");
        let relation = super::super::package::Relation::to(chart::WORKBOOK, "package", format!("/{book}"));
        self.file.put_tree(&format!("word/charts/_rels/{name}.xml.rels"), &relations(&[relation]))?;
        self.file.put(&book, workbook::workbook(&data, parts::day_of(&meta))?);
        self.file.declare(&part, "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")?;
        self.file.declare("*.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")?;
        self.file.link(self.part.name, "chart", &format!("/{part}"))
    }
}

/// The drawing that an element is, or that is the choice it holds.
fn drawing_of(element: &Element) -> Option<&Element> {
    match element.name.as_str() {
        "w:drawing" => Some(element),
        "mc:AlternateContent" => element.elements().find_map(|choice| choice.first("w:drawing")),
        _ => None,
    }
}

/// What the alternative text of a drawing itself holds in placeholders; drawings within its text have their own.
fn placeholder(element: &Element) -> Option<String> {
    let properties = frame(drawing_of(element)?)?.elements().find(|child| child.local() == "docPr")?;
    let texts = ["descr", "title"].into_iter().filter_map(|key| properties.get(key)).map(straightened);
    let mut held: Vec<String> = texts.filter(|words| words.contains("{{")).collect();
    held.dedup();
    (!held.is_empty()).then(|| held.join(" "))
}

/// Whether an alternative text is one placeholder for a chart and nothing else.
fn is_one_chart(words: &str) -> bool {
    let once = |sign: &str| words.matches(sign).count() == 1;
    let name = words.trim_start_matches(['{', '~', '&']).split_whitespace().next();
    words.starts_with("{{") && words.ends_with("}}") && once("{{") && once("}}") && name == Some("chart")
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
