//! A chat model behind an OpenAI-compatible server: messages in, a whole reply out, its text passed on as it arrives.
//! Owns the call: retries (all of them, in one place and within one deadline), limits for batch jobs, the cache, usage
//! and cost, and a name for everything that can go wrong. Leaves to its callers what to ask, whether to believe the
//! reply, what must not leave the machine, and where addresses, keys and folders come from: nothing here reads the
//! environment.

mod arrival;
mod attempt;
mod body;
mod cache;
mod error;
mod limits;
mod message;
mod models;
mod options;
mod pause;
mod record;
mod refusal;
mod reply;
mod shared;
mod thought;

pub use error::ChatError;
pub use message::{Completion, Cost, Message, Notice, Piece, Price, Request, Role, Usage};
pub use models::{ServedModel, discover};
pub use options::{ChatOptions, Limits};
pub use record::{Finish, Recorder, RequestOutcome, Sent};
pub use shared::estimate_prompt;

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::chat::attempt::{Attempt, Failed, restart};
use crate::chat::body::Dialect;
use crate::chat::cache::Cache;
use crate::chat::limits::Gate;
use crate::chat::message::Answered;
use crate::chat::shared::Shared;
use crate::endpoint::http::{self, Redirects};
use crate::endpoint::{BaseUrl, Endpoint, shown};
use crate::store::Secret;

/// A call without end is one of a year: clocks cannot count much further.
const LONGEST_DEADLINE: Duration = Duration::from_secs(365 * 24 * 3600);

/// A chat model. Cheap to clone; clones share the connections and the limits.
#[derive(Clone)]
pub struct Chat {
    shared: Arc<Shared>,
}

impl Chat {
    /// Prepares a client; connects to nothing yet.
    ///
    /// # Errors
    /// `Option` for an empty model name, a temperature out of range, or a key
    /// that no header can hold; `Unavailable` when no HTTP client can be built on this machine.
    pub fn new(options: ChatOptions) -> Result<Self, ChatError> {
        let base = &options.base_url;
        if options.model.trim().is_empty() {
            return Err(refused("model", "it has no name"));
        }
        if !(0.0..=2.0).contains(&options.temperature) {
            return Err(refused("temperature", "it is not between 0 and 2"));
        }
        let endpoint = endpoint_at(base, options.key.as_ref())?;
        let url = shown(&base.below("chat/completions"));
        let connection = http::client(base, options.idle, Redirects::Refused)
            .map_err(|error| ChatError::Unavailable { url: url.clone(), source: Box::new(error.without_url()) })?;
        let gate = Gate::new(options.limits, Instant::now());
        let cache = options.cache.clone().map(|folder| Cache::new(folder, base));
        let password = base.url().password().map(str::to_owned);
        let dialect = Mutex::new(Dialect::default());
        let shared = Shared { endpoint, connection, url, password, gate, cache, dialect, options };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The model's name, as configured.
    pub fn model(&self) -> &str {
        &self.shared.options.model
    }

    /// Where requests go, without credentials.
    pub fn url(&self) -> &str {
        &self.shared.url
    }

    /// Asks the model and waits for its whole reply; `on_piece` gets the text as it arrives. The pieces since the
    /// last [`Piece::Restart`] are the reply, up to white space around it. Dropping the future closes the connection.
    ///
    /// Retried are 429 (unless an account is used up), 408, 5xx, failed connections and broken streams, after the pause
    /// that the server asks for or else one that doubles; all within the deadline: a pause that would pass it ends the
    /// call at once. An empty reply is asked for once more, and a parameter that the server does not know is left out.
    ///
    /// # Errors
    /// Any [`ChatError`] but `Option`. After one, what `on_piece` got is void, or as much as `Truncated` and
    /// `Filtered` hold.
    pub async fn complete(
        &self,
        request: &Request,
        on_piece: &mut (dyn FnMut(Piece<'_>) + Send),
    ) -> Result<Completion, ChatError> {
        let shared = &self.shared;
        let mut notices = Vec::new();
        let question = shared.cache.as_ref().map(|cache| (cache, cache.key(&body::question(&shared.options, request))));
        if let Some((cache, key)) = &question {
            match cache.read(key) {
                Ok(Some(answered)) => {
                    on_piece(Piece::Text(&answered.text));
                    return Ok(shared.completion(answered, 0, None, notices));
                }
                Ok(None) => {}
                Err(notice) => notices.push(notice),
            }
        }
        let _seat = shared.gate.enter().await;
        let tokens = shared.reserve(request);
        tokio::time::sleep(shared.gate.take(tokens, Instant::now())).await;
        let start = Instant::now();
        let (answered, attempts) = self.persist(request, tokens, start, on_piece).await?;
        if let Some((cache, key)) = &question {
            notices.extend(cache.write(key, &answered).err());
        }
        Ok(shared.completion(answered, attempts, Some(start), notices))
    }

    /// Tries until there is a reply, or no try may help, or the time is up.
    async fn persist(
        &self,
        request: &Request,
        tokens: usize,
        start: Instant,
        on_piece: &mut (dyn FnMut(Piece<'_>) + Send),
    ) -> Result<(Answered, usize), ChatError> {
        let shared = &self.shared;
        let until = start + shared.options.deadline.min(LONGEST_DEADLINE);
        let mut has_shown = false;
        let (mut number, mut failures) = (0, 0);
        let mut was_empty = false;
        loop {
            number += 1;
            let dialect = *shared.dialect.lock().unwrap_or_else(PoisonError::into_inner);
            let attempt = Attempt { shared, request, dialect, number, until };
            let failed = match attempt.run(on_piece, &mut has_shown).await {
                Ok(answered) => {
                    shared.gate.correct(tokens, answered.usage.total_tokens());
                    return Ok((answered, number));
                }
                Err(failed) => failed,
            };
            let Failed { error, retry_after, other_dialect } = failed;
            let pause = if let Some(other) = other_dialect {
                *shared.dialect.lock().unwrap_or_else(PoisonError::into_inner) = other;
                shared.gate.take(tokens, Instant::now())
            } else {
                failures += 1;
                let is_first_empty = matches!(error, ChatError::Empty) && !std::mem::replace(&mut was_empty, true);
                let is_worth_it = error.is_transient() || is_first_empty;
                if !is_worth_it || failures > shared.options.retries {
                    return Err(error);
                }
                let pause = pause::pause(failures, retry_after, shared.options.first_pause, chance());
                pause.max(shared.gate.take(tokens, Instant::now()))
            };
            // Waiting for what cannot be in time helps nobody.
            if Instant::now().checked_add(pause).is_none_or(|then| then >= until) {
                return Err(error);
            }
            restart(on_piece, &mut has_shown);
            tokio::time::sleep(pause).await;
        }
    }
}

impl fmt::Debug for Chat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Chat").field("options", &self.shared.options).finish_non_exhaustive()
    }
}

fn refused(option: &'static str, problem: impl Into<String>) -> ChatError {
    ChatError::Option { option, problem: problem.into() }
}

fn endpoint_at(base: &BaseUrl, key: Option<&Secret>) -> Result<Endpoint, ChatError> {
    Endpoint::new(base, key.map(Secret::reveal))
        .ok_or_else(|| refused("key", "it has characters that cannot stand in a header"))
}

/// A number between 0 and 1, by the randomness that hash maps are seeded with: good enough to spread clients.
fn chance() -> f64 {
    let bits = RandomState::new().build_hasher().finish() >> 32;
    bits as f64 / f64::from(u32::MAX)
}
