//! The keys of a `[sources.NAME]` table and of its columns.

use super::OneOrMany;
use indexmap::IndexMap;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawSource {
    pub(in crate::project) title: Option<String>,
    pub(in crate::project) files: OneOrMany,
    pub(in crate::project) kind: SourceKind,
    pub(in crate::project) one_per: Option<String>,
    pub(in crate::project) recorded_on: Option<String>,
    #[serde(default)]
    pub(in crate::project) key: OneOrMany,
    #[serde(default)]
    pub(in crate::project) latest_by: OneOrMany,
    pub(in crate::project) deleted: Option<RawDeleted>,
    #[serde(default)]
    pub(in crate::project) missing: Vec<String>,
    #[serde(default = "comma")]
    pub(in crate::project) delimiter: String,
    #[serde(default)]
    pub(in crate::project) encoding: Encoding,
    #[serde(default)]
    pub(in crate::project) skip_lines: u32,
    #[serde(default)]
    pub(in crate::project) skip_last_lines: u32,
    pub(in crate::project) columns: IndexMap<String, RawColumn>,
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
pub(in crate::project) struct RawDeleted {
    pub(in crate::project) column: String,
    pub(in crate::project) is: OneOrMany,
}

/// Every key that some type of column knows; which of them fit a type is checked later, with a better message
/// than serde would give.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawColumn {
    #[serde(rename = "type")]
    pub(in crate::project) kind: RawKind,
    #[serde(default)]
    pub(in crate::project) from: OneOrMany,
    #[serde(default)]
    pub(in crate::project) join: Vec<String>,
    #[serde(default)]
    pub(in crate::project) formats: OneOrMany,
    #[serde(default)]
    pub(in crate::project) year: YearKind,
    pub(in crate::project) codes: Option<String>,
    #[serde(default)]
    pub(in crate::project) open: bool,
    pub(in crate::project) currency: Option<String>,
    pub(in crate::project) grouping: Option<String>,
    pub(in crate::project) decimal: Option<String>,
    #[serde(default)]
    pub(in crate::project) parentheses: bool,
    pub(in crate::project) unit: Option<String>,
    #[serde(default)]
    pub(in crate::project) unit_from: OneOrMany,
    #[serde(default)]
    pub(in crate::project) units: IndexMap<String, OneOrMany>,
    pub(in crate::project) blank_unit: Option<String>,
    #[serde(default)]
    pub(in crate::project) missing: OneOrMany,
    #[serde(default)]
    pub(in crate::project) life_is: OneOrMany,
    pub(in crate::project) century: Option<i16>,
    #[serde(default)]
    pub(in crate::project) years: OneOrMany,
    #[serde(default)]
    pub(in crate::project) months: OneOrMany,
    #[serde(default)]
    pub(in crate::project) days: OneOrMany,
    #[serde(default)]
    pub(in crate::project) life: OneOrMany,
    #[serde(default)]
    pub(in crate::project) value: OneOrMany,
    #[serde(default)]
    pub(in crate::project) yes: OneOrMany,
    pub(in crate::project) blank: Option<Blank>,
    #[serde(default)]
    pub(in crate::project) no: OneOrMany,
}

/// What a blank flag means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::project) enum Blank {
    Yes,
    No,
}

/// The types of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::project) enum RawKind {
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
