//! What is said of a goal's reasons and points, in Chinese or English.

use crate::goals::{Factor, Goals, Ground, Season, Worsening};
use crate::series::Better;
use crate::thread::{Outcome, Why};
use crate::vocabulary::{Language, worded};

pub(super) struct Words {
    pub language: Language,
}

impl Words {
    /// `第27周目标草稿（2023-06-21 至 2023-06-27）`.
    pub(super) fn title(&self, found: &Goals) -> String {
        let (week, from, to) = (&found.week, found.days.from(), found.days.to());
        worded!(self.language, "{week}目标草稿（{from} 至 {to}）", "Goals for {week} ({from} to {to}), a draft")
    }
}

/// Why a goal is proposed, in one sentence.
pub(super) fn reason(ground: &Ground, language: Language) -> String {
    match language {
        Language::Chinese => chinese(ground),
        Language::English => english(ground),
    }
}

fn chinese(ground: &Ground) -> String {
    match ground {
        Ground::SetGoal { report } => format!("{report}已列为下周目标"),
        Ground::UnkeptGoal { outcome, why, times, report, due } => {
            let due = due.map(|day| format!("（{day}）")).unwrap_or_default();
            let times = if *times > 1 { format!("，共列过{times}次") } else { String::new() };
            format!("{report}列为目标{due}，{}{times}", outcome_chinese(*outcome, *why))
        }
        Ground::DueSoon { step, day, is_in_week, .. } => {
            let step = if step.is_empty() { "有一步".to_string() } else { step.clone() };
            let when = if *is_in_week { "本周内" } else { "下一周" };
            format!("计划{day} {step}，在{when}到期")
        }
        Ground::Overdue { step, day, days, moves, .. } => {
            let moves = if *moves > 0 { format!("，改期{moves}次") } else { String::new() };
            let late = if *days > 0 { format!("已过{days}天") } else { "当天到期".to_string() };
            format!("原定{day} {step}，{late}，周报未写完成{moves}").replace(" ，", "，")
        }
        Ground::OpenIncident { occurred, days, is_cause_missing } => {
            let occurred = occurred.map(|day| format!("{day} ")).unwrap_or_default();
            let days = days.map(|days| format!("，已{days}天")).unwrap_or_default();
            let cause = if *is_cause_missing { "，原因未写明" } else { "" };
            format!("{occurred}事件未关闭{days}{cause}")
        }
        Ground::PromisedReview { text, made, days } => format!("{made}写明“{text}”，{days}天后仍未见复盘结论"),
        Ground::WorseningMetric { metric, better, first, last, since, how } => {
            let way = if *better == Better::Higher { "越高越好" } else { "越低越好" };
            let how = match how {
                Worsening::Course => "持续变差",
                Worsening::Shift => "变差后没有恢复",
                Worsening::Outlier => "明显偏离",
            };
            format!("{metric}由{since}的{first}到{last}（{way}），{how}")
        }
        Ground::Stalled { since, report, reports, progress } => {
            let progress = progress.map(|percent| format!("进度{}%，", percent.normalize())).unwrap_or_default();
            let named = if *report == since.to_string() { String::new() } else { format!("（{since}）") };
            format!("{progress}{report}{named}后{reports}篇周报没有新进展")
        }
        Ground::Seasonal { season, seen } => {
            let season = match season {
                Season::Year => "往年同期",
                Season::HalfEnd => "半年前同期",
                Season::QuarterEnd => "往季同期",
                Season::MonthEnd => "往月同期",
            };
            format!("{season}有此事：{}", seen.join("、"))
        }
    }
}

fn outcome_chinese(outcome: Outcome, why: Why) -> &'static str {
    match (outcome, why) {
        (_, Why::GoalAgain) => "之后又列为目标",
        (Outcome::Partly, _) => "只完成一部分",
        (_, Why::PlannedAnew) => "之后改期",
        (Outcome::Slipped, _) => "没有按期完成",
        _ => "之后仍在提及，未写完成",
    }
}

fn english(ground: &Ground) -> String {
    match ground {
        Ground::SetGoal { report } => format!("{report} has it as a goal already"),
        Ground::UnkeptGoal { outcome, why, times, report, due } => {
            let due = due.map(|day| format!(" (for {day})")).unwrap_or_default();
            let times = if *times > 1 { format!(", {times} times in all") } else { String::new() };
            format!("a goal of {report}{due}, {}{times}", outcome_english(*outcome, *why))
        }
        Ground::DueSoon { step, day, is_in_week, .. } => {
            let when = if *is_in_week { "in the week" } else { "in the week after" };
            format!("{step} planned for {day}, {when}").trim().to_string()
        }
        Ground::Overdue { step, day, days, moves, .. } => {
            let moves = if *moves > 0 { format!(", moved {}", times(*moves)) } else { String::new() };
            format!("{step} was planned for {day}, {days} days ago, and is not told as done{moves}").trim().to_string()
        }
        Ground::OpenIncident { occurred, days, is_cause_missing } => {
            let occurred = occurred.map(|day| format!(" of {day}")).unwrap_or_default();
            let days = days.map(|days| format!(" after {days} days")).unwrap_or_default();
            let cause = if *is_cause_missing { ", its cause not told" } else { "" };
            format!("the incident{occurred} is open{days}{cause}")
        }
        Ground::PromisedReview { text, made, days } => {
            format!("promised on {made} (“{text}”), no result {days} days later")
        }
        Ground::WorseningMetric { metric, better, first, last, since, how } => {
            let way = if *better == Better::Higher { "higher is better" } else { "lower is better" };
            let how = match how {
                Worsening::Course => "it keeps getting worse",
                Worsening::Shift => "it got worse and stayed there",
                Worsening::Outlier => "far from the others",
            };
            format!("{metric} went from {first} ({since}) to {last} ({way}); {how}")
        }
        Ground::Stalled { since, report, reports, progress } => {
            let progress = progress.map(|percent| format!(" at {}%", percent.normalize())).unwrap_or_default();
            let named = if *report == since.to_string() { String::new() } else { format!(" ({since})") };
            format!("no news{progress} in {reports} reports after {report}{named}")
        }
        Ground::Seasonal { season, seen } => {
            let season = match season {
                Season::Year => "a year",
                Season::HalfEnd => "half a year",
                Season::QuarterEnd => "some quarters",
                Season::MonthEnd => "some months",
            };
            format!("done at this time {season} before: {}", seen.join(", "))
        }
    }
}

fn outcome_english(outcome: Outcome, why: Why) -> &'static str {
    match (outcome, why) {
        (_, Why::GoalAgain) => "and again since",
        (Outcome::Partly, _) => "reached in part",
        (_, Why::PlannedAnew) => "planned anew since",
        (Outcome::Slipped, _) => "not reached in time",
        _ => "still spoken of, not told as done",
    }
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_string() } else { format!("{count} times") }
}

/// What gave points.
pub(super) fn factor(factor: Factor, language: Language) -> String {
    let (chinese, english) = match factor {
        Factor::SetGoal => ("已列目标".to_string(), "set as a goal".to_string()),
        Factor::UnkeptGoal => ("目标未达成".to_string(), "goal not reached".to_string()),
        Factor::Times(count) => (format!("列过{count}次"), format!("a goal {}", times(count))),
        Factor::DueInWeek => ("本周到期".to_string(), "due in the week".to_string()),
        Factor::DueNext => ("下一周到期".to_string(), "due the week after".to_string()),
        Factor::Overdue => ("已逾期".to_string(), "overdue".to_string()),
        Factor::WeeksOverdue(weeks) => (format!("逾期{weeks}周"), format!("weeks overdue: {weeks}")),
        Factor::Moves(count) => (format!("改期{count}次"), format!("moved {}", times(count))),
        Factor::OpenIncident => ("事件未关闭".to_string(), "open incident".to_string()),
        Factor::WeeksOpen(weeks) => (format!("未关闭{weeks}周"), format!("weeks open: {weeks}")),
        Factor::CauseMissing => ("原因未写明".to_string(), "cause not told".to_string()),
        Factor::PromisedReview => ("复盘未完成".to_string(), "review promised".to_string()),
        Factor::WeeksWaiting(weeks) => (format!("已等{weeks}周"), format!("weeks waited: {weeks}")),
        Factor::Worsening => ("指标变差".to_string(), "metric got worse".to_string()),
        Factor::Stalled => ("停滞".to_string(), "stands still".to_string()),
        Factor::ReportsSilent(count) => (format!("{count}篇没有新进展"), format!("reports without news: {count}")),
        Factor::Seasonal => ("往期惯例".to_string(), "comes back".to_string()),
    };
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

/// The name of a reason for programs.
pub(super) fn ground_name(ground: &Ground) -> &'static str {
    match ground {
        Ground::SetGoal { .. } => "set-goal",
        Ground::UnkeptGoal { .. } => "unkept-goal",
        Ground::DueSoon { .. } => "due-soon",
        Ground::Overdue { .. } => "overdue",
        Ground::OpenIncident { .. } => "open-incident",
        Ground::PromisedReview { .. } => "promised-review",
        Ground::WorseningMetric { .. } => "worsening-metric",
        Ground::Stalled { .. } => "stalled",
        Ground::Seasonal { .. } => "seasonal",
    }
}
