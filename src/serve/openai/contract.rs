//! Replies in OpenAI's form.

use schemars::JsonSchema;
use serde::Serialize;

/// An answer in OpenAI's form.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ChatCompletion<'a> {
    pub id: &'a str,
    #[schemars(extend("const" = "chat.completion"))]
    pub object: &'static str,
    /// Seconds since 1970-01-01.
    pub created: u64,
    pub model: &'a str,
    pub choices: [ChatChoice<'a>; 1],
    pub usage: ChatUsage,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ChatChoice<'a> {
    pub index: usize,
    pub message: ChatMessage<'a>,
    pub logprobs: (),
    #[schemars(extend("const" = "stop"))]
    pub finish_reason: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ChatMessage<'a> {
    #[schemars(extend("const" = "assistant"))]
    pub role: &'static str,
    /// The sentences with the marks of their sources, and a list of these.
    pub content: &'a str,
    pub refusal: (),
    pub annotations: Vec<ChatAnnotation>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ChatAnnotation {
    #[serde(rename = "type")]
    #[schemars(extend("const" = "url_citation"))]
    pub kind: &'static str,
    pub url_citation: ChatCitation,
}

/// A mark in the content, in characters: `content[start_index:end_index]`.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ChatCitation {
    pub start_index: usize,
    pub end_index: usize,
    pub url: String,
    pub title: String,
}

/// Tokens of the model that was asked; 0 where none was.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub(super) struct ChatUsage {
    pub prompt_tokens: u64,
    pub completion_tokens: u64,
    pub total_tokens: u64,
}

/// A model.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ModelEntry {
    id: &'static str,
    #[schemars(extend("const" = "model"))]
    object: &'static str,
    created: u64,
    owned_by: &'static str,
}

impl ModelEntry {
    pub(super) fn new(id: &'static str) -> Self {
        Self { id, object: "model", created: 0, owned_by: "zhoubao" }
    }
}

/// The models.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ModelList {
    #[schemars(extend("const" = "list"))]
    pub object: &'static str,
    pub data: Vec<ModelEntry>,
}

/// What went wrong.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct OpenAiError {
    pub error: OpenAiProblem,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct OpenAiProblem {
    pub message: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub param: (),
    pub code: Option<&'static str>,
}
