//! The cases of one office: defendants whose arrests lie close together are charged in the same case.

use crate::Result;
use crate::day::{Day, Span};
use crate::quotas::{Fate, Office, START};
use crate::random::Random;
use crate::record::Defendant;

/// No case of the window is indicted later, so that none moves past its end.
const LAST_INDICTMENT: Day = Day::of(2024, 12, 19);

pub(crate) struct Case {
    pub(crate) number: String,
    pub(crate) indicted: Day,
    /// Indicted in the window and never under seal as a whole.
    pub(crate) regular: bool,
}

pub(crate) struct Docket<'a> {
    office: &'a Office,
    /// Keeps case numbers apart between offices.
    place: i32,
    pub(crate) cases: Vec<Case>,
}

impl<'a> Docket<'a> {
    /// Puts everybody into a case.
    pub(crate) fn form(office: &'a Office, place: i32, people: &mut [Defendant], random: &mut Random) -> Result<Self> {
        let mut docket = Self { office, place, cases: Vec::new() };
        docket.form_regular(people, random)?;
        docket.form_earlier(people, random)?;
        for person in people.iter_mut().filter(|person| person.case.is_none()) {
            let case = match (person.facts.indicted, person.anchor()) {
                (Some(day), _) => docket.own_case(day, random),
                (None, Some(day)) => docket.nearest(day),
                (None, None) => return Err("a defendant without any date".into()),
            };
            docket.enter(person, case);
        }
        Ok(docket)
    }

    /// Exactly as many cases as the quota says, with a few of the counted arrests in each.
    fn form_regular(&mut self, people: &mut [Defendant], random: &mut Random) -> Result<()> {
        let mut order: Vec<usize> = (0..people.len())
            .filter(|&index| people[index].fate != Fate::Uncounted && people[index].anchor() >= Some(START))
            .collect();
        order.sort_by_key(|&index| people[index].anchor());
        let count = self.office.cases;
        let mut start = 0;
        for nth in 1..=count {
            let jitter = if nth < count { random.between(0, 1) as usize } else { 0 };
            let end = nth * order.len() / count + jitter;
            let members = &order[start..end];
            let day = indictment(members, people, random)?;
            let case = self.open(day, true, random);
            for &member in members {
                self.enter(&mut people[member], case);
            }
            start = end;
        }
        Ok(())
    }

    /// One case from before the program's start, for those arrested or summoned in it.
    fn form_earlier(&mut self, people: &mut [Defendant], random: &mut Random) -> Result<()> {
        let early = |person: &Defendant| person.anchor().is_some_and(|day| day < START);
        let Some(first) = people.iter().filter(|person| early(person)).filter_map(Defendant::anchor).min() else {
            return Ok(());
        };
        let day = Span::new(first.plus(1), first.plus(14).min(START.plus(-3))).draw_working(random)?;
        let case = self.open(day, false, random);
        for person in people.iter_mut().filter(|person| early(person)) {
            self.enter(person, case);
        }
        Ok(())
    }

    fn open(&mut self, indicted: Day, regular: bool, random: &mut Random) -> usize {
        let same_day = self.cases.iter().filter(|case| case.indicted == indicted).count() as i32;
        let year = indicted.year();
        let serial = indicted.days_since(Day::of(year, 1, 1)) * 20 + self.place * 4 + same_day + 21;
        let division = random.pick(self.office.divisions);
        let number = format!("{division}:{:02}-cr-{serial:05}", year % 100);
        self.cases.push(Case { number, indicted, regular });
        self.cases.len() - 1
    }

    /// The case of those who come with a date of indictment: one case for a date, apart from the regular ones.
    fn own_case(&mut self, day: Day, random: &mut Random) -> usize {
        let known = self.cases.iter().position(|case| !case.regular && case.indicted == day);
        known.unwrap_or_else(|| self.open(day, false, random))
    }

    /// The last regular case indicted before a day.
    pub(crate) fn nearest(&self, day: Day) -> usize {
        let before = |&(_, case): &(usize, &Case)| case.regular && case.indicted < day;
        self.cases.iter().enumerate().filter(before).max_by_key(|(_, case)| case.indicted).map_or(0, |(index, _)| index)
    }

    pub(crate) fn enter(&self, person: &mut Defendant, case: usize) {
        person.case = Some(case);
        person.facts.case_number.clone_from(&self.cases[case].number);
        person.facts.indicted = Some(self.cases[case].indicted);
    }
}

/// Before the first arrest, or, after an arrest on complaint, shortly behind it; always before an arrest abroad.
fn indictment(members: &[usize], people: &[Defendant], random: &mut Random) -> Result<Day> {
    let members = || members.iter().map(|&index| &people[index]);
    let first = members().filter_map(Defendant::anchor).min().ok_or("a case without defendants")?;
    let limit = |person: &Defendant| match (person.is_abroad(), person.facts.arrested, person.facts.disposed) {
        (true, Some(arrest), _) => arrest.plus(-12),
        (_, _, Some(disposed)) => disposed.plus(-25),
        _ => LAST_INDICTMENT,
    };
    let limit = members().map(limit).min().unwrap_or(LAST_INDICTMENT).min(LAST_INDICTMENT);
    let span = if random.one_in(3) && first.plus(2) <= limit {
        Span::new(first.plus(2), first.plus(24).min(limit))
    } else {
        Span::new(first.plus(-75), first.plus(-8).min(limit))
    };
    let day = span.draw_working(random)?;
    if day > START { Ok(day) } else { Span::new(START.plus(1), START.plus(18)).draw_working(random) }
}
