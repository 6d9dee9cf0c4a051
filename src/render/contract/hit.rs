//! Hits of a search.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::feedback::StandingCorrection;
use crate::correction::FoundCorrection;
use crate::json::LineRange;
use crate::retrieve::Found;
use crate::store::Leg;

/// The JSON contract of `search`: the reports' hits, then the corrections that bear on the question.
pub fn hits_json(found: &[Found], corrections: &[FoundCorrection]) -> Value {
    let passages = found.iter().map(FoundText::from);
    let all = passages.chain(corrections.iter().map(FoundText::from));
    json!(all.enumerate().map(|(at, found)| Hit { rank: at + 1, found }).collect::<Vec<_>>())
}

/// A passage that was found, or a correction that bears on the question.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Hit<'a> {
    /// From 1.
    rank: usize,
    #[serde(flatten)]
    found: FoundText<'a>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum FoundText<'a> {
    /// Of a report.
    Passage {
        score: f32,
        report: &'a str,
        /// `YYYY-MM-DD`; empty for a page without a date.
        date: String,
        /// Headings, the outermost first.
        section: &'a [String],
        /// Of the page, in what was read.
        path: &'a str,
        lines: LineRange,
        text: &'a str,
        legs: HitLegs,
    },
    /// By a person; it stands behind the passages.
    Correction { score: f32, text: &'a str, correction: StandingCorrection<'a> },
}

/// Where words and meaning put it; null where they did not find it.
#[derive(Debug, Serialize, JsonSchema)]
struct HitLegs {
    sparse: Option<HitLeg>,
    dense: Option<HitLeg>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct HitLeg {
    /// From 1.
    rank: usize,
    score: f32,
}

impl<'a> From<&'a Found> for FoundText<'a> {
    fn from(found: &'a Found) -> Self {
        let (hit, passage) = (&found.hit, &found.passage);
        let leg = |leg: Option<Leg>| leg.map(|Leg { rank, score }| HitLeg { rank, score });
        Self::Passage {
            score: hit.score,
            report: &passage.name,
            date: passage.date().map(|date| date.to_string()).unwrap_or_default(),
            section: &passage.section,
            path: &passage.path,
            lines: LineRange(passage.lines()),
            text: &passage.text,
            legs: HitLegs { sparse: leg(hit.sparse), dense: leg(hit.dense) },
        }
    }
}

impl<'a> From<&'a FoundCorrection> for FoundText<'a> {
    fn from(found: &'a FoundCorrection) -> Self {
        let correction = StandingCorrection::from(found);
        Self::Correction { score: found.score, text: &found.correction.text, correction }
    }
}
