//! Incidents over the weeks: on a terminal, and as JSON. What came back stands below them.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::ledger::{one_line, padded, wrapped};
use super::milestones::coverage;
use super::milestones_data::place_json;
use super::text::{Paint, place, plural};
use crate::ledger::IncidentThreads;
use crate::record::Place;
use crate::thread::IncidentThread;

const TABLE_COLUMNS: usize = 80;
const TIME_COLUMNS: usize = 16;
const OPEN_COLUMNS: usize = 9;
const CAUSE_COLUMNS: usize = 8;
const GAP: &str = "  ";
const SUMMARY_COLUMNS: usize = TABLE_COLUMNS - TIME_COLUMNS - OPEN_COLUMNS - CAUSE_COLUMNS - 3 * GAP.len();
const SUMMARY_LINES: usize = 2;

/// A row an incident with all places that tell of it, the first one first; then what came back, and the coverage line.
///
/// `open` tells for how many days it was open (`is` where it still is), `no cause` for how many weeks nobody has named one.
pub fn incident_threads_text(
    found: &IncidentThreads,
    paint: Paint,
    here: &Path,
    file_of: &dyn Fn(&Place) -> Option<PathBuf>,
) -> String {
    let head = [("occurred", TIME_COLUMNS), ("open", OPEN_COLUMNS), ("no cause", CAUSE_COLUMNS)];
    let head: Vec<String> = head.iter().map(|(name, columns)| padded(name, *columns)).collect();
    let mut lines = vec![paint.bold(&format!("{}{GAP}what happened", head.join(GAP)))];
    for thread in &found.threads {
        let mut summary = wrapped(&one_line(&thread.incident.summary.text), SUMMARY_COLUMNS, SUMMARY_LINES).into_iter();
        let open = padded(&open_text(thread), OPEN_COLUMNS);
        let open = if thread.is_open { paint.bold(&open) } else { open };
        let cause = thread.cause_missing_weeks.map(|weeks| format!("{weeks}w")).unwrap_or_default();
        lines.push(format!(
            "{}{GAP}{open}{GAP}{}{GAP}{}",
            padded(&occurred(thread), TIME_COLUMNS),
            padded(&cause, CAUSE_COLUMNS),
            summary.next().unwrap_or_default()
        ));
        let indent = " ".repeat(TABLE_COLUMNS - SUMMARY_COLUMNS);
        lines.extend(summary.map(|line| format!("{indent}{line}")));
        for telling in &thread.tellings {
            let source = &telling.place;
            let file = file_of(source);
            let place = place(paint, &source.path, &source.lines.to_string(), file.as_deref(), here);
            lines.push(format!("    {}  {place}", telling.date));
        }
    }
    if !found.recurrences.is_empty() {
        lines.push(String::new());
        lines.push(paint.bold("came back"));
    }
    for again in &found.recurrences {
        let days: Vec<String> = again.threads.iter().map(|at| occurred(&found.threads[*at])).collect();
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

fn occurred(thread: &IncidentThread) -> String {
    thread.incident.occurred.as_deref().map_or_else(|| "no day named".to_string(), |when| when.replace('T', " "))
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
        .map(|again| json!({ "what": again.what, "rule": again.why.name(), "threads": again.threads }))
        .collect();
    json!({ "threads": threads, "recurrences": recurrences })
}

fn thread_json(thread: &IncidentThread) -> Value {
    let tellings: Vec<Value> = thread
        .tellings
        .iter()
        .map(|telling| {
            let mut value = place_json(&telling.place);
            if let Value::Object(fields) = &mut value {
                fields.insert("looks_back".to_string(), Value::Bool(telling.looks_back));
                fields.insert("quote".to_string(), Value::String(telling.text.clone()));
            }
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
