//! The glyphs a sheet uses → font programs cut down to them, and what each glyph is read as. A glyph is read as
//! what it showed first; a run that shows it as something else says so itself.

use super::draw::{Page, Shape, TextRun};
use super::faces::{Face, FaceId, Faces};
use crate::render::RenderError;
use printpdf::{FontId, FontMetrics, FontType, ParsedFont, PdfFontMetricsStub};
use sha2::{Digest, Sha256};
use skrifa::metrics::Metrics;
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;

/// What a glyph without characters of its own is read as; the run it stands in says what is meant.
const SILENT: &str = "\u{200b}";

/// A face as it goes into the file.
pub(super) struct Embedded {
    /// Its resource name.
    pub(super) id: FontId,
    /// The subset, ready for the engine.
    pub(super) program: ParsedFont,
    /// `BaseFont`, with the subset's six letters in front (ISO 32000-1 §9.6.4).
    pub(super) name: String,
    /// Advance widths in thousandths of an em by glyph of the subset, for `W` (§9.7.4.3).
    pub(super) widths: Vec<f32>,
    /// Measures of the face, in font units.
    pub(super) metrics: Metrics,
    remapper: GlyphRemapper,
    readings: BTreeMap<u16, String>,
}

/// The faces of a sheet.
pub(super) struct Embeds {
    by_face: BTreeMap<FaceId, Embedded>,
}

impl Embeds {
    /// Collects the glyphs of all pages and cuts each face down to them.
    pub(super) fn new(pages: &[Page], faces: &Faces) -> Result<Self, RenderError> {
        let mut used: BTreeMap<FaceId, BTreeMap<u16, String>> = BTreeMap::new();
        for mark in pages.iter().flat_map(|page| &page.marks) {
            let Shape::Text(run) = &mark.shape else { continue };
            let readings = used.entry(run.face).or_default();
            for glyph in &run.glyphs {
                let reading = readings.entry(glyph.id).or_default();
                if reading.is_empty() {
                    reading.push_str(&glyph.text);
                }
            }
        }
        let mut by_face = BTreeMap::new();
        for (id, readings) in used {
            let face = faces.get(id).ok_or_else(|| RenderError::Content("a face is missing".to_owned()))?;
            by_face.insert(id, Embedded::new(id, face, readings)?);
        }
        Ok(Self { by_face })
    }

    /// A face.
    pub(super) fn get(&self, id: FaceId) -> Option<&Embedded> {
        self.by_face.get(&id)
    }

    /// All faces, in the order of their files.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Embedded> {
        self.by_face.values()
    }
}

impl Embedded {
    fn new(id: FaceId, face: &Face, readings: BTreeMap<u16, String>) -> Result<Self, RenderError> {
        let bad = |why: String| RenderError::BadFont { file: face.name.clone(), why };
        let glyphs: Vec<u16> = readings.keys().copied().collect();
        let remapper = GlyphRemapper::new_from_glyphs_sorted(&glyphs);
        let bytes = subsetter::subset(&face.bytes, 0, &remapper).map_err(|error| bad(error.to_string()))?;
        let advances = face.advances(remapper.remapped_gids())?;
        let per_em = f32::from(face.metrics.units_per_em);
        let widths = advances.iter().map(|advance| advance * 1000.0 / per_em).collect();
        let name = format!("{}+{}", letters(&glyphs), face.name);
        let program = program(bytes, &name, face, &advances);
        let id = FontId(format!("Face{}", id.0));
        Ok(Self { id, program, name, widths, metrics: face.metrics, remapper, readings })
    }

    /// The glyph's index in the subset.
    pub(super) fn glyph(&self, id: u16) -> u16 {
        self.remapper.get(id).unwrap_or(0)
    }

    /// What the file says the glyph is read as.
    pub(super) fn reading(&self, id: u16) -> &str {
        self.readings.get(&id).map(String::as_str).filter(|reading| !reading.is_empty()).unwrap_or(SILENT)
    }

    /// The width of a subset's glyph in thousandths of an em.
    pub(super) fn width(&self, glyph: u16) -> f32 {
        self.widths.get(usize::from(glyph)).copied().unwrap_or_default()
    }

    /// What a run must be read as where its glyphs alone would be read differently.
    pub(super) fn correction(&self, run: &TextRun) -> Option<String> {
        if let Some(reads) = &run.reads {
            return Some(reads.clone());
        }
        let as_shown = run.glyphs.iter().all(|glyph| self.reading(glyph.id) == glyph.text);
        (!as_shown).then(|| run.text())
    }
}

/// Six capital letters that stand for the set of glyphs.
fn letters(glyphs: &[u16]) -> String {
    let mut hasher = Sha256::new();
    for glyph in glyphs {
        hasher.update(glyph.to_be_bytes());
    }
    hasher.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// The engine's form of a font; its own reading of the file would drop the glyphs' widths.
fn program(bytes: Vec<u8>, name: &str, face: &Face, advances: &[f32]) -> ParsedFont {
    let metrics = &face.metrics;
    let bounds = metrics.bounds.unwrap_or_default();
    let font_type = if bytes.starts_with(b"OTTO") { FontType::OpenTypeCFF(()) } else { FontType::TrueType };
    let glyph_widths =
        advances.iter().enumerate().filter_map(|(at, advance)| Some((u16::try_from(at).ok()?, unsigned(*advance))));
    ParsedFont {
        font_index: 0,
        font_name: Some(name.to_owned()),
        codepoint_to_glyph: BTreeMap::new(),
        glyph_widths: glyph_widths.collect(),
        units_per_em: metrics.units_per_em,
        font_metrics: FontMetrics { ascent: whole(metrics.ascent), descent: whole(metrics.descent) },
        font_type,
        pdf_font_metrics: PdfFontMetricsStub {
            units_per_em: metrics.units_per_em,
            x_min: whole(bounds.x_min),
            y_min: whole(bounds.y_min),
            x_max: whole(bounds.x_max),
            y_max: whole(bounds.y_max),
            caret_slope_rise: 1,
            caret_slope_run: 0,
            us_weight_class: face.weight,
        },
        original_bytes: bytes,
    }
}

fn whole(units: f32) -> i16 {
    #[expect(clippy::cast_possible_truncation, reason = "font units are 16 bits wide; the cast saturates")]
    let whole = units.round() as i16;
    whole
}

fn unsigned(units: f32) -> u16 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "font units are 16 bits wide; the cast saturates"
    )]
    let whole = units.round() as u16;
    whole
}
