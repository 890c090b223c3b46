//! Defendants charged and never arrested: most at large, some abroad, a few dismissed.

use crate::Result;
use crate::day::{Day, Span};
use crate::docket::Docket;
use crate::quotas::{END, Fate, Office};
use crate::random::Random;
use crate::record::Defendant;

const PLACES: [(&str, usize); 7] = [("US", 44), ("MX", 24), ("GT", 15), ("HN", 9), ("SV", 4), ("CO", 2), ("PA", 2)];

/// `led` are the cases that already have a leader abroad.
pub(crate) fn at_large(office: &Office, docket: &Docket, led: &[usize], random: &mut Random) -> Result<Vec<Defendant>> {
    let leaders = office.leaders[2];
    let mut people = Vec::new();
    for case in leaderless(docket, led, leaders) {
        let place = random.pick(&["MX", "GT", "HN", "MX", "GT", "SV", "CO", "PA"]);
        let mut person = flee(place, docket.cases[case].indicted, random)?;
        person.facts.role = "LEADER";
        docket.enter(&mut person, case);
        people.push(person);
    }
    let regular: Vec<usize> = (0..docket.cases.len()).filter(|&case| docket.cases[case].regular).collect();
    let mut places = random.deal(&PLACES);
    for _ in leaders..office.at_large {
        if places.is_empty() {
            places = random.deal(&PLACES);
        }
        let case = random.pick(&regular);
        let mut person = flee(places.pop().unwrap_or("US"), docket.cases[case].indicted, random)?;
        docket.enter(&mut person, case);
        people.push(person);
    }
    Ok(people)
}

/// Cases to be led by somebody at large, spread over the years.
fn leaderless(docket: &Docket, led: &[usize], count: usize) -> Vec<usize> {
    let free: Vec<usize> =
        (0..docket.cases.len()).filter(|case| docket.cases[*case].regular && !led.contains(case)).collect();
    (0..count).map(|nth| free[(2 * nth + 1) * free.len() / (2 * count)]).collect()
}

fn flee(place: &'static str, indicted: Day, random: &mut Random) -> Result<Defendant> {
    let mut person = Defendant::new(Fate::AtLarge);
    person.facts.located_in = place;
    let later = Span::new(indicted.plus(30), indicted.plus(400).min(END));
    if later.first >= later.last {
        return Ok(person);
    }
    if random.one_in(12) {
        return Ok(person.disposed("DM", later.draw_working(random)?));
    }
    if matches!(place, "GT" | "MX" | "HN") && random.one_in(4) {
        person.facts.extradition_requested = Some(later.draw_working(random)?);
    }
    Ok(person)
}
