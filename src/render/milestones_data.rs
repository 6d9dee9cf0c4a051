//! The milestone threads for programs: JSON, and CSV with a row a statement.

use serde_json::{Value, json};

use super::spreadsheet::Column::Words;
use super::spreadsheet::csv_table;
use crate::fact::{Done, Planned};
use crate::json::exact;
use crate::ledger::Milestones;
use crate::thread::{StepDay, StepHistory, Thread, Told};

/// An array of threads, which may be empty. Statements in the order of their reports.
pub fn milestones_json(found: &Milestones) -> Value {
    found.threads.iter().map(thread_json).collect()
}

fn thread_json(thread: &Thread) -> Value {
    let state = thread.told.iter().rev().find_map(|told| told.statement.milestone.state.as_ref());
    let progress =
        thread.progress().map(|((first, _), (last, _))| json!({ "first": exact(first), "last": exact(last) }));
    json!({
        "subject": thread.subject,
        "parent": thread.parent,
        "state": state.map(|stated| stated.state.name()),
        "progress": progress,
        "moves": thread.moves(),
        "slip_days": thread.slip_days(),
        "steps": thread.steps().iter().map(|step| step_json(thread, step)).collect::<Vec<_>>(),
        "statements": thread.told.iter().map(statement_json).collect::<Vec<_>>(),
        "left_apart": thread.doubtful,
    })
}

fn step_json(thread: &Thread, step: &StepHistory) -> Value {
    let day = |day: &StepDay| {
        let source = &thread.told[day.told].statement.place;
        json!({ "text": day.text, "from": day.from.to_string(), "to": day.to.to_string(), "given_up": day.was, "source": source })
    };
    json!({
        "what": step.what,
        "part": step.part,
        "slip_days": step.slip_days(),
        "moves": step.moves(),
        "days": step.days.iter().map(day).collect::<Vec<_>>(),
    })
}

/// The fields of its place, then what it states.
fn statement_json(told: &Told) -> Value {
    let (statement, milestone) = (&told.statement, &told.statement.milestone);
    let planned = |planned: &Planned| {
        json!({
            "text": planned.text,
            "from": planned.from.to_string(),
            "to": planned.to.to_string(),
            "what": planned.what,
            "part": planned.part,
            "given_up": planned.was,
        })
    };
    let done = |done: &Done| json!({ "text": done.text, "from": done.from.to_string(), "to": done.to.to_string(), "what": done.what });
    let mut value = json!(statement.place);
    value["subject"] = json!(milestone.subject);
    value["parent"] = json!(milestone.parent);
    value["progress"] = json!(milestone.progress.map(exact));
    value["state"] = json!(milestone.state.as_ref().map(|stated| stated.state.name()));
    value["word"] = json!(milestone.state.as_ref().map(|stated| &stated.word));
    value["planned"] = milestone.planned.iter().map(planned).collect();
    value["done"] = milestone.done.iter().map(done).collect();
    value["confidence"] = json!(milestone.confidence.percent());
    value["section"] = json!(milestone.section);
    value["quote"] = json!(statement.text);
    value["rule"] = json!(told.rule.name());
    value
}

/// # Errors
/// None in memory; those of the CSV writer.
pub fn milestones_csv(found: &Milestones) -> Result<String, csv::Error> {
    let rows = found.threads.iter().flat_map(|thread| thread.told.iter().map(move |told| (thread, told)));
    csv_table::<(&Thread, &Told)>(
        &[
            Words("milestone", |(thread, _)| thread.subject.clone()),
            Words("date", |(_, told)| told.statement.place.date.clone()),
            Words("report", |(_, told)| told.statement.place.report.clone()),
            Words("author", |(_, told)| told.statement.place.author.clone().unwrap_or_default()),
            Words("subject", |(_, told)| told.statement.milestone.subject.clone()),
            Words("parent", |(_, told)| told.statement.milestone.parent.clone().unwrap_or_default()),
            Words("progress", |(_, told)| {
                told.statement.milestone.progress.map(|value| value.normalize().to_string()).unwrap_or_default()
            }),
            Words("state", |(_, told)| {
                told.statement.milestone.state.as_ref().map_or("", |stated| stated.state.name()).to_string()
            }),
            Words("planned", |(_, told)| {
                let planned = |planned: &Planned| {
                    let given_up = if planned.was { " given up" } else { "" };
                    format!("{} {}{given_up}", planned.to, planned.what).trim().to_string()
                };
                told.statement.milestone.planned.iter().map(planned).collect::<Vec<_>>().join("; ")
            }),
            Words("done", |(_, told)| {
                let done = told.statement.milestone.done.iter().map(|done| format!("{} {}", done.to, done.what));
                done.collect::<Vec<_>>().join("; ")
            }),
            Words("rule", |(_, told)| told.rule.name().to_string()),
            Words("section", |(_, told)| told.statement.milestone.section.join(" › ")),
            Words("place", |(_, told)| format!("{}:{}", told.statement.place.path, told.statement.place.lines)),
        ],
        rows,
    )
}
