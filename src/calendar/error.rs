//! The one error of the calendar: something written like a date that no calendar has.

use jiff::civil::Date;

/// Why a written or computed date does not exist. The facts are those of the text; its place is the mention's span.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Impossible {
    /// A month outside 1–12.
    #[error("month {found} does not exist (1 to 12)")]
    Month { found: u32 },
    /// A day its month never has, or not in that year.
    #[error("month {month}{} has no day {}", in_year(.year), Impossible::written(*.day))]
    Day { year: Option<i16>, month: u8, day: u32 },
    /// A day of an unnamed month outside 1–31.
    #[error("day {found} does not exist in any month (1 to 31)")]
    DayOfMonth { found: u32 },
    /// An hour outside 0–24, or past 24:00.
    #[error("hour {hour}, minute {minute} is no time of day (0:00 to 24:00)")]
    Time { hour: u32, minute: u32 },
    /// A week number outside 1–53.
    #[error("week {} does not exist (1 to 53)", Impossible::written(*.found))]
    Week { found: u32 },
    /// Week 53 of an ISO year that has 52.
    #[error("{year} has no ISO week {week}")]
    WeekOfYear { year: i16, week: u8 },
    /// A week of a month outside 1–5, or a fifth week of a month that has four.
    #[error("month {month}{} has no week {}", in_year(.year), Impossible::written(*.week))]
    WeekOfMonth { year: Option<i16>, month: u8, week: u32 },
    /// A quarter outside 1–4.
    #[error("quarter {found} does not exist (1 to 4)")]
    Quarter { found: u32 },
    /// A half-year other than 1 and 2.
    #[error("half-year {found} does not exist (1 or 2)")]
    Half { found: u32 },
    /// A year the program does not work with.
    #[error("year {found} is outside 1900 to 2199")]
    Year { found: i32 },
    /// A period whose end lies before its start.
    #[error("a period cannot end on {to}, before its start on {from}")]
    Order { from: Date, to: Date },
    /// Arithmetic that leaves the calendar, such as 60000 weeks before an anchor.
    #[error("{anchor} and the distance asked for lead out of the calendar")]
    Overflow { anchor: Date },
    /// Text that is not of the form that the type is written in.
    #[error("`{found}` is not written as {wanted}")]
    Form { found: String, wanted: &'static str },
}

impl Impossible {
    /// The same in Chinese, as `Display` is in English.
    pub fn in_chinese(&self) -> String {
        let of = |year: &Option<i16>| year.map_or_else(String::new, |year| format!("{year} 年 "));
        match self {
            Self::Month { found } => format!("没有 {found} 月（1 至 12）"),
            Self::Day { year, month, day } => format!("{}{month} 月没有 {} 日", of(year), Self::written(*day)),
            Self::DayOfMonth { found } => format!("哪个月都没有 {found} 日（1 至 31）"),
            Self::Time { hour, minute } => format!("没有 {hour} 点 {minute} 分（0:00 至 24:00）"),
            Self::Week { found } => format!("没有第 {} 周（1 至 53）", Self::written(*found)),
            Self::WeekOfYear { year, week } => format!("{year} 年没有 ISO 第 {week} 周"),
            Self::WeekOfMonth { year, month, week } => {
                format!("{}{month} 月没有第 {} 周", of(year), Self::written(*week))
            }
            Self::Quarter { found } => format!("没有第 {found} 季度（1 至 4）"),
            Self::Half { found } => format!("没有第 {found} 个半年（1 或 2）"),
            Self::Year { found } => format!("{found} 年不在 1900 至 2199 之间"),
            Self::Order { from, to } => format!("结束日 {to} 早于开始日 {from}"),
            Self::Overflow { anchor } => format!("从 {anchor} 算起，超出了日历"),
            Self::Form { found, .. } => format!("“{found}”写法不对"),
        }
    }

    /// In place of every number of more than nine digits.
    pub const TOO_LONG: u32 = u32::MAX;

    /// A number as an error shows it: `60`, and `1000000000+` for whatever is too long to be shown.
    pub fn written(number: u32) -> String {
        if number == Self::TOO_LONG { "1000000000+".to_string() } else { number.to_string() }
    }
}

fn in_year(year: &Option<i16>) -> String {
    year.map_or_else(String::new, |year| format!(" of {year}"))
}
