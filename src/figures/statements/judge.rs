//! A number of a sentence → its verdict. A number is true or false only where figure, slices, period and unit are all
//! placed; where the words leave open what is meant, every reading has to agree.

use super::compare::{compare, holds};
use super::lookup::{Found, look_up};
use super::mentions::{Kind, Mention, Qualifier};
use super::ordinary::{is_change, is_preposition, widens};
use super::periods::{Days, Named};
use super::placing::{Clause, Placed, place};
use super::sentence::Sentence;
use super::{Verdict, readings};
use crate::figures::release::{Released, ReleasedFigure};
use crate::project::Measure;
use crate::value::{AmountError, Ratio};

pub(super) type Judged = (Verdict, String);

/// What the numbers before said: their figures, for a later one that names none.
#[derive(Debug, Clone)]
pub(super) struct Told<'r> {
    pub(super) placed: Vec<Placed<'r>>,
    pub(super) period: Option<Named>,
}

/// The judge of one sentence, number by number.
pub(super) struct Judge<'s, 'r> {
    pub(super) figures: &'r Released,
    pub(super) sentence: &'s Sentence<'s>,
    pub(super) told: Vec<Option<Told<'r>>>,
}

/// The slices and the period of one way to read a number.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) slices: Vec<(String, String)>,
    pub(super) period: Option<Named>,
}

fn unproved(why: impl Into<String>) -> Judged {
    (Verdict::Unproved, why.into())
}

impl<'s, 'r> Judge<'s, 'r> {
    pub(super) fn new(figures: &'r Released, sentence: &'s Sentence<'s>) -> Self {
        Self { figures, sentence, told: Vec::new() }
    }

    /// Judges the next number.
    pub(super) fn next(&mut self, mention: &Mention) -> Judged {
        let index = self.told.len();
        let judged = self.judge(index, mention);
        let (told, judged) = judged.unwrap_or_else(|error| (None, unproved(error.to_string())));
        self.told.push(told);
        judged
    }

    fn judge(&self, index: usize, mention: &Mention) -> Result<(Option<Told<'r>>, Judged), AmountError> {
        if let Some(why) = self.is_no_figure(index, mention) {
            return Ok((None, unproved(why)));
        }
        let placed = self.placed(index, mention);
        if placed.is_empty() {
            return Ok((None, self.unplaced(index, mention)?));
        }
        let readings = readings::readings(self, index, &placed);
        let period = readings.as_ref().ok().and_then(|found| found.period.clone());
        let told = Told { placed: placed.clone(), period };
        let narrowed = match self.qualified_by(index) {
            None => self.opened_by(index, mention, &placed)?,
            known => known,
        };
        if let Some(words) = narrowed {
            return Ok((Some(told), unproved(format!("\"{words}\" says more than any figure of the project"))));
        }
        let readings = match readings {
            Ok(readings) => readings,
            Err(why) => return Ok((Some(told), unproved(why))),
        };
        let mut judged = Vec::new();
        for placed in &placed {
            judged.push((placed.figure, self.agreed(placed, mention, &readings)?));
        }
        Ok((Some(told), one_of(judged)))
    }

    /// A number that is the change of a figure, or one of another, is none itself.
    fn is_no_figure(&self, index: usize, mention: &Mention) -> Option<String> {
        if mention.kind == Kind::TooLong {
            return Some(AmountError::Overflow.to_string());
        }
        if matches!(mention.kind, Kind::Points | Kind::OtherTime) {
            return Some("no figure of the project is in that unit".to_owned());
        }
        let before = mention.first.checked_sub(1).map_or("", |at| self.sentence.lower(at));
        let own = self.sentence.own(index);
        let change = own.iter().map(|at| self.sentence.lower(*at)).find(|word| is_change(word));
        if let Some(word) = change.filter(|_| !matches!(before, "to" | "from")) {
            return Some(format!("\"{word}\" makes it a change, and no figure is one"));
        }
        let stretch = self.sentence.stretches.get(index)?;
        if before == "from" && self.sentence.periods_in(stretch.range.clone()).is_empty() {
            return Some("\"from\" does not say of which period".to_owned());
        }
        let of_next = |at: usize| {
            let (Some(one), Some(next)) = (self.sentence.mentions.get(at), self.sentence.mentions.get(at + 1)) else {
                return false;
            };
            let between: Vec<&str> = (one.end..next.first).map(|word| self.sentence.lower(word)).collect();
            matches!(between.as_slice(), ["of"] | ["of", "the" | "all" | "these" | "those" | "its"])
        };
        (of_next(index) || index > 0 && of_next(index - 1))
            .then(|| "it is one number of another; say each in a sentence of its own".to_owned())
    }

    /// The figures in which all words have their place, those that most of them name.
    fn placed(&self, index: usize, mention: &Mention) -> Vec<Placed<'r>> {
        let clause = self.clause(index, mention);
        let fitting = self.figures.figures.values().filter(|figure| mention.kind.fits(figure.unit()));
        let mut all: Vec<Placed<'r>> = fitting.map(|figure| place(self.figures, figure, &clause)).collect();
        all.retain(|placed| placed.is_complete() && self.lead_is_placed(placed, index, &clause));
        let most = all.iter().map(|placed| (placed.is_thing_said, placed.named)).max();
        all.retain(|placed| Some((placed.is_thing_said, placed.named)) == most);
        if all.is_empty() { self.inherited(index, mention, clause) } else { all }
    }

    fn clause(&self, index: usize, mention: &Mention) -> Clause<'s> {
        Clause {
            sentence: self.sentence,
            own: self.sentence.own(index),
            lead: self.words_of(self.sentence.lead(index)),
            number: mention.first,
            is_given: false,
        }
    }

    /// The words of a range that are of no period.
    fn words_of(&self, range: std::ops::Range<usize>) -> Vec<usize> {
        let in_period = |at: &usize| self.sentence.periods.iter().any(|named| (named.first..named.end).contains(at));
        range.filter(|at| !in_period(at)).collect()
    }

    /// Whether what stands before the first number of the clause says no more than that number's figure or this one.
    fn lead_is_placed(&self, placed: &Placed<'r>, index: usize, clause: &Clause<'s>) -> bool {
        let lead = |figure: &'r ReleasedFigure| {
            let own = Clause { own: clause.lead.clone(), lead: Vec::new(), ..clause.clone() };
            place(self.figures, figure, &own).left
        };
        let first = self.told.get(self.sentence.first_of_clause(index)).and_then(Option::as_ref);
        let known = first.and_then(|told| told.placed.first()).map(|first| lead(first.figure));
        lead(placed.figure).iter().all(|at| known.as_ref().is_some_and(|left| !left.contains(at)))
    }

    /// "345 arrests, 295 of them in 2024": the figures of the nearest number of that kind before.
    fn inherited(&self, index: usize, mention: &Mention, clause: Clause<'s>) -> Vec<Placed<'r>> {
        let clause = Clause { is_given: true, ..clause };
        let before = (0..index).rev().find_map(|at| {
            let told = self.told.get(at)?.as_ref()?;
            self.sentence.mentions.get(at).filter(|own| own.kind.is_like(mention.kind)).map(|_| told)
        });
        let placed = before.into_iter().flat_map(|told| &told.placed).map(|from| {
            let mut own = place(self.figures, from.figure, &clause);
            let other = |slice: &&(String, String)| !own.slices.iter().any(|(dimension, _)| *dimension == slice.0);
            own.carried = from.slices.iter().filter(other).cloned().collect();
            own
        });
        placed.filter(Placed::is_complete).collect()
    }

    /// A number that follows without a break and belongs to no figure narrows this one: "7 arrests in 12 months".
    fn qualified_by(&self, index: usize) -> Option<String> {
        let is_glued = |at: usize| self.sentence.stretches.get(at).is_some_and(|stretch| stretch.is_glued);
        if is_glued(index) && self.told.get(index.wrapping_sub(1)).is_some_and(Option::is_none) {
            let change = self.sentence.own(index - 1).iter().any(|at| is_change(self.sentence.lower(*at)));
            return (!change).then(|| self.text_of(index - 1));
        }
        let next = self.sentence.mentions.get(index + 1).filter(|_| is_glued(index + 1))?;
        let clause = Clause { lead: Vec::new(), ..self.clause(index + 1, next) };
        let mut fitting = self.figures.figures.values().filter(|figure| next.kind.fits(figure.unit()));
        let own = fitting.any(|figure| place(self.figures, figure, &clause).named > 0);
        (!own).then(|| self.text_of(index + 1))
    }

    /// What opens a clause narrows all of it: "In hundreds of raids, agents made 24 arrests", "Over 12 months, agents
    /// made 24 arrests". More than the whole is false all the same, but not of a time that may be longer than the
    /// program's.
    fn opened_by(&self, index: usize, mention: &Mention, placed: &[Placed<'r>]) -> Result<Option<String>, AmountError> {
        let first = self.sentence.first_of_clause(index);
        let (Some(None), Some(stretch), Some(opening)) =
            (self.told.get(first), self.sentence.stretches.get(first), self.sentence.mentions.get(first))
        else {
            return Ok(None);
        };
        if !matches!(opening.kind, Kind::Months | Kind::Years | Kind::OtherTime) {
            let mut exceeds = true;
            for placed in placed {
                exceeds &= self.exceeds_whole(placed, index, mention)?;
            }
            if exceeds || !is_preposition(self.sentence.lower(stretch.range.start)) {
                return Ok(None);
            }
        }
        Ok(Some(self.text_of(first)))
    }

    /// The words of a number with what follows it.
    fn text_of(&self, index: usize) -> String {
        let (Some(mention), Some(stretch)) = (self.sentence.mentions.get(index), self.sentence.stretches.get(index))
        else {
            return String::new();
        };
        let end = stretch.range.end.min(mention.end + 2);
        let words = &self.sentence.words[mention.first..end.max(mention.end)];
        words.iter().map(|word| word.text).collect::<Vec<_>>().join(" ")
    }

    /// The verdict in which the ways to read a number agree.
    fn agreed(
        &self,
        placed: &Placed<'r>,
        mention: &Mention,
        readings: &readings::Readings,
    ) -> Result<Judged, AmountError> {
        let mut judged = Vec::new();
        for reading in readings.of(placed) {
            judged.push((self.read(placed.figure, mention, &reading)?, reading));
        }
        let Some(((first, why), _)) = judged.first().cloned() else { return Ok(unproved("nothing is meant")) };
        let settled = readings.first_holds && first != Verdict::False;
        match judged.iter().find(|((verdict, _), _)| is_true(*verdict) != is_true(first)) {
            Some((_, other)) if !settled => {
                let (one, two) = (self.said(placed.figure, &judged[0].1), self.said(placed.figure, other));
                Ok(unproved(format!("it may be meant {one} or {two}; name the period and place beside the number")))
            }
            _ if first == Verdict::False && !placed.is_thing_said => {
                let counts = &placed.figure.definition.counts;
                Ok(unproved(format!("{why}, but the words do not say that {counts} are meant")))
            }
            _ => Ok((first, why)),
        }
    }

    fn read(&self, figure: &'r ReleasedFigure, mention: &Mention, reading: &Reading) -> Result<Judged, AmountError> {
        let days = match &reading.period {
            Some(Named { days: Days::Known(days), .. }) => Some(*days),
            Some(named) => return Ok(unproved(unclear(named))),
            None => None,
        };
        let found = look_up(figure, self.figures.calendar, &reading.slices, days)?;
        let place = self.said(figure, reading);
        let place = if place == TO_DATE { String::new() } else { format!(" ({place})") };
        let words = self.sentence.words[mention.first..].iter();
        let said: Vec<String> = words.map(|word| format!("{}{}", word.mark, word.lower)).collect();
        compare(figure, mention, &said.join(" "), &found, &place)
    }

    /// A reading in words: "Brooklyn, in March 2024".
    fn said(&self, figure: &ReleasedFigure, reading: &Reading) -> String {
        let label = |(dimension, code): &(String, String)| figure.label(dimension, code);
        let mut words: Vec<String> = reading.slices.iter().map(label).collect();
        match &reading.period {
            Some(named) => words.push(named.words.clone()),
            None if words.is_empty() => words.push(TO_DATE.to_owned()),
            None => {}
        }
        words.join(", ")
    }

    /// Why no figure takes all words; a number above the whole is false all the same, since a part cannot exceed it.
    fn unplaced(&self, index: usize, mention: &Mention) -> Result<Judged, AmountError> {
        let clause = self.clause(index, mention);
        let fitting = self.figures.figures.values().filter(|figure| mention.kind.fits(figure.unit()));
        let all = fitting.map(|figure| place(self.figures, figure, &clause)).filter(|placed| placed.named > 0);
        let nearest = all.min_by_key(|p| (p.missed.len() + p.left.len(), std::cmp::Reverse(p.named)));
        let Some(placed) = nearest else { return Ok(unproved("no figure of the project is named beside this number")) };
        let name = &placed.figure.definition.name;
        if let Some(dimension) = &placed.doubled {
            return Ok(unproved(format!("it names more than one slice of \"{name}\" by {dimension}")));
        }
        let mut left: Vec<&str> = placed.left.iter().map(|at| self.sentence.words[*at].text).collect();
        left.dedup();
        if placed.missed.is_empty() && !left.is_empty() {
            if self.exceeds_whole(&placed, index, mention)? {
                let whole = placed.figure.text(&crate::figures::CellKey::total(crate::figures::Window::ToDate), true);
                let why = format!("\"{name}\" is {} in all, and a part cannot exceed it", whole.unwrap_or_default());
                return Ok((Verdict::False, why));
            }
            let left = left.join("\", \"");
            return Ok(unproved(format!("the nearest figure is \"{name}\", and it says nothing of \"{left}\"")));
        }
        let title = &placed.figure.definition.title;
        if placed.missed.is_empty() {
            return Ok(unproved(format!(
                "the words before the first number narrow it, and \"{name}\" does not say so"
            )));
        }
        Ok(unproved(format!("the nearest figure is \"{name}\", and the words do not name it in full: \"{title}\"")))
    }

    fn exceeds_whole(&self, placed: &Placed<'r>, index: usize, mention: &Mention) -> Result<bool, AmountError> {
        let definition = &placed.figure.definition;
        let adds_up = definition.on.is_some()
            && matches!(definition.measure, Measure::Rows | Measure::Distinct(_) | Measure::Sum(_));
        let floor = !matches!(mention.qualifier, Qualifier::Vague | Qualifier::FewerThan | Qualifier::AtMost);
        let wider = placed.left.iter().any(|at| widens(self.sentence.lower(*at)));
        let range = self.sentence.stretches.get(index).map(|stretch| stretch.range.clone()).unwrap_or_default();
        let unclear = self.sentence.periods_in(range).iter().any(|named| matches!(named.days, Days::Unclear(_)));
        if !adds_up || !floor || wider || unclear || self.qualified_by(index).is_some() {
            return Ok(false);
        }
        let Found::Value(whole, _) = look_up(placed.figure, self.figures.calendar, &[], None)? else {
            return Ok(false);
        };
        let rounded = holds(placed.figure, &Mention { qualifier: Qualifier::Exactly, ..*mention }, whole)?;
        let is_rounded = mention.qualifier == Qualifier::Exactly && rounded == Some(true);
        let stated = Ratio::from_amount(mention.number)?;
        Ok(stated > mention.kind.convert(whole, placed.figure.unit())? && !is_rounded)
    }
}

const TO_DATE: &str = "to date";

const fn is_true(verdict: Verdict) -> Option<bool> {
    match verdict {
        Verdict::True | Verdict::Weak => Some(true),
        Verdict::False => Some(false),
        Verdict::Unproved => None,
    }
}

pub(super) fn unclear(named: &Named) -> String {
    match named.days {
        Days::Unclear(why) => format!("the period \"{}\" has no figure: {why}", named.words),
        Days::Known(_) => String::new(),
    }
}

/// The verdict of figures that fit equally well: those that decide have to agree.
fn one_of(judged: Vec<(&ReleasedFigure, Judged)>) -> Judged {
    let decided: Vec<_> = judged.iter().filter(|(_, (verdict, _))| *verdict != Verdict::Unproved).collect();
    let name = |figure: &ReleasedFigure| figure.definition.name.clone();
    match decided.as_slice() {
        [] => judged.into_iter().next().map_or_else(|| unproved("no figure is named"), |(_, judged)| judged),
        [(one, (first, why)), rest @ ..] => {
            match rest.iter().find(|(_, (verdict, _))| is_true(*verdict) != is_true(*first)) {
                Some((other, _)) => unproved(format!("it may be \"{}\" or \"{}\"", name(one), name(other))),
                None => (*first, why.clone()),
            }
        }
    }
}
