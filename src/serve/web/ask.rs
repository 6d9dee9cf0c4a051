//! Questions and answers: the page, the answer as it comes, and the whole answer for a browser without script.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{Extension, Form, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use minijinja::context;
use minijinja::value::Value;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::super::answering::{AnswerEvent, AskRequest, ask, ask_whole};
use super::super::app::App;
use super::super::fields::{FilterFields, given};
use super::super::problem::Problem;
use super::answer_view::values;
use super::look::Look;
use super::periods::periods;
use super::settings::see_other;
use super::threads::Threads;
use super::welcome;
use crate::context::ModelRequest;
use crate::vocabulary::{Language, both};

/// What the form sends, and what the address of a page may hold.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default, alias = "q")]
    question: Option<String>,
    #[serde(default, alias = "c")]
    conversation: Option<String>,
    #[serde(default)]
    period: Option<String>,
    #[serde(default)]
    author: Option<String>,
    #[serde(default)]
    section: Option<String>,
    /// `no`: a model has no part in the answer.
    #[serde(default)]
    model: Option<String>,
}

impl Asked {
    fn conversation(&self) -> Option<Uuid> {
        given(&self.conversation).and_then(|id| id.parse().ok())
    }

    /// # Errors
    /// 400: no question; an invalid time.
    fn request(&self, look: &Look) -> Result<AskRequest, Problem> {
        let question =
            given(&self.question).ok_or_else(|| Problem::bad_request(both!("没有问题", "there is no question")))?;
        let fields = FilterFields {
            period: self.period.clone(),
            author: self.author.clone(),
            section: self.section.clone(),
            ..FilterFields::default()
        };
        Ok(AskRequest {
            question: question.to_string(),
            conversation: self.conversation(),
            filters: fields.filters()?,
            uses_model: given(&self.model) != Some("no"),
            language: look.language,
        })
    }
}

/// What sections are for, whatever they are called: values of the field, and their names.
fn kinds(language: Language) -> Vec<Value> {
    let kinds = [
        ("progress", "进展", "Progress"),
        ("plan", "计划", "Plans"),
        ("metrics", "运行数据", "Figures"),
        ("incidents", "事件", "Incidents"),
        ("problems", "问题与风险", "Problems and risks"),
        ("reflection", "总结与反思", "Reflection"),
    ];
    kinds.map(|(value, chinese, english)| context! { value, label => language.pick(chinese, english) }).to_vec()
}

/// `GET /`.
pub(super) async fn page(
    State(app): State<Arc<App>>,
    Extension(threads): Extension<Threads>,
    look: Look,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let language = look.language;
    let found = app.work_even_if_empty(move |context| async move {
        if context.catalogue.is_empty() {
            return Ok(None);
        }
        let mut authors: Vec<String> =
            context.catalogue.entries().iter().filter_map(|entry| entry.record.author.clone()).collect();
        authors.sort();
        authors.dedup();
        let examples = context.starters(language).await?.to_vec();
        let sections = context.headings().await?.to_vec();
        Ok(Some((periods(&context.catalogue), authors, examples, sections, context.catalogue.len())))
    });
    let Some((periods, authors, examples, sections, reports)) = found.await? else { return welcome::page(&app, &look) };
    let conversation = asked.conversation();
    let turns = conversation.map(|id| threads.turns(id)).unwrap_or_default();
    let turns: Vec<Value> = turns
        .iter()
        .enumerate()
        .map(|(at, (question, answer))| values(question, answer, &format!("t{}", at + 1), language))
        .collect();
    let title = match turns.first() {
        Some(turn) => turn.get_attr("question").ok().and_then(|question| question.as_str().map(str::to_string)),
        None => None,
    };
    let values = context! {
        turns,
        conversation => conversation.map(|id| id.to_string()),
        question => given(&asked.question),
        period => given(&asked.period),
        author => given(&asked.author),
        section => given(&asked.section),
        periods,
        authors,
        examples,
        sections,
        kinds => kinds(language),
        reports,
        has_model => matches!(app.model(), ModelRequest::Model(_)),
        uses_model => given(&asked.model) != Some("no"),
    };
    let title = title.unwrap_or_else(|| look.language.pick("提问", "Ask").to_string());
    look.page("ask.html", "ask", &title, values)
}

/// `POST /ask`: events where the script asks for them, else the page with the whole answer.
pub(super) async fn answer(
    State(app): State<Arc<App>>,
    Extension(threads): Extension<Threads>,
    look: Look,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Response, Problem> {
    let request = asked.request(&look)?;
    let question = request.question.clone();
    let wants_events = headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes() == b"text/event-stream");
    if wants_events {
        return Ok(stream(&app, threads, look, request));
    }
    let answer = ask_whole(&app, request).await?;
    let Some(id) = answer["conversation"].as_str().and_then(|id| id.parse::<Uuid>().ok()) else {
        return Ok(see_other("/"));
    };
    threads.push(id, &question, &answer);
    let turn = threads.turns(id).len();
    Ok(see_other(&format!("/?c={id}#t{turn}")))
}

fn stream(app: &Arc<App>, threads: Threads, look: Look, request: AskRequest) -> Response {
    let question = request.question.clone();
    let events = ask(app, request);
    let events =
        stream::unfold((events, threads, look, question), |(mut events, threads, look, question)| async move {
            let event = events.recv().await?;
            let (name, data) = drawn(&event, &threads, &look, &question);
            let event = Event::default().event(name).data(data.to_string());
            Some((Ok::<Event, Infallible>(event), (events, threads, look, question)))
        });
    Sse::new(events).keep_alive(KeepAlive::new()).into_response()
}

/// An event as the script takes it: `html` is put into the page.
fn drawn(event: &AnswerEvent, threads: &Threads, look: &Look, question: &str) -> (&'static str, Json) {
    let html = |template: &str, values: Value| look.html(template, values).unwrap_or_default();
    let whole = |answer: &Json, is_final: bool| {
        let id = answer["conversation"].as_str().unwrap_or_default();
        let conversation: Option<Uuid> = id.parse().ok();
        if let Some(id) = conversation.filter(|_| is_final) {
            threads.push(id, question, answer);
        }
        // Answers of a page have names of their own, before and after it is loaded anew.
        let count = conversation.map_or(0, |id| threads.turns(id).len());
        let turn = format!("t{}", if is_final { count } else { count + 1 });
        let values = context! { is_final, ..values(question, answer, &turn, look.language) };
        json!({ "html": html("answer.html", values), "conversation": id, "turn": turn })
    };
    match event {
        AnswerEvent::Extracted(answer) => ("extracted", whole(answer, false)),
        AnswerEvent::Done(answer) => ("done", whole(answer, true)),
        AnswerEvent::Sentence(said) => {
            let values = context! {
                sentence => minijinja::value::Serde(&said["sentence"]),
                citations => minijinja::value::Serde(&said["citations"]),
            };
            ("sentence", json!({ "html": html("sentence.html", values) }))
        }
        AnswerEvent::Writing { chars } => ("writing", json!({ "chars": chars })),
        AnswerEvent::Failed(problem) => {
            let values = context! { problem => minijinja::value::Serde(problem.told(look.language)) };
            ("failed", json!({ "html": html("failed.html", values) }))
        }
    }
}
