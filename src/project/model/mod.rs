//! The checked project: what every later stage is told. Names have been resolved, types agree, and nothing
//! here can still be misspelt.

mod decision;
mod figure;
mod source;

pub use decision::{Acceptance, Correction, Decision, Decisions, Restatement, RowName, Unchanged, Withdrawal};
pub use figure::{
    Breakdown, Claim, ClaimKind, Derivation, DerivedKind, Dimension, FigureDef, Measure, Protect, Reduction, Scale,
    Take,
};
pub use source::{
    BlankUnit, ColumnDef, ColumnKind, Comparison, Condition, Filter, NumberFormat, Operand, QuantityUnit, Source,
    TermPart, TermParts, Test,
};

use super::file::{RequiredBlock, SheetFormat, Status};
use crate::project::checker::fold;
use crate::value::{Amount, Day, Term, YearStart, Zone, nearest};
use indexmap::IndexMap;

/// A whole project.
#[derive(Debug, Clone)]
pub struct Project {
    /// Who publishes, and since when they count.
    pub program: Program,
    /// Statements that are true from a day on.
    pub facts: Vec<Fact>,
    /// Lists of codes by name.
    pub codes: IndexMap<String, CodeList>,
    /// Bands by name.
    pub bands: IndexMap<String, Bands>,
    /// Where records come from, by name.
    pub sources: IndexMap<String, Source>,
    /// Who must not be exposed.
    pub privacy: Privacy,
    /// The figures by name.
    pub figures: IndexMap<String, FigureDef>,
    /// The sheets in order.
    pub sheets: Vec<Sheet>,
    /// What people decided about single rows, records and exports.
    pub decisions: Decisions,
    /// Who has to approve an edition before it is published; nobody when `None`.
    pub approval: Option<Approval>,
}

/// Who has to approve an edition before it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Every role must speak.
    pub roles: Vec<String>,
    /// Whether one person may speak for several of them.
    pub one_person_several_roles: bool,
}

impl Project {
    /// Whether a source's records are of persons: some figure of it protects a breakdown, or a privacy rule leaves
    /// records of it out.
    #[must_use]
    pub fn is_of_persons(&self, source: &str) -> bool {
        let protects =
            |figure: &FigureDef| figure.source == source && figure.by.iter().any(|by| by.protect > Protect::Nothing);
        self.figures.values().any(protects) || self.privacy.exclude.iter().any(|rule| rule.source == source)
    }
}

/// The program whose results are published.
#[derive(Debug, Clone)]
pub struct Program {
    /// Its full name.
    pub name: String,
    /// Its short name; the full one when it has none.
    pub short: String,
    /// The issuing office.
    pub office: String,
    /// The first day that counts.
    pub start: Day,
    /// The day up to which events count, unless the command line says another.
    pub as_of: Option<Day>,
    /// The day with which a fiscal year starts.
    pub fiscal_year_starts: YearStart,
    /// The zone whose calendar gives the day of a time with an offset.
    pub time_zone: Option<Zone>,
    /// BCP 47 tag of the sheets' language.
    pub language: String,
    /// Provisional or final.
    pub status: Status,
    /// Words to find the sheets by.
    pub keywords: Vec<String>,
    /// A mark on every page of every sheet that has none of its own.
    pub mark: Option<String>,
    /// The theme file, relative to the project file.
    pub theme: String,
    /// The templates' folder, relative to the project file.
    pub templates: String,
    /// The fonts' folder, relative to the project file.
    pub fonts: String,
}

/// A statement that is true from a day on.
#[derive(Debug, Clone)]
pub struct Fact {
    /// The name by which templates call it.
    pub name: String,
    /// Its words; more than one is printed as a list.
    pub value: Vec<String>,
    /// Whether it was written as a list.
    pub is_list: bool,
    /// The day from which it is true; from the start when `None`.
    pub since: Option<Day>,
}

/// A closed list of codes, in the order in which they are printed.
#[derive(Debug, Clone)]
pub struct CodeList {
    /// The codes with their names in words.
    pub names: IndexMap<String, String>,
    /// Every accepted spelling, folded, with the code that it stands for.
    pub spellings: IndexMap<String, String>,
}

impl CodeList {
    /// The advice for a text that is no code of the list: the code whose name or other spelling it is, or the nearest.
    #[must_use]
    pub fn advice(&self, text: &str) -> String {
        let named = self.names.iter().find(|(_, name)| fold(name) == fold(text)).map(|(code, _)| code);
        match named.or_else(|| self.spellings.get(&fold(text))) {
            Some(code) => format!("write the code, \"{code}\""),
            None => nearest(text, self.names.keys().map(String::as_str)),
        }
    }
}

/// Bands of terms or numbers that meet without overlap: below the first edge, from each edge to the next, and
/// from the last edge up.
#[derive(Debug, Clone)]
pub struct Bands {
    /// The edges in rising order.
    pub edges: Edges,
    /// One name more than there are edges.
    pub names: Vec<String>,
}

/// The edges of bands.
#[derive(Debug, Clone)]
pub enum Edges {
    /// Of prison terms.
    Terms(Vec<Term>),
    /// Of numbers, money or quantities.
    Amounts(Vec<Amount>),
}

/// Who must not be exposed.
#[derive(Debug, Clone)]
pub struct Privacy {
    /// Counts of persons from 1 to one less than this are withheld where a breakdown asks for it.
    pub smallest_cell: u32,
    /// How counts are protected from being compared with those of earlier editions, where a breakdown asks for it.
    pub over_time: Option<OverTime>,
    /// Rules by which rows are left out.
    pub exclude: Vec<Exclusion>,
}

/// How counts are protected from being compared with those of earlier editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverTime {
    /// They are rounded to the nearest five.
    Rounded,
}

/// A rule by which rows are left out.
#[derive(Debug, Clone)]
pub struct Exclusion {
    /// The source it applies to.
    pub source: String,
    /// What is said of it inside the office.
    pub reason: String,
    /// The rows it leaves out.
    pub filter: Filter,
    /// The date column that ends the exclusion for a row.
    pub until: Option<String>,
}

/// A sheet to make.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its name, also of its files.
    pub name: String,
    /// The template's file name in the templates folder.
    pub template: String,
    /// The formats to make.
    pub formats: Vec<SheetFormat>,
    /// The document's title; the program's name when there is none.
    pub title: String,
    /// What the document is, in a sentence.
    pub subject: String,
    /// Blocks that it may not lack.
    pub requires: Vec<RequiredBlock>,
    /// A mark on every page, such as "DRAFT" or "CUI": its own, or the program's.
    pub mark: Option<String>,
    /// Whether the figures are attached to its PDF.
    pub attach: bool,
    /// Whether its notes are footnotes in Word.
    pub footnotes: bool,
}
