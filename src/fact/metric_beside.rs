//! Numbers that stand beside a value and say something of it: the value before, the target, by how much it changed.

use rust_decimal::Decimal;

use super::metric::Direction;
use super::metric_name::tidy;

/// What a number that stands beside a value says of it.
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
    if rest.starts_with("持平")
        || rest.starts_with("环比持平")
        || rest.starts_with("同比持平")
        || rest.starts_with("与上周持平")
    {
        Some(Direction::Flat)
    } else if rest.starts_with('↑') {
        Some(Direction::Up)
    } else {
        rest.starts_with('↓').then_some(Direction::Down)
    }
}

const EARLIER: &[&str] = &[
    "上周", "上月", "上期", "上季", "上年", "去年", "同期", "此前", "之前", "原来", "原先", "上次", "前一周", "上一周",
    "年初", "last week", "last month", "previous",
];
const COMPARED: &[&str] = &["环比", "同比", "较", "比", "相对", "相比", "对比"];
const UP: &[&str] = &["提升", "上升", "增加", "增长", "提高", "上涨", "涨", "多", "高", "升", "增", "+", "↑", "扩大"];
const DOWN: &[&str] =
    &["下降", "降低", "减少", "缩短", "下跌", "跌", "少", "低", "降", "减", "快", "回落", "下滑", "压降", "↓", "收窄"];
const TARGETS: &[&str] = &[
    "目标", "上限", "阈值", "指标要求", "标准", "红线", "target", "goal", "要求", "争取", "不低于", "不超过", "不高于",
];

pub(super) fn beside(own: &str, times: &[&str]) -> Beside {
    let has = |words: &[&str]| words.iter().any(|word| own.contains(word));
    let ends = |words: &[&str]| words.iter().any(|word| own.trim_end().ends_with(word));
    let comes_to = ends(&["到", "至", "为", "达", "达到", "成", ":"]);
    let compares = COMPARED.iter().any(|word| {
        own.match_indices(word).any(|(at, _)| {
            let after = &own[at + word.len()..];
            let before = &own[..at];
            !before.ends_with(['占', '同', '环', '对', '相'])
                && !["例", "率", "重", "大", "为", ":", "较"].iter().any(|rest| after.starts_with(rest))
                || matches!(*word, "环比" | "同比")
        })
    });
    let bare = own.trim_end().trim_end_matches(['了', '约', '近', '超', '过', ' ']);
    let direction = if UP.iter().any(|word| bare.ends_with(word)) {
        Some(Direction::Up)
    } else if DOWN.iter().any(|word| bare.ends_with(word)) {
        Some(Direction::Down)
    } else {
        None
    };
    if has(TARGETS) {
        return Beside::Target;
    }
    if comes_to && !has(EARLIER) {
        return Beside::Itself;
    }
    if compares || (direction.is_some() && is_change_verb(own)) {
        return Beside::Change(direction);
    }
    let past = |time: &&str| time.starts_with('上') || time.starts_with('去') || time.starts_with('前');
    if has(EARLIER) || times.iter().any(past) {
        return Beside::Before;
    }
    Beside::Itself
}

/// 提升21分, 下降3%: a verb of two characters right before the value. 减少 of 减少了 counts; 覆盖率高 does not.
pub(super) fn is_change_verb(own: &str) -> bool {
    const VERBS: &[&str] = &[
        "提升", "上升", "增加", "增长", "提高", "上涨", "下降", "降低", "减少", "缩短", "下跌", "回落", "下滑", "压降",
        "涨", "跌", "↑", "↓", "降了", "升了", "增了", "减了", "降约", "升约",
    ];
    let own = own.trim_end();
    VERBS.iter().any(|verb| own.ends_with(verb) || own.trim_end_matches(['了', '约', ' ']).ends_with(verb))
}

pub(super) fn without_change_words(name: &str) -> String {
    let mut rest = name.to_string();
    for word in EARLIER
        .iter()
        .chain(COMPARED)
        .chain(UP)
        .chain(DOWN)
        .chain(&["了", "约", "月", "周", "天", "季度", "均值", "平均", "与", "同"])
    {
        rest = rest.replace(word, "");
    }
    tidy(&rest).to_string()
}
