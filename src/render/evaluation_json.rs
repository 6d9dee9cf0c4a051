//! An evaluation for programs.

use serde_json::{Value, json};

use super::contract::sentences;
use super::evaluation::{cited, milliseconds};
use super::explain::reading;
use crate::catalogue::Catalogue;
use crate::evaluate::{
    Change, Changes, Evaluation, Group, Interval, LegTally, QuestionRow, Rank, Resampled, Share, Tally, WritingTally,
    risk_coverage,
};
use crate::statement::{EVIDENCE, FEATURES, vocabulary};

/// What models are trained from: the vocabulary, the names of the features and figures, and every question that was weighed as a whole.
pub fn features_json(evaluation: &Evaluation) -> Value {
    let examples = evaluation.rows.iter().filter_map(|row| row.given.as_ref()?.example.as_ref());
    json!({
        "vocabulary": vocabulary(),
        "features": &FEATURES[..],
        "evidence": &EVIDENCE[..],
        "questions": examples.collect::<Vec<_>>(),
    })
}

/// The JSON contract of `eval`: figures and ends of intervals from 0 to 1, `null` where nothing was measured, times in
/// milliseconds. `changes` are those since an earlier run, where one was given.
pub fn evaluation_json(evaluation: &Evaluation, changes: Option<&Changes>, catalogue: &Catalogue) -> Value {
    let rows = &evaluation.rows;
    let latency = evaluation.latency.map(|latency| {
        json!({ "answers": latency.answers, "p50": milliseconds(latency.p50), "p95": milliseconds(latency.p95) })
    });
    let named = |groups: &[Group]| -> Vec<Value> {
        let group = |Group { name, tally, resampled }: &Group| json!({ "name": name, "figures": figures_json(tally, resampled) });
        groups.iter().map(group).collect()
    };
    let covered = risk_coverage(rows).into_iter().map(|covered| {
        json!({
            "coverage": covered.percent as f64 / 100.0,
            "least_probability": covered.least,
            "questions": covered.right.whole,
            "right": covered.right.value(),
            "unanswerable": covered.unanswerable,
        })
    });
    json!({
        "reports": catalogue.len(),
        "figures": figures_json(&evaluation.tally, &evaluation.resampled),
        "latency_ms": latency,
        "writing": WritingTally::of(rows).map(|tally| writing_json(&tally)),
        "risk_coverage": covered.collect::<Vec<_>>(),
        "by_kind": named(&evaluation.by_kind),
        "by_intent": named(&evaluation.by_intent),
        "by_language": named(&evaluation.by_language),
        "changes": changes.map(changes_json),
        "rows": rows.iter().map(|row| row_json(row, catalogue)).collect::<Vec<_>>(),
        "notices": evaluation.notices,
    })
}

fn figures_json(tally: &Tally, resampled: &Resampled) -> Value {
    let ends = |interval: Option<Interval>| interval.map(|Interval { low, high }| [low, high]);
    let share = |of: fn(&Tally) -> Share| {
        let (share, interval) = (of(tally), resampled.interval(|tally| of(tally).value()));
        json!({ "value": share.value(), "part": share.part, "whole": share.whole, "interval": ends(interval) })
    };
    let leg = |leg: fn(&Tally) -> &LegTally| {
        let interval = |of: fn(&LegTally) -> Option<f64>| ends(resampled.interval(|tally| of(leg(tally))));
        let measured = leg(tally);
        json!({
            "questions": measured.recall_at_10.whole,
            "recall@1": measured.recall_at_1.value(),
            "recall@5": measured.recall_at_5.value(),
            "recall@10": measured.recall_at_10.value(),
            "mrr@10": measured.mrr_at_10(),
            "intervals": {
                "recall@1": interval(|leg| leg.recall_at_1.value()),
                "recall@5": interval(|leg| leg.recall_at_5.value()),
                "recall@10": interval(|leg| leg.recall_at_10.value()),
                "mrr@10": interval(LegTally::mrr_at_10),
            },
        })
    };
    json!({
        "questions": tally.questions,
        "accuracy": share(|tally| tally.accuracy),
        "citations": share(|tally| tally.citations),
        "citation_precision": share(|tally| tally.citation_precision),
        "citation_recall": share(|tally| tally.citation_recall),
        "refusals": share(|tally| tally.refusals),
        "refusal_precision": share(|tally| tally.refusal_precision),
        "answered": share(|tally| tally.answered),
        "helped": share(|tally| tally.helped),
        "claimed": share(|tally| tally.claimed),
        "claimed_right": share(|tally| tally.claimed_right),
        "lost": share(|tally| tally.lost),
        "not_found": share(|tally| tally.not_found),
        "median_characters": tally.median_chars(),
        "retrieval": {
            "sparse": leg(|tally| &tally.sparse),
            "dense": leg(|tally| &tally.dense),
            "unboosted": leg(|tally| &tally.unboosted),
            "fused": leg(|tally| &tally.fused),
        },
    })
}

fn changes_json(changes: &Changes) -> Value {
    let questions = |changes: &[Change]| -> Vec<Value> {
        let change = |change: &Change| json!({ "id": change.id, "question": change.question, "was": change.was, "is": change.is });
        changes.iter().map(change).collect()
    };
    let figures = changes.figures.iter().map(|difference| {
        let figure = json!({ "was": difference.was, "is": difference.is, "difference": difference.value() });
        (difference.figure.name().to_string(), figure)
    });
    json!({
        "better": questions(&changes.better),
        "worse": questions(&changes.worse),
        "figures": figures.collect::<serde_json::Map<_, _>>(),
    })
}

fn writing_json(tally: &WritingTally) -> Value {
    let share = |share: Share| json!({ "value": share.value(), "part": share.part, "whole": share.whole });
    json!({
        "asked": tally.asked,
        "selected": share(tally.selected),
        "generated": share(tally.generated),
        "supported": share(tally.supported),
        "right": share(tally.right),
        "extracted_right": share(tally.extracted_right),
        "model_right": share(tally.model_right),
        "calls": tally.calls,
        "cached": tally.cached,
        "prompt_tokens": tally.prompt_tokens,
        "completion_tokens": tally.completion_tokens,
        "seconds": tally.seconds,
    })
}

fn row_json(row: &QuestionRow, catalogue: &Catalogue) -> Value {
    let rank = |rank: Rank| json!(rank.number());
    let ranks = row.ranks.map(|ranks| {
        json!({ "sparse": rank(ranks.sparse), "dense": ranks.dense.map_or(Value::Null, rank), "unboosted": rank(ranks.unboosted), "fused": rank(ranks.fused) })
    });
    let given = row.given.as_ref().map(|given| {
        let score = &given.score;
        json!({
            "right": score.right,
            "verdict": score.verdict.name(),
            "mode": given.answer.mode(),
            "abstained": score.abstained,
            "helped": score.helped,
            "barred": score.is_barred,
            "characters": score.chars,
            "answer": given.answer.text(),
            "sentences": sentences(&given.answer, &given.withheld),
            "cited": cited(row),
            "citations": score.citations,
            "citations_on_gold": score.citations_on_gold,
            "gold_cited": score.gold_cited,
            "facts_missing": score.missing.iter().map(|group| &row.test.facts[*group]).collect::<Vec<_>>(),
            "probability": given.probability,
            "gold_rank": given.looked_at.map_or(Value::Null, rank),
            "ms": milliseconds(given.took),
        })
    });
    json!({
        "id": row.test.id,
        "question": row.test.question.text,
        "kind": row.kind(),
        "intent": row.intent(),
        "language": row.language(),
        "abstain": row.test.abstain,
        "note": row.test.note,
        "read_as": reading(&row.test.question, &row.reading, catalogue),
        "miss": row.miss().map(|miss| miss.name()),
        "ranks": ranks,
        "given": given,
    })
}
