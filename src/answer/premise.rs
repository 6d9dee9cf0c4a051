//! What a question takes for granted, held against the reports: `764, not 9000`.

use rust_decimal::Decimal;

use super::compose::Draft;
use crate::fact::{Figure, Standing, figures, marked_sentences};
use crate::question::Question;
use crate::record::PassageRecord;
use crate::report::Span;
use crate::text::shared_pairs;
use crate::text::visible;

/// How the numbers of a question compare with the passages that answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Checked {
    /// It names none, or none that the passages speak of.
    Nothing,
    Confirmed,
    /// The reports have another number; it was said.
    Corrected,
}

/// A figure of a passage that the answer is taken from.
struct Stated {
    passage: usize,
    sentence: Span,
    figure: Figure,
    written: String,
}

/// Says what the reports write where a number of the question is another. `from` is the first sentence of the answer.
pub(super) fn check_numbers(question: &Question, from: usize, draft: &mut Draft) -> Checked {
    let mut checked = Checked::Nothing;
    let quoted = draft.quoted().to_vec();
    let stated = stated_in(&quoted);
    for claim in &question.claims {
        let is_stated = |stated: &&Stated| {
            let (one, other) = (in_minutes(claim), in_minutes(&stated.figure));
            let same_time = one.is_some() && one == other;
            let same = stated.figure.value == claim.value && (claim.unit.is_empty() || stated.figure.unit_fits(claim));
            same_time || same
        };
        if stated.iter().any(|stated| is_stated(&stated)) {
            checked = if checked == Checked::Corrected { checked } else { Checked::Confirmed };
            continue;
        }
        let is_rival = |stated: &&Stated| {
            let both_times = in_minutes(claim).is_some() && in_minutes(&stated.figure).is_some();
            stated.figure.standing == Standing::Now && (stated.figure.unit_fits(claim) || both_times)
        };
        let mut rivals: Vec<(usize, &Stated)> = stated
            .iter()
            .filter(is_rival)
            .map(|stated| (shared_pairs(&claim.name, &stated.figure.name).0, stated))
            .collect();
        // 900个商户 is no 5991笔差异, however much their clauses share: what is counted comes first.
        rivals.sort_by_key(|(likeness, rival)| std::cmp::Reverse((counts_the_same(claim, &rival.figure), *likeness)));
        let Some((likeness, rival)) = rivals.first() else { continue };
        // One number stated twice is one rival.
        let is_plain =
            rivals.iter().all(|(_, other)| other.figure.value == rival.figure.value) && !claim.unit.is_empty();
        if *likeness == 0 && !is_plain {
            continue;
        }
        let claimed = question.text.get(claim.span.clone()).unwrap_or_default().trim();
        draft.correct(from, &quoted[rival.passage].0, rival.sentence.clone(), &rival.written, claimed);
        checked = Checked::Corrected;
    }
    checked
}

fn stated_in(quoted: &[(PassageRecord, Span)]) -> Vec<Stated> {
    let mut all = Vec::new();
    for (passage, (record, span)) in quoted.iter().enumerate() {
        for sentence in marked_sentences(&record.text, span.clone()) {
            // A character that is not shown parts no number, as it parts none of the question's.
            let words: String = visible(&record.text[sentence.clone()]).collect();
            for figure in figures(&words) {
                let written = words[figure.span.clone()].to_string();
                all.push(Stated { passage, sentence: sentence.clone(), figure, written });
            }
        }
    }
    all
}

/// A length of time in minutes; `None` for anything else.
pub(super) fn in_minutes(figure: &Figure) -> Option<Decimal> {
    let minutes = match figure.unit.as_str() {
        "分钟" | "min" => 1,
        "小时" | "个小时" | "h" => 60,
        "天" => 1440,
        _ => return None,
    };
    Some(figure.value * Decimal::from(minutes))
}

/// Whether the nouns after both numbers begin alike: 900个商户, 764家商户.
fn counts_the_same(one: &Figure, other: &Figure) -> bool {
    let noun = |figure: &Figure| figure.name.rsplit(' ').next().unwrap_or_default().chars().take(2).collect::<String>();
    noun(one).chars().count() == 2 && noun(one) == noun(other)
}
