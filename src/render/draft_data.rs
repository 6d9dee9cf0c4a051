//! A draft for programs: every line as a value with its citations, and the Markdown.

use serde_json::{Value, json};

use super::draft::count_blanks;
use crate::draft::{Draft, DraftEntry, DraftLine, Due, Figure, Missing, Piece, Section, When};

/// One object; `citations` as in `ask --json`, `n` counted from 1.
pub fn draft_json(draft: &Draft, markdown: &str) -> Value {
    let (figures, texts) = count_blanks(markdown);
    json!({
        "label": draft.label,
        "date": draft.date.to_string(),
        "days": [draft.days.from().to_string(), draft.days.to().to_string()],
        "from": {
            "report": draft.last.name,
            "date": draft.last.date.to_string(),
            "author": draft.last.author,
            "path": draft.last.path,
            "is_next": draft.last.is_next,
        },
        "replaces": draft.replaces,
        "is_rebuilt": draft.is_rebuilt,
        "reports": draft.reports,
        "older_open_incidents": draft.older_open,
        "blanks": { "figures": figures, "texts": texts },
        "head": draft.head,
        "sections": draft.sections.iter().map(section).collect::<Vec<_>>(),
        "citations": draft.sources,
        "markdown": markdown,
    })
}

fn section(section: &Section) -> Value {
    json!({
        "heading": section.heading,
        "path": section.path,
        "kind": section.kind.name(),
        "lines": section.lines.iter().map(line).collect::<Vec<_>>(),
    })
}

fn line(line: &DraftLine) -> Value {
    let due = |due: &Due| json!({ "text": due.text, "day": due.day.to_string(), "step": due.step, "part": due.part, "is_past": due.when == When::Past, "in_week": due.when == When::Within });
    let value = match &line.entry {
        DraftEntry::Form(words) => json!({ "kind": "form", "text": words }),
        DraftEntry::Fill(pieces) => json!({ "kind": "fill", "figures": figures(pieces), "citations": cites(pieces) }),
        DraftEntry::Row(cells) => {
            let pieces: Vec<Piece> = cells.iter().flatten().cloned().collect();
            json!({ "kind": "row", "figures": figures(&pieces), "citations": cites(&pieces) })
        }
        DraftEntry::Carried(carried) => json!({
            "kind": if carried.is_goal { "set-goal" } else { "carried" },
            "subject": carried.subject,
            "progress": carried.progress,
            "words": carried.words,
            "due": carried.due.iter().map(due).collect::<Vec<_>>(),
            "told": carried.told,
            "citations": [carried.cite],
        }),
        DraftEntry::FollowUps => json!({ "kind": "follow-ups" }),
        DraftEntry::OpenIncident(open) => json!({
            "kind": "open-incident",
            "occurred": open.occurred,
            "summary": open.summary,
            "missing": open.missing.iter().copied().map(Missing::name).collect::<Vec<_>>(),
            "words": open.words,
            "told": open.told,
            "citations": open.cites,
        }),
        DraftEntry::Goal(goal) => json!({
            "kind": "goal",
            "text": goal.text,
            "due": goal.due.map(|due| due.to_string()),
            "times": goal.times,
            "citations": goal.cites,
        }),
        DraftEntry::Blank => json!({ "kind": "blank" }),
    };
    with_mark(value, &line.mark)
}

fn with_mark(mut value: Value, mark: &str) -> Value {
    if let Value::Object(fields) = &mut value {
        fields.insert("mark".to_string(), json!(mark));
    }
    value
}

fn of_figures(pieces: &[Piece]) -> impl Iterator<Item = &Figure> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Figure(figure) => Some(figure),
        Piece::Words(_) | Piece::Empty => None,
    })
}

fn figures(pieces: &[Piece]) -> Vec<Value> {
    of_figures(pieces).map(|figure| json!({ "name": figure.name, "unit": figure.unit, "last": figure.last })).collect()
}

fn cites(pieces: &[Piece]) -> Vec<usize> {
    let mut cites: Vec<usize> = of_figures(pieces).map(|figure| figure.cite).collect();
    cites.sort_unstable();
    cites.dedup();
    cites
}
