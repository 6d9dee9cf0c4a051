//! Rejects a cause that the source has as the remedy, or under another label.

use super::evidence::Evidence;
use super::fault::Fault;
use super::findings::Findings;
use super::reading::Reading;
use super::tokens::tokens;
use crate::vocabulary::{Sense, Words};

/// Labels of the cause and of the handling in a report's item.
static CAUSE_LABELS: Words = Words::of(&[Sense::CauseName]);
static REMEDY_LABELS: Words = Words::of(&[Sense::Handling, Sense::Improvement]);

/// The fewest words of the remedy that reject a cause without words of its own.
const FEWEST: usize = 2;

/// `cause`: the part of the sentence that gives one.
pub(super) fn told_as_cause(
    sentence: &Reading,
    cause: std::ops::Range<usize>,
    cited: &[&Evidence<'_>],
    found: &Findings,
) -> Option<Fault> {
    let written = &sentence.text[cause.clone()];
    let words = sentence.tokens_in(cause);
    found.items(sentence, cited).into_iter().find_map(|item| {
        let causes = tokens(&under(item, &CAUSE_LABELS, &REMEDY_LABELS)?);
        let remedy = under(item, &REMEDY_LABELS, &CAUSE_LABELS)?;
        let remedies = tokens(&remedy);
        let of_remedy = remedies.difference(&causes).filter(|token| words.contains(*token)).count();
        let of_cause = causes.difference(&remedies).filter(|token| words.contains(*token)).count();
        (of_remedy >= FEWEST && of_cause == 0)
            .then(|| Fault::Misplaced { written: written.trim().to_string(), source: remedy.trim().to_string() })
    })
}

/// A text without its remedies; nothing where it does not label both a cause and a remedy.
pub(super) fn without(text: &str) -> Option<String> {
    under(text, &CAUSE_LABELS, &REMEDY_LABELS)?;
    let mut rest = text.to_string();
    while let Some(remedy) = under(&rest, &REMEDY_LABELS, &CAUSE_LABELS) {
        if remedy.trim().is_empty() {
            break;
        }
        let before = rest.len();
        rest = rest.replacen(remedy.as_str(), "", 1);
        let label =
            REMEDY_LABELS.iter().find_map(|label| rest.find(&format!("{label}:")).map(|at| (at, label.len() + 1)));
        if let Some((at, length)) = label {
            rest.replace_range(at..at + length, "");
        }
        if rest.len() == before {
            break;
        }
    }
    Some(rest)
}

/// What an item says under a label, up to one of the others.
fn under(item: &str, labels: &Words, others: &Words) -> Option<String> {
    let start = labels.iter().find_map(|label| item.find(&format!("{label}:")).map(|at| at + label.len() + 1))?;
    let rest = &item[start..];
    let end = others.iter().filter_map(|label| rest.find(&format!("{label}:"))).min().unwrap_or(rest.len());
    Some(rest[..end].to_string())
}
