//! `zhoubao search`.

use super::RunOutcome;
use super::args::{Global, SearchArgs};
use super::ask::typed;
use super::context::{files, note_gaps, print_telling};
use super::print::{note, print_json};
use crate::context::{Context, Failure};
use crate::embed::Purpose;
use crate::question::Question;
use crate::render::{corrections_list, explain_line, hits_json, hits_text};
use crate::retrieve::Legs;
use crate::vocabulary::plural;

pub(super) async fn run(args: SearchArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let question = Question::read(&typed(&args.query)?)?;
    if let Some((written, why)) = question.impossible.first() {
        return Err(Failure::usage(format!("`{written}`: {why}"), None));
    }
    let filters = args.filters.filters()?;
    let context = Context::open(Purpose::Query, &global.config()?).await?;
    if args.json {
        note_gaps(&context.gaps);
    }
    context.check_author(filters.author.as_deref())?;
    let limit = usize::from(args.limit);
    let mut retrieval = context.retriever().search(Legs::Both, &question, &filters, limit).await?;
    retrieval.found.truncate(limit);
    let corrections = context.corrections_beside(&question, &filters, &retrieval.found).await;
    let (corrections, trouble) = match corrections {
        Ok(found) => (found, None),
        Err(failure) => (Vec::new(), Some(format!("corrections were not looked for: {}", failure.message()))),
    };
    for notice in context.notices.iter().map(|notice| &notice.en).chain(&retrieval.notice).chain(&trouble) {
        note(&format!("note: {notice}"));
    }
    if args.explain {
        note(&format!("read as: {}", explain_line(&question, &retrieval, &context.catalogue)));
    }
    if args.json {
        print_json(&hits_json(&retrieval.found, &corrections))?;
    } else {
        let files = files(&context.catalogue);
        let hits = hits_text(&retrieval.found, global.paint(), args.explain, &files);
        let corrections = corrections_list(&corrections, question.language, global.paint());
        let blocks: Vec<String> = [hits, corrections].into_iter().filter(|block| !block.is_empty()).collect();
        if blocks.is_empty() {
            note_gaps(&context.gaps);
        } else {
            print_telling(&blocks.join("\n\n"), &context.gaps)?;
        }
    }
    if retrieval.found.is_empty() {
        let reports = plural(context.catalogue.len(), "report");
        match retrieval.uncovered() {
            Some(time) => note(&format!("not in the reports: none of {reports} covers `{}`", time.text)),
            None => note(&format!("not in the reports: nothing like it in {reports}")),
        }
        context.leave();
        return Ok(RunOutcome::NotInTheReports);
    }
    context.leave();
    Ok(RunOutcome::Done)
}
