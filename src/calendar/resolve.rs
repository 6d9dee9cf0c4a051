//! From what is written to the days that are meant, by an anchor: a report's date, or the day the question is asked.
//! Which days a complete expression names is the affair of the calendar values; this file supplies what is missing.

use super::date::{date_of, plus_days};
use super::day::DayOfMonth;
use super::error::Impossible;
use super::expression::{Expression, MonthPart, PlaceInMonth, Relative, Unit};
use super::month::{Quarter, Year, YearMonth};
use super::period::Period;
use jiff::civil::{Date, date};

/// Where `Until` and `Before` begin when nothing else bounds them.
const BEGINNING: Date = date(1970, 1, 1);

/// A written range whose end comes first runs over New Year if that makes it no longer than this many days; otherwise
/// its ends were swapped.
pub(super) const LONGEST_OVER_NEW_YEAR_DAYS: u32 = 190;

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
                nearest(anchor, months_of(near).filter_map(|month| day_in(*day, month)))
            }
            Self::Range(from, to) => to.close_range(from, from.resolve(anchor)?, anchor),
            Self::Since(inner) | Self::After(inner) | Self::Until(inner) | Self::Before(inner) => {
                self.opened(inner.resolve(anchor)?, BEGINNING, anchor)
            }
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
    pub fn candidates(&self, within: Period, as_of: Date) -> Vec<Period> {
        match self {
            Self::Time(_) | Self::Issue(_) => Vec::new(),
            Self::Relative(relative) => relative.resolve(as_of).into_iter().collect(),
            Self::DayOfMonth(day) => months_of(within)
                .filter_map(|month| day_in(*day, month))
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
            Self::Since(inner) | Self::After(inner) | Self::Until(inner) | Self::Before(inner) => {
                let inner = inner.candidates(within, as_of).into_iter();
                inner.filter_map(|inner| self.opened(inner, within.from(), within.to()).ok()).collect()
            }
            _ if self.is_complete() => self.in_year(None).into_iter().collect(),
            _ => years_of(within)
                .filter_map(|year| self.in_year(Some(year)).ok())
                .filter(|period| period.overlaps(within))
                .collect(),
        }
    }

    /// The days of an open end around `inner`, which itself is never cut: `Since` and `After` run to `last`, `Until` and `Before`
    /// begin on `first`.
    fn opened(&self, inner: Period, first: Date, last: Date) -> Result<Period, Impossible> {
        Ok(match self {
            Self::Since(_) => starting(inner.from(), last.max(inner.to())),
            Self::After(_) => starting(plus_days(inner.to(), 1)?, last),
            Self::Until(_) => ending(inner.to(), first.min(inner.from())),
            Self::Before(_) => ending(plus_days(inner.from(), -1)?, first),
            _ => inner,
        })
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
            Self::WeekOfMonth { year, month, week } => {
                Period::week_of_month(YearMonth::new(stated(*year)?, *month), *week)
            }
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
                let end =
                    months_of(rest).filter_map(|month| day_in(*day, month)).find(|end| end.from() >= start.from());
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

impl Relative {
    /// The days meant, seen from `anchor`.
    ///
    /// # Errors
    /// `Overflow` or `Year` where the distance leaves the calendar; `DayOfMonth` where 上月31日 does not exist.
    pub(super) fn resolve(&self, anchor: Date) -> Result<Period, Impossible> {
        match self {
            Self::Day(days) => Unit::Day.at(anchor, i64::from(*days)),
            Self::Week(weeks) => Unit::Week.at(anchor, i64::from(*weeks)),
            Self::Month(months) => Unit::Month.at(anchor, i64::from(*months)),
            Self::Quarter(quarters) => Unit::Quarter.at(anchor, i64::from(*quarters)),
            Self::Year(years) => Unit::Year.at(anchor, i64::from(*years)),
            Self::Ago { count, unit } => unit.at(anchor, -i64::from(*count)),
            Self::WeekdayOf { week: weeks, weekday } => {
                let monday = Unit::Week.at(anchor, i64::from(*weeks))?.from();
                let offset = weekday.to_monday_zero_offset();
                plus_days(monday, i64::from(offset)).map(Period::day)
            }
            Self::Weekend(weeks) => {
                let sunday = Unit::Week.at(anchor, i64::from(*weeks))?.to();
                Ok(Period::between(plus_days(sunday, -1)?, sunday))
            }
            Self::Latest(weekday) => {
                let back = i64::from(anchor.weekday().since(*weekday));
                plus_days(anchor, if back == 0 { -7 } else { -back }).map(Period::day)
            }
            Self::Past { count, unit } => {
                let from = unit.move_by(anchor, -i64::from(*count))?;
                Ok(Period::between(plus_days(from, 1)?.min(anchor), anchor))
            }
            Self::Coming { count, unit } => {
                let first = plus_days(anchor, 1)?;
                Ok(Period::between(first, unit.move_by(anchor, i64::from(*count))?.max(first)))
            }
            Self::OfMonth { months, place } => {
                let month = month(anchor, i64::from(*months))?;
                match place {
                    PlaceInMonth::Part(part) => Ok(part.of(month)),
                    PlaceInMonth::Week(week) => Period::week_of_month(month, *week),
                    PlaceInMonth::Day(day) => day_in(*day, month).ok_or(Impossible::Day {
                        year: Some(month.year().get()),
                        month: month.month().get(),
                        day: u32::from(day.day()),
                    }),
                }
            }
            Self::OfYear { years, what } => what.in_year(Some(year(anchor, i64::from(*years))?)),
        }
    }
}

impl MonthPart {
    /// Its days in `month`.
    pub(super) fn of(self, month: YearMonth) -> Period {
        let whole = Period::of(month);
        let last = u32::from(month.month().days_at_most(Some(month.year())));
        let (from, to) = match self {
            Self::Early => (1, 10),
            Self::Middle => (11, 20),
            Self::Late => (21, last),
            Self::Start => (1, 5),
            Self::End => (last - 4, last),
            Self::FirstHalf => (1, 15),
            Self::SecondHalf => (16, last),
            Self::EarlyAndMiddle => (1, 20),
            Self::MiddleAndLate => (11, last),
        };
        whole
            .plus_days(i64::from(from) - 1)
            .and_then(|first| Ok(Period::between(first.from(), whole.plus_days(i64::from(to) - 1)?.from())))
            .unwrap_or(whole)
    }
}

impl Unit {
    /// The one unit that lies `count` from the anchor's: a day, a week (Monday to Sunday), a month, a quarter, a year.
    fn at(self, anchor: Date, count: i64) -> Result<Period, Impossible> {
        Ok(match self {
            Self::Day => plus_days(anchor, count)?.into(),
            Self::Week => {
                let monday = plus_days(anchor, 7 * count - i64::from(anchor.weekday().to_monday_zero_offset()))?;
                Period::between(monday, plus_days(monday, 6)?)
            }
            Self::Month => month(anchor, count)?.into(),
            Self::Quarter => Quarter::containing(Period::of(month(anchor, 3 * count)?).from())?.into(),
            Self::Year => year(anchor, count)?.into(),
        })
    }

    /// `anchor` moved by `count` units; a day that the month reached does not have becomes its last.
    fn move_by(self, anchor: Date, count: i64) -> Result<Date, Impossible> {
        let months = match self {
            Self::Day => return plus_days(anchor, count),
            Self::Week => return plus_days(anchor, count * 7),
            Self::Month => count,
            Self::Quarter => count * 3,
            Self::Year => count * 12,
        };
        let overflow = Impossible::Overflow { anchor };
        let span = jiff::Span::new().try_months(months).map_err(|_| overflow.clone())?;
        anchor.checked_add(span).map_err(|_| overflow)
    }
}

fn month(anchor: Date, months: i64) -> Result<YearMonth, Impossible> {
    YearMonth::containing(anchor)?.plus(months)
}

fn year(anchor: Date, years: i64) -> Result<Year, Impossible> {
    let year = i64::from(anchor.year()) + years;
    Year::new(i32::try_from(year).unwrap_or(i32::MAX))
}

fn day_in(day: DayOfMonth, month: YearMonth) -> Option<Period> {
    day.in_month(month).map(Period::day)
}
