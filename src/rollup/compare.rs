//! Two roll-ups side by side: which metrics both state.

use super::model::{Comparison, MetricPair, MetricPlace, MetricRow, Rollup};
use crate::quantity::units_fit;

pub(super) fn side_by_side(this: Rollup, other: Rollup) -> Comparison {
    let metrics = places(&this)
        .into_iter()
        .filter_map(|place| {
            let mine = row(&this, place);
            let is_same = |at: &MetricPlace| {
                let theirs = row(&other, *at);
                theirs.series.metric == mine.series.metric
                    && theirs.series.qualifier == mine.series.qualifier
                    && units_fit(&theirs.series.unit, &mine.series.unit)
            };
            Some(MetricPair { this: place, other: places(&other).into_iter().find(is_same)? })
        })
        .collect();
    Comparison { this, other, metrics }
}

fn places(rollup: &Rollup) -> Vec<MetricPlace> {
    let rows = (0..rollup.metrics.rows.len()).map(MetricPlace::Row);
    rows.chain((0..rollup.metrics.single.len()).map(MetricPlace::Single)).collect()
}

/// Never called with a place of another roll-up.
fn row(rollup: &Rollup, place: MetricPlace) -> &MetricRow {
    match place {
        MetricPlace::Row(at) => &rollup.metrics.rows[at],
        MetricPlace::Single(at) => &rollup.metrics.single[at],
    }
}
