//! An evaluation for people: figures, tables, and every miss with what is known of it.

use std::time::Duration;

use super::explain::reading;
use super::safe::safe;
use super::table::Table;
use super::text::Paint;
use crate::catalogue::Catalogue;
use crate::evaluate::{
    Evaluation, Figure, Floor, GivenAnswer, Group, Interval, LegTally, Miss, QuestionRow, Rank, Share, Tally,
    WritingTally,
};
use crate::vocabulary::plural;

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
    blocks.push(legs(evaluation, paint));
    let named =
        [("kind", &evaluation.by_kind), ("intent", &evaluation.by_intent), ("language", &evaluation.by_language)];
    blocks.extend(named.map(|(name, by)| groups(name, by, answered, paint)));
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

/// Every figure of answers with its value and what it is a share of, in the order that they are read in.
pub(super) fn described(tally: &Tally) -> Vec<(Figure, String)> {
    let words = |share: Share, of: &str| format!("{} of {} {of}", share.part, share.whole);
    let refused = tally.answered.whole - tally.answered.part;
    vec![
        (Figure::Helped, words(tally.helped, "questions with an answer are shown every fact asked for")),
        (Figure::ClaimedRight, words(tally.claimed_right, "claimed answers are right")),
        (Figure::Claimed, words(tally.claimed, "questions get an answer that is claimed")),
        (Figure::Accuracy, words(tally.accuracy, "questions answered or refused rightly")),
        (Figure::Citations, words(tally.citations, "right answers cite gold lines")),
        (Figure::CitationPrecision, words(tally.citation_precision, "citations are on gold lines")),
        (Figure::CitationRecall, words(tally.citation_recall, "gold places are cited")),
        (Figure::Refusals, words(tally.refusals, "questions without an answer are refused")),
        (Figure::RefusalPrecision, words(tally.refusal_precision, "refusals are right")),
        (Figure::Answered, format!("{}, {refused} refused", words(tally.answered, "questions with an answer get one"))),
        (Figure::NotFound, words(tally.not_found, "questions without an answer are told so")),
        (Figure::Lost, words(tally.lost, "questions with an answer are told that there is none")),
    ]
}

fn figures(evaluation: &Evaluation) -> String {
    let tally = &evaluation.tally;
    let line = |(figure, words): (Figure, String)| {
        let (value, interval) = (figure.of(tally), evaluation.resampled.interval(|tally| figure.of(tally)));
        format!("{:<19} {:>5}  {:<10}  {words}", figure.name(), number(value), span(interval))
    };
    let mut lines: Vec<String> = described(tally).into_iter().map(line).collect();
    lines.push(format!("{:<19} {:>5}  {:<10}  characters shown, in the middle", "length", tally.median_chars(), ""));
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

/// A leg by its name, and where its figures are.
type NamedLeg = (&'static str, fn(&Tally) -> &LegTally);

/// A figure of a leg.
type OfLeg = (&'static str, fn(&LegTally) -> Option<f64>);

/// What finds passages, and how well: the last is what answers and `search` use.
const LEGS: [NamedLeg; 4] = [
    ("words", |tally| &tally.sparse),
    ("meaning", |tally| &tally.dense),
    ("fused", |tally| &tally.unboosted),
    ("with boosts", |tally| &tally.fused),
];

const OF_LEGS: [OfLeg; 4] = [
    ("recall@1", |leg| leg.recall_at_1.value()),
    ("recall@5", |leg| leg.recall_at_5.value()),
    ("recall@10", |leg| leg.recall_at_10.value()),
    ("MRR@10", LegTally::mrr_at_10),
];

fn legs(evaluation: &Evaluation, paint: Paint) -> String {
    let (head, rows) = leg_rows(evaluation);
    let questions = plural(evaluation.tally.fused.recall_at_10.whole, "question");
    format!("{}\n{}", paint.dim(&format!("gold lines among the passages found, {questions}")), table(head, rows, paint))
}

/// The table of the legs, with intervals.
pub(super) fn leg_rows(evaluation: &Evaluation) -> (Vec<String>, Vec<Vec<String>>) {
    let row = |(name, leg): NamedLeg| {
        let cell =
            |(_, of): OfLeg| spanned(of(leg(&evaluation.tally)), evaluation.resampled.interval(|tally| of(leg(tally))));
        std::iter::once(name.to_string()).chain(OF_LEGS.map(cell)).collect()
    };
    let head = std::iter::once("leg").chain(OF_LEGS.map(|(name, _)| name)).map(str::to_string).collect();
    (head, LEGS.map(row).to_vec())
}

fn groups(name: &str, groups: &[Group], answered: bool, paint: Paint) -> String {
    let (head, rows) = group_rows(name, groups, answered);
    table(head, rows, paint)
}

/// A table of groups: the figures that a reader looks at first, with intervals where a group is judged by them.
pub(super) fn group_rows(name: &str, groups: &[Group], answered: bool) -> (Vec<String>, Vec<Vec<String>>) {
    let columns: &[(&str, Figure, bool)] = if answered {
        &[
            ("helped", Figure::Helped, true),
            ("claimed", Figure::Claimed, false),
            ("claimed right", Figure::ClaimedRight, true),
            ("citations", Figure::Citations, false),
            ("recall@10", Figure::RecallAt10, false),
            ("MRR@10", Figure::MrrAt10, false),
        ]
    } else {
        &[
            ("recall@1", Figure::RecallAt1, true),
            ("recall@10", Figure::RecallAt10, true),
            ("MRR@10", Figure::MrrAt10, true),
        ]
    };
    let head = [name, "questions"].into_iter().chain(columns.iter().map(|(name, ..)| *name)).map(str::to_string);
    let rows = groups.iter().map(|Group { name, tally, resampled }| {
        let cell = |(_, figure, has_interval): &(&str, Figure, bool)| {
            let value = figure.of(tally);
            match has_interval {
                true => spanned(value, resampled.interval(|tally| figure.of(tally))),
                false => number(value),
            }
        };
        [safe(name), tally.questions.to_string()].into_iter().chain(columns.iter().map(cell)).collect()
    });
    (head.collect(), rows.collect())
}

/// `0.967 .94–.99 `: of the same width with and without an interval, so that values are aligned.
fn spanned(value: Option<f64>, interval: Option<Interval>) -> String {
    format!("{:>5} {:<8}", number(value), span(interval))
}

/// An interval in two digits: `.94–1.00`; empty without one, and where all resamples agree, which means nothing for few
/// questions.
pub(super) fn span(interval: Option<Interval>) -> String {
    let end = |end: f64| {
        let text = format!("{end:.2}");
        text.strip_prefix('0').map(str::to_string).unwrap_or(text)
    };
    let wide = interval.filter(|interval| interval.low < interval.high);
    wide.map(|Interval { low, high }| format!("{}–{}", end(low), end(high))).unwrap_or_default()
}

/// A table of figures: the first column runs left, the others right.
pub(super) fn table(head: Vec<String>, rows: Vec<Vec<String>>, paint: Paint) -> String {
    let table = Table::fitting(&head, &rows, paint);
    let rows = rows.into_iter().flat_map(|row| table.row(row));
    std::iter::once(paint.dim(&table.head())).chain(rows).collect::<Vec<_>>().join("\n")
}

/// `id  question → wanted; came: …`.
fn wanted_line(row: &QuestionRow, paint: Paint) -> String {
    let wanted = cut(&wanted(row));
    let came = row.given.as_ref().map(|given| format!("; came: {}", cut(first_sentence(given)))).unwrap_or_default();
    let line = safe(&format!("{} → wanted: {wanted}{came}", cut(&row.test.question.text)));
    format!("{}  {line}", paint.bold(&safe(&row.test.id)))
}

/// What a right answer says.
pub(super) fn wanted(row: &QuestionRow) -> String {
    let groups: Vec<String> = row.test.facts.iter().map(|group| group.join(" | ")).collect();
    match (row.test.abstain, &row.given) {
        (true, _) => "a refusal".to_string(),
        (false, None) => "its lines".to_string(),
        (false, Some(_)) if groups.is_empty() => "an answer".to_string(),
        (false, Some(_)) => groups.join(" + "),
    }
}

/// The class of the miss, what it can be seen from, and how the question was read.
fn why_line(row: &QuestionRow, miss: &Miss, catalogue: &Catalogue) -> String {
    let class = match miss {
        Miss::FactsMissing(_) => cut(&class(row, miss)),
        Miss::CitedElsewhere => {
            let cited = cited(row);
            let more = if cited.len() > SHOWN_PLACES {
                format!(" and {} more", cited.len() - SHOWN_PLACES)
            } else {
                String::new()
            };
            format!("{}: {}{more}", class(row, miss), cited[..cited.len().min(SHOWN_PLACES)].join(", "))
        }
        _ => class(row, miss),
    };
    let place = place(row);
    let read = reading(&row.test.question, &row.reading, catalogue);
    safe(&format!("    {class}{place}; read as: {read}"))
}

/// What went wrong, in words.
pub(super) fn class(row: &QuestionRow, miss: &Miss) -> String {
    match miss {
        Miss::AnsweredUnanswerable => "answered though the reports do not say".to_string(),
        Miss::Refused => "refused".to_string(),
        Miss::FactsMissing(groups) => {
            let missing: Vec<String> = groups.iter().map(|group| row.test.facts[*group].join(" | ")).collect();
            format!("facts missing: {}", missing.join(", "))
        }
        Miss::CitedElsewhere => "cited elsewhere".to_string(),
        Miss::NotFound => "not among the first ten".to_string(),
    }
}

/// `; gold passage at fused rank 3`; nothing where that is not known.
pub(super) fn place(row: &QuestionRow) -> String {
    match (&row.given, row.ranks) {
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
    }
}

fn rank_words(rank: Rank) -> String {
    match rank {
        Rank::At(rank) => format!("rank {rank}"),
        Rank::NotFound => "not found".to_string(),
    }
}

/// Places that the answer cites: `path:lines`.
pub(super) fn cited(row: &QuestionRow) -> Vec<String> {
    let citations = row.given.iter().flat_map(|given| &given.answer.citations);
    citations.map(|citation| format!("{}:{}", citation.path, citation.lines)).collect()
}

/// The first that says something of the reports, before those that lead to it.
fn first_sentence(given: &GivenAnswer) -> &str {
    let sentences = &given.answer.sentences;
    let cited = sentences.iter().find(|sentence| !sentence.citations.is_empty());
    cited.or(sentences.first()).map_or("nothing", |sentence| sentence.text.as_str())
}

fn cut(text: &str) -> String {
    let shown: String = text.chars().take(SHOWN_CHARS).collect();
    if shown.len() < text.len() { format!("{shown}…") } else { shown }
}

/// Three digits after the point; `–` where nothing was measured.
pub(super) fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_string(), |value| format!("{value:.3}"))
}

pub(super) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::{Paint, below_floor, cut, span, table};
    use crate::evaluate::{Interval, Share, Tally};

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
    fn an_interval_is_two_digits_at_each_end() {
        assert_eq!(span(Some(Interval { low: 0.0, high: 0.996 })), ".00–1.00");
        assert_eq!(span(Some(Interval { low: 1.0, high: 1.0 })), "");
        assert_eq!(span(None), "");
    }

    #[test]
    fn what_is_long_is_cut_at_characters() {
        assert_eq!(cut(&"周".repeat(81)).chars().count(), 81);
        assert_eq!(cut("周"), "周");
    }
}
