//! Values → lengths of bars, as parts of the longest. Only drawing uses these: what is printed is the point's own text.

use crate::document::model::{Chart, Point};
use crate::value::Amount;

/// For each place the lengths of its parts, as parts of the longest bar.
pub(super) fn stacked_shares(chart: &Chart) -> Vec<Vec<f32>> {
    let at =
        |at: usize| chart.all_series().map(move |(_, points)| points.get(at).and_then(|p| p.value).map_or(0.0, length));
    let longest = (0..chart.points.len()).map(|place| at(place).sum::<f64>()).fold(0.0, f64::max);
    #[expect(clippy::cast_possible_truncation, reason = "a part of 1, for drawing")]
    let part = |value: f64| if longest > 0.0 { (value / longest) as f32 } else { 0.0 };
    (0..chart.points.len()).map(|place| at(place).map(part).collect()).collect()
}

/// For each series the heights of its points, as parts of the highest of all.
pub(super) fn series_shares(chart: &Chart) -> Vec<Vec<Option<f32>>> {
    let all: Vec<Point> = chart.all_series().flat_map(|(_, points)| points.to_vec()).collect();
    shares(&all).chunks(chart.points.len().max(1)).map(<[_]>::to_vec).collect()
}

/// The length of each bar; `None` where there is no value.
pub(super) fn shares(points: &[Point]) -> Vec<Option<f32>> {
    let longest = points.iter().filter_map(|point| point.value).map(length).fold(0.0, f64::max);
    let share = |value: Amount| {
        #[expect(clippy::cast_possible_truncation, reason = "a part of 1, for drawing")]
        let part = if longest > 0.0 { (length(value) / longest) as f32 } else { 0.0 };
        part
    };
    points.iter().map(|point| point.value.map(share)).collect()
}

/// An amount as a length; below zero there is no bar.
fn length(amount: Amount) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "for drawing, where a thousandth of a point is enough")]
    let mantissa = amount.mantissa() as f64;
    (mantissa / 10_f64.powi(i32::from(amount.scale()))).max(0.0)
}
