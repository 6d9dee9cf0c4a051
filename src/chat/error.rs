//! What can go wrong between messages and a reply. Every variant carries facts; secrets are taken out before an error
//! is made, so any of these may be printed.

use std::error::Error as StdError;
use std::time::Duration;

use thiserror::Error;

use crate::vocabulary::Language;

/// Why there is no reply.
#[derive(Debug, Error)]
pub enum ChatError {
    /// An option that cannot work; nothing was sent.
    #[error("the chat endpoint's {option} cannot be used: {problem}")]
    Option {
        /// Which option.
        option: &'static str,
        /// What is wrong with it, without its value where that is secret.
        problem: String,
    },
    /// The server cannot be reached or fails on its side (408, 5xx), after all retries.
    #[error("the chat endpoint at {url} is unavailable")]
    Unavailable {
        /// The request's address, without credentials.
        url: String,
        /// What went wrong last.
        #[source]
        source: Box<dyn StdError + Send + Sync>,
    },
    /// There was no whole reply in time.
    #[error("the chat endpoint at {url} gave no whole reply within {} s", deadline.as_secs_f32())]
    Deadline {
        /// The request's address, without credentials.
        url: String,
        /// The time there was, for all tries together.
        deadline: Duration,
    },
    /// The server has had enough of us for now (429), after all retries or because the pause it asks for is too long.
    #[error("the chat endpoint at {url} limits the rate: {message}")]
    RateLimited {
        /// The request's address, without credentials.
        url: String,
        /// The server's words, without the key.
        message: String,
        /// When the server wants to hear of us again, if it says so.
        retry_after: Option<Duration>,
    },
    /// The account is used up; waiting does not help.
    #[error("the account at {url} is used up: {message}")]
    Quota {
        /// The request's address, without credentials.
        url: String,
        /// The server's words, without the key.
        message: String,
    },
    /// The server does not accept the key (401, 403).
    #[error("the chat endpoint at {url} refuses the key ({status}): {message}")]
    Auth {
        /// The request's address, without credentials.
        url: String,
        /// The HTTP status.
        status: u16,
        /// The server's words, without the key.
        message: String,
    },
    /// The server does not accept the request: unknown model, wrong address, wrong parameter, a redirect.
    #[error("the chat endpoint at {url} rejects the request ({status}): {message}")]
    Rejected {
        /// The request's address, without credentials.
        url: String,
        /// The HTTP status.
        status: u16,
        /// The server's words, without the key.
        message: String,
    },
    /// The messages and the reply do not fit into the model's window.
    #[error("the request is too long for the model's window{}", window_text(*.limit, *.asked))]
    ContextTooLong {
        /// How many tokens fit, if the server says so.
        limit: Option<usize>,
        /// How many there were, if the server says so; some count the reply that was asked for, some do not.
        asked: Option<usize>,
    },
    /// The reply has no text.
    #[error("the model's reply is empty")]
    Empty,
    /// The reply reached its greatest length before its end.
    #[error("the model's reply was cut off at its greatest length")]
    Truncated {
        /// What there is of it.
        text: String,
    },
    /// The server's content filter stopped the reply, or the model refused.
    #[error("the reply was withheld by a content filter")]
    Filtered {
        /// What there is of it.
        text: String,
    },
    /// What came is no reply.
    #[error("the chat endpoint at {url} sent a bad reply: {why}{}", begins_text(.begins))]
    BadReply {
        /// The request's address, without credentials.
        url: String,
        /// What is wrong with it.
        why: String,
        /// How it begins, without the key; may be empty.
        begins: String,
    },
    /// The reply broke off, after all retries.
    #[error("the reply of the chat endpoint at {url} broke off: {why}")]
    Broken {
        /// The request's address, without credentials.
        url: String,
        /// What went wrong last.
        why: String,
    },
    /// What is about to leave cannot be recorded, so it was not sent.
    #[error("the request was not sent, as it cannot be recorded: {problem}")]
    Recording {
        /// The recorder's words.
        problem: String,
    },
}

impl ChatError {
    /// Whether waiting may help, rather than another option or another request.
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Unavailable { .. } | Self::Deadline { .. } | Self::RateLimited { .. } | Self::Broken { .. }
        )
    }

    /// The error in a word or two, for one line to the reader; records keep it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Option { .. } => "wrong option",
            Self::Unavailable { .. } => "unavailable",
            Self::Deadline { .. } => "timed out",
            Self::RateLimited { .. } => "rate limited",
            Self::Quota { .. } => "quota used up",
            Self::Auth { .. } => "key refused",
            Self::Rejected { .. } => "request rejected",
            Self::ContextTooLong { .. } => "context too long",
            Self::Empty => "empty reply",
            Self::Truncated { .. } => "reply cut off",
            Self::Filtered { .. } => "reply filtered",
            Self::BadReply { .. } => "bad reply",
            Self::Broken { .. } => "connection broke",
            Self::Recording { .. } => "cannot be recorded",
        }
    }

    /// As [`Self::word`], in a language.
    pub fn word_in(&self, language: Language) -> &'static str {
        let english = self.word();
        language.pick(Self::in_chinese(english).unwrap_or(english), english)
    }

    /// A [`Self::word`] in Chinese; `None` for anything else.
    pub fn in_chinese(word: &str) -> Option<&'static str> {
        Some(match word {
            "wrong option" => "设置有误",
            "unavailable" => "连接不上",
            "timed out" => "超时",
            "rate limited" => "被限流",
            "quota used up" => "额度用完",
            "key refused" => "密钥被拒",
            "request rejected" => "请求被拒",
            "context too long" => "超出模型长度",
            "empty reply" => "回复为空",
            "reply cut off" => "回复被截断",
            "reply filtered" => "回复被过滤",
            "bad reply" => "回复无法读取",
            "connection broke" => "连接中断",
            "cannot be recorded" => "无法记入审计",
            _ => return None,
        })
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Option { option: "key", .. } => "set OPENAI_API_KEY",
            Self::Option { .. } => "set OPENAI_BASE_URL and OPENAI_MODEL",
            Self::Unavailable { .. } | Self::Broken { .. } => "is the endpoint running? `--no-llm` answers without it",
            Self::Deadline { .. } => "give it more time, or take a faster model; `--no-llm` answers without one",
            Self::RateLimited { .. } => "wait a while, or lower the limits for batch jobs",
            Self::Quota { .. } => "top up the account, or name another endpoint with OPENAI_BASE_URL",
            Self::Auth { .. } => "set OPENAI_API_KEY to a key of this endpoint",
            Self::Rejected { status: 404, .. } => {
                "does OPENAI_BASE_URL end before `/chat/completions` (most often in `/v1`), and is OPENAI_MODEL served there?"
            }
            Self::Rejected { .. } => "see what OPENAI_BASE_URL and OPENAI_MODEL name",
            Self::ContextTooLong { .. } => "take a model with a larger window, or narrow the question",
            Self::BadReply { .. } => {
                "does OPENAI_BASE_URL name an OpenAI-compatible endpoint, without a login page before it?"
            }
            Self::Empty | Self::Truncated { .. } | Self::Filtered { .. } | Self::Recording { .. } => return None,
        };
        Some(hint.to_owned())
    }
}

fn window_text(limit: Option<usize>, asked: Option<usize>) -> String {
    match (asked, limit) {
        (Some(asked), Some(limit)) => format!(": {asked} tokens, {limit} fit"),
        (Some(asked), None) => format!(": {asked} tokens"),
        (None, Some(limit)) => format!(": {limit} tokens fit"),
        (None, None) => String::new(),
    }
}

fn begins_text(begins: &str) -> String {
    match begins.is_empty() {
        true => String::new(),
        false => format!("; it begins `{begins}`"),
    }
}
