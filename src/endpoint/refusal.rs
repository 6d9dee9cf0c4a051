//! A server's "no", read: the first bytes of its body, and what they say in the shapes that servers use.

use reqwest::Response;
use serde_json::Value;

/// How much of an error's body is read, in bytes.
pub(crate) const MAX_ERROR_BYTES: usize = 64 * 1024;

/// The body of `response`, up to its first `max_bytes`.
///
/// # Errors
/// reqwest's, when the body breaks off.
pub(crate) async fn read_start(response: &mut Response, max_bytes: usize) -> Result<Vec<u8>, reqwest::Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        let room = max_bytes - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() >= room {
            break;
        }
    }
    Ok(body)
}

/// What an error's body says. Foreign words: quote them before they are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ErrorBody {
    pub(crate) message: String,
    /// `type`.
    pub(crate) kind: Option<String>,
    /// `code`, a word or a number.
    pub(crate) code: Option<String>,
    /// llama.cpp's `n_prompt_tokens`.
    pub(crate) prompt_tokens: Option<usize>,
    /// llama.cpp's `n_ctx`.
    pub(crate) context_tokens: Option<usize>,
}

impl ErrorBody {
    /// Reads `{"error":{"message","type","code"}}`, `{"error":"…"}`, `{"message":"…"}`, `{"detail":"…"}`, or any text.
    pub(crate) fn read(body: &[u8]) -> Self {
        let json: Value = serde_json::from_slice(body).unwrap_or_default();
        let read = Self::of(&json);
        match read.message.is_empty() {
            true => Self { message: String::from_utf8_lossy(body).trim().to_owned(), ..read },
            false => read,
        }
    }

    /// The same of JSON that is parsed already. The message may be empty.
    pub(crate) fn of(json: &Value) -> Self {
        // Some gateways send a list of one.
        let json = json.get(0).unwrap_or(json);
        let error = json.get("error").filter(|error| error.is_object()).unwrap_or(json);
        let text = |name| error.get(name).and_then(Value::as_str).map(str::to_owned);
        let count = |name| error.get(name).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok());
        let message = text("message").or_else(|| text("error")).or_else(|| text("detail")).or_else(|| text("msg"));
        let number = || error.get("code").filter(|code| code.is_number()).map(Value::to_string);
        Self {
            message: message.unwrap_or_default(),
            kind: text("type"),
            code: text("code").or_else(number),
            prompt_tokens: count("n_prompt_tokens"),
            context_tokens: count("n_ctx"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorBody;

    #[test]
    fn errors_of_many_servers_are_understood() {
        for (body, message, kind, code) in [
            (
                r#"{"error":{"message":"no","type":"insufficient_quota","code":null}}"#,
                "no",
                Some("insufficient_quota"),
                None,
            ),
            (
                r#"{"error":{"code":401,"message":"Invalid API Key","type":"auth"}}"#,
                "Invalid API Key",
                Some("auth"),
                Some("401"),
            ),
            (r#"[{"error":{"code":429,"message":"slow down"}}]"#, "slow down", None, Some("429")),
            (r#"{"error":"model not found"}"#, "model not found", None, None),
            (r#"{"object":"error","message":"too long","code":400}"#, "too long", None, Some("400")),
            (r#"{"detail":"Unauthorized"}"#, "Unauthorized", None, None),
            ("  <h1>Bad Gateway</h1>\n", "<h1>Bad Gateway</h1>", None, None),
            (r#"{"error":{"message":7}}"#, r#"{"error":{"message":7}}"#, None, None),
            ("", "", None, None),
        ] {
            let read = ErrorBody::read(body.as_bytes());
            assert_eq!((read.message.as_str(), read.kind.as_deref(), read.code.as_deref()), (message, kind, code));
        }
    }

    #[test]
    fn the_counts_of_llama_cpp_are_kept() {
        let body = r#"{"error":{"code":400,"message":"request (4620 tokens) exceeds","type":"exceed_context_size_error",
            "n_prompt_tokens":4620,"n_ctx":4096}}"#;
        let read = ErrorBody::read(body.as_bytes());
        assert_eq!((read.prompt_tokens, read.context_tokens), (Some(4620), Some(4096)));
    }
}
