//! A question, read by code: its language, the times it names, what it wants to know, and the words that remain.

use crate::calendar::{Expression, Impossible, TimeOfDay, mentions_in_question};
use crate::report::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

/// What a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Intent {
    Cause,
    Handling,
    Impact,
    When,
    Duration,
    HowMany,
    List,
    /// How something went on over several reports.
    Trend,
    Plan,
    /// What was done: the progress of a time or an author.
    Work,
    /// Who did it or is responsible.
    Who,
    Other,
}

impl Intent {
    pub fn name(self) -> &'static str {
        match self {
            Self::Cause => "cause",
            Self::Handling => "handling",
            Self::Impact => "impact",
            Self::When => "when",
            Self::Duration => "duration",
            Self::HowMany => "how many",
            Self::List => "list",
            Self::Trend => "trend",
            Self::Plan => "plan",
            Self::Work => "work",
            Self::Who => "who",
            Self::Other => "other",
        }
    }

    /// Whether it asks for a part of an incident.
    pub fn is_about_an_incident(self) -> bool {
        matches!(self, Self::Cause | Self::Handling | Self::Impact)
    }
}

/// A time as the question names it.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeAsked {
    pub span: Span,
    pub text: String,
    pub expression: Expression,
}

/// A question after reading; `text` is as it was asked, white space folded.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub text: String,
    pub language: Language,
    pub times: Vec<TimeAsked>,
    /// What looked like a date and is none.
    pub impossible: Vec<(String, Impossible)>,
    /// The part of the day it names (下午, 18:03): first and last minute of the day.
    pub clock: Option<(u16, u16)>,
    /// In the order asked; `[Other]` when nothing tells.
    pub intents: Vec<Intent>,
    /// What remains without times and question words.
    pub subject: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    #[error("the question is empty")]
    Empty,
    #[error("the question has {chars} characters; {MAX_CHARS} at most")]
    TooLong { chars: usize },
}

/// What a person types; longer texts are pasted reports.
pub const MAX_CHARS: usize = 2_000;

/// The words that show an intent. Order decides where one word lies inside another (多少 in 多久多少): earlier wins at the
/// same place.
const INTENTS: &[(Intent, &[&str])] = &[
    (
        Intent::Cause,
        &[
            "为什么",
            "为何",
            "起因",
            "何故",
            "怎么发生",
            "什么原因",
            "原因是什么",
            "原因为何",
            "原因",
            "怎么回事",
            "怎么引起",
            "怎么造成",
            "导致的",
            "是什么导致",
            "什么导致",
            "什么引起",
            "什么造成",
            "因为什么",
            "根因",
            "root cause",
            "what caused",
            "caused",
            "cause",
            "why",
            "reason",
            "led to",
        ],
    ),
    (
        Intent::Handling,
        &[
            "怎么处理",
            "如何处理",
            "怎么处置",
            "如何处置",
            "怎么解决",
            "如何解决",
            "怎么修复",
            "如何修复",
            "怎么恢复",
            "如何恢复",
            "处置",
            "处理措施",
            "处理方式",
            "补救",
            "怎么应对",
            "如何应对",
            "解决方案",
            "怎么修好",
            "搞定",
            "采取了什么措施",
            "采取了哪些措施",
            "做了什么处理",
            "解决办法",
            "handled",
            "how was it fixed",
            "fixed",
            "resolved",
            "mitigated",
            "mitigation",
            "how did we fix",
            "what was done",
            "do about",
            "done about",
            "recovered",
            "recover",
            "remedied",
        ],
    ),
    (
        Intent::Impact,
        &[
            "影响了什么",
            "影响了哪些",
            "影响了多少",
            "影响多少",
            "影响多大",
            "影响范围",
            "有什么影响",
            "有何影响",
            "造成了什么影响",
            "影响到",
            "有没有影响",
            "是否影响",
            "什么影响",
            "影响哪些",
            "影响",
            "impact",
            "affected",
            "affect",
            "how many merchants",
        ],
    ),
    (Intent::Duration, &["多久", "多长时间", "持续了多", "持续时间", "几分钟", "几小时", "how long", "duration"]),
    (
        Intent::Plan,
        &[
            "下周计划",
            "计划做",
            "打算做",
            "准备做",
            "下周工作",
            "下周要",
            "下周目标",
            "下一步计划",
            "接下来要",
            "计划做什么",
            "后续计划",
            "下周安排",
            "计划是什么",
            "工作计划",
            "planned for next",
            "plan",
            "plans",
            "plan for next",
            "next week's plan",
            "next week's goals",
            "plans for the next",
            "planned for the following",
            "what is planned",
            "what was planned",
            "planned next",
        ],
    ),
    (
        Intent::Trend,
        &[
            "怎么变化",
            "如何变化",
            "变化情况",
            "变化",
            "趋势",
            "走势",
            "每周",
            "各周",
            "逐周",
            "trend",
            "over time",
            "each week",
            "every week",
            "develop",
            "evolve",
            "changed from",
        ],
    ),
    (
        Intent::List,
        &[
            "有哪些",
            "哪些",
            "出了什么",
            "出过什么",
            "出现了什么",
            "发生过什么",
            "发生什么",
            "有过什么",
            "列出",
            "列举",
            "有没有",
            "是否有",
            "有什么",
            "都有什么",
            "发生了什么",
            "哪几",
            "分别是",
            "list",
            "any",
            "which incidents",
            "what incidents",
            "what happened",
            "what went wrong",
            "any incidents",
            "show all",
        ],
    ),
    (
        Intent::HowMany,
        &[
            "多少",
            "几次",
            "几回",
            "几笔",
            "几个",
            "几起",
            "几家",
            "几项",
            "数量",
            "是几",
            "how many",
            "how much",
            "number of",
            "what is the rate",
            "what was the",
        ],
    ),
    (
        Intent::Work,
        &[
            "做了什么",
            "做了哪些",
            "干了什么",
            "干了些什么",
            "做了些什么",
            "完成了什么",
            "完成了哪些",
            "主要工作",
            "工作内容",
            "忙什么",
            "what did",
            "work on",
            "worked on",
            "what was accomplished",
        ],
    ),
    (
        Intent::Who,
        &[
            "谁负责",
            "谁",
            "负责人",
            "哪个团队",
            "哪个部门",
            "哪个组",
            "who is responsible",
            "who",
            "which team",
            "whose",
        ],
    ),
    (
        Intent::When,
        &[
            "什么时候",
            "何时",
            "哪天",
            "几号",
            "什么时间",
            "几点",
            "哪一天",
            "哪一周",
            "哪周",
            "上线时间",
            "when",
            "which week",
            "which day",
            "what date",
            "what time",
        ],
    ),
];

/// Words that ask and say nothing about what is asked.
const FILLERS: &[&str] = &[
    "请问",
    "请",
    "告诉我",
    "帮我",
    "查一下",
    "看一下",
    "说一下",
    "一下",
    "是什么",
    "什么",
    "怎么样",
    "怎样",
    "怎么",
    "如何",
    "吗",
    "呢",
    "吧",
    "?",
    "？",
    "的情况",
    "情况如何",
    "是多少",
    "进展如何",
    "tell me",
    "please",
    "could you",
    "can you",
    "about",
];

impl Question {
    /// Reads what was typed.
    ///
    /// # Errors
    /// `Empty` when there is no letter or digit in it; `TooLong` above [`MAX_CHARS`].
    pub fn read(text: &str) -> Result<Self, QuestionError> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.chars().any(char::is_alphanumeric) {
            return Err(QuestionError::Empty);
        }
        let chars = text.chars().count();
        if chars > MAX_CHARS {
            return Err(QuestionError::TooLong { chars });
        }
        let mut times = Vec::new();
        let mut impossible = Vec::new();
        let mut clock = part_of_day(&text);
        for mention in mentions_in_question(&text) {
            let written = text[mention.span.clone()].to_string();
            match mention.reading {
                // A time of day alone says which incident, not which days.
                Ok(Expression::Time(time)) => clock = Some(around(time)),
                Ok(expression) => {
                    clock = expression.time().map(around).or(clock);
                    times.push(TimeAsked { span: mention.span, text: written, expression });
                }
                Err(why) => impossible.push((written, why)),
            }
        }
        let lower = text.to_ascii_lowercase();
        let found = intent_words(&lower);
        let mut intents: Vec<Intent> = Vec::new();
        for (_, intent) in &found {
            if !intents.contains(intent) {
                intents.push(*intent);
            }
        }
        let spans: Vec<Span> = times.iter().map(|time: &TimeAsked| time.span.clone()).collect();
        // What a report says of next week is its plan: 下周 asks for the section, not for reports of days to come.
        times.retain(|time| !names_next_week(&time.text));
        if times.len() < spans.len() && !intents.contains(&Intent::Plan) {
            intents.insert(0, Intent::Plan);
        }
        // 这周 beside a date points at that date, not at today.
        if times.iter().any(|time| !time.expression.is_relative()) {
            times.retain(|time| !points_back(&time.text));
        }
        if intents.is_empty() {
            intents.push(Intent::Other);
        }
        let subject = subject(&text, &lower, &spans, &found);
        Ok(Self { language: language(&text), times, impossible, clock, intents, subject, text })
    }

    pub fn asks(&self, intent: Intent) -> bool {
        self.intents.contains(&intent)
    }
}

/// The intent words in the order of their places, none inside another.
fn intent_words(lower: &str) -> Vec<(Span, Intent)> {
    let mut found: Vec<(Span, Intent)> = Vec::new();
    for (intent, words) in INTENTS {
        for word in *words {
            for (at, _) in lower.match_indices(word) {
                let span = at..at + word.len();
                let letter = |c: char| c.is_ascii_alphanumeric();
                let is_latin = word.starts_with(letter);
                let inside_a_word =
                    is_latin && (lower[..at].ends_with(letter) || lower[span.end..].starts_with(letter));
                let overlaps = found.iter().any(|(known, _)| known.start < span.end && span.start < known.end);
                if !inside_a_word && !overlaps {
                    found.push((span, *intent));
                }
            }
        }
    }
    found.sort_by_key(|(span, _)| span.start);
    found
}

fn points_back(time: &str) -> bool {
    let time = time.to_lowercase();
    ["这周", "本周", "当周", "这个月", "本月", "当月", "this week", "this month", "that week"].contains(&time.as_str())
}

fn names_next_week(time: &str) -> bool {
    let time = time.to_lowercase();
    ["下周", "下一周", "下双周", "下星期", "next week", "following week"].iter().any(|name| time.contains(name))
}

/// A time is asked for as people remember it: give or take five minutes.
fn around(time: TimeOfDay) -> (u16, u16) {
    (time.minute_of_day().saturating_sub(5), time.minute_of_day().saturating_add(5))
}

/// Words for parts of the day, with their first and last hour.
const PARTS_OF_DAY: &[(&str, u16, u16)] = &[
    ("凌晨", 0, 6),
    ("早上", 5, 10),
    ("早晨", 5, 10),
    ("上午", 6, 12),
    ("中午", 11, 14),
    ("下午", 12, 19),
    ("傍晚", 17, 20),
    ("晚上", 18, 24),
    ("夜里", 20, 24),
    ("morning", 5, 12),
    ("noon", 11, 14),
    ("afternoon", 12, 19),
    ("evening", 17, 24),
];

fn part_of_day(text: &str) -> Option<(u16, u16)> {
    let lower = text.to_ascii_lowercase();
    let part = PARTS_OF_DAY.iter().rev().find(|(word, ..)| lower.contains(word));
    part.map(|(_, from, to)| (from * 60, to * 60))
}

/// Mostly Latin words make an English question, even with a Chinese term in it.
fn language(text: &str) -> Language {
    let chinese = text.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count();
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1).count();
    let functional =
        ["what", "which", "when", "how", "why", "who", "did", "was", "were", "is", "the", "of", "list", "show"];
    let asks_in_english =
        text.to_ascii_lowercase().split(|c: char| !c.is_ascii_alphabetic()).any(|word| functional.contains(&word));
    if asks_in_english && words >= 2 || chinese == 0 || words > chinese { Language::English } else { Language::Chinese }
}

fn subject(text: &str, lower: &str, times: &[Span], intents: &[(Span, Intent)]) -> String {
    let mut drop: Vec<Span> = times.to_vec();
    drop.extend(intents.iter().map(|(span, _)| span.clone()));
    for filler in FILLERS {
        for (at, _) in lower.match_indices(filler) {
            let letter = |c: char| c.is_ascii_alphanumeric();
            let end = at + filler.len();
            let inside_a_word =
                filler.starts_with(letter) && (lower[..at].ends_with(letter) || lower[end..].starts_with(letter));
            if !inside_a_word {
                drop.push(at..end);
            }
        }
    }
    for (word, ..) in PARTS_OF_DAY {
        drop.extend(lower.match_indices(word).map(|(at, word)| at..at + word.len()));
    }
    let kept: String =
        text.char_indices().map(|(at, c)| if drop.iter().any(|span| span.contains(&at)) { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Intent, Language, Question, QuestionError};

    #[test]
    fn the_first_question_ever_asked_reads_right() {
        let question = Question::read("what caused the 6/15 账户流水 discrepancy").expect("a question");
        assert_eq!(question.language, Language::English);
        assert_eq!(question.intents, [Intent::Cause]);
        assert_eq!(question.times.len(), 1);
        assert_eq!(question.subject, "the 账户流水 discrepancy");
    }

    #[test]
    fn two_questions_in_one_are_two_intents_in_order() {
        let question = Question::read("6月15日账户流水差异的原因是什么，怎么处理的？").expect("a question");
        assert_eq!(question.intents, [Intent::Cause, Intent::Handling]);
        assert_eq!(question.language, Language::Chinese);
    }

    #[test]
    fn a_week_inside_the_name_of_a_section_is_no_time() {
        let question = Question::read("第23周的下周计划是什么").expect("a question");
        assert_eq!(question.times.len(), 1);
        assert_eq!(question.intents, [Intent::Plan]);
    }

    #[test]
    fn impossible_dates_are_kept_with_their_reason() {
        let question = Question::read("2/30发生了什么").expect("a question");
        assert_eq!(question.impossible.len(), 1);
        assert!(question.times.is_empty());
    }

    #[test]
    fn nothing_and_too_much_are_errors() {
        assert_eq!(Question::read(" ？ "), Err(QuestionError::Empty));
        assert_eq!(Question::read(&"问".repeat(10_000)), Err(QuestionError::TooLong { chars: 10_000 }));
    }
}
