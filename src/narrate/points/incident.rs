//! Incidents: totals, recurrences, days open; the rest as quotes.

use crate::fact::Status;
use crate::narrate::ground::{Ground, PointGroup};
use crate::rollup::{IncidentRow, MonthCount, Recurring};
use crate::thread::WhyAgain;
use crate::vocabulary::{Language, plural, worded};

use super::{Points, month_words, shares, words};

impl Points<'_> {
    pub(super) fn incidents(&self) -> Vec<PointGroup> {
        let part = &self.rollup.incidents;
        if part.rows.is_empty() {
            return Vec::new();
        }
        let totals = self.totals().into_iter().map(|ground| PointGroup { grounds: vec![ground] });
        let recurring = part.recurring.iter().map(|again| PointGroup { grounds: vec![self.again(again)] });
        let rows = part.rows.iter().map(|row| {
            let mut grounds: Vec<Ground> = self.days(row).into_iter().collect();
            grounds.extend(self.quotes(&row.cites, self.newest(&row.cites)));
            PointGroup { grounds }
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
        let month = |MonthCount { month, count }: &MonthCount| match self.language {
            Language::Chinese => format!("{}有{count}起事件", month_words(*month)),
            Language::English => format!("{month}: {}", plural(*count, "incident")),
        };
        let months: Vec<String> = totals.by_month.iter().map(month).collect();
        if months.len() > 1 {
            grounds.push(Ground::point(months.join(self.language.pick("，", "; ")), all()));
        }
        if totals.timed > 0 {
            let minutes = totals.minutes;
            let text = match self.language {
                Language::Chinese => format!("{period}写明时长的{}起事件共持续{minutes}分钟", totals.timed),
                Language::English => {
                    let incidents = plural(totals.timed, "incident");
                    format!("{incidents} of {period} with a stated length: {minutes} minutes together")
                }
            };
            grounds.push(Ground::point(text, first(&mut part.rows.iter().filter(|row| row.minutes.is_some()))));
        }
        grounds
    }

    fn counted(&self, period: &str) -> String {
        let totals = &self.rollup.incidents.totals;
        let counts = [
            (totals.resolved, self.language.pick("已解决", "resolved")),
            (totals.open, self.language.pick("未解决", "open")),
            (totals.unknown, self.language.pick("状态不明", "of unknown state")),
        ];
        let shares = shares(totals.all, "起", &counts, self.language);
        match self.language {
            Language::Chinese => format!("{period}共有{}起事件，{shares}", totals.all),
            Language::English => format!("{} in {period}: {shares}", plural(totals.all, "incident")),
        }
    }

    fn again(&self, again: &Recurring) -> Ground {
        let what = words(&again.what);
        let days: Vec<&str> = again.rows.iter().filter_map(|at| day_of(self.rollup.incidents.rows.get(*at)?)).collect();
        let (count, days) = (again.rows.len(), days.join(self.language.pick("、", ", ")));
        let text = match again.why {
            WhyAgain::SameSystem => {
                worded!(self.language, "{what}有{count}起事件：{days}", "{what} had {count} incidents: {days}")
            }
            WhyAgain::SameCause => worded!(
                self.language, "同样的原因“{what}”有{count}起事件：{days}",
                "{count} incidents have the same cause \"{what}\": {days}"
            ),
        };
        Ground::point(text, again.cites.clone())
    }

    /// How long it stayed open, where later reports add to what its own report says.
    fn days(&self, row: &IncidentRow) -> Option<Ground> {
        let (days, day) = (row.days_open.filter(|days| *days > 0)?, day_of(row)?);
        let what = words(&row.summary);
        let text = match row.standing {
            Status::Open => worded!(
                self.language,
                "{day}的事件到最后一期周报已{days}天，仍未解决：{what}",
                "the incident of {day} is still open after {days} days: {what}"
            ),
            Status::Resolved => worded!(
                self.language,
                "{day}的事件{days}天后解决：{what}",
                "the incident of {day} was resolved after {days} days: {what}"
            ),
            Status::Unknown => return None,
        };
        Some(Ground::point(text, row.cites.clone()))
    }
}

fn day_of(row: &IncidentRow) -> Option<&str> {
    row.occurred.as_deref()?.get(..10)
}
