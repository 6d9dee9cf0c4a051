//! `zhoubao draft`.

use std::path::Path;

use super::RunOutcome;
use super::args::{DraftArgs, Global};
use super::context;
use super::print::{note, print_json, print_page};
use crate::context::{Failure, output, page_of};
use crate::draft::{DraftError, DraftRequest, draft};
use crate::output::Output;
use crate::render::{draft_json, draft_markdown, draft_notes, draft_sources, draft_summary, for_json, safe};

pub(super) async fn run(args: DraftArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let file = args.output.as_deref().filter(|file| *file != Path::new("-"));
    // Before anything is read, as far as it can be told without the index.
    file.map(|file| Output::new(args.force, []).check(file)).transpose()?;
    let context = context::open(global).await?;
    context.check_author(args.author.as_deref())?;
    let output = output(&context, args.force);
    file.map(|file| output.check(file)).transpose()?;
    let asked = DraftRequest { week: args.week.clone(), author: args.author.clone() };
    let drafted = draft(&context.retriever(), &asked, &page_of).await;
    context.leave();
    let drafted = match drafted {
        Ok(drafted) => drafted,
        Err(DraftError::Retrieve(error)) => return Err(error.into()),
        Err(error @ DraftError::NoReport { .. }) => {
            note(&format!("not in the reports: {error}"));
            return Ok(RunOutcome::NotInTheReports);
        }
        Err(error @ DraftError::NoWeek { .. }) => {
            let hint = "name a week such as 第27周 or 2023-W26, or the day of the report";
            return Err(Failure::usage(error.to_string(), Some(hint.to_string())));
        }
        Err(error @ DraftError::Authors { .. }) => {
            return Err(Failure::usage(error.to_string(), Some("name one with --author".to_string())));
        }
    };
    let markdown = safe(&draft_markdown(&drafted));
    let json = args.json.then(|| draft_json(&drafted, &markdown));
    match (file, &json) {
        (Some(file), Some(json)) => output.write(file, &format!("{}\n", for_json(json)))?,
        (Some(file), None) => output.write(file, &markdown)?,
        (None, Some(json)) => print_json(json)?,
        (None, None) => print_page(&markdown)?,
    }
    note(&draft_summary(&drafted, &markdown));
    draft_notes(&drafted).iter().for_each(|line| note(line));
    if args.sources {
        draft_sources(&drafted).iter().for_each(|line| note(line));
    }
    Ok(RunOutcome::Done)
}
