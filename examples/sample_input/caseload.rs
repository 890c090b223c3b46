//! Everything one office has to report, put together from the quotas.

use crate::Result;
use crate::at_large::at_large;
use crate::convicted::convicted;
use crate::docket::Docket;
use crate::oddities;
use crate::others::others;
use crate::quotas::{END, Fate, Office, START};
use crate::random::Random;
use crate::record::Defendant;
use crate::roles;

pub(crate) struct Caseload<'a> {
    pub(crate) defendants: Vec<Defendant>,
    pub(crate) docket: Docket<'a>,
}

/// `place` is the position of the office among the five.
pub(crate) fn caseload(office: &Office, place: usize) -> Result<Caseload<'_>> {
    let mut random = Random::new(2021 + place as u64);
    let mut places = random.deal(office.abroad);
    let mut people = convicted(office, &mut places, &mut random)?;
    people.extend(others(office, &mut places, &mut random)?);
    people.extend(oddities::uncounted(office.code));
    let docket = Docket::form(office, place as i32, &mut people, &mut random)?;
    let led = roles::name_leaders(office, &mut people);
    people.extend(at_large(office, &docket, &led, &mut random)?);
    oddities::mark(office.code, &mut people)?;
    number(&mut people, place as i32, &mut random);
    oddities::arrest_again(&mut people)?;
    let second = second_cases(&people, office.second_cases, &docket, &mut random)?;
    people.extend(second);
    roles::fill(&mut people, &mut random);
    Ok(Caseload { defendants: people, docket })
}

fn number(people: &mut [Defendant], place: i32, random: &mut Random) {
    let mut numbers: Vec<i32> = (0..people.len() as i32).map(|nth| place * 2000 + 3 * nth + 117).collect();
    random.shuffle(&mut numbers);
    for (person, number) in people.iter_mut().zip(numbers) {
        person.facts.participant = number;
    }
}

/// Second cases of people convicted and sentenced in both: one arrest, two convictions in the same year, equal terms
/// that run together. Counted by row they would be two.
fn second_cases(people: &[Defendant], count: usize, docket: &Docket, random: &mut Random) -> Result<Vec<Defendant>> {
    let candidates: Vec<&Defendant> = people
        .iter()
        .filter(|person| {
            person.fate == Fate::Convicted
                && !person.facts.juvenile
                && person.facts.arrest_country == "US"
                && person.facts.arrested >= Some(START)
                && person.facts.sentenced.is_some_and(|day| day <= END)
                && person.facts.disposed.is_some_and(|day| day.year() == day.plus(30).year())
                && person.case.is_some_and(|case| case > 2)
        })
        .collect();
    let mut second = Vec::new();
    for nth in 0..count {
        let mut person = candidates[(2 * nth + 1) * candidates.len() / (2 * count)].clone();
        let first = person.facts.disposed.ok_or("a conviction without a date")?;
        person.facts.disposed = Some(first.plus(random.between(6, 20)).next_working_day());
        let neighbour = person.case.map_or(0, |case| case - 1);
        docket.enter(&mut person, neighbour);
        second.push(person);
    }
    Ok(second)
}
