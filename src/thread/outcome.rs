//! What came of a promise, and the rule that decided: by later statements of the same work, by words of a later line, or not at all.

use rust_decimal::Decimal;

use crate::calendar::{Date, mentions};
use crate::record::Place;
use crate::report::Span;
use crate::vocabulary::{DELAY, LAUNCH, Sense, Words};

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
    /// No report is there for the weeks after it.
    NoReport,
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
            Self::NoReport => "no-report",
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

static STOPPED: Words = Words::of(&[Sense::Paused, Sense::Cancelled]);
const IN_PART: [&str; 11] =
    ["部分完成", "完成一半", "一半", "过半", "还剩", "剩余", "还差", "八成", "九成", "七成", "partly"];
static DONE: Words = Words::of(&[
    Sense::Done,
    Sense::ToldDone,
    Sense::Launch,
    Sense::Handover,
    Sense::Grading,
    Sense::Settled,
    Sense::IncidentClosed,
]);
static CLOSED: Words = Words::of(&[Sense::IncidentClosed, Sense::Settled]);

/// Before a word: it has not come to that.
static NOT_BEFORE: Words =
    Words::of(&[Sense::Not, Sense::NotYet, Sense::Unable, Sense::Plan, Sense::WeakPlan, Sense::Prepared]);

/// What `text`, a line of the report of `date`, says of `goal`: the delay before the stop, the part before the whole. `None` where it says
/// nothing of the goal's own step (复盘, 提测), or only plans it.
pub(crate) fn outcome_in(goal: &str, text: &str, date: Date) -> Option<(Outcome, Why)> {
    let lower = text.to_lowercase();
    let steps = steps_of(goal);
    let tells_step =
        |text: &str| steps.is_empty() || steps.iter().any(|step| text.contains(step)) || launches(&steps, text);
    if DELAY.are_in(text) && (tells_step(&lower) || names_its_day(goal, text)) {
        return Some((Outcome::Slipped, Why::ToldDelayed));
    }
    if STOPPED.are_in(text) && tells_step(&lower) {
        return Some((Outcome::Dropped, Why::ToldStopped));
    }
    if let (Some(wanted), Some(reached)) = (share_in(goal), share_in(text)) {
        let (outcome, why) =
            if reached >= wanted { (Outcome::Kept, Why::ToldDone) } else { (Outcome::Partly, Why::ToldInPart) };
        return Some((outcome, why));
    }
    if !tells_step(&lower) || share_in(text).is_some_and(|share| share < Decimal::ONE_HUNDRED) {
        return None;
    }
    if IN_PART.iter().any(|word| lower.contains(word) && !goal.contains(word)) {
        return Some((Outcome::Partly, Why::ToldInPart));
    }
    let clauses = lower.split(['，', '。', '；', ';', '|']);
    let is_done =
        |clause: &str| (says_plainly(clause, &DONE) || tells_reached(clause, &steps)) && !is_planned(clause, date);
    clauses.into_iter().any(is_done).then_some((Outcome::Kept, Why::ToldDone))
}

/// The day after `due` that `text`, a line of the report of `date`, has for the goal's own step: it was done late, or is planned anew. `None`
/// where the text has the step on the day itself, too.
pub(super) fn later_day(goal: &str, text: &str, due: Date, date: Date) -> Option<(Date, Why)> {
    let steps = steps_of(goal);
    let days = text
        .split(['，', '。', '；', ';', '|'])
        .filter(|clause| steps.iter().any(|step| clause.contains(step)) || launches(&steps, clause));
    let mut later = None;
    for clause in days {
        for mention in mentions(clause) {
            // 比11/14晚两周, 由6/6改到6/13: the day before is the one that was.
            let is_old = ["比", "较", "由", "从", "自", "原定", "原"]
                .iter()
                .any(|word| clause[..mention.span.start].ends_with(word));
            let Some(period) =
                mention.reading.as_ref().ok().and_then(|expression| expression.core().resolve(date).ok())
            else {
                continue;
            };
            if period.from() <= due && due <= period.to() && !is_old && !tells_delay(clause) {
                return None;
            }
            let why = if period.to() <= date && says_plainly(clause, &DONE) { Why::DoneLate } else { Why::PlannedAnew };
            let is_told = why == Why::DoneLate || period.to() > date;
            if period.from() > due && is_told && !is_old {
                later = Some((period.to(), why));
            }
        }
    }
    later
}

/// The steps that a text names.
pub(crate) fn steps_of(text: &str) -> Vec<&'static str> {
    let mut steps: Vec<&'static str> = STEPS.all_in(text).into_iter().map(|found| found.word).collect();
    steps.sort_unstable();
    steps.dedup();
    steps
}

/// Whether a line names a day that the goal names, as written.
fn names_its_day(goal: &str, text: &str) -> bool {
    mentions(goal).iter().any(|mention| text.contains(&goal[mention.span.clone()]))
}

/// Steps whose name alone tells that they were come to.
static REACHED: Words =
    Words::of(&[Sense::ToTest, Sense::Launch, Sense::Handover, Sense::Proposal, Sense::Pilot, Sense::End]);

/// Steps that a goal names, and that a line has to tell of if it is to say that the goal was kept.
static STEPS: Words = Words::of(&[
    Sense::ToTest,
    Sense::Launch,
    Sense::Handover,
    Sense::Postmortem,
    Sense::Review,
    Sense::Acceptance,
    Sense::Integration,
    Sense::Tender,
    Sense::Proposal,
    Sense::Signing,
    Sense::Switch,
    Sense::Grading,
    Sense::LoadTest,
    Sense::Arrival,
    Sense::Pilot,
    Sense::Training,
    Sense::End,
]);

/// 上线, 投产 and 发布 are told for each other.
fn launches(steps: &[&str], text: &str) -> bool {
    steps.iter().any(|step| LAUNCH.have(step)) && LAUNCH.are_in(text)
}

/// Whether the text names a day after its report's: 6/8上线 in a report of 6/6.
fn is_planned(text: &str, date: Date) -> bool {
    mentions(text).iter().any(|mention| {
        let period = mention.reading.as_ref().ok().and_then(|expression| expression.core().resolve(date).ok());
        period.is_some_and(|period| period.from() > date)
    })
}

/// The percentage that a text tells as a progress.
fn share_in(text: &str) -> Option<Decimal> {
    ["进度", "完成", "迁移", "达到"].iter().find_map(|word| {
        text.match_indices(word).find_map(|(at, _)| {
            let rest = text[at + word.len()..].trim_start_matches(['：', ':', ' ', '了', '到', '过']);
            let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
            if rest[digits.len()..].starts_with(['%', '％']) { digits.parse().ok() } else { None }
        })
    })
}

/// Whether `text` tells that something is put off.
pub(crate) fn tells_delay(text: &str) -> bool {
    DELAY.are_in(text)
}

/// Whether `text` closes what was open before.
pub(crate) fn closes(text: &str) -> bool {
    says_plainly(text, &CLOSED)
}

/// Whether one of `words` stands in `text` without a word before it that denies it or puts it into the future.
fn says_plainly(text: &str, words: &Words) -> bool {
    words.all_in(text).iter().any(|found| is_plain(text, &found.span))
}

/// Whether `text` names one of `steps` whose name alone tells that it was come to.
fn tells_reached(text: &str, steps: &[&str]) -> bool {
    REACHED.all_in(text).iter().any(|found| steps.contains(&found.word) && is_plain(text, &found.span))
}

fn is_plain(text: &str, word: &Span) -> bool {
    let (before, after) = (text[..word.start].trim_end(), &text[word.end..]);
    let clause =
        &before[before.rfind(['，', '。', '；', ';', '\n']).map_or(0, |end| before.ceil_char_boundary(end + 1))..];
    let is_name = after.starts_with(['率', '度', '前', '后'])
        || ["检查", "步骤", "准备", "清单", "名单", "日期", "时间", "方案", "计划"]
            .iter()
            .any(|tail| after.starts_with(tail));
    !is_name
        && NOT_BEFORE.ending(before).is_none()
        && !["预计", "计划", "争取"].iter().any(|plan| clause.contains(plan))
}

#[cfg(test)]
mod tests {
    use super::{Outcome, closes, outcome_in};

    #[test]
    fn words_decide_and_a_denied_word_does_not() {
        let date = "2023-06-06".parse().expect("a date");
        for (goal, text, outcome) in [
            ("接口评审", "接口评审通过", Some(Outcome::Kept)),
            ("验收", "验收没有赶上，改到5/3", Some(Outcome::Slipped)),
            ("门禁换代", "门禁换代取消", Some(Outcome::Dropped)),
            ("修数完成90%", "差异修数完成60%", Some(Outcome::Partly)),
            ("修数完成50%", "差异修数完成60%", Some(Outcome::Kept)),
            ("切一半流量", "已切一半流量，完成", Some(Outcome::Kept)),
            ("对账页提测", "对账页的缺陷查明", None),
            ("收银台上线", "收银台6/8上线", None),
            ("收银台提测", "收银台提测，6/8上线不变", Some(Outcome::Kept)),
            ("收银台提测", "收银台上线改到6/8", None),
            ("清单", "预计下周完成", None),
            ("清单", "尚未完成", Some(Outcome::Slipped)),
            ("清单", "继续观察", None),
        ] {
            assert_eq!(outcome_in(goal, text, date).map(|(outcome, _)| outcome), outcome, "{text}");
        }
        assert!(closes("厂家答复，关闭") && !closes("待关闭"));
    }
}
