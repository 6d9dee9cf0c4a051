//! What a server's refusal means, of any server: an outage, a limit, an empty account, a wrong key, a text that is too
//! long, or a request it does not take. Pure; the words were collected from the documentation and the sources of
//! OpenAI, Azure, vLLM, llama.cpp, Anthropic, Gemini, OpenRouter, DeepSeek, DashScope, Zhipu and Moonshot.

use std::time::Duration;

use crate::endpoint::ErrorBody;

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
const QUOTA: &[&str] = &[
    "insufficient_quota", "insufficient_balance", "insufficient balance", "insufficient credits", "billing_hard_limit",
    "billing_not_active", "exceeded_current_quota", "check your plan and billing", "credit balance is too low",
    "requires more credits", "payment required", "arrearage", "overdue payment", "余额不足", "余额已用完", "欠费",
    "账户已用尽", "额度已用完", "额度不足", "资源包已用完",
];

const CONTEXT: &[&str] = &[
    "context_length_exceeded", "context_window_exceeded", "exceed_context_size", "exceeds the available context size",
    "maximum context length", "maximum context size", "context length", "context window", "maximum model length",
    "max_model_len", "prompt is too long", "prompt too long", "input is too long", "too many input tokens",
    "input token count", "range of input length", "reduce the length", "string_above_max_length", "上下文长度",
    "输入过长", "输入长度", "prompt 超长", "prompt超长", "超过最大长度", "超出最大长度",
];

const FILTERED: &[&str] = &[
    "content_filter", "content_policy", "responsibleaipolicyviolation", "data_inspection_failed",
    "datainspectionfailed", "contentfilter", "不安全或敏感", "敏感内容", "内容安全",
];

const LIMITED: &[&str] =
    &["rate_limit", "rate limit", "too many requests", "throttling", "engine_overloaded", "resource_exhausted"];

impl Refusal {
    pub(crate) fn meaning(&self) -> Meaning {
        let body = &self.body;
        let words = [&body.message, body.kind.as_deref().unwrap_or_default(), body.code.as_deref().unwrap_or_default()]
            .map(str::to_lowercase)
            .join("\n");
        let says = |list: &[&str]| list.iter().any(|phrase| words.contains(phrase));
        // An error inside a stream has its status in its code, if anywhere.
        let inner = || body.code.as_deref().and_then(|code| code.parse().ok()).filter(|code| (400..600).contains(code));
        let status = if self.status < 300 { inner().unwrap_or(200) } else { self.status };
        let is_limit = says(LIMITED);
        let too_long = body.context_tokens.is_some() || status == 413 || (!is_limit && status != 429 && says(CONTEXT));
        match status {
            402 => Meaning::Quota,
            429 if says(QUOTA) => Meaning::Quota,
            429 => Meaning::RateLimited,
            401 => Meaning::Auth,
            _ if too_long => self.too_long(),
            _ if says(QUOTA) => Meaning::Quota,
            _ if says(FILTERED) => Meaning::Filtered,
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
        const COMPLAINTS: &[&str] = &[
            "unsupported", "not support", "unknown", "unrecognized", "unexpected", "not permitted", "not allowed",
            "extra input", "extra field", "additional properties", "invalid parameter", "no such", "cannot be used",
            "only allowed when", "不支持", "未知",
        ];
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
