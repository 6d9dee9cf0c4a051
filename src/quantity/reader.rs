//! A quantity as it is written: number, multiplier, unit, period.

use rust_decimal::Decimal;

use super::number::{Number, chinese, digits, english, length_in_words};
use super::unit::{Context, Found, Kind, Unit, unit_at};

/// A quantity at the start of a text.
#[derive(Debug, Clone, Copy)]
pub struct Quantity {
    pub number: Number,
    pub unit: Option<&'static Unit>,
    /// The unit that it is stated for: 月 of 元/月.
    pub per: Option<&'static Unit>,
    /// Bytes up to the end of the unit; an English word for it is no part of the quantity as written.
    pub length: usize,
    /// Bytes up to the end of the period.
    pub end: usize,
    /// Bytes up to the end of the unit, whatever its language.
    pub end_of_noun: usize,
}

impl Quantity {
    /// The quantity in digits that `text` begins with.
    pub fn in_digits(text: &str, context: Context) -> Option<Self> {
        Some(Self::of(text, digits(text)?, context))
    }

    /// The quantity in digits or in words that `text` begins with; `None` for a number in words without a unit.
    pub fn in_digits_or_words(text: &str, context: Context) -> Option<Self> {
        if let Some((seconds, length)) = length_in_words(text) {
            let unit = Unit::spelled("秒");
            let number = Number::spoken(seconds, length);
            return Some(Self { number, unit, per: None, length, end: length, end_of_noun: length });
        }
        let number = digits(text).or_else(|| chinese(text)).or_else(|| english(text))?;
        Some(Self::of(text, number, context)).filter(|found| !number.is_spoken || found.unit.is_some())
    }

    fn of(text: &str, number: Number, context: Context) -> Self {
        let rest = &text[number.length..];
        // 两个半小时.
        let halved = rest
            .strip_prefix("个半")
            .and_then(|rest| unit_at(rest, context))
            .filter(|found| found.unit.kind == Kind::Time);
        let half = if halved.is_some() { Decimal::new(5, 1) } else { Decimal::ZERO };
        let number = Number { value: number.value.saturating_add(half), ..number };
        let found = match halved {
            Some(found) => Some(Found { end: "个半".len() + found.end, ..found }),
            None => unit_at(rest, context),
        };
        let unit = found.map(|found| found.unit);
        let end_of_noun = number.length + found.map_or(0, |found| found.end);
        let length = if unit.is_some_and(|unit| unit.is_english) { number.length } else { end_of_noun };
        let behind = text[length..].strip_prefix('/').and_then(|rest| unit_at(rest, Context::Per));
        let per = behind.filter(|_| unit.is_some() || number.is_multiplied);
        let end = per.map_or(length, |per| length + 1 + per.end);
        Self { number, unit, per: per.map(|per| per.unit), length, end, end_of_noun }
    }

    /// Of a kind.
    pub fn is(&self, kind: Kind) -> bool {
        self.unit.is_some_and(|unit| unit.kind == kind)
    }

    /// The value in the unit's name: ‰ in percent, basis points in percentage points.
    pub fn value(&self) -> Option<Decimal> {
        match self.unit {
            Some(unit) if matches!(unit.kind, Kind::Percent | Kind::Point) => self.in_base(),
            _ => Some(self.number.value),
        }
    }

    /// The value in the base of the unit's kind.
    pub fn in_base(&self) -> Option<Decimal> {
        let scale = self.unit.map_or(Decimal::ONE, |unit| unit.scale);
        self.number.value.checked_mul(scale)
    }

    /// The name of its unit, empty without one.
    pub fn unit_name(&self) -> &'static str {
        self.unit.map_or("", |unit| unit.name)
    }
}
