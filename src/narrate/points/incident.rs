//! Incidents: totals, what came again, how long it took; the rest in the reports' own words.

use crate::fact::{Status, says_open};
use crate::narrate::ground::{Ground, Row};
use crate::rollup::{IncidentRow, Recurring};
use crate::thread::WhyAgain;

use super::{Points, counted, month_words, shares, words};

impl Points<'_> {
    pub(super) fn incidents(&self) -> Vec<Row> {
        let part = &self.rollup.incidents;
        if part.rows.is_empty() {
            return Vec::new();
        }
        let totals = self.totals().into_iter().map(|ground| Row { grounds: vec![ground] });
        let recurring = part.recurring.iter().map(|again| Row { grounds: vec![self.again(again)] });
        let rows = part.rows.iter().map(|row| {
            let mut grounds: Vec<Ground> = self.days(row).into_iter().collect();
            grounds.extend(self.quotes(&row.cites, self.newest(&row.cites)));
            Row { grounds }
        });
        totals.chain(recurring).chain(rows).collect()
    }

    fn totals(&self) -> Vec<Ground> {
        let part = &self.rollup.incidents;
        let totals = &part.totals;
        let first = |rows: &mut dyn Iterator<Item = &IncidentRow>| -> Vec<usize> {
            rows.filter_map(|row| row.cites.first().copied()).collect()
        };
        let all = || first(&mut part.rows.iter());
        let period = self.period();
        let mut grounds = vec![Ground::point(self.counted(&period), all())];
        let months: Vec<String> = totals
            .by_month
            .iter()
            .map(|(month, count)| match self.is_chinese() {
                true => format!("{}有{count}起事件", month_words(*month)),
                false => format!("{month}: {}", counted(*count, "incident")),
            })
            .collect();
        if months.len() > 1 {
            grounds.push(Ground::point(months.join(if self.is_chinese() { "，" } else { "; " }), all()));
        }
        if totals.without_cause > 0 {
            // 原因核实中 is no cause.
            let is_missing =
                |row: &&IncidentRow| row.cause_later.is_none() && row.cause.as_deref().is_none_or(says_open);
            let cites = first(&mut part.rows.iter().filter(is_missing));
            let text = match self.is_chinese() {
                true => format!("{period}的事件中有{}起没有写明原因", totals.without_cause),
                false => format!("{} of {period} without a stated cause", counted(totals.without_cause, "incident")),
            };
            grounds.push(Ground::point(text, if cites.len() == totals.without_cause { cites } else { all() }));
        }
        if totals.timed > 0 {
            let text = match self.is_chinese() {
                true => format!("{period}写明时长的{}起事件共持续{}分钟", totals.timed, totals.minutes),
                false => format!(
                    "{} of {period} with a stated length: {} minutes together",
                    counted(totals.timed, "incident"),
                    totals.minutes
                ),
            };
            grounds.push(Ground::point(text, first(&mut part.rows.iter().filter(|row| row.minutes.is_some()))));
        }
        grounds
    }

    fn counted(&self, period: &str) -> String {
        let totals = &self.rollup.incidents.totals;
        let told = match self.is_chinese() {
            true => [(totals.resolved, "已解决"), (totals.open, "未解决"), (totals.unknown, "没有写明是否解决")],
            false => [(totals.resolved, "resolved"), (totals.open, "open"), (totals.unknown, "of unknown state")],
        };
        let shares = shares(totals.all, "起", &told, self.language);
        match self.is_chinese() {
            true => format!("{period}共有{}起事件，{shares}", totals.all),
            false => format!("{} in {period}: {shares}", counted(totals.all, "incident")),
        }
    }

    fn again(&self, again: &Recurring) -> Ground {
        let what = words(&again.what);
        let days: Vec<&str> = again.rows.iter().filter_map(|at| day_of(self.rollup.incidents.rows.get(*at)?)).collect();
        let count = again.rows.len();
        let text = match (self.is_chinese(), again.why) {
            (true, WhyAgain::SameSystem) => format!("{what}有{count}起事件：{}", days.join("、")),
            (true, WhyAgain::SameCause) => format!("同样的原因“{what}”有{count}起事件：{}", days.join("、")),
            (false, WhyAgain::SameSystem) => format!("{what} had {count} incidents: {}", days.join(", ")),
            (false, WhyAgain::SameCause) => {
                format!("{count} incidents have the same cause \"{what}\": {}", days.join(", "))
            }
        };
        Ground::point(text, again.cites.clone())
    }

    /// How long it stayed open, where that is more than its own report tells.
    fn days(&self, row: &IncidentRow) -> Option<Ground> {
        let (days, day) = (row.days_open.filter(|days| *days > 0)?, day_of(row)?);
        let what = words(&row.summary);
        let text = match (self.is_chinese(), row.standing) {
            (true, Status::Open) => format!("{day}的事件到最后一期周报已{days}天，仍未解决：{what}"),
            (true, Status::Resolved) => format!("{day}的事件{days}天后解决：{what}"),
            (false, Status::Open) => format!("the incident of {day} is still open after {days} days: {what}"),
            (false, Status::Resolved) => format!("the incident of {day} was resolved after {days} days: {what}"),
            (_, Status::Unknown) => return None,
        };
        Some(Ground::point(text, row.cites.clone()))
    }
}

fn day_of(row: &IncidentRow) -> Option<&str> {
    row.occurred.as_deref()?.get(..10)
}
