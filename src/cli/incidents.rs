//! `zhoubao incidents`.

use super::RunOutcome;
use super::args::{Global, IncidentsArgs, StatusArg};
use super::ask::typed;
use super::context::{note_gaps, open_telling, print_telling};
use super::milestones::{note_nothing, note_nothing_in};
use super::print::{print_csv, print_json};
use crate::context::{Context, Failure, files};
use crate::fact::Status;
use crate::ledger::{Wanted, incident_threads_of, ledger};
use crate::render::{incident_threads_json, incident_threads_text, ledger_csv, ledger_json, ledger_text, status_text};
use crate::retrieve::Filters;
use crate::vocabulary::{Language, worded};

pub(super) async fn run(args: IncidentsArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let filters = args.filters.filters()?;
    let text = typed(&args.words)?;
    let context = open_telling(global, args.json || args.csv).await?;
    context.check_author(filters.author.as_deref())?;
    if args.threads {
        return threads(&args, global, context, &filters, &text).await;
    }
    let wanted =
        Wanted { text: &text, systems: &args.system, status: args.status.map(Into::into), ..Wanted::default() };
    let language = args.lang.among(&context.catalogue);
    let found = ledger(&context.retriever(), &filters, &wanted).await?;
    if args.json {
        print_json(&ledger_json(&found))?;
    } else if args.csv {
        let csv = ledger_csv(&found).map_err(Failure::from_error)?;
        print_csv(&csv)?;
    } else if !found.entries.is_empty() {
        let files = files(&context.catalogue);
        print_telling(&ledger_text(&found, language, global.paint(), &files), &context.gaps)?;
    } else {
        note_gaps(&context.gaps);
    }
    context.leave();
    if found.entries.is_empty() {
        let what = nothing_of(args.status, language);
        let words: Vec<String> = args.words.iter().chain(&args.system).cloned().collect();
        note_nothing_in(&what, &words, found.searched, found.reports, &found.missing_weeks, language);
        return Ok(RunOutcome::NotInTheReports);
    }
    Ok(RunOutcome::Done)
}

async fn threads(
    args: &IncidentsArgs,
    global: &Global,
    context: Context,
    filters: &Filters,
    text: &str,
) -> Result<RunOutcome, Failure> {
    let language = args.lang.among(&context.catalogue);
    let found = incident_threads_of(&context.retriever(), filters, &Wanted { text, ..Wanted::default() }).await?;
    if args.json {
        print_json(&incident_threads_json(&found))?;
    } else if !found.threads.is_empty() {
        let files = files(&context.catalogue);
        print_telling(&incident_threads_text(&found, language, global.paint(), &files), &context.gaps)?;
    } else {
        note_gaps(&context.gaps);
    }
    context.leave();
    if found.threads.is_empty() {
        note_nothing(&nothing_of(None, language), &args.words, &found.searched, language);
        return Ok(RunOutcome::NotInTheReports);
    }
    Ok(RunOutcome::Done)
}

/// `no open incident`, `没有未关闭的事件`.
fn nothing_of(status: Option<StatusArg>, language: Language) -> String {
    let status = status.map(|status| status_text(Status::from(status), language));
    match status {
        Some(status) => worded!(language, "没有{status}的事件", "no {status} incident"),
        None => worded!(language, "没有事件", "no incident"),
    }
}
