//! Quantities as people write them: a number in digits or words, its multiplier, its unit. Where a quantity may begin, and what it
//! means there, is left to the callers.

pub mod bound;
mod number;
mod reader;
mod unit;

pub use bound::{is_bounded_before, is_bounded_behind};
pub use number::{Number, chinese, digits, english, length_in_words, normalise_number, numeral, run_of_digits};
pub use reader::Quantity;
pub use unit::{Context, Unit, UnitKind, currency_at, currency_before, has_noun, unit_at, units_fit, word_end};
