//! A tree of any order → the order that the schema wants. `docx-rs` writes many properties in an order of its own,
//! which Word forgives and validators do not; the order is a table (ECMA-376 Part 1, Annex A, `wml.xsd`), and a child
//! that is not in its parent's list is one that the schema refuses there, so it is dropped.

use super::xml::{Element, Node};

const PARAGRAPH: &str = "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr \
    shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi \
    adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection \
    textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange";
const RUN: &str = "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof \
    snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl \
    cs em lang eastAsianLayout specVanish oMath";
const STYLE: &str = "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat \
    locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr";
const SECTION: &str = "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders \
    lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid";
const EDGES: &str = "top left start bottom right end insideH insideV tl2br tr2bl";

/// The children of an element in their order, without the prefix; `None` where the order is free.
fn order_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "w:pPr" => PARAGRAPH,
        "w:rPr" => RUN,
        "w:style" => STYLE,
        "w:sectPr" => SECTION,
        "w:tblPr" => {
            "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd \
             tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
        }
        "w:tcPr" => {
            "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark"
        }
        "w:tblBorders" | "w:tcBorders" | "w:tblCellMar" | "w:tcMar" => EDGES,
        "w:numPr" => "ilvl numId numberingChange ins",
        "w:pBdr" => "top left bottom right between bar",
        "w:lvl" => "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
        "w:abstractNum" => "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
        "w:numbering" => "numPicBullet abstractNum num numIdMacAtCleanup",
        "w:sdtPr" => "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding label tabIndex text",
        "w:docDefaults" => "rPrDefault pPrDefault",
        "w:styles" => "docDefaults latentStyles style",
        _ => return None,
    })
}

/// Properties that say nothing when they hold nothing, and that the schema or a validator would rather not see.
const EMPTY: [&str; 6] = ["w:rPr", "w:pPr", "w:tcPr", "w:trPr", "w:tblBorders", "w:tblCellMar"];

/// Puts a part written by `docx-rs` into schema order and drops what the schema has no place for.
pub(super) fn put_in_order(root: &mut Element) {
    root.walk_mut(&mut |element| {
        // Paragraph ids come from a counter of the library and would differ between runs.
        element.attributes.retain(|(key, _)| key != "w14:paraId" && key != "w14:textId");
        if element.name == "w:gridCol" {
            element.attributes.retain(|(key, _)| key == "w:w");
        }
        if let Some(order) = order_of(&element.name) {
            sort(element, order);
        }
    });
    drop_empty(root);
}

fn sort(element: &mut Element, order: &str) {
    let place = |node: &Node| match node {
        Node::Element(child) => {
            let local = child.name.split_once(':').map_or(child.name.as_str(), |(_, local)| local);
            order.split_whitespace().position(|name| name == local)
        }
        Node::Text(_) => None,
    };
    let mut placed: Vec<(usize, Node)> =
        element.children.drain(..).filter_map(|node| place(&node).map(|at| (at, node))).collect();
    placed.sort_by_key(|(at, _)| *at);
    element.children = placed.into_iter().map(|(_, node)| node).collect();
}

fn drop_empty(element: &mut Element) {
    for child in element.elements_mut() {
        drop_empty(child);
    }
    element.children.retain(|node| match node {
        Node::Element(child) => {
            !(child.children.is_empty() && child.attributes.is_empty() && EMPTY.contains(&child.name.as_str()))
        }
        Node::Text(_) => true,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_come_in_schema_order_and_strangers_go() {
        let mut run = Element::new("w:rPr").children(["w:color", "w:sz", "w:b", "w:ins", "w:rFonts"].map(Element::new));
        put_in_order(&mut run);
        let names: Vec<_> = run.elements().map(|e| e.name.as_str()).collect();
        assert_eq!(names, ["w:rFonts", "w:b", "w:color", "w:sz"]);
    }

    #[test]
    fn empty_properties_and_counted_ids_go() {
        let mut paragraph = Element::new("w:p")
            .with("w14:paraId", "0000002a")
            .child(Element::new("w:pPr").child(Element::new("w:rPr")));
        put_in_order(&mut paragraph);
        assert_eq!(paragraph, Element::new("w:p"));
    }
}
