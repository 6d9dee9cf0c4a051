//! Whether two quantities are of one value.

use rust_decimal::{Decimal, RoundingStrategy};

use super::bound::Bound;
use super::quantity::Quantity;
use super::unit::Unit;

/// Equal, or rounded rightly where the sentence says so: about 276,000 for 276,289. Percentages are never rounded.
pub(super) fn same_value(wanted: &Quantity, known: &Quantity) -> bool {
    if wanted.value == known.value {
        return true;
    }
    let may_round = wanted.bound == Bound::About && !matches!(wanted.unit, Unit::Percent | Unit::Point);
    if !may_round || known.value.is_zero() {
        return false;
    }
    if wanted.unit == Unit::Seconds {
        return is_near(wanted.value, known.value);
    }
    let digits = significant_digits(wanted.value);
    digits >= 2
        && known.value.round_sf_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero) == Some(wanted.value)
}

/// Within a twentieth: about five hours for 4 h 56 min.
fn is_near(wanted: Decimal, known: Decimal) -> bool {
    let difference = (wanted - known).abs();
    difference.checked_mul(Decimal::from(20)).is_some_and(|difference| difference <= known)
}

fn significant_digits(value: Decimal) -> u32 {
    let digits = value.normalize().mantissa().unsigned_abs().to_string();
    u32::try_from(digits.trim_end_matches('0').len()).unwrap_or(u32::MAX)
}
