//! `zhoubao search`.

use super::Outcome;
use super::args::{Global, SearchArgs};
use super::ask::{note, print, typed};
use super::context::Context;
use super::failure::Failure;
use crate::question::Question;
use crate::render::{explain_line, hits_json, hits_text};

pub(super) async fn run(args: SearchArgs, global: &Global) -> Result<Outcome, Failure> {
    let question = Question::read(&typed(&args.query)?)?;
    if let Some((written, why)) = question.impossible.first() {
        return Err(Failure::usage(format!("`{written}`: {why}"), None));
    }
    let context = Context::open(global).await?;
    let limit = usize::from(args.limit);
    let mut retrieval = context.retriever().retrieve(&question, &args.filters.filters(), limit).await?;
    retrieval.found.truncate(limit);
    for notice in context.notices.iter().chain(&retrieval.notice) {
        note(&format!("note: {notice}"));
    }
    if args.explain {
        note(&format!("read as: {}", explain_line(&question, &retrieval, &context.catalogue)));
    }
    if args.json {
        print(&format!("{:#}", hits_json(&retrieval.found)))?;
    } else if !retrieval.found.is_empty() {
        print(&hits_text(&retrieval.found, global.paint(), args.explain))?;
    }
    if retrieval.found.is_empty() {
        let reports = context.catalogue.len();
        match retrieval.uncovered() {
            Some(time) => note(&format!("not in the reports: none of {reports} covers `{}`", time.text)),
            None => note(&format!("not in the reports: nothing found in {reports}")),
        }
        context.leave();
        return Ok(Outcome::NotInTheReports);
    }
    context.leave();
    Ok(Outcome::Done)
}
