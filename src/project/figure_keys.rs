//! The keys of a figure as serde reads them, before anything is checked; the rest of the project file is in
//! [`super::file`].

use super::file::RawWhere;
use super::forms::OneOrMany;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFigure {
    pub(super) title: String,
    #[serde(default)]
    pub(super) source: String,
    pub(super) counts: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) distinct: Option<OneOrMany>,
    pub(super) sum: Option<String>,
    pub(super) mean: Option<String>,
    pub(super) median: Option<String>,
    pub(super) largest: Option<String>,
    pub(super) smallest: Option<String>,
    pub(super) quantile: Option<RawQuantile>,
    pub(super) share: Option<RawShare>,
    pub(super) ratio: Option<RawRatio>,
    pub(super) difference: Option<RawDifference>,
    #[serde(default)]
    pub(super) per: OneOrMany,
    pub(super) take: Option<RawTake>,
    #[serde(rename = "where", default)]
    pub(super) filter: RawWhere,
    pub(super) on: Option<String>,
    #[serde(default)]
    pub(super) claim: RawClaims,
    #[serde(default)]
    pub(super) by: Vec<RawBreakdown>,
    pub(super) decimals: Option<u8>,
}

/// Which row of a key stands for it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTake {
    pub(super) largest: Option<String>,
    pub(super) smallest: Option<String>,
    pub(super) sum: Option<String>,
}

/// A column, and the part of its values that the quantile does not leave behind it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawQuantile {
    pub(super) column: String,
    pub(super) at: toml::Value,
}

/// A figure as a part of another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawShare {
    pub(super) of: String,
    #[serde(rename = "in")]
    pub(super) whole: String,
}

/// So much of a figure for each of another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRatio {
    pub(super) of: String,
    pub(super) per: String,
}

/// A figure less another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDifference {
    pub(super) of: String,
    pub(super) less: String,
}

#[derive(Debug, Default)]
pub(super) struct RawClaims(pub(super) Vec<RawClaim>);

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawClaim {
    pub(super) more_than: Option<toml::Value>,
    pub(super) at_least: Option<toml::Value>,
    pub(super) say: Option<String>,
    pub(super) words: Option<String>,
}

#[derive(Debug)]
pub(super) struct RawBreakdown {
    /// One dimension, or two for a table.
    pub(super) by: Vec<String>,
    pub(super) bands: Option<String>,
    pub(super) protect: bool,
}
