//! What is stored: points with a dense vector, a sparse vector and a payload.

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::lexicon::SparseVector;
use crate::store::error::StoreError;
use crate::store::fingerprint::Fingerprint;

/// One stored thing. A point without vectors is never returned by a query.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub id: Uuid,
    /// Only the fields that were asked for.
    pub payload: Map<String, Value>,
}

/// Some records in ascending order of id, and where to go on; `next` is `None` on the last page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    pub records: Vec<Record>,
    pub next: Option<Uuid>,
}

/// Is `dense` finite and `width` numbers wide?
pub(super) fn check_dense(
    id: Option<Uuid>,
    dense: &[f32],
    width: usize,
) -> Result<(), StoreError> {
    if dense.len() != width {
        return Err(StoreError::Width {
            found: dense.len(),
            wanted: width,
        });
    }
    match not_finite(dense) {
        Some(reason) => Err(StoreError::InvalidVector { id, reason }),
        None => Ok(()),
    }
}

fn not_finite(values: &[f32]) -> Option<String> {
    values
        .iter()
        .position(|value| !value.is_finite())
        .map(|at| format!("its value {at} is {}", values[at]))
}

#[cfg(test)]
mod tests {
    use serde_json::Map;
    use uuid::Uuid;

    use super::{Point, SparseVector};
    use crate::store::error::StoreError;
    use crate::store::fingerprint::Fingerprint;

    #[test]
    fn weights_are_sorted_and_added_up() {
        let vector = SparseVector::from_weights([(9, 1.0), (2, 0.5), (9, 0.25)]).expect("finite");
        assert_eq!(vector.indices(), [2, 9]);
        assert_eq!(vector.values(), [0.5, 1.25]);
        assert!(SparseVector::from_weights([]).expect("empty").is_empty());
    }

    #[test]
    fn a_sparse_vector_cannot_be_wrong() {
        for (indices, values) in [
            (vec![1, 1], vec![1.0, 1.0]),
            (vec![2, 1], vec![1.0, 1.0]),
            (vec![1], vec![]),
            (vec![1], vec![f32::NAN]),
        ] {
            assert!(matches!(
                SparseVector::new(indices, values),
                Err(StoreError::InvalidVector { .. })
            ));
        }
    }

    #[test]
    fn a_dense_vector_must_fit_the_index() {
        let point = |dense| Point {
            id: Uuid::nil(),
            dense: Some(dense),
            sparse: None,
            payload: Map::new(),
        };
        let two_wide = Fingerprint::new("test", 2, "test");
        assert!(point(vec![0.1, 0.2]).check(&two_wide).is_ok());
        assert!(matches!(
            point(vec![0.1]).check(&two_wide),
            Err(StoreError::Width { found: 1, wanted: 2 })
        ));
        assert!(matches!(
            point(vec![0.1, f32::INFINITY]).check(&two_wide),
            Err(StoreError::InvalidVector { .. })
        ));
        assert!(matches!(
            point(vec![0.1]).check(&Fingerprint::sparse_only("test")),
            Err(StoreError::Width { wanted: 0, .. })
        ));
    }
}
