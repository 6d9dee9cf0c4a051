//! `/goals`: the goals of the next week that the reports give reason for, each with its reasons, and as a text to go on with.

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
use super::sources::numbered;
use crate::calendar::Expression;
use crate::context::parse_period;
use crate::goals::{DraftGoal, Goals, GoalsError, GoalsRequest, USUAL_GOALS, goals};
use crate::render::{factor_text, goals_coverage, goals_json, goals_markdown, reason_text, safe};
use crate::vocabulary::Language;

const LEAF: Leaf<'static> = Leaf { template: "goals.html", here: "goals", title: "" };

/// Proposals where more are asked for.
const MANY: usize = 60;

pub(super) async fn page(State(app): State<Arc<App>>, look: Look, asked: Asked) -> Result<Response, Problem> {
    let leaf = Leaf { title: look.language.pick("目标", "Goals"), ..LEAF };
    let found = found(&app, &asked).await;
    match (&found, asked.get("format")) {
        (Ok(Some(found)), Some("json")) => return Ok(download::json("goals", &goals_json(found, look.language))),
        (Ok(Some(found)), Some("md")) => {
            return Ok(download::markdown("goals", &goals_markdown(found, asked.is_set("reasons"), look.language)));
        }
        _ => {}
    }
    let values = found.map(|found| match found {
        Some(found) => value(&found, &asked, &look),
        None => context! { is_none => true },
    });
    draw(&app, &look, &leaf, &asked, values).await
}

/// A week that is typed; none where nothing is.
///
/// # Errors
/// 400: what is no time.
pub(super) fn week(asked: &Asked) -> Result<Option<(String, Expression)>, Problem> {
    let typed = asked.get("week");
    let read = typed.map(parse_period).transpose();
    read.map_err(|why| Problem::unread(typed.unwrap_or_default(), &why))
}

/// `None` where no report is old enough.
async fn found(app: &Arc<App>, asked: &Asked) -> Result<Option<Goals>, Problem> {
    let most = if asked.is_set("more") { MANY } else { USUAL_GOALS };
    let request = GoalsRequest { for_week: week(asked)?, author: asked.get("author").map(str::to_string), most };
    app.work(move |context| async move {
        context.check_author(request.author.as_deref())?;
        match goals(&context.retriever(), &request).await {
            Ok(found) => Ok(Some(found)),
            Err(GoalsError::NoReport { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

fn value(found: &Goals, asked: &Asked, look: &Look) -> Value {
    let language = look.language;
    let all = |goals: &[DraftGoal], from: usize| -> Vec<Value> {
        goals.iter().enumerate().map(|(at, goal)| goal_value(found, goal, from + at + 1, language)).collect()
    };
    let text = goals_markdown(found, false, language);
    context! {
        week => safe(&found.week),
        from => found.days.from().to_string(),
        to => found.days.to().to_string(),
        listed => all(&found.listed, 0),
        goals => all(&found.goals, found.listed.len()),
        last => safe(&found.coverage.last),
        left_out => found.left_out,
        more => asked.with(&[("more", "1")]),
        coverage => goals_coverage(found, language),
        reports => found.coverage.reports,
        missing => missing(&found.coverage.missing_weeks, look),
        text => safe(&text),
        rows => text.lines().count().clamp(6, 30),
        markdown => asked.with(&[("format", "md")]),
        reasons => asked.with(&[("format", "md"), ("reasons", "1")]),
    }
}

fn goal_value(found: &Goals, goal: &DraftGoal, number: usize, language: Language) -> Value {
    let reasons = goal.reasons.iter().map(|reason| {
        context! {
            text => safe(&reason_text(&reason.ground, language)),
            sources => value_of(numbered(&found.sources, &reason.cites)),
        }
    });
    let points = goal
        .rank
        .points
        .iter()
        .map(|points| context! { text => factor_text(points.factor, language), points => points.points });
    context! {
        number,
        text => safe(&goal.text),
        author => goal.author.as_deref().map(safe),
        section => safe(&goal.section),
        due => goal.due.map(|due| due.to_string()),
        score => goal.rank.score,
        reasons => reasons.collect::<Vec<_>>(),
        points => points.collect::<Vec<_>>(),
    }
}
