//! The revisions of a record: what an office knew, and when it entered it.
//!
//! The newest facts are known first; an earlier revision is made by hiding what had not happened or was not yet
//! corrected by then.

use crate::Result;
use crate::day::{Day, Span};
use crate::quotas::{Fate, LAST_ENTRY};
use crate::random::Random;
use crate::record::{Defendant, Facts, Term};

/// When a row was entered: a day and the seconds since midnight.
pub(crate) type Moment = (Day, i32);

pub(crate) struct Row {
    pub(crate) status: char,
    pub(crate) revision: u32,
    pub(crate) entered: Moment,
    pub(crate) facts: Facts,
}

/// One reason for a new revision.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Indicted,
    Arrested,
    Unsealed,
    Requested,
    Extradited,
    Disposed,
    Vacated {
        verdict: Option<Day>,
    },
    Sentenced,
    Role {
        was: &'static str,
    },
    Charge {
        was: &'static str,
    },
    Agency {
        was: &'static str,
    },
    Located,
    ArrestDay,
    Term {
        was: Option<Term>,
    },
    Juvenile,
    /// Looked through and exported again without a change.
    Reviewed,
    /// Exported again under the same revision number.
    Reissued,
    Deleted,
}

impl Step {
    /// Takes back what this step brought.
    fn hide(self, facts: &mut Facts) {
        match self {
            Self::Indicted => facts.indicted = None,
            Self::Arrested => (facts.arrested, facts.arrest_country) = (None, ""),
            Self::Unsealed => facts.unsealed = None,
            Self::Requested => facts.extradition_requested = None,
            Self::Extradited => facts.extradited = None,
            Self::Disposed => (facts.disposition, facts.disposed) = ("", None),
            Self::Vacated { verdict } => (facts.disposition, facts.disposed) = ("GV", verdict),
            Self::Sentenced => (facts.sentenced, facts.term) = (None, None),
            Self::Role { was } => facts.role = was,
            Self::Charge { was } => facts.charge = was,
            Self::Agency { was } => facts.agency = was,
            Self::Located => facts.located_in = "",
            Self::ArrestDay => facts.arrested = facts.arrested.map(|day| day.plus(-1)),
            Self::Term { was } => facts.term = facts.term.and(was),
            Self::Juvenile => facts.juvenile = false,
            Self::Reviewed | Self::Reissued | Self::Deleted => {}
        }
    }

    /// Days from the event to its entry: mostly a week, now and then months.
    fn lag(self, random: &mut Random) -> i32 {
        match self {
            Self::Arrested | Self::Disposed | Self::Sentenced if random.one_in(14) => random.between(62, 150),
            _ => random.between(1, 8),
        }
    }
}

/// All rows of one record, oldest first.
pub(crate) fn history(defendant: &Defendant, random: &mut Random) -> Result<Vec<Row>> {
    let steps = steps(defendant, random)?;
    let mut rows: Vec<Row> = Vec::new();
    for (index, &(day, step)) in steps.iter().enumerate() {
        let mut facts = defendant.facts.clone();
        for (_, later) in steps[index + 1..].iter().rev() {
            later.hide(&mut facts);
        }
        let entered = enter(day.plus(step.lag(random)), rows.last().map(|row| row.entered), random);
        let before = rows.last().map_or(0, |row| row.revision);
        let revision = if step == Step::Reissued { before } else { before + 1 };
        let status = match step {
            Step::Deleted => 'D',
            _ if index == 0 => 'N',
            _ => 'C',
        };
        rows.push(Row { status, revision, entered, facts });
    }
    Ok(rows)
}

/// During office hours of a working day, and after the entry before it.
pub(crate) fn enter(day: Day, before: Option<Moment>, random: &mut Random) -> Moment {
    let earliest = before.map_or(day, |(day, _)| day);
    let day = day.max(earliest).next_working_day().min(LAST_ENTRY);
    match before {
        Some((same, second)) if same == day => (day, second + random.between(45, 1800)),
        _ => (day, random.between(27_000, 61_200)),
    }
}

fn steps(defendant: &Defendant, random: &mut Random) -> Result<Vec<(Day, Step)>> {
    let mut steps = milestones(defendant);
    steps.sort_by_key(|&(day, _)| day);
    let (Some(&(first, _)), Some(&(last, _))) = (steps.first(), steps.last()) else {
        return Err("a record without a date".into());
    };
    let time = Span::new(first.plus(20), last.plus(300).min(LAST_ENTRY.plus(-6)));
    let corrections = if defendant.fate == Fate::AtLarge { random.between(1, 4) } else { random.between(1, 3) };
    for _ in 0..corrections {
        if time.first <= time.last {
            steps.push((time.draw(random)?, correction(&defendant.facts, random)));
        }
    }
    if defendant.recorded_as_adult {
        steps.push((first.plus(400), Step::Juvenile));
    }
    steps.sort_by_key(|&(day, _)| day);
    if let Some(day) = defendant.deleted {
        steps.retain(|&(earlier, _)| earlier < day);
        steps.push((day, Step::Deleted));
    }
    Ok(steps)
}

/// What happened to the defendant, in the order in which things of the same day are entered.
fn milestones(defendant: &Defendant) -> Vec<(Day, Step)> {
    let facts = &defendant.facts;
    let vacated = defendant.first_verdict.is_some();
    let dated = [
        (facts.indicted, Step::Indicted),
        (facts.arrested, Step::Arrested),
        (facts.unsealed, Step::Unsealed),
        (facts.extradition_requested, Step::Requested),
        (facts.extradited, Step::Extradited),
        (if vacated { defendant.first_verdict } else { facts.disposed }, Step::Disposed),
        (facts.disposed.filter(|_| vacated), Step::Vacated { verdict: defendant.first_verdict }),
        (facts.sentenced, Step::Sentenced),
    ];
    dated.into_iter().filter_map(|(day, step)| day.map(|day| (day, step))).collect()
}

/// A correction that fits the record, with the value it corrects.
fn correction(facts: &Facts, random: &mut Random) -> Step {
    let unless = |value, usual, other| if value == usual { other } else { usual };
    match random.between(1, 18) {
        1..=3 => Step::Role { was: unless(facts.role, "FACILITATOR", "MEMBER") },
        4..=7 => Step::Charge { was: unless(facts.charge, "8 U.S.C. § 1324(a)(2)", "18 U.S.C. § 371") },
        8..=10 => Step::Agency { was: unless(facts.agency, "HSI", "CBP") },
        11..=12 => Step::Located,
        13 => Step::ArrestDay,
        14 => match facts.term {
            Some(Term::Months(months)) => Step::Term { was: Some(Term::Months(months + 6)) },
            _ => Step::Reviewed,
        },
        15 if random.one_in(16) => Step::Reissued,
        _ => Step::Reviewed,
    }
}
