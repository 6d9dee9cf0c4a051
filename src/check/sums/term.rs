//! A number of a calculation with its unit, and how exactly it is written.

use rust_decimal::Decimal;

use crate::quantity::{Context, Quantity};

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
    pub unit: &'static str,
}

/// The number with its unit that begins at `at`, spaces before it allowed, and where it ends. `None` for 100多 and what letters go on with.
pub(super) fn term_at(line: &str, at: usize) -> Option<(Term, usize)> {
    let rest = &line[at..];
    let start = at + (rest.len() - rest.trim_start_matches(' ').len());
    let quantity = Quantity::in_digits(&line[start..], Context::Text)?;
    let number = quantity.number;
    let is_whole = !number.is_multiplied && !line[start..start + number.digits].contains('.');
    let doubt = if is_whole { Decimal::ZERO } else { number.last_place / Decimal::TWO };
    let end = start + quantity.length;
    // A letter or a decimal point goes on; the full stop of a sentence does not.
    let after = &line[end..];
    let is_point = after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
    let is_more =
        after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') || (is_point && quantity.unit.is_none());
    let unit = quantity.unit.filter(|unit| !unit.is_english).map_or("", |unit| unit.name);
    (!is_more && !number.has_more).then_some((Term { value: quantity.value()?, doubt, unit }, end))
}
