//! Numbers beside a value: the value before, the target, by how much it changed.

use rust_decimal::Decimal;

use super::metric::Direction;
use super::metric_name::tidy;
use crate::vocabulary::{Sense, Words};

/// What a number beside a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    Before,
    Target,
    Change(Option<Direction>),
    Itself,
}

pub(super) fn course(before: Decimal, now: Decimal) -> Option<Direction> {
    Some(match now.cmp(&before) {
        std::cmp::Ordering::Greater => Direction::Up,
        std::cmp::Ordering::Less => Direction::Down,
        std::cmp::Ordering::Equal => Direction::Flat,
    })
}

/// The way that a signed amount says: `+18.6%`.
pub(super) fn sign(written: &str) -> Option<Direction> {
    match written.chars().next() {
        Some('+') => Some(Direction::Up),
        Some('-' | '−') => Some(Direction::Down),
        _ => None,
    }
}

/// Up or down in the words right after a value: `持平`, `↑`.
pub(super) fn word_after(text: &str, end: usize) -> Option<Direction> {
    let rest = text[end..].trim_start_matches(['，', ',', ' ', '(']);
    let rest = ["环比", "同比", "与上周"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    match rest.chars().next()? {
        '↑' => Some(Direction::Up),
        '↓' => Some(Direction::Down),
        _ => rest.starts_with("持平").then_some(Direction::Flat),
    }
}

static EARLIER: Words = Words::of(&[Sense::WeekBefore, Sense::EarlierValue, Sense::EarlierPoint]);
static COMPARED: Words = Words::of(&[Sense::ComparedWith]);
static TARGETS: Words = Words::of(&[Sense::TargetValue, Sense::RequiredValue]);
static COURSE: Words =
    Words::of(&[Sense::Up, Sense::WeakUp, Sense::Higher, Sense::Down, Sense::WeakDown, Sense::Lower, Sense::Sooner]);

/// The way that the words right before a number say.
fn course_before(own: &str) -> Option<Direction> {
    let bare = own.trim_end().trim_end_matches(['了', '约', '近', '超', '过', ' ']);
    if bare.ends_with('+') {
        return Some(Direction::Up);
    }
    // 提升到约12吨 comes to a value.
    let found = COURSE.ending(bare).filter(|found| !found.word.ends_with(['到', '至']))?;
    Some(match found.sense {
        Sense::Up | Sense::WeakUp | Sense::Higher => Direction::Up,
        _ => Direction::Down,
    })
}

/// What the number behind the words `own` is; `times` are the times that `own` names.
pub(super) fn beside(own: &str, times: &[&str]) -> Beside {
    let comes_to = ["到", "至", "为", "达", "成", ":"].iter().any(|word| own.trim_end().ends_with(word));
    let compares = COMPARED.all_in(own).iter().any(|found| {
        let (before, after) = (&own[..found.span.start], &own[found.span.end..]);
        let is_name = before.ends_with(['占', '同', '环', '对', '相'])
            || ["例", "率", "重", "大", "为", ":", "较"].iter().any(|rest| after.starts_with(rest));
        !is_name || matches!(found.word, "环比" | "同比")
    });
    let direction = course_before(own);
    if TARGETS.are_in(own) {
        return Beside::Target;
    }
    let is_earlier = EARLIER.are_in(own);
    if comes_to && !is_earlier {
        return Beside::Itself;
    }
    if compares || (direction.is_some() && is_change_verb(own)) {
        return Beside::Change(direction);
    }
    if is_earlier || times.iter().any(|time| time.starts_with(['上', '去', '前'])) {
        return Beside::Before;
    }
    Beside::Itself
}

/// Matches 提升21分, 下降3%, 降了2%: a verb right before the value, one of a single character only with 了 or 约; not 覆盖率高.
fn is_change_verb(own: &str) -> bool {
    static CHANGES: Words = Words::of(&[Sense::Up, Sense::Down, Sense::WeakUp, Sense::WeakDown]);
    let own = own.trim_end();
    let bare = own.trim_end_matches(['了', '约', ' ']);
    CHANGES.ending(bare).is_some_and(|found| {
        let is_strong = matches!(found.sense, Sense::Up | Sense::Down) || matches!(found.word, "↑" | "↓");
        is_strong || bare.len() < own.len()
    })
}

pub(super) fn without_change_words(name: &str) -> String {
    static CHANGES: Words = Words::of(&[Sense::Up, Sense::Higher, Sense::Down, Sense::Lower]);
    let mut rest = name.to_string();
    for words in [&EARLIER, &COMPARED, &CHANGES] {
        rest = words.replaced(&rest, "");
    }
    // No 扩 and 缩, which are parts of names.
    const OTHERS: &str = "升增降减快了约月周天与同";
    rest.retain(|c| !OTHERS.contains(c));
    for word in ["季度", "均值", "平均"] {
        rest = rest.replace(word, "");
    }
    tidy(&rest).to_string()
}
