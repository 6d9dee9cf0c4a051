//! `/quality`: how good it is: what people said of answers, month by month, and what the index can and cannot know.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use minijinja::context;
use minijinja::value::Value;

use super::super::app::App;
use super::super::problem::Problem;
use super::asked::{Asked, value_of};
use super::download;
use super::ledgers::{Leaf, draw, missing};
use super::look::Look;
use crate::context::Failure;
use crate::feedback::MonthStats;
use crate::render::{stats_csv, stats_json};

const LEAF: Leaf<'static> = Leaf { template: "quality.html", here: "quality", title: "" };

pub(super) async fn page(State(app): State<Arc<App>>, look: Look, asked: Asked) -> Result<Response, Problem> {
    let leaf = Leaf { title: look.language.pick("答得如何", "How good"), ..LEAF };
    let weeks = app
        .work(|context| async move {
            let catalogue = &context.catalogue;
            let undated = catalogue.entries().iter().filter(|entry| entry.record.date().is_none()).count();
            let cut = catalogue.entries().iter().filter(|entry| entry.record.cut.is_some()).count();
            let span = catalogue.span().map(|span| (span.from().to_string(), span.to().to_string()));
            Ok((catalogue.len(), span, catalogue.missing_weeks(None), undated, cut))
        })
        .await;
    let feedback = app.live().tools().feedback().clone();
    let months = tokio::task::spawn_blocking(move || feedback.stats()).await.map_err(Failure::from_error)?;
    let months = months.map_err(Failure::from)?;
    let logs = app.live().tools().feedback().logs();
    match asked.get("format") {
        Some("csv") => return download::csv("feedback", stats_csv(&months)),
        Some("json") => return Ok(download::json("feedback", &stats_json(&months))),
        _ => {}
    }
    let month = |month: &MonthStats| {
        let share = month.share_right.map(|share| format!("{:.0}%", share * 100.0));
        context! { share => share.unwrap_or_else(|| "—".to_string()), ..value_of(month) }
    };
    let months: Vec<Value> = months.iter().rev().map(month).collect();
    let notices = app.notices().await;
    let notices: Vec<String> = notices.iter().map(|notice| notice.in_language(look.language).to_string()).collect();
    let values = weeks.map(|(reports, span, weeks, undated, cut)| {
        let (from, to) = span.unzip();
        context! {
            reports,
            from,
            to,
            missing => missing(&weeks, &look),
            missing_count => weeks.len(),
            undated,
            cut,
            remarks => notices,
            months,
            logs,
        }
    });
    draw(&app, &look, &leaf, &asked, values).await
}
