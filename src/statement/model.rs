//! The learned models of statements and verdicts, and the cuts chosen with them; fitted by `scripts/train.py`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::adapter::QueryAdapter;
use super::evidence::EVIDENCE;
use super::features::{FEATURES, FIRST};
use crate::lexicon::{Glossary, SEGMENTER_VERSION};
use crate::logistic::{Logistic, LogisticError};

/// The only numbers that decide what is answered; chosen with the weights, on corpora left out (docs/quality.md).
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Cuts {
    /// From this probability of the verdict on, what statements say is said to be the answer.
    pub answered: f32,
    /// Below this one nothing bears on the question.
    pub not_found: f32,
    /// A statement at least so likely, as a share of the likeliest one, is worth showing in an answer.
    pub statement: f32,
}

/// The models and their cuts.
#[derive(Debug, Clone, Deserialize)]
pub struct Models {
    #[serde(default)]
    adapter: QueryAdapter,
    /// Of the features of a statement by itself.
    first: Logistic,
    /// Of these, and of what it shares with those that are likeliest by them.
    statement: Logistic,
    verdict: Logistic,
    pub cuts: Cuts,
}

impl Models {
    /// Those that this program was built with.
    pub fn built_in() -> &'static Self {
        static MODELS: LazyLock<Models> = LazyLock::new(|| {
            // A test reads them; without it every statement would weigh the same.
            Models::read(include_str!("model.json")).unwrap_or_else(|error| unreachable!("{error}"))
        });
        &MODELS
    }

    /// # Errors
    /// `Json` for what is no model; `Features` for one of other features.
    pub fn read(text: &str) -> Result<Self, LogisticError> {
        let models: Self = serde_json::from_str(text)?;
        models.adapter.check()?;
        models.first.check("first", &FEATURES[..FIRST])?;
        models.statement.check("statement", &FEATURES)?;
        models.verdict.check("verdict", &EVIDENCE)?;
        Ok(models)
    }

    /// What turns the vector of a question before anything is compared with it.
    pub fn adapter(&self) -> &QueryAdapter {
        &self.adapter
    }

    /// Probability that a statement answers, before it is held against the likeliest.
    pub(super) fn at_first_sight(&self, features: &[f32]) -> f32 {
        self.first.probability(features)
    }

    /// Probability that a statement answers.
    pub(super) fn of_statement(&self, features: &[f32]) -> f32 {
        self.statement.probability(features)
    }

    /// Probability that what is shown answers.
    pub fn of_verdict(&self, evidence: &[f32]) -> f32 {
        self.verdict.probability(evidence)
    }

    /// What decided a verdict: names of [`EVIDENCE`] and what each added to the logarithm of the odds, the greatest first.
    pub fn deciding(&self, evidence: &[f32]) -> Vec<(&'static str, f32)> {
        let terms = self.verdict.terms(evidence);
        let mut named: Vec<(&'static str, f32)> = EVIDENCE.into_iter().zip(terms).collect();
        // By what is shown of them: the last digits differ from one processor to another.
        #[expect(clippy::cast_possible_truncation, reason = "logarithms of odds in hundredths")]
        let shown = |term: f32| (term.abs() * 100.0).round() as i32;
        named.sort_by_key(|(_, term)| std::cmp::Reverse(shown(*term)));
        named
    }
}

/// To be raised whenever a feature of the same name is reckoned otherwise.
const FEATURE_VERSION: u32 = 5;

/// What statements are weighed with, besides the coefficients: how features are reckoned, how texts are cut into words, and the glossaries.
pub fn vocabulary() -> String {
    format!("{FEATURE_VERSION}/{SEGMENTER_VERSION}/{}", Glossary::fingerprint())
}

#[cfg(test)]
mod tests {
    use super::{LogisticError, Models, vocabulary};

    #[test]
    fn the_coefficients_fit_the_features() {
        Models::read(include_str!("model.json")).expect("models for these features");
    }

    #[test]
    fn the_coefficients_were_learned_with_these_words() {
        let model: serde_json::Value = serde_json::from_str(include_str!("model.json")).expect("JSON");
        assert_eq!(model["vocabulary"], vocabulary(), "scripts/train.sh learns them anew");
    }

    #[test]
    fn coefficients_of_other_features_are_refused() {
        let other = include_str!("model.json").replacen("\"words\"", "\"letters\"", 1);
        assert!(matches!(Models::read(&other), Err(LogisticError::Features { model: "first", .. })));
    }
}
