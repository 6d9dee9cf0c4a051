//! `/draft`: the next report in the department's own form, to be edited, checked and taken along.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use minijinja::context;
use minijinja::value::Value;

use super::super::app::App;
use super::super::problem::Problem;
use super::asked::{Asked, value_of};
use super::download;
use super::goals::week;
use super::ledgers::{Leaf, draw};
use super::look::Look;
use super::sources::Source;
use crate::context::{Failure, page_of};
use crate::draft::{Draft, DraftError, DraftRequest, draft};
use crate::render::{count_blanks, draft_json, draft_markdown, safe};
use crate::vocabulary::both;

const LEAF: Leaf<'static> = Leaf { template: "draft.html", here: "draft", title: "" };

/// A draft, or whose reports there are to choose from, or nothing to go on from.
enum Found {
    Draft(Box<Draft>),
    Authors(Vec<String>),
    Nothing,
}

pub(super) async fn page(State(app): State<Arc<App>>, look: Look, asked: Asked) -> Result<Response, Problem> {
    let leaf = Leaf { title: look.language.pick("草稿", "Draft"), ..LEAF };
    let found = found(&app, &asked).await;
    if let (Ok(Found::Draft(draft)), Some(format)) = (&found, asked.get("format")) {
        let markdown = safe(&draft_markdown(draft));
        return Ok(match format {
            "json" => download::json("draft", &draft_json(draft, &markdown)),
            _ => download::markdown("draft", &markdown),
        });
    }
    let values = found.map(|found| match found {
        Found::Draft(draft) => value(&draft, &asked),
        Found::Authors(authors) => {
            let link =
                |author: &String| context! { name => safe(author), address => asked.with(&[("author", author)]) };
            context! { authors => authors.iter().map(link).collect::<Vec<_>>() }
        }
        Found::Nothing => context! { is_none => true },
    });
    draw(&app, &look, &leaf, &asked, values).await
}

async fn found(app: &Arc<App>, asked: &Asked) -> Result<Found, Problem> {
    let request = DraftRequest { week: week(asked)?, author: asked.get("author").map(str::to_string) };
    app.work(move |context| async move {
        context.check_author(request.author.as_deref())?;
        match draft(&context.retriever(), &request, &page_of).await {
            Ok(draft) => Ok(Found::Draft(Box::new(draft))),
            Err(DraftError::Authors { authors }) => Ok(Found::Authors(authors)),
            Err(DraftError::NoReport { .. }) => Ok(Found::Nothing),
            Err(DraftError::Retrieve(error)) => Err(error.into()),
            Err(DraftError::NoWeek { asked }) => {
                let hint = both!(
                    "写一周，例如 第27周、2023-W26，或周报的日期",
                    "name a week such as 第27周 or 2023-W26, or the day of the report"
                );
                let message = both!(
                    "“{asked}”不是可以写周报的一周或一天", "`{asked}` names no week or day that a report could be of"
                );
                Err(Failure::usage(message, None).with_hint(hint))
            }
        }
    })
    .await
}

fn value(draft: &Draft, asked: &Asked) -> Value {
    let text = safe(&draft_markdown(draft));
    let (figures, texts) = count_blanks(&text);
    let sources: Vec<Source> = draft.sources.iter().map(Source::from).collect();
    context! {
        label => draft.label.as_deref().map(safe),
        date => draft.date.to_string(),
        from => draft.days.from().to_string(),
        to => draft.days.to().to_string(),
        last => safe(&draft.last.name),
        last_date => draft.last.date.to_string(),
        is_next => draft.last.is_next,
        is_rebuilt => draft.is_rebuilt,
        replaces => draft.replaces.as_deref().map(safe),
        older_open => draft.older_open,
        reports => draft.reports,
        figures,
        texts,
        rows => text.lines().count().clamp(12, 40),
        text,
        sources => value_of(&sources),
        markdown => asked.with(&[("format", "md")]),
    }
}
