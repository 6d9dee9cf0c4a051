//! An evaluation for people (figures, tables, every miss with what is known of it) and for programs.

use std::time::Duration;

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::explain::reading;
use super::text::{Paint, plural, safe};
use crate::catalogue::Catalogue;
use crate::evaluate::{DEPTH, Evaluation, Figure, Floor, GivenAnswer, LegTally, Miss, Rank, Row, Share, Tally, by};

/// How much of what was wanted, and of what came, is shown, in characters.
const SHOWN_CHARS: usize = 80;

/// Figures, legs, tables by intent and language, misses.
pub fn evaluation_text(evaluation: &Evaluation, catalogue: &Catalogue, paint: Paint) -> String {
    let rows = &evaluation.rows;
    let unanswerable = rows.iter().filter(|row| row.test.abstain).count();
    let mut blocks = vec![format!(
        "{} on {}: {} with an answer in them, {unanswerable} without",
        plural(rows.len(), "question"),
        plural(catalogue.len(), "report"),
        rows.len() - unanswerable,
    )];
    let answered = rows.iter().any(|row| row.given.is_some());
    if answered {
        blocks.push(figures(evaluation));
    }
    blocks.push(legs(&evaluation.tally, paint));
    blocks.push(groups("intent", &by(rows, Row::intent), answered, paint));
    blocks.push(groups("language", &by(rows, Row::language), answered, paint));
    let misses: Vec<String> = rows
        .iter()
        .filter_map(|row| Some(format!("{}\n{}", wanted_line(row, paint), why_line(row, &row.miss()?, catalogue))))
        .collect();
    let count = match misses.len() {
        0 => "no miss".to_string(),
        1 => "1 miss".to_string(),
        count => format!("{count} misses"),
    };
    blocks.push([vec![paint.bold(&count)], misses].concat().join("\n"));
    blocks.join("\n\n")
}

/// Why a floor does not hold, in a sentence.
pub fn below_floor(floor: &Floor, tally: &Tally) -> String {
    let (name, least) = (floor.figure.name(), floor.least);
    match floor.figure.of(tally) {
        // As many digits as tell the two apart.
        Some(value) if number(Some(value)) == number(Some(least)) => format!("{name} is {value}, below {least}"),
        Some(value) => format!("{name} is {value:.3}, below {least}"),
        None => format!("{name} is not measured by any question of the set, and must be at least {least}"),
    }
}

fn figures(evaluation: &Evaluation) -> String {
    let tally = &evaluation.tally;
    let words = |share: Share, of: &str| format!("{} of {} {of}", share.part, share.whole);
    let refused = tally.answered.whole - tally.answered.part;
    let described = [
        (Figure::Accuracy, words(tally.accuracy, "questions answered or refused rightly")),
        (Figure::Citations, words(tally.citations, "right answers cite gold lines")),
        (Figure::CitationPrecision, words(tally.citation_precision, "citations are on gold lines")),
        (Figure::CitationRecall, words(tally.citation_recall, "gold places are cited")),
        (Figure::Refusals, words(tally.refusals, "questions without an answer are refused")),
        (Figure::RefusalPrecision, words(tally.refusal_precision, "refusals are right")),
        (Figure::Answered, format!("{}, {refused} refused", words(tally.answered, "questions with an answer get one"))),
    ];
    let mut lines: Vec<String> = described
        .into_iter()
        .map(|(figure, words)| format!("{:<19} {:>5}  {words}", figure.name(), number(figure.of(tally))))
        .collect();
    if let Some(latency) = evaluation.latency {
        let (p50, p95) = (milliseconds(latency.p50), milliseconds(latency.p95));
        lines.push(format!("{:<19} p50 {p50:.1}ms, p95 {p95:.1}ms of {} warm answers", "latency", latency.answers));
    }
    lines.join("\n")
}

fn legs(tally: &Tally, paint: Paint) -> String {
    let questions = plural(tally.fused.recall_at_10.whole, "question");
    let row = |name: &str, leg: &LegTally| {
        let figures = [leg.recall_at_1.value(), leg.recall_at_5.value(), leg.recall_at_10.value(), leg.mrr_at_10()];
        std::iter::once(name.to_string()).chain(figures.map(number)).collect()
    };
    let head = ["leg", "recall@1", "recall@5", "recall@10", "MRR@10"].map(str::to_string).to_vec();
    let legs = [("words", &tally.sparse), ("meaning", &tally.dense), ("fused", &tally.fused)];
    let rows = legs.map(|(name, leg)| row(name, leg)).to_vec();
    format!("{}\n{}", paint.dim(&format!("gold lines among the passages found, {questions}")), table(head, rows, paint))
}

fn groups(name: &str, groups: &[(&str, Tally)], answered: bool, paint: Paint) -> String {
    let columns: &[(&str, Figure)] = if answered {
        &[
            ("accuracy", Figure::Accuracy),
            ("citations", Figure::Citations),
            ("recall@10", Figure::RecallAt10),
            ("MRR@10", Figure::MrrAt10),
        ]
    } else {
        &[("recall@1", Figure::RecallAt1), ("recall@10", Figure::RecallAt10), ("MRR@10", Figure::MrrAt10)]
    };
    let head = [name, "questions"].into_iter().chain(columns.iter().map(|(name, _)| *name)).map(str::to_string);
    let rows = groups.iter().map(|(name, tally)| {
        let figures = columns.iter().map(|(_, figure)| number(figure.of(tally)));
        [safe(name), tally.questions.to_string()].into_iter().chain(figures).collect()
    });
    table(head.collect(), rows.collect(), paint)
}

/// Columns as wide as their widest cell; the first runs left, the others right.
fn table(head: Vec<String>, rows: Vec<Vec<String>>, paint: Paint) -> String {
    let all: Vec<&Vec<String>> = std::iter::once(&head).chain(&rows).collect();
    let width = |column: usize| all.iter().map(|row| row[column].width()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cell = |(at, cell): (usize, &String)| {
            let space = " ".repeat(widths[at] - cell.width());
            if at == 0 { format!("{cell}{space}") } else { format!("{space}{cell}") }
        };
        row.iter().enumerate().map(cell).collect::<Vec<_>>().join("  ")
    };
    let body = rows.iter().map(line);
    std::iter::once(paint.dim(&line(&head))).chain(body).collect::<Vec<_>>().join("\n")
}

/// `id  question → wanted; came: …`.
fn wanted_line(row: &Row, paint: Paint) -> String {
    let groups: Vec<String> = row.test.facts.iter().map(|group| group.join(" | ")).collect();
    let wanted = match (row.test.abstain, &row.given) {
        (true, _) => "a refusal".to_string(),
        (false, None) => "its lines".to_string(),
        (false, Some(_)) if groups.is_empty() => "an answer".to_string(),
        (false, Some(_)) => cut(&groups.join(" + ")),
    };
    let came = row.given.as_ref().map(|given| format!("; came: {}", cut(first_sentence(given)))).unwrap_or_default();
    let line = safe(&format!("{} → wanted: {wanted}{came}", row.test.question.text));
    format!("{}  {line}", paint.bold(&safe(&row.test.id)))
}

/// The class of the miss, what it can be seen from, and how the question was read.
fn why_line(row: &Row, miss: &Miss, catalogue: &Catalogue) -> String {
    let class = match miss {
        Miss::AnsweredUnanswerable => "answered though the reports do not say".to_string(),
        Miss::Refused => "refused".to_string(),
        Miss::FactsMissing(groups) => {
            let missing: Vec<String> = groups.iter().map(|group| row.test.facts[*group].join(" | ")).collect();
            format!("facts missing: {}", missing.join(", "))
        }
        Miss::CitedElsewhere => format!("cited elsewhere: {}", cited(row).join(", ")),
        Miss::NotFound => "not among the first ten".to_string(),
    };
    let place = match (&row.given, row.ranks) {
        (Some(GivenAnswer { looked_at: Some(rank), .. }), _) if !row.test.abstain => match rank {
            Rank::At(rank) => format!("; gold passage at fused rank {rank}"),
            Rank::NotFound => "; gold passage not retrieved".to_string(),
        },
        (None, Some(ranks)) => {
            let rank = |rank: Rank| match rank {
                Rank::At(rank) => rank.to_string(),
                Rank::NotFound => format!("beyond {DEPTH}"),
            };
            let dense = ranks.dense.map_or("not searched".to_string(), rank);
            format!("; gold at rank {} by words, {dense} by meaning, {} fused", rank(ranks.sparse), rank(ranks.fused))
        }
        _ => String::new(),
    };
    let read = reading(&row.test.question, &row.reading, catalogue);
    safe(&format!("    {class}{place}; read as: {read}"))
}

/// Places that the answer cites: `path:lines`.
fn cited(row: &Row) -> Vec<String> {
    let citations = row.given.iter().flat_map(|given| &given.answer.citations);
    citations.map(|citation| format!("{}:{}", citation.path, citation.lines)).collect()
}

fn first_sentence(given: &GivenAnswer) -> &str {
    given.answer.sentences.first().map_or("nothing", |sentence| sentence.text.as_str())
}

fn cut(text: &str) -> String {
    let shown: String = text.chars().take(SHOWN_CHARS).collect();
    if shown.len() < text.len() { format!("{shown}…") } else { shown }
}

/// Three digits after the point; `–` where nothing was measured.
fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_string(), |value| format!("{value:.3}"))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
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
        "retrieval": { "sparse": leg(&tally.sparse), "dense": leg(&tally.dense), "fused": leg(&tally.fused) },
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
            "abstained": score.abstained,
            "answer": given.answer.text(),
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

#[cfg(test)]
mod tests {
    use super::{Paint, below_floor, cut, table};
    use crate::evaluate::{Share, Tally};

    #[test]
    fn a_table_lines_up_wide_characters() {
        let row = |cells: [&str; 2]| cells.map(str::to_string).to_vec();
        let text = table(row(["intent", "n"]), vec![row(["原因", "12"]), row(["when", "3"])], Paint { colour: false });
        assert_eq!(text, "intent   n\n原因    12\nwhen     3");
    }

    #[test]
    fn a_floor_that_was_missed_by_a_hair_shows_the_hair() {
        let tally = Tally { accuracy: Share { part: 2, whole: 3 }, ..Tally::default() };
        let below = |floor: &str| below_floor(&floor.parse().expect("a floor"), &tally);
        assert_eq!(below("accuracy=0.9"), "accuracy is 0.667, below 0.9");
        assert_eq!(below("accuracy=0.6667"), "accuracy is 0.6666666666666666, below 0.6667");
        assert!(below("citations=0.9").starts_with("citations is not measured"));
    }

    #[test]
    fn what_is_long_is_cut_at_characters() {
        assert_eq!(cut(&"周".repeat(81)).chars().count(), 81);
        assert_eq!(cut("周"), "周");
    }
}
