//! The keys of a `[figures.NAME]` table.

use super::{OneOrMany, RawWhere};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawFigure {
    pub(in crate::project) title: String,
    #[serde(default)]
    pub(in crate::project) source: String,
    pub(in crate::project) counts: Option<String>,
    pub(in crate::project) unit: Option<String>,
    pub(in crate::project) distinct: Option<OneOrMany>,
    pub(in crate::project) sum: Option<String>,
    pub(in crate::project) mean: Option<String>,
    pub(in crate::project) median: Option<String>,
    pub(in crate::project) largest: Option<String>,
    pub(in crate::project) smallest: Option<String>,
    pub(in crate::project) quantile: Option<RawQuantile>,
    pub(in crate::project) share: Option<RawShare>,
    pub(in crate::project) ratio: Option<RawRatio>,
    pub(in crate::project) difference: Option<RawDifference>,
    #[serde(default)]
    pub(in crate::project) per: OneOrMany,
    pub(in crate::project) take: Option<RawTake>,
    #[serde(rename = "where", default)]
    pub(in crate::project) filter: RawWhere,
    pub(in crate::project) on: Option<String>,
    #[serde(default)]
    pub(in crate::project) claim: RawClaims,
    #[serde(default)]
    pub(in crate::project) by: Vec<RawBreakdown>,
    pub(in crate::project) decimals: Option<u8>,
    #[serde(default)]
    pub(in crate::project) may_fall: bool,
}

/// Which row of a key stands for it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawTake {
    pub(in crate::project) largest: Option<String>,
    pub(in crate::project) smallest: Option<String>,
    pub(in crate::project) sum: Option<String>,
}

/// A column, and the part of its values that the quantile does not leave behind it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawQuantile {
    pub(in crate::project) column: String,
    pub(in crate::project) at: toml::Value,
}

/// A figure as a part of another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawShare {
    pub(in crate::project) of: String,
    #[serde(rename = "in")]
    pub(in crate::project) whole: String,
}

/// So much of a figure for each of another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawRatio {
    pub(in crate::project) of: String,
    pub(in crate::project) per: String,
}

/// A figure less another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawDifference {
    pub(in crate::project) of: String,
    pub(in crate::project) less: String,
}

#[derive(Debug, Default)]
pub(in crate::project) struct RawClaims(pub(in crate::project) Vec<RawClaim>);

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawClaim {
    pub(in crate::project) more_than: Option<toml::Value>,
    pub(in crate::project) at_least: Option<toml::Value>,
    pub(in crate::project) say: Option<String>,
    pub(in crate::project) words: Option<String>,
}

#[derive(Debug)]
pub(in crate::project) struct RawBreakdown {
    /// One dimension, or two for a table.
    pub(in crate::project) by: Vec<String>,
    pub(in crate::project) bands: Option<String>,
    /// `true`, `false` or "over time".
    pub(in crate::project) protect: toml::Value,
}
