//! A quantity as it is written: number, multiplier, unit, period.

use rust_decimal::Decimal;

use super::number::{Number, chinese, digits, english, length_in_words};
use super::unit::{Context, Unit, UnitKind, unit_at};

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
        let halved = rest.strip_prefix("个半").and_then(|rest| unit_at(rest, context));
        let halved = halved.filter(|(unit, _)| unit.kind == UnitKind::Time);
        let half = if halved.is_some() { Decimal::new(5, 1) } else { Decimal::ZERO };
        let number = Number { value: number.value.saturating_add(half), ..number };
        let found = halved.map(|(unit, end)| (unit, "个半".len() + end)).or_else(|| unit_at(rest, context));
        let unit = found.map(|(unit, _)| unit);
        let end_of_noun = number.length + found.map_or(0, |(_, end)| end);
        let length = if unit.is_some_and(|unit| unit.is_english) { number.length } else { end_of_noun };
        let behind = text[length..].strip_prefix('/').and_then(|rest| unit_at(rest, Context::Per));
        let per = behind.filter(|_| unit.is_some() || number.is_multiplied);
        let end = per.map_or(length, |(_, end)| length + 1 + end);
        Self { number, unit, per: per.map(|(per, _)| per), length, end, end_of_noun }
    }

    /// Of a kind.
    pub fn is(&self, kind: UnitKind) -> bool {
        self.unit.is_some_and(|unit| unit.kind == kind)
    }

    /// The value in the unit's name: ‰ in percent, basis points in percentage points.
    pub fn value(&self) -> Option<Decimal> {
        match self.unit {
            Some(unit) if matches!(unit.kind, UnitKind::Percent | UnitKind::Point) => self.in_base(),
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

#[cfg(test)]
mod tests {
    use super::{Context, Quantity, UnitKind};

    fn read(text: &str) -> Option<(String, &'static str, usize)> {
        let quantity = Quantity::in_digits_or_words(text, Context::Claim)?;
        Some((quantity.in_base()?.normalize().to_string(), quantity.unit_name(), quantity.end_of_noun))
    }

    #[test]
    fn a_quantity_is_read_in_digits_and_in_words_of_both_languages() {
        for (text, value, unit, end) in [
            ("27.6万元，", "276000", "元", "27.6万元".len()),
            ("2.5‰", "0.25", "%", "2.5‰".len()),
            ("30bp", "0.3", "个百分点", 4),
            ("两百三十人", "230", "人", "两百三十人".len()),
            ("两个半小时", "9000", "小时", "两个半小时".len()),
            ("半小时后", "1800", "秒", "半小时".len()),
            ("90 minutes", "5400", "分钟", "90 minutes".len()),
            ("three hundred orders", "300", "笔", "three hundred orders".len()),
        ] {
            assert_eq!(read(text), Some((value.to_string(), unit, end)), "{text}");
        }
        assert_eq!(read("两边都有"), None, "a number in words needs a unit");
    }

    #[test]
    fn a_period_follows_a_slash() {
        let quantity = Quantity::in_digits("44.2万元/月", Context::Measure).expect("a quantity");
        assert_eq!(quantity.per.map(|per| per.name), Some("月"));
        assert!(quantity.is(UnitKind::Money) && quantity.end == "44.2万元/月".len());
        assert!(Quantity::in_digits("3/4个", Context::Measure).is_some_and(|quantity| quantity.per.is_none()));
    }
}
