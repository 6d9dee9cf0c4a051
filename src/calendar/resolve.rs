//! From what is written to the days that are meant, by an anchor: a report's date, or the day the question is asked.
//! Which days a complete expression names is the affair of the calendar values; this file supplies what is missing.

use super::day::{date_of, day_in_month, plus_days};
use super::error::Impossible;
use super::expression::Expression;
use super::month::{Quarter, Year, YearMonth};
use super::period::Period;
use jiff::civil::{Date, date};

/// Where `Until` and `Before` begin when nothing else bounds them.
const BEGINNING: Date = date(1970, 1, 1);

/// A written range whose end comes first runs over New Year if that makes it no longer than this many days; otherwise
/// its ends were swapped.
const LONGEST_OVER_NEW_YEAR_DAYS: u32 = 190;

/// How far the nearest 29 February can be: 1900 and 2100 are no leap years.
const YEARS_TO_SEARCH: i32 = 8;

impl Expression {
    /// The days meant, as seen from `anchor`. A missing year is the one that puts the days nearest to the anchor (12/30
    /// seen from 2024-01-03 is in 2023), a missing month likewise; ties go to the past. A week is Monday to Sunday of the
    /// ISO week of that number. `Since` and `After` run to the anchor, or to the end of what they name if that is later;
    /// `Until` and `Before` begin on 1970-01-01, or on what they name if that is earlier. A bare time is the anchor's day.
    ///
    /// # Errors
    /// What no calendar has: week 53 of a year without it, or a distance that leaves the calendar.
    pub fn resolve(&self, anchor: Date) -> Result<Period, Impossible> {
        match self {
            Self::Time(_) => Ok(Period::day(anchor)),
            Self::Relative(relative) => relative.resolve(anchor),
            Self::DayOfMonth(day) => {
                let near = Period::between(plus_days(anchor, -62)?, plus_days(anchor, 62)?);
                nearest(anchor, months_of(near).filter_map(|month| day_in_month(*day, month)))
            }
            Self::Range(from, to) => to.close_range(from, from.resolve(anchor)?, anchor),
            Self::Since(inner) => {
                let inner = inner.resolve(anchor)?;
                Ok(starting(inner.from(), anchor.max(inner.to())))
            }
            Self::After(inner) => Ok(starting(plus_days(inner.resolve(anchor)?.to(), 1)?, anchor)),
            Self::Until(inner) => {
                let inner = inner.resolve(anchor)?;
                Ok(ending(inner.to(), BEGINNING.min(inner.from())))
            }
            Self::Before(inner) => Ok(ending(plus_days(inner.resolve(anchor)?.from(), -1)?, BEGINNING)),
            _ if self.is_complete() => self.in_year(None),
            _ => {
                let year = i32::from(anchor.year());
                let years = (year - YEARS_TO_SEARCH..=year + YEARS_TO_SEARCH).filter_map(|year| Year::new(year).ok());
                nearest(anchor, years.filter_map(|year| self.in_year(Some(year)).ok()))
            }
        }
    }

    /// Every period it can mean inside `within` when its year or month is missing, in order; exactly one when it is
    /// complete, even outside `within`. Relative words are seen from `as_of`. Open ends (`Since`, `Until`) run to the ends
    /// of `within`. Empty where `within` holds no such day, for what resolves to nothing, and for a bare time.
    #[must_use]
    pub fn candidates(&self, within: Period, as_of: Date) -> Vec<Period> {
        match self {
            Self::Time(_) | Self::Issue(_) => Vec::new(),
            Self::Relative(relative) => relative.resolve(as_of).into_iter().collect(),
            Self::DayOfMonth(day) => months_of(within)
                .filter_map(|month| day_in_month(*day, month))
                .filter(|period| period.overlaps(within))
                .collect(),
            Self::Range(from, to) => {
                // A range that began up to a year earlier can still reach into `within`.
                let earlier = plus_days(within.from(), -366).unwrap_or(within.from());
                let starts = from.candidates(Period::between(earlier, within.to()), as_of);
                let mut ranges: Vec<Period> = starts
                    .into_iter()
                    .filter_map(|start| to.close_range(from, start, as_of).ok())
                    .filter(|range| self.is_complete() || self.is_relative() || range.overlaps(within))
                    .collect();
                ranges.dedup();
                ranges
            }
            Self::Since(inner) => inner
                .candidates(within, as_of)
                .into_iter()
                .map(|inner| starting(inner.from(), within.to().max(inner.to())))
                .collect(),
            Self::After(inner) => inner
                .candidates(within, as_of)
                .into_iter()
                .filter_map(|inner| plus_days(inner.to(), 1).ok())
                .map(|from| starting(from, within.to()))
                .collect(),
            Self::Until(inner) => inner
                .candidates(within, as_of)
                .into_iter()
                .map(|inner| ending(inner.to(), within.from().min(inner.from())))
                .collect(),
            Self::Before(inner) => inner
                .candidates(within, as_of)
                .into_iter()
                .filter_map(|inner| plus_days(inner.from(), -1).ok())
                .map(|to| ending(to, within.from()))
                .collect(),
            _ if self.is_complete() => self.in_year(None).into_iter().collect(),
            _ => years_of(within)
                .filter_map(|year| self.in_year(Some(year)).ok())
                .filter(|period| period.overlaps(within))
                .collect(),
        }
    }

    /// The days in the year that is written, else in `year`.
    ///
    /// # Errors
    /// What that year does not have; `Form` for an expression that lacks more than a year.
    pub(super) fn in_year(&self, year: Option<Year>) -> Result<Period, Impossible> {
        let lacking =
            || Impossible::Form { found: format!("{self:?}"), wanted: "an expression that lacks a year at most" };
        let stated = |written: Option<Year>| written.or(year).ok_or_else(lacking);
        match self {
            Self::Day(day) => {
                let year = stated(day.year())?;
                date_of(year.get(), day.month().get(), day.day()).map(Period::day)
            }
            Self::Week(label) => label.in_year(stated(label.year())?),
            Self::WeekOfMonth { year, month, week } => YearMonth::new(stated(*year)?, *month).week(*week),
            Self::Month { year, month } => Ok(YearMonth::new(stated(*year)?, *month).into()),
            Self::MonthPart { year, month, part } => Ok(part.of(YearMonth::new(stated(*year)?, *month))),
            Self::Quarter { year, quarter } => Ok(Quarter::new(stated(*year)?, *quarter).into()),
            Self::Half { year, half } => Ok(Period::of_half(stated(*year)?, *half)),
            Self::SpringFestival { year, part } => part.in_year(stated(*year)?),
            Self::Year(year) => Ok((*year).into()),
            Self::Range(from, to) => {
                let start = from.in_year(year)?;
                to.close_range(from, start, start.from())
            }
            _ => Err(lacking()),
        }
    }

    /// The whole range that is written from `written_start`, which means `start`, to `self`.
    fn close_range(&self, written_start: &Self, start: Period, anchor: Date) -> Result<Period, Impossible> {
        match self {
            Self::Time(_) => Ok(start),
            Self::DayOfMonth(day) => {
                let rest = Period::between(start.from(), plus_days(start.from(), 62)?);
                let end = months_of(rest)
                    .filter_map(|month| day_in_month(*day, month))
                    .find(|end| end.from() >= start.from());
                Ok(end.map_or(start, |end| start.hull(end)))
            }
            Self::Relative(relative) => Ok(start.hull(relative.resolve(anchor)?)),
            _ if self.is_complete() => {
                let end = self.in_year(None)?;
                // A start without a year belongs to its end, wherever the anchor is: 12.25-2024.1.5.
                let start = if written_start.is_complete() || written_start.is_relative() {
                    start
                } else {
                    written_start.resolve(end.from())?
                };
                Ok(start.hull(end))
            }
            _ => Ok(start.hull(self.beside(start)?)),
        }
    }

    /// The occurrence in the year that `start` lies in, or in the next one where that reads better.
    fn beside(&self, start: Period) -> Result<Period, Impossible> {
        let year = i32::from(start.from().year());
        let same = Year::new(year).and_then(|year| self.in_year(Some(year)));
        if let Ok(same) = same
            && same.to() >= start.from()
        {
            return Ok(same);
        }
        let next = Year::new(year + 1).and_then(|year| self.in_year(Some(year)));
        match (same, next) {
            (Ok(same), Ok(next)) => {
                let days = Period::between(start.from(), next.to()).days();
                Ok(if days <= LONGEST_OVER_NEW_YEAR_DAYS { next } else { same })
            }
            (Ok(period), Err(_)) | (Err(_), Ok(period)) => Ok(period),
            (Err(_), Err(_)) => self.resolve(start.from()),
        }
    }
}

/// The period nearest to `anchor`, ties to the past.
fn nearest(anchor: Date, periods: impl Iterator<Item = Period>) -> Result<Period, Impossible> {
    periods.min_by_key(|period| (period.distance(anchor), period.from())).ok_or(Impossible::Overflow { anchor })
}

/// From `from` to `to`, or that one day if `to` lies before it.
fn starting(from: Date, to: Date) -> Period {
    Period::between(from, to.max(from))
}

/// Up to `to` from `from`, or that one day if `from` lies after it.
fn ending(to: Date, from: Date) -> Period {
    Period::between(from.min(to), to)
}

/// The years that `within` touches, with one on each side: ISO weeks reach over New Year.
fn years_of(within: Period) -> impl Iterator<Item = Year> {
    let (first, last) = (i32::from(within.from().year()), i32::from(within.to().year()));
    (first.max(1900) - 1..=last.min(2199) + 1).filter_map(|year| Year::new(year).ok())
}

/// The months that `within` touches, in order.
fn months_of(within: Period) -> impl Iterator<Item = YearMonth> {
    years_of(within).flat_map(YearMonth::all).filter(move |month| Period::of(*month).overlaps(within))
}
