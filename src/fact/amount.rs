//! Amounts: a number of folded text with its multiplier and unit, brought to base units; a share `92/164`; a rank. What
//! they measure is read elsewhere.

use rust_decimal::Decimal;

use super::figure::{is_free, unit_of};
use crate::calendar::mentions;
use crate::lexicon::normalise_number;
use crate::report::Span;

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sort {
    Value,
    /// `92/164`: the part and the whole.
    Share(Decimal, Decimal),
    /// The 5 of `第5`.
    Rank,
}

/// A number where it stands.
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
    /// `元/月`, `单/天`: what the unit is stated for.
    pub per: Option<&'static str>,
}

/// Units that only a measure has, beside those of [`super::figure`]; the longer before the shorter that it begins with.
const UNITS: &[&str] = &[
    "人次", "人民币", "公里", "公斤", "千克", "千米", "厘米", "毫米", "平方米", "平米", "立方米", "台次", "例次",
    "车次", "架次", "班次", "床日", "千瓦时", "课时", "学时", "工时", "个点", "美金", "港元", "欧元", "ppm", "ppb",
    "m³", "m²", "MPa", "kPa", "Hz", "dB", "rpm", "km", "kg", "kWh", "MWh", "GWh", "MW", "kW", "GW", "mm", "cm", "ml",
    "mg", "Mbps", "Gbps", "KB", "pct", "pp", "PB", "℃", "°C", "度", "封", "票", "通", "座", "枚", "颗", "瓶", "袋",
    "盒", "间", "艘", "升", "册", "本", "股", "节", "款", "路", "门", "只", "宗", "支", "道", "班", "趟", "列", "架",
    "床", "棵", "亩", "点", "局", "口", "副", "幅", "口", "片", "株", "匹", "桶", "罐", "卷", "双", "层", "级", "字",
    "行", "屏", "u", "岁", "分位", "个月",
];

/// One spelling for units that mean the same.
const SAME: &[(&str, &str)] = &[
    ("％", "%"),
    ("min", "分钟"),
    ("h", "小时"),
    ("s", "秒"),
    ("ms", "毫秒"),
    ("个小时", "小时"),
    ("百分点", "个百分点"),
    ("pct", "个百分点"),
    ("pp", "个百分点"),
    ("个点", "个百分点"),
    ("tps", "TPS"),
    ("qps", "QPS"),
    ("公里", "km"),
    ("千米", "km"),
    ("公斤", "kg"),
    ("千克", "kg"),
    ("°C", "℃"),
    ("人民币", "元"),
    ("美金", "美元"),
];

/// Every amount of `text`, in order. Dates, times, versions, addresses and list numbers are none.
pub(super) fn amounts(text: &str) -> Vec<Amount> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    amounts_beside(text, &times_in(text))
}

/// Where the times stand that `text` names, in order.
pub(super) fn times_in(text: &str) -> Vec<Span> {
    mentions(text).into_iter().map(|mention| mention.span).collect()
}

/// As [`amounts`], for a text whose times ([`times_in`]) are known.
pub(super) fn amounts_beside(text: &str, times: &[Span]) -> Vec<Amount> {
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
        match amount_at(text, digit) {
            Some(mut amount) => {
                // The sign of 0++0 is the end of the amount before it.
                amount.span.start = amount.span.start.max(at);
                at = amount.span.end;
                found.push(amount);
            }
            None => at = digit + number_length(&text[digit..]).max(1),
        }
    }
    found
}

fn number_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len())
}

fn amount_at(text: &str, at: usize) -> Option<Amount> {
    let written = text[at..at + number_length(&text[at..])].trim_end_matches([',', '.']);
    let end = at + written.len();
    let value = decimal(written)?;
    let before = &text[..at];
    if let Some(rest) = before.trim_end().strip_suffix('第') {
        return (!rest.is_empty() && written.len() <= 4).then(|| plain(Sort::Rank, at..end, value));
    }
    if let Some(share) = share_at(text, at, end, value) {
        return Some(share);
    }
    let after = &text[end..];
    if names_a_thing(before, after) {
        return None;
    }
    let (factor, rest) = multiplier(after);
    let (unit, length) = unit_at(rest, factor.is_some());
    let is_counted = factor.is_some() || !unit.is_empty();
    let is_joined = before.ends_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '#' | '.'));
    // GMV3.2亿, NPS45分: a measure in capitals, glued to its value.
    let capitals = before.len() - before.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
    if is_joined && !(is_counted && capitals >= 3) {
        return None;
    }
    if !is_joined && !is_free(text, at, end) && !before.ends_with(['-', '.']) {
        return None;
    }
    let unsigned = before.strip_suffix(['-', '−', '+']).filter(|rest| stands_free(rest));
    let signed = unsigned.is_some();
    if before.ends_with(['-', '.']) && !signed {
        return None;
    }
    let is_glued =
        !is_counted && after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '_' | '-' | '.'));
    let is_version = !is_counted && written.contains('.') && names_a_version(before);
    if is_glued || is_version || written.matches('.').count() > 1 {
        return None;
    }
    let unit_end = text.len() - rest.len() + length;
    let scaled = value.checked_mul(factor.unwrap_or(Decimal::ONE))?;
    let scaled = match unit {
        "‰" => scaled.checked_div(Decimal::TEN)?,
        "bp" | "BP" => scaled.checked_div(Decimal::ONE_HUNDRED)?,
        _ => scaled,
    }
    .normalize();
    let coin = if unit.is_empty() { coin_before(before) } else { "" };
    let unit = if coin.is_empty() { unit } else { coin };
    let is_counted = is_counted || !coin.is_empty();
    let value = if signed && before.ends_with(['-', '−']) { -scaled } else { scaled };
    let per = per_at(&text[unit_end..]).filter(|_| is_counted);
    let unit = match unit {
        "‰" => "%".to_string(),
        "bp" | "BP" => "个百分点".to_string(),
        unit => SAME.iter().find(|(other, _)| *other == unit).map_or(unit, |(_, same)| same).to_string(),
    };
    Some(Amount {
        sort: Sort::Value,
        span: unsigned.map_or(at, str::len)..unit_end + per.map_or(0, |(length, _)| length),
        value,
        unit,
        is_counted,
        per: per.map(|(_, name)| name),
    })
}

/// 1#线, 3号机组, 7日留存 are names; 1:3.2 is a proportion.
fn names_a_thing(before: &str, after: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    after.starts_with(['#', '号', '日', '月', '年'])
        || after.strip_prefix(':').is_some_and(|rest| rest.starts_with(digit))
        || before.strip_suffix(':').is_some_and(|rest| rest.ends_with(digit))
}

fn plain(sort: Sort, span: Span, value: Decimal) -> Amount {
    Amount { sort, span, value, unit: String::new(), is_counted: false, per: None }
}

/// `￥268`, `$1200`: the unit stands before the number.
fn coin_before(before: &str) -> &'static str {
    match before.trim_end().chars().next_back() {
        Some('￥' | '¥') => "元",
        Some('$') => "美元",
        Some('€') => "欧元",
        _ => "",
    }
}

/// Whether a sign after `before` is one and not a dash inside a word or a range.
fn stands_free(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '%' | '-' | '_' | '.' | '/'))
        || before.ends_with(['比', '为', '率', '降', '增', '幅'])
}

/// `银行3.0`, `账户2.0`: a point after a word is a version's, unless the word says that a value follows.
fn names_a_version(before: &str) -> bool {
    let opens_value =
        |c: char| matches!(c, '为' | '到' | '至' | '是' | '由' | '从' | '达' | '约' | '分' | '值' | '数' | '率');
    before.trim_end().ends_with(|c: char| c.is_alphanumeric() && !opens_value(c))
}

fn decimal(written: &str) -> Option<Decimal> {
    normalise_number(written, None)?.parse().ok()
}

/// `92/164`, in brackets or not; a day is none (those have been passed over).
fn share_at(text: &str, at: usize, end: usize, part: Decimal) -> Option<Amount> {
    let rest = text[end..].strip_prefix('/')?;
    let length = number_length(rest);
    let whole_written = rest[..length].trim_end_matches([',', '.']);
    let whole = decimal(whole_written)?;
    let after = &rest[whole_written.len()..];
    let is_free = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-'))
        && !after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '.' | '_'));
    let ends = end + 1 + whole_written.len();
    (is_free && part <= whole && whole > Decimal::ONE).then(|| plain(Sort::Share(part, whole), at..ends, part))
}

/// What the number is multiplied by, and what stands after that.
fn multiplier(after: &str) -> (Option<Decimal>, &str) {
    const FACTORS: &[(&str, i64)] = &[
        ("万亿", 1_000_000_000_000),
        ("千万", 10_000_000),
        ("百万", 1_000_000),
        ("十万", 100_000),
        ("亿", 100_000_000),
        ("万", 10_000),
        ("千", 1_000),
        ("w", 10_000),
        ("W", 10_000),
        ("k", 1_000),
        ("K", 1_000),
    ];
    let rest = after.trim_start_matches([' ', '多', '余', '+']);
    let found = FACTORS.iter().find(|(word, _)| {
        let next = rest.strip_prefix(word).and_then(|next| next.chars().next());
        let goes_on = word.is_ascii() && next.is_some_and(|c| c.is_ascii_alphanumeric());
        // 千克, 千米, 千瓦时 are units.
        let is_unit = *word == "千" && next.is_some_and(|c| matches!(c, '克' | '米' | '瓦' | '伏'));
        rest.starts_with(word) && !goes_on && !is_unit
    });
    match found {
        Some((word, factor)) => {
            (Some(Decimal::from(*factor)), rest[word.len()..].trim_start_matches([' ', '多', '余']))
        }
        None => (None, rest),
    }
}

/// The unit and its length in bytes; a single ideograph that ends its clause is one, whatever it counts.
fn unit_at(rest: &str, is_multiplied: bool) -> (&str, usize) {
    let ends = |unit: &str| {
        let after = &rest[unit.len()..];
        !(unit.ends_with(|c: char| c.is_ascii_alphabetic()) && after.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    if let Some(unit) = UNITS.iter().find(|unit| rest.starts_with(**unit) && ends(unit) && !is_word(unit, rest)) {
        return (unit, unit.len());
    }
    let known = unit_of(rest);
    if !known.is_empty() && rest.starts_with(known) {
        return if is_word(known, rest) { ("", 0) } else { (known, known.len()) };
    }
    if !known.is_empty() {
        return (known, 0);
    }
    let mut chars = rest.chars();
    let first =
        chars.next().filter(|c| !c.is_ascii() && c.is_alphabetic() && !"的和与及或后前内年月日号时期第".contains(*c));
    let is_last = chars.next().is_none_or(|c| !c.is_alphanumeric());
    match first {
        Some(c) if is_last && !is_multiplied => (&rest[..c.len_utf8()], c.len_utf8()),
        _ => ("", 0),
    }
}

/// 分批 and 级别 begin with a unit's character and are words.
fn is_word(unit: &str, rest: &str) -> bool {
    const WORDS: &[&str] = &[
        "分批", "分之", "分别", "级别", "级以上", "点前", "点后", "点半", "点位", "本地", "本身", "度过", "单元",
        "单点", "组织", "路由", "口径", "行业", "行政", "道路", "支付", "支持", "列表", "节点", "门禁", "只有", "双活",
        "双机", "副本", "字段", "层级", "班组", "个别", "份额", "位置", "人工", "人员", "例会", "例行", "台账", "周年",
        "天内", "起步", "起因", "起见", "套餐", "户外",
    ];
    !unit.is_empty() && WORDS.iter().any(|word| word.starts_with(unit) && rest.starts_with(word))
}

/// `/月`, `/天`, `每月` after the unit: its length and its name.
fn per_at(after: &str) -> Option<(usize, &'static str)> {
    const PERIODS: &[(&str, &str)] = &[
        ("/月", "每月"),
        ("/天", "每天"),
        ("/日", "每日"),
        ("/周", "每周"),
        ("/年", "每年"),
        ("/季度", "每季度"),
        ("/小时", "每小时"),
        ("/秒", "每秒"),
        ("/分钟", "每分钟"),
        ("/人", "每人"),
        ("/单", "每单"),
        ("/吨", "每吨"),
        ("/件", "每件"),
    ];
    PERIODS.iter().find(|(written, _)| after.starts_with(written)).map(|(written, name)| (written.len(), *name))
}

#[cfg(test)]
mod tests {
    #[test]
    fn signs_of_any_length_and_signs_between_amounts_are_read() {
        for text in ["0++0", "环比 −5%", "笔笔6++199999999999999999999999999+:+，，"] {
            let found = super::amounts(text);
            assert!(found.iter().all(|amount| text.get(amount.span.clone()).is_some()), "{text}");
            assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{text}");
        }
    }

    use super::{Sort, amounts};

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
