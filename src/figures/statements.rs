//! A draft text → what it states of known figures, and whether that is true. A number is held against the figure whose
//! title the words beside it name, in the year, month or slice that the sentence names.

use super::cells::{CellKey, Value};
use super::claim::{ClaimText, strongest};
use super::numbers::{Mention, Qualifier, Word, mentions, month_named, sentences, year_of};
use super::release::{Released, ReleasedFigure, Shown};
use super::window::Window;
use crate::project::{ClaimKind, Unit};
use crate::value::{AmountError, Place, Ratio};
use std::fmt;

/// What becomes of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is true.
    True,
    /// It is true, and a stronger claim would be too.
    Weak,
    /// It is false.
    False,
    /// No figure proves it.
    Unproved,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::True => "true",
            Self::Weak => "weaker than it could be",
            Self::False => "false",
            Self::Unproved => "unproved",
        })
    }
}

/// A number that a text states, and whether it is true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Where it stands.
    pub place: Place,
    /// Its words, from the qualifier to what is counted.
    pub words: String,
    /// Whether it is true.
    pub verdict: Verdict,
    /// Why, with the figure's value, and what could be said.
    pub why: String,
}

/// Tests every number that a text states of something; `file` is how places call the text.
///
/// # Errors
/// [`AmountError::Overflow`] when a number does not fit.
pub fn test_statements(figures: &Released, file: &str, text: &str) -> Result<Vec<Statement>, AmountError> {
    let mut found = Vec::new();
    for words in sentences(text) {
        let all = mentions(&words);
        for (index, mention) in all.iter().enumerate() {
            let until = all.get(index + 1).map_or(words.len(), |next| next.first);
            let from = index.checked_sub(1).and_then(|i| all.get(i)).map_or(0, |before| before.end);
            let sentence = Sentence { figures, words: &words, mention, from, until };
            let (verdict, why) = sentence.judge()?;
            let last = until.min(mention.end + 4);
            let quoted: Vec<&str> = words.get(mention.first..last).unwrap_or_default().iter().map(|w| w.text).collect();
            let offset = words.get(mention.first).map_or(0, |word| word.offset);
            found.push(Statement {
                place: Place::of_offset(file, text, offset),
                words: quoted.join(" "),
                verdict,
                why,
            });
        }
    }
    Ok(found)
}

struct Sentence<'a> {
    figures: &'a Released,
    words: &'a [Word<'a>],
    mention: &'a Mention,
    /// The words that belong to this number begin here …
    from: usize,
    /// … and end before this.
    until: usize,
}

impl Sentence<'_> {
    fn judge(&self) -> Result<(Verdict, String), AmountError> {
        let unproved = |why: &str| Ok((Verdict::Unproved, why.to_owned()));
        let Some(figure) = self.figure() else {
            return unproved("no figure of the project is named beside this number");
        };
        let Some(key) = self.key(figure) else {
            let why = format!("the project has no value of \"{}\" for that period or place", figure.definition.name);
            return Ok((Verdict::Unproved, why));
        };
        let value = match figure.cell(&key) {
            Ok(Shown::Value(_)) if figure.rounded.contains(&key) => {
                return unproved("that count is rounded to the nearest five");
            }
            Ok(Shown::Value(Value::Number(value))) => value,
            Ok(Shown::Withheld) => return unproved("that count is withheld to protect persons"),
            _ => return unproved("the figure has no value there"),
        };
        self.compare(figure, &key, value)
    }

    fn compare(&self, figure: &ReleasedFigure, key: &CellKey, value: Ratio) -> Result<(Verdict, String), AmountError> {
        let printed = figure.text(key, true).unwrap_or_default();
        let stated = Ratio::from_amount(self.mention.number)?;
        let holds = match self.mention.qualifier {
            Qualifier::Vague => {
                let could = self.could_say(figure, value, ClaimKind::MoreThan)?.map_or(printed, |c| c.whole());
                let why = format!("\"nearly\" and its like cannot be proved; it could say \"{could}\"");
                return Ok((Verdict::Unproved, why));
            }
            Qualifier::MoreThan => value > stated,
            Qualifier::AtLeast => value >= stated,
            Qualifier::FewerThan => value < stated,
            Qualifier::Exactly => self.is_rounded(value, stated)?,
        };
        let name = &figure.definition.name;
        if !holds {
            let could = self.could_say(figure, value, ClaimKind::MoreThan)?;
            let could = could.map_or_else(String::new, |claim| format!("; it could say \"{}\"", claim.whole()));
            return Ok((Verdict::False, format!("\"{name}\" is {printed}{could}")));
        }
        let kind = match self.mention.qualifier {
            Qualifier::AtLeast => ClaimKind::AtLeast,
            _ => ClaimKind::MoreThan,
        };
        let qualified = matches!(self.mention.qualifier, Qualifier::MoreThan | Qualifier::AtLeast);
        let stronger = strongest(&figure.definition, value, kind)?
            .filter(|(number, _)| qualified && *number > self.mention.number);
        Ok(match stronger {
            Some((_, claim)) => (Verdict::Weak, format!("\"{name}\" is {printed}; it could say \"{}\"", claim.whole())),
            None => (Verdict::True, format!("\"{name}\" is {printed}")),
        })
    }

    fn could_say(
        &self,
        figure: &ReleasedFigure,
        value: Ratio,
        kind: ClaimKind,
    ) -> Result<Option<ClaimText>, AmountError> {
        Ok(strongest(&figure.definition, value, kind)?.map(|(_, claim)| claim))
    }

    /// Whether a number without a qualifier is the value, rounded half up to the digits that it gives.
    fn is_rounded(&self, value: Ratio, stated: Ratio) -> Result<bool, AmountError> {
        let steps = value.over(Ratio::from_amount(self.mention.precision)?)?.rounded(0)?;
        Ok(Ratio::from_amount(steps.times(self.mention.precision)?)? == stated)
    }

    /// The figure whose title the words after the number name best, or else the words before it.
    fn figure(&self) -> Option<&ReleasedFigure> {
        let after = self.words.get(self.mention.end..self.until).unwrap_or_default();
        let before = self.words.get(self.from..self.mention.first).unwrap_or_default();
        let alone = after.is_empty() || self.from == 0;
        let last = &before[before.len().saturating_sub(6)..];
        self.best(&after[..after.len().min(9)]).or_else(|| self.best(last).filter(|_| alone))
    }

    fn best(&self, words: &[Word<'_>]) -> Option<&ReleasedFigure> {
        let stems: Vec<String> = words.iter().map(|word| stem(word.text)).collect();
        let mut best: Option<(usize, usize, &ReleasedFigure)> = None;
        for figure in self.figures.figures.values().filter(|figure| self.fits(figure.unit())) {
            let title: Vec<String> = title_words(&figure.definition.title);
            let named = title.iter().filter(|word| stems.contains(word)).count();
            let missed = title.len() - named;
            let better = best.is_none_or(|(most, least, _)| (named, least) > (most, missed));
            if named > 0 && named >= missed && better {
                best = Some((named, missed, figure));
            }
        }
        best.map(|(_, _, figure)| figure)
    }

    /// Dollars are held against dollars, and nothing else against them.
    const fn fits(&self, unit: &Unit) -> bool {
        matches!(unit, Unit::Money(_)) == self.mention.is_money
    }

    /// The cell that the sentence speaks of: to date, unless it names a year or the month, and all, unless it names a
    /// slice by its label.
    fn key(&self, figure: &ReleasedFigure) -> Option<CellKey> {
        let window = self.window()?;
        let clause = self.words.get(self.mention.end..self.until).unwrap_or_default();
        let text = clause.iter().map(|word| word.text).collect::<Vec<_>>().join(" ").to_lowercase();
        let places = figure.breakdowns.iter().flat_map(|b| b.slices.iter().map(move |slice| (b, slice)));
        let named = places.filter(|(_, slice)| slice.label.len() > 4 && text.contains(&slice.label.to_lowercase()));
        let slices: Vec<_> = named.map(|(b, slice)| (b.dimension.clone(), slice.code.clone())).take(1).collect();
        figure.key(self.figures.calendar, window, &slices).ok()
    }

    /// The period that the words after the number name, or else those before it; `None` for one without a window.
    fn window(&self) -> Option<Window> {
        let parts = [self.words.get(self.mention.end..self.until), self.words.get(..self.mention.first)];
        let named = parts.into_iter().flatten().find_map(|words| self.named_window(words));
        named.unwrap_or(Some(Window::ToDate))
    }

    /// The period that words name with "in", "during" or "fiscal year", if they name one; the month must be the
    /// edition's.
    fn named_window(&self, words: &[Word<'_>]) -> Option<Option<Window>> {
        let lower = |index: usize| words.get(index).map(|w| w.text.to_lowercase()).unwrap_or_default();
        words.iter().enumerate().find_map(|(index, word)| {
            if let Some(year) = word.text.strip_prefix("FY").and_then(year_of) {
                return Some(Some(Window::FiscalYear(year)));
            }
            let (year, before) = (year_of(word.text)?, index.checked_sub(1)?);
            let two_before = before.checked_sub(1).map(lower).unwrap_or_default();
            match (two_before.as_str(), lower(before).as_str()) {
                (_, "fy") | ("fiscal", "year") => Some(Some(Window::FiscalYear(year))),
                (_, "in" | "during") => Some(Some(Window::Year(year))),
                ("in" | "during", name) => {
                    let as_of = self.figures.calendar.as_of;
                    let same = month_named(name) == usize::try_from(as_of.month()).ok() && year == as_of.year();
                    Some(same.then_some(Window::Month))
                }
                _ => None,
            }
        })
    }
}

/// The words of a title that carry meaning, as stems.
fn title_words(title: &str) -> Vec<String> {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let small = ["of", "in", "to", "or", "and", "the", "at", "by", "for", "a", "as", "from", "per", "each"];
    words.filter(|word| !small.contains(&word.to_lowercase().as_str())).map(stem).collect()
}

/// The beginning of a word, by which "convictions" and "convicted" are the same.
fn stem(word: &str) -> String {
    let lower = word.to_lowercase();
    let singular = lower.strip_suffix('s').unwrap_or(&lower);
    singular.chars().take(6).collect()
}
