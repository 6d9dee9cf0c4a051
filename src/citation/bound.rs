//! How exactly a number is meant: 约, 超过, 不到 and their English kin.

use std::ops::Range;

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

/// How the words around a number bound it.
pub(super) fn bound(text: &str, span: &Range<usize>, has_more: bool) -> Bound {
    const BEFORE: &[(&str, Bound)] = &[
        ("不超过", Bound::Most),
        ("不高于", Bound::Most),
        ("不少于", Bound::Over),
        ("不低于", Bound::Over),
        ("至少", Bound::Over),
        ("超过", Bound::Over),
        ("多于", Bound::Over),
        ("高于", Bound::Over),
        ("大于", Bound::Over),
        ("逾", Bound::Over),
        ("不到", Bound::Under),
        ("不足", Bound::Under),
        ("少于", Bound::Under),
        ("低于", Bound::Under),
        ("小于", Bound::Under),
        ("至多", Bound::Most),
        ("最多", Bound::Most),
        ("最长", Bound::Most),
        ("最高", Bound::Most),
        ("大约", Bound::About),
        ("大概", Bound::About),
        ("将近", Bound::About),
        ("接近", Bound::About),
        ("约", Bound::About),
        ("近", Bound::About),
        ("no more than", Bound::Most),
        ("no fewer than", Bound::Over),
        ("no less than", Bound::Over),
        ("more than", Bound::Over),
        ("at least", Bound::Over),
        ("greater than", Bound::Over),
        ("exceeding", Bound::Over),
        ("over", Bound::Over),
        ("above", Bound::Over),
        ("fewer than", Bound::Under),
        ("less than", Bound::Under),
        ("under", Bound::Under),
        ("below", Bound::Under),
        ("up to", Bound::Most),
        ("at most", Bound::Most),
        ("about", Bound::About),
        ("around", Bound::About),
        ("roughly", Bound::About),
        ("approximately", Bound::About),
        ("nearly", Bound::About),
        ("almost", Bound::About),
        ("some", Bound::About),
        ("~", Bound::About),
    ];
    const AFTER: &[(&str, Bound)] = &[
        ("以上", Bound::Over),
        ("左右", Bound::About),
        ("上下", Bound::About),
        ("以下", Bound::Under),
        ("or more", Bound::Over),
        ("or so", Bound::About),
    ];
    if has_more {
        return Bound::Over;
    }
    let before = text[..span.start].trim_end().to_ascii_lowercase();
    let before = ["了", "为", "达", "的", "是", "有", "共", "计"]
        .iter()
        .find_map(|word| before.strip_suffix(word))
        .unwrap_or(&before);
    // 近7天 is the last seven; the 约 of 预约 and the over of handed over are others.
    let is_free = |word: &str| {
        let ahead = &before[..before.len() - word.len()];
        if word.is_ascii() {
            !ahead.ends_with(|c: char| c.is_ascii_alphabetic())
        } else {
            !ahead.ends_with(['预', '改', '已', '最', '附'])
        }
    };
    let after = text[span.end..].trim_start();
    // TPS过1200 is over it, 出现过3次 is not.
    if before.strip_suffix('过').is_some_and(|ahead| ahead.ends_with(|c: char| c.is_ascii_alphanumeric())) {
        return Bound::Over;
    }
    let known = BEFORE.iter().find(|(word, _)| before.ends_with(word) && is_free(word)).map(|(_, bound)| *bound);
    let own = text[span.clone()].ends_with('天') && before.ends_with('近');
    let lists =
        before.strip_suffix("over").is_some_and(|ahead| ahead.trim_end().ends_with(|c: char| c.is_ascii_digit()));
    let is_during = before.ends_with("over") && (lists || unit_is_time(&text[span.clone()]));
    known
        .filter(|_| !own && !is_during)
        .or_else(|| AFTER.iter().find(|(word, _)| after.starts_with(word)).map(|(_, bound)| *bound))
        .unwrap_or(Bound::Exact)
}

/// Over two days is during them, as is 402 over three batches.
fn unit_is_time(written: &str) -> bool {
    ["days", "day", "weeks", "hours", "months"].iter().any(|unit| written.ends_with(unit))
}
