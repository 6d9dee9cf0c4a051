//! The week of a draft: its name as the department counts its weeks, its days, and the last day that may be read for
//! it.

use super::error::GoalsError;
use crate::calendar::{Date, Expression, IsoWeek, Label, Numbering, Period, WeekNumber, Year};
use crate::catalogue::{Catalogue, CatalogueEntry};

/// A week and what may be known before it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TargetWeek {
    pub week: String,
    pub days: Period,
    /// Reports after this day are not read.
    pub until: Date,
}

/// Between two reports whose dates do not show it.
const USUAL_DAYS: i32 = 7;

/// A gap longer than this is no rhythm: reports are missing.
const LONGEST_RHYTHM_DAYS: i32 = 16;

/// The rhythm is that of the last reports.
const RHYTHM_REPORTS: usize = 9;

/// Reports ahead; a week further off is not drafted.
const FURTHEST_REPORTS: i32 = 26;

/// A time of more days is no week; reports of two weeks are.
const LONGEST_WEEK_DAYS: u32 = 16;

/// The week that `asked` names, as typed and what it says, or the one after the last report. `catalogue` holds the reports up to `as_of`.
///
/// # Errors
/// `NoReport` where no report has a date; `NoWeek` for a time that names no week, one before the second report, or one too far off.
pub(super) fn target(
    catalogue: &Catalogue,
    asked: Option<&(String, Expression)>,
    as_of: Date,
) -> Result<TargetWeek, GoalsError> {
    let following = Following::new(catalogue).ok_or(GoalsError::NoReport { as_of })?;
    let Some((text, expression)) = asked else { return Ok(following.target(1, as_of)) };
    let no_week = || GoalsError::NoWeek { asked: text.clone() };
    let over = |week: String, days: Period| -> Result<TargetWeek, GoalsError> {
        let until = days.from().yesterday().map_err(|_| no_week())?.min(as_of);
        Ok(TargetWeek { week, days, until })
    };
    if let Some(label) = expression.as_label() {
        let scope = catalogue.scope(expression, as_of);
        let named = scope.reports.iter().filter_map(|report| catalogue.entry(*report)).find(|entry| is_weekly(entry));
        if let Some((entry, days)) = named.filter(|_| scope.by_label).and_then(|entry| Some((entry, entry.coverage?))) {
            return over(entry.record.name.clone(), days);
        }
        let is_asked = |name: &str| name.parse::<Label>().is_ok_and(|known| known.matches(label));
        if let Some((name, days)) = catalogue.gaps(None).into_iter().rev().find(|(name, _)| is_asked(name)) {
            return over(name, days);
        }
        let ahead = (1..=FURTHEST_REPORTS).find(|count| is_asked(&following.name(*count)));
        if let Some(count) = ahead {
            return Ok(following.target(count, as_of));
        }
        if label.numbering() == Numbering::Labelled {
            return Err(no_week());
        }
    }
    let longest = following.days(1).days().max(LONGEST_WEEK_DAYS);
    let days = expression.core().resolve(as_of).ok().filter(|days| days.days() <= longest);
    let days = days.ok_or_else(no_week)?;
    // The middle of a week says whose it is where the weeks of the reports are not those of the calendar.
    let middle = plus_days(days.from(), i32::try_from(days.days() / 2).unwrap_or(0));
    let told = catalogue.entries().iter().filter(|entry| is_weekly(entry));
    let holds = |days: &Period| days.contains(middle);
    if let Some((entry, days)) = told.filter_map(|entry| Some((entry, entry.coverage.filter(holds)?))).next() {
        return over(entry.record.name.clone(), days);
    }
    if let Some((name, days)) = catalogue.gaps(None).into_iter().find(|(_, days)| holds(days)) {
        return over(name, days);
    }
    let ahead = (1..=FURTHEST_REPORTS).find(|count| holds(&following.days(*count)));
    ahead.map(|count| following.target(count, as_of)).ok_or_else(no_week)
}

/// Whether a report is more than a page of a day.
pub(super) fn is_weekly(entry: &CatalogueEntry) -> bool {
    entry.coverage.is_some_and(|coverage| coverage.days() > 1)
}

/// The weekly reports with their dates, in order; where there are only pages of a day, those.
pub(super) fn weekly(catalogue: &Catalogue) -> Vec<(Date, &CatalogueEntry)> {
    let dated: Vec<(Date, &CatalogueEntry)> =
        catalogue.entries().iter().filter_map(|entry| Some((entry.record.date()?, entry))).collect();
    let weekly: Vec<(Date, &CatalogueEntry)> = dated.iter().copied().filter(|(_, entry)| is_weekly(entry)).collect();
    if weekly.is_empty() { dated } else { weekly }
}

/// The weeks after the last report.
struct Following<'c> {
    newest: &'c CatalogueEntry,
    last: Date,
    rhythm_days: i32,
    /// The last label and the date of its report.
    label: Option<(Date, Label)>,
}

impl<'c> Following<'c> {
    fn new(catalogue: &'c Catalogue) -> Option<Self> {
        let reports = weekly(catalogue);
        let (last, newest) = *reports.last()?;
        let own: Vec<(Date, &CatalogueEntry)> =
            reports.iter().copied().filter(|(_, entry)| entry.record.author == newest.record.author).collect();
        let mut gaps: Vec<i32> = own
            .windows(2)
            .rev()
            .take(RHYTHM_REPORTS)
            .map(|pair| (pair[1].0 - pair[0].0).get_days())
            .filter(|days| (1..=LONGEST_RHYTHM_DAYS).contains(days))
            .collect();
        gaps.sort_unstable();
        let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(USUAL_DAYS);
        // Reports come a day early or late; they come every week, or every other.
        let rhythm_days = ((usual + 3) / USUAL_DAYS).max(1) * USUAL_DAYS;
        let label = own.iter().rev().find_map(|(date, entry)| Some((*date, entry.record.label()?)));
        Some(Self { newest, last, rhythm_days, label })
    }

    fn target(&self, count: i32, as_of: Date) -> TargetWeek {
        TargetWeek { week: self.name(count), days: self.days(count), until: as_of }
    }

    /// The days of the `count`th report after the last one.
    fn days(&self, count: i32) -> Period {
        if let Some((_, days)) = self.by_calendar(count) {
            return days;
        }
        let from = plus_days(self.last, (count - 1) * self.rhythm_days + 1);
        Period::between(from, plus_days(self.last, count * self.rhythm_days))
    }

    fn by_calendar(&self, count: i32) -> Option<(String, Period)> {
        self.newest.following(usize::try_from(count).ok()?)
    }

    /// Counted on from the last label, within its year; else the ISO week in which the report is due.
    fn name(&self, count: i32) -> String {
        if let Some((name, _)) = self.by_calendar(count) {
            return name;
        }
        let due = self.days(count).to();
        let counted = self.label.and_then(|(date, label)| {
            let weeks = ((due - date).get_days() + 3) / USUAL_DAYS;
            match label.numbering() {
                Numbering::Labelled => labelled(label, date, due, weeks),
                Numbering::Iso => iso(label, date, weeks),
            }
        });
        let by_day = || IsoWeek::containing(due).map_or_else(|_| due.to_string(), |week| week.to_string());
        counted.unwrap_or_else(by_day)
    }
}

fn labelled(label: Label, date: Date, due: Date, weeks: i32) -> Option<String> {
    let number = u32::from(label.week().get()) + u32::try_from(weeks).ok()?;
    let week = WeekNumber::new(number).ok().filter(|_| date.year() == due.year())?;
    Label::new(label.year(), week, Numbering::Labelled).ok().map(|label| label.to_string())
}

fn iso(label: Label, date: Date, weeks: i32) -> Option<String> {
    let year = label.year().or_else(|| Year::new(i32::from(date.year())).ok())?;
    let known = IsoWeek::new(year, label.week()).ok()?;
    let next = IsoWeek::containing(plus_days(known.monday(), weeks * USUAL_DAYS)).ok()?;
    let year = label.year().map(|_| next.year());
    Label::new(year, next.week(), Numbering::Iso).ok().map(|label| label.to_string())
}

/// At the end of the calendar the day itself.
pub(super) fn plus_days(date: Date, days: i32) -> Date {
    date.checked_add(jiff::Span::new().days(days)).unwrap_or(date)
}
