//! The partials that each partial calls → circles and chains that are too long. A partial that calls itself would be
//! filled until the stack is full.

use crate::value::{Place, Problem};
use std::collections::BTreeMap;

/// Partials inside one another; no sheet needs more.
const DEEPEST: usize = 8;

/// A call of a partial.
#[derive(Debug, Clone)]
pub(super) struct Call {
    /// Where it stands.
    pub(super) place: Place,
    /// The partial that is called.
    pub(super) name: String,
}

/// What is wrong with the calls of partials, by the caller's name.
pub(super) fn problems(calls: &BTreeMap<String, Vec<Call>>) -> Vec<Problem> {
    let mut chains = Chains { calls, lengths: BTreeMap::new(), above: Vec::new(), problems: Vec::new() };
    for name in calls.keys() {
        chains.length(name);
    }
    chains.problems
}

struct Chains<'a> {
    calls: &'a BTreeMap<String, Vec<Call>>,
    /// How many partials stand inside one another below each that is done.
    lengths: BTreeMap<&'a str, usize>,
    /// The callers of the one that is looked at.
    above: Vec<&'a str>,
    problems: Vec<Problem>,
}

impl<'a> Chains<'a> {
    fn length(&mut self, name: &'a str) -> usize {
        if let Some(length) = self.lengths.get(name) {
            return *length;
        }
        self.above.push(name);
        let mut longest = 0;
        for call in self.calls.get(name).into_iter().flatten() {
            if let Some(at) = self.above.iter().position(|caller| *caller == call.name) {
                self.circle(call, at);
                continue;
            }
            let length = 1 + self.length(&call.name);
            if length == DEEPEST + 1 {
                let what = format!("partials stand more than {DEEPEST} deep inside one another");
                self.problems.push(Problem::new(call.place.clone(), what, "write the innermost into their callers"));
            }
            longest = longest.max(length);
        }
        self.above.pop();
        self.lengths.insert(name, longest);
        longest
    }

    fn circle(&mut self, call: &Call, at: usize) {
        let chain: Vec<String> =
            self.above[at..].iter().copied().chain([call.name.as_str()]).map(|name| format!("\"{name}\"")).collect();
        let what = format!("the partial \"{}\" calls itself: {}", call.name, chain.join(" calls "));
        self.problems.push(Problem::new(call.place.clone(), what, "take one of these calls out"));
    }
}
