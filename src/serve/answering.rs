//! One question answered, for every face of the server: the answer in the reports' words at once, then what a model makes of it,
//! sentence by sentence.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::app::{App, no_reports};
use super::problem::Problem;
use crate::answer::Answered;
use crate::calendar::Date;
use crate::catalogue::Catalogue;
use crate::context::{Failure, Heard, ModelRequest, hear, log_answer, respond_after, turn};
use crate::json::Id;
use crate::question::{Completed, Turn};
use crate::render::{AnswerTurn, Making, answer_json, told_sentence_json};
use crate::retrieve::Filters;
use crate::vocabulary::{Language, both};
use crate::write::{Event, Written};

/// A question as it came.
#[derive(Debug, Clone)]
pub(super) struct AskRequest {
    pub question: String,
    /// The conversation that it belongs to; a new one where it is missing.
    pub conversation: Option<Uuid>,
    pub filters: Filters,
    /// Whether a model may have a part, where there is one.
    pub uses_model: bool,
    /// What the program itself has to say beside the answer; programs get English.
    pub language: Language,
}

/// What comes of a question, in this order.
#[derive(Debug, Clone)]
pub(super) enum AnswerEvent {
    /// The answer in the reports' words: the JSON contract of `ask`, with `conversation` and `read_as`.
    Extracted(Value),
    /// A sentence of a model that will be shown, with the citations so far.
    Sentence(Value),
    /// How many characters a model has written.
    Writing {
        chars: usize,
    },
    /// The answer as it stays.
    Done(Value),
    Failed(Problem),
}

/// Events that may wait for a slow reader; then the model waits.
const EVENTS: usize = 64;

/// Answers in the background; what comes is received here. Whoever stops listening stops the model.
pub(super) fn ask(app: &Arc<App>, request: AskRequest) -> mpsc::Receiver<AnswerEvent> {
    asked(app, request, None)
}

fn asked(app: &Arc<App>, request: AskRequest, brought: Option<Vec<Turn>>) -> mpsc::Receiver<AnswerEvent> {
    let (sender, receiver) = mpsc::channel(EVENTS);
    let app = Arc::clone(app);
    tokio::spawn(async move {
        if let Err(problem) = answer(&app, request, brought, &sender).await {
            // Nobody may be listening any more.
            let _ = sender.send(AnswerEvent::Failed(problem)).await;
        }
    });
    receiver
}

/// As [`ask`], after turns that the caller brings along: nothing is kept of the conversation.
pub(super) fn ask_after(app: &Arc<App>, request: AskRequest, turns: Vec<Turn>) -> mpsc::Receiver<AnswerEvent> {
    asked(app, request, Some(turns))
}

/// Answers, and waits until the answer is as it stays.
///
/// # Errors
/// Those of reading the question and the index.
pub(super) async fn ask_whole(app: &Arc<App>, request: AskRequest) -> Result<Value, Problem> {
    let mut events = ask(app, request);
    while let Some(event) = events.recv().await {
        match event {
            AnswerEvent::Done(answer) => return Ok(answer),
            AnswerEvent::Failed(problem) => return Err(problem),
            AnswerEvent::Extracted(_) | AnswerEvent::Sentence(_) | AnswerEvent::Writing { .. } => {}
        }
    }
    Err(Failure::new(both!("回答中途放弃了", "the answer was given up"), None).into())
}

/// An answer in the reports' words and how it came about.
struct FoundAnswer {
    answered: Answered,
    completed: Option<Completed>,
    catalogue: Catalogue,
    as_of: Date,
    retrieve: Duration,
}

async fn answer(
    app: &Arc<App>,
    request: AskRequest,
    brought: Option<Vec<Turn>>,
    events: &mpsc::Sender<AnswerEvent>,
) -> Result<(), Problem> {
    let start = Instant::now();
    let language = request.language;
    let is_kept = brought.is_none();
    let conversation = is_kept.then(|| request.conversation.unwrap_or_else(Uuid::new_v4));
    let kept = || conversation.map(|id| app.conversations.turns(id)).unwrap_or_default();
    let turns = brought.unwrap_or_else(kept);
    let read = match hear(&request.question, &turns, false)? {
        Heard::Question(read) => *read,
        Heard::Courtesy | Heard::Sources(_) => {
            return Err(Problem::bad_request(both!("没有问什么", "nothing was asked")));
        }
        Heard::PastTheList(said) => return Err(Problem::bad_request(said)),
    };
    let (typed, filters) = (request.question.clone(), request.filters.clone());
    let found = app
        .work_even_if_empty(move |context| async move {
            if context.catalogue.is_empty() {
                return Ok(None);
            }
            context.check_author(filters.author.as_deref())?;
            let (completed, mut answered) = respond_after(&context, &typed, read, &turns, &filters).await?;
            let notices = context.notices.iter().chain(&context.gaps);
            answered.answer.notices.extend(notices.map(|notice| notice.in_language(language).to_string()));
            let catalogue = context.catalogue.clone();
            let as_of = context.as_of;
            Ok(Some(FoundAnswer { answered, completed, catalogue, as_of, retrieve: start.elapsed() }))
        })
        .await?;
    let mut found = found.ok_or_else(no_reports)?;
    if let (true, ModelRequest::Without(why)) = (request.uses_model, app.model()) {
        found.answered.answer.notices.push(why.in_language(language).to_string());
    }
    app.metrics.answered(found.answered.answer.verdict.name());
    let typed = &request.question;
    if let Some(id) = conversation {
        app.conversations.push(id, turn(typed, found.completed.as_ref(), Some(&found.answered.answer)));
    }
    let whole = |written: &Written, model: Option<(&str, &str)>| {
        let read_as = found.completed.as_ref().map(|completed| completed.question.as_str());
        let making = Making {
            total: start.elapsed(),
            retrieve: found.retrieve,
            written: Some(written),
            model,
            explanation: None,
            turn: Some(AnswerTurn { conversation: conversation.map(Id), read_as }),
        };
        answer_json(&written.answer, making)
    };
    let keep = |written: &mut Written| {
        let feedback = app.live().tools().feedback();
        let logged = log_answer(feedback, &mut written.answer, &found.catalogue, &request.filters, found.as_of);
        written.answer.notices.extend(logged.trouble.map(|why| why.in_language(language).to_string()));
    };
    let mut extracted = Written::extracted(found.answered.answer.clone());
    let Some(model) = app.model().model_for(&found.answered).filter(|_| request.uses_model) else {
        keep(&mut extracted);
        let _ = events.send(AnswerEvent::Done(whole(&extracted, None))).await;
        return Ok(());
    };
    let _ = events.send(AnswerEvent::Extracted(whole(&extracted, None))).await;
    let mut stop = std::pin::pin!(events.closed());
    let mut written = model
        .writer()
        .write(&found.answered, &found.catalogue, stop.as_mut(), &mut |event| {
            let event = match event {
                Event::Sentence { sentence, citations } => {
                    AnswerEvent::Sentence(told_sentence_json(sentence, citations))
                }
                Event::Writing { chars } => AnswerEvent::Writing { chars },
                Event::Asked { .. } | Event::Repairing { .. } => return,
            };
            // A reader that is too slow for one sees it in the whole answer.
            let _ = events.try_send(event);
        })
        .await;
    keep(&mut written);
    let model = (model.name(), model.prompts.fingerprint());
    let _ = events.send(AnswerEvent::Done(whole(&written, Some(model)))).await;
    Ok(())
}
