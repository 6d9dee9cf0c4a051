//! Figures that a later report sets right: the statement of the earlier one gets the value that the later one gives.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::{MetricStatement, folded, lacks_its_unit};
use crate::calendar::Date;
use crate::quantity::units_fit;
use crate::series::Correction;
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// A figure is set right within this many days.
const MOST_DAYS: i32 = 92;

/// The report before is no older.
const MOST_DAYS_TO_THE_LAST: i32 = 10;

/// A figure with fewer digits may be anything's.
const LEAST_MANTISSA: i128 = 1000;

/// Shorter names are in any words.
const LEAST_CHARS: usize = 2;
const LEAST_CHARS_IN_ANY_ORDER: usize = 3;

/// The statements, those set right that are; what sets one right is left out, and so is a sentence of a correction that meets none.
pub(super) fn with_corrections(statements: Vec<MetricStatement>) -> Vec<MetricStatement> {
    let (corrections, mut statements): (Vec<MetricStatement>, Vec<_>) =
        statements.into_iter().partition(|statement| statement.metric.corrects.is_some());
    if corrections.is_empty() {
        return statements;
    }
    let mut having: HashMap<Decimal, Vec<usize>> = HashMap::new();
    for (at, statement) in statements.iter().enumerate() {
        having.entry(statement.metric.value).or_default().push(at);
    }
    let mut others = Vec::new();
    for mut correction in corrections {
        let Some(wrong) = correction.metric.corrects.take() else { continue };
        let all = having.get(&wrong).map_or(&[][..], Vec::as_slice);
        let last = |meant: Vec<usize>| {
            let last = meant.iter().map(|at| day(&statements[*at])).max();
            meant.into_iter().filter(|at| Some(day(&statements[*at])) == last).collect::<Vec<_>>()
        };
        let fitting: Vec<usize> = all.iter().copied().filter(|at| may_be(&statements[*at], &correction)).collect();
        let named: Vec<usize> = fitting.iter().copied().filter(|at| is_named(&statements[*at], &correction)).collect();
        // A name in other words has none of this one: then the one figure of so many digits is meant, or that of the report before.
        let is_long = wrong.normalize().mantissa().abs() >= LEAST_MANTISSA;
        let is_near = |at: &&usize| is_long || is_of_last_report(&statements[**at], &correction);
        let near: Vec<&usize> = fitting.iter().filter(is_near).collect();
        let only = near.first().copied().filter(|_| near.len() == 1);
        let meant = if named.is_empty() { only.copied().into_iter().collect() } else { last(named) };
        // A row of a table is a figure of its own.
        if meant.is_empty() && correction.metric.is_with_subject {
            others.push(correction);
            continue;
        }
        for at in meant {
            let MetricStatement { metric, corrected, .. } = &mut statements[at];
            let was = std::mem::replace(&mut metric.text, correction.metric.text.clone());
            metric.value = correction.metric.value;
            (metric.change, metric.direction) = (None, None);
            *corrected = Some(Correction { was, place: correction.place.clone() });
        }
    }
    statements.extend(others);
    statements
}

/// The day of the report.
fn day(statement: &MetricStatement) -> Option<Date> {
    statement.place.day()
}

/// Whether it is of an earlier report, in the same unit.
fn may_be(earlier: &MetricStatement, correction: &MetricStatement) -> bool {
    let (Some(day), Some(later)) = (day(earlier), day(correction)) else { return false };
    let (unit, right) = (&earlier.metric.unit, &correction.metric.unit);
    (0..=MOST_DAYS).contains(&(later - day).get_days())
        && earlier.place.report_id() != correction.place.report_id()
        && (units_fit(unit, right) || lacks_its_unit(unit, right))
}

/// Whether it is of the week before, in a unit that both write.
fn is_of_last_report(earlier: &MetricStatement, correction: &MetricStatement) -> bool {
    let (Some(day), Some(later)) = (day(earlier), day(correction)) else { return false };
    let unit = &earlier.metric.unit;
    (later - day).get_days() <= MOST_DAYS_TO_THE_LAST && !unit.is_empty() && units_fit(unit, &correction.metric.unit)
}

/// Whether one name is in the other's words.
fn is_named(earlier: &MetricStatement, correction: &MetricStatement) -> bool {
    static QUALIFIERS: Words = Words::of(&[Sense::Qualifier]);
    let (own, told) = (folded(&earlier.metric.name), folded(&correction.metric.name));
    let is_in = |long: &str, short: &str| {
        let bare = QUALIFIERS.replaced(short, "");
        let chars = bare.chars().count();
        // 外运污泥 is 污泥外运量.
        let has_all = || chars >= LEAST_CHARS_IN_ANY_ORDER && bare.chars().all(|c| is_han(c) && long.contains(c));
        chars >= LEAST_CHARS && (long.contains(&bare) || has_all())
    };
    is_in(&told, &own) || is_in(&own, &told)
}
