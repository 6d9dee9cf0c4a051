//! How the values of a series are written: in 万 or 亿 (million, billion) where they are large, with the digits they have.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::render::text::one_line;
use crate::series::Series;
use crate::vocabulary::Language;

/// More digits after the point than this are not shorter than the number itself.
const MOST_DECIMALS: u32 = 3;

/// The unit of a panel, and how many digits its values have in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Measure {
    /// As shown: `%`, `万元`, `million 笔`; may be empty.
    pub unit: String,
    /// Powers of ten that are taken out of each value.
    exponent: u32,
    /// Digits after the point, at most, of the values in that unit.
    pub decimals: u32,
}

impl Measure {
    pub(super) fn of(series: &Series, language: Language) -> Self {
        let own = one_line(&series.unit);
        let largest = series.points.iter().filter_map(|point| point.value.to_f64()).map(f64::abs).fold(0.0, f64::max);
        if is_ratio(&own) {
            // As written: 100.000% is known to three digits.
            let decimals = series.points.iter().map(|point| point.value.scale()).max().unwrap_or(0);
            return Self { unit: own, exponent: 0, decimals };
        }
        let steps: &[(u32, &str)] = match language {
            Language::Chinese => &[(8, "亿"), (4, "万"), (0, "")],
            Language::English => &[(9, "billion"), (6, "million"), (0, "")],
        };
        // Below 10万 a number is read as it is.
        let reaches = |exponent: u32| largest >= 10f64.powi(exponent.max(5) as i32);
        for (exponent, name) in steps {
            let decimals = series.points.iter().map(|point| decimals(point.value, *exponent)).max().unwrap_or(0);
            if *exponent == 0 || (reaches(*exponent) && decimals <= MOST_DECIMALS) {
                let joint = if name.is_empty() || own.is_empty() || language == Language::Chinese { "" } else { " " };
                let unit = format!("{name}{joint}{own}");
                return Self { unit, exponent: *exponent, decimals };
            }
        }
        Self { unit: own, exponent: 0, decimals: 0 }
    }

    /// The value in the unit.
    pub(super) fn scaled(&self, value: Decimal) -> f64 {
        value.to_f64().unwrap_or(0.0) / 10f64.powi(self.exponent as i32)
    }

    /// A value that the statistics give, in the unit.
    pub(super) fn scaled_float(&self, value: f64) -> f64 {
        value / 10f64.powi(self.exponent as i32)
    }

    /// A median, which may lie half way between two values and then has a digit more.
    pub(super) fn median_text(&self, median: Decimal) -> String {
        let needed = decimals(median, self.exponent).clamp(self.decimals, self.decimals + 1);
        self.with_unit(&number(self.scaled(median), needed))
    }

    /// `99.97%`, `3.5亿元`, `3.5 million 元`.
    fn with_unit(&self, number: &str) -> String {
        let space = if self.unit.is_ascii() && !self.is_ratio() || self.unit.contains(' ') { " " } else { "" };
        format!("{number}{space}{}", self.unit).trim_end().to_string()
    }

    /// Label of a tick: a ratio with its sign, any other value without its unit, which is above the axis.
    pub(super) fn tick(&self, label: &str) -> String {
        if self.is_ratio() { format!("{label}{}", self.unit) } else { label.to_string() }
    }

    pub(super) fn is_ratio(&self) -> bool {
        is_ratio(&self.unit)
    }

    /// What a difference of two values is counted in.
    pub(super) fn difference_unit(&self, language: Language) -> String {
        match (self.unit.as_str(), language) {
            ("%", Language::Chinese) => "个百分点".to_string(),
            ("%", Language::English) => "percentage points".to_string(),
            (unit, _) => unit.to_string(),
        }
    }

    /// A share of a whole, which ends at 100.
    pub(super) fn is_percentage(&self) -> bool {
        self.unit == "%"
    }
}

/// Signs written directly after the number, never with 万.
fn is_ratio(unit: &str) -> bool {
    matches!(unit, "%" | "‰" | "bp" | "℃")
}

/// Digits after the point that `value` needs once `exponent` powers of ten are taken out.
fn decimals(value: Decimal, exponent: u32) -> u32 {
    let value = value.normalize();
    if value.scale() > 0 || value.is_zero() {
        return value.scale() + if value.is_zero() { 0 } else { exponent };
    }
    let mut mantissa = value.mantissa();
    let mut zeros = 0;
    while mantissa % 10 == 0 && zeros < exponent {
        mantissa /= 10;
        zeros += 1;
    }
    exponent - zeros
}

/// `value` with `decimals` digits after the point, and commas between thousands from 10,000 on.
pub(super) fn number(value: f64, decimals: u32) -> String {
    let text = format!("{:.*}", decimals as usize, value.abs());
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let is_zero = !text.contains(|c: char| matches!(c, '1'..='9'));
    let sign = if value < 0.0 && !is_zero { "-" } else { "" };
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len() > 4 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{rest}")
}
