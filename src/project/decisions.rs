//! `[[corrections]]`, `[[accept]]`, `[[withdrawn]]` and `[[unchanged]]` → [`Decisions`] whose sources, columns and
//! keys exist. Whether a decision meets anything in the exports is known only when these have been read.

use super::checker::{Checker, fold};
use super::file::{RawAcceptance, RawCorrection, RawUnchanged, RawWithdrawal};
use super::locate::Step;
use super::model::{Acceptance, Correction, Decision, Decisions, RowName, Source, Unchanged, Withdrawal};
use crate::value::nearest;
use indexmap::IndexMap;
use toml::value::Datetime;

/// Digits of a row's digest.
const DIGEST_LENGTH: usize = 16;

/// Checks all decisions.
pub(super) fn check_decisions(
    c: &mut Checker<'_>,
    corrections: Vec<RawCorrection>,
    accepted: Vec<RawAcceptance>,
    withdrawn: Vec<RawWithdrawal>,
    unchanged: Vec<RawUnchanged>,
    sources: &IndexMap<String, Source>,
) -> Decisions {
    let mut decisions = Decisions::default();
    for (index, raw) in corrections.into_iter().enumerate() {
        let mut entry = Entry { c, list: "corrections", index, sources };
        decisions.corrections.extend(entry.correction(raw));
    }
    for (index, raw) in accepted.into_iter().enumerate() {
        let mut entry = Entry { c, list: "accept", index, sources };
        let decision = entry.decision(raw.edition, raw.source, raw.reason, raw.who);
        let row = entry.digest(&raw.row);
        decisions.accepted.extend(decision.zip(row).map(|((decision, _), row)| Acceptance { decision, row }));
    }
    for (index, raw) in withdrawn.into_iter().enumerate() {
        let mut entry = Entry { c, list: "withdrawn", index, sources };
        let decision = entry.decision(raw.edition, raw.source, raw.reason, raw.who);
        if let Some((decision, source)) = decision
            && let Some(key) = entry.key(source, raw.key.items)
        {
            decisions.withdrawn.push(Withdrawal { decision, key });
        }
    }
    for (index, raw) in unchanged.into_iter().enumerate() {
        let mut entry = Entry { c, list: "unchanged", index, sources };
        if let Some((decision, source)) = entry.decision(raw.edition, raw.source, raw.reason, raw.who) {
            if source.one_per.is_some() != raw.office.is_some() {
                let todo = "a source with one_per has offices, another one has none";
                entry.report("office", "`office` names the office whose export has not changed", todo);
            }
            decisions.unchanged.push(Unchanged { decision, office: raw.office.unwrap_or_default() });
        }
    }
    decisions
}

/// One decision of a list.
struct Entry<'e, 'c, 's> {
    c: &'e mut Checker<'c>,
    list: &'static str,
    index: usize,
    sources: &'s IndexMap<String, Source>,
}

impl<'s> Entry<'_, '_, 's> {
    fn path<'k>(&self, key: &'k str) -> [Step<'k>; 3] {
        [Step::Key(self.list), Step::Index(self.index), Step::Key(key)]
    }

    fn report(&mut self, key: &str, what: impl Into<String>, todo: impl Into<String>) {
        let path = self.path(key);
        self.c.report(&path, what, todo);
    }

    fn decision(
        &mut self,
        edition: Datetime,
        source: String,
        reason: String,
        who: String,
    ) -> Option<(Decision, &'s Source)> {
        for (key, text) in [("reason", &reason), ("who", &who)] {
            if text.trim().is_empty() {
                self.report(key, format!("`{key}` is blank"), "a decision has a reason and a name");
            }
        }
        let path = self.path("source");
        self.c.known(&path, "source", &source, self.sources.keys().map(String::as_str));
        let path = self.path("edition");
        let edition = self.c.day(&path, edition)?;
        let known = self.sources.get(&source)?;
        let place = self.c.place(&path[..2]);
        Some((Decision { place, edition, source, reason, who }, known))
    }

    /// The digest of a row, as the list of rejected rows prints it.
    fn digest(&mut self, text: &str) -> Option<String> {
        let digest = text.trim().to_lowercase();
        let good = digest.len() == DIGEST_LENGTH && digest.bytes().all(|b| b.is_ascii_hexdigit());
        if !good {
            let todo = format!("copy the {DIGEST_LENGTH} digits from the list of rejected rows");
            self.report("row", format!("\"{text}\" is not the digest of a row"), todo);
        }
        good.then_some(digest)
    }

    fn key(&mut self, source: &Source, values: Vec<String>) -> Option<Vec<String>> {
        if source.key.is_empty() {
            let what = format!("the source \"{}\" has no key", source.name);
            self.report("key", what, "name the row by its digest: row = \"…\"");
            return None;
        }
        if values.len() != source.key.len() {
            let what = format!("the key has {} values, and the source's has {}", values.len(), source.key.len());
            self.report("key", what, format!("write one value for each of: {}", source.key.join(", ")));
            return None;
        }
        Some(values)
    }

    fn correction(&mut self, raw: RawCorrection) -> Option<Correction> {
        let (decision, source) = self.decision(raw.edition, raw.source, raw.reason, raw.who)?;
        let row = match (raw.row, raw.key.items.is_empty()) {
            (Some(row), true) => RowName::Digest(self.digest(&row)?),
            (None, false) => RowName::Key(self.key(source, raw.key.items)?),
            _ => {
                self.report("key", "a correction names its row by `key` or by `row`, one of them", "");
                return None;
            }
        };
        if raw.was == raw.is {
            self.report("is", "the correction changes nothing", "");
        }
        let (column, part) = self.column(source, &raw.column)?;
        Some(Correction { decision, row, column, part, was: raw.was, is: raw.is })
    }

    /// The column of that name, or of which the exports call a part so.
    fn column(&mut self, source: &Source, name: &str) -> Option<(String, usize)> {
        if let Some(column) = source.columns.get(name).filter(|column| column.from.len() == 1) {
            return Some((column.name.clone(), 0));
        }
        let folded = fold(name);
        for column in source.columns.values() {
            let part = column.from.iter().position(|aliases| aliases.iter().any(|alias| fold(alias) == folded));
            if let Some(part) = part {
                return Some((column.name.clone(), part));
            }
        }
        let several = source.columns.get(name).map(|column| column.from.concat());
        let names = source.columns.keys().map(String::as_str);
        let todo = several.map_or_else(
            || nearest(name, names),
            |parts| format!("\"{name}\" has several parts; name one of: {}", parts.join(", ")),
        );
        self.report("column", format!("there is no column \"{name}\" to correct"), todo);
        None
    }
}
