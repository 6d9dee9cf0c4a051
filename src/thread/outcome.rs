//! What came of a promise, and the rule that decided: by later statements of the same work, by words of a later line, or not at all.

use crate::calendar::Date;
use crate::record::Place;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    Kept,
    Partly,
    Slipped,
    Dropped,
    /// No later report says enough.
    Unknown,
    /// No report is late enough to say.
    Pending,
}

impl Outcome {
    pub const ALL: [Self; 6] = [Self::Kept, Self::Partly, Self::Slipped, Self::Dropped, Self::Unknown, Self::Pending];

    pub fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Partly => "partly",
            Self::Slipped => "slipped",
            Self::Dropped => "dropped",
            Self::Unknown => "unknown",
            Self::Pending => "pending",
        }
    }
}

/// The rule that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// A later report names the day on which the step was done, and it is in time.
    DoneInTime,
    /// It is too late.
    DoneLate,
    /// A later report plans the step for a later day.
    PlannedAnew,
    /// A later report up to the next one after the day tells the step as done, without its day.
    ToldDone,
    /// A report tells it as done, but long after the day.
    DoneSomeDay,
    /// A report after the day tells less.
    StillUnderWay,
    /// A later line says that it is put off.
    ToldDelayed,
    /// A later line says that it is stopped.
    ToldStopped,
    /// A later line tells part of it as done.
    ToldInPart,
    /// It is a goal again.
    GoalAgain,
    /// A later line closes what was open.
    Closed,
    /// Later lines speak of it and tell no outcome.
    SpokenOf,
    /// No later line speaks of it.
    NotMentioned,
    /// The day lies after the last report, or no later report is there.
    NotDue,
}

impl Why {
    pub fn name(self) -> &'static str {
        match self {
            Self::DoneInTime => "done-in-time",
            Self::DoneLate => "done-late",
            Self::PlannedAnew => "planned-anew",
            Self::ToldDone => "told-done",
            Self::DoneSomeDay => "done-some-day",
            Self::StillUnderWay => "still-under-way",
            Self::ToldDelayed => "told-delayed",
            Self::ToldStopped => "told-stopped",
            Self::ToldInPart => "told-in-part",
            Self::GoalAgain => "goal-again",
            Self::Closed => "closed",
            Self::SpokenOf => "spoken-of",
            Self::NotMentioned => "not-mentioned",
            Self::NotDue => "not-due",
        }
    }
}

/// What came of a promise.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    pub outcome: Outcome,
    pub why: Why,
    /// Days late, where both days are known; negative where it was early.
    pub days: Option<i32>,
    /// The later place that decided, or speaks of it, with its words; `None` where none does.
    pub evidence: Option<(Place, Date, String)>,
}

impl Verdict {
    pub(super) fn without_evidence(outcome: Outcome, why: Why) -> Self {
        Self { outcome, why, days: None, evidence: None }
    }
}

const DELAYED: [&str; 22] = [
    "延期", "推迟", "顺延", "延后", "挪到", "改到", "改至", "推到", "推至", "没有赶上", "没赶上", "未赶上", "未能", "没能", "没做完", "未完成", "没完成",
    "来不及", "重新排期", "滞后", "postponed", "delayed",
];
const STOPPED: [&str; 9] = ["取消", "不做了", "不再做", "终止", "搁置", "暂停", "暂缓", "cancelled", "on hold"];
const IN_PART: [&str; 11] = ["部分完成", "完成一半", "一半", "过半", "还剩", "剩余", "还差", "八成", "九成", "七成", "partly"];
const DONE: [&str; 32] = [
    "完成", "上线", "投产", "发布", "交付", "通过", "查明", "查清", "关闭", "清零", "归零", "归档", "做完", "跑完", "改完", "写完", "评完", "测完", "切完", "到位",
    "定级", "定稿", "结束", "启用", "解决", "落地", "拿到", "递交", "签完", "done", "completed", "closed",
];
const CLOSED: [&str; 12] =
    ["关闭", "闭环", "复盘完成", "已复盘", "复盘结束", "结案", "清零", "归零", "追平", "查明", "恢复正常", "closed"];
const NOT_BEFORE: [&str; 12] = ["未", "没", "没有", "待", "尚未", "将", "预计", "计划", "争取", "准备", "不", "还没"];

/// What `text` says of a thing done: the delay before the stop, the part before the whole. `None` where it says nothing.
pub(super) fn outcome_in(text: &str) -> Option<(Outcome, Why)> {
    let lower = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if says(&DELAYED) {
        Some((Outcome::Slipped, Why::ToldDelayed))
    } else if says(&STOPPED) {
        Some((Outcome::Dropped, Why::ToldStopped))
    } else if says(&IN_PART) || is_below_whole(&lower) {
        Some((Outcome::Partly, Why::ToldInPart))
    } else if says_plainly(&lower, &DONE) {
        Some((Outcome::Kept, Why::ToldDone))
    } else {
        None
    }
}

/// Whether `text` closes what was open before.
pub(super) fn closes(text: &str) -> bool {
    says_plainly(&text.to_lowercase(), &CLOSED)
}

/// Whether one of `words` stands in `text` without a word before it that denies it or puts it into the future.
fn says_plainly(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let before = text[..at].trim_end();
            let clause = &before[before.rfind(['，', '。', '；', ';', '\n']).map_or(0, |end| before.ceil_char_boundary(end + 1))..];
            let is_name = text[at + word.len()..].starts_with(['率', '度', '前']);
            !is_name && !NOT_BEFORE.iter().any(|not| before.ends_with(not)) && !["预计", "计划", "争取"].iter().any(|plan| clause.contains(plan))
        })
    })
}

/// 进度80%: told, and less than all.
fn is_below_whole(text: &str) -> bool {
    ["进度", "完成"].iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let rest = text[at + word.len()..].trim_start_matches(['：', ':', ' ', '了', '到']);
            let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
            let is_percent = rest[digits.len()..].starts_with(['%', '％']);
            is_percent && digits.parse::<rust_decimal::Decimal>().is_ok_and(|share| share < rust_decimal::Decimal::ONE_HUNDRED)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{Outcome, closes, outcome_in};

    #[test]
    fn words_decide_and_a_denied_word_does_not() {
        for (text, outcome) in [
            ("接口评审通过", Some(Outcome::Kept)),
            ("验收没有赶上，改到5/3", Some(Outcome::Slipped)),
            ("门禁换代取消", Some(Outcome::Dropped)),
            ("差异修数完成60%", Some(Outcome::Partly)),
            ("预计下周完成", None),
            ("尚未完成", None),
            ("继续观察", None),
        ] {
            assert_eq!(outcome_in(text).map(|(outcome, _)| outcome), outcome, "{text}");
        }
        assert!(closes("厂家答复，关闭") && !closes("待关闭"));
    }
}
