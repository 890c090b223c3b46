//! The revisions of seized items, and the file they are exported to.

use crate::csv::{dollars, iso, line};
use crate::day::Day;
use crate::history::{Moment, enter};
use crate::items::Item;
use crate::quotas::LAST_ENTRY;
use crate::random::Random;

const HEADER: [&str; 19] = [
    "record_status",
    "revision",
    "exported_at",
    "item_id",
    "case_number",
    "seizure_date",
    "agency",
    "district",
    "category",
    "description",
    "quantity",
    "unit",
    "drug_type",
    "value_at_seizure",
    "current_value",
    "valuation_date",
    "forfeiture_type",
    "status",
    "status_date",
];

/// One reason for a new revision of an item.
#[derive(Clone, Copy)]
enum Step {
    Seized,
    /// Counted or appraised.
    Valued,
    /// The first count was wrong by so many cents.
    Recounted(i64),
    /// Firearms and rounds were counted, drugs weighed by a laboratory.
    Measured,
    ValuedAgain,
    Filed,
    Closed,
    Agency(&'static str),
    Reviewed,
    Deleted,
}

impl Step {
    /// Takes back what this step brought.
    fn hide(self, item: &mut Item) {
        match self {
            Self::Valued => item.value = None,
            Self::Recounted(by) => item.value = item.value.map(|value| value + by),
            Self::Measured => item.quantity.clear(),
            Self::ValuedAgain => (item.current, item.valued) = (None, None),
            Self::Filed => item.forfeiture = "",
            Self::Closed => (item.status, item.status_day) = ("seized", item.seized),
            Self::Agency(was) => item.agency = was,
            Self::Seized | Self::Reviewed | Self::Deleted => {}
        }
    }
}

/// The whole file, and how many rows it has.
pub(crate) fn export(items: &[Item], random: &mut Random) -> (String, usize) {
    let mut text = line(HEADER.iter().map(|&header| header.to_owned()), "\n");
    let mut rows = 0;
    for item in items {
        let steps = steps(item, random);
        let mut before: Option<Moment> = None;
        for (index, &(day, step)) in steps.iter().enumerate() {
            let mut known = item.clone();
            for (_, later) in steps[index + 1..].iter().rev() {
                later.hide(&mut known);
            }
            let entered = enter(day.plus(random.between(1, 6)), before, random);
            let status = match step {
                Step::Deleted => "D",
                _ if index == 0 => "N",
                _ => "C",
            };
            text += &line(values(&known, status, index + 1, entered).into_iter(), "\n");
            before = Some(entered);
            rows += 1;
        }
    }
    (text, rows)
}

fn steps(item: &Item, random: &mut Random) -> Vec<(Day, Step)> {
    let mut steps = vec![(item.seized, Step::Seized)];
    let mut add = |day: Day, step: Step| {
        if day < LAST_ENTRY.plus(-2) {
            steps.push((day, step));
        }
    };
    if item.value.is_some() && random.one_in(2) {
        add(item.seized.plus(random.between(2, 20)), Step::Valued);
    }
    if item.category == "CASH" && random.one_in(8) {
        add(item.seized.plus(24), Step::Recounted(i64::from(random.between(1, 9)) * 2_000));
    }
    if matches!(item.category, "FIREARM" | "AMMO" | "DRUG") && random.one_in(2) {
        add(item.seized.plus(random.between(9, 40)), Step::Measured);
    }
    if let Some(day) = item.valued {
        add(day, Step::ValuedAgain);
    }
    if let Some(day) = item.filed {
        add(day, Step::Filed);
    }
    if item.status != "seized" {
        add(item.status_day, Step::Closed);
    }
    if random.one_in(7) {
        add(item.seized.plus(33), Step::Agency(if item.agency == "HSI" { "CBP" } else { "HSI" }));
    }
    if random.one_in(10) {
        add(item.seized.plus(random.between(45, 360)), Step::Reviewed);
    }
    steps.sort_by_key(|&(day, _)| day);
    if let Some(day) = item.deleted {
        steps.retain(|&(earlier, _)| earlier < day);
        steps.push((day, Step::Deleted));
    }
    steps
}

fn values(item: &Item, status: &str, revision: usize, (day, second): Moment) -> [String; 19] {
    let (hour, minute) = (second / 3600, second / 60 % 60);
    let grouped = (item.number + revision).is_multiple_of(7);
    let money = |cents: Option<i64>| cents.map_or_else(String::new, |cents| dollars(cents, grouped));
    [
        status.to_owned(),
        revision.to_string(),
        format!("{}T{hour:02}:{minute:02}:{:02}", iso(Some(day)), second % 60),
        format!("SZ-{:06}", item.number),
        item.case_number.clone(),
        iso(Some(item.seized)),
        item.agency.to_owned(),
        item.district.to_owned(),
        item.category.to_owned(),
        item.description.to_owned(),
        item.quantity.clone(),
        item.unit.to_owned(),
        item.drug.to_owned(),
        money(item.value),
        money(item.current),
        iso(item.valued),
        item.forfeiture.to_owned(),
        item.status.to_owned(),
        iso(Some(item.status_day)),
    ]
}
