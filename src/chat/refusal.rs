//! What a server's refusal means, of any server: an outage, a limit, an empty account, a wrong key, a text that is too
//! long, or a request it does not take. Pure; the words were collected from the documentation and the sources of
//! OpenAI, Azure, vLLM, llama.cpp, Anthropic, Gemini, OpenRouter, DeepSeek, DashScope, Zhipu and Moonshot.

use std::time::Duration;

use crate::endpoint::ErrorBody;
use crate::vocabulary::{Sense, Words};

/// A refusal as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The HTTP status; 200 for an error inside a stream.
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: ErrorBody,
}

/// What it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    Unavailable,
    RateLimited,
    Quota,
    Auth,
    ContextTooLong { limit: Option<usize>, asked: Option<usize> },
    Filtered,
    Rejected,
}

/// Types, codes and phrases of an account that is used up. The bare word "quota" is not among them: DashScope and
/// Gemini use it for limits by the minute too.
static QUOTA: Words = Words::of(&[Sense::UsedUp]);

static CONTEXT: Words = Words::of(&[Sense::TooLong]);

static FILTERED: Words = Words::of(&[Sense::Filtered]);

static LIMITED: Words = Words::of(&[Sense::TooOften]);

impl Refusal {
    pub(crate) fn meaning(&self) -> Meaning {
        let body = &self.body;
        let words = [&body.message, body.kind.as_deref().unwrap_or_default(), body.code.as_deref().unwrap_or_default()]
            .map(str::to_lowercase)
            .join("\n");
        // Codes are written in one, so a phrase counts within a word as well.
        let says = |list: &Words| list.iter().any(|phrase| words.contains(phrase));
        // An error inside a stream has its status in its code, if anywhere.
        let inner = || body.code.as_deref().and_then(|code| code.parse().ok()).filter(|code| (400..600).contains(code));
        let status = if self.status < 300 { inner().unwrap_or(200) } else { self.status };
        let is_limit = says(&LIMITED);
        let too_long = body.context_tokens.is_some() || status == 413 || (!is_limit && status != 429 && says(&CONTEXT));
        match status {
            402 => Meaning::Quota,
            429 if says(&QUOTA) => Meaning::Quota,
            429 => Meaning::RateLimited,
            401 => Meaning::Auth,
            _ if too_long => self.too_long(),
            _ if says(&QUOTA) => Meaning::Quota,
            _ if says(&FILTERED) => Meaning::Filtered,
            403 => Meaning::Auth,
            408 | 425 | 500..=599 => Meaning::Unavailable,
            // Errors inside a stream: the server had taken the request.
            200..=299 if is_limit => Meaning::RateLimited,
            200..=299 => Meaning::Unavailable,
            _ => Meaning::Rejected,
        }
    }

    /// Whether it is the parameter `name` that the server does not know or take.
    pub(crate) fn blames(&self, name: &str) -> bool {
        static COMPLAINTS: Words = Words::of(&[Sense::Complaint]);
        let message = self.body.message.to_lowercase();
        matches!(self.status, 400 | 422) && message.contains(name) && COMPLAINTS.iter().any(|it| message.contains(it))
    }

    /// Whether it is the request that is wrong, and not its model or address.
    pub(crate) fn is_of_the_request(&self) -> bool {
        matches!(self.status, 400 | 422) && self.meaning() == Meaning::Rejected
    }

    fn too_long(&self) -> Meaning {
        let message = self.body.message.to_lowercase();
        let after = |phrases: &[&str]| phrases.iter().find_map(|phrase| number_after(&message, phrase));
        let limit = self.body.context_tokens.or_else(|| {
            after(&[
                "maximum context length is", "maximum context length of", "maximum model length of", "context size (",
                "context window of", "context length of", "context length is", "context length (",
                "maximum number of tokens allowed (", "tokens > ", "input length should be [1,",
            ])
        });
        let asked = self.body.prompt_tokens.or_else(|| {
            after(&[
                "you requested about", "you requested", "resulted in", "your request has", "request has",
                "prompt is too long:", "input token count (", "request (", "prompt contains", "prompt length of",
            ])
        });
        Meaning::ContextTooLong { limit, asked }
    }
}

/// The number right after `phrase`, thousands' commas allowed.
fn number_after(text: &str, phrase: &str) -> Option<usize> {
    let (_, rest) = text.split_once(phrase)?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(rest.len());
    rest[..end].replace(',', "").parse().ok()
}
