//! Metrics: first and last value, extremes, target, corrections. No quotes: one week's line does not describe the period.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::narrate::ground::{Ground, PointGroup};
use crate::rollup::{MetricRow, Restated};
use crate::vocabulary::worded;

use super::{Points, words};

impl Points<'_> {
    /// Metrics stated by several reports; without any, those stated by one.
    pub(super) fn metrics(&self) -> Vec<PointGroup> {
        let metrics = &self.rollup.metrics;
        let rows = if metrics.rows.is_empty() { &metrics.single } else { &metrics.rows };
        rows.iter().map(|row| self.metric(row)).collect()
    }

    fn metric(&self, row: &MetricRow) -> PointGroup {
        let mut grounds = vec![self.course(row)];
        grounds.extend(self.ends(row));
        grounds.extend(self.target(row));
        grounds.extend(row.restated.iter().map(|restated| self.restated(&self.name(row), restated)));
        PointGroup { grounds }
    }

    fn name(&self, row: &MetricRow) -> String {
        let metric = words(format!("{} {}", row.team, row.series.metric).trim_start());
        let qualifier = words(&row.series.qualifier);
        if qualifier.is_empty() {
            return metric;
        }
        worded!(self.language, "{metric}（{qualifier}）", "{metric} ({qualifier})")
    }

    /// From the first value to the last.
    fn course(&self, row: &MetricRow) -> Ground {
        let (name, first, last) = (self.name(row), &row.first, &row.last);
        let (one, other) = (words(&first.text), words(&last.text));
        let (from, to) = (&first.report, &last.report);
        let Some(change) = row.change else {
            let text = worded!(self.language, "{name}在{to}为{other}", "{name} was {other} in {to}");
            return Ground::point(text, vec![last.cite]);
        };
        let size = format!("{}{}", change.abs().normalize(), self.unit_of_change(row));
        let text = match change.cmp(&Decimal::ZERO) {
            Ordering::Equal => worded!(
                self.language, "{name}在{from}为{one}，在{to}为{other}，持平",
                "{name} was {one} in {from} and {other} in {to}, unchanged"
            ),
            Ordering::Greater => worded!(
                self.language,
                "{name}从{one}（{from}）升到{other}（{to}），上升{size}",
                "{name} rose from {one} ({from}) to {other} ({to}), up {size}"
            ),
            Ordering::Less => worded!(
                self.language,
                "{name}从{one}（{from}）降到{other}（{to}），下降{size}",
                "{name} fell from {one} ({from}) to {other} ({to}), down {size}"
            ),
        };
        Ground::point(text, vec![first.cite, last.cite])
    }

    fn unit_of_change(&self, row: &MetricRow) -> String {
        match row.series.unit.as_str() {
            "%" => self.language.pick("个百分点", " percentage points").to_string(),
            "" => String::new(),
            unit => format!("{}{}", self.language.pick("", " "), words(unit)),
        }
    }

    /// `None` where the extremes are the first and the last value.
    fn ends(&self, row: &MetricRow) -> Option<Ground> {
        let (high, low) = (&row.highest, &row.lowest);
        let known = [row.first.cite, row.last.cite];
        if known.contains(&high.cite) && known.contains(&low.cite) {
            return None;
        }
        let text = worded!(
            self.language,
            "{}最高{}（{}），最低{}（{}）",
            "{}: highest {} ({}), lowest {} ({})",
            self.name(row),
            words(&high.text),
            high.report,
            words(&low.text),
            low.report
        );
        Some(Ground::point(text, vec![high.cite, low.cite]))
    }

    fn target(&self, row: &MetricRow) -> Option<Ground> {
        let target = row.target.as_ref()?;
        let (name, report) = (self.name(row), &row.last.report);
        let value = format!("{}{}", target.value.normalize(), words(&row.series.unit));
        let met = match target.is_met {
            None => String::new(),
            Some(true) => worded!(self.language, "，{report}达到了", ", reached in {report}"),
            Some(false) => worded!(self.language, "，{report}没有达到", ", not reached in {report}"),
        };
        let text = worded!(self.language, "{name}的目标是{value}{met}", "the target of {name} is {value}{met}");
        Some(Ground::point(text, vec![target.cite, row.last.cite]))
    }

    fn restated(&self, name: &str, Restated { said, later }: &Restated) -> Ground {
        let text = worded!(
            self.language,
            "{name}：{}写的是{}，{}改写为{}",
            "{name}: {} says {}, {} restates it as {}",
            said.report,
            words(&said.text),
            later.report,
            words(&later.text)
        );
        Ground::point(text, vec![said.cite, later.cite])
    }
}
