//! Numbers with their units as a sentence or a source states them, and how exactly they are meant.

use std::ops::Range;

use rust_decimal::Decimal;

use super::bound::{Bound, bound};
use super::numeral::{Spoken, chinese, digits, english};
use super::scales::{CURRENCIES, LENGTHS};
use super::tokens::numeral;
use super::unit::{Unit, unit_at_start};
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// A number of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantity {
    /// Bytes of the folded text: the number with its unit.
    pub(super) span: Range<usize>,
    pub(super) value: Decimal,
    pub(super) unit: Unit,
    pub(super) bound: Bound,
    /// In words and small: it may be the writer's own count (两点原因, three measures).
    pub(super) is_loose: bool,
    /// Two to ten, in words.
    pub(super) is_small_word: bool,
}

/// Every quantity of a folded text, in order; `taken` are spans that are read otherwise (dates, names, addresses).
pub(super) fn quantities(text: &str, taken: &[Range<usize>]) -> Vec<Quantity> {
    let mut found: Vec<Quantity> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if let Some(span) = taken.iter().find(|span| span.contains(&at)) {
            at = span.end.max(at + first.len_utf8());
            continue;
        }
        if let Some(length) = item_number(text, at) {
            at += length;
            continue;
        }
        match read(text, at) {
            Some(quantity) => {
                at = quantity.span.end;
                push(text, &mut found, quantity);
            }
            // The rest of a number or a word that is none is passed over.
            None if first.is_ascii_alphanumeric() => {
                let rest = &text[at..];
                let end =
                    rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == ',')).unwrap_or(rest.len());
                at += end.max(1);
            }
            None => at += first.len_utf8(),
        }
    }
    found
}

/// `2. `, `2、` and `（2）` at the start of a line number an item: the bytes to pass over.
fn item_number(text: &str, at: usize) -> Option<usize> {
    let opens = text[..at].trim_end_matches([' ', '\t', '(', '（', '-', '*']);
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) || !(opens.is_empty() || opens.ends_with(['\n', '：', '；'])) {
        return None;
    }
    let rest = &text[at + digits..];
    let numbers = rest.starts_with(['、', ')', '）'])
        || rest.starts_with(". ")
        || rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(is_han));
    let stop = rest.chars().next().map_or(1, char::len_utf8);
    numbers.then_some(digits + stop)
}

/// 1小时 and 45分 are one length; the 2 of 2到3条 counts what the 3 does.
fn push(text: &str, found: &mut Vec<Quantity>, quantity: Quantity) {
    if let Some(last) = found.last_mut() {
        let between = &text[last.span.end..quantity.span.start];
        let is_joint = matches!(between.trim(), "" | "零" | "又" | "and" | "," | "and a");
        let is_minute = quantity.unit == Unit::Seconds || text[quantity.span.clone()].ends_with('分');
        if is_joint && is_minute && last.unit == Unit::Seconds {
            let value =
                if quantity.unit == Unit::Seconds { quantity.value } else { quantity.value * Decimal::from(60) };
            if value < last.value {
                last.value += value;
                last.span.end = quantity.span.end;
                return;
            }
        }
        if matches!(between.trim(), "到" | "至" | "~" | "-" | "to") && last.unit == Unit::Bare {
            last.unit = quantity.unit.clone();
        }
    }
    found.push(quantity);
}

fn read(text: &str, at: usize) -> Option<Quantity> {
    let rest = &text[at..];
    let before = text[..at].chars().next_back();
    let first = rest.chars().next()?;
    if let Some(quantity) = half(text, at, before) {
        return Some(quantity);
    }
    let (currency, skipped) = currency_before(rest, before);
    let number_at = at + skipped;
    let number = number(text, number_at, if skipped > 0 { Some(' ') } else { before }, first)?;
    let end = number_at + number.length;
    let after = &text[end..];
    let plus = after.len() - after.trim_start_matches(['多', '余', '+']).len();
    let after_unit = &after[plus..];
    let joined = after_unit.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let written = unit_at_start(after_unit);
    if joined && written.as_ref().is_none_or(|written| written.length == 0) {
        return None;
    }
    if after_unit.starts_with('.') && after_unit[1..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let is_spoken_chinese = number.is_spoken && first != ' ' && is_han(first);
    let (mut unit, by, length) =
        written.map_or((Unit::Bare, 1_000, 0), |written| (written.unit, written.thousandths, written.length));
    if number.is_spoken && unit == Unit::Bare {
        return None;
    }
    if is_spoken_chinese && is_no_count(text, number_at, end + plus, &number, &unit) {
        return None;
    }
    let value = number.value.checked_mul(Decimal::new(by, 3))?.normalize();
    if let Some(currency) = currency {
        unit = currency;
    }
    let span = at..end + plus + length;
    let is_loose = number.is_spoken && number.value <= Decimal::from(10) && is_generic(&text[end + plus..]);
    let bound = bound(text, &span, plus > 0);
    let is_small_word = number.is_spoken && number.value <= Decimal::from(10);
    Some(Quantity { span, value, unit, bound, is_loose, is_small_word })
}

fn number(text: &str, at: usize, before: Option<char>, first: char) -> Option<Spoken> {
    let rest = text.get(at..)?;
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        let joins = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '.' | '#' | '+' | '第');
        let hyphened =
            before == Some('-') && text[..at].trim_end_matches('-').ends_with(|c: char| c.is_ascii_alphanumeric());
        // 6-8 is a range; csp-2 and INC-2 are names.
        let is_range = hyphened && text[..at - 1].ends_with(|c: char| c.is_ascii_digit());
        if before.is_some_and(joins) || (hyphened && !is_range) {
            return None;
        }
        return digits(rest);
    }
    if first.is_ascii_alphabetic() {
        let is_inside = before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
        return if is_inside { None } else { english(rest) };
    }
    let starts = numeral(first).is_some() || first == '十';
    (starts && !matches!(before, Some('第' | '周'))).then(|| chinese(rest)).flatten()
}

/// 半小时, half an hour, 一个半小时, an hour, 一半.
fn half(text: &str, at: usize, before: Option<char>) -> Option<Quantity> {
    if before.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let rest = &text[at..];
    let lower = rest.chars().take(24).collect::<String>().to_ascii_lowercase();
    if let Some(length) = LENGTHS.iter().find(|length| lower.starts_with(length.word)) {
        let span = at..at + length.word.len();
        let bound = bound(text, &span, false);
        return Some(Quantity {
            span,
            value: Decimal::from(length.amount),
            unit: Unit::Seconds,
            bound,
            is_loose: false,
            is_small_word: false,
        });
    }
    let word = ["一半", "half of", "halfway"].into_iter().find(|word| lower.starts_with(word))?;
    let span = at..at + word.len();
    Some(Quantity {
        span,
        value: Decimal::from(50),
        unit: Unit::Percent,
        bound: Bound::About,
        is_loose: false,
        is_small_word: false,
    })
}

fn currency_before(rest: &str, before: Option<char>) -> (Option<Unit>, usize) {
    if before.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return (None, 0);
    }
    let Some(mark) = CURRENCIES.iter().find(|mark| rest.starts_with(mark.word)) else { return (None, 0) };
    let after = &rest[mark.word.len()..];
    let number = after.trim_start_matches(' ');
    if number.starts_with(|c: char| c.is_ascii_digit()) {
        (Unit::of(mark.of), mark.word.len() + after.len() - number.len())
    } else {
        (None, 0)
    }
}

/// Words that hold a numeral and count nothing: 一次支付, 二合一, 两边, 四月.
fn is_no_count(text: &str, start: usize, end: usize, number: &Spoken, unit: &Unit) -> bool {
    let one = number.value == Decimal::ONE;
    let after = &text[end..];
    let is_percent = matches!(unit, Unit::Percent);
    one || text[..start].ends_with(['第', '十', '统', '百'])
        || after.starts_with("点建议")
        || (is_percent && after.starts_with("成功"))
        || after.starts_with("年")
        || after.starts_with("周年")
        || (number.length == '十'.len_utf8() && after.starts_with("分") && !after.starts_with("分钟"))
        || after.starts_with("期")
        || after.starts_with("级")
        || after.starts_with("层楼")
}

/// Nouns that a writer counts by himself.
static NOUNS: Words = Words::of(&[Sense::CountNoun]);

fn is_generic(after: &str) -> bool {
    NOUNS.beginning(after.trim_start()).is_some()
}
