//! What the finders of numbers share: digits written in groups, and what the words around a number say it is. An amount,
//! a count or an order number is a fact and stays, however much its digits look like a telephone.

use std::ops::Range;

use super::view::View;
use crate::calendar::Date;

/// What follows an amount or a count. Only units of what is counted in large numbers: after a telephone comes a name as
/// often as not, and 张 is one.
#[rustfmt::skip]
const UNITS: [&str; 42] = [
    "元", "万", "亿", "千", "笔", "条", "个", "次", "户", "分", "角", "秒", "毫秒", "微秒", "字节", "行", "倍",
    "股", "%", "‰", "ms", "kb", "mb", "gb", "tb", "usd", "cny", "rmb", "yuan", "rows", "records", "bytes", "times",
    "users", "requests", "transactions", "tokens", "orders", "美元", "人民币", "港元", "单",
];

/// Words that begin like a unit and are none.
#[rustfmt::skip]
const NO_UNITS: [&str; 21] = [
    "分机", "分行", "分公司", "分管", "个人", "次日", "次周", "户名", "户主", "行长", "行方", "行内", "元旦",
    "元月", "条件", "单位", "单独", "万总", "万先生", "万女士", "万经理",
];

#[rustfmt::skip]
const AMOUNT_LABELS: [&str; 30] = [
    "金额", "余额", "总额", "交易额", "发生额", "差额", "合计", "共计", "总计", "累计", "收入", "成本", "支出",
    "笔数", "条数", "总数", "数量", "次数", "共", "amount", "total", "sum", "count", "balance", "¥", "￥", "$",
    "rmb", "cny", "usd",
];

#[rustfmt::skip]
const ORDER_LABELS: [&str; 44] = [
    "订单号", "订单", "单号", "流水号", "流水", "批次号", "批次", "批号", "交易号", "工单号", "工单", "编号",
    "序号", "凭证号", "参考号", "版本号", "商户号", "商编", "终端号", "机构号", "任务号", "请求号", "时间戳", "id",
    "order", "order no", "order no.", "order number", "batch", "batch no", "batch no.", "batch number", "trace",
    "trace no", "traceid", "txn", "serial", "serial no", "ticket", "ref", "ref no", "ref.", "build", "offset",
];

/// How far an identifier is looked at, in chars: a SHA-256 has sixty-four.
const LONGEST_HASH: usize = 64;

/// The digits of a number that may be written in groups, and where it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Digits {
    pub places: Range<usize>,
    pub digits: Vec<u8>,
    /// Digits a group.
    pub groups: Vec<usize>,
    /// What stands between the groups.
    pub separator: Option<char>,
}

impl Digits {
    /// Whether it is one run of digits, or grouped as in one of `ways`.
    pub fn is_grouped(&self, ways: &[&[usize]]) -> bool {
        self.groups.len() == 1 || ways.contains(&self.groups.as_slice())
    }
}

/// What begins at `start` and has exactly `count` digits, with one and the same separator of `separators` between groups.
/// A further digit right after them makes it another number.
pub(super) fn digits(view: &View, start: usize, count: usize, separators: &[char]) -> Option<Digits> {
    let mut found = Digits { places: start..start, digits: Vec::new(), groups: vec![0], separator: None };
    let mut place = start;
    while found.digits.len() < count {
        let c = view.at(place);
        if let Some(digit) = c.to_digit(10) {
            found.digits.push(digit as u8);
            if let Some(group) = found.groups.last_mut() {
                *group += 1;
            }
        } else {
            let joins = separators.contains(&c)
                && found.separator.is_none_or(|known| known == c)
                && view.at(place + 1).is_ascii_digit()
                && found.groups.last().is_some_and(|group| *group > 0);
            if !joins {
                return None;
            }
            found.separator = Some(c);
            found.groups.push(0);
        }
        place += 1;
    }
    found.places.end = place;
    (!view.at(place).is_ascii_digit()).then_some(found)
}

/// Whether a number at `places` stands alone: no digits or letters go on after it, it is no fraction and has none.
pub(super) fn stands_alone(view: &View, places: &Range<usize>) -> bool {
    let (before, after) = (view.before(places.start), view.at(places.end));
    let has_fraction = after == '.' && view.at(places.end + 1).is_ascii_digit();
    !before.is_ascii_digit()
        && !is_fraction(view, places.start)
        && !has_fraction
        && !goes_on(view, places.end)
        && !is_hexadecimal(view, places.start)
}

/// `0.138…` is a fraction; `1.138…` at the start of a line is item 1 with a number.
fn is_fraction(view: &View, start: usize) -> bool {
    if view.before(start) != '.' || start < 2 || !view.at(start - 2).is_ascii_digit() {
        return false;
    }
    let whole = view.back_while(start - 1, |c| c.is_ascii_digit());
    let line = view.back_while(whole, |c| matches!(c, ' ' | '\t' | '-' | '*' | '>'));
    let is_item = matches!(view.before(line), '\0' | '\n');
    !is_item || view.at(whole) == '0'
}

/// Whether the letters right after belong to it (`…4u64`, `…8L`, `…8e9f`); a word does not (`…8Tom`).
fn goes_on(view: &View, end: usize) -> bool {
    let tail = view.text(end..view.until(end, |c| !c.is_ascii_alphanumeric()).min(end + LONGEST_HASH));
    let is_word = tail.len() > 1 && tail.bytes().all(|byte| byte.is_ascii_alphabetic());
    !tail.is_empty() && (!is_word || tail.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Within a longer identifier of letters and digits, as hashes are.
fn is_hexadecimal(view: &View, start: usize) -> bool {
    let before = (start.saturating_sub(LONGEST_HASH)..start).rev().map(|place| view.at(place));
    before.take_while(char::is_ascii_alphanumeric).any(|c| c.is_ascii_digit())
}

/// Whether the words around say that it counts or measures something.
pub(super) fn is_amount(view: &View, places: &Range<usize>) -> bool {
    let after = view.until(places.end, |c| c != ' ');
    let has = |words: &[&str]| words.iter().any(|word| view.has(after, word));
    let has_unit = has(&UNITS) && !has(&NO_UNITS) && !is_longer_word(view, after);
    has_unit || ends_with(&view.label(places.start), &AMOUNT_LABELS)
}

/// A Latin unit is a whole word: `ms`, not `msg`.
fn is_longer_word(view: &View, after: usize) -> bool {
    let end = view.until(after, |c| !c.is_ascii_alphabetic());
    end > after && !UNITS.contains(&view.text(after..end).to_lowercase().as_str())
}

/// Whether the words before say that it names an order, a batch, a merchant.
pub(super) fn is_order(view: &View, start: usize) -> bool {
    ends_with(&view.label(start), &ORDER_LABELS)
}

/// Whether `label` ends with one of `words`; a Latin one as a whole word.
pub(super) fn ends_with(label: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        label.strip_suffix(word).is_some_and(|rest| {
            !word.starts_with(|c: char| c.is_ascii_alphabetic()) || !rest.ends_with(|c: char| c.is_ascii_alphabetic())
        })
    })
}

/// Whether eight digits, or six, are a day: `20230615`, `230615`.
pub(super) fn is_day(digits: &[u8]) -> bool {
    let number = |digits: &[u8]| digits.iter().fold(0_i16, |value, digit| value * 10 + i16::from(*digit));
    let (year, rest) = match digits.len() {
        8 => (number(&digits[..4]), &digits[4..]),
        // A leap year for all, as the century is not known.
        6 => (if number(&digits[..2]) % 4 == 0 { 2000 } else { 2001 }, &digits[2..]),
        _ => return false,
    };
    let (month, day) = (number(&rest[..2]), number(&rest[2..]));
    (1900..2100).contains(&year) && Date::new(year, month as i8, day as i8).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{digits, is_amount, is_day};
    use crate::redact::view::View;

    #[test]
    fn groups_have_one_separator_and_no_digit_after() {
        let view = View::new("138-1234-5678 138-1234 5678 138123456789", &[]);
        let found = digits(&view, 0, 11, &['-', ' ']).expect("grouped");
        assert_eq!((found.groups.as_slice(), found.places), ([3, 4, 4].as_slice(), 0..13));
        assert_eq!(digits(&view, 14, 11, &['-', ' ']), None);
        assert_eq!(digits(&view, 28, 11, &['-', ' ']), None);
    }

    #[test]
    fn units_make_amounts_and_names_do_not() {
        let amount = |text: &str| is_amount(&View::new(text, &[]), &(0..2));
        assert!(["12元", "12 ms", "12亿", "12%", "12 rows"].iter().all(|text| amount(text)));
        assert!(["12张三", "12分机", "12 msg", "12", "12万先生"].iter().all(|text| !amount(text)));
    }

    #[test]
    fn days_are_possible_days() {
        assert!(is_day(&[2, 0, 2, 3, 0, 6, 1, 5]) && is_day(&[9, 6, 0, 2, 2, 9]));
        assert!(!is_day(&[2, 0, 2, 3, 0, 2, 2, 9]) && !is_day(&[9, 0, 1, 3, 0, 1]) && !is_day(&[1]));
    }
}
