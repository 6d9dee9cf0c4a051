//! A report for programs: what is known of it, its sections with their text, and the facts that are read from it.

use serde_json::{Value, json};

use super::ledger_data::ledger_json;
use crate::catalogue::CatalogueEntry;
use crate::json::exact;
use crate::ledger::{IncidentEntry, Ledger};
use crate::record::{PassageRecord, Place};
use crate::report::Lines;

/// What is known of a report without its text. `is_twin`: it is another text of a report that counts.
pub fn report_summary_json(entry: &CatalogueEntry, is_twin: bool) -> Value {
    let record = &entry.record;
    json!({
        "id": record.report,
        "name": record.name,
        "label": record.label,
        "issue": record.issue,
        "date": record.date().map(|date| date.to_string()),
        "covers": entry.coverage.map(|days| [days.from().to_string(), days.to().to_string()]),
        "author": record.author,
        "language": record.language.map(|language| language.pick("zh", "en")),
        "path": record.path,
        "hash": record.hash,
        "passages": record.passages,
        "is_twin": is_twin,
        "cut": record.cut.map(|cut| cut.to_string()),
    })
}

/// A report whole, from its passages in any order.
pub fn report_json(entry: &CatalogueEntry, is_twin: bool, mut passages: Vec<PassageRecord>) -> Value {
    // What holds others comes before them.
    passages.sort_by_key(|passage| (passage.start, std::cmp::Reverse(passage.end)));
    let mut value = report_summary_json(entry, is_twin);
    value["sections"] = sections(&passages);
    value["facts"] = json!({
        "incidents": incidents(&passages),
        "metrics": metrics(&passages),
        "milestones": milestones(&passages),
        "goals": goals(&passages),
    });
    value
}

/// Passages that follow each other under one heading. Of a passage inside another one the outer one is shown.
fn sections(passages: &[PassageRecord]) -> Value {
    let mut sections: Vec<Value> = Vec::new();
    let mut last: Option<&[String]> = None;
    let mut shown_to = 0;
    for passage in passages {
        if passage.end <= shown_to {
            continue;
        }
        shown_to = passage.end;
        if last != Some(passage.section.as_slice()) {
            last = Some(&passage.section);
            sections.push(json!({ "heading": passage.section, "kind": passage.section_kind.name(), "texts": [] }));
        }
        let texts = sections.last_mut().and_then(|section| section["texts"].as_array_mut());
        if let Some(texts) = texts {
            texts.push(json!({ "kind": passage.passage, "lines": lines(passage.lines()), "text": passage.text }));
        }
    }
    Value::Array(sections)
}

/// In the form of the ledger of incidents.
fn incidents(passages: &[PassageRecord]) -> Value {
    let entry = |passage: &PassageRecord| {
        let incident = passage.incident.clone()?;
        Some(IncidentEntry { incident, sources: vec![Place::new(passage)] })
    };
    let entries = passages.iter().filter_map(entry).collect();
    ledger_json(&Ledger { entries, reports: 1, searched: None, missing_weeks: Vec::new() })
}

fn metrics(passages: &[PassageRecord]) -> Vec<Value> {
    let all = passages.iter().flat_map(|passage| &passage.metrics);
    all.map(|metric| {
        json!({
            "name": metric.name,
            "subject": metric.subject,
            "qualifiers": metric.qualifiers,
            "value": exact(metric.value),
            "unit": metric.unit,
            "text": metric.text,
            "section": metric.section,
            "lines": lines(metric.lines),
        })
    })
    .collect()
}

fn milestones(passages: &[PassageRecord]) -> Vec<Value> {
    let all = passages.iter().flat_map(|passage| &passage.milestones);
    all.map(|milestone| {
        let planned =
            milestone.planned.iter().map(|planned| json!({ "text": planned.text, "day": planned.to.to_string() }));
        json!({
            "subject": milestone.subject,
            "parent": milestone.parent,
            "progress": milestone.progress.map(exact),
            "state": milestone.state.as_ref().map(|stated| stated.state.name()),
            "planned": planned.collect::<Vec<_>>(),
            "confidence": milestone.confidence.percent(),
            "section": milestone.section,
            "lines": lines(milestone.lines),
        })
    })
    .collect()
}

fn goals(passages: &[PassageRecord]) -> Vec<Value> {
    let all = passages.iter().flat_map(|passage| &passage.goals);
    all.map(|goal| json!({ "text": goal.text, "section": goal.section, "lines": lines(goal.lines) })).collect()
}

fn lines(lines: Lines) -> [usize; 2] {
    [lines.first, lines.last]
}
