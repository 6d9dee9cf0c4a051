//! A series as a small picture beside its name: its line, broken where weeks have no value, and a point at its end.

use rust_decimal::prelude::ToPrimitive;

use crate::calendar::day_number;
use crate::series::Series;

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 28.0;
/// Room for the stroke and the last point.
const EDGE: f64 = 3.0;

/// An SVG that says nothing to a screen reader: the numbers stand beside it. Empty below two days with a value.
pub(super) fn sparkline(series: &Series) -> String {
    let mut points: Vec<(i32, f64)> =
        series.points.iter().filter_map(|point| Some((day_number(point.date), point.value.to_f64()?))).collect();
    points.sort_by_key(|(day, _)| *day);
    points.dedup_by_key(|(day, _)| *day);
    let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) else { return String::new() };
    if first.0 == last.0 {
        return String::new();
    }
    let low = points.iter().map(|(_, value)| *value).fold(f64::INFINITY, f64::min);
    let high = points.iter().map(|(_, value)| *value).fold(f64::NEG_INFINITY, f64::max);
    let x = |day: i32| EDGE + f64::from(day - first.0) / f64::from(last.0 - first.0) * (WIDTH - 2.0 * EDGE);
    let y = |value: f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        HEIGHT - EDGE - share * (HEIGHT - 2.0 * EDGE)
    };
    let gaps: Vec<i32> = series.missing.iter().map(|missing| day_number(missing.date)).collect();
    // Values between two gaps make a line; one alone is a dot.
    let runs = points.chunk_by(|(before, _), (day, _)| !gaps.iter().any(|gap| before < gap && gap < day));
    let (mut lines, mut dots) = (String::new(), String::new());
    for run in runs {
        for (at, (day, value)) in run.iter().enumerate() {
            let (x, y) = (x(*day), y(*value));
            match (run.len(), at) {
                (1, _) => dots.push_str(&format!("M{x:.1} {y:.1}h0.01")),
                (_, 0) => lines.push_str(&format!("M{x:.1} {y:.1}")),
                (..) => lines.push_str(&format!("L{x:.1} {y:.1}")),
            }
        }
    }
    let (end_x, end_y) = (x(last.0), y(last.1));
    format!(
        "<svg class=\"spark\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" aria-hidden=\"true\" focusable=\"false\">\
         <path class=\"spark-line\" fill=\"none\" d=\"{lines}\"/><path class=\"spark-dots\" fill=\"none\" d=\"{dots}\"/><circle class=\"spark-end\" cx=\"{end_x:.1}\" cy=\"{end_y:.1}\" r=\"2.5\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::sparkline;
    use crate::record::Place;
    use crate::report::Lines;
    use crate::series::{Missing, Point, Series};

    fn series(values: &[(&str, i64)], gaps: &[&str]) -> Series {
        let place = Place::of_page(uuid::Uuid::nil(), "", "", &[], "", Lines { first: 1, last: 1 });
        let point = |(date, value): &(&str, i64)| Point {
            corrected: None,
            date: date.parse().expect("a day"),
            value: Decimal::from(*value),
            text: value.to_string(),
            name: String::new(),
            before: None,
            target: None,
            confidence: crate::fact::Confidence::SURE,
            place: place.clone(),
        };
        let gap = |date: &&str| Missing { week: String::new(), date: date.parse().expect("a day"), reported: false };
        Series {
            metric: String::new(),
            qualifier: String::new(),
            unit: String::new(),
            points: values.iter().map(point).collect(),
            missing: gaps.iter().map(gap).collect(),
        }
    }

    #[test]
    fn a_line_goes_from_the_first_value_to_the_last_and_breaks_at_a_gap() {
        let whole = sparkline(&series(&[("2023-06-06", 1), ("2023-06-13", 3), ("2023-06-20", 2)], &[]));
        assert!(whole.contains("d=\"M3.0 25.0L60.0 3.0L117.0 14.0\""), "{whole}");
        let broken = sparkline(&series(&[("2023-06-06", 1), ("2023-06-20", 3)], &["2023-06-13"]));
        assert_eq!(broken.matches('M').count(), 2, "{broken}");
    }

    #[test]
    fn equal_values_are_a_level_line_and_one_value_is_none() {
        let level = sparkline(&series(&[("2023-06-06", 5), ("2023-06-13", 5)], &[]));
        assert!(level.contains("M3.0 14.0") && level.contains("L117.0 14.0") && !level.contains("NaN"), "{level}");
        assert_eq!(sparkline(&series(&[("2023-06-06", 5)], &[])), "");
        assert_eq!(sparkline(&series(&[], &[])), "");
    }
}
