//! The ledger of incidents on a terminal: a table of eighty columns, each row with its place below it.

use unicode_width::UnicodeWidthStr;

use super::table::{Cell, Column, TABLE_COLUMNS, Table, wrapped};
use super::text::{Files, Paint, missing_weeks, one_line};
use crate::fact::{Incident, Status};
use crate::ledger::Ledger;
use crate::report::plain;
use crate::vocabulary::{Language, plural, worded};

/// What happened takes at most this many lines of a row.
pub(super) const SUMMARY_LINES: usize = 2;

/// A row an incident with its cause, then the coverage line. Only summary and cause are cut, with `…`; a path longer than the line stays whole, so
/// that it can be opened.
pub fn ledger_text(ledger: &Ledger, language: Language, paint: Paint, files: &Files<'_>) -> String {
    let columns = vec![
        Column::left(language.pick("发生时间", "occurred"), 16),
        Column::left(language.pick("状态", "status"), 8),
        Column::left(language.pick("历时", "lasted"), language.pick(10, 7)),
    ];
    let table = Table::with_rest(columns, language.pick("事件", "what happened"), SUMMARY_LINES, paint);
    let mut lines = vec![paint.bold(&table.head())];
    for entry in &ledger.entries {
        let incident = &entry.incident;
        lines.extend(table.row([
            Cell::from(occurred_text(incident, language)),
            Cell::from(status_text(incident.status, language)).bold_if(incident.status == Status::Open),
            Cell::from(incident.duration_minutes.map(|minutes| length_text(minutes, language)).unwrap_or_default()),
            Cell::from(one_line(&plain(&incident.summary.text))),
        ]));
        lines.extend(cause_lines(incident, language));
        for source in &entry.sources {
            lines.push(format!("    {}", files.of_fact(paint, source)));
        }
    }
    lines.push(String::new());
    lines.push(paint.dim(&ledger_coverage(ledger, language)));
    lines.join("\n")
}

/// Why it came about, below its row.
pub(super) fn cause_lines(incident: &Incident, language: Language) -> Vec<String> {
    let Some(cause) = &incident.cause else { return Vec::new() };
    let cause = one_line(&plain(&cause.text));
    let said = worded!(language, "原因：{cause}", "cause: {cause}");
    wrapped(&said, TABLE_COLUMNS - 4, SUMMARY_LINES).iter().map(|line| format!("    {line}")).collect()
}

/// `12 incidents in 22 reports, 2 open; 第27–36周 missing`.
pub fn ledger_coverage(ledger: &Ledger, language: Language) -> String {
    let line = counted(ledger.entries.len(), ledger.reports, ("起事件", "incident"), language);
    coverage(&format!("{line}{}", open_text(ledger.count(Status::Open), language)), &ledger.missing_weeks, language)
}

/// `12 incidents in 22 reports`, `22 篇周报，12 起事件`.
pub(super) fn counted(count: usize, reports: usize, (chinese, english): (&str, &str), language: Language) -> String {
    match language {
        Language::Chinese => format!("{reports} 篇周报，{count} {chinese}"),
        Language::English => format!("{} in {}", plural(count, english), plural(reports, "report")),
    }
}

/// How many of the incidents are open; empty where none is.
pub(super) fn open_text(open: usize, language: Language) -> String {
    if open > 0 { worded!(language, "，其中 {open} 起未关闭", ", {open} open") } else { String::new() }
}

/// A coverage line with the weeks that are missing, on a line of their own where both do not fit on one.
pub(super) fn coverage(line: &str, weeks: &[String], language: Language) -> String {
    let missing = missing_weeks(weeks, language);
    if missing.is_empty() {
        return line.to_string();
    }
    let whole = worded!(language, "{line}；缺 {missing}", "{line}; {missing} missing");
    if whole.width() <= TABLE_COLUMNS {
        return whole;
    }
    let rest = wrapped(&worded!(language, "缺 {missing}", "{missing} missing"), TABLE_COLUMNS, 4);
    let line = wrapped(&worded!(language, "{line}；", "{line};"), TABLE_COLUMNS, 3);
    format!("{}\n{}", line.join("\n"), rest.join("\n"))
}

/// For programs and options; [`status_text`] is for people.
pub fn status_name(status: Status) -> &'static str {
    match status {
        Status::Resolved => "resolved",
        Status::Open => "open",
        Status::Unknown => "unknown",
    }
}

/// `open`, `未关闭`.
pub fn status_text(status: Status, language: Language) -> &'static str {
    match status {
        Status::Resolved => language.pick("已解决", "resolved"),
        Status::Open => language.pick("未关闭", "open"),
        Status::Unknown => language.pick("未说明", "unknown"),
    }
}

/// When it occurred, as people write it.
pub fn occurred_text(incident: &Incident, language: Language) -> String {
    let unknown = || worded!(language, "未写日期", "no day named");
    incident.occurred.as_deref().map_or_else(unknown, |when| when.replace('T', " "))
}

/// `41分钟`, `4小时56分`, `4h56m`, `8d`: the two largest units.
pub fn length_text(minutes: u32, language: Language) -> String {
    let (days, hours, rest) = (minutes / 1440, minutes % 1440 / 60, minutes % 60);
    let minute = if days + hours > 0 { "分" } else { "分钟" };
    let units = [(days, "天", "d"), (hours, "小时", "h"), (rest, minute, "m")];
    let said = units.iter().filter(|(amount, ..)| *amount > 0).take(2);
    let said: String =
        said.map(|(amount, chinese, english)| format!("{amount}{}", language.pick(chinese, english))).collect();
    if said.is_empty() { worded!(language, "0分钟", "0m") } else { said }
}

#[cfg(test)]
mod tests {
    use super::length_text;
    use crate::vocabulary::Language;

    #[test]
    fn lengths_read_at_a_glance() {
        let read = |language| [0, 9, 60, 296, 11520, 17355].map(|minutes| length_text(minutes, language));
        assert_eq!(read(Language::English), ["0m", "9m", "1h", "4h56m", "8d", "12d1h"]);
        assert_eq!(read(Language::Chinese), ["0分钟", "9分钟", "1小时", "4小时56分", "8天", "12天1小时"]);
    }
}
