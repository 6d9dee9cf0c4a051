//! What a question takes for granted, held against the reports: `764, not 9000`.

use super::compose::{Draft, Sentence};
use crate::fact::{Figure, Standing, figures};
use crate::question::Question;

/// How the numbers of a question stand to the sentences that answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Checked {
    /// It names none, or none that the sentences speak of.
    Nothing,
    Confirmed,
    /// The reports have another number; it was said.
    Corrected,
}

/// Says what the reports write where a number of the question is another. `from` is the first sentence of the answer.
pub(super) fn check_numbers(question: &Question, from: usize, draft: &mut Draft) -> Checked {
    let mut checked = Checked::Nothing;
    let said: Vec<(Sentence, Vec<Figure>)> = draft.sentences()[from..]
        .iter()
        .filter(|sentence| !sentence.citations.is_empty())
        .map(|sentence| (sentence.clone(), figures(&sentence.text)))
        .collect();
    for claim in &question.claims {
        let stated =
            |figure: &&Figure| figure.value == claim.value && (claim.unit.is_empty() || figure.unit_fits(claim));
        if said.iter().any(|(_, figures)| figures.iter().any(|figure| stated(&figure))) {
            checked = if checked == Checked::Corrected { checked } else { Checked::Confirmed };
            continue;
        }
        let rivals = said.iter().flat_map(|(sentence, figures)| {
            let rival = |figure: &&Figure| figure.unit_fits(claim) && figure.standing == Standing::Now;
            figures.iter().filter(rival).map(move |figure| (sentence, figure))
        });
        let mut rivals: Vec<_> = rivals.map(|(sentence, figure)| (shared(claim, figure), sentence, figure)).collect();
        rivals.sort_by_key(|(likeness, ..)| std::cmp::Reverse(*likeness));
        let Some((likeness, sentence, figure)) = rivals.first() else { continue };
        // One number told twice is one rival.
        let is_plain = rivals.iter().all(|(_, _, other)| other.value == figure.value) && !claim.unit.is_empty();
        if *likeness == 0 && !is_plain {
            continue;
        }
        let written = &sentence.text[figure.span.clone()];
        let claimed = question_words(question, claim);
        draft.correct(from, written, &claimed, sentence.citations.clone());
        checked = Checked::Corrected;
    }
    checked
}

fn question_words(question: &Question, claim: &Figure) -> String {
    question.text.get(claim.span.clone()).unwrap_or_default().trim().to_string()
}

/// How many pairs of characters the names of two figures have in common.
fn shared(one: &Figure, other: &Figure) -> usize {
    let chars: Vec<char> = one.name.chars().filter(|c| c.is_alphanumeric()).collect();
    chars.windows(2).filter(|pair| other.name.contains(&pair.iter().collect::<String>())).count()
}
