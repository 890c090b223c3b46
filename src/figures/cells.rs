//! The shape of computed figures: a cell for each figure, window and slice.

use super::meaning::Meaning;
use super::receipt::Receipt;
use super::window::{Calendar, Window};
use crate::project::{FigureDef, fold};
use crate::value::{Day, Ratio, nearest};
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// An exact value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// A number, in the figure's unit.
    Number(Ratio),
    /// A life sentence: the largest or median of terms can be one.
    Life,
    /// There is none: the median of nothing.
    Nothing,
}

/// A computed cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The exact value.
    pub value: Value,
    /// Rows behind it.
    pub rows: u64,
    /// Distinct things behind it (persons, where the figure counts or reduces by person), of a statistic those that
    /// have a value; small cells are told by this.
    pub things: u64,
}

/// Which cell of a figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey {
    /// The window.
    pub window: Window,
    /// The dimension and code of a slice, two of them in a table of two dimensions, none for the total.
    pub slice: Vec<(String, String)>,
}

impl CellKey {
    /// The total of a window.
    #[must_use]
    pub const fn total(window: Window) -> Self {
        Self { window, slice: Vec::new() }
    }

    /// A slice to date.
    #[must_use]
    pub fn slice(dimension: &str, code: &str) -> Self {
        Self { window: Window::ToDate, slice: vec![(dimension.to_owned(), code.to_owned())] }
    }

    /// A cell of a table of two dimensions, to date.
    #[must_use]
    pub fn crossed(rows: &str, row: &str, columns: &str, column: &str) -> Self {
        let part = |dimension: &str, code: &str| (dimension.to_owned(), code.to_owned());
        Self { window: Window::ToDate, slice: vec![part(rows, row), part(columns, column)] }
    }
}

/// A slice of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// Its code.
    pub code: String,
    /// Its name in words.
    pub label: String,
}

/// The slices of a breakdown, in the order in which they are printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BreakdownSlices {
    /// The dimension's name.
    pub dimension: String,
    /// Whether small counts are withheld.
    pub protect: bool,
    /// Whether counts are rounded, so that they cannot be compared with those of earlier editions.
    pub rounded: bool,
    /// The slices.
    pub slices: Vec<Slice>,
}

/// A breakdown by two dimensions at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// The slices that head the rows.
    pub rows: BreakdownSlices,
    /// The slices that head the columns.
    pub columns: BreakdownSlices,
}

impl Crossing {
    /// The keys of all its cells, row by row.
    #[must_use]
    pub fn keys(&self) -> Vec<CellKey> {
        let (rows, columns) = (&self.rows, &self.columns);
        let key = |row: &Slice, column: &Slice| {
            CellKey::crossed(&rows.dimension, &row.code, &columns.dimension, &column.code)
        };
        rows.slices.iter().flat_map(|row| columns.slices.iter().map(move |column| key(row, column))).collect()
    }
}

impl BreakdownSlices {
    /// The keys of all its cells.
    #[must_use]
    pub fn keys(&self) -> Vec<CellKey> {
        self.slices.iter().map(|slice| CellKey::slice(&self.dimension, &slice.code)).collect()
    }

    /// The advice for a text that is the code of no slice: the code whose label it is, or the nearest.
    #[must_use]
    pub fn advice(&self, text: &str) -> String {
        match self.slices.iter().find(|slice| fold(&slice.label) == fold(text)) {
            Some(slice) => format!("write the code, \"{}\"", slice.code),
            None => nearest(text, self.slices.iter().map(|slice| slice.code.as_str())),
        }
    }
}

/// All cells of a figure.
#[derive(Debug, Clone)]
pub struct FigureCells {
    /// Its definition.
    pub definition: FigureDef,
    /// Its cells.
    pub cells: BTreeMap<CellKey, Cell>,
    /// Its breakdowns.
    pub breakdowns: Vec<BreakdownSlices>,
    /// Its breakdowns by two dimensions.
    pub crossings: Vec<Crossing>,
    /// How it came about.
    pub receipt: Receipt,
    /// Whether it is a statistic, a sum among them, over records of persons: nothing of it is shown over too few.
    pub of_persons: bool,
    /// What the rows of its slices meet.
    pub(super) meanings: Vec<Meaning>,
    /// How many things lie between any two days that differences of its periods could single out, by slice; none where
    /// no such difference tells of few persons.
    pub(super) spans: Vec<Span>,
}

/// How many things of a slice lie in a span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    /// The slice, which is not of time; none for the total.
    pub(super) slice: Vec<(String, String)>,
    /// The day before its first.
    pub(super) after: Day,
    /// Its last day.
    pub(super) to: Day,
    /// The things.
    pub(super) things: u64,
}

impl Span {
    /// Whether there are some things, and too few.
    pub(super) fn is_few(&self, smallest: u64) -> bool {
        (1..smallest).contains(&self.things)
    }
}

/// All figures of a project as of a day.
#[derive(Debug, Clone)]
pub struct Computed {
    /// What windows are relative to.
    pub calendar: Calendar,
    /// What the program and its office are called.
    pub program: Vec<String>,
    /// The figures by name, in the project's order.
    pub figures: IndexMap<String, FigureCells>,
}

/// A cell of the edition: the figure's place and the cell's key.
pub(super) type CellId = (usize, CellKey);

impl Computed {
    /// The figure at a place.
    pub(super) fn figure_at(&self, place: usize) -> Option<&FigureCells> {
        self.figures.get_index(place).map(|(_, figure)| figure)
    }

    /// A cell; none for one that the edition does not have.
    pub(super) fn cell(&self, id: &CellId) -> Option<&Cell> {
        self.figure_at(id.0)?.cells.get(&id.1)
    }
}
