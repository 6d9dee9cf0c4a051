//! The promises on a terminal: what was promised, what came of it, by which rule, with both places.

use unicode_width::UnicodeWidthStr;

use super::ledger::{counted, coverage};
use super::table::{Cell, Column, TABLE_COLUMNS, Table, wrapped};
use super::text::{Files, Paint, one_line};
use crate::ledger::Promises;
use crate::record::Place;
use crate::report::row_in_words;
use crate::thread::{Outcome, Promise, Promised, Why};
use crate::vocabulary::{Language, worded};

/// Columns of the rule that decided, at least.
const RULE_COLUMNS: usize = 15;

/// A promise takes at most this many lines.
const PROMISE_LINES: usize = 2;

/// A row a promise with the place that makes it and the one that decided, then how many there are of each outcome.
pub fn promises_text(found: &Promises, language: Language, paint: Paint, files: &Files<'_>) -> String {
    let columns = vec![
        Column::left(language.pick("结果", "outcome"), language.pick(8, 16)),
        Column::left(language.pick("类别", "kind"), 4),
        Column::left(language.pick("应于", "due"), 10),
    ];
    let table = Table::with_rest(columns, language.pick("承诺", "promise"), PROMISE_LINES, paint);
    let mut lines = vec![paint.bold(&table.head())];
    let shown_place = |source: &Place| files.of_fact(paint, source);
    for promise in &found.promises {
        let outcome = promise.verdict.outcome;
        lines.extend(table.row([
            Cell::from(outcome_text(outcome, language)).bold_if(matches!(outcome, Outcome::Slipped | Outcome::Dropped)),
            Cell::from(kind_text(promise.kind, language)),
            Cell::from(promise.due.map(|due| due.to_string()).unwrap_or_default()),
            Cell::from(one_line(&row_in_words(&promise.text))),
        ]));
        let aligned = |rule: &str| format!("    {rule}{}", " ".repeat(RULE_COLUMNS.saturating_sub(rule.width())));
        lines.push(format!("{} {}", aligned(language.pick("提出", "made")), shown_place(&promise.place)));
        let rule = aligned(why_text(promise.verdict.why, language));
        match &promise.verdict.evidence {
            Some((place, _, said)) => {
                lines.push(format!("{rule} {}{}", shown_place(place), days(promise, language)));
                // Whoever is not told what came of it reads for himself.
                if !outcome.is_decided() {
                    let said = wrapped(&one_line(&row_in_words(said)), TABLE_COLUMNS - 8, PROMISE_LINES);
                    lines.extend(said.into_iter().map(|line| format!("        {line}")));
                }
            }
            None => lines.push(rule.trim_end().to_string()),
        }
    }
    lines.push(String::new());
    lines.push(paint.dim(&promises_coverage(found, language)));
    lines.join("\n")
}

fn days(promise: &Promise, language: Language) -> String {
    let days = promise.verdict.days.filter(|days| *days != 0);
    days.map(|days| worded!(language, "（{days:+}天）", " ({days:+}d)")).unwrap_or_default()
}

/// `12 promises in 8 reports: 7 kept, 3 slipped, 2 unknown; 第27–36周 missing`.
pub fn promises_coverage(found: &Promises, language: Language) -> String {
    let count = |outcome: Outcome| found.promises.iter().filter(|promise| promise.verdict.outcome == outcome).count();
    let counts: Vec<String> = Outcome::ALL
        .into_iter()
        .map(|outcome| (count(outcome), outcome))
        .filter(|(count, _)| *count > 0)
        .map(|(count, outcome)| worded!(language, "{1} {0}", "{} {}", count, outcome_text(outcome, language)))
        .collect();
    let line = counted(found.promises.len(), found.searched.reports, ("项承诺", "promise"), language);
    let line = worded!(language, "{line}：{}", "{line}: {}", counts.join(language.pick("，", ", ")));
    coverage(&line, &found.searched.missing_weeks, language)
}

/// What makes the promise.
pub fn kind_text(kind: Promised, language: Language) -> &'static str {
    match kind {
        Promised::Step => language.pick("计划", "plan"),
        Promised::Goal => language.pick("目标", "goal"),
        Promised::Open => language.pick("遗留", "open"),
    }
}

/// `kept`, `兑现`.
pub fn outcome_text(outcome: Outcome, language: Language) -> &'static str {
    match outcome {
        Outcome::Kept => language.pick("兑现", "kept"),
        Outcome::Partly => language.pick("部分兑现", "partly kept"),
        Outcome::Slipped => language.pick("延后", "slipped"),
        Outcome::Dropped => language.pick("放弃", "dropped"),
        Outcome::PossiblyKept => language.pick("可能兑现", "possibly kept"),
        Outcome::PossiblySlipped => language.pick("可能延后", "possibly slipped"),
        Outcome::Unknown => language.pick("未查到", "no outcome found"),
        Outcome::Pending => language.pick("未到期", "pending"),
    }
}

/// The rule that decided.
pub fn why_text(why: Why, language: Language) -> &'static str {
    match why {
        Why::DoneInTime => language.pick("按期完成", "done in time"),
        Why::DoneLate => language.pick("逾期完成", "done late"),
        Why::PlannedAnew => language.pick("改期", "planned anew"),
        Why::ToldDone => language.pick("其后的周报写已完成", "told as done"),
        Why::DoneSomeDay => language.pick("很久以后才写已完成", "told as done long after"),
        Why::StillUnderWay => language.pick("到期后仍在进行", "still under way after the day"),
        Why::ToldDelayed => language.pick("写明延期", "told as put off"),
        Why::ToldStopped => language.pick("写明停止", "told as stopped"),
        Why::ToldInPart => language.pick("写明部分完成", "told as done in part"),
        Why::GoalAgain => language.pick("再次列为目标", "a goal again"),
        Why::Closed => language.pick("已关闭", "closed"),
        Why::Reported => language.pick("之后提到，没有说是否完成", "reported later, without saying whether it is done"),
        Why::SpokenOf => language.pick("后来提到，未认出结果", "spoken of later, no outcome recognised"),
        Why::NotMentioned => language.pick("后来的周报中没有找到", "not found in later reports"),
        Why::NoReport => language.pick("其后没有周报", "no report after it"),
        Why::NotDue => language.pick("未到期", "not due"),
    }
}
