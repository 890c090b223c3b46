//! The keys of `factsheet.toml` as serde reads them, before anything is checked against anything else.
//! Unknown keys are errors. Every name here is a key that staff write; [`super::check`] gives them meaning.

pub(super) use super::figure_keys::{RawBreakdown, RawClaim, RawClaims, RawFigure, RawQuantile, RawTake};
pub(super) use super::forms::{OneOrMany, RawYearStart};
use indexmap::IndexMap;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProject {
    pub(super) program: RawProgram,
    #[serde(default)]
    pub(super) facts: Vec<RawFact>,
    #[serde(default)]
    pub(super) codes: IndexMap<String, IndexMap<String, RawCode>>,
    #[serde(default)]
    pub(super) bands: IndexMap<String, RawBands>,
    pub(super) sources: IndexMap<String, RawSource>,
    #[serde(default)]
    pub(super) kinds: Vec<RawKinds>,
    #[serde(default)]
    pub(super) privacy: RawPrivacy,
    pub(super) figures: IndexMap<String, RawFigure>,
    pub(super) sheets: Vec<RawSheet>,
    #[serde(default)]
    pub(super) corrections: Vec<RawCorrection>,
    #[serde(default)]
    pub(super) accept: Vec<RawAcceptance>,
    #[serde(default)]
    pub(super) withdrawn: Vec<RawWithdrawal>,
    #[serde(default)]
    pub(super) unchanged: Vec<RawUnchanged>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProgram {
    pub(super) name: String,
    pub(super) short: Option<String>,
    pub(super) office: String,
    pub(super) start: toml::value::Datetime,
    pub(super) as_of: Option<toml::value::Datetime>,
    #[serde(default)]
    pub(super) fiscal_year_starts: RawYearStart,
    pub(super) time_zone: Option<String>,
    #[serde(default = "american")]
    pub(super) language: String,
    #[serde(default)]
    pub(super) status: Status,
    #[serde(default)]
    pub(super) keywords: Vec<String>,
    #[serde(default = "default_theme")]
    pub(super) theme: String,
    #[serde(default = "default_templates")]
    pub(super) templates: String,
    #[serde(default = "default_fonts")]
    pub(super) fonts: String,
}

/// Whether the figures may still change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// They may still change as records come in.
    #[default]
    Provisional,
    /// They change only by a correction.
    Final,
}

fn american() -> String {
    "en-US".to_owned()
}
fn default_theme() -> String {
    "templates/themes/default.toml".to_owned()
}
fn default_templates() -> String {
    "templates".to_owned()
}
fn default_fonts() -> String {
    "fonts".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFact {
    pub(super) name: String,
    pub(super) value: OneOrMany,
    pub(super) since: Option<toml::value::Datetime>,
}

/// A code's name in words, or its name with the other spellings that exports use for it.
#[derive(Debug)]
pub(super) struct RawCode {
    pub(super) name: String,
    pub(super) from: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBands {
    pub(super) edges: Vec<toml::Value>,
    #[serde(default)]
    pub(super) names: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSource {
    pub(super) title: Option<String>,
    pub(super) files: OneOrMany,
    pub(super) kind: SourceKind,
    pub(super) one_per: Option<String>,
    pub(super) recorded_on: Option<String>,
    #[serde(default)]
    pub(super) key: OneOrMany,
    #[serde(default)]
    pub(super) latest_by: OneOrMany,
    pub(super) deleted: Option<RawDeleted>,
    #[serde(default)]
    pub(super) missing: Vec<String>,
    #[serde(default = "comma")]
    pub(super) delimiter: String,
    #[serde(default)]
    pub(super) encoding: Encoding,
    #[serde(default)]
    pub(super) skip_lines: u32,
    pub(super) columns: IndexMap<String, RawColumn>,
}

fn comma() -> String {
    ",".to_owned()
}

/// What an export of a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// Each export holds everything; the newest of an office replaces its older ones.
    Snapshot,
    /// Each export holds what changed since the one before.
    Changes,
}

/// How the bytes of an export are text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Encoding {
    /// UTF-8, or UTF-16 with a byte order mark.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// Windows-1252, the code page of older Windows programs.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDeleted {
    pub(super) column: String,
    pub(super) is: OneOrMany,
}

/// Every key that some type of column knows; which of them fit a type is checked later, with a better message
/// than serde would give.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumn {
    #[serde(rename = "type")]
    pub(super) kind: RawKind,
    #[serde(default)]
    pub(super) from: OneOrMany,
    #[serde(default)]
    pub(super) join: Vec<String>,
    #[serde(default)]
    pub(super) formats: OneOrMany,
    #[serde(default)]
    pub(super) year: YearKind,
    pub(super) codes: Option<String>,
    #[serde(default)]
    pub(super) open: bool,
    pub(super) currency: Option<String>,
    pub(super) grouping: Option<String>,
    pub(super) decimal: Option<String>,
    #[serde(default)]
    pub(super) parentheses: bool,
    pub(super) unit: Option<String>,
    #[serde(default)]
    pub(super) unit_from: OneOrMany,
    #[serde(default)]
    pub(super) units: IndexMap<String, OneOrMany>,
    #[serde(default)]
    pub(super) years: OneOrMany,
    #[serde(default)]
    pub(super) months: OneOrMany,
    #[serde(default)]
    pub(super) days: OneOrMany,
    #[serde(default)]
    pub(super) life: OneOrMany,
    #[serde(default)]
    pub(super) value: OneOrMany,
    #[serde(default)]
    pub(super) yes: OneOrMany,
    #[serde(default)]
    pub(super) no: OneOrMany,
}

/// The types of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum RawKind {
    Text,
    Code,
    Date,
    Number,
    Money,
    Quantity,
    Term,
    Flag,
}

/// What the year of a joined month and year column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum YearKind {
    /// The calendar year.
    #[default]
    Calendar,
    /// The program's fiscal year, so that October of FY2024 is October 2023.
    Fiscal,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPrivacy {
    #[serde(default = "eleven")]
    pub(super) smallest_cell: i64,
    #[serde(default)]
    pub(super) exclude: Vec<RawExclude>,
}

impl Default for RawPrivacy {
    fn default() -> Self {
        Self { smallest_cell: eleven(), exclude: Vec::new() }
    }
}

fn eleven() -> i64 {
    11
}

/// What a column measures, told by a code in another column: amounts of different kinds are never added.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawKinds {
    pub(super) source: String,
    pub(super) column: String,
    pub(super) by: String,
    pub(super) kinds: IndexMap<String, OneOrMany>,
}

pub(super) type RawWhere = IndexMap<String, toml::Value>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExclude {
    pub(super) source: String,
    pub(super) reason: String,
    #[serde(rename = "where")]
    pub(super) filter: RawWhere,
    pub(super) until: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSheet {
    pub(super) name: String,
    pub(super) template: String,
    pub(super) formats: Vec<SheetFormat>,
    pub(super) title: Option<String>,
    pub(super) subject: Option<String>,
    #[serde(default)]
    pub(super) requires: Vec<RequiredBlock>,
    pub(super) attach: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCorrection {
    pub(super) edition: toml::value::Datetime,
    pub(super) source: String,
    #[serde(default)]
    pub(super) key: OneOrMany,
    pub(super) row: Option<String>,
    pub(super) column: String,
    pub(super) was: String,
    pub(super) is: String,
    pub(super) reason: String,
    pub(super) who: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAcceptance {
    pub(super) edition: toml::value::Datetime,
    pub(super) source: String,
    pub(super) row: String,
    pub(super) reason: String,
    pub(super) who: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWithdrawal {
    pub(super) edition: toml::value::Datetime,
    pub(super) source: String,
    pub(super) key: OneOrMany,
    pub(super) reason: String,
    pub(super) who: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawUnchanged {
    pub(super) edition: toml::value::Datetime,
    pub(super) source: String,
    pub(super) office: Option<String>,
    pub(super) reason: String,
    pub(super) who: String,
}

/// An output format of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SheetFormat {
    /// A tagged PDF.
    Pdf,
    /// A Word file.
    Docx,
    /// Plain text.
    Txt,
}

impl SheetFormat {
    /// The file name's extension.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Txt => "txt",
        }
    }
}

/// A block that a sheet may not lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequiredBlock {
    /// The as-of date, in the masthead.
    AsOf,
    /// A callout: the presumption of innocence.
    Callout,
    /// The contact line.
    Contact,
}
