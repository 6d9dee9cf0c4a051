//! A report on the time line: the days it reports on, by its own word or by the rhythm of its series.

use super::rhythm::{Rhythm, is_of_a_day};
use crate::calendar::{Date, Period};
use crate::record::ReportRecord;

/// A report and the days it reports on; `None` for a page without a date.
#[derive(Debug, Clone)]
pub struct CatalogueEntry {
    pub record: ReportRecord,
    pub coverage: Option<Period>,
    pub rhythm: Rhythm,
    /// The words of its file's name beside times and ids, by which pages of several teams are told apart; empty without a date.
    pub kind: String,
}

/// What a report covers when neither it nor a neighbour says: the week that ends on its date.
pub(super) const USUAL_DAYS: i32 = 7;

/// An issue of one of the first days of a month, or of its second half, is about the time before.
const LAST_FIRST_DAY: i8 = 7;
const LAST_DAY_OF_A_HALF: i8 = 4;

impl CatalogueEntry {
    /// The day up to which it reports: the period that this day lies in is the one that the report belongs to.
    pub fn last_day(&self) -> Option<Date> {
        let date = self.record.date();
        self.coverage.map(|coverage| date.map_or(coverage.to(), |date| date.min(coverage.to()))).or(date)
    }

    /// The days that may be meant by it: those it reports on, and of an issue that bears a later day than these the week that ends
    /// with that day, for who asks for July's issue may mean the one of 1 July.
    pub fn meant_days(&self) -> impl Iterator<Item = Period> + use<> {
        let date = self.record.date().filter(|_| self.is_dated_behind());
        let named = date.map(|date| Period::between(plus_days(date, 1 - USUAL_DAYS), date));
        self.coverage.into_iter().chain(named)
    }

    /// Whether its own day lies behind the days that its series' rhythm gives it.
    fn is_dated_behind(&self) -> bool {
        self.record.stated_coverage().is_none() && self.last_day() < self.record.date()
    }

    /// Whether it bears a day of `period` that lies behind the days it reports on.
    pub(super) fn is_named_by(&self, period: Period) -> bool {
        self.is_dated_behind() && self.record.date().is_some_and(|date| period.contains(date))
    }

    /// How many days of `period` may be meant by it; a report of a day without a year does so in any year.
    pub(super) fn shared_days(&self, period: Period) -> u32 {
        let shared = |coverage: Period| coverage.intersect(period).map_or(0, Period::days);
        if self.coverage.is_some() {
            return self.meant_days().map(shared).max().unwrap_or(0);
        }
        let years = period.from().year()..=period.to().year().saturating_add(1);
        let days = years.filter_map(|year| self.record.day_in(year));
        days.map(|day| shared(Period::between(plus_days(day, 1 - USUAL_DAYS), day))).max().unwrap_or(0)
    }
}

/// Stated; else the month or half-month that ended shortly before; else from the day after the same author's report before, up to its own
/// date; else a step of the rhythm.
pub(super) fn coverage(
    before: &[(Option<Date>, ReportRecord)],
    date: Option<Date>,
    record: &ReportRecord,
    rhythm: Rhythm,
) -> Option<Period> {
    if let Some(stated) = record.stated_coverage() {
        return Some(stated);
    }
    let date = date?;
    let step = |days: i32| plus_days(date, 1 - days);
    let usual = match rhythm {
        Rhythm::Daily => return Some(Period::day(date)),
        Rhythm::Weekly => step(USUAL_DAYS),
        Rhythm::Fortnightly => step(2 * USUAL_DAYS),
        Rhythm::HalfMonthly => step(15),
        Rhythm::Monthly => step(30),
    };
    if let Some(over) = ended_before(date, rhythm) {
        return Some(over);
    }
    let previous = before.iter().rev().find_map(|(other_date, other)| {
        other_date.filter(|day| *day < date && other.author == record.author && !is_of_a_day(other))
    });
    let from = previous
        .and_then(|day| day.tomorrow().ok())
        .filter(|from| Period::between(*from, date).days() <= rhythm.longest_gap_days())
        .unwrap_or(usual);
    Some(Period::between(from, date))
}

/// The month or half-month before, of an issue of the first days after it.
fn ended_before(date: Date, rhythm: Rhythm) -> Option<Period> {
    let first = date.first_of_month();
    let sixteenth = plus_days(first, 15);
    let last_of_before = first.yesterday().ok()?;
    match rhythm {
        Rhythm::Monthly if date.day() <= LAST_FIRST_DAY => {
            Some(Period::between(last_of_before.first_of_month(), last_of_before))
        }
        Rhythm::HalfMonthly if date.day() <= LAST_DAY_OF_A_HALF => {
            Some(Period::between(plus_days(last_of_before.first_of_month(), 15), last_of_before))
        }
        Rhythm::HalfMonthly if date >= sixteenth && date <= plus_days(sixteenth, i32::from(LAST_DAY_OF_A_HALF) - 1) => {
            Some(Period::between(first, plus_days(first, 14)))
        }
        _ => None,
    }
}

/// At the end of the calendar the day itself.
pub(super) fn plus_days(date: Date, days: i32) -> Date {
    date.checked_add(jiff::Span::new().days(days)).unwrap_or(date)
}
