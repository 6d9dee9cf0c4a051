//! What an answer is looked for with: the question, its words, and the days it names.

use super::notion::people;
use super::overlap::Wanted;
use crate::calendar::{Date, Period, day_number};
use crate::fact::tells_trouble;
use crate::lexicon::Segmenter;
use crate::question::{Intent, Question};
use crate::record::PassageRecord;
use crate::retrieve::{Retrieval, TimeRead};

/// Least evidence (see [`Wanted::evidence`]) from which on a text counts as an answer.
pub(super) const ACCEPTED: f32 = 0.6;

/// The same for a text that has every name in the question.
pub(super) const ACCEPTED_WITH_NAMES: f32 = 0.45;

/// The same among the passages that speak of the day asked about.
pub(super) const ACCEPTED_OF_THE_DAY: f32 = 0.3;

/// Reports of a time that is asked about as a whole, not as a stretch.
const FEW: usize = 3;

pub(super) struct Sought<'a> {
    pub question: &'a Question,
    pub wanted: &'a Wanted,
    segmenter: &'a Segmenter,
    /// The single days that it asks about, one a year where the year is missing; empty when it names none.
    pub days: Vec<Period>,
    /// It asks about reports by their names: 第26周.
    pub by_label: bool,
    /// It names no time, or only spans of many reports: the latest state is meant.
    pub spans_many: bool,
}

impl<'a> Sought<'a> {
    pub(super) fn new(
        question: &'a Question,
        wanted: &'a Wanted,
        segmenter: &'a Segmenter,
        retrieval: &Retrieval,
    ) -> Self {
        let days = retrieval.times.iter().filter(|time| time.is_day);
        let is_long = |time: &TimeRead| !time.is_day && time.scope.reports.len() > FEW;
        let spans_many = retrieval.times.iter().filter(|time| time.asked).all(is_long);
        let by_label = retrieval.times.iter().any(|time| time.asked && time.scope.by_label);
        Self {
            question,
            wanted,
            segmenter,
            by_label,
            spans_many,
            days: days.flat_map(|time| time.scope.periods.iter().copied()).collect(),
        }
    }

    /// The same about one day, whatever times the question names.
    pub(super) fn of_day(question: &'a Question, wanted: &'a Wanted, segmenter: &'a Segmenter, day: Date) -> Self {
        Self { question, wanted, segmenter, by_label: false, spans_many: false, days: vec![Period::day(day)] }
    }

    pub(super) fn asks(&self, intent: Intent) -> bool {
        self.question.asks(intent)
    }

    /// Whether a passage speaks of a day asked about, or is that day's own page; always when no day is asked about.
    pub(super) fn is_of_the_day(&self, passage: &PassageRecord) -> bool {
        let within = |day: i32| {
            self.days.iter().any(|period| (day_number(period.from())..=day_number(period.to())).contains(&day))
        };
        self.days.is_empty() || passage.days.iter().any(|day| within(*day)) || passage.date.is_some_and(within)
    }

    /// Whether words have what looks like a person's name.
    pub(super) fn names_a_person(&self, words: &str) -> bool {
        const DOES: &[&str] = &[
            "负责", "带队", "带", "牵头", "跟进", "主导", "手动", "手工", "人工", "值守", "值班", "处理", "恢复",
            "发现", "拦", "）", ")", "在", "跟",
        ];
        const BEFORE: &[&str] = &["由", "岗", "（", "(", "、", "@", "同学", "经理", "工程师", "被", "给"];
        let shows = |name: &String| {
            words.match_indices(name.as_str()).any(|(at, name)| {
                let after = &words[at + name.len()..];
                DOES.iter().any(|word| after.starts_with(word)) || BEFORE.iter().any(|word| words[..at].ends_with(word))
            })
        };
        // Two characters may be anything; what stands beside them tells.
        people(self.segmenter, words, 2).iter().any(|name| name.chars().count() == 3 || shows(name))
    }

    /// Whether it asks about something that went wrong, by its words.
    pub(super) fn is_about_trouble(&self) -> bool {
        const WORDS: &[&str] = &[
            "怎么回事",
            "咋回事",
            "什么情况",
            "出问题",
            "出了什么",
            "出的什么",
            "出了啥",
            "发生",
            "出事",
            "事件",
            "事故",
            "故障",
            "告警",
            "异常",
            "报警",
            "问题",
            "happen",
            "wrong",
            "incident",
            "outage",
            "failure",
            "problem",
            "alert",
        ];
        let lower = self.question.text.to_lowercase();
        self.question.intents.iter().any(|intent| intent.is_about_an_incident())
            || self.asks(Intent::Duration)
            || WORDS.iter().any(|word| lower.contains(word))
            || tells_trouble(&lower)
    }
}

/// Whether it is asked how the matter ended, which later reports tell.
pub(super) fn asks_what_came_of_it(question: &Question) -> bool {
    const WORDS: &[&str] = &[
        "最后",
        "后来",
        "最终",
        "查明",
        "结论",
        "复盘",
        "了结",
        "收尾",
        "跟踪",
        "后续",
        "改进",
        "in the end",
        "eventually",
        "finally",
        "turned out",
        "afterwards",
        "follow-up",
        "later",
    ];
    let lower = question.text.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}
