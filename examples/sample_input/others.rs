//! The arrested of one office who are not convicted: awaiting extradition, pending, dismissed, acquitted, vacated, and
//! those arrested for a second time.

use crate::Result;
use crate::day::{Day, Span};
use crate::quotas::{EDITIONS, END, Fate, Office};
use crate::random::Random;
use crate::record::Defendant;

pub(crate) fn others(office: &Office, places: &mut Vec<&'static str>, random: &mut Random) -> Result<Vec<Defendant>> {
    let mut people = Vec::new();
    for &(fate, edition, count) in office.others {
        for piece in window(fate, edition).pieces(count) {
            let arrest = piece.draw(random)?;
            let country = match fate {
                Fate::Awaiting | Fate::Surrendered => places.pop().ok_or("too few arrests abroad")?,
                _ => "US",
            };
            people.push(proceed(Defendant::new(fate).arrested(arrest, country), arrest, random)?);
        }
    }
    Ok(people)
}

/// When such an arrest can have been made, so that what follows still fits.
fn window(fate: Fate, edition: usize) -> Span {
    let span = EDITIONS[edition];
    let first = match (fate, edition) {
        (Fate::Vacated, _) => Day::of(2022, 3, 1),
        (Fate::Rearrested, _) => Day::of(2023, 6, 1),
        (Fate::Awaiting, 0) => Day::of(2023, 4, 1),
        (Fate::InCustody, _) => Day::of(2024, 8, 1),
        _ => span.first,
    };
    let last = if fate == Fate::Vacated { Day::of(2022, 12, 1) } else { span.last.plus(-10) };
    Span::new(first, last)
}

/// What happened after the arrest.
fn proceed(person: Defendant, arrest: Day, random: &mut Random) -> Result<Defendant> {
    let mut after = |low, high| Span::new(arrest.plus(low), arrest.plus(high).min(END.plus(-4))).draw_working(random);
    let mut person = match person.fate {
        Fate::Dismissed => person.disposed("DM", after(60, 210)?),
        Fate::Acquitted => person.disposed("AQ", after(150, 210)?),
        Fate::Vacated => {
            let mut person = person.disposed("VA", after(430, 520)?);
            person.first_verdict = Some(after(200, 300)?);
            person
        }
        _ => person,
    };
    if person.is_abroad() {
        person.facts.extradition_requested = Some(after(1, 38)?);
    }
    if person.fate == Fate::Surrendered {
        person.facts.extradited = Some(after(150, 330)?);
    }
    Ok(person)
}
