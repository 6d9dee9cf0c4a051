//! The linter over a text or a report of the index.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::contracts::Finding;
use super::extract::{Body, Fields, NoFields};
use crate::check::Options;
use crate::context::Context;
use crate::render::findings_json;
use crate::serve::app::App;
use crate::serve::checking::{self, Checked};
use crate::serve::fields::{LanguageField, given};
use crate::serve::problem::Problem;

/// What is checked: a text, or a report of the index by its id; one of the two.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "text": "# 周报 第27周 2023-06-27\n\n- 对账平台 80%\n" })))]
pub(super) struct CheckBody {
    /// A report in Markdown.
    #[serde(default)]
    text: Option<String>,
    /// What the file would be called, which may say its week: `第27周 2023-06-27.md`.
    #[serde(default)]
    name: Option<String>,
    /// The id of a report of the index, whose page is where it was read from.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    report: Option<Uuid>,
    /// Codes (`ZB003`), prefixes (`ZB01`) or names of the rules that run; all where none is named.
    #[serde(default)]
    select: Vec<String>,
    /// Rules that do not run.
    #[serde(default)]
    ignore: Vec<String>,
    /// Whether the index's reports are its earlier weeks.
    #[serde(default = "yes")]
    #[schema(default = true)]
    against_index: bool,
    /// The language of messages; by default that of the page.
    #[serde(default)]
    lang: Option<LanguageField>,
}

fn yes() -> bool {
    true
}

/// What a careful reader would object to before a report is sent; `zhoubao check --format json`.
#[utoipa::path(post, path = "/api/v1/check", tag = "writing", request_body = CheckBody,
    responses((status = 200, description = "In order of place; none where nothing is found", body = [Finding])))]
pub(super) async fn check_page(
    State(app): State<Arc<App>>,
    Fields(..): Fields<NoFields>,
    Body(body): Body<CheckBody>,
) -> Result<Response, Problem> {
    let options = checking::options(&app, &body.select, &body.ignore)?;
    if body.text.is_some() == body.report.is_some() {
        return Err(Problem::bad_request("name either `text` or `report`"));
    }
    let checked = app.work_even_if_empty(move |context| async move { Ok(findings(&context, &body, &options)) });
    Ok(Json(checked.await??).into_response())
}

fn findings(context: &Context, body: &CheckBody, options: &Options) -> Result<serde_json::Value, Problem> {
    let known = |report| context.catalogue.entry(report).map(|entry| &entry.record);
    let own = match body.report {
        None => None,
        Some(report) => Some(known(report).ok_or_else(|| Problem::not_found("there is no report with this id"))?),
    };
    let page = match own {
        None => checking::sent(given(&body.name), body.text.as_deref().unwrap_or_default()),
        Some(record) => checking::stored(record)?,
    };
    let checked = match body.against_index {
        true => Checked::beside_index(page, own, context, options),
        false => Checked::alone(page, options),
    };
    Ok(findings_json(&checked.told(body.lang.map(LanguageField::language))))
}
