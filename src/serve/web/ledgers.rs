//! The pages of the ledgers and of what is written from them: what they share.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use minijinja::context;
use minijinja::value::Value;

use super::super::app::App;
use super::super::problem::Problem;
use super::asked::{Asked, Choices, value_of};
use super::look::Look;
use crate::context::Failure;

/// A page of the ledgers.
pub(super) struct Leaf<'a> {
    pub template: &'static str,
    /// The entry of the navigation.
    pub here: &'static str,
    pub title: &'a str,
}

/// Draws a page with what was found, or with why nothing was: what cannot be read of the filters is said above them, and an index
/// without reports has a page of its own.
///
/// # Errors
/// Others than these, as an error page.
pub(super) async fn draw(
    app: &Arc<App>,
    look: &Look,
    leaf: &Leaf<'_>,
    asked: &Asked,
    found: Result<Value, Problem>,
) -> Result<Response, Problem> {
    let choices = choices(app).await.unwrap_or_default();
    let (status, values) = match found {
        Ok(values) => (StatusCode::OK, values),
        Err(problem) if problem.status() == StatusCode::NOT_FOUND && choices.reports == 0 => {
            (StatusCode::OK, context! { is_empty_index => true })
        }
        Err(problem) if problem.status() == StatusCode::BAD_REQUEST => {
            (StatusCode::BAD_REQUEST, context! { unread => value_of(problem.told(look.language)) })
        }
        Err(problem) => return Err(problem),
    };
    let shared = context! {
        asked => asked.value(),
        choices => value_of(&choices),
        page_class => "is-ledger",
        csv => asked.with(&[("format", "csv")]),
        json => asked.with(&[("format", "json")]),
        cleared => asked.with(&["period", "since", "until", "author", "section", "words", "status"].map(|name| (name, ""))),
    };
    let mut response = look.page(leaf.template, leaf.here, leaf.title, context! { ..values, ..shared })?;
    *response.status_mut() = status;
    Ok(response)
}

async fn choices(app: &App) -> Result<Choices, Failure> {
    let context = app.live().context().await?;
    Choices::of(&context).await
}

/// Names of weeks without a report, where there are any.
pub(super) fn missing(weeks: &[String], look: &Look) -> Option<String> {
    Some(crate::render::missing_weeks(weeks, look.language)).filter(|weeks| !weeks.is_empty())
}
