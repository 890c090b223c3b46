//! Font files → the faces that a sheet is set in, with the measures that a PDF font dictionary needs.
//! Files are parsed once per run; only the given bytes are used, never a font of the machine.

use super::draw::Glyph;
use super::hyphens::SOFT_HYPHEN;
use crate::render::theme::Theme;
use crate::render::{FontFile, RenderError};
use parley::FontContext;
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use skrifa::attribute::Style;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::{GlyphMetrics, Metrics};
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::sync::Arc;

/// Which of the faces a run of glyphs is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FaceId(pub(super) usize);

/// The two families of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Headings and narrative.
    Serif,
    /// Tables, figures, labels and lists.
    Sans,
}

/// Regular weight (OS/2 `usWeightClass`).
pub(super) const REGULAR: u16 = 400;
/// Semibold weight.
pub(super) const SEMIBOLD: u16 = 600;
/// Bold weight.
pub(super) const BOLD: u16 = 700;

/// One font file, parsed.
#[derive(Debug, Clone)]
pub(super) struct Face {
    /// The whole file.
    pub(super) bytes: Arc<[u8]>,
    /// PostScript name, for `BaseFont` (ISO 32000-1 §9.7.6.2).
    pub(super) name: String,
    /// Family name as the theme writes it.
    family: String,
    /// `usWeightClass`.
    pub(super) weight: u16,
    italic: bool,
    /// The glyph of the space, drawn between runs so that extracted words stay apart.
    pub(super) space: u16,
    /// The glyph of the hyphen at the end of a divided line.
    hyphen: u16,
    /// Font units per em, and measures in them.
    pub(super) metrics: Metrics,
    /// Which bytes parley reports for this face.
    blob: u64,
}

/// All faces of a run, and parley's view of them.
pub(super) struct Faces {
    faces: Vec<Face>,
    /// Cloned for each sheet: parley wants it mutable.
    context: FontContext,
    serif: String,
    sans: String,
    others: Vec<String>,
}

impl Faces {
    /// Parses the files and checks that every face the theme will ask for is there.
    pub(super) fn new(theme: &Theme, fonts: &[FontFile]) -> Result<Self, RenderError> {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut context = FontContext { collection: Collection::new(options), source_cache: SourceCache::default() };
        let mut faces = Vec::new();
        for file in fonts {
            let blob = Blob::new(Arc::new(Arc::clone(&file.bytes)));
            let face = Face::parse(file, blob.id())?;
            let family = FontInfoOverride { family_name: Some(&face.family), ..FontInfoOverride::default() };
            context.collection.register_fonts(blob, Some(family));
            faces.push(face);
        }
        let (serif, sans) = (theme.fonts.serif.clone(), theme.fonts.sans.clone());
        let mut others: Vec<String> = faces.iter().map(|face| face.family.clone()).collect();
        others.retain(|family| *family != serif && *family != sans);
        others.sort();
        others.dedup();
        let faces = Self { faces, context, serif, sans, others };
        for (family, weight) in [
            (Family::Serif, REGULAR),
            (Family::Serif, SEMIBOLD),
            (Family::Serif, BOLD),
            (Family::Sans, REGULAR),
            (Family::Sans, SEMIBOLD),
        ] {
            faces.require(family, weight, false)?;
        }
        faces.require(Family::Serif, REGULAR, true)?;
        faces.require(Family::Sans, REGULAR, true)?;
        Ok(faces)
    }

    /// A fresh view for one sheet.
    pub(super) fn context(&self) -> FontContext {
        self.context.clone()
    }

    /// The family's name.
    pub(super) fn family(&self, family: Family) -> &str {
        match family {
            Family::Serif => &self.serif,
            Family::Sans => &self.sans,
        }
    }

    /// The families that stand in for characters that neither of the two has, in order of their names.
    pub(super) fn others(&self) -> impl Iterator<Item = &str> {
        self.others.iter().map(String::as_str)
    }

    /// The face that parley set a run in.
    pub(super) fn by_blob(&self, blob: u64) -> Option<FaceId> {
        self.faces.iter().position(|face| face.blob == blob).map(FaceId)
    }

    /// A face.
    pub(super) fn get(&self, id: FaceId) -> Option<&Face> {
        self.faces.get(id.0)
    }

    /// Whether any face has a glyph for the character; a private one means nothing to a reader.
    pub(super) fn has(&self, character: char) -> bool {
        if is_private(character) {
            return false;
        }
        self.faces.iter().any(|face| face.font().is_ok_and(|font| font.charmap().map(character).is_some()))
    }

    fn require(&self, family: Family, weight: u16, italic: bool) -> Result<(), RenderError> {
        let name = self.family(family);
        // A family with one bold weight serves for semibold and bold.
        let fits = |face: &Face| {
            face.family == name && face.italic == italic && (weight == REGULAR) == (face.weight < SEMIBOLD)
        };
        if self.faces.iter().any(fits) {
            return Ok(());
        }
        let style = if italic {
            "italic"
        } else {
            match weight {
                REGULAR => "regular",
                SEMIBOLD => "semibold",
                _ => "bold",
            }
        };
        Err(RenderError::MissingFace { family: name.to_owned(), style: style.to_owned() })
    }
}

impl Face {
    fn parse(file: &FontFile, blob: u64) -> Result<Self, RenderError> {
        let bad = |why: &str| RenderError::BadFont { file: file.name.clone(), why: why.to_owned() };
        let font = FontRef::new(&file.bytes).map_err(|error| bad(&error.to_string()))?;
        let named = |ids: [StringId; 2]| {
            ids.into_iter().find_map(|id| font.localized_strings(id).english_or_first().map(|s| s.to_string()))
        };
        let attributes = font.attributes();
        let metrics = Metrics::new(&font, Size::unscaled(), LocationRef::default());
        if metrics.units_per_em == 0 {
            return Err(bad("it has no units per em"));
        }
        let hyphen = ['\u{2010}', '-'].into_iter().find_map(|hyphen| font.charmap().map(hyphen));
        let space = font.charmap().map(' ').ok_or_else(|| bad("it has no space"))?;
        Ok(Self {
            bytes: Arc::clone(&file.bytes),
            name: named([StringId::POSTSCRIPT_NAME, StringId::FULL_NAME]).ok_or_else(|| bad("it has no name"))?,
            family: named([StringId::TYPOGRAPHIC_FAMILY_NAME, StringId::FAMILY_NAME])
                .ok_or_else(|| bad("it has no family name"))?,
            weight: weight_class(attributes.weight.value()),
            italic: !matches!(attributes.style, Style::Normal),
            space: u16::try_from(space.to_u32()).map_err(|_| bad("it has too many glyphs"))?,
            hyphen: hyphen.and_then(|glyph| u16::try_from(glyph.to_u32()).ok()).unwrap_or_default(),
            metrics,
            blob,
        })
    }

    fn font(&self) -> Result<FontRef<'_>, RenderError> {
        let bad =
            |error: &dyn std::fmt::Display| RenderError::BadFont { file: self.name.clone(), why: error.to_string() };
        FontRef::new(&self.bytes).map_err(|error| bad(&error))
    }

    /// The hyphen of a divided line: read as a soft hyphen, which readers leave out.
    pub(super) fn hyphen(&self, size: f32) -> Glyph {
        let units = self.advances(std::iter::once(self.hyphen)).ok().and_then(|advances| advances.first().copied());
        let advance = units.unwrap_or_default() * size / f32::from(self.metrics.units_per_em);
        Glyph { id: self.hyphen, advance, shift: 0.0, text: SOFT_HYPHEN.to_string() }
    }

    /// Advance widths of glyphs in font units, in the order asked.
    pub(super) fn advances(&self, glyphs: impl Iterator<Item = u16>) -> Result<Vec<f32>, RenderError> {
        let font = self.font()?;
        let widths = GlyphMetrics::new(&font, Size::unscaled(), LocationRef::default());
        Ok(glyphs.map(|id| widths.advance_width(GlyphId::from(id)).unwrap_or_default()).collect())
    }
}

/// OS/2 weights are 1 to 1000 and whole.
fn weight_class(value: f32) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1 to 1000")]
    let class = value.clamp(1.0, 1000.0) as u16;
    class
}

/// Characters whose meaning only their font knows (Unicode 16.0 §23.5).
pub(super) fn is_private(character: char) -> bool {
    matches!(u32::from(character), 0xE000..=0xF8FF | 0xF_0000..)
}
