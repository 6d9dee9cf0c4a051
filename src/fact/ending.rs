//! Whether a clause tells that an incident ended, or of a step that often ends one.

/// Words of an end that is one, and of a step that often is. The first sort wins wherever it stands.
pub(super) const ENDS: &[&str] = &[
    "恢复", "修复", "解除", "正常", "收齐", "清空", "发完", "停止", "消除", "完成", "完", "到账", "对平", "收齐",
    "降至", "降到", "回落", "全部上线", "重新上线", "复位", "解决", "熔接", "通过", "recovered", "resolved",
    "restored", "fixed",
];
pub(super) const STEPS: &[&str] = &[
    "回切", "切回", "切换", "切到", "回滚", "回退", "重启", "重发", "重跑", "补发", "补齐", "补记", "下线", "拉起",
    "追平", "消失", "停掉", "切过去", "置为", "拉起", "更换", "续签", "扩容", "限流", "调到", "调整", "订正", "上调",
    "撤销", "rolled back", "restarted", "reverted", "switched",
];

pub(super) fn tells_end(clause: &str, words: &[&str]) -> bool {
    const NOT_YET: [&str; 9] =
        ["未恢复", "待恢复", "未完成", "待完成", "无法恢复", "未修复", "待修复", "未解决", "预计"];
    let lower = clause.to_ascii_lowercase();
    let is_word =
        |word: &&&str| **word != "完" || !["完整", "没完", "未完", "不完"].iter().any(|not| lower.contains(not));
    words.iter().filter(is_word).any(|word| lower.contains(word)) && !NOT_YET.iter().any(|word| lower.contains(word))
}
