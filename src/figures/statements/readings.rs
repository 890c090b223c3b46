//! A number and its clause → the slices and periods that it may be meant for. A year before the first number of a
//! clause holds for the later ones; a year after the last may hold for those before it.

use super::judge::{Judge, Reading, unclear};
use super::ordinary::{is_finite, is_ordinary};
use super::periods::{Days, Named};
use super::placing::{Clause, Placed, place};

/// The ways to read the period and place of a number.
#[derive(Debug, Clone)]
pub(super) struct Readings {
    /// The period of the first way.
    pub(super) period: Option<Named>,
    /// The period of the second way, where there is one.
    other: Option<Option<Named>>,
    /// Slices that stand behind a later number of the clause, by figure.
    behind: Vec<(String, Vec<(String, String)>)>,
    /// The first way is what the grammar says, and holds unless it is false.
    pub(super) first_holds: bool,
    /// Slices of the number before hold in any case, because this is a part of it.
    is_part: bool,
}

impl Readings {
    /// Each way for a figure.
    pub(super) fn of(&self, placed: &Placed<'_>) -> Vec<Reading> {
        let with = |more: &[(String, String)]| [placed.slices.as_slice(), more].concat();
        let mut ways = vec![Reading { slices: with(&placed.carried), period: self.period.clone() }];
        if !placed.carried.is_empty() && !self.is_part {
            ways.push(Reading { slices: with(&[]), period: self.period.clone() });
        }
        if let Some(other) = &self.other {
            ways.push(Reading { slices: with(&[]), period: other.clone() });
        }
        let own = |slice: &&(String, String)| !placed.slices.iter().any(|(dimension, _)| *dimension == slice.0);
        for (_, behind) in self.behind.iter().filter(|(figure, _)| *figure == placed.figure.definition.name) {
            let behind: Vec<_> = behind.iter().filter(own).cloned().collect();
            if !behind.is_empty() {
                let period = self.other.clone().unwrap_or_else(|| self.period.clone());
                ways.push(Reading { slices: with(&behind), period });
            }
        }
        ways
    }
}

/// The ways to read a number whose figures are known, or why its period cannot be told.
pub(super) fn readings<'r>(judge: &Judge<'_, 'r>, index: usize, placed: &[Placed<'r>]) -> Result<Readings, String> {
    let sentence = judge.sentence;
    let stretch = &sentence.stretches[index];
    let plain =
        Readings { period: None, other: None, behind: Vec::new(), first_holds: false, is_part: stretch.is_part };
    let has_carried = placed.iter().any(|placed| !placed.carried.is_empty());
    if let Some(own) = one_period(judge, sentence.periods_in(stretch.range.clone()))? {
        return Ok(Readings { period: Some(own), first_holds: has_carried, ..plain });
    }
    let before = index.checked_sub(1).and_then(|at| judge.told.get(at)?.as_ref());
    if let Some(told) = before.filter(|_| stretch.is_part) {
        return Ok(Readings { period: told.period.clone(), first_holds: true, ..plain });
    }
    let lead = one_period(judge, sentence.periods_in(sentence.lead(index)))?;
    if let Some(lead) = lead {
        return Ok(Readings { period: Some(lead), other: Some(None), first_holds: true, ..plain });
    }
    if placed.iter().any(|placed| !placed.slices.is_empty()) {
        return Ok(Readings { first_holds: has_carried, ..plain });
    }
    let (later, behind) = (later_period(judge, index), behind(judge, index, placed));
    Ok(Readings { other: later.map(Some), first_holds: has_carried && behind.is_empty(), behind, ..plain })
}

/// The one period that is named, if any; "to date" beside another says nothing.
fn one_period(judge: &Judge<'_, '_>, mut named: Vec<&Named>) -> Result<Option<Named>, String> {
    let all = Days::Known(judge.figures.calendar.to_date());
    if named.len() > 1 {
        named.retain(|named| named.days != all);
    }
    if let Some(bad) = named.iter().find(|named| matches!(named.days, Days::Unclear(_))) {
        return Err(unclear(bad));
    }
    match named.as_slice() {
        [] => Ok(None),
        [one, rest @ ..] => match rest.iter().find(|other| other.days != one.days) {
            Some(other) => Err(format!("it names two periods, \"{}\" and \"{}\"", one.words, other.words)),
            None => Ok(Some((*one).clone())),
        },
    }
}

/// The later numbers that one verb joins to this one, so that what stands behind them may hold for all: each names its
/// own things and is no part of another.
fn joined<'j>(judge: &'j Judge<'_, '_>, index: usize) -> impl Iterator<Item = usize> + 'j {
    let sentence = judge.sentence;
    let has_verb = |at: usize| sentence.own(at).iter().any(|word| is_finite(sentence.lower(*word)));
    let is_own_clause = has_verb(index) || sentence.lower(sentence.stretches[index].range.start) == "of";
    let names_things = |at: usize| {
        let end = sentence.mentions[at].end;
        end < sentence.stretches[at].range.end && !is_ordinary(sentence.lower(end))
    };
    (index + 1..sentence.stretches.len())
        .take_while(|at| !sentence.stretches[*at].is_clause && !sentence.stretches[*at].is_part)
        .take_while(move |at| !(is_own_clause && has_verb(*at)))
        .filter(move |at| names_things(*at))
}

/// A period behind a later number, which may hold for this one too.
fn later_period(judge: &Judge<'_, '_>, index: usize) -> Option<Named> {
    joined(judge, index).find_map(|at| {
        let (stretch, mention) = (&judge.sentence.stretches[at], &judge.sentence.mentions[at]);
        let before = judge.sentence.periods_in(stretch.range.start..mention.first);
        let is_own = !before.is_empty() || matches!(judge.sentence.lower(mention.first.wrapping_sub(1)), "from");
        let after = judge.sentence.periods_in(mention.end..stretch.range.end);
        after.first().filter(|_| !is_own).map(|named| (*named).clone())
    })
}

/// Slices behind a later number, which may hold for this one too.
fn behind<'r>(judge: &Judge<'_, 'r>, index: usize, placed: &[Placed<'r>]) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    for at in joined(judge, index) {
        let (stretch, mention) = (&judge.sentence.stretches[at], &judge.sentence.mentions[at]);
        let own: Vec<usize> = (mention.end..stretch.range.end).collect();
        let clause = Clause { sentence: judge.sentence, own, lead: Vec::new(), number: mention.first, is_given: true };
        for placed in placed {
            let slices = place(judge.figures, placed.figure, &clause).slices;
            if !slices.is_empty() {
                found.push((placed.figure.definition.name.clone(), slices));
            }
        }
    }
    found
}
