//! Figures by name, and floors below which they must not fall.

use std::str::FromStr;

use super::tally::Tally;

/// A figure by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    Accuracy,
    Citations,
    CitationPrecision,
    CitationRecall,
    Refusals,
    RefusalPrecision,
    Answered,
    RecallAt1,
    RecallAt5,
    RecallAt10,
    MrrAt10,
    Helped,
    ClaimedRight,
    Claimed,
    NotFound,
    Lost,
}

impl Figure {
    pub const ALL: [Self; 16] = [
        Self::Accuracy,
        Self::Citations,
        Self::CitationPrecision,
        Self::CitationRecall,
        Self::Refusals,
        Self::RefusalPrecision,
        Self::Answered,
        Self::RecallAt1,
        Self::RecallAt5,
        Self::RecallAt10,
        Self::MrrAt10,
        Self::Helped,
        Self::ClaimedRight,
        Self::Claimed,
        Self::NotFound,
        Self::Lost,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::Citations => "citations",
            Self::CitationPrecision => "citation-precision",
            Self::CitationRecall => "citation-recall",
            Self::Refusals => "refusals",
            Self::RefusalPrecision => "refusal-precision",
            Self::Answered => "answered",
            Self::RecallAt1 => "recall@1",
            Self::RecallAt5 => "recall@5",
            Self::RecallAt10 => "recall@10",
            Self::MrrAt10 => "mrr@10",
            Self::Helped => "helped",
            Self::ClaimedRight => "claimed-right",
            Self::Claimed => "claimed",
            Self::NotFound => "not-found",
            Self::Lost => "lost",
        }
    }

    /// Whether more of it is better, so that it can have a floor.
    pub fn is_better_higher(self) -> bool {
        !matches!(self, Self::Claimed | Self::Lost)
    }

    /// Whether searching alone measures it.
    pub fn is_of_retrieval(self) -> bool {
        matches!(self, Self::RecallAt1 | Self::RecallAt5 | Self::RecallAt10 | Self::MrrAt10)
    }

    /// 0 to 1; `None` when no question measures it. Figures of retrieval are those of both legs together.
    pub fn of(self, tally: &Tally) -> Option<f64> {
        match self {
            Self::Accuracy => tally.accuracy.value(),
            Self::Citations => tally.citations.value(),
            Self::CitationPrecision => tally.citation_precision.value(),
            Self::CitationRecall => tally.citation_recall.value(),
            Self::Refusals => tally.refusals.value(),
            Self::RefusalPrecision => tally.refusal_precision.value(),
            Self::Answered => tally.answered.value(),
            Self::RecallAt1 => tally.fused.recall_at_1.value(),
            Self::RecallAt5 => tally.fused.recall_at_5.value(),
            Self::RecallAt10 => tally.fused.recall_at_10.value(),
            Self::MrrAt10 => tally.fused.mrr_at_10(),
            Self::Helped => tally.helped.value(),
            Self::ClaimedRight => tally.claimed_right.value(),
            Self::Claimed => tally.claimed.value(),
            Self::NotFound => tally.not_found.value(),
            Self::Lost => tally.lost.value(),
        }
    }
}

/// The least that a figure may be: `accuracy=0.92`, `citations=95%`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Floor {
    pub figure: Figure,
    /// 0 to 1.
    pub least: f64,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FloorError {
    #[error("not of the form accuracy=0.92")]
    Form,
    #[error("no figure is called `{found}`; there are {}", with_floors().map(Figure::name).collect::<Vec<_>>().join(", "))]
    Name { found: String },
    #[error("`{found}` is not a share from 0 to 1, or 0% to 100%")]
    Share { found: String },
}

fn with_floors() -> impl Iterator<Item = Figure> {
    Figure::ALL.into_iter().filter(|figure| figure.is_better_higher())
}

impl FromStr for Floor {
    type Err = FloorError;

    fn from_str(text: &str) -> Result<Self, FloorError> {
        let (name, share) = text.split_once('=').ok_or(FloorError::Form)?;
        let (name, share) = (name.trim(), share.trim());
        let figure = with_floors().find(|figure| figure.name().eq_ignore_ascii_case(name));
        let figure = figure.ok_or_else(|| FloorError::Name { found: name.to_string() })?;
        let (digits, scale) = share.strip_suffix('%').map_or((share, 1.0), |digits| (digits.trim_end(), 100.0));
        let least = digits.parse::<f64>().ok().map(|least| least / scale).filter(|least| (0.0..=1.0).contains(least));
        Ok(Self { figure, least: least.ok_or_else(|| FloorError::Share { found: share.to_string() })? })
    }
}

/// Below this a difference is one of floating point.
const ROUNDING: f64 = 1e-9;

impl Floor {
    /// Whether the figure is at least this; one that was not measured is not.
    pub fn holds(self, tally: &Tally) -> bool {
        self.figure.of(tally).is_some_and(|value| value + ROUNDING >= self.least)
    }
}

#[cfg(test)]
mod tests {
    use super::{Figure, Floor, FloorError};
    use crate::evaluate::tally::{Share, Tally};

    #[test]
    fn a_floor_is_a_figure_and_a_share() {
        let floor = |text: &str| text.parse::<Floor>().map(|floor| (floor.figure, floor.least));
        assert_eq!(floor("accuracy=0.92"), Ok((Figure::Accuracy, 0.92)));
        assert_eq!(floor("Recall@5 = 95 %"), Ok((Figure::RecallAt5, 0.95)));
        assert_eq!(floor("accuracy"), Err(FloorError::Form));
        assert_eq!(floor("lost=1"), Err(FloorError::Name { found: "lost".to_string() }), "less of it is better");
        assert_eq!(floor("beauty=1"), Err(FloorError::Name { found: "beauty".to_string() }));
        for share in ["92", "-0.1", "NaN", "inf", "", "%", "101%"] {
            assert_eq!(floor(&format!("citations={share}")), Err(FloorError::Share { found: share.to_string() }));
        }
    }

    #[test]
    fn a_figure_at_its_floor_holds_and_an_unmeasured_one_does_not() {
        let tally = Tally { accuracy: Share { part: 37, whole: 40 }, ..Tally::default() };
        let holds = |text: &str| text.parse::<Floor>().expect("a floor").holds(&tally);
        assert!(holds("accuracy=0.925") && holds("accuracy=92.5%"));
        assert!(!holds("accuracy=0.926"));
        assert!(!holds("citations=0"));
    }
}
