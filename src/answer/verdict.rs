//! Yes or no: what the deciding sentence says to a question that wants one of them.

use super::compose::{Draft, Verdict};
use super::premise::Checked;
use crate::fact::tells_impact;
use crate::question::{Intent, Question};

/// What a question may ask to have happened, and the words with which reports say that it did.
const ACTS: &[(&[&str], &[&str])] = &[
    (
        &[
            "上线",
            "投产",
            "发布",
            "全量",
            "go live",
            "gone live",
            "went live",
            " live",
            "launch",
            "released",
            "in production",
            "rolled out",
        ],
        &["上线", "投产", "发布", "全量", "切完"],
    ),
    (&["完成", "做完", "收尾", "finish", "complete", "done"], &["完成", "做完", "收尾", "清零", "结项"]),
    (
        &["修复", "修好", "解决", "恢复", "关闭", "fixed", "resolved", "recovered", "closed", "close"],
        &["修复", "修好", "解决", "恢复", "关闭", "闭环", "结束"],
    ),
    (&["通过", "approved", "passed", "pass"], &["通过"]),
    (
        &["延期", "推迟", "晚了", "delay", "slip", "postpone"],
        &["延期", "推迟", "延后", "顺延", "改到", "晚于", "比计划"],
    ),
    (&["换掉", "更换", "换了", "replace"], &["更换", "替换", "换"]),
    (&["复盘"], &["复盘完成", "已复盘", "复盘做完"]),
];

/// Whether a question asks if one of the acts was done.
pub(super) fn asks_for_an_act(question: &str) -> bool {
    let lower = question.to_lowercase();
    ACTS.iter().any(|(asked, _)| asked.iter().any(|word| lower.contains(word)))
}

/// Words that put an act into the future or deny it.
const NOT_YET: &[&str] = &[
    "计划",
    "预计",
    "拟",
    "争取",
    "待",
    "准备",
    "下周",
    "下月",
    "未",
    "没",
    "还在",
    "进行中",
    "开发中",
    "延期",
    "推迟",
    "将于",
    "定在",
    "改到",
    "原定",
    "暂停",
];

const NO_HARM: &[&str] = &[
    "未受影响",
    "没有受影响",
    "没受影响",
    "无影响",
    "不影响",
    "未影响",
    "没有影响",
    "无感",
    "无资损",
    "资金无差错",
    "未造成",
    "没有造成",
    "无资金损失",
    "无损失",
    "货损0",
    "影响0",
    "没有交易受阻",
    "no impact",
];

/// The verdict on the sentences of the answer from `from` on; `None` where they do not decide.
pub(super) fn verdict(question: &Question, checked: Checked, from: usize, draft: &Draft) -> Option<Verdict> {
    if !question.yes_no || question.asks(Intent::List) {
        return None;
    }
    match checked {
        Checked::Confirmed => return Some(Verdict::Yes),
        Checked::Corrected => return Some(Verdict::No),
        Checked::Nothing => {}
    }
    let said: Vec<&str> = draft.sentences()[from..]
        .iter()
        .filter(|sentence| !sentence.citations.is_empty())
        .map(|sentence| sentence.text.as_str())
        .collect();
    let lower = question.text.to_lowercase();
    if question.asks(Intent::Impact) && !lower.contains("未受") {
        let harmless = said.iter().any(|text| NO_HARM.iter().any(|words| text.contains(words)));
        let hit = said.iter().any(|text| tells_impact(text));
        return if harmless { Some(Verdict::Harmless) } else { hit.then_some(Verdict::Harmed) };
    }
    let (_, words) = ACTS.iter().find(|(asked, _)| asked.iter().any(|word| lower.contains(word)))?;
    let clauses = said.iter().flat_map(|text| text.split(['，', '；', '。', '|', '、']));
    let told = clauses.filter(|clause| words.iter().any(|word| clause.contains(word)));
    let is_open = |clause: &str| NOT_YET.iter().any(|word| clause.contains(word) && !words.contains(word));
    let (open, done): (Vec<&str>, Vec<&str>) = told.partition(|clause| is_open(clause));
    match (open.is_empty(), done.is_empty()) {
        (_, false) => Some(Verdict::Yes),
        (false, true) => Some(Verdict::NotYet),
        (true, true) => None,
    }
}
