//! How each office writes its export: header, order of columns and rows, dates, missing values, line ends.

use crate::csv::line;
use crate::day::Day;
use crate::headers::{Column, LAYOUTS};
use crate::history::{Moment, Row};
use crate::record::Term;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dates {
    /// `2023-12-04`, and `2023-12-04T09:30:00` for moments.
    Iso,
    /// `2023-12-04`, and `2023-12-04 09:30:00`.
    IsoBlank,
    /// `04-DEC-2023`.
    MonthName,
    /// `12/4/2023 12:00:00 AM`.
    American,
    /// `20231204`.
    Compact,
}

#[derive(Clone, Copy)]
pub(crate) enum Order {
    /// Record by record, oldest revision first.
    Record,
    /// As entered.
    Entry,
    /// As entered, newest first.
    NewestFirst,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Terms {
    /// 63 months are 63 months.
    Months,
    /// 63 months are 5 years and 3 months.
    YearsAndMonths,
    /// 63 months are 63 months, 60 are 5 years.
    WholeYears,
    /// Some clerks do the one, some the other.
    Mixed,
}

pub(crate) struct Layout {
    pub(crate) office: &'static str,
    pub(crate) byte_order_mark: bool,
    pub(crate) newline: &'static str,
    pub(crate) dates: Dates,
    /// What stands for a missing date, and for any other missing value.
    pub(crate) missing: [&'static str; 2],
    pub(crate) order: Order,
    pub(crate) terms: Terms,
    /// `8 :1324(a)(2)` instead of `8 U.S.C. § 1324(a)(2)`.
    pub(crate) short_charges: bool,
    /// Agencies are padded with blanks to this width.
    pub(crate) agency_width: usize,
    pub(crate) columns: &'static [(Column, &'static str)],
}

/// The whole file of an office, or nothing for an office that is not known.
pub(crate) fn export(office: &str, mut rows: Vec<Row>) -> Option<String> {
    let layout = LAYOUTS.iter().find(|layout| layout.office == office)?;
    layout.sort(&mut rows);
    let mut text = String::from(if layout.byte_order_mark { "\u{feff}" } else { "" });
    text += &line(layout.columns.iter().map(|&(_, header)| header.to_owned()), layout.newline);
    for row in &rows {
        text += &line(layout.columns.iter().map(|&(column, _)| layout.value(row, column)), layout.newline);
    }
    Some(text)
}

impl Layout {
    fn sort(&self, rows: &mut [Row]) {
        match self.order {
            Order::Record => rows.sort_by(|a, b| a.record().cmp(&b.record()).then(a.entered.cmp(&b.entered))),
            Order::Entry => rows.sort_by(|a, b| a.entered.cmp(&b.entered).then(a.record().cmp(&b.record()))),
            Order::NewestFirst => rows.sort_by(|a, b| b.entered.cmp(&a.entered).then(a.record().cmp(&b.record()))),
        }
    }

    fn value(&self, row: &Row, column: Column) -> String {
        let facts = &row.facts;
        match column {
            Column::RecordStatus => row.status.to_string(),
            Column::Revision => row.revision.to_string(),
            Column::ExportedAt => self.moment(row.entered),
            Column::District => self.office.to_owned(),
            Column::CaseNumber => facts.case_number.clone(),
            Column::ParticipantId => format!("P{:06}", facts.participant),
            Column::IndictmentDate => self.date(facts.indicted),
            Column::SealedFlag => flag(facts.sealed),
            Column::UnsealedDate => self.date(facts.unsealed),
            Column::JuvenileFlag => flag(facts.juvenile),
            Column::AdultTransfer => flag(facts.transferred),
            Column::ArrestDate => self.date(facts.arrested),
            Column::ArrestCountry => self.text(facts.arrest_country),
            Column::Role => self.text(facts.role),
            Column::Charge if self.short_charges => facts.charge.replace(" U.S.C. § ", " :"),
            Column::Charge => self.text(facts.charge),
            Column::Agency => format!("{:<width$}", facts.agency, width = self.agency_width),
            Column::LocatedIn => self.text(facts.located_in),
            Column::ExtraditionRequested => self.date(facts.extradition_requested),
            Column::ExtraditionDate => self.date(facts.extradited),
            Column::Disposition => self.text(facts.disposition),
            Column::DispositionDate => self.date(facts.disposed),
            Column::SentenceDate => self.date(facts.sentenced),
            Column::IncarDays => self.number(self.term(row)[0]),
            Column::IncarMonths => self.number(self.term(row)[1]),
            Column::IncarYears => self.number(self.term(row)[2]),
            Column::LifeFlag => flag(facts.term == Some(Term::Life)),
        }
    }

    /// Days, months and years of the term, in the office's way of splitting it.
    fn term(&self, row: &Row) -> [Option<u32>; 3] {
        let split = match self.terms {
            Terms::Months => false,
            Terms::YearsAndMonths => true,
            Terms::WholeYears => row.facts.term.is_some_and(|term| term.months().is_multiple_of(12)),
            Terms::Mixed => row.facts.participant % 2 == 0,
        };
        let some = |number: u32| Some(number).filter(|&number| number > 0);
        let parts = |days, months: u32| match (split, months) {
            (true, 12..) => [days, some(months % 12), some(months / 12)],
            _ => [days, some(months), None],
        };
        match row.facts.term {
            None | Some(Term::Life) => [None; 3],
            Some(Term::None) => [Some(0); 3],
            Some(Term::Days(days)) => [Some(days), None, None],
            Some(Term::Months(months)) => parts(None, months),
            Some(Term::MonthsAndDays(months, days)) => parts(Some(days), months),
        }
    }

    fn text(&self, text: &str) -> String {
        if text.is_empty() { self.missing[1].to_owned() } else { text.to_owned() }
    }

    fn number(&self, number: Option<u32>) -> String {
        number.map_or_else(|| self.missing[1].to_owned(), |number| number.to_string())
    }

    fn date(&self, day: Option<Day>) -> String {
        let Some(day) = day else { return self.missing[0].to_owned() };
        if self.dates == Dates::American { self.moment((day, 0)) } else { self.day(day) }
    }

    fn day(&self, day: Day) -> String {
        const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
        let (y, m, d) = day.parts();
        match self.dates {
            Dates::Iso | Dates::IsoBlank => format!("{y}-{m:02}-{d:02}"),
            Dates::MonthName => format!("{d:02}-{}-{y}", MONTHS[(m - 1) as usize]),
            Dates::American => format!("{m}/{d}/{y}"),
            Dates::Compact => format!("{y}{m:02}{d:02}"),
        }
    }

    fn moment(&self, (day, second): Moment) -> String {
        let (h, m, s) = (second / 3600, second / 60 % 60, second % 60);
        let day = self.day(day);
        match self.dates {
            Dates::Iso => format!("{day}T{h:02}:{m:02}:{s:02}"),
            Dates::IsoBlank | Dates::MonthName => format!("{day} {h:02}:{m:02}:{s:02}"),
            Dates::American => {
                let half = if h < 12 { "AM" } else { "PM" };
                format!("{day} {}:{m:02}:{s:02} {half}", (h + 11) % 12 + 1)
            }
            Dates::Compact => format!("{day} {h:02}{m:02}{s:02}"),
        }
    }
}

impl Row {
    fn record(&self) -> (&str, i32) {
        (&self.facts.case_number, self.facts.participant)
    }
}

fn flag(set: bool) -> String {
    String::from(if set { "Y" } else { "N" })
}
