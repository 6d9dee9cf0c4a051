//! What can go wrong between a text and its vector. Every variant carries facts; secrets are taken out before an error
//! is made, so any of these may be printed.

use std::error::Error as StdError;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::embed::model::ModelError;
use crate::embed::tokens::TokensError;
use crate::embed::vector::NotAVector;

/// An embedder cannot be had, or cannot embed.
#[derive(Debug, Error)]
pub enum EmbedError {
    /// The model's files are missing or damaged.
    #[error("the embedding model cannot be loaded")]
    Model(#[from] ModelError),
    /// The tokenizer cannot be loaded or failed on a text.
    #[error("the tokenizer of the embedding model cannot be used")]
    Tokens(#[from] TokensError),
    /// The weights are not a network that can run.
    #[error("`{}` is not a model that can be run", path.display())]
    BrokenModel {
        /// The weights.
        path: PathBuf,
        /// What the runtime says.
        #[source]
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The network failed on a text.
    #[error("the embedding model failed on a text of {tokens} tokens")]
    Run {
        /// The text's length in tokens.
        tokens: usize,
        /// What the runtime says.
        #[source]
        source: Box<dyn StdError + Send + Sync>,
    },
    /// A worker thread cannot be started.
    #[error("cannot start a worker thread for embedding")]
    Worker(#[source] std::io::Error),
    /// Worker threads ended without doing their work.
    #[error("the embedding workers stopped with {missing} texts to go")]
    WorkersLost {
        /// How many texts have no vector.
        missing: usize,
    },
    /// There is no embedder.
    #[error("no embedding model is at hand")]
    NoEmbedder,
    /// An option that cannot work.
    #[error("the embedding server's {option} cannot be used: {problem}")]
    Option {
        /// Which option.
        option: &'static str,
        /// What is wrong with it, without its value where that is secret.
        problem: String,
    },
    /// A text the server cannot embed, as it is empty or white space; nothing was sent.
    #[error("text {position} is empty, and embedding servers refuse empty texts")]
    EmptyText {
        /// Its position in the list, from 0.
        position: usize,
    },
    /// The server cannot be reached, does not answer in time, or fails on its side, after all retries.
    #[error("the embedding server at {url} is unavailable")]
    Unavailable {
        /// The request's address, without credentials.
        url: String,
        /// What went wrong last.
        #[source]
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The server does not accept the key (401, 403).
    #[error("the embedding server at {url} refuses the key ({status}): {message}")]
    Auth {
        /// The request's address, without credentials.
        url: String,
        /// The HTTP status.
        status: u16,
        /// The server's words, without the key.
        message: String,
    },
    /// The server has had enough of us (429), after all retries or because a quota is used up.
    #[error("the embedding server at {url} limits the rate: {message}")]
    RateLimited {
        /// The request's address, without credentials.
        url: String,
        /// The server's words, without the key.
        message: String,
    },
    /// The server does not accept the request: unknown model, text too long, wrong address.
    #[error("the embedding server at {url} rejects the request ({status}): {message}")]
    Rejected {
        /// The request's address, without credentials.
        url: String,
        /// The HTTP status.
        status: u16,
        /// The server's words, without the key.
        message: String,
    },
    /// The server answered something that is no answer.
    #[error("the embedding server at {url} sent a bad reply: {what}")]
    BadReply {
        /// The request's address, without credentials.
        url: String,
        /// What is wrong with the reply.
        what: BadReply,
    },
    /// A vector of another width than expected: another model, or a server that ignores `dimensions`.
    #[error("the embedding is {found} wide, not {wanted}")]
    Width {
        /// Width of the vector.
        found: usize,
        /// Width expected.
        wanted: usize,
    },
    /// The model's output is no vector.
    #[error("the model's output cannot be used")]
    Vector(#[from] NotAVector),
}

/// What is wrong with a server's reply.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadReply {
    /// Not the JSON of an embeddings reply.
    #[error("{reason}")]
    Unreadable {
        /// What the parser says.
        reason: String,
    },
    /// More or fewer vectors than texts.
    #[error("{found} vectors for {wanted} texts")]
    Count {
        /// How many vectors came.
        found: usize,
        /// How many texts were sent.
        wanted: usize,
    },
    /// An index twice, out of range, or on some vectors only.
    #[error("the vectors' indexes are not 0 to {last}, each once")]
    Indexes {
        /// The last index there should be.
        last: usize,
    },
    /// A vector with no direction or with values that are not finite numbers.
    #[error("vector {index}: {problem}")]
    Vector {
        /// Its index in the request.
        index: usize,
        /// What is wrong with it.
        problem: NotAVector,
    },
}

impl EmbedError {
    /// What the runtime, or the system, says of the weights at `path`.
    pub(crate) fn broken(path: &Path, source: impl StdError + Send + Sync + 'static) -> Self {
        Self::BrokenModel { path: path.to_owned(), source: Box::new(source) }
    }

    /// Whether waiting or another server may help, rather than another option or other input: the cases in which a
    /// question is still worth answering on the sparse leg alone.
    pub fn is_outage(&self) -> bool {
        matches!(self, Self::Unavailable { .. } | Self::RateLimited { .. })
    }
}
