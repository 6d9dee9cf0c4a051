//! What an index was built with, and who may read or write it.
//!
//! Vectors of two embedders, or words of two segmenters, in one collection give scores that mean nothing and no error
//! ever; so the index carries its fingerprint and every run compares.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::store::error::StoreError;
use crate::store::quantization::Quantization;

/// Version of what payloads look like; raise it when an old index would be misread.
pub(super) const SCHEMA: u32 = 1;

/// The makers of an index's contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// Version of the payload's shape.
    pub schema: u32,
    /// Identity of the embedding model; [`Fingerprint::NO_EMBEDDER`] for an index of sparse vectors alone.
    pub embedder: String,
    /// Numbers per dense vector; 0 without an embedder.
    pub width: usize,
    /// Identity and version of the word segmenter.
    pub segmenter: String,
    /// How its dense vectors are kept small; decided when it is made, and nobody else's business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantization: Option<Quantization>,
}

impl Fingerprint {
    /// The embedder of an index that has no dense vectors.
    pub const NO_EMBEDDER: &str = "none";

    /// The fingerprint of an index that this program writes.
    pub fn new(embedder: &str, width: usize, segmenter: &str) -> Self {
        Self {
            schema: SCHEMA,
            embedder: embedder.to_owned(),
            width,
            segmenter: segmenter.to_owned(),
            quantization: None,
        }
    }

    /// The fingerprint of an index without dense vectors.
    pub fn sparse_only(segmenter: &str) -> Self {
        Self::new(Self::NO_EMBEDDER, 0, segmenter)
    }

    /// The same for an index whose dense vectors are kept small.
    #[must_use]
    pub fn quantized(self, quantization: Option<Quantization>) -> Self {
        Self { quantization, ..self }
    }

    pub fn has_dense(&self) -> bool {
        self.embedder != Self::NO_EMBEDDER
    }

    /// May a run with `mine` write into the index of `self`? Only when both are equal, but for how its vectors are
    /// kept: that is as it was made.
    ///
    /// # Errors
    /// `SchemaVersion` or `FingerprintMismatch`.
    pub fn check_write(&self, mine: &Self) -> Result<(), StoreError> {
        self.check_schema(mine.schema)?;
        self.matches(*self == mine.clone().quantized(self.quantization), mine)
    }

    /// May a run with `mine` ask the index of `self`? When either has no embedder the sparse leg answers alone.
    ///
    /// # Errors
    /// `SchemaVersion` or `FingerprintMismatch`.
    pub fn check_read(&self, mine: &Self) -> Result<(), StoreError> {
        self.check_schema(mine.schema)?;
        let same_dense = self.embedder == mine.embedder && self.width == mine.width;
        let one_has_none = !self.has_dense() || !mine.has_dense();
        self.matches(self.segmenter == mine.segmenter && (same_dense || one_has_none), mine)
    }

    /// # Errors
    /// `SchemaVersion` when the index is of another schema than `wanted`.
    pub(super) fn check_schema(&self, wanted: u32) -> Result<(), StoreError> {
        if self.schema == wanted {
            return Ok(());
        }
        Err(StoreError::SchemaVersion { found: self.schema, wanted })
    }

    fn matches(&self, fits: bool, mine: &Self) -> Result<(), StoreError> {
        if fits {
            return Ok(());
        }
        Err(StoreError::FingerprintMismatch { found: Box::new(self.clone()), wanted: Box::new(mine.clone()) })
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.has_dense() {
            write!(f, "embedder {} ({} wide)", self.embedder, self.width)?;
        } else {
            f.write_str("no embedder")?;
        }
        write!(f, " and segmenter {}", self.segmenter)
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;
    use crate::store::error::StoreError;
    use crate::store::quantization::Quantization;

    fn bge() -> Fingerprint {
        Fingerprint::new("bge-small-zh-v1.5-q", 512, "jieba-1")
    }

    #[test]
    fn writing_wants_the_same_fingerprint() {
        assert!(bge().check_write(&bge()).is_ok());
        // An index stays as it was made, whatever the configuration says by now.
        let small = bge().quantized(Some(Quantization::Scalar));
        assert!(bge().check_write(&small).is_ok() && small.check_write(&bge()).is_ok());
        for other in [
            Fingerprint::sparse_only("jieba-1"),
            Fingerprint::new("bge-small-zh-v1.5-q", 768, "jieba-1"),
            Fingerprint::new("bge-small-zh-v1.5-q", 512, "jieba-2"),
        ] {
            assert!(matches!(bge().check_write(&other), Err(StoreError::FingerprintMismatch { .. })));
        }
    }

    #[test]
    fn reading_needs_no_embedder_on_either_side() {
        let sparse = Fingerprint::sparse_only("jieba-1");
        assert!(bge().check_read(&bge()).is_ok());
        assert!(bge().check_read(&sparse).is_ok());
        assert!(sparse.check_read(&bge()).is_ok());
    }

    #[test]
    fn reading_refuses_another_embedder_and_another_segmenter() {
        for other in [Fingerprint::new("bge-base-zh-v1.5", 768, "jieba-1"), Fingerprint::sparse_only("jieba-2")] {
            let error = bge().check_read(&other).expect_err("must refuse");
            assert!(error.hint().expect("a hint").contains("--rebuild"));
        }
    }

    #[test]
    fn another_schema_is_named_before_anything_else() {
        let mut old = bge();
        old.schema = 99;
        assert!(matches!(old.check_read(&bge()), Err(StoreError::SchemaVersion { found: 99, .. })));
    }

    #[test]
    fn the_mismatch_says_both_sides() {
        let error = bge().check_write(&Fingerprint::sparse_only("jieba-1")).expect_err("must refuse");
        assert_eq!(
            error.to_string(),
            "the index was built with embedder bge-small-zh-v1.5-q (512 wide) and segmenter jieba-1, \
             this run would use no embedder and segmenter jieba-1"
        );
    }
}
