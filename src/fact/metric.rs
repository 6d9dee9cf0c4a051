//! What a metric is: a named measure that a report states, with its value, and what the report says beside it.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::confidence::Confidence;
use crate::calendar::{Date, Expression, Period, Year, mentions};
use crate::report::{Lines, Span};

/// Which way a measure went, as the report says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    Up,
    Down,
    Flat,
}

/// One statement of a measure. `&report.source[span] == text`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Metric {
    /// As written, without the qualifiers at its ends; `事故数CD级` where the line carries 事故数 over.
    pub name: String,
    /// The item, lead or row above the statement (`店东看懂账`); empty without one.
    pub subject: String,
    /// 本周, 累计, 同比, 年度 …, in the order of the text.
    pub qualifiers: Vec<String>,
    /// Exact, in base units: 万 and 亿 are multiplied in, a percentage stays one (99.97 for 99.97%), ‰ is given in %.
    pub value: Decimal,
    /// `%`, 笔, 元 …; empty where none is written.
    pub unit: String,
    /// The value as written: `99.971%`, `27.6万元`.
    pub text: String,
    pub direction: Option<Direction>,
    /// The earlier value beside it: 从54降低到46, （上周99.94%）.
    pub before: Option<Decimal>,
    /// By how much it changed, in the unit written there: 提升21分, 环比下降3%. Never negative; see `direction`.
    pub change: Option<Decimal>,
    /// Part and whole: （104/135）.
    pub of: Option<(Decimal, Decimal)>,
    /// 5 for 排名第5.
    pub rank: Option<u32>,
    pub target: Option<Decimal>,
    /// What an earlier report gave for it, which this one sets right: 写成 81.2 度，应为 91.2 度.
    #[serde(default)]
    pub corrects: Option<Decimal>,
    /// Headings from the outermost in, then the lead of the list.
    pub section: Vec<String>,
    /// Bytes of the report's source: the value.
    pub span: Span,
    pub lines: Lines,
    /// The time that a table's head or row says the value is of (7月, W28); empty for the report's own.
    #[serde(default)]
    pub time: String,
    /// Whether a table's row gives it beside that of its own week: W31 beside W33.
    #[serde(default)]
    pub is_told_again: bool,
    /// Whether the name is one with its subject: a table's cell (row and column), a part of a whole.
    #[serde(default)]
    pub is_with_subject: bool,
    /// Whether its report is of a month or longer.
    #[serde(default)]
    pub is_in_monthly: bool,
    #[serde(default)]
    pub confidence: Confidence,
}

/// Fewer days are no month.
pub(super) const LEAST_DAYS_OF_A_MONTH: u32 = 28;

impl Metric {
    /// Whether a table's head or row, or the heading above (九月合计), says that the value is of a month or longer.
    #[must_use]
    pub fn is_of_a_month(&self) -> bool {
        let is_month = |expression: &Expression| {
            let anchor = jiff::civil::date(2024, 6, 30);
            expression.resolve(anchor).is_ok_and(|period| period.days() >= LEAST_DAYS_OF_A_MONTH)
        };
        let heading = || self.section.last().map(|heading| mentions(heading)).unwrap_or_default();
        let time = if self.time.is_empty() { heading() } else { mentions(&self.time) };
        time.iter().any(|mention| mention.reading.as_ref().is_ok_and(is_month))
    }

    /// The day that the value is of, in a report of the day `report`: the last one of a time that a table's head names,
    /// as far as the report can know it. `None` for a time to come.
    #[must_use]
    pub fn day(&self, report: Date) -> Option<Date> {
        // A column 上周 is of the week before, whatever day the report is of.
        if self.is_told_again && !self.time.contains(|c: char| c.is_ascii_digit()) {
            return report.checked_sub(jiff::Span::new().weeks(1)).ok();
        }
        match period_of(&self.time, report) {
            Some(period) if period.from() > report => None,
            Some(period) => Some(period.to().min(report)),
            None => Some(report),
        }
    }
}

/// The days of a time that is all of `text`: 7月, 3 月, Q1, W28, 2024.
pub(super) fn period_of(text: &str, anchor: Date) -> Option<Period> {
    let whole = |text: &str| mentions(text).into_iter().find(|mention| mention.span == (0..text.len()));
    // 6 Aug falls apart without its space, 3 月 with it.
    if let Some(Ok(expression)) = whole(text.trim()).map(|mention| mention.reading) {
        return expression.resolve(anchor).ok();
    }
    let text = text.replace(' ', "");
    let text = text.strip_suffix("全年").map_or(text.as_str(), |year| year.trim_end_matches('年'));
    let year = text.parse().ok().filter(|year| (1990..2100).contains(year)).and_then(|year| Year::new(year).ok());
    let expression = match year {
        Some(year) => Expression::Year(year),
        None => whole(text)?.reading.ok()?,
    };
    expression.resolve(anchor).ok()
}
