//! The times of a question → the days and reports that they mean.

use uuid::Uuid;

use super::{Filters, Retriever};
use crate::calendar::{Date, Expression, Period, YearMonth, day_number};
use crate::catalogue::{CatalogueEntry, Scope};
use crate::question::{Intent, Question, ReportPosition};
use crate::record::{PassageRecord, month_number};
use crate::store::Condition;

/// Where the last report is older, nobody writes any more of what is to come.
const STILL_WRITTEN_DAYS: i64 = 31;

/// How one time was read.
#[derive(Debug, Clone)]
pub struct TimeRead {
    /// As typed.
    pub text: String,
    /// The question names it; the others are options, which narrow.
    pub asked: bool,
    pub scope: Scope,
    /// The time is one day.
    pub is_day: bool,
    /// The day of the last report, where a relative time was read as seen from it, as none covers it as seen from now.
    pub seen_from: Option<Date>,
    /// It is relative and begins after now and all that the reports cover, which still go on. They may tell of it in such words as the question's: 明年的合同.
    pub is_ahead: bool,
}

impl TimeRead {
    /// Whether a passage is of this time: by its report, or by a day or month that it names.
    pub fn fits(&self, passage: &PassageRecord) -> bool {
        self.scope.reports.contains(&passage.report) || names(passage, self)
    }
}

impl Retriever<'_> {
    pub(super) fn times(&self, question: &Question, filters: &Filters) -> Vec<TimeRead> {
        let beside = self.absolute(question);
        let mut times: Vec<TimeRead> = question
            .times
            .iter()
            .filter(|time| self.catalogue.may_mean(&time.expression))
            .filter_map(|time| {
                let as_of = match beside {
                    Some(beside) if time.expression.is_relative() => anchor(&time.expression, beside),
                    _ => None,
                };
                let as_of = as_of.unwrap_or(self.as_of);
                let expression = told_by(question, &time.expression);
                let read = self.time(&time.text, true, &expression, as_of);
                let read = TimeRead { is_ahead: self.is_ahead(&read, &expression), ..read };
                let read = self.seen_from_the_last(read, &expression);
                // 2.8 is a version where no report has such a day.
                let is_version = time.text.contains('.') && read.is_day && read.scope.reports.is_empty();
                let is_dated = matches!(&time.expression, Expression::Day(day) if day.year().is_some());
                let read = if time.names_report { self.as_report(read) } else { read };
                (is_dated || !is_version).then_some(read)
            })
            .collect();
        if let Some(place) = question.place {
            times = self.placed(place, times);
        }
        times.extend(self.options(filters));
        times
    }

    pub(super) fn time(&self, text: &str, asked: bool, expression: &Expression, as_of: Date) -> TimeRead {
        TimeRead {
            text: text.to_string(),
            asked,
            scope: self.catalogue.scope(expression, as_of),
            is_day: matches!(expression, Expression::Day(_) | Expression::DayOfMonth(_)) || is_relative_day(expression),
            seen_from: None,
            is_ahead: false,
        }
    }

    fn is_ahead(&self, read: &TimeRead, expression: &Expression) -> bool {
        let begins_after = |day: Date| read.scope.periods.iter().all(|period| period.from() > day);
        let last = self.catalogue.span().map(|span| span.to());
        let goes_on = |last: Date| i64::from((self.as_of - last).get_days()) <= STILL_WRITTEN_DAYS;
        expression.is_relative() && last.is_some_and(|last| begins_after(last.max(self.as_of)) && goes_on(last))
    }

    /// 今年 where the reports end the year before: who asks such reports of their year means the last in them. Days and weeks
    /// are those of now.
    fn seen_from_the_last(&self, read: TimeRead, expression: &Expression) -> TimeRead {
        let last = self.catalogue.span().map(|span| span.to()).filter(|last| *last < self.as_of);
        let Some(last) = last.filter(|_| expression.is_of_a_relative_year_or_month()) else { return read };
        if !read.scope.reports.is_empty() {
            return read;
        }
        let then = self.time(&read.text, true, expression, last);
        if then.scope.reports.is_empty() { read } else { TimeRead { seen_from: Some(last), ..then } }
    }

    /// The times of the options, which narrow.
    pub(super) fn options(&self, filters: &Filters) -> Vec<TimeRead> {
        let period = filters.period.iter();
        let mut times: Vec<TimeRead> =
            period.map(|(text, expression)| self.time(text, false, expression, self.as_of)).collect();
        if filters.since.is_some() || filters.until.is_some() {
            times.extend(self.between(filters.since, filters.until));
        }
        times
    }

    /// The days of the first time in a question that is not seen from another: 第26周 in 第26周比上周.
    fn absolute(&self, question: &Question) -> Option<Period> {
        let absolute = question.times.iter().find(|time| !time.expression.is_relative())?;
        self.catalogue.scope(&absolute.expression, self.as_of).periods.last().copied()
    }

    /// 9月5日那周: what the report of that day says, the one of that date before the one that covers it.
    fn as_report(&self, read: TimeRead) -> TimeRead {
        let dated = |report: &&Uuid| {
            let date = self.catalogue.entry(**report).and_then(|entry| entry.record.date());
            date.is_some_and(|date| read.scope.periods.iter().any(|period| period.contains(date)))
        };
        let weekly = |report: &&Uuid| {
            let coverage = self.catalogue.entry(**report).and_then(|entry| entry.coverage);
            coverage.is_some_and(|coverage| coverage.days() > 1)
        };
        let reports: Vec<Uuid> = read.scope.reports.iter().filter(weekly).copied().collect();
        let dated: Vec<Uuid> = reports.iter().filter(dated).copied().collect();
        let reports = if dated.is_empty() { reports } else { dated };
        let reports = if reports.is_empty() { read.scope.reports } else { reports };
        if reports.is_empty() {
            return TimeRead { scope: Scope { reports, by_label: true, ..read.scope }, is_day: false, ..read };
        }
        let mut names: Vec<&str> = Vec::new();
        for entry in reports.iter().filter_map(|report| self.catalogue.entry(*report)) {
            // Many authors report on one day.
            if !names.contains(&entry.record.name.as_str()) {
                names.push(&entry.record.name);
            }
        }
        let text = names.join("、");
        TimeRead {
            text,
            asked: read.asked,
            scope: self.catalogue.scope_of(reports),
            is_day: false,
            seen_from: None,
            is_ahead: false,
        }
    }

    /// Of the reports in those times (of all, when there are none) the first or the last.
    fn placed(&self, place: ReportPosition, times: Vec<TimeRead>) -> Vec<TimeRead> {
        let within = |report: &Uuid| times.is_empty() || times.iter().any(|time| time.scope.reports.contains(report));
        let mut reports = self.catalogue.entries().iter().filter(|entry| {
            entry.record.date().is_some_and(|date| date <= self.as_of || !times.is_empty())
                && entry.coverage.is_some_and(|coverage| coverage.days() > 1)
                && within(&entry.record.report)
                && is_dated_within(entry, &times)
        });
        let entry = match place {
            ReportPosition::First => reports.next(),
            ReportPosition::Last => reports.next_back(),
        };
        let Some(entry) = entry else { return times };
        let scope = self.catalogue.scope_of(vec![entry.record.report]);
        vec![TimeRead {
            text: entry.record.name.clone(),
            asked: true,
            scope,
            is_day: false,
            seen_from: None,
            is_ahead: false,
        }]
    }

    fn between(&self, since: Option<Date>, until: Option<Date>) -> Option<TimeRead> {
        let span = self.catalogue.span()?;
        let (from, to) = (since.unwrap_or(span.from()), until.unwrap_or(span.to()));
        let periods: Vec<Period> = Period::new(from, to).into_iter().collect();
        let scope = Scope { reports: self.catalogue.covering(&periods), periods, by_label: false };
        Some(TimeRead {
            text: format!("{from} – {to}"),
            asked: false,
            scope,
            is_day: false,
            seen_from: None,
            is_ahead: false,
        })
    }
}

/// The day that 上周 is seen from `beside` another time: the last day of that time (第26周比上周), unless that time is longer
/// than what is seen from it (三月初和上周比).
fn anchor(relative: &Expression, beside: Period) -> Option<Date> {
    let seen = relative.resolve(beside.to()).ok()?;
    (beside.days() <= seen.days()).then(|| beside.to())
}

/// Whether a report is of one of these times by its date; always when there are none.
fn is_dated_within(entry: &CatalogueEntry, times: &[TimeRead]) -> bool {
    let date = entry.record.date();
    let within = |date: Date| times.iter().flat_map(|time| &time.scope.periods).any(|period| period.contains(date));
    times.is_empty() || date.is_some_and(within)
}

/// 昨天, 上周五: one day, seen from today.
fn is_relative_day(expression: &Expression) -> bool {
    matches!(expression, Expression::Relative(relative) if relative.is_day())
}

/// The plan after a week is in that week's report.
fn told_by(question: &Question, expression: &Expression) -> Expression {
    match expression {
        Expression::After(inner) | Expression::Since(inner) if question.asks(Intent::Plan) => (**inner).clone(),
        // `after the cutover of 3/20`: what came of it, and the day itself.
        Expression::After(inner) if matches!(**inner, Expression::Day(_)) => Expression::Since(inner.clone()),
        _ => expression.clone(),
    }
}

/// What a passage of that time meets: its report's, or a day or month that it names.
pub(super) fn conditions(time: &TimeRead) -> Vec<Condition> {
    let days = time.scope.periods.iter().filter(|_| !time.scope.by_label).map(|period| {
        Condition::range("days", Some(i64::from(day_number(period.from()))), Some(i64::from(day_number(period.to()))))
    });
    let reports = time.scope.reports.iter().map(ToString::to_string);
    let months = months(time).into_iter().map(|month| Condition::is("months", i64::from(month)));
    std::iter::once(Condition::any_of("report", reports)).chain(days).chain(months).collect()
}

/// The months among a time's periods, as passages name them (5月份的成本 in a report of June).
fn months(time: &TimeRead) -> Vec<i32> {
    let month = |period: &Period| {
        let month = YearMonth::containing(period.from()).ok()?;
        (Period::of(month) == *period).then_some(month_number(month))
    };
    time.scope.periods.iter().filter(|_| !time.scope.by_label).filter_map(month).collect()
}

/// Whether a passage names a day of a time, or the month that it is.
pub(super) fn names(passage: &PassageRecord, time: &TimeRead) -> bool {
    let names_a_day = |period: &Period| {
        passage.days.iter().any(|day| (day_number(period.from())..=day_number(period.to())).contains(day))
    };
    time.scope.periods.iter().any(names_a_day) || months(time).iter().any(|month| passage.months.contains(month))
}
