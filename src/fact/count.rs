//! Numbers with a counting word after them, as an incident states them.

use serde::{Deserialize, Serialize};

use crate::lexicon::normalise_number;

/// A number with its unit as the incident states it, one spelling (`1,234` is `1234`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub value: String,
    pub unit: String,
}

/// What is counted. Lengths of time are none of it (see the incident's duration), nor are shares.
const UNITS: &[&str] = &[
    "笔", "个", "户", "次", "台", "条", "单", "人", "家", "元", "城", "项", "件", "箱", "辆", "吨", "米", "页", "份",
    "门店", "例", "车", "头", "栋", "名", "位", "通", "张", "封", "只", "批", "套", "颗", "瓶", "袋", "公斤", "千克",
    "升", "票", "盒", "间", "座", "艘", "架", "枚", "块", "篇", "款", "路", "组",
];

/// After these 个 counts time, and 天 and 月 count it always.
const TIMES: &[&str] = &["小时", "半小时", "月", "工作日", "星期", "季度", "百分点", "交易日"];

/// Numbers with a counting word after them (5991笔, 27.6万元), each once, in order; times and dates have none.
pub(super) fn counts(text: &str) -> Vec<Count> {
    let mut counts: Vec<Count> = Vec::new();
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let mut before = None;
    let mut rest = text;
    while let Some(at) = rest.find(is_digit) {
        before = rest[..at].chars().next_back().or(before);
        let length =
            rest[at..].find(|c: char| !(is_digit(c) || matches!(c, '.' | ',' | '，'))).unwrap_or(rest.len() - at);
        let written = rest[at..at + length].trim_end_matches(['.', ',', '，']);
        let after = &rest[at + written.len()..];
        let free = !before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | ':' | '：' | '-' | '_'));
        // 2到3条 is no number of them.
        let is_range = ["到", "至", "~", "～"]
            .iter()
            .any(|to| text_before(text, rest, at).strip_suffix(to).is_some_and(|known| known.ends_with(is_digit)));
        if free
            && !is_range
            && let Some(count) = counted(written, after)
            && !counts.contains(&count)
        {
            counts.push(count);
        }
        before = written.chars().next_back();
        rest = after;
    }
    counts
}

fn text_before<'a>(text: &'a str, rest: &str, at: usize) -> &'a str {
    &text[..text.len() - rest.len() + at]
}

fn counted(written: &str, after: &str) -> Option<Count> {
    let mut after = after.trim_start_matches([' ', '多', '余']);
    let multiplier = after.chars().next().filter(|c| matches!(c, '千' | '万' | '亿'));
    if let Some(c) = multiplier {
        after = after[c.len_utf8()..].trim_start_matches(['多', '余']);
    }
    let unit = UNITS.iter().find(|unit| after.starts_with(**unit)).map(|unit| (*unit).to_string());
    let unit = unit.or_else(|| english_plural(after))?;
    if unit == "个" && TIMES.iter().any(|time| after[unit.len()..].starts_with(time)) {
        return None;
    }
    let digits: String = written.chars().map(ascii_digit).collect();
    Some(Count { value: normalise_number(&digits, multiplier)?, unit })
}

/// `214 orders`: a word in the plural that is no unit of time.
fn english_plural(after: &str) -> Option<String> {
    const TIMES: [&str; 8] = ["seconds", "minutes", "hours", "days", "weeks", "months", "secs", "mins"];
    let length = after.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(after.len());
    let word = &after[..length];
    (length >= 4 && word.ends_with('s') && !TIMES.contains(&word)).then(|| word.to_string())
}

fn ascii_digit(c: char) -> char {
    let place = u32::from(c).wrapping_sub(u32::from('０'));
    char::from_digit(place, 10).unwrap_or(c)
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
