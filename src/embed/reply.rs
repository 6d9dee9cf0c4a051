//! Reading an embeddings reply. Pure: believes nothing, checks count, order, width and values, and leaves sending and
//! retrying to [`Remote`](crate::embed::Remote).

use serde::Deserialize;

use crate::embed::error::BadReply;
use crate::embed::vector::{Embedding, NotAVector};

/// A server's reply, as loosely as servers write it: `usage` and `index` may be missing, values may be null.
#[derive(Debug, Deserialize)]
pub(crate) struct Reply {
    data: Vec<EmbeddingItem>,
    #[serde(default)]
    usage: Option<Usage>,
}

#[derive(Debug, Deserialize)]
struct EmbeddingItem {
    #[serde(default)]
    index: Option<usize>,
    embedding: Vec<Option<f32>>,
}

#[derive(Debug, Deserialize)]
struct Usage {
    #[serde(default)]
    total_tokens: usize,
}

impl Reply {
    /// Tokens the server says it used; 0 if it does not say.
    pub fn tokens(&self) -> usize {
        self.usage.as_ref().map_or(0, |usage| usage.total_tokens)
    }

    /// The vectors of `wanted` texts in the order of the texts, whatever the order of the reply. Where no vector has an
    /// index, the order of the reply counts.
    ///
    /// # Errors
    /// `Count`, `Indexes`, `Vector`. Widths are not compared.
    pub fn into_embeddings(self, wanted: usize) -> Result<Vec<Embedding>, BadReply> {
        let found = self.data.len();
        if found != wanted {
            return Err(BadReply::Count { found, wanted });
        }
        let indexed = self.data.iter().any(|item| item.index.is_some());
        let mut places: Vec<Option<Embedding>> = vec![None; wanted];
        let wrong_indexes = BadReply::Indexes { last: wanted.saturating_sub(1) };
        for (position, item) in self.data.into_iter().enumerate() {
            let index = if indexed { item.index } else { Some(position) };
            let place = index.and_then(|index| places.get_mut(index).map(|place| (index, place)));
            let Some((index, place @ None)) = place else {
                return Err(wrong_indexes);
            };
            let embedding = item.embedding.iter().map(|value| value.unwrap_or(f32::NAN)).collect();
            let checked = Embedding::normalised(embedding);
            *place = Some(checked.map_err(|problem: NotAVector| BadReply::Vector { index, problem })?);
        }
        places.into_iter().collect::<Option<Vec<_>>>().ok_or(wrong_indexes)
    }
}

#[cfg(test)]
mod tests {
    use super::Reply;
    use crate::embed::error::BadReply;
    use crate::embed::vector::NotAVector;

    fn read(json: &str, wanted: usize) -> Result<Vec<Vec<f32>>, BadReply> {
        let reply: Reply = serde_json::from_str(json).expect("a reply");
        let embeddings = reply.into_embeddings(wanted)?;
        Ok(embeddings.into_iter().map(|embedding| embedding.into_vec()).collect())
    }

    #[test]
    fn indexes_decide_the_order() {
        let json = r#"{"data":[{"index":1,"embedding":[0,2]},{"index":0,"embedding":[3,0]}]}"#;
        assert_eq!(read(json, 2), Ok(vec![vec![1.0, 0.0], vec![0.0, 1.0]]));
    }

    #[test]
    fn without_indexes_the_reply_order_counts() {
        let json = r#"{"data":[{"embedding":[0,2]},{"embedding":[3,0]}]}"#;
        assert_eq!(read(json, 2), Ok(vec![vec![0.0, 1.0], vec![1.0, 0.0]]));
    }

    #[test]
    fn an_index_twice_missing_or_out_of_range_is_refused() {
        for (first, second) in [("0", "0"), ("0", "2"), ("null", "1")] {
            let json =
                format!(r#"{{"data":[{{"index":{first},"embedding":[1]}},{{"index":{second},"embedding":[1]}}]}}"#);
            assert_eq!(read(&json, 2), Err(BadReply::Indexes { last: 1 }), "{first} {second}");
        }
    }

    #[test]
    fn values_that_are_no_numbers_are_refused() {
        for (values, problem) in [
            ("[1,null]", NotAVector::NotFinite { position: 1 }),
            ("[1e39]", NotAVector::NotFinite { position: 0 }),
            ("[0,0]", NotAVector::Zero),
            ("[]", NotAVector::Empty),
        ] {
            let json = format!(r#"{{"data":[{{"index":0,"embedding":{values}}}]}}"#);
            assert_eq!(read(&json, 1), Err(BadReply::Vector { index: 0, problem }), "{values}");
        }
    }
}
