//! What a question asks for, and the words that show it.

use crate::report::Span;

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

/// The intent words in the order of their places, none inside another.
pub(super) fn intent_words(lower: &str) -> Vec<(Span, Intent)> {
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
