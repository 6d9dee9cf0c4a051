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
    "恢复",
    "修复完成",
    "已修复",
    "完成修复",
    "修复上线",
    "已解决",
    "回切",
    "回滚后",
    "停止报错",
    "报错基本停止",
    "复盘完成",
    "已规避",
    "防护规避",
    "已完成",
    "已关闭",
    "已闭环",
    "已消除",
    "解除",
    "resolved",
    "recovered",
    "fixed",
];
const OPEN: &[&str] = &[
    "核实中",
    "待复盘",
    "分析中",
    "排查中",
    "跟进中",
    "定位中",
    "修复中",
    "处理中",
    "解决中",
    "待定位",
    "待核实",
    "待修复",
    "待确认",
    "原因待",
    "正在分析",
    "正在排查",
    "正在处理",
    "还在",
    "在查",
    "正在制定",
    "待厂家",
    "待供应商",
    "待备件",
    "待更换",
    "待到货",
    "仍在",
    "未恢复",
    "待恢复",
    "未解决",
    "未查明",
    "原因不明",
    "investigating",
    "ongoing",
];

impl Status {
    /// The word that stands last decides: `10:12 恢复，待复盘` is open until it is reviewed.
    pub(super) fn of(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let last = |words: &[&str]| {
            words
                .iter()
                .filter_map(|word| Some((lower.rfind(word)?, word.len())))
                .max_by_key(|(at, length)| at + length)
        };
        match (last(RESOLVED), last(OPEN)) {
            (None, None) => Self::Unknown,
            // 未恢复 ends where 恢复 ends: the longer word is what is said.
            (Some((resolved, length)), Some((open, other))) if resolved + length > open + other => Self::Resolved,
            (Some(_), None) => Self::Resolved,
            _ => Self::Open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn the_last_word_decides() {
        assert_eq!(Status::of("09:10 恢复，原因核实中"), Status::Open);
        assert_eq!(Status::of("原因核实中；09:10 恢复"), Status::Resolved);
        assert_eq!(Status::of("截至周五尚未恢复"), Status::Open);
        assert_eq!(Status::of("收到告警"), Status::Unknown);
    }
}
