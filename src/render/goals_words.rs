//! What is said of a goal's reasons and points, in Chinese or English.

use crate::goals::{Factor, Goals, Ground, Left, Season, Worsening};
use crate::series::Better;
use crate::thread::{Outcome, Why};
use crate::vocabulary::{Language, plural, worded};

/// `第27周目标草稿（2023-06-21 至 2023-06-27）`.
pub(super) fn title(found: &Goals, language: Language) -> String {
    let (week, from, to) = (&found.week, found.days.from(), found.days.to());
    worded!(language, "{week}目标草稿（{from} 至 {to}）", "Goals for {week} ({from} to {to}), a draft")
}

/// `2024-W13已列的目标`.
pub(super) fn listed_title(found: &Goals, language: Language) -> String {
    let last = &found.coverage.last;
    worded!(language, "{last}自己列出的目标：", "Set by {last} itself:")
}

/// Above what is proposed beside goals that are set already.
pub(super) fn proposed_title(language: Language) -> &'static str {
    language.pick("另外提出，供挑选：", "Proposed beside them:")
}

/// Why a goal is proposed, in one sentence.
pub fn reason(ground: &Ground, language: Language) -> String {
    match ground {
        Ground::SetGoal { report } => worded!(language, "{report}已列为下周目标", "{report} has it as a goal already"),
        Ground::UnkeptGoal { outcome, why, times: count, report, due } => {
            let due = due.map(|day| worded!(language, "（{day}）", " (for {day})")).unwrap_or_default();
            let outcome = outcome_text(*outcome, *why, language);
            let times = match count {
                2.. => worded!(language, "，共列过{count}次", ", {count} times in all"),
                _ => String::new(),
            };
            worded!(language, "{report}列为目标{due}，{outcome}{times}", "a goal of {report}{due}, {outcome}{times}")
        }
        Ground::DueSoon { step, day, is_in_week, .. } => {
            let step = if step.is_empty() { language.pick("有一步", "") } else { step.as_str() };
            let when = match is_in_week {
                true => language.pick("本周内", "in the week"),
                false => language.pick("下一周", "in the week after"),
            };
            worded!(language, "计划{day} {step}，在{when}到期", "{step} planned for {day}, {when}").trim().to_string()
        }
        Ground::Overdue { step, day, days, moves, .. } => match language {
            Language::Chinese => {
                let moves = if *moves > 0 { format!("，改期{moves}次") } else { String::new() };
                let late = if *days > 0 { format!("已过{days}天") } else { "当天到期".to_string() };
                format!("原定{day} {step}，{late}，周报未写完成{moves}").replace(" ，", "，")
            }
            Language::English => {
                let moves = if *moves > 0 { format!(", moved {}", times(*moves)) } else { String::new() };
                let text = format!("{step} was planned for {day}, {days} days ago, and is not told as done{moves}");
                text.trim().to_string()
            }
        },
        Ground::OpenIncident { occurred, days, is_cause_missing } => {
            let occurred = occurred.map(|day| worded!(language, "{day} ", " of {day}")).unwrap_or_default();
            let days = days.map(|days| worded!(language, "，已{days}天", " after {days} days")).unwrap_or_default();
            let cause = match is_cause_missing {
                true => language.pick("，原因未写明", ", its cause not told"),
                false => "",
            };
            worded!(language, "{occurred}事件未关闭{days}{cause}", "the incident{occurred} is open{days}{cause}")
        }
        Ground::PromisedReview { text, made, days } => worded!(
            language,
            "{made}写明“{text}”，{days}天后仍未见复盘结论",
            "promised on {made} (“{text}”), no result {days} days later"
        ),
        Ground::WorseningMetric { metric, better, first, last, since, how } => {
            let way = match better {
                Better::Higher => language.pick("越高越好", "higher is better"),
                Better::Lower => language.pick("越低越好", "lower is better"),
            };
            let how = match how {
                Worsening::Course => language.pick("持续变差", "it keeps getting worse"),
                Worsening::Shift => language.pick("变差后没有恢复", "it got worse and stayed there"),
                Worsening::Outlier => language.pick("明显偏离", "far from the others"),
            };
            worded!(
                language,
                "{metric}由{since}的{first}到{last}（{way}），{how}",
                "{metric} went from {first} ({since}) to {last} ({way}); {how}"
            )
        }
        Ground::LeftOpen { left, report } => {
            let how = left_text(*left, language);
            worded!(language, "{report}{how}", "{report}: {how}")
        }
        Ground::Stalled { since, report, reports, progress } => {
            let progress = progress.map(|percent| percent.normalize());
            let progress =
                progress.map(|percent| worded!(language, "进度{percent}%，", " at {percent}%")).unwrap_or_default();
            let named = if *report == since.to_string() {
                String::new()
            } else {
                worded!(language, "（{since}）", " ({since})")
            };
            worded!(
                language,
                "{progress}{report}{named}后{reports}篇周报没有新进展",
                "no news{progress} in {reports} reports after {report}{named}"
            )
        }
        Ground::Seasonal { season, seen } => {
            let season = match season {
                Season::Year => language.pick("往年同期", "a year"),
                Season::HalfEnd => language.pick("半年前同期", "half a year"),
                Season::QuarterEnd => language.pick("往季同期", "some quarters"),
                Season::MonthEnd => language.pick("往月同期", "some months"),
            };
            let seen = seen.join(language.pick("、", ", "));
            worded!(language, "{season}有此事：{seen}", "done at this time {season} before: {seen}")
        }
    }
}

fn outcome_text(outcome: Outcome, why: Why, language: Language) -> &'static str {
    match (outcome, why) {
        (_, Why::GoalAgain) => language.pick("之后又列为目标", "and again since"),
        (Outcome::Partly, _) => language.pick("只完成一部分", "reached in part"),
        (_, Why::PlannedAnew) => language.pick("之后改期", "planned anew since"),
        (Outcome::Slipped, _) => language.pick("没有按期完成", "not reached in time"),
        _ => language.pick("之后仍在提及，未写完成", "still spoken of, not told as done"),
    }
}

fn left_text(left: Left, language: Language) -> &'static str {
    match left {
        Left::NextWeek => language.pick("写明下一期要做", "meant for the next week"),
        Left::Planned => language.pick("写明还要做", "planned, without a word that it is done"),
        Left::Waiting => language.pick("还有一步没有做，或在等待", "something is awaited or not done"),
        Left::Trouble => language.pick("问题没有写明已解决", "a trouble without an end"),
        Left::UnderWay => language.pick("还在进行", "under way"),
    }
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_string() } else { format!("{count} times") }
}

/// What gave points.
pub fn factor(factor: Factor, language: Language) -> String {
    match factor {
        Factor::Times(count) => language.pick(format!("列过{count}次"), format!("a goal {}", times(count))),
        Factor::Moves(count) => language.pick(format!("改期{count}次"), format!("moved {}", times(count))),
        Factor::WeeksOverdue(weeks) => {
            language.pick(format!("逾期{weeks}周"), format!("overdue by {}", plural(weeks as usize, "week")))
        }
        Factor::WeeksOpen(weeks) => {
            language.pick(format!("未关闭{weeks}周"), format!("open for {}", plural(weeks as usize, "week")))
        }
        Factor::WeeksWaiting(weeks) => {
            language.pick(format!("已等{weeks}周"), format!("waited {}", plural(weeks as usize, "week")))
        }
        Factor::ReportsSilent(count) => {
            language.pick(format!("{count}篇没有新进展"), format!("{} without news", plural(count, "report")))
        }
        Factor::Left(left) => left_text(left, language).to_string(),
        Factor::GoalsBefore(count) => {
            language.pick(format!("此前{count}条目标与此有关"), format!("{} before about it", plural(count, "goal")))
        }
        Factor::Recurs(count) => {
            language.pick(format!("此前{count}篇也写到"), format!("in {} before", plural(count, "report")))
        }
        Factor::SetGoal => worded!(language, "已列目标", "set as a goal"),
        Factor::UnkeptGoal => worded!(language, "目标未达成", "goal not reached"),
        Factor::DueInWeek => worded!(language, "本周到期", "due in the week"),
        Factor::DueNext => worded!(language, "下一周到期", "due the week after"),
        Factor::Overdue => worded!(language, "已逾期", "overdue"),
        Factor::OpenIncident => worded!(language, "事件未关闭", "open incident"),
        Factor::CauseMissing => worded!(language, "原因未写明", "cause not told"),
        Factor::PromisedReview => worded!(language, "复盘未完成", "review promised"),
        Factor::Worsening => worded!(language, "指标变差", "metric got worse"),
        Factor::Stalled => worded!(language, "停滞", "stands still"),
        Factor::Seasonal => worded!(language, "往期惯例", "comes back"),
    }
}
