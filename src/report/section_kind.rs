//! What a section is for, whatever its author calls it.

use serde::{Deserialize, Serialize};

/// The part a section plays in a weekly report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SectionKind {
    /// What was done: 本周工作, 上周进展, 重点工作.
    Progress,
    /// What comes next: 下周计划, 下周工作及目标.
    Plan,
    /// Running figures: 系统运行数据, 成功率, 可用性.
    Metrics,
    /// What went wrong: 生产事件, 故障, 告警.
    Incidents,
    /// 问题, 风险, 困难, 需要的支持.
    Problems,
    /// 收获与反思, 总结.
    Reflection,
    /// What somebody else says of the work: 点评, 导师评价.
    Review,
    /// Links to the days: 日报合集.
    Daily,
    Other,
}

impl SectionKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Plan => "plan",
            Self::Metrics => "metrics",
            Self::Incidents => "incidents",
            Self::Problems => "problems",
            Self::Reflection => "reflection",
            Self::Review => "review",
            Self::Daily => "daily",
            Self::Other => "other",
        }
    }

    /// Reads a heading (see [`super::plain::heading_text`]); `Other` when it says nothing of the kind.
    ///
    /// The order matters: 下周工作 is a plan although it holds 工作, 上周计划完成情况 is progress although it holds 计划.
    pub fn of_heading(heading: &str) -> Self {
        let text: String = heading.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if has(&["日报合集", "日报汇总", "dailylogs"]) {
            Self::Daily
        } else if has(&["点评", "评价", "评语", "反馈意见", "review"]) {
            Self::Review
        } else if has(&["完成情况", "执行情况", "达成情况"]) {
            Self::Progress
        } else if has(&["事件", "事故", "故障", "告警", "异常情况", "incident", "outage"]) {
            Self::Incidents
        } else if has(&["运行数据", "运行指标", "成功率", "可用性", "核心指标", "数据指标", "metrics", "kpi"]) {
            Self::Metrics
        } else if has(&["下周", "下双周", "下一周", "下阶段", "后续计划", "工作计划", "计划", "目标", "nextweek", "plan", "todo"]) {
            Self::Plan
        } else if has(&["反思", "收获", "总结", "心得", "感悟", "体会", "思考", "reflection", "lessons"]) {
            Self::Reflection
        } else if has(&["问题", "风险", "困难", "阻塞", "难点", "支持", "求助", "issue", "risk", "blocker"]) {
            Self::Problems
        } else if has(&["本周", "上周", "本双周", "进展", "重点工作", "工作内容", "工作进度", "已完成", "progress", "thisweek", "done"]) {
            Self::Progress
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SectionKind;

    #[test]
    fn one_thing_is_known_by_many_names() {
        for (heading, kind) in [
            ("下周计划", SectionKind::Plan),
            ("下周工作及目标", SectionKind::Plan),
            ("本双周工作", SectionKind::Progress),
            ("上周进展", SectionKind::Progress),
            ("上周计划完成情况", SectionKind::Progress),
            ("生产稳定性事件", SectionKind::Incidents),
            ("生产事件", SectionKind::Incidents),
            ("系统运行数据", SectionKind::Metrics),
            ("收获与反思", SectionKind::Reflection),
            ("导师评价", SectionKind::Review),
            ("遇到的问题及风险", SectionKind::Problems),
            ("日报合集", SectionKind::Daily),
            ("O1 服务业务", SectionKind::Other),
        ] {
            assert_eq!(SectionKind::of_heading(heading), kind, "{heading}");
        }
    }
}
