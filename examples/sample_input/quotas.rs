//! What the sample has to add up to: the program's dates, and for each district office how many of everything.
//! The other modules deal exactly these counts; chance decides only who and when.

use crate::day::{Day, Span};

pub(crate) const START: Day = Day::of(2021, 6, 7);
/// The end of the newest edition the sample is made for.
pub(crate) const END: Day = Day::of(2024, 12, 31);
/// The last day on which an office entered anything before it exported.
pub(crate) const LAST_ENTRY: Day = Day::of(2025, 1, 3);
/// The day on which the exports were received; it is part of the file names.
pub(crate) const RECEIVED: &str = "2025-01-06";

/// What each of the three editions (December 2023, May 2024, December 2024) adds.
pub(crate) const EDITIONS: [Span; 3] = [
    Span::new(START, Day::of(2023, 12, 4)),
    Span::new(Day::of(2023, 12, 5), Day::of(2024, 5, 31)),
    Span::new(Day::of(2024, 6, 1), END),
];

/// Years, cut where an edition ends: convictions have targets both by year and by edition.
pub(crate) const PERIODS: [Span; 6] = [
    Span::new(START, Day::of(2021, 12, 31)),
    Span::new(Day::of(2022, 1, 1), Day::of(2022, 12, 31)),
    Span::new(Day::of(2023, 1, 1), Day::of(2023, 12, 4)),
    Span::new(Day::of(2023, 12, 5), Day::of(2023, 12, 31)),
    Span::new(Day::of(2024, 1, 1), Day::of(2024, 5, 31)),
    Span::new(Day::of(2024, 6, 1), END),
];

/// How an early conviction came about without an arrest in the program's time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opener {
    ArrestedBefore,
    Summoned,
}

/// What became of a defendant, as far as the quotas care.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Convicted,
    /// Arrested abroad, not yet surrendered.
    Awaiting,
    /// Extradited, trial pending.
    Surrendered,
    InCustody,
    Dismissed,
    Acquitted,
    /// Found guilty, then the conviction was vacated.
    Vacated,
    /// Arrested a second time, in a new case, after a first conviction.
    Rearrested,
    /// Charged, never arrested.
    AtLarge,
    /// Not to be counted: out of the window, juvenile, sealed or deleted.
    Uncounted,
}

/// Prison terms of the sentenced: how many in each band, and for the band that holds the median, which.
pub(crate) struct Terms {
    /// No imprisonment at all (time served or probation); counts as under one year.
    pub(crate) none: usize,
    pub(crate) under_one: usize,
    pub(crate) one_to_two: usize,
    /// The terms from two to under five years, in months.
    pub(crate) two_to_five: &'static [u32],
    /// Five years or more, life not included.
    pub(crate) five_or_more: usize,
    pub(crate) life: usize,
}

pub(crate) struct Office {
    pub(crate) code: &'static str,
    /// The courthouse digits that begin its case numbers.
    pub(crate) divisions: &'static [&'static str],
    /// Cases indicted in the window and not under seal.
    pub(crate) cases: usize,
    /// Convictions in each of `PERIODS`.
    pub(crate) convictions: [usize; 6],
    /// Its first convictions that have no arrest in the window.
    pub(crate) openers: &'static [Opener],
    /// How many of the convicted were arrested in the second and in the third of `EDITIONS`.
    pub(crate) late_arrests: [usize; 2],
    /// Arrests abroad by country, and how many of them are of convicted defendants.
    pub(crate) abroad: &'static [(&'static str, usize)],
    pub(crate) extradited_convicted: usize,
    /// Arrested, not convicted: fate, edition of the arrest (0 to 2), how many.
    pub(crate) others: &'static [(Fate, usize, usize)],
    /// Sentences in each of `EDITIONS`.
    pub(crate) sentenced: [usize; 3],
    /// Convicted long ago and still not sentenced, because they cooperate.
    pub(crate) deferred: usize,
    pub(crate) terms: Terms,
    /// Cases with a leader abroad: extradited, awaiting extradition, at large.
    pub(crate) leaders: [usize; 3],
    /// Defendants charged and never arrested.
    pub(crate) at_large: usize,
    /// Convicted defendants who have a second case with a conviction.
    pub(crate) second_cases: usize,
}

pub(crate) const OFFICES: [Office; 5] = [
    Office {
        code: "AZ",
        divisions: &["2", "4"],
        cases: 21,
        convictions: [3, 10, 17, 0, 12, 10],
        openers: &[Opener::ArrestedBefore],
        late_arrests: [5, 3],
        abroad: &[("GT", 5), ("MX", 5), ("HN", 2)],
        extradited_convicted: 7,
        others: &[
            (Fate::Awaiting, 0, 2),
            (Fate::Awaiting, 2, 2),
            (Fate::Surrendered, 1, 1),
            (Fate::InCustody, 2, 2),
            (Fate::Dismissed, 0, 1),
            (Fate::Acquitted, 0, 1),
            (Fate::Rearrested, 0, 1),
        ],
        sentenced: [23, 8, 13],
        deferred: 3,
        terms: Terms {
            none: 1,
            under_one: 7,
            one_to_two: 12,
            two_to_five: &[24, 24, 27, 30, 36, 37, 41, 46, 51],
            five_or_more: 14,
            life: 1,
        },
        leaders: [2, 1, 3],
        at_large: 82,
        second_cases: 1,
    },
    Office {
        code: "CAS",
        divisions: &["3"],
        cases: 16,
        convictions: [3, 8, 13, 0, 9, 8],
        openers: &[Opener::Summoned],
        late_arrests: [4, 2],
        abroad: &[("GT", 3), ("MX", 7), ("HN", 2)],
        extradited_convicted: 9,
        others: &[
            (Fate::Awaiting, 1, 1),
            (Fate::Awaiting, 2, 2),
            (Fate::InCustody, 2, 3),
            (Fate::Dismissed, 1, 1),
            (Fate::Acquitted, 0, 1),
        ],
        sentenced: [18, 6, 9],
        deferred: 4,
        terms: Terms {
            none: 1,
            under_one: 5,
            one_to_two: 7,
            two_to_five: &[24, 27, 28, 30, 30, 37, 48],
            five_or_more: 13,
            life: 0,
        },
        leaders: [3, 1, 1],
        at_large: 64,
        second_cases: 0,
    },
    Office {
        code: "NM",
        divisions: &["1", "2"],
        cases: 13,
        convictions: [2, 6, 11, 0, 8, 6],
        openers: &[Opener::ArrestedBefore],
        late_arrests: [3, 2],
        abroad: &[("GT", 3), ("MX", 2), ("HN", 2)],
        extradited_convicted: 5,
        others: &[(Fate::Awaiting, 2, 2), (Fate::InCustody, 2, 3), (Fate::Dismissed, 0, 1), (Fate::Acquitted, 1, 1)],
        sentenced: [13, 5, 8],
        deferred: 4,
        terms: Terms {
            none: 0,
            under_one: 4,
            one_to_two: 6,
            two_to_five: &[24, 24, 24, 24, 36],
            five_or_more: 11,
            life: 0,
        },
        leaders: [1, 0, 2],
        at_large: 53,
        second_cases: 0,
    },
    Office {
        code: "TXS",
        divisions: &["7", "5", "1", "4"],
        cases: 37,
        convictions: [6, 18, 29, 1, 22, 17],
        openers: &[Opener::ArrestedBefore, Opener::Summoned],
        late_arrests: [10, 6],
        abroad: &[("GT", 15), ("MX", 6), ("HN", 7)],
        extradited_convicted: 20,
        others: &[
            (Fate::Awaiting, 0, 3),
            (Fate::Awaiting, 1, 1),
            (Fate::Awaiting, 2, 3),
            (Fate::Surrendered, 1, 1),
            (Fate::InCustody, 2, 3),
            (Fate::Dismissed, 0, 2),
            (Fate::Dismissed, 1, 1),
            (Fate::Acquitted, 0, 1),
            (Fate::Vacated, 0, 1),
            (Fate::Rearrested, 0, 1),
        ],
        sentenced: [40, 15, 23],
        deferred: 8,
        terms: Terms {
            none: 2,
            under_one: 11,
            one_to_two: 18,
            two_to_five: &[24, 24, 26, 27, 27, 30, 30, 30, 33, 33, 48],
            five_or_more: 34,
            life: 2,
        },
        leaders: [5, 2, 3],
        at_large: 146,
        second_cases: 2,
    },
    Office {
        code: "TXW",
        divisions: &["3", "2", "5"],
        cases: 31,
        convictions: [5, 16, 25, 1, 17, 15],
        openers: &[Opener::ArrestedBefore],
        late_arrests: [8, 5],
        abroad: &[("GT", 11), ("MX", 6), ("HN", 5)],
        extradited_convicted: 15,
        others: &[
            (Fate::Awaiting, 0, 2),
            (Fate::Awaiting, 2, 4),
            (Fate::Surrendered, 1, 1),
            (Fate::InCustody, 2, 3),
            (Fate::Dismissed, 0, 1),
            (Fate::Dismissed, 1, 1),
            (Fate::Acquitted, 1, 1),
            (Fate::Rearrested, 0, 1),
        ],
        sentenced: [32, 13, 17],
        deferred: 11,
        terms: Terms {
            none: 1,
            under_one: 9,
            one_to_two: 15,
            two_to_five: &[24, 24, 27, 30, 30, 33, 33, 33, 36, 37, 41, 46, 48, 51, 54, 57],
            five_or_more: 20,
            life: 1,
        },
        leaders: [3, 1, 3],
        at_large: 125,
        second_cases: 1,
    },
];
