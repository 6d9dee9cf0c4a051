//! Questions: answered whole or as the answer comes, and searched for.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::contracts::{Answer, Hit};
use super::extract::{Body, Fields, NoFields};
use crate::question::Question;
use crate::render::hits_json;
use crate::retrieve::Legs;
use crate::serve::answering::{AnswerEvent, AskRequest, ask, ask_whole};
use crate::serve::app::App;
use crate::serve::fields::FilterFields;
use crate::serve::problem::Problem;
use crate::vocabulary::Language;

/// A line a silent connection is kept open by.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// A question.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "question": "6/15账户流水差异的原因是什么" })))]
pub(super) struct AskBody {
    /// A sentence in Chinese or English: `6/15账户流水差异的原因是什么`.
    question: String,
    /// The `conversation` of an answer, for a follow-up to it.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    conversation: Option<Uuid>,
    /// Whether a language model may have a part, where the server has one.
    #[serde(default = "yes")]
    #[schema(default = true)]
    model: bool,
    /// Only what happened or was reported on or after this day, `2023-06-20`.
    #[serde(default)]
    since: Option<String>,
    /// Only what happened or was reported on or before this day.
    #[serde(default)]
    until: Option<String>,
    /// Only this time: `2023-06`, `2023Q2`, `第26周`.
    #[serde(default)]
    period: Option<String>,
    /// Only sections with these words in their headings, or of a kind.
    #[serde(default)]
    section: Option<String>,
    /// Only reports by authors whose names contain these words.
    #[serde(default)]
    author: Option<String>,
}

fn yes() -> bool {
    true
}

impl AskBody {
    fn request(self) -> Result<AskRequest, Problem> {
        let Self { question, conversation, model, since, until, period, section, author } = self;
        let filters = FilterFields { since, until, period, section, author }.filters()?;
        Ok(AskRequest { question, conversation, filters, uses_model: model, language: Language::English })
    }
}

/// The answer to a question, with its sources; `zhoubao ask --json`.
///
/// With `Accept: text/event-stream` it comes in pieces, as from `/api/v1/ask/stream`.
#[utoipa::path(post, path = "/api/v1/ask", tag = "answers", request_body = AskBody, responses(
    (status = 200, description = "The answer", content((Answer = "application/json"), (String = "text/event-stream")))))]
pub(super) async fn ask_once(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Fields(..): Fields<NoFields>,
    Body(body): Body<AskBody>,
) -> Result<Response, Problem> {
    let request = body.request()?;
    if wants_events(&headers) {
        return Ok(events(&app, request));
    }
    Ok(Json(ask_whole(&app, request).await?).into_response())
}

/// The answer as it comes, as server-sent events.
///
/// `extracted` (the answer in the reports' words), `sentence` (one of the model's that stays, with the citations so far), `writing`
/// (characters that the model has written), `done` (the answer as it stays). Without a model there is `done` alone. What goes
/// wrong on the way is `error`, with a problem.
#[utoipa::path(post, path = "/api/v1/ask/stream", tag = "answers", request_body = AskBody,
    responses((status = 200, description = "Events", body = String, content_type = "text/event-stream")))]
pub(super) async fn ask_stream(
    State(app): State<Arc<App>>,
    Fields(..): Fields<NoFields>,
    Body(body): Body<AskBody>,
) -> Result<Response, Problem> {
    Ok(events(&app, body.request()?))
}

pub(super) fn wants_events(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|accepted| accepted.to_str().ok());
    accepted.flat_map(|accepted| accepted.split(',')).any(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("text/event-stream")
    })
}

fn events(app: &Arc<App>, request: AskRequest) -> Response {
    let receiver = ask(app, request);
    let events = stream::unfold(receiver, |mut receiver| async move {
        let event = receiver.recv().await?;
        Some((Ok::<Event, Infallible>(told(event)), receiver))
    });
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    // A proxy that gathers replies would keep the answer until it is whole.
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

fn told(event: AnswerEvent) -> Event {
    let (name, data) = match event {
        AnswerEvent::Extracted(answer) => ("extracted", answer),
        AnswerEvent::Sentence(sentence) => ("sentence", sentence),
        AnswerEvent::Writing { chars } => ("writing", json!({ "chars": chars })),
        AnswerEvent::Done(answer) => ("done", answer),
        AnswerEvent::Failed(problem) => ("error", json!(problem)),
    };
    // JSON has no line ends of its own.
    Event::default().event(name).data(Value::to_string(&data))
}

/// What is searched for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchFields {
    /// Words or a question.
    q: String,
    /// How many passages, best first.
    #[serde(default = "usual_hits")]
    #[param(minimum = 1, maximum = 1000, default = 10)]
    limit: usize,
}

fn usual_hits() -> usize {
    10
}

/// Passages, best first, with their scores; `zhoubao search --json`.
#[utoipa::path(get, path = "/api/v1/search", tag = "answers", params(FilterFields, SearchFields),
    responses((status = 200, description = "Best first; none where nothing is like it", body = [Hit])))]
pub(super) async fn search(
    State(app): State<Arc<App>>,
    Fields(filters, asked, _): Fields<FilterFields, SearchFields, NoFields>,
) -> Result<Response, Problem> {
    let filters = filters.filters()?;
    if !(1..=1000).contains(&asked.limit) {
        return Err(Problem::bad_request(format!("`limit` is {}, not 1 to 1000", asked.limit)));
    }
    let question = Question::read(&asked.q).map_err(crate::context::Failure::from)?;
    if let Some((written, why)) = question.impossible.first() {
        return Err(Problem::bad_request(format!("`{written}`: {why}")));
    }
    let found = app.work(move |context| async move {
        context.check_author(filters.author.as_deref())?;
        let mut found = context.retriever().search(Legs::Both, &question, &filters, asked.limit).await?;
        found.found.truncate(asked.limit);
        let corrections = context.corrections_beside(&question, &filters, &found.found).await?;
        Ok(hits_json(&found.found, &corrections))
    });
    Ok(Json(found.await?).into_response())
}
