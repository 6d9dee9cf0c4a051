//! Dense vectors kept small a second time, to be searched in less memory: candidates are found among the small ones, and scored with
//! the whole ones, so that scores are what they would be without.

use serde::{Deserialize, Serialize};

/// How the dense vectors of an index are kept beside themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantization {
    /// A byte a number: a quarter of the size.
    Scalar,
    /// A bit a number: a thirty-second.
    Binary,
}

/// Part of the numbers that a byte covers; what lies beyond is cut to its ends.
///
/// Source: Qdrant's guide to quantization, which recommends 0.99.
pub(super) const QUANTILE: f32 = 0.99;

impl Quantization {
    /// How many candidates are scored with their whole vectors, for each that is wanted.
    ///
    /// Source: measured (docs/scale.md).
    pub(super) fn oversampling(self) -> f64 {
        match self {
            Self::Scalar => 2.0,
            Self::Binary => 4.0,
        }
    }
}
