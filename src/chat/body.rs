//! The JSON of a request, in the dialect of a server: which of the optional parameters it takes. Pure.

use async_openai::types::chat::{ResponseFormat, ResponseFormatJsonSchema};
use serde::Serialize;
use serde_json::{Value, json};

use crate::chat::message::Request;
use crate::chat::options::ChatOptions;
use crate::chat::refusal::Refusal;

/// What a server takes; every server is first believed to take all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// `stream_options: {"include_usage": true}`.
    takes_stream_options: bool,
    takes_temperature: bool,
    takes_seed: bool,
    /// OpenAI's reasoning models call it `max_completion_tokens`.
    takes_max_tokens: bool,
    /// `response_format` with a JSON schema.
    takes_schema: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            takes_stream_options: true,
            takes_temperature: true,
            takes_seed: true,
            takes_max_tokens: true,
            takes_schema: true,
        }
    }
}

impl Dialect {
    /// This dialect without the parameter of `request` that `refusal` complains of; `None` if it complains of none that we
    /// can leave out.
    pub(crate) fn without(self, refusal: &Refusal, request: &Request) -> Option<Self> {
        if self.takes_stream_options && refusal.blames("stream_options") {
            Some(Self { takes_stream_options: false, ..self })
        } else if self.takes_max_tokens && refusal.blames("max_completion_tokens") {
            Some(Self { takes_max_tokens: false, ..self })
        } else if self.takes_temperature && refusal.blames("temperature") {
            Some(Self { takes_temperature: false, ..self })
        } else if self.takes_seed && refusal.blames("seed") {
            Some(Self { takes_seed: false, ..self })
        } else if self.takes_schema && request.schema.is_some() && refusal.is_of_the_request() {
            // Of a schema servers complain in too many ways to know them all: of its type, its words, its grammar.
            Some(Self { takes_schema: false, ..self })
        } else {
            None
        }
    }
}

/// What is asked, without how it is to be delivered: names a reply in the cache.
pub(crate) fn question(options: &ChatOptions, request: &Request) -> Value {
    let body = Body::new(options, request, Dialect::default());
    let mut question = json!({
        "model": body.model,
        "messages": body.messages,
        "temperature": body.temperature,
        "seed": body.seed,
        "max_tokens": body.max_tokens,
        "stop": body.stop,
    });
    // Replies that were kept before there were schemas keep their names.
    if let Some(schema) = &request.schema {
        question["schema"] = schema.clone();
    }
    question
}

/// The body of a request.
#[derive(Debug, Serialize)]
pub(crate) struct Body<'a> {
    model: &'a str,
    messages: Vec<Said<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stop: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    response_format: Option<ResponseFormat>,
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
}

#[derive(Debug, Serialize)]
struct Said<'a> {
    role: &'static str,
    content: &'a str,
}

#[derive(Debug, Serialize)]
struct StreamOptions {
    include_usage: bool,
}

impl<'a> Body<'a> {
    pub(crate) fn new(options: &'a ChatOptions, request: &'a Request, dialect: Dialect) -> Self {
        let said = |message: &'a crate::chat::Message| Said { role: message.role.name(), content: &message.content };
        // By way of its digits, as 0.2 of 32 bits is 0.20000000298 of 64.
        let temperature = options.temperature.to_string().parse().ok();
        Self {
            model: &options.model,
            messages: request.messages.iter().map(said).collect(),
            temperature: temperature.filter(|_| dialect.takes_temperature),
            seed: options.seed.filter(|_| dialect.takes_seed),
            max_tokens: dialect.takes_max_tokens.then_some(request.max_tokens),
            max_completion_tokens: (!dialect.takes_max_tokens).then_some(request.max_tokens),
            stop: &request.stop,
            response_format: request.schema.clone().filter(|_| dialect.takes_schema).map(of_schema),
            stream: true,
            stream_options: dialect.takes_stream_options.then_some(StreamOptions { include_usage: true }),
        }
    }
}

fn of_schema(schema: Value) -> ResponseFormat {
    let json_schema =
        ResponseFormatJsonSchema { description: None, name: "reply".to_string(), schema, strict: Some(true) };
    ResponseFormat::JsonSchema { json_schema }
}
