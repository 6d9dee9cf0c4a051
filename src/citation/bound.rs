//! How exactly a number is meant: 约, 超过, 不到 and their English kin.

use std::ops::Range;

use crate::vocabulary::{Match, Sense, Words};

/// How a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    Exact,
    /// 约, 左右, about.
    About,
    /// 超过, 多, at least.
    Over,
    /// 不到, 不足, fewer than.
    Under,
    /// 最多, 最长, up to: the value was reached.
    Most,
}

static BEFORE: Words = Words::of(&[
    Sense::About,
    Sense::WeakAbout,
    Sense::AtLeast,
    Sense::Above,
    Sense::ShortOf,
    Sense::Below,
    Sense::AtMost,
]);
static BEHIND: Words =
    Words::of(&[Sense::AboutBehind, Sense::WeakAboutBehind, Sense::AtLeastBehind, Sense::BelowBehind]);

fn bound_of(word: &Match) -> Bound {
    match word.sense {
        Sense::AtLeast | Sense::Above | Sense::AtLeastBehind => Bound::Over,
        Sense::ShortOf | Sense::Below | Sense::BelowBehind => Bound::Under,
        Sense::AtMost => Bound::Most,
        _ => Bound::About,
    }
}

/// How the words around a number bound it.
pub(super) fn bound(text: &str, span: &Range<usize>, has_more: bool) -> Bound {
    if has_more {
        return Bound::Over;
    }
    let before = text[..span.start].trim_end().to_ascii_lowercase();
    let before = ["了", "为", "达", "的", "是", "有", "共", "计"]
        .iter()
        .find_map(|word| before.strip_suffix(word))
        .unwrap_or(&before);
    // 近7天 is the last seven; the 约 of 预约 is another.
    let is_free =
        |word: &Match| word.word.is_ascii() || !before[..word.span.start].ends_with(['预', '改', '已', '最', '附']);
    let after = text[span.end..].trim_start();
    // TPS过1200 is over it, 出现过3次 is not.
    if before.strip_suffix('过').is_some_and(|ahead| ahead.ends_with(|c: char| c.is_ascii_alphanumeric())) {
        return Bound::Over;
    }
    let known = BEFORE.ending(before).filter(is_free).map(|word| bound_of(&word));
    let own = text[span.clone()].ends_with('天') && before.ends_with('近');
    let lists =
        before.strip_suffix("over").is_some_and(|ahead| ahead.trim_end().ends_with(|c: char| c.is_ascii_digit()));
    let is_during = before.ends_with("over") && (lists || unit_is_time(&text[span.clone()]));
    known
        .filter(|_| !own && !is_during)
        .or_else(|| BEHIND.beginning(after).map(|word| bound_of(&word)))
        .unwrap_or(Bound::Exact)
}

/// Over two days is during them, as is 402 over three batches.
fn unit_is_time(written: &str) -> bool {
    ["days", "day", "weeks", "hours", "months"].iter().any(|unit| written.ends_with(unit))
}
