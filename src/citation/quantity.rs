//! Numbers with their units as a sentence or a source states them, and how exactly they are meant.

use std::ops::Range;

use rust_decimal::Decimal;

use super::bound::{Bound, bound};
use super::unit::{Unit, unit_at_start};
use crate::quantity::{Number, chinese, currency_at, digits, english, length_in_words, numeral};
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
            last.unit = quantity.unit;
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
    let is_joined = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let written = unit_at_start(after);
    if is_joined && written.as_ref().is_none_or(|written| written.length == 0) {
        return None;
    }
    if after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric())) {
        return None;
    }
    let is_spoken_chinese = number.is_spoken && first != ' ' && is_han(first);
    let (unit, scale, length) =
        written.map_or((Unit::Bare, Decimal::ONE, 0), |written| (written.unit, written.scale, written.length));
    if number.is_spoken && unit == Unit::Bare || is_spoken_chinese && is_no_count(text, number_at, end, &number, unit) {
        return None;
    }
    let value = number.value.checked_mul(scale)?.normalize();
    let unit = currency.unwrap_or(unit);
    let span = at..end + length;
    let is_small_word = number.is_spoken && number.value <= Decimal::from(10);
    let is_loose = is_small_word && NOUNS.beginning(after.trim_start()).is_some();
    let bound = bound(text, &span, number.has_more);
    Some(Quantity { span, value, unit, bound, is_loose, is_small_word })
}

/// Nouns that a writer counts by himself.
static NOUNS: Words = Words::of(&[Sense::CountNoun]);

fn number(text: &str, at: usize, before: Option<char>, first: char) -> Option<Number> {
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
        return digits(rest).map(|number| in_millions(number, rest));
    }
    if first.is_ascii_alphabetic() {
        let is_inside = before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
        return if is_inside { None } else { english(rest) };
    }
    let starts = numeral(first).is_some() || first == '十';
    (starts && !matches!(before, Some('第' | '周'))).then(|| chinese(rest)).flatten()
}

/// The M of 3M.
fn in_millions(number: Number, text: &str) -> Number {
    let is_million = text[number.length..]
        .strip_prefix('M')
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
    let value = number.value.checked_mul(Decimal::from(1_000_000)).filter(|_| is_million && !number.is_multiplied);
    value.map_or(number, |value| Number { value, length: number.length + 1, is_multiplied: true, ..number })
}

/// 半小时, half an hour, 一个半小时, an hour, 一半.
fn half(text: &str, at: usize, before: Option<char>) -> Option<Quantity> {
    if before.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let of = |value: Decimal, unit: Unit, length: usize, is_about: bool| {
        let span = at..at + length;
        let bound = if is_about { Bound::About } else { bound(text, &span, false) };
        Quantity { span, value, unit, bound, is_loose: false, is_small_word: false }
    };
    let rest = &text[at..];
    if let Some((seconds, length)) = length_in_words(rest) {
        return Some(of(seconds, Unit::Seconds, length, false));
    }
    let halves = |word: &&str| rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    let word = ["一半", "half of", "halfway"].into_iter().find(halves)?;
    Some(of(Decimal::from(50), Unit::Percent, word.len(), true))
}

fn currency_before(rest: &str, before: Option<char>) -> (Option<Unit>, usize) {
    let mark = currency_at(rest).filter(|_| !before.is_some_and(|c| c.is_ascii_alphanumeric()));
    let Some((mark, end)) = mark else { return (None, 0) };
    let number = rest[end..].trim_start_matches(' ');
    if number.starts_with(|c: char| c.is_ascii_digit()) {
        (Unit::of(mark), rest.len() - number.len())
    } else {
        (None, 0)
    }
}

/// Words that hold a numeral and count nothing: 一次支付, 二合一, 两边, 四月.
fn is_no_count(text: &str, start: usize, end: usize, number: &Number, unit: Unit) -> bool {
    let after = &text[end..];
    let is_ten = number.digits == '十'.len_utf8();
    number.value == Decimal::ONE
        || text[..start].ends_with(['第', '十', '统', '百'])
        || ["点建议", "年", "周年", "期", "级", "层楼"].iter().any(|word| after.starts_with(word))
        || unit == Unit::Percent && after.starts_with("成功")
        || is_ten && after.starts_with("分") && !after.starts_with("分钟")
}
