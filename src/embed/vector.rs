//! One vector of a text. Owns what every vector here promises (finite, unit length) and leaves where it came from to
//! the members of [`Embedder`](crate::embed::Embedder).

use thiserror::Error;

/// Vectors shorter than this carry no direction worth keeping: dividing by such a length amplifies rounding noise.
const SHORTEST_LENGTH: f64 = 1e-12;

/// The vector of one text: finite values, length one (L2), at least one value wide.
///
/// The dot product of two embeddings of one model is therefore their cosine.
#[derive(Debug, Clone, PartialEq)]
pub struct Embedding(Vec<f32>);

/// Why a list of numbers is not an embedding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotAVector {
    /// No values at all.
    #[error("the vector is empty")]
    Empty,
    /// A value is infinite or not a number.
    #[error("value {position} of the vector is not a finite number")]
    NotFinite {
        /// Position of the first such value, from 0.
        position: usize,
    },
    /// Every value is zero, so the vector has no direction.
    #[error("the vector is all zeros")]
    Zero,
}

impl Embedding {
    /// Scales `values` to length one.
    ///
    /// # Errors
    /// [`NotAVector`] for an empty list, a value that is not finite, or all zeros.
    pub fn normalised(mut values: Vec<f32>) -> Result<Self, NotAVector> {
        if values.is_empty() {
            return Err(NotAVector::Empty);
        }
        if let Some(position) = values.iter().position(|value| !value.is_finite()) {
            return Err(NotAVector::NotFinite { position });
        }
        // f64, because the squares of large f32 values overflow f32.
        let length = values.iter().map(|&value| f64::from(value) * f64::from(value)).sum::<f64>().sqrt();
        if length < SHORTEST_LENGTH {
            return Err(NotAVector::Zero);
        }
        for value in &mut values {
            *value = (f64::from(*value) / length) as f32;
        }
        Ok(Self(values))
    }

    /// The values, [`width`](Self::width) of them.
    pub fn as_slice(&self) -> &[f32] {
        &self.0
    }

    /// The values, given away.
    pub fn into_vec(self) -> Vec<f32> {
        self.0
    }

    /// How many values the vector has; never 0.
    pub fn width(&self) -> usize {
        self.0.len()
    }

    /// Cosine with `other`, −1 to 1; `None` when their widths differ, as vectors of two models cannot be compared.
    pub fn cosine(&self, other: &Self) -> Option<f32> {
        (self.width() == other.width()).then(|| {
            let pairs = self.0.iter().zip(&other.0);
            pairs.map(|(a, b)| a * b).sum::<f32>().clamp(-1.0, 1.0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Embedding, NotAVector};

    #[test]
    fn length_becomes_one_and_direction_stays() {
        let embedding = Embedding::normalised(vec![3.0, -4.0]).expect("a vector");
        assert_eq!(embedding.as_slice(), &[0.6, -0.8]);
        assert_eq!(embedding.width(), 2);
    }

    #[test]
    fn values_whose_squares_overflow_still_normalise() {
        let embedding = Embedding::normalised(vec![1e38, 0.0]).expect("a vector");
        assert_eq!(embedding.as_slice(), &[1.0, 0.0]);
    }

    #[test]
    fn what_has_no_direction_is_refused() {
        assert_eq!(Embedding::normalised(vec![]), Err(NotAVector::Empty));
        assert_eq!(Embedding::normalised(vec![0.0; 3]), Err(NotAVector::Zero));
        for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let refused = Embedding::normalised(vec![1.0, bad]);
            assert_eq!(refused, Err(NotAVector::NotFinite { position: 1 }));
        }
    }

    #[test]
    fn vectors_of_two_widths_have_no_cosine() {
        let narrow = Embedding::normalised(vec![1.0]).expect("a vector");
        let wide = Embedding::normalised(vec![1.0, 1.0]).expect("a vector");
        assert_eq!(narrow.cosine(&wide), None);
        assert_eq!(narrow.cosine(&narrow), Some(1.0));
    }
}
