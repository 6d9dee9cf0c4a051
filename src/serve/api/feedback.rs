//! What people say of answers: right, wrong, and what is right instead.

use std::sync::Arc;

use axum::extract::{OriginalUri, Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

use super::contracts::{JudgedAnswer, Judgement, MonthStats, StandingCorrection};
use super::extract::{Body, Fields, NoFields};
use super::page::PageFields;
use crate::context::Failure;
use crate::feedback::{Feedback, FeedbackError, Opinion, Said};
use crate::render::{corrections_json, feedback_json, stats_json};
use crate::serve::app::App;
use crate::serve::guard::{Caller, Scope};
use crate::serve::problem::Problem;

/// Whether an answer is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum OpinionField {
    Right,
    Wrong,
}

/// What is said of an answer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "opinion": "wrong", "because": "那天没有扩容" })))]
pub(super) struct FeedbackBody {
    opinion: OpinionField,
    /// Why.
    #[serde(default)]
    because: Option<String>,
    /// What is right instead, for an answer that is wrong. It needs the scope `write`, and is shown beside answers from then on.
    #[serde(default)]
    correct: Option<String>,
    /// Numbers of the answer's citations that the correction is attached to; all of them where none is named.
    #[serde(default)]
    sources: Vec<usize>,
    /// Who says so, where callers have no tokens: a token's name is who says it.
    #[serde(default)]
    by: Option<String>,
}

/// Says of an answer that it is right or wrong, and what is right instead; `zhoubao feedback ID`.
#[utoipa::path(post, path = "/api/v1/answers/{id}/feedback", tag = "feedback", request_body = FeedbackBody,
    params(("id" = String, Path, description = "The answer's `id`, or how it begins")),
    responses((status = 201, description = "What was kept", body = Judgement)))]
pub(super) async fn judge(
    State(app): State<Arc<App>>,
    Extension(caller): Extension<Caller>,
    Fields(..): Fields<NoFields>,
    Path(id): Path<String>,
    Body(body): Body<FeedbackBody>,
) -> Result<Response, Problem> {
    if body.correct.is_some() {
        if !caller.may(Scope::Write) {
            return Err(Problem::new(StatusCode::FORBIDDEN, "a correction needs the scope `write`"));
        }
        if body.opinion == OpinionField::Right {
            return Err(Problem::bad_request("an answer that is right has no correction"));
        }
    }
    let feedback = app.live().tools().feedback().clone();
    let named = caller.name.or(body.by).or_else(|| feedback.by().map(str::to_string));
    let by = named.ok_or_else(|| Problem::bad_request("nobody says so").with_hint("name yourself with `by`"))?;
    let opinion = match body.opinion {
        OpinionField::Right => Opinion::Right,
        OpinionField::Wrong => Opinion::Wrong,
    };
    let said = Said { by, opinion, because: body.because, correct: body.correct, sources: body.sources };
    let kept = kept(&app, move |_| {
        let judged = feedback.find(&id).map_err(unknown)?;
        let answer = judged.answer.ok_or_else(|| Problem::not_found("this answer was forgotten"))?;
        let judgement = feedback.judge(&answer, said, Timestamp::now()).map_err(Failure::from)?;
        Ok(json!(judgement))
    });
    Ok((StatusCode::CREATED, Json(kept.await?)).into_response())
}

/// One answer of the log, with what was said of it.
#[utoipa::path(get, path = "/api/v1/answers/{id}", tag = "feedback",
    params(("id" = String, Path, description = "The answer's `id`, or how it begins")),
    responses((status = 200, description = "The answer as it was kept", body = JudgedAnswer)))]
pub(super) async fn answer(
    State(app): State<Arc<App>>,
    Fields(..): Fields<NoFields>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let found = kept(&app, move |feedback| {
        let judged = feedback.find(&id).map_err(unknown)?;
        Ok(feedback_json(&[&judged])[0].take())
    });
    Ok(Json(found.await?).into_response())
}

/// Which answers.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct KeptFields {
    /// Only answers that something was said of.
    #[serde(default)]
    judged: bool,
}

/// The log of answers with what was said of them, the oldest first; `zhoubao feedback list --json`.
#[utoipa::path(get, path = "/api/v1/feedback", tag = "feedback", params(PageFields, KeptFields),
    responses((status = 200, description = "The answers", body = [JudgedAnswer])))]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    uri: OriginalUri,
    Fields(page, asked, _): Fields<PageFields, KeptFields, NoFields>,
) -> Result<Response, Problem> {
    let found = kept(&app, move |feedback| {
        let kept = feedback.kept().map_err(Failure::from)?;
        let listed = kept.answers.iter().filter(|judged| !asked.judged || !judged.judgements.is_empty());
        Ok(feedback_json(&listed.collect::<Vec<_>>()))
    });
    page.of(found.await?, &uri)
}

/// By month: asked, right, wrong, corrected, the share that is right; `zhoubao feedback stats --json`.
#[utoipa::path(get, path = "/api/v1/feedback/stats", tag = "feedback",
    responses((status = 200, description = "The months, the oldest first", body = [MonthStats])))]
pub(super) async fn stats(State(app): State<Arc<App>>, Fields(..): Fields<NoFields>) -> Result<Response, Problem> {
    let found = kept(&app, |feedback| Ok(stats_json(&feedback.stats().map_err(Failure::from)?)));
    Ok(Json(found.await?).into_response())
}

/// The corrections, held against the reports as they are now; `zhoubao feedback list --corrections --json`.
#[utoipa::path(get, path = "/api/v1/feedback/corrections", tag = "feedback", params(PageFields),
    responses((status = 200, description = "The corrections", body = [StandingCorrection])))]
pub(super) async fn corrections(
    State(app): State<Arc<App>>,
    uri: OriginalUri,
    Fields(page, ..): Fields<PageFields>,
) -> Result<Response, Problem> {
    let found = app.work_even_if_empty(|context| async move {
        Ok(corrections_json(&context.feedback.standing_corrections(&context.retriever()).await?))
    });
    page.of(found.await?, &uri)
}

/// Reads or writes what is kept, on a thread that may be kept busy.
async fn kept(
    app: &Arc<App>,
    read: impl FnOnce(&Feedback) -> Result<Value, Problem> + Send + 'static,
) -> Result<Value, Problem> {
    app.work_even_if_empty(|context| async move { Ok(read(&context.feedback)) }).await?
}

fn unknown(error: FeedbackError) -> Problem {
    let is_unknown = matches!(error, FeedbackError::Unknown { .. });
    let problem = Problem::from(Failure::from(error));
    match (is_unknown, problem.hint.clone()) {
        (false, _) => problem,
        (true, None) => Problem::not_found(problem.detail),
        (true, Some(hint)) => Problem::not_found(problem.detail).with_hint(hint),
    }
}
