//! What is written of the reports: roll-ups, goals, the draft of the next one. Worded by the program; no model has a part.

use std::path::Path;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::contracts::{Draft, Goals, RollupReply};
use super::extract::Fields;
use crate::calendar::Expression;
use crate::context::{Context, Failure, page_of, parse_period};
use crate::draft::{DraftError, DraftRequest, draft};
use crate::goals::{GoalsError, GoalsRequest, USUAL_GOALS, goals};
use crate::render::{
    Links, Template, charts, comparison_json, comparison_markdown, comparison_page, draft_json, draft_markdown,
    for_markup, goals_json, goals_markdown, html, markdown, page, rollup_json, safe,
};
use crate::rollup::{compare, rollup};
use crate::serve::app::App;
use crate::serve::fields::{LanguageField, given};
use crate::serve::problem::Problem;

/// Proposals of the longest list.
const MOST_GOALS: usize = 200;

/// What a page is made as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum PageFormat {
    Json,
    Md,
    Html,
}

/// Which roll-up.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RollupFields {
    /// A time: `2023-06`, `2023Q2`, `第13周..第26周`, `2023-05-15..2023-06-30`, `上个月`.
    period: String,
    /// Another time, to be shown beside it.
    #[serde(default)]
    compare: Option<String>,
    /// Only reports by authors whose names contain these words.
    #[serde(default)]
    author: Option<String>,
    /// Else by the header `Accept`.
    #[serde(default)]
    #[param(inline)]
    format: Option<PageFormat>,
    /// `full` (usual) or `leadership`; two times have `compare` alone.
    #[serde(default)]
    template: Option<String>,
    /// The language of the page; by default that of the reports.
    #[serde(default)]
    #[param(inline)]
    lang: Option<LanguageField>,
}

/// A roll-up of a time, or of two, with a source for every line; `zhoubao rollup --json`, and as Markdown or HTML.
///
/// With `compare` it is the object of two, `this` and `other`, and the metrics that both state.
#[utoipa::path(get, path = "/api/v1/rollup", tag = "writing", params(RollupFields), responses((status = 200,
    description = "The roll-up", content((RollupReply = "application/json"), (String = "text/markdown"), (String = "text/html")))))]
pub(super) async fn roll_up(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Fields(asked, ..): Fields<RollupFields>,
) -> Result<Response, Problem> {
    let this = time(&asked.period, "period")?;
    let other = given(&asked.compare).map(|text| time(text, "compare")).transpose()?;
    let template = template(given(&asked.template), other.is_some())?;
    let format = asked.format.unwrap_or_else(|| accepted(&headers));
    app.work(move |context| async move {
        context.check_author(asked.author.as_deref())?;
        let author = given(&asked.author);
        let language = LanguageField::among(asked.lang, &context.catalogue);
        let retriever = context.retriever();
        Ok(match other {
            None => {
                let found = rollup(&retriever, &this, author).await?;
                if format == PageFormat::Json {
                    Json(rollup_json(&found, None).map_err(Failure::from_error)?).into_response()
                } else {
                    let charts = charts(&found, language);
                    let names: Vec<String> = charts.iter().map(|chart| chart.file.clone()).collect();
                    let names = if format == PageFormat::Html { names } else { Vec::new() };
                    let made = with_links(|links| markdown(&page(&found, language, links, &names), &template))?;
                    let charts: Vec<_> = charts.into_iter().filter(|chart| chart.is_in(&made)).collect();
                    shown(&made, format, || html(&made, language, &charts))
                }
            }
            Some(other) => {
                let found = compare(&retriever, &this, &other, author).await?;
                if format == PageFormat::Json {
                    Json(comparison_json(&found).map_err(Failure::from_error)?).into_response()
                } else {
                    let made =
                        with_links(|links| comparison_markdown(&comparison_page(&found, language, links), &template))?;
                    shown(&made, format, || html(&made, language, &[]))
                }
            }
        })
    })
    .await
}

/// A page for whoever reads it elsewhere: sources are named by their paths, no file of the server is linked to.
fn with_links<T>(made: impl FnOnce(&Links<'_>) -> T) -> T {
    let root = Path::new("/");
    made(&Links { here: root, from: root, file_of: &|_| None })
}

fn shown(made: &str, format: PageFormat, html: impl FnOnce() -> String) -> Response {
    match format {
        PageFormat::Html => {
            let kind = (header::CONTENT_TYPE, "text/html; charset=utf-8");
            // The page is one file with its own style; it runs nothing and loads nothing.
            let policy =
                "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox";
            ([kind, (header::CONTENT_SECURITY_POLICY, policy)], for_markup(&html())).into_response()
        }
        PageFormat::Md | PageFormat::Json => {
            let kind = (header::CONTENT_TYPE, "text/markdown; charset=utf-8");
            ([kind], format!("{}\n", safe(made).trim_end())).into_response()
        }
    }
}

/// What the client would rather have, in the order it names them; JSON where it names none of ours.
fn accepted(headers: &HeaderMap) -> PageFormat {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|accepted| accepted.to_str().ok());
    let mut kinds =
        accepted.flat_map(|accepted| accepted.split(',')).map(|kind| kind.split(';').next().unwrap_or_default());
    let known = |kind: &str| match kind.trim() {
        "application/json" => Some(PageFormat::Json),
        "text/markdown" => Some(PageFormat::Md),
        "text/html" => Some(PageFormat::Html),
        _ => None,
    };
    kinds.find_map(known).unwrap_or(PageFormat::Json)
}

fn template(name: Option<&str>, is_compared: bool) -> Result<Template, Problem> {
    let name = name.unwrap_or(if is_compared { "compare" } else { "full" });
    // Names of ours alone: what a request says is no path.
    let known = Template::built_in(name).filter(|template| (template.name == "compare") == is_compared);
    known.ok_or_else(|| {
        let names: Vec<&str> = Template::names().collect();
        Problem::bad_request(format!("`template` is `{name}`, which is none for this"))
            .with_hint(format!("there are {}; `compare` is for two times", names.join(", ")))
    })
}

fn time(text: &str, field: &str) -> Result<(String, Expression), Problem> {
    parse_period(text.trim()).map_err(|why| Problem::bad_request(format!("`{field}`: {why}")))
}

/// Which goals.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct GoalsFields {
    /// The week: `第27周`, `2023-W26`; by default the one after the last report.
    #[serde(default)]
    week: Option<String>,
    /// Only reports by authors whose names contain these words.
    #[serde(default)]
    author: Option<String>,
    /// How many proposals.
    #[serde(default = "usual_goals")]
    #[param(minimum = 1, maximum = 200, default = 10)]
    limit: usize,
    /// The language of reasons; by default that of the reports.
    #[serde(default)]
    #[param(inline)]
    lang: Option<LanguageField>,
    /// Else by the header `Accept`.
    #[serde(default)]
    #[param(inline)]
    format: Option<TextFormat>,
}

/// What a text is made as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum TextFormat {
    Json,
    Md,
}

fn usual_goals() -> usize {
    USUAL_GOALS
}

/// Goals for next week, with reasons and sources; `zhoubao goals --json`, and as Markdown.
#[utoipa::path(get, path = "/api/v1/goals", tag = "writing", params(GoalsFields), responses(
    (status = 200, description = "The goals", content((Goals = "application/json"), (String = "text/markdown")))))]
pub(super) async fn goals_of(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Fields(asked, ..): Fields<GoalsFields>,
) -> Result<Response, Problem> {
    if !(1..=MOST_GOALS).contains(&asked.limit) {
        return Err(Problem::bad_request(format!("`limit` is {}, not 1 to {MOST_GOALS}", asked.limit)));
    }
    let for_week = given(&asked.week).map(|text| time(text, "week")).transpose()?;
    let author = given(&asked.author).map(str::to_string);
    let wanted = GoalsRequest { for_week, author, most: asked.limit };
    let is_markdown = is_markdown(asked.format, &headers);
    app.work(move |context| async move {
        context.check_author(wanted.author.as_deref())?;
        let language = LanguageField::among(asked.lang, &context.catalogue);
        let found = match goals(&context.retriever(), &wanted).await {
            Err(error @ GoalsError::NoReport { .. }) => return Ok(Err(Problem::not_found(error.to_string()))),
            found => found?,
        };
        Ok(Ok(match is_markdown {
            true => shown(&goals_markdown(&found, true, language), PageFormat::Md, String::new),
            false => Json(goals_json(&found, language)).into_response(),
        }))
    })
    .await?
}

fn is_markdown(format: Option<TextFormat>, headers: &HeaderMap) -> bool {
    format.map_or_else(|| accepted(headers) == PageFormat::Md, |format| format == TextFormat::Md)
}

/// Which draft.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DraftFields {
    /// The week, or the day of the report; by default the one after the last report.
    #[serde(default)]
    week: Option<String>,
    /// Only reports by authors whose names contain these words.
    #[serde(default)]
    author: Option<String>,
    /// Else by the header `Accept`.
    #[serde(default)]
    #[param(inline)]
    format: Option<TextFormat>,
}

/// A draft of the next report: its layout, figures to fill in, open work and goals; `zhoubao draft --json`, and as Markdown.
#[utoipa::path(get, path = "/api/v1/draft", tag = "writing", params(DraftFields), responses(
    (status = 200, description = "The draft", content((Draft = "application/json"), (String = "text/markdown")))))]
pub(super) async fn draft_of(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Fields(asked, ..): Fields<DraftFields>,
) -> Result<Response, Problem> {
    let week = given(&asked.week).map(|text| time(text, "week")).transpose()?;
    let wanted = DraftRequest { week, author: given(&asked.author).map(str::to_string) };
    let is_markdown = is_markdown(asked.format, &headers);
    app.work(move |context| async move {
        context.check_author(wanted.author.as_deref())?;
        drafted(&context, &wanted, is_markdown).await
    })
    .await?
}

async fn drafted(
    context: &Context,
    wanted: &DraftRequest,
    is_markdown: bool,
) -> Result<Result<Response, Problem>, Failure> {
    let drafted = match draft(&context.retriever(), wanted, &page_of).await {
        Ok(drafted) => drafted,
        Err(DraftError::Retrieve(error)) => return Err(error.into()),
        Err(error @ DraftError::NoReport { .. }) => return Ok(Err(Problem::not_found(error.to_string()))),
        Err(error @ DraftError::NoWeek { .. }) => {
            let hint = "name a week such as 第27周 or 2023-W26, or the day of the report";
            return Ok(Err(Problem::bad_request(error.to_string()).with_hint(hint)));
        }
        Err(error @ DraftError::Authors { .. }) => {
            return Ok(Err(Problem::bad_request(error.to_string()).with_hint("name one with `author`")));
        }
    };
    let markdown = safe(&draft_markdown(&drafted));
    Ok(Ok(match is_markdown {
        true => shown(&markdown, PageFormat::Md, String::new),
        false => Json(draft_json(&drafted, &markdown)).into_response(),
    }))
}
