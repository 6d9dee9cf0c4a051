//! The query adapter: a low-rank linear map that turns the vector of a question towards the passages that answer it. Passages keep the
//! vectors that the embedding model gives them, so that nothing is embedded anew when it is learned again.
//!
//! Source: LlamaIndex's linear adapter for query embeddings (docs.llamaindex.ai, "Finetuning an Adapter on Top of any Embedding Model"), with
//! the rank of LoRA (Hu et al. 2021); fitted by `scripts/train.py`.

use serde::Deserialize;

use crate::logistic::LogisticError;

/// Numbers of the file are in thousandths.
const UNIT: f32 = 1e-3;

/// `q + Σ (q · from) to`, normalised, for vectors of one embedding model.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct QueryAdapter {
    /// [`crate::embed::Embedder::id`] of the model whose vectors it was learned from.
    embedder: String,
    directions: Vec<Direction>,
}

/// One rank of the map, in thousandths.
#[derive(Debug, Clone, Deserialize)]
struct Direction {
    from: Vec<i16>,
    to: Vec<i16>,
}

impl QueryAdapter {
    /// # Errors
    /// `Adapter` for directions of unlike widths.
    pub(super) fn check(&self) -> Result<(), LogisticError> {
        let widths = self.directions.iter().flat_map(|direction| [direction.from.len(), direction.to.len()]);
        let (least, most) = widths.fold((usize::MAX, 0), |(least, most), width| (least.min(width), most.max(width)));
        if self.directions.is_empty() || least == most { Ok(()) } else { Err(LogisticError::Adapter { least, most }) }
    }

    /// Turns a unit vector of a question; leaves as it is one of another model, or of another width.
    pub fn turned(&self, mut vector: Vec<f32>, embedder: &str) -> Vec<f32> {
        let is_of_it = embedder == self.embedder;
        let asked = vector.clone();
        for Direction { from, to } in self.directions.iter().filter(|one| is_of_it && one.from.len() == asked.len()) {
            let along = UNIT * asked.iter().zip(from).map(|(value, from)| value * f32::from(*from)).sum::<f32>();
            vector.iter_mut().zip(to).for_each(|(value, to)| *value += along * UNIT * f32::from(*to));
        }
        let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
        if length > 0.0 {
            vector.iter_mut().for_each(|value| *value /= length);
        }
        vector
    }
}

#[cfg(test)]
mod tests {
    use super::QueryAdapter;

    fn adapter(text: &str) -> QueryAdapter {
        serde_json::from_str(text).expect("an adapter")
    }

    #[test]
    fn a_question_is_turned_and_stays_of_length_one() {
        let adapter = adapter(r#"{"embedder": "a", "directions": [{"from": [1000, 0], "to": [0, 1000]}]}"#);
        let turned = adapter.turned(vec![1.0, 0.0], "a");
        let half = 0.5_f32.sqrt();
        assert!(turned.iter().all(|value| (value - half).abs() < 1e-6), "{turned:?}");
        assert_eq!(adapter.turned(vec![0.0, 1.0], "a"), [0.0, 1.0], "nothing of it lies along the direction");
    }

    #[test]
    fn vectors_of_another_model_or_width_stay_as_they_are() {
        let adapter = adapter(r#"{"embedder": "a", "directions": [{"from": [1000, 0], "to": [0, 1000]}]}"#);
        assert_eq!(adapter.turned(vec![1.0, 0.0], "b"), [1.0, 0.0]);
        assert_eq!(adapter.turned(vec![0.0, 1.0, 0.0], "a"), [0.0, 1.0, 0.0]);
        assert_eq!(QueryAdapter::default().turned(vec![0.0, 1.0], "a"), [0.0, 1.0]);
    }

    #[test]
    fn directions_of_unlike_widths_are_refused() {
        let adapter = adapter(r#"{"embedder": "a", "directions": [{"from": [1, 0], "to": [0]}]}"#);
        assert_eq!(
            adapter.check().expect_err("unlike").to_string(),
            "the query adapter has vectors of 1 and of 2 values; run `make train`"
        );
    }
}
