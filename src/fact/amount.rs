//! Amounts: a number of folded text with its multiplier and unit, brought to base units; a share `92/164`; a rank. What
//! they measure is read elsewhere.

use rust_decimal::Decimal;

use super::figure::is_free;
use crate::calendar::mentions;
use crate::lexicon::{WordSort, word_sorts};
use crate::quantity::{Context, Quantity, Unit, UnitKind, currency_before, digits, run_of_digits, unit_at};
use crate::report::Span;
use crate::text::is_han;

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sort {
    Value,
    /// `92/164`: the part and the whole.
    Share(Decimal, Decimal),
    /// The 5 of `第5`.
    Rank,
}

/// A number with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Amount {
    pub sort: Sort,
    /// Bytes of the folded text: sign, number, multiplier and unit.
    pub span: Span,
    /// In base units: 万 and 亿 multiplied in, ‰ and bp as hundredths.
    pub value: Decimal,
    pub unit: String,
    /// Whether a multiplier or a unit was written.
    pub is_counted: bool,
    /// The period or thing that the value is per: 月 of `元/月`.
    pub per: Option<&'static str>,
}

/// Every amount of `text`, in order. Dates, times, versions, addresses and list numbers are none.
pub(super) fn amounts(text: &str) -> Vec<Amount> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    amounts_beside(text, &times_in(text), false)
}

/// The spans of the times that `text` names, in order.
pub(super) fn times_in(text: &str) -> Vec<Span> {
    mentions(text).into_iter().map(|mention| mention.span).collect()
}

/// As [`amounts`], for a text whose times ([`times_in`]) are known. In a list of names and their values (`is_list`) no bare number with a
/// point is a version.
pub(super) fn amounts_beside(text: &str, times: &[Span], is_list: bool) -> Vec<Amount> {
    let has_digit = |time: &&Span| text[(*time).clone()].contains(|c: char| c.is_ascii_digit());
    let mut times: Vec<&Span> = times.iter().filter(has_digit).rev().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(digit) = text[at..].find(|c: char| c.is_ascii_digit()).map(|next| at + next) {
        while times.last().is_some_and(|time| time.end <= digit) {
            times.pop();
        }
        if let Some(time) = times.last().filter(|time| time.start <= digit) {
            at = time.end;
            continue;
        }
        match amount_at(text, digit, is_list) {
            Some(mut amount) => {
                // The sign of 0++0 is the end of the amount before it.
                amount.span.start = amount.span.start.max(at);
                at = amount.span.end;
                match found.last_mut().and_then(|last| whole_length(text, last, &amount)) {
                    Some(whole) => *found.last_mut().unwrap_or(&mut amount) = whole,
                    None => found.push(amount),
                }
            }
            None => {
                at = digit + digits(&text[digit..]).map_or_else(|| run_of_digits(&text[digit..]), |found| found.digits)
            }
        }
    }
    found
}

fn amount_at(text: &str, at: usize, is_list: bool) -> Option<Amount> {
    let quantity = Quantity::in_digits(&text[at..], Context::Measure)?;
    let number = quantity.number;
    let end = at + number.digits;
    let (before, written, after) = (&text[..at], &text[at..end], &text[end..]);
    if let Some(rest) = before.trim_end().strip_suffix('第') {
        return (!rest.is_empty() && written.len() <= 4).then(|| plain(Sort::Rank, at..end, number.value));
    }
    if let Some(share) = share_at(text, at, end, number.value) {
        return Some(share);
    }
    // 2K起, 5.15起: from there on, no cases.
    let is_least =
        quantity.unit.is_some_and(|unit| unit.name == "起") && (number.is_multiplied || written.contains('.'));
    if is_least || names_a_thing(before, written, after) {
        return None;
    }
    let (unit, length) = match quantity.unit {
        Some(unit) => (unit.name, quantity.length),
        None if number.is_multiplied => ("", quantity.length),
        None => counter_at(&text[at + quantity.length..])
            .map_or(("", quantity.length), |(unit, length)| (unit, quantity.length + length)),
    };
    let behind = || text[at + length..].strip_prefix('/').and_then(|rest| unit_at(rest, Context::Per));
    let (per, end_of_per) = match quantity.per {
        None if !unit.is_empty() => behind().map_or((None, 0), |(per, end)| (Some(per), length + 1 + end)),
        per => (per, quantity.end),
    };
    let coin = currency_before(before).filter(|_| unit.is_empty()).map(|coin| coin.name);
    // 11.4 million is a value only with a unit or a name before it.
    let is_in_words = after.trim_start().starts_with(['t', 'm', 'b', 'T', 'M', 'B']);
    let is_counted = number.is_multiplied && !is_in_words || !unit.is_empty();
    let is_joined = before.ends_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '#' | '.'));
    // GMV3.2亿, NPS45分: a measure in capitals, glued to its value.
    let capitals = before.len() - before.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
    let unsigned = before.strip_suffix(['-', '−', '+']).filter(|rest| allows_a_sign(rest));
    let is_free = match is_joined {
        true => capitals >= 3 && (quantity.unit.is_some() || number.is_multiplied),
        false => is_free(text, at, end) || before.ends_with('-'),
    };
    if !is_free || before.ends_with(['-', '.']) && unsigned.is_none() {
        return None;
    }
    let is_glued = after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '_' | '-' | '.'));
    if !is_counted && (is_glued || written.contains('.') && !is_list && names_a_version(before)) {
        return None;
    }
    let value = quantity.value()?.normalize();
    let is_negative = unsigned.is_some() && before.ends_with(['-', '−']);
    Some(Amount {
        sort: Sort::Value,
        span: unsigned.map_or(at, str::len)..at + length.max(end_of_per),
        value: if is_negative { -value } else { value },
        unit: coin.unwrap_or(unit).to_string(),
        is_counted: is_counted || coin.is_some(),
        per: per.map(|per| per.name),
    })
}

/// `2 分 40 秒` is one length, in its smallest unit.
fn whole_length(text: &str, first: &Amount, second: &Amount) -> Option<Amount> {
    let is_joined = text.get(first.span.end..second.span.start)?.trim().is_empty();
    let minutes = |unit: &str| if unit == "分" { Unit::spelled("分钟") } else { Unit::spelled(unit) };
    let (large, small) = (minutes(&first.unit)?, minutes(&second.unit)?);
    let are_lengths = large.kind == UnitKind::Time && small.kind == UnitKind::Time && small.scale < large.scale;
    if !is_joined || !are_lengths {
        return None;
    }
    let rest = first.value.checked_mul(large.scale)?.checked_div(small.scale)?;
    let value = rest.checked_add(second.value)?.normalize();
    let span = first.span.start..second.span.end;
    Some(Amount { span, value, unit: small.name.to_string(), ..second.clone() })
}

/// A single ideograph that ends its clause is a unit, whatever it counts; not where it is a verb or a particle (到, 了, 算).
fn counter_at(rest: &str) -> Option<(&str, usize)> {
    let counted = rest.trim_start_matches(' ');
    let mut chars = counted.chars();
    let unit = chars
        .next()
        .filter(|c| !c.is_ascii() && c.is_alphabetic() && !"的和与及或后前内年月日号时期第".contains(*c))?;
    let is_last = chars.next().is_none_or(|c| !c.is_alphanumeric());
    let is_unit = || {
        let sorts = word_sorts(&counted[..unit.len_utf8()]);
        !sorts.iter().any(|(_, sort)| matches!(sort, WordSort::Verb | WordSort::Function | WordSort::Preposition))
    };
    (is_last && is_unit()).then(|| (&counted[..unit.len_utf8()], rest.len() - counted.len() + unit.len_utf8()))
}

/// One of a unit from a bracket or a cell of its own, in base units: 10000元 for 万元. 管网(36点) counts, and names no unit.
pub(super) fn one_of(unit: &str) -> Option<Amount> {
    let unit = unit.trim();
    // Figures under 万分之 are no tens of thousands.
    if unit.starts_with(|c: char| c.is_ascii_digit() || c == '.') || unit.ends_with("分之") {
        return None;
    }
    let written = format!("1{unit}");
    let mut one = amounts(&written).into_iter().next().filter(|amount| amount.is_counted)?;
    let rest = written[one.span.end..].trim();
    // 周转: no length of time.
    if Unit::spelled(&one.unit).is_some_and(|unit| matches!(unit.kind, UnitKind::Time | UnitKind::Calendar))
        && rest.starts_with(is_han)
    {
        return None;
    }
    // 万方: no list has all units.
    if one.unit.is_empty() && rest.chars().count() == 1 && !rest.is_ascii() {
        one.unit = rest.to_string();
    }
    Some(one)
}

/// 1#线, 3号机组, 7日留存 are names; 1:3.2 is a proportion.
fn names_a_thing(before: &str, written: &str, after: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let is_year = |number: &str| number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    let after_word = before.trim_end().ends_with(|c: char| c.is_ascii_alphabetic()) && before.ends_with(' ');
    after.starts_with(['#', '号', '日', '月', '年'])
        // 22.03:LTS, SPEC CPU 2017, 15/18.5/22 kW.
        || after.strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
        || after_word && is_year(written)
        || before.strip_suffix('/').is_some_and(|rest| rest.ends_with(digit))
        || after.strip_prefix(':').is_some_and(|rest| rest.starts_with(digit))
        || before.strip_suffix(':').is_some_and(|rest| rest.ends_with(digit))
}

fn plain(sort: Sort, span: Span, value: Decimal) -> Amount {
    Amount { sort, span, value, unit: String::new(), is_counted: false, per: None }
}

/// Whether a sign after `before` is one and not a dash inside a word or a range.
fn allows_a_sign(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '%' | '-' | '_' | '.' | '/'))
        || before.ends_with(['比', '为', '率', '降', '增', '幅'])
}

/// `银行3.0`, `账户2.0`: a point after a word is a version's, unless the word says that a value follows.
fn names_a_version(before: &str) -> bool {
    let opens_value =
        |c: char| matches!(c, '为' | '到' | '至' | '是' | '由' | '从' | '达' | '约' | '分' | '值' | '数' | '率');
    before.trim_end().ends_with(|c: char| c.is_alphanumeric() && !opens_value(c))
}

/// `92/164`, in brackets or not; days have been passed over.
fn share_at(text: &str, at: usize, end: usize, part: Decimal) -> Option<Amount> {
    let rest = text[end..].strip_prefix('/')?;
    let whole = digits(rest)?;
    let after = &rest[whole.digits..];
    let is_free = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-'))
        && !after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '.' | '_'));
    let ends = end + 1 + whole.digits;
    let whole: Decimal = rest[..whole.digits].replace(',', "").parse().ok()?;
    (is_free && part <= whole && whole > Decimal::ONE).then(|| plain(Sort::Share(part, whole), at..ends, part))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_bracket_that_counts_names_no_unit() {
        let one = |unit: &str| super::one_of(unit).map(|one| (one.value.to_string(), one.unit));
        assert_eq!(one("万元"), Some(("10000".to_string(), "元".to_string())));
        assert_eq!((one("36点"), one(" 12人"), one(".5倍")), (None, None, None));
        assert_eq!(one("周转"), None, "no length of time");
    }

    #[test]
    fn signs_of_any_length_and_signs_between_amounts_are_read() {
        for text in ["0++0", "环比 −5%", "笔笔6++199999999999999999999999999+:+，，"] {
            let found = super::amounts(text);
            assert!(found.iter().all(|amount| text.get(amount.span.clone()).is_some()), "{text}");
            assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{text}");
        }
    }

    use super::{Sort, amounts};

    #[test]
    fn a_rare_counter_has_a_period_as_well() {
        let found = amounts("夜间流量回到5.8方/小时");
        assert_eq!(found.iter().map(|amount| (&*amount.unit, amount.per)).collect::<Vec<_>>(), [("方", Some("小时"))]);
    }

    fn read(text: &str) -> Vec<(String, String)> {
        amounts(text).into_iter().map(|amount| (amount.value.to_string(), amount.unit)).collect()
    }

    fn one(value: &str, unit: &str) -> Vec<(String, String)> {
        vec![(value.into(), unit.into())]
    }

    #[test]
    fn multipliers_and_units_come_to_base_units() {
        for (text, value, unit) in [
            ("27.6万元", "276000", "元"),
            ("1.35亿元", "135000000", "元"),
            ("3千万元", "30000000", "元"),
            ("1.2w单", "12000", "单"),
            ("99.971%", "99.971", "%"),
            ("2.5‰", "0.25", "%"),
            ("30bp", "0.3", "个百分点"),
            ("900+户", "900", "户"),
            ("1,234,567.80元", "1234567.8", "元"),
            ("44.2万元/月", "442000", "元"),
            ("共12艘", "12", "艘"),
            ("环比-2.1%", "-2.1", "%"),
            ("GMV3.2亿元", "320000000", "元"),
        ] {
            assert_eq!(read(text), one(value, unit), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_left_out() {
        for text in ["6/15 11:01", "v2.3.1", "10.0.0.1", "账户2.0", "M1", "2023-06-20", "第26周", "1. 甲", "P0", "IPV6"]
        {
            let found: Vec<_> = amounts(text).into_iter().filter(|amount| amount.sort == Sort::Value).collect();
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }

    #[test]
    fn shares_and_ranks_are_told_apart() {
        assert!(matches!(amounts("迁移92/164")[0].sort, Sort::Share(_, _)));
        assert_eq!(amounts("排名第5")[0].sort, Sort::Rank);
    }
}
