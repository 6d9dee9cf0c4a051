//! Incidents over the weeks with their recurrences, on a terminal.

use super::ledger::{SUMMARY_LINES, cause_lines, counted, coverage, occurred_text, open_text};
use super::table::{Cell, Column, TABLE_COLUMNS, Table, wrapped};
use super::text::{Files, Paint, one_line};
use crate::ledger::IncidentThreads;
use crate::thread::{IncidentThread, WhyAgain};
use crate::vocabulary::{Language, worded};

/// A row an incident with the places of all its statements, the first one first; then recurrences and the coverage line.
///
/// `open` is the number of days it was open (`is` where it still is), `no cause` the number of weeks without a stated cause.
pub fn incident_threads_text(found: &IncidentThreads, language: Language, paint: Paint, files: &Files<'_>) -> String {
    let columns = vec![
        Column::left(language.pick("发生时间", "occurred"), 16),
        Column::left(language.pick("未关闭", "open"), 9),
        Column::left(language.pick("原因不明", "no cause"), 8),
    ];
    let table = Table::with_rest(columns, language.pick("事件", "what happened"), SUMMARY_LINES, paint);
    let mut lines = vec![paint.bold(&table.head())];
    for thread in &found.threads {
        let no_cause = thread.cause_missing_weeks.map(|weeks| worded!(language, "{weeks}周", "{weeks}w"));
        lines.extend(table.row([
            Cell::from(occurred_text(&thread.incident, language)),
            Cell::from(days_open_text(thread, language)).bold_if(thread.is_open),
            Cell::from(no_cause.unwrap_or_default()),
            Cell::from(one_line(&thread.incident.summary.text)),
        ]));
        lines.extend(cause_lines(&thread.incident, language));
        for telling in &thread.tellings {
            lines.push(format!("    {}  {}", telling.date, files.of_fact(paint, &telling.place)));
        }
        for word in thread.after_all.words() {
            let said = worded!(language, "可能说的是它：{}", "may speak of it: {}", one_line(&word.text));
            lines.extend(wrapped(&said, TABLE_COLUMNS - 6, 4).iter().map(|line| format!("      {line}")));
            lines.push(format!("    {}  {}", word.date, files.of_fact(paint, &word.place)));
        }
    }
    if !found.recurrences.is_empty() {
        lines.push(String::new());
        lines.push(paint.bold(language.pick("反复出现", "came back")));
    }
    for again in &found.recurrences {
        let of = |at: &usize| occurred_text(&found.threads[*at].incident, language);
        let days: Vec<String> = again.threads.iter().map(of).collect();
        let why = match again.why {
            WhyAgain::SameSystem => language.pick("同一系统", "same system"),
            WhyAgain::SameCause => language.pick("同一原因", "same cause"),
        };
        let (times, what, days) = (again.threads.len(), one_line(&again.what), days.join(language.pick("、", ", ")));
        let text = worded!(language, "{times} 次 {what}（{why}）：{days}", "{times}x {what} ({why}): {days}");
        lines.extend(wrapped(&text, TABLE_COLUMNS - 2, 4).iter().map(|line| format!("  {line}")));
    }
    lines.push(String::new());
    lines.push(paint.dim(&incident_threads_coverage(found, language)));
    lines.join("\n")
}

/// `3 incidents in 8 reports, 1 open; missing: 第27–36周`.
pub fn incident_threads_coverage(found: &IncidentThreads, language: Language) -> String {
    let open = found.threads.iter().filter(|thread| thread.is_open).count();
    let line = counted(found.threads.len(), found.searched.reports, ("起事件", "incident"), language);
    let line = format!("{line}{}", open_text(open, language));
    coverage(&line, &found.searched.missing_weeks, language)
}

fn days_open_text(thread: &IncidentThread, language: Language) -> String {
    match (thread.is_open, thread.days_open) {
        (true, Some(days)) => worded!(language, "至今{days}天", "is, {days}d"),
        (true, None) => worded!(language, "至今", "is"),
        (false, Some(days)) if days > 0 => worded!(language, "{days}天", "{days}d"),
        (false, _) => String::new(),
    }
}
