//! What goes into a call and what comes out of it.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;
use thiserror::Error;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The rules.
    System,
    /// The person who asks.
    User,
    /// The model, earlier.
    Assistant,
}

impl Role {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
        }
    }
}

/// One message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who says it.
    pub role: Role,
    /// What is said.
    pub content: String,
}

impl Message {
    pub fn system(content: impl Into<String>) -> Self {
        Self { role: Role::System, content: content.into() }
    }

    pub fn user(content: impl Into<String>) -> Self {
        Self { role: Role::User, content: content.into() }
    }

    pub fn assistant(content: impl Into<String>) -> Self {
        Self { role: Role::Assistant, content: content.into() }
    }
}

/// What is asked of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The conversation, oldest first.
    pub messages: Vec<Message>,
    /// How long the reply may be, in tokens.
    pub max_tokens: u32,
    /// Texts that end the reply; may be empty.
    pub stop: Vec<String>,
    /// The JSON schema of an object that the reply has to be, where one is wanted: a server that does not take it is asked
    /// without, so that the reply may still be anything.
    pub schema: Option<Value>,
    /// What it is for, in a word or two, for the record: `select`, `answer`, `repair`, `section`, `headline`, `goal`.
    pub purpose: &'static str,
}

/// A part of a reply as it arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// The reply goes on with this; never empty.
    Text(&'a str),
    /// What came so far is void, as the stream broke or was the model's thinking; the reply begins anew.
    Restart,
}

/// A whole reply.
#[derive(Debug)]
pub struct Completion {
    /// What the model said, without its thinking and without white space around it; never empty.
    pub text: String,
    /// The model that the server says it used; else the one it was asked for.
    pub model: String,
    /// Tokens of the last try: servers report none of those that failed.
    pub usage: Usage,
    /// What the call cost, where a price is configured; nothing for a cached reply.
    pub cost: Option<Cost>,
    /// How many requests were sent; 0 for a cached reply.
    pub attempts: usize,
    /// From the call's turn to its end, pauses included.
    pub took: Duration,
    /// Whether the reply was in the cache and nothing was sent.
    pub is_cached: bool,
    /// What went wrong beside the call.
    pub notices: Vec<Notice>,
}

/// A good reply, as the server or the cache gives it.
pub(crate) struct Answered {
    pub(crate) text: String,
    pub(crate) model: Option<String>,
    pub(crate) usage: Usage,
}

/// Tokens that a reply took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Of the messages.
    pub prompt_tokens: usize,
    /// Of the reply, the model's thinking included.
    pub completion_tokens: usize,
    /// Whether the server reported nothing, so that these are upper estimates.
    pub is_estimated: bool,
}

impl Usage {
    /// Of prompt and reply together.
    pub fn total_tokens(self) -> usize {
        self.prompt_tokens.saturating_add(self.completion_tokens)
    }
}

/// What an endpoint charges.
#[derive(Debug, Clone, PartialEq)]
pub struct Price {
    /// For a million tokens of prompt.
    pub input_per_million: f64,
    /// For a million tokens of reply.
    pub output_per_million: f64,
    /// In which currency, e.g. `CNY`.
    pub currency: String,
}

/// What a call cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// How much.
    pub amount: f64,
    /// In which currency, as configured.
    pub currency: String,
}

impl Cost {
    /// What `usage` costs at `price`.
    pub fn of(usage: Usage, price: &Price) -> Self {
        // Token counts are far below 2^52, where f64 would lose digits.
        let part = |tokens: usize, per_million: f64| tokens as f64 * per_million / 1e6;
        let amount = part(usage.prompt_tokens, price.input_per_million)
            + part(usage.completion_tokens, price.output_per_million);
        Self { amount, currency: price.currency.clone() }
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6} {}", self.amount, self.currency)
    }
}

/// Something that went wrong and did not stop the call.
#[derive(Debug, Error)]
pub enum Notice {
    /// An entry of the cache is not what we wrote; it counts as absent.
    #[error("the cached reply `{}` cannot be read: {problem}", path.display())]
    CacheUnreadable {
        /// The entry.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The reply could not be kept.
    #[error("the reply cannot be cached as `{}`", path.display())]
    CacheNotWritten {
        /// The entry.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
}
