//! The theme → how each kind of text is set: family, weight, size, leading and colour by role.

use super::faces::{BOLD, Family, REGULAR, SEMIBOLD};
use crate::render::theme::{Rgb, Theme};

/// How a passage is set. Lengths are points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Setting {
    /// The family.
    pub(super) family: Family,
    /// The weight.
    pub(super) weight: u16,
    /// The size.
    pub(super) size: f32,
    /// From one baseline to the next.
    pub(super) leading: f32,
    /// The colour.
    pub(super) color: Rgb,
    /// The colour of links in it.
    pub(super) link: Rgb,
    /// Extra space after each character.
    pub(super) tracking: f32,
    /// Set in capitals.
    pub(super) capitals: bool,
    /// Words may be divided where lines would be ragged; elsewhere only those that fit on no line.
    pub(super) hyphens: bool,
    /// Digits of equal width, so that columns of figures line up.
    pub(super) tabular: bool,
}

impl Setting {
    /// The same in another weight.
    pub(super) const fn weight(self, weight: u16) -> Self {
        Self { weight, ..self }
    }

    /// The same in another colour.
    pub(super) const fn color(self, color: Rgb) -> Self {
        Self { color, ..self }
    }

    /// The same with digits of equal width.
    pub(super) const fn tabular(self) -> Self {
        Self { tabular: true, ..self }
    }

    /// The same with words divided where lines would be ragged.
    pub(super) const fn hyphens(self) -> Self {
        Self { hyphens: true, ..self }
    }

    /// The same with another distance between baselines, as a multiple of the size.
    pub(super) fn leading(self, factor: f32) -> Self {
        Self { leading: self.size * factor, ..self }
    }
}

/// Measures narrower than this are set with less leading, since the eye finds the next line more easily, and may have
/// divided words.
pub(super) const NARROW: f32 = 185.0;

/// The settings of a theme.
#[derive(Debug, Clone)]
pub(super) struct Dress {
    /// The theme.
    pub(super) theme: Theme,
    /// Leading as a part of what it would be, 1 at the most.
    pub(super) density: f32,
}

/// Lines are never closer than this, as a multiple of the size.
const CLOSEST: f32 = 1.17;

impl Dress {
    fn set(&self, family: Family, weight: u16, size: f32, factor: f32, color: Rgb) -> Setting {
        let plain = Setting {
            family,
            weight,
            size,
            leading: size,
            color,
            link: self.theme.colors.primary,
            tracking: 0.0,
            capitals: false,
            hyphens: false,
            tabular: false,
        };
        plain.leading((factor * self.density).max(CLOSEST.min(factor)))
    }

    /// The masthead's first line.
    pub(super) fn eyebrow(&self) -> Setting {
        let theme = &self.theme;
        let plain = self.set(Family::Sans, SEMIBOLD, theme.sizes.small, 1.3, theme.colors.on_masthead_muted);
        Setting { tracking: theme.sizes.small * 0.085, capitals: true, link: plain.color, ..plain }
    }

    /// The masthead's title.
    pub(super) fn title(&self) -> Setting {
        self.set(Family::Serif, SEMIBOLD, self.theme.sizes.title, 1.2, self.theme.colors.on_masthead)
    }

    /// The masthead's subtitle.
    pub(super) fn subtitle(&self) -> Setting {
        self.set(Family::Serif, REGULAR, self.theme.sizes.subtitle, 1.35, self.theme.colors.on_masthead_muted)
    }

    /// The masthead's edition.
    pub(super) fn edition(&self) -> Setting {
        self.subtitle().weight(SEMIBOLD).color(self.theme.colors.on_masthead)
    }

    /// The masthead's other lines on the right.
    pub(super) fn aside(&self) -> Setting {
        self.set(Family::Sans, REGULAR, self.theme.sizes.small, 1.48, self.theme.colors.on_masthead_muted)
    }

    /// The opening paragraph.
    pub(super) fn lead(&self) -> Setting {
        self.set(Family::Serif, REGULAR, self.theme.sizes.lead, 1.4, self.theme.colors.ink)
    }

    /// Second-level headings.
    pub(super) fn heading(&self) -> Setting {
        self.set(Family::Serif, SEMIBOLD, self.theme.sizes.heading, 1.2, self.theme.colors.heading)
    }

    /// Third-level headings.
    pub(super) fn subheading(&self) -> Setting {
        self.set(Family::Sans, SEMIBOLD, self.theme.sizes.subheading, 1.3, self.theme.colors.primary)
    }

    /// The heading above notes: a section heading of lower rank.
    pub(super) fn notes_heading(&self) -> Setting {
        let size = f32::midpoint(self.theme.sizes.heading, self.theme.sizes.subheading);
        self.set(Family::Serif, SEMIBOLD, size, 1.2, self.theme.colors.heading)
    }

    /// Running text in a measure of so many points.
    pub(super) fn body(&self, measure: f32) -> Setting {
        let factor = if measure < NARROW { 1.29 } else { 1.39 };
        self.set(Family::Sans, REGULAR, self.theme.sizes.body, factor, self.theme.colors.ink).hyphens()
    }

    /// A table's cells.
    pub(super) fn cell(&self) -> Setting {
        self.set(Family::Sans, REGULAR, self.theme.sizes.body, 1.3, self.theme.colors.ink).tabular().hyphens()
    }

    /// A table's column heads.
    pub(super) fn head(&self) -> Setting {
        self.set(Family::Sans, SEMIBOLD, self.theme.sizes.small, 1.34, self.theme.colors.heading)
    }

    /// Descriptions and sources.
    pub(super) fn muted(&self) -> Setting {
        self.set(Family::Sans, REGULAR, self.theme.sizes.small, 1.36, self.theme.colors.muted).hyphens()
    }

    /// Chart labels.
    pub(super) fn label(&self) -> Setting {
        self.muted().color(self.theme.colors.ink)
    }

    /// The title of a chart or table.
    pub(super) fn caption(&self) -> Setting {
        self.set(Family::Sans, SEMIBOLD, self.theme.sizes.body, 1.32, self.theme.colors.ink)
    }

    /// A tile's figure.
    pub(super) fn figure(&self) -> Setting {
        self.set(Family::Serif, BOLD, self.theme.sizes.figure, 1.13, self.theme.colors.heading)
    }

    /// The mark of a page, such as "DRAFT".
    pub(super) fn mark(&self) -> Setting {
        let plain = self.set(Family::Sans, BOLD, self.theme.sizes.body, 1.25, self.theme.colors.heading);
        Setting { tracking: plain.size * 0.06, ..plain }
    }

    /// Running heads.
    pub(super) fn running_head(&self) -> Setting {
        self.muted().weight(SEMIBOLD).color(self.theme.colors.heading)
    }
}
