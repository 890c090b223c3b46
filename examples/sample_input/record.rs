//! One defendant in one case: the values an office's export holds, and what the generator knows besides.

use crate::day::Day;
use crate::quotas::Fate;

/// A prison term as imposed. Courts impose "a year and a day", which is why months and days can stand together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Term {
    None,
    Days(u32),
    Months(u32),
    MonthsAndDays(u32, u32),
    Life,
}

impl Term {
    /// Whole months, with life beyond any number; only good for comparing.
    pub(crate) fn months(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Days(days) => days / 31,
            Self::Months(months) | Self::MonthsAndDays(months, _) => months,
            Self::Life => 999,
        }
    }
}

/// The values of one row, without the ones that say which revision it is. An empty text is a missing value.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) case_number: String,
    pub(crate) participant: i32,
    pub(crate) indicted: Option<Day>,
    pub(crate) sealed: bool,
    pub(crate) unsealed: Option<Day>,
    pub(crate) juvenile: bool,
    pub(crate) transferred: bool,
    pub(crate) arrested: Option<Day>,
    pub(crate) arrest_country: &'static str,
    pub(crate) role: &'static str,
    pub(crate) charge: &'static str,
    pub(crate) agency: &'static str,
    pub(crate) located_in: &'static str,
    pub(crate) extradition_requested: Option<Day>,
    pub(crate) extradited: Option<Day>,
    pub(crate) disposition: &'static str,
    pub(crate) disposed: Option<Day>,
    pub(crate) sentenced: Option<Day>,
    pub(crate) term: Option<Term>,
}

impl Facts {
    /// About when a term of some months was served.
    pub(crate) fn release(&self) -> Option<Day> {
        let months = self.term.map(Term::months).filter(|&months| months < 60)?;
        self.sentenced.map(|day| day.plus(31 * months as i32))
    }
}

#[derive(Clone)]
pub(crate) struct Defendant {
    /// As the newest revision has them.
    pub(crate) facts: Facts,
    pub(crate) fate: Fate,
    /// Position of the case in the docket; none before the cases are formed.
    pub(crate) case: Option<usize>,
    /// When the record was withdrawn.
    pub(crate) deleted: Option<Day>,
    /// When the guilty verdict came that was vacated later.
    pub(crate) first_verdict: Option<Day>,
    /// The first revisions take a juvenile for an adult.
    pub(crate) recorded_as_adult: bool,
}

impl Defendant {
    pub(crate) fn new(fate: Fate) -> Self {
        let facts = Facts {
            case_number: String::new(),
            participant: 0,
            indicted: None,
            sealed: false,
            unsealed: None,
            juvenile: false,
            transferred: false,
            arrested: None,
            arrest_country: "",
            role: "",
            charge: "",
            agency: "",
            located_in: "US",
            extradition_requested: None,
            extradited: None,
            disposition: "",
            disposed: None,
            sentenced: None,
            term: None,
        };
        Self { facts, fate, case: None, deleted: None, first_verdict: None, recorded_as_adult: false }
    }

    pub(crate) fn arrested(mut self, day: Day, country: &'static str) -> Self {
        self.facts.arrested = Some(day);
        self.facts.arrest_country = country;
        self.facts.located_in = country;
        self
    }

    pub(crate) fn disposed(mut self, code: &'static str, day: Day) -> Self {
        self.facts.disposition = code;
        self.facts.disposed = Some(day);
        self
    }

    pub(crate) fn sentenced(mut self, day: Day, term: Term) -> Self {
        self.facts.sentenced = Some(day);
        self.facts.term = Some(term);
        self
    }

    /// The day around which the case against this defendant began, for someone summoned some months before conviction.
    pub(crate) fn anchor(&self) -> Option<Day> {
        self.facts.arrested.or(self.facts.disposed.map(|day| day.plus(-110)))
    }

    pub(crate) fn is_abroad(&self) -> bool {
        self.facts.located_in != "US"
    }
}
