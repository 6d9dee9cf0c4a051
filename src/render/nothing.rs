//! What is said where a ledger has nothing to list: what was looked for, in how many reports, of which days, and which weeks are missing.

use super::ledger::status_text;
use super::promises::outcome_text;
use super::text::missing_clause;
use crate::calendar::Period;
use crate::fact::Status;
use crate::thread::Outcome;
use crate::trend::Trend;
use crate::vocabulary::{Language, plural, worded};

/// `no open incident`, `没有未关闭的事件`.
pub fn no_incident(status: Option<Status>, language: Language) -> String {
    match status.map(|status| status_text(status, language)) {
        Some(status) => worded!(language, "没有{status}的事件", "no {status} incident"),
        None => worded!(language, "没有事件", "no incident"),
    }
}

/// `no metric`.
pub fn no_metric(language: Language) -> String {
    worded!(language, "没有指标", "no metric")
}

/// `no milestone`, `no moved milestone`.
pub fn no_milestone(is_moved: bool, language: Language) -> String {
    match is_moved {
        true => worded!(language, "没有改过期的里程碑", "no moved milestone"),
        false => worded!(language, "没有里程碑", "no milestone"),
    }
}

/// `no slipped promise`.
pub fn no_promise(outcome: Option<Outcome>, language: Language) -> String {
    match outcome.map(|outcome| outcome_text(outcome, language)) {
        Some(outcome) => worded!(language, "没有{outcome}的承诺", "no {outcome} promise"),
        None => worded!(language, "没有承诺", "no promise"),
    }
}

/// `not in the reports: no milestone with 门禁 in 8 reports (2023-05-03 to 2024-03-31); missing: 第27–36周`.
pub fn nothing_line(
    what: &str,
    words: &str,
    days: Option<Period>,
    reports: usize,
    missing_weeks: &[String],
    language: Language,
) -> String {
    let with = |words: &str| worded!(language, "（`{words}`）", " with `{words}`");
    let words = if words.is_empty() { String::new() } else { with(words) };
    let of = |days: Period| worded!(language, "（{} 至 {}）", " ({} to {})", days.from(), days.to());
    let days = days.map(of).unwrap_or_default();
    let missing = missing_clause(missing_weeks, language);
    let reports = language.pick(reports.to_string(), plural(reports, "report"));
    worded!(
        language,
        "周报中没有：{reports} 篇周报{days}里{what}{words}{missing}",
        "not in the reports: {what}{words} in {reports}{days}{missing}"
    )
}

/// `not in the reports: no metric with 天气 in 8 reports; near: 天然气用量`.
pub fn nothing_traced(found: &Trend, words: &[String], language: Language) -> String {
    let names: Vec<&str> = found.unknown.iter().flat_map(|unknown| &unknown.near).map(String::as_str).collect();
    let names = names.join(language.pick("、", ", "));
    let near = match names.as_str() {
        "" => String::new(),
        names => worded!(language, "；相近的有：{names}", "; near: {names}"),
    };
    let (words, reports) = (words.join(" "), found.reports);
    let of = plural(reports, "report");
    worded!(
        language,
        "周报中没有：{reports} 篇周报里没有指标（`{words}`）{near}",
        "not in the reports: no metric with `{words}` in {of}{near}"
    )
}
