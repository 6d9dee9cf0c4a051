//! An evaluation for programs.

use serde_json::{Value, json};

use super::answer::{mode, sentences_json};
use super::evaluation::{cited, milliseconds};
use super::explain::reading;
use crate::catalogue::Catalogue;
use crate::evaluate::{Evaluation, LegTally, Rank, Row, Share, Tally, WritingTally, by};
use crate::statement::{EVIDENCE, FEATURES};

/// What models are trained from: the names of the features and figures, and every question that was weighed as a whole.
pub fn features_json(evaluation: &Evaluation) -> Value {
    let examples = evaluation.rows.iter().filter_map(|row| row.given.as_ref()?.example.as_ref());
    json!({ "features": &FEATURES[..], "evidence": &EVIDENCE[..], "questions": examples.collect::<Vec<_>>() })
}

/// The JSON contract of `eval`: figures from 0 to 1, `null` where nothing was measured, times in milliseconds.
pub fn evaluation_json(evaluation: &Evaluation, catalogue: &Catalogue) -> Value {
    let rows = &evaluation.rows;
    let latency = evaluation.latency.map(|latency| {
        json!({ "answers": latency.answers, "p50": milliseconds(latency.p50), "p95": milliseconds(latency.p95) })
    });
    let named = |groups: Vec<(&str, Tally)>| -> Vec<Value> {
        let group = |(name, tally): (&str, Tally)| json!({ "name": name, "figures": figures_json(&tally) });
        groups.into_iter().map(group).collect()
    };
    json!({
        "reports": catalogue.len(),
        "figures": figures_json(&evaluation.tally),
        "latency_ms": latency,
        "writing": WritingTally::of(rows).map(|tally| writing_json(&tally)),
        "by_intent": named(by(rows, Row::intent)),
        "by_language": named(by(rows, Row::language)),
        "rows": rows.iter().map(|row| row_json(row, catalogue)).collect::<Vec<_>>(),
        "notices": evaluation.notices,
    })
}

fn figures_json(tally: &Tally) -> Value {
    let share = |share: Share| json!({ "value": share.value(), "part": share.part, "whole": share.whole });
    let leg = |leg: &LegTally| {
        json!({
            "questions": leg.recall_at_10.whole,
            "recall@1": leg.recall_at_1.value(),
            "recall@5": leg.recall_at_5.value(),
            "recall@10": leg.recall_at_10.value(),
            "mrr@10": leg.mrr_at_10(),
        })
    };
    json!({
        "questions": tally.questions,
        "accuracy": share(tally.accuracy),
        "citations": share(tally.citations),
        "citation_precision": share(tally.citation_precision),
        "citation_recall": share(tally.citation_recall),
        "refusals": share(tally.refusals),
        "refusal_precision": share(tally.refusal_precision),
        "answered": share(tally.answered),
        "helped": share(tally.helped),
        "claimed": share(tally.claimed),
        "claimed_right": share(tally.claimed_right),
        "lost": share(tally.lost),
        "not_found": share(tally.not_found),
        "median_characters": tally.median_chars(),
        "retrieval": { "sparse": leg(&tally.sparse), "dense": leg(&tally.dense), "fused": leg(&tally.fused) },
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

fn row_json(row: &Row, catalogue: &Catalogue) -> Value {
    let rank = |rank: Rank| match rank {
        Rank::At(rank) => json!(rank),
        Rank::NotFound => Value::Null,
    };
    let ranks = row.ranks.map(|ranks| {
        json!({ "sparse": rank(ranks.sparse), "dense": ranks.dense.map_or(Value::Null, rank), "fused": rank(ranks.fused) })
    });
    let given = row.given.as_ref().map(|given| {
        let score = &given.score;
        json!({
            "right": score.right,
            "verdict": score.verdict.name(),
            "mode": mode(&given.answer),
            "abstained": score.abstained,
            "helped": score.helped,
            "barred": score.is_barred,
            "characters": score.chars,
            "answer": given.answer.text(),
            "sentences": sentences_json(&given.answer, &given.withheld),
            "cited": cited(row),
            "citations": score.citations,
            "citations_on_gold": score.citations_on_gold,
            "gold_cited": score.gold_cited,
            "facts_missing": score.missing.iter().map(|group| &row.test.facts[*group]).collect::<Vec<_>>(),
            "gold_rank": given.looked_at.map_or(Value::Null, rank),
            "ms": milliseconds(given.took),
        })
    });
    json!({
        "id": row.test.id,
        "question": row.test.question.text,
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
