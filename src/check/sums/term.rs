//! A number of a text with its unit, and how exactly it is written.

use rust_decimal::Decimal;

/// One unit of the last written place.
pub(super) fn last_digit(value: Decimal) -> Decimal {
    Decimal::new(1, value.scale())
}
/// A number of an equation.
#[derive(Debug, Clone)]
pub(super) struct Term {
    pub value: Decimal,
    /// Half a unit of its last place; 0 for a whole number that is written out.
    pub doubt: Decimal,
    pub unit: String,
}
pub(super) const UNITS: [&str; 24] = [
    "%", "％", "万元", "亿元", "元", "笔", "个", "条", "家", "人", "台", "项", "件", "次", "户", "单", "份", "天",
    "分钟", "小时", "城", "分", "箱", "吨",
];

/// The number with its unit that begins at `at`, spaces before it allowed, and where it ends.
pub(super) fn term_at(line: &str, at: usize) -> Option<(Term, usize)> {
    let rest = &line[at..];
    let start = at + (rest.len() - rest.trim_start_matches(' ').len());
    let length = number_length(&line[start..]);
    let digits: String = line[start..start + length].chars().filter(|c| *c != ',').collect();
    let mut value = digits.parse::<Decimal>().ok()?;
    let mut doubt = if value.scale() > 0 { last_digit(value) / Decimal::TWO } else { Decimal::ZERO };
    let mut end = start + length;
    let multiplier =
        [("万", 10_000), ("亿", 100_000_000), ("千", 1000)].into_iter().find(|(word, _)| line[end..].starts_with(word));
    if let Some((word, factor)) = multiplier {
        let factor = Decimal::from(factor);
        doubt = last_digit(value).checked_mul(factor)? / Decimal::TWO;
        value = value.checked_mul(factor)?;
        end += word.len();
    }
    let unit = UNITS.iter().find(|unit| line[end..].starts_with(**unit)).copied().unwrap_or_default();
    end += unit.len();
    // A letter or a decimal point goes on; the full stop of a sentence does not.
    let rest = &line[end..];
    let is_point = rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
    let is_more = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') || (is_point && unit.is_empty());
    let unit = if unit == "％" { "%" } else { unit };
    (length > 0 && !is_more).then(|| (Term { value, doubt, unit: unit.to_string() }, end))
}

fn number_length(text: &str) -> usize {
    let length = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(text.len());
    text[..length].trim_end_matches(['.', ',']).len()
}
