//! A time expression as written: what it says and what it leaves open.

use super::clock::TimeOfDay;
use super::day::{Day, DayOfMonth};
use super::error::Impossible;
use super::festival::FestivalPart;
use super::label::Label;
use super::month::{HalfOfYear, Month, QuarterOfYear, Year, YearMonth};
use super::period::Period;
use super::relative::Relative;

/// A part of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MonthPart {
    /// 上旬: days 1–10.
    Early,
    /// 中旬, 中: days 11–20.
    Middle,
    /// 下旬: day 21 to the end.
    Late,
    /// 初: days 1–5.
    Start,
    /// 底, 末: the last five days.
    End,
    /// 上半月: days 1–15.
    FirstHalf,
    /// 下半月: day 16 to the end.
    SecondHalf,
    /// 上中旬: days 1–20.
    EarlyAndMiddle,
    /// 中下旬: day 11 to the end.
    MiddleAndLate,
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

/// The symbolic reading of a time expression. What is not written is `None`, and `resolve` or `candidates` supply it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expression {
    /// `6/15`, `6月15日`, `2023-05-31 20:45`, `Jun 15th, 2023`.
    Day(Day),
    /// `14号23点`, `14日`.
    DayOfMonth(DayOfMonth),
    /// A time with no day: `16：55`, `12点18`, `下午3点半`. Names no days: `candidates` is empty.
    Time(TimeOfDay),
    /// `第26周`, `2023年第26周` (labelled), `W26`, `2024-W13` (ISO).
    Week(Label),
    /// `第 41 期`, `issue 53`: the report of that number in its own series. Names no days.
    Issue(u32),
    /// `春节前`, `2024年春节期间`.
    SpringFestival { year: Option<Year>, part: FestivalPart },
    /// `6月第一周`: the `week`th (1–5) ISO week whose Thursday lies in the month.
    WeekOfMonth { year: Option<Year>, month: Month, week: u8 },
    /// `6月`, `2023-06`, `June 2023`.
    Month { year: Option<Year>, month: Month },
    /// `9月下旬`, `5月中`, `2023年6月底`.
    MonthPart { year: Option<Year>, month: Month, part: MonthPart },
    /// `Q2`, `2023年二季度`.
    Quarter { year: Option<Year>, quarter: QuarterOfYear },
    /// `2023H1`, `下半年`.
    Half { year: Option<Year>, half: HalfOfYear },
    /// `2023年`; a bare `2023` in questions and titles.
    Year(Year),
    /// `昨天`, `上周五`, `最近三周`, `last month`.
    Relative(Relative),
    /// `6/9-6/15`, `第13-26周`, `4月到6月`, as given: the end may lie before the start or, without a year, in the next
    /// year. A year or month written on one end only has been carried to the other where it belongs there.
    Range(Box<Expression>, Box<Expression>),
    /// `6/1以来`, `自6月起`, `since June`: from its first day on.
    Since(Box<Expression>),
    /// `6/15之后`, `after June`: from the day after its last.
    After(Box<Expression>),
    /// `截至6/15`, `月底前`, `until W20`, `by June 15`: up to its last day.
    Until(Box<Expression>),
    /// `6/15之前`, `before June`: up to the day before its first.
    Before(Box<Expression>),
}

impl Expression {
    /// The time of day that is written with a day or alone; of a range, its start's.
    #[must_use]
    pub fn time(&self) -> Option<TimeOfDay> {
        match self {
            Self::Day(day) => day.time(),
            Self::DayOfMonth(day) => day.time(),
            Self::Time(time) => Some(*time),
            Self::Range(inner, _)
            | Self::Since(inner)
            | Self::After(inner)
            | Self::Until(inner)
            | Self::Before(inner) => inner.time(),
            _ => None,
        }
    }

    /// The label, where the expression is one week's name.
    #[must_use]
    pub fn as_label(&self) -> Option<Label> {
        match self {
            Self::Week(label) => Some(*label),
            _ => None,
        }
    }

    /// Whether it points from where the reader stands (今天, 上周), in any part.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        match self {
            Self::Relative(_) => true,
            Self::Range(from, to) => from.is_relative() || to.is_relative(),
            Self::Since(inner) | Self::After(inner) | Self::Until(inner) | Self::Before(inner) => inner.is_relative(),
            _ => false,
        }
    }

    /// Whether it is relative to a year, quarter or month: 今年, 今年到7月, 月底.
    #[must_use]
    pub fn is_of_a_relative_year_or_month(&self) -> bool {
        match self {
            Self::Relative(relative) => !relative.is_near(),
            Self::Range(from, to) => from.is_of_a_relative_year_or_month() || to.is_of_a_relative_year_or_month(),
            Self::Since(inner) | Self::After(inner) | Self::Until(inner) | Self::Before(inner) => {
                inner.is_of_a_relative_year_or_month()
            }
            _ => false,
        }
    }

    /// Whether it names the same days to every reader: a year is written and nothing is relative.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        match self {
            Self::Day(day) => day.year().is_some(),
            Self::Week(label) => label.year().is_some(),
            Self::WeekOfMonth { year, .. }
            | Self::Month { year, .. }
            | Self::MonthPart { year, .. }
            | Self::Quarter { year, .. }
            | Self::SpringFestival { year, .. }
            | Self::Half { year, .. } => year.is_some(),
            Self::Year(_) => true,
            Self::DayOfMonth(_) | Self::Time(_) | Self::Relative(_) | Self::Issue(_) => false,
            Self::Range(from, to) => from.is_complete() && to.is_complete(),
            Self::Since(inner) | Self::After(inner) | Self::Until(inner) | Self::Before(inner) => inner.is_complete(),
        }
    }

    /// Whether a year would complete it.
    pub(super) fn lacks_only_year(&self) -> bool {
        match self {
            Self::Range(from, to) => from.lacks_only_year() && to.lacks_only_year(),
            _ => {
                !self.is_complete()
                    && matches!(
                        self,
                        Self::Day(_)
                            | Self::Week(_)
                            | Self::WeekOfMonth { .. }
                            | Self::Month { .. }
                            | Self::MonthPart { .. }
                            | Self::Quarter { .. }
                            | Self::Half { .. }
                            | Self::SpringFestival { .. }
                    )
            }
        }
    }

    /// The same with `year` where none is written; unchanged where nothing lacks one.
    ///
    /// # Errors
    /// `Day` or `WeekOfYear` for what that year does not have.
    pub(super) fn with_year(self, wanted: Year) -> Result<Self, Impossible> {
        let year = Some(wanted);
        Ok(match self {
            Self::Day(day) if day.year().is_none() => Self::Day(day.in_year(wanted)?),
            Self::Week(label) if label.year().is_none() => {
                Self::Week(Label::new(year, label.week(), label.numbering())?)
            }
            Self::WeekOfMonth { year: None, month, week } => Self::WeekOfMonth { year, month, week },
            Self::Month { year: None, month } => Self::Month { year, month },
            Self::MonthPart { year: None, month, part } => Self::MonthPart { year, month, part },
            Self::Quarter { year: None, quarter } => Self::Quarter { year, quarter },
            Self::Half { year: None, half } => Self::Half { year, half },
            Self::SpringFestival { year: None, part } => Self::SpringFestival { year, part },
            other => other,
        })
    }

    /// The year that is written; of a range, neither end's.
    pub(crate) fn written_year(&self) -> Option<Year> {
        match self {
            Self::Day(day) => day.year(),
            Self::Week(label) => label.year(),
            Self::WeekOfMonth { year, .. }
            | Self::Month { year, .. }
            | Self::MonthPart { year, .. }
            | Self::Quarter { year, .. }
            | Self::SpringFestival { year, .. }
            | Self::Half { year, .. } => *year,
            Self::Year(year) => Some(*year),
            _ => None,
        }
    }

    /// The expression inside `Since`, `After`, `Until` and `Before`; itself otherwise. A promise for `7/4前` is due on the
    /// core's last day.
    #[must_use]
    pub fn core(&self) -> &Self {
        match self {
            Self::Since(inner) | Self::After(inner) | Self::Until(inner) | Self::Before(inner) => inner.core(),
            _ => self,
        }
    }
}
