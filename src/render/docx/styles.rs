//! The theme → every named style of the sheet. Where Word has a style of its own for a role, the sheet uses it under
//! Word's name, so that outline, navigation and other tools know it; the rest are the sheet's own.

use super::dress::{Dress, Face};
use super::measure::{Sheet, line};
use super::numbering::{HANG, NOTE_HANG, Numbered};
use super::tables::TILE_INDENTS;
use crate::render::theme::Theme;
use docx_rs::ParagraphBorderPosition::{Bottom, Left, Right, Top};
use docx_rs::{LineSpacing, LineSpacingType, SpecialIndentType, Styles};

/// Line height of the serif in percent of its size.
const SERIF: f32 = 136.0;
/// Line height of the sans.
const SANS: f32 = 132.0;

/// All paragraph and character styles; the table styles are in `table_styles`.
pub(super) fn styles(theme: &Theme) -> Styles {
    let sheet = Sheet::of(theme);
    let body = LineSpacing::new().before(0).after(0).line(240).line_rule(LineSpacingType::Auto);
    let defaults = Styles::new()
        .default_fonts(Face::Sans.fonts(&theme.fonts))
        .default_size(super::measure::half_points(theme.sizes.body))
        .default_line_spacing(body);
    [headings(theme), masthead(theme, sheet), text(theme), lists(theme), data(theme), tiles(theme), words(theme)]
        .into_iter()
        .chain([furniture(theme, sheet)])
        .flatten()
        .fold(defaults, |styles, dress| styles.add_style(dress.0))
}

/// A style of running text in the sans.
fn sans(name: &str, theme: &Theme, size: f32, after: u32) -> Dress {
    Dress::paragraph(name, "Normal").face(Face::Sans, &theme.fonts).size(size).color(theme.colors.ink).spacing(
        0,
        after,
        line(size, SANS),
    )
}

fn headings(theme: &Theme) -> Vec<Dress> {
    let (colors, sizes) = (theme.colors, theme.sizes);
    let serif = |name: &str, id: &str, size: f32| {
        Dress::paragraph(name, "Normal")
            .id(id)
            .next("BodyText")
            .face(Face::Serif, &theme.fonts)
            .size(size)
            .color(colors.heading)
    };
    let second = serif("heading 2", "Heading2", sizes.heading).bold().spacing(150, 60, line(sizes.heading, 126.0));
    let third = sans("heading 3", theme, sizes.subheading, 50).id("Heading3").next("BodyText").bold();
    vec![
        serif("Title", "Title", sizes.title).bold().spacing(0, 60, line(sizes.title, 120.0)).keep_next(),
        serif("Subtitle", "Subtitle", sizes.subtitle).spacing(0, 160, line(sizes.subtitle, SERIF)).keep_next(),
        second.border(Bottom, colors.rule, 4, 3).keep_next().outline(1),
        third.color(colors.primary).spacing(110, 30, line(sizes.subheading, SANS)).keep_next().outline(2),
    ]
}

/// The masthead: paragraphs of one ground and one border, which Word and others draw as one band.
fn masthead(theme: &Theme, sheet: Sheet) -> Vec<Dress> {
    let (colors, sizes) = (theme.colors, theme.sizes);
    let bleed = sheet.bleed();
    let shift = i32::try_from(bleed.shift).unwrap_or(0);
    let band = |name: &str, face: Face, size: f32, height: i32| {
        Dress::paragraph(name, "Normal")
            .next("Lead")
            .face(face, &theme.fonts)
            .size(size)
            .spacing(0, 0, height)
            .indent(-shift, Some(SpecialIndentType::FirstLine(shift)), -shift)
            .shade(colors.masthead)
            .border(Left, colors.masthead, bleed.size, bleed.space)
            .border(Right, colors.masthead, bleed.size, bleed.space)
            .keep_next()
    };
    let title = band("heading 1", Face::Serif, sizes.title, line(sizes.title, 125.0)).id("Heading1");
    // The band ends in a strip of its ground and the accent, each as wide as the band itself.
    let rule = |name: &str, color, height| {
        Dress::paragraph(name, "Normal")
            .next("Lead")
            .size(1.0)
            .exactly(height)
            .indent(-shift, None, -shift)
            .shade(color)
            .border(Left, color, bleed.size, bleed.space)
            .border(Right, color, bleed.size, bleed.space)
    };
    let line_of =
        |name: &str| band(name, Face::Sans, sizes.small, line(sizes.small, SANS)).color(colors.on_masthead_muted);
    vec![
        title.color(colors.on_masthead).bold().outline(0),
        line_of("Masthead Mark").bold().color(colors.on_masthead).centered(),
        line_of("Masthead Office").bold().capitals(20),
        band("Masthead Subtitle", Face::Serif, sizes.subtitle, line(sizes.subtitle, 145.0))
            .color(colors.on_masthead_muted)
            .right_tab(sheet.text_width()),
        line_of("Masthead Line").right_tab(sheet.text_width()),
        rule("Masthead Foot", colors.masthead, 160),
        rule("Masthead Rule", colors.accent, 60),
    ]
}

fn text(theme: &Theme) -> Vec<Dress> {
    let (colors, sizes) = (theme.colors, theme.sizes);
    let lead = Dress::paragraph("Lead", "Normal").next("BodyText").face(Face::Serif, &theme.fonts).size(sizes.lead);
    let callout = sans("Callout", theme, sizes.body, 0).spacing(150, 110, line(sizes.body, SANS)).keep_lines();
    vec![
        sans("Body Text", theme, sizes.body, 100),
        // Three columns are narrow; smaller print keeps their lines from breaking after every other word.
        sans("Column Text", theme, sizes.small, 80),
        lead.color(colors.ink).spacing(170, 130, line(sizes.lead, 138.0)),
        callout
            .indent(170, None, 120)
            .shade(colors.tint)
            .border(Top, colors.tint, 4, 5)
            .border(Left, colors.primary, 24, 6)
            .border(Bottom, colors.tint, 4, 5)
            .border(Right, colors.tint, 4, 5),
        sans("Contact", theme, sizes.body, 0).spacing(120, 0, line(sizes.body, SANS)),
        sans("Note", theme, sizes.small, 30)
            .color(colors.ink)
            .indent(NOTE_HANG, Some(SpecialIndentType::Hanging(NOTE_HANG)), 0)
            .keep_lines()
            .numbered(Numbered::Note),
        sans("Footnote Text", theme, sizes.small, 30).name("footnote text"),
        // Holds what must stand in a paragraph of its own: the end of a section, the break of a column.
        Dress::paragraph("Gap", "Normal").size(1.0).exactly(6),
    ]
}

fn lists(theme: &Theme) -> Vec<Dress> {
    let item = |name: &str| {
        sans(name, theme, theme.sizes.body, 60).indent(HANG, Some(SpecialIndentType::Hanging(HANG)), 0).keep_lines()
    };
    vec![
        item("List Bullet").numbered(Numbered::Bullet),
        item("List Number").numbered(Numbered::Number),
        sans("List Continue", theme, theme.sizes.body, 60).indent(HANG, None, 0),
    ]
}

fn data(theme: &Theme) -> Vec<Dress> {
    let (colors, sizes) = (theme.colors, theme.sizes);
    let cell = |name: &str| sans(name, theme, sizes.body, 0);
    let head = |name: &str| sans(name, theme, sizes.small, 0).bold().color(colors.heading).keep_next();
    vec![
        sans("caption", theme, sizes.subheading, 0).id("Caption").next("Description").bold().keep_next().spacing(
            100,
            0,
            line(sizes.subheading, SANS),
        ),
        sans("Description", theme, sizes.small, 60).color(colors.muted).keep_next(),
        sans("Source", theme, sizes.small, 60).color(colors.muted).spacing(60, 60, line(sizes.small, SANS)),
        head("Table Head"),
        head("Table Head Figure").right(),
        cell("Table Text"),
        cell("Table Figure").right(),
        Dress::paragraph("Chart", "Normal").next("Source").spacing(0, 0, 240).keep_lines(),
    ]
}

/// The paragraphs of a tile. Their indents stand for the tile's margins, so that the rule above the label, which is a
/// border of that paragraph, can reach from edge to edge: side borders in the colour of the ground carry it there.
fn tiles(theme: &Theme) -> Vec<Dress> {
    let (colors, sizes) = (theme.colors, theme.sizes);
    let (left, right) = (i32::try_from(TILE_INDENTS.0).unwrap_or(0), i32::try_from(TILE_INDENTS.1).unwrap_or(0));
    let small =
        |name: &str| sans(name, theme, sizes.small, 0).color(colors.muted).indent(left, None, right).keep_next();
    let label = sans("Tile Label", theme, sizes.body, 0).bold().keep_next();
    let figure = Dress::paragraph("Tile Figure", "Normal").face(Face::Serif, &theme.fonts).size(sizes.figure).bold();
    vec![
        // A side border of half a point, standing off as many points as the indent leaves.
        label
            .indent(left, None, right)
            .border(Top, colors.primary, 18, 4)
            .border(Left, colors.tint, 4, (TILE_INDENTS.0 - 10) / 20)
            .border(Right, colors.tint, 4, (TILE_INDENTS.1 - 10) / 20),
        small("Tile Qualifier"),
        figure.color(colors.heading).indent(left, None, right).spacing(0, 0, line(sizes.figure, 118.0)).keep_next(),
        small("Tile Detail").spacing(0, 100, line(sizes.small, SANS)),
    ]
}

/// Styles of words.
fn words(theme: &Theme) -> Vec<Dress> {
    let colors = theme.colors;
    vec![
        Dress::character("Strong").bold(),
        Dress::character("Emphasis").italic(),
        Dress::character("Hyperlink").color(colors.primary).underlined(),
        Dress::character("Note Reference").color(colors.primary).superscript(),
        Dress::character("Masthead Edition").color(colors.on_masthead).bold(),
    ]
}

/// Running head and foot.
fn furniture(theme: &Theme, sheet: Sheet) -> Vec<Dress> {
    let (colors, sizes) = (theme.colors, theme.sizes);
    let line_of = |name: &str, id: &str| sans(name, theme, sizes.small, 0).id(id).right_tab(sheet.text_width());
    vec![
        line_of("header", "Header").bold().color(colors.heading).spacing(0, 100, line(sizes.small, SANS)).border(
            Bottom,
            colors.heading,
            12,
            4,
        ),
        sans("Page Mark", theme, sizes.body, 0).bold().color(colors.heading).centered(),
        line_of("footer", "Footer").color(colors.muted).border(Top, colors.rule, 4, 6),
    ]
}
