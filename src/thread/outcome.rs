//! The outcome of a promise, and the rule that decided.

use rust_decimal::Decimal;

use crate::calendar::{Date, Mention, Period, mentions};
use crate::fact::{is_done, is_dropped, is_put_off, is_stated};
use crate::record::Place;
use crate::text::{named, split_at_marks};
use crate::vocabulary::{LAUNCH, Match, Sense, WORK, Words};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    Kept,
    Partly,
    Slipped,
    Dropped,
    /// A later statement is likely about it, or likely says so.
    PossiblyKept,
    PossiblySlipped,
    /// No later report decides.
    Unknown,
    /// No report is late enough.
    Pending,
}

impl Outcome {
    pub const ALL: [Self; 8] = [
        Self::Kept,
        Self::Partly,
        Self::Slipped,
        Self::Dropped,
        Self::PossiblyKept,
        Self::PossiblySlipped,
        Self::Unknown,
        Self::Pending,
    ];

    /// Whether the reports say so without doubt.
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Kept | Self::Partly | Self::Slipped | Self::Dropped)
    }
}

named!(Outcome {
    Kept "kept",
    Partly "partly",
    Slipped "slipped",
    Dropped "dropped",
    PossiblyKept "possibly_kept",
    PossiblySlipped "possibly_slipped",
    Unknown "unknown",
    Pending "pending",
});

/// The rule that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// A later report names the day on which the step was done, and it is in time.
    DoneInTime,
    /// It is too late.
    DoneLate,
    /// A later report plans the step for a later day.
    PlannedAnew,
    /// A later report, up to the next one after the day, has the step done, without its day.
    ToldDone,
    /// A report has it done, but long after the day.
    DoneSomeDay,
    /// A report after the day has an earlier stage.
    StillUnderWay,
    /// A later line says that it is put off.
    ToldDelayed,
    /// A later line says that it is stopped.
    ToldStopped,
    /// A later line has part of it done.
    ToldInPart,
    /// It is a goal again.
    GoalAgain,
    /// A later line closes what was open.
    Closed,
    /// The first report after the day tells of it without a word of how far it is.
    Reported,
    /// Later lines mention it without an outcome.
    SpokenOf,
    /// No later line mentions it.
    NotMentioned,
    /// There is no report of the weeks after it.
    NoReport,
    /// The day lies after the last report, or there is no later report.
    NotDue,
}

impl Why {
    pub fn outcome(self) -> Outcome {
        match self {
            Self::DoneInTime | Self::ToldDone | Self::Closed => Outcome::Kept,
            Self::DoneSomeDay | Self::Reported => Outcome::PossiblyKept,
            Self::ToldInPart => Outcome::Partly,
            Self::DoneLate | Self::PlannedAnew | Self::StillUnderWay | Self::ToldDelayed | Self::GoalAgain => {
                Outcome::Slipped
            }
            Self::ToldStopped => Outcome::Dropped,
            Self::SpokenOf | Self::NotMentioned | Self::NoReport => Outcome::Unknown,
            Self::NotDue => Outcome::Pending,
        }
    }
}

named!(Why {
    DoneInTime "done-in-time",
    DoneLate "done-late",
    PlannedAnew "planned-anew",
    ToldDone "told-done",
    DoneSomeDay "done-some-day",
    StillUnderWay "still-under-way",
    ToldDelayed "told-delayed",
    ToldStopped "told-stopped",
    ToldInPart "told-in-part",
    GoalAgain "carried-over",
    Closed "closed",
    Reported "reported",
    SpokenOf "spoken-of",
    NotMentioned "not-mentioned",
    NoReport "no-report",
    NotDue "not-due",
});

/// An outcome with its evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    pub outcome: Outcome,
    pub why: Why,
    /// Days late, where both days are known; negative where it was early.
    pub days: Option<i32>,
    /// The later place that decided or mentions it, with its words.
    pub evidence: Option<(Place, Date, String)>,
}

impl Verdict {
    pub(super) fn new(why: Why, days: Option<i32>, evidence: Option<(Place, Date, String)>) -> Self {
        let is_left = evidence.as_ref().is_some_and(|(_, _, text)| leaves_some(text));
        let why = if is_left && why.outcome() == Outcome::Kept { Why::ToldInPart } else { why };
        Self { outcome: why.outcome(), why, days, evidence }
    }

    /// As [`Self::new`], where it is likely and not sure.
    pub(super) fn possible(why: Why, days: Option<i32>, evidence: Option<(Place, Date, String)>) -> Self {
        let outcome = match why.outcome() {
            Outcome::Kept => Outcome::PossiblyKept,
            Outcome::Partly | Outcome::Slipped | Outcome::Dropped => Outcome::PossiblySlipped,
            other => other,
        };
        Self { outcome, why, days, evidence }
    }
}

/// Whether a line says how many are lacking: 到了5台，还差3台.
fn leaves_some(text: &str) -> bool {
    let counts = |rest: &str| rest.trim_start_matches([' ', '有']).starts_with(|c: char| c.is_ascii_digit());
    ["还差", "还剩", "尚缺"].iter().any(|word| text.match_indices(word).any(|(at, _)| counts(&text[at + word.len()..])))
}

static IN_PART: Words = Words::of(&[Sense::InPart, Sense::LeftInPart]);

/// The outcome of `goal` by `text`, a line of the report of `date`: the delay before the stop, the part before the whole. `None` where it states
/// nothing of the goal's own step (复盘, 提测), or only plans it.
pub(crate) fn outcome_in(goal: &str, text: &str, date: Date) -> Option<Why> {
    let lower = text.to_lowercase();
    let steps = steps_of(goal);
    let has_step = steps.is_empty() || names_step(&lower, &steps);
    if is_put_off(text) && (has_step || names_its_day(goal, text)) {
        return Some(Why::ToldDelayed);
    }
    if is_dropped(text) && has_step {
        return Some(Why::ToldStopped);
    }
    if let (Some(wanted), Some(reached)) = (share_in(goal), share_in(text)) {
        return Some(if reached >= wanted { Why::ToldDone } else { Why::ToldInPart });
    }
    if !has_step || share_in(text).is_some_and(|share| share < Decimal::ONE_HUNDRED) {
        return None;
    }
    if IN_PART.all_in(&lower).iter().any(|found| !goal.contains(found.word)) {
        return Some(Why::ToldInPart);
    }
    let done = |clause: &str| (is_done(clause) || reaches_step(clause, &steps)) && !is_ahead(clause, date);
    split_at_marks(&lower, &CLAUSE_ENDS).into_iter().any(done).then_some(Why::ToldDone)
}

const CLAUSE_ENDS: [char; 5] = ['，', '。', '；', ';', '|'];

/// The day after `due` that `text`, a line of the report of `date`, has for the goal's own step: it was done late, or is planned anew. `None`
/// where the text has the step on the day itself, too.
pub(super) fn later_day(goal: &str, text: &str, due: Date, date: Date) -> Option<(Date, Why)> {
    let steps = steps_of(goal);
    let mut later = None;
    for clause in split_at_marks(text, &CLAUSE_ENDS).into_iter().filter(|clause| names_step(clause, &steps)) {
        for mention in mentions(clause) {
            // 比11/14晚两周, 由6/6改到6/13: the former day.
            let before = &clause[..mention.span.start];
            let is_from = before.trim_end().ends_with("from") || before.ends_with("原定");
            if before.ends_with(['比', '较', '由', '从', '自', '原']) || is_from {
                continue;
            }
            let Some(period) = days_of(&mention, date) else { continue };
            if period.contains(due) && !is_put_off(clause) {
                return None;
            }
            let is_late = period.to() <= date && is_done(clause);
            if period.from() > due && (is_late || period.to() > date) {
                later = Some((period.to(), if is_late { Why::DoneLate } else { Why::PlannedAnew }));
            }
        }
    }
    later
}

pub(super) fn days_of(mention: &Mention, seen_from: Date) -> Option<Period> {
    mention.reading.as_ref().ok()?.core().resolve(seen_from).ok()
}

/// Whether `text`, a line of the report of `date`, names a day of those that were promised.
pub(super) fn names_day(text: &str, due: Due, date: Date) -> bool {
    days_named(text, date).into_iter().any(|period| due.meets(period))
}

/// The days, or a few of them together, that `text`, a line of the report of `date`, names.
pub(super) fn days_named(text: &str, date: Date) -> Vec<Period> {
    let named = mentions(text).into_iter().filter_map(|mention| days_of(&mention, date));
    named.filter(|period| period.days() <= 3).collect()
}

/// The days for which something was promised: 下周 is a week of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Due {
    pub from: Date,
    pub to: Date,
}

impl Due {
    pub fn meets(self, period: Period) -> bool {
        period.from() <= self.to && self.from <= period.to()
    }
}

/// The last day after `due` that `text`, a line of the report of `date`, names, where it names `due` not at all or as the former one (4/30→5/30).
pub(super) fn other_day(text: &str, due: Date, date: Date) -> Option<Date> {
    let days = mentions(text).into_iter().filter_map(|mention| days_of(&mention, date));
    days.filter(|period| period.from() > due && period.days() <= 31).map(Period::to).max()
}

/// Whether what is promised is that something begins.
pub(super) fn begins(promise: &str) -> bool {
    static BEGINNINGS: Words = Words::of(&[Sense::Begin]);
    BEGINNINGS.are_in(promise) || ["开始", "起"].iter().any(|word| promise.contains(word))
}

/// Whether `text` has one of the promise's own steps as done: 提交了, 已提交.
pub(super) fn says_done(promise: &str, text: &str) -> bool {
    static DEEDS: Words = Words::of(&[
        Sense::Submission,
        Sense::Begin,
        Sense::Arrival,
        Sense::Install,
        Sense::Connection,
        Sense::Task,
        Sense::Test,
        Sense::LoadTest,
        Sense::Build,
        Sense::Making,
    ]);
    DEEDS.all_in(text).iter().any(|found| {
        let (before, after) = (&text[..found.span.start], &text[found.span.end..]);
        promise.contains(found.word)
            && is_stated(text, &found.span)
            && (after.starts_with(['了', '完', '好']) || before.trim_end().ends_with(['已', '了']))
    })
}

/// Whether `text` says that work goes on, or that a part of it is left.
pub(super) fn is_under_way(text: &str) -> bool {
    static GOES_ON: Words = Words::of(&[
        Sense::GoingOn,
        Sense::GoesOn,
        Sense::UnderWay,
        Sense::LeftInPart,
        Sense::InDevelopment,
        Sense::InTesting,
    ]);
    let is_part = share_in(text).is_some_and(|share| share < Decimal::ONE_HUNDRED);
    let is_at_work = |found: &Match| {
        let after = &text[found.span.end..];
        after.starts_with('中') && !after.starts_with("中心")
    };
    is_part || GOES_ON.are_in(&text.to_lowercase()) || WORK.all_in(text).iter().any(is_at_work)
}

/// Whether `text` tells of something without putting it off, planning it or leaving it undone.
pub(super) fn is_told(text: &str) -> bool {
    static DOUBTS: Words = Words::of(&[
        Sense::Plan,
        Sense::WeakPlan,
        Sense::Set,
        Sense::Dated,
        Sense::Former,
        Sense::Prepared,
        Sense::Postponed,
        Sense::Moved,
        Sense::Missed,
        Sense::NotDone,
        Sense::NotYet,
        Sense::ToCome,
        Sense::LeftInPart,
    ]);
    !DOUBTS.are_in(&text.to_lowercase())
}

/// Whether `text`, a line of the report of `date`, names days, and all of them lie before `made`.
pub(super) fn names_earlier_day(text: &str, made: Date, date: Date) -> bool {
    let days: Vec<Period> = mentions(text).iter().filter_map(|mention| days_of(mention, date)).collect();
    !days.is_empty() && days.iter().all(|period| period.to() < made)
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

/// Steps whose name alone says that they were reached.
static REACHED: Words =
    Words::of(&[Sense::ToTest, Sense::Launch, Sense::Handover, Sense::Proposal, Sense::Pilot, Sense::End]);

/// Steps that a line has to name to decide over a goal that names them.
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

/// Whether `text` names one of the steps; 上线, 投产 and 发布 count for each other.
fn names_step(text: &str, steps: &[&str]) -> bool {
    steps.iter().any(|step| text.contains(step) || LAUNCH.have(step) && LAUNCH.are_in(text))
}

/// 本周 is not ahead, 4月 is until it is over.
const LONGEST_NOW_DAYS: u32 = 7;

/// Whether the text names a day after its report's: 6/8上线 in a report of 6/6.
fn is_ahead(text: &str, date: Date) -> bool {
    let is_ahead = |period: Period| period.from() > date || (period.to() > date && period.days() > LONGEST_NOW_DAYS);
    mentions(text).iter().any(|mention| days_of(mention, date).is_some_and(is_ahead))
}

/// The percentage of progress in a text.
pub(super) fn share_in(text: &str) -> Option<Decimal> {
    ["进度", "完成", "迁移", "达到"].iter().find_map(|word| {
        text.match_indices(word).find_map(|(at, _)| {
            let rest = text[at + word.len()..].trim_start_matches(['：', ':', ' ', '了', '到', '过']);
            let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
            if rest[digits.len()..].starts_with(['%', '％']) { digits.parse().ok() } else { None }
        })
    })
}

/// Whether `text` states one of `steps` whose name alone says that it was reached.
fn reaches_step(text: &str, steps: &[&str]) -> bool {
    REACHED.all_in(text).iter().any(|found| steps.contains(&found.word) && is_stated(text, &found.span))
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Why, leaves_some, outcome_in};
    use crate::fact::closes;

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
            assert_eq!(outcome_in(goal, text, date).map(Why::outcome), outcome, "{text}");
        }
        assert!(closes("厂家答复，关闭") && !closes("待关闭"));
        assert!(leaves_some("27号到了5台，还差3台") && !leaves_some("还差签字") && !leaves_some("全部到货"));
    }
}
