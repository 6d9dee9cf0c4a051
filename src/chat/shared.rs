//! What the calls of one chat model share: its connection, limits, cache and dialect, and the errors that name its address.

use std::sync::Mutex;

use tokio::time::Instant;

use super::body::Dialect;
use super::cache::Cache;
use super::error::ChatError;
use super::limits::Gate;
use super::message::{Answered, Completion, Cost, Notice, Request, Usage};
use super::options::ChatOptions;
use crate::endpoint::Endpoint;
use crate::endpoint::http;
use crate::lexicon::estimate_tokens;
use crate::store::Secret;

/// What chat templates add to every message, in tokens; the largest seen is 7.
const MESSAGE_TOKENS: usize = 8;

/// Characters of an unreadable reply that an error quotes.
const QUOTED_REPLY_CHARS: usize = 80;

/// The state that all calls of a `Chat` share.
pub(super) struct Shared {
    pub(super) options: ChatOptions,
    pub(super) endpoint: Endpoint,
    pub(super) connection: reqwest::Client,
    /// The address of the requests, without credentials.
    pub(super) url: String,
    /// The user's password in the address, if there is one.
    pub(super) password: Option<String>,
    pub(super) gate: Gate,
    pub(super) cache: Option<Cache>,
    /// What is known of the parameters that the server takes.
    pub(super) dialect: Mutex<Dialect>,
}

/// An upper estimate of the tokens of the messages of `request`, for any model.
pub fn estimate_prompt(request: &Request) -> usize {
    let of_messages = request.messages.iter().map(|message| MESSAGE_TOKENS + estimate_tokens(&message.content));
    of_messages.sum::<usize>() + MESSAGE_TOKENS
}

impl Shared {
    /// What a call may take, in tokens.
    pub(super) fn reserve(&self, request: &Request) -> usize {
        estimate_prompt(request).saturating_add(usize::try_from(request.max_tokens).unwrap_or(usize::MAX))
    }

    /// `start` is that of the call; a cached reply has none.
    pub(super) fn completion(
        &self,
        answered: Answered,
        attempts: usize,
        start: Option<Instant>,
        notices: Vec<Notice>,
    ) -> Completion {
        let Answered { text, model, usage } = answered;
        let spent = if start.is_some() { usage } else { Usage::default() };
        Completion {
            text,
            model: model.unwrap_or_else(|| self.options.model.clone()),
            usage,
            cost: self.options.price.as_ref().map(|price| Cost::of(spent, price)),
            attempts,
            took: start.map(|start| start.elapsed()).unwrap_or_default(),
            is_cached: start.is_none(),
            notices,
        }
    }

    pub(super) fn out_of_time(&self) -> ChatError {
        ChatError::Deadline { url: self.url.clone(), deadline: self.options.deadline }
    }

    pub(super) fn secrets(&self) -> [&str; 2] {
        let key = self.options.key.as_ref().map(Secret::reveal);
        [key.unwrap_or_default(), self.password.as_deref().unwrap_or_default()]
    }

    /// A foreign text, safe to print.
    pub(super) fn quoted(&self, text: &str) -> String {
        http::quoted(text, &self.secrets(), http::MAX_QUOTED_CHARS)
    }

    pub(super) fn bad_reply(&self, why: &str, begins: &str) -> ChatError {
        let begins = http::quoted(begins, &self.secrets(), QUOTED_REPLY_CHARS);
        ChatError::BadReply { url: self.url.clone(), why: self.quoted(why), begins }
    }

    pub(super) fn unavailable(&self, problem: &str) -> ChatError {
        ChatError::Unavailable { url: self.url.clone(), source: self.quoted(problem).into() }
    }
}
