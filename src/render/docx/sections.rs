//! Stretches of the body with one, two or three columns → Word's sections. What stands side by side becomes a
//! continuous section with column breaks, read column by column: plain text flow, no table and no box, so that it is
//! read aloud in its order and survives editing.

use super::body::{Piece, piece};
use super::measure::{COLUMN_GAP, Sheet};
use super::package::{FOOTERS, HEADERS};
use docx_rs::{
    FooterReference, HeaderReference, LineSpacing, PageMargin, PageSize, Paragraph, Run, SectionProperty, SectionType,
};

/// The space above columns.
const ABOVE_COLUMNS: u32 = 190;

/// The space below tables and columns.
const BELOW_FIGURES: u32 = 160;

/// Styles without space of their own above them, which get some after a table or columns.
const TEXT: [&str; 6] = ["BodyText", "ColumnText", "ListBullet", "ListNumber", "Note", "Description"];

/// A stretch of the body with one number of columns.
pub(super) struct Section {
    /// From one to three.
    pub(super) columns: u32,
    /// What it holds.
    pub(super) pieces: Vec<Piece>,
}

/// A paragraph of no height that holds what must stand in a paragraph of its own.
pub(super) fn gap(run: Run) -> Piece {
    piece(Paragraph::new().style("Gap").add_run(run))
}

/// Adds pieces; two tables that would touch, and so become one in Word, are kept apart.
pub(super) fn append(pieces: &mut Vec<Piece>, mut more: Vec<Piece>) {
    match (pieces.last(), more.first_mut()) {
        (Some(Piece::Table(_)), Some(Piece::Table(_))) => pieces.push(space_after_table()),
        (Some(Piece::Table(_)), Some(Piece::Paragraph(next))) if TEXT.contains(&style_of(next)) => {
            set_space(next, |space| space.before(BELOW_FIGURES));
        }
        _ => {}
    }
    pieces.append(&mut more);
}

/// Changes the space above or below a paragraph, and nothing else of its spacing.
pub(super) fn set_space(paragraph: &mut Paragraph, change: impl FnOnce(LineSpacing) -> LineSpacing) {
    let space = paragraph.property.line_spacing.take().unwrap_or_default();
    paragraph.property.line_spacing = Some(change(space));
}

fn style_of(paragraph: &Paragraph) -> &str {
    paragraph.property.style.as_ref().map_or("", |style| style.val.as_str())
}

/// The space between tables that follow each other.
pub(super) fn space_after_table() -> Piece {
    piece(Paragraph::new().style("Gap").line_spacing(LineSpacing::new().after(120)))
}

/// The end of a section that has no paragraph to end in. `LibreOffice` drops the paragraph that only ends a section, so
/// the space needs one of its own.
pub(super) fn empty_end() -> [Piece; 2] {
    let mut space = Paragraph::new().style("Gap");
    set_space(&mut space, |space| space.after(ABOVE_COLUMNS));
    [piece(space), piece(Paragraph::new().style("Gap"))]
}

/// Puts the sections one after the other; the properties of each stand in its last paragraph, those of the last at
/// the end of the body (ECMA-376 Part 1 §17.6.17, §17.6.18).
pub(super) fn join(sections: Vec<Section>, sheet: Sheet, titled: bool) -> (Vec<Piece>, SectionProperty) {
    let mut all = Vec::new();
    let count = sections.len();
    let mut last = first_section(sheet, 1, titled);
    let mut columns_before = 1;
    for (index, mut part) in sections.into_iter().enumerate() {
        let property = match index {
            0 => first_section(sheet, part.columns, titled),
            _ => SectionProperty { section_type: Some(SectionType::Continuous), ..section(sheet, part.columns) },
        };
        match part.pieces.first_mut() {
            Some(Piece::Paragraph(first)) if columns_before > 1 && TEXT.contains(&style_of(first)) => {
                set_space(first, |space| space.before(BELOW_FIGURES));
            }
            _ => {}
        }
        columns_before = part.columns;
        if matches!(part.pieces.last(), Some(Piece::Table(_)) | None) {
            part.pieces.extend(empty_end());
        }
        if index + 1 == count {
            last = property;
        } else if let Some(Piece::Paragraph(end)) = part.pieces.last_mut() {
            if part.columns == 1 && !["Heading2", "Heading3", "Gap"].contains(&style_of(end)) {
                set_space(end, |space| space.after(ABOVE_COLUMNS));
            }
            end.property.section_property = Some(property);
        }
        all.append(&mut part.pieces);
    }
    (all, last)
}

/// The properties of the first section, whose heads and feet the others inherit. A sheet with a masthead has no
/// running head on its first page.
fn first_section(sheet: Sheet, columns: u32, titled: bool) -> SectionProperty {
    let mut property = section(sheet, columns);
    if titled {
        property.title_pg = true;
        property.first_header_reference = Some(HeaderReference::new("first", HEADERS[0].0));
        property.first_footer_reference = Some(FooterReference::new("first", FOOTERS[0].0));
    }
    property.header_reference = Some(HeaderReference::new("default", HEADERS[1].0));
    property.footer_reference = Some(FooterReference::new("default", FOOTERS[1].0));
    property
}

/// Paper, margins and columns.
fn section(sheet: Sheet, columns: u32) -> SectionProperty {
    let length = |twips: u32| i32::try_from(twips).unwrap_or(0);
    let margin = PageMargin {
        top: length(sheet.top),
        bottom: length(sheet.bottom),
        left: length(sheet.margin),
        right: length(sheet.margin),
        header: 460,
        footer: 480,
        gutter: 0,
    };
    let mut property =
        SectionProperty::new().page_size(PageSize::new().size(sheet.width, sheet.height)).page_margin(margin);
    property.columns = columns as usize;
    property.space = COLUMN_GAP as usize;
    property
}
