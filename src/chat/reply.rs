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
    has_choices: bool,
    /// The first chunk that is of no use to us: gateways send pings and remarks.
    stray: Option<String>,
}

/// Why the model stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Whole,
    Length,
    Filtered,
}

/// Why a chunk is no part of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is an error of the server's; the message is never empty.
    Error(ErrorBody),
    /// The reply broke off, in the server's word for it or ours.
    BrokeOff(String),
    /// It is something else: what is wrong with it, and what it is.
    NoReply { why: String, chunk: String },
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
        Self {
            text: String::new(),
            thoughts: Thoughts::new(),
            max_bytes,
            end: None,
            model: None,
            usage: None,
            has_choices: false,
            stray: None,
        }
    }

    /// Takes one chunk and says what it adds to the text.
    ///
    /// # Errors
    /// A [`Fault`], after which the reply cannot be had, unless the model had stopped before.
    pub(crate) fn take(&mut self, chunk: &Value) -> Result<Shown, Fault> {
        if chunk.get("error").is_some_and(|error| !error.is_null()) {
            let mut body = ErrorBody::of(chunk);
            if body.message.is_empty() {
                body.message = chunk.to_string();
            }
            return Err(Fault::Error(body));
        }
        self.usage = read_usage(chunk).or(self.usage);
        let model = chunk.get("model").and_then(Value::as_str).filter(|name| !name.is_empty());
        self.model = model.map(str::to_owned).or(self.model.take());
        let choices = chunk.get("choices").and_then(Value::as_array);
        self.has_choices |= choices.is_some();
        if choices.is_none() && self.stray.is_none() {
            self.stray = Some(chunk.to_string());
        }
        match choices.and_then(|choices| choices.first()) {
            Some(choice) => self.take_choice(choice),
            None => Ok(Shown::More(String::new())),
        }
    }

    fn take_choice(&mut self, choice: &Value) -> Result<Shown, Fault> {
        let no_reply = |why: String| Fault::NoReply { why, chunk: choice.to_string() };
        let said = ["delta", "message"].into_iter().find_map(|name| choice.get(name).filter(|said| said.is_object()));
        let mut shown = Shown::More(String::new());
        if let Some(said) = said {
            if ["tool_calls", "function_call"].into_iter().any(|name| said.get(name).is_some_and(has_content)) {
                return Err(no_reply(TOOL_CALL.to_owned()));
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
            // A refusal ends with `stop`, and stays one.
            self.end = self.end.or(match read_end(reason) {
                Ending::Good(end) => Some(end),
                Ending::Broken => return Err(Fault::BrokeOff(reason.to_owned())),
                Ending::ToolCall => return Err(no_reply(TOOL_CALL.to_owned())),
                Ending::Unknown => return Err(no_reply(format!("it ends for an unknown reason, `{reason}`"))),
            });
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

    /// The whole reply, and what was held back of its text. `is_done`: the server ended the stream on
    /// purpose, which serves for the model's end where a server does not report that.
    ///
    /// # Errors
    /// `NoReply` if no chunk was one of a reply; `BrokeOff` if the stream ended before the model did.
    pub(crate) fn finish(self, is_done: bool) -> Result<(Reply, String), Fault> {
        if let (false, Some(chunk)) = (self.has_choices, self.stray) {
            return Err(Fault::NoReply { why: "it has no `choices`".to_owned(), chunk });
        }
        let end = self.end.or(is_done.then_some(End::Whole));
        let end = end.ok_or_else(|| Fault::BrokeOff("it ended too early".to_owned()))?;
        let rest = self.thoughts.finish();
        let text = format!("{}{rest}", self.text).trim().to_owned();
        Ok((Reply { text, end, model: self.model, usage: self.usage }, rest))
    }
}

const TOOL_CALL: &str = "the model calls a tool, and none was offered";

/// Whether it is more than null or an empty list.
fn has_content(calls: &Value) -> bool {
    calls.as_array().map_or(!calls.is_null(), |calls| !calls.is_empty())
}

/// The text of a message: a string, or a list of parts with text. Reasoning has fields of its own, which are left alone.
fn content(said: &Value) -> String {
    match said.get("content") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => {
            parts.iter().filter_map(|part| part.get("text").and_then(Value::as_str)).collect::<String>()
        }
        _ => String::new(),
    }
}

/// What a `finish_reason` means.
enum Ending {
    Good(End),
    Broken,
    ToolCall,
    Unknown,
}

/// OpenAI's reasons, and those of llama.cpp, vLLM, Gemini, Anthropic, Zhipu, DeepSeek and OpenRouter.
fn read_end(reason: &str) -> Ending {
    match reason.to_ascii_lowercase().as_str() {
        "stop" | "eos" | "eos_token" | "end_turn" | "stop_sequence" | "complete" => Ending::Good(End::Whole),
        "length" | "max_tokens" | "model_context_window_exceeded" => Ending::Good(End::Length),
        "content_filter" | "sensitive" | "safety" | "recitation" | "refusal" => Ending::Good(End::Filtered),
        "error" | "abort" | "network_error" | "insufficient_system_resource" => Ending::Broken,
        "tool_calls" | "function_call" => Ending::ToolCall,
        _ => Ending::Unknown,
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{End, Fault, Reading, Reply};

    /// The reply in `chunks`, and the first fault in it.
    fn read(chunks: &[Value], is_done: bool) -> Result<Reply, Fault> {
        let mut reading = Reading::new(100);
        for chunk in chunks {
            reading.take(chunk)?;
        }
        reading.finish(is_done).map(|(reply, _)| reply)
    }

    fn says(text: &str) -> Value {
        json!({"choices": [{"delta": {"content": text}, "finish_reason": null}]})
    }

    #[test]
    fn pings_and_remarks_between_the_chunks_are_passed_over() {
        let ping = json!({"type": "ping"});
        let end = json!({"choices": [{"delta": {}, "finish_reason": "stop"}]});
        let reply = read(&[ping.clone(), says("磁盘"), ping, says("满。"), end], false).expect("a reply");
        assert_eq!((reply.text.as_str(), reply.end), ("磁盘满。", End::Whole));
    }

    #[test]
    fn pings_alone_are_no_reply_and_nothing_is_a_break() {
        let read_nothing = read(&[json!({"type": "ping"})], true);
        assert!(matches!(read_nothing, Err(Fault::NoReply { chunk, .. }) if chunk == r#"{"type":"ping"}"#));
        assert!(matches!(read(&[], false), Err(Fault::BrokeOff(_))));
        assert!(matches!(read(&[says("磁盘")], false), Err(Fault::BrokeOff(_))));
    }

    #[test]
    fn an_end_on_purpose_serves_for_the_models_own() {
        assert_eq!(read(&[says("磁盘满。")], true).expect("a reply").text, "磁盘满。");
        assert_eq!(read(&[], true).expect("an empty reply").text, "");
    }

    #[test]
    fn an_error_without_words_is_told_as_it_came() {
        let error = json!({"error": {"status": 5}});
        assert!(matches!(read(&[error], false), Err(Fault::Error(body)) if body.message.contains("status")));
        // Not every `error` is one.
        assert!(read(&[json!({"error": null, "choices": []})], true).is_ok());
    }
}
