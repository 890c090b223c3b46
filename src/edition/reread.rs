//! The figures of an edition as its `public/` keeps them (`figures-….json`) → the figures as they may be shown, so that
//! a copy of a sheet can be held against them when the exports have long moved on.

use crate::figures::{
    BreakdownSlices, Calendar, CellKey, Crossing, Receipt, Released, ReleasedFigure, RowCounts, Shown, Slice, Value,
    Window,
};
use crate::project::{FigureDef, Measure, Unit, unit_named};
use crate::value::{Day, Ratio, YearStart};
use indexmap::IndexMap;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The figures of an edition.
#[derive(Debug)]
pub struct KeptFigures {
    /// Its as-of date.
    pub as_of: Day,
    /// Every printed text by the tag of its control.
    pub printed: IndexMap<String, String>,
    /// The figures. Their definitions have only what is printed: title, unit, breakdowns.
    pub released: Released,
}

#[derive(Deserialize)]
struct Kept {
    as_of: Day,
    start: Day,
    fiscal_year_starts: String,
    #[serde(default)]
    program: Vec<String>,
    figures: Vec<KeptFigure>,
    #[serde(default)]
    printed: IndexMap<String, String>,
}

#[derive(Deserialize)]
struct KeptFigure {
    name: String,
    title: String,
    counts: String,
    unit: String,
    #[serde(default)]
    measure: String,
    totals: Vec<KeptTotal>,
    breakdowns: Vec<KeptSlice>,
}

#[derive(Deserialize)]
struct KeptTotal {
    rounded_to: Option<u8>,
    period: String,
    value: Option<String>,
    printed: String,
}

#[derive(Deserialize)]
struct KeptSlice {
    rounded_to: Option<u8>,
    by: String,
    code: String,
    label: String,
    value: Option<String>,
    printed: String,
}

/// Reads the data file of an edition.
///
/// # Errors
/// What is wrong with it, in words.
pub fn kept_figures(json: &[u8]) -> Result<KeptFigures, String> {
    let kept: Kept = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    let starts = YearStart::parse(&kept.fiscal_year_starts)
        .ok_or_else(|| format!("\"{}\" is no start of a year", kept.fiscal_year_starts))?;
    let calendar = Calendar { start: kept.start, as_of: kept.as_of, fiscal_year_starts: starts };
    let figures = kept.figures.into_iter().map(|figure| (figure.name.clone(), released(figure))).collect();
    Ok(KeptFigures {
        as_of: kept.as_of,
        printed: kept.printed,
        released: Released { calendar, program: kept.program, figures },
    })
}

fn released(kept: KeptFigure) -> ReleasedFigure {
    let (mut cells, mut rounded) = (BTreeMap::new(), BTreeSet::new());
    for total in &kept.totals {
        if let Some(window) = Window::named(&total.period) {
            cells.insert(CellKey::total(window), shown(total.value.as_deref(), &total.printed));
            rounded.extend(total.rounded_to.map(|_| CellKey::total(window)));
        }
    }
    let (mut breakdowns, mut crossings): (Vec<BreakdownSlices>, Vec<Crossing>) = (Vec::new(), Vec::new());
    for slice in &kept.breakdowns {
        let value = shown(slice.value.as_deref(), &slice.printed);
        let key = match (slice.by.split_once(" / "), slice.code.split_once(" / "), slice.label.split_once(" / ")) {
            (Some((down, across)), Some((row, column)), labels) => {
                let (row_label, column_label) = labels.unwrap_or((row, column));
                let known = crossings.iter().position(|x| x.rows.dimension == down && x.columns.dimension == across);
                let at = known.unwrap_or_else(|| {
                    crossings.push(Crossing { rows: empty(down), columns: empty(across) });
                    crossings.len() - 1
                });
                if let Some(crossing) = crossings.get_mut(at) {
                    add(&mut crossing.rows, row, row_label);
                    add(&mut crossing.columns, column, column_label);
                }
                CellKey::crossed(down, row, across, column)
            }
            _ => {
                let at = breakdowns.iter().position(|b| b.dimension == slice.by).unwrap_or_else(|| {
                    breakdowns.push(empty(&slice.by));
                    breakdowns.len() - 1
                });
                breakdowns.get_mut(at).into_iter().for_each(|b| add(b, &slice.code, &slice.label));
                CellKey::slice(&slice.by, &slice.code)
            }
        };
        rounded.extend(slice.rounded_to.map(|_| key.clone()));
        cells.insert(key, value);
    }
    let receipt =
        Receipt { figure: kept.name.clone(), definition: String::new(), rows: RowCounts::default(), files: Vec::new() };
    ReleasedFigure { definition: definition(&kept), cells, rounded, breakdowns, crossings, receipt }
}

fn empty(dimension: &str) -> BreakdownSlices {
    BreakdownSlices { dimension: dimension.to_owned(), ..BreakdownSlices::default() }
}

fn add(breakdown: &mut BreakdownSlices, code: &str, label: &str) {
    if !breakdown.slices.iter().any(|slice| slice.code == code) {
        breakdown.slices.push(Slice { code: code.to_owned(), label: label.to_owned() });
    }
}

fn shown(value: Option<&str>, printed: &str) -> Shown {
    match (value.and_then(Ratio::parse), printed) {
        (Some(number), _) => Shown::Value(Value::Number(number)),
        (None, "life") => Shown::Value(Value::Life),
        (None, "[c]") => Shown::Withheld,
        (None, _) => Shown::Value(Value::Nothing),
    }
}

/// As much of the definition as the printed figure tells.
fn definition(kept: &KeptFigure) -> FigureDef {
    let unit = match kept.unit.as_str() {
        "share" => Unit::Share,
        "months" => Unit::Months,
        sign if !sign.chars().any(char::is_alphanumeric) => Unit::Money(sign.to_owned()),
        other => unit_named(other),
    };
    let decimals = kept.totals.first().and_then(|total| total.printed.rsplit_once('.')).map_or(0, |(_, digits)| {
        u8::try_from(digits.chars().take_while(char::is_ascii_digit).count()).unwrap_or_default()
    });
    FigureDef {
        name: kept.name.clone(),
        title: kept.title.clone(),
        source: String::new(),
        measure: match kept.measure.as_str() {
            "rows" => Measure::Rows,
            "sum" => Measure::Sum(String::new()),
            "distinct" => Measure::Distinct(Vec::new()),
            _ => Measure::Largest(String::new()),
        },
        unit,
        counts: kept.counts.clone(),
        filter: Vec::new(),
        // Only a figure with a date has periods beside the one to date.
        on: (kept.totals.len() > 1).then(String::new),
        reduce: None,
        claims: Vec::new(),
        by: Vec::new(),
        decimals,
        may_fall: true,
    }
}
