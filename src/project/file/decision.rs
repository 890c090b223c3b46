//! The keys of the tables in which people write down their decisions: `[[corrections]]`, `[[accept]]`, `[[withdrawn]]`,
//! `[[unchanged]]` and `[[restatements]]`.

use super::OneOrMany;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawCorrection {
    pub(in crate::project) edition: toml::value::Datetime,
    pub(in crate::project) source: String,
    #[serde(default)]
    pub(in crate::project) key: OneOrMany,
    pub(in crate::project) row: Option<String>,
    pub(in crate::project) column: String,
    pub(in crate::project) was: String,
    pub(in crate::project) is: String,
    pub(in crate::project) reason: String,
    pub(in crate::project) who: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawAcceptance {
    pub(in crate::project) edition: toml::value::Datetime,
    pub(in crate::project) source: String,
    pub(in crate::project) row: String,
    pub(in crate::project) reason: String,
    pub(in crate::project) who: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawWithdrawal {
    pub(in crate::project) edition: toml::value::Datetime,
    pub(in crate::project) source: String,
    pub(in crate::project) key: OneOrMany,
    pub(in crate::project) reason: String,
    pub(in crate::project) who: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawUnchanged {
    pub(in crate::project) edition: toml::value::Datetime,
    pub(in crate::project) source: String,
    pub(in crate::project) office: Option<String>,
    pub(in crate::project) reason: String,
    pub(in crate::project) who: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::project) struct RawRestatement {
    pub(in crate::project) edition: toml::value::Datetime,
    pub(in crate::project) figure: OneOrMany,
    pub(in crate::project) withdrawn: i64,
    #[serde(default)]
    pub(in crate::project) kind: RestatementKind,
    pub(in crate::project) reason: String,
    pub(in crate::project) who: String,
}

/// Why a figure no longer counts something that it counted before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RestatementKind {
    /// The records were corrected; the reason is printed.
    #[default]
    Correction,
    /// Somebody must be protected; nothing that tells is printed.
    Privacy,
}
