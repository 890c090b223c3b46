//! Seized items: every lot cut into items, each with a day, an office, a case and a way through forfeiture.

use crate::Result;
use crate::caseload::Caseload;
use crate::day::{Day, Span};
use crate::lots::{DRUGS, LOTS, Lot, Outcome};
use crate::quotas::{END, LAST_ENTRY, OFFICES, START};
use crate::random::Random;
use crate::roles::AGENCIES;

const DISTRICTS: [(usize, usize); 5] = [(0, 17), (1, 14), (2, 11), (3, 32), (4, 26)];

/// An item as the newest revision has it. An empty text is a missing value; money is in cents.
#[derive(Clone)]
pub(crate) struct Item {
    pub(crate) number: usize,
    pub(crate) case_number: String,
    pub(crate) seized: Day,
    pub(crate) agency: &'static str,
    pub(crate) district: &'static str,
    pub(crate) category: &'static str,
    pub(crate) description: &'static str,
    pub(crate) quantity: String,
    pub(crate) unit: &'static str,
    pub(crate) drug: &'static str,
    pub(crate) value: Option<i64>,
    pub(crate) current: Option<i64>,
    pub(crate) valued: Option<Day>,
    pub(crate) forfeiture: &'static str,
    pub(crate) filed: Option<Day>,
    pub(crate) status: &'static str,
    pub(crate) status_day: Day,
    pub(crate) deleted: Option<Day>,
}

/// All items in the order in which they were seized.
pub(crate) fn items(caseloads: &[Caseload], random: &mut Random) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    for lot in &LOTS {
        let shares = random.split(lot.total / lot.step, lot.count);
        let rest = lot.total % lot.step;
        for (nth, (piece, share)) in lot.seized.pieces(lot.count).into_iter().zip(shares).enumerate() {
            let amount = share * lot.step + if nth == 0 { rest } else { 0 };
            let mut item = blank(lot.category, piece.draw(random)?, random);
            measure(&mut item, lot, amount);
            appraise(&mut item, random)?;
            dispose(&mut item, lot.outcome, random)?;
            items.push(item);
        }
    }
    for (drug, quantities) in DRUGS {
        for (piece, &(quantity, unit)) in Span::new(START, END).pieces(quantities.len()).into_iter().zip(quantities) {
            let item = blank("DRUG", piece.draw(random)?, random);
            items.push(Item { quantity: quantity.to_owned(), unit, drug, ..item });
        }
    }
    items.sort_by_key(|item| item.seized);
    assign(&mut items, caseloads, random);
    Ok(items)
}

fn blank(category: &'static str, seized: Day, random: &mut Random) -> Item {
    Item {
        number: 0,
        case_number: String::new(),
        seized,
        agency: "",
        district: "",
        category,
        description: random.pick(descriptions(category)),
        quantity: String::new(),
        unit: "",
        drug: "",
        value: None,
        current: None,
        valued: None,
        forfeiture: "",
        filed: None,
        status: "seized",
        status_day: seized,
        deleted: None,
    }
}

fn descriptions(category: &str) -> &'static [&'static str] {
    match category {
        "CASH" => &["U.S. currency", "U.S. currency, mixed denominations", "U.S. currency, vacuum-sealed bundles"],
        "REAL" => &["Residential parcel with house", "Ranch land, unimproved", "Commercial lot, fenced"],
        "VEHICLE" => &[
            "Pickup truck, white, 2016",
            "Tractor, semi-trailer",
            "Sport utility vehicle, black",
            "Sedan, four doors",
            "Box truck, 16\" dual wheels",
            "Passenger van",
        ],
        "FIREARM" => &["Handguns, 9 mm", "Rifles, semi-automatic", "Handguns, assorted", "Shotguns, 12 gauge"],
        "AMMO" => &["Ammunition, 7.62 x 39 mm", "Ammunition, 9 mm", "Ammunition, assorted, loose"],
        "DRUG" => &["Packages in spare tire", "Bundles, tape-wrapped", "Bags in \"false floor\" of trailer"],
        _ => &["Watch, gold, boxed", "Laptop computers and phones", "Jewelry, assorted", "Television, 65\""],
    }
}

/// The share of the lot, as a value or as a quantity.
fn measure(item: &mut Item, lot: &Lot, amount: i64) {
    (item.quantity, item.unit) = match lot.category {
        "FIREARM" => (amount.to_string(), "firearm"),
        "AMMO" => (amount.to_string(), "round"),
        "REAL" => ("1".to_owned(), "parcel"),
        "VEHICLE" => ("1".to_owned(), "vehicle"),
        "OTHER" => ("1".to_owned(), "item"),
        _ => (String::new(), ""),
    };
    if !matches!(lot.category, "FIREARM" | "AMMO") {
        item.value = Some(amount);
    }
}

/// Property is valued again after some months; land gains, vehicles lose.
fn appraise(item: &mut Item, random: &mut Random) -> Result<()> {
    let later = Span::new(item.seized.plus(110), item.seized.plus(420).min(END.plus(-8)));
    if later.first > later.last || !matches!(item.category, "REAL" | "VEHICLE" | "OTHER") {
        return Ok(());
    }
    let percent = i64::from(if item.category == "REAL" { random.between(99, 117) } else { random.between(71, 97) });
    item.current = item.value.map(|value| value * percent / 10_000 * 100);
    item.valued = Some(later.draw_working(random)?);
    Ok(())
}

/// Forfeiture as it is filed and decided; land can only be forfeited by a court.
fn dispose(item: &mut Item, outcome: Outcome, random: &mut Random) -> Result<()> {
    let kinds: &[&str] =
        if item.category == "REAL" { &["CIVIL", "CRIMINAL"] } else { &["ADMIN", "ADMIN", "CIVIL", "CRIMINAL"] };
    let filing = Span::new(item.seized.plus(28), item.seized.plus(70)).draw_working(random)?;
    let is_filed = outcome == Outcome::Forfeited || random.one_in(2);
    if is_filed && filing <= LAST_ENTRY.plus(-4) {
        item.forfeiture = random.pick(kinds);
        item.filed = Some(filing);
    }
    match outcome {
        Outcome::Held => {}
        Outcome::Forfeited => {
            let decided =
                Span::new(item.seized.plus(85), item.seized.plus(310).min(END.plus(-6))).draw_working(random)?;
            (item.status, item.status_day) = ("forfeited", decided);
        }
        Outcome::Returned(day) => (item.status, item.status_day) = ("returned", day),
        Outcome::Deleted(day) => item.deleted = Some(day),
    }
    Ok(())
}

/// Numbers, offices, agencies and cases; a case is one that was indicted around the day of the seizure.
fn assign(items: &mut [Item], caseloads: &[Caseload], random: &mut Random) {
    let (mut districts, mut agencies) = (Vec::new(), Vec::new());
    for (nth, item) in items.iter_mut().enumerate() {
        if districts.is_empty() {
            districts = random.deal(&DISTRICTS);
            agencies = random.deal(&AGENCIES);
        }
        let district = districts.pop().unwrap_or(0);
        let docket = &caseloads[district].docket;
        let wanted = item.seized.plus(random.between(0, 60));
        item.number = 4 * nth + 1003;
        item.district = OFFICES[district].code;
        item.agency = agencies.pop().unwrap_or("HSI");
        item.case_number.clone_from(&docket.cases[docket.nearest(wanted)].number);
    }
}
