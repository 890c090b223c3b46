//! What makes the sample worth reading in: records that must not be counted, and people and cases that are easily
//! counted twice, too early or too late.

use crate::Result;
use crate::day::Day;
use crate::quotas::{END, Fate, START};
use crate::record::{Defendant, Term};

const AFTER_END: Day = Day::of(2025, 1, 2);

/// Out of the window, juvenile, sealed or deleted: records beyond the quotas.
pub(crate) fn uncounted(code: &str) -> Vec<Defendant> {
    match code {
        "AZ" => vec![
            arrested((2021, 3, 17), "US").disposed("DM", Day::of(2021, 9, 22)),
            juvenile((2022, 8, 19)).disposed("GP", Day::of(2023, 1, 24)),
            deleted(
                arrested((2022, 10, 5), "US")
                    .disposed("GP", Day::of(2023, 5, 16))
                    .sentenced(Day::of(2023, 8, 29), Term::Months(18)),
                (2024, 3, 12),
            ),
            sealed(indicted((2024, 9, 18), "MX")),
            sealed(indicted((2024, 9, 18), "GT")),
        ],
        "CAS" => vec![
            arrested((2020, 9, 30), "US")
                .disposed("GP", Day::of(2021, 2, 11))
                .sentenced(Day::of(2021, 5, 20), Term::Months(14)),
            juvenile((2023, 5, 11)),
            sealed(arrested((2024, 11, 6), "US")),
        ],
        "NM" => vec![
            juvenile((2023, 9, 14)).disposed("GP", Day::of(2024, 2, 6)),
            deleted(arrested((2023, 2, 1), "US").disposed("GP", Day::of(2023, 7, 18)), (2024, 8, 6)),
            indicted((2025, 1, 2), "US"),
            indicted((2025, 1, 2), "MX"),
        ],
        "TXS" => vec![
            arrested((2021, 4, 8), "SV"),
            Defendant { recorded_as_adult: true, ..juvenile((2022, 3, 3)) },
            juvenile((2024, 4, 25)).disposed("GP", Day::of(2024, 9, 10)),
            deleted(
                arrested((2022, 5, 20), "US")
                    .disposed("GP", Day::of(2022, 11, 30))
                    .sentenced(Day::of(2023, 3, 7), Term::Months(9)),
                (2024, 2, 8),
            ),
            sealed(indicted((2024, 7, 24), "US").arrested(Day::of(2024, 10, 16), "US")),
            sealed(indicted((2024, 7, 24), "HN")),
            arrested((2025, 1, 2), "US"),
        ],
        _ => vec![
            arrested((2021, 5, 12), "US"),
            deleted(arrested((2023, 10, 11), "US").disposed("GP", Day::of(2024, 3, 19)), (2024, 10, 29)),
            sealed(arrested((2024, 8, 21), "HN")),
            arrested((2025, 1, 2), "CO"),
        ],
    }
}

type Date = (i32, i32, i32);

fn day((year, month, day): Date) -> Day {
    Day::of(year, month, day)
}

fn arrested(date: Date, country: &'static str) -> Defendant {
    Defendant::new(Fate::Uncounted).arrested(day(date), country)
}

fn indicted(date: Date, located_in: &'static str) -> Defendant {
    let mut person = Defendant::new(Fate::Uncounted);
    person.facts.indicted = Some(day(date));
    person.facts.located_in = located_in;
    person
}

fn juvenile(date: Date) -> Defendant {
    let mut person = arrested(date, "US");
    person.facts.juvenile = true;
    person.facts.role = "MEMBER";
    person
}

fn sealed(mut person: Defendant) -> Defendant {
    person.facts.sealed = true;
    person
}

fn deleted(person: Defendant, date: Date) -> Defendant {
    Defendant { deleted: Some(day(date)), ..person }
}

/// Marks some of the counted people of an office: juveniles tried as adults, indictments that were unsealed, and events
/// of the first days of 2025, which no edition up to December 2024 may know.
pub(crate) fn mark(code: &str, people: &mut [Defendant]) -> Result<()> {
    let tried = |person: &Defendant| person.fate == Fate::Convicted && person.facts.arrest_country == "US";
    let awaiting = |person: &Defendant| person.fate == Fate::Awaiting;
    let at_large = |person: &Defendant| person.fate == Fate::AtLarge && person.facts.disposed.is_none();
    let in_custody = |person: &Defendant| person.fate == Fate::InCustody;
    match code {
        "AZ" => {
            transfer(nth(people, 14, tried)?);
            nth(people, 0, awaiting)?.facts.extradited = Some(AFTER_END);
            unseal(nth(people, 5, |p| at_large(p) && indicted_from(p, (2022, 3, 1)))?, Day::of(2022, 11, 16));
        }
        "CAS" => {
            let convict = nth(people, 0, in_custody)?;
            *convict = convict.clone().disposed("GP", AFTER_END);
            let person = nth(people, 1, in_custody)?;
            let day = person.facts.arrested.unwrap_or(END).plus(19).next_working_day();
            unseal(person, day);
        }
        "NM" => unseal(nth(people, 0, |p| at_large(p) && indicted_from(p, (2023, 11, 1)))?, Day::of(2024, 6, 18)),
        "TXS" => {
            transfer(nth(people, 31, tried)?);
            sentence_late(people, Term::Months(30))?;
            let arrested_in_second_edition = |p: &Defendant| {
                awaiting(p)
                    && p.facts.arrested >= Some(Day::of(2023, 12, 5))
                    && p.facts.arrested <= Some(Day::of(2024, 5, 31))
            };
            unseal(nth(people, 0, arrested_in_second_edition)?, Day::of(2024, 7, 9));
        }
        _ => {
            sentence_late(people, Term::Months(41))?;
            unseal(nth(people, 2, awaiting)?, Day::of(2024, 10, 22));
        }
    }
    Ok(())
}

fn nth(people: &mut [Defendant], count: usize, wanted: impl Fn(&Defendant) -> bool) -> Result<&mut Defendant> {
    people.iter_mut().filter(|person| wanted(person)).nth(count).ok_or_else(|| "nobody left to mark".into())
}

fn indicted_from(person: &Defendant, date: Date) -> bool {
    person.facts.indicted >= Some(day(date)) && person.facts.indicted < Some(day(date).plus(220))
}

fn transfer(person: &mut Defendant) {
    person.facts.juvenile = true;
    person.facts.transferred = true;
}

fn unseal(person: &mut Defendant, day: Day) {
    person.facts.sealed = true;
    person.facts.unsealed = Some(day);
}

/// Sentences one of the newly convicted after the last edition ends.
fn sentence_late(people: &mut [Defendant], term: Term) -> Result<()> {
    let due = |person: &Defendant| {
        person.fate == Fate::Convicted
            && person.facts.sentenced.is_none()
            && person.facts.disposed >= Some(AFTER_END.plus(-150))
            && person.facts.disposed <= Some(AFTER_END.plus(-60))
    };
    let person = nth(people, 0, due)?;
    *person = person.clone().sentenced(AFTER_END, term);
    Ok(())
}

/// Gives each second arrest to somebody who was convicted and released before.
pub(crate) fn arrest_again(people: &mut [Defendant]) -> Result<()> {
    let again: Vec<usize> = (0..people.len()).filter(|&index| people[index].fate == Fate::Rearrested).collect();
    for second in again {
        let arrest = people[second].facts.arrested;
        let released = |person: &&Defendant| {
            person.fate == Fate::Convicted
                && person.facts.arrest_country == "US"
                && person.facts.arrested >= Some(START)
                && person.facts.release().is_some_and(|day| Some(day) < arrest)
        };
        let first = people.iter().find(released).ok_or("nobody who can be arrested again")?;
        people[second].facts.participant = first.facts.participant;
    }
    Ok(())
}
