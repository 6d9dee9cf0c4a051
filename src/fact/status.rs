//! How an incident stands, by the words that its text ends on.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Resolved,
    Open,
    Unknown,
}

const RESOLVED: &[&str] = &[
    "恢复", "修复完成", "已修复", "完成修复", "修复上线", "已解决", "回切", "回滚后", "停止报错", "报错基本停止",
    "复盘完成", "已规避", "防护规避", "已完成", "已关闭", "已闭环", "已消除", "解除", "resolved", "recovered", "fixed",
];
const OPEN: &[&str] = &[
    "核实中", "待复盘", "分析中", "排查中", "跟进中", "定位中", "修复中", "处理中", "解决中", "待定位", "待核实",
    "待修复", "待确认", "原因待", "正在分析", "正在排查", "正在处理", "还在分析", "还在排查", "还在查", "还在核实",
    "还在看", "还在定位", "在查", "正在制定", "待厂家", "待供应商", "待备件", "待更换", "待到货", "仍在", "未恢复",
    "待恢复", "未解决", "未查明", "原因不明", "investigat", "pending", "ongoing",
];

/// What closes an incident however open it was before.
const CLOSED: &[&str] = &["关闭", "闭环", "复盘完成", "已查明", "结案", "closed"];

/// Whether a sentence says that something is not settled yet.
pub fn says_open(sentence: &str) -> bool {
    // 待…回复 in a report becomes one of these in an answer.
    let answers = ["没有回复", "尚未回复", "未答复"];
    Status::of(sentence, false) == Status::Open || answers.iter().any(|word| sentence.contains(word))
}

impl Status {
    /// What still waits decides, wherever it stands: `10:12 恢复，待复盘` and `原因待回复。处置：恢复` are open. What closes it
    /// afterwards, or an end told after it in the same breath, decides over that. Without such words it is resolved where
    /// something was done (`is_handled`).
    pub(super) fn of(text: &str, is_handled: bool) -> Self {
        let lower = without_quotes(&text.to_lowercase());
        let last = |words: &[&str]| {
            words
                .iter()
                .filter_map(|word| Some((lower.rfind(word)?, word.len())))
                .max_by_key(|(at, length)| at + length)
        };
        let open = last(OPEN).max(last_wait(&lower));
        let closed = last(CLOSED).filter(|(at, _)| !lower[..*at].ends_with(['未', '待']));
        match (last(RESOLVED), open) {
            (_, Some(open)) if closed.is_some_and(|closed| closed > open) => Self::Resolved,
            (_, Some(_)) => Self::Open,
            (Some(_), None) => Self::Resolved,
            (None, None) if is_handled || closed.is_some() => Self::Resolved,
            (None, None) => Self::Unknown,
        }
    }
}

/// 待网联回复, 待平安回复, 等机房方出报告, 预计9/7追平: somebody is waited for.
fn last_wait(text: &str) -> Option<(usize, usize)> {
    const ENDS: [&str; 10] = ["回复", "答复", "报告", "上门", "到货", "确认", "复盘", "更换", "优化", "检测"];
    let is_wait = |at: usize, word: &str| {
        let rest: String = text[at + word.len()..].chars().take(12).collect();
        let clause = rest.split(['，', '。', '；', ',', ';', '\n']).next().unwrap_or_default();
        let is_other = word == "待" && text[..at].ends_with(['等', '期', '招', '接', '看', '对', '有']);
        !is_other
            && (ENDS.iter().any(|end| clause.contains(end)) || word == "预计" && clause.contains(['平', '复', '完']))
    };
    ["待", "等", "预计"]
        .iter()
        .flat_map(|word| text.match_indices(*word).map(move |(at, _)| (at, *word)))
        .filter(|(at, word)| is_wait(*at, word))
        .map(|(at, word)| (at, word.len()))
        .max()
}

/// What is quoted is the name of something, not how the incident stands: 停在“处理中”.
fn without_quotes(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '“' | '「' | '『' => depth += 1,
            '”' | '」' | '』' => depth = depth.saturating_sub(1),
            '\n' => {
                depth = 0;
                kept.push(c);
            }
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn what_still_waits_decides() {
        assert_eq!(Status::of("09:10 恢复，原因核实中", true), Status::Open);
        assert_eq!(Status::of("原因：待厂商回复。处置：09:10 恢复", true), Status::Open);
        assert_eq!(Status::of("截至周五尚未恢复", true), Status::Open);
        assert_eq!(Status::of("待复盘；6/1复盘完成，关闭", true), Status::Resolved);
    }

    #[test]
    fn what_was_handled_is_resolved_and_what_was_not_is_not_known() {
        assert_eq!(Status::of("重跑后对平", true), Status::Resolved);
        assert_eq!(Status::of("收到告警", false), Status::Unknown);
    }

    #[test]
    fn a_quoted_state_is_no_state_of_the_incident() {
        assert_eq!(Status::of("43笔停在“处理中”，补上映射", true), Status::Resolved);
    }
}
