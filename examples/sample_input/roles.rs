//! Role, charge and agency of each defendant, in keeping with the term imposed.

use std::cmp::Reverse;

use crate::day::Day;
use crate::quotas::{END, Fate, Office};
use crate::random::Random;
use crate::record::{Defendant, Term};

/// A charge that carries life.
const RESULTING_IN_DEATH: &str = "8 U.S.C. § 1324(a)(1)(B)(iv)";
const HEAVY: [&str; 4] = [
    "8 U.S.C. § 1324(a)(1)(A)(v)(I)",
    "8 U.S.C. § 1324(a)(1)(A)(v)(I)",
    "8 U.S.C. § 1324(a)(2)(B)(ii)",
    "18 U.S.C. § 1956(h)",
];
const LIGHT: [&str; 6] = [
    "8 U.S.C. § 1324(a)(1)(A)(ii)",
    "8 U.S.C. § 1324(a)(1)(A)(iii)",
    "8 U.S.C. § 1324(a)(1)(A)(ii), (v)(II)",
    "8 U.S.C. § 1324(a)(1)(A)(v)(I)",
    "8 U.S.C. § 1324(a)(2)",
    "18 U.S.C. § 371",
];
pub(crate) const AGENCIES: [(&str, usize); 10] = [
    ("HSI", 46),
    ("USBP", 18),
    ("CBP", 12),
    ("FBI", 8),
    ("DEA", 5),
    ("OCDETF", 3),
    ("DSS", 3),
    ("USCG", 2),
    ("TSA", 2),
    ("FAMS", 1),
];

/// Makes leaders of some who were arrested abroad, one to a case, those with the longest terms and then the
/// latest arrests first. Returns the cases.
pub(crate) fn name_leaders(office: &Office, people: &mut [Defendant]) -> Vec<usize> {
    let mut led = Vec::new();
    let extradited = |person: &Defendant| person.facts.extradited.is_some_and(|day| day <= END);
    let awaiting = |person: &Defendant| person.fate == Fate::Awaiting;
    let ways: [&dyn Fn(&Defendant) -> bool; 2] = [&extradited, &awaiting];
    for (is_candidate, count) in ways.into_iter().zip(office.leaders) {
        let mut candidates: Vec<&mut Defendant> = people.iter_mut().filter(|person| is_candidate(person)).collect();
        candidates.sort_by_key(|person| Reverse((months(person), person.facts.arrested)));
        let wanted = led.len() + count;
        for person in candidates {
            let Some(case) = person.case else { continue };
            if led.len() < wanted && !led.contains(&case) {
                person.facts.role = "LEADER";
                led.push(case);
            }
        }
    }
    led
}

fn months(person: &Defendant) -> u32 {
    person.facts.term.map_or(0, Term::months)
}

/// Fills in what is still empty.
pub(crate) fn fill(people: &mut [Defendant], random: &mut Random) {
    let mut agencies = Vec::new();
    for person in people {
        if agencies.is_empty() {
            agencies = random.deal(&AGENCIES);
        }
        let months = months(person);
        let person = &mut person.facts;
        if person.role.is_empty() {
            person.role = role(months, person.located_in, person.arrested, random);
        }
        person.charge = match person.role {
            _ if person.term == Some(Term::Life) => RESULTING_IN_DEATH,
            "LEADER" | "ORGANIZER" => random.pick(&HEAVY),
            _ => random.pick(&LIGHT),
        };
        person.agency = agencies.pop().unwrap_or("HSI");
        if person.role == "MEMBER" && person.arrest_country == "US" && random.one_in(9) {
            person.located_in = "MX";
        }
    }
}

fn role(months: u32, place: &str, arrested: Option<Day>, random: &mut Random) -> &'static str {
    match months {
        150.. if place == "US" => "LEADER",
        84.. => "ORGANIZER",
        36.. => "FACILITATOR",
        0 if arrested.is_none() => random.pick(&["MEMBER", "MEMBER", "FACILITATOR", "FACILITATOR", "ORGANIZER"]),
        0 => random.pick(&["MEMBER", "FACILITATOR", "FACILITATOR", "ORGANIZER"]),
        _ => random.pick(&["MEMBER", "MEMBER", "FACILITATOR"]),
    }
}
