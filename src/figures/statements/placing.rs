//! The words of a number and a figure → whether every word has its place in that figure: in its title, as a slice, or
//! as an ordinary word. A word without a place narrows the claim to something that the figure does not say.

use super::is_dated;
use super::ordinary::{is_actor, is_change, is_ordinary, is_person};
use super::sentence::Sentence;
use super::words::stems;
use crate::figures::release::{Released, ReleasedFigure};
use crate::project::{Measure, Unit};

/// How well the words of a number fit a figure.
#[derive(Debug, Clone)]
pub(super) struct Placed<'r> {
    pub(super) figure: &'r ReleasedFigure,
    /// The slices that its words name, each of another dimension.
    pub(super) slices: Vec<(String, String)>,
    /// The slices that stand before the first number of the clause.
    pub(super) carried: Vec<(String, String)>,
    /// How many words name the figure or a slice of it.
    pub(super) named: usize,
    /// Words of the title that do not stand there.
    pub(super) missed: Vec<String>,
    /// Words of the text that have no place.
    pub(super) left: Vec<usize>,
    /// A dimension of which more than one slice is named.
    pub(super) doubled: Option<String>,
    /// Whether the words say what one of its things is; where only a slice is named, they may count other things.
    pub(super) is_thing_said: bool,
}

impl Placed<'_> {
    pub(super) fn is_complete(&self) -> bool {
        self.named > 0 && self.missed.is_empty() && self.left.is_empty() && self.doubled.is_none()
    }
}

/// The words that are to be placed.
#[derive(Debug, Clone)]
pub(super) struct Clause<'s> {
    pub(super) sentence: &'s Sentence<'s>,
    /// The words of the number's own stretch.
    pub(super) own: Vec<usize>,
    /// The words before the first number of the clause, for a later number.
    pub(super) lead: Vec<usize>,
    /// Where the number begins.
    pub(super) number: usize,
    /// The figure is given by the number before, and needs no words here.
    pub(super) is_given: bool,
}

/// Places the words of a number in a figure.
pub(super) fn place<'r>(figures: &Released, figure: &'r ReleasedFigure, clause: &Clause<'_>) -> Placed<'r> {
    let names = Names::new(figures, figure);
    let mut free = clause.own.clone();
    let (slices, doubled, in_labels) = clause.slices(figure, &names, &mut free);
    let mut in_lead = clause.lead.clone();
    let (mut carried, _, _) = clause.slices(figure, &names, &mut in_lead);
    carried.retain(|(dimension, _)| !slices.iter().any(|(own, _)| own == dimension));
    let has = |words: &[usize], stem: &String| words.iter().any(|at| clause.stem(*at) == stem);
    let hits = names.content.iter().filter(|stem| has(&clause.own, stem) || has(&clause.lead, stem)).count();
    let given = if clause.is_given { names.content.len() } else { 0 };
    let named = hits.max(given) + in_labels;
    let is_mass = matches!(figure.unit(), Unit::Mass(_));
    let in_slice = |stem: &String| !slices.is_empty() && (hits > 0 || is_mass) && names.counts.contains(stem);
    let is_said = |stem: &&String| {
        clause.is_given
            || has(&clause.own, stem)
            || has(&clause.lead, stem)
            || names.implied.contains(&stem.as_str())
            || in_slice(stem)
    };
    let missed = names.content.iter().filter(|stem| !is_said(stem)).cloned().collect();
    let forgiven = |stem: &&String| in_slice(stem) && !has(&clause.own, stem) && !has(&clause.lead, stem);
    let is_thing_said = clause.is_given || is_mass || names.content.iter().filter(forgiven).count() == 0;
    free.retain(|at| !clause.is_placed(*at, &names));
    Placed { figure, slices, carried, named, missed, left: free, doubled, is_thing_said }
}

impl Clause<'_> {
    fn stem(&self, at: usize) -> &String {
        &self.sentence.words[at].stem
    }

    fn is_placed(&self, at: usize, names: &Names) -> bool {
        let word = &self.sentence.words[at];
        let before = |by: usize| at.checked_sub(by).map_or("", |index| self.sentence.lower(index));
        let acts = at < self.number || before(1) == "by" || before(2) == "by";
        let bare = word.lower.trim_end_matches("'s").trim_end_matches("’s");
        let leads_to = self.number > 0 && matches!(self.sentence.lower(self.number - 1), "to" | "from");
        names.all.contains(&word.stem)
            || is_ordinary(&word.lower)
            || word.lower == "but" && self.own.first() == Some(&at)
            || names.counts_persons && is_person(&word.lower)
            || acts && (is_actor(bare) || names.program.contains(&word.stem))
            || leads_to && at < self.number && is_change(&word.lower)
    }

    /// The slices that free words name, longest labels first; their words are free no more.
    fn slices(
        &self,
        figure: &ReleasedFigure,
        names: &Names,
        free: &mut Vec<usize>,
    ) -> (Vec<(String, String)>, Option<String>, usize) {
        let (mut found, mut doubled, mut words): (Vec<(String, String)>, _, _) = (Vec::new(), None, 0);
        for label in labels(figure, names) {
            let Some(run) = self.run_of(&label, free) else { continue };
            free.retain(|at| !run.contains(at));
            words += run.len();
            if found.iter().any(|(dimension, _)| *dimension == label.dimension) {
                doubled = Some(label.dimension);
            } else {
                found.push((label.dimension, label.code));
            }
        }
        (found, doubled, words)
    }

    /// Where a label stands among free words that follow each other.
    fn run_of(&self, label: &Label, free: &[usize]) -> Option<Vec<usize>> {
        let is_short = label.text.chars().count() <= 3;
        let runs = free.windows(label.stems.len());
        let found = runs.into_iter().find(|run| {
            let follow = run.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b));
            let same = run.iter().zip(&label.stems).all(|(at, stem)| self.stem(*at) == stem);
            follow && same && (!is_short || self.sentence.words[run[0]].text == label.text)
        });
        found.map(<[usize]>::to_vec)
    }
}

struct Label {
    dimension: String,
    code: String,
    text: String,
    stems: Vec<String>,
}

/// The labels of a figure's slices, but for those of time and those that say nothing alone, the longest first.
fn labels(figure: &ReleasedFigure, names: &Names) -> Vec<Label> {
    let mut all: Vec<Label> = Vec::new();
    for (breakdown, slice) in figure.all_slices().filter(|(breakdown, _)| !is_dated(breakdown)) {
        let known = all.iter().any(|own| own.dimension == breakdown.dimension && own.code == slice.code);
        let says_nothing = ["yes", "no", "other", "not recorded"].contains(&slice.label.to_lowercase().as_str());
        let stems = stems(&slice.label);
        let is_title = stems.iter().all(|stem| names.content.contains(stem));
        if !known && !says_nothing && !is_title && slice.label.chars().count() > 1 {
            let (dimension, code) = (breakdown.dimension.clone(), slice.code.clone());
            all.push(Label { dimension, code, text: slice.label.clone(), stems });
        }
    }
    all.sort_by_key(|label| std::cmp::Reverse(label.stems.len()));
    all
}

/// The words by which a figure is known, as stems.
struct Names {
    /// What its title says of what is counted.
    content: Vec<String>,
    /// What one of its things is.
    counts: Vec<String>,
    /// All words that have a place in it.
    all: Vec<String>,
    /// Words of the title that the number's own unit says.
    implied: Vec<&'static str>,
    counts_persons: bool,
    /// The words of the program's own names: it is who acts.
    program: Vec<String>,
}

impl Names {
    fn new(figures: &Released, figure: &ReleasedFigure) -> Self {
        let definition = &figure.definition;
        let title = stems(&definition.title);
        let small = ordinary_stems(&definition.title);
        let content = title.iter().filter(|stem| !small.contains(stem)).cloned().collect();
        let counts = stems(&definition.counts);
        let spelled = |name: &str| stems(&name.replace('_', " "));
        let mut all = [title, counts.clone(), spelled(&definition.name), spelled(&definition.source)].concat();
        all.extend(definition.on.iter().flat_map(|on| spelled(on)));
        if let Unit::Count(things) = &definition.unit {
            all.extend(stems(things));
        }
        // A share is said of its parts: "73.6 percent of defendants".
        if let Measure::Derived(made) = &definition.measure {
            for part in [&made.of, &made.with].into_iter().filter_map(|name| figures.figures.get(name)) {
                all.extend(stems(&part.definition.title));
                all.extend(stems(&part.definition.counts));
            }
        }
        if comes_by_seizure(figures, figure) {
            all.push(SEIZED.to_owned());
        }
        let counts_persons = definition.counts.split_whitespace().any(|word| is_person(&word.to_lowercase()));
        let program = figures.program.iter().flat_map(|name| stems(name)).collect();
        Self { content, counts, all, implied: implied(figure.unit()), counts_persons, program }
    }
}

/// The stem of "seized" and "seizures".
const SEIZED: &str = "seiz";

/// Whether "seized" says nothing new of a sum of property: where no other figure in its unit is told apart by the word.
fn comes_by_seizure(figures: &Released, figure: &ReleasedFigure) -> bool {
    let own = &figure.definition;
    let is_rival = |other: &ReleasedFigure| {
        other.definition.source == own.source
            && other.definition.unit == own.unit
            && stems(&other.definition.title).iter().any(|stem| stem == SEIZED)
    };
    matches!(own.measure, Measure::Sum(_)) && !figures.figures.values().any(is_rival)
}

/// The stems of a title's words that say nothing of what is counted.
fn ordinary_stems(title: &str) -> Vec<String> {
    title.split_whitespace().filter(|word| is_ordinary(&word.to_lowercase())).flat_map(stems).collect()
}

/// The stems of words that say no more than the unit does.
fn implied(unit: &Unit) -> Vec<&'static str> {
    match unit {
        Unit::Share => vec!["shar", "percent", "percentag", "proportion", "part"],
        Unit::Mass(_) => {
            vec!["weight", "amount", "quantiti", "total", "pound", "ounc", "kilogram", "kilo", "gram", "kg", "lb", "oz"]
        }
        Unit::Money(_) => vec!["amount", "total", "sum", "dollar"],
        Unit::Count(_) => vec!["number", "count", "total"],
        Unit::Months | Unit::Per(_) => Vec::new(),
    }
}
