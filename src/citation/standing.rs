//! What a sentence does: state, lead to what follows, or say that the reports do not say.

use super::check::Claim;
use super::tokens::fold;

/// Subjects of a sentence that says what the reports do not say.
const REPORTS: &[&str] = &[
    "周报", "报告", "来源", "资料", "文档", "材料", "提供的", "上述", "以上", "原文", "文中", "记录中", "reports",
    "report", "sources", "source", "documents", "excerpts", "passages", "provided", "given text",
];

/// And what it says of them.
const SILENT: &[&str] = &[
    "没有提到", "没有提及", "未提到", "未提及", "并未提及", "没提到", "没有说明", "未说明", "没有记载", "未记载",
    "没有记录", "未记录", "没有给出", "未给出", "没有包含", "未包含", "不包含", "没有涉及", "未涉及", "找不到",
    "没有找到", "未找到", "没有显示", "未显示", "没有写明", "未写明", "没有相关", "无相关", "没有关于", "无法确定",
    "无法回答", "无法得知", "无法判断", "没有答案", "没有足够", "do not mention", "does not mention", "don't mention",
    "doesn't mention", "not mentioned", "do not say", "does not say", "do not state", "does not state",
    "do not contain", "does not contain", "do not provide", "does not provide", "no information", "not specified",
    "do not specify", "does not specify", "no mention", "cannot be determined", "do not include", "does not include",
    "do not give", "does not give", "not found in", "cannot answer", "not stated", "do not describe",
    "does not describe", "do not explain", "does not explain", "no record", "not enough information",
];

/// Leads end so and state nothing.
const LEADS: &[&str] = &[
    "根据", "依据", "综上", "总结", "总体来看", "如下", "以下", "具体", "原因", "处置", "处理", "影响", "结论", "答案",
    "回答", "概述", "小结", "主要", "包括", "时间线", "经过", "summary", "in summary", "according to", "based on",
    "as follows", "the following", "answer", "cause", "impact", "handling", "timeline", "details", "overview", "here",
    "key points", "conclusion",
];

/// The longest lead, in characters.
const LONGEST_LEAD_CHARS: usize = 40;

pub(super) fn standing(text: &str, question: &str) -> Claim {
    let text = fold(text).to_lowercase();
    if is_lead(&text) {
        return Claim::Lead;
    }
    let clauses: Vec<&str> =
        text.split(['，', '。', '；', ',', ';']).filter(|clause| !clause.trim().is_empty()).collect();
    let silent = |clause: &&str| {
        REPORTS.iter().any(|word| clause.contains(word)) && SILENT.iter().any(|word| clause.contains(word))
    };
    let Some(at) = clauses.iter().position(silent) else { return Claim::Statement };
    // 周报没有说明原因，但影响了764个商户 states something all the same.
    let question = fold(question).to_lowercase();
    let states = |clause: &&str| digits(clause).any(|number| !question.contains(number));
    let others: Vec<&str> =
        clauses.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, clause)| *clause).collect();
    if others.iter().any(states) { Claim::Statement } else { Claim::Absence }
}

fn digits(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty())
}

fn is_lead(text: &str) -> bool {
    let text = text.trim();
    let chars = text.chars().count();
    if chars > LONGEST_LEAD_CHARS || chars == 0 {
        return false;
    }
    let has_number = text.chars().any(|c| c.is_ascii_digit());
    let is_week = text.contains('周') || text.contains("week") || text.contains('月');
    let ends = text.ends_with([':', '：']);
    let opens = LEADS.iter().any(|word| text.contains(word));
    let has_no_letter = !text.chars().any(char::is_alphanumeric);
    has_no_letter || (ends && (opens || chars <= 12) && (!has_number || (is_week && opens)))
}
