//! The text parts of an edited file → the charts that are drawn in them, with what stands about each beside its data.

use super::super::chart::Size;
use super::super::drawing::own_properties_mut;
use super::super::foreign::Foreign;
use super::super::xml::Element;
use super::controls::words_of;
use crate::render::RenderError;

/// The style of the paragraph that describes the chart below it.
const DESCRIPTION: &str = "Description";

/// A chart as it is drawn in a text part.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    /// Which of the text parts it is drawn in.
    pub(super) tree: usize,
    /// Its place among the charts of that part.
    place: usize,
    pub(super) name: String,
    pub(super) alt: String,
    /// The part with its data; a chart that was copied within the file may share it.
    pub(super) part: String,
    pub(super) size: Size,
    /// The description above it.
    pub(super) said: String,
    relation: String,
}

/// The charts of all text parts, in order. Each part has relationships of its own.
pub(super) fn drawn(file: &Foreign<'_>, trees: &[(String, Element)]) -> Result<Vec<Drawn>, RenderError> {
    let mut all = Vec::new();
    for (tree, (name, root)) in trees.iter().enumerate() {
        let links = file.links(name)?;
        let mut found = Vec::new();
        visit(root, "", &mut found);
        for (place, chart) in found.into_iter().enumerate() {
            if let Some(link) = links.iter().find(|link| link.id == chart.relation) {
                all.push(Drawn { tree, place, part: link.target.clone(), ..chart });
            }
        }
    }
    Ok(all)
}

fn visit(element: &Element, said: &str, found: &mut Vec<Drawn>) {
    if element.name == "w:drawing" {
        found.extend(chart(element, said));
    }
    let mut above = String::new();
    for child in element.elements() {
        let is_paragraph = child.name == "w:p";
        if is_paragraph && style_of(child) == Some(DESCRIPTION) {
            above = words_of(child);
            continue;
        }
        visit(child, if is_paragraph { &above } else { said }, found);
        above.clear();
    }
}

fn style_of(paragraph: &Element) -> Option<&str> {
    paragraph.first("w:pPr")?.val_of("w:pStyle")
}

fn chart(drawing: &Element, said: &str) -> Option<Drawn> {
    let said = said.to_owned();
    let (tree, place, size) = (0, 0, Size::default());
    let [name, alt, part, relation] = [const { String::new() }; 4];
    let mut chart = Drawn { tree, place, name, alt, part, size, said, relation };
    let mut relation = None;
    own(drawing, &mut |part| match part.local() {
        "docPr" => {
            part.get("name").unwrap_or_default().clone_into(&mut chart.name);
            part.get("descr").unwrap_or_default().clone_into(&mut chart.alt);
        }
        "chart" => relation = part.get("r:id").map(str::to_owned),
        "extent" => chart.size = Size::of_extent(part),
        _ => {}
    });
    relation.map(|relation| Drawn { relation, ..chart })
}

/// Shows a drawing's own elements to a function: its text box may hold drawings with charts of their own.
fn own<'e>(drawing: &'e Element, visit: &mut impl FnMut(&'e Element)) {
    for child in drawing.elements().filter(|child| child.name != "w:drawing") {
        visit(child);
        own(child, visit);
    }
}

/// Gives a chart its id as name, and its alternative text, which other programs drop.
pub(super) fn describe(root: &mut Element, drawn: &Drawn, id: &str, alt: &str) {
    let mut place = 0;
    root.walk_mut(&mut |element| {
        if element.name != "w:drawing" || chart(element, "").is_none() {
            return;
        }
        if place == drawn.place
            && let Some(properties) = own_properties_mut(element)
        {
            properties.set("name", id);
            properties.set("descr", alt);
        }
        place += 1;
    });
}
