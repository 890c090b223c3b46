//! The released figures → the two data files of an edition, CSV and JSON: every figure, window and slice as it is
//! shown, nothing that is not. They are attached to the PDF too, and their digest identifies the edition's
//! figures.

use crate::figures::{CellKey, Released, ReleasedFigure, Window};
use crate::project::{FigureDef, Measure};
use crate::records::Table;
use crate::value::Problem;
use serde_json::{Value as Json, json};

/// A line of the data files.
struct Line<'a> {
    figure: &'a ReleasedFigure,
    key: CellKey,
    label: String,
    from: String,
    to: String,
}

/// All lines in order: for each figure its totals by window, then its breakdowns.
fn lines(figures: &Released) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for figure in figures.figures.values() {
        let totals = figure.cells.keys().filter(|key| key.slice.is_empty());
        for key in totals {
            let undated = figure.definition.on.is_none();
            let period = figures.calendar.period(key.window).filter(|_| !undated);
            lines.push(Line {
                figure,
                key: key.clone(),
                label: String::new(),
                from: period.map_or_else(String::new, |p| p.from.to_string()),
                to: period.map_or_else(String::new, |p| p.to.to_string()),
            });
        }
        for breakdown in &figure.breakdowns {
            for slice in &breakdown.slices {
                let key = CellKey::slice(&breakdown.dimension, &slice.code);
                lines.push(Line { figure, key, label: slice.label.clone(), from: String::new(), to: String::new() });
            }
        }
        for crossing in &figure.crossings {
            let pairs =
                crossing.rows.slices.iter().flat_map(|row| crossing.columns.slices.iter().map(move |c| (row, c)));
            for (key, (row, column)) in crossing.keys().into_iter().zip(pairs) {
                let label = format!("{} / {}", row.label, column.label);
                lines.push(Line { figure, key, label, from: String::new(), to: String::new() });
            }
        }
    }
    lines
}

impl Line<'_> {
    fn window(&self) -> String {
        self.key.window.to_string()
    }

    /// Dimension and code; those of a table of two dimensions stand with a stroke between them.
    fn slice(&self) -> (String, String) {
        let part =
            |pick: fn(&(String, String)) -> &str| self.key.slice.iter().map(pick).collect::<Vec<_>>().join(" / ");
        (part(|slice| &slice.0), part(|slice| &slice.1))
    }

    /// The exact value: a decimal, or a fraction where no decimal equals it; empty where nothing is shown.
    fn exact(&self) -> String {
        self.figure.exact(&self.key).ok().flatten().map_or_else(String::new, |value| value.to_string())
    }

    /// The unit, with how far it is rounded.
    fn unit(&self) -> String {
        let unit = &self.figure.definition.unit;
        if self.is_rounded() { format!("{unit}, to the nearest 5") } else { unit.to_string() }
    }

    fn is_rounded(&self) -> bool {
        self.figure.rounded.contains(&self.key)
    }

    fn printed(&self) -> String {
        self.figure.text(&self.key, true).unwrap_or_default()
    }
}

/// The figures as CSV (RFC 4180, UTF-8, LF), safe to open in a spreadsheet.
///
/// # Errors
/// Never in practice: the writer writes to memory.
pub fn figures_csv(figures: &Released) -> Result<Vec<u8>, Problem> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: String| Problem::new(crate::value::Place::default(), error, "");
    let head = ["figure", "title", "period", "from", "to", "by", "code", "label", "value", "printed", "unit"];
    writer.write_record(head).map_err(|e| failed(e.to_string()))?;
    for line in lines(figures) {
        let (by, code) = line.slice();
        let definition = &line.figure.definition;
        let record = [
            definition.name.clone(),
            safe(&definition.title),
            line.window(),
            line.from.clone(),
            line.to.clone(),
            by,
            safe(&code),
            safe(&line.label),
            line.exact(),
            safe(&line.printed()),
            line.unit(),
        ];
        writer.write_record(record).map_err(|e| failed(e.to_string()))?;
    }
    writer.into_inner().map_err(|e| failed(e.to_string()))
}

/// A text that no spreadsheet takes for a formula (OWASP, "CSV injection"): one that begins like a formula is
/// given an apostrophe, unless it is a number or an amount of money.
#[must_use]
pub(super) fn safe(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | '$' | '€' | '£')).collect();
    let number = crate::value::Amount::parse(&digits).is_ok();
    if formula && !number { format!("'{text}") } else { text.to_owned() }
}

/// The figures as JSON, with exact values as text so that no reader rounds them.
#[must_use]
pub fn figures_json(figures: &Released) -> Json {
    let mut list: Vec<Json> = Vec::new();
    for figure in figures.figures.values() {
        let own = lines(figures).into_iter().filter(|line| line.figure.definition.name == figure.definition.name);
        let (mut totals, mut slices) = (Vec::new(), Vec::new());
        for line in own {
            let (by, code) = line.slice();
            let exact = Some(line.exact()).filter(|text| !text.is_empty());
            if line.key.slice.is_empty() {
                let mut total = json!({
                    "period": line.window(), "from": line.from, "to": line.to,
                    "value": exact, "printed": line.printed(),
                    "claim": claim_of(figure, line.key.window),
                });
                if line.is_rounded() {
                    total["rounded_to"] = json!(5);
                }
                totals.push(total);
            } else {
                let mut slice = json!({
                    "by": by, "code": code, "label": line.label, "value": exact, "printed": line.printed(),
                });
                if line.is_rounded() {
                    slice["rounded_to"] = json!(5);
                }
                slices.push(slice);
            }
        }
        list.push(json!({
            "name": figure.definition.name, "title": figure.definition.title,
            "counts": figure.definition.counts, "unit": figure.definition.unit.to_string(),
            "measure": measure_word(&figure.definition),
            "totals": totals, "breakdowns": slices,
        }));
    }
    let calendar = figures.calendar;
    json!({
        "as_of": calendar.as_of.to_string(), "start": calendar.start.to_string(),
        "fiscal_year_starts": calendar.fiscal_year_starts.to_string(), "program": figures.program, "figures": list,
    })
}

/// How a figure is measured, as far as it tells whether its values add up: rows and sums do over time, different things
/// do not, and neither does anything else.
const fn measure_word(figure: &FigureDef) -> &'static str {
    match (&figure.measure, figure.reduce.is_some()) {
        (Measure::Rows, false) => "rows",
        (Measure::Sum(_), false) => "sum",
        (Measure::Rows | Measure::Distinct(_), _) => "distinct",
        _ => "other",
    }
}

/// The claim that is made of a figure to date, where it makes one.
fn claim_of(figure: &ReleasedFigure, window: Window) -> Option<String> {
    if window != Window::ToDate {
        return None;
    }
    figure.claim(&CellKey::total(window)).ok().map(|claim| claim.whole())
}

/// The keys of some rows as CSV, with file and line, for whoever checks a figure; never part of an edition.
///
/// # Errors
/// Never in practice: the writer writes to memory.
pub fn row_keys_csv(table: &Table, keys: &[String], rows: &[u32]) -> Result<Vec<u8>, Problem> {
    let failed = |error: String| Problem::new(crate::value::Place::default(), error, "");
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = ["file", "line"].map(str::to_owned);
    writer.write_record(head.iter().chain(keys)).map_err(|e| failed(e.to_string()))?;
    for &row in rows {
        let place = table.place(row as usize);
        let own = [place.file, place.line.to_string()];
        let cell = |name: &String| safe(&table.column(name).map(|c| c.spelled(row as usize)).unwrap_or_default());
        let cells: Vec<String> = keys.iter().map(cell).collect();
        writer.write_record(own.iter().chain(&cells)).map_err(|e| failed(e.to_string()))?;
    }
    writer.into_inner().map_err(|e| failed(e.to_string()))
}
