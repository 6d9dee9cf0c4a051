//! What a section is for, whatever its author calls it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mark_length;
use super::review_name::names_a_review;
use crate::calendar::mentions;
use crate::vocabulary::{Class, Sense, Words};

/// The part a section plays in a weekly report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
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
    /// What became of earlier incidents: 往期跟踪, 事件回看.
    FollowUp,
    /// Links to the days: 日报合集.
    Daily,
    #[default]
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
            Self::FollowUp => "followup",
            Self::Daily => "daily",
            Self::Other => "other",
        }
    }

    /// What is under `heading` inside a section of this kind. Of incidents the one named 跟进, or `跟进：6/15 …`, looks back; under the
    /// heading of one incident (`outer` names its day) it is a part of that.
    pub fn within(self, heading: &str, outer: &str) -> Self {
        let looks_back = self == Self::Incidents && opens_as_follow_up(heading) && mentions(outer).is_empty();
        match Self::of_heading(heading) {
            _ if looks_back => Self::FollowUp,
            Self::Other => self,
            kind => kind,
        }
    }

    /// Reads a heading (see [`super::plain::heading_text`]); `Other` when it says nothing of the kind.
    ///
    /// The order matters: 下周工作 is a plan although it holds 工作, 上周计划完成情况 is progress although it holds 计划.
    pub fn of_heading(heading: &str) -> Self {
        static WORDS: Words = Words::of(Class::SectionKind.senses());
        let text = without_gaps(&heading.to_lowercase());
        let found = WORDS.senses_in(&text);
        let has = |sense: Sense| found.contains(&sense);
        let is_of_things = !has(Sense::WorkHeading);
        let is_comparison = has(Sense::ComparedHeading) || has(Sense::PlanNamed) && has(Sense::ActualHeading);
        if has(Sense::DailyHeading) {
            Self::Daily
        } else if is_of_things && looks_back(&text, &found) || names_a_review(heading) {
            Self::FollowUp
        } else if is_comparison && !text.contains("反思") {
            Self::Progress
        } else if is_of_things && (has(Sense::ReviewHeading) || text == "review") {
            Self::Review
        } else if is_of_things && (has(Sense::IncidentHeading) || ends_with(&text, Sense::IncidentAtEnd)) {
            Self::Incidents
        } else if is_of_things && has(Sense::MetricHeading) && !has(Sense::RiskHeading) {
            Self::Metrics
        } else if looks_ahead(heading) || has(Sense::AheadHeading) || has(Sense::PlanNamed) && !names_a_product(&text) {
            Self::Plan
        } else if has(Sense::ReflectionHeading) || has(Sense::GainHeading) && names_gains(&text) {
            Self::Reflection
        } else if is_of_things
            && (has(Sense::ProblemHeading)
                || has(Sense::SupportAskedFor)
                || has(Sense::SupportHeading) && asks_for_support(&text)
                || names_risks(&text))
        {
            Self::Problems
        } else if has(Sense::ProgressHeading) || text == "done" {
            Self::Progress
        } else {
            Self::Other
        }
    }
}

/// A heading without the spaces that some set between Chinese words.
fn without_gaps(heading: &str) -> String {
    let parts = heading.split_whitespace();
    parts.fold(String::new(), |mut text, part| {
        if text.ends_with(|c: char| c.is_ascii()) && part.starts_with(|c: char| c.is_ascii()) {
            text.push(' ');
        }
        text + part
    })
}

/// QEMU支持计划 is a name and says nothing of when.
fn names_a_product(text: &str) -> bool {
    const LEAST_LETTERS: usize = 3;
    let is_latin = |word: &str| word.chars().count() >= LEAST_LETTERS;
    text.ends_with("计划")
        && text.split(|c: char| !c.is_ascii_alphabetic()).any(is_latin)
        && !text.contains(['周', '月', '季', '年', '后', '下'])
}

/// 下个月, 接下来, Next two weeks, Looking ahead.
fn looks_ahead(heading: &str) -> bool {
    static AHEAD: Words = Words::of(&[Sense::PlanHeading]);
    let lower = heading.trim().to_lowercase();
    AHEAD.are_in(&lower) || lower.split_whitespace().next() == Some("next")
}

/// 往期跟踪, 历史问题跟进, 事件回看: what was reported before, not what is new.
fn looks_back(text: &str, found: &BTreeSet<Sense>) -> bool {
    static TROUBLES: Words = Words::of(&[Sense::IncidentHeading, Sense::IncidentAtEnd, Sense::ProblemHeading]);
    static FOLLOWED: Words = Words::of(&[Sense::FollowedHeading]);
    static FOLLOW_UP: Words = Words::of(&[Sense::FollowUpHeading]);
    let place = |words: &Words| words.first_in(text).map(|word| word.span.start);
    let (told, followed) = (place(&TROUBLES), place(&FOLLOWED));
    // AGC 跟踪异常 is an incident of what follows something.
    let is_followed = told.zip(followed).is_some_and(|(told, followed)| told < followed || followed == 0);
    found.contains(&Sense::EarlierHeading) && told.or(followed).is_some()
        || is_followed
        || ends_with(text, Sense::ClosedHeading)
        || FOLLOW_UP.have(text)
}

fn ends_with(text: &str, sense: Sense) -> bool {
    static ENDS: Words = Words::of(&[Sense::IncidentAtEnd, Sense::ClosedHeading]);
    ENDS.ending(text).is_some_and(|word| word.sense == sense)
}

/// `【跟进】6/15 …`, `跟进：6/15 …`: the line itself says that it looks back.
pub fn opens_as_follow_up(line: &str) -> bool {
    static MARKS: Words = Words::of(&[Sense::FollowUpMark]);
    let line = line.trim_start().trim_start_matches('#').trim_start();
    let line = line[mark_length(line)..].trim_start_matches(['*', '【', '[', '（', '(', '［']).to_lowercase();
    let mark = MARKS.beginning(&line);
    mark.is_some_and(|mark| {
        let after = line[mark.span.end..].trim_start_matches(' ');
        after.is_empty()
            || after.starts_with(['】', ']', '）', ')', '］', '：', ':'])
            || after.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// 风险 as a heading's subject (风险与问题, 项目风险) and not as a trade's word (风险数据, 风险控制模型).
fn names_risks(text: &str) -> bool {
    text.match_indices("风险").any(|(at, word)| goes_on(&text[at + word.len()..]))
        || text.starts_with("risk")
        || text.ends_with("risks")
}

/// Whether a heading ends here or goes on with another subject beside the one before.
fn goes_on(after: &str) -> bool {
    const JOINTS: [&str; 9] = ["与", "及", "和", "、", "/", "点", "提示", "项", "&"];
    after.is_empty() || JOINTS.iter().any(|joint| after.starts_with(joint))
}

/// 收获与反思, 本周收获 as what was learned, and not 收获准备, 收获机, which are a farm's work.
fn names_gains(text: &str) -> bool {
    let is_learned = |after: &str| after.starts_with(['感', '心', '体', '反', '总']);
    text.match_indices("收获")
        .map(|(at, word)| &text[at + word.len()..])
        .any(|after| goes_on(after) || is_learned(after))
}

/// 需要的支持: not 业务支持, which is work.
fn asks_for_support(text: &str) -> bool {
    text.contains('需') || text.contains("帮助")
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
            ("3 计划/实际", SectionKind::Progress),
            ("上周目标回顾", SectionKind::Progress),
            ("Last week's goals", SectionKind::Progress),
            ("Goals review", SectionKind::Progress),
            ("Goals of next week", SectionKind::Plan),
            ("Plan vs. actual", SectionKind::Progress),
            ("生产稳定性事件", SectionKind::Incidents),
            ("生产事件", SectionKind::Incidents),
            ("系统运行数据", SectionKind::Metrics),
            ("收获与反思", SectionKind::Reflection),
            ("本周收获", SectionKind::Reflection),
            ("收获准备", SectionKind::Other),
            ("七、下步工作", SectionKind::Plan),
            ("导师评价", SectionKind::Review),
            ("遇到的问题及风险", SectionKind::Problems),
            ("日报合集", SectionKind::Daily),
            ("O1 服务业务", SectionKind::Other),
            ("本周工作总结", SectionKind::Progress),
            ("总结与反思", SectionKind::Reflection),
            ("随想", SectionKind::Reflection),
            ("Thought of the week", SectionKind::Reflection),
            ("Next Steps", SectionKind::Plan),
            ("Next two weeks", SectionKind::Plan),
            ("What's next", SectionKind::Plan),
            ("六、下个月安排", SectionKind::Plan),
            ("接下来", SectionKind::Plan),
            ("六、明年主要打算", SectionKind::Plan),
            ("QEMU支持计划", SectionKind::Other),
            ("QEMU下周计划", SectionKind::Plan),
            ("Highlights", SectionKind::Progress),
            ("Blockers", SectionKind::Problems),
            ("Incidents", SectionKind::Incidents),
            ("往期事件跟踪", SectionKind::FollowUp),
            ("事件回看", SectionKind::FollowUp),
            ("遗留问题跟进", SectionKind::FollowUp),
            ("设备异常", SectionKind::Incidents),
            ("冷机跟踪异常", SectionKind::Incidents),
            ("异常跟踪", SectionKind::FollowUp),
            ("2.3 关闭项", SectionKind::FollowUp),
            ("上周计划对照", SectionKind::Progress),
            ("节后安排", SectionKind::Plan),
            ("需要的支持", SectionKind::Problems),
            ("风险与问题", SectionKind::Problems),
        ] {
            assert_eq!(SectionKind::of_heading(heading), kind, "{heading}");
        }
    }

    #[test]
    fn work_on_a_thing_is_not_the_thing() {
        for heading in [
            "告警平台建设", "故障演练", "风险数据指标立项评审", "成功率提升专项", "业务支持", "Code Review", "事件总线",
        ] {
            assert_eq!(SectionKind::of_heading(heading), SectionKind::Other, "{heading}");
        }
    }
}
