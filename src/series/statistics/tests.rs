//! Statistics against published examples and values worked out by hand.

use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, proptest};
use rust_decimal::Decimal;

use super::super::{Point, Series};
use super::direction::{chance, score, variance};
use super::spread::{exact_median, far_from_zero, median};
use super::{Direction, Statistics, statistics};
use crate::calendar::{Date, date_of_day_number};
use crate::fact::Confidence;
use crate::record::Place;
use crate::report::Lines;

fn point(day: i32, value: Decimal) -> Point {
    let date: Date = date_of_day_number(19_500 + day).expect("a day");
    let place = Place::of_page(
        uuid::Uuid::nil(),
        &format!("第{}周", day / 7 + 1),
        &date.to_string(),
        &[],
        "甲.md",
        Lines { first: 3, last: 3 },
    );
    Point {
        corrected: None,
        date,
        value,
        text: value.to_string(),
        name: "成功率".to_string(),
        before: None,
        target: None,
        confidence: Confidence::SURE,
        place,
    }
}

/// A value a week.
fn weekly(values: &[&str]) -> Series {
    let values = values.iter().enumerate();
    series(values.map(|(at, value)| point(7 * at as i32, value.parse().expect("a number"))).collect())
}

fn series(points: Vec<Point>) -> Series {
    Series {
        metric: "成功率".to_string(),
        qualifier: String::new(),
        unit: "%".to_string(),
        points,
        missing: Vec::new(),
    }
}

fn read(values: &[&str]) -> Statistics {
    statistics(&weekly(values))
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 5e-4
}

/// Hollander and Wolfe, "Nonparametric Statistical Methods", example 9.1: the effect of cloud seeding, five double years.
const CLOUD_SEEDING: [&str; 5] = ["1.26", "1.27", "1.12", "1.16", "1.03"];

#[test]
fn cloud_seeding_has_the_slope_and_the_chance_of_the_book() {
    let trend = read(&CLOUD_SEEDING).course.expect("five values");
    assert!(close(trend.slope_per_week, -0.05625), "{}", trend.slope_per_week);
    assert_eq!(trend.score, -6);
    // One-sided .117 in Kendall's table.
    assert!(close(trend.chance, 2.0 * 0.11667), "{}", trend.chance);
    assert_eq!(trend.direction, Direction::Unclear);
}

#[test]
fn chances_of_five_values_are_those_of_kendalls_table() {
    let values = [1.0, 2.0, 3.0, 4.0, 5.0];
    for (score, one_sided) in [(2, 0.408), (4, 0.242), (6, 0.117), (8, 0.042), (10, 0.0083)] {
        // The table has three digits.
        assert!((chance(&values, score) - 2.0 * one_sided).abs() < 1.1e-3, "{score}");
    }
}

#[test]
fn ties_are_counted_out_of_the_variance() {
    // By hand: (5·4·15 − 2·1·9 − 3·2·11) / 18 = 12.
    assert!(close(variance(&[0.0, 0.0, 1.0, 1.0, 1.0]), 12.0));
    assert_eq!(score(&[0.0, 0.0, 1.0, 1.0, 1.0]), 6);
    // z = 5 / √12 = 1.443, both tails .1489.
    assert!(close(chance(&[0.0, 0.0, 1.0, 1.0, 1.0], 6), 0.1489));
}

#[test]
fn three_points_are_too_few_for_a_trend() {
    let statistics = read(&["99.97", "99.98", "99.99"]);
    assert_eq!((statistics.used, statistics.course, statistics.shift), (3, None, None));
    assert!(statistics.outliers.is_empty());
    assert_eq!(statistics.median, "99.98".parse().ok());
}

#[test]
fn a_steady_rise_is_a_slope_and_no_step() {
    let statistics = read(&["10", "12", "14", "16", "18", "20", "22", "24", "26", "28"]);
    let trend = statistics.course.expect("ten values");
    assert_eq!(trend.direction, Direction::Rises);
    assert!(close(trend.slope_per_week, 2.0) && close(trend.weeks, 9.0));
    assert_eq!(trend.slope_interval, (2.0, 2.0));
    assert_eq!(statistics.shift, None);
    assert!(statistics.outliers.is_empty());
}

#[test]
fn a_lasting_step_is_named_with_the_levels_around_it() {
    let statistics = read(&["99.97", "99.98", "99.96", "99.97", "99.51", "99.50", "99.52", "99.49"]);
    let shift = statistics.shift.expect("a step");
    assert_eq!((shift.before, shift.after), (3, 4));
    assert_eq!((shift.median_before, shift.median_after), (Decimal::new(9997, 2), Decimal::new(99505, 3)));
    // By hand: all four low ones on one side, 2·4!·4!/8!.
    assert!(close(shift.chance, 2.0 / 70.0), "{}", shift.chance);
    assert!(statistics.outliers.is_empty(), "the values after a step are no outliers");
}

#[test]
fn seven_values_cannot_show_a_step() {
    assert_eq!(read(&["1", "2", "3", "11", "12", "13", "14"]).shift, None);
}

#[test]
fn many_values_show_a_step_by_the_formula() {
    let values: Vec<String> = (0..40).map(|at| if at < 20 { at % 3 } else { 50 + at % 3 }.to_string()).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let shift = read(&values).shift.expect("a step");
    assert_eq!((shift.before, shift.after), (19, 20));
    // K = 400: 2·exp(−6·160000/65600).
    assert!((shift.chance - 2.0 * (-960_000.0_f64 / 65_600.0).exp()).abs() < 1e-12);
}

#[test]
fn one_value_far_from_the_others_is_an_outlier_whatever_it_is() {
    assert_eq!(read(&["12", "11", "13", "12", "1000000", "12"]).outliers, [4]);
    assert_eq!(read(&["12", "12", "12", "12", "19", "12"]).outliers, [4], "where the others are all the same");
    assert!(read(&["0", "0", "0", "0", "1", "0"]).outliers.is_empty(), "one incident is not odd");
    assert!(read(&["12", "12", "12", "12", "12"]).outliers.is_empty());
}

#[test]
fn a_value_on_the_line_is_no_outlier_and_one_beside_it_is() {
    let mut values = ["10", "12.1", "13.9", "16", "18.2", "20", "21.9", "24", "26.1", "28"];
    assert!(read(&values).outliers.is_empty());
    values[6] = "12";
    assert_eq!(read(&values).outliers, [6]);
}

#[test]
fn the_spread_is_the_books() {
    // 1, 1, 2, 2, 4, 6, 9: median 2, deviations 1 1 0 0 2 4 7, their median 1.
    assert_eq!(median(vec![1.0, 1.0, 2.0, 2.0, 4.0, 6.0, 9.0]), 2.0);
    // 5.8 · 1.4826 = 8.6 for seven values.
    assert_eq!(far_from_zero(&[-1.0, -1.0, 0.0, 0.0, 2.0, 4.0, 8.7], 0.0, false), [6]);
    assert!(far_from_zero(&[-1.0, -1.0, 0.0, 0.0, 2.0, 4.0, 8.5], 0.0, false).is_empty());
    assert_eq!(exact_median(&mut [Decimal::MAX, Decimal::MAX]), Some(Decimal::MAX), "too large to add up");
    assert_eq!(exact_median(&mut []), None);
}

#[test]
fn equal_values_have_no_direction() {
    let trend = read(&["99.9"; 6]).course.expect("six values");
    assert_eq!((trend.direction, trend.slope_per_week, trend.chance), (Direction::Same, 0.0, 1.0));
}

#[test]
fn a_day_with_two_values_is_flagged_and_left_out() {
    let mut told = weekly(&["1", "2", "3", "4", "5"]);
    told.points.push(point(14, Decimal::new(30, 0)));
    told.points.push(point(28, Decimal::new(50, 1)));
    let statistics = statistics(&told);
    assert_eq!(statistics.conflicts.len(), 1, "5 and 5.0 are one value");
    assert_eq!(statistics.conflicts[0].points, [2, 5]);
    assert_eq!((statistics.used, statistics.course), (4, None));
}

fn any_points() -> impl Strategy<Value = Vec<Point>> {
    let value = (-1_000_000_000_000_000_000_i64..1_000_000_000_000_000_000, 0..20u32);
    let point = (0..400, value).prop_map(|(day, (number, scale))| point(day, Decimal::new(number, scale)));
    prop::collection::vec(point, 0..30)
}

proptest! {
    #[test]
    fn statistics_never_panic_and_stay_within_the_values(points in any_points()) {
        let told = series(points);
        let found = statistics(&told);
        let values = || told.points.iter().map(|point| point.value);
        if let Some(median) = found.median {
            prop_assert!(values().min() <= Some(median) && Some(median) <= values().max());
        }
        if let Some(trend) = &found.course {
            prop_assert!((0.0..=1.0).contains(&trend.chance));
            prop_assert!(trend.slope_interval.0 <= trend.slope_per_week);
            prop_assert!(trend.slope_per_week <= trend.slope_interval.1);
        }
        prop_assert!(found.outliers.iter().all(|at| *at < told.points.len()));
    }

    #[test]
    fn what_is_turned_round_in_time_turns_its_direction(values in prop::collection::vec(-1000..1000i64, 5..14)) {
        let made = |values: &[i64]| {
            let points = values.iter().enumerate().map(|(at, value)| point(7 * at as i32, Decimal::new(*value, 1)));
            statistics(&series(points.collect())).course.expect("enough values")
        };
        let (there, back) = (made(&values), made(&values.iter().rev().copied().collect::<Vec<_>>()));
        prop_assert_eq!(there.score, -back.score);
        prop_assert!((there.slope_per_week + back.slope_per_week).abs() < 1e-9);
    }
}
