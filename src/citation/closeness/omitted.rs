//! Words that change what a clause says when they are left out: a plan told as done, a part as the whole, a suspicion as a
//! fact, a denial as its opposite.

use std::ops::Range;

use super::item::Item;
use crate::citation::fault::Fault;
use crate::citation::polarity::quote;
use crate::citation::reading::Reading;
use crate::vocabulary::{Sense, Words};

/// Words that qualify what follows them in a clause, and how a sentence may say the same in Chinese or English.
struct Group {
    words: &'static [&'static str],
    english: &'static [&'static str],
    /// It holds for the rest of the source's sentence, not only of its clause.
    is_carried: bool,
    /// One of its words does not stand for another.
    is_exact: bool,
}

const PLANNED: Group = Group {
    words: &[
        "计划", "预计", "拟", "将于", "将在", "将", "目标", "争取", "力争", "待", "下周", "准备", "需", "建议", "申请",
        "延期", "推迟", "原定", "定在", "定于", "预期", "打算", "尚", "希望", "下月", "下个月", "明年", "等",
    ],
    english: &[
        "plan", "expect", "will", "target", "due", "scheduled", "to be", "aim", "propose", "next week", "next month",
        "pending", "awaiting", "postponed", "delayed", "suggest", "need", "wait", "is to", "are to", "set for",
        "not yet",
    ],
    is_carried: true,
    is_exact: false,
};

const GROUPS: &[Group] = &[
    PLANNED,
    Group {
        words: &["不", "未", "无", "没", "非", "否", "免", "零"],
        english: &[
            " no ", "not", "n't", "without", "un", "none", "never", "fail", "ir", "0", "zero", "missing", "lack",
            "avoid",
        ],
        is_carried: false,
        is_exact: false,
    },
    Group {
        words: &["疑似", "可能", "初步", "怀疑", "估计", "大概", "疑", "似", "或", "倾向", "推测", "猜测"],
        english: &[
            "suspect", "may", "might", "possibl", "prelim", "estimat", "likely", "probabl", "or ", "appear", "seem",
        ],
        is_carried: true,
        is_exact: false,
    },
    Group {
        words: &[
            "部分", "个别", "少量", "基本", "除", "仅", "只", "至少", "局部", "试点", "灰度", "大部", "多数", "半",
        ],
        english: &[
            "part", "some", "few", "mostly", "except", "only", "at least", "pilot", "grey", "gray", "canary", "most",
            "half", "trial",
        ],
        is_carried: false,
        is_exact: false,
    },
    Group {
        words: &["约占", "约有", "约为", "大约", "左右", "不到", "超过", "将近", "接近", "最多"],
        english: &[
            "about", "around", "some", "nearly", "almost", "over", "more than", "less than", "under", "up to",
            "approx", "roughly",
        ],
        is_carried: false,
        is_exact: true,
    },
    Group {
        words: &["上周", "上月", "上期", "去年", "同期", "原来", "原先", "此前", "之前", "曾", "原计划"],
        english: &["last", "previous", "earlier", "before", "former", "ago", "origin", "once", "used to", "week"],
        is_carried: false,
        is_exact: false,
    },
    Group {
        words: &[
            "正在", "仍", "还在", "中）", "中)", "进行中", "研发中", "核实中", "处理中", "测试中", "分析中", "排查中",
        ],
        english: &["still", "ing ", "ongoing", "under", "in progress", "progress"],
        is_carried: false,
        is_exact: false,
    },
];

/// Words after which another one acts than the one named before.
static HANDED_ON: Words = Words::of(&[Sense::HandedOn]);

/// Words that end what a plan is carried to.
const DONE: &[&str] = &["已", "实际", "完成", "本周"];

/// A run of the sentence (bytes) and its place in the evidence's text.
pub(super) type Told = (usize, Range<usize>);

/// The qualifying word of the clauses that `told` lies in, that the sentence says nothing of: neither by these words nor by
/// others of their sort, up to the end of the clause that they are told in.
pub(super) fn omitted(sentence: &Reading, part: &Range<usize>, told: &[Told], item: &Item<'_>) -> Option<Fault> {
    let text = &item.reading().text;
    let is_told = |at: usize| told.iter().any(|(_, place)| place.contains(&at));
    let fault = |word: &str, at: usize| Fault::Omitted {
        written: word.to_string(),
        source: quote(text[item.clause_of(at)].trim()),
    };
    for group in GROUPS {
        for (at, place) in told {
            if says(group, sentence, part, *at) {
                continue;
            }
            let clause = item.clause_of(place.start);
            let from = if group.is_carried { item.sentence_of(place.start).start } else { clause.start };
            let from = from.min(place.start);
            let before = &text[from..place.end];
            let found = group.words.iter().filter_map(|word| Some((before.rfind(word)?, word)));
            let found = found.max_by_key(|(at, word)| (at + word.len(), word.len()));
            let Some((at, word)) = found.filter(|(at, _)| !is_told(from + at)) else { continue };
            if group.is_carried && DONE.iter().any(|done| before[at..].contains(done)) {
                continue;
            }
            return Some(fault(word, from + at));
        }
    }
    let first = told.first().map_or(part.start, |(at, _)| *at);
    let is_plan = ["下周", "下月", "计划"].iter().any(|word| item.is_under(word));
    if is_plan && !says(&PLANNED, sentence, part, first) && !says_of_heading(&sentence.text[part.clone()]) {
        let word = item.evidence.source.section.last().map_or("计划", String::as_str);
        return Some(Fault::Omitted { written: word.to_string(), source: quote(item.text().trim()) });
    }
    handed_on(&sentence.text[part.clone()], told, item)
}

fn says_of_heading(sentence: &str) -> bool {
    PLANNED.words.iter().chain(PLANNED.english).any(|word| sentence.to_lowercase().contains(word))
}

/// Whether the sentence has a word of the group from its beginning to the end of the clause at `at`; for a group whose words do
/// not carry, in that clause. A translation is asked as a whole.
fn says(group: &Group, sentence: &Reading, part: &Range<usize>, at: usize) -> bool {
    if sentence.is_english {
        let lower = format!(" {} ", sentence.text[part.clone()].to_lowercase());
        return group.english.iter().any(|word| lower.contains(word));
    }
    if group.is_exact {
        return false;
    }
    let clause = sentence.clause_of(at);
    let from = if group.is_carried { part.start } else { clause.start.max(part.start) };
    let said = &sentence.text[from..clause.end.min(part.end).max(from)];
    group.words.iter().any(|word| said.contains(word))
}

/// A通知B重启 told as A重启: between two matches of one clause a word was passed over that hands the deed on.
fn handed_on(sentence: &str, told: &[Told], item: &Item<'_>) -> Option<Fault> {
    let text = &item.reading().text;
    told.windows(2).find_map(|pair| {
        let [(_, one), (_, next)] = pair else { return None };
        let is_near = one.end <= next.start && item.clause_of(one.start) == item.clause_of(next.start);
        let passed = is_near.then(|| &text[one.end..next.start])?;
        let word = HANDED_ON.iter().find(|word| passed.contains(word) && !sentence.contains(word))?;
        Some(Fault::Omitted { written: word.to_string(), source: quote(text[item.clause_of(one.start)].trim()) })
    })
}
