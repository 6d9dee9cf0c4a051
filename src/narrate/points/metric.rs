//! Metrics: first to last, the ends between which they lay, the target. No quotes: the line of one week is not the period's.

use rust_decimal::Decimal;

use crate::narrate::ground::{Ground, Row};
use crate::rollup::{MetricRow, Restated};

use super::{Points, words};

impl Points<'_> {
    /// Those that several reports state; where there are none (one report), those of one.
    pub(super) fn metrics(&self) -> Vec<Row> {
        let metrics = &self.rollup.metrics;
        let rows = if metrics.rows.is_empty() { &metrics.single } else { &metrics.rows };
        rows.iter().map(|row| self.metric(row)).collect()
    }

    fn metric(&self, row: &MetricRow) -> Row {
        let mut grounds = vec![self.course(row)];
        grounds.extend(self.ends(row));
        grounds.extend(self.target(row));
        grounds.extend(row.restated.iter().map(|restated| self.restated(&self.name(row), restated)));
        Row { grounds }
    }

    fn name(&self, row: &MetricRow) -> String {
        let (metric, qualifier) = (words(&row.series.metric), words(&row.series.qualifier));
        match (qualifier.is_empty(), self.is_chinese()) {
            (true, _) => metric,
            (false, true) => format!("{metric}（{qualifier}）"),
            (false, false) => format!("{metric} ({qualifier})"),
        }
    }

    /// From the first value to the last.
    fn course(&self, row: &MetricRow) -> Ground {
        let (name, first, last) = (self.name(row), &row.first, &row.last);
        let (one, other) = (words(&first.text), words(&last.text));
        let Some(change) = row.change else {
            let text = match self.is_chinese() {
                true => format!("{name}在{}为{other}", last.report),
                false => format!("{name} was {other} in {}", last.report),
            };
            return Ground::point(text, vec![last.cite]);
        };
        let size = format!("{}{}", change.abs().normalize(), self.unit_of_change(row));
        let (from, to) = (&first.report, &last.report);
        let text = match (self.is_chinese(), change.cmp(&Decimal::ZERO)) {
            (true, std::cmp::Ordering::Equal) => format!("{name}在{from}为{one}，在{to}为{other}，持平"),
            (true, std::cmp::Ordering::Greater) => format!("{name}从{one}（{from}）升到{other}（{to}），上升{size}"),
            (true, std::cmp::Ordering::Less) => format!("{name}从{one}（{from}）降到{other}（{to}），下降{size}"),
            (false, std::cmp::Ordering::Equal) => format!("{name} was {one} in {from} and {other} in {to}, unchanged"),
            (false, std::cmp::Ordering::Greater) => {
                format!("{name} rose from {one} ({from}) to {other} ({to}), up {size}")
            }
            (false, std::cmp::Ordering::Less) => {
                format!("{name} fell from {one} ({from}) to {other} ({to}), down {size}")
            }
        };
        Ground::point(text, vec![first.cite, last.cite])
    }

    fn unit_of_change(&self, row: &MetricRow) -> String {
        match (row.series.unit.as_str(), self.is_chinese()) {
            ("%", true) => "个百分点".to_string(),
            ("%", false) => " percentage points".to_string(),
            (unit, true) => words(unit),
            (unit, false) => format!(" {}", words(unit)).trim_end().to_string(),
        }
    }

    /// `None` where they are the first and the last again.
    fn ends(&self, row: &MetricRow) -> Option<Ground> {
        let (high, low) = (&row.highest, &row.lowest);
        let known = [row.first.cite, row.last.cite];
        if known.contains(&high.cite) && known.contains(&low.cite) {
            return None;
        }
        let (name, highest, lowest) = (self.name(row), words(&high.text), words(&low.text));
        let text = match self.is_chinese() {
            true => format!("{name}最高{highest}（{}），最低{lowest}（{}）", high.report, low.report),
            false => format!("{name}: highest {highest} ({}), lowest {lowest} ({})", high.report, low.report),
        };
        Some(Ground::point(text, vec![high.cite, low.cite]))
    }

    fn target(&self, row: &MetricRow) -> Option<Ground> {
        let target = row.target.as_ref()?;
        let (name, report) = (self.name(row), &row.last.report);
        let value = format!("{}{}", target.value.normalize(), words(&row.series.unit));
        let text = match (self.is_chinese(), target.is_met) {
            (true, None) => format!("{name}的目标是{value}"),
            (true, Some(true)) => format!("{name}的目标是{value}，{report}达到了"),
            (true, Some(false)) => format!("{name}的目标是{value}，{report}没有达到"),
            (false, None) => format!("the target of {name} is {value}"),
            (false, Some(true)) => format!("the target of {name} is {value}, reached in {report}"),
            (false, Some(false)) => format!("the target of {name} is {value}, not reached in {report}"),
        };
        Some(Ground::point(text, vec![target.cite, row.last.cite]))
    }

    fn restated(&self, name: &str, restated: &Restated) -> Ground {
        let Restated { said, later } = restated;
        let (before, after) = (words(&said.text), words(&later.text));
        let text = match self.is_chinese() {
            true => format!("{name}：{}写的是{before}，{}改写为{after}", said.report, later.report),
            false => format!("{name}: {} says {before}, {} restates it as {after}", said.report, later.report),
        };
        Ground::point(text, vec![said.cite, later.cite])
    }
}
