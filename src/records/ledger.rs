//! What an edition was made of, kept with it: which files, and which records in which revision. The next edition
//! is held against it, so that nothing disappears unseen.

use super::SourceRecords;
use crate::project::Source;
use crate::value::Day;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// What an edition was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// The edition's as-of date.
    pub as_of: Day,
    /// Its sources by name.
    pub sources: IndexMap<String, SourceLedger>,
}

/// The files and records of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceLedger {
    /// The names of the key columns; records are only compared under the same key.
    pub key: Vec<String>,
    /// The names of the columns that tell the later of two rows.
    pub latest_by: Vec<String>,
    /// The files that counted.
    pub files: Vec<LedgerFile>,
    /// The records that figures could count or a privacy rule left out; none when the source has no key.
    pub records: Vec<LedgerRecord>,
}

/// A file that counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerFile {
    /// Whose export it was; empty when the source has no offices.
    pub office: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// Rows below its header.
    pub rows: u64,
}

/// A record as an edition knew it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "RecordEntry", into = "RecordEntry")]
pub struct LedgerRecord {
    /// Whose export it was in; empty when the source has no offices.
    pub office: String,
    /// Its key, one value for each key column.
    pub key: Vec<String>,
    /// The values of its latest row in the `latest_by` columns.
    pub latest: Vec<String>,
}

/// A record in the ledger's file: without field names, because there are many.
type RecordEntry = (String, Vec<String>, Vec<String>);

impl From<RecordEntry> for LedgerRecord {
    fn from((office, key, latest): RecordEntry) -> Self {
        Self { office, key, latest }
    }
}

impl From<LedgerRecord> for RecordEntry {
    fn from(record: LedgerRecord) -> Self {
        (record.office, record.key, record.latest)
    }
}

/// What earlier runs left: the edition of the same as-of date, and the latest one before it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Past {
    /// The edition that this run will replace.
    pub same: Option<Ledger>,
    /// The latest edition with an earlier as-of date.
    pub earlier: Option<Ledger>,
}

impl Past {
    /// The ledgers of a source, that of the earlier edition first, with their dates.
    pub(super) fn of(&self, source: &str) -> impl Iterator<Item = (Day, &SourceLedger)> {
        let ledgers = self.earlier.iter().chain(&self.same);
        ledgers.filter_map(move |ledger| Some((ledger.as_of, ledger.sources.get(source)?)))
    }
}

impl SourceLedger {
    /// What a source's records leave for the next edition.
    #[must_use]
    pub fn of(source: &Source, records: &SourceRecords) -> Self {
        let files = records.reconciliation.files.iter().filter(|file| !file.replaced);
        let table = &records.table;
        let spelled = |names: &[String], row: usize| {
            names.iter().filter_map(|name| table.column(name)).map(|column| column.spelled(row)).collect()
        };
        let office = |row: usize| {
            let file = table.origins.get(row).map_or(usize::MAX, |&(file, _)| file as usize);
            records.reconciliation.files.get(file).map_or_else(String::new, |line| line.office.clone())
        };
        let kept: &[u32] = if source.key.is_empty() { &[] } else { &records.standing };
        let record = |&row: &u32| {
            let row = row as usize;
            LedgerRecord {
                office: office(row),
                key: spelled(&source.key, row),
                latest: spelled(&source.latest_by, row),
            }
        };
        Self {
            key: source.key.clone(),
            latest_by: source.latest_by.clone(),
            files: files
                .map(|f| LedgerFile { office: f.office.clone(), digest: f.digest.clone(), rows: f.rows })
                .collect(),
            records: kept.iter().map(record).collect(),
        }
    }
}
