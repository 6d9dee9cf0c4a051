//! A series in a word: a bar a value.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::calendar::Date;
use crate::series::Series;

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A week without a value.
const GAP: char = '·';

/// A bar a day with a value, by date, scaled between the lowest and the highest; the first value of a day is taken.
/// Empty below two days, which have no course.
pub(super) fn sparkline(series: &Series) -> String {
    let mut days: Vec<(Date, Option<Decimal>)> =
        series.points.iter().map(|point| (point.date, Some(point.value))).collect();
    days.sort_by_key(|(date, _)| *date);
    days.dedup_by_key(|(date, _)| *date);
    if days.len() < 2 {
        return String::new();
    }
    let values = || days.iter().filter_map(|(_, value)| *value);
    let (Some(low), Some(high)) = (values().min(), values().max()) else { return String::new() };
    days.extend(series.missing.iter().map(|missing| (missing.date, None)));
    days.sort_by_key(|(date, _)| *date);
    days.iter().map(|(_, value)| value.map_or(GAP, |value| bar(value, low, high))).collect()
}

/// Whether a text is nothing but bars and gaps.
pub(super) fn is_sparkline(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c == GAP || BARS.contains(&c))
}

fn bar(value: Decimal, low: Decimal, high: Decimal) -> char {
    let share = value.checked_sub(low).zip(high.checked_sub(low)).and_then(|(part, whole)| part.checked_div(whole));
    match share.and_then(|share| share.to_f64()) {
        Some(share) => BARS[((share * 7.0).round() as usize).min(7)],
        // All the same.
        None => BARS[3],
    }
}
