//! What a clause tells beside why and what was done: what people felt, how it came to light, that it mended itself, or
//! nothing at all.

use super::clause::has;

/// 自行恢复: nobody did anything.
pub(super) fn mends_itself(clause: &str) -> bool {
    has(clause, &["自行", "自动恢复", "自愈"]) && has(clause, &["恢复", "追平", "好转", "正常", "消失", "解除"])
}

/// Whether a clause says no more than that the cause is not known, or that something is waited for: no answer.
pub(super) fn is_placeholder(text: &str) -> bool {
    const WAITING: &[&str] = &[
        "待", "核实中", "排查中", "分析中", "定位中", "调查中", "确认中", "跟踪中", "还在", "不明", "未知", "未查明",
        "在查",
    ];
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    letters == 0
        || !text.contains(['“', '「'])
            && letters <= LONGEST_PLACEHOLDER_CHARS
            && has(text, WAITING)
            && !has(text, &["怀疑", "疑似", "可能", "初步"])
}

/// How many letters and digits a placeholder has at most.
const LONGEST_PLACEHOLDER_CHARS: usize = 9;

/// Whether a clause tells what people or their business felt of it, without saying that it is the impact.
pub(super) fn tells_hardship(clause: &str) -> bool {
    const WORDS: &[&str] = &[
        "用户", "客户", "商户", "患者", "顾客", "学生", "玩家", "门店", "资金", "无误", "差错", "客询", "投诉", "来电",
        "报废", "顺延", "打不开", "取不到", "看不到", "慢了", "变慢", "缓慢", "掉线", "无法", "拖累", "未到账",
        "没送到", "没有失败", "没有交易", "停更", "告警", "货损", "无访问", "无资损", "晚到", "晚出", "未发出",
        "orders", "users", "customers",
    ];
    has(clause, WORDS)
}

/// Whether a clause says how much at most or on average: 最长延迟6分钟.
pub(super) fn tells_measure(clause: &str) -> bool {
    let has_digit = clause.chars().any(|c| c.is_ascii_digit());
    has_digit && has(clause, &["平均", "最长", "最多", "最慢", "延迟最"])
}

/// Whether a clause tells how it came to light.
pub(super) fn tells_finding(clause: &str) -> bool {
    has(
        clause,
        &["核对发现", "核对时", "巡检", "监控发现", "排查", "才发现", "才查到", "才知道", "查到", "时看到", "盘点时"],
    )
}
