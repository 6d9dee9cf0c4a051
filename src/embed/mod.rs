//! Embedding models: a list of texts in, one unit vector per text out, from a model in this process or from a server.
//! Owns the models' files as well. Leaves to its callers what to embed (passages with their heading paths), where
//! vectors are kept, and where folders, addresses and keys come from: nothing here reads the environment.

mod error;
mod local;
mod model;
mod pull;
mod remote;
mod reply;
mod tokens;
mod transport;
mod vector;
mod weights;
mod word_pieces;
mod workers;

pub use error::{BadReply, EmbedError};
pub use local::{Local, Purpose};
pub use model::{BGE_SMALL_ZH, KNOWN_MODELS, KnownFile, KnownModel, ModelError, State, list};
pub use pull::{PullProgress, Source, pull};
pub use remote::{Remote, RemoteOptions};
pub use tokens::TokensError;
pub use vector::{Embedding, NotAVector};

use crate::lexicon::Segmenter;

/// How far an [`Embedder::embed`] has come. Counts only grow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Texts that have their vector.
    pub done_texts: usize,
    /// Texts there are.
    pub total_texts: usize,
    /// Tokens of the texts done, special tokens included; what a server reports as used, 0 if it reports nothing.
    pub done_tokens: usize,
    /// Texts that were longer than the model reads, so that their end is not in the vector. A server does not say, so
    /// this stays 0 there.
    pub truncated_texts: usize,
}

/// What turns texts into vectors. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Embedder {
    /// A model in this process.
    Local(Local),
    /// A server that speaks OpenAI's `/embeddings`.
    Remote(Remote),
    /// Nothing: the program works on words alone.
    None,
}

impl Embedder {
    /// Names what the vectors depend on; two embedders with one id make vectors that can be compared. Examples:
    /// `bge-small-zh-v1.5-int8@15b717c3-fold1`, `remote:text-embedding-3-small`, `none`.
    pub fn id(&self) -> String {
        match self {
            Self::Local(local) => local.id(),
            Self::Remote(remote) => remote.id(),
            Self::None => "none".to_owned(),
        }
    }

    /// How many values a vector has. `None` without an embedder, and for a server whose width is neither configured
    /// nor seen in a reply yet; see [`find_width`](Self::find_width).
    pub fn width(&self) -> Option<usize> {
        match self {
            Self::Local(local) => Some(local.width()),
            Self::Remote(remote) => remote.width(),
            Self::None => None,
        }
    }

    /// The width, asking a server for one short embedding if it is not known yet. `None` only without an embedder.
    ///
    /// # Errors
    /// Those of [`embed_query`](Self::embed_query) for a server.
    pub async fn find_width(&self) -> Result<Option<usize>, EmbedError> {
        match self {
            Self::Remote(remote) => remote.find_width().await.map(Some),
            Self::Local(_) | Self::None => Ok(self.width()),
        }
    }

    /// Embeds `texts`: one vector per text, in the same order, each [`width`](Self::width) wide and of length one.
    ///
    /// Empty input makes no request and calls `progress` never; otherwise `progress` is called as texts are done, from
    /// the task that awaits. Dropping the future stops the work after the texts in hand. A text gets the same vector
    /// alone as among others from [`Local`], bit for bit; a server may do otherwise.
    ///
    /// # Errors
    /// `NoEmbedder` from [`Embedder::None`] unless `texts` is empty; `Run`, `Tokens`, `Worker`, `WorkersLost`, `Vector`
    /// from a local model; `EmptyText`, `Unavailable`, `Auth`, `RateLimited`, `Rejected`, `BadReply`, `Width` from a
    /// server.
    pub async fn embed(
        &self,
        texts: &[String],
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Vec<Embedding>, EmbedError> {
        match self {
            _ if texts.is_empty() => Ok(Vec::new()),
            Self::Local(local) => local.embed(texts, progress).await,
            Self::Remote(remote) => remote.embed(texts, progress).await,
            Self::None => Err(EmbedError::NoEmbedder),
        }
    }

    /// Whether an English text is near a Chinese one that says the same. The model in this process knows Chinese alone, so that it is given a
    /// gloss; a server's is taken to know both.
    pub fn reads_english(&self) -> bool {
        !matches!(self, Self::Local(_))
    }

    /// How the text of a passage is given to the model: to one that knows Chinese alone the English of it as a gloss.
    pub fn worded(&self, text: String, segmenter: &Segmenter) -> String {
        if self.reads_english() { text } else { segmenter.in_chinese(&text, 1) }
    }

    /// Gives back the memory of weights that were loaded for one question; see [`Local::let_go`].
    pub fn let_go(&self) {
        if let Self::Local(local) = self {
            local.let_go();
        }
    }

    /// Embeds one question. The model card's query instruction is left out: it never raised MRR@10 where we measured.
    ///
    /// # Errors
    /// Those of [`embed`](Self::embed).
    pub async fn embed_query(&self, text: &str) -> Result<Embedding, EmbedError> {
        let mut embeddings = self.embed(&[text.to_owned()], &|_| ()).await?;
        // One text gives one vector; both members check it.
        embeddings.pop().ok_or(EmbedError::WorkersLost { missing: 1 })
    }
}
