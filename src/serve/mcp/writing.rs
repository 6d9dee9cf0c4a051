//! `rollup` and `goals`.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;

use super::asking::no_files;
use super::call::{Call, cancelled};
use super::inputs::{GoalsInput, RollupInput, RollupTemplate};
use super::outputs::{Cited, GoalsOutput, RollupOutput};
use super::places::link;
use super::reply::Reply;
use crate::calendar::Expression;
use crate::catalogue::Catalogue;
use crate::citation::Citation;
use crate::context::{Failure, ModelRequest, parse_period};
use crate::goals::{Goals, GoalsError, GoalsRequest, USUAL_GOALS, goals};
use crate::narrate::{Event, Narrator, Prose};
use crate::render::{
    Links, Paint, Template, comparison_markdown, comparison_page, goals_json, goals_markdown, goals_text, markdown,
    page, with_prose,
};
use crate::rollup::{Rollup, compare, rollup};
use crate::serve::fields::{LanguageField, given};
use crate::serve::guard::Scope;
use crate::serve::problem::Problem;
use crate::vocabulary::Language;

/// Bytes of a page that are shown at once.
const MOST_BYTES: usize = 12_000;

/// Forms of a time.
const TIMES: &str =
    "a time is written 2023-06, 2023Q2, 2023H1, 2023, 第13周..第26周, 2023-05-15..2023-06-30, 上个月 or last quarter";

/// What was read of the reports, with what belongs to them.
struct Told {
    rollup: Rollup,
    /// The page, where a further time is compared.
    comparison: Option<String>,
    catalogue: Catalogue,
    language: Language,
}

pub(super) async fn roll_up(call: &Call, input: RollupInput) -> Result<Reply, Problem> {
    call.require(if input.use_model { Scope::Ask } else { Scope::Read })?;
    let time = |text: &str| {
        let problem = |why| Problem::bad_request(format!("`{text}`: {why}")).with_hint(TIMES);
        parse_period(text.trim()).map_err(problem)
    };
    let (asked, other) = (time(&input.period)?, given(&input.compare).map(time).transpose()?);
    let (author, lang) = (given(&input.author).map(str::to_string), input.lang);
    let told = call.done("reading the reports", read_times(call, asked, other, author, lang)).await?;
    if told.rollup.coverage.read.is_empty() && told.comparison.is_none() {
        return Err(no_report_in(&told));
    }
    let mut notices = Vec::new();
    let prose = match (call.app.model(), input.use_model && told.comparison.is_none()) {
        (ModelRequest::Model(_), true) => Some(narrated(call, &told).await?),
        (ModelRequest::Without(why), true) => {
            notices.push(why.to_string());
            None
        }
        (ModelRequest::None, true) => {
            notices.push("no language model is configured: these are the program's own lines".to_string());
            None
        }
        _ => None,
    };
    notices.extend(prose.iter().flat_map(|prose| prose.notices.iter().cloned()));
    let name = match input.template {
        RollupTemplate::Full => "full",
        RollupTemplate::Leadership => "leadership",
    };
    let text = match &told.comparison {
        Some(comparison) => comparison.clone(),
        None => {
            let page = page(&told.rollup, told.language, &links(), &[]);
            let page = prose.iter().fold(page, with_prose);
            markdown(&page, &template(name)?).map_err(Failure::from)?
        }
    };
    part(&told, &text, input.from_line, notices)
}

/// Reads a time, and compares it with another one where that is asked for.
async fn read_times(
    call: &Call,
    asked: (String, Expression),
    other: Option<(String, Expression)>,
    author: Option<String>,
    lang: Option<LanguageField>,
) -> Result<Told, Problem> {
    let work = call.app.work(move |context| async move {
        context.check_author(author.as_deref())?;
        let catalogue = context.catalogue.clone();
        let language = LanguageField::among(lang, &catalogue);
        let Some(other) = other else {
            let rollup = rollup(&context.retriever(), &asked, author.as_deref()).await?;
            return Ok(Ok(Told { rollup, comparison: None, catalogue, language }));
        };
        let both = compare(&context.retriever(), &asked, &other, author.as_deref()).await?;
        let page = comparison_page(&both, language, &links());
        let comparison = Some(comparison_markdown(&page, &template("compare")?)?);
        Ok(Ok(Told { rollup: both.this, comparison, catalogue, language }))
    });
    work.await?
}

/// Has the server's model word the roll-up until it is done or the call is cancelled.
async fn narrated(call: &Call, told: &Told) -> Result<Prose, Problem> {
    let Some(model) = call.app.model().model() else { return Err(cancelled()) };
    let (sender, mut steps) = tokio::sync::mpsc::unbounded_channel();
    let cancel = call.context.ct.clone();
    let writing = async {
        let mut stop = std::pin::pin!(cancel.cancelled_owned());
        let narrator = Narrator::new(model.writer());
        let mut on_event = |event: Event| {
            // Nobody hears of it any more where the call has ended.
            let _ = sender.send(event);
        };
        narrator.narrate(&told.rollup, told.language, stop.as_mut(), &mut on_event).await
    };
    let mut writing = std::pin::pin!(writing);
    let mut progress = call.progress();
    let prose = loop {
        tokio::select! {
            prose = &mut writing => break prose,
            Some(event) = steps.recv() => match event {
                Event::Part { at, of, part } => {
                    let what = format!("the model writes: prompt {at} of {of} ({})", part.name());
                    progress.tell(u32::try_from(of).ok(), &what).await;
                }
                Event::Goals { at, of } => {
                    let what = format!("the model words the goals: prompt {at} of {of}");
                    progress.tell(u32::try_from(of).ok(), &what).await;
                }
            },
        }
    };
    if prose.stopped { Err(cancelled()) } else { Ok(prose) }
}

fn no_report_in(told: &Told) -> Problem {
    let rollup = &told.rollup;
    let (from, to) = (rollup.period.from(), rollup.period.to());
    let detail = format!("not in the reports: no report lies in {} ({from} to {to})", rollup.asked);
    let span = told.catalogue.span();
    let hint = span.map(|days| format!("the reports cover {} to {}", days.from(), days.to()));
    Problem::not_found(detail).with_hint(hint.unwrap_or_default())
}

/// One of our templates.
fn template(name: &str) -> Result<Template, Failure> {
    Template::built_in(name).ok_or_else(|| Failure::new(format!("there is no template `{name}`"), None))
}

/// Sources are named by their paths in the index, and link to no file.
fn links() -> Links<'static> {
    Links { here: Path::new(""), from: Path::new(""), file_of: &|_| None }
}

/// The page from a line on, as far as it fits, with the footnotes of these lines.
fn part(told: &Told, markdown: &str, from_line: usize, notices: Vec<String>) -> Result<Reply, Problem> {
    let (notes, body): (Vec<&str>, Vec<&str>) = markdown.trim_end().lines().partition(|line| line.starts_with("[^"));
    let total = body.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |last| last + 1);
    if from_line > total.max(1) {
        return Err(Problem::bad_request(format!("there is no line {from_line}: the page has {total}")));
    }
    let rest = &body[from_line - 1..total];
    let mut taken = 0;
    let fitting = rest.iter().take_while(|line| {
        taken += line.len() + 1;
        taken <= MOST_BYTES
    });
    let count = fitting.count().max(1).min(rest.len());
    let shown = rest[..count].join("\n");
    let cited = |note: &&&str| note.split_once("]:").is_some_and(|(mark, _)| shown.contains(&format!("{mark}]")));
    let notes: Vec<&str> = notes.iter().filter(cited).copied().collect();
    let numbers: BTreeSet<usize> = notes.iter().filter_map(|note| note[2..].split(']').next()?.parse().ok()).collect();
    let markdown = format!("{shown}\n\n{}", notes.join("\n")).trim_end().to_string();
    let sources: Vec<&Citation> = match told.comparison {
        // Two times have two lists of sources: their footnotes name them.
        Some(_) => Vec::new(),
        None => told.rollup.sources.iter().filter(|source| numbers.contains(&source.n)).collect(),
    };
    let mut citations = json!(sources);
    link(&mut citations, &told.catalogue);
    let citations: Vec<Cited> = serde_json::from_value(citations).map_err(Failure::from_error)?;
    let last_line = from_line + count.saturating_sub(1);
    let next_line = (last_line < total).then_some(last_line + 1);
    let mut text = markdown.clone();
    if let Some(next) = next_line {
        text.push_str(&format!("\n\nlines {from_line} to {last_line} of {total}; the next ones: from_line={next}"));
    }
    notices.iter().for_each(|notice| text.push_str(&format!("\nnote: {notice}")));
    let rollup = &told.rollup;
    let output = RollupOutput {
        period: rollup.asked.clone(),
        from: rollup.period.from().to_string(),
        to: rollup.period.to().to_string(),
        markdown,
        first_line: from_line,
        last_line,
        total_lines: total,
        next_line,
        reports: rollup.coverage.read.len(),
        missing_weeks: rollup.coverage.missing.iter().map(|missing| missing.week.clone()).collect(),
        citations,
        notices,
    };
    Reply::new(text, &output)
}

pub(super) async fn goal_list(call: &Call, input: GoalsInput) -> Result<Reply, Problem> {
    call.require(Scope::Read)?;
    let author = given(&input.author).map(str::to_string);
    let request = goals_request(given(&input.week), author, input.limit)?;
    let work = proposed(call, request, input.lang, |found, language, catalogue| {
        let mut value = goals_json(found, language);
        link(&mut value, catalogue);
        let output: GoalsOutput = serde_json::from_value(value).map_err(Failure::from_error)?;
        let text = goals_text(found, true, language, Paint { colour: false }, &no_files());
        Reply::new(text, &output)
    });
    call.done("reading the reports", work).await
}

/// A page that a prompt quotes.
pub(super) struct PromptPage {
    pub period: String,
    pub markdown: String,
    pub language: Language,
}

/// The roll-up of a time for a reader with a minute; of the month before without one.
///
/// # Errors
/// 400: no time; 404: no report of it; those of the index.
pub(super) async fn leadership_page(
    call: &Call,
    period: Option<String>,
    author: Option<String>,
    lang: Option<LanguageField>,
) -> Result<PromptPage, Problem> {
    let period = period.unwrap_or_else(|| LAST_MONTH.to_string());
    let asked =
        parse_period(&period).map_err(|why| Problem::bad_request(format!("`{period}`: {why}")).with_hint(TIMES))?;
    let told = call.done("reading the reports", read_times(call, asked, None, author, lang)).await?;
    if told.rollup.coverage.read.is_empty() {
        return Err(no_report_in(&told));
    }
    let page = page(&told.rollup, told.language, &links(), &[]);
    let markdown = markdown(&page, &template("leadership")?).map_err(Failure::from)?;
    let (from, to) = (told.rollup.period.from(), told.rollup.period.to());
    Ok(PromptPage { period: format!("{period} ({from} – {to})"), markdown, language: told.language })
}

/// The time of the prompt for a month where none is named.
const LAST_MONTH: &str = "上个月";

/// Proposals for a week, with reasons and sources.
///
/// # Errors
/// 400: no week; 404: no report to go on from; those of the index.
pub(super) async fn goals_page(
    call: &Call,
    week: Option<String>,
    author: Option<String>,
    lang: Option<LanguageField>,
) -> Result<PromptPage, Problem> {
    let request = goals_request(week.as_deref(), author, USUAL_GOALS)?;
    let work = proposed(call, request, lang, |found, language, _| {
        let period = format!("{} ({} – {})", found.week, found.days.from(), found.days.to());
        Ok(PromptPage { period, markdown: goals_markdown(found, true, language), language })
    });
    call.done("reading the reports", work).await
}

fn goals_request(week: Option<&str>, author: Option<String>, most: usize) -> Result<GoalsRequest, Problem> {
    let week = week.map(|week| {
        let hint = "a week is written 第27周, 2024-W14, 下周, or as a day in it";
        parse_period(week).map_err(|why| Problem::bad_request(format!("`{week}`: {why}")).with_hint(hint))
    });
    Ok(GoalsRequest { for_week: week.transpose()?, author, most })
}

/// What `told` makes of the proposals.
async fn proposed<T: Send + 'static>(
    call: &Call,
    request: GoalsRequest,
    lang: Option<LanguageField>,
    told: impl FnOnce(&Goals, Language, &Catalogue) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let work = call.app.work(move |context| async move {
        context.check_author(request.author.as_deref())?;
        let language = LanguageField::among(lang, &context.catalogue);
        match goals(&context.retriever(), &request).await {
            Err(GoalsError::NoReport { as_of }) => {
                let detail = format!("not in the reports: no report is dated {as_of} or before");
                Ok(Err(Problem::not_found(detail)))
            }
            found => Ok(told(&found?, language, &context.catalogue)),
        }
    });
    work.await?
}
