//! What the seizures have to add up to: lots of items of one kind, with the exact total of each lot.

use crate::day::{Day, Span};
use crate::quotas::{EDITIONS, END, START};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Held,
    Forfeited,
    Returned(Day),
    /// The record was withdrawn.
    Deleted(Day),
}

pub(crate) struct Lot {
    pub(crate) category: &'static str,
    pub(crate) seized: Span,
    pub(crate) count: usize,
    pub(crate) outcome: Outcome,
    /// Value of the whole lot in cents, or its number of firearms or rounds.
    pub(crate) total: i64,
    /// What every share of the total is a multiple of, but the last.
    pub(crate) step: i64,
}

const fn lot(category: &'static str, seized: Span, count: usize, outcome: Outcome, total: i64, step: i64) -> Lot {
    Lot { category, seized, count, outcome, total, step }
}

const fn on(year: i32, month: i32, day: i32) -> Span {
    Span::new(Day::of(year, month, day), Day::of(year, month, day))
}

const ALL: Span = Span::new(START, END);
const AFTER: Span = on(2025, 1, 2);
/// Long enough before the end for a forfeiture to be complete.
const SETTLED: Span = Span::new(START, Day::of(2024, 7, 31));

use Outcome::{Deleted, Forfeited, Held, Returned};

pub(crate) const LOTS: [Lot; 32] = [
    lot("CASH", EDITIONS[0], 22, Forfeited, 37_240_025, 1),
    lot("CASH", EDITIONS[0], 3, Held, 3_121_500, 100),
    lot("CASH", EDITIONS[1], 9, Forfeited, 18_164_050, 1),
    lot("CASH", EDITIONS[1], 3, Held, 4_312_075, 1),
    lot("CASH", Span::new(EDITIONS[2].first, Day::of(2024, 9, 10)), 10, Forfeited, 34_811_455, 1),
    lot("CASH", EDITIONS[2], 15, Held, 30_781_941, 1),
    lot("CASH", on(2022, 6, 22), 1, Returned(Day::of(2023, 3, 14)), 315_000, 1),
    lot("CASH", on(2023, 5, 4), 1, Returned(Day::of(2024, 7, 16)), 685_000, 1),
    lot("CASH", on(2024, 2, 8), 1, Returned(Day::of(2024, 9, 24)), 431_000, 1),
    lot("CASH", on(2021, 5, 11), 1, Forfeited, 980_000, 1),
    lot("CASH", AFTER, 1, Held, 1_240_000, 1),
    lot("CASH", on(2023, 8, 16), 1, Deleted(Day::of(2024, 4, 9)), 527_500, 1),
    lot("REAL", SETTLED, 5, Forfeited, 115_000_000, 500_000),
    lot("REAL", ALL, 7, Held, 126_000_000, 500_000),
    lot("VEHICLE", SETTLED, 52, Forfeited, 81_190_000, 10_000),
    lot("VEHICLE", ALL, 35, Held, 51_050_000, 10_000),
    lot("VEHICLE", on(2022, 3, 9), 1, Returned(Day::of(2022, 11, 8)), 1_180_000, 1),
    lot("VEHICLE", on(2023, 2, 14), 1, Returned(Day::of(2023, 9, 19)), 940_000, 1),
    lot("VEHICLE", on(2023, 11, 1), 1, Returned(Day::of(2024, 8, 13)), 2_050_000, 1),
    lot("VEHICLE", on(2024, 4, 17), 1, Returned(Day::of(2024, 11, 19)), 1_365_000, 1),
    lot("VEHICLE", on(2021, 4, 27), 1, Held, 875_000, 1),
    lot("VEHICLE", AFTER, 1, Held, 1_520_000, 1),
    lot("VEHICLE", on(2022, 9, 28), 1, Deleted(Day::of(2023, 6, 13)), 730_000, 1),
    lot("FIREARM", SETTLED, 24, Forfeited, 71, 1),
    lot("FIREARM", ALL, 17, Held, 47, 1),
    lot("FIREARM", AFTER, 1, Held, 2, 1),
    lot("AMMO", SETTLED, 15, Forfeited, 7_900, 10),
    lot("AMMO", ALL, 14, Held, 6_360, 10),
    lot("AMMO", on(2023, 3, 22), 1, Deleted(Day::of(2024, 10, 1)), 250, 1),
    lot("OTHER", SETTLED, 7, Forfeited, 5_210_000, 5_000),
    lot("OTHER", ALL, 5, Held, 2_475_000, 5_000),
    lot("OTHER", on(2023, 7, 12), 1, Returned(Day::of(2024, 5, 7)), 320_000, 1),
];

/// Drugs by type: quantity and unit as the laboratory reported them.
pub(crate) const DRUGS: [(&str, &[(&str, &str)]); 3] = [
    (
        "METHAMPHETAMINE",
        &[
            ("18.25", "kg"),
            ("850.5", "g"),
            ("14.5", "lb"),
            ("9.4", "kg"),
            ("40", "oz"),
            ("22.608", "kg"),
            ("1240.2", "g"),
            ("22", "lb"),
            ("7.12", "kg"),
            ("8.75", "lb"),
            ("975", "g"),
            ("12.9", "kg"),
            ("31.25", "lb"),
            ("3222.5", "g"),
        ],
    ),
    (
        "COCAINE",
        &[
            ("11.06", "kg"),
            ("498.7", "g"),
            ("12.25", "lb"),
            ("8.2", "kg"),
            ("36", "oz"),
            ("15.004", "kg"),
            ("24", "lb"),
            ("1004.1", "g"),
            ("3.75", "kg"),
            ("6.5", "lb"),
            ("4071.5", "g"),
        ],
    ),
    ("FENTANYL", &[("412.6", "g"), ("1.15", "kg"), ("9.5", "oz"), ("88.04", "g")]),
];
