//! The keys of `factsheet.toml` as serde reads them, before anything is checked against anything else.
//! Unknown keys are errors. Every name here is a key that staff write; [`super::check`] gives them meaning.

mod decision;
mod figure;
mod source;

pub(in crate::project) use crate::project::forms::{OneOrMany, RawYearStart};
pub use decision::RestatementKind;
pub(in crate::project) use decision::{RawAcceptance, RawCorrection, RawRestatement, RawUnchanged, RawWithdrawal};
pub(in crate::project) use figure::{RawBreakdown, RawClaim, RawClaims, RawFigure, RawQuantile, RawTake};
use indexmap::IndexMap;
use serde::Deserialize;
pub(in crate::project) use source::{Blank, RawColumn, RawDeleted, RawKind, RawSource};
pub use source::{Encoding, SourceKind, YearKind};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawProject {
    pub(in crate::project) program: RawProgram,
    #[serde(default)]
    pub(in crate::project) facts: Vec<RawFact>,
    #[serde(default)]
    pub(in crate::project) codes: IndexMap<String, IndexMap<String, RawCode>>,
    #[serde(default)]
    pub(in crate::project) bands: IndexMap<String, RawBands>,
    pub(in crate::project) sources: IndexMap<String, RawSource>,
    #[serde(default)]
    pub(in crate::project) kinds: Vec<RawKinds>,
    #[serde(default)]
    pub(in crate::project) privacy: RawPrivacy,
    pub(in crate::project) figures: IndexMap<String, RawFigure>,
    pub(in crate::project) sheets: Vec<RawSheet>,
    #[serde(default)]
    pub(in crate::project) corrections: Vec<RawCorrection>,
    #[serde(default)]
    pub(in crate::project) accept: Vec<RawAcceptance>,
    #[serde(default)]
    pub(in crate::project) withdrawn: Vec<RawWithdrawal>,
    #[serde(default)]
    pub(in crate::project) unchanged: Vec<RawUnchanged>,
    #[serde(default)]
    pub(in crate::project) restatements: Vec<RawRestatement>,
    pub(in crate::project) approval: Option<RawApproval>,
}

/// Who has to approve an edition before it is published.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawApproval {
    pub(in crate::project) roles: Vec<String>,
    #[serde(default)]
    pub(in crate::project) one_person_several_roles: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawProgram {
    pub(in crate::project) name: String,
    pub(in crate::project) short: Option<String>,
    pub(in crate::project) office: String,
    pub(in crate::project) start: toml::value::Datetime,
    pub(in crate::project) as_of: Option<toml::value::Datetime>,
    #[serde(default)]
    pub(in crate::project) fiscal_year_starts: RawYearStart,
    pub(in crate::project) time_zone: Option<String>,
    #[serde(default = "american")]
    pub(in crate::project) language: String,
    #[serde(default)]
    pub(in crate::project) status: Status,
    #[serde(default)]
    pub(in crate::project) keywords: Vec<String>,
    #[serde(default = "default_theme")]
    pub(in crate::project) theme: String,
    #[serde(default = "default_templates")]
    pub(in crate::project) templates: String,
    #[serde(default = "default_fonts")]
    pub(in crate::project) fonts: String,
    pub(in crate::project) mark: Option<String>,
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

impl Status {
    /// The word for it on a sheet.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Provisional => "Provisional",
            Self::Final => "Final",
        }
    }
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
pub(in crate::project) struct RawFact {
    pub(in crate::project) name: String,
    pub(in crate::project) value: OneOrMany,
    pub(in crate::project) since: Option<toml::value::Datetime>,
}

/// A code's name in words, or its name with the other spellings that exports use for it.
#[derive(Debug)]
pub(in crate::project) struct RawCode {
    pub(in crate::project) name: String,
    pub(in crate::project) from: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawBands {
    pub(in crate::project) edges: Vec<toml::Value>,
    #[serde(default)]
    pub(in crate::project) names: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawPrivacy {
    #[serde(default = "eleven")]
    pub(in crate::project) smallest_cell: i64,
    pub(in crate::project) over_time: Option<String>,
    #[serde(default)]
    pub(in crate::project) exclude: Vec<RawExclude>,
}

impl Default for RawPrivacy {
    fn default() -> Self {
        Self { smallest_cell: eleven(), over_time: None, exclude: Vec::new() }
    }
}

fn eleven() -> i64 {
    11
}

/// What a column measures, told by a code in another column: amounts of different kinds are never added.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawKinds {
    pub(in crate::project) source: String,
    pub(in crate::project) column: String,
    pub(in crate::project) by: String,
    pub(in crate::project) kinds: IndexMap<String, OneOrMany>,
}

pub(in crate::project) type RawWhere = IndexMap<String, toml::Value>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawExclude {
    pub(in crate::project) source: String,
    pub(in crate::project) reason: String,
    #[serde(rename = "where")]
    pub(in crate::project) filter: RawWhere,
    pub(in crate::project) until: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawSheet {
    pub(in crate::project) name: String,
    pub(in crate::project) template: String,
    pub(in crate::project) formats: Vec<SheetFormat>,
    pub(in crate::project) title: Option<String>,
    pub(in crate::project) subject: Option<String>,
    #[serde(default)]
    pub(in crate::project) requires: Vec<RequiredBlock>,
    pub(in crate::project) attach: Option<Vec<String>>,
    #[serde(default)]
    pub(in crate::project) footnotes: bool,
    pub(in crate::project) mark: Option<String>,
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
