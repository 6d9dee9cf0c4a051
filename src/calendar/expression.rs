//! A time expression as written: its symbolic reading, absolute or relative to an anchor.

use super::clock::TimeOfDay;
use super::day::{Day, DayOfMonth};
use super::error::Impossible;
use super::festival::FestivalPart;
use super::label::Label;
use super::month::{HalfOfYear, Month, QuarterOfYear, Year};
use jiff::civil::Weekday;

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
    pub fn is_day(&self) -> bool {
        match self {
            Self::Day(_) | Self::WeekdayOf { .. } | Self::Latest(_) | Self::Ago { unit: Unit::Day, .. } => true,
            Self::OfMonth { place, .. } => matches!(place, PlaceInMonth::Day(_)),
            Self::OfYear { what, .. } => matches!(**what, Expression::Day(_)),
            _ => false,
        }
    }

    /// Whether it lies days or weeks away, so that who says it means those of now.
    pub fn is_near(&self) -> bool {
        match self {
            Self::Day(_) | Self::Week(_) | Self::WeekdayOf { .. } | Self::Weekend(_) | Self::Latest(_) => true,
            Self::Past { unit, .. } | Self::Coming { unit, .. } | Self::Ago { unit, .. } => {
                matches!(unit, Unit::Day | Unit::Week)
            }
            Self::Month(_) | Self::Quarter(_) | Self::Year(_) | Self::OfMonth { .. } | Self::OfYear { .. } => false,
        }
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
    pub fn time(&self) -> Option<TimeOfDay> {
        match self.core() {
            Self::Day(day) => day.time(),
            Self::DayOfMonth(day) => day.time(),
            Self::Time(time) => Some(*time),
            Self::Range(from, _) => from.time(),
            _ => None,
        }
    }

    /// The label, where the expression is one week's name.
    pub fn as_label(&self) -> Option<Label> {
        match self {
            Self::Week(label) => Some(*label),
            _ => None,
        }
    }

    /// Whether any part of it is relative to the reader's day: 今天, 上周.
    pub fn is_relative(&self) -> bool {
        match self.core() {
            Self::Relative(_) => true,
            Self::Range(from, to) => from.is_relative() || to.is_relative(),
            _ => false,
        }
    }

    /// Whether it is relative to a year, quarter or month: 今年, 今年到7月, 月底.
    pub fn is_of_a_relative_year_or_month(&self) -> bool {
        match self.core() {
            Self::Relative(relative) => !relative.is_near(),
            Self::Range(from, to) => from.is_of_a_relative_year_or_month() || to.is_of_a_relative_year_or_month(),
            _ => false,
        }
    }

    /// Whether it names the same days to every reader: a year is written and nothing is relative.
    pub fn is_complete(&self) -> bool {
        match self.core() {
            Self::Range(from, to) => from.is_complete() && to.is_complete(),
            core => core.written_year().is_some(),
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
    pub fn core(&self) -> &Self {
        match self {
            Self::Since(inner) | Self::After(inner) | Self::Until(inner) | Self::Before(inner) => inner.core(),
            _ => self,
        }
    }
}
