//! What is missing: the days between the first and the last report that none covers, cut into reports of the rhythm that they would
//! have come in, each with the name it would have.

use jiff::civil::Weekday;

use super::entry::{CatalogueEntry, USUAL_DAYS, plus_days};
use super::rhythm::{Rhythm, is_working_day};
use crate::calendar::{Date, IsoWeek, Label, Numbering, Period, WeekNumber, YearMonth};

/// Of a longer silence of daily pages the weeks are named.
const LONGEST_RUN_OF_DAYS: u32 = 14;

/// Reports with names and days of what is missing, in order.
pub(super) fn gaps(entries: &[CatalogueEntry], within: Option<Period>) -> Vec<(String, Period)> {
    // A month's report beside those of its weeks sums them up: it does not stand for one of them.
    let (sums, reports): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| sums_up(entry, entries));
    let mut missing: Vec<(String, Period)> = between(&reports, entries);
    missing.extend(between(&sums, entries));
    missing.retain(|(_, days)| within.is_none_or(|within| is_missed_in(*days, within)));
    missing.sort_by_key(|(_, days)| (days.from(), days.to()));
    missing
}

fn sums_up(entry: &CatalogueEntry, entries: &[CatalogueEntry]) -> bool {
    let Some(coverage) = entry.coverage.filter(|_| entry.rhythm == Rhythm::Monthly) else { return false };
    let inside = entries.iter().filter(|other| {
        let is_finer = matches!(other.rhythm, Rhythm::Weekly | Rhythm::Fortnightly | Rhythm::HalfMonthly);
        is_finer && other.coverage.is_some_and(|days| days.days() > 1 && coverage.contains_period(days))
    });
    inside.take(2).count() == 2
}

fn between(reports: &[&CatalogueEntry], all: &[CatalogueEntry]) -> Vec<(String, Period)> {
    let mut missing: Vec<(String, Period)> = Vec::new();
    let mut covered: Vec<(Period, &CatalogueEntry)> =
        reports.iter().filter_map(|entry| Some((entry.coverage?, *entry))).collect();
    covered.sort_by_key(|(period, _)| (period.from(), period.to()));
    let Some((first, mut last)) = covered.first().copied() else { return missing };
    let mut reached = first.from();
    for (period, entry) in covered {
        let gap = period.from().yesterday().ok().and_then(|end| Period::new(reached, end).ok());
        for (name, days) in gap.map(|gap| named(gap, last, entry, all)).unwrap_or_default() {
            // Counted on over a change of the count it may be the name of a report that is there.
            let is_there = |entry: &CatalogueEntry| {
                entry.record.label.as_deref() == Some(name.as_str())
                    && entry.record.date().is_some_and(|date| date.year() == days.to().year())
            };
            if missing.last().is_none_or(|(last, _)| *last != name) && !all.iter().any(is_there) {
                missing.push((name, days));
            }
        }
        if plus_days(period.to(), 1) > reached {
            (reached, last) = (plus_days(period.to(), 1), entry);
        }
    }
    missing
}

/// The reports that are missing from `gap`, which lies between `last` and `next`.
fn named(
    gap: Period,
    last: &CatalogueEntry,
    next: &CatalogueEntry,
    entries: &[CatalogueEntry],
) -> Vec<(String, Period)> {
    if let Some(between) = issues_between(last, next) {
        return between.map(|(issue, nth, count)| (format!("第{issue}期"), part(gap, nth, count))).collect();
    }
    let weeks = || {
        let whole = cut(gap, USUAL_DAYS).filter(|days| is_a_week(*days));
        whole.map(|days| (name_week(entries, days.to()), days)).collect()
    };
    match next.rhythm {
        Rhythm::Daily if gap.days() <= LONGEST_RUN_OF_DAYS => {
            gap.dates().filter(|day| is_working_day(*day)).map(|day| (day.to_string(), Period::day(day))).collect()
        }
        Rhythm::Daily | Rhythm::Weekly => weeks(),
        Rhythm::Fortnightly => {
            cut(gap, 2 * USUAL_DAYS).map(|days| (name_fortnight(entries, days.to()), days)).collect()
        }
        Rhythm::HalfMonthly => {
            halves(gap).filter(|half| is_mostly_in(*half, gap)).map(|half| (name_half(half), half)).collect()
        }
        Rhythm::Monthly => {
            let months = months(gap).filter(|month| is_mostly_in(*month, gap));
            months.map(|month| (name_month(month), month)).collect()
        }
    }
}

/// The numbers between those of two issues, each with its place among how many; `None` where they are not counted on.
fn issues_between(last: &CatalogueEntry, next: &CatalogueEntry) -> Option<impl Iterator<Item = (u32, u32, u32)>> {
    /// More than a year of weekly issues is another count.
    const MOST: u32 = 53;
    let (before, after) = (last.record.issue?, next.record.issue?);
    let count = after.checked_sub(before)?.checked_sub(1).filter(|count| *count <= MOST)?;
    (last.record.author == next.record.author).then(|| (0..count).map(move |nth| (before + 1 + nth, nth, count)))
}

/// The `nth` of `count` parts of equal length.
fn part(whole: Period, nth: u32, count: u32) -> Period {
    let day = |nth: u32| plus_days(whole.from(), i32::try_from(whole.days() * nth / count.max(1)).unwrap_or(0));
    Period::between(day(nth), plus_days(day(nth + 1), -1).max(day(nth)))
}

/// Runs of `days` days; a rest of less than half a run is left out.
fn cut(gap: Period, days: i32) -> impl Iterator<Item = Period> {
    let mut from = gap.from();
    std::iter::from_fn(move || {
        let rest = Period::new(from, gap.to()).ok().filter(|rest| rest.days() * 2 >= days.unsigned_abs())?;
        let run = Period::between(from, plus_days(from, days - 1).min(rest.to()));
        from = plus_days(run.to(), 1);
        Some(run)
    })
}

/// Whether what is missing is missed in a period: a weekend at its edge is not, unless nothing else is asked for.
fn is_missed_in(days: Period, within: Period) -> bool {
    let is_asked_for = |day: &Date| is_working_day(*day) || !within.dates().any(is_working_day);
    days.intersect(within).is_some_and(|shared| shared.dates().any(|day| is_asked_for(&day)))
}

/// Whether days are those of a week's report: seven, or a working week. Those around a holiday are the ends of two.
fn is_a_week(days: Period) -> bool {
    let is_first = |day: &Date| day.weekday() == Weekday::Monday && plus_days(*day, 4) <= days.to();
    days.days() >= USUAL_DAYS.unsigned_abs() || days.dates().any(|day| is_first(&day))
}

/// The calendar months that `gap` touches.
fn months(gap: Period) -> impl Iterator<Item = Period> {
    let next = |month: &Period| YearMonth::containing(plus_days(month.to(), 1)).ok().map(Period::of);
    std::iter::successors(YearMonth::containing(gap.from()).ok().map(Period::of), next)
        .take_while(move |month| month.from() <= gap.to())
}

fn halves(gap: Period) -> impl Iterator<Item = Period> {
    months(gap).flat_map(|month| {
        let middle = plus_days(month.from(), 14);
        [Period::between(month.from(), middle), Period::between(plus_days(middle, 1), month.to())]
    })
}

impl CatalogueEntry {
    /// Name and days of the `count`th report after this one, where its series goes by the calendar's months or their halves; `None`
    /// where days are counted.
    pub fn following(&self, count: usize) -> Option<(String, Period)> {
        /// More than the months ahead that anybody asks for.
        const AHEAD_DAYS: i32 = 1200;
        let last = self.last_day()?;
        let ahead = |days: i32| Period::between(plus_days(last, days), plus_days(last, AHEAD_DAYS));
        let nth = count.checked_sub(1)?;
        match self.rhythm {
            Rhythm::Monthly => months(ahead(15)).nth(nth).map(|month| (name_month(month), month)),
            Rhythm::HalfMonthly => {
                let within = ahead(7);
                let half = halves(within).filter(|half| half.to() >= within.from()).nth(nth)?;
                Some((name_half(half), half))
            }
            Rhythm::Daily | Rhythm::Weekly | Rhythm::Fortnightly => None,
        }
    }
}

fn is_mostly_in(days: Period, gap: Period) -> bool {
    days.intersect(gap).is_some_and(|shared| shared.days() * 2 > days.days())
}

/// `2021-02`.
fn name_month(month: Period) -> String {
    month.from().to_string()[..7].to_string()
}

/// `2020-05-01–15`.
fn name_half(half: Period) -> String {
    format!("{}–{:02}", half.from(), half.to().day())
}

/// As reports that bear weeks' labels are named, else by the day on which it would have been due.
fn name_fortnight(entries: &[CatalogueEntry], due: Date) -> String {
    let is_labelled = entries.iter().any(|entry| entry.record.label.is_some());
    if is_labelled { name_week(entries, due) } else { due.to_string() }
}

/// The name of the report that would have been due on `due`: counted on from the last label before it in that year, else
/// its ISO week.
fn name_week(entries: &[CatalogueEntry], due: Date) -> String {
    let before = entries.iter().rev().find_map(|entry| {
        let date = entry.record.date().filter(|date| *date <= due && date.year() == due.year())?;
        entry.record.label().filter(|label| label.numbering() == Numbering::Labelled).map(|label| (date, label))
    });
    let counted = before.and_then(|(date, label)| {
        let weeks = (Period::between(date, due).days() + 2) / 7;
        let week = WeekNumber::new(u32::from(label.week().get()) + weeks).ok()?;
        Label::new(None, week, Numbering::Labelled).ok()
    });
    match (counted, IsoWeek::containing(due)) {
        (Some(label), _) => label.to_string(),
        (None, Ok(week)) => week.to_string(),
        (None, Err(_)) => due.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_a_week, is_missed_in};
    use crate::calendar::Period;

    fn days(from: &str, to: &str) -> Period {
        Period::between(from.parse().expect("a day"), to.parse().expect("a day"))
    }

    #[test]
    fn the_days_around_a_holiday_are_no_weeks_report() {
        let is = |from, to| is_a_week(days(from, to));
        assert!(!is("2026-05-01", "2026-05-05"), "Friday to Tuesday");
        assert!(is("2026-05-11", "2026-05-15"), "Monday to Friday");
        assert!(is("2026-05-13", "2026-05-19"), "seven days");
    }

    #[test]
    fn a_week_is_missed_where_one_of_its_working_days_is() {
        let may = days("2026-05-01", "2026-05-31");
        assert!(!is_missed_in(days("2026-05-30", "2026-06-05"), may), "Saturday and Sunday");
        assert!(is_missed_in(days("2026-05-28", "2026-06-03"), may));
        assert!(is_missed_in(days("2026-05-30", "2026-06-05"), days("2026-05-31", "2026-05-31")), "that Sunday");
    }
}
