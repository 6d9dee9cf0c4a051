//! Words that point from where the reader stands: 今天, 上周五, 最近三周, 去年6月, last Friday.

use super::day::{DayOfMonth, day_in_month, plus_days};
use super::error::Impossible;
use super::expression::{Expression, MonthPart};
use super::month::{Quarter, Year, YearMonth};
use super::period::Period;
use jiff::civil::{Date, Weekday};

/// A unit of counting days back and forth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// Where in a relative month: 上月底, 本月15日.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceInMonth {
    Day(DayOfMonth),
    Part(MonthPart),
    /// Its `n`th ISO week, 1–5: 本月第二周.
    Week(u8),
}

/// A time expression that only an anchor gives a place to. Offsets count from the anchor's own unit: 0 this, -1 last,
/// 1 next. Weeks start on Monday.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Relative {
    /// 前天 昨天 今天 明天 后天, yesterday today tomorrow.
    Day(i16),
    /// 上上周 上周 本周 下周, last/this/next week.
    Week(i16),
    /// 上周三 周五 下周二, this/next Tuesday; an unadorned weekday is this week's.
    WeekdayOf { week: i16, weekday: Weekday },
    /// Saturday and Sunday of a week: 周末, 上周末, last weekend.
    Weekend(i16),
    /// The latest such day before the anchor: last Friday.
    Latest(Weekday),
    /// 上个月 本月 下月.
    Month(i16),
    /// 上季度 本季度.
    Quarter(i16),
    /// 去年 今年 明年.
    Year(i16),
    /// 最近三周, 近7天, past two months: `count` units that end on the anchor's day.
    Past { count: u16, unit: Unit },
    /// 未来两周, next 3 days: `count` units that begin on the day after the anchor's.
    Coming { count: u16, unit: Unit },
    /// 3天前, two weeks ago: the one day, week (Monday to Sunday), month, quarter or year that lies `count` back.
    Ago { count: u16, unit: Unit },
    /// A place in a relative month: 月底, 上月15日, 本月下旬.
    OfMonth { months: i16, place: PlaceInMonth },
    /// Something without a year of its own, in a relative year: 去年6月, 今年上半年, 去年第26周, 年底.
    OfYear { years: i16, what: Box<Expression> },
}

impl Relative {
    /// Whether it is one day (昨天, 上周五), whenever it is read.
    #[must_use]
    pub fn is_day(&self) -> bool {
        match self {
            Self::Day(_) | Self::WeekdayOf { .. } | Self::Latest(_) | Self::Ago { unit: Unit::Day, .. } => true,
            Self::OfMonth { place, .. } => matches!(place, PlaceInMonth::Day(_)),
            Self::OfYear { what, .. } => matches!(**what, Expression::Day(_)),
            _ => false,
        }
    }

    /// Whether it lies days or weeks away, so that who says it means those of now.
    #[must_use]
    pub fn is_near(&self) -> bool {
        match self {
            Self::Day(_) | Self::Week(_) | Self::WeekdayOf { .. } | Self::Weekend(_) | Self::Latest(_) => true,
            Self::Past { unit, .. } | Self::Coming { unit, .. } | Self::Ago { unit, .. } => {
                matches!(unit, Unit::Day | Unit::Week)
            }
            Self::Month(_) | Self::Quarter(_) | Self::Year(_) | Self::OfMonth { .. } | Self::OfYear { .. } => false,
        }
    }

    /// The days meant, seen from `anchor`.
    ///
    /// # Errors
    /// `Overflow` or `Year` where the distance leaves the calendar; `DayOfMonth` where 上月31日 does not exist.
    pub(super) fn resolve(&self, anchor: Date) -> Result<Period, Impossible> {
        match self {
            Self::Day(days) => plus_days(anchor, i64::from(*days)).map(Period::day),
            Self::Week(weeks) => week(anchor, i64::from(*weeks)),
            Self::WeekdayOf { week: weeks, weekday } => {
                let monday = week(anchor, i64::from(*weeks))?.from();
                let offset = weekday.to_monday_zero_offset();
                plus_days(monday, i64::from(offset)).map(Period::day)
            }
            Self::Weekend(weeks) => {
                let sunday = week(anchor, i64::from(*weeks))?.to();
                Ok(Period::between(plus_days(sunday, -1)?, sunday))
            }
            Self::Latest(weekday) => {
                let back = i64::from(anchor.weekday().since(*weekday));
                plus_days(anchor, if back == 0 { -7 } else { -back }).map(Period::day)
            }
            Self::Month(months) => month(anchor, i64::from(*months)).map(Period::of),
            Self::Quarter(quarters) => quarter(anchor, i64::from(*quarters)),
            Self::Year(years) => year(anchor, i64::from(*years)).map(Period::of),
            Self::Past { count, unit } => {
                let from = unit.move_by(anchor, -i64::from(*count))?;
                Ok(Period::between(plus_days(from, 1)?.min(anchor), anchor))
            }
            Self::Coming { count, unit } => {
                let first = plus_days(anchor, 1)?;
                Ok(Period::between(first, unit.move_by(anchor, i64::from(*count))?.max(first)))
            }
            Self::Ago { count, unit } => {
                let back = -i64::from(*count);
                match unit {
                    Unit::Day => plus_days(anchor, back).map(Period::day),
                    Unit::Week => week(anchor, back),
                    Unit::Month => month(anchor, back).map(Period::of),
                    Unit::Quarter => quarter(anchor, back),
                    Unit::Year => year(anchor, back).map(Period::of),
                }
            }
            Self::OfMonth { months, place } => {
                let month = month(anchor, i64::from(*months))?;
                match place {
                    PlaceInMonth::Part(part) => Ok(part.of(month)),
                    PlaceInMonth::Week(week) => month.week(*week),
                    PlaceInMonth::Day(day) => day_in_month(*day, month).ok_or(Impossible::Day {
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

impl Unit {
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

/// Monday to Sunday of the week `weeks` from the anchor's.
fn week(anchor: Date, weeks: i64) -> Result<Period, Impossible> {
    let monday = plus_days(anchor, -i64::from(anchor.weekday().to_monday_zero_offset()))?;
    Period::between(monday, plus_days(monday, 6)?).plus_days(weeks * 7)
}

fn month(anchor: Date, months: i64) -> Result<YearMonth, Impossible> {
    YearMonth::containing(anchor)?.plus(months)
}

fn quarter(anchor: Date, quarters: i64) -> Result<Period, Impossible> {
    let month = YearMonth::containing(anchor)?.plus(quarters * 3)?;
    Quarter::containing(Period::of(month).from()).map(Period::of)
}

fn year(anchor: Date, years: i64) -> Result<Year, Impossible> {
    let year = i64::from(anchor.year()) + years;
    Year::new(i32::try_from(year).unwrap_or(i32::MAX))
}
