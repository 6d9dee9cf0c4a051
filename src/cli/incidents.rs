//! `zhoubao incidents`.

use super::RunOutcome;
use super::args::{Global, IncidentsArgs};
use super::ask::typed;
use super::context::{files, note_gaps, open_telling, print_telling};
use super::milestones::{note_nothing, note_nothing_in};
use super::print::{print_csv, print_json};
use crate::context::{Context, Failure};
use crate::ledger::{Wanted, incident_threads_of, ledger};
use crate::render::{incident_threads_json, incident_threads_text, ledger_csv, ledger_json, ledger_text, no_incident};
use crate::retrieve::Filters;

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
        let what = no_incident(args.status.map(Into::into), language);
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
        note_nothing(&no_incident(None, language), &args.words, &found.searched, language);
        return Ok(RunOutcome::NotInTheReports);
    }
    Ok(RunOutcome::Done)
}
