//! A copy and the sheet that was published → what differs: figures, which fail, and words, which a person may change.

use super::alike::{numbers, paired, stretches, times, typed_numbers};
use super::reading::{Copy, Part, PartKind, STROKE};
use crate::figures::{Released, Verdict, test_statements};
use crate::project::SheetFormat;
use crate::render::docx::read::{Mismatch, Reading, compare as compare_controls};
use crate::value::single_spaced;
use indexmap::IndexMap;
use serde::Serialize;

/// What a copy is held against.
#[derive(Debug)]
pub struct Original<'a> {
    /// The published sheet, read in the same way.
    pub copy: &'a Copy,
    /// The printed figures of the edition by the tag of their control.
    pub printed: &'a IndexMap<String, String>,
    /// The figures, to test numbers that were typed by hand.
    pub figures: &'a Released,
    /// Words that the sheet may not lack, by the name of their block.
    pub required: &'a [(String, String)],
}

/// What is found in a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind of difference it is.
    pub kind: FindingKind,
    /// Where in the copy.
    pub place: String,
    /// What stands there; empty when something is gone.
    pub found: String,
    /// What was published; empty when something was added.
    pub published: String,
    /// More about it, in words.
    pub why: String,
}

/// The kinds of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// It is another edition than it is presented as.
    Edition,
    /// It was never published, and people have to approve it first.
    Unpublished,
    /// A figure is not the published one.
    Figure,
    /// A number that was typed by hand is contradicted by the figures.
    Contradicted,
    /// A block is gone that the sheet may not lack.
    Required,
    /// A number that was typed by hand, and that no figure proves.
    Unproved,
    /// Words were changed.
    Changed,
    /// Words were added.
    Added,
    /// Words are gone.
    Removed,
    /// A later revision of the edition was published.
    Superseded,
}

impl FindingKind {
    /// Whether a copy with such a finding may not be given out.
    #[must_use]
    pub const fn fails(self) -> bool {
        matches!(self, Self::Edition | Self::Unpublished | Self::Figure | Self::Contradicted | Self::Required)
    }
}

/// The parts in which two sheets differ, whatever it is that differs in them.
#[must_use]
pub fn changed_words(copy: &Copy, other: &Copy) -> Vec<Finding> {
    let mut found = Vec::new();
    for kind in [PartKind::Text, PartKind::Row, PartKind::Alternative] {
        for (old, new, before) in stretches(other, copy, kind) {
            let (pairs, gone, added) = paired(&old, &new);
            let say = |kind, place: &str, found: &str, published: &str| {
                let [place, found, published] = [place, found, published].map(str::to_owned);
                Finding { kind, place, found, published, why: String::new() }
            };
            found.extend(pairs.iter().map(|(old, new)| say(FindingKind::Changed, &new.place, &new.text, &old.text)));
            found.extend(gone.iter().map(|part| say(FindingKind::Removed, &before, "", &part.text)));
            found.extend(added.iter().map(|part| say(FindingKind::Added, &part.place, &part.text, "")));
        }
    }
    found
}

/// Everything in which a copy differs from the published sheet.
#[must_use]
pub fn compare(copy: &Copy, original: &Original<'_>) -> Vec<Finding> {
    let mut search = Search { copy, original, findings: Vec::new(), controls: Vec::new() };
    if let Some(reading) = &copy.word {
        search.controls = compare_controls(reading, original.printed);
    }
    for kind in [PartKind::Text, PartKind::Row, PartKind::Alternative] {
        search.parts(kind);
    }
    search.rest_of_controls();
    search.charts();
    search.required();
    search.findings.sort_by_key(|finding| !finding.kind.fails());
    search.findings
}

struct Search<'a> {
    copy: &'a Copy,
    original: &'a Original<'a>,
    findings: Vec<Finding>,
    /// Figures of controls that are not the edition's, until they are told with their place.
    controls: Vec<Mismatch>,
}

impl Search<'_> {
    fn parts(&mut self, kind: PartKind) {
        for (old, new, before) in stretches(self.original.copy, self.copy, kind) {
            let (pairs, gone, added) = paired(&old, &new);
            pairs.into_iter().for_each(|(old, new)| self.changed(old, new));
            gone.into_iter().for_each(|part| self.gone(part, &before));
            added.into_iter().for_each(|part| self.added(part));
        }
    }

    fn changed(&mut self, old: &Part, new: &Part) {
        if new.kind == PartKind::Row {
            return self.changed_row(old, new);
        }
        let is_control = |wrong: &Mismatch| {
            let found = single_spaced(&wrong.found);
            times(&new.text, &found) > times(&old.text, &found)
        };
        let (here, elsewhere) = std::mem::take(&mut self.controls).into_iter().partition(is_control);
        self.controls = elsewhere;
        let here: Vec<Mismatch> = here;
        for wrong in &here {
            self.control(wrong, &new.place);
        }
        let typed = typed_numbers(&old.text, &new.text);
        match (typed.is_empty(), self.copy.format) {
            _ if !here.is_empty() => {}
            // The same numbers may be said of something else now.
            (true, _) => self.typed(new, &old.text),
            (false, SheetFormat::Docx) if new.kind == PartKind::Text => self.typed(new, &old.text),
            (false, _) => {
                let why = format!("these numbers were not published: {}", typed.join(", "));
                self.say(FindingKind::Figure, &new.place, &new.text, &old.text, &why);
            }
        }
    }

    fn changed_row(&mut self, old: &Part, new: &Part) {
        let (before, now): (Vec<&str>, Vec<&str>) =
            (old.text.split(STROKE).collect(), new.text.split(STROKE).collect());
        let head = before.first().copied().unwrap_or_default();
        if before.len() != now.len() {
            return self.say(FindingKind::Figure, &new.place, &new.text, &old.text, "the row has other cells");
        }
        // What stands at the head of a row says whose its figures are.
        let figures = !numbers(&old.text).is_empty() || !numbers(&new.text).is_empty();
        for (at, (was, is)) in before.iter().zip(&now).enumerate().filter(|(_, (was, is))| was != is) {
            let place = format!("{}, cell {}", new.place, at + 1);
            let kind = if figures || at > 0 { FindingKind::Figure } else { FindingKind::Changed };
            if let Some(own) = self.controls.iter().position(|wrong| single_spaced(&wrong.found) == *is) {
                self.controls.remove(own);
            }
            self.say(kind, &place, is, was, &format!("in the row \"{head}\""));
        }
    }

    /// A sentence may be left out; a row that is gone from a table leaves the others to be taken for all.
    fn gone(&mut self, part: &Part, before: &str) {
        if part.kind == PartKind::Row && !numbers(&part.text).is_empty() {
            return self.say(FindingKind::Figure, before, "", &part.text, "a row of figures");
        }
        self.say(FindingKind::Removed, before, "", &part.text, "");
    }

    /// Staff write sentences into Word files and texts; nobody writes into a PDF, and rows are not written by hand.
    fn added(&mut self, part: &Part) {
        let by_hand = part.kind == PartKind::Text && self.copy.format != SheetFormat::Pdf;
        if numbers(&part.text).is_empty() || by_hand {
            return self.typed(part, "");
        }
        self.say(FindingKind::Figure, &part.place, &part.text, "", "these numbers were not published");
    }

    /// Words of a person: each number in them is held against the figures. What was false or unproved before is the
    /// published sheet's own.
    fn typed(&mut self, part: &Part, before: &str) {
        let kind = if before.is_empty() { FindingKind::Added } else { FindingKind::Changed };
        self.say(kind, &part.place, &part.text, before, "");
        let test = |text: &str| test_statements(self.original.figures, &part.place, text);
        let own: Vec<(Verdict, String)> = test(before).into_iter().map(|s| (s.verdict, s.words)).collect();
        let mut statements = test(&part.text);
        statements.retain(|statement| !own.contains(&(statement.verdict, statement.words.clone())));
        let known = numbers(before);
        for statement in statements {
            let kind = match statement.verdict {
                Verdict::False => FindingKind::Contradicted,
                Verdict::Unproved => FindingKind::Unproved,
                Verdict::True | Verdict::Weak => continue,
            };
            if kind == FindingKind::Unproved && numbers(&statement.words).iter().all(|number| known.contains(number)) {
                continue;
            }
            self.say(kind, &part.place, &statement.words, "", &statement.why);
        }
    }

    fn control(&mut self, wrong: &Mismatch, place: &str) {
        let published = wrong.expected.clone().unwrap_or_default();
        let why =
            if wrong.expected.is_none() { format!("the edition has no {}", wrong.what) } else { wrong.what.clone() };
        self.say(FindingKind::Figure, place, &wrong.found, &published, &why);
    }

    fn rest_of_controls(&mut self) {
        for wrong in std::mem::take(&mut self.controls) {
            self.control(&wrong, "");
        }
    }

    /// What is gone from a chart; what is wrong in it is found with the controls.
    fn charts(&mut self) {
        let drawn = |copy: &Copy| copy.word.as_ref().map(charts_of).unwrap_or_default();
        let (published, found) = (drawn(self.original.copy), drawn(self.copy));
        if published.len() != found.len() {
            return;
        }
        for (number, (was, is)) in (1..).zip(published.iter().zip(&found)) {
            let gone: Vec<&str> = was.iter().filter(|label| !is.contains(label)).map(String::as_str).collect();
            if !gone.is_empty() {
                self.say(FindingKind::Figure, &format!("chart {number}"), "", &gone.join(", "), "values of a chart");
            }
        }
    }

    fn required(&mut self) {
        let words = self.copy.words();
        for (block, required) in self.original.required {
            if !words.contains(&single_spaced(required)) {
                self.say(FindingKind::Required, "", "", required, &format!("the sheet may not lack its {block}"));
            }
        }
    }

    fn say(&mut self, kind: FindingKind, place: &str, found: &str, published: &str, why: &str) {
        let [place, found, published, why] = [place, found, published, why].map(str::to_owned);
        self.findings.push(Finding { kind, place, found, published, why });
    }
}

/// The categories of each chart of a Word file, in the order of their drawings.
fn charts_of(reading: &Reading) -> Vec<Vec<String>> {
    let drawn = reading.drawings.iter().filter(|drawing| drawing.chart.is_some());
    let charts = drawn.filter_map(|drawing| reading.charts.get(&drawing.name));
    charts
        .map(|chart| chart.all_series().flat_map(|(_, points)| points).map(|(label, _)| label.clone()).collect())
        .collect()
}
