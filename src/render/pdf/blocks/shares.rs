//! Values → lengths of bars, as parts of the whole scale. Only drawing uses these: what is printed is the point's own
//! text.

use crate::document::model::{Chart, Point};
use crate::value::Amount;

/// Lengths on a scale from the lowest value, or zero, to the highest, or zero.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    /// The length of each bar as a part of the scale, negative below zero; `None` where there is no value.
    pub(super) shares: Vec<Option<f32>>,
    /// The part of the scale that lies below zero.
    pub(super) below: f32,
}

/// The scale of one series.
pub(super) fn scale(points: &[Point]) -> Scale {
    let lengths: Vec<Option<f64>> = points.iter().map(|point| point.value.map(length)).collect();
    let (lowest, highest) =
        lengths.iter().flatten().fold((0.0_f64, 0.0_f64), |(low, high), length| (low.min(*length), high.max(*length)));
    let whole = highest - lowest;
    #[expect(clippy::cast_possible_truncation, reason = "a part of 1, for drawing")]
    let part = |length: f64| if whole > 0.0 { (length / whole) as f32 } else { 0.0 };
    Scale { shares: lengths.into_iter().map(|length| length.map(part)).collect(), below: part(-lowest) }
}

/// One scale for all series of a chart: for each series the heights of its points, and the part below zero.
pub(super) fn common_scale(chart: &Chart) -> (Vec<Vec<Option<f32>>>, f32) {
    let all: Vec<Point> = chart.all_series().flat_map(|(_, points)| points.to_vec()).collect();
    let Scale { shares, below } = scale(&all);
    (shares.chunks(chart.points.len().max(1)).map(<[_]>::to_vec).collect(), below)
}

/// For each place the lengths of its parts, as parts of the longest bar. Nothing below zero is stacked.
pub(super) fn stacked_shares(chart: &Chart) -> Vec<Vec<f32>> {
    let part_at = |point: Option<&Point>| point.and_then(|point| point.value).map_or(0.0, length).max(0.0);
    let at = |at: usize| chart.all_series().map(move |(_, points)| part_at(points.get(at)));
    let longest = (0..chart.points.len()).map(|place| at(place).sum::<f64>()).fold(0.0, f64::max);
    #[expect(clippy::cast_possible_truncation, reason = "a part of 1, for drawing")]
    let part = |value: f64| if longest > 0.0 { (value / longest) as f32 } else { 0.0 };
    (0..chart.points.len()).map(|place| at(place).map(part).collect()).collect()
}

/// An amount as a length.
fn length(amount: Amount) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "for drawing, where a thousandth of a point is enough")]
    let mantissa = amount.mantissa() as f64;
    mantissa / 10_f64.powi(i32::from(amount.scale()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[Option<i128>]) -> Scale {
        let point = |value: &Option<i128>| Point {
            label: String::new(),
            value: value.map(Amount::from_int),
            text: Vec::new(),
            emphasis: false,
        };
        scale(&values.iter().map(point).collect::<Vec<_>>())
    }

    #[test]
    fn a_value_below_zero_is_as_long_as_it_is_large() {
        assert_eq!(of(&[Some(1), None, Some(-3)]), Scale { shares: vec![Some(0.25), None, Some(-0.75)], below: 0.75 });
        assert_eq!(of(&[Some(2), Some(4)]), Scale { shares: vec![Some(0.5), Some(1.0)], below: 0.0 });
        assert_eq!(of(&[Some(-2), Some(-4)]), Scale { shares: vec![Some(-0.5), Some(-1.0)], below: 1.0 });
        assert_eq!(of(&[Some(0)]), Scale { shares: vec![Some(0.0)], below: 0.0 });
    }
}
