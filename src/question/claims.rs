//! The numbers of a question: what it takes for granted, and the bounds it sets.

use crate::fact::{Figure, figures};
use crate::report::Span;
use crate::vocabulary::{Sense, Words};

/// A bound that a question sets to a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// At least, or more than; else at most, or less than. The bound itself does not count.
    pub is_least: bool,
    pub figure: Figure,
}

/// Words before a number that make it a bound.
static AT_LEAST: Words = Words::of(&[Sense::AskedAtLeast]);
static AT_MOST: Words = Words::of(&[Sense::AskedAtMost]);

/// The figures of a question, its times left out: what it takes for granted, and the bounds it sets (超过30分钟, above 90%).
pub(super) fn claims(text: &str, times: &[Span]) -> (Vec<Figure>, Vec<Bound>) {
    let mut masked = text.to_string();
    for span in times {
        masked.replace_range(span.clone(), &" ".repeat(span.len()));
    }
    let mut claims = Vec::new();
    let mut bounds = Vec::new();
    for figure in figures(&masked) {
        let before = masked[..figure.span.start].to_lowercase();
        let after = masked[figure.span.end..].trim_start().to_lowercase();
        let is_bound = |words: &Words, ends: &[&str]| {
            words.ending(before.trim_end()).is_some() || ends.iter().any(|word| after.starts_with(word))
        };
        if is_bound(&AT_MOST, &["以下", "以内", "or less"]) {
            bounds.push(Bound { is_least: false, figure });
        } else if is_bound(&AT_LEAST, &["以上", "or more"]) {
            bounds.push(Bound { is_least: true, figure });
        } else {
            claims.push(figure);
        }
    }
    (claims, bounds)
}
