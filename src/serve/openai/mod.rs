//! `/v1/chat/completions` and `/v1/models`, in OpenAI's form: for chat front ends and bots that know it.

mod content;
mod contract;
mod error;
mod messages;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Json;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::answering::{AnswerEvent, AskRequest, ask_after};
use super::api::{Body, contracts, of_replies, of_requests};
use super::app::App;
use super::guard::Scope;
use super::guard::scoped;
use super::problem::Problem;
use crate::context::{Heard, hear};
use crate::retrieve::Filters;
use crate::vocabulary::Language;
use content::{Content, Links};
use contract::{ChatChoice, ChatCompletion, ChatMessage, ChatUsage, ModelEntry, ModelList, OpenAiError};
pub(super) use error::in_its_form;
use messages::{Message, conversation};

/// With the language model of the server, where it has one.
const WITH_MODEL: &str = "zhoubao";

/// In the reports' words, always.
const EXTRACTING: &str = "zhoubao-extract";

/// Its routes.
pub(super) fn router() -> Router<Arc<App>> {
    scoped(group().into(), Scope::Ask)
}

/// The same with what the document says of them.
pub(super) fn group() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(complete)).routes(routes!(models)).routes(routes!(model))
}

contracts! {
    /// The schemas of what is replied.
    pub(super) fn reply_schemas by of_replies { ChatCompletion<'_>, ModelEntry, ModelList, OpenAiError }
}

contracts! {
    /// The schemas of what is asked.
    pub(super) fn request_schemas by of_requests { ChatRequest }
}

/// What OpenAI's clients send; parameters that are not named here are passed over.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ChatCompletionRequest")]
struct ChatRequest {
    #[schemars(extend("enum" = [WITH_MODEL, EXTRACTING]))]
    model: String,
    #[schemars(length(min = 1))]
    messages: Vec<Message>,
    #[serde(default)]
    stream: Option<bool>,
    #[serde(default)]
    stream_options: Option<StreamOptions>,
}

#[derive(Debug, Deserialize, JsonSchema)]
struct StreamOptions {
    #[serde(default)]
    include_usage: Option<bool>,
}

/// What all parts of one reply say.
#[derive(Debug, Clone)]
struct Reply {
    id: String,
    created: u64,
    model: String,
}

/// Answers the last message of a user; the messages before it are the conversation that a follow-up leans on.
///
/// The content has the marks of its sources (`[1]`) and a list of them behind it; `annotations` say where the marks are. `zhoubao` asks
/// the language model of the server, where it has one; `zhoubao-extract` never.
#[utoipa::path(post, path = "/v1/chat/completions", tag = "openai", request_body = ChatRequest, responses(
    (status = 200, description = "The answer, or its chunks", content(
        (ChatCompletion = "application/json"), (String = "text/event-stream")))))]
async fn complete(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(request): Body<ChatRequest>,
) -> Result<Response, Problem> {
    if request.model != WITH_MODEL && request.model != EXTRACTING {
        return Err(no_model(&request.model));
    }
    let (question, turns) = conversation(&request.messages)?;
    let created = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let reply = Reply { id: format!("chatcmpl-{}", Uuid::new_v4().simple()), created, model: request.model };
    let links = Links::of(&headers);
    let events = match hear(&question, &turns, false)? {
        Heard::Question(_) => {
            let uses_model = reply.model == WITH_MODEL;
            let asked = AskRequest {
                question,
                conversation: None,
                filters: Filters::default(),
                uses_model,
                language: Language::English,
            };
            ask_after(&app, asked, turns)
        }
        Heard::PastTheList(said) => said_alone(&said),
        // Whoever says thanks wants no error.
        Heard::Courtesy | Heard::Sources(_) => said_alone(Language::of_page(&question).pick("好的。", "Very well.")),
    };
    if request.stream == Some(true) {
        let wants_usage = request.stream_options.and_then(|options| options.include_usage) == Some(true);
        return Ok(chunks(reply, links, events, wants_usage));
    }
    whole(reply, &links, events).await
}

/// An answer that no report is asked for.
fn said_alone(said: &str) -> mpsc::Receiver<AnswerEvent> {
    let (sender, receiver) = mpsc::channel(1);
    let sentence = json!({ "text": said, "citations": [], "shown": true });
    // There is a place for it.
    let _ = sender.try_send(AnswerEvent::Done(json!({ "sentences": [sentence], "citations": [] })));
    receiver
}

async fn whole(reply: Reply, links: &Links, mut events: mpsc::Receiver<AnswerEvent>) -> Result<Response, Problem> {
    while let Some(event) = events.recv().await {
        match event {
            AnswerEvent::Done(answer) => {
                let mut content = Content::new(links.clone());
                content.finish(&answer);
                let annotations = content.annotations();
                let message = ChatMessage { role: "assistant", content: content.text(), refusal: (), annotations };
                return Ok(Json(ChatCompletion {
                    id: &reply.id,
                    object: "chat.completion",
                    created: reply.created,
                    model: &reply.model,
                    choices: [ChatChoice { index: 0, message, logprobs: (), finish_reason: "stop" }],
                    usage: usage(&answer),
                })
                .into_response());
            }
            AnswerEvent::Failed(problem) => return Err(problem),
            AnswerEvent::Extracted(_) | AnswerEvent::Sentence(_) | AnswerEvent::Writing { .. } => {}
        }
    }
    Err(Problem::new(http::StatusCode::INTERNAL_SERVER_ERROR, "the answer was given up"))
}

/// The answer as it comes: a model's sentences one by one, the reports' words at once.
fn chunks(reply: Reply, links: Links, events: mpsc::Receiver<AnswerEvent>, wants_usage: bool) -> Response {
    let chunk = move |choices: Value, usage: Option<ChatUsage>| {
        let mut chunk = json!({
            "id": reply.id,
            "object": "chat.completion.chunk",
            "created": reply.created,
            "model": reply.model,
            "choices": choices,
        });
        if wants_usage {
            chunk["usage"] = json!(usage);
        }
        chunk.to_string()
    };
    let delta = |delta: Value, reason: Option<&str>| json!([{ "index": 0, "delta": delta, "logprobs": null, "finish_reason": reason }]);
    let first = chunk(delta(json!({ "role": "assistant", "content": "" }), None), None);
    let rest =
        stream::unfold((events, Content::new(links), chunk), move |(mut events, mut content, chunk)| async move {
            let data: Vec<String> = match events.recv().await? {
                AnswerEvent::Extracted(_) | AnswerEvent::Writing { .. } => Vec::new(),
                AnswerEvent::Sentence(told) => {
                    let more = content.sentence(&told["sentence"], &told["citations"]);
                    vec![chunk(delta(json!({ "content": more }), None), None)]
                }
                AnswerEvent::Done(answer) => {
                    let more = content.finish(&answer);
                    let mut data = vec![
                        chunk(delta(json!({ "content": more, "annotations": content.annotations() }), None), None),
                        chunk(delta(json!({}), Some("stop")), None),
                    ];
                    if wants_usage {
                        data.push(chunk(json!([]), Some(usage(&answer))));
                    }
                    data.push("[DONE]".to_string());
                    data
                }
                AnswerEvent::Failed(problem) => vec![error::body(&problem).to_string(), "[DONE]".to_string()],
            };
            Some((data, (events, content, chunk)))
        });
    let data = stream::iter([vec![first]]).chain(rest).flat_map(stream::iter);
    let events = data.map(|data| Ok::<Event, Infallible>(Event::default().data(data)));
    let mut response = Sse::new(events).keep_alive(KeepAlive::new()).into_response();
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

/// Tokens of the model that was asked.
fn usage(answer: &Value) -> ChatUsage {
    let tokens = |name: &str| answer["usage"][name].as_u64().unwrap_or(0);
    ChatUsage {
        prompt_tokens: tokens("prompt_tokens"),
        completion_tokens: tokens("completion_tokens"),
        total_tokens: tokens("total_tokens"),
    }
}

fn no_model(name: &str) -> Problem {
    let problem = Problem::not_found(format!("there is no model `{name}`"));
    problem.with_hint(format!("there are {WITH_MODEL} and {EXTRACTING}"))
}

/// The models that can be named.
#[utoipa::path(get, path = "/v1/models", tag = "openai",
    responses((status = 200, description = "The models", body = ModelList)))]
async fn models() -> Json<ModelList> {
    Json(ModelList { object: "list", data: vec![ModelEntry::new(WITH_MODEL), ModelEntry::new(EXTRACTING)] })
}

/// One of them.
#[utoipa::path(get, path = "/v1/models/{model}", tag = "openai", params(("model" = String, Path, description = "Its name")),
    responses((status = 200, description = "The model", body = ModelEntry)))]
async fn model(Path(name): Path<String>) -> Result<Json<ModelEntry>, Problem> {
    let known = [WITH_MODEL, EXTRACTING].into_iter().find(|known| *known == name);
    known.map(|known| Json(ModelEntry::new(known))).ok_or_else(|| no_model(&name))
}
