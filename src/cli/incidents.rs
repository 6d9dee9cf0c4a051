//! `zhoubao incidents`.

use super::RunOutcome;
use super::args::{Global, IncidentsArgs};
use super::ask::typed;
use super::context::{Context, files};
use super::failure::Failure;
use super::milestones::{nothing_in, where_searched};
use super::print::{note, print, print_csv, print_json};
use crate::ledger::{Ledger, Wanted, incident_threads_of, ledger};
use crate::render::{incident_threads_json, incident_threads_text, ledger_csv, ledger_json, ledger_text};
use crate::retrieve::Filters;

pub(super) async fn run(args: IncidentsArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let filters = args.filters.filters()?;
    let text = typed(&args.words)?;
    let context = Context::open(global).await?;
    context.check_author(filters.author.as_deref())?;
    if args.threads {
        return threads(&args, global, context, &filters, &text).await;
    }
    let wanted =
        Wanted { text: &text, systems: &args.system, status: args.status.map(Into::into), ..Wanted::default() };
    let found = ledger(&context.retriever(), &filters, &wanted).await?;
    if args.json {
        print_json(&ledger_json(&found))?;
    } else if args.csv {
        let csv = ledger_csv(&found).map_err(Failure::from_error)?;
        print_csv(&csv)?;
    } else if !found.entries.is_empty() {
        let files = files(&context.catalogue);
        print(&ledger_text(&found, global.paint(), &files))?;
    }
    context.leave();
    if found.entries.is_empty() {
        note(&format!("not in the reports: {}", searched(&found, &args)));
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
    let found = incident_threads_of(&context.retriever(), filters, &Wanted { text, ..Wanted::default() }).await?;
    if args.json {
        print_json(&incident_threads_json(&found))?;
    } else if !found.threads.is_empty() {
        let files = files(&context.catalogue);
        print(&incident_threads_text(&found, global.paint(), &files))?;
    }
    context.leave();
    if found.threads.is_empty() {
        note(&format!("not in the reports: {}", where_searched("no incident", &args.words, &found.searched)));
        return Ok(RunOutcome::NotInTheReports);
    }
    Ok(RunOutcome::Done)
}

/// `no open incident with 流水 in 8 reports (2023-05-03 to 2024-03-31); missing: 第27–36周`.
fn searched(ledger: &Ledger, args: &IncidentsArgs) -> String {
    let status = args.status.map(|status| format!("{} ", status.name())).unwrap_or_default();
    let words: Vec<String> = args.words.iter().chain(&args.system).cloned().collect();
    let what = format!("no {status}incident");
    nothing_in(&what, &words, ledger.searched, ledger.reports, &ledger.missing_weeks)
}
