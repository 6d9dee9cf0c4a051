//! Numbers as they are spoken: 两百三十, 二十三, 1.2万, twelve, half a million.

use rust_decimal::Decimal;

use super::scales::NUMBERS;
use super::tokens::numeral;
use crate::lexicon::normalise_number;

/// A number at the start of a text: its value and its bytes.
pub(super) struct Spoken {
    pub(super) value: Decimal,
    pub(super) length: usize,
    /// In words, where a number needs a unit to be one.
    pub(super) is_spoken: bool,
}

/// Digits with thousands commas, a point and 千, 万, 亿 or thousand, million behind them.
pub(super) fn digits(text: &str) -> Option<Spoken> {
    let length = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
    let mut written = text[..length].trim_end_matches([',', '.']);
    // `1,2` lists two numbers; `5,991` is one.
    if let Some((first, rest)) = written.split_once(',') {
        let groups = rest.split('.').next().unwrap_or_default();
        if !groups.split(',').all(|group| group.len() == 3) {
            written = first;
        }
    }
    if written.is_empty() || written.matches('.').count() > 1 {
        return None;
    }
    let rest = &text[written.len()..];
    let (multiplier, length) = chinese_multiplier(rest);
    let mut value: Decimal = normalise_number(written, multiplier)?.parse().ok()?;
    let mut end = written.len() + length;
    if multiplier == Some('万') && text[end..].starts_with('亿') {
        value = value.checked_mul(Decimal::from(100_000_000))?;
        end += '亿'.len_utf8();
    }
    if multiplier.is_none()
        && let Some((times, length)) = english_multiplier(rest)
    {
        value = value.checked_mul(Decimal::from(times))?;
        end += length;
    }
    Some(Spoken { value: value.normalize(), length: end, is_spoken: false })
}

fn chinese_multiplier(rest: &str) -> (Option<char>, usize) {
    let space = rest.len() - rest.trim_start_matches([' ', '多', '余']).len();
    let after = &rest[space..];
    match after.chars().next() {
        Some('千') if after.starts_with("千瓦") || after.starts_with("千克") => (None, 0),
        Some(c @ ('千' | '万' | '亿')) => (Some(c), space + c.len_utf8()),
        _ => (None, 0),
    }
}

fn english_multiplier(rest: &str) -> Option<(i64, usize)> {
    let trimmed = rest.trim_start_matches(' ');
    let space = rest.len() - trimmed.len();
    let word_end = trimmed.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(trimmed.len());
    let word = &trimmed[..word_end];
    let times = match word.to_ascii_lowercase().as_str() {
        "thousand" => 1_000,
        "k" if space == 0 => 1_000,
        "million" | "mn" => 1_000_000,
        "m" if space == 0 && word == "M" => 1_000_000,
        "billion" | "bn" => 1_000_000_000,
        _ => return None,
    };
    Some((times, space + word_end))
}

/// A Chinese numeral: 十二, 两百三十, 三千多, 四百; digit by digit (二〇二三) is none.
pub(super) fn chinese(text: &str) -> Option<Spoken> {
    let mut total: u64 = 0;
    let mut section: u64 = 0;
    let mut digit: Option<u64> = None;
    let mut length = 0;
    let mut has_digit = false;
    for c in text.chars() {
        if let Some(value) = numeral(c) {
            if digit.is_some_and(|known| known != 0) {
                return None;
            }
            digit = Some(u64::from(value));
            has_digit = true;
        } else if let Some(power) = "十百千".chars().position(|known| known == c) {
            let power = 10_u64.pow(u32::try_from(power).ok()? + 1);
            if power > 10 && !has_digit {
                break;
            }
            section += digit.take().unwrap_or(1) * power;
            has_digit = true;
        } else if (c == '万' || c == '亿') && has_digit {
            section += digit.take().unwrap_or(0);
            total = (total + section).checked_mul(if c == '万' { 10_000 } else { 100_000_000 })?;
            section = 0;
        } else {
            break;
        }
        length += c.len_utf8();
    }
    let value = total.checked_add(section)?.checked_add(digit.unwrap_or(0))?;
    (has_digit && length > 0).then_some(Spoken { value: Decimal::from(value), length, is_spoken: true })
}

/// An English number word: two … ninety-nine, three hundred, twelve thousand. One and a are none.
pub(super) fn english(text: &str) -> Option<Spoken> {
    let lower = text.get(..text.len().min(40)).unwrap_or(text).to_ascii_lowercase();
    let (mut value, mut length) = english_word(&lower)?;
    if value >= 20
        && let Some(rest) = lower[length..].strip_prefix(['-', ' '])
        && let Some((ones, more)) = english_word(rest).filter(|(ones, _)| *ones < 10)
    {
        value += ones;
        length += 1 + more;
    }
    if lower[length..].starts_with(" hundred") {
        value *= 100;
        length += " hundred".len();
    }
    if let Some((times, more)) = english_multiplier(&lower[length..]).filter(|(times, _)| *times >= 1_000) {
        value = value.checked_mul(times)?;
        length += more;
    }
    Some(Spoken { value: Decimal::from(value), length, is_spoken: true })
}

fn english_word(lower: &str) -> Option<(i64, usize)> {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let number = NUMBERS.iter().find(|number| lower.strip_prefix(number.word).is_some_and(ends))?;
    Some((number.amount, number.word.len()))
}
