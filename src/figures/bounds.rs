//! What an attacker can work out: linear equations and inequalities between counts that are not shown → the exact
//! range of each, by the simplex method in exact fractions (Bland's rule, so that it always ends).

use crate::value::{AmountError, Ratio};

/// One thing that is known of some unknowns: their weighted sum is this, or at most this.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// Unknowns with their weights.
    pub(super) terms: Vec<(usize, i128)>,
    /// At most `value` when true, else exactly.
    pub(super) at_most: bool,
    /// The value.
    pub(super) value: i128,
}

/// All that is known of some unknowns that are not negative, in the form in which it can be solved.
#[derive(Debug, Clone)]
pub(super) struct Region {
    /// Each row: the weights of all columns, then the value. Columns are unknowns first, then slack.
    rows: Vec<Vec<Ratio>>,
    /// The column that each row is solved for.
    basis: Vec<usize>,
    /// How many columns may be used.
    columns: usize,
}

impl Region {
    /// The region of `unknowns` numbers of which all of `known` is true.
    ///
    /// # Errors
    /// [`AmountError::Overflow`] when numbers do not fit, and [`AmountError::NotANumber`] when nothing is true of all.
    pub(super) fn new(unknowns: usize, known: &[Known]) -> Result<Self, AmountError> {
        let slack = known.iter().filter(|k| k.at_most).count();
        let columns = unknowns + slack;
        let zero = Ratio::new(0, 1)?;
        let mut region = Self { rows: Vec::new(), basis: Vec::new(), columns };
        let mut next = unknowns;
        for (index, fact) in known.iter().enumerate() {
            let mut row = vec![zero; columns + known.len() + 1];
            let sign = if fact.value < 0 { -1 } else { 1 };
            for &(unknown, weight) in &fact.terms {
                row[unknown] = row[unknown].plus(Ratio::new(sign * weight, 1)?)?;
            }
            if fact.at_most {
                row[next] = Ratio::new(sign, 1)?;
                next += 1;
            }
            row[columns + index] = Ratio::new(1, 1)?;
            row[columns + known.len()] = Ratio::new(sign * fact.value, 1)?;
            region.rows.push(row);
            region.basis.push(columns + index);
        }
        region.find_corner(known.len())?;
        Ok(region)
    }

    /// Drives the helping columns to zero, so that the basis is a corner of the region, and drops them.
    fn find_corner(&mut self, helpers: usize) -> Result<(), AmountError> {
        let (columns, width) = (self.columns, self.columns + helpers + 1);
        let zero = Ratio::new(0, 1)?;
        let mut cost = vec![zero; width];
        for row in &self.rows {
            for column in (0..columns).chain([width - 1]) {
                cost[column] = cost[column].plus(negative(row[column])?)?;
            }
        }
        self.descend(&mut cost)?;
        if cost[width - 1].numerator() != 0 {
            return Err(AmountError::NotANumber);
        }
        for row in (0..self.rows.len()).rev() {
            if self.basis[row] < columns {
                continue;
            }
            // A helper that is left in the basis is zero: solve its row for another column, or drop it as implied.
            match (0..columns).find(|column| self.rows[row][*column].numerator() != 0) {
                Some(column) => self.pivot(row, column, &mut cost)?,
                None => {
                    self.rows.remove(row);
                    self.basis.remove(row);
                }
            }
        }
        self.rows.iter_mut().for_each(|row| drop(row.drain(columns..width - 1)));
        Ok(())
    }

    /// The least and the greatest value of an unknown; `None` where it has no greatest.
    ///
    /// # Errors
    /// [`AmountError::Overflow`] when numbers do not fit.
    pub(super) fn range(&self, unknown: usize) -> Result<(Ratio, Option<Ratio>), AmountError> {
        let least = self.extreme(unknown, 1)?.ok_or(AmountError::Overflow)?;
        let greatest = self.extreme(unknown, -1)?.map(negative).transpose()?;
        Ok((least, greatest))
    }

    /// The least value of `sign` times an unknown, if there is one.
    fn extreme(&self, unknown: usize, sign: i128) -> Result<Option<Ratio>, AmountError> {
        let mut work = self.clone();
        let mut cost = vec![Ratio::new(0, 1)?; self.columns + 1];
        cost[unknown] = Ratio::new(sign, 1)?;
        if let Some(row) = work.basis.iter().position(|column| *column == unknown) {
            let weight = negative(cost[unknown])?;
            add_multiple(&mut cost, &work.rows[row], weight)?;
        }
        if !work.descend(&mut cost)? {
            return Ok(None);
        }
        negative(cost[self.columns]).map(Some)
    }

    /// Walks from corner to corner while the cost falls; false when it falls without end.
    fn descend(&mut self, cost: &mut [Ratio]) -> Result<bool, AmountError> {
        while let Some(column) = (0..self.columns).find(|column| cost[*column].numerator() < 0) {
            let mut best: Option<(Ratio, usize, usize)> = None;
            for (index, row) in self.rows.iter().enumerate().filter(|(_, row)| row[column].numerator() > 0) {
                let step = row[row.len() - 1].over(row[column])?;
                let candidate = (step, self.basis[index], index);
                if best.is_none_or(|best| candidate < best) {
                    best = Some(candidate);
                }
            }
            let Some((_, _, row)) = best else { return Ok(false) };
            self.pivot(row, column, cost)?;
        }
        Ok(true)
    }

    /// Solves a row for a column and takes that column out of all other rows.
    fn pivot(&mut self, row: usize, column: usize, cost: &mut [Ratio]) -> Result<(), AmountError> {
        let by = self.rows[row][column];
        let solved: Vec<Ratio> = self.rows[row].iter().map(|value| value.over(by)).collect::<Result<_, _>>()?;
        for (index, other) in self.rows.iter_mut().enumerate() {
            if index != row && other[column].numerator() != 0 {
                let weight = negative(other[column])?;
                add_multiple(other, &solved, weight)?;
            }
        }
        if cost[column].numerator() != 0 {
            let weight = negative(cost[column])?;
            add_multiple(cost, &solved, weight)?;
        }
        self.rows[row] = solved;
        self.basis[row] = column;
        Ok(())
    }
}

fn negative(value: Ratio) -> Result<Ratio, AmountError> {
    value.times(Ratio::new(-1, 1)?)
}

fn add_multiple(row: &mut [Ratio], other: &[Ratio], weight: Ratio) -> Result<(), AmountError> {
    for (own, theirs) in row.iter_mut().zip(other) {
        if theirs.numerator() != 0 {
            *own = own.plus(theirs.times(weight)?)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exactly(terms: &[usize], value: i128) -> Known {
        Known { terms: terms.iter().map(|t| (*t, 1)).collect(), at_most: false, value }
    }

    fn range(unknowns: usize, known: &[Known], unknown: usize) -> (String, Option<String>) {
        let (least, greatest) = Region::new(unknowns, known).unwrap().range(unknown).unwrap();
        (least.to_string(), greatest.map(|g| g.to_string()))
    }

    #[test]
    fn a_sum_bounds_its_parts_and_a_square_of_four_gives_one_away() {
        assert_eq!(range(2, &[exactly(&[0, 1], 9)], 0), ("0".into(), Some("9".into())));
        // Rows sum to 23 and 25, columns to 21 and 27: the first cell is at most 21.
        let square = [exactly(&[0, 1], 23), exactly(&[2, 3], 25), exactly(&[0, 2], 21), exactly(&[1, 3], 27)];
        assert_eq!(range(4, &square, 0), ("0".into(), Some("21".into())));
        // Rows 23 and 2, columns 5 and 20: the first cell is at least 3.
        let tight = [exactly(&[0, 1], 23), exactly(&[2, 3], 2), exactly(&[0, 2], 5), exactly(&[1, 3], 20)];
        assert_eq!(range(4, &tight, 0), ("3".into(), Some("5".into())));
    }

    #[test]
    fn what_is_at_most_bounds_and_what_is_not_bounded_has_no_greatest() {
        let at_most = Known { terms: vec![(0, 1), (1, -1)], at_most: true, value: 0 };
        assert_eq!(range(2, std::slice::from_ref(&at_most), 1), ("0".into(), None));
        assert_eq!(range(2, &[at_most, exactly(&[1], 4)], 0), ("0".into(), Some("4".into())));
        assert!(Region::new(1, &[exactly(&[0], 1), exactly(&[0], 2)]).is_err());
    }
}
