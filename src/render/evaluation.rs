//! An evaluation for people: figures, tables, and every miss with what is known of it.

use std::time::Duration;

use unicode_width::UnicodeWidthStr;

use super::explain::reading;
use super::safe::safe;
use super::text::{Paint, plural};
use crate::catalogue::Catalogue;
use crate::evaluate::{
    Evaluation, Figure, Floor, GivenAnswer, LegTally, Miss, Rank, Row, Share, Tally, WritingTally, by,
};

/// How much of what was wanted, and of what came, is shown, in characters.
const SHOWN_CHARS: usize = 80;

/// How many cited places are shown.
const SHOWN_PLACES: usize = 4;

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
    blocks.extend(WritingTally::of(rows).map(|tally| writing(&tally)));
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
        (Figure::Helped, words(tally.helped, "questions with an answer are shown every fact asked for")),
        (
            Figure::ClaimedRight,
            format!("{}, of {}", words(tally.claimed_right, "claimed answers are right"), tally.claimed.whole),
        ),
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
    let told =
        |name: &str, share: Share, of: &str| format!("{name:<19} {:>5}  {}", number(share.value()), words(share, of));
    lines.push(told("not-found", tally.not_found, "questions without an answer are told so"));
    lines.push(told("lost", tally.lost, "questions with an answer are told that there is none"));
    lines.push(format!("{:<19} {:>5}  characters shown, in the middle", "length", tally.median_chars()));
    if let Some(latency) = evaluation.latency {
        let (p50, p95) = (milliseconds(latency.p50), milliseconds(latency.p95));
        lines.push(format!("{:<19} p50 {p50:.1}ms, p95 {p95:.1}ms of {} warm answers", "latency", latency.answers));
    }
    lines.join("\n")
}

/// What a language model added, and what it took.
fn writing(tally: &WritingTally) -> String {
    let share = |name: &str, share: Share, of: &str| {
        format!("{name:<19} {:>5}  {} of {} {of}", number(share.value()), share.part, share.whole)
    };
    let (tokens_in, tokens_out) = (tally.prompt_tokens as f64, tally.completion_tokens as f64);
    let cached = if tally.cached > 0 { format!("; {} calls from the cache", tally.cached) } else { String::new() };
    [
        share("selected", tally.selected, "answers show first what the model picked"),
        share("generated", tally.generated, "answers have sentences of the model's"),
        share("supported", tally.supported, "sentences that it wrote pass the check; the others are not shown"),
        share("right, as shown", tally.right, "questions that it was asked"),
        share("right, extracted", tally.extracted_right, "the same without it"),
        share("right, model alone", tally.model_right, "what it wrote or picked by itself"),
        format!(
            "{:<19} {:.0} tokens in, {:.0} out, {:.1} calls, {:.1} s for each answer{cached}",
            "spent",
            tally.each(tokens_in),
            tally.each(tokens_out),
            tally.each(tally.calls as f64),
            tally.each(tally.seconds),
        ),
    ]
    .join("\n")
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
    let line = safe(&format!("{} → wanted: {wanted}{came}", cut(&row.test.question.text)));
    format!("{}  {line}", paint.bold(&safe(&row.test.id)))
}

/// The class of the miss, what it can be seen from, and how the question was read.
fn why_line(row: &Row, miss: &Miss, catalogue: &Catalogue) -> String {
    let class = match miss {
        Miss::AnsweredUnanswerable => "answered though the reports do not say".to_string(),
        Miss::Refused => "refused".to_string(),
        Miss::FactsMissing(groups) => {
            let missing: Vec<String> = groups.iter().map(|group| row.test.facts[*group].join(" | ")).collect();
            format!("facts missing: {}", cut(&missing.join(", ")))
        }
        Miss::CitedElsewhere => {
            let cited = cited(row);
            let more = if cited.len() > SHOWN_PLACES {
                format!(" and {} more", cited.len() - SHOWN_PLACES)
            } else {
                String::new()
            };
            format!("cited elsewhere: {}{more}", cited[..cited.len().min(SHOWN_PLACES)].join(", "))
        }
        Miss::NotFound => "not among the first ten".to_string(),
    };
    let place = match (&row.given, row.ranks) {
        (Some(GivenAnswer { looked_at: Some(rank), .. }), _) if !row.test.abstain => match rank {
            Rank::At(rank) => format!("; gold passage at fused rank {rank}"),
            Rank::NotFound => "; gold passage not retrieved".to_string(),
        },
        (None, Some(ranks)) => {
            let dense = ranks.dense.map_or("not searched".to_string(), rank_words);
            let (sparse, fused) = (rank_words(ranks.sparse), rank_words(ranks.fused));
            format!("; gold by words: {sparse}, by meaning: {dense}, fused: {fused}")
        }
        _ => String::new(),
    };
    let read = reading(&row.test.question, &row.reading, catalogue);
    safe(&format!("    {class}{place}; read as: {read}"))
}

fn rank_words(rank: Rank) -> String {
    match rank {
        Rank::At(rank) => format!("rank {rank}"),
        Rank::NotFound => "not found".to_string(),
    }
}

/// Places that the answer cites: `path:lines`.
pub(super) fn cited(row: &Row) -> Vec<String> {
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

pub(super) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
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
