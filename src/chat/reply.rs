//! Reading a reply out of the chunks of a stream, or out of the one reply of a server that does not stream. Pure, and as
//! lenient as servers are diverse; leaves sending, time and retries to [`attempt`](crate::chat::attempt).

use serde_json::Value;

use crate::chat::message::Usage;
use crate::chat::thought::{Shown, Thoughts};
use crate::endpoint::ErrorBody;

/// A token has about four bytes of Latin text, and no more than some tens where a model writes white space. A reply of
/// more bytes than this for every token that was asked for comes from a server that ignores `max_tokens`.
const MOST_BYTES_PER_TOKEN: usize = 64;

/// A reply so far.
#[derive(Debug)]
pub(crate) struct Reading {
    text: String,
    thoughts: Thoughts,
    max_bytes: usize,
    end: Option<End>,
    model: Option<String>,
    usage: Option<Usage>,
}

/// Why the model stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Whole,
    Length,
    Filtered,
}

/// Why a chunk is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is an error of the server's.
    Error(ErrorBody),
    /// The server says that it broke off, in this word.
    BrokeOff(String),
    /// It is something else, and this is what is wrong with it.
    NoReply(String),
}

/// A whole reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    /// Without white space around it; may be empty.
    pub(crate) text: String,
    pub(crate) end: End,
    pub(crate) model: Option<String>,
    /// What the server says it took.
    pub(crate) usage: Option<Usage>,
}

impl Reading {
    pub(crate) fn new(max_tokens: u32) -> Self {
        let max_bytes = usize::try_from(max_tokens).unwrap_or(usize::MAX).saturating_mul(MOST_BYTES_PER_TOKEN);
        Self { text: String::new(), thoughts: Thoughts::new(), max_bytes, end: None, model: None, usage: None }
    }

    /// Takes one chunk and says what it adds to the text.
    ///
    /// # Errors
    /// A [`Fault`], after which the reply cannot be had.
    pub(crate) fn take(&mut self, chunk: &Value) -> Result<Shown, Fault> {
        if chunk.get("error").is_some_and(|error| !error.is_null()) {
            return Err(Fault::Error(ErrorBody::of(chunk)));
        }
        let choices = chunk.get("choices").and_then(Value::as_array);
        if choices.is_none() && !chunk.get("usage").is_some_and(Value::is_object) {
            return Err(Fault::NoReply("it has no `choices`".to_owned()));
        }
        self.usage = read_usage(chunk).or(self.usage);
        let model = chunk.get("model").and_then(Value::as_str).filter(|name| !name.is_empty());
        self.model = model.map(str::to_owned).or(self.model.take());
        let Some(choice) = choices.and_then(|choices| choices.first()) else {
            return Ok(Shown::More(String::new()));
        };
        let said = ["delta", "message"].into_iter().find_map(|name| choice.get(name).filter(|said| said.is_object()));
        let mut shown = Shown::More(String::new());
        if let Some(said) = said {
            let calls =
                |name| said.get(name).is_some_and(|calls| calls.as_array().map_or(!calls.is_null(), |c| !c.is_empty()));
            if calls("tool_calls") || calls("function_call") {
                return Err(Fault::NoReply("the model calls a tool, and none was offered".to_owned()));
            }
            if said.get("refusal").and_then(Value::as_str).is_some_and(|refusal| !refusal.is_empty()) {
                self.end = Some(End::Filtered);
            }
            shown = self.thoughts.push(&content(said));
            match &shown {
                Shown::More(more) => self.text.push_str(more),
                Shown::Anew(anew) => self.text.clone_from(anew),
            }
        }
        if let Some(reason) = choice.get("finish_reason").and_then(Value::as_str).filter(|reason| !reason.is_empty()) {
            let end = read_end(reason)?;
            // A refusal ends with `stop`.
            self.end = self.end.or(Some(end));
        }
        if self.text.len() > self.max_bytes {
            self.end = Some(End::Length);
        }
        Ok(shown)
    }

    /// Whether the model has stopped; only the usage may be missing yet.
    pub(crate) fn has_ended(&self) -> bool {
        self.end.is_some()
    }

    pub(crate) fn has_usage(&self) -> bool {
        self.usage.is_some()
    }

    /// The whole reply, and what was held back of its text; `None` if the stream ended before the model did and
    /// `is_done` does not tell that the server meant to end it.
    pub(crate) fn finish(self, is_done: bool) -> Option<(Reply, String)> {
        let rest = self.thoughts.finish();
        let text = format!("{}{rest}", self.text).trim().to_owned();
        let end = self.end.or((is_done && !text.is_empty()).then_some(End::Whole))?;
        Some((Reply { text, end, model: self.model, usage: self.usage }, rest))
    }
}

/// The text of a message: a string, or a list of parts with text. Reasoning stands in fields of its own, which are left
/// alone.
fn content(said: &Value) -> String {
    match said.get("content") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => {
            parts.iter().filter_map(|part| part.get("text").and_then(Value::as_str)).collect::<String>()
        }
        _ => String::new(),
    }
}

/// OpenAI's reasons, and those of llama.cpp, vLLM, Gemini, Anthropic, Zhipu, DeepSeek and OpenRouter.
fn read_end(reason: &str) -> Result<End, Fault> {
    match reason.to_ascii_lowercase().as_str() {
        "stop" | "eos" | "eos_token" | "end_turn" | "stop_sequence" | "complete" => Ok(End::Whole),
        "length" | "max_tokens" | "model_context_window_exceeded" => Ok(End::Length),
        "content_filter" | "sensitive" | "safety" | "recitation" | "refusal" => Ok(End::Filtered),
        "error" | "abort" | "network_error" | "insufficient_system_resource" => Err(Fault::BrokeOff(reason.to_owned())),
        "tool_calls" | "function_call" => {
            Err(Fault::NoReply("the model calls a tool, and none was offered".to_owned()))
        }
        _ => Err(Fault::NoReply(format!("it ends for an unknown reason, `{reason}`"))),
    }
}

fn read_usage(chunk: &Value) -> Option<Usage> {
    // Groq puts it aside.
    let usage =
        [chunk.get("usage"), chunk.pointer("/x_groq/usage")].into_iter().flatten().find(|usage| usage.is_object())?;
    let count = |name| usage.get(name).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok());
    Some(Usage {
        prompt_tokens: count("prompt_tokens")?,
        completion_tokens: count("completion_tokens").unwrap_or(0),
        is_estimated: false,
    })
}
