//! Figures that a later report sets right: the statement of the earlier one gets the value that the later one gives.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::{MetricStatement, folded, lacks_its_unit};
use crate::calendar::Date;
use crate::quantity::units_fit;
use crate::series::Correction;
use crate::vocabulary::{Sense, Words};

/// A figure is set right within this many days.
const MOST_DAYS: i32 = 92;

/// Shorter names are in any words.
const LEAST_CHARS: usize = 2;

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
        let meant = |at: &&usize| is_meant(&statements[**at], &correction);
        let last = all.iter().filter(meant).map(|at| day(&statements[*at])).max();
        let meant: Vec<usize> =
            all.iter().filter(meant).filter(|at| Some(day(&statements[**at])) == last).copied().collect();
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

/// Whether an earlier report's statement is what the correction is of: one name is in the other's words.
fn is_meant(earlier: &MetricStatement, correction: &MetricStatement) -> bool {
    static QUALIFIERS: Words = Words::of(&[Sense::Qualifier]);
    let (Some(day), Some(later)) = (day(earlier), day(correction)) else { return false };
    let days = (later - day).get_days();
    let (unit, right) = (&earlier.metric.unit, &correction.metric.unit);
    let (own, told) = (folded(&earlier.metric.name), folded(&correction.metric.name));
    let is_in = |long: &str, short: &str| {
        let bare = QUALIFIERS.replaced(short, "");
        bare.chars().count() >= LEAST_CHARS && long.contains(&bare)
    };
    (0..=MOST_DAYS).contains(&days)
        && earlier.place.report_id() != correction.place.report_id()
        && (units_fit(unit, right) || lacks_its_unit(unit, right))
        && (is_in(&told, &own) || is_in(&own, &told))
}
