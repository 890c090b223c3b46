//! The theme's seal → a picture in a line of its own at the head of the masthead, with its alternative text or marked
//! as decoration. Samples go in as PNG, paths as a metafile.

use super::drawing;
use super::emf;
use super::measure::twips;
use super::package::{A, Part, Relation};
use super::xml::Element;
use crate::render::RenderError;
use crate::render::seal::{Picture, Seal};
use crate::render::theme::Theme;
use docx_rs::{LineSpacing, LineSpacingType, Paragraph, Run};

/// What carries the seal through `docx-rs`, in the place of a run's style.
const KEY: &str = "masthead-seal";
/// Its relationship to the body.
const RELATION: &str = "rIdSeal";
/// The namespace of pictures.
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
/// Its greatest width and height in points; the masthead grows by the height.
const BOX: (f32, f32) = (110.0, 50.0);

/// The paragraph that keeps the seal's place. The masthead's lines have a fixed height; this one is as high as the
/// seal.
pub(super) fn paragraph() -> Paragraph {
    let space = LineSpacing::new().before(0).after(80).line(240).line_rule(LineSpacingType::Auto);
    Paragraph::new().style("MastheadOffice").line_spacing(space).add_run(Run::new().style(KEY))
}

/// Puts the seal in its place in the body; `id` is one that no other drawing has.
pub(super) fn place(root: &mut Element, theme: &Theme, id: usize) -> Result<(), RenderError> {
    let Some(seal) = theme.seal()? else { return Ok(()) };
    let (width, height) = seal.fitted(BOX);
    let size = (twips(width), twips(height));
    let properties = match &theme.masthead.seal_alt {
        Some(alt) => Element::new("wp:docPr").with("id", id).with("name", "Seal").with("descr", alt),
        None => drawing::decoration("Seal", id),
    };
    let locks = Element::new("a:graphicFrameLocks").with("xmlns:a", A).with("noChangeAspect", 1);
    let inline = drawing::distances(Element::new("wp:inline"))
        .child(drawing::extent("wp:extent", size))
        .child(drawing::no_effect())
        .child(properties)
        .child(Element::new("wp:cNvGraphicFramePr").child(locks))
        .child(drawing::graphic(PICTURE, picture(size)));
    let run = Element::new("w:r").child(Element::new("w:drawing").child(inline));
    root.walk_mut(&mut |element| {
        if drawing::carries(element, KEY) {
            *element = run.clone();
        }
    });
    Ok(())
}

/// A picture (ECMA-376 Part 1 §20.2.2.5).
fn picture(size: (u32, u32)) -> Element {
    let names = Element::new("pic:nvPicPr")
        .child(Element::new("pic:cNvPr").with("id", 0).with("name", "Seal"))
        .child(Element::new("pic:cNvPicPr"));
    let stretch = Element::new("a:stretch").child(Element::new("a:fillRect"));
    let fill = Element::new("pic:blipFill").child(Element::new("a:blip").with("r:embed", RELATION)).child(stretch);
    let place = Element::new("a:xfrm")
        .child(Element::new("a:off").with("x", 0).with("y", 0))
        .child(drawing::extent("a:ext", size));
    let outline = Element::new("a:prstGeom").with("prst", "rect").child(Element::new("a:avLst"));
    let shape = Element::new("pic:spPr").child(place).child(outline);
    Element::new("pic:pic").with("xmlns:pic", PICTURE).child(names).child(fill).child(shape)
}

/// The picture's part, and how the body refers to it.
pub(super) fn part(seal: &Seal) -> (Part, Relation) {
    let (ending, media, bytes) = match &seal.picture {
        Picture::Samples(samples) => ("png", "image/png", samples.png()),
        Picture::Paths(fills) => ("emf", "image/x-emf", emf::metafile(fills, seal.aspect)),
    };
    let name = format!("media/seal.{ending}");
    let part = Part { name: format!("word/{name}"), media: media.to_owned(), bytes };
    (part, Relation::to(RELATION, "image", name))
}
