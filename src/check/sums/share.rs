//! Ratios whose percentage is another: 45/60 with 70%, 96 of 164 with a rate of 70%.

use rust_decimal::Decimal;

use super::Wrong;
use super::term::last_digit;
use crate::check::finding::Wording;
use crate::quantity::is_bounded_before;
use crate::report::Span;
use crate::vocabulary::{Sense, Words};

/// What is wrong with a ratio whose percentage `stated` is another, rounded to as many places as are written or cut.
fn wrong(part: u64, whole: u64, stated: Decimal, span: Span) -> Option<Wrong> {
    let exact = Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole);
    let right = exact.round_dp(stated.scale().max(1)).normalize();
    let message = Wording::new(
        format!("{part}/{whole} 等于 {right}%，写的是 {stated}%"),
        format!("{part}/{whole} is {right}%, and {stated}% is written"),
    );
    ((exact - stated).abs() >= last_digit(stated)).then_some(Wrong { span, message })
}

/// Most characters between a ratio and its percentage.
const NEAR_CHARS: usize = 14;

/// The same in English, whose words are longer.
const NEAR_LETTERS: usize = 32;

/// What a percentage beside a ratio is called when it is the ratio's own.
static OWN_NAMES: Words = Words::of(&[Sense::OwnRate]);

/// Words that make a percentage one of another time or of a plan.
static OTHERS: Words = Words::of(&[Sense::OtherValue]);

/// The ratios of a line that do not compute. `is_date`: whether the byte belongs to a date.
pub(in crate::check) fn shares(line: &str, is_date: &dyn Fn(usize) -> bool) -> Vec<Wrong> {
    let mut found = Vec::new();
    for ratio in ratios(line) {
        let enclosed = before_brackets(line, &ratio);
        let is_closed = line[ratio.span.end..].trim_start().starts_with(['）', ')']);
        if (enclosed.is_none() || !is_closed) && is_date(ratio.span.start) {
            continue;
        }
        let Some(percent) = enclosed.or_else(|| percentage_after(line, &ratio)) else { continue };
        let is_vague = |at: usize| is_bounded_before(&line[..at]);
        if ratio.whole == 0 || is_vague(ratio.span.start) || is_vague(percent.start) {
            continue;
        }
        let Ok(stated) = line[percent.clone()].trim_end_matches(['%', '％', ' ']).parse() else { continue };
        let span = ratio.span.start.min(percent.start)..ratio.span.end.max(percent.end);
        found.extend(wrong(ratio.part, ratio.whole, stated, span));
    }
    found
}

struct Ratio {
    span: Span,
    part: u64,
    whole: u64,
}

/// `45/60`, `45 of 60`, `45 out of 60`: whole numbers with nothing else joined to them.
fn ratios(line: &str) -> Vec<Ratio> {
    let mut found = Vec::new();
    for join in ["/", "／", " of ", " out of "] {
        for (at, _) in line.match_indices(join) {
            let before = line[..at].trim_end_matches(' ');
            let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let rest = line[at + join.len()..].trim_start_matches(' ');
            let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let end = line.len() - after.len();
            let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "/.-_,:：".contains(c));
            let goes_on =
                joined(after.chars().next()) && after.chars().nth(1).is_some_and(|c| c.is_ascii_alphanumeric());
            let numbers = (before[start..].parse(), line[end - (rest.len() - after.len())..end].parse());
            if let (Ok(part), Ok(whole)) = numbers
                && !joined(line[..start].chars().next_back())
                && !goes_on
                && part <= whole
            {
                found.push(Ratio { span: start..end, part, whole });
            }
        }
    }
    found
}

/// The percentage right before the brackets around a ratio: `70%（45/60）`.
fn before_brackets(line: &str, ratio: &Ratio) -> Option<Span> {
    let before = line[..ratio.span.start].trim_end_matches(' ').strip_suffix(['（', '('])?.trim_end_matches(' ');
    let number = before.strip_suffix(['%', '％'])?;
    let start = number.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    // 70%（45/60项）, 96% (46 of 50 orders).
    let inside = line[ratio.span.end..].split(['）', ')']).next().unwrap_or_default();
    let closes = inside.len() < line[ratio.span.end..].len()
        && inside.chars().count() <= NEAR_CHARS
        && inside.chars().all(|c| c.is_alphabetic() || c == ' ');
    (start < number.len() && closes).then_some(start..before.len())
}

/// The percentage right after a ratio, where its name says that it is the ratio's own.
fn percentage_after(line: &str, ratio: &Ratio) -> Option<Span> {
    let rest = &line[ratio.span.end..];
    let start = rest.find(|c: char| c.is_ascii_digit())?;
    let between = &rest[..start];
    let digits = rest[start..].find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
    let sign = rest[start + digits..].chars().next().filter(|c| matches!(c, '%' | '％'))?;
    let most = if between.is_ascii() { NEAR_LETTERS } else { NEAR_CHARS };
    let is_near = between.chars().count() <= most && !between.contains(['。', '；', ';', '、', '|', '+', '-', '/']);
    if !is_near || OTHERS.are_in(between) || between.contains('未') {
        return None;
    }
    let name: String = between.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    // 45/60个，完成率: the unit is no part of the name.
    let clause = between.rsplit(['，', ',', '（', '(', '：', ':', '=']).next().unwrap_or_default();
    let own: String = clause.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let before: String =
        line[..ratio.span.start].chars().rev().take(10).collect::<Vec<_>>().into_iter().rev().collect();
    let letters: Vec<char> = own.chars().collect();
    let shares_word = letters.windows(2).any(|pair| before.contains(&pair.iter().collect::<String>()));
    let is_own = name.is_empty()
        || own.is_empty()
        || [&name, &own].iter().any(|name| OWN_NAMES.have(name) || *name == "完成")
        || shares_word;
    // 下降70% after the sign would make it a change.
    is_own.then(|| ratio.span.end + start..ratio.span.end + start + digits + sign.len_utf8())
}
