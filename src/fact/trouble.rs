//! Whether a text speaks of something that went wrong. The words are of many trades, not of one.

use crate::report::Letters;

/// Whether a text speaks of something that went wrong.
pub fn tells_trouble(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "告警", "报警", "故障", "失败", "异常", "超时", "报错", "错误", "宕机", "中断", "不可用", "差异", "丢失",
        "重复", "延迟", "抖动", "阻塞", "事故", "无法", "不及时", "反馈", "客诉", "投诉", "卡顿", "缓慢", "变慢",
        "打满", "积压", "掉线", "断网", "断电", "停电", "停机", "崩溃", "泄漏", "泄露", "漏", "攻击", "扫描", "不足",
        "短缺", "缺货", "缺料", "受伤", "起火", "损坏", "烧毁", "跳闸", "停产", "超标", "不合格", "误", "溢出", "死锁",
        "未到", "未收", "没收到", "未生效", "不通", "拒绝", "过期", "飙升", "突增", "暴跌", "挂起", "卡住", "堵塞",
        "退货", "破损", "逾期", "隐患", "乱码", "拥塞", "中毒", "停摆", "停止", "停用", "失效", "偏移", "漂移", "黑屏",
        "死机", "离线", "停线", "白屏", "打不开", "受影响", "闪断", "闪退", "吞卡", "卡死", "停更", "雪崩", "写满",
        "占满", "打断", "断断续续", "后恢复", "恢复正常",
    ];
    const LATIN: &[&str] = &[
        "oom", "fail", "error", "timeout", "down", "outage", "alert", "crash", "incident", "502", "503", "504", "bug",
        "leak", "broken",
    ];
    let lower = text.to_ascii_lowercase();
    let letters = Letters::of(&lower);
    WORDS
        .iter()
        .chain(LATIN)
        .filter(|word| letters.may_spell(word))
        .any(|word| lower.match_indices(word).any(|(at, word)| !is_denied(&lower[..at], &lower[at + word.len()..])))
}

/// Whether a word of trouble is there to say that there was none: `差异0笔`, `无异常`.
fn is_denied(before: &str, after: &str) -> bool {
    const NONE: [&str; 10] = ["无", "零", "未见", "没有", "未发现", "未出现", "未发生", "无新增", "0起", "no "];
    let after = after.trim_start_matches(['为', '：', ':', ' ', '数', '率']);
    let is_zero = after.starts_with('零')
        || (after.starts_with('0') && !after[1..].starts_with(|c: char| c.is_ascii_digit() || c == '.'));
    is_zero || NONE.iter().any(|word| before.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::tells_trouble;

    #[test]
    fn trouble_that_did_not_happen_is_none() {
        assert!(tells_trouble("核对差异3笔") && tells_trouble("支付失败"));
        assert!(!tells_trouble("核对差异0笔") && !tells_trouble("运行无异常"));
    }
}
