//! Logistic regressions over plain features, small enough to print: what is learned stands in JSON beside the features that it was learned from.
//!
//! Source: Cox, The regression analysis of binary sequences (1958); fitted by `scripts/train.py` and `scripts/train_facts.py`.

use serde::Deserialize;

#[derive(Debug, thiserror::Error)]
pub enum LogisticError {
    #[error("the models cannot be read")]
    Json(#[from] serde_json::Error),
    #[error("the {model} model was made for other features: `{found}` where `{wanted}` is; run `make train`")]
    Features { model: &'static str, found: String, wanted: String },
    #[error("the query adapter has vectors of {least} and of {most} values; run `make train`")]
    Adapter { least: usize, most: usize },
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
pub struct Logistic {
    bias: f32,
    weights: Vec<Weight>,
}

impl Logistic {
    /// # Errors
    /// `Features` where the weights are not those of the features `wanted`, in their order; `model` names it in the message.
    pub fn check(&self, model: &'static str, wanted: &[&str]) -> Result<(), LogisticError> {
        let found = self.weights.iter().map(|weight| weight.name.as_str()).chain(std::iter::repeat("nothing"));
        let count = wanted.len().max(self.weights.len());
        let wanted = wanted.iter().copied().chain(std::iter::repeat("nothing"));
        match found.zip(wanted).take(count).find(|(found, wanted)| found != wanted) {
            None => Ok(()),
            Some((found, wanted)) => {
                Err(LogisticError::Features { model, found: found.to_string(), wanted: wanted.to_string() })
            }
        }
    }

    /// What each feature adds to the logarithm of the odds. What is no number is not known, and counts as the mean.
    pub fn terms(&self, values: &[f32]) -> impl Iterator<Item = f32> {
        self.weights.iter().zip(values).map(|(weight, value)| match value.is_finite() {
            true => ((value - weight.mean) / weight.scale).clamp(-FARTHEST, FARTHEST) * weight.weight,
            false => 0.0,
        })
    }

    /// The probability that the features speak for, from 0 to 1.
    #[must_use]
    pub fn probability(&self, values: &[f32]) -> f32 {
        let odds = self.bias + self.terms(values).sum::<f32>();
        1.0 / (1.0 + (-odds).exp())
    }
}
