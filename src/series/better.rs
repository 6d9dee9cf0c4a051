//! Which way a metric is better, where its name tells.

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    Higher,
    Lower,
}

/// What one wants more of.
const HIGHER: &[&str] = &[
    "成功率", "成功", "可用性", "可用率", "可用度", "进度", "完成率", "完成度", "覆盖率", "覆盖度", "达标率", "达成率",
    "通过率", "合格率", "良率", "良品率", "准确率", "准确度", "正确率", "匹配率", "命中率", "转化率", "满意度",
    "好评率", "及时率", "准时率", "准点率", "修复率", "解决率", "恢复率", "留存率", "复购率", "续约率", "签约率",
    "自动化率", "吞吐", "tps", "qps", "success", "availability", "uptime", "progress", "coverage", "accuracy",
    "throughput", "satisfaction",
];

/// And less of.
const LOWER: &[&str] = &[
    "失败率", "失败", "差异", "差错", "错误", "出错", "异常", "事故", "事件数", "故障", "宕机", "中断", "投诉", "客诉",
    "延迟", "延时", "时延", "耗时", "超时", "告警", "漏洞", "积压", "排队", "缺陷", "退货", "退单", "掉单", "丢包",
    "丢失", "误报", "漏报", "流失", "报废", "破损", "逾期", "欠费", "成本", "工单", "failure", "failed", "error",
    "latency", "incident", "complaint", "defect", "downtime", "backlog", "timeout", "cost",
];

/// A share of such things says nothing of which way is better: 失败原因占比; nor does what is cut of them: 成本降幅.
const NEITHER: &[&str] = &["占比", "比例", "比重", "降幅", "涨幅", "增幅", "节省", "节约", "分布", "排名"];

/// Which way the metric called `name` is better; `None` where no word of the name tells. The last word decides: 故障恢复率 is a rate of
/// recovery, 成功率差异 a difference.
#[must_use]
pub fn better(name: &str) -> Option<Better> {
    let name = name.to_lowercase();
    // 总进度 下线: what stands before the space is what the number is of, not what it counts.
    let name = if name.is_ascii() { name.as_str() } else { name.split(' ').next_back().unwrap_or_default() };
    if NEITHER.iter().any(|word| name.contains(word)) {
        return None;
    }
    // Where two words end together the longer one is meant: 可用率 is not 率.
    let last =
        |words: &[&str]| words.iter().filter_map(|word| name.rfind(word).map(|at| (at + word.len(), word.len()))).max();
    match (last(HIGHER), last(LOWER)) {
        (Some(higher), Some(lower)) if higher == lower => None,
        (higher, lower) if higher > lower => Some(Better::Higher),
        (_, Some(_)) => Some(Better::Lower),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Better, better};

    #[test]
    fn a_rate_of_success_is_better_higher_and_one_of_failure_lower() {
        assert_eq!(better("出金有效成功率"), Some(Better::Higher));
        assert_eq!(better("支付失败率"), Some(Better::Lower));
        assert_eq!(better("API P99 latency"), Some(Better::Lower));
    }

    #[test]
    fn the_last_word_of_the_name_decides() {
        assert_eq!(better("故障恢复率"), Some(Better::Higher));
        assert_eq!(better("进度差异"), Some(Better::Lower));
    }

    #[test]
    fn a_name_that_tells_nothing_is_better_neither_way() {
        assert_eq!(better("交易金额"), None);
        assert_eq!(better("失败原因占比"), None);
        assert_eq!(better("成本降幅"), None);
        assert_eq!(better("建设总进度 下线"), None);
        assert_eq!(better(""), None);
    }
}
