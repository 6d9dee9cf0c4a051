//! Numbers with a unit that counts things, as an incident states them.

use serde::{Deserialize, Serialize};

use crate::quantity::{Context, Quantity, UnitKind, run_of_digits, word_end};

/// A number with its unit as the incident states it, one spelling (`1,234` is `1234`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub value: String,
    pub unit: String,
}

/// Numbers of things and amounts of money (5991笔, 27.6万元), each once, in order; lengths of time and shares are none of them.
pub(super) fn counts(text: &str) -> Vec<Count> {
    let mut counts: Vec<Count> = Vec::new();
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let mut from = 0;
    while let Some(at) = text[from..].find(is_digit).map(|next| from + next) {
        let rest = &text[at..];
        let quantity = Quantity::in_digits(rest, Context::Text);
        from = at + quantity.map_or_else(|| run_of_digits(rest), |quantity| quantity.number.digits);
        let before = &text[..at];
        let is_joined = before.ends_with(|c: char| c.is_ascii_alphanumeric() || "/:：-_第".contains(c));
        // 2到3条 is no number of them.
        let is_range = before.strip_suffix(['到', '至', '~', '～']).is_some_and(|known| known.ends_with(is_digit));
        if !is_joined
            && !is_range
            && let Some(count) = quantity.and_then(|quantity| counted(rest, &quantity))
            && !counts.contains(&count)
        {
            counts.push(count);
        }
    }
    counts
}

fn counted(text: &str, quantity: &Quantity) -> Option<Count> {
    let things = quantity
        .unit
        .filter(|unit| matches!(unit.kind, UnitKind::Count | UnitKind::Step | UnitKind::Size | UnitKind::Money));
    let unit = match things.filter(|unit| !unit.is_english) {
        Some(unit) => unit.spelling.to_string(),
        None => english_plural(&text[quantity.number.length..], quantity)?,
    };
    Some(Count { value: quantity.number.value.normalize().to_string(), unit })
}

/// `214 orders`: a word in the plural that is no unit of time.
fn english_plural(rest: &str, quantity: &Quantity) -> Option<String> {
    let rest = rest.trim_start_matches(' ');
    let word = &rest[..word_end(rest)];
    let is_plain = word.len() >= 4 && word.ends_with('s') && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_time = quantity.is(UnitKind::Time) || quantity.is(UnitKind::Calendar);
    (is_plain && !is_time).then(|| word.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Count, counts};

    #[test]
    fn numbers_are_counted_in_one_spelling() {
        let count = |value: &str, unit: &str| Count { value: value.into(), unit: unit.into() };
        assert_eq!(
            counts("共1,234笔、27.6万元，停了2min，１５家门店"),
            [count("1234", "笔"), count("276000", "元"), count("15", "家")]
        );
        assert_eq!(counts("for 18 minutes, 214 orders failed, 2个小时"), [count("214", "orders")]);
    }

    #[test]
    fn times_dates_and_versions_are_no_counts() {
        assert!(counts("6/15 11:01 发现 v2.3 与 10.0.0.1 不通").is_empty());
    }
}
