//! What the number of a sentence measures, and which units may be written for it.

use rust_decimal::Decimal;

use crate::quantity::{self, Context, UnitKind, has_noun, unit_at};

/// What a number counts or measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit {
    /// No unit is written.
    Bare,
    /// Values are in percent; ‰ and 成 are converted.
    Percent,
    /// Percentage points; basis points are converted.
    Point,
    /// Values are in the currency's own unit (元, 美元), not in 万元.
    Money(&'static str),
    /// Values are in seconds.
    Seconds,
    /// A counter; `None` for an English noun that the units do not list.
    Counted(Option<&'static quantity::Unit>),
}

impl Unit {
    /// What a unit of the table measures; `None` for sizes and data, which are not compared.
    pub(super) fn of(unit: &'static quantity::Unit) -> Option<Self> {
        Some(match unit.kind {
            UnitKind::Percent => Self::Percent,
            UnitKind::Point => Self::Point,
            UnitKind::Time => Self::Seconds,
            UnitKind::Money | UnitKind::Currency => Self::Money(unit.name),
            UnitKind::Size | UnitKind::Data | UnitKind::Word => return None,
            _ => Self::Counted(Some(unit)),
        })
    }

    /// Whether a sentence may write this unit for a source's `other`.
    pub(super) fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Counted(one), Self::Counted(other)) => one.zip(*other).is_none_or(|(one, other)| one.fits(other)),
            // 差异5991 for 差异5991笔; a source's bare number may have its unit in a table's head.
            (Self::Bare, _) | (Self::Counted(_), Self::Bare) => true,
            _ => self == other,
        }
    }
}

/// The unit behind a number.
pub(super) struct Written {
    pub(super) unit: Unit,
    /// What one is in the unit's own measure.
    pub(super) scale: Decimal,
    /// In bytes.
    pub(super) length: usize,
}

/// The unit that `rest` begins with, spaces before it passed over.
pub(super) fn unit_at_start(rest: &str) -> Option<Written> {
    if let Some((found, length)) = unit_at(rest, Context::Claim) {
        let unit = Unit::of(found)?;
        let scale = if matches!(unit, Unit::Counted(_)) { Decimal::ONE } else { found.scale };
        return Some(Written { unit, scale, length });
    }
    has_noun(rest).then_some(Written { unit: Unit::Counted(None), scale: Decimal::ONE, length: 0 })
}
