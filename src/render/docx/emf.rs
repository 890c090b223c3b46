//! Filled paths → an Enhanced Metafile ([MS-EMF]), the one kind of vector picture that every Word draws. It holds paths
//! and brushes and nothing else.

use crate::render::seal::{Fill, Ring, Spot, Step};

/// The picture's height in its own units, which are hundredths of a millimetre; Word scales it to its place.
const HEIGHT: f32 = 20_000.0;
/// The only brush.
const BRUSH: u32 = 1;

/// Record types ([MS-EMF] §2.1.1).
mod record {
    pub(super) const HEADER: u32 = 1;
    pub(super) const POLY_BEZIER_TO: u32 = 5;
    pub(super) const EOF: u32 = 14;
    pub(super) const SET_POLY_FILL_MODE: u32 = 19;
    pub(super) const MOVE_TO: u32 = 27;
    pub(super) const SELECT_OBJECT: u32 = 37;
    pub(super) const CREATE_BRUSH: u32 = 39;
    pub(super) const DELETE_OBJECT: u32 = 40;
    pub(super) const LINE_TO: u32 = 54;
    pub(super) const BEGIN_PATH: u32 = 59;
    pub(super) const END_PATH: u32 = 60;
    pub(super) const CLOSE_FIGURE: u32 = 61;
    pub(super) const FILL_PATH: u32 = 62;
}

/// The metafile of paths whose height is 1 and whose width is `aspect`.
pub(super) fn metafile(fills: &[Fill], aspect: f32) -> Vec<u8> {
    let mut records = Records { bytes: Vec::new(), count: 1, edges: [0, 0, unit(aspect), unit(1.0)] };
    for fill in fills {
        records.fill(fill);
    }
    // No palette; the last field repeats the record's own size (§2.3.4.1).
    records.push(record::EOF, &[0, 16, 20]);
    let header = records.header();
    [header, records.bytes].concat()
}

struct Records {
    bytes: Vec<u8>,
    /// The header among them.
    count: u32,
    edges: [u32; 4],
}

impl Records {
    /// A record: its type, its size in bytes, and fields of four bytes.
    fn push(&mut self, kind: u32, fields: &[u32]) {
        let size = u32::try_from(fields.len() * 4 + 8).unwrap_or(u32::MAX);
        let words = [kind, size].into_iter().chain(fields.iter().copied());
        self.bytes.extend(words.flat_map(u32::to_le_bytes));
        self.count += 1;
    }

    fn fill(&mut self, fill: &Fill) {
        let color = u32::from_le_bytes([fill.color.red, fill.color.green, fill.color.blue, 0]);
        self.push(record::CREATE_BRUSH, &[BRUSH, 0, color, 0]);
        self.push(record::SELECT_OBJECT, &[BRUSH]);
        self.push(record::SET_POLY_FILL_MODE, &[if fill.even_odd { 1 } else { 2 }]);
        self.push(record::BEGIN_PATH, &[]);
        fill.rings.iter().for_each(|ring| self.ring(ring));
        self.push(record::END_PATH, &[]);
        self.push(record::FILL_PATH, &self.edges.clone());
        self.push(record::DELETE_OBJECT, &[BRUSH]);
    }

    fn ring(&mut self, ring: &Ring) {
        self.push(record::MOVE_TO, &point(ring.start));
        for step in &ring.steps {
            match *step {
                Step::Line(end) => self.push(record::LINE_TO, &point(end)),
                Step::Curve(spots) => {
                    let fields = self.edges.into_iter().chain([3]).chain(spots.into_iter().flat_map(point));
                    self.push(record::POLY_BEZIER_TO, &fields.collect::<Vec<_>>());
                }
            }
        }
        self.push(record::CLOSE_FIGURE, &[]);
    }

    /// The header (§2.3.4.2): edges twice, as device units and as hundredths of a millimetre, which are the same on a
    /// device of a hundred units to the millimetre.
    fn header(&self) -> Vec<u8> {
        const SIZE: u32 = 88;
        const SIGNATURE: u32 = 0x464d_4520;
        const VERSION: u32 = 0x0001_0000;
        let whole = SIZE + u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        // The brush and the metafile itself.
        let handles = 2;
        let fields = [record::HEADER, SIZE]
            .into_iter()
            .chain(self.edges)
            .chain(self.edges)
            .chain([SIGNATURE, VERSION, whole, self.count, handles, 0, 0, 0, 100_000, 100_000, 1000, 1000]);
        fields.flat_map(u32::to_le_bytes).collect()
    }
}

fn point((x, y): Spot) -> [u32; 2] {
    [unit(x), unit(y)]
}

/// A length in the picture's units; those left of or above the picture are negative, in two's complement.
#[expect(clippy::float_arithmetic, clippy::cast_possible_truncation, reason = "a drawing is measured")]
fn unit(length: f32) -> u32 {
    ((length * HEIGHT).round() as i32).cast_unsigned()
}
