//! Roll-ups for programs: the values themselves; `citations` are numbers of `sources`.

use serde_json::{Value, json};

use crate::calendar::Period;
use crate::narrate::{Part, Prose};
use crate::render::answer::citation_json;
use crate::render::metrics_data::{number, point_json};
use crate::render::status_name;
use crate::rollup::{
    Comparison, Coverage, Headline, HeadlineKind, IncidentPart, IncidentRow, Landed, MetricPlace, MetricRow, Objective,
    Progress, PromisePart, PromiseRow, Quoted, ReportRead, Rollup, Slip, Stalled, Stated, Told, Work,
};
use crate::series::Better;
use crate::thread::Outcome;

/// The JSON contract of `rollup`; `prose` is there where a model was asked.
pub fn rollup_json(rollup: &Rollup, prose: Option<&Prose>) -> Value {
    let mut value = values(rollup);
    if let Some(prose) = prose {
        value["prose"] = prose_json(prose);
    }
    value
}

fn prose_json(prose: &Prose) -> Value {
    let parts = prose.parts.iter().map(|told| {
        json!({
            "part": told.part.name(),
            "objective": match told.part { Part::Objective(at) => Some(at), _ => None },
            "sentences": told.sentences.iter().map(|sentence| json!({ "text": sentence.text, "citations": sentence.cites })).collect::<Vec<_>>(),
            "withheld": told.withheld.iter().map(|held| json!({ "text": held.text, "unsupported": held.unsupported })).collect::<Vec<_>>(),
        })
    });
    json!({ "parts": parts.collect::<Vec<_>>(), "notices": prose.notices, "stopped": prose.stopped })
}

fn values(rollup: &Rollup) -> Value {
    json!({
        "asked": rollup.asked,
        "period": period(rollup.period),
        "headline": rollup.headline.iter().map(headline).collect::<Vec<_>>(),
        "metrics": {
            "rows": rollup.metrics.rows.iter().map(metric).collect::<Vec<_>>(),
            "single": rollup.metrics.single.iter().map(metric).collect::<Vec<_>>(),
        },
        "incidents": incidents(&rollup.incidents),
        "objectives": rollup.objectives.iter().map(objective).collect::<Vec<_>>(),
        "promises": promises(&rollup.promises),
        "reflections": rollup.reflections.iter().map(quoted).collect::<Vec<_>>(),
        "risks": rollup.risks.iter().map(quoted).collect::<Vec<_>>(),
        "sources": rollup.sources.iter().map(citation_json).collect::<Vec<_>>(),
        "coverage": coverage(&rollup.coverage),
    })
}

/// Two roll-ups, and which of their metrics belong together. Each has its own numbers of sources.
pub fn comparison_json(comparison: &Comparison) -> Value {
    let place = |place: MetricPlace| match place {
        MetricPlace::Row(at) => json!({ "list": "rows", "place": at }),
        MetricPlace::Single(at) => json!({ "list": "single", "place": at }),
    };
    json!({
        "this": values(&comparison.this),
        "other": values(&comparison.other),
        "metrics": comparison.metrics.iter().map(|(this, other)| json!({ "this": place(*this), "other": place(*other) })).collect::<Vec<_>>(),
    })
}

fn period(period: Period) -> Value {
    json!({ "from": period.from().to_string(), "to": period.to().to_string() })
}

fn headline(line: &Headline) -> Value {
    let (kind, rows) = match &line.kind {
        HeadlineKind::Metrics(rows) => ("metrics", json!(rows)),
        HeadlineKind::Incidents(row) => ("incidents", json!(row)),
        HeadlineKind::Landed(works) => ("landed", json!(works)),
        HeadlineKind::Slipped(works) => ("slipped", json!(works)),
        HeadlineKind::Promises(rows) => ("promises", json!(rows)),
        HeadlineKind::Open(rows) => ("open", json!(rows)),
    };
    json!({ "kind": kind, "rows": rows, "citations": line.cites })
}

fn metric(row: &MetricRow) -> Value {
    let missing = |missing: &crate::series::Missing| json!({ "week": missing.week, "date": missing.date.to_string(), "reported": missing.reported });
    json!({
        "metric": row.series.metric,
        "qualifier": row.series.qualifier,
        "unit": row.series.unit,
        "points": row.series.points.iter().map(point_json).collect::<Vec<_>>(),
        "missing": row.series.missing.iter().map(missing).collect::<Vec<_>>(),
        "first": stated(&row.first),
        "last": stated(&row.last),
        "highest": stated(&row.highest),
        "lowest": stated(&row.lowest),
        "better": row.better.map(|better| match better { Better::Higher => "higher", Better::Lower => "lower" }),
        "change": row.change.map(number),
        "target": row.target.as_ref().map(|target| json!({
            "value": number(target.value), "met": target.is_met, "citations": [target.cite],
        })),
        "contradictions": row.conflicts.iter().map(|values| values.iter().map(stated).collect::<Vec<_>>()).collect::<Vec<_>>(),
        "restated": row.restated.iter().map(|anew| json!({ "said": stated(&anew.said), "later": stated(&anew.later) })).collect::<Vec<_>>(),
    })
}

fn stated(stated: &Stated) -> Value {
    json!({
        "value": number(stated.value),
        "text": stated.text,
        "date": stated.date.to_string(),
        "report": stated.report,
        "citations": [stated.cite],
    })
}

fn incidents(part: &IncidentPart) -> Value {
    let totals = &part.totals;
    json!({
        "rows": part.rows.iter().map(incident).collect::<Vec<_>>(),
        "totals": {
            "all": totals.all,
            "resolved": totals.resolved,
            "open": totals.open,
            "unknown": totals.unknown,
            "by_month": totals.by_month.iter().map(|(month, count)| json!({ "month": month.to_string(), "count": count })).collect::<Vec<_>>(),
            "undated": totals.undated,
            "without_cause": totals.without_cause,
            "timed": totals.timed,
            "duration_minutes": totals.minutes,
        },
        "recurring": part.recurring.iter().map(|again| json!({
            "what": again.what, "rule": again.why.name(), "rows": again.rows, "citations": again.cites,
        })).collect::<Vec<_>>(),
        "outside": part.outside.iter().map(incident).collect::<Vec<_>>(),
    })
}

fn incident(row: &IncidentRow) -> Value {
    json!({
        "occurred": row.occurred,
        "found": row.found,
        "summary": row.summary,
        "impact": row.impact,
        "cause": row.cause,
        "cause_later": row.cause_later.as_ref().map(told),
        "handling": row.handling,
        "status": status_name(row.status),
        "duration_minutes": row.minutes,
        "days_open": row.days_open,
        "standing": status_name(row.standing),
        "closed": row.closed.as_ref().map(told),
        "later": row.later.iter().map(told).collect::<Vec<_>>(),
        "citations": row.cites,
    })
}

fn told(told: &Told) -> Value {
    json!({
        "text": told.text,
        "date": told.date.to_string(),
        "report": told.report,
        "after_period": told.is_after,
        "citations": [told.cite],
    })
}

fn objective(objective: &Objective) -> Value {
    json!({ "code": objective.code, "name": objective.name, "works": objective.works.iter().map(work).collect::<Vec<_>>() })
}

fn work(work: &Work) -> Value {
    json!({
        "subject": work.subject,
        "parent": work.parent,
        "progress": work.progress.as_ref().map(|(first, last)| json!({ "first": progress(first), "last": progress(last) })),
        "landed": work.landed.as_ref().map(landed),
        "slips": work.slips.iter().map(slip).collect::<Vec<_>>(),
        "stalled": work.stalled.as_ref().map(stalled),
        "last": told(&work.last),
        "statements": work.statements,
        "citations": work.cites,
    })
}

fn progress(progress: &Progress) -> Value {
    json!({
        "percent": number(progress.percent),
        "date": progress.date.to_string(),
        "report": progress.report,
        "citations": [progress.cite],
    })
}

fn landed(landed: &Landed) -> Value {
    json!({
        "word": landed.word,
        "text": landed.text,
        "part": landed.is_part,
        "day": landed.day.map(|day| day.to_string()),
        "date": landed.date.to_string(),
        "report": landed.report,
        "citations": [landed.cite],
    })
}

fn slip(slip: &Slip) -> Value {
    json!({
        "step": slip.step,
        "part": slip.part,
        "from": { "text": slip.from.0, "date": slip.from.1.to_string() },
        "to": { "text": slip.to.0, "date": slip.to.1.to_string() },
        "days": slip.days,
        "exact": slip.is_exact,
        "moves": slip.moves,
        "citations": slip.cites,
    })
}

fn stalled(stalled: &Stalled) -> Value {
    json!({
        "since": stalled.since.to_string(),
        "report": stalled.report,
        "reports": stalled.reports,
        "repeated": stalled.is_repeated,
        "citations": [stalled.cite],
    })
}

fn promises(part: &PromisePart) -> Value {
    let count = |outcome: Outcome| (outcome.name().to_string(), json!(part.count(outcome)));
    json!({
        "totals": Outcome::ALL.into_iter().map(count).collect::<serde_json::Map<_, _>>(),
        "rows": part.rows.iter().map(promise).collect::<Vec<_>>(),
    })
}

fn promise(row: &PromiseRow) -> Value {
    json!({
        "kind": row.kind.name(),
        "promise": row.text,
        "made": row.made.to_string(),
        "report": row.report,
        "due": row.due.map(|due| due.to_string()),
        "outcome": row.outcome.name(),
        "rule": row.why.name(),
        "days_late": row.days,
        "citations": row.cites,
        "evidence": row.evidence.as_ref().map(told),
    })
}

fn quoted(quoted: &Quoted) -> Value {
    json!({
        "text": quoted.text,
        "date": quoted.date.to_string(),
        "report": quoted.report,
        "section": quoted.section,
        "citations": [quoted.cite],
    })
}

fn coverage(coverage: &Coverage) -> Value {
    let report = |report: &ReportRead| {
        json!({
            "report": report.report,
            "date": report.date.to_string(),
            "author": report.author,
            "path": report.path,
            "covers": report.covers.map(period),
            "straddles": report.straddles,
        })
    };
    json!({
        "read": coverage.read.iter().map(report).collect::<Vec<_>>(),
        "missing_weeks": coverage.missing.iter().map(|(week, days)| json!({ "week": week, "days": period(*days) })).collect::<Vec<_>>(),
        "beside": coverage.beside.iter().map(report).collect::<Vec<_>>(),
        "undated": coverage.undated,
        "after": coverage.after,
    })
}
