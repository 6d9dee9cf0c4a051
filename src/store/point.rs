//! What is stored: points with a dense vector, a sparse vector and a payload.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::lexicon::SparseVector;
use crate::store::error::StoreError;
use crate::store::fingerprint::Fingerprint;

/// One stored thing. A point without vectors is never returned by a query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub id: Uuid,
    /// As wide as the index's fingerprint says.
    pub dense: Option<Vec<f32>>,
    pub sparse: Option<SparseVector>,
    pub payload: Map<String, Value>,
}

impl Point {
    /// # Errors
    /// `Width` when the dense vector does not fit the index; `InvalidVector` when it holds NaN or infinity, which the
    /// engine would take and rank by.
    pub(super) fn check(&self, fingerprint: &Fingerprint) -> Result<(), StoreError> {
        match &self.dense {
            Some(dense) => check_dense(Some(self.id), dense, fingerprint.width),
            None => Ok(()),
        }
    }
}

/// A stored point without its vectors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub id: Uuid,
    /// Only the fields that were asked for.
    pub payload: Map<String, Value>,
}

/// Some records in ascending order of id, and where to go on; `next` is `None` on the last page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordPage {
    pub records: Vec<Record>,
    pub next: Option<Uuid>,
}

/// Is `dense` finite and `width` numbers wide?
pub(super) fn check_dense(id: Option<Uuid>, dense: &[f32], width: usize) -> Result<(), StoreError> {
    if dense.len() != width {
        return Err(StoreError::Width { found: dense.len(), wanted: width });
    }
    match not_finite(dense) {
        Some(reason) => Err(StoreError::InvalidVector { id, reason }),
        None => Ok(()),
    }
}

fn not_finite(values: &[f32]) -> Option<String> {
    values.iter().position(|value| !value.is_finite()).map(|at| format!("its value {at} is {}", values[at]))
}

#[cfg(test)]
mod tests {
    use super::check_dense;
    use crate::store::error::StoreError;

    #[test]
    fn a_dense_vector_of_another_width_is_refused() {
        assert!(matches!(check_dense(None, &[1.0, 2.0], 3), Err(StoreError::Width { found: 2, wanted: 3 })));
    }

    #[test]
    fn a_dense_vector_must_be_finite() {
        assert!(check_dense(None, &[1.0, 0.0], 2).is_ok());
        for value in [f32::NAN, f32::INFINITY] {
            assert!(matches!(check_dense(None, &[1.0, value], 2), Err(StoreError::InvalidVector { .. })));
        }
    }
}
