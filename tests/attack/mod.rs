//! What an attacker knows of the withheld counts of an edition, solved by linear programming in floating point.

#![allow(dead_code, reason = "each test binary uses its own part of this module")]
#![allow(clippy::float_arithmetic, reason = "the solver of the attack works in floating point; the tool does not")]

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// The smallest cell of all attacked projects.
pub(crate) const SMALLEST: f64 = 11.0;

/// A published count: shown, or withheld and to be found.
#[derive(Clone, Copy)]
pub(crate) enum Count {
    Shown(f64),
    Hidden(usize),
}

/// `(figure, dimension, code)`.
pub(crate) type Id = (String, String, String);

/// Weighted counts, how they compare, and with what.
type Constraint = (Vec<(usize, f64)>, ComparisonOp, f64);

/// What the attacker holds.
pub(crate) struct Attack {
    pub(crate) counts: BTreeMap<Id, Count>,
    pub(crate) totals: BTreeMap<(String, String), f64>,
    pub(crate) hidden: Vec<Id>,
    /// The least that a withheld count can be: 1 where zeros are printed.
    least: Vec<f64>,
    constraints: Vec<Constraint>,
}

impl Attack {
    /// Reads what is published of figures that count.
    pub(crate) fn read(json: &Json, figures: &[&str]) -> Self {
        let (counts, totals) = (BTreeMap::new(), BTreeMap::new());
        let mut attack = Self { counts, totals, hidden: Vec::new(), least: Vec::new(), constraints: Vec::new() };
        for figure in json["figures"].as_array().unwrap() {
            let name = text(&figure["name"]);
            if !figures.contains(&name.as_str()) {
                continue;
            }
            for total in figure["totals"].as_array().unwrap().iter().filter(|t| text(&t["printed"]) != "[c]") {
                attack.totals.insert((name.clone(), text(&total["period"])), number(&total["value"]));
            }
            let cells = figure["breakdowns"].as_array().unwrap();
            for cell in cells {
                let by = text(&cell["by"]);
                let any_shown = cells.iter().any(|c| text(&c["by"]) == by && text(&c["printed"]) != "[c]");
                let id = (name.clone(), by, text(&cell["code"]));
                let count = if text(&cell["printed"]) == "[c]" {
                    attack.hidden.push(id.clone());
                    attack.least.push(f64::from(u8::from(any_shown)));
                    Count::Hidden(attack.hidden.len() - 1)
                } else {
                    Count::Shown(number(&cell["value"]))
                };
                attack.counts.insert(id, count);
            }
        }
        attack
    }

    /// Adds what is known: the counts, each with its weight, compare with a number.
    pub(crate) fn know(&mut self, parts: &[(Count, f64)], how: ComparisonOp, value: f64) {
        let (mut terms, mut value) = (Vec::new(), value);
        for (count, weight) in parts {
            match count {
                Count::Shown(shown) => value -= shown * weight,
                Count::Hidden(index) => terms.push((*index, *weight)),
            }
        }
        if !terms.is_empty() {
            self.constraints.push((terms, how, value));
        }
    }

    /// A number was found for a cell somewhere: it is what the figures say, or it gives a withheld count away.
    pub(crate) fn found(&mut self, id: &Id, value: f64, wherever: &str) {
        match self.counts.get(id) {
            Some(Count::Shown(shown)) => {
                assert!((shown - value).abs() < 1e-6, "{wherever}: {id:?} is {value}, not {shown}")
            }
            Some(hidden @ Count::Hidden(_)) => self.know(&[(*hidden, 1.0)], ComparisonOp::Eq, value),
            None => {}
        }
    }

    pub(crate) fn of(&self, figure: &str, by: &str) -> Vec<(String, Count)> {
        let own = self.counts.iter().filter(|(id, _)| id.0 == figure && id.1 == by);
        own.map(|(id, count)| (id.2.clone(), *count)).collect()
    }

    /// The slices of a breakdown add up to the figure's total.
    pub(crate) fn adds_up(&mut self, figure: &str, by: &str) {
        let parts: Vec<_> = self.of(figure, by).into_iter().map(|(_, count)| (count, 1.0)).collect();
        let total = self.totals[&(figure.to_owned(), "to-date".to_owned())];
        self.know(&parts, ComparisonOp::Eq, total);
    }

    /// A table's cells add up to the rows' own slices and to the years' totals.
    pub(crate) fn table(&mut self, figure: &str, down: &str) {
        let cells = self.of(figure, &format!("{down} / year"));
        let margins = self.of(figure, down);
        for (code, margin) in margins {
            let row = cells.iter().filter(|(id, _)| id.starts_with(&format!("{code} / ")));
            let parts: Vec<_> = row.map(|(_, count)| (*count, 1.0)).chain([(margin, -1.0)]).collect();
            self.know(&parts, ComparisonOp::Eq, 0.0);
        }
        let years: Vec<_> = self.totals.iter().filter(|(id, _)| id.0 == figure && id.1.len() == 4).collect();
        let years: Vec<(String, f64)> = years.into_iter().map(|(id, total)| (id.1.clone(), *total)).collect();
        for (year, total) in years {
            let column = cells.iter().filter(|(id, _)| id.ends_with(&format!(" / {year}")));
            let parts: Vec<_> = column.map(|(_, count)| (*count, 1.0)).collect();
            self.know(&parts, ComparisonOp::Eq, total);
        }
    }

    /// One figure counts a part of what the other counts, slice by slice.
    pub(crate) fn part_of(&mut self, part: &str, whole: &str, by: &str) {
        let wholes: BTreeMap<_, _> = self.of(whole, by).into_iter().collect();
        for (code, count) in self.of(part, by) {
            if let Some(whole) = wholes.get(&code) {
                self.know(&[(count, 1.0), (*whole, -1.0)], ComparisonOp::Le, 0.0);
            }
        }
    }

    /// Where a statistic is shown, there are persons enough behind it.
    pub(crate) fn enough_behind(&mut self, json: &Json, statistic: &str, figure: &str, by: &str) {
        let all = json["figures"].as_array().unwrap();
        let cells = all.iter().find(|f| text(&f["name"]) == statistic).unwrap()["breakdowns"].as_array().unwrap();
        let counts: BTreeMap<_, _> = self.of(figure, by).into_iter().collect();
        for cell in cells.iter().filter(|cell| text(&cell["by"]) == by && !cell["value"].is_null()) {
            self.know(&[(counts[&text(&cell["code"])], 1.0)], ComparisonOp::Ge, SMALLEST);
        }
    }

    /// The withheld counts whose range does not contain 1 to `SMALLEST` − 1, as far as the program's own totals leave
    /// room for it.
    pub(crate) fn exposed(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (index, id) in self.hidden.iter().enumerate() {
            let (least, greatest) = (self.extreme(index, true), self.extreme(index, false));
            let total = |period: &str| self.totals.get(&(id.0.clone(), period.to_owned())).copied();
            let year = id.2.rsplit(" / ").next().and_then(total);
            let room = (SMALLEST - 1.0).min(total("to-date").unwrap()).min(year.unwrap_or(SMALLEST));
            if least > 1.0 + 1e-6 || greatest < room - 1e-6 {
                found.push(format!("{} {}={} is between {least} and {greatest}", id.0, id.1, id.2));
            }
        }
        found
    }

    fn extreme(&self, wanted: usize, least: bool) -> f64 {
        let direction = if least { OptimizationDirection::Minimize } else { OptimizationDirection::Maximize };
        let mut problem = Problem::new(direction);
        let add = |(index, least): (usize, &f64)| problem.add_var(f64::from(u8::from(index == wanted)), (*least, 1e6));
        let variables: Vec<Variable> = self.least.iter().enumerate().map(add).collect();
        for (terms, how, value) in &self.constraints {
            let terms: Vec<_> = terms.iter().map(|(index, weight)| (variables[*index], *weight)).collect();
            problem.add_constraint(&terms[..], *how, *value);
        }
        problem.solve().unwrap().into_solution().unwrap().objective()
    }
}

pub(crate) fn text(json: &Json) -> String {
    json.as_str().unwrap_or_default().to_owned()
}

pub(crate) fn number(json: &Json) -> f64 {
    json.as_str().map_or(0.0, |digits| digits.parse().unwrap())
}
