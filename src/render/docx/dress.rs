//! One style of the sheet, said in the words of the theme → a `docx-rs` style. Styles are the only place where the
//! look of the sheet is decided; the body refers to them by name.

use super::measure;
use super::numbering::Numbered;
use crate::render::theme::{Faces, Rgb};
use docx_rs::{
    AlignmentType, BorderType, CharacterSpacing, IndentLevel, LineSpacing, LineSpacingType, NumberingId,
    ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, ParagraphProperty, RunFonts, Shading, ShdType,
    SpecialIndentType, Style, StyleType, Tab, TabValueType, VertAlignType,
};

/// A face by its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// Headings and narrative.
    Serif,
    /// All else.
    Sans,
}

impl Face {
    /// The face as a reference to the theme, with the family's name for readers that know no themes.
    pub(super) fn fonts(self, faces: &Faces) -> RunFonts {
        let (family, theme) = match self {
            Self::Serif => (&faces.serif, "majorHAnsi"),
            Self::Sans => (&faces.sans, "minorHAnsi"),
        };
        RunFonts::new().ascii(family).hi_ansi(family).cs(family).ascii_theme(theme).hi_ansi_theme(theme)
    }
}

/// A style in the making.
pub(super) struct Dress(pub(super) Style);

impl Dress {
    /// A paragraph style under the name that Word shows; the id is the name without blanks.
    pub(super) fn paragraph(name: &str, based_on: &str) -> Self {
        Self(Style::new(id(name), StyleType::Paragraph).name(name).based_on(based_on))
    }

    /// A character style.
    pub(super) fn character(name: &str) -> Self {
        Self(Style::new(id(name), StyleType::Character).name(name).based_on("DefaultParagraphFont"))
    }

    /// Gives it the name that Word knows it by.
    pub(super) fn name(self, name: &str) -> Self {
        Self(self.0.name(name))
    }

    /// Gives it another id: Word's own styles have fixed ones.
    pub(super) fn id(mut self, id: &str) -> Self {
        self.0.style_id = id.to_owned();
        self
    }

    /// The style of the paragraph after it.
    pub(super) fn next(self, id: &str) -> Self {
        Self(self.0.next(id))
    }

    /// Its face.
    pub(super) fn face(self, face: Face, faces: &Faces) -> Self {
        Self(self.0.fonts(face.fonts(faces)))
    }

    /// Its size in points.
    pub(super) fn size(self, points: f32) -> Self {
        Self(self.0.size(measure::half_points(points)))
    }

    /// Its colour.
    pub(super) fn color(self, color: Rgb) -> Self {
        Self(self.0.color(color.hex()))
    }

    /// In bold.
    pub(super) fn bold(self) -> Self {
        Self(self.0.bold())
    }

    /// In italics.
    pub(super) fn italic(self) -> Self {
        Self(self.0.italic())
    }

    /// Underlined, as links are: colour is never the only sign.
    pub(super) fn underlined(self) -> Self {
        Self(self.0.underline("single"))
    }

    /// Capitals, spaced by twentieths of a point.
    pub(super) fn capitals(mut self, spacing: i32) -> Self {
        self.0.run_property = self.0.run_property.caps();
        self.0.run_property.character_spacing = Some(CharacterSpacing::new(spacing));
        self
    }

    /// Raised and small.
    pub(super) fn superscript(mut self) -> Self {
        self.0.run_property = self.0.run_property.vert_align(VertAlignType::SuperScript);
        self
    }

    /// Space before and after in twips; lines at least this high.
    pub(super) fn spacing(self, before: u32, after: u32, line: i32) -> Self {
        let rule = LineSpacingType::AtLeast;
        Self(self.0.line_spacing(LineSpacing::new().before(before).after(after).line(line).line_rule(rule)))
    }

    /// Lines of exactly this height.
    pub(super) fn exactly(self, line: i32) -> Self {
        let rule = LineSpacingType::Exact;
        Self(self.0.line_spacing(LineSpacing::new().before(0).after(0).line(line).line_rule(rule)))
    }

    /// Indents in twips.
    pub(super) fn indent(self, left: i32, special: Option<SpecialIndentType>, right: i32) -> Self {
        Self(self.0.indent(Some(left), special, Some(right), None))
    }

    /// Set to the right.
    pub(super) fn right(self) -> Self {
        Self(self.0.align(AlignmentType::Right))
    }

    /// In the middle.
    pub(super) fn centered(self) -> Self {
        Self(self.0.align(AlignmentType::Center))
    }

    /// Its level in the outline, from 0.
    pub(super) fn outline(self, level: usize) -> Self {
        Self(self.0.outline_lvl(level))
    }

    /// Never parted from the paragraph after it.
    pub(super) fn keep_next(self) -> Self {
        self.with(|property| property.keep_next(true).keep_lines(true))
    }

    /// Never split between pages.
    pub(super) fn keep_lines(self) -> Self {
        self.with(|property| property.keep_lines(true))
    }

    /// A right-aligned tab stop.
    pub(super) fn right_tab(self, twips: u32) -> Self {
        let stop = Tab::new().val(TabValueType::Right).pos(twips as usize);
        self.with(|property| property.add_tab(stop))
    }

    /// Its ground.
    pub(super) fn shade(self, color: Rgb) -> Self {
        self.with(|property| property.shading(shading(color)))
    }

    /// A border: colour, thickness in eighths of a point, distance in points.
    pub(super) fn border(self, position: ParagraphBorderPosition, color: Rgb, size: u32, space: u32) -> Self {
        let border = ParagraphBorder::new(position).val(BorderType::Single).color(color.hex());
        let border = border.size(size as usize).space(space as usize);
        self.with(|mut property| {
            property.borders = Some(property.borders.unwrap_or_else(ParagraphBorders::with_empty).set(border));
            property
        })
    }

    /// The list that its paragraphs belong to.
    pub(super) fn numbered(self, list: Numbered) -> Self {
        self.with(|property| property.numbering(NumberingId::new(list.id()), IndentLevel::new(0)))
    }

    fn with(mut self, change: impl FnOnce(ParagraphProperty) -> ParagraphProperty) -> Self {
        self.0.paragraph_property = change(self.0.paragraph_property);
        self
    }
}

/// A plain ground.
pub(super) fn shading(color: Rgb) -> Shading {
    Shading::new().shd_type(ShdType::Clear).color("auto").fill(color.hex())
}

fn id(name: &str) -> String {
    name.split(' ').collect()
}
