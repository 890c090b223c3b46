//! Two tallies → the account of each figure, by key and not by net: previous edition + new + late − withdrawn = now. A
//! conviction that was vacated while seven others came in is still a withdrawal, and stops the edition until a
//! `[[restatements]]` table says why.

use super::tally::{FigureTally, Tally, Thing};
use super::withdrawals::Search;
use crate::project::{FigureDef, Measure, Project, Restatement, RestatementKind};
use crate::records::{Records, Unexplained, Warning};
use crate::value::{AmountError, Day, Place, Problem, Ratio};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What every sheet with notes says, so that its presence tells nothing of what was revised, or why.
pub const REVISED: &str = "Figures are revised as records are corrected.";

/// How an edition's figures follow from those of the edition before; for the internal folder only.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Accounting {
    /// The as-of date of the edition before, if there is one.
    pub previous: Option<Day>,
    /// A line for each figure that counts things with a key.
    pub figures: Vec<Account>,
}

/// How a figure follows from what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// The figure.
    pub figure: String,
    /// What it counts.
    pub counts: String,
    /// Things in the edition before.
    pub previous: u64,
    /// Things that happened since.
    pub new: u64,
    /// Things that happened before, and that the edition before did not count.
    pub late: u64,
    /// Things that the edition before counted, and that are not counted now.
    pub withdrawn: u64,
    /// Things now.
    pub now: u64,
    /// The same for a sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sum: Option<SumAccount>,
    /// The keys of late things.
    pub late_keys: Vec<Vec<String>>,
    /// What is known of each withdrawn thing.
    pub withdrawals: Vec<Withdrawn>,
}

/// How a sum follows from what it was, in the figure's unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SumAccount {
    /// In the edition before.
    pub previous: String,
    /// By new things.
    pub new: String,
    /// By late things.
    pub late: String,
    /// By withdrawn things.
    pub withdrawn: String,
    /// By things whose amount is another one now.
    pub changed: String,
    /// Now.
    pub now: String,
    /// How many things have another amount.
    pub changed_things: u64,
}

/// A thing that is no longer counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Withdrawn {
    /// Its key.
    pub key: Vec<String>,
    /// The keys of the records behind it.
    pub records: Vec<Vec<String>>,
    /// Where its record stands now, or stood.
    pub place: String,
    /// Why it is not counted.
    pub why: String,
    /// Whether a privacy rule is why.
    #[serde(skip)]
    pub private: bool,
    #[serde(skip)]
    pub(super) at: Place,
}

/// What the accounting found.
#[derive(Debug, Default)]
pub struct Accounted {
    /// The accounts.
    pub accounting: Accounting,
    /// Withdrawals without a reason, and reasons without a withdrawal.
    pub problems: Vec<Problem>,
    /// What looks odd and stops nothing.
    pub warnings: Vec<Warning>,
}

/// Accounts for every figure, from the tally of the edition before, if there is one, to that of now.
///
/// # Errors
/// A sum that does not fit.
pub fn account(
    project: &Project,
    records: &Records,
    before: Option<&Tally>,
    now: &Tally,
) -> Result<Accounted, AmountError> {
    let mut found = Accounted::default();
    let Some(before) = before else {
        found.problems.extend(records.sources.values().flat_map(|source| &source.unexplained).map(problem));
        return Ok(found);
    };
    found.accounting.previous = Some(before.as_of);
    let mut named: BTreeMap<&str, BTreeSet<Vec<String>>> = BTreeMap::new();
    for (name, tally) in &now.figures {
        let (Some(figure), Some(earlier)) = (project.figures.get(name), before.figures.get(name)) else { continue };
        let Some(source) = records.sources.get(&figure.source) else { continue };
        let search = Search::new(project, figure, source, now.as_of, earlier.definition != tally.definition);
        let mut account = compare(name, before.as_of, earlier, tally)?;
        account.counts = noun(figure).to_owned();
        account.withdrawals = earlier.without(tally).map(|thing| search.withdrawn(thing, &earlier.files)).collect();
        found.problems.extend(told_too_much(project, figure, &account, now.as_of));
        if !figure.may_fall {
            found.problems.extend(unreasoned(project, figure, &account, before.as_of, now.as_of));
            let records = account.withdrawals.iter().flat_map(|thing| thing.records.iter().cloned());
            named.entry(figure.source.as_str()).or_default().extend(records);
        }
        found.warnings.extend(looks_odd(figure, &account, earlier.definition != tally.definition, before.as_of));
        found.accounting.figures.push(account);
    }
    // A record that a figure names needs no decision of its own.
    for (name, source) in &records.sources {
        let is_named = |record: &&Unexplained| named.get(name.as_str()).is_some_and(|n| n.contains(&record.key));
        found.problems.extend(source.unexplained.iter().filter(|record| !is_named(record)).map(problem));
    }
    Ok(found)
}

/// The accounts of all figures that two editions both counted, from their tallies alone: what a withdrawn thing was is
/// known, but not why it is gone.
///
/// # Errors
/// A sum that does not fit.
pub fn accounts(before: &Tally, now: &Tally) -> Result<Vec<Account>, AmountError> {
    let both = now.figures.iter().filter_map(|(name, tally)| Some((name, before.figures.get(name)?, tally)));
    both.map(|(name, earlier, tally)| compare(name, before.as_of, earlier, tally)).collect()
}

fn problem(record: &Unexplained) -> Problem {
    record.problem.clone()
}

/// What a sheet says of the restatements of its edition: the reasons that may be printed, then what every edition says.
#[must_use]
pub fn restated(project: &Project, as_of: Day) -> Vec<String> {
    let own = project.decisions.restatements.iter().filter(|entry| entry.edition == as_of);
    let mut sentences: Vec<String> = Vec::new();
    for entry in own.filter(|entry| entry.kind == RestatementKind::Correction) {
        let ended = entry.reason.ends_with(['.', '!', '?', '”']);
        let sentence = if ended { entry.reason.clone() } else { format!("{}.", entry.reason) };
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    sentences.push(REVISED.to_owned());
    sentences
}

/// The account of a figure.
fn compare(figure: &str, before: Day, earlier: &FigureTally, now: &FigureTally) -> Result<Account, AmountError> {
    let known: BTreeMap<&[String], &Thing> = earlier.things.iter().map(|t| (t.key.as_slice(), t)).collect();
    let (new, late): (Vec<&Thing>, Vec<&Thing>) =
        now.without(earlier).partition(|thing| thing.day.is_none_or(|day| day > before));
    let gone: Vec<&Thing> = earlier.without(now).collect();
    let count = |things: usize| things as u64;
    let withdrawn = |thing: &&Thing| Withdrawn {
        key: thing.key.clone(),
        records: thing.records.clone(),
        place: earlier.files.get(thing.file as usize).cloned().unwrap_or_default(),
        ..Withdrawn::default()
    };
    Ok(Account {
        figure: figure.to_owned(),
        counts: String::new(),
        previous: count(earlier.things.len()),
        new: count(new.len()),
        late: count(late.len()),
        withdrawn: count(gone.len()),
        now: count(now.things.len()),
        sum: sums(earlier, now, &known, [&new, &late, &gone])?,
        late_keys: late.iter().map(|thing| thing.key.clone()).collect(),
        withdrawals: gone.iter().map(withdrawn).collect(),
    })
}

/// The account of a sum; none for a figure that is no sum.
fn sums(
    earlier: &FigureTally,
    now: &FigureTally,
    known: &BTreeMap<&[String], &Thing>,
    [new, late, gone]: [&[&Thing]; 3],
) -> Result<Option<SumAccount>, AmountError> {
    if earlier.things.iter().chain(&now.things).all(|thing| thing.value.is_none()) {
        return Ok(None);
    }
    let nothing = Ratio::ZERO;
    let value = |thing: &Thing| thing.value.unwrap_or(nothing);
    let minus = |a: Ratio, b: Ratio| a.plus(b.times(Ratio::new(-1, 1)?)?);
    let (mut changed, mut changed_things) = (nothing, 0);
    for thing in &now.things {
        let Some(before) = known.get(thing.key.as_slice()).filter(|other| value(other) != value(thing)) else {
            continue;
        };
        changed = changed.plus(minus(value(thing), value(before))?)?;
        changed_things += 1;
    }
    let sum = |things: &[&Thing]| {
        things.iter().try_fold(nothing, |sum, thing| sum.plus(value(thing))).map(|sum| sum.to_string())
    };
    Ok(Some(SumAccount {
        previous: sum(&earlier.things.iter().collect::<Vec<_>>())?,
        new: sum(new)?,
        late: sum(late)?,
        withdrawn: sum(gone)?,
        changed: changed.to_string(),
        now: sum(&now.things.iter().collect::<Vec<_>>())?,
        changed_things,
    }))
}

/// The restatements of a figure for an edition.
fn entries_for<'p>(project: &'p Project, figure: &FigureDef, edition: Day) -> Vec<&'p Restatement> {
    let own = |entry: &&Restatement| entry.edition == edition && entry.figures.contains(&figure.name);
    project.decisions.restatements.iter().filter(own).collect()
}

/// A restatement whose reason would be printed although a privacy rule is why something is withdrawn.
fn told_too_much(project: &Project, figure: &FigureDef, account: &Account, now: Day) -> Option<Problem> {
    let entries = entries_for(project, figure, now);
    let private = account.withdrawals.iter().filter(|thing| thing.private).count() as u64;
    let of_privacy = |entry: &&&Restatement| entry.kind == RestatementKind::Privacy;
    let covered: u64 = entries.iter().filter(of_privacy).map(|entry| entry.withdrawn).sum();
    let entry = entries.iter().find(|entry| entry.kind == RestatementKind::Correction)?;
    if private <= covered {
        return None;
    }
    let what = format!(
        "a privacy rule is why \"{}\" no longer counts {private} of the {}, and the reason would be printed",
        figure.name,
        noun(figure)
    );
    let todo = format!("restate {private} of them with kind = \"privacy\", of which nothing is printed");
    Some(Problem::new(entry.place.clone(), what, todo))
}

/// The withdrawals of a figure that the project's restatements do not account for.
fn unreasoned(project: &Project, figure: &FigureDef, account: &Account, before: Day, now: Day) -> Vec<Problem> {
    let entries = entries_for(project, figure, now);
    let said: u64 = entries.iter().map(|entry| entry.withdrawn).sum();
    if said == account.withdrawn {
        return Vec::new();
    }
    let list: Vec<String> = account.withdrawals.iter().map(described).collect();
    let list = if list.is_empty() { String::new() } else { format!(": {}", list.join("; ")) };
    let them = format!("{} of the {}", account.withdrawn, noun(figure));
    if let Some(entry) = entries.first() {
        let what = format!(
            "\"{}\" is restated for {said} of the {}, and the edition of {before} counted {} that are withdrawn{list}",
            figure.name,
            noun(figure),
            account.withdrawn
        );
        let todo = format!("if each of them is right, write withdrawn = {}", account.withdrawn);
        return vec![Problem::new(entry.place.clone(), what, todo)];
    }
    let private = account.withdrawals.iter().any(|thing| thing.private);
    let kind = if private { ", kind = \"privacy\"" } else { "" };
    let what = format!("\"{}\" no longer counts {them} that the edition of {before} counted{list}", figure.name);
    let todo = format!(
        "ask the office; if it is right, write [[restatements]] with edition = {now}, figure = \"{}\", withdrawn = {}{kind}, reason and who; a figure that falls in normal life has may_fall = true",
        figure.name, account.withdrawn
    );
    vec![Problem::new(account.withdrawals.first().map(|thing| thing.at.clone()).unwrap_or_default(), what, todo)]
}

/// What a figure counts, in words; a sum counts the records that it adds.
fn noun(figure: &FigureDef) -> &str {
    match figure.measure {
        Measure::Rows | Measure::Distinct(_) => &figure.counts,
        _ => "records",
    }
}

fn described(thing: &Withdrawn) -> String {
    let key = thing.key.join(", ");
    let others: Vec<String> = thing.records.iter().filter(|r| **r != thing.key).map(|r| r.join(", ")).collect();
    let of = if others.is_empty() { String::new() } else { format!(" of the record {}", others.join(" and ")) };
    format!("{key}{of} ({}: {})", thing.place, thing.why)
}

/// What a person should look at although it stops nothing.
fn looks_odd(figure: &FigureDef, account: &Account, redefined: bool, before: Day) -> Vec<Warning> {
    let place = Place::file(&figure.name);
    let mut warnings = Vec::new();
    if redefined {
        let what = format!("its definition is not that of the edition of {before}");
        warnings.push(Warning { place: place.clone(), what, rows: 1 });
    }
    if let Some(sum) = account.sum.as_ref().filter(|sum| sum.changed_things > 0) {
        let what = format!(
            "the amounts of {} of its {} are others than in the edition of {before}: together {} more; see accounting.json",
            sum.changed_things,
            noun(figure),
            sum.changed
        );
        warnings.push(Warning { place, what, rows: 1 });
    }
    warnings
}
