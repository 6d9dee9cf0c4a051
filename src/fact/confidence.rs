//! How likely a fact is right as it was read: a probability for each, by features of its form, learned from rows that people judged
//! (`tests/labels/judged_*.jsonl`, `scripts/train_facts.py`). Below [`LIKELY`] the ledgers show a fact only where everything is asked for.

mod incident;
mod metric;
mod milestone;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub use incident::INCIDENT_FEATURES;
pub(super) use incident::{confidence as incident_confidence, features as incident_features};
pub use metric::METRIC_FEATURES;
pub(super) use metric::{features as features_of_metric, weigh as weigh_metrics};
pub use milestone::MILESTONE_FEATURES;
pub(super) use milestone::{features as features_of_milestone, weigh as weigh_milestones};

use crate::logistic::{Logistic, LogisticError};
use crate::report::{Report, Span};

/// The probability that a fact is right as it was read, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confidence(u8);

impl Confidence {
    /// That of what is taken as given.
    pub const SURE: Self = Self(100);

    /// That of what is not known yet.
    pub const NONE: Self = Self(0);

    pub(super) fn of(probability: f32) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
        Self((probability.clamp(0.0, 1.0) * 100.0).round() as u8)
    }

    #[cfg(test)]
    pub fn of_percent(percent: u8) -> Self {
        Self(percent)
    }

    /// That one of two readings is right.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let wrong = |confidence: Self| 1.0 - f32::from(confidence.0) / 100.0;
        Self::of(1.0 - wrong(self) * wrong(other))
    }

    #[must_use]
    pub fn percent(self) -> u8 {
        self.0
    }

    /// Whether a metric that was read with it is shown by default.
    #[must_use]
    pub fn is_of_a_likely_metric(self) -> bool {
        self.0 >= Models::built_in().cuts.metric
    }

    /// Whether what was read with it as an account of an incident is taken for one.
    #[must_use]
    pub fn is_of_a_likely_incident(self) -> bool {
        self.0 >= Models::built_in().cuts.incident
    }
}

impl Default for Confidence {
    fn default() -> Self {
        Self::SURE
    }
}

/// The models and their cuts, in percent.
#[derive(Debug, Deserialize)]
struct Models {
    milestone: Logistic,
    metric: Logistic,
    incident: Logistic,
    cuts: Cuts,
}

/// From which confidence on a fact is shown by default, in percent; chosen on sets left out (docs/quality.md).
#[derive(Debug, Clone, Copy, Deserialize)]
struct Cuts {
    milestone: u8,
    metric: u8,
    incident: u8,
}

impl Models {
    fn built_in() -> &'static Self {
        static MODELS: LazyLock<Models> = LazyLock::new(|| {
            // A test reads them; without them no fact could be weighed.
            Models::read(include_str!("confidence/model.json")).unwrap_or_else(|error| unreachable!("{error}"))
        });
        &MODELS
    }

    fn read(text: &str) -> Result<Self, LogisticError> {
        let models: Self = serde_json::from_str(text)?;
        models.milestone.check("milestone", &MILESTONE_FEATURES)?;
        models.metric.check("metric", &METRIC_FEATURES)?;
        models.incident.check("incident", INCIDENT_FEATURES)?;
        Ok(models)
    }
}

impl super::Milestone {
    /// Whether it is shown by default.
    #[must_use]
    pub fn is_likely(&self) -> bool {
        self.confidence.0 >= Models::built_in().cuts.milestone
    }
}

impl super::Milestone {
    /// Whether it is shown where nothing surer is: half as likely as what is shown by default, at least.
    #[must_use]
    pub fn is_worth_a_look(&self) -> bool {
        2 * self.confidence.0 >= Models::built_in().cuts.milestone
    }
}

impl super::Metric {
    /// Whether it is shown by default.
    #[must_use]
    pub fn is_likely(&self) -> bool {
        self.corrects.is_some() || self.confidence.is_of_a_likely_metric()
    }
}

/// 1 for what holds.
fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

/// The logarithm of a count, which grows by one from nothing to some two, from two to six.
fn log(count: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "counts of characters in a line")]
    (count as f32).ln_1p()
}

/// A count up to `most` as a number.
fn count(count: usize, most: u8) -> f32 {
    f32::from(u8::try_from(count).unwrap_or(most).min(most))
}

/// The line of `span` in `source`, from its first to its last character.
fn line_around(source: &str, span: &Span) -> Span {
    let from = source[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let to = source[span.end..].find('\n').map_or(source.len(), |at| span.end + at);
    from..to
}

/// How a report is written. The same for all its facts: it is worked out once, for it reads the whole page.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// The share of its lines that are items.
    items: f32,
    /// The share of these that open with a name and a colon.
    named: f32,
}

impl Style {
    pub(super) fn of(report: &Report) -> Self {
        const NAME_CHARS: usize = 24;
        let lines = || {
            let lines = report.source.lines().map(str::trim_start);
            lines.filter(|line| !line.is_empty() && !line.starts_with(['#', '|']))
        };
        let is_item =
            |line: &&str| line.starts_with(['-', '*', '+', '【']) || line.starts_with(|c: char| c.is_ascii_digit());
        let is_named = |line: &&str| line.chars().take(NAME_CHARS).any(|c| matches!(c, '：' | ':'));
        let items = lines().filter(is_item).count();
        let named = lines().filter(is_item).filter(is_named).count();
        #[expect(clippy::cast_precision_loss, reason = "counts of lines")]
        let share = |part: usize, whole: usize| part as f32 / whole.max(1) as f32;
        Self { items: share(items, lines().count()), named: share(named, items) }
    }
}

/// How far into the report `at` is, from 0 to 1.
fn depth(source: &str, at: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a share of a page")]
    (at as f32 / source.len().max(1) as f32)
}

#[cfg(test)]
mod tests {
    use super::{Confidence, Models};

    #[test]
    fn the_coefficients_fit_the_features() {
        Models::read(include_str!("confidence/model.json")).expect("models for these features");
    }

    #[test]
    fn a_confidence_is_a_percentage() {
        assert_eq!(Confidence::of(0.876).percent(), 88);
        assert_eq!(Confidence::of(7.0), Confidence::SURE);
    }
}
