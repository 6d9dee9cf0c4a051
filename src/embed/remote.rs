//! An embedding model behind an OpenAI-compatible server. Owns the options, the batches and what errors mean; retries
//! are async-openai's own, the only ones there are, and reading a reply is [`reply`](crate::embed::reply)'s business.

use std::error::Error as StdError;
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_openai::error::OpenAIError;
use reqwest::StatusCode;
use serde::Serialize;
use thiserror::Error;

use crate::embed::Progress;
use crate::embed::error::{BadReply, EmbedError};
use crate::embed::reply::Reply;
use crate::embed::transport::{self, Client};
use crate::embed::vector::Embedding;
use crate::endpoint::http::{self, Redirects};
use crate::endpoint::{BaseUrl, shown};

/// How much of an unreadable reply an error quotes, in chars.
const QUOTED_REPLY_CHARS: usize = 80;

/// Where an embedding server is and how to talk to it. Its `Debug` shows the key as `****`.
#[derive(Clone)]
pub struct RemoteOptions {
    /// Address up to, and without, `/embeddings`, e.g. `http://127.0.0.1:8080/v1`. A query is kept
    /// (`?api-version=…`).
    pub base_url: BaseUrl,
    /// The key, sent as `Authorization: Bearer`; `None` or an empty one sends no such header.
    pub key: Option<String>,
    /// The model's name, as the server knows it.
    pub model: String,
    /// How wide its vectors are; `None` takes the width of the first reply.
    pub width: Option<NonZeroUsize>,
    /// Whether to ask the server for `width` by the `dimensions` parameter; some servers refuse the parameter, and
    /// some ignore it, which is an error of `Width`.
    pub ask_for_width: bool,
    /// How many texts go into one request, at most.
    pub batch_texts: NonZeroUsize,
    /// How often a request is tried again after 429, 5xx and failed connections. The pauses are the server's
    /// `Retry-After`, else 0.1 s doubling up to 8 s.
    pub retries: usize,
    /// How long one request may take with all its retries and pauses.
    pub deadline: Duration,
}

/// A model behind a server. Cheap to clone; clones share the connections and what is known of the width.
#[derive(Clone)]
pub struct Remote {
    shared: Arc<Shared>,
}

struct Shared {
    client: Client,
    options: RemoteOptions,
    /// The address of the requests, without credentials, for errors.
    url: String,
    /// The user's password in the address, if there is one.
    password: Option<String>,
    /// The width, from the options or the first reply.
    width: OnceLock<usize>,
}

#[derive(Serialize)]
struct Request<'a> {
    model: &'a str,
    input: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    dimensions: Option<NonZeroUsize>,
}

/// A failure on the server's side, as the source of [`EmbedError::Unavailable`].
#[derive(Debug, Error)]
enum Outage {
    #[error("no answer within {} s", .0.as_secs_f32())]
    Deadline(Duration),
    #[error("the server answered {status}: {message}")]
    Server { status: u16, message: String },
    #[error("{0}")]
    Other(String),
}

impl Remote {
    /// Prepares a client; connects to nothing yet.
    ///
    /// # Errors
    /// `Option` for an empty model name, a key that no header can hold, or
    /// a width asked for that is not given; `Unavailable` when no HTTP client can be built on this machine.
    pub fn new(options: RemoteOptions) -> Result<Self, EmbedError> {
        let refused = |option, problem: String| Err(EmbedError::Option { option, problem });
        let base = &options.base_url;
        if options.model.trim().is_empty() {
            return refused("model", "it has no name".to_owned());
        }
        if options.ask_for_width && options.width.is_none() {
            return refused("width", "it is to be asked for, but not given".to_owned());
        }
        let url = shown(&base.below("embeddings"));
        let connection = http::client(base, options.deadline, Redirects::Refused)
            .map_err(|error| unavailable(&url, error.without_url()))?;
        let Some(client) = transport::client(base, options.key.as_deref(), connection, options.retries) else {
            return refused("key", "it has characters that cannot stand in a header".to_owned());
        };
        let width = options.width.map_or_else(OnceLock::new, |width| OnceLock::from(width.get()));
        let shared = Shared { client, url, password: base.url().password().map(str::to_owned), width, options };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// `remote:` and the model's name.
    pub fn id(&self) -> String {
        format!("remote:{}", self.shared.options.model)
    }

    /// The width, if it is configured or a reply has shown it.
    pub fn width(&self) -> Option<usize> {
        self.shared.width.get().copied()
    }

    /// The width; embeds one word to learn it if it is not known.
    ///
    /// # Errors
    /// Those of [`embed`](Self::embed).
    pub async fn find_width(&self) -> Result<usize, EmbedError> {
        match self.width() {
            Some(width) => Ok(width),
            None => {
                let (embeddings, _) = self.request(&["周报".to_owned()]).await?;
                Ok(embeddings.first().map_or(0, Embedding::width))
            }
        }
    }

    /// See [`Embedder::embed`](crate::embed::Embedder::embed). One request after the other, `batch_texts` texts each.
    ///
    /// # Errors
    /// `EmptyText` before anything is sent; `Unavailable`, `Auth`, `RateLimited`, `Rejected`, `BadReply`, `Width`.
    pub async fn embed(
        &self,
        texts: &[String],
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Vec<Embedding>, EmbedError> {
        if let Some(position) = texts.iter().position(|text| text.trim().is_empty()) {
            return Err(EmbedError::EmptyText { position });
        }
        let mut embeddings = Vec::with_capacity(texts.len());
        let mut so_far = Progress { total_texts: texts.len(), ..Progress::default() };
        for batch in texts.chunks(self.shared.options.batch_texts.get()) {
            let (batch, tokens) = self.request(batch).await?;
            embeddings.extend(batch);
            so_far.done_texts = embeddings.len();
            so_far.done_tokens += tokens;
            progress(so_far);
        }
        Ok(embeddings)
    }

    /// One request: a vector per text of `batch`, and the tokens used.
    async fn request(&self, batch: &[String]) -> Result<(Vec<Embedding>, usize), EmbedError> {
        let dimensions = self.shared.options.width.filter(|_| self.shared.options.ask_for_width);
        let request = Request { model: &self.shared.options.model, input: batch, dimensions };
        let embeddings_api = self.shared.client.embeddings();
        let call = embeddings_api.create_byot(request);
        let reply: Reply = tokio::time::timeout(self.shared.options.deadline, call)
            .await
            .map_err(|_| unavailable(&self.shared.url, Outage::Deadline(self.shared.options.deadline)))?
            .map_err(|error| self.explain(error))?;
        let tokens = reply.tokens();
        let embeddings = reply
            .into_embeddings(batch.len())
            .map_err(|what| EmbedError::BadReply { url: self.shared.url.clone(), what })?;
        for embedding in &embeddings {
            let (found, wanted) = (embedding.width(), *self.shared.width.get_or_init(|| embedding.width()));
            if found != wanted {
                return Err(EmbedError::Width { found, wanted });
            }
        }
        Ok((embeddings, tokens))
    }

    fn explain(&self, error: OpenAIError) -> EmbedError {
        let url = self.shared.url.clone();
        match error {
            OpenAIError::Reqwest(error) => unavailable(&url, error.without_url()),
            OpenAIError::ApiError(error) => {
                let status = error.status_code.as_u16();
                let message = self.quoted(&error.api_error.message, http::MAX_QUOTED_CHARS);
                match error.status_code {
                    StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => EmbedError::Auth { url, status, message },
                    StatusCode::TOO_MANY_REQUESTS => EmbedError::RateLimited { url, message },
                    code if code.is_server_error() => unavailable(&url, Outage::Server { status, message }),
                    _ => EmbedError::Rejected { url, status, message },
                }
            }
            OpenAIError::JSONDeserialize(error, content) => {
                let start = self.quoted(&content, QUOTED_REPLY_CHARS);
                let reason = format!("{error}; it begins `{start}`");
                EmbedError::BadReply { url, what: BadReply::Unreadable { reason } }
            }
            other => unavailable(&url, Outage::Other(self.quoted(&other.to_string(), http::MAX_QUOTED_CHARS))),
        }
    }

    fn quoted(&self, text: &str, max_chars: usize) -> String {
        let secrets = [self.shared.options.key.as_deref(), self.shared.password.as_deref()];
        http::quoted(text, &secrets.map(Option::unwrap_or_default), max_chars)
    }
}

impl fmt::Debug for Remote {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Remote").field("options", &self.shared.options).finish_non_exhaustive()
    }
}

impl fmt::Debug for RemoteOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RemoteOptions")
            .field("base_url", &self.base_url)
            .field("key", &self.key.as_ref().map(|_| format_args!("****")))
            .field("model", &self.model)
            .field("width", &self.width)
            .field("ask_for_width", &self.ask_for_width)
            .field("batch_texts", &self.batch_texts)
            .field("retries", &self.retries)
            .field("deadline", &self.deadline)
            .finish()
    }
}

fn unavailable(url: &str, source: impl StdError + Send + Sync + 'static) -> EmbedError {
    EmbedError::Unavailable { url: url.to_owned(), source: Box::new(source) }
}
