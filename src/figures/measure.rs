//! The rows of a cell → its exact value.

use super::cells::{Cell, Value};
use super::keys::{Keys, NO_KEY};
use crate::project::{FigureDef, MassUnit, Measure, Take, Unit};
use crate::records::{Column, Table};
use crate::value::{Amount, AmountError, Ratio, Term};
use std::collections::BTreeMap;

/// Why a cell has no exact value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MeasureError {
    /// It does not fit.
    Amount(AmountError),
    /// A row's quantity cannot be given in the figure's unit.
    Unit { row: u32, unit: String },
}

impl From<AmountError> for MeasureError {
    fn from(error: AmountError) -> Self {
        Self::Amount(error)
    }
}

/// What is needed to measure the cells of a figure.
pub(super) struct Gauge<'a> {
    pub(super) figure: &'a FigureDef,
    pub(super) table: &'a Table,
    /// The keys that are counted or by which rows were reduced, if any.
    pub(super) things: Option<&'a Keys>,
}

impl Gauge<'_> {
    /// Measures a cell.
    pub(super) fn measure(&self, rows: &[u32]) -> Result<Cell, MeasureError> {
        let column = self.figure.measure.column().and_then(|name| self.table.column(name));
        let valued = rows.iter().copied().filter(|row| column.is_none_or(|column| self.has_value(column, *row)));
        let things = match self.things {
            Some(keys) => keys.distinct(valued),
            None => valued.count() as u64,
        };
        let count = |n: u64| Ratio::new(i128::from(n), 1).map(Value::Number);
        let value = match (&self.figure.measure, column) {
            (Measure::Rows, _) => count(rows.len() as u64)?,
            (Measure::Distinct(_), _) => count(things)?,
            (_, None) => Value::Nothing,
            (Measure::Sum(_), Some(column)) => Value::Number(self.sum(column, rows)?),
            (measure, Some(column)) => {
                let summed = self.figure.reduce.as_ref().is_some_and(|reduction| reduction.take == Take::Sum);
                let mut values = if summed { self.sums(column, rows)? } else { self.values(column, rows)? };
                values.sort_by(Ranked::order);
                rank(measure, &values)?
            }
        };
        Ok(Cell { value, rows: rows.len() as u64, things })
    }

    /// Whether a row has a value that the measure takes: a mean leaves life sentences out.
    fn has_value(&self, column: &Column, row: u32) -> bool {
        let row = row as usize;
        let endless = || matches!(self.figure.measure, Measure::Mean(_)) && column.term(row).is_some_and(Term::is_life);
        !column.is_missing(row) && !endless()
    }

    /// The sum in the figure's unit; unit factors are applied to the sums of each unit, not row by row.
    fn sum(&self, column: &Column, rows: &[u32]) -> Result<Ratio, MeasureError> {
        let mut sums: BTreeMap<u32, (Amount, u32)> = BTreeMap::new();
        for &row in rows {
            let Some(number) = column.number(row as usize) else { continue };
            let sum = sums.entry(unit_index(column, row)).or_insert((Amount::ZERO, row));
            sum.0 = sum.0.plus(number)?;
        }
        let mut total = Ratio::from_amount(Amount::ZERO)?;
        for (unit, (sum, row)) in sums {
            total = total.plus(self.converted(column, unit, sum, row)?)?;
        }
        Ok(total)
    }

    fn converted(&self, column: &Column, unit: u32, amount: Amount, row: u32) -> Result<Ratio, MeasureError> {
        let value = Ratio::from_amount(amount)?;
        let Column::Quantity { units, .. } = column else { return Ok(value) };
        let name = units.get_index(unit as usize).map(crate::records::UnitKey::name).unwrap_or_default();
        match (&self.figure.unit, MassUnit::named(name)) {
            (Unit::Mass(wanted), Some(own)) if own == *wanted => Ok(value),
            (Unit::Mass(wanted), Some(own)) => Ok(value.times(own.factor_to(*wanted)?)?),
            (Unit::Count(wanted), None) if wanted == name => Ok(value),
            _ => Err(MeasureError::Unit { row, unit: name.to_owned() }),
        }
    }

    /// The sum of each key; a key whose values are all missing has none.
    fn sums(&self, column: &Column, rows: &[u32]) -> Result<Vec<Ranked>, MeasureError> {
        let mut of_key: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for &row in rows.iter().filter(|row| column.number(**row as usize).is_some()) {
            let key = self.things.and_then(|keys| keys.ids.get(row as usize)).copied().unwrap_or(NO_KEY);
            of_key.entry(key).or_default().push(row);
        }
        of_key.values().map(|rows| self.sum(column, rows).map(Ranked::Number)).collect()
    }

    fn values(&self, column: &Column, rows: &[u32]) -> Result<Vec<Ranked>, MeasureError> {
        let mut values = Vec::new();
        for &row in rows {
            let value = match column {
                Column::Term(_) => column.term(row as usize).map(Ranked::Term),
                _ => match column.number(row as usize) {
                    Some(number) => {
                        Some(Ranked::Number(self.converted(column, unit_index(column, row), number, row)?))
                    }
                    None => None,
                },
            };
            values.extend(value);
        }
        Ok(values)
    }
}

fn unit_index(column: &Column, row: u32) -> u32 {
    match column {
        Column::Quantity { unit, .. } => unit.get(row as usize).copied().unwrap_or(0),
        _ => 0,
    }
}

/// A value that can be put in order.
#[derive(Debug, Clone, Copy)]
enum Ranked {
    Number(Ratio),
    Term(Term),
}

impl Ranked {
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Term(a), Self::Term(b)) => a.cmp(b),
            (Self::Number(_), Self::Term(_)) => std::cmp::Ordering::Less,
            (Self::Term(_), Self::Number(_)) => std::cmp::Ordering::Greater,
        }
    }

    fn value(self) -> Value {
        match self {
            Self::Number(number) => Value::Number(number),
            Self::Term(term) => term.months().map_or(Value::Life, Value::Number),
        }
    }
}

/// Takes the mean, median, largest or smallest of values in rising order.
fn rank(measure: &Measure, values: &[Ranked]) -> Result<Value, AmountError> {
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return Ok(Value::Nothing) };
    Ok(match measure {
        Measure::Largest(_) => last.value(),
        Measure::Smallest(_) => first.value(),
        Measure::Median(_) => quantile(values, Ratio::new(1, 2)?)?,
        Measure::Quantile { at, .. } => quantile(values, *at)?,
        Measure::Mean(_) => mean(values)?,
        Measure::Rows | Measure::Distinct(_) | Measure::Sum(_) | Measure::Derived(_) => Value::Nothing,
    })
}

/// The value at a part of the way through, as SQL's `percentile_cont` has it: between two values in proportion, so
/// that the median of an even number is the mean of the middle two. Beside a life sentence it is life.
fn quantile(values: &[Ranked], at: Ratio) -> Result<Value, AmountError> {
    let last = i128::try_from(values.len()).map_err(|_| AmountError::Overflow)? - 1;
    let place = at.times(Ratio::new(last, 1)?)?;
    let index = usize::try_from(place.numerator() / place.denominator()).map_err(|_| AmountError::Overflow)?;
    let beyond = Ratio::new(place.numerator() % place.denominator(), place.denominator())?;
    let (low, high) = (values.get(index), values.get(index + 1));
    match (low.map(|v| v.value()), high.map(|v| v.value())) {
        (Some(low), _) if beyond.numerator() == 0 => Ok(low),
        (Some(Value::Number(low)), Some(Value::Number(high))) => {
            let minus = Ratio::new(-low.numerator(), low.denominator())?;
            Ok(Value::Number(low.plus(high.plus(minus)?.times(beyond)?)?))
        }
        _ => Ok(Value::Life),
    }
}

/// The mean of the values that are numbers: a life sentence has no length that could be averaged.
fn mean(values: &[Ranked]) -> Result<Value, AmountError> {
    let mut sum = Ratio::new(0, 1)?;
    let mut count = 0;
    for value in values {
        if let Value::Number(number) = value.value() {
            sum = sum.plus(number)?;
            count += 1;
        }
    }
    if count == 0 { Ok(Value::Nothing) } else { Ok(Value::Number(sum.over(Ratio::new(count, 1)?)?)) }
}
