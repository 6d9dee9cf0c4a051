//! Answers that are sentences of the reports: the ones that speak most of what the question asks.

use super::compose::{Draft, one_line, report_name};
use super::overlap::Wanted;
use crate::fact::sentences;
use crate::question::{Intent, Question};
use crate::record::PassageRecord;
use crate::report::Span;
use crate::retrieve::Found;

/// How much of the question the best sentence, with its headings, must speak of.
const SHARE: f32 = 0.5;

/// Cosine from which on the meaning of a passage counts as near, for this embedder; unrelated pairs lie below 0.5.
const NEAR: f32 = 0.62;
const SHARE_WHEN_NEAR: f32 = 0.34;

/// Sentences shown when several say it.
const MOST: usize = 3;

struct Candidate<'a> {
    score: f32,
    share: f32,
    cosine: f32,
    passage: &'a PassageRecord,
    span: Span,
}

/// Quotes the sentences that answer; false when none speaks of enough of the question.
pub(super) fn pick(found: &[Found], question: &Question, wanted: &Wanted, draft: &mut Draft) -> bool {
    let texts: Vec<String> = found.iter().map(|found| found.passage.full_text()).collect();
    if wanted.is_empty() || wanted.unknown_name(&texts).is_some() {
        return false;
    }
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    for (rank, found) in found.iter().enumerate() {
        let passage = &found.passage;
        let context = format!("{} {}", passage.section.join(" "), passage.parent);
        for span in pieces(&passage.text) {
            let words = &passage.text[span.clone()];
            let share = wanted.share(&format!("{context} {words}"));
            let own = wanted.share(words);
            let fits = if wants_number(question) && words.contains(|c: char| c.is_ascii_digit()) { 0.15 } else { 0.0 };
            let score = share + 0.5 * own + fits + 0.3 / (rank as f32 + 2.0);
            let cosine = found.hit.dense.map_or(0.0, |leg| leg.score);
            candidates.push(Candidate { score, share, cosine, passage, span });
        }
    }
    candidates.sort_by(|one, other| other.score.total_cmp(&one.score));
    let Some(best) = candidates.first() else { return false };
    if best.share < SHARE && !(best.share >= SHARE_WHEN_NEAR && best.cosine >= NEAR) {
        return false;
    }
    let most = if question.asks(Intent::List) { 3 * MOST } else { MOST };
    let (floor, top) = (best.score * 0.85, best.share);
    for candidate in candidates.iter().filter(|candidate| candidate.score >= floor && candidate.share >= top * 0.9).take(most) {
        draft.quote(candidate.passage, candidate.span.clone());
    }
    !draft.is_empty()
}

fn wants_number(question: &Question) -> bool {
    question.asks(Intent::HowMany) || question.asks(Intent::Duration) || question.asks(Intent::When)
}

/// A short passage whole, a long one by sentences.
fn pieces(text: &str) -> Vec<Span> {
    if text.chars().count() <= 60 {
        return std::iter::once(0..text.len()).collect();
    }
    sentences(text, 0..text.len())
}

/// Every line of the sections asked for, such as the plans of a week.
pub(super) fn list_section(passages: &[PassageRecord], wanted: &Wanted, draft: &mut Draft) -> bool {
    let lines: Vec<&PassageRecord> =
        passages.iter().filter(|passage| !passage.covered).filter(|passage| wanted.is_empty() || wanted.share(&passage.full_text()) >= SHARE).collect();
    for passage in &lines {
        draft.item(passage, format!("{}：{}", report_name(passage), one_line(&passage.text)));
    }
    !lines.is_empty()
}
