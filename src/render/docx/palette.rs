//! The theme's colours and faces → the slots of a Word theme (ECMA-376 Part 1 §20.1.6.2 `clrScheme`, §20.1.4.1.18
//! `fontScheme`), and the names by which styles refer to them, so that another theme chosen in Word restyles the sheet.

use super::xml::Element;
use crate::render::theme::{Colors, Rgb, Theme};

/// The ground of the page.
pub(super) const PAPER: &str = "FFFFFF";

/// A slot of the colour scheme: its name in the theme part, its name in `WordprocessingML`, its colour.
pub(super) struct Slot {
    /// Name in the theme part and in charts: `dk1`.
    pub(super) scheme: &'static str,
    /// Name in `w:themeColor` (ECMA-376 Part 1 §17.18.97): `text1`.
    pub(super) word: &'static str,
    /// Six hexadecimal digits.
    pub(super) hex: String,
}

/// The colour scheme in the order of the schema.
pub(super) fn slots(theme: &Theme) -> [Slot; 12] {
    let Colors { ink, heading, tint, primary, accent, masthead, muted, rule, rule_light, .. } = theme.colors;
    let slot = |scheme, word, color: Rgb| Slot { scheme, word, hex: color.hex() };
    [
        slot("dk1", "text1", ink),
        Slot { scheme: "lt1", word: "background1", hex: PAPER.to_owned() },
        slot("dk2", "text2", heading),
        slot("lt2", "background2", tint),
        slot("accent1", "accent1", primary),
        slot("accent2", "accent2", accent),
        slot("accent3", "accent3", masthead),
        slot("accent4", "accent4", muted),
        slot("accent5", "accent5", rule),
        slot("accent6", "accent6", rule_light),
        slot("hlink", "hyperlink", primary),
        slot("folHlink", "followedHyperlink", heading),
    ]
}

/// The slot of a colour in the theme part, the same for paragraphs and drawings; `None` for a colour that is not the
/// theme's.
pub(super) fn scheme_name(theme: &Theme, color: Rgb) -> Option<&'static str> {
    slots(theme).into_iter().find(|slot| slot.hex == color.hex()).map(|slot| slot.scheme)
}

/// Names the theme slot beside every colour that is one of the theme's: in text, shading and borders. The fixed
/// colour stays for readers that know no themes.
pub(super) fn name_colors(root: &mut Element, theme: &Theme) {
    let slots = slots(theme);
    let word = |hex: &str| slots.iter().find(|slot| slot.hex.eq_ignore_ascii_case(hex)).map(|slot| slot.word);
    root.walk_mut(&mut |element| {
        let (from, to) = match element.name.as_str() {
            "w:color" => ("w:val", "w:themeColor"),
            "w:shd" => ("w:fill", "w:themeFill"),
            "w:top" | "w:left" | "w:bottom" | "w:right" | "w:insideH" | "w:insideV" => ("w:color", "w:themeColor"),
            _ => return,
        };
        if let Some(name) = element.get(from).and_then(word) {
            element.set(to, name);
        }
    });
}

/// The theme part's font scheme: headings wear the serif, all else the sans.
pub(super) fn font_scheme(theme: &Theme) -> Element {
    let collection = |name: &str, latin: &str| {
        Element::new(name)
            .child(Element::new("a:latin").with("typeface", latin))
            .child(Element::new("a:ea").with("typeface", ""))
            .child(Element::new("a:cs").with("typeface", ""))
    };
    Element::new("a:fontScheme")
        .with("name", "Fact sheet")
        .child(collection("a:majorFont", &theme.fonts.serif))
        .child(collection("a:minorFont", &theme.fonts.sans))
}

/// The theme part's colour scheme.
pub(super) fn color_scheme(theme: &Theme) -> Element {
    let colors = slots(theme)
        .into_iter()
        .map(|slot| Element::new(&format!("a:{}", slot.scheme)).child(Element::new("a:srgbClr").with("val", slot.hex)));
    Element::new("a:clrScheme").with("name", "Fact sheet").children(colors)
}
