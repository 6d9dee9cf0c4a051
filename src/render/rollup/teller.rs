//! How days, numbers and names of a roll-up are said; what each part says with them is the part's.

use rust_decimal::Decimal;

use super::page::Labels;
use crate::calendar::{Date, Period};
use crate::render::ledger::length_text;
use crate::rollup::{Cites, MetricRow, Rollup};
use crate::series::Series;
use crate::vocabulary::{Language, plural, worded};

const LABELS: &str = include_str!("labels.tsv");

/// The words for one roll-up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Teller<'a> {
    pub rollup: &'a Rollup,
    pub language: Language,
    /// Added to every number of a source: of two roll-ups on one page the second's go on after the first's.
    pub offset: usize,
}

impl Teller<'_> {
    /// Numbers of sources on the page.
    pub(super) fn cites(&self, cites: &[usize]) -> Cites {
        let mut cites: Cites = cites.iter().map(|n| n + self.offset).collect();
        // One line may be the source of both days of a move.
        cites.dedup();
        cites
    }

    /// Whether the reports of the period are by several people.
    pub(super) fn has_authors(&self) -> bool {
        let mut authors = self.rollup.coverage.read.iter().map(|report| report.author.as_deref());
        let first = authors.next();
        authors.any(|author| Some(author) != first)
    }

    /// The sentence of a part without rows; empty where there are rows.
    pub(super) fn where_empty(&self, is_empty: bool, chinese: &str, english: &str) -> String {
        if is_empty { self.language.pick(chinese, english).to_string() } else { String::new() }
    }

    /// Between the members of a list of clauses.
    pub(super) fn joint(&self) -> &'static str {
        self.language.pick("；", "; ")
    }

    /// `甲（乙）`, `a (b)`.
    pub(super) fn aside(&self, note: &str) -> String {
        if note.is_empty() { String::new() } else { worded!(self.language, "（{note}）", " ({note})") }
    }

    /// `06-15`, with its year where the roll-up touches another one.
    pub(super) fn day(&self, date: Date) -> String {
        let period = self.rollup.period;
        let text = date.to_string();
        let is_plain = period.from().year() == date.year() && period.to().year() == date.year();
        if is_plain { text[text.len() - 5..].to_string() } else { text }
    }

    /// A moment as an incident has it: `06-15 11:01`.
    pub(super) fn moment(&self, moment: &str) -> String {
        let (day, time) = moment.split_once('T').unwrap_or((moment, ""));
        let day = day.parse::<Date>().map_or_else(|_| day.to_string(), |date| self.day(date));
        format!("{day} {time}").trim_end().to_string()
    }

    pub(super) fn days(&self, period: Period) -> String {
        if period.from() == period.to() {
            return period.from().to_string();
        }
        worded!(self.language, "{} 至 {}", "{} to {}", period.from(), period.to())
    }

    /// The name of a report with its day, where the name is not the day.
    pub(super) fn report(&self, report: &str, date: Date) -> String {
        let day = date.to_string();
        if report.contains(&day) { report.to_string() } else { format!("{report} {day}") }
    }

    /// `4小时56分`, `41分钟`, `4h56m`: the two largest units.
    pub(super) fn length(&self, minutes: u32) -> String {
        length_text(minutes, self.language)
    }

    /// `3 项`, `3 items`.
    pub(super) fn count(&self, count: usize, chinese: &str, english: &str) -> String {
        self.language.pick(format!("{count} {chinese}"), plural(count, english))
    }

    /// The exact value with its unit: `27.6万元`, `99.96%`.
    pub(super) fn amount(&self, value: Decimal, unit: &str) -> String {
        let number = self.number(value, unit);
        let is_sign = matches!(unit, "%" | "‰" | "℃");
        let space = if self.language == Language::English && !unit.is_empty() && !is_sign { " " } else { "" };
        format!("{number}{space}{unit}")
    }

    /// A difference with its sign: `+0.02 个百分点`, `-3 笔`, `持平`.
    pub(super) fn change(&self, change: Decimal, unit: &str) -> String {
        if change.is_zero() {
            return worded!(self.language, "持平", "no change");
        }
        let sign = if change.is_sign_positive() { "+" } else { "-" };
        let number = self.number(change.abs(), unit);
        match unit {
            "%" => worded!(self.language, "{sign}{number} 个百分点", "{sign}{number} pp"),
            "" => format!("{sign}{number}"),
            "‰" | "℃" => format!("{sign}{number}{unit}"),
            _ => worded!(self.language, "{sign}{number}{unit}", "{sign}{number} {unit}"),
        }
    }

    /// All digits; in 万 or 亿 where that loses none and is shorter, with commas in English.
    fn number(&self, value: Decimal, unit: &str) -> String {
        let value = value.normalize();
        let plain = value.to_string();
        match self.language {
            Language::Chinese if !matches!(unit, "%" | "‰") => [(8, "亿"), (4, "万")]
                .into_iter()
                .filter_map(|(exponent, name)| {
                    let factor = Decimal::from(10_i64.pow(exponent));
                    let part = value.checked_div(factor)?.normalize();
                    let is_exact = part.checked_mul(factor)? == value;
                    let shorter = format!("{part}{name}");
                    let is_shorter = shorter.chars().count() < plain.len();
                    (is_exact && is_shorter && part.abs() >= Decimal::ONE).then_some(shorter)
                })
                .next()
                .unwrap_or(plain),
            Language::Chinese => plain,
            Language::English => grouped(&plain),
        }
    }

    /// `支付成功率（本周）`.
    pub(super) fn metric(&self, series: &Series) -> String {
        format!("{}{}", series.metric, self.aside(&series.qualifier))
    }

    /// The same behind the team whose it is: `车险 投诉量（按月）`.
    pub(super) fn metric_of(&self, row: &MetricRow) -> String {
        format!("{} {}", row.team, self.metric(&row.series)).trim_start().to_string()
    }

    pub(super) fn labels(&self) -> Labels {
        labels(self.language).collect()
    }
}

fn labels(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    let column = language.pick(1, 2);
    let lines = LABELS.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    lines.filter_map(move |cells| Some((*cells.first()?, *cells.get(column)?)))
}

/// The name of a heading or column; empty where there is none of this key.
pub(super) fn label(key: &str, language: Language) -> &'static str {
    labels(language).find(|(known, _)| *known == key).map(|(_, name)| name).unwrap_or_default()
}

/// Commas between thousands, from 10,000 on.
fn grouped(number: &str) -> String {
    let (sign, rest) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, decimals) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
    let mut text = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len() > 4 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + decimals
}
