//! The milestone threads for programs: JSON, and CSV (RFC 4180) with a row a statement.

use rust_decimal::Decimal;
use serde_json::{Number, Value, json};

use super::ledger::one_line;
use super::safe::cell;
use crate::fact::{Done, Planned};
use crate::ledger::Milestones;
use crate::record::Place;
use crate::thread::{StepDay, StepHistory, Thread, Told};

/// An array of threads, empty where there is none. Statements in the order of their reports.
pub fn milestones_json(found: &Milestones) -> Value {
    found.threads.iter().map(thread_json).collect()
}

fn thread_json(thread: &Thread) -> Value {
    let state = thread.told.iter().rev().find_map(|told| told.statement.milestone.state.as_ref());
    let progress =
        thread.progress().map(|((first, _), (last, _))| json!({ "first": number(first), "last": number(last) }));
    json!({
        "subject": thread.subject,
        "parent": thread.parent,
        "state": state.map(|stated| stated.state.name()),
        "progress": progress,
        "moves": thread.moves(),
        "slip_days": thread.slip_days(),
        "steps": thread.steps().iter().map(|step| step_json(thread, step)).collect::<Vec<_>>(),
        "statements": thread.told.iter().map(told_json).collect::<Vec<_>>(),
        "left_apart": thread.doubtful,
    })
}

fn step_json(thread: &Thread, step: &StepHistory) -> Value {
    let day_json = |day: &StepDay| {
        let source = place_json(&thread.told[day.told].statement.place);
        json!({ "text": day.text, "from": day.from.to_string(), "to": day.to.to_string(), "given_up": day.was, "source": source })
    };
    json!({
        "what": step.what,
        "part": step.part,
        "slip_days": step.slip_days(),
        "moves": step.moves(),
        "days": step.days.iter().map(day_json).collect::<Vec<_>>(),
    })
}

fn told_json(told: &Told) -> Value {
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
    let mut value = place_json(&statement.place);
    if let Value::Object(fields) = &mut value {
        let told = json!({
            "subject": milestone.subject,
            "parent": milestone.parent,
            "progress": milestone.progress.map(number),
            "state": milestone.state.as_ref().map(|stated| stated.state.name()),
            "word": milestone.state.as_ref().map(|stated| stated.word.clone()),
            "planned": milestone.planned.iter().map(planned).collect::<Vec<_>>(),
            "done": milestone.done.iter().map(done).collect::<Vec<_>>(),
            "section": milestone.section,
            "quote": statement.text,
            "rule": told.rule.name(),
        });
        if let Value::Object(told) = told {
            fields.extend(told);
        }
    }
    value
}

pub(super) fn place_json(place: &Place) -> Value {
    json!({
        "report": place.report,
        "date": place.date,
        "author": place.author,
        "section": place.section,
        "path": place.path,
        "lines": [place.lines.first, place.lines.last],
    })
}

/// The digits as they are, as a number to JSON.
fn number(value: Decimal) -> Value {
    let text = value.normalize().to_string();
    text.parse::<Number>().map_or(Value::String(text), Value::Number)
}

const HEAD: [&str; 13] = [
    "milestone", "date", "report", "author", "subject", "parent", "progress", "state", "planned", "done", "rule",
    "section", "place",
];

/// A head row and a row a statement, lines ending in CRLF; no cell is a formula to a spreadsheet.
///
/// # Errors
/// None in memory; those of the CSV writer.
pub fn milestones_csv(found: &Milestones) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(HEAD)?;
    for thread in &found.threads {
        for told in &thread.told {
            writer.write_record(cells(thread, told).map(|text| cell(&text)))?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn cells(thread: &Thread, told: &Told) -> [String; HEAD.len()] {
    let (place, milestone) = (&told.statement.place, &told.statement.milestone);
    let planned = |planned: &Planned| {
        let given_up = if planned.was { " given up" } else { "" };
        format!("{} {}{given_up}", planned.to, planned.what).trim().to_string()
    };
    let joined = |all: Vec<String>| one_line(&all.join("; "));
    [
        one_line(&thread.subject),
        place.date.clone(),
        one_line(&place.report),
        place.author.as_deref().map(one_line).unwrap_or_default(),
        one_line(&milestone.subject),
        milestone.parent.as_deref().map(one_line).unwrap_or_default(),
        milestone.progress.map(|value| value.normalize().to_string()).unwrap_or_default(),
        milestone.state.as_ref().map(|stated| stated.state.name().to_string()).unwrap_or_default(),
        joined(milestone.planned.iter().map(planned).collect()),
        joined(milestone.done.iter().map(|done| format!("{} {}", done.to, done.what)).collect()),
        told.rule.name().to_string(),
        one_line(&milestone.section.join(" › ")),
        one_line(&format!("{}:{}", place.path, place.lines)),
    ]
}
