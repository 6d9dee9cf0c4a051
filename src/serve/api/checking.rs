//! The linter over a text or a report of the index.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::contracts::Finding;
use super::extract::{Body, Fields, LanguageField, NoFields};
use crate::check::{Options, Page, Selection, check};
use crate::context::{Context, page_of, pages_of};
use crate::render::findings_json;
use crate::report::PageName;
use crate::serve::app::App;
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
    let settings = &app.config().check;
    let select = if body.select.is_empty() { &settings.select } else { &body.select };
    let ignore: Vec<String> = body.ignore.iter().chain(&settings.ignore).cloned().collect();
    let selection = Selection::new(select, &ignore).map_err(|error| Problem::bad_request(error.to_string()))?;
    let options = Options { selection, thresholds: settings.thresholds.clone(), as_of: None };
    if body.text.is_some() == body.report.is_some() {
        return Err(Problem::bad_request("name either `text` or `report`"));
    }
    let checked = app.work_even_if_empty(move |context| async move { Ok(findings(&context, body, &options)) });
    Ok(Json(checked.await??).into_response())
}

fn findings(context: &Context, body: CheckBody, options: &Options) -> Result<serde_json::Value, Problem> {
    let (path, name, text, hash) = match body.report {
        None => {
            let path = body.name.unwrap_or_else(|| "report.md".to_string());
            let name = path.rsplit('/').next().unwrap_or_default();
            let name = name.strip_suffix(".md").unwrap_or(name).to_string();
            (path, PageName { name, folders: Vec::new() }, body.text.unwrap_or_default(), None)
        }
        Some(report) => {
            let entry = context.catalogue.entry(report);
            let record = &entry.ok_or_else(|| Problem::not_found("there is no report with this id"))?.record;
            let (name, text) = page_of(record).ok_or_else(|| {
                Problem::not_found("the page of this report is not where it was read from, or was changed since")
                    .with_hint("send its text as `text`")
            })?;
            (record.path.clone(), name, text, Some(record.hash.clone()))
        }
    };
    let page = Page::read(path, text, name);
    let records: Vec<_> = match body.against_index {
        true => context.catalogue.entries().iter().map(|entry| entry.record.clone()).collect(),
        false => Vec::new(),
    };
    // Where files lie on this machine is nobody's business.
    let earlier = pages_of(&records, |document| Some(&document.hash) == hash.as_ref(), |_, path| path.to_string());
    let others: Vec<&Page> = std::iter::once(&page).chain(&earlier).collect();
    let language = body.lang.map_or_else(|| page.language(), LanguageField::language);
    let found: Vec<_> = check(&page, &others, options).into_iter().map(|finding| (finding, language)).collect();
    Ok(findings_json(&found))
}
