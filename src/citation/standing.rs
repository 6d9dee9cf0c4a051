//! What a sentence does: state, lead to what follows, or say that the reports do not say.

use super::tokens::fold;
use crate::vocabulary::{Sense, Words};

/// What a sentence does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It states something, which a source has to bear.
    Statement,
    /// It says that the reports do not say something: nothing here can bear that, the caller decides.
    Absence,
    /// It leads to what follows (根据周报：, Summary:) and states nothing.
    Lead,
}

/// Subjects of a sentence that says what the reports do not say.
static REPORTS: Words = Words::of(&[Sense::Report, Sense::Source, Sense::Text]);

/// And what it says of them.
static SILENT: Words = Words::of(&[Sense::Silent]);

/// Leads end so and state nothing.
static LEADS: Words = Words::of(&[Sense::Lead, Sense::AccordingTo, Sense::CauseName, Sense::Handling]);

/// The longest lead, in characters.
const LONGEST_LEAD_CHARS: usize = 40;

pub(super) fn standing(text: &str, question: &str) -> Claim {
    let text = fold(text).to_lowercase();
    if is_lead(&text) {
        return Claim::Lead;
    }
    let clauses: Vec<&str> =
        text.split(['，', '。', '；', ',', ';']).filter(|clause| !clause.trim().is_empty()).collect();
    let silent = |clause: &&str| REPORTS.are_in(clause) && SILENT.are_in(clause);
    let Some(at) = clauses.iter().position(silent) else { return Claim::Statement };
    // 周报没有说明原因，但影响了764个商户 states something all the same.
    let question = fold(question).to_lowercase();
    let states = |clause: &&str| digits(clause).any(|number| !question.contains(number));
    let others: Vec<&str> =
        clauses.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, clause)| *clause).collect();
    if others.iter().any(states) { Claim::Statement } else { Claim::Absence }
}

fn digits(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty())
}

fn is_lead(text: &str) -> bool {
    let text = text.trim();
    let chars = text.chars().count();
    if chars > LONGEST_LEAD_CHARS || chars == 0 {
        return false;
    }
    let has_number = text.chars().any(|c| c.is_ascii_digit());
    let is_week = text.contains('周') || text.contains("week") || text.contains('月');
    let ends = text.ends_with([':', '：']);
    let opens = LEADS.are_in(text);
    let has_no_letter = !text.chars().any(char::is_alphanumeric);
    has_no_letter || (ends && (opens || chars <= 12) && (!has_number || (is_week && opens)))
}
