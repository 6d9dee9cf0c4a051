//! The two learned models: logistic regressions over plain features, small enough to print.
//!
//! Source: Cox, The regression analysis of binary sequences (1958); fitted by `scripts/train.py`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::evidence::EVIDENCE;
use super::features::FEATURES;
use crate::lexicon::{Glossary, SEGMENTER_VERSION};

#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("the models cannot be read")]
    Json(#[from] serde_json::Error),
    #[error("the {model} model was made for other features: `{found}` where `{wanted}` is; run `make train`")]
    Features { model: &'static str, found: String, wanted: String },
}

/// Weights of one feature: (value − mean) / scale × weight.
#[derive(Debug, Clone, Deserialize)]
struct Weight {
    name: String,
    mean: f32,
    scale: f32,
    weight: f32,
}

/// What lies farther from the mean than anything that was learned from counts as so far, in standard deviations.
const FARTHEST: f32 = 4.0;

/// A logistic regression.
#[derive(Debug, Clone, Deserialize)]
struct Logistic {
    bias: f32,
    weights: Vec<Weight>,
}

impl Logistic {
    fn check(&self, model: &'static str, wanted: &[&str]) -> Result<(), ModelError> {
        let found = self.weights.iter().map(|weight| weight.name.as_str()).chain(std::iter::repeat("nothing"));
        let count = wanted.len().max(self.weights.len());
        let wanted = wanted.iter().copied().chain(std::iter::repeat("nothing"));
        match found.zip(wanted).take(count).find(|(found, wanted)| found != wanted) {
            None => Ok(()),
            Some((found, wanted)) => {
                Err(ModelError::Features { model, found: found.to_string(), wanted: wanted.to_string() })
            }
        }
    }

    /// What each feature adds to the logarithm of the odds. What is no number is not known, and counts as the mean.
    fn terms(&self, values: &[f32]) -> impl Iterator<Item = f32> {
        self.weights.iter().zip(values).map(|(weight, value)| match value.is_finite() {
            true => ((value - weight.mean) / weight.scale).clamp(-FARTHEST, FARTHEST) * weight.weight,
            false => 0.0,
        })
    }

    /// The logarithm of the odds.
    fn odds(&self, values: &[f32]) -> f32 {
        self.bias + self.terms(values).sum::<f32>()
    }
}

/// The only numbers that decide what is answered; chosen with the weights, on corpora left out (docs/quality.md).
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Cuts {
    /// From this probability of the verdict on, what a strategy says is said to be the answer.
    pub strategy: f32,
    /// The same for statements.
    pub answered: f32,
    /// Below this one nothing bears on the question.
    pub not_found: f32,
    /// A statement at least so likely, as a share of the likeliest one, is worth showing in an answer.
    pub statement: f32,
}

/// Both models and their cuts.
#[derive(Debug, Clone, Deserialize)]
pub struct Models {
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
    pub fn read(text: &str) -> Result<Self, ModelError> {
        let models: Self = serde_json::from_str(text)?;
        models.statement.check("statement", &FEATURES)?;
        models.verdict.check("verdict", &EVIDENCE)?;
        Ok(models)
    }

    /// Probability that a statement answers.
    pub(super) fn of_statement(&self, features: &[f32]) -> f32 {
        probability(self.statement.odds(features))
    }

    /// Probability that what is shown answers.
    pub fn of_verdict(&self, evidence: &[f32]) -> f32 {
        probability(self.verdict.odds(evidence))
    }

    /// What decided a verdict: names of [`EVIDENCE`] and what each added to the logarithm of the odds, the greatest first.
    pub fn deciding(&self, evidence: &[f32]) -> Vec<(&'static str, f32)> {
        let terms = self.verdict.terms(evidence);
        let mut named: Vec<(&'static str, f32)> = EVIDENCE.into_iter().zip(terms).collect();
        named.sort_by(|(_, one), (_, other)| other.abs().total_cmp(&one.abs()));
        named
    }
}

/// To be raised whenever a feature of the same name is reckoned otherwise.
const FEATURE_VERSION: u32 = 2;

/// What statements are weighed with, besides the coefficients: how features are reckoned, how texts are cut into words, and the glossaries.
pub fn vocabulary() -> String {
    format!("{FEATURE_VERSION}/{SEGMENTER_VERSION}/{}", Glossary::fingerprint())
}

fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::{ModelError, Models, vocabulary};

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
        assert!(matches!(Models::read(&other), Err(ModelError::Features { model: "statement", .. })));
    }
}
