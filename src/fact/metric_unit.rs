//! The unit that a head of a table names for the figures below or beside it, behind a name or in its brackets.

use super::amount::{Amount, Sort, one_of};
use crate::quantity::{self, Unit, UnitKind};
use crate::text::is_han;

/// A unit in a head's brackets, `金额(万元)` multiplies by ten thousand, `(月末,万元)` beside what else is there; or behind its name: `余氯 mg/L`.
pub(super) fn unit_in(head: &str) -> Option<Amount> {
    let Some((_, rest)) = head.split_once('(') else {
        return one_in(
            unit_behind(head).map(|(_, unit)| unit).or_else(|| Some(head.trim()).filter(|unit| is_unit(unit)))?,
        );
    };
    let inside = rest.split(')').next()?;
    one_in(inside).or_else(|| inside.split([',', '，', '、', ';']).skip(1).find_map(one_in))
}

fn one_in(unit: &str) -> Option<Amount> {
    let mut one = one_of(unit).or_else(|| multiple(unit))?;
    // What a part of a litre is, no reader counts in: the unit is kept as it is written.
    if let Some((_, per)) = unit.split_once('/').filter(|_| !unit.contains(is_han)) {
        one.unit = format!("{}/{}", one.unit, per.trim());
    }
    Some(one)
}

/// `10k` of `Impressions (10k)`, 万 of `日终均额(万)`: what the figures are counted in, without what is counted.
fn multiple(unit: &str) -> Option<Amount> {
    let unit = unit.trim();
    let written = if unit.starts_with(|c: char| c.is_ascii_digit()) { unit.to_string() } else { format!("1{unit}") };
    let whole = quantity::digits(&written).filter(|number| number.is_multiplied && number.length == written.len());
    let value = whole?.value;
    Some(Amount { sort: Sort::Value, span: 0..0, value, unit: String::new(), is_counted: true, per: None })
}

/// P99 of `P99 ms`.
pub(super) fn without_unit(head: &str) -> &str {
    unit_behind(head).map_or(head, |(name, _)| name)
}

/// P99 and ms of `P99 ms`, Water and m³ of `Water, m³`; `Orders / day` is a name as a whole.
fn unit_behind(head: &str) -> Option<(&str, &str)> {
    let head = head.trim();
    // 余氯mg/L without a space; 产线A is no ampere.
    let glued = || {
        let unit = head.trim_start_matches(|c: char| !c.is_ascii());
        let name = &head[..head.len() - unit.len()];
        (!name.is_empty() && unit.contains(|c: char| c.is_ascii_lowercase())).then_some((name, unit))
    };
    let (name, unit) = head.rsplit_once(' ').or_else(glued)?;
    let name = name.trim_end_matches([' ', ',', '，']);
    (!name.is_empty() && !name.ends_with('/') && is_unit(unit)).then_some((name, unit))
}

pub(super) fn is_unit(word: &str) -> bool {
    let bare = word.split('/').next().unwrap_or_default();
    Unit::spelled(bare).is_some_and(|unit| !matches!(unit.kind, UnitKind::Calendar | UnitKind::Step))
}

#[cfg(test)]
mod tests {
    use super::unit_in;

    fn read(head: &str) -> Option<(String, String)> {
        unit_in(head).map(|one| (one.value.to_string(), one.unit))
    }

    #[test]
    fn a_bracket_names_what_the_figures_are_counted_in() {
        for (head, value, unit) in [
            ("金额(万元)", "10000", "元"),
            ("日终均额(万)", "10000", ""),
            ("挂账余额(月末,万元)", "10000", "元"),
            ("Impressions (10k)", "10000", ""),
            ("Volume (monthly, million)", "1000000", ""),
            ("余氯 mg/L", "1", "mg/L"),
        ] {
            assert_eq!(read(head), Some((value.to_string(), unit.to_string())), "{head}");
        }
    }

    #[test]
    fn a_number_or_a_remark_in_a_bracket_is_no_unit() {
        for head in ["管网(36)", "合格率(初步)", "产线(A,B)", "到货(月末,未关账)", "温度"] {
            assert_eq!(read(head), None, "{head}");
        }
    }
}
