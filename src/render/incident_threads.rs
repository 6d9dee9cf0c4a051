//! Incidents over the weeks with their recurrences: on a terminal, and as JSON.

use serde_json::{Value, json};

use super::ledger::{SUMMARY_LINES, coverage, occurred_text};
use super::table::{Cell, Column, TABLE_COLUMNS, Table, wrapped};
use super::text::{Files, Paint, one_line};
use crate::ledger::IncidentThreads;
use crate::thread::IncidentThread;
use crate::vocabulary::plural;

/// A row an incident with the places of all its statements, the first one first; then recurrences and the coverage line.
///
/// `open` is the number of days it was open (`is` where it still is), `no cause` the number of weeks without a stated cause.
pub fn incident_threads_text(found: &IncidentThreads, paint: Paint, files: &Files<'_>) -> String {
    let columns = vec![Column::left("occurred", 16), Column::left("open", 9), Column::left("no cause", 8)];
    let table = Table::with_rest(columns, "what happened", SUMMARY_LINES, paint);
    let mut lines = vec![paint.bold(&table.head())];
    for thread in &found.threads {
        lines.extend(table.row([
            Cell::from(occurred_text(&thread.incident)),
            Cell::from(open_text(thread)).bold_if(thread.is_open),
            Cell::from(thread.cause_missing_weeks.map(|weeks| format!("{weeks}w")).unwrap_or_default()),
            Cell::from(one_line(&thread.incident.summary.text)),
        ]));
        for telling in &thread.tellings {
            lines.push(format!("    {}  {}", telling.date, files.of_fact(paint, &telling.place)));
        }
    }
    if !found.recurrences.is_empty() {
        lines.push(String::new());
        lines.push(paint.bold("came back"));
    }
    for again in &found.recurrences {
        let days: Vec<String> = again.threads.iter().map(|at| occurred_text(&found.threads[*at].incident)).collect();
        let text =
            format!("{}x {} ({}): {}", again.threads.len(), one_line(&again.what), again.why.name(), days.join(", "));
        lines.extend(wrapped(&text, TABLE_COLUMNS - 2, 4).iter().map(|line| format!("  {line}")));
    }
    lines.push(String::new());
    let open = found.threads.iter().filter(|thread| thread.is_open).count();
    let open = if open > 0 { format!(", {open} open") } else { String::new() };
    let line =
        format!("{} in {}{open}", plural(found.threads.len(), "incident"), plural(found.searched.reports, "report"));
    lines.push(paint.dim(&coverage(&line, &found.searched.missing_weeks)));
    lines.join("\n")
}

fn open_text(thread: &IncidentThread) -> String {
    match (thread.is_open, thread.days_open) {
        (true, Some(days)) => format!("is, {days}d"),
        (true, None) => "is".to_string(),
        (false, Some(days)) if days > 0 => format!("{days}d"),
        (false, _) => String::new(),
    }
}

/// `{"threads": […], "recurrences": […]}`; a recurrence names its incidents by their index in `threads`.
pub fn incident_threads_json(found: &IncidentThreads) -> Value {
    let threads: Vec<Value> = found.threads.iter().map(thread_json).collect();
    let recurrences: Vec<Value> = found
        .recurrences
        .iter()
        .map(|again| json!({ "what": again.what, "rule": again.why, "threads": again.threads }))
        .collect();
    json!({ "threads": threads, "recurrences": recurrences })
}

fn thread_json(thread: &IncidentThread) -> Value {
    let tellings: Vec<Value> = thread
        .tellings
        .iter()
        .map(|telling| {
            let mut value = json!(telling.place);
            value["looks_back"] = json!(telling.looks_back);
            value["quote"] = json!(telling.text);
            value
        })
        .collect();
    json!({
        "occurred": thread.incident.occurred,
        "summary": thread.incident.summary.text,
        "open": thread.is_open,
        "days_open": thread.days_open,
        "cause_missing_weeks": thread.cause_missing_weeks,
        "tellings": tellings,
    })
}
