//! `ask` and `search`.

use serde_json::Value;
use uuid::Uuid;

use super::call::{Call, cancelled};
use super::inputs::{AskInput, SearchInput};
use super::outputs::{AskOutput, Hit, PersonsCorrection, SearchOutput};
use super::places::link;
use super::plain;
use super::reply::Reply;
use crate::answer::Coverage;
use crate::context::Failure;
use crate::question::Question;
use crate::render::{Files, answer_coverage, corrections_json, hits_json};
use crate::retrieve::Legs;
use crate::serve::answering::{AnswerEvent, AskRequest, ask};
use crate::serve::guard::Scope;
use crate::serve::problem::Problem;
use crate::vocabulary::{Language, plural};

/// Characters of a model between two steps that its client is notified of.
const CHARS_A_STEP: usize = 100;

/// A question, answered.
///
/// # Errors
/// 403; those of reading the question and the index.
pub(super) async fn asked(call: &Call, input: AskInput) -> Result<Reply, Problem> {
    call.require(Scope::Ask)?;
    let conversation = input.conversation.as_deref().map(str::trim).filter(|id| !id.is_empty());
    let conversation = conversation.map(|id| {
        let hint = "send back the `conversation` of an earlier result, or leave it out for a new one";
        id.parse::<Uuid>().map_err(|_| Problem::bad_request("`conversation` is no id").with_hint(hint))
    });
    let request = AskRequest {
        question: input.question,
        conversation: conversation.transpose()?,
        filters: input.filters.filters()?,
        uses_model: input.use_model,
        language: Language::English,
    };
    let mut answer = call.done("answering", answered(call, request)).await?;
    let context = call.app.live().context().await?;
    link(&mut answer, &context.catalogue);
    let output: AskOutput = serde_json::from_value(answer.clone()).map_err(Failure::from_error)?;
    Reply::new(answer_text(&answer)?, &output)
}

/// The answer as it stays; whoever does not wait for it any more stops the model.
async fn answered(call: &Call, request: AskRequest) -> Result<Value, Problem> {
    let mut progress = call.progress();
    let mut events = ask(&call.app, request);
    let mut written = 0;
    while let Some(event) = events.recv().await {
        match event {
            AnswerEvent::Done(answer) => return Ok(answer),
            AnswerEvent::Failed(problem) => return Err(problem),
            AnswerEvent::Extracted(_) => progress.tell(None, "found in the reports; the model reads it").await,
            AnswerEvent::Sentence(_) => progress.tell(None, "a sentence was read back").await,
            AnswerEvent::Writing { chars } if chars >= written + CHARS_A_STEP => {
                written = chars;
                progress.tell(None, &format!("the model has written {}", plural(chars, "character"))).await;
            }
            AnswerEvent::Writing { .. } => {}
        }
    }
    Err(cancelled())
}

/// The answer, its sources with their lines, and what was searched.
fn answer_text(answer: &Value) -> Result<String, Problem> {
    let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_string();
    let mut lines = vec![text(answer, "answer")];
    for cited in answer["citations"].as_array().into_iter().flatten() {
        let section = cited["section"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let section: String = section.map(|heading| format!(" › {heading}")).collect();
        let (n, report, date) = (&cited["n"], text(cited, "report"), text(cited, "date"));
        let date = if report.contains(&date) { String::new() } else { format!(" {date}") };
        lines.push(format!("[{n}] {report}{date}{section}"));
        lines.push(format!("    {}", text(cited, "uri")));
        lines.extend(text(cited, "quote").lines().map(|line| format!("    > {line}")));
    }
    let coverage: Coverage = serde_json::from_value(answer["coverage"].clone()).map_err(Failure::from_error)?;
    let language = if answer["language"] == "zh" { Language::Chinese } else { Language::English };
    lines.push(answer_coverage(&coverage, language));
    lines.extend(Some(corrections_text(&answer["corrections"])).filter(|text| !text.is_empty()));
    lines.extend(answer["id"].as_str().map(|id| format!("id of this answer: {id}")));
    let notices = answer["notices"].as_array().into_iter().flatten().filter_map(Value::as_str);
    lines.extend(notices.map(|notice| format!("note: {notice}")));
    Ok(lines.join("\n"))
}

/// What people said instead: shown as what it is, apart from what reports say.
fn corrections_text(corrections: &Value) -> String {
    match corrections.as_array().map(Vec::as_slice) {
        None | Some([]) => String::new(),
        Some(rows) => {
            format!("\ncorrections by people, not of the reports:\n{}", plain::rows(rows, &["text", "because", "by"]))
        }
    }
}

/// Passages by words and meaning.
///
/// # Errors
/// 403; 400 for a query that cannot be read; those of the index.
pub(super) async fn searched(call: &Call, input: SearchInput) -> Result<Reply, Problem> {
    call.require(Scope::Ask)?;
    let filters = input.filters.filters()?;
    let question = Question::read(&input.query).map_err(Failure::from)?;
    if let Some((written, why)) = question.impossible.first() {
        return Err(Problem::bad_request(format!("`{written}`: {why}")));
    }
    let work = call.app.work(move |context| async move {
        context.check_author(filters.author.as_deref())?;
        let mut retrieval = context.retriever().search(Legs::Both, &question, &filters, input.limit).await?;
        retrieval.found.truncate(input.limit);
        let mut value = hits_json(&retrieval.found, &[]);
        link(&mut value, &context.catalogue);
        let hits: Vec<Hit> = serde_json::from_value(value).map_err(Failure::from_error)?;
        let mut notices: Vec<String> = context.notices.iter().chain(&context.gaps).map(ToString::to_string).collect();
        let corrections = match context.corrections_beside(&question, &filters, &retrieval.found).await {
            Ok(found) => found,
            Err(failure) => {
                notices.push(format!("corrections were not looked for: {}", failure.message()));
                Vec::new()
            }
        };
        let mut corrections = corrections_json(&corrections);
        link(&mut corrections, &context.catalogue);
        notices.extend(retrieval.notice.iter().cloned());
        let found = serde_json::to_value(&hits).map_err(Failure::from_error)?;
        let mut text = plain::rows(found.as_array().map_or(&[][..], Vec::as_slice), &["rank", "text"]);
        if hits.is_empty() {
            let reports = plural(context.catalogue.len(), "report");
            text = match retrieval.uncovered() {
                Some(time) => format!("not in the reports: none of {reports} covers `{}`", time.text),
                None => format!("not in the reports: nothing like it in {reports}"),
            };
        }
        text.push_str(&corrections_text(&corrections));
        notices.iter().for_each(|notice| text.push_str(&format!("\nnote: {notice}")));
        let corrections: Vec<PersonsCorrection> = serde_json::from_value(corrections).map_err(Failure::from_error)?;
        Ok(Reply::new(text, &SearchOutput { hits, corrections, notices }))
    });
    call.done("searching", work).await?
}

/// Places are shown by their paths in the index: where the files lie is nobody's business.
pub(super) fn no_files() -> Files<'static> {
    Files { here: std::path::PathBuf::new(), of: Box::new(|_| None) }
}
