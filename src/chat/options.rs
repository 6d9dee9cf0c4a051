//! How to reach a chat endpoint and what it may cost: everything arrives here as arguments.

use std::fmt;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use crate::chat::message::Price;
use crate::chat::record::Recorder;
use crate::endpoint::BaseUrl;
use crate::store::Secret;

/// Where a chat endpoint is and how to talk to it. Its `Debug` shows no secrets.
#[derive(Clone)]
pub struct ChatOptions {
    /// Address up to, and without, `/chat/completions`, e.g. `http://127.0.0.1:8080/v1`. A query is kept
    /// (`?api-version=…`).
    pub base_url: BaseUrl,
    /// The key, sent as `Authorization: Bearer`; `None` or an empty one sends no such header.
    pub key: Option<Secret>,
    /// The model's name, as the server knows it.
    pub model: String,
    /// How freely the model chooses its words, 0 to 2; 0 for answers that can be repeated.
    pub temperature: f32,
    /// Makes a reply repeatable, where the server can do that.
    pub seed: Option<u64>,
    /// How often a call is tried again after rate limits, failures on the server's side and broken streams.
    pub retries: usize,
    /// The pause before the first retry where the server names none; it doubles with each one, up to 30 s, and is
    /// shortened at random by up to a half.
    pub first_pause: Duration,
    /// How long one call may take with all its tries and pauses. Waiting for its turn under `limits` is not counted.
    pub deadline: Duration,
    /// A connection on which nothing arrives for this long is given up. Must cover the reading of the prompt, during
    /// which most servers send nothing.
    pub idle: Duration,
    /// What calls at the same time may ask of the server together.
    pub limits: Limits,
    /// What the endpoint charges; without it no cost is computed.
    pub price: Option<Price>,
    /// The folder of the cached replies; `None` for no cache. It is made when the first reply is kept.
    pub cache: Option<PathBuf>,
    /// Records every request before it leaves.
    pub record: Option<Recorder>,
}

/// What all calls of one [`Chat`](crate::chat::Chat) and its clones may ask of the server together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Calls at the same time.
    pub concurrency: NonZeroUsize,
    /// Tokens per minute, prompts and replies together.
    pub tokens_per_minute: Option<u32>,
    /// Requests per minute, retries included.
    pub requests_per_minute: Option<u32>,
}

impl Default for Limits {
    /// One call at a time, as often as it likes.
    fn default() -> Self {
        Self { concurrency: NonZeroUsize::MIN, tokens_per_minute: None, requests_per_minute: None }
    }
}

impl fmt::Debug for ChatOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ChatOptions")
            .field("base_url", &self.base_url)
            .field("key", &self.key)
            .field("model", &self.model)
            .field("temperature", &self.temperature)
            .field("seed", &self.seed)
            .field("retries", &self.retries)
            .field("first_pause", &self.first_pause)
            .field("deadline", &self.deadline)
            .field("idle", &self.idle)
            .field("limits", &self.limits)
            .field("price", &self.price)
            .field("cache", &self.cache)
            .field("record", &self.record.is_some())
            .finish()
    }
}
