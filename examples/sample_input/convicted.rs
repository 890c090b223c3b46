//! The convicted of one office: convictions first, then the arrests that must lie before them and the sentences after.

use crate::Result;
use crate::day::{Day, Span};
use crate::quotas::{EDITIONS, Fate, Office, Opener, PERIODS, START, Terms};
use crate::random::Random;
use crate::record::{Defendant, Term};

/// Nobody arrested abroad was convicted before this day: extradition takes time.
const FIRST_CONVICTION_AFTER_EXTRADITION: Day = Day::of(2022, 3, 1);

/// All convicted of an office, by date of conviction. `places` are the countries of its arrests abroad.
pub(crate) fn convicted(
    office: &Office,
    places: &mut Vec<&'static str>,
    random: &mut Random,
) -> Result<Vec<Defendant>> {
    let mut people = Vec::new();
    for (period, count) in PERIODS.iter().zip(office.convictions) {
        for piece in period.pieces(count) {
            let verdict = if random.one_in(9) { "GV" } else { "GP" };
            people.push(Defendant::new(Fate::Convicted).disposed(verdict, piece.draw_working(random)?));
        }
    }
    arrest(&mut people, office, places, random)?;
    sentence(&mut people, office, random)?;
    Ok(people)
}

fn arrest(
    people: &mut [Defendant],
    office: &Office,
    places: &mut Vec<&'static str>,
    random: &mut Random,
) -> Result<()> {
    let abroad = extradited(people, office);
    let count = people.len();
    for (index, person) in people.iter_mut().enumerate() {
        let conviction = person.facts.disposed.ok_or("a conviction without a date")?;
        match office.openers.get(index) {
            Some(Opener::Summoned) => {}
            Some(Opener::ArrestedBefore) => {
                let before = Span::new(Day::of(2021, 1, 11), START.plus(-4));
                *person = person.clone().arrested(before.draw(random)?, "US");
            }
            None if abroad.contains(&index) => {
                let country = places.pop().ok_or("too few arrests abroad")?;
                extradite(person, conviction, country, random)?;
            }
            None => {
                let before = Span::new(conviction.plus(-430), conviction.plus(-35));
                let day = before.within(window(office, index, count)).draw(random)?;
                *person = person.clone().arrested(day, "US");
            }
        }
    }
    Ok(())
}

/// When the convicted at `index` of `count` can have been arrested: the latest ones in their turn, so that arrests keep
/// coming month by month.
fn window(office: &Office, index: usize, count: usize) -> Span {
    let [second, third] = office.late_arrests;
    let spring = EDITIONS[1].pieces(second);
    let autumn = Span::new(EDITIONS[2].first, Day::of(2024, 9, 20)).pieces(third);
    let late: Vec<Span> = spring.into_iter().chain(autumn).collect();
    (index + late.len()).checked_sub(count).map_or(EDITIONS[0], |nth| late[nth])
}

/// Which of the convicted were extradited: evenly spread over those for whom there was time.
fn extradited(people: &[Defendant], office: &Office) -> Vec<usize> {
    let last = people.len() - office.late_arrests.iter().sum::<usize>();
    let able: Vec<usize> =
        (0..last).filter(|&index| people[index].facts.disposed >= Some(FIRST_CONVICTION_AFTER_EXTRADITION)).collect();
    let count = office.extradited_convicted;
    (0..count).map(|nth| able[nth * able.len() / count]).collect()
}

fn extradite(person: &mut Defendant, conviction: Day, country: &'static str, random: &mut Random) -> Result<()> {
    let first_edition = Span::new(START.plus(45), EDITIONS[0].last);
    let arrest = Span::new(conviction.plus(-640), conviction.plus(-190)).within(first_edition).draw(random)?;
    *person = person.clone().arrested(arrest, country);
    person.facts.extradition_requested = Some(Span::new(arrest.plus(4), arrest.plus(38)).draw_working(random)?);
    let surrender = Span::new(arrest.plus(75), arrest.plus(330).min(conviction.plus(-40)));
    person.facts.extradited = Some(surrender.draw_working(random)?);
    Ok(())
}

/// In the order of conviction everybody is sentenced 60 to 150 days later, except the deferred and the latest ones.
fn sentence(people: &mut [Defendant], office: &Office, random: &mut Random) -> Result<()> {
    let in_time: usize = office.sentenced.iter().sum();
    let latest = in_time + office.deferred;
    let skipped: Vec<usize> = (1..=office.deferred).map(|nth| nth * latest / (office.deferred + 1)).collect();
    let mut terms = terms(&office.terms);
    let editions =
        EDITIONS.iter().zip(office.sentenced).flat_map(|(edition, count)| std::iter::repeat_n(edition, count));
    let order = (0..latest).filter(|index| !skipped.contains(index));
    for (index, edition) in order.zip(editions) {
        let conviction = people[index].facts.disposed.ok_or("a conviction without a date")?;
        let day = Span::new(conviction.plus(60), conviction.plus(150)).within(*edition).draw_working(random)?;
        let term = terms.pop().ok_or("fewer terms than sentences")?;
        people[index] = people[index].clone().sentenced(day, term);
    }
    Ok(())
}

/// The terms of an office, short and long ones well mixed.
fn terms(quota: &Terms) -> Vec<Term> {
    use Term::{Days, Months, MonthsAndDays};
    const UNDER_ONE: [Term; 10] =
        [Months(6), Days(90), Months(8), Months(10), Days(180), Months(3), Months(9), Days(45), Months(11), Days(120)];
    const ONE_TO_TWO: [Term; 10] = [
        Months(12),
        MonthsAndDays(12, 1),
        Months(18),
        Months(15),
        Months(21),
        Months(14),
        Months(18),
        MonthsAndDays(12, 1),
        Months(20),
        Months(23),
    ];
    const FIVE_OR_MORE: [u32; 16] = [60, 72, 63, 84, 60, 120, 70, 96, 78, 151, 87, 108, 180, 66, 135, 210];
    let mut all = vec![Term::None; quota.none];
    all.extend(UNDER_ONE.iter().cycle().take(quota.under_one));
    all.extend(ONE_TO_TWO.iter().cycle().take(quota.one_to_two));
    all.extend(quota.two_to_five.iter().map(|&months| Months(months)));
    all.extend(FIVE_OR_MORE.iter().cycle().take(quota.five_or_more).map(|&months| Months(months)));
    all.extend(vec![Term::Life; quota.life]);
    spread(all)
}

/// Orders terms by the reversed bits of their rank, so that every stretch of time sees short and long ones in
/// proportion and a median does not leap from one edition to the next.
fn spread(mut terms: Vec<Term>) -> Vec<Term> {
    terms.sort_by_key(|term| term.months());
    let mut ranks: Vec<usize> = (0..terms.len()).collect();
    ranks.sort_by_key(|rank| rank.reverse_bits());
    ranks.into_iter().rev().map(|rank| terms[rank]).collect()
}
