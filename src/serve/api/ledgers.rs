//! The ledgers: incidents, metrics and their trend, milestones, promises.

use std::sync::Arc;

use axum::Json;
use axum::extract::{OriginalUri, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::contracts::{Incident, IncidentThreads, Metric, Milestone, Promise, Trend};
use super::extract::{Fields, NoFields};
use super::page::PageFields;
use crate::fact::Status;
use crate::ledger::{Wanted, incident_threads_of, ledger, metrics, milestones, promises_of};
use crate::render::{
    for_markup, incident_threads_json, ledger_json, metrics_json, milestones_json, promises_json, trend_json, trend_svg,
};
use crate::serve::app::App;
use crate::serve::fields::{FilterFields, LanguageField, OutcomeField, StatusField, given};
use crate::serve::problem::Problem;
use crate::thread::Outcome;
use crate::trend::trend;

/// The words of a ledger.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct WordFields {
    /// Words that all must occur; times among them narrow: `支付 6月`.
    #[serde(default)]
    pub words: Option<String>,
}

impl WordFields {
    fn text(&self) -> &str {
        given(&self.words).unwrap_or_default()
    }
}

/// What a ledger of facts is asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FactFields {
    /// Words that all must occur; times among them narrow.
    #[serde(default)]
    pub words: Option<String>,
    /// Also what was likely misread.
    #[serde(default)]
    pub all: bool,
}

/// Which incidents.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct IncidentFields {
    /// Words that all must occur; times among them narrow.
    #[serde(default)]
    pub words: Option<String>,
    /// Names of systems that all must occur, divided by commas.
    #[serde(default)]
    pub system: Option<String>,
    #[serde(default)]
    #[param(inline)]
    pub status: Option<StatusField>,
}

/// Incidents with status, duration and source; `zhoubao incidents --json`.
#[utoipa::path(get, path = "/api/v1/incidents", tag = "ledgers", params(FilterFields, PageFields, IncidentFields),
    responses((status = 200, description = "In order of when they occurred", body = [Incident])))]
pub(super) async fn incidents(
    State(app): State<Arc<App>>,
    uri: OriginalUri,
    Fields(filters, page, wanted): Fields<FilterFields, PageFields, IncidentFields>,
) -> Result<Response, Problem> {
    let filters = filters.filters()?;
    let systems = list(&wanted.system);
    let found = app.work(move |context| async move {
        context.check_author(filters.author.as_deref())?;
        let status = wanted.status.map(Status::from);
        let text = given(&wanted.words).unwrap_or_default();
        let wanted = Wanted { text, systems: &systems, status, ..Wanted::default() };
        Ok(ledger_json(&ledger(&context.retriever(), &filters, &wanted).await?))
    });
    page.of(found.await?, &uri)
}

/// The history of each incident: days open, weeks without a cause, recurrences; `zhoubao incidents --threads --json`.
#[utoipa::path(get, path = "/api/v1/incidents/threads", tag = "ledgers", params(FilterFields, WordFields),
    responses((status = 200, description = "Histories and recurrences", body = IncidentThreads)))]
pub(super) async fn incident_threads(
    State(app): State<Arc<App>>,
    Fields(filters, words, _): Fields<FilterFields, WordFields, NoFields>,
) -> Result<Response, Problem> {
    let filters = filters.filters()?;
    let found = app.work(move |context| async move {
        context.check_author(filters.author.as_deref())?;
        let wanted = Wanted { text: words.text(), ..Wanted::default() };
        Ok(incident_threads_json(&incident_threads_of(&context.retriever(), &filters, &wanted).await?))
    });
    Ok(Json(found.await?).into_response())
}

/// Metrics with every value that the reports state; `zhoubao metrics --json`.
#[utoipa::path(get, path = "/api/v1/metrics", tag = "ledgers", params(FilterFields, PageFields, FactFields),
    responses((status = 200, description = "The most stated first", body = [Metric])))]
pub(super) async fn metric_list(
    State(app): State<Arc<App>>,
    uri: OriginalUri,
    Fields(filters, page, wanted): Fields<FilterFields, PageFields, FactFields>,
) -> Result<Response, Problem> {
    let filters = filters.filters()?;
    let found = app.work(move |context| async move {
        context.check_author(filters.author.as_deref())?;
        let text = given(&wanted.words).unwrap_or_default();
        let wanted = Wanted { text, unlikely: wanted.all, ..Wanted::default() };
        Ok(metrics_json(&metrics(&context.retriever(), &filters, &wanted).await?))
    });
    page.of(found.await?, &uri)
}

/// How a trend is shown.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum TrendFormat {
    #[default]
    Json,
    Svg,
}

/// Which metrics are traced.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TrendFields {
    /// Names of metrics, divided by commas; each is drawn, or all together are one. Times among them narrow.
    pub metrics: String,
    #[serde(default)]
    #[param(inline)]
    pub format: TrendFormat,
    /// The language of the picture; by default that of the reports.
    #[serde(default)]
    #[param(inline)]
    pub lang: Option<LanguageField>,
}

/// Metrics over time, with gaps, incidents and statistics; `zhoubao trend --json` and `--svg`.
#[utoipa::path(get, path = "/api/v1/trend", tag = "ledgers", params(FilterFields, TrendFields), responses(
    (status = 200, description = "The series and their statistics, or a picture", content(
        (Trend = "application/json"), (String = "image/svg+xml")))))]
pub(super) async fn trend_of(
    State(app): State<Arc<App>>,
    Fields(filters, asked, _): Fields<FilterFields, TrendFields, NoFields>,
) -> Result<Response, Problem> {
    let filters = filters.filters()?;
    let names = list(&Some(asked.metrics));
    if names.is_empty() {
        return Err(Problem::bad_request("`metrics` names no metric").with_hint("GET /api/v1/metrics lists them"));
    }
    let (found, catalogue) = app
        .work(move |context| async move {
            context.check_author(filters.author.as_deref())?;
            let found = trend(&context.retriever(), &filters, &names).await?;
            Ok((found, context.catalogue.clone()))
        })
        .await?;
    Ok(match asked.format {
        TrendFormat::Json => Json(trend_json(&found)).into_response(),
        TrendFormat::Svg if found.traced.is_empty() => {
            return Err(Problem::not_found("no metric has these words").with_hint("GET /api/v1/metrics lists them"));
        }
        TrendFormat::Svg => {
            let language = LanguageField::among(asked.lang, &catalogue);
            let kind = (header::CONTENT_TYPE, "image/svg+xml");
            // A picture that is opened by itself is no page that may run anything.
            let policy = (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox");
            ([kind, policy], for_markup(&trend_svg(&found, language))).into_response()
        }
    })
}

/// Which milestones.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MilestoneFields {
    /// Words that all must occur; times among them narrow.
    #[serde(default)]
    pub words: Option<String>,
    /// Also what was likely misread.
    #[serde(default)]
    pub all: bool,
    /// Only those with a planned day that moved.
    #[serde(default)]
    pub slipped: bool,
}

/// Pieces of work with progress, planned days and delays; `zhoubao milestones --json`.
#[utoipa::path(get, path = "/api/v1/milestones", tag = "ledgers", params(FilterFields, PageFields, MilestoneFields),
    responses((status = 200, description = "A thread a piece of work", body = [Milestone])))]
pub(super) async fn milestone_list(
    State(app): State<Arc<App>>,
    uri: OriginalUri,
    Fields(filters, page, wanted): Fields<FilterFields, PageFields, MilestoneFields>,
) -> Result<Response, Problem> {
    let filters = filters.filters()?;
    let found = app.work(move |context| async move {
        context.check_author(filters.author.as_deref())?;
        let slipped = wanted.slipped;
        let text = given(&wanted.words).unwrap_or_default();
        let wanted = Wanted { text, unlikely: wanted.all, ..Wanted::default() };
        Ok(milestones_json(&milestones(&context.retriever(), &filters, &wanted, slipped).await?))
    });
    page.of(found.await?, &uri)
}

/// Which promises.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PromiseFields {
    /// Words that all must occur; times among them narrow.
    #[serde(default)]
    pub words: Option<String>,
    /// Also what was likely misread.
    #[serde(default)]
    pub all: bool,
    #[serde(default)]
    #[param(inline)]
    pub status: Option<OutcomeField>,
}

/// Plans and open issues with what came of them; `zhoubao promises --json`.
#[utoipa::path(get, path = "/api/v1/promises", tag = "ledgers", params(FilterFields, PageFields, PromiseFields),
    responses((status = 200, description = "In the order in which they were made", body = [Promise])))]
pub(super) async fn promise_list(
    State(app): State<Arc<App>>,
    uri: OriginalUri,
    Fields(filters, page, wanted): Fields<FilterFields, PageFields, PromiseFields>,
) -> Result<Response, Problem> {
    let filters = filters.filters()?;
    let found = app.work(move |context| async move {
        context.check_author(filters.author.as_deref())?;
        let status = wanted.status.map(Outcome::from);
        let text = given(&wanted.words).unwrap_or_default();
        let wanted = Wanted { text, unlikely: wanted.all, ..Wanted::default() };
        Ok(promises_json(&promises_of(&context.retriever(), &filters, &wanted, status).await?))
    });
    page.of(found.await?, &uri)
}

/// What is written divided by commas of either width.
pub(super) fn list(written: &Option<String>) -> Vec<String> {
    let words = given(written).unwrap_or_default().split([',', '，']).map(str::trim);
    words.filter(|word| !word.is_empty()).map(str::to_string).collect()
}
